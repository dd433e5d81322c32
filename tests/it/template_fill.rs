//! What is typed into a form, and what must be read from it.

use rust_decimal::Decimal;
use yusuan::batch::Outcome;
use yusuan::finding::{FindingCode, Severity};
use yusuan::form::FormKind;
use yusuan::layout::{Field, Layout};
use yusuan::model::{Budget, Id, Key};
use yusuan::workbook::column_letters;

use crate::office::Session;
use crate::template::NAME;

/// Where a table stands: its sheet, its first line, and the columns of its fields.
pub(crate) struct Place<'l> {
    pub(crate) sheet: &'l str,
    pub(crate) first: u32,
    pub(crate) columns: Vec<(u32, &'l str, Field)>,
}

pub(crate) fn place<'l>(layout: &'l Layout, table: &str) -> Place<'l> {
    let table = layout.table(table).unwrap();
    let columns = table
        .blocks
        .iter()
        .flat_map(|block| block.columns.iter().map(move |column| (block, column)));
    let depth = columns
        .clone()
        .map(|(_, column)| column.header.len())
        .max()
        .unwrap();
    Place {
        sheet: &table.sheet,
        first: 2 + u32::try_from(depth).unwrap(),
        columns: (0..)
            .zip(columns)
            .map(|(col, (block, column))| (col, block.block.as_str(), column.field.clone()))
            .collect(),
    }
}

impl Place<'_> {
    pub(crate) fn cell(&self, block: &str, field: &Field, line: u32) -> Option<String> {
        let found = self
            .columns
            .iter()
            .find(|(_, own, other)| *own == block && other == field);
        found.map(|(col, ..)| format!("{}{}", column_letters(*col), self.first + line + 1))
    }

    pub(crate) fn code(&self, session: Session, block: &str, line: u32, code: &str) -> Session {
        if let Some(cell) = self.cell(block, &Field::Code, line) {
            return session.text(self.sheet, &cell, code);
        }
        let parts = [code.get(..3), code.get(3..5), code.get(5..7)];
        (1..).zip(parts).fold(session, |session, (level, part)| {
            match (part, self.cell(block, &Field::CodePart(level), line)) {
                (Some(part), Some(cell)) => session.text(self.sheet, &cell, part),
                _ => session,
            }
        })
    }

    pub(crate) fn amount(
        &self,
        session: Session,
        block: &str,
        line: u32,
        column: &str,
        amount: &str,
    ) -> Session {
        match self.cell(block, &Field::Amount(Id::from(column)), line) {
            Some(cell) => session.number(self.sheet, &cell, amount),
            None => session,
        }
    }
}

/// Lines of a list in no order: code, and amounts by column.
type Lines<'a> = &'a [(&'a str, &'a [(&'a str, &'a str)])];

pub(crate) fn list(
    mut session: Session,
    layout: &Layout,
    table: &str,
    block: &str,
    lines: Lines<'_>,
) -> Session {
    let place = place(layout, table);
    // A line is left empty in between.
    for (line, (code, amounts)) in (0..).step_by(2).zip(lines) {
        session = place.code(session, block, line, code);
        for (column, amount) in *amounts {
            session = place.amount(session, block, line, column, amount);
        }
    }
    session
}

pub(crate) fn fixed(
    session: Session,
    layout: &Layout,
    table: &str,
    row: &str,
    amount: &str,
) -> Session {
    let rows = &layout.table(table).unwrap().blocks[0].rows;
    let line = u32::try_from(rows.iter().position(|own| own.row == *row).unwrap()).unwrap();
    place(layout, table).amount(session, "revenue", line, "amount", amount)
}

pub(crate) fn class(
    session: Session,
    layout: &Layout,
    table: &str,
    line: u32,
    name: &str,
    amounts: &[(&str, &str)],
) -> Session {
    let place = place(layout, table);
    let label = place.cell("expenditure", &Field::Label, line).unwrap();
    let session = session.text(place.sheet, &label, name);
    amounts.iter().fold(session, |session, (column, amount)| {
        place.amount(session, "expenditure", line, column, amount)
    })
}

/// The tables that both kinds of form have typed.
pub(crate) fn typed_in_both(session: Session, layout: &Layout) -> Session {
    let session = list(
        session,
        layout,
        "basic_economic",
        "expenditure",
        &[
            ("302", &[]),
            ("30201", &[("public", "7.75")]),
            ("30101", &[("personnel", "100")]),
            ("301", &[]),
        ],
    );
    let place = place(layout, "three_public");
    let session = place.amount(session, "amounts", 0, "abroad", "1.5");
    place.amount(session, "amounts", 0, "vehicle_operation", "2.25")
}

