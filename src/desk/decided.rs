//! The files that the reviewer decided for, as the roster's column 采用文件 has them: people write names as they see them.

use std::collections::HashMap;

use super::file_kind::ending;
use super::filing::Filing;
use super::identity::{Matcher, Whose};
use super::inbox::{INSIDE, Inbox};
use super::inputs::Input;
use super::ledger::{FileKind, file_and_unit};
use super::roster::Roster;
use super::told::Told;
use super::words::{is, of, plain, words};
use crate::finding::{Finding, FindingCode};

/// The files that the reviewer decided for.
#[derive(Debug)]
pub(super) struct Decided {
    /// The line of each.
    lines: HashMap<String, usize>,
    wanted: Vec<WantedFile>,
}

/// A file that the roster names.
#[derive(Debug)]
struct WantedFile {
    line: usize,
    /// Its row in the roster, counted from 1.
    row: u32,
    /// As it is written there.
    text: String,
    /// The paths as they are compared: as written, and below the inbox.
    paths: Vec<String>,
    /// The files that it may be.
    fitting: Vec<String>,
}

/// A file of the inbox by the ways in which it may be written.
struct LyingFile<'i> {
    input: &'i Input,
    /// Its path as it is compared; of the sheets of a unit that of the workbook, too.
    paths: Vec<String>,
}

impl Decided {
    pub(super) fn new(
        roster: &Roster,
        inputs: &[Input],
        matcher: &Matcher<'_>,
        inbox: Inbox<'_>,
    ) -> Self {
        let mut inboxes: Vec<String> = of(&words().task, "inbox").map(plain).collect();
        if let Inbox::Folder(path) = inbox {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            inboxes.extend(Some(plain(&name)).filter(|own| !own.is_empty()));
        }
        let lines = roster.lines.iter().enumerate();
        let mut wanted: Vec<WantedFile> = lines
            .filter(|(_, own)| !own.counted.trim().is_empty())
            .map(|(line, own)| WantedFile {
                line,
                row: own.row,
                text: own.counted.trim().to_owned(),
                paths: wanted_paths(&own.counted, &inboxes),
                fitting: Vec::new(),
            })
            .collect();
        let mut all = HashMap::new();
        if wanted.is_empty() {
            return Self { lines: all, wanted };
        }
        // A workbook of several units counts by its units.
        let lying = inputs
            .iter()
            .filter(|own| own.lying.kind == FileKind::Spreadsheet && own.units.is_empty());
        let lying: Vec<LyingFile<'_>> = lying.map(LyingFile::of).collect();
        let mut by_name: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, own) in lying.iter().enumerate() {
            for path in &own.paths {
                let name = last(path);
                for name in [name, without_ending(name)] {
                    by_name.entry(name).or_default().push(at);
                }
            }
        }
        for own in &mut wanted {
            let names = own.paths.iter().map(|path| last(path));
            let near = names.filter_map(|name| by_name.get(name)).flatten();
            let mut near: Vec<usize> = near.copied().collect();
            near.sort_unstable();
            near.dedup();
            let fits = near.into_iter().map(|at| &lying[at]);
            let fits = fits.filter_map(|file| Some((own.fits(file)?, file.input)));
            let fits: Vec<(usize, &Input)> = fits.collect();
            let best = fits.iter().map(|(how, _)| *how).min();
            let fits = fits.into_iter().filter(|(how, _)| Some(*how) == best);
            let mut fits: Vec<&Input> = fits.map(|(_, input)| input).collect();
            // Of files of one name in several folders that of the line is meant.
            let is_own = |input: &&&Input| {
                let head = input.head.as_ref();
                let whose =
                    head.map(|head| matcher.whose(&head.unit, &head.layout, &input.lying.path));
                whose == Some(Whose::Line(own.line))
            };
            if fits.len() > 1 && fits.iter().any(|input| is_own(&input)) {
                fits = fits.iter().filter(is_own).copied().collect();
            }
            own.fitting = fits.iter().map(|own| own.lying.path.clone()).collect();
            // Of equal files it does not matter which one counts.
            let same = |input: &&Input| input.lying.sha256 == fits[0].lying.sha256;
            if fits.iter().all(same) {
                for path in &own.fitting {
                    all.entry(path.clone()).or_insert(own.line);
                }
            }
        }
        Self { lines: all, wanted }
    }

    /// The line for which the reviewer decided for the file at `path`, which may be a folder of parts.
    pub(super) fn line(&self, path: &str) -> Option<usize> {
        let of_folder = || {
            let path = plain_path(path);
            let mut none = self.wanted.iter().filter(|own| own.fitting.is_empty());
            let found = none.find(|own| own.paths.iter().any(|own| ends(&path, own)));
            found.map(|own| own.line)
        };
        self.lines.get(path).copied().or_else(of_folder)
    }

    /// Where another file counts than the roster says, as what it says fits none, or several, or what cannot count.
    pub(super) fn told(&self, filing: &Filing) -> Vec<Told> {
        let misses = self.wanted.iter().filter(|own| {
            let counted = filing.versions.get(&own.line).map(|own| own[0]);
            let path = counted.map(|at| filing.files[at].input.lying.path.as_str());
            path.and_then(|path| self.line(path)) != Some(own.line)
        });
        let told = misses.map(|own| {
            let finding = Finding::new(FindingCode::VersionUnclear)
                .variant(match own.fitting.len() {
                    0 => "no-file",
                    1 => "not-counted",
                    _ => "several",
                })
                .arg("row", own.row)
                .arg("file", &own.text)
                .list("files", &own.fitting);
            Told::new(Some(own.line), "", finding)
        });
        told.collect()
    }
}

