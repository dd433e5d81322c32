//! Files that are encrypted with a password that everybody knows.
//!
//! Excel encrypts a workbook whose structure is protected, or that is to be opened read-only, with a password of its own that
//! it never asks for. Such a file opens in every program without a question, so it is read like any other. A file with a
//! password that somebody chose is not.
//!
//! Source: [MS-OFFCRYPTO] 2.3.4 (packages) and 2.3.5, 2.3.6 (streams of .xls).

mod aes_blocks;
mod agile;
mod records;
mod standard;

use std::io::{Cursor, Read};

use cfb::CompoundFile;

use super::{Limits, OpenError};

pub(super) use self::records::stream;

/// The password that Excel uses where nobody has chosen one.
const BUILT_IN: &str = "VelvetSweatshop";
/// Rounds of hashing that are done at most. Programs do 100,000; a file may ask for four thousand million.
const MOST_ROUNDS: u32 = 1_000_000;

/// The package that the compound file `bytes` holds in encrypted form; `None` where it holds none. The file's own tables must
/// be known to be sound.
///
/// # Errors
/// Where the password is not the built-in one, or the encryption is unknown.
pub(super) fn package(bytes: &[u8], limits: &Limits) -> Result<Option<Vec<u8>>, OpenError> {
    let Ok(mut file) = CompoundFile::open(Cursor::new(bytes)) else {
        return Ok(None);
    };
    if !file.exists("/EncryptedPackage") {
        return Ok(None);
    }
    let mut read = |name: &str| -> Option<Vec<u8>> {
        let stream = file.open_stream(name).ok()?;
        let mut bytes = Vec::new();
        // A stream cannot be longer than the file it is in.
        stream
            .take(limits.file_bytes)
            .read_to_end(&mut bytes)
            .ok()?;
        Some(bytes)
    };
    let decrypted = read("/EncryptionInfo").and_then(|info| {
        let package = read("/EncryptedPackage")?;
        match info.get(..4)? {
            [4, 0, 4, 0] => agile::decrypt(info.get(8..)?, package),
            [2..=4, 0, 2, 0] => standard::decrypt(&info, package),
            _ => None,
        }
    });
    decrypted.map(Some).ok_or(OpenError::Encrypted)
}

/// The bytes of the password as programs hash them.
fn password() -> Vec<u8> {
    BUILT_IN.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// The number of four bytes at `at`.
fn long(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

/// The length of the package and its encrypted bytes.
fn sized(package: &[u8]) -> Option<(usize, &[u8])> {
    let (length, rest) = package.split_at_checked(8)?;
    let length = usize::try_from(u64::from_le_bytes(length.try_into().ok()?)).ok()?;
    // The last block is filled up.
    Some((length.min(rest.len()), rest))
}
