//! How many workbooks a second each stage takes, one thread: `cargo bench --bench throughput`.
//!
//! Each stage runs over the same made-up submissions of nine tables and about 800 filled cells, in memory.

#![allow(clippy::unwrap_used, reason = "a benchmark")]

#[path = "../examples/made_up/budget/mod.rs"]
mod made_up;

use std::sync::LazyLock;

use divan::Bencher;
use divan::counter::ItemsCount;
use yusuan::bind::read;
use yusuan::check::check;
use yusuan::export::budget_to_json;
use yusuan::layout::Templates;
use yusuan::model::Budget;
use yusuan::workbook::Workbook;
use yusuan::workbook::open::{Limits, open};
use yusuan::write::workbook_bytes;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many different workbooks a stage goes over.
const COUNT: u64 = 20;

struct Made {
    templates: Templates,
    files: Vec<Vec<u8>>,
    workbooks: Vec<Workbook>,
    budgets: Vec<Budget>,
}

static MADE: LazyLock<Made> = LazyLock::new(|| {
    let templates = Templates::embedded();
    let files: Vec<Vec<u8>> = (1..=COUNT)
        .map(|seed| {
            workbook_bytes(
                &templates,
                &made_up::budget(&templates, seed),
                Some(made_up::LAYOUT),
            )
            .unwrap()
        })
        .collect();
    let workbooks: Vec<Workbook> = files
        .iter()
        .map(|bytes| open(bytes.clone(), "xlsx", &Limits::default()).unwrap())
        .collect();
    let budgets = workbooks
        .iter()
        .map(|workbook| read(workbook, "made-up.xlsx", &templates, None).budget)
        .collect();
    Made {
        templates,
        files,
        workbooks,
        budgets,
    }
});

fn main() {
    LazyLock::force(&MADE);
    divan::main();
}

#[divan::bench]
fn opening(bencher: Bencher<'_, '_>) {
    over(bencher, &MADE.files, |bytes| {
        open(bytes.clone(), "xlsx", &Limits::default())
            .unwrap()
            .sheets
            .len()
    });
}

#[divan::bench]
fn binding(bencher: Bencher<'_, '_>) {
    over(bencher, &MADE.workbooks, |workbook| {
        read(workbook, "made-up.xlsx", &MADE.templates, None)
            .budget
            .amounts()
    });
}

#[divan::bench]
fn checking(bencher: Bencher<'_, '_>) {
    over(bencher, &MADE.budgets, |budget| {
        check(&MADE.templates, budget).len()
    });
}

/// What checking adds to: the next one over this one is its share.
#[divan::bench]
fn reading(bencher: Bencher<'_, '_>) {
    over(bencher, &MADE.files, |bytes| read_only(bytes).amounts());
}

#[divan::bench]
fn reading_and_checking(bencher: Bencher<'_, '_>) {
    over(bencher, &MADE.files, |bytes| budget_of(bytes).amounts());
}

#[divan::bench]
fn to_json(bencher: Bencher<'_, '_>) {
    over(bencher, &MADE.budgets, |budget| {
        budget_to_json(budget).len()
    });
}

#[divan::bench]
fn to_xlsx(bencher: Bencher<'_, '_>) {
    over(bencher, &MADE.budgets, |budget| {
        workbook_bytes(&MADE.templates, budget, None).unwrap().len()
    });
}

#[divan::bench]
fn whole_to_json(bencher: Bencher<'_, '_>) {
    over(bencher, &MADE.files, |bytes| {
        budget_to_json(&budget_of(bytes)).len()
    });
}

#[divan::bench]
fn whole_to_xlsx(bencher: Bencher<'_, '_>) {
    over(bencher, &MADE.files, |bytes| {
        workbook_bytes(&MADE.templates, &budget_of(bytes), None)
            .unwrap()
            .len()
    });
}

/// Opens and reads a file.
fn read_only(bytes: &[u8]) -> Budget {
    let workbook = open(bytes, "xlsx", &Limits::default()).unwrap();
    read(&workbook, "made-up.xlsx", &MADE.templates, None).budget
}

/// Opens, reads and checks a file.
fn budget_of(bytes: &[u8]) -> Budget {
    let budget = read_only(bytes);
    divan::black_box(check(&MADE.templates, &budget));
    budget
}

/// Runs a stage over all of `from`, counted in workbooks.
fn over<T: Sync>(bencher: Bencher<'_, '_>, from: &'static [T], stage: impl Fn(&T) -> usize + Sync) {
    bencher
        .counter(ItemsCount::new(from.len()))
        .bench(|| from.iter().map(&stage).sum::<usize>());
}
