//! All that lies in an inbox: each file with its size, its hash and when it was saved. Zip archives are folders. Nothing is
//! changed, and nothing is left out.

use std::path::Path;

use sha2::{Digest as _, Sha256};
use walkdir::WalkDir;

pub use super::file_kind::FileKind;
pub(super) use super::file_kind::ending;
use super::file_kind::kind;
use super::inbox::{HeldFile, INSIDE, Inbox};
use super::saved::saved;
use crate::batch::archive::Archive;
use crate::batch::{bytes, parallel};
use crate::finding::{Finding, FindingCode};
use crate::workbook::open::Limits;

/// How deep archives within archives are opened.
const DEEPEST: usize = 3;
/// How many files are held at a time.
const HELD: usize = 64;
/// How many bytes are held at a time.
const HELD_BYTES: usize = 128 << 20;

/// A file that lies in an inbox.
#[derive(Debug, Clone)]
pub struct Lying {
    /// Its path below the inbox, with `/`, and `!/` behind an archive.
    pub path: String,
    /// What it is.
    pub kind: FileKind,
    /// Its size in bytes.
    pub size: u64,
    /// Its SHA-256 in hex; empty where it could not be read.
    pub sha256: String,
    /// When it was last saved, as it says itself.
    pub saved: Option<String>,
    /// Why it cannot be read.
    pub fault: Option<Box<Finding>>,
}

impl Lying {
    /// The name of the file.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// The name of the file on disk or in its archive, of sheets of one unit as well.
    #[must_use]
    pub fn file_name(&self) -> &str {
        let file = file_and_unit(&self.path).map_or(self.path.as_str(), |(file, _)| file);
        file.rsplit('/').next().unwrap_or_default()
    }

    /// The name without its ending; of sheets of one unit its name.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.name();
        match file_and_unit(&self.path) {
            Some(_) => name,
            None => name.rsplit_once('.').map_or(name, |(stem, _)| stem),
        }
    }

    /// The ending of the file's name in small letters.
    #[must_use]
    pub fn ending(&self) -> String {
        ending(self.file_name())
    }

    /// In which order files of one content come: those further up first.
    pub(super) fn order(&self) -> (usize, &str) {
        (self.path.matches('/').count(), &self.path)
    }
}

pub use crate::text::sha256;

/// The SHA-256 of a file, however large, in hex.
pub(crate) fn hash_of(path: &Path) -> std::io::Result<String> {
    use std::io::Read as _;
    let mut file = std::fs::File::open(path)?;
    let mut hash = Sha256::new();
    let mut piece = vec![0; 1 << 16];
    loop {
        let count = file.read(&mut piece)?;
        if count == 0 {
            let hash = hash.finalize();
            return Ok(hash.iter().map(|byte| format!("{byte:02x}")).collect());
        }
        hash.update(&piece[..count]);
    }
}

/// Makes something of each file below `inbox`, in the order of the paths, several at a time. Of what is no spreadsheet, and of what
/// cannot be read, no bytes are given. The folder `results` is left out.
pub fn walk<T: Send>(
    inbox: Inbox<'_>,
    results: Option<&Path>,
    limits: &Limits,
    each: impl Fn(Lying, Vec<u8>) -> T + Sync,
) -> Vec<T> {
    let mut walk = Walk {
        limits,
        each: &each,
        held: Vec::new(),
        bytes: 0,
        made: Vec::new(),
        left: 0,
    };
    match inbox {
        Inbox::Folder(inbox) => walk.folder(inbox, results),
        Inbox::Held(files) => files.iter().for_each(|own| walk.in_memory(own)),
    }
    walk.flush();
    let mut made = walk.made;
    made.sort_by(|(one, _), (other, _)| one.cmp(other));
    made.into_iter().map(|(_, own)| own).collect()
}

struct Walk<'w, T, F> {
    limits: &'w Limits,
    each: &'w F,
    held: Vec<(Lying, Vec<u8>)>,
    bytes: usize,
    made: Vec<(String, T)>,
    /// How much may still be unpacked.
    left: u64,
}

