//! Entry forms of layouts that tell what is carried over: what is typed on the sheet 录入 is what all their tables say.

use std::fs;
use std::path::Path;

use rust_decimal::Decimal;
use yusuan::batch::Outcome;
use yusuan::finding::{FindingCode, Severity};
use yusuan::form::{FormKind, blank};
use yusuan::layout::{Layout, Templates};
use yusuan::workbook::{Value, save::save};

use crate::office::{Session, shown};
use crate::template::{read, request};
use crate::template_agree::found;
use crate::template_entry_fill::{LINES, below, enter, expected, layouts, others};
use crate::template_fill::amount;

fn assert_entered(layout: &Layout, outcome: &Outcome, what: &str) {
    let grave = outcome.findings.iter().filter(|own| {
        let stale = own.code == FindingCode::FormulaNotRecalculated;
        own.severity != Severity::Note && !stale
    });
    let grave: Vec<_> = grave.collect();
    assert!(grave.is_empty(), "{what}: {grave:#?}");
    let budget = outcome.budget.as_ref().unwrap();
    for (table, block, key, column, yuan) in expected(&layout.id) {
        let found = amount(budget, table, block, key, column);
        let yuan = yuan.map(|yuan| yuan.parse().unwrap());
        assert_eq!(found, yuan, "{what}: {table} {block} {key} {column}");
    }
}

#[test]
#[ignore = "slow"]
fn what_is_entered_is_what_the_tables_say() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let templates = Templates::embedded();
    let results = at("results.txt");
    let mut session = Session::default();
    for layout in layouts(&templates) {
        let form = blank(&templates, &request(layout, FormKind::Entry, None)).unwrap();
        let path = at(&format!("{}.xlsx", layout.id));
        fs::write(&path, save(&form).unwrap()).unwrap();
        let typed = others(enter(&form, &LINES), layout);
        session = session.open(&path).then(typed).get("校验", "A2", &results);
        session = ["xlsx", "xls", "ods"]
            .iter()
            .fold(session, |session, ending| {
                session.save(&at(&format!("{}-filled.{ending}", layout.id)))
            });
        let cell = below(&form, "项目支出", 2).unwrap();
        session = session.text("录入", &cell, "7.25");
        session = session.get("校验", "A2", &results).close();
    }
    if !session.run(folder.path()) {
        return;
    }
    let failed = at("session.txt.failed");
    assert!(!failed.exists(), "{}", fs::read_to_string(failed).unwrap());
    if let Ok(kept) = std::env::var("YUSUAN_KEEP") {
        for layout in layouts(&templates) {
            let name = format!("{}-filled.xlsx", layout.id);
            fs::copy(at(&name), Path::new(&kept).join(name)).unwrap();
        }
    }
    let results = shown(&results);
    for (layout, pair) in layouts(&templates).into_iter().zip(results.chunks(2)) {
        let id = &layout.id;
        assert_eq!(pair[0], "全部相符", "{id}");
        assert!(pair[1].ends_with("项不符"), "{id}: {}", pair[1]);
        for ending in ["xlsx", "xls", "ods"] {
            let outcome = read(&at(&format!("{id}-filled.{ending}")));
            let what = format!("{id} {ending}");
            assert_entered(layout, &outcome, &what);
            let stale = |code| code == FindingCode::FormulaNotRecalculated;
            assert!(
                !outcome.findings.iter().any(|own| stale(own.code)),
                "{what}"
            );
        }
    }
}

#[test]
fn what_a_program_enters_without_recalculating_is_read_in_full() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("form.xlsx");
    let templates = Templates::embedded();
    for layout in layouts(&templates) {
        let mut form = blank(&templates, &request(layout, FormKind::Entry, None)).unwrap();
        others(enter(&form, &LINES), layout).type_into(&mut form);
        fs::write(&path, save(&form).unwrap()).unwrap();
        assert_entered(layout, &read(&path), &layout.id);
    }
}

