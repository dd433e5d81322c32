//! Zip archives of submissions. A file in an archive has a path like any other: `submissions.zip/unit/budget.xlsx`.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};

use zip::ZipArchive;
use zip::result::ZipError;

use super::archived_names::{is_document, name_of, numbered};
use super::repeated_entries::{RepeatedEntry, repeated};
use super::unread::open_finding;
use crate::finding::{Finding, FindingCode};
use crate::messages::Phrase;
use crate::workbook::open::{Limits, OpenError};

/// How zip archives begin.
const MAGIC: [&[u8]; 3] = [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"];

/// A zip archive that holds files, and is none itself.
#[derive(Debug)]
pub struct Archive<R = BufReader<File>> {
    /// `None` where it could not be read any more.
    zip: Option<ZipArchive<R>>,
    /// The files by their names within the archive, with `/` between folders.
    files: BTreeMap<String, ArchivedFile>,
    /// What systems add by themselves.
    system: Vec<String>,
}

/// Where a file of an archive is.
#[derive(Debug)]
enum ArchivedFile {
    /// In the list by names.
    Listed(usize),
    /// Behind another one of its name.
    Repeated(RepeatedEntry),
}

impl Archive {
    /// Opens the archive at `path`; `None` where it is none, or is a spreadsheet, which is a zip archive too.
    ///
    /// # Errors
    /// The finding that says why its list of files cannot be read.
    pub fn open(path: &Path, limits: &Limits) -> Result<Option<Self>, Box<Finding>> {
        match directory(path)? {
            Some(zip) => Self::of(zip, limits),
            None => Ok(None),
        }
    }
}

impl Archive<Cursor<Vec<u8>>> {
    /// Opens an archive that lies in memory; `None` where it is none, or is a spreadsheet.
    ///
    /// # Errors
    /// The finding that says why its list of files cannot be read.
    pub fn in_memory(bytes: Vec<u8>, limits: &Limits) -> Result<Option<Self>, Box<Finding>> {
        if !MAGIC.iter().any(|magic| bytes.starts_with(magic)) {
            return Ok(None);
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
        Self::of(zip, limits)
    }
}

impl<R: Read + Seek> Archive<R> {
    fn of(zip: ZipArchive<R>, limits: &Limits) -> Result<Option<Self>, Box<Finding>> {
        let (repeated, zip) = repeated(zip).map_err(|error| damaged(&error))?;
        if is_cut(&zip, &repeated) {
            return Err(Box::new(open_finding(&OpenError::Truncated)));
        }
        let names: Vec<Vec<u8>> = zip.file_names_raw().map(<[u8]>::to_vec).collect();
        let count = names.len() + repeated.len();
        if count as u64 > limits.parts {
            let found = Phrase::new("limit-parts").arg("count", count);
            return Err(Box::new(open_finding(&OpenError::Limit {
                limit: "max-parts",
                value: limits.parts,
                found,
            })));
        }
        if is_document(&names) {
            return Ok(None);
        }
        let mut files = BTreeMap::new();
        let mut system = Vec::new();
        let listed = names.into_iter().enumerate();
        let listed = listed.map(|(index, name)| (name, ArchivedFile::Listed(index)));
        let repeated = repeated.into_iter().map(|mut own| {
            let name = std::mem::take(&mut own.name);
            (name, ArchivedFile::Repeated(own))
        });
        for (raw, file) in listed.chain(repeated) {
            let Some((name, is_system)) = name_of(&raw) else {
                continue;
            };
            if is_system {
                system.push(name);
                continue;
            }
            let mut own = name.clone();
            let mut more = 1;
            // Two files of one name are both read.
            while files.contains_key(&own) {
                more += 1;
                own = numbered(&name, more);
            }
            files.insert(own, file);
        }
        Ok(Some(Self {
            zip: Some(zip),
            files,
            system,
        }))
    }

    /// The names of what systems add by themselves, which is not read.
    #[must_use]
    pub fn system(&self) -> &[String] {
        &self.system
    }

    /// The names of its files in order, folders in front and `/` between: no name leads out of the archive.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Unpacks the file `name`, which must not be larger than a file may be.
    ///
    /// # Errors
    /// The finding that says why it cannot be.
    pub fn read(&mut self, name: &str, limits: &Limits) -> Result<Vec<u8>, Box<Finding>> {
        let refuse = |error: &OpenError| Box::new(open_finding(error));
        let missing = || io(&std::io::Error::from(std::io::ErrorKind::NotFound));
        let file = self.files.get(name).ok_or_else(missing)?;
        let mut zip = self.zip.take().ok_or_else(missing)?;
        // What packs so well is meant to fill the memory.
        let most = |packed: u64| {
            let ratio = limits.ratio.saturating_mul(packed.max(1));
            ratio.max(16 << 20).min(limits.file_bytes)
        };
        let (most, read) = match file {
            ArchivedFile::Listed(index) => {
                let packed = zip.by_index_data(*index).map(|own| own.compressed_size());
                let most = most(packed.unwrap_or_default());
                let read = unpacked(&mut zip, *index, most);
                self.zip = Some(zip);
                (most, read)
            }
            ArchivedFile::Repeated(own) => {
                let mut reader = zip.into_inner();
                let most = most(own.packed);
                let read = own.read(&mut reader, most);
                self.zip = ZipArchive::new(reader).ok();
                (most, read)
            }
        };
        let bytes = read.map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
                refuse(&OpenError::Encrypted)
            }
            error => damaged(&error),
        })?;
        if bytes.len() as u64 > most {
            let (limit, value) = if most == limits.file_bytes {
                ("max-file-bytes", limits.file_bytes)
            } else {
                ("max-ratio", limits.ratio)
            };
            let found = Phrase::new("limit-part").arg("part", name);
            return Err(refuse(&OpenError::Limit {
                limit,
                value,
                found,
            }));
        }
        Ok(bytes)
    }
}

