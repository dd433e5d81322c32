//! Two budgets, or two sums of budgets, line by line.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::{Decimal, RoundingStrategy};

use super::cells::{AmountRow, Cells};
use super::shapes::Shapes;
use super::sums::{Sum, stated};
use crate::model::Model;

/// What became of an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeState {
    /// Nothing.
    Same,
    /// It is another.
    Changed,
    /// There was none.
    New,
    /// There is none.
    Ended,
    /// One of the years has no place for it.
    NotStated,
}

impl ChangeState {
    /// The word in JSON.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Changed => "changed",
            Self::New => "new",
            Self::Ended => "ended",
            Self::NotStated => "not-stated",
        }
    }
}

/// An amount of two years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What it is of.
    pub row: AmountRow,
    /// Last year's; `None` where its layout does not print it.
    pub previous: Option<Decimal>,
    /// This year's; `None` where its layout does not print it.
    pub current: Option<Decimal>,
    /// What became of it.
    pub state: ChangeState,
    /// How many units were compared.
    pub units: usize,
}

impl Change {
    fn new(
        row: AmountRow,
        previous: Option<Decimal>,
        current: Option<Decimal>,
        units: usize,
    ) -> Self {
        let state = match (previous, current) {
            (Some(old), Some(new)) if old == new => ChangeState::Same,
            (Some(old), Some(_)) if old.is_zero() => ChangeState::New,
            (Some(_), Some(new)) if new.is_zero() => ChangeState::Ended,
            (Some(_), Some(_)) => ChangeState::Changed,
            _ => ChangeState::NotStated,
        };
        Self {
            row,
            previous,
            current,
            state,
            units,
        }
    }

    /// This year's amount less last year's.
    #[must_use]
    pub fn change(&self) -> Option<Decimal> {
        Some(self.current?.saturating_sub(self.previous?))
    }

    /// The change in percent of last year's amount; none from nothing.
    #[must_use]
    pub fn percent(&self) -> Option<Decimal> {
        let previous = self.previous.filter(|own| !own.is_zero())?;
        let share = self.change()?.checked_div(previous)?;
        let percent = share.checked_mul(Decimal::ONE_HUNDRED)?;
        Some(percent.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero))
    }

    /// Whether the change is more than so many percent of last year's amount: the percentage that is shown is rounded.
    fn is_more_than(&self, percent: Decimal) -> Option<bool> {
        let change = self.change()?.abs().checked_mul(Decimal::ONE_HUNDRED)?;
        Some(change > self.previous?.abs().checked_mul(percent)?)
    }

    /// Whether the change is larger than both thresholds; from nothing or to nothing is more than any percentage.
    #[must_use]
    pub fn is_large(&self, percent: Decimal, yuan: Decimal) -> bool {
        let share = match self.state {
            ChangeState::New | ChangeState::Ended => true,
            ChangeState::Changed => self.is_more_than(percent).unwrap_or(true),
            ChangeState::Same | ChangeState::NotStated => false,
        };
        share && self.change().is_some_and(|own| own.abs() > yuan)
    }
}

/// A budget of this year or last year's, for comparison.
#[derive(Debug, Clone, Default)]
pub struct ComparedBudget {
    /// Its amounts.
    pub cells: Cells,
    /// What its layout prints.
    pub shapes: Arc<Shapes>,
}

/// Units with both years, last year's first.
pub type Pair<'y> = (&'y ComparedBudget, &'y ComparedBudget);

