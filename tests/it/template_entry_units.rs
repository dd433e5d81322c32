//! Entry forms of layouts whose tables by 科目 are also by unit or break the money down by 经济分类: what is typed on the sheet
//! 录入 is what all their tables say.

use std::fs;

use rust_decimal::Decimal;
use yusuan::batch::Outcome;
use yusuan::finding::{FindingCode, Severity};
use yusuan::form::{FormKind, blank};
use yusuan::layout::{Field, KeyPart, Layout, Templates};
use yusuan::model::{Dim, Id, Key};
use yusuan::workbook::{Workbook, save::save};

use crate::office::{Session, shown};
use crate::template::{read, request};
use crate::template_entry_fill::below;
use crate::template_fill::{list, place};

const LAYOUTS: [&str; 2] = ["sichuan-2025-department", "hunan-2024-department"];
const OTHER: &str = "105002 某市第一中学";

/// Texts by header, and numbers by header.
type Entry<'e> = (&'e [(&'e str, &'e str)], &'e [(&'e str, &'e str)]);

const CODE: &str = "功能分类科目（项）";
const SOURCE: &str = "资金来源";
const CARRY: &str = "本年与结转";
const UNIT: &str = "单位";
const ECONOMIC: &str = "部门预算支出经济分类";
const GOVERNMENT: &str = "政府预算支出经济分类";

const SICHUAN: &[Entry<'_>] = &[
    (
        &[(CODE, "2010301"), (SOURCE, "一般公共预算")],
        &[("基本支出", "100"), ("项目支出", "10")],
    ),
    (
        &[(CODE, "2050205"), (SOURCE, "一般公共预算"), (UNIT, OTHER)],
        &[("基本支出", "50"), ("结转下年", "2")],
    ),
    (
        &[(CODE, "2050205"), (SOURCE, "事业收入"), (UNIT, OTHER)],
        &[("项目支出", "4")],
    ),
    (
        &[
            (CODE, "2080505"),
            (SOURCE, "一般公共预算"),
            (CARRY, "上年结转"),
        ],
        &[("项目支出", "7")],
    ),
    (
        &[(CODE, "2120803"), (SOURCE, "政府性基金预算"), (UNIT, OTHER)],
        &[("项目支出", "6")],
    ),
];

const HUNAN: &[Entry<'_>] = &[
    (
        &[
            (CODE, "2010301"),
            (SOURCE, "一般公共预算"),
            (ECONOMIC, "30101 基本工资"),
            (GOVERNMENT, "50101"),
        ],
        &[("工资福利支出", "60")],
    ),
    (
        &[
            (CODE, "2010301"),
            (SOURCE, "一般公共预算"),
            (ECONOMIC, "30201"),
            (GOVERNMENT, "50201"),
        ],
        &[("公用经费", "5")],
    ),
    (
        &[
            (CODE, "2050205"),
            (SOURCE, "一般公共预算"),
            (UNIT, OTHER),
            (ECONOMIC, "30107"),
            (GOVERNMENT, "50501"),
        ],
        &[("工资福利支出", "40")],
    ),
    (
        &[
            (CODE, "2050205"),
            (SOURCE, "一般公共预算"),
            (UNIT, OTHER),
            (ECONOMIC, "30302"),
            (GOVERNMENT, "50905"),
        ],
        &[("对个人和家庭的补助", "3")],
    ),
    (
        &[
            (CODE, "2050205"),
            (SOURCE, "事业收入"),
            (UNIT, OTHER),
            (ECONOMIC, "30201"),
            (GOVERNMENT, "50502"),
        ],
        &[("项目支出", "8")],
    ),
    (
        &[
            (CODE, "2120803"),
            (SOURCE, "政府性基金预算"),
            (ECONOMIC, "31005"),
            (GOVERNMENT, "50302"),
        ],
        &[("项目支出", "6")],
    ),
    (
        &[(CODE, "2010301"), (SOURCE, "一般公共预算")],
        &[("结转下年", "2")],
    ),
];

fn form(templates: &Templates, layout: &Layout) -> Workbook {
    let mut request = request(layout, FormKind::Entry, None);
    request.unit.code = "105001".to_owned();
    blank(templates, &request).unwrap()
}

