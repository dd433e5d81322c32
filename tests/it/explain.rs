//! `yusuan explain`: what every cell was taken for, and what a code means.

use std::fs;

use serde_json::Value;
use yusuan::batch::{Options, explain_file, read_file};
use yusuan::bind::{Explanation, LeftBecause, Matched, Role, StrangeKind, Won};
use yusuan::export::{CodeText, explain_html, explain_json, explain_text};
use yusuan::finding::FindingCode;
use yusuan::layout::Templates;
use yusuan::messages::{Language, Messages};
use yusuan::workbook::{Value as Held, Workbook};

use crate::cli::yusuan;
use crate::corpus;

fn explained(path: &std::path::Path) -> (Workbook, Explanation) {
    explain_file(path, &Templates::embedded(), &Options::default()).unwrap()
}

/// The explanation of a sheet drawn as text, `|` between cells.
fn drawn(rows: &str) -> Explanation {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    fs::write(&path, rows.trim().replace('|', ",")).unwrap();
    explained(&path).1
}

const TABLE: &str = "2024年预算单位支出预算总表\n编制单位：某中心||||||单位：万元\n项目||||支出预算\n功能分类科目编码|||功能分类科目名称|合计|基本支出|项目支出\n类|款|项\n205|||教育支出|9|9|\n合计||||9|9|";

#[test]
#[ignore = "slow"]
fn every_cell_of_every_submission_is_explained_and_every_amount_is_somewhere() {
    let templates = Templates::embedded();
    let schema = fs::read_to_string(corpus::root().join("templates/schema/explain.schema.json"));
    let schema = serde_json::from_str(&schema.unwrap()).unwrap();
    let schema = jsonschema::draft202012::new(&schema).unwrap();
    for path in corpus::all() {
        let (workbook, explanation) = explained(&path);
        let budget = read_file(&path, &templates, &Options::default())
            .budget
            .unwrap();
        let held = workbook.sheets.iter().flat_map(|sheet| &sheet.cells);
        let held = held.filter(|cell| cell.value != Held::Blank || cell.formula.is_some());
        let cells = || explanation.sheets.iter().flat_map(|sheet| &sheet.cells);
        assert_eq!(cells().count(), held.count(), "{}", path.display());
        let listed: usize = explanation
            .tables
            .iter()
            .flat_map(|table| &table.lines)
            .map(|line| line.amounts.len())
            .sum();
        let yuan = |meaning: &yusuan::bind::Meaning| meaning.yuan.is_some();
        let meant = cells().filter(|cell| cell.meaning.as_ref().is_some_and(yuan));
        assert_eq!(
            (listed, meant.count()),
            (budget.amounts(), budget.amounts()),
            "{}",
            path.display()
        );
        let json = explain_json("a", &explanation);
        let json: Value = serde_json::from_str(&json).unwrap();
        let faults: Vec<String> = schema
            .iter_errors(&json)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert_eq!(faults, Vec::<String>::new(), "{}", path.display());
        for language in Language::ALL {
            let messages = Messages::new(language);
            let text = explain_text("a", &explanation, &messages, 100);
            let html = explain_html("a", &workbook, &explanation, &messages);
            let numbers = html.matches("<th scope=\"row\">").count();
            let rows = |sheet: &yusuan::workbook::Sheet| sheet.rows().count();
            assert!(numbers <= workbook.sheets.iter().map(rows).sum());
            let amounts = html.matches("<td class=\"amount\"").count();
            assert_eq!(
                amounts,
                cells().filter(|cell| cell.role == Role::Amount).count()
            );
            assert!(
                explanation
                    .tables
                    .iter()
                    .all(|own| text.contains(&own.name))
            );
        }
    }
}

