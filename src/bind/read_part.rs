//! What was read of a part, before the parts of a table are put together.

use std::collections::BTreeSet;

use super::placement::PlacedPart;
use crate::finding::Stated;
use crate::model::{Amount, Id, Line, Text};
use crate::text::Measure;
use crate::workbook::{HiddenBy, SheetIx};

/// A line as read, with what its amounts were stated in.
#[derive(Debug)]
pub(super) struct ReadLine {
    pub(super) line: Line,
    /// The sheet that it stands on.
    pub(super) sheet: SheetIx,
    /// Whether a label beside the line calls it the total.
    pub(super) labelled_total: bool,
    /// The cells of the line, for a line that turns out to repeat another.
    pub(super) cells: Vec<usize>,
}

/// A row that adds up records.
#[derive(Debug)]
pub(super) struct Subtotal {
    pub(super) label: String,
    pub(super) block: Id,
    /// How many lines of the part stand above it.
    pub(super) above: usize,
    /// Whether it is known which records it begins with: those of another page may be among them.
    pub(super) known: bool,
    pub(super) amounts: Vec<(Id, Amount)>,
}

/// The lines of a part.
#[derive(Debug)]
pub(super) struct ReadPart<'p> {
    pub(super) part: &'p PlacedPart,
    pub(super) measure: Measure,
    pub(super) lines: Vec<ReadLine>,
    /// Its rows that add up records.
    pub(super) subtotals: Vec<Subtotal>,
    pub(super) decimals: u32,
    pub(super) note: Option<Text>,
    pub(super) text_numbers: Vec<Stated>,
    pub(super) hidden: Vec<Stated>,
    pub(super) hidden_by: BTreeSet<HiddenBy>,
    pub(super) too_many_digits: Vec<Stated>,
    pub(super) placeholders: Vec<Stated>,
    /// Amounts that a number format shows as others than are stored.
    pub(super) scaled: Vec<Stated>,
    /// Amounts that a number format shows as others than are stored, against the unit of measure.
    pub(super) contradicting: Vec<Stated>,
    pub(super) percentages: Vec<Stated>,
    pub(super) dates: Vec<Stated>,
}
