//! Files of a zip archive that have the name of another one in it: a list by names loses all of them but one.

use std::collections::BTreeSet;
use std::io::{Read, Seek, SeekFrom};

use zip::read::read_zipfile_from_stream_with_options;
use zip::result::{ZipError, ZipResult};
use zip::{ZipArchive, ZipReadOptions};

/// How an entry of the list of files begins.
const ENTRY: &[u8] = b"PK\x01\x02";
/// The length of an entry without its name and what follows that.
const LENGTH: usize = 46;

/// A file of an archive that is not in its list by names.
#[derive(Debug)]
pub(super) struct RepeatedEntry {
    /// Its name as it is stored.
    pub(super) name: Vec<u8>,
    /// The byte where it begins.
    pub(super) at: u64,
    /// Its size as it is packed.
    pub(super) packed: u64,
    /// Its size.
    pub(super) size: u64,
    /// Its checksum.
    pub(super) crc32: u32,
}

impl RepeatedEntry {
    /// What it holds, at most `most` bytes and one more.
    pub(super) fn read<R: Read + Seek>(&self, reader: &mut R, most: u64) -> ZipResult<Vec<u8>> {
        reader.seek(SeekFrom::Start(self.at))?;
        let options = ZipReadOptions::new()
            .override_compressed_size(self.packed)
            .override_uncompressed_size(self.size)
            .override_crc(self.crc32);
        let file = read_zipfile_from_stream_with_options(reader, options)?;
        let file = file.ok_or(ZipError::FileNotFound)?;
        let mut bytes = Vec::new();
        file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// The files that `zip` does not list, and the archive.
///
/// # Errors
/// Where the list of files cannot be read as it lies there.
pub(super) fn repeated<R: Read + Seek>(
    zip: ZipArchive<R>,
) -> ZipResult<(Vec<RepeatedEntry>, ZipArchive<R>)> {
    if !zip.has_duplicate_names() {
        return Ok((Vec::new(), zip));
    }
    let listed = (0..zip.len()).map(|at| Ok(zip.by_index_data(at)?.header_start()));
    let listed: BTreeSet<u64> = listed.collect::<ZipResult<_>>()?;
    let (start, offset) = (zip.central_directory_start(), zip.offset());
    let mut reader = zip.into_inner();
    let mut all = entries(&mut reader, start, offset)?;
    all.retain(|own| !listed.contains(&own.at));
    if all.is_empty() {
        return Err(ZipError::InvalidArchive("files of one name".into()));
    }
    Ok((all, ZipArchive::new(reader)?))
}

fn entries<R: Read + Seek>(
    reader: &mut R,
    start: u64,
    offset: u64,
) -> std::io::Result<Vec<RepeatedEntry>> {
    reader.seek(SeekFrom::Start(start))?;
    let mut all = Vec::new();
    let mut head = [0; LENGTH];
    // What follows the list is shorter than an entry, or begins otherwise.
    while reader.read_exact(&mut head).is_ok() && head.starts_with(ENTRY) {
        let short = |at: usize| u16::from_le_bytes([head[at], head[at + 1]]);
        let long =
            |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        let mut name = vec![0; usize::from(short(28))];
        reader.read_exact(&mut name)?;
        all.push(RepeatedEntry {
            name,
            at: offset + u64::from(long(42)),
            packed: u64::from(long(20)),
            size: u64::from(long(24)),
            crc32: long(16),
        });
        reader.seek(SeekFrom::Current(
            i64::from(short(30)) + i64::from(short(32)),
        ))?;
    }
    Ok(all)
}
