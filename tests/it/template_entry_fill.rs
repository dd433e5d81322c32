//! What is typed on the sheet 录入 and beside it, and what the tables must say.

use yusuan::form::can_enter;
use yusuan::layout::{Field, KeyPart, Layout, Templates};
use yusuan::model::{Dim, Id, Lines};
use yusuan::workbook::{Value, Workbook, column_letters};

use crate::office::Session;
use crate::template_fill::{list, place};

/// The layouts that have no whole document and a sheet 录入 all the same.
pub(crate) fn layouts(templates: &Templates) -> Vec<&Layout> {
    let layouts = templates.layouts.iter();
    let own = layouts.filter(|own| own.document.is_none() && can_enter(own).is_ok());
    // Those that are by unit are filled in elsewhere.
    let own = own.filter(|own| {
        let mut blocks = own.tables.iter().flat_map(|table| &table.blocks);
        blocks.all(|block| block.meaning.groups.is_none())
    });
    own.collect()
}

/// The cell of the sheet 录入 below a header.
pub(crate) fn below(form: &Workbook, header: &str, line: u32) -> Option<String> {
    let sheet = form.sheets.iter().find(|own| own.name == "录入").unwrap();
    let named = |value: &Value| matches!(value, Value::Text(text) if text == header);
    let cell = sheet
        .cells
        .iter()
        .find(|own| own.row == 3 && named(&own.value));
    cell.map(|own| format!("{}{}", column_letters(own.col), 5 + line))
}

/// A line: code, source, what it comes from, and amounts by header.
pub(crate) type Entry<'e> = (&'e str, &'e str, &'e str, &'e [(&'e str, &'e str)]);

pub(crate) const LINES: [Entry<'_>; 5] = [
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
pub(crate) fn enter(form: &Workbook, lines: &[Entry<'_>]) -> Session {
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

/// Lines of a list: code, and amounts by column.
type Listed<'l> = &'l [(&'l str, &'l [(&'l str, &'l str)])];

/// The tables that are typed, in agreement with the lines.
pub(crate) fn others(mut session: Session, layout: &Layout) -> Session {
    const BASIC: [(&str, Listed<'_>); 2] = [
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
pub(crate) type Stated<'s> = (&'s str, &'s str, &'s str, &'s str, Option<&'s str>);

/// What the tables of a layout say.
pub(crate) fn expected(layout: &str) -> Vec<Stated<'static>> {
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
