//! Ordinary slips, one and many, in made-up budgets and in submissions.

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use rust_decimal::Decimal;

use super::super::Effort;
use super::solved;
use crate::bind::read;
use crate::layout::Templates;
use crate::model::{Amount, Budget, Id};
use crate::workbook::open::{Limits, open};

#[path = "../../../../../examples/made_up/budget/mod.rs"]
pub(super) mod made_up;

use made_up::{Random, Style};

static TEMPLATES: LazyLock<Templates> = LazyLock::new(Templates::embedded);

const FIXTURES: [(&[u8], &str); 4] = [
    (
        include_bytes!("../../../../../tests/fixtures/submissions/01-standard.xlsx"),
        "xlsx",
    ),
    (
        include_bytes!("../../../../../tests/fixtures/submissions/03-wanyuan.ods"),
        "ods",
    ),
    (
        include_bytes!("../../../../../tests/fixtures/submissions/07-another-unit.xlsx"),
        "xlsx",
    ),
    (
        include_bytes!("../../../../../tests/fixtures/submissions/06-stacked-gb18030.csv"),
        "csv",
    ),
];

static SUBMISSIONS: LazyLock<Vec<Budget>> = LazyLock::new(|| {
    let budget = |&(bytes, extension): &(&[u8], &str)| {
        read_budget(bytes, extension).expect("the fixtures are spreadsheets")
    };
    FIXTURES.iter().map(budget).collect()
});

fn read_budget(bytes: &[u8], extension: &str) -> Option<Budget> {
    let workbook = open(bytes, extension, &Limits::default()).ok()?;
    Some(read(&workbook, "a", &TEMPLATES, None).budget)
}

/// The position of an amount: table, line, column.
type SlipSpot = (usize, usize, Id);

fn spots(budget: &Budget) -> Vec<SlipSpot> {
    let lines = budget.tables.iter().enumerate().flat_map(|(at, table)| {
        let lines = table.lines.iter().enumerate();
        lines.map(move |(row, line)| (at, row, line))
    });
    lines
        .flat_map(|(at, row, line)| line.amounts.keys().map(move |id| (at, row, id.clone())))
        .collect()
}

fn amount<'b>(budget: &'b mut Budget, (table, row, column): &SlipSpot) -> &'b mut Amount {
    let amounts = &mut budget.tables[*table].lines[*row].amounts;
    amounts.get_mut(column).expect("the spot was found here")
}

/// One slip: a row deleted or doubled, an amount changed, two exchanged.
fn slip(budget: &mut Budget, random: &mut Random) {
    let spots = spots(budget);
    if spots.is_empty() {
        return;
    }
    let spot = &spots[random.index(spots.len())];
    match random.below(10) {
        0..3 => {
            budget.tables[spot.0].lines.remove(spot.1);
        }
        3..6 => {
            let lines = &mut budget.tables[spot.0].lines;
            lines.insert(spot.1, lines[spot.1].clone());
        }
        6..8 => {
            let own = amount(budget, spot);
            own.yuan = match random.below(4) {
                0 => own.yuan * Decimal::TEN,
                1 => own.yuan + Decimal::from(90),
                2 => own.yuan - Decimal::ONE_THOUSAND,
                _ => Decimal::ZERO,
            };
        }
        _ => {
            let other = &spots[random.index(spots.len())];
            let (one, two) = (amount(budget, spot).yuan, amount(budget, other).yuan);
            amount(budget, spot).yuan = two;
            amount(budget, other).yuan = one;
        }
    }
}

fn slipped(mut budget: Budget, slips: u32, seed: u64) -> Budget {
    let mut random = Random::new(seed);
    for _ in 0..slips {
        slip(&mut budget, &mut random);
    }
    budget
}

/// Steps are bounded by what is broken, also where next to nothing may be weighed anew, or nothing at all.
fn judge(budget: &Budget) {
    let none = Effort {
        near_all: 0,
        most: u64::MAX,
    };
    let ended = Effort {
        near_all: 0,
        most: 0,
    };
    for effort in [None, Some(none), Some(ended)] {
        let solved = solved(&TEMPLATES, budget, effort);
        assert!(solved.steps <= solved.broken, "{solved:?}");
    }
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(150))]

    #[test]
    #[ignore = "slow"]
    fn slips_in_made_up_budgets_are_said_in_few_steps(
        style in prop::sample::select(Style::all()),
        slips in 1_u32..=40,
        seed in 0_u64..100_000,
    ) {
        judge(&slipped(made_up::styled(&TEMPLATES, &style, seed), slips, seed));
    }

    #[test]
    #[ignore = "slow"]
    fn slips_in_submissions_are_said_in_few_steps(
        at in 0..FIXTURES.len(),
        slips in 1_u32..=40,
        seed in 0_u64..100_000,
    ) {
        judge(&slipped(SUBMISSIONS[at].clone(), slips, seed));
    }
}

#[test]
fn two_cells_are_not_exchanged_for_ever() {
    let bytes = include_bytes!("../../../../../tests/slips/exchanged-for-ever.csv");
    judge(&read_budget(bytes, "csv").expect("it is a spreadsheet"));
}
