//! Entry forms of layouts that tell what is carried over: what is typed on the sheet 录入 is what all their tables say.

use std::fs;
use std::path::Path;

use yusuan::batch::Outcome;
use yusuan::finding::{FindingCode, Severity};
use yusuan::form::{Kind, blank, can_enter};
use yusuan::layout::{Field, KeyPart, Layout, Templates};
use yusuan::model::{Dim, Id, Lines};
use yusuan::workbook::{Value, Workbook, column_letters, save::save};

use crate::office::{Session, shown};
use crate::template::{read, request};
use crate::template_fill::{amount, list, place};

/// The layouts that have no whole document and a sheet 录入 all the same.
fn layouts(templates: &Templates) -> Vec<&Layout> {
    let layouts = templates.layouts.iter();
    let own = layouts.filter(|own| own.document.is_none() && can_enter(own).is_ok());
    own.collect()
}

/// The cell of the sheet 录入 below a header.
fn below(form: &Workbook, header: &str, line: u32) -> Option<String> {
    let sheet = form.sheets.iter().find(|own| own.name == "录入").unwrap();
    let named = |value: &Value| matches!(value, Value::Text(text) if text == header);
    let cell = sheet
        .cells
        .iter()
        .find(|own| own.row == 3 && named(&own.value));
    cell.map(|own| format!("{}{}", column_letters(own.col), 5 + line))
}

/// A line: code, source, what it comes from, and amounts by header.
type Entry<'e> = (&'e str, &'e str, &'e str, &'e [(&'e str, &'e str)]);

const LINES: [Entry<'_>; 5] = [
    (
        "2080505 机关事业单位基本养老保险缴费支出",
        "一般公共预算",
        "",
        &[
            ("人员经费", "100"),
            ("工资福利支出", "100"),
            ("公用经费", "0.5"),
            ("项目支出", "10"),
            ("结转下年", "3"),
            ("上年执行数", "90"),
        ],
    ),
    (
        "2010301",
        "一般公共预算",
        "上年结转",
        &[("项目支出", "7.25")],
    ),
    ("2010301", "事业收入", "上年结转", &[("项目支出", "4")]),
    (
        "2120803",
        "政府性基金预算",
        "本年",
        &[("项目支出", "6"), ("结转下年", "2")],
    ),
    // Nothing of it is spent this year.
    ("2130306", "事业收入", "本年", &[("结转下年", "1")]),
];

/// Types the lines, one row left empty between them, and what they say of the names that the list lacks.
fn enter(form: &Workbook, lines: &[Entry<'_>]) -> Session {
    let mut session = Session::default();
    for (line, (code, source, carry, amounts)) in (0..).step_by(2).zip(lines) {
        let own = [
            ("功能分类科目（项）", code),
            ("资金来源", source),
            ("本年与结转", carry),
        ];
        for (header, text) in own {
            if let (Some(cell), false) = (below(form, header, line), text.is_empty()) {
                session = session.text("录入", &cell, text);
            }
        }
        for (header, number) in *amounts {
            if let Some(cell) = below(form, header, line) {
                session = session.number("录入", &cell, number);
            }
        }
    }
    session
}

/// The tables that are typed, in agreement with the lines.
fn others(mut session: Session, layout: &Layout) -> Session {
    const BASIC: [(&str, &[(&str, &[(&str, &str)])]); 2] = [
        (
            "basic_economic",
            &[
                ("301", &[]),
                ("30101", &[("personnel", "100")]),
                ("302", &[]),
                ("30201", &[("public", "0.5")]),
            ],
        ),
        (
            "basic_government_economic",
            &[
                ("501", &[]),
                ("50101", &[("personnel", "100")]),
                ("502", &[]),
                ("50201", &[("public", "0.5")]),
            ],
        ),
    ];
    for (table, lines) in BASIC {
        if layout.table(table).is_some() {
            session = list(session, layout, table, "expenditure", lines);
        }
    }
    // The same spending by 经济分类, beside the blocks that are fed.
    for block in layout.tables.iter().flat_map(|table| &table.blocks) {
        let names = match block.meaning.lines.codes() {
            Some(Dim::ECONOMIC) => ["工资福利支出", "商品和服务支出"],
            Some(Dim::GOVERNMENT_ECONOMIC) => ["机关工资福利支出", "机关商品和服务支出"],
            _ => continue,
        };
        if !matches!(block.meaning.lines, Lines::Class(_)) {
            continue;
        }
        let place = place(layout, "summary");
        for (line, (name, number)) in (0..).zip(names.iter().zip(["100", "27.75"])) {
            let label = place
                .cell(block.block.as_str(), &Field::Label, line)
                .unwrap();
            session = session.text(place.sheet, &label, name);
            session = place.amount(session, block.block.as_str(), line, "all", number);
        }
    }
    if layout.table("projects").is_some() {
        let place = place(layout, "projects");
        let block = &layout.table("projects").unwrap().blocks[0];
        let records = [
            ("甲", "granted.general", "10"),
            ("乙", "from_carried_over.general", "7.25"),
            ("丙", "own", "4"),
            ("丁", "granted.government_fund", "6"),
        ];
        for (line, (name, column, number)) in (0..).zip(records) {
            let key = Field::Key(Dim::PROJECT, KeyPart::Name);
            let cell = place.cell(block.block.as_str(), &key, line).unwrap();
            session = session.text(place.sheet, &cell, name);
            let field = Field::Amount(Id::from(column));
            let cell = place.cell(block.block.as_str(), &field, line).unwrap();
            session = session.number(place.sheet, &cell, number);
        }
    }
    session
}

/// Table, block, line, column and yuan.
type Stated<'s> = (&'s str, &'s str, &'s str, &'s str, Option<&'s str>);

