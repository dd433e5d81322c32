//! What a new format must not be without: a word in the docs and in the help, and the same bytes each time.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use walkdir::WalkDir;

use crate::cli::yusuan_in;
use crate::corpus::root;
use crate::docs::{pages, section};
use crate::options::options;

/// The options by which a command chooses a format.
const CHOOSE: [&str; 2] = ["--to", "--format"];

/// Each command with the option that chooses, and the formats that its help offers.
fn choices() -> Vec<(String, &'static str, Vec<String>)> {
    let mut choices = Vec::new();
    for (command, own) in options() {
        for option in CHOOSE {
            let Some(help) = own.get(option) else {
                continue;
            };
            let (_, values) = help.split_once("[possible values: ").unwrap();
            let (values, _) = values.split_once(']').unwrap();
            let values = values.split(", ").map(|own| own.trim().to_owned());
            choices.push((command.clone(), option, values.collect()));
        }
    }
    assert!(choices.len() >= 6, "{choices:?}");
    choices
}

/// The formats of data sets: those of `convert` that are not of one file.
fn data_sets() -> Vec<String> {
    let of_convert = choices().into_iter().find(|own| own.0 == "convert");
    let mut formats = of_convert.unwrap().2;
    formats.retain(|own| !matches!(own.as_str(), "xlsx" | "json" | "csv"));
    formats
}

/// The formats that are missing in the row of `option` in the docs on `command`.
fn unsaid(command: &str, option: &str, formats: &[String]) -> Vec<String> {
    let mut faults = Vec::new();
    for ending in ["md", "zh.md"] {
        let texts: Vec<String> = pages(ending)
            .iter()
            .map(|page| fs::read_to_string(root().join(page)).unwrap())
            .collect();
        let heading = format!("`{command}`");
        let lines = texts.iter().flat_map(|text| section(text, &heading));
        let start = format!("| `{option} ");
        let rows: Vec<&str> = lines.filter(|line| line.starts_with(&start)).collect();
        for format in formats {
            let is_word = |c: char| c.is_ascii_alphanumeric();
            let named = |row: &&str| row.split(|c| !is_word(c)).any(|word| word == format);
            if !rows.iter().any(named) {
                faults.push(format!(
                    "the docs in .{ending} say nothing of {command} {option} {format}"
                ));
            }
        }
    }
    faults
}

#[test]
fn every_format_is_in_the_docs() {
    let mut faults = Vec::new();
    for (command, option, formats) in choices() {
        faults.extend(unsaid(&command, option, &formats));
    }
    faults.extend(unsaid("review", "--data", &data_sets()));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// `--data` takes any word and says itself which ones it knows.
#[test]
fn every_data_set_is_in_the_messages() {
    for language in ["en", "zh"] {
        let args = ["review", "--help", "--lang", language];
        let output = yusuan_in("en_US.UTF-8", root(), &args);
        let help = String::from_utf8(output.stdout).unwrap();
        let (_, own) = help.split_once("--data ").unwrap();
        let own = own.split("\n      --").next().unwrap();
        for format in data_sets() {
            assert!(own.contains(&format), "{language}: {format} in {own}");
        }
    }
}

/// Where the ending of the output is none that a command knows, it says which ones it does know.
#[test]
fn every_format_is_named_where_the_ending_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let input = root().join("examples/qingpu-2023.xlsx");
    fs::copy(input, folder.path().join("a.xlsx")).unwrap();
    for (command, option, formats) in choices() {
        // An explanation goes to standard output, and what `convert` writes is a workbook where nothing else is said.
        if matches!(command.as_str(), "explain" | "convert") {
            continue;
        }
        for locale in ["en_US.UTF-8", "zh_CN.UTF-8"] {
            let mut args = vec![command.as_str(), "a.xlsx", "-o", "out.none"];
            if command == "compare" {
                args.insert(1, "a.xlsx");
            }
            let output = yusuan_in(locale, folder.path(), &args);
            let said = String::from_utf8_lossy(&output.stderr);
            let line = said.lines().last().unwrap_or_default();
            for format in &formats {
                let ending = if format == "text" { "txt" } else { format };
                assert!(
                    line.contains(ending),
                    "{command} {option} {format} is not in: {line}"
                );
            }
        }
    }
}

/// The files below a path, which may be one itself.
fn files(path: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = WalkDir::new(path).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let read = files.map(|entry| {
        let below = entry.path().strip_prefix(path).unwrap();
        let name = below.to_string_lossy().into_owned();
        (name, fs::read(entry.path()).unwrap())
    });
    read.collect()
}

#[test]
#[ignore = "slow"]
fn every_format_is_the_same_each_time() {
    let folder = tempfile::tempdir().unwrap();
    let input = root().join("examples/qingpu-2023-wrong-total.xlsx");
    fs::copy(input, folder.path().join("a.xlsx")).unwrap();
    for (from, to) in [
        ("last-year/021002-云溪区图书馆.xlsx", "old.xlsx"),
        ("inbox/文旅/图书馆预算v2.xlsx", "new.xlsx"),
    ] {
        let from = root().join("tests/desk").join(from);
        fs::copy(from, folder.path().join(to)).unwrap();
    }
    for (command, option, formats) in choices() {
        for format in formats {
            let mut args = vec![command.as_str()];
            match command.as_str() {
                "compare" => args.extend(["old.xlsx", "new.xlsx"]),
                _ => args.push("a.xlsx"),
            }
            args.extend([option, &format]);
            // An explanation goes to standard output.
            let name = format!("{command}-{format}");
            if command != "explain" {
                args.extend(["-o", &name]);
            }
            let made = [1, 2].map(|_| {
                let output = yusuan_in("en_US.UTF-8", folder.path(), &args);
                let mut all = BTreeMap::from([("-".to_owned(), output.stdout)]);
                let path = folder.path().join(&name);
                if path.exists() {
                    all.extend(files(&path));
                    // Out of the way of the second time.
                    match path.is_dir() {
                        true => fs::remove_dir_all(&path).unwrap(),
                        false => fs::remove_file(&path).unwrap(),
                    }
                }
                let said = String::from_utf8_lossy(&output.stderr).into_owned();
                assert!(
                    all.values().any(|bytes| !bytes.is_empty()),
                    "{name}: {said}"
                );
                all
            });
            assert!(
                made[0] == made[1],
                "{command} {option} {format} gives other bytes the second time"
            );
        }
    }
}
