//! The folder of a review's results. All of a run is written beside it and takes its place at once, so that a run that is ended
//! leaves it as it was. What somebody changed, or put there, stays.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::bail;
use walkdir::WalkDir;

use super::output;
use super::temporary::TemporaryFolder;
use super::windows_paths::{not_put, real};
use crate::desk::ResultFolder;
use crate::desk::ledger::{hash_of, sha256};
use crate::desk::report::{ReviewRecord, Run};
use crate::messages::Phrase;

/// The record of a run.
const RECORD: &str = "review.json";
/// The file that is locked while a run writes.
const LOCK: &str = ".lock";
/// What reading gave, kept for the next run.
pub(super) const CACHE: &str = ".cache";
/// What the lines of a record begin with that is being put into place file by file.
const JOURNAL: &str = ".journal";

/// The folder of the results.
#[derive(Debug)]
pub(super) struct Out {
    folder: PathBuf,
    /// What this run writes, until it is whole; `None` where nothing is written and only the hashes are wanted.
    beside: Option<PathBuf>,
    /// The record of the last run.
    last: Option<Run>,
    /// The files that are ours, with the hashes that they may have.
    ours: BTreeMap<String, Vec<String>>,
    written: BTreeMap<String, String>,
    edited: Vec<PathBuf>,
    /// Where what is long is made.
    work: TemporaryFolder,
    /// It is locked as long as it is open.
    _lock: Option<fs::File>,
}

