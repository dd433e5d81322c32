//! Why a file could not be opened at all.

use std::fmt;

use crate::messages::Phrase;

/// Why a file could not be opened. What keeps only a part from being read is a
/// [`Problem`](crate::workbook::Problem) of its sheet instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The file holds no bytes, or only white space.
    #[error("the file is empty")]
    Empty,
    /// The file is protected by a password.
    #[error("the file is encrypted; save it without a password")]
    Encrypted,
    /// The file is a spreadsheet, but damaged.
    #[error("the file is damaged: {reason}")]
    Corrupt {
        /// What is wrong.
        reason: Phrase,
    },
    /// The end of the file is missing.
    #[error("the file is cut off: its end is missing")]
    Truncated,
    /// The file is larger than a limit allows.
    #[error("{found}, over the limit of {value} (--{limit})")]
    Limit {
        /// Name of the limit, which is the name of the option that raises it.
        limit: &'static str,
        /// The limit in force.
        value: u64,
        /// What was found.
        found: Phrase,
    },
    /// The file is something else, whatever its name says.
    #[error("the file is no spreadsheet but {0}")]
    NotASpreadsheet(OtherFormat),
}

impl OpenError {
    pub(super) const fn corrupt(reason: Phrase) -> Self {
        Self::Corrupt { reason }
    }

    /// Damage for which a library has words.
    pub(super) fn quoted(error: &impl fmt::Display) -> Self {
        Self::corrupt(quoted(error))
    }
}

/// What a library says is wrong, in its own words.
pub(super) fn quoted(error: &impl fmt::Display) -> Phrase {
    Phrase::new("damage-quoted").arg("error", error)
}

/// What is wrong with one part of a package.
pub(super) fn of_part(part: &str, reason: Phrase) -> Phrase {
    Phrase::new("damage-part")
        .arg("part", part)
        .phrase("reason", reason)
}

/// What a file is that is no spreadsheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OtherFormat {
    /// A web page without a table, or one that only points to others beside it.
    Html,
    /// A workbook of Excel 5, 95 or older, as a stream of records without a compound file around it.
    OldExcel,
    /// Another XML document.
    OtherXml,
    /// A PNG picture.
    Png,
    /// A JPEG picture.
    Jpeg,
    /// A GIF picture.
    Gif,
    /// A PDF document.
    Pdf,
    /// A text document of Word, WPS or OpenDocument.
    Word,
    /// A presentation.
    PowerPoint,
    /// A zip archive of something else.
    Zip,
    /// A RAR archive.
    Rar,
    /// A 7-Zip archive.
    SevenZip,
    /// Plain text under the name of another format.
    Text,
    /// A rich text document.
    Rtf,
    /// Nothing that is known.
    Unknown,
}

impl fmt::Display for OtherFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Html => "a web page (HTML) without tables",
            Self::OldExcel => "a workbook of Excel 5/95 (BIFF5) or older; save it as .xlsx",
            Self::OtherXml => "an XML document",
            Self::Png => "a PNG picture",
            Self::Jpeg => "a JPEG picture",
            Self::Gif => "a GIF picture",
            Self::Pdf => "a PDF document",
            Self::Word => "a text document",
            Self::PowerPoint => "a presentation",
            Self::Zip => "a zip archive",
            Self::Rar => "a RAR archive",
            Self::SevenZip => "a 7z archive",
            Self::Text => "plain text; name it .csv or .tsv if it holds a table",
            Self::Rtf => "a rich text document",
            Self::Unknown => "of an unknown format",
        })
    }
}
