//! The direct form: the tables to type into.

use super::block::{FormBlock, RangeNames};
use super::desk::{Desk, down};
use super::lists::CodeLists;
use super::of_last_year::StatedLastYear;
use super::skeleton::arranged;
use super::{MadeTables, Request, classes, fixed, of_last_year, open, records};
use crate::bind::NoPlace;
use crate::layout::Templates;
use crate::model::Lines;
use crate::workbook::{FormulaText, Value, call};

/// The tables of a direct form.
pub(super) fn tables<'f>(
    templates: &'f Templates,
    request: &Request<'f>,
    lists: &CodeLists,
) -> Result<MadeTables<'f>, NoPlace> {
    let (mut desks, mut blocks) = arranged(templates, request)?;
    let mut names = RangeNames::default();
    let last = StatedLastYear::new(&templates.model, request);
    for block in &mut blocks {
        typed(
            templates, request, lists, &last, &mut names, &mut desks, block,
        );
    }
    notes(&mut desks, &blocks);
    Ok(MadeTables {
        before: Vec::new(),
        desks,
        blocks,
        lines: Vec::new(),
        names,
    })
}

/// Makes a block one to type into.
pub(super) fn typed(
    templates: &Templates,
    request: &Request<'_>,
    lists: &CodeLists,
    last: &StatedLastYear<'_>,
    names: &mut RangeNames,
    desks: &mut [Desk],
    block: &mut FormBlock<'_>,
) {
    let desk = &mut desks[block.desk.index()];
    match block.meaning.lines {
        Lines::Fixed | Lines::Single => fixed::rows(templates, desk, block),
        Lines::Records => {
            fixed::rows(templates, desk, block);
            records::typed(request, lists, desk, block);
        }
        Lines::Class(_) if !block.printed.rows.is_empty() => {
            fixed::rows(templates, desk, block);
            classes::listed(request, lists, desk, block);
        }
        Lines::Class(_) => classes::typed(request, lists, desk, block),
        Lines::List(_) => open::typed(request, lists, desk, block),
    }
    of_last_year::beside(&templates.model, last, desk, block);
    if block.is_list() {
        open::helpers(lists, names, desk, block);
    }
    of_last_year::fill(&templates.model, last, desk, block);
}

/// The note of a table that may be empty: said while it holds no amount.
pub(super) fn notes(desks: &mut [Desk], blocks: &[FormBlock<'_>]) {
    for block in blocks.iter().filter(|block| block.closing().is_some()) {
        let desk = &mut desks[block.desk.index()];
        let row = block.body.1 + 2;
        let Some(note) = desk.cell(row, 0) else {
            continue;
        };
        let Value::Text(text) = &note.value else {
            continue;
        };
        let leaves = block.leaves().into_iter();
        let cells: Vec<FormulaText> = leaves.map(|(_, col)| down(col, block.body)).collect();
        let formula = call("IF", (call("SUM", cells).is(0), text, ""));
        note.formula = Some(formula.into());
    }
}
