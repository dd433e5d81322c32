//! The submissions of the repository.

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the crate.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every spreadsheet below `folder`, in a stable order.
pub(crate) fn spreadsheets(folder: &str) -> Vec<PathBuf> {
    const NOT: [&str; 6] = ["rs", "toml", "md", "json", "txt", "py"];
    let mut files = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && path.file_name().unwrap() != "expected" {
                folders.push(path);
            } else if path.is_file()
                && !NOT.contains(&path.extension().unwrap_or_default().to_str().unwrap())
            {
                files.push(path);
            }
        }
    }
    files.sort();
    assert!(!files.is_empty(), "{folder} has no spreadsheets");
    files
}

/// Every spreadsheet of the fixtures and the examples.
pub(crate) fn all() -> Vec<PathBuf> {
    [spreadsheets("tests/fixtures"), spreadsheets("examples")].concat()
}
