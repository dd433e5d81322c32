//! A layout of three tables, and what follows from its words: parts that two tables state, years in labels, changes, keys.

use std::fs;
use std::path::Path;

use yusuan::batch::open_file;
use yusuan::workbook::open::Limits;
use yusuan::workbook::save::save;
use yusuan::workbook::{Value, Workbook};

use crate::cli::{code, errors, folder, prints, yusuan, yusuan_in};
use crate::drawing::sheet;

const LAYOUT: &str = r#"format = 2
id = "own"
version = 1
name = "某校预算表"
body = "unit"
years = [2026]
source = "form.xlsx"
preparer = "单位名称"
extra_columns = []
other_titles = []

[[table]]
table = "summary"
sheet = "总表"
title = "{year}年收支总表"
other_titles = []
measure = "元"

[[table.block]]
at = ["revenue"]
closing = "收入总计"
closed = true
columns = [
  { field = "label", header = ["收入"], width = 32 },
  { field = "all", header = ["预算数"], width = 16 },
]
rows = [
  { row = ["this_year", "fiscal"], label = "一、财政拨款收入" },
  { row = ["this_year", "operating"], label = "二、事业收入" },
  { row = ["this_year", "education_fees"], label = "其中：教育收费", of_which = true },
  { row = "carried_over", label = "上年结转" },
]

[[table]]
table = "revenue"
sheet = "收入"
title = "{year}年收入总表"
other_titles = []
measure = "元"

[[table.block]]
at = ["revenue"]
lines = "function"
closing = "合计"
closed = true
columns = [
  { field = "code", header = ["科目编码"], width = 12 },
  { field = "name", header = ["科目名称"], width = 32 },
  { field = "all", header = ["合计"], width = 16 },
  { field = "carried_over", header = ["上年结转"], width = 16 },
  { field = ["this_year", "fiscal"], header = ["财政拨款收入"], width = 16 },
  { field = ["this_year", "operating"], header = ["事业收入", "金额"], width = 16 },
  { field = ["this_year", "education_fees"], header = ["事业收入", "其中：教育收费"], width = 16, of_which = true },
]

[[table]]
table = "three_public"
sheet = "三公"
title = "{year}年“三公”经费表"
other_titles = []
measure = "元"

[[table.block]]
at = ["three_public"]
closed = true
columns = [
  { field = "label", header = ["年度"], width = 16 },
  { field = "all", header = ["合计"], width = 16 },
  { field = "abroad", header = ["因公出国（境）费"], width = 16 },
  { field = "reception", header = ["公务接待费"], width = 16 },
]
rows = [
  { row = "last_year", label = "{last_year}年预算数" },
  { row = "all", label = "{year}年预算数" },
]
"#;

const SUMMARY: &str = "
2026年收支总表
单位名称：某校|单位：元
收入|预算数
一、财政拨款收入|900
二、事业收入|100
其中：教育收费|64
上年结转|10
收入总计|1010
";
const REVENUE: &str = "
2026年收入总表
单位名称：某校||||||单位：元
科目编码|科目名称|合计|上年结转|财政拨款收入|事业收入
|||||金额|其中：教育收费
205|教育支出|1010|10|900|100|64
20502|普通教育|1010|10|900|100|64
2050205|高等教育|1010|10|900|100|64
合计||1010|10|900|100|64
";
const THREE: &str = "
2026年“三公”经费表
单位名称：某校|||单位：元
年度|合计|因公出国（境）费|公务接待费
2025年预算数|30|20|10
2026年预算数|33|22|11
";

fn written(folder: &Path, layout: &str, summary: &str, revenue: &str) {
    fs::create_dir_all(folder.join("own")).unwrap();
    fs::write(folder.join("own/own.toml"), layout).unwrap();
    let workbook = Workbook {
        sheets: vec![
            sheet("总表", summary),
            sheet("收入", revenue),
            sheet("三公", THREE),
        ],
        ..Workbook::default()
    };
    fs::write(folder.join("a.xlsx"), save(&workbook).unwrap()).unwrap();
}

