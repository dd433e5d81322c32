//! The files that a run reads. None of them is ever written over, by whatever path an output leads to it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::bail;
use walkdir::WalkDir;

use super::args::ReadArgs;
use super::input::InputFile;
use crate::messages::Phrase;

/// A file of its own: on Unix the numbers of device and inode, so that links of both kinds and names that differ only in case
/// lead to the same.
type Identity = (u64, u64);

/// The files that are read.
#[derive(Debug, Default)]
pub(super) struct KeptFiles {
    files: BTreeSet<Identity>,
}

impl KeptFiles {
    /// The inputs.
    pub(super) fn of(files: &[InputFile]) -> Self {
        Self::default().and(files.iter().map(|file| &file.path))
    }

    /// Others as well: a list, last year's budget. Of a folder, all that is below it.
    pub(super) fn and(mut self, paths: impl IntoIterator<Item = impl AsRef<Path>>) -> Self {
        for path in paths {
            let path = path.as_ref();
            if path.is_dir() {
                let below = WalkDir::new(path).follow_links(true).into_iter().flatten();
                let below = below.filter(|entry| entry.file_type().is_file());
                self.files
                    .extend(below.filter_map(|entry| identity(entry.path())));
            } else {
                self.files.extend(identity(path));
            }
        }
        self
    }

    /// The user's own code list and layouts as well.
    pub(super) fn and_read(self, args: &ReadArgs) -> Self {
        let layouts = args.templates.iter().flat_map(std::fs::read_dir);
        let layouts = layouts.flatten().flatten().map(|entry| entry.path());
        let layouts: Vec<PathBuf> = layouts.filter(|path| path.is_file()).collect();
        self.and(&args.codes).and(&layouts)
    }

    /// Fails where the output `path` is one of them.
    pub(super) fn require_other(&self, path: &Path) -> anyhow::Result<()> {
        if identity(path).is_some_and(|own| self.files.contains(&own)) {
            bail!(Phrase::new("cli-output-is-input").arg("path", path.display()));
        }
        Ok(())
    }
}

/// Of what is no ordinary file, such as a terminal that is read and written, there is none.
#[cfg(unix)]
fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt as _;
    let data = std::fs::metadata(path).ok()?;
    data.is_file().then(|| (data.dev(), data.ino()))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> Option<Identity> {
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    if !path.is_file() {
        return None;
    }
    let mut hasher = DefaultHasher::new();
    same_file::Handle::from_path(path).ok()?.hash(&mut hasher);
    Some((hasher.finish(), 0))
}
