//! Two budgets, or two sums of budgets, line by line.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::{Decimal, RoundingStrategy};

use super::cells::{Cells, Row};
use super::shapes::Shapes;
use super::sums::{Sum, stated};
use crate::model::Model;

/// What became of an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
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

impl State {
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
    pub row: Row,
    /// Last year's; `None` where its layout does not print it.
    pub previous: Option<Decimal>,
    /// This year's; `None` where its layout does not print it.
    pub current: Option<Decimal>,
    /// What became of it.
    pub state: State,
    /// How many units were compared.
    pub units: usize,
}

impl Change {
    fn new(row: Row, previous: Option<Decimal>, current: Option<Decimal>, units: usize) -> Self {
        let state = match (previous, current) {
            (Some(old), Some(new)) if old == new => State::Same,
            (Some(old), Some(_)) if old.is_zero() => State::New,
            (Some(_), Some(new)) if new.is_zero() => State::Ended,
            (Some(_), Some(_)) => State::Changed,
            _ => State::NotStated,
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

    /// Whether the change is larger than both thresholds; from nothing or to nothing is more than any percentage.
    #[must_use]
    pub fn is_large(&self, percent: Decimal, yuan: Decimal) -> bool {
        let share = match self.state {
            State::New | State::Ended => true,
            State::Changed => self.percent().is_some_and(|own| own.abs() > percent),
            State::Same | State::NotStated => false,
        };
        share && self.change().is_some_and(|own| own.abs() > yuan)
    }
}

/// A budget of this year or last year's, for comparison.
#[derive(Debug, Clone)]
pub struct Year {
    /// Its amounts.
    pub cells: Cells,
    /// What its layout prints.
    pub shapes: Shapes,
}

/// Units with both years, last year's first.
pub type Pair<'y> = (&'y Year, &'y Year);

/// The changes of one unit or of several together: at each coordinate over the units whose layouts print it in both years.
#[must_use]
pub fn changes(model: &Model, pairs: &[Pair<'_>]) -> Vec<Change> {
    let years = pairs.iter().flat_map(|(old, new)| [old, new]);
    let rows: BTreeSet<&Row> = years.flat_map(|year| year.cells.printed.keys()).collect();
    let mut all: BTreeMap<&Row, (Decimal, Decimal, usize, Decimal, Decimal)> = BTreeMap::new();
    for (old, new) in pairs {
        let was = stated(model, &rows, &old.cells);
        let is = stated(model, &rows, &new.cells);
        for row in &rows {
            let yuan = |sums: &BTreeMap<Row, Sum>| sums.get(*row).map(|sum| sum.yuan);
            let (was, is) = (yuan(&was), yuan(&is));
            if was.is_none() && is.is_none() {
                continue;
            }
            let both = (was.is_some() || old.shapes.states(row))
                && (is.is_some() || new.shapes.states(row));
            let (was, is) = (was.unwrap_or_default(), is.unwrap_or_default());
            let own = all.entry(row).or_default();
            if both {
                own.0 = own.0.saturating_add(was);
                own.1 = own.1.saturating_add(is);
                own.2 += 1;
            } else {
                own.3 = own.3.saturating_add(was);
                own.4 = own.4.saturating_add(is);
            }
        }
    }
    let change = |(row, (was, is, units, only_was, only_is)): (&Row, _)| -> Change {
        let (only_was, only_is): (Decimal, Decimal) = (only_was, only_is);
        match units {
            0 if only_was.is_zero() => Change::new(row.clone(), None, Some(only_is), 0),
            0 => Change::new(row.clone(), Some(only_was), None, 0),
            _ => Change::new(row.clone(), Some(was), Some(is), units),
        }
    };
    all.into_iter().map(change).collect()
}

/// Where two versions of one budget differ, at the finest coordinates.
#[must_use]
pub fn revised(model: &Model, from: &Cells, to: &Cells) -> Vec<Change> {
    let rows: BTreeSet<&Row> = from.printed.keys().chain(to.printed.keys()).collect();
    let (was, is) = (stated(model, &rows, from), stated(model, &rows, to));
    let yuan = |sums: &BTreeMap<Row, Sum>, row: &Row| {
        sums.get(row).map(|sum| sum.yuan).unwrap_or_default()
    };
    let differing: Vec<(&Row, Decimal, Decimal)> = rows
        .iter()
        .map(|row| (*row, yuan(&was, row), yuan(&is, row)))
        .filter(|(_, was, is)| was != is)
        .collect();
    let finest = differing.iter().filter(|(row, _, _)| {
        let below = |(other, _, _): &(&Row, _, _)| row.is_above(model, other);
        !differing.iter().any(below)
    });
    finest
        .map(|(row, was, is)| Change::new((*row).clone(), Some(*was), Some(*is), 1))
        .collect()
}
