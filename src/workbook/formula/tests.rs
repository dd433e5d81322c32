//! Small workbooks whose formulas are computed.

use rust_decimal::Decimal;

use super::recalculate;
use super::recalculate::recalculate_within;
use crate::workbook::{Address, Cell, Sheet, Value, Workbook};

/// A workbook of one sheet 表 with cells as `B7=…`: a number, a text in quotes, or a formula after a further `=`.
fn workbook(cells: &[&str]) -> Workbook {
    let mut sheet = Sheet {
        name: "表".into(),
        ..Sheet::default()
    };
    for cell in cells {
        let (at, content) = cell.split_once('=').unwrap();
        let address = Address::parse(at).unwrap();
        let (value, formula) = if let Some(formula) = content.strip_prefix('=') {
            match formula.split_once(" => ") {
                Some((formula, stored)) => (value(stored), Some(formula.to_owned())),
                None => (Value::Blank, Some(formula.to_owned())),
            }
        } else {
            (value(content), None)
        };
        sheet.cells.push(Cell {
            row: address.row,
            col: address.col,
            value,
            formula,
            ..Cell::default()
        });
    }
    sheet.cells.sort_by_key(Cell::address);
    Workbook {
        sheets: vec![sheet],
        ..Workbook::default()
    }
}

fn value(text: &str) -> Value {
    match text.parse::<Decimal>() {
        Ok(number) => Value::Number(number),
        Err(_) if text.starts_with('#') => Value::Error(text.to_owned()),
        Err(_) => Value::Text(text.trim_matches('"').to_owned()),
    }
}

/// What the cells hold after they were computed anew.
fn computed(mut workbook: Workbook) -> Vec<(String, String)> {
    recalculate(&mut workbook, |_, _| true);
    let shown = |cell: &Cell| match &cell.value {
        Value::Blank => "-".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => format!("\"{text}\""),
        Value::Bool(value) => value.to_string(),
        Value::Error(text) | Value::Date(text) => text.clone(),
    };
    let cells = workbook.sheets[0].cells.iter();
    cells
        .filter(|cell| cell.formula.is_some())
        .map(|cell| (cell.address().to_string(), shown(cell)))
        .collect()
}

fn all(cells: &[&str]) -> String {
    let computed = computed(workbook(cells));
    let cells: Vec<String> = computed
        .into_iter()
        .map(|(at, value)| format!("{at} {value}"))
        .collect();
    cells.join(", ")
}

#[test]
fn stored_results_that_formulas_do_not_give_are_replaced() {
    let cells = [
        "A1=1",
        "A2=2",
        "B1==A1+A2 => 0",
        "B2==B1*2 => 6",
        "B3==B2&\"元\" => 0",
    ];
    assert_eq!(all(&cells), "B1 3, B2 6, B3 \"6元\"");
    let mut workbook = workbook(&cells);
    recalculate(&mut workbook, |_, cell| cell.row == 1);
    assert_eq!(workbook.sheets[0].replaced, []);
    recalculate(&mut workbook, |_, _| true);
    let replaced: Vec<String> = workbook.sheets[0]
        .replaced
        .iter()
        .map(|(at, _)| at.to_string())
        .collect();
    assert_eq!(replaced, ["B1", "B3"]);
}

#[test]
fn what_is_not_understood_stays_as_stored() {
    let cells = [
        "A1=1",
        "A2=\"1,000\"",
        "B1==RAND()+A1 => 5",
        "B2==B1+1 => 9",
        "B3==A1+A2 => 7",
        "B4==[1]Sheet1!A1 => 7",
        "B5==A1:A2 => 7",
        "B6==Table1[x] => 7",
        "B7==A1# => 7",
        "B8==OFFSET(A1,0,0) => 7",
        "B9==x+1 => 7",
        "C1==\"a\"+1 => 7",
        "C2==B2+1",
        "C3==Sheet1:Sheet2!A1 => 7",
        "C4==C5 => 7",
        "C5==C4 => 7",
        "C6==IF(A1=1,2 => 7",
        "C7==SUM(A1,C4)",
    ];
    let expected = "B1 5, C1 7, B2 9, C2 10, B3 7, C3 7, B4 7, C4 7, B5 7, C5 7, B6 7, C6 7, B7 7, C7 8, B8 7, B9 7";
    assert_eq!(all(&cells), expected);
}

#[test]
fn differences_of_binary_arithmetic_and_of_display_are_none() {
    let cells = [
        "A1=82122874.01",
        "A2=82122874",
        "A3=3",
        "B1==A1-A2 => 0.0100000053644180",
        "B2==A2/A3 => 27374291.33",
        "B3==1/3 => 0.333333333333333",
        "B4==A1-A2 => 0.02",
    ];
    assert_eq!(
        all(&cells),
        "B1 0.01, B2 27374291.33, B3 0.333333333333333, B4 0.01"
    );
}

#[test]
fn long_chains_and_deep_formulas_end() {
    let mut cells = vec!["A1=1".to_owned()];
    for row in 2..60_000 {
        cells.push(format!("A{row}==A{}+1", row - 1));
    }
    cells.push(format!("B1=={}1{}", "(".repeat(20_000), ")".repeat(20_000)));
    cells.push(format!("B2=={}1", "1+".repeat(16_000)));
    cells.push(format!("B3=={}1", "-".repeat(30_000)));
    cells.push("B4==A59999".to_owned());
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    let computed = computed(workbook(&cells));
    let of = |at: &str| {
        computed
            .iter()
            .find(|(own, _)| own == at)
            .unwrap()
            .1
            .clone()
    };
    assert_eq!(
        [of("B1"), of("B2"), of("B3"), of("B4")],
        ["-", "16001", "1", "59999"]
    );
}

#[test]
fn a_workbook_that_costs_too_much_is_left_as_it_is() {
    let mut cells = Vec::new();
    for row in 1..=100 {
        cells.push(format!("A{row}=1"));
        cells.push(format!("B{row}==SUMPRODUCT((A1:A100=1)*1) => 7"));
    }
    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
    let mut workbook = workbook(&cells);
    recalculate_within(&mut workbook, |_, _| true, 10_000);
    let replaced = workbook.sheets[0].replaced.len();
    assert!((5..50).contains(&replaced), "{replaced}");
}
