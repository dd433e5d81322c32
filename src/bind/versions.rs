//! Tables that are both shown and hidden.

use std::collections::BTreeMap;

use super::placement::{PlacedPart, Placement};
use super::source::{SourceBook, SourceSheet};
use super::titles::is_closing;
use crate::layout::{Field, Layout};
use crate::workbook::Visibility;

/// Takes the hidden versions of tables out of `placement` that are shown elsewhere: the one that is shown counts. A hidden
/// page stays that goes on with a table which is not closed.
pub(super) fn versions_apart(source: &SourceBook<'_>, layout: &Layout, placement: &mut Placement) {
    let hidden =
        |part: &PlacedPart| source.sheets[part.sheet].sheet.visibility != Visibility::Visible;
    let parts = std::mem::take(&mut placement.parts);
    let mut shown: BTreeMap<usize, bool> = BTreeMap::new();
    for part in parts.iter().filter(|part| !hidden(part)) {
        let closed = is_closed(&source.sheets[part.sheet], layout, part);
        *shown.entry(part.table).or_default() |= closed;
    }
    let (apart, own) = parts
        .into_iter()
        .partition(|part| hidden(part) && shown.get(&part.table) == Some(&true));
    (placement.versions, placement.parts) = (apart, own);
    let parts = &placement.parts;
    placement.headless.retain(|(sheet, _, table, _)| {
        let twin = parts.iter().any(|part| part.table == *table);
        source.sheets[*sheet].sheet.visibility == Visibility::Visible || !twin
    });
}

/// Whether a part has its closing line, or is of one line.
fn is_closed(sheet: &SourceSheet<'_>, layout: &Layout, part: &PlacedPart) -> bool {
    let keys = part.blocks.iter().flat_map(|block| &block.columns);
    let keys: Vec<u32> = keys
        .filter(|(_, field)| !matches!(field, Field::Amount(_)))
        .map(|(col, _)| *col)
        .collect();
    let mut body = sheet.sheet.between(part.body.0, part.body.1);
    keys.is_empty()
        || body.any(|at| {
            keys.contains(&sheet.sheet.cells[at].col) && is_closing(layout, &sheet.texts[at])
        })
}