pub(crate) fn fill_direct(session: Session, layout: &Layout) -> Session {
    const KINDS: Lines<'_> = &[
        ("2080505", &[("basic", "100.5"), ("project", "10")]),
        ("20805", &[]),
        ("2010301", &[("basic", "7.25")]),
        ("208", &[]),
        ("201", &[]),
        ("20103", &[]),
    ];
    const SOURCES: Lines<'_> = &[
        ("201", &[]),
        ("2010301", &[("fiscal", "7.25")]),
        ("208", &[]),
        ("20103", &[]),
        ("20805", &[]),
        ("2080505", &[("fiscal", "110.5")]),
    ];
    let mut session = list(session, layout, "revenue", "revenue", SOURCES);
    session = list(session, layout, "expenditure", "expenditure", KINDS);
    session = list(session, layout, "general", "expenditure", KINDS);
    session = fixed(session, layout, "summary", "general", "117.75");
    session = fixed(session, layout, "fiscal", "general", "117.75");
    // A layout whose summary has no kinds has the whole typed.
    let whole = layout.table("summary").unwrap().blocks[1].columns.len() == 2;
    let kinds: [&[(&str, &str)]; 2] = if whole {
        [&[("all", "110.5")], &[("all", "7.25")]]
    } else {
        [
            &[("personnel", "100"), ("public", "0.5"), ("project", "10")],
            &[("public", "7.25")],
        ]
    };
    session = class(
        session,
        layout,
        "summary",
        0,
        "社会保障和就业支出",
        kinds[0],
    );
    session = class(session, layout, "summary", 1, "一般公共服务支出", kinds[1]);
    session = class(
        session,
        layout,
        "fiscal",
        0,
        "社会保障和就业支出",
        &[("general", "110.5")],
    );
    session = class(
        session,
        layout,
        "fiscal",
        1,
        "一般公共服务支出",
        &[("general", "7.25")],
    );
    typed_in_both(session, layout)
}

pub(crate) fn fill_entry(session: Session, layout: &Layout) -> Session {
    let cells = [
        ("A5", "2080505 机关事业单位基本养老保险缴费支出"),
        ("C5", "一般公共预算"),
        ("A8", "2010301"),
        ("C8", "一般公共预算"),
    ];
    let amounts = [("D5", "100"), ("E5", "0.5"), ("F5", "10"), ("E8", "7.25")];
    let session = cells.iter().fold(session, |session, (cell, text)| {
        session.text("录入", cell, text)
    });
    let session = amounts.iter().fold(session, |session, (cell, number)| {
        session.number("录入", cell, number)
    });
    typed_in_both(session, layout)
}

pub(crate) fn fill(session: Session, layout: &Layout, kind: FormKind) -> Session {
    match kind {
        FormKind::Direct => fill_direct(session, layout),
        FormKind::Entry => fill_entry(session, layout),
    }
}

/// The amount of a line, `total` for the closing one.
pub(crate) fn amount(
    budget: &Budget,
    table: &str,
    block: &str,
    key: &str,
    column: &str,
) -> Option<Decimal> {
    let lines = &budget.table(table)?.lines;
    let named = |key_of: &Key| match key_of {
        Key::Code(code) => code.to_string() == key,
        Key::Row(id) => id.as_str() == key,
        Key::Total => key == "total",
        Key::Unknown(_) | Key::Group | Key::Record(_) => false,
    };
    let line = lines
        .iter()
        .find(|line| line.block == *block && named(&line.key))?;
    line.amounts
        .get(column)
        .map(|amount| amount.yuan.normalize())
}

/// Everything that was typed, and what follows from it, and nothing else.
pub(crate) fn assert_filled(layout: &Layout, outcome: &Outcome, what: &str) {
    let budget = outcome.budget.as_ref().unwrap();
    let grave: Vec<_> = outcome
        .findings
        .iter()
        .filter(|finding| {
            finding.severity == Severity::Error
                || finding.code == FindingCode::WrongForm
                || finding.code == FindingCode::NumberNotRead
        })
        .collect();
    assert!(grave.is_empty(), "{what}: {grave:#?}");
    assert_eq!(
        (budget.layout.as_str(), budget.year),
        (layout.id.as_str(), Some(2026)),
        "{what}"
    );
    assert_eq!(
        (
            budget.unit.name.as_str(),
            budget.unit.code.as_str(),
            budget.unit.nature.as_str()
        ),
        (NAME, "002003", "全额拨款事业单位"),
        "{what}"
    );
    let expected = [
        ("expenditure", "expenditure", "2080505", "basic", "100.5"),
        ("expenditure", "expenditure", "2080505", "project", "10"),
        ("expenditure", "expenditure", "208", "all", "110.5"),
        ("expenditure", "expenditure", "20103", "basic", "7.25"),
        ("expenditure", "expenditure", "total", "all", "117.75"),
        ("general", "expenditure", "20805", "project", "10"),
        ("general", "expenditure", "total", "basic", "107.75"),
        ("revenue", "revenue", "2080505", "fiscal", "110.5"),
        ("revenue", "revenue", "total", "fiscal", "117.75"),
        ("summary", "revenue", "general", "amount", "117.75"),
        ("summary", "revenue", "fiscal", "amount", "117.75"),
        ("summary", "revenue", "total", "amount", "117.75"),
        ("summary", "expenditure", "208", "all", "110.5"),
        ("summary", "expenditure", "total", "all", "117.75"),
        ("fiscal", "expenditure", "201", "general", "7.25"),
        ("basic_economic", "expenditure", "30101", "personnel", "100"),
        ("basic_economic", "expenditure", "302", "public", "7.75"),
        ("basic_economic", "expenditure", "total", "all", "107.75"),
        ("three_public", "amounts", "total", "all", "37500"),
    ];
    for (table, block, key, column, yuan) in expected {
        let found = amount(budget, table, block, key, column);
        assert_eq!(
            found,
            Some(yuan.parse().unwrap()),
            "{what}: {table} {key} {column}"
        );
    }
    for (table, key, column) in [
        ("expenditure", "2010301", "project"),
        ("government_fund", "total", "all"),
        ("three_public", "total", "agency_operating"),
    ] {
        let block = if table == "three_public" {
            "amounts"
        } else {
            "expenditure"
        };
        assert_eq!(
            amount(budget, table, block, key, column),
            None,
            "{what}: {table} {key} {column}"
        );
    }
}