#[test]
fn columns_say_which_header_they_were_read_by_and_what_is_nearest_to_one_that_was_not() {
    let explanation = drawn(TABLE);
    assert_ne!(explanation.won, Won::Only);
    let table = &explanation.tables[0];
    assert_eq!(table.title.as_ref().unwrap().place.cell.to_string(), "A1");
    let stated = table.measure.stated.as_ref().unwrap();
    assert_eq!(
        (table.measure.measure.word(), stated.place.cell.to_string()),
        ("万元", "G2".to_owned())
    );
    assert_eq!((table.header, table.rows), (Some((3, 5)), (6, 7)));
    let basic = table
        .columns
        .iter()
        .find(|column| column.field == "amount:basic")
        .unwrap();
    let header: Vec<String> = basic
        .header
        .iter()
        .map(|quote| format!("{} {}", quote.place.cell, quote.text))
        .collect();
    assert_eq!(header, ["E3 支出预算", "F4 基本支出"]);
    assert_eq!(basic.matched, Matched::AsPrinted);
    assert_eq!(table.lines[0].amounts[0].yuan, 90_000.into());

    let other = drawn(
        &TABLE
            .replace("基本支出", "基本性支出")
            .replace("合计|", "总计|"),
    );
    let table = &other.tables[0];
    let left = &table.left[0];
    assert_eq!(
        (left.col, left.because, left.nearest.as_deref()),
        (5, LeftBecause::NotUnderstood, Some("支出预算-基本支出"))
    );
    assert_eq!(table.missing, ["支出预算-基本支出"]);
    let all = table.columns.iter().find(|column| column.col == 4).unwrap();
    assert_eq!(all.matched, Matched::OtherSpelling);
    let cell = |address: &str| {
        let mut cells = other.sheets[0].cells.iter();
        cells.find(|cell| cell.cell.to_string() == address).unwrap()
    };
    assert_eq!(cell("F6").role, Role::NotRead);
    assert_eq!(cell("F6").findings, [FindingCode::NumberNotRead]);
    assert_eq!(cell("F4").findings, [FindingCode::HeaderNotUnderstood]);
}

#[test]
fn a_unit_of_measure_may_be_the_layouts_or_stand_in_a_header() {
    let default = drawn(&TABLE.replace("单位：万元", ""));
    assert_eq!(default.tables[0].measure.stated, None);
    assert_eq!(default.tables[0].measure.measure.word(), "元");
    let header = TABLE
        .replace("单位：万元", "")
        .replace("支出预算\n", "支出预算（万元）\n");
    let stated = drawn(&header).tables[0].measure.stated.clone().unwrap();
    assert_eq!(
        (stated.place.cell.to_string(), stated.text.as_str()),
        ("E3".to_owned(), "支出预算（万元）")
    );
}

#[test]
fn titles_that_are_none_are_named_with_the_nearest() {
    let rows = format!("{TABLE}\n\n2024年预算单位支出总预算表\n项目|金额\n货物|3\n");
    let explanation = drawn(&rows);
    let strange = &explanation.strange[0];
    assert_eq!(strange.kind, StrangeKind::Title);
    assert_eq!(strange.quote.place.cell.to_string(), "A9");
    assert_eq!(strange.nearest.as_deref(), Some("预算单位支出预算总表"));
    // An entry of a page of contents is no title.
    assert_eq!(
        drawn(&format!("五、单位预算表\n\n\n{TABLE}")).strange.len(),
        1
    );
    assert_eq!(drawn(&format!("{TABLE}\n五、单位预算表")).strange.len(), 0);
}

/// A cell that would end an element, an attribute or a line, or tell a terminal what to do.
#[test]
fn nothing_in_a_cell_gets_out_of_it() {
    const HOSTILE: &str =
        "</td></table><script>alert(1)</script>\" onmouseover='x' \u{1b}]0;evil\u{7}\u{202e}&amp;";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    let rows = format!("{TABLE}\n陌生的表\n1");
    fs::write(&path, rows.replace('|', ",")).unwrap();
    let (mut workbook, _) = explained(&path);
    for cell in &mut workbook.sheets[0].cells {
        if let Held::Text(text) = &mut cell.value {
            *text = text.replace("教育支出", HOSTILE);
            *text = text.replace("陌生的", HOSTILE);
        }
    }
    workbook.sheets[0].name = HOSTILE.to_owned();
    let templates = Templates::embedded();
    let extracted = yusuan::bind::read(&workbook, "a", &templates, None);
    let explanation = yusuan::bind::explain(&workbook, &templates, &extracted, &extracted.findings);
    let messages = Messages::new(Language::Chinese);
    let html = explain_html("<a>&\"'.tsv", &workbook, &explanation, &messages);
    assert!(!html.contains("<script") && !html.contains("onmouseover='"));
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot; onmouseover=&#39;x&#39;"));
    assert_eq!(html.matches("<td").count(), html.matches("</td>").count());
    assert!(!html.contains('\u{1b}'));
    let text = explain_text("a\u{1b}[2J", &explanation, &messages, 80);
    assert!(!text.contains("\u{1b}]") && !text.contains("\u{1b}[2J"));
    assert!(!text.contains('\u{7}') && !text.contains('\u{202e}'));
}

