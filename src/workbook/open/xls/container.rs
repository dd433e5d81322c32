//! The compound file around the workbook.

use std::io::{self, Cursor, Read, Write};

use cfb::{CompoundFile, Version};

use super::super::{Limits, OpenError, OtherFormat};
use crate::messages::Phrase;

/// Numbers of sectors from here on are markers.
const MARKERS: u32 = 0xffff_fff0;
/// The marker of a sector that is not in use.
const FREE: u32 = 0xffff_ffff;

/// The stream that holds the workbook, of a compound file whose size was checked.
pub(super) fn workbook_stream(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, OpenError> {
    let mut file = CompoundFile::open(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let stream = ["/Workbook", "/Book"]
        .into_iter()
        .find(|stream| file.is_stream(stream));
    let Some(stream) = stream else {
        return Err(OpenError::NotASpreadsheet(
            if file.exists("/WordDocument") {
                OtherFormat::Word
            } else if file.exists("/PowerPoint Document") {
                OtherFormat::PowerPoint
            } else {
                OtherFormat::Unknown
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
pub(super) fn check_size(bytes: &[u8]) -> Result<(), OpenError> {
    let (Some(shift @ (9 | 12)), Some(mut next)) = (short(bytes, 30), long(bytes, 68)) else {
        return Err(if bytes.len() < 512 {
            OpenError::Truncated
        } else {
            OpenError::corrupt(Phrase::new("damage-header"))
        });
    };
    let sector = 1usize << shift;
    let entries = sector / 4;
    let place = |number: u32| (number as usize).saturating_add(1).saturating_mul(sector);
    // The table of sectors: which of them hold it is said in the header first, then in sectors of their own.
    let mut tables: Vec<u32> = (0..109).filter_map(|at| long(bytes, 76 + 4 * at)).collect();
    let most = bytes.len() / sector / entries / (entries - 1) + 2;
    let mut lists = 0;
    // Everything from here on is a marker, not a sector.
    while next < MARKERS {
        lists += 1;
        if lists > most {
            return Err(OpenError::corrupt(Phrase::new("damage-sectors")));
        }
        let from = place(next);
        let list = (0..entries - 1).filter_map(|at| long(bytes, from + 4 * at));
        tables.extend(list);
        next = long(bytes, from + sector - 4).ok_or(OpenError::Truncated)?;
    }
    // Excel keeps more of the table than the file needs, so only sectors that are in use tell how long the file was.
    for (number, table) in tables
        .into_iter()
        .filter(|&table| table < MARKERS)
        .enumerate()
    {
        if number > bytes.len() / sector / entries + most {
            break;
        }
        let from = place(table);
        let last = (0..entries).rev().find(|at| {
            let entry = from.checked_add(4 * at).and_then(|at| long(bytes, at));
            entry.is_some_and(|entry| entry != FREE)
        });
        let end = last.map(|last| (number * entries + last + 1) * sector);
        if from >= bytes.len() || end.is_some_and(|end| end >= bytes.len()) {
            return Err(OpenError::Truncated);
        }
    }
    Ok(())
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(bytes.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
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
