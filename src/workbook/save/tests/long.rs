//! A long sheet is written as it comes, and is the same sheet.

use super::*;

/// What is made while it is written holds what the same sheet holds that was made before.
#[test]
fn a_long_sheet_is_the_same_sheet() {
    let above = vec![
        text("A1", "标题"),
        formula("B2", "SUM(B4:B6)", Value::Number(60.into())),
    ];
    let row = |at: usize| {
        let row = at + 4;
        vec![
            Cell {
                link: Some("'表4'!A1".into()),
                ..text(&format!("A{row}"), "单位")
            },
            Cell {
                comment: Some("注".into()),
                ..amount(&format!("B{row}"), &format!("{}.50", at * 10 + 9))
            },
            formula(
                &format!("C{row}"),
                &format!("B{row}*2"),
                Value::Number((at as u64).into()),
            ),
            cell(&format!("D{row}"), Value::Bool(true), Look::Name),
            cell(&format!("E{row}"), Value::Blank, Look::Amount),
            cell(&format!("F{row}"), Value::Text("0210".into()), Look::Code),
        ]
    };
    let below = vec![text("A8", "说明")];
    let frame = Sheet {
        merges: vec![merge_of("A1", "F1")],
        // The last row of all has a height of its own.
        heights: vec![(0, 30.0), (4, 44.0), (7, 20.0)],
        ..sheet(above)
    };
    let mut held = frame.clone();
    held.cells.extend((0..3).flat_map(row));
    held.cells.extend(below.clone());
    let held = save(&workbook(held)).unwrap();
    let guard = tempfile::tempdir().unwrap();
    let mut book = LongWorkbook::new("标题", guard.path()).unwrap();
    let long = LongSheet {
        sheet: frame,
        rows: 3,
        row: Box::new(row),
        below,
    };
    book.put(&long).unwrap();
    let path = guard.path().join("long.xlsx");
    book.end(&mut std::fs::File::create(&path).unwrap())
        .unwrap();
    let long = std::fs::read(path).unwrap();
    let cells = |bytes: &[u8]| {
        let book = crate::workbook::open::open(bytes, "xlsx", &Default::default()).unwrap();
        let sheet = book.sheets.into_iter().next().unwrap();
        let told = |own: &Cell| {
            own.formula.is_some() || own.comment.is_some() || own.value != Value::Blank
        };
        let cells = sheet.cells.into_iter().filter(told);
        let cells = cells.map(|own| (own.row, own.col, own.value, own.formula, own.comment));
        (sheet.merges, cells.collect::<Vec<_>>())
    };
    assert_eq!(cells(&long), cells(&held));
    assert_eq!(cells(&long).1.len(), 18);
    let xml = |bytes: &[u8]| {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        archive
            .by_name("xl/worksheets/sheet1.xml")
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        text.matches("customHeight").count()
    };
    assert_eq!(xml(&long), xml(&held));
}
