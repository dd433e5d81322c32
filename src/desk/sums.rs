//! Budgets added up by coordinates, from their leaves: nothing is counted twice, and a wrong total spoils nothing.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::cells::{AmountRow, Cells};
use super::reach::outer;
use crate::model::{Code, Dim, Model, Place};

/// A sum at some coordinates.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sum {
    /// The sum in yuan.
    pub yuan: Decimal,
    /// How far rounding may be off: half a quantum for each leaf.
    pub slack: Decimal,
    /// How many budgets state something there.
    pub units: usize,
}

/// Sums of several budgets: a row for each coordinate that one of them prints.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums(pub BTreeMap<AmountRow, Sum>);

impl Sums {
    /// The sums of `budgets`.
    #[must_use]
    pub fn of<'c>(model: &Model, budgets: impl IntoIterator<Item = &'c Cells> + Clone) -> Self {
        let printed = budgets
            .clone()
            .into_iter()
            .flat_map(|own| own.printed.keys());
        let mut sums = Self::at(printed.cloned());
        for budget in budgets {
            sums.put(model, budget);
        }
        sums
    }

    /// Sums at `rows`, of nothing yet.
    #[must_use]
    pub fn at(rows: impl IntoIterator<Item = AmountRow>) -> Self {
        let rows = rows.into_iter().map(|row| (row, Sum::default()));
        Self(rows.collect())
    }

    /// Adds a budget at the rows that are there.
    pub fn put(&mut self, model: &Model, budget: &Cells) {
        for (row, sum) in stated(model, |row| self.0.contains_key(row), budget) {
            if let Some(own) = self.0.get_mut(&row) {
                own.yuan = own.yuan.saturating_add(sum.yuan);
                own.slack = own.slack.saturating_add(sum.slack);
                own.units += sum.units;
            }
        }
    }

    /// Adds sums of other budgets.
    pub fn add(&mut self, other: &Self) {
        for (row, sum) in &other.0 {
            let own = self.0.entry(row.clone()).or_default();
            own.yuan = own.yuan.saturating_add(sum.yuan);
            own.slack = own.slack.saturating_add(sum.slack);
            own.units += sum.units;
        }
    }

    /// Takes money away at `leaf` and all sums over it.
    pub fn subtract(&mut self, model: &Model, leaf: &AmountRow, yuan: Decimal) {
        for at in outer(model, &leaf.at) {
            if let Some(own) = self.0.get_mut(&leaf.with(at)) {
                own.yuan = own.yuan.saturating_sub(yuan);
            }
        }
    }
}

/// What one budget states at the `wanted` rows: what it prints, else the sum of its leaves below.
pub(super) fn stated(
    model: &Model,
    wanted: impl Fn(&AmountRow) -> bool,
    budget: &Cells,
) -> BTreeMap<AmountRow, Sum> {
    let mut all: BTreeMap<AmountRow, Sum> = BTreeMap::new();
    for (row, printed) in budget.printed.iter().filter(|(row, _)| wanted(row)) {
        let sum = Sum {
            yuan: printed.yuan,
            slack: printed.slack,
            units: 1,
        };
        all.insert(row.clone(), sum);
    }
    for leaf in &budget.leaves {
        for at in outer(model, &leaf.row.at) {
            let row = leaf.row.with(at);
            if !wanted(&row) || budget.printed.contains_key(&row) {
                continue;
            }
            let sum = all.entry(row).or_default();
            sum.yuan = sum.yuan.saturating_add(leaf.yuan);
            sum.slack = sum.slack.saturating_add(leaf.slack);
            sum.units = 1;
        }
    }
    all
}

/// Where a department's own paper and its units differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where.
    pub row: AmountRow,
    /// What the own paper states.
    pub own: Decimal,
    /// What its units sum up to.
    pub units: Decimal,
    /// Whether rounding alone may make the difference.
    pub rounding: bool,
    /// The cell of the own paper.
    pub place: Option<Place>,
}

/// Where the own paper of a department and the sums of its units differ, at the finest coordinates that both print: a coordinate is
/// named only where no other that differs lies below it. A 科目 that one of them lists and the other does not, though it lists others
/// of its kind, is named where no difference above it is.
#[must_use]
pub fn differences(model: &Model, own: &Cells, units: &Sums) -> Vec<Difference> {
    let both = own.printed.iter().filter_map(|(row, printed)| {
        let sum = units.0.get(row)?;
        (printed.yuan != sum.yuan).then(|| Difference {
            row: row.clone(),
            own: printed.yuan,
            units: sum.yuan,
            rounding: printed.yuan.saturating_sub(sum.yuan).abs()
                <= printed.slack.saturating_add(sum.slack),
            place: printed.place.clone(),
        })
    });
    let mut all: Vec<Difference> = both.collect();
    // What may be rounding hides no difference above it that is none.
    let rows: Vec<(AmountRow, bool)> = all
        .iter()
        .map(|own| (own.row.clone(), own.rounding))
        .collect();
    all.retain(|own| {
        let below = rows.iter().filter(|(row, _)| own.row.is_above(model, row));
        below
            .into_iter()
            .all(|(_, rounding)| *rounding && !own.rounding)
    });
    let alone = unlisted(own, units);
    let seen = |own: &Difference| rows.iter().any(|(row, _)| row.is_above(model, &own.row));
    let mut alone: Vec<Difference> = alone.into_iter().filter(|own| !seen(own)).collect();
    let finest: Vec<AmountRow> = alone.iter().map(|own| own.row.clone()).collect();
    alone.retain(|own| !finest.iter().any(|row| own.row.is_above(model, row)));
    all.append(&mut alone);
    all.sort_by(|one, other| one.row.cmp(&other.row));
    all
}

