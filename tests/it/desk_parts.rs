//! Tables of one unit that are handed in as several workbooks.

use serde_json::Value;
use yusuan::workbook::Workbook;
use yusuan::workbook::open::open;
use yusuan::workbook::save::save;

use crate::desk::{ROSTER, doubled, json, lines, of, paper, reviewed, role, task};

const CENTER: (&str, &str) = ("101002", "甲区甲中心");

/// The sheets of a workbook from one position to another as a workbook, all called as `name` says.
fn part(bytes: &[u8], from: usize, to: usize, name: impl Fn(usize, &str) -> String) -> Vec<u8> {
    let book = open(bytes, "xlsx", &Default::default()).unwrap();
    let sheets = book.sheets.into_iter().enumerate();
    let sheets = sheets.filter(|(at, _)| (from..to).contains(at));
    let sheets = sheets.map(|(at, mut sheet)| {
        sheet.name = name(at, &sheet.name);
        sheet.cells.iter_mut().for_each(|cell| cell.formula = None);
        sheet
    });
    let book = Workbook {
        sheets: sheets.collect(),
        ..Workbook::default()
    };
    save(&book).unwrap()
}

fn count(bytes: &[u8]) -> usize {
    let book = open(bytes, "xlsx", &Default::default()).unwrap();
    book.sheets.len()
}

fn same(_: usize, name: &str) -> String {
    name.to_owned()
}

fn codes(guard: &tempfile::TempDir, unit: &str) -> Vec<String> {
    let all = lines(&guard.path().join("审核/findings.jsonl"));
    let own = all.into_iter().filter(|own| own["unit"] == unit);
    own.map(|own| own["code"].as_str().unwrap().to_owned())
        .collect()
}

fn sums(guard: &tempfile::TempDir) -> String {
    std::fs::read_to_string(guard.path().join("审核/sums.jsonl")).unwrap()
}

#[test]
fn parts_of_one_folder_are_one_submission() {
    let whole = paper(CENTER, 2026, |_| ());
    let guard = task(ROSTER, &[("甲中心.xlsx", whole.clone())]);
    let verdict = of(&reviewed(&guard)["units"], "101002")["verdict"].clone();
    let expected = sums(&guard);
    let (half, all) = (count(&whole) / 2, count(&whole));
    // Sheets of both are called Sheet1, Sheet2, as programs call them.
    let number = |from: usize| move |at: usize, _: &str| format!("Sheet{}", at - from + 1);
    let one = part(&whole, 0, half, number(0));
    let two = part(&whole, half, all, number(half));
    let guard = task(
        ROSTER,
        &[("甲中心/表一.xlsx", one.clone()), ("甲中心/表二.xlsx", two)],
    );
    let review = reviewed(&guard);
    let own = of(&review["units"], "101002");
    assert_eq!(own["counted"], "甲中心");
    assert_eq!(own["versions"], 1);
    assert_eq!(own["verdict"], verdict);
    assert_eq!(sums(&guard), expected);
    for path in ["甲中心/表一.xlsx", "甲中心/表二.xlsx", "甲中心"] {
        assert_eq!(role(&review, path), "counted");
    }
    assert!(!codes(&guard, "101002").contains(&"missing-table".to_owned()));
    // One part alone lacks the other's tables.
    let guard = task(ROSTER, &[("甲中心/表一.xlsx", one)]);
    reviewed(&guard);
    assert!(codes(&guard, "101002").contains(&"missing-table".to_owned()));
}

#[test]
fn parts_in_a_folder_of_several_units_are_found_by_what_they_state() {
    let whole = paper(CENTER, 2026, |_| ());
    let other = paper(("101001", "甲区甲局"), 2026, |_| ());
    let (half, all) = (count(&whole) / 2, count(&whole));
    let guard = task(
        ROSTER,
        &[
            ("甲中心1.xlsx", part(&whole, 0, half, same)),
            ("甲中心2.xlsx", part(&whole, half, all, same)),
            ("甲局.xlsx", other),
        ],
    );
    let review = reviewed(&guard);
    assert_eq!(
        of(&review["units"], "101002")["counted"],
        "甲中心1.xlsx + 甲中心2.xlsx"
    );
    assert_eq!(of(&review["units"], "101001")["counted"], "甲局.xlsx");
}

