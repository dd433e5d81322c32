//! The names of results: each differs from all others on every system, and none is longer than a name may be.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use super::input::InputFile;
use crate::batch::names::result_names;
pub(super) use crate::batch::names::{alike, fit};

/// Tells apart inputs of one name: those that were found under the same path below different folders get as many of the
/// folders above them as are needed. Two files `a/x.xlsx` and `b/x.xlsx` keep their folders.
pub(super) fn tell_apart(files: &mut [InputFile]) {
    let mut of: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, file) in files.iter().enumerate() {
        of.entry(alike(&file.below)).or_default().push(at);
    }
    for group in of.into_values().filter(|group| group.len() > 1) {
        let whole: Vec<Vec<String>> = group.iter().map(|at| parts(&files[*at].path)).collect();
        let longest = whole.iter().map(Vec::len).max().unwrap_or_default();
        let depth = files[group[0]].below.components().count();
        let tail = |parts: &[String], depth: usize| -> PathBuf {
            parts[parts.len().saturating_sub(depth)..].iter().collect()
        };
        let enough = (depth + 1..=longest).find(|depth| {
            let tails = whole.iter().map(|parts| alike(&tail(parts, *depth)));
            tails.collect::<BTreeSet<_>>().len() == group.len()
        });
        // Names in one folder that differ in case only are told apart by a number, when their results are named.
        let Some(depth) = enough else { continue };
        for (at, parts) in group.iter().zip(&whole) {
            files[*at].below = tail(parts, depth);
        }
    }
}

/// The names of the folders above a file, and its own.
fn parts(path: &Path) -> Vec<String> {
    let folder = path.parent().filter(|own| !own.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let folder = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let name = path.file_name().unwrap_or_default();
    let whole = folder.join(name);
    whole
        .components()
        .filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
            _ => None,
        })
        .collect()
}

/// The path of the result of each file, as [`result_names`] has it.
pub(super) fn results(files: &[InputFile], ending: impl Fn(&Path) -> &'static str) -> Vec<PathBuf> {
    let below: Vec<&Path> = files.iter().map(|file| file.below.as_path()).collect();
    result_names(&below, ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(below: &[&str]) -> Vec<String> {
        let mut files: Vec<InputFile> = below
            .iter()
            .map(|below| InputFile {
                path: Path::new("/none").join(below),
                below: Path::new(below).file_name().unwrap().into(),
            })
            .collect();
        tell_apart(&mut files);
        results(&files, |_| "xlsx")
            .iter()
            .map(|path| path.display().to_string())
            .collect()
    }

    #[test]
    fn no_two_results_are_alike_on_any_system() {
        for (inputs, expected) in [
            (&["a.xls", "b.ods"][..], &["a.xlsx", "b.xlsx"][..]),
            (&["a.xls", "a.xlsx"], &["a.xls.xlsx", "a.xlsx.xlsx"]),
            (&["a/x.xlsx", "b/x.xlsx"], &["a/x.xlsx", "b/x.xlsx"]),
            (
                &["1/u/x.xlsx", "2/u/x.xlsx", "y.xls"],
                &["1/u/x.xlsx", "2/u/x.xlsx", "y.xlsx"],
            ),
            (&["a.xlsx", "A.xlsx"], &["a.xlsx.xlsx", "A.xlsx-2.xlsx"]),
            (
                &["caf\u{e9}.xls", "cafe\u{301}.xls"],
                &["caf\u{e9}.xls.xlsx", "cafe\u{301}.xls-2.xlsx"],
            ),
            (
                &["a.xls", "a.xlsx", "a.xls.ods"],
                &["a.xls-2.xlsx", "a.xlsx.xlsx", "a.xls.xlsx"],
            ),
        ] {
            assert_eq!(named(inputs), expected, "{inputs:?}");
        }
    }

    #[test]
    fn no_name_is_longer_than_a_name_may_be() {
        let long = "预".repeat(83);
        let inputs = [format!("{long}x.xls"), format!("{long}y.xls")];
        let inputs: Vec<&str> = inputs.iter().map(String::as_str).collect();
        let names = named(&inputs);
        assert!(names.iter().all(|name| name.len() <= 255), "{names:?}");
        assert_ne!(names[0], names[1]);
        assert!(fit(&long, "-standard.xlsx").len() <= 255);
    }
}
