//! Where yusuan itself fails over a file: the others go on, and it is said which file it was.

use crate::batch::{Stage, shielded};
use crate::finding::Finding;

/// The finding `internal-error` of a file, where it is the error of what was to be made of the file.
#[derive(Debug, thiserror::Error)]
#[error("{file}: [{}]", finding.code)]
pub(super) struct Caught {
    pub(super) file: String,
    pub(super) finding: Box<Finding>,
}

/// What `work` gives, which is `stage` of `file`.
///
/// # Errors
/// Those of the work, and [`Caught`] where it panics.
pub(super) fn caught<T>(
    file: impl ToString,
    stage: Stage,
    work: impl FnOnce() -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    shielded(stage, work).unwrap_or_else(|finding| Err(error(file, finding)))
}

/// The finding of a file as an error.
pub(super) fn error(file: impl ToString, finding: Box<Finding>) -> anyhow::Error {
    Caught {
        file: file.to_string(),
        finding,
    }
    .into()
}
