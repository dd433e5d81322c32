//! One sheet of a submission, read by a layout.

use super::document::Headings;
use super::source::{SourceBook, SourceSheet};
use super::titles::is_closing;
use crate::layout::Layout;
use crate::workbook::SheetIx;

/// What the text of a cell is as a header.
#[derive(Debug, Clone, Copy)]
pub(super) struct HeaderText {
    /// The tables that use it, as bits.
    pub(super) tables: u32,
    /// Whether it is the label of a closing line as well.
    pub(super) closing: bool,
}

impl HeaderText {
    /// Whether some table uses it.
    pub(super) const fn is_known(self) -> bool {
        self.tables != 0
    }

    /// What the text of each cell of `sheet` is.
    pub(super) fn all(layout: &Layout, sheet: &SourceSheet<'_>) -> Vec<Self> {
        let of = |at: usize| {
            let text = &sheet.texts[at];
            let tables = match text.is_empty() {
                true => 0,
                false => layout.vocabulary.tables(sheet.header(at)),
            };
            Self {
                tables,
                closing: tables != 0 && is_closing(layout, text),
            }
        };
        (0..sheet.texts.len()).map(of).collect()
    }
}

/// One sheet of a submission, read by a layout.
pub(super) struct OnSheet<'s, 'a> {
    pub(super) layout: &'s Layout,
    pub(super) source: &'s SourceBook<'a>,
    pub(super) at: SheetIx,
    /// What the text of each cell is as a header.
    pub(super) headers: Vec<HeaderText>,
    /// The last column that tables may take.
    pub(super) edge: u32,
    /// The rows with a title that is none of the layout's.
    pub(super) foreign_titles: Vec<u32>,
    /// The headings of what stands beside the tables.
    pub(super) headings: &'s Headings<'s>,
}

impl<'s, 'a> OnSheet<'s, 'a> {
    pub(super) fn sheet(&self) -> &'s SourceSheet<'a> {
        &self.source.sheets[self.at]
    }
}
