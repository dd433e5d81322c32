//! The laws of sums and comparisons, on made-up budgets.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use proptest::prelude::*;
use yusuan::batch::{Options, read_file};
use yusuan::desk::{Cells, ChangeState, Sums, changes, revised, year};
use yusuan::layout::Templates;
use yusuan::model::Budget;

use crate::cli::yusuan;
use crate::desk::{ROSTER, all, lines, paper, reviewed, shared, task};
use crate::made_up::budget::budget;

/// A made-up budget, in one of the layouts that have a place for it.
fn made(templates: &Templates, seed: u64) -> Budget {
    budget(templates, seed)
}

fn cells(templates: &Templates, seed: u64) -> Cells {
    Cells::of(&templates.model, &made(templates, seed))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_sum_of_one_is_its_leaves(seed in 1_u64..5_000) {
        let templates = Templates::embedded();
        let own = cells(&templates, seed);
        let sums = Sums::of(&templates.model, [&own]);
        for (row, sum) in &sums.0 {
            let below = own.leaves.iter().filter(|leaf| {
                (&leaf.row.table, leaf.row.again) == (&row.table, row.again)
                    && templates.model.covers(&row.at, &leaf.row.at)
            });
            let below: Vec<_> = below.map(|leaf| leaf.yuan).collect();
            prop_assert_eq!(sum.yuan, below.iter().sum(), "{:?}", row);
        }
    }

    #[test]
    #[ignore = "slow"]
    fn sums_are_associative(one in 1_u64..5_000, two in 1_u64..5_000, three in 1_u64..5_000) {
        let templates = Templates::embedded();
        let model = &templates.model;
        let own = [one, two, three].map(|seed| cells(&templates, seed));
        let at_once = Sums::of(model, &own);
        let turned = Sums::of(model, [&own[2], &own[0], &own[1]]);
        prop_assert_eq!(&at_once, &turned);
        let first = Sums::of(model, &own[..2]);
        let second = Sums::of(model, &own[2..]);
        for (row, sum) in &at_once.0 {
            let of = |sums: &Sums, cells: &[Cells]| match sums.0.get(row) {
                Some(own) => own.yuan,
                // One that prints no such row still has what is below.
                None => cells.iter().filter_map(|own| own.at(model, row)).sum(),
            };
            prop_assert_eq!(sum.yuan, of(&first, &own[..2]) + of(&second, &own[2..]), "{:?}", row);
        }
    }

    #[test]
    fn nothing_changes_against_itself(seed in 1_u64..5_000) {
        let templates = Templates::embedded();
        let made = made(&templates, seed);
        let own = year(&templates, Some(&made));
        let changes = changes(&templates.model, &[(&own, &own)]);
        prop_assert!(!changes.is_empty());
        prop_assert!(changes.iter().all(|own| own.state == ChangeState::Same));
        prop_assert!(revised(&templates.model, &own.cells, &own.cells).is_empty());
    }

    #[test]
    fn what_one_unit_gains_all_gain(one in 1_u64..5_000, two in 1_u64..5_000) {
        let templates = Templates::embedded();
        let [one, two] = [one, two].map(|seed| year(&templates, Some(&made(&templates, seed))));
        let model = &templates.model;
        let alone = changes(model, &[(&one, &two)]);
        let beside = changes(model, &[(&one, &two), (&one, &one)]);
        for own in &alone {
            let both = beside.iter().find(|other| other.row == own.row);
            let both = both.and_then(|own| own.change());
            if let Some(change) = own.change() {
                prop_assert_eq!(both, Some(change), "{:?}", own.row);
            }
        }
    }
}

#[test]
#[ignore = "slow"]
fn a_review_is_the_same_however_often_and_however_it_is_read() {
    let center = ("101002", "甲区甲中心");
    let guard = task(
        ROSTER,
        &[
            ("a.xlsx", paper(center, 2026, |_| ())),
            ("b/甲局.xlsx", paper(("101001", "甲区甲局"), 2026, |_| ())),
        ],
    );
    let results = |guard: &tempfile::TempDir| {
        let mut all = all(&guard.path().join("审核"));
        all.retain(|path, _| !path.starts_with('.'));
        all
    };
    reviewed(&guard);
    let first = results(&guard);
    reviewed(&guard);
    assert!(first == results(&guard), "read from what is kept");
    yusuan(
        guard.path(),
        &["review", ".", "--date", "2026-01-15", "--fresh"],
    );
    assert!(first == results(&guard), "read anew");
    // The same file under another name and date changes no sum.
    let sums = first["sums.jsonl"].clone();
    fs::write(
        guard.path().join("收件/b/a(3).xlsx"),
        paper(center, 2026, |_| ()),
    )
    .unwrap();
    reviewed(&guard);
    assert!(sums == results(&guard)["sums.jsonl"]);
}

#[test]
fn the_sum_of_all_is_that_of_its_units_whatever_their_layouts() {
    let roster = "单位编码,单位名称,主管部门\n101,甲区甲局,\n101002,甲区甲中心,甲区甲局\n102,甲区乙局,\n102002,甲区乙中心,甲区乙局\n";
    let guard = task(
        roster,
        &[
            ("a.xlsx", paper(("101002", "甲区甲中心"), 2026, |_| ())),
            ("b.xlsx", shared(("102002", "甲区乙中心"), |_| ())),
        ],
    );
    let review = reviewed(&guard);
    let templates = Templates::embedded();
    let read = |name: &str| {
        let path = guard.path().join("收件").join(name);
        let outcome = read_file(&path, &templates, &Options::default());
        Cells::of(&templates.model, &outcome.budget.unwrap())
    };
    assert_ne!(review["files"][0]["layout"], review["files"][1]["layout"]);
    let units = [read("a.xlsx"), read("b.xlsx")];
    let sums = lines(&guard.path().join("审核/sums.jsonl"));
    let told: BTreeMap<String, String> = sums
        .into_iter()
        .filter(|own| own["department"] == "*")
        .map(|mut own| {
            let amount = own["amount"].as_str().unwrap().to_owned();
            let own = own.as_object_mut().unwrap();
            for name in ["amount", "units", "department"] {
                own.remove(name);
            }
            (serde_json::to_string(own).unwrap(), amount)
        })
        .collect();
    let rows: BTreeSet<_> = units.iter().flat_map(|own| own.printed.keys()).collect();
    let mut seen = 0;
    for row in rows.into_iter().filter(|row| row.again == 0) {
        let at = |own: &Cells| own.at(&templates.model, row).unwrap_or_default();
        let sum: rust_decimal::Decimal = units.iter().map(at).sum();
        if sum.is_zero() {
            continue;
        }
        seen += 1;
        let key = serde_json::to_string(&yusuan::desk::report::place(row)).unwrap();
        assert_eq!(told.get(&key), Some(&format!("{sum:.2}")), "{key}");
    }
    assert!(seen > 100, "{seen}");
}