#[test]
fn a_sheet_of_many_columns_or_with_a_cell_far_away_is_drawn_small() {
    let mut rows = String::new();
    for row in 0..300 {
        rows.push_str(&"|".repeat(row * 3));
        rows.push_str("1\n");
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.csv");
    fs::write(&path, rows.replace('|', ",")).unwrap();
    let (workbook, explanation) = explained(&path);
    let messages = Messages::new(Language::English);
    let html = explain_html("a", &workbook, &explanation, &messages);
    let text = explain_text("a", &explanation, &messages, 80);
    assert!(html.len() < 200_000, "{}", html.len());
    assert!(text.len() < 100_000, "{}", text.len());
}

#[test]
#[ignore = "slow"]
fn a_grid_is_no_wider_than_the_terminal_and_cuts_no_amount() {
    use unicode_width::UnicodeWidthStr as _;
    let messages = Messages::new(Language::Chinese);
    for path in corpus::all() {
        let (_, mut explanation) = explained(&path);
        explanation.tables.clear();
        explanation.strange.clear();
        for width in [60, 100, 160] {
            let text = explain_text("a", &explanation, &messages, width);
            let plain = anstream::adapter::strip_str(&text).to_string();
            let grid = plain.lines().filter(|line| line.contains('|'));
            for line in grid {
                assert!(line.width() <= width, "{}: {line}", path.display());
            }
            let cells = explanation.sheets.iter().flat_map(|sheet| &sheet.cells);
            for cell in cells.filter(|cell| matches!(cell.role, Role::Amount | Role::Total)) {
                // Marks of direction are not shown.
                let marks = ['\u{200e}', '\u{200f}', '\u{202c}', '\u{202d}', '\u{feff}'];
                let value = cell.value.replace(marks, "");
                assert!(plain.contains(value.trim()), "{}", cell.value);
            }
        }
    }
}

#[test]
fn every_code_is_explained_in_every_language() {
    for language in Language::ALL {
        let messages = Messages::new(language);
        for (code, name, _) in FindingCode::ALL {
            let text = CodeText::new(*code, &messages);
            for part in [&text.what, &text.why, &text.example, &text.mend] {
                assert!(part.chars().count() > 5, "{name} {}", language.tag());
            }
        }
    }
}

#[test]
fn the_command_explains_files_and_codes() {
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        let output = yusuan(folder.path(), &[&["explain"], args].concat());
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (
            output.status.code().unwrap(),
            text(&output.stdout),
            text(&output.stderr),
        )
    };
    let example = corpus::root().join("examples/qingpu-2023.xlsx");
    fs::copy(&example, folder.path().join("a.xlsx")).unwrap();
    fs::write(folder.path().join("empty.xlsx"), "").unwrap();
    fs::write(folder.path().join("b.json"), "{}").unwrap();
    let (code, text, _) = run(&["a.xlsx"]);
    assert_eq!(code, 0);
    assert!(!text.contains('\u{1b}'), "no colours in a pipe");
    assert!(text.contains("工作表 封面") && text.contains("图例"));
    let (_, text, _) = run(&["a.xlsx", "--sheet", " 封面 "]);
    assert!(text.contains("工作表 封面") && !text.contains("工作表 目录"));
    let (_, json, _) = run(&["a.xlsx", "--format", "json", "--layout", "putuo-2024-unit"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (&json["layout"], &json["won"]),
        (&"putuo-2024-unit".into(), &"only".into())
    );
    let (_, html, _) = run(&["a.xlsx", "--format", "html"]);
    assert!(html.starts_with("<!DOCTYPE html>"));

    let (code, text, _) = run(&["total-differs"]);
    assert_eq!(code, 0);
    assert!(text.starts_with("error[total-differs]\n合计行不等于各行之和。"));
    let (_, json, _) = run(&["rounding", "--format", "json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (&json["code"], &json["severity"]),
        (&"rounding".into(), &"note".into())
    );
    let (_, html, _) = run(&["rounding", "--format", "html"]);
    assert!(html.contains("<h1>note[rounding]</h1>"));

    let (code, text, errors) = run(&["empty.xlsx"]);
    assert_eq!((code, text.as_str()), (1, ""));
    assert!(errors.starts_with("empty.xlsx: error[unreadable-file]: 【文件不能读取】文件是空的"));
    for (args, said) in [
        (&["total-difers"][..], "最接近的代码是 `total-differs`"),
        (&["b.json"], "不是单个表格文件"),
        (&["."], "不是单个表格文件"),
        (&["a.xlsx", "--sheet", "附表"], "没有工作表“附表”"),
        (&["a.xlsx", "--layout", "x"], "没有表样 `x`"),
        (&["rounding", "--sheet", "封面"], "--sheet 只用于文件"),
    ] {
        let (code, text, errors) = run(args);
        assert_eq!((code, text.as_str()), (2, ""), "{args:?}");
        assert!(errors.contains(said), "{errors}");
    }
}
