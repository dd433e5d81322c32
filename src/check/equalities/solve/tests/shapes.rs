//! Tables that are wrong nearly everywhere: what is weighed grows with the table, not with its square.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Solved, solved};
use crate::layout::Templates;
use crate::model::{Amount, Budget, Code, Id, Key, Line, Table};
use crate::text::Measure;

/// The amounts of a line in yuan, by column.
pub(super) type LineAmounts = [(&'static str, i64)];

pub(super) fn line(table: &str, key: Key, amounts: &LineAmounts) -> Line {
    let amounts: BTreeMap<Id, Amount> = amounts
        .iter()
        .map(|&(id, yuan)| (Id::from(id), Amount::new(Decimal::from(yuan))))
        .collect();
    Line {
        amounts,
        ..Line::new(&Id::from(table), key)
    }
}

pub(super) fn table(id: &str, lines: Vec<Line>) -> Table {
    let templates = Templates::embedded();
    let layout = templates.layout("qingpu-2023-unit").expect("embedded");
    Table {
        blocks: layout.table(id).expect("one of the nine").meaning(),
        table: Id::from(id),
        measure: Measure::Yuan,
        quantum: Decimal::ONE,
        lines,
        missing_columns: Vec::new(),
        note_place: None,
        note: None,
        place: None,
    }
}

/// The codes of so many 项, each the only one of its kind.
fn items(count: usize) -> impl Iterator<Item = Code> {
    let text = (201..1_000).flat_map(|class| {
        (1..100).flat_map(move |group| (1..100).map(move |item| (class, group, item)))
    });
    text.take(count).map(|(class, group, item)| {
        Code::parse(&format!("{class}{group:02}{item:02}")).expect("seven digits")
    })
}

/// A budget of revenue and expenditure by `count` 项; `amounts` gives both lines of the nth one.
fn budget(
    count: usize,
    amounts: impl Fn(i64) -> (Vec<(&'static str, i64)>, Vec<(&'static str, i64)>),
) -> Budget {
    let (mut revenue, mut expenditure) = (Vec::new(), Vec::new());
    for (code, nth) in items(count).zip(1..) {
        let (own, other) = amounts(nth);
        revenue.push(line("revenue", Key::Code(code), &own));
        expenditure.push(line("expenditure", Key::Code(code), &other));
    }
    let total = 77_777_777;
    revenue.push(line(
        "revenue",
        Key::Total,
        &[("all", total), ("fiscal", total)],
    ));
    let totals = [("all", total), ("basic", total), ("project", 0)];
    expenditure.push(line("expenditure", Key::Total, &totals));
    let mut budget = Budget::new("qingpu-2023-unit");
    budget.tables = vec![table("revenue", revenue), table("expenditure", expenditure)];
    budget
}

/// What is weighed for twice as large a table is not much more than twice as much.
fn grows_with_the_table(make: impl Fn(usize) -> Budget) {
    let templates = Templates::embedded();
    let judge = |solved: &Solved| {
        assert!(solved.steps <= solved.broken, "{solved:?}");
        assert!(
            solved.spent < 40_000_000 + solved.size * 2_000,
            "{solved:?}"
        );
    };
    for count in [40, 1_200] {
        judge(&solved(&templates, &make(count), None));
    }
}

#[test]
#[ignore = "slow"]
fn a_thousand_lines_that_are_wrong_each_in_its_own_way() {
    grows_with_the_table(|count| {
        budget(count, |nth| {
            let right = nth * 1_009 + 13;
            let revenue = vec![("all", right + nth * 7), ("fiscal", right)];
            let expenditure = vec![("all", right), ("basic", right - nth), ("project", nth)];
            (revenue, expenditure)
        })
    });
}

#[test]
#[ignore = "slow"]
fn every_amount_shifted_by_a_column() {
    grows_with_the_table(|count| {
        budget(count, |nth| {
            let revenue = vec![("all", 0), ("fiscal", nth), ("operating", nth)];
            (revenue, vec![("basic", nth), ("project", nth - 1)])
        })
    });
}

#[test]
fn every_line_zero_but_the_totals() {
    grows_with_the_table(|count| {
        budget(count, |_| {
            (
                vec![("all", 0), ("fiscal", 0)],
                vec![("all", 0), ("basic", 0)],
            )
        })
    });
}

#[test]
fn every_line_doubled() {
    grows_with_the_table(|count| {
        let mut budget = budget(count, |nth| {
            (
                vec![("all", nth), ("fiscal", nth)],
                vec![("all", nth), ("basic", nth)],
            )
        });
        for table in &mut budget.tables {
            let lines = std::mem::take(&mut table.lines);
            table.lines = lines
                .into_iter()
                .flat_map(|line| [line.clone(), line])
                .collect();
        }
        budget
    });
}

#[test]
fn the_largest_amounts_are_added_and_said() {
    let templates = Templates::embedded();
    let mut budget = budget(60, |nth| {
        (
            vec![("all", nth), ("fiscal", nth)],
            vec![("all", nth), ("basic", nth)],
        )
    });
    for line in budget.tables.iter_mut().flat_map(|table| &mut table.lines) {
        for amount in line.amounts.values_mut() {
            amount.yuan = Decimal::MAX;
        }
    }
    let solved = solved(&templates, &budget, None);
    assert!(solved.broken > 0 && solved.left > 0, "{solved:?}");
    // The whole check, findings included.
    assert!(!crate::check::check(&templates, &budget).is_empty());
}