fn check(folder: &Path, file: &str) -> (i32, String) {
    let output = yusuan(folder, &["check", "--templates", "own", file]);
    (code(&output), prints(&output) + &errors(&output))
}

#[test]
fn parts_that_two_tables_state_are_the_same() {
    let (_kept, folder) = folder();
    written(&folder, LAYOUT, SUMMARY, REVENUE);
    let (fine, said) = check(&folder, "a.xlsx");
    assert_eq!(fine, 0, "{said}");
    let other = SUMMARY.replace("教育收费|64", "教育收费|12");
    written(&folder, LAYOUT, &other, REVENUE);
    let (found, said) = check(&folder, "a.xlsx");
    assert_eq!(found, 1, "{said}");
    assert!(said.contains("error[tables-differ]"), "{said}");
    assert!(said.contains("总表!B6 = 12"), "{said}");
    // A part that is left out says nothing.
    written(
        &folder,
        LAYOUT,
        &SUMMARY.replace("教育收费|64", "教育收费|"),
        REVENUE,
    );
    let (fine, said) = check(&folder, "a.xlsx");
    assert_eq!(fine, 0, "{said}");
    // Nor is one of other words the same: with what is carried over it may be more.
    let wider = LAYOUT.replace(
        "{ field = [\"this_year\", \"education_fees\"]",
        "{ field = \"education_fees\"",
    );
    written(&folder, &wider, &other, REVENUE);
    let (fine, said) = check(&folder, "a.xlsx");
    assert_eq!(fine, 0, "{said}");
}

#[test]
fn labels_may_name_the_year() {
    let (_kept, folder) = folder();
    written(&folder, LAYOUT, SUMMARY, REVENUE);
    let convert = |to: &str| {
        let args = ["convert", "--templates", "own", "a.xlsx", "-o", to];
        let output = yusuan(&folder, &args);
        assert_eq!(code(&output), 0, "{}", errors(&output));
    };
    convert("a.csv");
    let facts = fs::read_to_string(folder.join("a.csv")).unwrap();
    let of = |cell: &str| {
        let line = facts.lines().find(|line| line.contains(cell));
        line.unwrap_or_default().to_owned()
    };
    assert!(
        of("三公,C4").contains("last_year") || facts.contains("last_year"),
        "{facts}"
    );
    convert("b.xlsx");
    let (fine, said) = check(&folder, "b.xlsx");
    assert_eq!(fine, 0, "{said}");
    assert!(holds(&folder.join("b.xlsx"), "三公", "2025年预算数"));
    // A blank form for the next year has the years of that one, and last year's amounts.
    let args = [
        "template",
        "--templates",
        "own",
        "--layout",
        "own",
        "--year",
        "2027",
        "--unit",
        "某校",
        "--from",
        "a.xlsx",
        "-o",
        "form.xlsx",
    ];
    let output = yusuan(&folder, &args);
    assert_eq!(code(&output), 0, "{}", errors(&output));
    let form = folder.join("form.xlsx");
    assert!(holds(&form, "三公", "2026年预算数") && holds(&form, "三公", "2027年预算数"));
    let mut workbook = open_file(&form, &Limits::default()).unwrap();
    let three = workbook.sheets.iter_mut().find(|own| own.name == "三公");
    let three = three.unwrap();
    let row = |sheet: &yusuan::workbook::Sheet, text: &str| {
        let cell = sheet.cells.iter().find(|cell| is(cell, text));
        cell.unwrap().row
    };
    let last = row(three, "2026年预算数");
    let amounts = three
        .cells
        .iter()
        .filter(|cell| cell.row == last && cell.col < 4);
    let amounts: Vec<String> = amounts
        .filter(|cell| matches!(cell.value, Value::Number(_)))
        .map(|cell| format!("{:?}", cell.value))
        .collect();
    assert_eq!(amounts.len(), 3, "{amounts:?}");
    // This year's is typed, and no formula was overwritten.
    let this = row(three, "2027年预算数");
    for cell in three.cells.iter_mut().filter(|cell| cell.row == this) {
        if cell.style.input {
            cell.value = Value::Number(5.into());
        }
    }
    workbook.names.retain(|(name, _)| !name.contains("_xlnm"));
    fs::write(folder.join("typed.xlsx"), save(&workbook).unwrap()).unwrap();
    let (_, said) = check(&folder, "typed.xlsx");
    assert!(!said.contains("wrong-form"), "{said}");
}

