//! The sources and kinds of money that a line of the sheet 录入 can have: those that the tables which it feeds print.

use crate::layout::{BlockLayout, Field, Layout, TableLayout};
use crate::model::{BlockModel, Coordinates, Id, Lines, Model};

/// The sources and kinds of money of a layout, in the order of its tables.
#[derive(Debug, Clone)]
pub(super) struct Dimensions {
    /// The lowest sources.
    pub(super) sources: Vec<Id>,
    /// The lowest kinds.
    pub(super) kinds: Vec<Id>,
    /// Kinds that are sums of others.
    pub(super) sums: Vec<Id>,
}

/// Whether lines of this sort are told by 功能分类, source and kind alone.
pub(super) const fn is_by_function(lines: Lines) -> bool {
    matches!(lines, Lines::Fixed | Lines::Class | Lines::Function)
}

/// Whether the sheet 录入 of an entry form feeds a block.
pub(super) const fn is_fed(meaning: &BlockModel, printed: &BlockLayout) -> bool {
    is_by_function(meaning.lines) && printed.closed
}

/// Whether the sheet 录入 feeds all of a table.
pub(super) fn is_wholly_fed(model: &Model, printed: &TableLayout) -> bool {
    let meaning = model.table(printed.table.as_str());
    printed.blocks.iter().all(|own| {
        let block = meaning.and_then(|meaning| meaning.block(own.block.as_str()));
        block.is_some_and(|block| is_fed(block, own))
    })
}

/// The blocks that a layout prints, with their meaning and the tables they belong to.
pub(super) fn blocks<'a>(
    model: &'a Model,
    layout: &'a Layout,
) -> impl Iterator<Item = (&'a BlockModel, &'a BlockLayout)> {
    layout.tables.iter().flat_map(|table| {
        let meaning = model.table(table.table.as_str());
        table
            .blocks
            .iter()
            .filter_map(move |printed| Some((meaning?.block(printed.block.as_str())?, printed)))
    })
}

impl Dimensions {
    pub(super) fn new(model: &Model, layout: &Layout) -> Self {
        let by_function = blocks(model, layout).filter(|(block, _)| is_by_function(block.lines));
        let all: Vec<Coordinates> = by_function
            .flat_map(|(block, printed)| printed_coordinates(block, printed))
            .collect();
        let kinds = all.iter().filter_map(|at| at.kind.as_ref());
        let sums = kinds.clone();
        let sums = sums.filter(|kind| model.below(kind).next().is_some());
        Self {
            sources: lowest(model, all.iter().filter_map(|at| at.source.as_ref())),
            kinds: lowest(model, kinds),
            sums: sums.cloned().collect(),
        }
    }
}

/// What the columns and rows of a block that are printed add to its coordinates, and its own.
fn printed_coordinates(block: &BlockModel, printed: &BlockLayout) -> Vec<Coordinates> {
    let prints = |id: &Id| {
        let mut columns = printed.columns.iter();
        columns.any(|column| matches!(&column.field, Field::Amount(own) if own == id))
    };
    let columns = block.columns.iter().filter(|column| prints(&column.id));
    let columns = columns.map(|column| column.at.clone());
    let rows = printed.rows.iter();
    let rows = rows.filter_map(|row| Some(block.row(row.row.as_str())?.at.clone()));
    columns.chain(rows).chain([block.at.clone()]).collect()
}

/// The sources or kinds without any below them, those of `ids` and those below them, in this order.
fn lowest<'b>(model: &'b Model, ids: impl Iterator<Item = &'b Id>) -> Vec<Id> {
    let mut all: Vec<Id> = Vec::new();
    let mut add = |id: &Id| {
        if !all.contains(id) {
            all.push(id.clone());
        }
    };
    for id in ids {
        let below: Vec<&Id> = model.below(id).collect();
        if below.is_empty() {
            add(id);
        } else {
            below.into_iter().for_each(&mut add);
        }
    }
    all
}
