//! What ends up in the parts of the file.

mod long;

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::*;
use crate::workbook::{AmountFormat, Page};

/// A cell at `at` that holds `value`.
fn cell(at: &str, value: Value, look: Look) -> Cell {
    let at = Address::parse(at).unwrap();
    let style = Style {
        look,
        ..Style::default()
    };
    Cell {
        row: at.row,
        col: at.col,
        value,
        style,
        ..Cell::default()
    }
}

fn text(at: &str, text: &str) -> Cell {
    cell(at, Value::Text(text.into()), Look::Name)
}

fn amount(at: &str, amount: &str) -> Cell {
    cell(at, Value::Number(amount.parse().unwrap()), Look::Amount)
}

fn formula(at: &str, formula: &str, value: Value) -> Cell {
    Cell {
        formula: Some(formula.into()),
        ..cell(at, value, Look::Amount)
    }
}

fn sheet(cells: Vec<Cell>) -> Sheet {
    Sheet {
        name: "表4".into(),
        cells,
        ..Sheet::default()
    }
}

fn workbook(sheet: Sheet) -> Workbook {
    Workbook {
        format: None,
        sheets: vec![sheet],
        ..Workbook::default()
    }
}

fn merge_of(from: &str, to: &str) -> (Address, Address) {
    (Address::parse(from).unwrap(), Address::parse(to).unwrap())
}

