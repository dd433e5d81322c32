//! What is found in small tables against a search through all changes of one or two cells.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::shapes::{line, table};
use super::slips::made_up::Random;
use crate::check::equalities::gather::Equality;
use crate::check::equalities::paper::CheckPaper;
use crate::check::equalities::solve::solve;
use crate::check::equalities::{absent, gather, members};
use crate::layout::Templates;
use crate::model::statements::Space;
use crate::model::{Budget, Code, Id, Key};

/// How many tables are made.
const TABLES: u64 = 1_000;
/// A change in half fen beside one of the same cells that is so small is none.
const SMALL: i128 = 200;

/// What goes wrong in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slip {
    /// One amount.
    One,
    /// Two amounts that have nothing to do with each other.
    Two,
    /// Two amounts side by side, or one above the other, are exchanged.
    Exchanged,
    /// An amount and the total of its row, by the same.
    Row,
    /// A 类 and one of its 款, each by something else.
    Chain,
}

const SLIPS: [(Slip, &str); 5] = [
    (Slip::One, "one amount"),
    (Slip::Two, "two amounts"),
    (Slip::Exchanged, "exchanged"),
    (Slip::Row, "a row"),
    (Slip::Chain, "类 and 款"),
];

/// The position of an amount: table, line, column.
type OracleSpot = (usize, usize, &'static str);

/// What came of one kind of slip.
#[derive(Debug, Default)]
struct Tally {
    tables: u32,
    /// Where the smallest change is that of one or two cells.
    small: u32,
    /// Where there are no more mends than that.
    few: u32,
    /// Where the mends change no more cells than that.
    smallest: u32,
    /// Where the first cell of a fault is one that was changed.
    right: u32,
    /// Where some fault has no mend.
    left: u32,
}

/// Revenue and expenditure by 类, 款 and 项, all adding up.
fn budget(random: &mut Random) -> Budget {
    let mut items: Vec<(String, i64, i64)> = Vec::new();
    for class in ["208", "210", "212"].iter().take(2 + random.index(2)) {
        for group in 1..=1 + random.index(2) {
            for item in 1..=1 + random.index(3) {
                let amount = |random: &mut Random| 1_000 + 37 * random.index(90_000) as i64;
                let code = format!("{class}{group:02}{item:02}");
                items.push((code, amount(random), amount(random)));
            }
        }
    }
    let mut codes: BTreeSet<&str> = BTreeSet::new();
    for (code, _, _) in &items {
        codes.extend([&code[..3], &code[..5], code.as_str()]);
    }
    let of = |code: &str| {
        let below = items.iter().filter(|(own, _, _)| own.starts_with(code));
        below.fold((0, 0), |(basic, project), own| {
            (basic + own.1, project + own.2)
        })
    };
    let (mut revenue, mut expenditure) = (Vec::new(), Vec::new());
    let keys = codes.iter().map(|code| {
        let key = Key::Code(Code::parse(code).expect("it has 3, 5 or 7 digits"));
        (key, of(code))
    });
    for (key, (basic, project)) in keys.chain([(Key::Total, of(""))]) {
        let all = basic + project;
        let kinds = [("all", all), ("basic", basic), ("project", project)];
        expenditure.push(line("expenditure", key.clone(), &kinds));
        revenue.push(line("revenue", key, &[("all", all), ("fiscal", all)]));
    }
    let mut budget = Budget::new("qingpu-2023-unit");
    budget.tables = vec![table("expenditure", expenditure)];
    if random.below(2) == 0 {
        budget.tables.push(table("revenue", revenue));
    }
    budget
}

fn yuan(budget: &mut Budget, (table, line, column): OracleSpot) -> &mut Decimal {
    let amounts = &mut budget.tables[table].lines[line].amounts;
    &mut amounts
        .get_mut(&Id::from(column))
        .expect("the line was made with it")
        .yuan
}

fn change(budget: &mut Budget, random: &mut Random, spot: OracleSpot) {
    let by = 1_000 + 13 * random.index(20_000);
    let sign = if random.below(2) == 0 { 1 } else { -1 };
    *yuan(budget, spot) += Decimal::from(sign * by as i64);
}

/// Makes the slip, and returns the amounts that are wrong.
fn slip(budget: &mut Budget, random: &mut Random, slip: Slip) -> Vec<OracleSpot> {
    let lines = budget.tables[0].lines.len();
    let any = |random: &mut Random| {
        let column = ["all", "basic", "project"][random.index(3)];
        (0, random.index(lines), column)
    };
    match slip {
        Slip::One => {
            let spot = any(random);
            change(budget, random, spot);
            vec![spot]
        }
        Slip::Two => {
            let spots = [any(random), any(random)];
            spots.iter().for_each(|&spot| change(budget, random, spot));
            spots.to_vec()
        }
        Slip::Exchanged => {
            let line = random.index(lines - 1);
            let (one, other) = match random.below(2) {
                0 => ((0, line, "basic"), (0, line, "project")),
                _ => ((0, line, "project"), (0, line + 1, "project")),
            };
            let (a, b) = (*yuan(budget, one), *yuan(budget, other));
            (*yuan(budget, one), *yuan(budget, other)) = (b, a);
            if a == b { Vec::new() } else { vec![one, other] }
        }
        Slip::Row => {
            let line = random.index(lines);
            let by = Decimal::from(1_000 + 13 * random.index(20_000) as i64);
            let spots = [(0, line, "project"), (0, line, "all")];
            spots.iter().for_each(|&spot| *yuan(budget, spot) += by);
            spots.to_vec()
        }
        Slip::Chain => {
            let level = |line: usize, level: u8| match budget.tables[0].lines[line].key {
                Key::Code(code) => code.level() == level,
                _ => false,
            };
            let class = (0..lines)
                .filter(|&line| level(line, 1))
                .nth(random.index(2));
            let class = class.expect("there are two 类 at least");
            let column = ["basic", "project"][random.index(2)];
            let spots = [(0, class, column), (0, class + 1, column)];
            spots.iter().for_each(|&spot| change(budget, random, spot));
            spots.to_vec()
        }
    }
}

/// Of how many cells the smallest change is that mends everything, if it is of one or two.
fn smallest(equalities: &[Equality], cells: usize) -> Option<usize> {
    // What each cell adds to each equality, and what all are off by.
    let mut parts: Vec<Vec<(usize, i128)>> = vec![Vec::new(); cells];
    for (at, equality) in equalities.iter().enumerate() {
        equality
            .left
            .iter()
            .for_each(|&cell| parts[cell].push((at, 1)));
        equality
            .right
            .iter()
            .for_each(|&cell| parts[cell].push((at, -1)));
    }
    let broken = (0..equalities.len()).filter(|&at| !equalities[at].holds(0));
    let broken: Vec<usize> = broken.collect();
    let sign = |cell: usize, at: usize| -> i128 {
        let own = parts[cell].iter().filter(|(own, _)| *own == at);
        own.map(|(_, sign)| sign).sum()
    };
    let mends = |changes: &[(usize, i128)]| {
        let touched = changes.iter().flat_map(|(cell, _)| &parts[*cell]);
        let mut all: BTreeSet<usize> = touched.map(|(at, _)| *at).collect();
        all.extend(&broken);
        all.iter().all(|&at| {
            let added = changes.iter().map(|(cell, by)| sign(*cell, at) * by);
            equalities[at].holds(added.sum())
        })
    };
    let alone = |cell: usize| -> BTreeSet<i128> {
        let own = broken.iter().filter(|&&at| sign(cell, at) != 0);
        own.map(|&at| -equalities[at].rest / sign(cell, at))
            .collect()
    };
    if broken.is_empty() {
        return Some(0);
    }
    let concerned: Vec<usize> = (0..cells).filter(|&cell| !parts[cell].is_empty()).collect();
    let by_one = |&cell: &usize| alone(cell).iter().any(|&by| mends(&[(cell, by)]));
    if concerned.iter().any(by_one) {
        return Some(1);
    }
    // Which of the broken equalities each cell is in; few are broken.
    let every = u128::MAX >> (128 - broken.len());
    let covered = |&cell: &usize| {
        let own = broken.iter().enumerate();
        let own = own.filter(|(_, at)| sign(cell, **at) != 0);
        own.fold(0_u128, |mask, (bit, _)| mask | 1 << bit)
    };
    let covers: Vec<u128> = concerned.iter().map(covered).collect();
    for (at, &one) in concerned.iter().enumerate() {
        for (&other, covered) in concerned.iter().zip(&covers).skip(at + 1) {
            if covers[at] | covered != every {
                continue;
            }
            for &by in &alone(one) {
                // What the first leaves tells what the second must do.
                let touched = parts[other].iter().map(|(at, _)| *at);
                let left: BTreeSet<i128> = touched
                    .map(|at| -(equalities[at].rest + sign(one, at) * by) / sign(other, at))
                    .filter(|by| by.abs() > SMALL)
                    .collect();
                if left.iter().any(|&more| mends(&[(one, by), (other, more)])) {
                    return Some(2);
                }
            }
            for &by in &alone(other) {
                let touched = parts[one].iter().map(|(at, _)| *at);
                let left: BTreeSet<i128> = touched
                    .map(|at| -(equalities[at].rest + sign(other, at) * by) / sign(one, at))
                    .filter(|by| by.abs() > SMALL)
                    .collect();
                if left.iter().any(|&more| mends(&[(one, more), (other, by)])) {
                    return Some(2);
                }
            }
        }
    }
    None
}

#[test]
#[ignore = "slow"]
fn what_is_found_is_as_small_as_can_be() {
    let templates = Templates::embedded();
    let model = &templates.model;
    for (kind, name) in SLIPS {
        let mut tally = Tally::default();
        for seed in 0..TABLES / SLIPS.len() as u64 {
            let mut random = Random::new(seed);
            let mut budget = budget(&mut random);
            let wrong = slip(&mut budget, &mut random, kind);
            let added = absent::lines(model, &budget);
            let paper = CheckPaper::new(&templates, &budget, &added);
            let space = Space::new(model);
            let stated = members::Members::new(&space, &paper, |_| true);
            let declared: Vec<_> = model.equal.iter().collect();
            let mut equalities = gather::sums(&paper);
            equalities.extend(gather::between(&paper, &stated, &declared));
            let faults = solve(&paper, &equalities);
            if faults.is_empty() {
                continue;
            }
            tally.tables += 1;
            tally.left += u32::from(faults.iter().any(|fault| fault.mends.is_empty()));
            let first = faults.iter().filter_map(|fault| fault.mends.first());
            let changed: BTreeSet<usize> = first
                .clone()
                .flat_map(|mend| mend.changes().map(|(cell, _)| cell))
                .collect();
            let spot = |cell: usize| {
                let cell = paper.cells[cell];
                let block = &paper.blocks[cell.block];
                let column = &block.structure.block.columns[cell.column].id;
                (block.at, cell.line, column.as_str().to_owned())
            };
            let is_wrong = |cell: usize| {
                let (table, line, column) = spot(cell);
                wrong
                    .iter()
                    .any(|own| (own.0, own.1, own.2) == (table, line, column.as_str()))
            };
            let right = first.clone().all(|mend| is_wrong(mend.cell));
            tally.right += u32::from(right && first.count() > 0);
            let least = smallest(&equalities, paper.cells.len());
            tally.small += u32::from(least.is_some());
            let small = least.is_some_and(|least| changed.len() <= least);
            tally.smallest += u32::from(small);
            tally.few += u32::from(least.is_some_and(|least| faults.len() <= least));
            if kind == Slip::One {
                assert!(small, "seed {seed}: {wrong:?}, {least:?}, {faults:?}");
            }
        }
        println!("{name}: {tally:?}");
        let Tally {
            tables,
            small,
            few,
            smallest,
            ..
        } = tally;
        assert!(tables > 100, "{name}: {tables}");
        assert!(few * 100 >= small * 98, "{name}: {few} of {small}");
        assert!(
            smallest * 100 >= small * 98,
            "{name}: {smallest} of {small}"
        );
    }
}