impl Out {
    /// Opens the folder, which is empty, new, or was written by a review.
    ///
    /// # Errors
    /// Where it is another's, cannot be written, or another review writes to it.
    pub(super) fn open(folder: &Path) -> anyhow::Result<Self> {
        output::require_folder(folder)?;
        let folder = real(folder).map_err(|error| output::io(folder, &error))?;
        let io = |error: io::Error| output::io(&folder, &error);
        let last = Run::read(&folder.join(RECORD));
        let journal = Run::read(&folder.join(JOURNAL));
        let hidden = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().starts_with('.');
        let mut entries = fs::read_dir(&folder).map_err(io)?.flatten();
        let others = entries.any(|entry| !hidden(&entry));
        if last.is_none() && journal.is_none() && others {
            bail!(Phrase::new("desk-not-ours").arg("path", folder.display()));
        }
        let lock = fs::OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join(LOCK))
            .map_err(io)?;
        // The system lets go of it when the process ends, however it ends.
        if matches!(lock.try_lock(), Err(fs::TryLockError::WouldBlock)) {
            bail!(Phrase::new("desk-running").arg("path", folder.display()));
        }
        let mut ours: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for own in [&last, &journal].into_iter().flatten() {
            for (path, hash) in &own.outputs {
                ours.entry(path.clone()).or_default().push(hash.clone());
            }
        }
        let beside = beside(&folder);
        // What a run left that was ended; what it read it may have moved there.
        let kept = beside.join(CACHE);
        if kept.is_dir() && !folder.join(CACHE).exists() {
            fs::rename(kept, folder.join(CACHE)).map_err(io)?;
        }
        if beside.exists() {
            fs::remove_dir_all(&beside).map_err(io)?;
        }
        fs::create_dir(&beside).map_err(io)?;
        if let Ok(data) = fs::metadata(&folder) {
            let _ = fs::set_permissions(&beside, data.permissions());
        }
        let work = TemporaryFolder::new(output::folder(&folder)).map_err(io)?;
        Ok(Self {
            beside: Some(beside),
            last,
            ours,
            written: BTreeMap::new(),
            edited: Vec::new(),
            work,
            folder,
            _lock: Some(lock),
        })
    }

    /// The folder of results that are only made again and written nowhere.
    ///
    /// # Errors
    /// Where there is no place for what is made.
    pub(super) fn only_hashes(folder: &Path) -> anyhow::Result<Self> {
        let temporary = std::env::temp_dir();
        let work = TemporaryFolder::new(&temporary);
        Ok(Self {
            folder: folder.to_owned(),
            beside: None,
            last: Run::read(&folder.join(RECORD)),
            ours: BTreeMap::new(),
            written: BTreeMap::new(),
            edited: Vec::new(),
            work: work.map_err(|error| output::io(&temporary, &error))?,
            _lock: None,
        })
    }

    /// The hashes of what was made.
    pub(super) const fn written(&self) -> &BTreeMap<String, String> {
        &self.written
    }

    /// The folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The record of the last run.
    pub(super) const fn last(&self) -> Option<&Run> {
        self.last.as_ref()
    }

    /// A file as the last run wrote it; an empty one where it is not there or was changed.
    pub(super) fn of_last_run(&self, name: &str) -> Box<dyn BufRead> {
        let path = self.folder.join(name);
        let is_ours = hash_of(&path).is_ok_and(|hash| self.is_ours(name, &hash));
        match fs::File::open(path) {
            Ok(file) if is_ours => Box::new(BufReader::new(file)),
            _ => Box::new(io::empty()),
        }
    }

    fn is_ours(&self, name: &str, hash: &String) -> bool {
        self.ours.get(name).is_some_and(|own| own.contains(hash))
    }

    /// Takes over a file that was made elsewhere, unless somebody has changed the one that is there.
    pub(super) fn put_file(&mut self, name: &str, made: &Path) -> anyhow::Result<()> {
        let there = self.folder.join(name);
        let io = |error: io::Error| output::io(&there, &error);
        let hash = hash_of(made).map_err(io)?;
        let Some(beside) = &self.beside else {
            self.written.insert(name.to_owned(), hash);
            return Ok(());
        };
        let new = beside.join(name);
        let old = hash_of(&there).ok();
        if old
            .as_ref()
            .is_some_and(|old| *old != hash && !self.is_ours(name, old))
        {
            self.edited.push(there);
            return Ok(());
        }
        fs::create_dir_all(output::folder(&new)).map_err(io)?;
        match old.as_ref() == Some(&hash) {
            true => linked(&there, &new),
            false => fs::rename(made, &new),
        }
        .map_err(io)?;
        self.written.insert(name.to_owned(), hash);
        Ok(())
    }

    /// Puts what was written, with its record, in the place of what was there; what earlier runs wrote and this one did not is
    /// gone. Gives the files that somebody changed, which are left as they are.
    pub(super) fn end(mut self, record: ReviewRecord<'_>) -> anyhow::Result<Vec<PathBuf>> {
        let folder = self.folder.clone();
        let io = |error: io::Error| output::io(&folder, &error);
        let Some(beside) = self.beside.clone() else {
            return Ok(Vec::new());
        };
        self.keep_others(&beside).map_err(io)?;
        let record = record.with(&self.written);
        written(&beside.join(RECORD), &record).map_err(io)?;
        let cache = (self.folder.join(CACHE), beside.join(CACHE));
        if cache.0.is_dir() {
            fs::rename(&cache.0, &cache.1).map_err(io)?;
        }
        if !exchanged(&self.folder, &beside) {
            let done = self.file_by_file(&beside);
            // Also where that failed: the next run need not read all anew.
            if cache.1.is_dir() {
                fs::rename(&cache.1, &cache.0).map_err(io)?;
            }
            done?;
        }
        let _ = fs::remove_dir_all(&beside);
        Ok(std::mem::take(&mut self.edited))
    }

    /// What is not ours in the folder, beside what this run wrote.
    fn keep_others(&mut self, beside: &Path) -> io::Result<()> {
        let skipped = [RECORD, LOCK, CACHE, JOURNAL];
        let walk = WalkDir::new(&self.folder).min_depth(1).sort_by_file_name();
        let walk = walk.into_iter().filter_entry(|entry| {
            entry.depth() > 1 || !skipped.contains(&&*entry.file_name().to_string_lossy())
        });
        for entry in walk.flatten() {
            let Ok(below) = entry.path().strip_prefix(&self.folder) else {
                continue;
            };
            let to = beside.join(below);
            if entry.file_type().is_dir() {
                // Of others' empty folders nobody knows that they may go.
                let is_empty = fs::read_dir(entry.path())?.next().is_none();
                if is_empty {
                    fs::create_dir_all(to)?;
                }
                continue;
            }
            let name = below.to_string_lossy().replace('\\', "/");
            if self.written.contains_key(&name) {
                continue;
            }
            if self.ours.contains_key(&name) {
                let hash = fs::read(entry.path()).map(|own| sha256(&own));
                if hash.is_ok_and(|own| self.is_ours(&name, &own)) {
                    continue;
                }
                let path = self.folder.join(&name);
                if !self.edited.contains(&path) {
                    self.edited.push(path);
                }
            }
            fs::create_dir_all(output::folder(&to))?;
            linked(entry.path(), &to)?;
        }
        Ok(())
    }

    /// Where the system cannot exchange two folders: file by file, the record last. A journal says which files are ours.
    fn file_by_file(&self, beside: &Path) -> anyhow::Result<()> {
        let io = |error: io::Error| output::io(&self.folder, &error);
        let moved = |name: &str| -> anyhow::Result<()> {
            let to = self.folder.join(name);
            let moved = fs::create_dir_all(output::folder(&to))
                .and_then(|()| fs::rename(beside.join(name), &to));
            moved.map_err(|error| output::io(&to, &not_put(&to, error)))
        };
        fs::copy(beside.join(RECORD), self.folder.join(JOURNAL)).map_err(io)?;
        for name in self.written.keys() {
            moved(name)?;
        }
        for name in self
            .ours
            .keys()
            .filter(|own| !self.written.contains_key(*own))
        {
            let path = self.folder.join(name);
            let is_kept = self.edited.contains(&path);
            if !is_kept && fs::remove_file(&path).is_ok() {
                let mut above = path.parent();
                // Folders of nothing else go with it.
                while let Some(own) = above.filter(|own| *own != self.folder) {
                    if fs::remove_dir(own).is_err() {
                        break;
                    }
                    above = own.parent();
                }
            }
        }
        moved(RECORD)?;
        fs::remove_file(self.folder.join(JOURNAL)).map_err(io)
    }
}