/// Types the lines, one row left empty between them, and the tables that are typed in either form.
fn enter(form: &Workbook, layout: &Layout) -> Session {
    let lines = match layout.id.as_str() {
        "sichuan-2025-department" => SICHUAN,
        _ => HUNAN,
    };
    let mut session = Session::default();
    for (line, (texts, numbers)) in (0..).step_by(2).zip(lines) {
        for (header, text) in *texts {
            let cell = below(form, header, line).unwrap();
            session = session.text("录入", &cell, text);
        }
        for (header, number) in *numbers {
            let cell = below(form, header, line).unwrap();
            session = session.number("录入", &cell, number);
        }
    }
    if layout.id == LAYOUTS[0] {
        let general = |amount| [("general", amount)];
        let lists = [
            ("fiscal_by_government_economic", ["505", "50501", "50502"]),
            ("fiscal_by_economic", ["301", "30101", "30201"]),
        ];
        for (table, [class, first, second]) in lists {
            let mut lines = vec![(class, &[][..])];
            let (one, two) = (
                general("150"),
                [("general", "17"), ("government_fund", "6")],
            );
            lines.extend([(first, &one[..]), (second, &two[..])]);
            if table == "fiscal_by_economic" {
                lines.push(("302", &[]));
            }
            session = list(session, layout, table, "expenditure", &lines);
        }
        let place = place(layout, "general_projects");
        let keys = [
            (Dim::FUNCTION, KeyPart::Name, "2010301"),
            (Dim::AGENCY, KeyPart::Name, "某单位"),
            (Dim::PROJECT, KeyPart::Name, "甲"),
        ];
        for (dim, part, text) in keys {
            let cell = place
                .cell("expenditure", &Field::Key(dim, part), 0)
                .unwrap();
            session = session.text(place.sheet, &cell, text);
        }
        return place.amount(session, "expenditure", 0, "all", "10");
    }
    // The same spending by 经济分类, beside the blocks that are fed.
    let place = place(layout, "summary");
    let classes = [
        ("工资福利支出", "100"),
        ("商品和服务支出", "13"),
        ("对个人和家庭的补助", "3"),
        ("资本性支出", "6"),
    ];
    for (line, (name, number)) in (0..).zip(classes) {
        let label = place.cell("expenditure2", &Field::Label, line).unwrap();
        session = session.text(place.sheet, &label, name);
        session = place.amount(session, "expenditure2", line, "all", number);
    }
    session
}

/// Table, unit by code or `` for the whole, line, column, 万元.
type Stated<'s> = (&'s str, &'s str, &'s str, &'s str, Option<&'s str>);

const OF_SICHUAN: &[Stated<'_>] = &[
    ("summary", "", "this_year.general", "all", Some("162")),
    ("summary", "", "carried_forward", "all", Some("2")),
    ("revenue", "", "total", "all", Some("179")),
    ("revenue", "105002", "group", "all", Some("62")),
    ("revenue", "105002", "205", "this_year.operating", Some("4")),
    ("revenue", "105001", "2080505", "carried_over", Some("7")),
    ("expenditure", "105001", "group", "all", Some("117")),
    ("expenditure", "105002", "2050205", "basic", Some("50")),
    ("expenditure", "", "total", "project", Some("27")),
    ("government_fund", "105002", "group", "project", Some("6")),
    ("government_fund", "105001", "group", "all", None),
];

const OF_HUNAN: &[Stated<'_>] = &[
    ("summary", "", "this_year.general", "all", Some("110")),
    (
        "expenditure_by_government_economic",
        "",
        "total",
        "all",
        Some("122"),
    ),
    (
        "expenditure_by_government_economic",
        "105002",
        "group",
        "505",
        Some("48"),
    ),
    (
        "expenditure_by_government_economic",
        "105001",
        "201",
        "501",
        Some("60"),
    ),
    (
        "expenditure_by_economic",
        "105002",
        "2050205",
        "project.302",
        Some("8"),
    ),
    (
        "expenditure_by_economic",
        "105001",
        "group",
        "basic.302",
        Some("5"),
    ),
    ("wages_by_economic", "", "205", "30107", Some("40")),
    (
        "wages_by_government_economic",
        "",
        "total",
        "50501",
        Some("40"),
    ),
    ("allowances_by_economic", "", "total", "30302", Some("3")),
    (
        "public_by_government_economic",
        "",
        "2010301",
        "50201",
        Some("5"),
    ),
    ("fund_by_economic", "", "total", "310", Some("6")),
    (
        "fund_by_government_economic",
        "",
        "2120803",
        "503",
        Some("6"),
    ),
];

fn assert_entered(layout: &Layout, outcome: &Outcome, what: &str) {
    let grave = outcome.findings.iter().filter(|own| {
        let stale = own.code == FindingCode::FormulaNotRecalculated;
        own.severity != Severity::Note && !stale
    });
    let grave: Vec<_> = grave.collect();
    assert!(grave.is_empty(), "{what}: {grave:#?}");
    let budget = outcome.budget.as_ref().unwrap();
    let expected = match layout.id.as_str() {
        "sichuan-2025-department" => OF_SICHUAN,
        _ => OF_HUNAN,
    };
    for (table, unit, key, column, wan) in expected {
        let lines = budget.table(table).map_or(&[][..], |own| &own.lines);
        let agency = |line: &yusuan::model::Line| {
            line.at
                .get(Dim::AGENCY)
                .map(ToString::to_string)
                .unwrap_or_default()
        };
        let own = lines.iter().find(|line| {
            let is = match &line.key {
                Key::Group => *key == "group",
                Key::Total => *key == "total",
                Key::Code(code) => code.to_string() == *key,
                Key::Row(row) => row.as_str() == *key,
                _ => false,
            };
            is && agency(line) == *unit
        });
        let found = own.and_then(|line| line.amounts.get(&Id::from(*column)));
        let found = found.map(|amount| amount.yuan);
        let wanted = wan.map(|wan| wan.parse::<Decimal>().unwrap() * Decimal::from(10_000));
        assert_eq!(found, wanted, "{what}: {table} {unit} {key} {column}");
    }
}

