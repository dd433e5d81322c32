//! What lies in a folder or archive of submissions, by name: what is read, and what is not.

use std::path::Path;

/// The endings of the files that are read in a folder. A file that is named is read whatever its ending.
pub const ENDINGS: &[&str] = &[
    "xlsx", "xlsm", "xlsb", "xls", "et", "ods", "fods", "csv", "tsv", "mht", "mhtml",
];

/// Archives within an archive, which are not opened; reading one says so.
const ARCHIVES: [&str; 3] = ["zip", "rar", "7z"];

/// Folders that systems and programs keep for themselves; nobody submits anything there.
const SYSTEM_FOLDERS: &[&str] = &["__macosx", "$recycle.bin", "system volume information"];
/// Files that systems keep in every folder.
const SYSTEM_FILES: &[&str] = &["thumbs.db", "ehthumbs.db", "desktop.ini"];

/// What becomes of something in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FolderEntry {
    /// It is read: a spreadsheet or an archive.
    Read,
    /// A folder, which is gone through.
    Enter,
    /// Systems and programs keep it for themselves: nobody asks for it.
    Silent,
    /// A folder that is hidden.
    Hidden,
    /// No spreadsheet, by its ending.
    Other,
}

/// What becomes of a folder below the one that is read.
#[must_use]
pub fn look_at_folder(name: &str) -> FolderEntry {
    if SYSTEM_FOLDERS.contains(&&*name.to_lowercase()) {
        FolderEntry::Silent
    } else if name.starts_with('.') {
        FolderEntry::Hidden
    } else {
        FolderEntry::Enter
    }
}

/// What becomes of a file in a folder.
#[must_use]
pub fn look_at_file(name: &str) -> FolderEntry {
    let lower = name.to_lowercase();
    // Programs keep files beside open ones: ~$name.xlsx, .~lock.name#, ~WRL0001.tmp.
    let is_lock = name.starts_with('.') || name.starts_with("~$") || is_scratch(&lower);
    let path = Path::new(name);
    if is_lock || SYSTEM_FILES.contains(&&*lower) {
        FolderEntry::Silent
    } else if is_spreadsheet(path) || is_archive(path) {
        FolderEntry::Read
    } else {
        FolderEntry::Other
    }
}

fn is_scratch(lower: &str) -> bool {
    lower.starts_with('~') && lower.ends_with(".tmp")
}

/// The ending of a file's name in small letters.
#[must_use]
pub fn ending(path: &Path) -> String {
    let ending = path.extension().unwrap_or_default();
    ending.to_string_lossy().to_lowercase()
}

/// Whether a file in a folder is a spreadsheet, by its ending.
#[must_use]
pub fn is_spreadsheet(path: &Path) -> bool {
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

/// Whether a file in a folder is an archive that is opened.
#[must_use]
pub fn is_archive(path: &Path) -> bool {
    let ending = path.extension();
    ending.is_some_and(|ending| ending.eq_ignore_ascii_case("zip"))
}

/// Whether a file in a folder is a spreadsheet that is to be read. Programs keep lock files beside open ones: `~$name.xlsx`.
#[must_use]
pub fn is_readable(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy());
    is_spreadsheet(path) && name.is_some_and(|name| !name.starts_with(['~', '.']))
}

/// Whether a file in an archive is read, or said to be an archive itself.
#[must_use]
pub fn is_wanted(name: &str) -> bool {
    let path = Path::new(name);
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    is_readable(path) || ending.is_some_and(|ending| ARCHIVES.contains(&ending.as_str()))
}