impl ResultFolder for Out {
    type Error = anyhow::Error;
    type Long = BufWriter<fs::File>;

    /// Writes a file, unless somebody has changed the one that is there.
    fn put(&mut self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let hash = sha256(bytes);
        let Some(beside) = &self.beside else {
            self.written.insert(name.to_owned(), hash);
            return Ok(());
        };
        let (there, new) = (self.folder.join(name), beside.join(name));
        let old = fs::read(&there).ok().map(|own| sha256(&own));
        if old
            .as_ref()
            .is_some_and(|old| *old != hash && !self.is_ours(name, old))
        {
            // It stays, as all does that is not ours.
            self.edited.push(there);
            return Ok(());
        }
        let made = |path: &Path| -> io::Result<()> {
            fs::create_dir_all(output::folder(path))?;
            // A file that stays as it is keeps its time.
            match old.as_ref() == Some(&hash) {
                true => linked(&there, path),
                false => fs::write(path, bytes),
            }
        };
        made(&new).map_err(|error| output::io(&there, &error))?;
        self.written.insert(name.to_owned(), hash);
        Ok(())
    }

    /// Writes a long file as it is made, unless somebody has changed the one that is there.
    fn put_long(
        &mut self,
        name: &str,
        make: impl FnOnce(&mut Self::Long) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let path = self.work().join(name);
        let io = |error: io::Error| output::io(&path, &error);
        let mut to = BufWriter::new(fs::File::create(&path).map_err(io)?);
        make(&mut to)?;
        to.flush().map_err(io)?;
        drop(to);
        self.put_file(name, &path)
    }

    /// It is gone with the run.
    fn work(&self) -> &Path {
        self.work.path()
    }
}

impl Drop for Out {
    fn drop(&mut self) {
        if let Some(beside) = &self.beside {
            let _ = fs::remove_dir_all(beside);
        }
    }
}

/// Writes the record of a run.
fn written(path: &Path, record: &ReviewRecord<'_>) -> io::Result<()> {
    let mut to = BufWriter::new(fs::File::create(path)?);
    serde_json::to_writer_pretty(&mut to, record)?;
    to.write_all(b"\n")?;
    to.flush()
}

/// Where a run writes until it is whole.
fn beside(folder: &Path) -> PathBuf {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    output::folder(folder).join(format!(".{name}.new"))
}

/// The file at `path` at `to`, too; a copy where a second name cannot be given.
fn linked(path: &Path, to: &Path) -> io::Result<()> {
    if fs::symlink_metadata(path)?.file_type().is_symlink() {
        return fs::copy(path, to).map(drop);
    }
    fs::hard_link(path, to).or_else(|_| fs::copy(path, to).map(drop))
}

/// Lets two folders change places at once but for the lock, where the system can.
#[cfg(target_os = "linux")]
fn exchanged(one: &Path, other: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    // Another run that waits for this one looks at the same lock.
    let _ = linked(&one.join(LOCK), &other.join(LOCK));
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn exchanged(_: &Path, _: &Path) -> bool {
    false
}
