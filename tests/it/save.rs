//! Written workbooks in the eyes of other programs.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::json;
use yusuan::workbook::{
    Address, AmountFormat, Cell, Look, Page, Sheet, Style, Value, Workbook, save, text_width,
};

use crate::oracle;

/// A cell with a text.
fn text(at: &str, look: Look, text: &str) -> Cell {
    let Address { row, col } = Address::parse(at).unwrap();
    let value = if text.is_empty() {
        Value::Blank
    } else {
        Value::Text(text.into())
    };
    let style = Style {
        look,
        ..Style::default()
    };
    Cell {
        row,
        col,
        value,
        style,
        ..Cell::default()
    }
}

/// A cell with an amount, computed by a formula where there is one.
fn amount(at: &str, amount: &str, formula: &str) -> Cell {
    let formula = (!formula.is_empty()).then(|| formula.to_owned());
    let style = Style {
        look: Look::Amount,
        strong: formula.is_some(),
        ..Style::default()
    };
    let value = Value::Number(amount.parse().unwrap());
    Cell {
        value,
        formula,
        style,
        ..text(at, Look::Amount, "")
    }
}

/// A small table of expenditure in yuan: three code columns, a name, and amounts that add up but for F8, which is
/// stated 0.10 lower than its parts.
fn expenditure() -> Sheet {
    use Look::{Closing, Code, Header, LineLeft, LineRight, Name, Note, Title};
    let wrong = Cell {
        comment: Some("各分项之和为 1,900,000.10，与所列金额不符\n公式：=E9+E10".into()),
        ..amount("F8", "1900000.00", "")
    };
    let wrong = Cell {
        style: Style {
            wrong: true,
            ..wrong.style
        },
        ..wrong
    };
    let indented = |at: &str, steps: u8, name: &str| {
        let cell = text(at, Name, name);
        Cell {
            style: Style {
                indent: steps,
                ..cell.style
            },
            ..cell
        }
    };
    let mut cells = vec![
        text("A1", Title, "2026年预算单位支出预算总表"),
        text("A3", LineLeft, "编制单位：上海市某某区社会福利院"),
        text("G3", LineRight, "单位：元"),
        text("A4", Header, "项目"),
        text("E4", Header, "支出预算"),
        text("A5", Header, "功能分类科目编码"),
        text("D5", Header, "功能分类科目名称"),
        text("E5", Header, "合计"),
        text("F5", Header, "基本支出"),
        text("G5", Header, "项目支出"),
        text("A6", Header, "类"),
        text("B6", Header, "款"),
        text("C6", Header, "项"),
        text("A7", Code, "208"),
        text("B7", Code, ""),
        text("C7", Code, ""),
        indented("D7", 0, "社会保障和就业支出"),
        amount("E7", "2345678.85", "F7+G7"),
        amount("F7", "1900000.00", "F8"),
        amount("G7", "445678.85", "G8"),
        text("A8", Code, "208"),
        text("B8", Code, "05"),
        text("C8", Code, ""),
        indented("D8", 1, "行政事业单位养老支出"),
        amount("E8", "2345678.85", "F8+G8"),
        wrong,
        amount("G8", "445678.85", "SUM(G9:G10)"),
        text("A9", Code, "208"),
        text("B9", Code, "05"),
        text("C9", Code, "05"),
        indented(
            "D9",
            2,
            "机关事业单位基本养老保险缴费支出（含职业年金缴费）",
        ),
        amount("E9", "1900000.10", "F9+G9"),
        amount("F9", "1900000.10", ""),
        text("G9", Look::Amount, ""),
        text("A10", Code, "208"),
        text("B10", Code, "05"),
        text("C10", Code, "99"),
        indented("D10", 2, "其他行政事业单位养老支出"),
        amount("E10", "445678.85", "F10+G10"),
        text("F10", Look::Amount, ""),
        amount("G10", "445678.85", ""),
        text("A11", Closing, "合计"),
        amount("E11", "2345678.85", "E7"),
        amount("F11", "1900000.00", "F7"),
        amount("G11", "445678.85", "G7"),
        text("A12", Note, "注：金额为零的项目不填列。"),
    ];
    cells.sort_by_key(Cell::address);
    let merges = [
        "A1:G1", "A3:D3", "A4:D4", "E4:G4", "A5:C5", "D5:D6", "E5:E6", "F5:F6", "G5:G6", "A11:D11",
        "A12:G12",
    ];
    let merges = merges.map(|region| {
        let (from, to) = region.split_once(':').unwrap();
        (Address::parse(from).unwrap(), Address::parse(to).unwrap())
    });
    let room = text_width("123,456,789.00") + 2.0;
    Sheet {
        name: "支出 总表".into(),
        cells,
        merges: merges.to_vec(),
        widths: vec![6.0, 6.0, 6.0, 44.0, room, room, room],
        heights: [(0, 30.0), (1, 7.5)]
            .into_iter()
            .chain((3..11).map(|row| (row, if row == 8 { 30.0 } else { 24.0 })))
            .collect(),
        page: Page {
            filter: None,
            repeat_rows: Some((3, 5)),
            freeze_rows: 6,
            print_to: Some((11, 6)),
            ..Page::default()
        },
        ..Sheet::default()
    }
}

