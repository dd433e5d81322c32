//! Patterns among the inputs: `*.xlsx`. Other systems' shells put the files in their place; on Windows that is left to the program,
//! and no file can have such a name there.

use std::path::{Component, Path, PathBuf};

use anyhow::bail;

use crate::batch::folder::{FolderEntry, look_at_file, look_at_folder};
use crate::messages::Phrase;

/// The inputs with the files and folders that each pattern stands for in its place, in the order of their names.
///
/// # Errors
/// Where a pattern stands for none.
pub(super) fn expanded(inputs: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for input in inputs {
        if !input.components().any(is_pattern) {
            all.push(input.clone());
            continue;
        }
        let found = found(input);
        if found.is_empty() {
            bail!(Phrase::new("cli-no-match").arg("path", input.display()));
        }
        all.extend(found);
    }
    Ok(all)
}

fn is_pattern(part: Component<'_>) -> bool {
    matches!(part, Component::Normal(name) if name.to_string_lossy().contains(['*', '?']))
}

fn found(pattern: &Path) -> Vec<PathBuf> {
    let mut found = vec![PathBuf::new()];
    for part in pattern.components() {
        let next = found.iter().flat_map(|folder| match is_pattern(part) {
            true => fitting(folder, &part.as_os_str().to_string_lossy()),
            false => vec![folder.join(part)],
        });
        found = next.collect();
    }
    found.retain(|path| path.exists());
    found
}

/// What in a folder has a name that fits, without what is passed over in a folder that is read.
fn fitting(folder: &Path, pattern: &str) -> Vec<PathBuf> {
    let listed = match folder.as_os_str().is_empty() {
        true => Path::new("."),
        false => folder,
    };
    let entries = std::fs::read_dir(listed).into_iter().flatten().flatten();
    let fits = entries.filter_map(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        let look = match entry.path().is_dir() {
            true => look_at_folder(&name),
            false => look_at_file(&name),
        };
        let is_passed_over = matches!(look, FolderEntry::Silent | FolderEntry::Hidden);
        (!is_passed_over && fits(pattern, &name)).then(|| entry.file_name())
    });
    let mut names: Vec<_> = fits.collect();
    names.sort();
    names.iter().map(|name| folder.join(name)).collect()
}

/// Whether a name fits a pattern, in which `*` stands for any characters and `?` for one. The letters' case does not count, and `*.*` is
/// any name, as ever on Windows.
fn fits(pattern: &str, name: &str) -> bool {
    if pattern == "*.*" {
        return true;
    }
    let letters = |text: &str| -> Vec<char> { text.to_lowercase().chars().collect() };
    let (pattern, name) = (letters(pattern), letters(name));
    let (mut at, mut next) = (0, 0);
    // The last star, and up to where the name is its own.
    let mut star = None;
    while at < name.len() {
        match pattern.get(next) {
            Some('*') => {
                star = Some((next, at));
                next += 1;
            }
            Some(own) if *own == '?' || *own == name[at] => {
                at += 1;
                next += 1;
            }
            _ => {
                let Some((place, own)) = star else {
                    return false;
                };
                star = Some((place, own + 1));
                (next, at) = (place + 1, own + 1);
            }
        }
    }
    pattern[next..].iter().all(|own| *own == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_patterns() {
        for (pattern, name, expected) in [
            ("*.xlsx", "预算.xlsx", true),
            ("*.xlsx", "预算.XLSX", true),
            ("*.xlsx", "预算.xls", false),
            ("*.xls", "预算.xlsx", false),
            ("*.xls*", "预算.xlsx", true),
            ("*", "无", true),
            ("*.*", "无", true),
            ("00?-*.et", "001-某局.et", true),
            ("00?-*.et", "0012-某局.et", false),
            ("*预*算*", "2024预决算表", true),
            ("*ab", "aab", true),
            ("?", "", false),
        ] {
            assert_eq!(fits(pattern, name), expected, "{pattern} {name}");
        }
    }

    #[test]
    fn a_pattern_gives_way_to_its_files() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in [
            "甲/2.xlsx",
            "甲/1.xlsx",
            "甲/~$1.xlsx",
            "乙/1.xlsx",
            "乙/x.et",
        ] {
            std::fs::create_dir_all(at(name).parent().unwrap()).unwrap();
            std::fs::write(at(name), "").unwrap();
        }
        let paths =
            |names: &[&str]| -> Vec<PathBuf> { names.iter().map(|name| at(name)).collect() };
        assert_eq!(
            expanded(&paths(&["甲/*.xlsx", "乙/x.et", "无.xlsx"])).unwrap(),
            paths(&["甲/1.xlsx", "甲/2.xlsx", "乙/x.et", "无.xlsx"])
        );
        assert_eq!(
            expanded(&paths(&["*/1.*"])).unwrap(),
            paths(&["乙/1.xlsx", "甲/1.xlsx"])
        );
        assert!(expanded(&paths(&["*.ods"])).is_err());
    }
}