impl WantedFile {
    /// How well a file fits, 0 best: by its path to the letter, by its path, by the end of it, by these without the ending.
    fn fits(&self, file: &LyingFile<'_>) -> Option<usize> {
        if file.input.lying.path == self.text {
            return Some(0);
        }
        let wanted = self.paths.iter().flat_map(|own| {
            let paths = file.paths.iter().map(String::as_str);
            paths.map(move |path| (own.as_str(), path))
        });
        let how = wanted.filter_map(|(own, path)| {
            let short = without_ending(path);
            match () {
                () if path == own => Some(1),
                () if ends(path, own) => Some(2),
                () if short == own => Some(3),
                () if ends(short, own) => Some(4),
                () => None,
            }
        });
        how.min()
    }
}

impl<'i> LyingFile<'i> {
    fn of(input: &'i Input) -> Self {
        let path = &input.lying.path;
        let book = file_and_unit(path).map(|(file, _)| file);
        let paths = book.into_iter().chain([path.as_str()]);
        Self {
            input,
            paths: paths.map(plain_path).collect(),
        }
    }
}

/// A path as it is compared: wide characters, capital letters and blanks aside, and an archive as a folder.
fn plain_path(path: &str) -> String {
    let path = plain(path).replace('\\', "/").replace(INSIDE, "/");
    let steps = path.split('/').filter(|own| !own.is_empty() && *own != ".");
    steps.collect::<Vec<_>>().join("/")
}

/// The paths that may be meant: as it is written, and what follows the inbox in it.
fn wanted_paths(text: &str, inboxes: &[String]) -> Vec<String> {
    let path = plain_path(text);
    let steps: Vec<&str> = path.split('/').collect();
    let inbox = steps
        .iter()
        .rposition(|own| inboxes.iter().any(|name| name == own));
    let below = inbox.map(|at| steps[at + 1..].join("/"));
    let below = below.filter(|own| !own.is_empty());
    let mut paths: Vec<String> = below.into_iter().collect();
    paths.push(path);
    paths
}

/// Whether a path is `end`, or lies below another folder and is.
fn ends(path: &str, end: &str) -> bool {
    let front = path.strip_suffix(end);
    front.is_some_and(|front| front.is_empty() || front.ends_with('/'))
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// A path without the ending that spreadsheets have.
fn without_ending(path: &str) -> &str {
    let is_ending = is(&words().files, "spreadsheets", &ending(path));
    match path.rsplit_once('.') {
        Some((stem, _)) if is_ending => stem,
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_compared_as_people_write_them() {
        let inboxes = ["收件".to_owned()];
        for (text, expected) in [
            ("甲（一稿）.XLSX", &["甲(一稿).xlsx"][..]),
            (".\\卫 生\\甲.xlsx", &["卫生/甲.xlsx"]),
            ("D:\\任务\\收件\\卫\\甲", &["卫/甲", "d:/任务/收件/卫/甲"]),
            ("包.zip!/甲.xlsx", &["包.zip/甲.xlsx"]),
        ] {
            assert_eq!(wanted_paths(text, &inboxes), expected, "{text}");
        }
        assert!(ends("卫/甲", "甲") && ends("甲", "甲") && !ends("卫/乙甲", "甲"));
        assert_eq!(without_ending("卫/甲v1.2"), "卫/甲v1.2");
        assert_eq!(without_ending("卫/甲.xlsx"), "卫/甲");
    }
}