/// The text of a part of the file that `workbook` becomes.
fn part(workbook: &Workbook, name: &str) -> String {
    let mut zip = ZipArchive::new(Cursor::new(save(workbook).unwrap())).unwrap();
    let mut text = String::new();
    zip.by_name(name)
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

/// The first sheet's element of the cell at `at`, without the style number.
fn element(workbook: &Workbook, at: &str) -> String {
    let xml = part(workbook, "xl/worksheets/sheet1.xml");
    let from = xml.find(&format!(r#"<c r="{at}""#)).unwrap();
    let rest = &xml[from..];
    let end = rest.find("</c>").map_or(usize::MAX, |at| at + 4);
    let empty = rest.find("/>").map_or(usize::MAX, |at| at + 2);
    let element = &rest[..end.min(empty)];
    let style = element.find(r#" s=""#).unwrap();
    let style_end = style + 4 + element[style + 4..].find('"').unwrap() + 1;
    format!("{}{}", &element[..style], &element[style_end..])
}

#[test]
fn values_keep_their_type() {
    let workbook = workbook(sheet(vec![
        text("A1", "=1+1"),
        cell("B1", Value::Text("05".into()), Look::Code),
        amount("C1", "123456789012345.67"),
        amount("D1", "-0.10"),
        cell("E1", Value::Bool(true), Look::Plain),
        cell("F1", Value::Error("#REF!".into()), Look::Plain),
        cell("G1", Value::Date("2023-01-31".into()), Look::Plain),
        cell("H1", Value::Blank, Look::Amount),
        cell("I1", Value::Text(String::new()), Look::Name),
    ]));
    for (at, expected) in [
        ("A1", r#"<c r="A1" t="s"><v>0</v></c>"#),
        ("B1", r#"<c r="B1" t="s"><v>1</v></c>"#),
        ("C1", r#"<c r="C1"><v>123456789012345.67</v></c>"#),
        ("D1", r#"<c r="D1"><v>-0.1</v></c>"#),
        ("E1", r#"<c r="E1" t="b"><v>1</v></c>"#),
        ("F1", r#"<c r="F1" t="s"><v>2</v></c>"#),
        ("G1", r#"<c r="G1" t="s"><v>3</v></c>"#),
        ("H1", r#"<c r="H1"/>"#),
        ("I1", r#"<c r="I1"/>"#),
    ] {
        assert_eq!(element(&workbook, at), expected);
    }
    let strings = part(&workbook, "xl/sharedStrings.xml");
    let expected =
        ["=1+1", "05", "#REF!", "2023-01-31"].map(|text| format!("<si><t>{text}</t></si>"));
    assert!(strings.contains(&expected.concat()), "{strings}");
}

#[test]
fn formulas_keep_their_result() {
    let number = |text: &str| Value::Number(text.parse().unwrap());
    let workbook = workbook(sheet(vec![
        formula("A1", "SUM(B1:C1)", number("1234.50")),
        formula("B1", "=1/3*0", number("0.00")),
        formula("C1", "\"合\"&\"计\"", Value::Text("合计".into())),
        formula("D1", "1=1", Value::Bool(true)),
        formula("E1", "1/0", Value::Error("#DIV/0!".into())),
        formula("F1", "A9", Value::Blank),
    ]));
    for (at, expected) in [
        ("A1", r#"<c r="A1"><f>SUM(B1:C1)</f><v>1234.5</v></c>"#),
        ("B1", r#"<c r="B1"><f>1/3*0</f><v>0</v></c>"#),
        (
            "C1",
            r#"<c r="C1" t="str"><f>"合"&amp;"计"</f><v>合计</v></c>"#,
        ),
        ("D1", r#"<c r="D1" t="b"><f>1=1</f><v>1</v></c>"#),
        ("E1", r#"<c r="E1" t="e"><f>1/0</f><v>#DIV/0!</v></c>"#),
        ("F1", r#"<c r="F1" t="str"><f>A9</f><v></v></c>"#),
    ] {
        assert_eq!(element(&workbook, at), expected);
    }
}

#[test]
fn each_style_becomes_one_format() {
    let amounts = [
        (AmountFormat::Two, false),
        (AmountFormat::TwoToSix, true),
        (AmountFormat::Two, false),
    ];
    let cells = (0..).zip(amounts).map(|(row, (amount, wrong))| Cell {
        row,
        style: Style {
            look: Look::Amount,
            amount,
            wrong,
            ..Style::default()
        },
        ..Cell::default()
    });
    let styles = part(&workbook(sheet(cells.collect())), "xl/styles.xml");
    for expected in [
        r#"<cellXfs count="3">"#,
        r##"formatCode="#,##0.00_ ;[Red]-#,##0.00_ ;""##,
        r##"formatCode="#,##0.00####_ ;[Red]-#,##0.00####_ ;""##,
        r#"<name val="宋体"/>"#,
        r#"<fgColor rgb="FFFFC7CE"/>"#,
    ] {
        assert!(styles.contains(expected), "{expected} in {styles}");
    }
    assert!(!styles.contains("Calibri"), "{styles}");
}

#[test]
fn the_page_is_set_up() {
    let mut sheet = sheet(vec![text("A1", "项目")]);
    sheet.name = "国有资本 ".into();
    sheet.widths = vec![20.0, 15.5];
    sheet.heights = vec![(0, 24.0)];
    sheet.page = Page {
        filter: None,
        repeat_rows: Some((5, 7)),
        freeze_rows: 8,
        print_to: Some((20, 6)),
        ..Page::default()
    };
    let workbook = workbook(sheet);
    let xml = part(&workbook, "xl/worksheets/sheet1.xml");
    for expected in [
        r#"<pageSetUpPr fitToPage="1"/>"#,
        r#"<pane ySplit="8" topLeftCell="A9" activePane="bottomLeft" state="frozen"/>"#,
        r#"ht="24" customHeight="1""#,
        r#"<printOptions horizontalCentered="1"/>"#,
        r#"<pageSetup paperSize="9" fitToHeight="0" orientation="landscape""#,
        "<oddFooter>&amp;C第 &amp;P 页 共 &amp;N 页</oddFooter>",
    ] {
        assert!(xml.contains(expected), "{expected} in {xml}");
    }
    let xml = part(&workbook, "xl/workbook.xml");
    assert!(xml.contains("'国有资本 '!$A$1:$G$21"), "{xml}");
    assert!(xml.contains("'国有资本 '!$6:$8"), "{xml}");
}

#[test]
fn a_print_area_may_be_a_formula() {
    let mut sheet = sheet(vec![text("A1", "项目")]);
    sheet.page.print_to = Some((20, 6));
    sheet.page.print_rows = Some("IF('表4'!$A$2=\"\",3,21)".into());
    let with = workbook(sheet.clone());
    let xml = part(&with, "xl/workbook.xml");
    let area = "OFFSET(&apos;表4&apos;!$A$1,0,0,IF(&apos;表4&apos;!$A$2=&quot;&quot;,3,21),7)";
    let expected =
        format!(r#"<definedName name="_xlnm.Print_Area" localSheetId="0">{area}</definedName>"#);
    assert!(xml.contains(&expected), "{xml}");
    assert_eq!(save(&with).unwrap(), save(&with).unwrap());
    sheet.page.print_rows = None;
    let without = workbook(sheet);
    let name = "xl/worksheets/sheet1.xml";
    assert_eq!(part(&with, name), part(&without, name));
}

#[test]
fn merged_regions_keep_the_value_and_the_border() {
    let mut title = sheet(vec![
        cell("A1", Value::Text("总表".into()), Look::Header),
        cell("C3", Value::Number(7.into()), Look::Amount),
    ]);
    title.merges = vec![merge_of("A1", "C2"), merge_of("C3", "C3")];
    let xml = part(&workbook(title), "xl/worksheets/sheet1.xml");
    assert!(
        xml.contains(r#"<mergeCells count="1"><mergeCell ref="A1:C2"/></mergeCells>"#),
        "{xml}"
    );
    let cells = ["B1", "C1", "A2", "B2", "C2"];
    for at in cells {
        assert!(
            xml.contains(&format!(r#"<c r="{at}" s="1"/>"#)),
            "{at} in {xml}"
        );
    }
    assert!(
        xml.contains(r#"<c r="A1" s="1" t="s"><v>0</v></c>"#),
        "{xml}"
    );
}

#[test]
fn what_the_format_forbids_is_an_error() {
    let with = |change: &dyn Fn(&mut Sheet)| {
        let mut sheet = sheet(vec![text("A1", "项目")]);
        change(&mut sheet);
        save(&workbook(sheet)).unwrap_err().to_string()
    };
    let merged = |merges: &[(&str, &str)]| {
        with(&|sheet| sheet.merges = merges.iter().map(|(from, to)| merge_of(from, to)).collect())
    };
    assert_eq!(
        with(&|sheet| sheet.visibility = Visibility::Hidden),
        "the workbook has no visible sheet"
    );
    assert!(with(&|sheet| sheet.name = "a/b".into()).starts_with("sheet `a/b`: "));
    assert!(merged(&[("A1", "B2"), ("B2", "C3")]).starts_with("sheet `表4`, cell B2: "));
    assert!(merged(&[("B2", "A1")]).contains("B2: the merged region B2:A1 is reversed"));
    assert!(merged(&[("A1", "XFD1048576")]).contains("covers 17179869184 cells"));
    assert!(with(&|sheet| sheet.cells[0].col = 70_000).contains("beyond XFD"));
    assert!(
        with(&|sheet| sheet.cells[0].row = 2_000_000).starts_with("sheet `表4`, cell A2000001: ")
    );
    let unclear = formula("A1", "A2", Value::Text("05".into()));
    assert!(with(&|sheet| sheet.cells[0] = unclear.clone()).contains("result `05` is text"));
    let twice = Workbook {
        format: None,
        sheets: vec![sheet(Vec::new()), sheet(Vec::new())],
        ..Workbook::default()
    };
    assert!(save(&twice).unwrap_err().to_string().contains("表4"));
}

#[test]
fn comments_are_hidden_and_as_large_as_their_text() {
    let mut cell = amount("B2", "5");
    cell.comment = Some("各分项之和为 6.00\n公式：=SUM(B3:B4)".into());
    let workbook = workbook(sheet(vec![cell]));
    let xml = part(&workbook, "xl/comments1.xml");
    assert!(xml.contains("<author>yusuan</author>"), "{xml}");
    assert!(
        xml.contains("各分项之和为 6.00\n公式：=SUM(B3:B4)</t>"),
        "{xml}"
    );
    let xml = part(&workbook, "xl/drawings/vmlDrawing1.vml");
    assert!(xml.contains("visibility:hidden"), "{xml}");
    assert!(xml.contains("height:36pt"), "{xml}");
}

#[test]
fn the_first_visible_sheet_is_shown() {
    let mut workbook = workbook(sheet(Vec::new()));
    workbook.sheets[0].visibility = Visibility::VeryHidden;
    let named = |name: &str, visibility| Sheet {
        name: name.into(),
        visibility,
        ..Sheet::default()
    };
    workbook.sheets.push(named("表2", Visibility::Visible));
    workbook.sheets.push(named("表3", Visibility::Hidden));
    let xml = part(&workbook, "xl/workbook.xml");
    for expected in [
        r#"firstSheet="1" activeTab="1""#,
        r#"<sheet name="表4" sheetId="1" state="veryHidden" r:id="rId1"/>"#,
        r#"<sheet name="表2" sheetId="2" r:id="rId2"/>"#,
        r#"<sheet name="表3" sheetId="3" state="hidden" r:id="rId3"/>"#,
    ] {
        assert!(xml.contains(expected), "{expected} in {xml}");
    }
}

#[test]
fn the_same_workbook_gives_the_same_bytes() {
    let looks = [
        Look::Plain,
        Look::Title,
        Look::Header,
        Look::Code,
        Look::Name,
        Look::Note,
    ];
    let cells = (0..).zip(looks).map(|(row, look)| Cell {
        row,
        ..cell("A1", Value::Text(row.to_string()), look)
    });
    let mut first = sheet(cells.collect());
    first.cells[5].comment = Some("注".into());
    let second = Sheet {
        name: "表5".into(),
        ..first.clone()
    };
    let workbook = Workbook {
        format: None,
        sheets: vec![first, second],
        ..Workbook::default()
    };
    assert_eq!(save(&workbook).unwrap(), save(&workbook).unwrap());
    let core = part(&workbook, "docProps/core.xml");
    assert_eq!(core.matches("2000-01-01T00:00:00Z").count(), 2, "{core}");
}

#[test]
fn cells_of_one_style_are_formatted_wherever_they_stand() {
    let at = ["A1", "B1", "D1", "A2", "B2", "A4", "B4", "C4", "A5", "B5"];
    let cells = at.map(|at| cell(at, Value::Blank, Look::Name)).to_vec();
    let workbook = workbook(sheet(cells));
    let xml = part(&workbook, "xl/worksheets/sheet1.xml");
    let styled: Vec<&str> = xml
        .split("<c r=\"")
        .skip(1)
        .filter(|rest| rest.contains("\" s=\""))
        .map(|rest| &rest[..rest.find('"').unwrap()])
        .collect();
    assert_eq!(styled, at, "{xml}");
}
