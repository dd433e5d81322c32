//! The folder of a review's results. A file is written over only where a review wrote it; what nobody needs any more goes.
//! The record of the run comes last, so that a run that is ended leaves it as it was.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::bail;
use serde_json::{Value, json};

use super::output;
use crate::desk::ledger::{hash_of, sha256};
use crate::desk::report::SCHEMA;
use crate::messages::Phrase;

/// The record of a run.
const RECORD: &str = "review.json";
/// What a run has written so far; it is gone when the run is done.
const JOURNAL: &str = ".review-journal";

/// The folder of the results.
#[derive(Debug)]
pub(super) struct Out {
    folder: PathBuf,
    /// The record of the last run.
    last: Option<Value>,
    /// The files that are ours: of the last run, and of runs that were ended.
    ours: BTreeMap<String, Vec<String>>,
    journal: Option<fs::File>,
    written: BTreeMap<String, String>,
    edited: Vec<PathBuf>,
}

impl Out {
    /// Opens the folder, which is empty, new, or was written by a review.
    ///
    /// # Errors
    /// Where it is another's, cannot be written, or another review writes to it.
    pub(super) fn open(folder: &Path) -> anyhow::Result<Self> {
        let io = |error: std::io::Error| output::io(folder, &error);
        output::require_folder(folder)?;
        let text = fs::read_to_string(folder.join(RECORD)).ok();
        let last: Option<Value> = text.and_then(|text| serde_json::from_str(&text).ok());
        let last = last.filter(|own| own["schema"] == SCHEMA);
        let journal_path = folder.join(JOURNAL);
        let journal = fs::read_to_string(&journal_path).unwrap_or_default();
        let begun = journal_path.exists();
        let empty = fs::read_dir(folder).map_err(io)?.next().is_none();
        if last.is_none() && !empty && !begun {
            bail!(Phrase::new("desk-not-ours").arg("path", folder.display()));
        }
        let mut ours: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let outputs = last.as_ref().and_then(|own| own["outputs"].as_object());
        for (path, hash) in outputs.into_iter().flatten() {
            let hash = hash.as_str().unwrap_or_default().to_owned();
            ours.entry(path.clone()).or_default().push(hash);
        }
        for line in journal.lines() {
            if let Some((hash, path)) = line.split_once(' ') {
                ours.entry(path.to_owned())
                    .or_default()
                    .push(hash.to_owned());
            }
        }
        let file = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(&journal_path)
            .map_err(io)?;
        // The system lets go of it when the process ends, however it ends.
        if matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock)) {
            bail!(
                Phrase::new("desk-running")
                    .arg("path", folder.display())
                    .arg("lock", journal_path.display())
            );
        }
        Ok(Self {
            folder: folder.to_owned(),
            last,
            ours,
            journal: Some(file),
            written: BTreeMap::new(),
            edited: Vec::new(),
        })
    }

    /// The folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The record of the last run.
    pub(super) const fn last(&self) -> Option<&Value> {
        self.last.as_ref()
    }

    /// Writes a file, unless somebody has changed the one that is there.
    pub(super) fn put(&mut self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let path = self.folder.join(name);
        let hash = sha256(bytes);
        let there = fs::read(&path).ok().map(|own| sha256(&own));
        let ours = self.ours.get(name);
        match there {
            Some(there) if there == hash => {}
            Some(there) if !ours.is_some_and(|own| own.contains(&there)) => {
                self.edited.push(path);
                return Ok(());
            }
            _ => {
                if let Some(journal) = &mut self.journal {
                    let noted = writeln!(journal, "{hash} {name}");
                    noted.map_err(|error| output::io(&self.folder, &error))?;
                }
                output::write(&path, bytes, true)?;
            }
        }
        self.written.insert(name.to_owned(), hash);
        Ok(())
    }

    /// Moves a file that was made beside into its place, unless somebody has changed the one that is there.
    pub(super) fn put_file(&mut self, name: &str, made: &Path) -> anyhow::Result<()> {
        let path = self.folder.join(name);
        let io = |error: std::io::Error| output::io(&path, &error);
        let hash = hash_of(made).map_err(io)?;
        let there = hash_of(&path).ok();
        let ours = self.ours.get(name);
        match there {
            Some(there) if there == hash => {}
            Some(there) if !ours.is_some_and(|own| own.contains(&there)) => {
                self.edited.push(path);
                return Ok(());
            }
            _ => {
                if let Some(journal) = &mut self.journal {
                    writeln!(journal, "{hash} {name}").map_err(io)?;
                }
                fs::create_dir_all(output::folder(&path)).map_err(io)?;
                fs::rename(made, &path).map_err(io)?;
            }
        }
        self.written.insert(name.to_owned(), hash);
        Ok(())
    }

    /// Takes away what earlier runs wrote and this one did not, and writes the record. Gives the files that somebody changed,
    /// which are left as they are.
    pub(super) fn end(mut self, record: &Value) -> anyhow::Result<Vec<PathBuf>> {
        for (name, hashes) in &self.ours {
            let path = self.folder.join(name);
            let inside = Path::new(name)
                .components()
                .all(|own| matches!(own, std::path::Component::Normal(_)));
            if self.written.contains_key(name) || !inside {
                continue;
            }
            match hash_of(&path) {
                Ok(there) if hashes.contains(&there) => {
                    let _ = fs::remove_file(&path);
                    let mut above = path.parent();
                    // Folders of nothing else go with it.
                    while let Some(own) = above.filter(|own| *own != self.folder) {
                        if fs::remove_dir(own).is_err() {
                            break;
                        }
                        above = own.parent();
                    }
                }
                Ok(_) if !self.edited.contains(&path) => self.edited.push(path),
                _ => {}
            }
        }
        let mut record = record.clone();
        record["outputs"] = json!(self.written);
        let text = serde_json::to_string_pretty(&record)? + "\n";
        output::write(&self.folder.join(RECORD), text.as_bytes(), true)?;
        self.journal = None;
        let _ = fs::remove_file(self.folder.join(JOURNAL));
        Ok(self.edited)
    }
}