#[test]
fn a_part_that_came_again_replaces_its_older_version() {
    let (old, new) = (paper(CENTER, 2026, |_| ()), paper(CENTER, 2026, doubled));
    let (half, all) = (count(&old) / 2, count(&old));
    let guard = task(
        ROSTER,
        &[
            ("甲/a.xlsx", part(&old, 0, half, same)),
            ("甲/a修改.xlsx", part(&new, 0, half, same)),
            ("甲/b.xlsx", part(&new, half, all, same)),
        ],
    );
    let review = reviewed(&guard);
    assert_eq!(role(&review, "甲/a.xlsx"), "superseded");
    assert_eq!(role(&review, "甲/a修改.xlsx"), "counted");
    let doubled = sums(&guard);
    let guard = task(ROSTER, &[("甲.xlsx", new)]);
    reviewed(&guard);
    assert_eq!(doubled, sums(&guard));
}

#[test]
fn a_table_in_two_parts_is_told_and_counted_once() {
    let (one, two) = (paper(CENTER, 2026, |_| ()), paper(CENTER, 2026, doubled));
    let (half, all) = (count(&one) / 2, count(&one));
    let guard = task(
        ROSTER,
        &[
            ("甲/a.xlsx", part(&one, 0, half + 1, same)),
            ("甲/b.xlsx", part(&two, half, all, same)),
        ],
    );
    let review = reviewed(&guard);
    assert_eq!(of(&review["units"], "101002")["counted"], "甲");
    assert!(codes(&guard, "101002").contains(&"wrong-form".to_owned()));
    assert_eq!(of(&review["units"], "101002")["verdict"], "return");
}

#[test]
fn parts_in_several_folders_are_not_guessed_and_versions_stay_versions() {
    let whole = paper(CENTER, 2026, |_| ());
    let (half, all) = (count(&whole) / 2, count(&whole));
    let guard = task(
        ROSTER,
        &[
            ("1/a.xlsx", part(&whole, 0, half, same)),
            ("2/b.xlsx", part(&whole, half, all, same)),
        ],
    );
    let review = reviewed(&guard);
    assert_eq!(role(&review, "1/a.xlsx"), "unclear");
    assert_eq!(of(&review["units"], "101002")["counted"], Value::Null);
    // Each lacks another table: two versions, not two parts.
    let guard = task(
        ROSTER,
        &[
            ("a.xlsx", part(&whole, 0, all - 1, same)),
            ("a最终.xlsx", part(&whole, 1, all, same)),
        ],
    );
    let review = reviewed(&guard);
    assert_eq!(of(&review["units"], "101002")["counted"], "a最终.xlsx");
    assert_eq!(role(&review, "a.xlsx"), "superseded");
    // Beside a whole one a part is a version, too.
    let guard = task(
        ROSTER,
        &[
            ("a.xlsx", whole.clone()),
            ("a初稿.xlsx", part(&whole, 0, half, same)),
        ],
    );
    assert_eq!(
        of(&reviewed(&guard)["units"], "101002")["counted"],
        "a.xlsx"
    );
}

#[test]
fn the_parts_of_a_unit_are_marked_and_sent_back() {
    let whole = paper(CENTER, 2026, |budget| {
        let lines = &mut budget.tables.last_mut().unwrap().lines;
        let amounts = lines.iter_mut().flat_map(|line| line.amounts.values_mut());
        amounts.take(1).for_each(|own| {
            own.yuan = rust_decimal::Decimal::TWO * own.yuan + rust_decimal::Decimal::ONE
        });
        let lines = &mut budget.tables[0].lines;
        let last = lines
            .iter_mut()
            .flat_map(|line| line.amounts.values_mut())
            .last();
        last.unwrap().yuan += rust_decimal::Decimal::TEN;
    });
    let (half, all) = (count(&whole) / 2, count(&whole));
    let guard = task(
        ROSTER,
        &[
            ("甲/a.xlsx", part(&whole, 0, half, same)),
            ("甲/b.xlsx", part(&whole, half, all, same)),
        ],
    );
    reviewed(&guard);
    let letter = guard.path().join("审核/退回/101002-甲区甲中心");
    assert!(letter.join("a.xlsx").is_file() && letter.join("b.xlsx").is_file());
    let record = json(&guard.path().join("审核/review.json"));
    assert_eq!(of(&record["units"], "101002")["verdict"], "return");
}
