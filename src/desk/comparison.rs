//! Two budgets, or those of two folders, line by line: as a workbook and as a page.

use super::books::book;
use super::changes::{Change, ChangeState};
use super::said::said;
use super::sheets::{CellPiece, TableRow, TableText, change_pieces};
use crate::layout::Templates;
use crate::messages::Messages;
use crate::publish::{Publication, html};
use crate::workbook::save::SaveError;

fn comparison(
    templates: &Templates,
    compared: &[(String, Vec<Change>)],
    messages: &Messages,
) -> TableText<'static> {
    let widths = [26.0, 22.0, 12.0, 26.0, 20.0, 18.0, 18.0, 16.0, 10.0, 10.0];
    let mut table = TableText::new(messages, "compare-title", "compare-headers", &widths);
    for (unit, changes) in compared {
        for own in changes {
            let place = said(templates, &own.row);
            let mut pieces = vec![
                CellPiece::text(unit.as_str()),
                CellPiece::Text(place.table),
                CellPiece::Code(place.code),
                CellPiece::Text(place.name),
                CellPiece::Text(place.what),
            ];
            pieces.extend(change_pieces(own, 5, messages));
            table.rows.push(TableRow::new(pieces));
        }
    }
    table
}

/// The changes of each of these as a workbook, with live differences.
///
/// # Errors
/// Where it cannot be made.
pub fn comparison_workbook(
    templates: &Templates,
    compared: &[(String, Vec<Change>)],
    messages: &Messages,
) -> Result<Vec<u8>, SaveError> {
    book(&[comparison(templates, compared, messages)])
}

/// The changes of each of these as a page: what stayed the same is left out.
#[must_use]
pub fn comparison_page(
    templates: &Templates,
    compared: &[(String, Vec<Change>)],
    messages: &Messages,
) -> String {
    let other = |own: &&Change| own.state != ChangeState::Same;
    let compared: Vec<(String, Vec<Change>)> = compared
        .iter()
        .map(|(unit, own)| (unit.clone(), own.iter().filter(other).cloned().collect()))
        .collect();
    let table = comparison(templates, &compared, messages);
    html(&Publication {
        title: table.title.clone(),
        parts: vec![table.part()],
    })
}
