//! Zip archives of submissions. A file in an archive has a path like any other: `submissions.zip/unit/budget.xlsx`.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};

use zip::ZipArchive;
use zip::result::ZipError;

use super::unread::open_finding;
use crate::finding::{Finding, FindingCode};
use crate::messages::Phrase;
use crate::workbook::open::{Limits, OpenError};

/// The longest name within an archive, in characters.
const LONGEST: usize = 240;
/// How zip archives begin.
const MAGIC: [&[u8]; 3] = [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"];

/// A zip archive that holds files, and is none itself.
#[derive(Debug)]
pub struct Archive<R = BufReader<File>> {
    zip: ZipArchive<R>,
    /// The files by their names within the archive, with `/` between folders.
    files: BTreeMap<String, usize>,
    /// What systems add by themselves.
    system: Vec<String>,
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
        let names: Vec<Vec<u8>> = zip.file_names_raw().map(<[u8]>::to_vec).collect();
        if names.len() as u64 > limits.parts {
            let found = Phrase::new("limit-parts").arg("count", names.len());
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
        for (index, raw) in names.iter().enumerate() {
            let Some((name, is_system)) = name_of(raw) else {
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
            files.insert(own, index);
        }
        Ok(Some(Self { zip, files, system }))
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
        let Some(&index) = self.files.get(name) else {
            let missing = std::io::Error::from(std::io::ErrorKind::NotFound);
            return Err(io(&missing));
        };
        let file = match self.zip.by_index(index) {
            Ok(file) => file,
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Err(refuse(&OpenError::Encrypted));
            }
            Err(error) => return Err(damaged(&error)),
        };
        let packed = file.compressed_size().max(1);
        // What packs so well is meant to fill the memory.
        let most = limits
            .ratio
            .saturating_mul(packed)
            .max(16 << 20)
            .min(limits.file_bytes);
        let hint = usize::try_from(file.size().min(most).min(1 << 20)).unwrap_or(0);
        let mut bytes = Vec::with_capacity(hint);
        file.take(most.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| damaged(&error))?;
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

/// Whether the parts are those of one document: a spreadsheet, a text, a presentation.
fn is_document(names: &[Vec<u8>]) -> bool {
    let is = |wanted: &str| {
        names.iter().any(|name| {
            let name = String::from_utf8_lossy(name).replace('\\', "/");
            name.trim_start_matches('/').eq_ignore_ascii_case(wanted)
        })
    };
    is("[Content_Types].xml")
        || is("_rels/.rels")
        || is("xl/workbook.xml")
        || (is("content.xml") && is("META-INF/manifest.xml"))
}

/// The name of a file in an archive: UTF-8, else as Windows writes it in China, without steps that lead elsewhere, and whether it
/// is what systems add by themselves; `None` of a folder.
fn name_of(raw: &[u8]) -> Option<(String, bool)> {
    let text = match std::str::from_utf8(raw) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GB18030
            .decode_without_bom_handling(raw)
            .0
            .into_owned(),
    };
    let text = text.replace('\\', "/");
    if text.ends_with('/') {
        return None;
    }
    let steps: Vec<String> = text
        .split('/')
        .map(|step| {
            let shown = |c: char| match c {
                ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
                c if c.is_control() => '_',
                c => c,
            };
            step.trim().chars().map(shown).collect::<String>()
        })
        .filter(|step| !step.is_empty() && step != "." && step != "..")
        .collect();
    let system = |step: &String| step.eq_ignore_ascii_case("__MACOSX");
    let file = steps.last()?;
    let is_system = steps.iter().any(system) || file.starts_with(['.', '~']);
    let name = steps.join("/");
    let length = name.chars().count();
    // The end of a name tells most: its file and ending.
    let name = name.chars().skip(length.saturating_sub(LONGEST)).collect();
    Some((name, is_system))
}

/// `unit/budget.xlsx` as `unit/budget (2).xlsx`.
fn numbered(name: &str, number: usize) -> String {
    let from = name.rfind('/').map_or(0, |at| at + 1);
    match name[from..].rfind('.').filter(|&at| at > 0) {
        Some(at) => {
            let (stem, ending) = name.split_at(from + at);
            format!("{stem} ({number}){ending}")
        }
        None => format!("{name} ({number})"),
    }
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
    fn names_of_every_kind_are_harmless() {
        let gbk = encoding_rs::GBK.encode("单位/预算表.xlsx").0.into_owned();
        for (raw, expected) in [
            (&gbk[..], Some("单位/预算表.xlsx")),
            ("单位/预算表.xlsx".as_bytes(), Some("单位/预算表.xlsx")),
            (b"../../etc/passwd", Some("etc/passwd")),
            (b"/abs/a.xlsx", Some("abs/a.xlsx")),
            (b"C:\\x\\..\\a.xlsx", Some("C_/x/a.xlsx")),
            (b"a\x1b[31m.csv", Some("a_[31m.csv")),
            (b"folder/", None),
            (b"__MACOSX/._a.xlsx", None),
            (b"a/.DS_Store", None),
            (b"~$a.xlsx", None),
            (b"..", None),
        ] {
            let name = name_of(raw).filter(|(_, system)| !system);
            assert_eq!(name.map(|(name, _)| name).as_deref(), expected);
        }
        assert_eq!(numbered("a.b/c.xlsx", 2), "a.b/c (2).xlsx");
        assert_eq!(numbered("a.b/c", 3), "a.b/c (3)");
    }

    #[test]
    fn files_are_read_by_their_names_and_no_larger_than_allowed() {
        let file = archive(&[("a.csv", b"1"), ("../a.csv", b"2"), ("b/c.xlsx", b"333")]);
        let limits = Limits::default();
        let mut own = Archive::open(file.path(), &limits).unwrap().unwrap();
        let names: Vec<&str> = own.names().collect();
        assert_eq!(names, ["a (2).csv", "a.csv", "b/c.xlsx"]);
        assert_eq!(own.read("a.csv", &limits).unwrap(), b"1");
        assert_eq!(own.read("a (2).csv", &limits).unwrap(), b"2");
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
