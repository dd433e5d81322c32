//! The sources and kinds of money that a line of the sheet 录入 can have: those that the tables which it feeds print.

use crate::layout::{BlockLayout, Layout, RowKind, TableLayout};
use crate::model::{BlockModel, Coordinates, Dim, Id, Lines, Model};

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
    matches!(lines, Lines::Fixed | Lines::Class(_) | Lines::FUNCTION)
}

/// Whether the sheet 录入 of an entry form feeds a block.
pub(super) const fn is_fed(meaning: &BlockModel, printed: &BlockLayout) -> bool {
    is_by_function(meaning.lines) && printed.closed
}

/// Whether the sheet 录入 feeds all of a table.
pub(super) fn is_wholly_fed(printed: &TableLayout) -> bool {
    let mut blocks = printed.blocks.iter();
    blocks.all(|own| is_fed(&own.meaning, own))
}

/// Whether the sheet 录入 can feed the tables of a layout: its lines know nothing but 科目, source and kind. Where the tables tell
/// more, as what is carried over, other years, units or projects, only forms with tables to type into are made.
#[must_use]
pub fn can_enter(layout: &Layout) -> bool {
    const KNOWN: [Dim; 4] = [Dim::FLOW, Dim::SOURCE, Dim::KIND, Dim::FUNCTION];
    let known = |at: &Coordinates| at.iter().all(|(dim, _)| KNOWN.contains(&dim));
    let simple = |meaning: &BlockModel, printed: &BlockLayout| {
        let mixed = printed.rows.iter().any(|row| row.kind != RowKind::Line);
        let other = matches!(meaning.lines.codes(), Some(dim) if dim != Dim::FUNCTION);
        !mixed
            && !other
            && meaning.groups.is_none()
            && known(&meaning.at)
            && meaning
                .columns
                .iter()
                .all(|own| known(&own.at) && !own.of_which)
            && meaning
                .rows
                .iter()
                .all(|own| known(&own.at) && !own.of_which)
    };
    let mut fed = blocks(layout).filter(|(meaning, _)| is_by_function(meaning.lines));
    fed.clone().next().is_some() && fed.all(|(meaning, printed)| simple(meaning, printed))
}

/// The blocks that a layout prints, with their meaning and the tables they belong to.
pub(super) fn blocks(layout: &Layout) -> impl Iterator<Item = (&BlockModel, &BlockLayout)> + Clone {
    let blocks = layout.tables.iter().flat_map(|table| &table.blocks);
    blocks.map(|printed| (&*printed.meaning, printed))
}

impl Dimensions {
    pub(super) fn new(model: &Model, layout: &Layout) -> Self {
        let by_function = blocks(layout).filter(|(block, _)| is_by_function(block.lines));
        let all: Vec<Coordinates> = by_function
            .flat_map(|(block, printed)| printed_coordinates(block, printed))
            .collect();
        // A kind may be broken down only in tables by 经济分类.
        let lists = blocks(layout).filter(|(block, _)| block.lines != Lines::Single);
        let printed: Vec<Coordinates> = lists
            .flat_map(|(block, printed)| printed_coordinates(block, printed))
            .collect();
        let kinds: Vec<&Id> = all.iter().filter_map(Coordinates::kind).collect();
        let sources: Vec<&Id> = all.iter().filter_map(Coordinates::source).collect();
        let below: Vec<&Id> = printed
            .iter()
            .flat_map(|at| [at.kind(), at.source()])
            .flatten()
            .collect();
        let sums = kinds.iter().filter(|kind| has_below(model, kind, &below));
        Self {
            sums: sums.map(|kind| (*kind).clone()).collect(),
            sources: lowest(model, &sources, &below),
            kinds: lowest(model, &kinds, &below),
        }
    }
}

/// Whether one of the `printed` words lies below `word`.
fn has_below(model: &Model, word: &Id, printed: &[&Id]) -> bool {
    let mut others = printed.iter().filter(|own| **own != word);
    others.any(|own| model.contains(Some(word), Some(own)))
}

/// What the columns and rows of a block that are printed add to its coordinates, and its own.
fn printed_coordinates(block: &BlockModel, printed: &BlockLayout) -> Vec<Coordinates> {
    let columns = block.columns.iter();
    let columns = columns.filter(|column| printed.prints(&column.id));
    let columns = columns.map(|column| column.at.clone());
    let rows = printed.rows.iter();
    let rows = rows.filter_map(|row| Some(block.row(row.row.as_str())?.at.clone()));
    columns.chain(rows).chain([block.at.clone()]).collect()
}

/// The sources or kinds `own` that none of the `printed` ones lies below, else those, in this order.
fn lowest(model: &Model, own: &[&Id], printed: &[&Id]) -> Vec<Id> {
    let mut all: Vec<Id> = Vec::new();
    for id in own {
        let below = model
            .below(id)
            .filter(|below| printed.contains(below))
            .collect::<Vec<_>>();
        let lowest = match below.is_empty() {
            true => vec![*id],
            false => below,
        };
        for id in lowest {
            if !all.contains(id) && !has_below(model, id, printed) {
                all.push(id.clone());
            }
        }
    }
    all
}