/// What the tables of a layout say.
fn expected(layout: &str) -> Vec<Stated<'static>> {
    let henan = [
        (
            "summary",
            "revenue",
            "this_year.general",
            "all",
            Some("1135000"),
        ),
        (
            "summary",
            "revenue",
            "this_year.operating",
            "all",
            Some("10000"),
        ),
        ("summary", "revenue", "carried_over", "all", Some("112500")),
        ("summary", "revenue", "total", "all", Some("1337500")),
        (
            "expenditure",
            "expenditure",
            "208",
            "wages",
            Some("1000000"),
        ),
        (
            "expenditure",
            "expenditure",
            "2010301",
            "project",
            Some("112500"),
        ),
        ("expenditure", "expenditure", "2130306", "all", None),
        (
            "expenditure",
            "expenditure",
            "total",
            "all",
            Some("1277500"),
        ),
    ];
    let both = [
        (
            "summary",
            "revenue",
            "this_year.general",
            "all",
            Some("1135000"),
        ),
        ("summary", "revenue", "carried_over", "all", Some("112500")),
        ("summary", "revenue", "surplus_used", "all", None),
        ("summary", "expenditure", "201", "all", Some("112500")),
        ("summary", "expenditure", "213", "all", None),
        (
            "summary",
            "expenditure",
            "this_year",
            "all",
            Some("1277500"),
        ),
        (
            "summary",
            "expenditure",
            "carried_forward",
            "all",
            Some("60000"),
        ),
        ("summary", "expenditure", "total", "all", Some("1337500")),
        (
            "revenue",
            "revenue",
            "2010301",
            "carried_over",
            Some("112500"),
        ),
        (
            "revenue",
            "revenue",
            "2080505",
            "this_year.general",
            Some("1135000"),
        ),
        ("revenue", "revenue", "213", "all", Some("10000")),
        ("revenue", "revenue", "total", "all", Some("1337500")),
        (
            "expenditure",
            "expenditure",
            "20805",
            "basic",
            Some("1005000"),
        ),
        ("expenditure", "expenditure", "2130306", "all", None),
        (
            "fiscal",
            "revenue",
            "this_year.general",
            "all",
            Some("1135000"),
        ),
        ("fiscal", "revenue", "carried_over", "all", Some("72500")),
        ("fiscal", "expenditure", "201", "general", Some("72500")),
        (
            "fiscal",
            "expenditure",
            "212",
            "government_fund",
            Some("60000"),
        ),
        (
            "fiscal",
            "expenditure",
            "carried_forward",
            "general",
            Some("30000"),
        ),
        ("fiscal", "expenditure", "total", "all", Some("1287500")),
        (
            "government_fund",
            "expenditure",
            "2120803",
            "project",
            Some("60000"),
        ),
        ("state_capital", "expenditure", "total", "all", None),
    ];
    let granted = [
        ("general", "expenditure", "201", "all", None),
        ("general", "expenditure", "total", "all", Some("1105000")),
        (
            "general",
            "expenditure",
            "2080505",
            "last_year_executed",
            Some("900000"),
        ),
        (
            "general",
            "expenditure",
            "208",
            "change_executed",
            Some("205000"),
        ),
        (
            "general",
            "expenditure",
            "total",
            "change_executed_percent",
            Some("22.78"),
        ),
        (
            "fiscal",
            "revenue",
            "carried_over.general",
            "all",
            Some("72500"),
        ),
    ];
    let this_year = [
        ("general", "expenditure", "201", "project", Some("72500")),
        ("general", "expenditure", "total", "all", Some("1177500")),
        (
            "general",
            "expenditure",
            "total",
            "personnel",
            Some("1000000"),
        ),
    ];
    match layout {
        "henan-2019-department" => henan.into(),
        "ministry-2024-department" => [&both[..], &granted].concat(),
        "qingdao-2025-unit" => [&both[..], &this_year].concat(),
        other => panic!("what {other} says is not known"),
    }
}

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
fn what_is_entered_is_what_the_tables_say() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let templates = Templates::embedded();
    let results = at("results.txt");
    let mut session = Session::default();
    for layout in layouts(&templates) {
        let form = blank(&templates, &request(layout, Kind::Entry, None)).unwrap();
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
        let mut form = blank(&templates, &request(layout, Kind::Entry, None)).unwrap();
        others(enter(&form, &LINES), layout).type_into(&mut form);
        fs::write(&path, save(&form).unwrap()).unwrap();
        assert_entered(layout, &read(&path), &layout.id);
    }
}

/// Each mistake leads to the cell that was typed, and to nothing that only follows from it.
#[test]
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
        let mut form = blank(&templates, &request(layout, Kind::Entry, None)).unwrap();
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

/// Last year's lines stand on the sheet, with what each comes from, and none of their amounts.
#[test]
fn last_years_lines_are_prepared() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("form.xlsx");
    let templates = Templates::embedded();
    let layout = templates.layout("qingdao-2025-unit").unwrap();
    let mut form = blank(&templates, &request(layout, Kind::Entry, None)).unwrap();
    others(enter(&form, &LINES), layout).type_into(&mut form);
    fs::write(&path, save(&form).unwrap()).unwrap();
    let last = read(&path).budget.unwrap();
    let mut next = request(layout, Kind::Entry, Some(&last));
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
