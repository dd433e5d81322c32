//! README and `docs/` say what is there: every finding code, layout and limit, links that lead somewhere, and commands that print
//! what is shown. On options see `options`, on formats `formats`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use yusuan::finding::FindingCode;
use yusuan::layout::Templates;
use yusuan::workbook::open::Limits;

use crate::cli::yusuan_in;
use crate::corpus::{self, root};
use crate::desk::copied;

/// The ending of the pages of each language, and the system on which they show what is printed.
pub(crate) const LANGUAGES: [(&str, &str); 2] = [("md", "en_US.UTF-8"), ("zh.md", "zh_CN.UTF-8")];

pub(crate) fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The names of the pages in `docs/`, without ending.
fn names() -> BTreeSet<String> {
    let entries = fs::read_dir(root().join("docs")).unwrap();
    let files = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    let names = files.filter_map(|file| {
        let name = file.strip_suffix(".md")?;
        Some(name.strip_suffix(".zh").unwrap_or(name).to_owned())
    });
    names.collect()
}

/// README and the pages of `docs/` in one language.
pub(crate) fn pages(ending: &str) -> Vec<String> {
    let docs = names()
        .into_iter()
        .map(|name| format!("docs/{name}.{ending}"));
    std::iter::once(format!("README.{ending}"))
        .chain(docs)
        .collect()
}

/// The lines of a page that are in no block of code, and those that are.
pub(crate) fn told(text: &str) -> (Vec<&str>, Vec<&str>) {
    let mut code = false;
    text.lines().partition(|line| {
        if line.starts_with("```") {
            code = !code;
            return false;
        }
        !code
    })
}

/// The headings of a page with their levels.
fn headings(text: &str) -> Vec<(usize, &str)> {
    let lines = told(text).0.into_iter();
    let headings = lines.filter_map(|line| {
        let heading = line.trim_start_matches('#');
        let level = line.len() - heading.len();
        (level > 0).then(|| (level, heading.trim()))
    });
    headings.collect()
}

/// What of a page is under the headings that hold `words`.
pub(crate) fn section<'t>(text: &'t str, words: &str) -> Vec<&'t str> {
    let mut within = false;
    let mut lines = told(text).0;
    lines.retain(|line| {
        if line.starts_with("## ") {
            within = line.contains(words);
        }
        within
    });
    lines
}

/// The address of a heading within its page.
fn address(heading: &str) -> String {
    let kept = heading.chars().filter_map(|c| match c {
        ' ' => Some('-'),
        c if c.is_alphanumeric() || c == '-' || c == '_' => Some(c.to_ascii_lowercase()),
        _ => None,
    });
    kept.collect()
}