/// A second sheet whose amounts are in 万元 and refer to the first.
fn summary() -> Sheet {
    let in_wan = |cell: Cell| Cell {
        style: Style {
            amount: AmountFormat::TwoToSix,
            ..cell.style
        },
        ..cell
    };
    let cells = vec![
        text("A1", Look::Header, "合计"),
        text("B1", Look::Header, "负数"),
        in_wan(amount("A2", "234.567885", "'支出 总表'!E11/10000")),
        in_wan(amount("B2", "-0.1", "ROUND(-1/10,2)")),
        text("A3", Look::Plain, "=1+1"),
    ];
    Sheet {
        name: "三公".into(),
        cells,
        widths: vec![16.0, 16.0],
        ..Sheet::default()
    }
}

fn workbook() -> Workbook {
    Workbook {
        format: None,
        sheets: vec![expenditure(), summary()],
        ..Workbook::default()
    }
}

/// Saves a workbook to a file.
fn write(workbook: &Workbook, dir: &Path, name: &str) -> PathBuf {
    let path = dir.join(name);
    fs::write(&path, save::save(workbook).unwrap()).unwrap();
    path
}

#[test]
#[ignore = "slow"]
fn recalculation_changes_only_what_was_wrong() {
    let dir = tempfile::tempdir().unwrap();
    let right = write(&workbook(), dir.path(), "right.xlsx");
    let mut stale = workbook();
    let cell = stale.sheets[0]
        .cells
        .iter_mut()
        .find(|cell| cell.address() == Address::new(9, 4));
    cell.unwrap().value = Value::Number(7.into());
    let stale = write(&stale, dir.path(), "stale.xlsx");

    let out = dir.path().join("out");
    let Some(recalculated) = oracle::recalculate(&[&right, &stale], &out) else {
        return;
    };
    let changes = |before: &Path, after: &Path| {
        Some(oracle::changes(
            &oracle::openpyxl_dump(before)?,
            &oracle::openpyxl_dump(after)?,
        ))
    };
    let Some(of_right) = changes(&right, &recalculated[0]) else {
        return;
    };
    assert_eq!(of_right, Vec::<String>::new());
    let of_stale = changes(&stale, &recalculated[1]).unwrap();
    assert_eq!(of_stale, ["支出 总表!E10: 7 -> 445678.85"]);
}

#[test]
fn the_schemas_are_kept() {
    let dir = tempfile::tempdir().unwrap();
    let path = write(&workbook(), dir.path(), "budget.xlsx");
    let Some(findings) = oracle::audit(&path) else {
        return;
    };
    assert_eq!(findings, Vec::<String>::new());
}

#[test]
fn openpyxl_reads_what_was_written() {
    let dir = tempfile::tempdir().unwrap();
    let path = write(&workbook(), dir.path(), "budget.xlsx");
    let Some(cells) = oracle::openpyxl_dump(&path) else {
        return;
    };
    let cell = |sheet: &str, at: &str| {
        cells
            .iter()
            .find(|cell| cell.sheet == sheet && cell.at == at)
            .unwrap()
    };

    let title = cell("支出 总表", "A1");
    assert_eq!(
        (title.value.as_str(), title.merge.as_deref()),
        (Some("2026年预算单位支出预算总表"), Some("A1:G1"))
    );
    let code = cell("支出 总表", "B8");
    assert_eq!((&code.value, code.format.as_str()), (&json!("05"), "@"));
    let total = cell("支出 总表", "G8");
    assert_eq!(
        (total.value.as_f64(), total.formula.as_deref()),
        (Some(445_678.85), Some("=SUM(G9:G10)"))
    );
    let in_wan = cell("三公", "A2");
    assert_eq!(
        (in_wan.value.as_f64(), in_wan.format.as_str()),
        (Some(234.567_885), "#,##0.00####_ ;[Red]-#,##0.00####_ ;")
    );
    let text = cell("三公", "A3");
    assert_eq!(
        (&text.value, text.formula.as_deref()),
        (&json!("=1+1"), None)
    );
    assert_eq!(cells.iter().filter(|cell| cell.merge.is_some()).count(), 11);
}

#[test]
#[ignore = "slow"]
fn a_table_prints_on_pages_with_header_and_number() {
    let dir = tempfile::tempdir().unwrap();
    let mut long = expenditure();
    for row in 12..80 {
        long.cells
            .push(text(&format!("D{}", row + 1), Look::Name, "项目支出明细"));
    }
    long.page.print_to = Some((79, 6));
    let path = write(
        &Workbook {
            format: None,
            sheets: vec![long],
            ..Workbook::default()
        },
        dir.path(),
        "budget.xlsx",
    );
    let Some(pages) = oracle::to_pdf(&path, dir.path()).and_then(|pdf| oracle::pdf_pages(&pdf))
    else {
        return;
    };
    assert!(pages.len() > 1, "{pages:?}");
    for (number, page) in pages.iter().enumerate() {
        let squeezed: String = page.split_whitespace().collect();
        assert!(squeezed.contains("功能分类科目名称"), "no header: {page}");
        let footer = format!("第{}页共{}页", number + 1, pages.len());
        assert!(squeezed.contains(&footer), "no {footer}: {page}");
    }
}

#[test]
#[ignore = "slow"]
fn older_formats_come_from_libreoffice() {
    let dir = tempfile::tempdir().unwrap();
    let path = write(&workbook(), dir.path(), "budget.xlsx");
    for (extension, begins) in [("xls", &b"\xd0\xcf\x11\xe0"[..]), ("ods", b"PK")] {
        let Some(converted) = oracle::convert(&path, extension, dir.path()) else {
            return;
        };
        assert!(fs::read(converted).unwrap().starts_with(begins));
    }
}
