//! The submitter's own workbook back with its wrong cells marked: coloured, with a comment each, and with a sheet that lists
//! the findings.
//!
//! An .xlsx is changed in place, everything else in it stays. Of other formats a new workbook is made with the values. Marks
//! of an earlier run are taken away first.

mod fresh;
mod marks;
mod patch;
mod results;
#[cfg(test)]
mod tests;

pub use results::results_sheet;

use crate::finding::Finding;
use crate::messages::Messages;
use crate::workbook::open::{OpenError, unlocked};
use crate::workbook::save::SaveError;
use crate::workbook::{Format, Workbook};

/// Why a workbook could not be marked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AnnotateError {
    /// The package cannot be read, or a part of it is over a limit.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A part of the package is not what it should be, so it cannot be changed without loss.
    #[error("part {part}: {reason}")]
    Part {
        /// Name of the part.
        part: String,
        /// What is wrong, in words.
        reason: String,
    },
    /// The workbook has as many cell formats as a workbook may have.
    #[error("the workbook has too many cell formats to add one")]
    TooManyStyles,
    /// The package cannot be written.
    #[error("{0}")]
    Package(String),
    /// The new workbook cannot be written.
    #[error(transparent)]
    Save(#[from] SaveError),
}

impl AnnotateError {
    fn part(part: &str, reason: impl Into<String>) -> Self {
        Self::Part {
            part: part.to_owned(),
            reason: reason.into(),
        }
    }
}

/// The workbook `bytes` with the cells of `findings` marked. `workbook` is what was read of these bytes.
///
/// The result is an .xlsx file (.xlsm where the input was one). Of an .xlsx nothing changes but: the fill of the cells
/// concerned, comments on them, the list of findings as a sheet of its own (the first one; the last one in a workbook with
/// macros, which may count sheets), and which sheet is shown first. A digital signature is dropped, as it holds no longer.
/// Of other formats the values, merged regions and hidden rows, columns and sheets go into a new workbook.
///
/// # Errors
/// Where the package is damaged in a part that must change, or would become larger than the format allows.
///
/// # Panics
/// Where `templates/messages/` lacks a finding's code or wording.
pub fn annotate(
    bytes: &[u8],
    workbook: &Workbook,
    findings: &[Finding],
    messages: &Messages,
) -> Result<Vec<u8>, AnnotateError> {
    match workbook.format {
        Some(Format::Xlsx) => patch::patch(&unlocked(bytes)?, workbook, findings, messages),
        _ => fresh::fresh(workbook, findings, messages),
    }
}
