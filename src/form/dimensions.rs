//! What a line of the sheet 录入 can say: the sources, kinds and the like that the tables which it feeds print.

use std::collections::BTreeSet;

use super::desk::number;
use super::entry::SOURCE;
use crate::layout::{BlockLayout, Layout, TableLayout};
use crate::model::{BlockModel, Coordinates, Dim, Id, Lines, Member, Model, cell};
use crate::text::Measure;

const REVENUE: &str = "revenue";
const EXPENDITURE: &str = "expenditure";
/// What is spent this year, and what is left of it for the next.
const THIS_YEAR: &str = "this_year";
const LEFT: &str = "carried_forward";
/// Of this year's spending, which money pays it.
const PAID_BY: [(&str, &str); 2] = [
    ("granted", "this_year"),
    ("from_carried_over", "carried_over"),
];

/// What a line of the sheet can say, from the tables that it feeds, in their order.
#[derive(Debug, Clone)]
pub(super) struct Dimensions {
    /// The lowest sources, and those that are told of others beside them (其中：).
    pub(super) sources: Vec<Id>,
    /// Wider sources that the tables tell.
    pub(super) groups: Vec<Id>,
    /// Where the money of a line comes from, of this year or an earlier one; none where the tables do not tell.
    pub(super) carries: Vec<Id>,
    /// The lowest kinds: this year's spending.
    pub(super) kinds: Vec<Id>,
    /// What becomes of money that is not spent this year.
    pub(super) left: Vec<Id>,
    /// Other years of which the tables tell the same.
    pub(super) years: Vec<Id>,
}

/// Which amounts of the sheet a cell of a table adds up.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Asked {
    /// Of money from here.
    pub(super) source: Option<Id>,
    /// Of money from this year or an earlier one.
    pub(super) carry: Option<Id>,
    /// In these columns.
    pub(super) columns: Vec<Id>,
}

/// Whether lines of this sort are told by 功能分类, source and kind alone.
pub(super) const fn is_by_function(lines: Lines) -> bool {
    matches!(
        lines,
        Lines::Fixed | Lines::Class(Dim::FUNCTION) | Lines::FUNCTION
    )
}

