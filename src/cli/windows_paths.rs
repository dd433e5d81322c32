//! Paths as Windows takes them: long ones, and files that another program holds open.

use std::io;
use std::path::{Path, PathBuf};

/// A folder as it lies on the disk.
#[cfg(not(windows))]
pub(super) fn real(folder: &Path) -> io::Result<PathBuf> {
    std::fs::canonicalize(folder)
}

/// A folder by its whole path. The canonical one begins with `\\?\` there, which nobody should have to read.
#[cfg(windows)]
pub(super) fn real(folder: &Path) -> io::Result<PathBuf> {
    std::path::absolute(folder)
}

/// The path in the form that may be longer than 260 characters, where it is nearly so long. Only what does not ask the standard library
/// needs it.
#[cfg(not(windows))]
pub(super) fn long(path: &Path) -> PathBuf {
    path.to_owned()
}

#[cfg(windows)]
pub(super) fn long(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).ok();
    let long = whole.and_then(|own| verbatim(own.to_str()?));
    long.map_or_else(|| path.to_owned(), PathBuf::from)
}

/// Whole paths of fewer units are left as they are; the name of a temporary file comes behind them.
#[cfg(any(windows, test))]
const USUAL: usize = 200;

#[cfg(any(windows, test))]
fn verbatim(whole: &str) -> Option<String> {
    let is_short = whole.encode_utf16().count() < USUAL;
    if is_short || whole.starts_with(r"\\?\") || whole.starts_with(r"\\.\") {
        return None;
    }
    Some(match whole.strip_prefix(r"\\") {
        Some(share) => format!(r"\\?\UNC\{share}"),
        None => format!(r"\\?\{whole}"),
    })
}

/// Why a file could not be put at `path`. Windows says only that access is denied where the file that is there is open in another
/// program; what it says of removing that one tells both apart.
#[cfg(windows)]
pub(super) fn not_put(path: &Path, error: io::Error) -> io::Error {
    use std::os::windows::fs::OpenOptionsExt as _;
    /// The right to remove or rename.
    const DELETE: u32 = 0x0001_0000;
    if error.kind() != io::ErrorKind::PermissionDenied || !path.is_file() {
        return error;
    }
    let tried = std::fs::OpenOptions::new().access_mode(DELETE).open(path);
    tried.err().unwrap_or(error)
}

#[cfg(not(windows))]
pub(super) fn not_put(_: &Path, error: io::Error) -> io::Error {
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_long_paths_are_written_in_the_long_form() {
        let long = "预算".repeat(100);
        assert_eq!(verbatim(r"C:\测试\预算.xlsx"), None);
        assert_eq!(
            verbatim(&format!(r"C:\{long}")),
            Some(format!(r"\\?\C:\{long}"))
        );
        assert_eq!(
            verbatim(&format!(r"\\host\in\{long}")),
            Some(format!(r"\\?\UNC\host\in\{long}"))
        );
        assert_eq!(verbatim(&format!(r"\\?\C:\{long}")), None);
    }
}
