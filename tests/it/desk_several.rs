//! Workbooks in which several units hand in together.

use std::fs;

use serde_json::Value;
use yusuan::workbook::open::open;
use yusuan::workbook::save::save;
use yusuan::workbook::{self, Cell, Sheet, Workbook};

use crate::cli::{code, yusuan};
use crate::desk::{ROSTER, lines, of, paper, reviewed, role, task, zipped};

const CENTER: (&str, &str) = ("101002", "甲区甲中心");
const OFFICE: (&str, &str) = ("101001", "甲区甲局");

fn book(unit: (&str, &str)) -> Workbook {
    open(paper(unit, 2026, |_| ()), "xlsx", &Default::default()).unwrap()
}

/// The sheets of all `books` in one workbook, as somebody who collects them would put them together.
fn together(books: Vec<Workbook>) -> Vec<u8> {
    let mut all = Workbook::default();
    for (at, book) in books.into_iter().enumerate() {
        for mut sheet in book.sheets {
            // A name of a tab has at most 31 characters, and stands once.
            let name: String = sheet.name.chars().take(20).collect();
            sheet.name = format!("{name}({})", at + 1);
            for cell in &mut sheet.cells {
                cell.formula = None;
            }
            all.sheets.push(sheet);
        }
    }
    save(&all).unwrap()
}

/// The same with a cover that names the unit in front of its tables, and no line 编制单位 on it.
fn with_cover(unit: (&str, &str)) -> Workbook {
    let mut book = book(unit);
    let cover = Sheet {
        name: "单位封面".to_owned(),
        cells: vec![Cell {
            value: workbook::Value::Text(format!("{}2026年单位预算", unit.1)),
            ..Cell::default()
        }],
        ..Sheet::default()
    };
    book.sheets.insert(0, cover);
    book
}

#[test]
fn each_unit_of_a_workbook_is_read_by_itself() {
    let both = together(vec![with_cover(CENTER), with_cover(OFFICE)]);
    let inboxes: [(&str, &str, Vec<u8>); 2] = [
        ("各单位.xlsx", "各单位.xlsx", both.clone()),
        (
            "报送.zip",
            "报送.zip!/各单位.xlsx",
            zipped(&[("各单位.xlsx", both)]),
        ),
    ];
    let alone = task(
        ROSTER,
        &[
            ("甲区甲中心.xlsx", paper(CENTER, 2026, |_| ())),
            ("甲区甲局.xlsx", paper(OFFICE, 2026, |_| ())),
        ],
    );
    reviewed(&alone);
    let sums = |guard: &tempfile::TempDir| fs::read(guard.path().join("审核/sums.jsonl")).unwrap();
    for (name, path, bytes) in inboxes {
        let guard = task(ROSTER, &[(name, bytes)]);
        let review = reviewed(&guard);
        assert_eq!(role(&review, path), "several-units");
        for (code, unit) in [CENTER, OFFICE] {
            let own = of(&review["units"], code);
            assert_eq!(own["status"], "received", "{unit}");
            assert_eq!(own["counted"], format!("{path}!/{unit}"));
        }
        let said = lines(&guard.path().join("审核/findings.jsonl"));
        assert!(said.iter().all(|own| own["code"] != "name-varies"));
        assert_eq!(sums(&guard), sums(&alone));
        // What is kept gives the same.
        let first = fs::read(guard.path().join("审核/review.json")).unwrap();
        let second = reviewed(&guard);
        let first: Value = serde_json::from_slice(&first).unwrap();
        assert_eq!(first["units"], second["units"]);
        assert_eq!(first["files"], second["files"]);
    }
}

/// One sheet that was copied from another unit's paper is no submission of that unit.
#[test]
fn a_sheet_of_another_unit_makes_no_submission() {
    let mut stray = book(OFFICE);
    stray.sheets.truncate(3);
    let guard = task(ROSTER, &[("a.xlsx", together(vec![book(CENTER), stray]))]);
    let review = reviewed(&guard);
    assert_eq!(role(&review, "a.xlsx"), "counted");
    assert_eq!(of(&review["units"], OFFICE.0)["status"], "missing");
    let said = lines(&guard.path().join("审核/findings.jsonl"));
    assert!(said.iter().any(|own| own["code"] == "name-varies"));
}

/// A third name over a few sheets may be a slip of one of the others: nothing is parted by guesses.
#[test]
fn a_few_sheets_under_a_third_name_are_not_parted() {
    let mut few = book(("101003", "甲区乙中心"));
    few.sheets.truncate(4);
    let books = vec![book(CENTER), book(OFFICE), few];
    let guard = task(ROSTER, &[("a.xlsx", together(books))]);
    let review = reviewed(&guard);
    assert_ne!(role(&review, "a.xlsx"), "several-units");
    let said = lines(&guard.path().join("审核/findings.jsonl"));
    assert!(said.iter().any(|own| own["code"] == "name-varies"));
}

/// What is read and what is refused are of one unit, however often each stands.
#[test]
fn a_workbook_of_two_units_is_called_by_the_name_of_what_is_read() {
    for (first, second) in [(CENTER, OFFICE), (OFFICE, CENTER)] {
        let folder = tempfile::tempdir().unwrap();
        let bytes = together(vec![book(first), book(second)]);
        fs::write(folder.path().join("a.xlsx"), bytes).unwrap();
        let out = yusuan(
            folder.path(),
            &["convert", "a.xlsx", "--to", "json", "-o", "-"],
        );
        assert_eq!(code(&out), 1);
        let text = String::from_utf8(out.stdout).unwrap();
        let budget: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(budget["unit"]["name"], first.1, "{text}");
    }
}
