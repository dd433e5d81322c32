//! The compound file around the workbook.

use std::io::{self, Cursor, Read, Write};

use cfb::{CompoundFile, Version};

use super::super::{Kind, Limits, OpenError};
use crate::messages::Phrase;

/// The stream that holds the workbook.
pub(super) fn workbook_stream(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, OpenError> {
    check_size(bytes)?;
    let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    if file.exists("/EncryptedPackage") {
        return Err(OpenError::Encrypted);
    }
    let stream = ["/Workbook", "/Book"]
        .into_iter()
        .find(|stream| file.is_stream(stream));
    let Some(stream) = stream else {
        return Err(OpenError::NotASpreadsheet(
            if file.exists("/WordDocument") {
                Kind::Word
            } else if file.exists("/PowerPoint Document") {
                Kind::PowerPoint
            } else {
                Kind::Unknown
            },
        ));
    };
    let stream = file.open_stream(stream).map_err(|error| damaged(&error))?;
    let mut workbook = Vec::new();
    // A stream cannot be longer than the file it is in.
    stream
        .take(limits.file_bytes)
        .read_to_end(&mut workbook)
        .map_err(|error| damaged(&error))?;
    Ok(workbook)
}

fn damaged(error: &io::Error) -> OpenError {
    OpenError::quoted(error)
}

/// Checks the header against the size of the file: whether the end is missing, and that the list of sectors is not
/// longer than the file needs (the same sector listed again and again would fill the memory).
fn check_size(bytes: &[u8]) -> Result<(), OpenError> {
    let short = |at: usize| {
        bytes
            .get(at..at + 2)
            .map(|b| u16::from_le_bytes([b[0], b[1]]))
    };
    let long = |at: usize| {
        bytes
            .get(at..at + 4)
            .map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
    };
    let (Some(shift @ (9 | 12)), Some(sectors), Some(mut next)) = (short(30), long(44), long(68))
    else {
        return Err(if bytes.len() < 512 {
            OpenError::Truncated
        } else {
            OpenError::corrupt(Phrase::new("damage-header"))
        });
    };
    let sector = 1usize << shift;
    // Each sector of the table lists this many sectors; the table covers the file, but for its last part.
    let entries = sector / 4;
    let needed = (sectors as usize)
        .saturating_sub(1)
        .saturating_mul(entries)
        .saturating_mul(sector);
    if needed > bytes.len() {
        return Err(OpenError::Truncated);
    }
    let most = bytes.len() / sector / entries / (entries - 1) + 2;
    for _ in 0..most {
        // Everything from here on is a marker, not a sector.
        if next >= 0xffff_fff0 {
            return Ok(());
        }
        let end_of_sector = (next as usize + 2) * sector;
        next = long(end_of_sector - 4).ok_or(OpenError::Truncated)?;
    }
    Err(OpenError::corrupt(Phrase::new("damage-sectors")))
}

/// A compound file with only `workbook` in it.
pub(super) fn compound_file(workbook: &[u8]) -> io::Result<Vec<u8>> {
    let bytes = Cursor::new(Vec::with_capacity(workbook.len() + 8192));
    // calamine takes a file of version 4 without small streams for damaged.
    let mut file = CompoundFile::create_with_version(Version::V3, bytes)?;
    let mut stream = file.create_stream("/Workbook")?;
    stream.write_all(workbook)?;
    stream.flush()?;
    drop(stream);
    file.flush()?;
    Ok(file.into_inner().into_inner())
}
