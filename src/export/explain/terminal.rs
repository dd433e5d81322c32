//! What every cell was taken for, as text for a terminal.

use std::collections::BTreeMap;

use super::grid::grid;
use super::lists::{document, findings, layouts, numbers, strange, table};
use super::words::{RoleShown, head, hidden, role, shown, shown_line};
use crate::bind::{Explanation, Role};
use crate::messages::Messages;

/// What every cell of `file` was taken for, in lines of at most about `width` columns: the layouts tried, the sheets drawn, the
/// legend, the tables with their columns and lines, and what was not understood. Coloured by ANSI escapes, which say nothing
/// that the marks do not say.
#[must_use]
pub fn explain_text(
    file: &str,
    explanation: &Explanation,
    messages: &Messages,
    width: usize,
) -> String {
    let mut text = format!("{}\n", head(&shown_line(file)));
    text.push_str(&layouts(explanation, messages));
    for sheet in &explanation.sheets {
        let name = shown_line(&sheet.name);
        let title = messages.with("taken-sheet", &[("sheet", name.into())]);
        text.push_str(&format!("\n{}", head(&title)));
        if let Some(hidden) = hidden(sheet.visibility, messages) {
            text.push_str(&format!("  {hidden}"));
        }
        text.push('\n');
        if sheet.cells.is_empty() {
            text.push_str(&format!("{}\n", messages.text("taken-empty-sheet")));
        } else {
            text.push_str(&grid(sheet, width));
        }
    }
    text.push_str(&legend(explanation, messages));
    for taken in &explanation.tables {
        text.push('\n');
        text.push_str(&table(taken, messages));
    }
    text.push_str(&document(explanation, messages));
    text.push_str(&numbers(explanation, messages));
    text.push_str(&strange(explanation, messages));
    text.push_str(&findings(explanation, messages));
    text
}

/// The number of cells of each role, in the order of the roles.
pub(super) fn counts(explanation: &Explanation) -> BTreeMap<Role, usize> {
    let mut counts = BTreeMap::new();
    for cell in explanation.sheets.iter().flat_map(|sheet| &sheet.cells) {
        *counts.entry(cell.role).or_insert(0) += 1;
    }
    counts
}

fn legend(explanation: &Explanation, messages: &Messages) -> String {
    let mut text = format!("\n{}\n", head(&messages.text("taken-legend")));
    for (own, count) in counts(explanation) {
        let RoleShown { mark, style, .. } = shown(own);
        let word = role(own, messages);
        text.push_str(&format!("  {style}{mark}{style:#}  {word}  {count}\n"));
    }
    text.push_str(&format!("  *  {}\n", messages.text("taken-legend-star")));
    text
}
