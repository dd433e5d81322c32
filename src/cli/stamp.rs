//! The stamp by which a workbook that this program wrote is known again, as long as nobody has saved it since.
//!
//! It is the comment at the end of the package, which spreadsheet programs pay no heed to and do not write back, with a hash of
//! all before it. So a marked workbook that a unit mended is no longer stamped, and one that lies there as it was written is.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

use sha2::{Digest as _, Sha256};

/// What such a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Made {
    /// A standardized workbook.
    Standard,
    /// A submission with its wrong cells marked.
    Marked,
    /// A table of facts in CSV, which is known by its header.
    Facts,
}

/// The record that ends a package, up to the length of its comment, and what it begins with.
const END: usize = 20;
const END_MARK: &[u8] = b"PK\x05\x06";
/// The length of a hash in hexadecimal digits.
const HASH: usize = 64;
/// What a table of facts begins with, behind a byte order mark.
const FACTS: &[u8] =
    b"\xef\xbb\xbffile,unit_code,unit,year,table,flow,source,function,economic,kind,";

impl Made {
    const STAMPED: [Self; 2] = [Self::Standard, Self::Marked];

    const fn mark(self) -> &'static str {
        match self {
            Self::Standard => "yusuan standard sha256:",
            Self::Marked => "yusuan marked sha256:",
            Self::Facts => "",
        }
    }

    /// The length of the stamp in bytes.
    const fn length(self) -> usize {
        self.mark().len() + HASH
    }
}

/// The package with the stamp at its end. One that has a comment already stays as it is.
pub(super) fn stamped(mut package: Vec<u8>, made: Made) -> Vec<u8> {
    let Some(end) = package.len().checked_sub(END + 2) else {
        return package;
    };
    if !package[end..].starts_with(END_MARK) || package[end + END..] != [0, 0] {
        return package;
    }
    package.truncate(end + END);
    let hash = hex(&Sha256::digest(&package));
    let length = u16::try_from(made.length()).expect("a stamp is short");
    package.extend(length.to_le_bytes());
    package.extend(made.mark().bytes());
    package.extend(hash.bytes());
    package
}

/// What this program made of the file, where it did and nobody has changed it.
pub(super) fn of(path: &Path) -> Option<Made> {
    let data = std::fs::metadata(path).ok()?;
    if !data.is_file() {
        return None;
    }
    let mut file = File::open(path).ok()?;
    let mut head = vec![0; FACTS.len()];
    if file.read_exact(&mut head).is_ok() && head == FACTS {
        return Some(Made::Facts);
    }
    let most = Made::Standard.length().max(Made::Marked.length()) + END + 2;
    let tail_length = u64::try_from(most).ok()?.min(data.len());
    file.seek(SeekFrom::Start(data.len() - tail_length)).ok()?;
    let mut tail = Vec::new();
    file.by_ref()
        .take(tail_length)
        .read_to_end(&mut tail)
        .ok()?;
    let made = Made::STAMPED
        .into_iter()
        .find(|made| ends_in(&tail, *made))?;
    // The whole is read only where there is a stamp.
    let bytes = std::fs::read(path).ok()?;
    let (rest, stamp) = bytes.split_at_checked(bytes.len().checked_sub(made.length() + 2)?)?;
    let hash = hex(&Sha256::digest(rest));
    stamp.ends_with(hash.as_bytes()).then_some(made)
}

/// Whether the bytes are the end of a package with this stamp.
fn ends_in(tail: &[u8], made: Made) -> bool {
    let Some(at) = tail.len().checked_sub(made.length() + END + 2) else {
        return false;
    };
    tail[at..].starts_with(END_MARK) && tail[at + END + 2..].starts_with(made.mark().as_bytes())
}

/// Bytes as hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_known_until_the_file_is_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xlsx");
        let mut package = b"PK\x03\x04 parts PK\x05\x06".to_vec();
        package.extend([0; 18]);
        std::fs::write(&path, &package).unwrap();
        assert_eq!(of(&path), None);
        for made in Made::STAMPED {
            let mut bytes = stamped(package.clone(), made);
            std::fs::write(&path, &bytes).unwrap();
            assert_eq!(of(&path), Some(made));
            bytes[6] ^= 1;
            std::fs::write(&path, &bytes).unwrap();
            assert_eq!(of(&path), None);
        }
        std::fs::write(&path, [FACTS, b"name"].concat()).unwrap();
        assert_eq!(of(&path), Some(Made::Facts));
    }
}
