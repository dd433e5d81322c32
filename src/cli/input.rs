//! A file to read, and which files are read.

use std::path::{Path, PathBuf};

pub(super) use crate::batch::folder::{ENDINGS, is_readable};

/// A file to read, and its path below the folder that it was found in.
#[derive(Debug, Clone)]
pub(super) struct InputFile {
    pub(super) path: PathBuf,
    pub(super) below: PathBuf,
}

impl AsRef<Path> for InputFile {
    fn as_ref(&self) -> &Path {
        &self.path
    }
}