/// The changes of one unit or of several together: at each coordinate over the units whose layouts print it in both years.
#[must_use]
pub fn changes(model: &Model, pairs: &[Pair<'_>]) -> Vec<Change> {
    let years = pairs.iter().flat_map(|(old, new)| [old, new]);
    let rows = years.flat_map(|year| year.cells.printed.keys());
    let mut all = Comparison::at(rows.cloned());
    for (old, new) in pairs {
        all.put(model, old, new);
    }
    all.end()
}

/// Changes of several units together, one after the other.
#[derive(Debug, Default)]
pub struct Comparison(BTreeMap<AmountRow, Both>);

/// What was and what is, of the units whose layouts print both, and of the others.
#[derive(Debug, Clone, Copy, Default)]
struct Both {
    was: Decimal,
    is: Decimal,
    units: usize,
    only_was: Decimal,
    only_is: Decimal,
    /// Whether any states it.
    any: bool,
}

impl Comparison {
    /// At `rows`, of nothing yet.
    #[must_use]
    pub fn at(rows: impl IntoIterator<Item = AmountRow>) -> Self {
        let rows = rows.into_iter().map(|row| (row, Both::default()));
        Self(rows.collect())
    }

    /// Adds a unit at the rows that are there.
    pub fn put(&mut self, model: &Model, old: &ComparedBudget, new: &ComparedBudget) {
        let was = stated(model, |row| self.0.contains_key(row), &old.cells);
        let is = stated(model, |row| self.0.contains_key(row), &new.cells);
        let stated: BTreeSet<&AmountRow> = was.keys().chain(is.keys()).collect();
        for row in stated {
            let Some(own) = self.0.get_mut(row) else {
                continue;
            };
            let yuan = |sums: &BTreeMap<AmountRow, Sum>| sums.get(row).map(|sum| sum.yuan);
            let (was, is) = (yuan(&was), yuan(&is));
            let both = (was.is_some() || old.shapes.states(row))
                && (is.is_some() || new.shapes.states(row));
            let (was, is) = (was.unwrap_or_default(), is.unwrap_or_default());
            own.any = true;
            if both {
                own.was = own.was.saturating_add(was);
                own.is = own.is.saturating_add(is);
                own.units += 1;
            } else {
                own.only_was = own.only_was.saturating_add(was);
                own.only_is = own.only_is.saturating_add(is);
            }
        }
    }

    /// The changes.
    #[must_use]
    pub fn end(self) -> Vec<Change> {
        let change = |(row, own): (AmountRow, Both)| match own.units {
            0 if own.only_was.is_zero() => Change::new(row, None, Some(own.only_is), 0),
            0 => Change::new(row, Some(own.only_was), None, 0),
            units => Change::new(row, Some(own.was), Some(own.is), units),
        };
        let any = self.0.into_iter().filter(|(_, own)| own.any);
        any.map(change).collect()
    }
}

/// Where two versions of one budget differ, at the finest coordinates.
#[must_use]
pub fn revised(model: &Model, from: &Cells, to: &Cells) -> Vec<Change> {
    let rows: BTreeSet<&AmountRow> = from.printed.keys().chain(to.printed.keys()).collect();
    let wanted = |row: &AmountRow| rows.contains(row);
    let (was, is) = (stated(model, wanted, from), stated(model, wanted, to));
    let yuan = |sums: &BTreeMap<AmountRow, Sum>, row: &AmountRow| {
        sums.get(row).map(|sum| sum.yuan).unwrap_or_default()
    };
    let differing: Vec<(&AmountRow, Decimal, Decimal)> = rows
        .iter()
        .map(|row| (*row, yuan(&was, row), yuan(&is, row)))
        .filter(|(_, was, is)| was != is)
        .collect();
    let finest = differing.iter().filter(|(row, _, _)| {
        let below = |(other, _, _): &(&AmountRow, _, _)| row.is_above(model, other);
        !differing.iter().any(below)
    });
    finest
        .map(|(row, was, is)| Change::new((*row).clone(), Some(*was), Some(*is), 1))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Coordinates, Id};

    #[test]
    fn a_change_is_large_by_what_it_is_and_not_as_it_is_shown() {
        let row = AmountRow {
            table: Id::from("expenditure"),
            again: 0,
            at: Coordinates::ALL,
        };
        let is_large = |was: i64, is: i64| {
            let change = Change::new(row.clone(), Some(was.into()), Some(is.into()), 1);
            change.is_large(20.into(), 100_000.into())
        };
        assert!(is_large(50_000_000, 60_002_000));
        assert!(!is_large(50_000_000, 60_000_000));
        assert!(is_large(50_000_000, 39_999_999));
        assert!(!is_large(100_000, 200_000));
        assert!(is_large(0, 100_001));
    }
}
