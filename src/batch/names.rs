//! The names of files: those of inputs as they are shown, and those of results, each of which differs from all others on every system
//! and is none that the system forbids.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization as _;

use crate::text::safe_name;

/// The most bytes of a name that the usual file systems take.
const LONGEST: usize = 255;

/// A path as reports, data and messages name it. One that is relative is the same on every system: what stands between its folders is
/// `/`.
#[must_use]
pub fn shown(path: &Path) -> String {
    slashed(path.display().to_string(), cfg!(windows))
}

fn slashed(path: String, windows: bool) -> String {
    // One with a drive or of another machine is never the same elsewhere.
    let is_whole = path.starts_with('\\') || path.get(1..2) == Some(":");
    match windows && !is_whole {
        true => path.replace('\\', "/"),
        false => path,
    }
}

/// What two paths have in common that some system takes for one: letter case does not count, nor how accents are composed.
pub(crate) fn alike(path: &Path) -> String {
    let text = path.to_string_lossy();
    let folded = text.nfd().collect::<String>().to_uppercase().to_lowercase();
    folded.nfc().collect()
}

/// `stem` and what follows it as a file's name; the stem is cut where the whole is too long.
pub(crate) fn fit(stem: &str, rest: &str) -> String {
    let mut end = stem.len().min(LONGEST.saturating_sub(rest.len()));
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{rest}", &stem[..end])
}

/// A path below the folder of results without what the system forbids: an archive may come from one that allows more.
pub(crate) fn allowed(below: &Path) -> PathBuf {
    allowed_on(below, cfg!(windows))
}

fn allowed_on(below: &Path, windows: bool) -> PathBuf {
    match windows {
        true => below
            .iter()
            .map(|part| safe_name(&part.to_string_lossy()))
            .collect(),
        false => below.to_owned(),
    }
}

/// The path of the result of each file, `below` with `ending`. Inputs that differ in their endings only (`a.xls` and `a.xlsx`)
/// keep them in the names of the results; what is still alike gets a number.
///
/// # Panics
/// Never: each name was counted before.
#[must_use]
pub fn result_names(files: &[&Path], ending: impl Fn(&Path) -> &'static str) -> Vec<PathBuf> {
    let stem = |path: &Path| {
        let stem = path.file_stem().unwrap_or_default();
        stem.to_string_lossy().into_owned()
    };
    let named = |below: &Path, stem: &str, mark: &str| {
        let rest = format!("{mark}.{}", ending(below));
        allowed(&below.with_file_name(fit(stem, &rest)))
    };
    let plain: Vec<PathBuf> = files
        .iter()
        .map(|file| named(file, &stem(file), ""))
        .collect();
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for path in &plain {
        *count.entry(alike(path)).or_default() += 1;
    }
    let mut used: BTreeSet<String> = count
        .iter()
        .filter(|(_, count)| **count == 1)
        .map(|(name, _)| name.clone())
        .collect();
    plain
        .into_iter()
        .zip(files)
        .map(|(path, file)| {
            if count[&alike(&path)] < 2 {
                return path;
            }
            let name = file.file_name().unwrap_or_default();
            let name = name.to_string_lossy();
            let mut number = 1_usize;
            loop {
                let mark = if number > 1 {
                    format!("-{number}")
                } else {
                    String::new()
                };
                let path = named(file, &name, &mark);
                if used.insert(alike(&path)) {
                    return path;
                }
                number += 1;
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relative_path_is_shown_alike_on_every_system() {
        for (path, shown) in [
            (r"测试\预算.xlsx", "测试/预算.xlsx"),
            (r"..\a/b.zip\c.xlsx", "../a/b.zip/c.xlsx"),
            (r"C:\测试\a.xlsx", r"C:\测试\a.xlsx"),
            (r"\\host\in\a.xlsx", r"\\host\in\a.xlsx"),
            ("预算.xlsx", "预算.xlsx"),
        ] {
            assert_eq!(slashed(path.into(), true), shown);
        }
        assert_eq!(slashed(r"a\b.xlsx".into(), false), r"a\b.xlsx");
    }

    #[test]
    fn what_the_system_forbids_is_in_no_name() {
        let below = Path::new("aux/某单位:表?.xlsx");
        assert_eq!(allowed_on(below, true), Path::new("_aux/某单位：表？.xlsx"));
        assert_eq!(allowed_on(below, false), below);
    }
}
