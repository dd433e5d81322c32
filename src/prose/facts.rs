//! The facts of a budget, to be asked by coordinates.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::model::facts;
use crate::model::{
    Amount, AmountAt, Budget, Code, Coordinates, Dim, Fact, Id, Key, Lines, Member, Model, Table,
};

/// The last digit of an amount is taken for no coarser than this, in yuan: 3万元 among few amounts is a whole number, and not
/// rounded.
pub const COARSEST: Decimal = Decimal::ONE_THOUSAND;

/// What the tables state at some coordinates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedFact<'b> {
    /// The amount in yuan; 0 where the tables that would state it leave it blank.
    pub yuan: Decimal,
    /// How far it may be off by the rounding of its table, in yuan.
    pub slack: Decimal,
    /// The cells that state it, or its parts; empty where it is blank.
    pub amounts: Vec<StatedAmount<'b>>,
}

/// An amount of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatedAmount<'b> {
    /// The amount.
    pub amount: &'b Amount,
    /// Which one of the budget it is.
    pub at: AmountAt<'b>,
}

/// The facts of a budget by their coordinates.
#[derive(Debug, Clone)]
pub struct Facts<'b> {
    model: &'b Model,
    by: BTreeMap<Coordinates, Vec<(StatedAmount<'b>, Decimal)>>,
    /// Of what the tables have columns and rows, beside the codes of their lines, with what the lines there are.
    printed: BTreeMap<Coordinates, Vec<Lines>>,
}

impl<'b> Facts<'b> {
    /// The facts of `budget`.
    #[must_use]
    pub fn new(model: &'b Model, budget: &'b Budget) -> Self {
        Self::of(model, budget, &facts(model, budget))
    }

    /// The same where the facts of `budget` are gathered already.
    #[must_use]
    pub fn of(model: &'b Model, budget: &'b Budget, facts: &[Fact<'b>]) -> Self {
        let mut by: BTreeMap<Coordinates, Vec<(StatedAmount<'b>, Decimal)>> = BTreeMap::new();
        for fact in facts {
            let half = budget
                .table(fact.table.as_str())
                .map_or(Decimal::ZERO, |table| {
                    table.quantum.min(COARSEST) * Decimal::new(5, 1)
                });
            // The line of a 类 whose code is not known has the coordinates of the whole.
            if !matches!(fact.line.key, Key::Unknown(_)) {
                let own = by.entry(fact.at.clone()).or_default();
                let at = fact.amount_at();
                let amount = fact.amount;
                own.push((StatedAmount { amount, at }, half));
            }
        }
        Self {
            model,
            by,
            printed: printed(budget),
        }
    }

    /// The different amounts that the tables state at `at`, in the order of the tables; of equal ones the first. Where none
    /// is stated and a table that would state it is there, 0; else the sum of its parts by source or kind, where all of them
    /// are known. Empty where the tables do not tell.
    #[must_use]
    pub fn at(&self, at: &Coordinates) -> Vec<StatedFact<'b>> {
        let mut found: Vec<StatedFact<'b>> = Vec::new();
        for &(own, slack) in self.by.get(at).into_iter().flatten() {
            let yuan = own.amount.yuan;
            if !found.iter().any(|other| other.yuan == yuan) {
                found.push(StatedFact {
                    yuan,
                    slack,
                    amounts: vec![own],
                });
            }
        }
        if found.is_empty() {
            found.extend(self.sum(at));
        }
        if found.is_empty() && self.would_state(at) {
            found.push(StatedFact {
                yuan: Decimal::ZERO,
                slack: Decimal::ZERO,
                amounts: Vec::new(),
            });
        }
        found
    }

    /// The coordinates of the tables, and those of `more`, that narrow `at` in `dim` and lie within no other that does.
    #[must_use]
    pub fn parts<'c>(
        &'c self,
        at: &Coordinates,
        dim: Dim,
        more: impl Iterator<Item = &'c Coordinates>,
    ) -> Vec<&'c Coordinates> {
        let narrower = |own: &&Coordinates| {
            own.get(dim).is_some()
                && *own != at
                && is_same_but_for(dim, own, at)
                && self.model.within(dim, at.get(dim), own.get(dim))
        };
        let all: BTreeSet<&Coordinates> = self.by.keys().chain(more).filter(narrower).collect();
        let inside = |own: &Coordinates| {
            let mut others = all.iter().filter(|other| **other != own);
            others.any(|other| self.model.within(dim, other.get(dim), own.get(dim)))
        };
        all.iter().copied().filter(|own| !inside(own)).collect()
    }

    /// The lines of a classification that the tables state at `at`, whichever its own code is.
    #[must_use]
    pub fn lines(&self, at: &Coordinates, dim: Dim) -> Vec<(Code, StatedFact<'b>)> {
        let own = self
            .by
            .keys()
            .filter(|own| own.code(dim).is_some() && is_same_but_for(dim, own, at));
        let stated = own.filter_map(|own| Some((own.code(dim)?, self.at(own).into_iter().next()?)));
        stated.collect()
    }

    /// Whether the tables state anything that is carried over from last year or into the next.
    #[must_use]
    pub fn carries(&self) -> bool {
        let stated = |amounts: &Vec<(StatedAmount<'_>, Decimal)>| {
            amounts.iter().any(|(own, _)| !own.amount.yuan.is_zero())
        };
        let this_year = Member::Word(Id::from("this_year"));
        let carried = |at: &Coordinates| {
            let own = at.get(Dim::CARRY);
            own.is_some() && !self.model.within(Dim::CARRY, Some(&this_year), own)
        };
        self.by
            .iter()
            .any(|(at, amounts)| carried(at) && stated(amounts))
    }

    /// The sum over the sources, else over the kinds, directly below `at`. At least one part is stated.
    fn sum(&self, at: &Coordinates) -> Option<StatedFact<'b>> {
        let parts = |ids: Vec<&Id>, narrow: &dyn Fn(&Id) -> Coordinates| {
            let mut sum = StatedFact {
                yuan: Decimal::ZERO,
                slack: Decimal::ZERO,
                amounts: Vec::new(),
            };
            if ids.is_empty() {
                return None;
            }
            for id in ids {
                let part = self.at(&narrow(id)).into_iter().next()?;
                sum.yuan += part.yuan;
                sum.slack += part.slack;
                sum.amounts.extend(part.amounts);
            }
            (!sum.amounts.is_empty()).then_some(sum)
        };
        let sources = at.source().map(|id| self.model.below(id).collect());
        let by_source = sources.and_then(|ids| {
            parts(ids, &|id| {
                at.clone().with(Dim::SOURCE, Some(Member::Word(id.clone())))
            })
        });
        by_source.or_else(|| {
            let kinds = self.model.below(at.kind()?).collect();
            parts(kinds, &|id| {
                at.clone().with(Dim::KIND, Some(Member::Word(id.clone())))
            })
        })
    }

    /// Whether a table of the budget has a column, and lines, for these coordinates.
    fn would_state(&self, at: &Coordinates) -> bool {
        let (function, economic) = (at.function(), at.economic());
        let lines = |lines: &Lines| match (lines, function, economic) {
            (_, None, None) => true,
            (Lines::Class(_), Some(code), None) => code.level() == 1,
            (&Lines::FUNCTION, Some(_), None) | (&Lines::ECONOMIC, None, Some(_)) => true,
            _ => false,
        };
        let whole = at
            .clone()
            .with(Dim::FUNCTION, None)
            .with(Dim::ECONOMIC, None);
        let printed = self.printed.get(&whole);
        printed.is_some_and(|all| all.iter().any(lines))
    }
}

