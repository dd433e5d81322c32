//! Forms that come back as nobody should send them: filled in by a program that recalculates nothing, or with mistakes.

use std::fs;
use std::path::Path;

use yusuan::batch::Outcome;
use yusuan::finding::{FindingCode, Severity};
use yusuan::form::{FormKind, blank};
use yusuan::layout::Templates;
use yusuan::workbook::{Workbook, save::save};

use crate::office::Session;
use crate::template::{read, request};
use crate::template_fill::{amount, assert_filled, fill};

/// A form of a layout, filled in by a program.
fn filled(templates: &Templates, id: &str, kind: FormKind) -> Workbook {
    let layout = templates.layout(id).unwrap();
    let mut made = blank(templates, &request(layout, kind, None)).unwrap();
    fill(Session::default(), layout, kind).type_into(&mut made);
    made
}

fn outcome(folder: &Path, workbook: &Workbook) -> Outcome {
    let path = folder.join("form.xlsx");
    fs::write(&path, save(workbook).unwrap()).unwrap();
    read(&path)
}

fn found(outcome: &Outcome) -> Vec<String> {
    let cells = outcome.findings.iter().map(|own| {
        let place = own.place().map_or_else(String::new, |(sheet, cell)| {
            format!(
                " {sheet}!{}",
                cell.map_or_else(String::new, |cell| cell.to_string())
            )
        });
        format!("{}{place}", own.code)
    });
    cells.collect()
}

#[test]
#[ignore = "slow"]
fn what_a_program_fills_in_without_recalculating_is_read_in_full() {
    let folder = tempfile::tempdir().unwrap();
    let templates = Templates::embedded();
    for layout in crate::of_documents(&templates) {
        for kind in [FormKind::Direct, FormKind::Entry] {
            let made = filled(&templates, &layout.id, kind);
            let outcome = outcome(folder.path(), &made);
            let what = format!("{} {kind:?}", layout.id);
            assert_filled(layout, &outcome, &what);
            let findings = outcome.findings.iter();
            let stale = findings.filter(|own| own.code == FindingCode::FormulaNotRecalculated);
            assert_eq!(stale.count(), 1, "{what}: {:?}", found(&outcome));
        }
    }
}

/// Each mistake on the sheet 录入 leads to the cell that was typed, and to nothing that only follows from it.
#[test]
#[ignore = "slow"]
fn mistakes_of_an_entry_form_are_found_where_they_were_made() {
    type Mistake = dyn Fn(Session) -> Session;
    let folder = tempfile::tempdir().unwrap();
    let templates = Templates::embedded();
    let text = |cell: &'static str, text: &'static str| {
        move |session: Session| session.text("录入", cell, text)
    };
    let mistakes: [(&str, &Mistake, &[&str]); 9] = [
        ("no source", &text("C8", ""), &["form-not-filled 录入!C8"]),
        (
            "another source",
            &text("C8", "市级"),
            &["form-not-filled 录入!C8"],
        ),
        ("no code", &text("A8", ""), &["form-not-filled 录入!A8"]),
        ("a 款", &text("A8", "20103"), &["bad-code 录入!A8"]),
        ("words", &text("E8", "约7万"), &["not-a-number 录入!E8"]),
        ("a text", &text("E8", "7.25"), &["text-number 录入!E8"]),
        (
            "a negative amount",
            &|on| {
                on.number("录入", "E5", "0.75")
                    .number("录入", "E8", "7")
                    .number("录入", "F8", "-1")
                    .number("录入", "F5", "11")
            },
            &["negative-amount 录入!F8"],
        ),
        (
            "a code of no name",
            &text("A8", "2019998"),
            &["name-differs 录入!A8"],
        ),
        (
            "the name of another code",
            &text("B8", "住房公积金"),
            &["name-differs 录入!A8"],
        ),
    ];
    let id = "qingpu-2023-unit";
    for (what, make, expected) in mistakes {
        let mut made = filled(&templates, id, FormKind::Entry);
        make(Session::default()).type_into(&mut made);
        let outcome = outcome(folder.path(), &made);
        let mut found = found(&outcome);
        found.retain(|own| !own.starts_with("formula-not-recalculated"));
        // The tables that are typed stay as they are, and no longer fit.
        let others = ["tables-differ", "out-of-order", "three-public-above"];
        found.retain(|own| !others.iter().any(|code| own.starts_with(code)));
        assert_eq!(found, expected, "{what}");
    }
}

#[test]
fn a_number_typed_over_a_fed_cell_contradicts_the_entries() {
    let folder = tempfile::tempdir().unwrap();
    let templates = Templates::embedded();
    let layout = templates.layout("putuo-2024-unit").unwrap();
    let mut made = filled(&templates, &layout.id, FormKind::Entry);
    let summary = &layout.table("summary").unwrap().sheet;
    let session = Session::default().number(summary, "B7", "99");
    session.type_into(&mut made);
    let outcome = outcome(folder.path(), &made);
    let finding = outcome
        .findings
        .iter()
        .find(|own| own.severity == Severity::Error);
    let finding = finding.unwrap();
    assert_eq!(
        (finding.code, finding.variant),
        (FindingCode::WrongForm, Some("contradicts"))
    );
    let budget = outcome.budget.unwrap();
    let fiscal = amount(&budget, "summary", "revenue", "fiscal", "amount");
    assert_eq!(fiscal, Some("117.75".parse().unwrap()));
}