impl<T: Send, F: Fn(Lying, Vec<u8>) -> T + Sync> Walk<'_, T, F> {
    fn folder(&mut self, inbox: &Path, results: Option<&Path>) {
        let results = results.and_then(|path| std::fs::canonicalize(path).ok());
        let is_results =
            |path: &Path| results.is_some() && std::fs::canonicalize(path).ok() == results;
        let entries = WalkDir::new(inbox).sort_by_file_name().into_iter();
        for entry in entries.filter_entry(|entry| !is_results(entry.path())) {
            let (path, kind) = match &entry {
                Ok(entry) if entry.file_type().is_dir() => continue,
                Ok(entry) => (entry.path().to_owned(), kind(entry.path())),
                Err(error) => (error.path().unwrap_or(inbox).to_owned(), FileKind::Other),
            };
            let below = path.strip_prefix(inbox).unwrap_or(&path);
            let steps = below
                .components()
                .map(|own| own.as_os_str().to_string_lossy());
            let below = steps.collect::<Vec<_>>().join("/");
            self.disk(&path, below, kind);
        }
    }

    fn in_memory(&mut self, file: &HeldFile) {
        let (below, size) = (file.path.clone(), file.size);
        let kind = kind(Path::new(&below));
        if let Some((sha256, saved)) = file.seen.clone() {
            return self.push(Lying {
                path: below,
                kind,
                size,
                sha256,
                saved,
                fault: None,
            });
        }
        // Of an archive no size is too large: what lies in it counts.
        let content = file.content.as_ref().map_err(Clone::clone);
        let content = match kind {
            FileKind::Archive => content.map(Vec::as_slice),
            _ => file.read(self.limits),
        };
        let bytes = match content {
            Ok(bytes) => bytes.to_vec(),
            // What is no submission is only named.
            Err(_) if !matches!(kind, FileKind::Spreadsheet | FileKind::Archive) => {
                return self.unread(below, kind, size, None);
            }
            Err(fault) => return self.unread(below, kind, size, Some(fault)),
        };
        if kind != FileKind::Archive {
            return self.put(below, kind, bytes);
        }
        match Archive::in_memory(bytes.clone(), self.limits) {
            // A spreadsheet that is called .zip.
            Ok(None) => self.put(below, FileKind::Spreadsheet, bytes),
            Ok(Some(archive)) => self.archive(archive, &below, size, sha256(&bytes)),
            Err(fault) => self.unread(below, FileKind::Archive, size, Some(fault)),
        }
    }

    fn disk(&mut self, path: &Path, below: String, kind: FileKind) {
        let data = std::fs::metadata(path);
        let size = data.as_ref().map_or(0, |data| data.len());
        // A pipe would be waited for; of a folder that a link leads to nothing is read.
        if data.is_ok_and(|data| !data.is_file()) {
            self.unread(below, FileKind::Other, 0, None);
            return;
        }
        if kind == FileKind::Archive {
            self.archive_on_disk(path, below, size);
            return;
        }
        // What is no submission is only named, and hashed where that is no labour.
        let wanted = kind == FileKind::Spreadsheet || size <= self.limits.file_bytes;
        match wanted.then(|| bytes(path, self.limits)) {
            Some(Ok(bytes)) => self.put(below, kind, bytes),
            // Nobody can say that a file is the same one without its hash.
            Some(Err(fault)) => self.push(Lying {
                path: below,
                kind,
                size,
                sha256: hash_of(path).unwrap_or_default(),
                saved: None,
                fault: Some(fault),
            }),
            None => self.unread(below, kind, size, None),
        }
    }

    fn archive_on_disk(&mut self, path: &Path, below: String, size: u64) {
        match Archive::open(path, self.limits) {
            // A spreadsheet that is called .zip.
            Ok(None) => match bytes(path, self.limits) {
                Ok(bytes) => self.put(below, FileKind::Spreadsheet, bytes),
                Err(fault) => self.unread(below, FileKind::Archive, size, Some(fault)),
            },
            Ok(Some(archive)) => {
                let hash = hash_of(path).unwrap_or_default();
                self.archive(archive, &below, size, hash);
            }
            Err(fault) => self.unread(below, FileKind::Archive, size, Some(fault)),
        }
    }

    fn archive<R: std::io::Read + std::io::Seek>(
        &mut self,
        archive: Archive<R>,
        below: &str,
        size: u64,
        sha256: String,
    ) {
        self.push(Lying {
            path: below.to_owned(),
            kind: FileKind::Archive,
            size,
            sha256,
            saved: None,
            fault: None,
        });
        // One archive may hold the files of many units, but not fill the disk of a server.
        self.left = self.limits.unpacked_bytes.saturating_mul(16);
        self.inside(archive, below, 1);
    }

    fn inside<R: std::io::Read + std::io::Seek>(
        &mut self,
        mut archive: Archive<R>,
        outer: &str,
        depth: usize,
    ) {
        for name in archive.system() {
            self.unread(format!("{outer}{INSIDE}{name}"), FileKind::System, 0, None);
        }
        let names: Vec<String> = archive.names().map(str::to_owned).collect();
        for name in names {
            let path = format!("{outer}{INSIDE}{name}");
            let kind = kind(Path::new(&name));
            let mut limits = self.limits.clone();
            limits.file_bytes = limits.file_bytes.min(self.left);
            let bytes = match archive.read(&name, &limits) {
                Ok(bytes) => bytes,
                Err(fault) => {
                    self.unread(path, kind, 0, Some(locked(fault)));
                    continue;
                }
            };
            self.left = self.left.saturating_sub(bytes.len() as u64);
            if kind != FileKind::Archive || depth >= DEEPEST {
                let kind = match kind {
                    FileKind::Archive => FileKind::ClosedArchive,
                    kind => kind,
                };
                self.put(path, kind, bytes);
                continue;
            }
            let (size, hash) = (bytes.len() as u64, sha256(&bytes));
            let lying = |fault| Lying {
                path: path.clone(),
                kind,
                size,
                sha256: hash.clone(),
                saved: None,
                fault,
            };
            match Archive::in_memory(bytes.clone(), self.limits) {
                Ok(None) => self.put(path, FileKind::Spreadsheet, bytes),
                Ok(Some(inner)) => {
                    self.push(lying(None));
                    self.inside(inner, &path, depth + 1);
                }
                Err(fault) => self.push(lying(Some(fault))),
            }
        }
    }

    fn put(&mut self, path: String, kind: FileKind, bytes: Vec<u8>) {
        let lying = Lying {
            path,
            kind,
            size: bytes.len() as u64,
            sha256: sha256(&bytes),
            saved: saved(&bytes),
            fault: None,
        };
        let bytes = match kind {
            FileKind::Spreadsheet => bytes,
            _ => Vec::new(),
        };
        self.hold(lying, bytes);
    }

    fn unread(&mut self, path: String, kind: FileKind, size: u64, fault: Option<Box<Finding>>) {
        self.push(Lying {
            path,
            kind,
            size,
            sha256: String::new(),
            saved: None,
            fault,
        });
    }

    fn push(&mut self, lying: Lying) {
        self.hold(lying, Vec::new());
    }

    fn hold(&mut self, lying: Lying, bytes: Vec<u8>) {
        self.bytes += bytes.len();
        self.held.push((lying, bytes));
        if self.held.len() >= HELD || self.bytes >= HELD_BYTES {
            self.flush();
        }
    }

    fn flush(&mut self) {
        let held = std::mem::take(&mut self.held);
        self.bytes = 0;
        let each = self.each;
        self.made.extend(parallel::map(held, |(lying, bytes)| {
            (lying.path.clone(), each(lying, bytes))
        }));
    }
}

/// What is said of a file in an archive with a password: the archive is what was not read.
fn locked(fault: Box<Finding>) -> Box<Finding> {
    match (fault.code, fault.variant) {
        (FindingCode::UnreadableFile, Some("encrypted")) => {
            Box::new(Finding::new(FindingCode::ArchiveNotRead).variant("password"))
        }
        _ => fault,
    }
}

/// The file and the unit, where `path` is that of one unit's sheets in a workbook of several.
pub(super) fn file_and_unit(path: &str) -> Option<(&str, &str)> {
    let (file, unit) = path.rsplit_once(INSIDE)?;
    let is_book = kind(Path::new(file)) == FileKind::Spreadsheet;
    let is_file = kind(Path::new(unit)) != FileKind::Other;
    (is_book && !is_file).then_some((file, unit))
}