/// What the lines of the sheet do not tell of a block, so that it is typed.
fn untold(meaning: &BlockModel, printed: &BlockLayout) -> Option<Dim> {
    const KNOWN: [Dim; 6] = [
        Dim::FLOW,
        Dim::SOURCE,
        Dim::CARRY,
        Dim::KIND,
        Dim::FUNCTION,
        Dim::BASIS,
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
    let other = meaning.groups.or(codes).or(flow);
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

/// Whether the sheet 录入 can feed the tables of a layout by 功能分类: its lines know 科目, source, what is carried over, and kind.
/// Others, as those by 经济分类, of projects or purchases, are typed in either form.
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

impl Dimensions {
    pub(super) fn new(model: &Model, layout: &Layout) -> Self {
        let fed = || blocks(layout).filter(|(block, printed)| is_fed(block, printed));
        let told = |of_which: bool| -> Vec<Coordinates> {
            let all = fed();
            all.flat_map(|(block, printed)| printed_coordinates(block, printed, of_which))
                .collect()
        };
        let all = told(false);
        // A kind may be broken down only in tables by 经济分类.
        let lists = blocks(layout).filter(|(block, _)| {
            let flow = block.at.flow().map(Id::as_str);
            block.lines != Lines::Single && matches!(flow, Some(REVENUE | EXPENDITURE))
        });
        let printed: Vec<Coordinates> = lists
            .flat_map(|(block, printed)| printed_coordinates(block, printed, false))
            .collect();
        let kinds: Vec<&Id> = all.iter().filter_map(Coordinates::kind).collect();
        let sources: Vec<&Id> = all.iter().filter_map(Coordinates::source).collect();
        let below: Vec<&Id> = printed
            .iter()
            .flat_map(|at| [at.kind(), at.source()])
            .flatten()
            .collect();
        let apart = told(true);
        let mut own = lowest(model, &sources, &below);
        for source in apart.iter().filter_map(Coordinates::source) {
            if !own.contains(source) {
                let above = own
                    .iter()
                    .rposition(|own| model.contains(Some(own), Some(source)));
                own.insert(above.map_or(own.len(), |above| above + 1), source.clone());
            }
        }
        let mut groups: Vec<Id> = Vec::new();
        for source in sources {
            let within = |own: &&Id| *own != source && model.contains(Some(source), Some(own));
            let is_wider = !own.contains(source) || own.iter().any(|own| within(&own));
            if is_wider && !groups.contains(source) {
                groups.push(source.clone());
            }
        }
        let carried = |flow: &str| {
            let is_of = |at: &&Coordinates| at.flow().is_some_and(|own| own.as_str() == flow);
            let all = all.iter().chain(&apart).filter(is_of);
            all.filter_map(|at| at.word(Dim::CARRY)).collect::<Vec<_>>()
        };
        let this_year = Id::from(THIS_YEAR);
        let spent = |word: &Id| model.contains(Some(&this_year), Some(word));
        let mut carries = unique(carried(REVENUE).into_iter());
        // A line that says nothing is of this year.
        if !carries.is_empty() && !carries.iter().any(spent) {
            carries.push(this_year.clone());
        }
        carries.sort_by_key(|word| !spent(word));
        let mut left = unique(carried(EXPENDITURE).into_iter().filter(|word| !spent(word)));
        // Money of an earlier year may be left again, whether or not a table says so.
        if left.is_empty() && carries.iter().any(|word| !spent(word)) {
            left.push(Id::from(LEFT));
        }
        let years = all.iter().filter_map(|at| at.word(Dim::BASIS));
        let is_typed = |word: &&Id| {
            let at = Coordinates::ALL.with(Dim::BASIS, Some(Member::Word((*word).clone())));
            model.computed(&at).is_none()
        };
        Self {
            kinds: lowest(model, &kinds, &below),
            years: unique(years.filter(is_typed)),
            sources: own,
            groups,
            carries,
            left,
        }
    }

    /// The columns of amounts of the sheet: what is known of other years, and the money of the budget.
    pub(super) fn columns(&self) -> Vec<Id> {
        self.years.iter().cloned().chain(self.money()).collect()
    }

    /// Those of the budget.
    pub(super) fn money(&self) -> Vec<Id> {
        self.kinds.iter().chain(&self.left).cloned().collect()
    }

    /// The column of what comes from this year or an earlier one, where the sheet has it.
    pub(super) fn carry(&self) -> Option<u32> {
        (!self.carries.is_empty()).then_some(SOURCE + 1)
    }

    /// The first column of amounts.
    pub(super) fn first(&self) -> u32 {
        self.carry().unwrap_or(SOURCE) + 1
    }

    /// The column of the sum of the money.
    pub(super) fn total(&self) -> u32 {
        self.first() + number(self.columns().len())
    }

    /// The first column of the budget's own money.
    pub(super) fn first_money(&self) -> u32 {
        self.first() + number(self.years.len())
    }

    /// What a cell adds up.
    pub(super) fn asked(&self, model: &Model, at: &Coordinates) -> Asked {
        let this_year = Id::from(THIS_YEAR);
        let within = |word: Option<&Id>, own: &Id| model.contains(word, Some(own));
        let carry = at.word(Dim::CARRY);
        let revenue = at.flow().is_some_and(|own| own.as_str() == REVENUE);
        let spent = carry.is_some_and(|word| within(Some(&this_year), word));
        let kinds = || {
            let own = self.kinds.iter();
            own.filter(|own| within(at.kind(), own)).cloned()
        };
        let columns = match (at.word(Dim::BASIS), carry) {
            (Some(year), _) => self
                .years
                .iter()
                .filter(|own| *own == year)
                .cloned()
                .collect(),
            (None, Some(word)) if !revenue && !spent => self
                .left
                .iter()
                .filter(|own| within(Some(word), own))
                .cloned()
                .collect(),
            (None, Some(_)) if !revenue => kinds().collect(),
            (None, _) if at.kind().is_some() => kinds().collect(),
            (None, _) => self.money(),
        };
        let paid = |word: &Id| {
            let mut all = PAID_BY.iter();
            all.find(|(own, _)| word.as_str() == *own)
                .map(|(_, by)| Id::from(*by))
        };
        let carry = match revenue {
            true => carry.cloned(),
            false => carry.and_then(paid),
        };
        Asked {
            source: at.source().cloned(),
            carry: carry.filter(|_| !self.carries.is_empty()),
            columns,
        }
    }

    /// Whether a line of this source and carry is part of what is asked.
    pub(super) fn belongs(model: &Model, asked: &Asked, source: &Id, carry: Option<&Id>) -> bool {
        let own = asked.carry.as_ref();
        model.contains(asked.source.as_ref(), Some(source))
            && own.is_none_or(|own| model.contains(Some(own), carry))
    }

    /// The columns that some lines fill in vain, each with what the tables ask of it: amounts of another year are of the money
    /// whose table prints them.
    pub(super) fn untaken(&self, model: &Model, asked: &BTreeSet<Asked>) -> Vec<(Id, Vec<Asked>)> {
        let columns = self.columns().into_iter();
        let columns = columns.filter_map(|column| {
            let own = asked.iter().filter(|own| own.columns.contains(&column));
            let own: Vec<Asked> = own.cloned().collect();
            let taken = |source: &Id, carry: Option<&Id>| {
                let mut own = own.iter();
                own.any(|own| Self::belongs(model, own, source, carry))
            };
            let carries: Vec<Option<&Id>> = match self.carries.is_empty() {
                true => vec![None],
                false => self.carries.iter().map(Some).collect(),
            };
            let mut sources = self.sources.iter();
            let all = sources.all(|source| carries.iter().all(|carry| taken(source, *carry)));
            (!all).then_some((column, own))
        });
        columns.collect()
    }

    /// What the lines of a list are about: those of the sheet that have any of it belong to the list.
    pub(super) fn listed(&self, model: &Model, block: &BlockModel, printed: &BlockLayout) -> Asked {
        let mut whole = self.asked(model, &block.at);
        whole.columns = self.columns();
        let columns = block.columns.iter().filter(|own| printed.prints(&own.id));
        let asked: Vec<Asked> = columns
            .map(|own| {
                self.asked(
                    model,
                    &cell(model, &block.at.narrowed(&block.list_at), &own.at),
                )
            })
            .collect();
        whole
            .columns
            .retain(|own| asked.iter().any(|asked| asked.columns.contains(own)));
        whole
    }
}

/// The first of each.
fn unique<'i>(words: impl Iterator<Item = &'i Id>) -> Vec<Id> {
    words.fold(Vec::new(), |mut all, word| {
        if !all.contains(word) {
            all.push(word.clone());
        }
        all
    })
}

/// Whether one of the `printed` words lies below `word`.
fn has_below(model: &Model, word: &Id, printed: &[&Id]) -> bool {
    let mut others = printed.iter().filter(|own| **own != word);
    others.any(|own| model.contains(Some(word), Some(own)))
}

/// What the columns and rows of a block that are printed add to its coordinates, and its own.
///
/// Those that are told beside others (其中：) are asked for by themselves: they are no parts that make up a whole.
fn printed_coordinates(
    block: &BlockModel,
    printed: &BlockLayout,
    of_which: bool,
) -> Vec<Coordinates> {
    let columns = block.columns.iter();
    let columns = columns.filter(|own| own.of_which == of_which && printed.prints(&own.id));
    let columns = columns.map(|own| &own.at);
    let rows = printed.rows.iter();
    let rows = rows.filter_map(|row| block.row(row.row.as_str()));
    let rows = rows
        .filter(|own| own.of_which == of_which)
        .map(|own| &own.at);
    let whole = Coordinates::ALL;
    let own = (!of_which).then_some(&whole);
    let all = columns.chain(rows).chain(own);
    all.map(|at| block.at.narrowed(at)).collect()
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
