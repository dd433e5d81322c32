//! The files that a run writes into a folder, one for each input.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::kept::KeptFiles;
use super::resume::{Digest, Journal};
use super::{output, temporary};
use crate::messages::Messages;

/// Where results go, and how.
#[derive(Debug)]
pub(super) struct Results {
    force: bool,
    journal: Option<Journal>,
}

impl Results {
    /// A single file: it is there whole or not at all, so there is nothing to go on with.
    pub(super) const fn single(force: bool) -> Self {
        Self {
            force,
            journal: None,
        }
    }

    /// Several files in `folder`. A run of the same `command` in the same way that was ended there is gone on with.
    pub(super) fn several(folder: &Path, command: &str, how: &Digest, force: bool) -> Self {
        Self {
            force,
            journal: Some(Journal::find(folder, command, how)),
        }
    }

    /// Fails, before anything is read, where one of the paths is taken by what a run that was ended did not write, and may not
    /// be written over, or where it is a file that is read. What was left half made in their folders is removed.
    pub(super) fn require_free(&self, paths: &[PathBuf], kept: &KeptFiles) -> anyhow::Result<()> {
        for path in paths {
            let is_ours = |journal: &Journal| journal.knows(path);
            if !self.force && output::is_taken(path) && !self.journal.as_ref().is_some_and(is_ours)
            {
                return Err(output::exists(path));
            }
            kept.require_other(path)?;
        }
        let folders: BTreeSet<&Path> = paths.iter().map(|path| output::folder(path)).collect();
        folders.into_iter().for_each(temporary::sweep);
        Ok(())
    }

    /// Whether the result is there already, made from the same by a run that was ended.
    pub(super) fn is_done(&self, path: &Path, made_from: &Digest) -> bool {
        let journal = self.journal.as_ref();
        journal.is_some_and(|journal| journal.is_done(path, made_from))
    }

    /// Writes a result.
    pub(super) fn write(
        &self,
        path: &Path,
        bytes: &[u8],
        made_from: &Digest,
    ) -> anyhow::Result<()> {
        let Some(journal) = &self.journal else {
            return output::write(path, bytes, self.force);
        };
        let noted = journal.note(path, made_from, bytes);
        noted.map_err(|error| output::io(output::folder(path), &error))?;
        let over = self.force || journal.is_ours(path);
        output::write(path, bytes, over)
    }

    /// The run has come to its end. Where something could not be written (`failed`), the same command goes on with it.
    pub(super) fn end(self, failed: bool) {
        if let Some(journal) = self.journal
            && !failed
        {
            journal.end(self.force);
        }
    }
}

/// How a command works: all that its results depend on besides the files that are read. `options` are its options in words,
/// `files` the lists and layouts that they name.
pub(super) fn how(options: &str, files: &[&Path], messages: &Messages) -> Digest {
    let program = std::env::current_exe().ok();
    let program = program.and_then(|path| Some((path.clone(), std::fs::metadata(path).ok()?)));
    let program =
        program.map(|(path, data)| format!("{path:?} {} {:?}", data.len(), data.modified().ok()));
    let mut parts = vec![
        env!("CARGO_PKG_VERSION").as_bytes().to_vec(),
        program.unwrap_or_default().into_bytes(),
        messages.language().tag().as_bytes().to_vec(),
        options.as_bytes().to_vec(),
    ];
    for path in files {
        let mut below: Vec<PathBuf> = match std::fs::read_dir(path) {
            Ok(entries) => entries.flatten().map(|entry| entry.path()).collect(),
            Err(_) => vec![path.to_path_buf()],
        };
        below.sort();
        for path in below {
            parts.push(path.to_string_lossy().into_owned().into_bytes());
            parts.push(std::fs::read(path).unwrap_or_default());
        }
    }
    Digest::of(parts.iter().map(Vec::as_slice))
}
