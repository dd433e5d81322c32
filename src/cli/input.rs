//! A file to read, and which files are read.

use std::path::{Path, PathBuf};

/// The endings of the files that are read in a folder. A file that is named is read whatever its ending.
pub(super) const ENDINGS: &[&str] = &[
    "xlsx", "xlsm", "xlsb", "xls", "et", "ods", "fods", "csv", "tsv", "mht", "mhtml",
];

/// A file to read, and its path below the folder that it was found in.
#[derive(Debug, Clone)]
pub(super) struct Input {
    pub(super) path: PathBuf,
    pub(super) below: PathBuf,
}

impl AsRef<Path> for Input {
    fn as_ref(&self) -> &Path {
        &self.path
    }
}

/// Whether a file in a folder is a spreadsheet, by its ending.
pub(super) fn is_spreadsheet(path: &Path) -> bool {
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

/// Whether a file in a folder is an archive that is opened.
pub(super) fn is_archive(path: &Path) -> bool {
    let ending = path.extension();
    ending.is_some_and(|ending| ending.eq_ignore_ascii_case("zip"))
}

/// Whether a file in a folder is a spreadsheet that is to be read. Programs keep lock files beside open ones: `~$name.xlsx`.
pub(super) fn is_readable(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy());
    is_spreadsheet(path) && name.is_some_and(|name| !name.starts_with(['~', '.']))
}
