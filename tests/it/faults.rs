//! One wrong amount in a clean budget is one error that names its cell; a clean budget has none.

#[path = "../../examples/faults/inject.rs"]
#[allow(dead_code, reason = "the example uses the rest")]
mod inject;
#[path = "../../examples/faults/submission.rs"]
#[allow(dead_code, reason = "the example uses the rest")]
mod submission;

use std::sync::LazyLock;

use inject::{Injected, Kind, inject};
use made_up::{Random, Style};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use rust_decimal::Decimal;
use submission::{Spot, Submission, submission, without_workbook};
use yusuan::finding::{Finding, FindingCode, Severity, render};
use yusuan::layout::Templates;
use yusuan::messages::{Arg, Language, Messages};
use yusuan::model::Place;

use crate::made_up::budget as made_up;

static TEMPLATES: LazyLock<Templates> = LazyLock::new(Templates::embedded);

/// A style and a kind of fault in one cell.
fn choice() -> impl Strategy<Value = (Style, Kind, u64)> {
    let kinds: Vec<Kind> = Kind::ALL
        .into_iter()
        .filter(|kind| kind.is_of_one_cell())
        .collect();
    let styles = prop::sample::select(Style::all());
    (styles, prop::sample::select(kinds), 0_u64..100_000)
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// The errors, and what is a warning only because a whole row of the form was left blank.
fn errors(findings: Vec<Finding>) -> Vec<Finding> {
    const SUMS: [FindingCode; 5] = [
        FindingCode::PartsDiffer,
        FindingCode::ChildrenDiffer,
        FindingCode::TotalDiffers,
        FindingCode::TablesDiffer,
        FindingCode::NotBalanced,
    ];
    let errors = findings.into_iter();
    errors
        .filter(|finding| finding.severity == Severity::Error || SUMS.contains(&finding.code))
        .collect()
}

fn text(findings: &[Finding]) -> String {
    let messages = Messages::new(Language::Chinese);
    let texts = findings
        .iter()
        .map(|finding| render("", finding, &messages));
    texts.collect()
}

/// The one error names the changed cell.
fn judge(found: Vec<Finding>, injected: &Injected) -> Result<(), TestCaseError> {
    let found = errors(found);
    let names = |finding: &Finding| {
        let mut places = finding.cells.iter().filter_map(|cell| cell.place.as_ref());
        places.any(|place| *place == injected.spot.place)
    };
    prop_assert!(
        found.len() == 1 && names(&found[0]),
        "{:?}\n{}",
        injected.changes,
        text(&found)
    );
    Ok(())
}

fn injected(submission: &Submission, kind: Kind, seed: u64) -> Option<Injected> {
    let spots = submission.spots(&TEMPLATES);
    inject(&TEMPLATES, submission, &spots, kind, &mut Random::new(seed))
}

proptest! {
    #![proptest_config(config(100))]

    #[test]
    #[ignore = "slow"]
    fn one_changed_amount_is_one_error_that_names_it((style, kind, seed) in choice()) {
        let submission = without_workbook(&TEMPLATES, style, seed);
        if let Some(injected) = injected(&submission, kind, seed) {
            judge(submission.checked(&TEMPLATES, &injected.changes), &injected)?;
        }
    }

    #[test]
    fn clean_budgets_have_no_error((style, _, seed) in choice()) {
        let submission = without_workbook(&TEMPLATES, style, seed);
        prop_assert_eq!(text(&errors(submission.checked(&TEMPLATES, &[]))), "");
    }
}

/// What is wrong in several places at once: slips of any kind, each in what the others have left.
fn slips(submission: &Submission, count: u64, seed: u64) -> Vec<(Place, Option<Decimal>)> {
    let spots = submission.spots(&TEMPLATES);
    let mut random = Random::new(seed);
    // Slips that are near each other are mended by each other's cells.
    let table = spots[random.index(spots.len())].table;
    let near: Vec<Spot> = spots
        .iter()
        .filter(|spot| spot.table == table || seed.is_multiple_of(3))
        .cloned()
        .collect();
    let mut changes = Vec::new();
    for _ in 0..count {
        let kind = Kind::ALL[random.index(Kind::ALL.len())];
        let slip = inject(&TEMPLATES, submission, &near, kind, &mut random);
        changes.extend(slip.into_iter().flat_map(|slip| slip.changes));
    }
    changes
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    #[ignore = "slow"]
    fn what_holds_as_stated_is_never_said_to_be_broken(
        style in prop::sample::select(Style::all()),
        count in 1_u64..=24,
        seed in 0_u64..100_000,
    ) {
        let submission = without_workbook(&TEMPLATES, style, seed);
        let changes = slips(&submission, count, seed);
        for finding in submission.checked(&TEMPLATES, &changes) {
            let none = Arg::Amount(Decimal::ZERO);
            let says_none = finding.args.iter().any(|(name, arg)| *name == "difference" && *arg == none);
            prop_assert!(!says_none, "{changes:?}\n{}", text(&[finding]));
        }
    }
}

proptest! {
    #![proptest_config(config(24))]

    #[test]
    #[ignore = "slow"]
    fn one_changed_cell_of_a_workbook_is_one_error_that_names_it((style, kind, seed) in choice()) {
        let submission = submission(&TEMPLATES, style, seed);
        prop_assert_eq!(text(&errors(submission.changed(&TEMPLATES, &[]))), "");
        if let Some(injected) = injected(&submission, kind, seed) {
            judge(submission.changed(&TEMPLATES, &injected.changes), &injected)?;
        }
    }
}
