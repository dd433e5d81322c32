//! Faults in texts and projects are found, and clean documents are not accused.

#[path = "../../examples/prose_faults/documents.rs"]
mod documents;
#[path = "../../examples/prose_faults/faults.rs"]
mod faults;
#[path = "../../examples/prose_faults/measure.rs"]
mod measure;

use yusuan::check::check;
use yusuan::finding::Severity;
use yusuan::layout::Templates;
use yusuan::model::Budget;

#[test]
#[ignore = "slow"]
fn single_faults_are_found_in_every_style() {
    let measured = measure::measure(&Templates::embedded(), 2);
    let (found, put) = measured.all();
    assert!(put > 100, "{put}");
    assert!(
        found * 20 >= put * 19,
        "{found} of {put}: {:#?}",
        measured.missed
    );
    let accused = measured.clean_errors.len();
    assert!(
        accused * 20 <= measured.clean,
        "{:#?}",
        measured.clean_errors
    );
}

/// The published document states 0 yuan of assets beside goods for 573.53万元, and its unit's name in two forms: nothing else.
#[test]
fn a_published_document_is_clean() {
    let templates = Templates::embedded();
    let mut budget: Budget =
        serde_json::from_str(include_str!("../fixtures/prose/unit.json")).unwrap();
    budget.document.figures = yusuan::prose::figures(&templates, &budget);
    let findings = check(&templates, &budget);
    let codes: Vec<&str> = findings.iter().map(|own| own.code.name()).collect();
    assert_eq!(codes, ["assets-differ", "name-varies"]);
    assert_eq!(findings[1].severity, Severity::Note);
}
