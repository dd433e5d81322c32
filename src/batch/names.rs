//! The names of results: each differs from all others on every system, and none is longer than a name may be.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use unicode_normalization::UnicodeNormalization as _;

/// The most bytes of a name that the usual file systems take.
const LONGEST: usize = 255;

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
        below.with_file_name(fit(stem, &rest))
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