fn is(cell: &yusuan::workbook::Cell, text: &str) -> bool {
    matches!(&cell.value, Value::Text(own) if own == text)
}

fn holds(path: &Path, sheet: &str, text: &str) -> bool {
    let workbook = open_file(path, &Limits::default()).unwrap();
    let sheet = workbook
        .sheets
        .iter()
        .find(|own| own.name == sheet)
        .unwrap();
    sheet.cells.iter().any(|cell| is(cell, text))
}

#[test]
fn samples_show_what_tables_agree_on() {
    let (_kept, folder) = folder();
    written(&folder, LAYOUT, SUMMARY, REVENUE);
    let args = ["layouts", "check", "own/own.toml", "a.xlsx"];
    let said = prints(&yusuan(&folder, &args));
    assert!(said.contains("各表之间"), "{said}");
    let line = "    1/1  收支总表 = 收入总表 (revenue education_fees this_year)";
    assert!(said.contains(line), "{said}");
    let other = SUMMARY.replace("教育收费|64", "教育收费|12");
    written(&folder, LAYOUT, &other, REVENUE);
    let said = prints(&yusuan(&folder, &args));
    assert!(said.contains("    0/1  收支总表 = 收入总表"), "{said}");
}

fn faults(layout: &str) -> String {
    let (_kept, folder) = folder();
    fs::write(folder.join("own.toml"), layout).unwrap();
    let output = yusuan_in("en_US.UTF-8", &folder, &["layouts", "check", "own.toml"]);
    prints(&output)
}

#[test]
fn changes_need_the_year_that_they_are_against() {
    let with = |base: &str, change: &str| {
        let more = format!(
            "  {{ field = \"{base}\", header = [\"上年\"], width = 16 }},\n  {{ field = \"{change}\", header = [\"增减\"], width = 16 }},\n"
        );
        let all = "  { field = \"all\", header = [\"合计\"], width = 16 },\n";
        faults(&LAYOUT.replacen(all, &format!("{all}{more}"), 1))
    };
    assert!(with("last_year", "change").contains("no faults"));
    assert!(with("last_year_executed", "change_executed_percent").contains("no faults"));
    let said = with("last_year", "change_executed");
    let wanted = "this change is against `last_year_executed`, which has no column; beside it stands `last_year`";
    assert!(said.contains(wanted), "{said}");
}

#[test]
fn a_list_by_code_has_keys_of_its_groups_alone() {
    let key = "  { key = \"agency_code\", header = [\"单位代码\"], width = 10 },\n";
    let code = "  { field = \"code\"";
    let with = LAYOUT.replacen(code, &format!("{key}{code}"), 1);
    assert!(faults(&with).contains("only records have keys"));
    let groups = with.replacen(
        "lines = \"function\"\n",
        "lines = \"function\"\ngroups = \"agency\"\n",
        1,
    );
    assert!(faults(&groups).contains("no faults"), "{}", faults(&groups));
}

/// The units' own lines stand above their codes; 合计 stands in the first column, and a code is named by its own cell.
#[test]
fn a_total_may_stand_in_a_column_of_keys() {
    let (_kept, folder) = folder();
    let key = "  { key = \"agency_code\", header = [\"单位代码\"], width = 10 },\n";
    let code_column = "  { field = \"code\"";
    let layout = LAYOUT
        .replacen(code_column, &format!("{key}{code_column}"), 1)
        .replacen(
            "lines = \"function\"\n",
            "lines = \"function\"\ngroups = \"agency\"\n",
            1,
        );
    let rows = "
2026年收入总表
单位名称：某校|||||||单位：元
单位代码|科目编码|科目名称|合计|上年结转|财政拨款收入|事业收入
||||||金额|其中：教育收费
101||某校|1010|10|900|100|64
101|205|教育支出|1010|10|900|100|64
101|20502|普通教育|1010|10|900|100|64
101|2050205|高等教育|1010|10|900|100|64
合计|||1010|10|900|100|64
";
    written(&folder, &layout, SUMMARY, rows);
    let (fine, said) = check(&folder, "a.xlsx");
    assert_eq!(fine, 0, "{said}");
    assert!(!said.contains("number-not-read"), "{said}");
    written(
        &folder,
        &layout,
        SUMMARY,
        &rows.replace("|2050205|高等教育", "|2050899|高等教育"),
    );
    let (_, said) = check(&folder, "a.xlsx");
    assert!(said.contains("收入!B8"), "{said}");
}