/// Each mistake leads to the cell that was typed, and to nothing that only follows from it.
#[test]
#[ignore = "slow"]
fn mistakes_are_found_where_they_were_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("form.xlsx");
    let templates = Templates::embedded();
    let layout = templates.layout("qingdao-2025-unit").unwrap();
    let mistakes = [
        ("本年与结转", "去年剩的", "form-not-filled"),
        ("资金来源", "市级", "form-not-filled"),
        ("项目支出", "约7万", "not-a-number"),
        ("功能分类科目（项）", "20103", "bad-code"),
    ];
    for (header, text, code) in mistakes {
        let mut form = blank(&templates, &request(layout, FormKind::Entry, None)).unwrap();
        let cell = below(&form, header, 2).unwrap();
        let session = others(enter(&form, &LINES), layout).text("录入", &cell, text);
        session.type_into(&mut form);
        fs::write(&path, save(&form).unwrap()).unwrap();
        let outcome = read(&path);
        let grave = outcome
            .findings
            .iter()
            .filter(|own| own.severity == Severity::Error);
        let grave: Vec<String> = grave
            .map(|own| {
                let (sheet, cell) = own.place().unwrap();
                format!("{} {sheet}!{}", own.code, cell.unwrap())
            })
            .collect();
        assert_eq!(grave, [format!("{code} 录入!{cell}")], "{text}");
    }
}

/// Numbers of the sheet are in its unit: texts, too, and to the last digit.
#[test]
fn amounts_count_in_the_unit_of_the_sheet() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("form.xlsx");
    let templates = Templates::embedded();
    let layout = templates.layout("qingdao-2025-unit").unwrap();
    let mut form = blank(&templates, &request(layout, FormKind::Entry, None)).unwrap();
    let cell = |line: u32| below(&form, "项目支出", line).unwrap();
    let session = enter(&form, &LINES)
        .text("录入", &cell(2), "7.25")
        .text("录入", &cell(4), "4万元")
        .number("录入", &cell(6), "6.0001");
    session.type_into(&mut form);
    fs::write(&path, save(&form).unwrap()).unwrap();
    let outcome = read(&path);
    let budget = outcome.budget.as_ref().unwrap();
    let spent = |code: &str| amount(budget, "expenditure", "expenditure", code, "project");
    assert_eq!(spent("2010301"), Some(Decimal::from(112_500)));
    assert_eq!(spent("2120803"), Some(Decimal::from(60_001)));
    let too_fine = |own: &FindingCode| *own == FindingCode::TooManyDigits;
    assert!(!outcome.findings.iter().any(|own| too_fine(&own.code)));
}

/// A line without source is said, though its amounts add up to nothing or are another year's.
#[test]
fn no_line_with_amounts_is_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("form.xlsx");
    let templates = Templates::embedded();
    let layout = templates.layout("ministry-2024-department").unwrap();
    let lines: [&[(&str, &str)]; 2] = [
        &[("上年执行数", "90")],
        &[("人员经费", "5"), ("公用经费", "-5")],
    ];
    for amounts in lines {
        let mut form = blank(&templates, &request(layout, FormKind::Entry, None)).unwrap();
        let line = ("2080505", "", "", amounts);
        enter(&form, &[LINES[0], line]).type_into(&mut form);
        let source = below(&form, "资金来源", 2).unwrap();
        fs::write(&path, save(&form).unwrap()).unwrap();
        let outcome = read(&path);
        let said = outcome.findings.iter().any(|own| {
            own.code == FindingCode::FormNotFilled
                && own.place().is_some_and(|(sheet, cell)| {
                    sheet == "录入" && cell.is_some_and(|cell| cell.to_string() == source)
                })
        });
        assert!(said, "{amounts:?}: {:#?}", outcome.findings);
    }
}