/// The amounts at 科目 that only one of both lists, where the other lists 科目 beside it in the same columns.
fn unlisted(own: &Cells, units: &Sums) -> Vec<Difference> {
    // What tells it from its neighbours left out.
    let kind = |row: &AmountRow| {
        let above = |code: Option<Code>| code.map(Code::parent);
        let at = row.at.clone().with(Dim::FUNCTION, None);
        let at = row.with(at.with(Dim::ECONOMIC, None));
        (at, above(row.at.function()), above(row.at.economic()))
    };
    // What is not listed may have been rounded to nothing.
    let of_table = |row: &AmountRow, other: &AmountRow| row.table == other.table;
    let own_slack = |row: &AmountRow| {
        let same = own.printed.iter().filter(|(other, _)| of_table(row, other));
        same.map(|(_, printed)| printed.slack)
            .min()
            .unwrap_or_default()
    };
    let units_slack = |row: &AmountRow| {
        let same = units
            .0
            .iter()
            .filter(|(other, sum)| of_table(row, other) && sum.units > 0);
        same.map(|(_, sum)| sum.slack).min().unwrap_or_default()
    };
    let coded = |row: &&AmountRow| row.at.function().or(row.at.economic()).is_some();
    let own_kinds: BTreeSet<_> = own.printed.keys().filter(coded).map(kind).collect();
    let unit_kinds: BTreeSet<_> = units.0.keys().filter(coded).map(kind).collect();
    let difference = |row: &AmountRow, own, units, slack, place| Difference {
        row: row.clone(),
        own,
        units,
        rounding: Decimal::abs(&(own - units)) <= slack,
        place,
    };
    let by_units = units.0.iter().filter(|(row, sum)| {
        coded(row)
            && !sum.yuan.is_zero()
            && !own.printed.contains_key(row)
            && own_kinds.contains(&kind(row))
    });
    let by_units = by_units.map(|(row, sum)| {
        let slack = sum.slack.saturating_add(own_slack(row));
        difference(row, Decimal::ZERO, sum.yuan, slack, None)
    });
    let by_own = own.printed.iter().filter(|(row, printed)| {
        coded(row)
            && !printed.yuan.is_zero()
            && !units.0.contains_key(row)
            && unit_kinds.contains(&kind(row))
    });
    let by_own = by_own.map(|(row, printed)| {
        let slack = printed.slack.saturating_add(units_slack(row));
        difference(
            row,
            printed.yuan,
            Decimal::ZERO,
            slack,
            printed.place.clone(),
        )
    });
    by_units.chain(by_own).collect()
}

#[cfg(test)]
mod tests {
    use super::super::cells::Printed;
    use super::*;
    use crate::layout::Templates;
    use crate::model::{Coordinates, Id};

    #[test]
    fn a_code_beside_others_is_missed_and_one_below_them_is_not() {
        let model = Templates::embedded().model;
        let row = |code: &str| AmountRow {
            table: Id::from("expenditure"),
            again: 0,
            at: Coordinates::ALL.with_code(Dim::FUNCTION, Code::parse(code)),
        };
        let cells = |rows: &[(&str, i64)]| {
            let printed = rows.iter().map(|(code, yuan)| {
                let printed = Printed {
                    yuan: (*yuan).into(),
                    slack: Decimal::new(5, 1),
                    place: None,
                };
                (row(code), printed)
            });
            Cells {
                printed: printed.collect(),
                leaves: Vec::new(),
            }
        };
        let found = |own: &[(&str, i64)], units: &[(&str, i64)]| {
            let units = cells(units);
            let found = differences(&model, &cells(own), &Sums::of(&model, [&units]));
            let found = found.into_iter();
            found
                .map(|own| (own.row.at.function().unwrap().to_string(), own.rounding))
                .collect::<Vec<_>>()
        };
        let units = [("207", 100), ("20701", 100), ("2070108", 100)];
        assert!(found(&[("207", 100), ("20701", 100)], &units).is_empty());
        let other = [("207", 100), ("20701", 100), ("2070199", 100)];
        let both = ["2070108", "2070199"].map(|own| (own.to_owned(), false));
        assert_eq!(found(&other, &units), both);
        // Where a sum above differs, that says it.
        let less = [("207", 90), ("20701", 90), ("2070199", 90)];
        assert_eq!(found(&less, &units), [("20701".to_owned(), false)]);
        // One yuan may have been rounded to nothing.
        let small = [
            ("207", 100),
            ("20701", 100),
            ("2070108", 99),
            ("2070199", 1),
        ];
        let own = [("207", 100), ("20701", 100), ("2070108", 100)];
        let rounded = ["2070108", "2070199"].map(|own| (own.to_owned(), true));
        assert_eq!(found(&own, &small), rounded);
    }
}
