//! The stamp by which a workbook that this program wrote is known again, as long as nobody has saved it since.
//!
//! It is the comment at the end of the package, which spreadsheet programs pay no heed to and do not write back, with a hash of
//! all before it. So a marked workbook that a unit mended is no longer stamped, and one that lies there as it was written is.

use sha2::{Digest as _, Sha256};

/// What such a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MadeFile {
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
/// As many bytes from the end of a file hold a stamp.
pub const TAIL: usize = 200;
/// What a table of facts begins with, behind a byte order mark.
pub const FACTS: &[u8] =
    b"\xef\xbb\xbffile,unit_code,unit,year,table,flow,source,function,economic,kind,";

impl MadeFile {
    /// What has a stamp at its end.
    pub const STAMPED: [Self; 2] = [Self::Standard, Self::Marked];

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
///
/// # Panics
/// Never: a stamp is short.
#[must_use]
pub fn stamped(mut package: Vec<u8>, made: MadeFile) -> Vec<u8> {
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

/// What this program made of a file of these bytes, where it did and nobody has changed it.
#[must_use]
pub fn made(bytes: &[u8]) -> Option<MadeFile> {
    if bytes.starts_with(FACTS) {
        return Some(MadeFile::Facts);
    }
    let made = MadeFile::STAMPED
        .into_iter()
        .find(|made| ends_in(bytes, *made))?;
    let (rest, stamp) = bytes.split_at_checked(bytes.len().checked_sub(made.length() + 2)?)?;
    stamp
        .ends_with(hex(&Sha256::digest(rest)).as_bytes())
        .then_some(made)
}

/// Whether a file that begins and ends so may be one that this program made: the whole of it tells.
#[must_use]
pub fn may_be_made(head: &[u8], tail: &[u8]) -> bool {
    head.starts_with(FACTS)
        || MadeFile::STAMPED
            .into_iter()
            .any(|made| ends_in(tail, made))
}

/// Whether the bytes are the end of a package with this stamp.
fn ends_in(tail: &[u8], made: MadeFile) -> bool {
    let Some(at) = tail.len().checked_sub(made.length() + END + 2) else {
        return false;
    };
    tail[at..].starts_with(END_MARK) && tail[at + END + 2..].starts_with(made.mark().as_bytes())
}

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
