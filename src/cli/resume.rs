//! The journal of a run that writes many files into a folder: by it the same command, given again, goes on where a run was
//! ended.
//!
//! The journal says of each result from what it is made and what its bytes are, before it is put into place. So a result that
//! lies there is known to be ours, whole, and of this input: its bytes are those of the journal, and what it is made from is
//! what is read now. One of an older version of the input is ours too and is written anew; one that somebody changed is not
//! touched. Times of files say none of this: copying and unpacking change them. The journal goes when the run comes to its end.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest as _, Sha256};

use super::temporary::is_left;

/// The name of the journal. A second run in the folder at the same time appends a number.
const NAME: &str = ".yusuan-resume";
/// The most journals of a folder.
const MOST: usize = 100;

/// A SHA-256 in hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Digest(String);

impl Digest {
    /// Its digits.
    pub(super) fn text(&self) -> &str {
        &self.0
    }

    /// Of several parts, whose borders count.
    pub(super) fn of<'p>(parts: impl IntoIterator<Item = &'p [u8]>) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            let length = u64::try_from(part.len()).unwrap_or(u64::MAX);
            hash.update(length.to_le_bytes());
            hash.update(part);
        }
        Self(super::stamp::hex(&hash.finalize()))
    }

    fn of_file(path: &Path) -> Option<Self> {
        let bytes = fs::read(path).ok()?;
        Some(Self::of([&*bytes]))
    }
}

/// The first line of a journal: the command and how it works.
type JournalHead = [String; 2];
/// What a journal says of each result, as often as it was written.
type JournalEntries = BTreeMap<String, Vec<JournalEntry>>;

/// What a journal says of one result: what it is made from, and its own bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct JournalEntry {
    made_from: Digest,
    result: Digest,
}

/// The journal of this run.
#[derive(Debug)]
pub(super) struct Journal {
    folder: PathBuf,
    /// The command and how it works, as the journal's first line says it.
    head: JournalHead,
    /// What runs before this one wrote.
    before: JournalEntries,
    open: Mutex<Option<(File, PathBuf)>>,
}

impl Journal {
    /// The journal of an ended run of the same `command` that worked in the same way (`how`), or a new one, which is only
    /// written with the first result.
    pub(super) fn find(folder: &Path, command: &str, how: &Digest) -> Self {
        let mut journal = Self {
            folder: folder.to_owned(),
            head: [command.to_owned(), how.0.clone()],
            before: BTreeMap::new(),
            open: Mutex::new(None),
        };
        for path in paths(folder).filter(|path| path.exists()) {
            if let Ok(file) = open(&path, false)
                && is_left(&file)
                && is_at(&file, &path)
                && let Some((head, entries)) = read(&file)
                && head == journal.head
                // The last line may have been cut off.
                && (&file).write_all(b"\n").is_ok()
            {
                journal.before = entries;
                journal.open = Mutex::new(Some((file, path)));
                break;
            }
        }
        journal
    }

    fn key(&self, path: &Path) -> String {
        let below = path.strip_prefix(&self.folder).unwrap_or(path);
        below.to_string_lossy().into_owned()
    }

    /// Whether a run before this one wrote a result there.
    pub(super) fn knows(&self, path: &Path) -> bool {
        self.before.contains_key(&self.key(path))
    }

    /// Whether the result lies there as a run before this one made it from the same.
    pub(super) fn is_done(&self, path: &Path, made_from: &Digest) -> bool {
        let entries = self.before.get(&self.key(path));
        let last = entries.and_then(|entries| entries.last());
        last.is_some_and(|last| {
            last.made_from == *made_from && Digest::of_file(path).as_ref() == Some(&last.result)
        })
    }

    /// Whether what lies there is a result of a run before this one that nobody has changed.
    pub(super) fn is_ours(&self, path: &Path) -> bool {
        let Some(entries) = self.before.get(&self.key(path)) else {
            return false;
        };
        Digest::of_file(path).is_some_and(|own| entries.iter().any(|entry| entry.result == own))
    }