#[test]
#[ignore = "slow"]
fn what_is_entered_by_unit_is_what_the_tables_say() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let templates = Templates::embedded();
    let results = at("results.txt");
    let mut session = Session::default();
    for id in LAYOUTS {
        let layout = templates.layout(id).unwrap();
        let form = form(&templates, layout);
        let path = at(&format!("{id}.xlsx"));
        fs::write(&path, save(&form).unwrap()).unwrap();
        session = session.open(&path).then(enter(&form, layout));
        session = session.get("校验", "A2", &results);
        session = ["xlsx", "xls", "ods"]
            .iter()
            .fold(session, |session, ending| {
                session.save(&at(&format!("{id}-filled.{ending}")))
            });
        session = session.close();
    }
    if !session.run(folder.path()) {
        return;
    }
    let failed = at("session.txt.failed");
    assert!(!failed.exists(), "{}", fs::read_to_string(failed).unwrap());
    if let Ok(kept) = std::env::var("YUSUAN_KEEP") {
        for id in LAYOUTS {
            let name = format!("{id}-filled.xlsx");
            fs::copy(at(&name), std::path::Path::new(&kept).join(name)).unwrap();
        }
    }
    let results = shown(&results);
    for (id, result) in LAYOUTS.into_iter().zip(results) {
        assert_eq!(result, "全部相符", "{id}");
        let layout = templates.layout(id).unwrap();
        for ending in ["xlsx", "xls", "ods"] {
            let outcome = read(&at(&format!("{id}-filled.{ending}")));
            let what = format!("{id} {ending}");
            assert_entered(layout, &outcome, &what);
            let stale = |code| code == FindingCode::FormulaNotRecalculated;
            let stale = outcome.findings.iter().find(|own| stale(own.code));
            assert!(stale.is_none(), "{what}: {stale:#?}");
        }
    }
}

#[test]
#[ignore = "slow"]
fn what_a_program_enters_by_unit_is_read_in_full() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("form.xlsx");
    let templates = Templates::embedded();
    for id in LAYOUTS {
        let layout = templates.layout(id).unwrap();
        let mut form = form(&templates, layout);
        enter(&form, layout).type_into(&mut form);
        fs::write(&path, save(&form).unwrap()).unwrap();
        assert_entered(layout, &read(&path), id);
    }
}

/// A line of spending without 经济分类, or with what is none, is said at its cell.
#[test]
#[ignore = "slow"]
fn spending_without_economic_code_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("form.xlsx");
    let templates = Templates::embedded();
    let layout = templates.layout(LAYOUTS[1]).unwrap();
    let mistakes = [
        ("", FindingCode::FormNotFilled),
        ("工资", FindingCode::BadCode),
        ("301", FindingCode::BadCode),
        ("50101", FindingCode::BadCode),
    ];
    for (text, code) in mistakes {
        let mut form = form(&templates, layout);
        let cell = below(&form, ECONOMIC, 0).unwrap();
        let session = enter(&form, layout).text("录入", &cell, text);
        session.type_into(&mut form);
        fs::write(&path, save(&form).unwrap()).unwrap();
        let outcome = read(&path);
        let said = outcome.findings.iter().any(|own| {
            let (sheet, at) = own.place().unwrap_or(("", None));
            own.code == code && sheet == "录入" && at.is_some_and(|at| at.to_string() == cell)
        });
        assert!(said, "{text}: {:#?}", outcome.findings);
    }
}

/// Amounts of last year that no table takes are said: 上年执行数 is printed of 一般公共预算 alone.
#[test]
fn amounts_that_no_table_takes_are_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("form.xlsx");
    let templates = Templates::embedded();
    let layout = templates.layout("ministry-2024-department").unwrap();
    for (source, lost) in [("事业收入", true), ("一般公共预算", false)] {
        let mut form = blank(&templates, &request(layout, FormKind::Entry, None)).unwrap();
        let cell = |header: &str| below(&form, header, 0).unwrap();
        let session = Session::default()
            .text("录入", &cell(CODE), "2080505")
            .text("录入", &cell(SOURCE), source)
            .number("录入", &cell("项目支出"), "5")
            .number("录入", &cell("上年执行数"), "4");
        let typed = cell("上年执行数");
        session.type_into(&mut form);
        fs::write(&path, save(&form).unwrap()).unwrap();
        let said = read(&path).findings.iter().any(|own| {
            own.code == FindingCode::NumberNotRead
                && own.place().is_some_and(|(sheet, at)| {
                    sheet == "录入" && at.is_some_and(|at| at.to_string() == typed)
                })
        });
        assert_eq!(said, lost, "{source}");
    }
}
