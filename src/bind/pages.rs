//! Pages on sheets of their own that repeat neither title nor header.

use super::extent;
use super::placement::PlacedPart;
use super::source::SourceBook;
use super::titles::is_closing;
use crate::layout::{Field, Layout};
use crate::model::Code;
use crate::workbook::SheetIx;

/// The part that a sheet without title and header makes of the unfinished table on the sheets before it.
pub(super) fn going_on(
    source: &SourceBook<'_>,
    layout: &Layout,
    previous: Option<&PlacedPart>,
    at: SheetIx,
) -> Option<PlacedPart> {
    let previous = previous?;
    let block = previous.blocks.first().filter(|block| {
        block
            .columns
            .iter()
            .any(|(_, field)| matches!(field, Field::Code | Field::CodePart(1)))
    })?;
    let before = &source.sheets[previous.sheet];
    let finished = before
        .sheet
        .cells
        .iter()
        .zip(&before.texts)
        .any(|(cell, text)| {
            cell.row >= previous.body.0 && cell.row <= previous.body.1 && is_closing(layout, text)
        });
    let sheet = &source.sheets[at];
    let code_cols: Vec<u32> = block
        .columns
        .iter()
        .filter(|(_, field)| matches!(field, Field::Code | Field::CodePart(_)))
        .map(|(col, _)| *col)
        .collect();
    let amount = |col: u32| {
        block
            .columns
            .iter()
            .any(|(other, field)| *other == col && matches!(field, Field::Amount(_)))
    };
    let (row, _) = sheet.sheet.rows().next()?;
    let digits: String = sheet
        .row(row)
        .filter(|&at| code_cols.contains(&sheet.sheet.cells[at].col))
        .map(|at| sheet.code(at).into_owned())
        .collect();
    let codes = Code::parse(&digits).is_some()
        || (!digits.is_empty() && digits.len() < 8 && digits.bytes().all(|b| b.is_ascii_digit()));
    let closes = sheet
        .row(row)
        .any(|at| is_closing(layout, &sheet.texts[at]));
    let numbers = sheet
        .row(row)
        .any(|at| amount(sheet.sheet.cells[at].col) && sheet.is_number(at));
    // A new sheet is no page of the list unless all of it is: it has the codes of such a list, and is shown like the sheet before.
    let columns = &block.columns;
    let is_code = |col: u32| {
        let mut own = columns.iter().filter(|(own, _)| *own == col);
        own.any(|(_, field)| matches!(field, Field::Code | Field::CodePart(1)))
    };
    let codes_before = (previous.body.0..=previous.body.1)
        .flat_map(|row| before.row(row))
        .filter(|&at| is_code(before.sheet.cells[at].col))
        .filter_map(|at| before.shown(at).chars().next());
    let begins: Vec<char> = codes_before.filter(char::is_ascii_digit).collect();
    let table = &layout.tables[previous.table];
    let listed = || extent::all_listed(sheet, layout, table, &previous.blocks, row, &begins);
    let alike = before.sheet.visibility == sheet.sheet.visibility;
    if finished || !alike || !numbers || !(codes || closes) || !listed() {
        return None;
    }
    let above = row.saturating_sub(1);
    let last = sheet.last_row();
    let end = extent::last_row(sheet, layout, table, &previous.blocks, above, last);
    Some(PlacedPart {
        sheet: at,
        title: None,
        header: None,
        body: (row, end.max(row)),
        missing: Vec::new(),
        exact: 0,
        ..previous.clone()
    })
}
