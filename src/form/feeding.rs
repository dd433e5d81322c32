//! Which blocks of a form the sheet 录入 feeds.

use crate::layout::{BlockLayout, Layout, TableLayout};
use crate::model::{BlockModel, Dim, Id, Lines};
use crate::text::Measure;

/// The flows that the sheet is of.
pub(super) const REVENUE: &str = "revenue";
pub(super) const EXPENDITURE: &str = "expenditure";

/// Whether lines of this sort are told by 功能分类, source and kind alone.
pub(super) const fn is_by_function(lines: Lines) -> bool {
    matches!(
        lines,
        Lines::Fixed | Lines::Class(Dim::FUNCTION) | Lines::FUNCTION
    )
}

/// What the lines of the sheet do not tell of a block, so that it is typed.
fn untold(meaning: &BlockModel, printed: &BlockLayout) -> Option<Dim> {
    const KNOWN: [Dim; 8] = [
        Dim::FLOW,
        Dim::SOURCE,
        Dim::CARRY,
        Dim::KIND,
        Dim::FUNCTION,
        Dim::BASIS,
        Dim::ECONOMIC,
        Dim::GOVERNMENT_ECONOMIC,
    ];
    let columns = meaning.columns.iter();
    let columns = columns.filter(|own| printed.prints(&own.id));
    let rows = meaning.rows.iter().map(|own| &own.at);
    let all = columns.map(|own| &own.at).chain(rows).chain([&meaning.at]);
    let mut dims = all.flat_map(|at| at.iter().map(|(dim, _)| dim));
    let spent =
        |flow: Option<&Id>| flow.is_some_and(|own| matches!(own.as_str(), REVENUE | EXPENDITURE));
    // Other money than that of the budget itself, as 三公, is no sum of its lines.
    let flow = (!spent(meaning.at.flow())).then_some(Dim::FLOW);
    let codes = meaning.lines.codes().filter(|dim| *dim != Dim::FUNCTION);
    let groups = meaning.groups.filter(|dim| *dim != Dim::AGENCY);
    let other = groups.or(codes).or(flow);
    other.or_else(|| dims.find(|dim| !KNOWN.contains(dim)))
}

/// Whether the sheet 录入 of an entry form feeds a block.
pub(super) fn is_fed(meaning: &BlockModel, printed: &BlockLayout) -> bool {
    is_by_function(meaning.lines) && printed.closed && untold(meaning, printed).is_none()
}

/// Whether the sheet 录入 feeds all of a table.
pub(super) fn is_wholly_fed(printed: &TableLayout) -> bool {
    let mut blocks = printed.blocks.iter();
    blocks.all(|own| is_fed(&own.meaning, own))
}

/// Why no sheet 录入 can feed the tables of a layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoEntry {
    /// No table has lines by 功能分类, which could be fed.
    Lines,
    /// Its tables by 功能分类 also tell this.
    Tells(Dim),
}

/// Whether the sheet 录入 can feed the tables of a layout by 功能分类: its lines know 科目, source, what is carried over, and kind,
/// and where these tables tell them the unit and 经济分类. Others, as those that list 经济分类, projects or purchases, are typed
/// in either form.
///
/// # Errors
/// Where it cannot feed them all, why.
pub fn can_enter(layout: &Layout) -> Result<(), NoEntry> {
    let listed = || {
        let lists = |lines: Lines| is_by_function(lines) && lines != Lines::Fixed;
        blocks(layout).filter(move |(meaning, _)| lists(meaning.lines))
    };
    let untold = listed().find_map(|(meaning, printed)| untold(meaning, printed));
    match untold {
        Some(dim) => Err(NoEntry::Tells(dim)),
        None if listed().any(|(meaning, printed)| is_fed(meaning, printed)) => Ok(()),
        None => Err(NoEntry::Lines),
    }
}

/// The blocks that a layout prints, with their meaning and the tables they belong to.
pub(super) fn blocks(layout: &Layout) -> impl Iterator<Item = (&BlockModel, &BlockLayout)> + Clone {
    let blocks = layout.tables.iter().flat_map(|table| &table.blocks);
    blocks.map(|printed| (&*printed.meaning, printed))
}

/// The unit in which the sheet is filled in: that of the tables that it feeds, where they have one.
pub(super) fn measure(layout: &Layout) -> Measure {
    let fed = |table: &&TableLayout| {
        let mut blocks = table.blocks.iter();
        blocks.any(|own| is_fed(&own.meaning, own))
    };
    let mut measures = layout.tables.iter().filter(fed).map(|table| table.measure);
    let first = measures.next().unwrap_or_default();
    match measures.all(|own| own == first) {
        true => first,
        false => Measure::Yuan,
    }
}