#[test]
fn every_page_is_in_both_languages_and_in_the_readme() {
    let mut faults = Vec::new();
    for (ending, _) in LANGUAGES {
        let readme = read(&format!("README.{ending}"));
        for page in &pages(ending)[1..] {
            if !root().join(page).is_file() {
                faults.push(format!("{page} is missing"));
            }
            if !readme.contains(&format!("]({page})")) {
                faults.push(format!("README.{ending} does not lead to {page}"));
            }
        }
    }
    for (english, chinese) in pages("md").iter().zip(pages("zh.md")) {
        let [one, other] = [read(english), read(&chinese)];
        let levels = |text: &str| headings(text).iter().map(|own| own.0).collect::<Vec<_>>();
        if levels(&one) != levels(&other) {
            faults.push(format!("{english} and {chinese} have other headings"));
        }
        let rows = |text: &str| {
            told(text)
                .0
                .iter()
                .filter(|line| line.starts_with('|'))
                .count()
        };
        if rows(&one) != rows(&other) {
            faults.push(format!(
                "{english} and {chinese} have other rows in their tables"
            ));
        }
        if told(&one).1.len() != told(&other).1.len() {
            faults.push(format!("{english} and {chinese} show other code"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_link_leads_somewhere() {
    let mut pages: Vec<String> = LANGUAGES.iter().flat_map(|(own, _)| pages(own)).collect();
    pages.extend(
        [
            "CONTRIBUTING.md",
            "CHANGELOG.md",
            "SECURITY.md",
            "templates/layouts/README.md",
            "templates/layouts/README.zh.md",
        ]
        .map(str::to_owned),
    );
    let mut faults = Vec::new();
    for page in &pages {
        let text = read(page);
        let folder = Path::new(page).parent().unwrap();
        for link in told(&text)
            .0
            .iter()
            .flat_map(|line| line.split("](").skip(1))
        {
            let link = link.split(')').next().unwrap();
            if link.contains("://") {
                continue;
            }
            let (file, place) = link.split_once('#').unwrap_or((link, ""));
            let target = match file {
                "" => Path::new(page).to_owned(),
                file => folder.join(file),
            };
            if root().join(&target).is_dir() {
                continue;
            }
            let Ok(content) = fs::read(root().join(&target)) else {
                faults.push(format!("{page}: there is no {link}"));
                continue;
            };
            let content = String::from_utf8_lossy(&content);
            let mut places = headings(&content).into_iter();
            if !place.is_empty() && !places.any(|(_, own)| address(own) == place) {
                faults.push(format!("{page}: no heading for {link}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_finding_code_is_explained() {
    let mut faults = Vec::new();
    for (ending, _) in LANGUAGES {
        let page = format!("docs/findings.{ending}");
        let text = read(&page);
        for (_, code, severity) in FindingCode::ALL {
            let start = format!("| `{code}` | {} | ", severity.word());
            if !text.lines().any(|line| line.starts_with(&start)) {
                faults.push(format!("{page} has no line `{start}`"));
            }
        }
        let severities = [" | error | ", " | warning | ", " | note | "];
        for line in text.lines().filter(|line| line.starts_with("| `")) {
            let code = line.split('`').nth(1).unwrap();
            let is_of_code = severities.iter().any(|word| line.contains(word));
            if is_of_code && FindingCode::named(code).is_none() {
                faults.push(format!("{page} explains {code}, which is no code"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_layout_is_listed() {
    let templates = Templates::embedded();
    for (ending, _) in LANGUAGES {
        let page = format!("docs/layouts.{ending}");
        let text = read(&page);
        for layout in &templates.layouts {
            let line = told(&text)
                .1
                .into_iter()
                .find(|line| line.starts_with(&layout.id));
            let line = line.unwrap_or_else(|| panic!("{page} does not list {}", layout.id));
            assert!(line.contains(&layout.name), "{page}: {line}");
        }
    }
    let count = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ]
    .get(templates.layouts.len())
    .map_or_else(
        || templates.layouts.len().to_string(),
        |word| (*word).to_owned(),
    );
    let said = format!("{count} are shipped");
    assert!(read("CHANGELOG.md").contains(&said), "CHANGELOG.md: {said}");
}

#[test]
fn the_limits_are_those_that_are_kept() {
    const MIB: u64 = 1 << 20;
    let limits = Limits::default();
    for (ending, _) in LANGUAGES {
        let text = read(&format!("docs/limits.{ending}"));
        for (number, option) in [
            (limits.cells, "--max-cells"),
            (limits.text_bytes / MIB, "--max-text-bytes"),
            (limits.formula_bytes / MIB, "--max-formula-bytes"),
            (limits.merges, "--max-merges"),
        ] {
            let (before, _) = text.split_once(option).unwrap();
            let digits: String = before.replace(',', "");
            let mut numbers = digits.split(|c: char| !c.is_ascii_digit());
            let last = numbers.rfind(|own| !own.is_empty()).unwrap();
            assert_eq!(last, number.to_string(), "docs/limits.{ending}: {option}");
        }
    }
}

/// In a `console` block, `$ yusuan …` is followed by what it prints; `…` stands for lines that are left out.
#[test]
#[ignore = "slow"]
fn the_commands_print_what_is_shown() {
    let printer = Command::new("soffice")
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok();
    for (ending, locale) in LANGUAGES {
        for page in pages(ending) {
            let text = read(&page);
            let folder = tempfile::tempdir().unwrap();
            let folder = folder.path();
            fs::create_dir(folder.join("examples")).unwrap();
            for path in corpus::spreadsheets("examples") {
                let name = path.file_name().unwrap();
                fs::copy(&path, folder.join("examples").join(name)).unwrap();
            }
            fs::create_dir_all(folder.join("tests/desk")).unwrap();
            copied(&root().join("tests/desk"), &folder.join("tests/desk"));
            let mut commands = 0;
            for block in text.split("```console\n").skip(1) {
                let block = block.split("```").next().unwrap();
                for shown in block.split("$ yusuan ").skip(1) {
                    let (command, shown) = shown.split_once('\n').unwrap_or((shown, ""));
                    if command.contains("--pdf") && !printer {
                        eprintln!("not checked: soffice is not installed");
                        continue;
                    }
                    let args: Vec<&str> = command.split_whitespace().collect();
                    let output = yusuan_in(locale, folder, &args);
                    let printed = format!(
                        "{}{}",
                        String::from_utf8_lossy(&output.stdout),
                        String::from_utf8_lossy(&output.stderr)
                    );
                    assert_ne!(
                        output.status.code(),
                        Some(2),
                        "{page}: {command}: {printed}"
                    );
                    for part in shown.split("…\n").filter(|part| !part.trim().is_empty()) {
                        assert!(
                            printed.contains(part.trim_end()),
                            "{page}: {command}: prints\n{printed}\nand not\n{part}"
                        );
                    }
                    commands += 1;
                }
            }
            assert!(
                commands > 0 || !page.starts_with("README"),
                "{page} shows no command"
            );
        }
    }
}

/// What CONTRIBUTING sends people to: tests by their names, and files and folders.
#[test]
fn what_contributors_are_sent_to_is_there() {
    let text = read("CONTRIBUTING.md");
    let mut sources = String::new();
    for folder in ["src", "tests/it"] {
        for entry in walkdir::WalkDir::new(root().join(folder)) {
            let path = entry.unwrap().into_path();
            if path.extension().is_some_and(|own| own == "rs") {
                sources.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }
    let lines = told(&text).0;
    let words = lines
        .iter()
        .flat_map(|line| line.split('`').skip(1).step_by(2));
    let (mut tests, mut paths, mut faults) = (0, 0, Vec::new());
    for word in words {
        let name = word.rsplit("::").next().unwrap();
        let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
        if name.len() > 25 && name.chars().all(is_name) {
            tests += 1;
            if !sources.contains(&format!("fn {name}()")) {
                faults.push(format!("there is no test {word}"));
            }
        }
        let is_path = |c: char| c.is_ascii_lowercase() || "/._-".contains(c);
        if word.contains('/') && word.chars().all(is_path) {
            paths += 1;
            // What stands beside `src/` of the page is below `web/`.
            if ![root().join(word), root().join("web").join(word)]
                .iter()
                .any(|own| own.exists())
            {
                faults.push(format!("there is no {word}"));
            }
        }
    }
    assert!(tests > 15 && paths > 10, "{tests} {paths}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
