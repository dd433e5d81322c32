//! The facts of a budget, to be asked by coordinates.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::model::{Amount, Budget, Code, Coordinates, Dim, Id, Lines, Member, Model, facts};

/// The last digit of an amount is taken for no coarser than this, in yuan: 3万元 among few amounts is a whole number, and not
/// rounded.
pub const COARSEST: Decimal = Decimal::ONE_THOUSAND;

/// What the tables state at some coordinates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated<'b> {
    /// The amount in yuan; 0 where the tables that would state it leave it blank.
    pub yuan: Decimal,
    /// How far it may be off by the rounding of its table, in yuan.
    pub slack: Decimal,
    /// The cells that state it, or its parts; empty where it is blank.
    pub amounts: Vec<&'b Amount>,
}

/// The facts of a budget by their coordinates.
#[derive(Debug, Clone)]
pub struct Facts<'b> {
    model: &'b Model,
    budget: &'b Budget,
    by: BTreeMap<Coordinates, Vec<(&'b Amount, Decimal)>>,
}

impl<'b> Facts<'b> {
    /// The facts of `budget`.
    #[must_use]
    pub fn new(model: &'b Model, budget: &'b Budget) -> Self {
        let mut by: BTreeMap<Coordinates, Vec<(&Amount, Decimal)>> = BTreeMap::new();
        for fact in facts(model, budget) {
            let half = budget
                .table(fact.table.as_str())
                .map_or(Decimal::ZERO, |table| {
                    table.quantum.min(COARSEST) * Decimal::new(5, 1)
                });
            // The line of a 类 whose code is not known has the coordinates of the whole.
            if !matches!(fact.line.key, crate::model::Key::Unknown(_)) {
                by.entry(fact.at).or_default().push((fact.amount, half));
            }
        }
        Self { model, budget, by }
    }

    /// The different amounts that the tables state at `at`, in the order of the tables; of equal ones the first. Where none
    /// is stated and a table that would state it is there, 0; else the sum of its parts by source or kind, where all of them
    /// are known. Empty where the tables do not tell.
    #[must_use]
    pub fn at(&self, at: &Coordinates) -> Vec<Stated<'b>> {
        let mut found: Vec<Stated<'b>> = Vec::new();
        for &(amount, slack) in self.by.get(at).into_iter().flatten() {
            if !found.iter().any(|own| own.yuan == amount.yuan) {
                found.push(Stated {
                    yuan: amount.yuan,
                    slack,
                    amounts: vec![amount],
                });
            }
        }
        if found.is_empty() {
            found.extend(self.sum(at));
        }
        if found.is_empty() && self.would_state(at) {
            found.push(Stated {
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
            *own != at
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
    pub fn lines(&self, at: &Coordinates, dim: Dim) -> Vec<(Code, Stated<'b>)> {
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
        let stated = |amounts: &Vec<(&Amount, Decimal)>| {
            amounts.iter().any(|(amount, _)| !amount.yuan.is_zero())
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
    fn sum(&self, at: &Coordinates) -> Option<Stated<'b>> {
        let parts = |ids: Vec<&Id>, narrow: &dyn Fn(&Id) -> Coordinates| {
            let mut sum = Stated {
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
        // What was not read, or not known, may be what is asked for.
        let read = |table: &&crate::model::Table| {
            table.missing_columns.is_empty()
                && table.lines.iter().all(|line| {
                    line.unread.is_empty() && !matches!(line.key, crate::model::Key::Unknown(_))
                })
        };
        self.budget.tables.iter().filter(read).any(|table| {
            table.blocks.iter().any(|block| {
                // A column that no line fills may not be printed: its blank says nothing, but for tables without amounts.
                let lines = || table.lines.iter().filter(|line| line.block == block.id);
                let filled = lines().any(|line| !line.amounts.is_empty());
                let prints = |id: &Id| !filled || lines().any(|line| line.amounts.contains_key(id));
                let rows = block.rows.iter().map(|row| &row.at);
                let whole = Coordinates::default();
                let mut rows = rows.chain([&whole]);
                rows.any(|row| {
                    block.columns.iter().any(|column| {
                        let own = block.at.narrowed(row).narrowed(&column.at);
                        let whole = at
                            .clone()
                            .with(Dim::FUNCTION, None)
                            .with(Dim::ECONOMIC, None);
                        let level = at
                            .function()
                            .or(at.economic())
                            .map(crate::model::Code::level);
                        let lines = match (block.lines, at.function(), at.economic()) {
                            (_, None, None) => true,
                            (Lines::Class(_), Some(_), None) => level == Some(1),
                            (Lines::FUNCTION, Some(_), None) | (Lines::ECONOMIC, None, Some(_)) => {
                                true
                            }
                            _ => false,
                        };
                        let fixed = block.lines == Lines::Fixed && !row.is_all();
                        own == whole
                            && lines
                            && (fixed || block.lines == Lines::Single || prints(&column.id))
                    })
                })
            })
        })
    }
}

/// Whether two coordinates are the same in all dimensions but this one.
fn is_same_but_for(dim: Dim, one: &Coordinates, other: &Coordinates) -> bool {
    let others = |(own, _): &(Dim, &Member)| *own != dim;
    one.iter().filter(others).eq(other.iter().filter(others))
}