/// What the file at `index` holds, at most `most` bytes and one more.
fn unpacked<R: Read + Seek>(
    zip: &mut ZipArchive<R>,
    index: usize,
    most: u64,
) -> Result<Vec<u8>, ZipError> {
    let file = zip.by_index(index)?;
    let hint = usize::try_from(file.size().min(most).min(1 << 20)).unwrap_or(0);
    let mut bytes = Vec::with_capacity(hint);
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whether what was read as an archive is one within another, whose list of files is missing: an archive begins with one of its files.
fn is_cut<R: Read + Seek>(zip: &ZipArchive<R>, repeated: &[RepeatedEntry]) -> bool {
    let starts = (0..zip.len()).filter_map(|at| zip.by_index_data(at).ok());
    let starts = starts.map(|own| own.header_start());
    let first = starts.chain(repeated.iter().map(|own| own.at)).min();
    // In front of the parts of a large archive stands a mark.
    first.is_some_and(|first| first > 4)
}

/// The bytes of the file `name` of the archive at `path`.
pub(super) fn read(path: &Path, name: &str, limits: &Limits) -> Result<Vec<u8>, Box<Finding>> {
    match Archive::open(path, limits)? {
        Some(mut archive) => archive.read(name, limits),
        None => Err(io(&std::io::Error::from(std::io::ErrorKind::NotFound))),
    }
}

/// The archive that `path` leads into, and the name within it; `None` where no part of the path is a file.
pub(super) fn split(path: &Path) -> Option<(PathBuf, String)> {
    let outer = path.ancestors().skip(1).find(|outer| outer.is_file())?;
    let inner = path.strip_prefix(outer).ok()?;
    let steps: Vec<_> = inner.iter().map(|step| step.to_string_lossy()).collect();
    Some((outer.to_owned(), steps.join("/")))
}

/// The list of files of the archive at `path`; `None` where it is none.
fn directory(path: &Path) -> Result<Option<ZipArchive<BufReader<File>>>, Box<Finding>> {
    let mut file = File::open(path).map_err(|error| io(&error))?;
    let mut start = [0; 4];
    let length = file.read(&mut start).map_err(|error| io(&error))?;
    if !MAGIC.contains(&&start[..length]) {
        return Ok(None);
    }
    match ZipArchive::new(BufReader::new(file)) {
        Ok(zip) => Ok(Some(zip)),
        Err(error) => Err(damaged(&error)),
    }
}

fn io(error: &std::io::Error) -> Box<Finding> {
    Box::new(
        Finding::new(FindingCode::UnreadableFile)
            .variant("io")
            .phrase("reason", Phrase::io(error)),
    )
}

fn damaged(error: &impl std::fmt::Display) -> Box<Finding> {
    let reason = Phrase::new("damage-quoted").arg("error", error);
    Box::new(open_finding(&OpenError::Corrupt { reason }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;
    use zip::write::SimpleFileOptions;

    fn archive(files: &[(&str, &[u8])]) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        file.write_all(zip.finish().unwrap().get_ref()).unwrap();
        file
    }

    #[test]
    fn files_are_read_by_their_names_and_no_larger_than_allowed() {
        let file = archive(&[("a.csv", b"1"), ("../a.csv", b"2"), ("b/c.xlsx", b"333")]);
        let limits = Limits::default();
        let mut own = Archive::open(file.path(), &limits).unwrap().unwrap();
        let names: Vec<&str> = own.names().collect();
        assert_eq!(names, ["a [2].csv", "a.csv", "b/c.xlsx"]);
        assert_eq!(own.read("a.csv", &limits).unwrap(), b"1");
        assert_eq!(own.read("a [2].csv", &limits).unwrap(), b"2");
        let mut small = Limits::default();
        assert!(small.set("max-file-bytes", 2));
        let over = own.read("b/c.xlsx", &small).unwrap_err();
        assert_eq!(over.code, FindingCode::LimitExceeded);
        assert_eq!(
            own.read("none", &limits).unwrap_err().code,
            FindingCode::UnreadableFile
        );
    }

    #[test]
    fn a_file_with_a_password_is_said_to_have_one() {
        let open = archive(&[("a.csv", b"1"), ("b.csv", b"2")]);
        let mut bytes = std::fs::read(open.path()).unwrap();
        // The first bit of the flags, in front of the file and in the list of files.
        for (header, flags) in [(&b"PK\x03\x04"[..], 6), (b"PK\x01\x02", 8)] {
            let at = memchr::memmem::find(&bytes, header).unwrap();
            bytes[at + flags] |= 1;
        }
        let locked = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(locked.path(), bytes).unwrap();
        let limits = Limits::default();
        let mut own = Archive::open(locked.path(), &limits).unwrap().unwrap();
        let refused = own.read("a.csv", &limits).unwrap_err();
        assert_eq!(
            (refused.code, refused.variant),
            (FindingCode::UnreadableFile, Some("encrypted"))
        );
        assert_eq!(own.read("b.csv", &limits).unwrap(), b"2");
    }

    #[test]
    fn an_archive_in_one_that_was_cut_off_is_not_taken_for_it() {
        let inner = std::fs::read(archive(&[("xl/workbook.xml", b"")]).path()).unwrap();
        let whole = archive(&[("a.xlsx", &inner), ("b.xlsx", &inner)]);
        let bytes = std::fs::read(whole.path()).unwrap();
        let limits = Limits::default();
        assert!(
            Archive::in_memory(bytes.clone(), &limits)
                .unwrap()
                .is_some()
        );
        for cut in 1..bytes.len() {
            let own = Archive::in_memory(bytes[..cut].to_vec(), &limits);
            assert!(cut < 4 || own.is_err(), "{cut}");
        }
    }

    #[test]
    fn files_of_one_name_are_all_read() {
        let open = archive(&[
            ("a1.csv", b"first"),
            ("a2.csv", b"second"),
            ("a3.csv", b"third"),
        ]);
        let mut bytes = std::fs::read(open.path()).unwrap();
        for name in [&b"a2.csv"[..], b"a3.csv"] {
            while let Some(at) = memchr::memmem::find(&bytes, name) {
                bytes[at + 1] = b'1';
            }
        }
        let limits = Limits::default();
        let mut own = Archive::in_memory(bytes, &limits).unwrap().unwrap();
        let names: Vec<String> = own.names().map(str::to_owned).collect();
        assert_eq!(names, ["a1 [2].csv", "a1 [3].csv", "a1.csv"]);
        let mut read: Vec<Vec<u8>> = names
            .iter()
            .map(|name| own.read(name, &limits).unwrap())
            .collect();
        read.sort();
        assert_eq!(read, [&b"first"[..], b"second", b"third"]);
    }

    #[test]
    fn a_spreadsheet_is_no_archive() {
        let file = archive(&[("[Content_Types].xml", b""), ("xl/workbook.xml", b"")]);
        assert!(
            Archive::open(file.path(), &Limits::default())
                .unwrap()
                .is_none()
        );
        let text = tempfile::NamedTempFile::new().unwrap();
        assert!(
            Archive::open(text.path(), &Limits::default())
                .unwrap()
                .is_none()
        );
    }

    #[test]
    fn a_path_may_lead_into_an_archive() {
        let file = archive(&[("b/c.csv", b"1")]);
        let path = file.path().join("b").join("c.csv");
        assert_eq!(
            split(&path),
            Some((file.path().to_owned(), "b/c.csv".to_owned()))
        );
        assert_eq!(split(Path::new("/no/such/file")), None);
    }
}