    /// Says that the result `bytes` is about to be put into place.
    pub(super) fn note(&self, path: &Path, made_from: &Digest, bytes: &[u8]) -> io::Result<()> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let line = [self.key(path), made_from.0.clone(), Digest::of([bytes]).0];
        let line = serde_json::to_string(&line)? + "\n";
        if open.is_none() {
            *open = Some(self.create()?);
        }
        let (file, _) = open.as_mut().expect("it was just opened");
        file.write_all(line.as_bytes())
    }

    fn create(&self) -> io::Result<(File, PathBuf)> {
        for path in paths(&self.folder) {
            if path.exists() {
                continue;
            }
            let mut file = open(&path, true)?;
            if is_left(&file) && is_at(&file, &path) && file.metadata()?.len() == 0 {
                let head = serde_json::to_string(&self.head)? + "\n";
                file.write_all(head.as_bytes())?;
                return Ok((file, path));
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// The run has come to its end: there is nothing to go on with. Where it wrote over what was there (`force`), neither is
    /// there for earlier runs of the command; nor for those of whose results none is left.
    pub(super) fn end(self, force: bool) {
        let own = self.open.into_inner();
        let own = own.unwrap_or_else(PoisonError::into_inner);
        let own_path = own.as_ref().map(|(_, path)| path.clone());
        for path in paths(&self.folder).filter(|path| path.exists()) {
            if Some(&path) == own_path.as_ref() {
                continue;
            }
            if let Ok(file) = open(&path, false)
                && is_left(&file)
            {
                // One that a kill left without its first line says nothing.
                let (head, entries) = read(&file).unwrap_or_default();
                let is_replaced = force && head[0] == self.head[0];
                let mut results = entries.keys();
                if is_replaced || !results.any(|key| self.folder.join(key).exists()) {
                    let _ = fs::remove_file(&path);
                }
            }
        }
        if let Some((_locked, path)) = own {
            // Where it stays, the same command finds all done.
            let _ = fs::remove_file(path);
        }
    }
}

fn paths(folder: &Path) -> impl Iterator<Item = PathBuf> {
    (1..=MOST).map(|number| match number {
        1 => folder.join(NAME),
        number => folder.join(format!("{NAME}-{number}")),
    })
}

fn open(path: &Path, new: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(new);
    private(&mut options);
    options.open(path)
}

#[cfg(unix)]
fn private(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600);
}

#[cfg(not(unix))]
fn private(_: &mut OpenOptions) {}

/// Whether the open file still has its name: another run may have removed it at its end.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let number = |data: fs::Metadata| (data.dev(), data.ino());
    match (file.metadata(), fs::metadata(path)) {
        (Ok(own), Ok(there)) => number(own) == number(there),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

/// The first line, and the entries by result. A line that a kill cut off says nothing.
fn read(mut file: &File) -> Option<(JournalHead, JournalEntries)> {
    let mut text = Vec::new();
    file.read_to_end(&mut text).ok()?;
    let text = String::from_utf8_lossy(&text);
    let mut lines = text.lines();
    let head = serde_json::from_str(lines.next()?).ok()?;
    let mut entries: JournalEntries = BTreeMap::new();
    for line in lines {
        if let Ok([key, made_from, result]) = serde_json::from_str::<[String; 3]>(line) {
            entries.entry(key).or_default().push(JournalEntry {
                made_from: Digest(made_from),
                result: Digest(result),
            });
        }
    }
    Some((head, entries))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_is_done_only_where_it_is_whole_and_of_the_same_input() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let (how, input) = (Digest::of([&b"how"[..]]), Digest::of([&b"input"[..]]));
        let begun = Journal::find(folder.path(), "convert", &how);
        for name in ["done", "changed", "not-there"] {
            begun.note(&at(name), &input, b"result").unwrap();
        }
        fs::write(at("done"), "result").unwrap();
        fs::write(at("changed"), "by somebody").unwrap();
        let at_once = Journal::find(folder.path(), "convert", &how);
        assert!(
            !at_once.knows(&at("done")),
            "that of a living run is its own"
        );
        drop(begun);
        // A kill may cut a line off.
        let mut file = open(&at(NAME), false).unwrap();
        file.write_all(b"[\"cut").unwrap();
        drop(file);
        let other = Journal::find(folder.path(), "convert", &input);
        assert!(!other.knows(&at("done")), "another way of working");
        let again = Journal::find(folder.path(), "convert", &how);
        assert!(again.is_done(&at("done"), &input) && again.is_ours(&at("done")));
        assert!(!again.is_done(&at("done"), &how), "of an older input");
        for name in ["changed", "not-there"] {
            assert!(again.knows(&at(name)) && !again.is_done(&at(name), &input));
            assert!(!again.is_ours(&at(name)));
        }
        again.end(false);
        assert!(!at(NAME).exists());
    }
}
