//! What each file of an inbox is to the batch.

use std::collections::BTreeMap;

use super::inputs::Input;
use super::told::Told;

/// What a file is to the batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileRole {
    /// The file of its line that counts.
    Counted,
    /// A part of the submission that counts.
    Part,
    /// An older version.
    Superseded,
    /// The same bytes as another.
    Duplicate,
    /// The same facts and texts as another.
    SameData,
    /// Its name is one unit's, its content another's.
    OtherUnit,
    /// Of another year.
    OtherYear,
    /// Of a unit that is no roster line.
    NotInRoster,
    /// Whose it is cannot be told.
    Unclear,
    /// It cannot be read.
    Unreadable,
    /// It has no budget table.
    NoTable,
    /// A zip archive; its files are listed by themselves.
    Archive,
    /// A workbook in which several units hand in; each is listed by itself.
    SeveralUnits,
    /// An archive that is not opened.
    ArchiveNotRead,
    /// No spreadsheet.
    Attachment,
    /// A list of explanations.
    Explanations,
    /// What systems and programs leave.
    Ignored,
}

impl FileRole {
    /// The word in JSON.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Counted | Self::Part => "counted",
            Self::Superseded => "superseded",
            Self::Duplicate => "duplicate",
            Self::SameData => "same-data",
            Self::OtherUnit => "other-unit",
            Self::OtherYear => "other-year",
            Self::NotInRoster => "not-in-roster",
            Self::Unclear => "unclear",
            Self::Unreadable | Self::ArchiveNotRead => "unreadable",
            Self::NoTable => "no-table",
            Self::Archive => "archive",
            Self::SeveralUnits => "several-units",
            Self::Attachment => "attachment",
            Self::Explanations => "explanations",
            Self::Ignored => "ignored",
        }
    }
}

/// A file of the inbox and what it is to the batch.
#[derive(Debug)]
pub struct Filed {
    /// The file.
    pub input: Input,
    /// What it is.
    pub role: FileRole,
    /// The roster line that it is of, or was meant for.
    pub line: Option<usize>,
    /// The position of the file that it yields to or repeats.
    pub of: Option<usize>,
    /// Why it does not count; a path or a word.
    pub why: Option<String>,
}

/// The files of a batch with their roles, what is to be said of them, and for each line its versions, the newest first.
#[derive(Debug, Default)]
pub struct Filing {
    /// The files, in the order of their paths.
    pub files: Vec<Filed>,
    /// What is to be said of them.
    pub told: Vec<Told>,
    /// For each line with versions, their positions, the newest first.
    pub versions: BTreeMap<usize, Vec<usize>>,
}
