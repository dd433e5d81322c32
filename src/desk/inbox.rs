//! Where the files of a batch lie: below a folder, or in memory where there are no folders.

use std::io::{Read, Seek};
use std::path::Path;

use super::file_kind::{FileKind, kind};
use super::saved::saved;
use crate::batch::archive::Archive;
use crate::batch::{bytes, too_large};
use crate::finding::{Finding, FindingCode};
use crate::messages::Phrase;
use crate::text::sha256;
use crate::workbook::open::Limits;

/// What stands between the path of an archive and that of a file in it.
pub(super) const INSIDE: &str = "!/";

/// Where the files of a batch lie.
#[derive(Debug, Clone, Copy)]
pub enum Inbox<'i> {
    /// Below a folder.
    Folder(&'i Path),
    /// In memory, in any order.
    Held(&'i [HeldFile]),
}

/// A file in memory.
#[derive(Debug, Clone)]
pub struct HeldFile {
    /// Its path below the inbox, with `/`.
    pub path: String,
    /// Its size in bytes.
    pub size: u64,
    /// What it holds, or the finding that says why it cannot be read.
    pub content: Result<Vec<u8>, Box<Finding>>,
    /// Of one whose bytes were dropped its SHA-256, and when it was last saved.
    pub(super) seen: Option<(String, Option<String>)>,
}

impl HeldFile {
    /// A file of `size` bytes with what it holds.
    #[must_use]
    pub const fn new(path: String, size: u64, content: Result<Vec<u8>, Box<Finding>>) -> Self {
        Self {
            path,
            size,
            content,
            seen: None,
        }
    }

    /// Keeps of what is no spreadsheet and no archive only what the list of files says of it.
    pub fn drop_attachment(&mut self) {
        let is_read = matches!(
            kind(Path::new(&self.path)),
            FileKind::Spreadsheet | FileKind::Archive
        );
        if let (false, Ok(bytes)) = (is_read, &mut self.content) {
            let bytes = std::mem::take(bytes);
            self.seen = Some((sha256(&bytes), saved(&bytes)));
        }
    }

    /// What it holds; nothing where it cannot be read.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.content.as_deref().unwrap_or_default()
    }

    /// What it holds.
    ///
    /// # Errors
    /// The finding that says why it cannot be read.
    pub(super) fn read(&self, limits: &Limits) -> Result<&[u8], Box<Finding>> {
        match &self.content {
            Ok(own) if own.len() as u64 > limits.file_bytes => Err(too_large(self.size, limits)),
            Ok(own) => Ok(own),
            Err(fault) => Err(fault.clone()),
        }
    }
}

impl<'i> Inbox<'i> {
    /// The bytes of the file at `path`, once more; it may lie in an archive.
    ///
    /// # Errors
    /// The finding that says why it cannot be read.
    pub fn again(self, path: &str, limits: &Limits) -> Result<Vec<u8>, Box<Finding>> {
        // The name of a folder may end like that of an archive: 急!/a.xlsx.
        let mut ends = path.match_indices(INSIDE).map(|(at, _)| at);
        let Some(end) = ends.find(|end| self.has_file(&path[..*end])) else {
            return self.bytes(path, limits);
        };
        let (file, within) = (&path[..end], &path[end + INSIDE.len()..]);
        // Where it is no archive the sheets of one unit in a workbook are meant.
        match self {
            Self::Folder(inbox) => match Archive::open(&inbox.join(file), limits)? {
                Some(archive) => inside(archive, within, limits),
                None => self.bytes(file, limits),
            },
            Self::Held(_) => {
                let bytes = self.bytes(file, limits)?;
                match Archive::in_memory(bytes.clone(), limits)? {
                    Some(archive) => inside(archive, within, limits),
                    None => Ok(bytes),
                }
            }
        }
    }

    fn held(self, path: &str) -> Option<&'i HeldFile> {
        match self {
            Self::Folder(_) => None,
            Self::Held(files) => files.iter().find(|own| own.path == path),
        }
    }

    fn has_file(self, path: &str) -> bool {
        match self {
            Self::Folder(inbox) => inbox.join(path).is_file(),
            Self::Held(_) => self.held(path).is_some(),
        }
    }

    fn bytes(self, path: &str, limits: &Limits) -> Result<Vec<u8>, Box<Finding>> {
        match self {
            Self::Folder(inbox) => bytes(&inbox.join(path), limits),
            Self::Held(_) => {
                let reason = Phrase::io(&std::io::ErrorKind::NotFound.into());
                let gone = Finding::new(FindingCode::UnreadableFile).variant("io");
                let file = self.held(path);
                let file = file.ok_or_else(|| Box::new(gone.phrase("reason", reason)))?;
                file.read(limits).map(<[u8]>::to_vec)
            }
        }
    }
}

/// A file in an archive, or in an archive within.
fn inside<R: Read + Seek>(
    mut archive: Archive<R>,
    path: &str,
    limits: &Limits,
) -> Result<Vec<u8>, Box<Finding>> {
    let mut steps = path.split(INSIDE);
    let mut found = archive.read(steps.next().unwrap_or_default(), limits)?;
    for step in steps {
        match Archive::in_memory(found.clone(), limits)? {
            Some(mut archive) => found = archive.read(step, limits)?,
            None => break,
        }
    }
    Ok(found)
}