/// Of what the tables of a budget have columns and rows, but for those in which something was not read, or is not known: it may
/// be what is asked for.
fn printed(budget: &Budget) -> BTreeMap<Coordinates, Vec<Lines>> {
    let mut all: BTreeMap<Coordinates, Vec<Lines>> = BTreeMap::new();
    let read = |table: &&Table| {
        let known = |key: &Key| !matches!(key, Key::Unknown(_));
        let mut lines = table.lines.iter();
        table.missing_columns.is_empty()
            && lines.all(|line| line.unread.is_empty() && known(&line.key))
    };
    for table in budget.tables.iter().filter(read) {
        for block in &table.blocks {
            // A column that no line fills may not be printed: its blank says nothing, but for tables without amounts.
            let lines = || table.lines.iter().filter(|line| line.block == block.id);
            let filled = lines().any(|line| !line.amounts.is_empty());
            let prints = |id: &Id| !filled || lines().any(|line| line.amounts.contains_key(id));
            let columns: Vec<_> = block
                .columns
                .iter()
                .map(|column| (&column.at, prints(&column.id)))
                .collect();
            let whole = Coordinates::default();
            let rows = block.rows.iter().map(|row| &row.at);
            for row in rows.chain([&whole]) {
                let own = block.at.narrowed(row);
                let fixed = block.lines == Lines::Fixed && !row.is_all();
                for (column, prints) in &columns {
                    if fixed || block.lines == Lines::Single || *prints {
                        let own = all.entry(own.narrowed(column)).or_default();
                        if !own.contains(&block.lines) {
                            own.push(block.lines);
                        }
                    }
                }
            }
        }
    }
    all
}

/// Whether two coordinates are the same in all dimensions but this one.
fn is_same_but_for(dim: Dim, one: &Coordinates, other: &Coordinates) -> bool {
    let others = |(own, _): &(Dim, &Member)| *own != dim;
    one.iter().filter(others).eq(other.iter().filter(others))
}
