//! A right budget with slips in its tables: amounts changed or exchanged, lines taken out or doubled.
#![no_main]

use std::sync::LazyLock;

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use rust_decimal::Decimal;
use yusuan::export::{budget_from_json, budget_to_json};
use yusuan::model::{Amount, Budget};
use yusuan_fuzz::{TEMPLATES, check};

/// What goes wrong once. Positions count modulo what is there.
#[derive(Debug, Arbitrary)]
enum Slip {
    Change { cell: u16, by: i32 },
    Scale { cell: u16, digits: u8 },
    Exchange { cell: u16, other: u16 },
    Remove { line: u16 },
    Double { line: u16 },
    Blank { cell: u16 },
}

static BUDGET: LazyLock<Budget> = LazyLock::new(|| {
    let text = include_str!("../../tests/fixtures/prose/unit.json");
    budget_from_json(&TEMPLATES, text).expect("a budget of ours")
});

fn amounts(budget: &mut Budget) -> Vec<&mut Amount> {
    let lines = budget.tables.iter_mut().flat_map(|table| &mut table.lines);
    lines.flat_map(|line| line.amounts.values_mut()).collect()
}

fn slip(budget: &mut Budget, slip: &Slip) {
    let all = amounts(budget).len();
    match *slip {
        _ if all == 0 => {}
        Slip::Change { cell, by } => {
            amounts(budget)[usize::from(cell) % all].yuan += Decimal::from(by);
        }
        Slip::Scale { cell, digits } => {
            let mut amounts = amounts(budget);
            let amount = &mut *amounts[usize::from(cell) % all];
            let scale = Decimal::from(10u64.pow(u32::from(digits % 12)));
            amount.yuan = amount.yuan.checked_mul(scale).unwrap_or(amount.yuan);
        }
        Slip::Exchange { cell, other } => {
            let mut amounts = amounts(budget);
            let (cell, other) = (usize::from(cell) % all, usize::from(other) % all);
            let kept = amounts[cell].yuan;
            amounts[cell].yuan = amounts[other].yuan;
            amounts[other].yuan = kept;
        }
        Slip::Blank { cell } => {
            let mut at = usize::from(cell) % all;
            for line in budget.tables.iter_mut().flat_map(|table| &mut table.lines) {
                if at < line.amounts.len() {
                    let column = line.amounts.keys().nth(at).cloned();
                    column.map(|column| line.amounts.remove(&column));
                    return;
                }
                at -= line.amounts.len();
            }
        }
        Slip::Remove { line } | Slip::Double { line } => {
            let lines: usize = budget.tables.iter().map(|table| table.lines.len()).sum();
            let Some(mut at) = usize::from(line).checked_rem(lines) else {
                return;
            };
            for table in &mut budget.tables {
                if at < table.lines.len() {
                    let own = table.lines.remove(at);
                    if matches!(slip, Slip::Double { .. }) {
                        table.lines.insert(at, own.clone());
                        table.lines.insert(at, own);
                    }
                    return;
                }
                at -= table.lines.len();
            }
        }
    }
}

fuzz_target!(|slips: Vec<Slip>| {
    let mut budget = BUDGET.clone();
    for own in slips.iter().take(60) {
        slip(&mut budget, own);
    }
    check("fuzzed.json", budget_to_json(&budget).into_bytes());
});