#[test]
fn an_id_is_of_one_file() {
    let (_kept, folder) = folder();
    written(&folder, LAYOUT, SUMMARY, REVENUE);
    fs::copy(folder.join("own/own.toml"), folder.join("own/two.toml")).unwrap();
    let output = yusuan(&folder, &["check", "--templates", "own", "a.xlsx"]);
    assert_eq!(code(&output), 2);
    assert!(
        errors(&output).contains("two.toml:2:1: "),
        "{}",
        errors(&output)
    );
    // That of a shipped one takes its place, which is said to who writes it.
    let shipped = LAYOUT.replace("id = \"own\"", "id = \"putuo-2024-unit\"");
    assert!(faults(&shipped).contains("this one takes its place"));
}

#[test]
#[ignore = "slow"]
fn faults_of_toml_are_told_in_the_language_asked_for() {
    let (_kept, folder) = folder();
    let faulty = [
        ("version = 1", "version = \"one\"", "至 4294967295 的整数"),
        ("version = 1", "version = -1", "`-1`"),
        ("version = 1", "version = 1.5", "整数"),
        ("version = 1", "version = 2026-01-01", "日期"),
        ("version = 1", "version = 12:99", "日期或时间"),
        ("version = 1", "version = 0xZZ", "数字写法"),
        ("version = 1", "version = 1\nversion.x = 2", "下一级"),
        ("version = 1", "version = 1\n= 2", "词 = 值"),
        ("id = \"own\"", "id = \"o\\wn\"", "反斜杠"),
        ("years = [2026]", "years = [202600]", "65535"),
        ("years = [2026]", "years = \"2026\"", "方括号"),
        ("measure = \"元\"", "measure = 1", "千元"),
        ("measure = \"元\"", "measure = 元", "不带单位"),
        ("closed = true", "closed = 是", "小写"),
        ("closed = true", "closed = \"true\"", "true 或 false"),
        (
            "closed = true",
            "closed = true\nclosing_first = true",
            "closing_first",
        ),
        ("width = 32", "width = -1", "255"),
        ("width = 32", "width = nan", "255"),
        ("width = 32", "wide = 32", "不认识 `wide`"),
        ("at = [\"revenue\"]", "at = 3", "几个词"),
        ("at = [\"revenue\"]", "at = [[\"revenue\"]]", "加引号"),
        ("[[table]]", "[table]", "[[…]]"),
        (
            "[[table]]",
            "[tables]\nown = 3\n\n[[table]]",
            "加引号的文字",
        ),
        ("sheet = \"总表\"", "sheet = “总表”", "引号"),
        (
            "width = 32 },\n  { field = \"all\"",
            "width = 32 }\n  { field = \"all\"",
            "逗号",
        ),
        ("years = [2026]", "years = [2026", "own.toml:"),
    ];
    for (from, to, wanted) in faulty {
        let text = LAYOUT.replacen(from, to, 1);
        assert_ne!(text, LAYOUT);
        fs::write(folder.join("own.toml"), text).unwrap();
        let said = prints(&yusuan(&folder, &["layouts", "check", "own.toml"]));
        assert!(said.contains(wanted), "{to}: {said}");
        let english = ["expected", "missing", "invalid", "unclosed"];
        assert!(!english.iter().any(|word| said.contains(word)), "{said}");
    }
}