/// Last year's lines stand on the sheet, with what each comes from, and none of their amounts.
#[test]
fn last_years_lines_are_prepared() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("form.xlsx");
    let templates = Templates::embedded();
    let layout = templates.layout("qingdao-2025-unit").unwrap();
    let mut form = blank(&templates, &request(layout, FormKind::Entry, None)).unwrap();
    others(enter(&form, &LINES), layout).type_into(&mut form);
    fs::write(&path, save(&form).unwrap()).unwrap();
    let last = read(&path).budget.unwrap();
    let mut next = request(layout, FormKind::Entry, Some(&last));
    next.year = 2027;
    let form = blank(&templates, &next).unwrap();
    let sheet = form.sheets.iter().find(|own| own.name == "录入").unwrap();
    let text = |header: &str, line: u32| {
        let address = below(&form, header, line).unwrap();
        let own = |cell: &&yusuan::workbook::Cell| cell.address().to_string() == address;
        match sheet.cells.iter().find(own).map(|cell| &cell.value) {
            Some(Value::Text(text)) => text.clone(),
            Some(Value::Number(number)) => number.normalize().to_string(),
            _ => String::new(),
        }
    };
    let lines: Vec<[String; 4]> = (0..4)
        .map(|line| {
            [
                "功能分类科目（项）",
                "资金来源",
                "上年：人员经费",
                "上年：项目支出",
            ]
            .map(|header| text(header, line))
        })
        .collect();
    let starts = ["2010301", "2080505", "2120803", "2130306"];
    for (line, start) in lines.iter().zip(starts) {
        assert!(line[0].starts_with(start), "{lines:?}");
    }
    assert_eq!(
        lines[1][1..],
        ["一般公共预算", "100", "10"].map(str::to_owned)
    );
    fs::write(&path, save(&form).unwrap()).unwrap();
    let codes: Vec<FindingCode> = read(&path).findings.iter().map(|own| own.code).collect();
    assert_eq!(codes, [FindingCode::FormNotFilled]);
}

/// Amounts are made wrong, one at a time: the sheet 校验 shows what `check` finds.
#[test]
#[ignore = "slow"]
fn the_sheet_shows_what_the_checks_find() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("form.xlsx");
    let results = folder.path().join("results.txt");
    let templates = Templates::embedded();
    let mut all = Session::default();
    let mut changes = Vec::new();
    for layout in layouts(&templates) {
        let mut form = blank(&templates, &request(layout, FormKind::Entry, None)).unwrap();
        let made = folder.path().join(format!("{}.xlsx", layout.id));
        fs::write(&made, save(&form).unwrap()).unwrap();
        all = all.open(&made).then(others(enter(&form, &LINES), layout));
        others(enter(&form, &LINES), layout).type_into(&mut form);
        for (sheet, own) in form.sheets.iter().enumerate() {
            for (cell, typed) in own.cells.iter().enumerate() {
                let (true, None, Value::Number(right)) =
                    (typed.style.input, &typed.formula, &typed.value)
                else {
                    continue;
                };
                let mut wrong = form.clone();
                let other = *right + Decimal::from(12_345);
                wrong.sheets[sheet].cells[cell].value = Value::Number(other);
                let address = typed.address().to_string();
                all = all.number(&own.name, &address, &other.to_string());
                all = all.get("校验", "A2", &results);
                all = all.number(&own.name, &address, &right.to_string());
                let what = format!("{} {}!{address}", layout.id, own.name);
                changes.push((what, found(&wrong, &path)));
            }
        }
        all = all.close();
    }
    if !all.run(folder.path()) {
        return;
    }
    let failed = folder.path().join("session.txt.failed");
    assert!(!failed.exists(), "{}", fs::read_to_string(failed).unwrap());
    let shown = shown(&results);
    assert_eq!(shown.len(), changes.len());
    let differ = changes.iter().zip(&shown);
    let differ = differ.filter(|((_, found), shown)| (*shown == "全部相符") != found.is_empty());
    let differ: Vec<_> = differ.collect();
    assert!(changes.iter().any(|(_, found)| !found.is_empty()));
    assert!(
        differ.is_empty(),
        "{} of {}: {differ:#?}",
        differ.len(),
        shown.len()
    );
}

