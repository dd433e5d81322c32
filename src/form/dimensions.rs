//! What a line of the sheet 录入 can say: the sources, kinds and the like that the tables which it feeds print, and in which columns.

use std::collections::BTreeSet;

use super::desk::number;
use super::feeding::{EXPENDITURE, REVENUE, blocks, is_fed};
use crate::layout::{BlockLayout, Layout};
use crate::model::{BlockModel, Code, Coordinates, Dim, Id, Lines, Member, Model, Unit, cell};

/// The name of the sheet.
pub(super) const SHEET: &str = "录入";
/// Its headers in front of the kinds of money: code, name, source.
pub(super) const HEADERS: [&str; 3] = ["功能分类科目（项）", "科目名称", "资金来源"];
/// Its header behind them: of their sum.
pub(super) const TOTAL: &str = "合计";
/// The row of the headers, counted from 0.
pub(super) const HEADER: u32 = 3;
/// The columns of what a line is of.
pub(super) const CODE: u32 = 0;
pub(super) const NAME: u32 = 1;
pub(super) const SOURCE: u32 = 2;

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
    /// Whether a line is of one unit.
    pub(super) units: bool,
    /// The further classifications by which the tables break the money down.
    pub(super) codes: Vec<Dim>,
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
    /// Of these codes of further classifications.
    pub(super) codes: Vec<(Dim, Code)>,
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
            units: fed().any(|(block, _)| block.groups == Some(Dim::AGENCY)),
            codes: [Dim::ECONOMIC, Dim::GOVERNMENT_ECONOMIC]
                .into_iter()
                .filter(|dim| all.iter().chain(&apart).any(|at| at.code(*dim).is_some()))
                .collect(),
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

    /// The column of the unit, where the sheet has it.
    pub(super) fn unit(&self) -> Option<u32> {
        self.units.then(|| self.carry().unwrap_or(SOURCE) + 1)
    }

    /// The columns of the codes of further classifications.
    pub(super) fn code_columns(&self) -> Vec<(Dim, u32)> {
        let first = self.unit().or(self.carry()).unwrap_or(SOURCE) + 1;
        self.codes.iter().copied().zip(first..).collect()
    }

    /// The first column of amounts.
    pub(super) fn first(&self) -> u32 {
        self.unit().or(self.carry()).unwrap_or(SOURCE) + 1 + number(self.codes.len())
    }

    /// The columns of this year's spending.
    pub(super) fn spending(&self) -> (u32, u32) {
        let first = self.first_money();
        (first, first + number(self.kinds.len()).saturating_sub(1))
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
            codes: self
                .codes
                .iter()
                .filter_map(|dim| Some((*dim, at.code(*dim)?)))
                .collect(),
        }
    }

    /// Whether a line of this source and carry, with these further codes, is part of what is asked.
    pub(super) fn belongs(
        model: &Model,
        asked: &Asked,
        (source, carry): (&Id, Option<&Id>),
        codes: &[(Dim, Code)],
    ) -> bool {
        let own = asked.carry.as_ref();
        let within = |(dim, wanted): &(Dim, Code)| {
            let mut own = codes.iter().filter(|(own, _)| own == dim);
            own.any(|(_, code)| wanted.contains(*code))
        };
        model.contains(asked.source.as_ref(), Some(source))
            && own.is_none_or(|own| model.contains(Some(own), carry))
            && asked.codes.iter().all(within)
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
                own.any(|own| Self::belongs(model, own, (source, carry), &[]))
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

/// The header of the column of what comes from this year or an earlier one.
pub(super) fn carry_header(model: &Model) -> String {
    header(model, Dim::CARRY)
}

/// The header of the column that tells a dimension.
pub(super) fn header(model: &Model, dim: Dim) -> String {
    let own = model.dimension(dim);
    own.map(|own| own.name.clone()).unwrap_or_default()
}

/// A unit as it is typed: its code and its name.
pub(super) fn called(unit: &Unit) -> String {
    format!("{} {}", unit.code, unit.name).trim().to_owned()
}
