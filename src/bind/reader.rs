//! A submission that is being read.

use std::collections::HashMap;

use super::ledger::Ledger;
use super::placement::PlacedPart;
use super::source::SourceBook;
use super::wanted::Wanted;
use crate::finding::{Finding, Stated};
use crate::layout::{Layout, TableLayout, Templates};
use crate::model::{Dim, Id, Lines};

pub(super) struct SubmissionReader<'r, 's> {
    pub(super) source: &'r SourceBook<'s>,
    pub(super) templates: &'r Templates,
    pub(super) layout: &'r Layout,
    pub(super) ledger: Ledger,
    pub(super) findings: Vec<Finding>,
    pub(super) wanted: Wanted,
    /// The codes of keys that are stated by name as well.
    pub(super) known_keys: HashMap<(Dim, Id), Id>,
}

impl SubmissionReader<'_, '_> {
    pub(super) fn table(&self, part: &PlacedPart) -> &TableLayout {
        &self.layout.tables[part.table]
    }

    pub(super) fn lines(&self, part: &PlacedPart, block: usize) -> Lines {
        self.table(part).blocks[block].meaning.lines
    }

    pub(super) fn is_coded(&self, part: &PlacedPart) -> bool {
        part.blocks
            .iter()
            .any(|block| matches!(self.lines(part, block.block), Lines::List(_)))
    }

    pub(super) fn is_function(&self, part: &PlacedPart) -> bool {
        part.blocks
            .iter()
            .any(|block| self.lines(part, block.block) == Lines::FUNCTION)
    }
}

pub(super) fn title_cell(reader: &SubmissionReader<'_, '_>, part: &PlacedPart) -> Option<Stated> {
    let sheet = &reader.source.sheets[part.sheet];
    let at = sheet.at(part.title?)?;
    Some(Stated::text(Some(sheet.place(at)), &sheet.raw(at)))
}