/// A source that is told of another beside it (其中：) can be chosen by itself, and counts to both.
#[test]
#[ignore = "slow"]
fn a_source_beside_others_counts_to_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let templates = Templates::embedded();
    let layout = templates.layout("ministry-2024-department").unwrap();
    let form = blank(&templates, &request(layout, FormKind::Entry, None)).unwrap();
    fs::write(at("form.xlsx"), save(&form).unwrap()).unwrap();
    let lines = [
        ("2050205", "事业收入", "本年", &[("项目支出", "5")][..]),
        ("2050205", "教育收费", "本年", &[("项目支出", "3")][..]),
    ];
    let session = Session::default().open(&at("form.xlsx"));
    let session = session.then(enter(&form, &lines)).save(&at("filled.xlsx"));
    if !session.close().run(folder.path()) {
        return;
    }
    let outcome = read(&at("filled.xlsx"));
    let said = outcome.findings.iter().map(|own| own.code);
    let about_form = |code: &FindingCode| {
        let stale = FindingCode::FormulaNotRecalculated;
        [FindingCode::WrongForm, stale].contains(code)
    };
    assert_eq!(said.filter(about_form).count(), 0);
    let budget = outcome.budget.unwrap();
    let of = |line: &str, column: &str| amount(&budget, "revenue", "revenue", line, column);
    for line in ["2050205", "205", "total"] {
        assert_eq!(of(line, "this_year.operating"), Some(80_000.into()));
        assert_eq!(of(line, "this_year.education_fees"), Some(30_000.into()));
        assert_eq!(of(line, "all"), Some(80_000.into()));
    }
}

/// A layout whose tables have two units.
const TWO_UNITS: &str = r#"
format = 2
id = "two-units"
version = 1
name = "两种金额单位"
body = "unit"
years = [2026]
source = "某局"
preparer = "单位"
other_titles = []

[spellings]

[[table]]
table = "summary"
sheet = "收入"
title = "收入总表"
other_titles = []
measure = "元"

[[table.block]]
at = ["revenue"]
closing = "合计"
closed = true
columns = [
  { field = "label", header = ["项目"], width = 30 },
  { field = "all", header = ["金额"], width = 16 },
]
rows = [
  { row = "general", label = "一、一般公共预算拨款" },
  { row = "operating", label = "二、事业收入" },
]

[[table]]
table = "expenditure"
sheet = "支出"
title = "支出总表"
other_titles = []
measure = "万元"

[[table.block]]
at = ["expenditure"]
lines = "function"
closing = "合计"
closed = true
columns = [
  { field = "code", header = ["科目编码"], width = 12 },
  { field = "name", header = ["科目名称"], width = 30 },
  { field = "all", header = ["合计"], width = 16 },
  { field = "basic", header = ["基本支出"], width = 16 },
  { field = "project", header = ["项目支出"], width = 16 },
]
"#;

/// Where the tables have several units, the sheet is in yuan, and no digit is lost.
#[test]
#[ignore = "slow"]
fn tables_of_two_units_are_fed_from_yuan() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let mut templates = Templates::embedded();
    templates.add_layout("two.toml", TWO_UNITS).unwrap();
    let layout = templates.layout("two-units").unwrap();
    let form = blank(&templates, &request(layout, FormKind::Entry, None)).unwrap();
    fs::write(at("form.xlsx"), save(&form).unwrap()).unwrap();
    let kinds = [("基本支出", "12345.67"), ("项目支出", "0.01")];
    let lines = [
        ("2050205", "一般公共预算", "", &kinds[..]),
        ("2010301", "事业收入", "", &kinds[..1]),
    ];
    let session = Session::default().open(&at("form.xlsx"));
    let session = session.then(enter(&form, &lines));
    if !session.save(&at("filled.xlsx")).close().run(folder.path()) {
        return;
    }
    let options = yusuan::batch::Options::default();
    let outcome = yusuan::batch::read_file(&at("filled.xlsx"), &templates, &options);
    let said = outcome
        .findings
        .iter()
        .filter(|own| own.severity != Severity::Note);
    let said: Vec<_> = said.collect();
    assert!(said.is_empty(), "{said:#?}");
    let budget = outcome.budget.unwrap();
    let of = |table: &str, block: &str, line: &str, column: &str| {
        let found = amount(&budget, table, block, line, column);
        found.unwrap_or_default().to_string()
    };
    assert_eq!(of("summary", "revenue", "general", "all"), "12345.68");
    assert_eq!(of("expenditure", "expenditure", "205", "project"), "0.01");
    assert_eq!(of("expenditure", "expenditure", "total", "all"), "24691.35");
}
