//! Which parts of a form hold amounts, as formulas for the sheet 校验.

use super::block::FormBlock;
use super::desk::{cell, number};
use super::dimensions::{Dimensions, HEADER, SHEET};
use super::entered::entry_lines;
use super::feeding::is_fed;
use super::fixed::row_at;
use super::{FormKind, Request};
use crate::layout::Templates;
use crate::model::{Dim, Id, Lines};
use crate::workbook::{FormulaText, call};

/// A part of a form that amounts are typed into: a table, or the sheet 录入.
#[derive(Debug)]
pub(super) struct FormPart {
    /// The name of its sheet.
    pub(super) name: String,
    /// Whether every unit has amounts there.
    pub(super) needed: bool,
    /// The ranges of its amounts.
    ranges: Vec<FormulaText>,
}

impl FormPart {
    /// An expression that is true where it holds an amount other than zero. Formulas give numbers only over such amounts, or
    /// zero.
    pub(super) fn is_filled(&self) -> FormulaText {
        let counts = self
            .ranges
            .iter()
            .flat_map(|range| ["<0", ">0"].map(|other| call("COUNTIF", (range, other))));
        FormulaText::added(counts).grouped().above(0).grouped()
    }
}

/// The parts of a form that amounts are typed into.
pub(super) fn parts(
    templates: &Templates,
    request: &Request<'_>,
    blocks: &[FormBlock<'_>],
) -> Vec<FormPart> {
    let mut parts: Vec<FormPart> = Vec::new();
    if request.kind == FormKind::Entry {
        let dims = Dimensions::new(&templates.model, request.layout);
        let lines = number(entry_lines(templates, request));
        // What is known of another year fills in nothing.
        let last = cell(HEADER + lines, dims.total() - 1);
        let region = cell(HEADER + 1, dims.first_money()).to(&last);
        parts.push(FormPart {
            name: SHEET.to_owned(),
            needed: true,
            ranges: vec![region.on(SHEET)],
        });
    }
    for block in blocks {
        if request.kind == FormKind::Entry && is_fed(block.meaning, block.printed) {
            continue;
        }
        let (first, last) = block.rows();
        // What is known of another year fills in nothing.
        let columns = &block.meaning.columns;
        let this_year = |own: usize| columns[own].at.get(Dim::BASIS).is_none();
        let leaves = block.leaves().into_iter();
        let leaves: Vec<u32> = leaves
            .filter(|(own, _)| this_year(*own))
            .map(|(_, col)| col)
            .collect();
        let rows: Vec<u32> = (first..=last)
            .filter(|row| row_at(block, *row).get(Dim::BASIS).is_none())
            .collect();
        // Cells side by side are one range: a formula has room for so many.
        let runs = |all: &[u32]| -> Vec<(u32, u32)> {
            let runs = all.chunk_by(|a, b| a + 1 == *b);
            let ends = runs.filter_map(|run| Some((*run.first()?, *run.last()?)));
            ends.collect()
        };
        let mut ranges = Vec::new();
        for (top, bottom) in runs(&rows) {
            for (from, to) in runs(&leaves) {
                let region = cell(top, from).to(&cell(bottom, to));
                ranges.push(region.on(&block.sheet));
            }
        }
        match parts.iter_mut().find(|part| part.name == block.sheet) {
            Some(part) => part.ranges.extend(ranges),
            None => parts.push(FormPart {
                name: block.sheet.clone(),
                needed: !may_be_empty(request, block),
                ranges,
            }),
        }
    }
    parts
}

/// Whether a unit may have no amounts in a block: its table has a note for that or may be missing, or is about what not every unit
/// has: 三公, projects, purchases, money of funds.
fn may_be_empty(request: &Request<'_>, block: &FormBlock<'_>) -> bool {
    let printed = request.layout.table(block.table.as_str());
    let noted = printed.is_some_and(|table| table.empty_note.is_some() || table.optional);
    let source = block.meaning.at.source().map(Id::as_str);
    let flow = block.meaning.at.flow().map(Id::as_str);
    noted
        || matches!(block.meaning.lines, Lines::Single | Lines::Records)
        || !matches!(flow, Some("revenue" | "expenditure"))
        // Money of a fund, which few units have.
        || !matches!(source, None | Some("fiscal" | "general"))
}
