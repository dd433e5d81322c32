//! What a file is, as far as its name tells.

use std::path::Path;

use super::words::{is, words};

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A spreadsheet.
    Spreadsheet,
    /// An archive that is opened.
    Archive,
    /// An archive that is not opened.
    ClosedArchive,
    /// What systems and programs leave.
    System,
    /// Several spreadsheets of a folder that make up one submission.
    Folder,
    /// Anything else.
    Other,
}

impl FileKind {
    /// The word in JSON.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Spreadsheet => "spreadsheet",
            Self::Archive => "archive",
            Self::ClosedArchive => "closed-archive",
            Self::System => "system",
            Self::Folder => "folder",
            Self::Other => "other",
        }
    }
}

/// What a file is, by its name and the folders that it lies in.
pub(super) fn kind(path: &Path) -> FileKind {
    let files = &words().files;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let folders = path.components().rev().skip(1);
    let system_folder = folders
        .map(|own| own.as_os_str().to_string_lossy())
        .any(|own| is(files, "ignored_folders", &own));
    // Programs keep files beside open ones: ~$name.xlsx, .~lock.name#.
    if system_folder || is(files, "ignored", &name) || name.starts_with(['.', '~']) {
        return FileKind::System;
    }
    let ending = ending(&name);
    let is = |what| is(files, what, &ending);
    if is("spreadsheets") {
        FileKind::Spreadsheet
    } else if is("archives") {
        FileKind::Archive
    } else if is("closed_archives") {
        FileKind::ClosedArchive
    } else {
        FileKind::Other
    }
}

/// The ending of a name in small letters.
pub(super) fn ending(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((_, ending)) => ending.to_lowercase(),
        None => String::new(),
    }
}
