//! Blank forms: made for every layout and both kinds, filled in by LibreOffice, and read back.

use std::fs;
use std::path::{Path, PathBuf};

use rust_decimal::Decimal;
use yusuan::batch::{Options, Outcome, read_file};
use yusuan::finding::{FindingCode, Severity};
use yusuan::form::{Kind, Request, blank};
use yusuan::layout::{Field, Layout, Templates};
use yusuan::model::{Budget, Id, Key, Unit};
use yusuan::workbook::{Address, column_letters, save::save};

use crate::office::{Session, shown};
use crate::oracle;

const NAME: &str = "上海市某区某某中心";

fn request<'r>(layout: &'r Layout, kind: Kind, previous: Option<&'r Budget>) -> Request<'r> {
    Request {
        layout,
        unit: Unit {
            name: NAME.to_owned(),
            code: "002003".to_owned(),
            department: "某区某局".to_owned(),
            nature: "全额拨款事业单位".to_owned(),
            body: layout.body,
        },
        year: 2026,
        kind,
        rows: 30,
        projects: None,
        previous,
        codes_complete: false,
        password: None,
    }
}

fn write(templates: &Templates, request: &Request<'_>, path: &Path) {
    fs::write(path, save(&blank(templates, request).unwrap()).unwrap()).unwrap();
}

fn read(path: &Path) -> Outcome {
    read_file(path, &Templates::embedded(), &Options::default())
}

/// Where a table stands: its sheet, its first line, and the columns of its fields.
struct Place<'l> {
    sheet: &'l str,
    first: u32,
    columns: Vec<(u32, &'l str, Field)>,
}

fn place<'l>(layout: &'l Layout, table: &str) -> Place<'l> {
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
    fn cell(&self, block: &str, field: &Field, line: u32) -> Option<String> {
        let found = self
            .columns
            .iter()
            .find(|(_, own, other)| *own == block && other == field);
        found.map(|(col, ..)| format!("{}{}", column_letters(*col), self.first + line + 1))
    }

    fn code(&self, session: Session, block: &str, line: u32, code: &str) -> Session {
        let parts = [code.get(..3), code.get(3..5), code.get(5..7)];
        (1..).zip(parts).fold(session, |session, (level, part)| {
            match (part, self.cell(block, &Field::CodePart(level), line)) {
                (Some(part), Some(cell)) => session.text(self.sheet, &cell, part),
                _ => session,
            }
        })
    }

    fn amount(
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

fn list(
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

fn fixed(session: Session, layout: &Layout, table: &str, row: &str, amount: &str) -> Session {
    let rows = &layout.table(table).unwrap().blocks[0].rows;
    let line = u32::try_from(rows.iter().position(|own| own.row == *row).unwrap()).unwrap();
    place(layout, table).amount(session, "revenue", line, "amount", amount)
}

fn class(
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
fn typed_in_both(session: Session, layout: &Layout) -> Session {
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

fn fill_direct(session: Session, layout: &Layout) -> Session {
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

fn fill_entry(session: Session, layout: &Layout) -> Session {
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

fn fill(session: Session, layout: &Layout, kind: Kind) -> Session {
    match kind {
        Kind::Direct => fill_direct(session, layout),
        Kind::Entry => fill_entry(session, layout),
    }
}

/// The amount of a line, `total` for the closing one.
fn amount(budget: &Budget, table: &str, block: &str, key: &str, column: &str) -> Option<Decimal> {
    let lines = &budget.table(table)?.lines;
    let named = |key_of: &Key| match key_of {
        Key::Code(code) => code.to_string() == key,
        Key::Row(id) => id.as_str() == key,
        Key::Total => key == "total",
        Key::Unknown(_) => false,
    };
    let line = lines
        .iter()
        .find(|line| line.block == *block && named(&line.key))?;
    line.amounts
        .get(column)
        .map(|amount| amount.yuan.normalize())
}

/// Everything that was typed, and what follows from it, and nothing else.
fn assert_filled(layout: &Layout, outcome: &Outcome, what: &str) {
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

fn forms() -> Vec<(Templates, String, Kind)> {
    let ids: Vec<String> = Templates::embedded()
        .layouts
        .iter()
        .map(|layout| layout.id.clone())
        .collect();
    ids.into_iter()
        .flat_map(|id| {
            [Kind::Direct, Kind::Entry].map(|kind| (Templates::embedded(), id.clone(), kind))
        })
        .collect()
}

#[test]
fn a_blank_form_reads_as_an_empty_budget() {
    let folder = tempfile::tempdir().unwrap();
    for (templates, id, kind) in forms() {
        let layout = templates.layout(&id).unwrap();
        let path = folder.path().join(format!("002003-{id}-{kind:?}.xlsx"));
        write(&templates, &request(layout, kind, None), &path);
        let outcome = read(&path);
        assert!(
            outcome.findings.is_empty(),
            "{id} {kind:?}: {:#?}",
            outcome.findings
        );
        let budget = outcome.budget.unwrap();
        assert_eq!(
            (
                budget.layout.as_str(),
                budget.amounts(),
                budget.tables.len()
            ),
            (id.as_str(), 0, 9)
        );
        let again = save(&blank(&templates, &request(layout, kind, None)).unwrap()).unwrap();
        assert!(
            fs::read(&path).unwrap() == again,
            "{id} {kind:?}: other bytes"
        );
        if let Some(faults) = oracle::audit(&path) {
            assert!(faults.is_empty(), "{id} {kind:?}: {faults:#?}");
        }
    }
}

#[test]
fn what_is_filled_in_is_read_and_what_is_wrong_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let results = at("results.txt");
    let mut session = Session::default();
    let mut saved: Vec<(String, Kind, Vec<PathBuf>)> = Vec::new();
    for (templates, id, kind) in forms() {
        let layout = templates.layout(&id).unwrap();
        let stem = format!("{id}-{kind:?}");
        let path = at(&format!("{stem}.xlsx"));
        write(&templates, &request(layout, kind, None), &path);
        let files: Vec<PathBuf> = ["xlsx", "xls", "ods"]
            .map(|ending| at(&format!("{stem}-filled.{ending}")))
            .into();
        session = fill(session.open(&path), layout, kind).get("校验", "A2", &results);
        session = files
            .iter()
            .fold(session, |session, file| session.save(file));
        let economic = place(layout, "basic_economic");
        let typed = economic
            .cell("expenditure", &Field::Amount(Id::from("public")), 2)
            .unwrap();
        session = session
            .number(economic.sheet, &typed, "9")
            .get("校验", "A2", &results)
            .close();
        saved.push((id, kind, files));
    }
    if !session.run(folder.path()) {
        return;
    }
    let failed = at("session.txt.failed");
    assert!(!failed.exists(), "{}", fs::read_to_string(failed).unwrap());
    let results = shown(&results);
    assert_eq!(results.len(), 2 * saved.len());
    for ((id, kind, files), pair) in saved.iter().zip(results.chunks(2)) {
        assert_eq!(pair[0], "全部相符", "{id} {kind:?}");
        assert!(pair[1].ends_with("项不符"), "{id} {kind:?}: {}", pair[1]);
        let templates = Templates::embedded();
        for file in files {
            let what = file.file_name().unwrap().to_string_lossy().into_owned();
            assert_filled(templates.layout(id).unwrap(), &read(file), &what);
        }
    }
}

#[test]
fn rows_inserted_sorted_and_deleted_read_as_they_stand() {
    let folder = tempfile::tempdir().unwrap();
    let templates = Templates::embedded();
    let layout = templates.layout("qingpu-2023-unit").unwrap();
    let (path, out) = (folder.path().join("a.xlsx"), folder.path().join("b.xlsx"));
    write(&templates, &request(layout, Kind::Direct, None), &path);
    let place = place(layout, "expenditure");
    let sheet = place.sheet;
    let mut session = fill(Session::default().open(&path), layout, Kind::Direct).unprotect(sheet);
    session = session.insert(sheet, place.first + 3, 30);
    let cell = |col: &str, line: u32| format!("{col}{}", place.first + line + 1);
    // Pasted values in the new rows: a whole 类 with its total.
    for (line, code, basic) in [
        (4, ["210", "", ""], "3.5"),
        (5, ["210", "11", ""], "3.5"),
        (6, ["210", "11", "02"], "3.5"),
    ] {
        for (col, part) in ["A", "B", "C"].iter().zip(code) {
            session = session.text(sheet, &cell(col, line), part);
        }
        session = session
            .text(sheet, &cell("D", line), "行政事业单位医疗")
            .number(sheet, &cell("E", line), basic)
            .number(sheet, &cell("F", line), basic);
    }
    let last = cell("G", 59);
    session = session
        .sort(sheet, &format!("{}:{last}", cell("A", 0)))
        .delete(sheet, place.first + 20, 35)
        .save(&out)
        .close();
    if !session.run(folder.path()) {
        return;
    }
    let outcome = read(&out);
    let budget = outcome.budget.unwrap();
    let yuan = |text: &str| Some(text.parse::<Decimal>().unwrap());
    for (key, column, expected) in [
        ("2080505", "basic", "100.5"),
        ("2080505", "project", "10"),
        ("2010301", "all", "7.25"),
        ("2101102", "basic", "3.5"),
        ("210", "all", "3.5"),
    ] {
        assert_eq!(
            amount(&budget, "expenditure", "expenditure", key, column),
            yuan(expected),
            "{key} {column}"
        );
    }
    assert!(
        outcome
            .findings
            .iter()
            .all(|finding| finding.code != FindingCode::NumberNotRead)
    );
}

#[test]
fn a_form_for_another_unit_or_year_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let templates = Templates::embedded();
    let layout = templates.layout("putuo-2024-unit").unwrap();
    let named = folder.path().join("002004-某区另一中心.xlsx");
    write(&templates, &request(layout, Kind::Direct, None), &named);
    let codes = |outcome: &Outcome| {
        outcome
            .findings
            .iter()
            .map(|finding| (finding.code, finding.variant))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        codes(&read(&named)),
        [(FindingCode::WrongForm, Some("unit"))]
    );
    let options = Options {
        layout: Some("qingpu-2023-unit".to_owned()),
        ..Options::default()
    };
    let outcome = read_file(&named, &templates, &options);
    assert!(codes(&outcome).contains(&(FindingCode::WrongForm, Some("layout"))));
}

#[test]
fn last_years_lines_are_filled_in_beside_their_amounts() {
    let templates = Templates::embedded();
    let previous = read(Path::new("examples/qingpu-2023.xlsx")).budget.unwrap();
    let layout = templates.layout("qingpu-2023-unit").unwrap();
    for kind in [Kind::Direct, Kind::Entry] {
        let made = blank(&templates, &request(layout, kind, Some(&previous))).unwrap();
        let sheet = made
            .sheets
            .iter()
            .find(|sheet| sheet.name == "单位一般公共预算拨款基本支出明细表")
            .unwrap();
        let (_, last) = sheet.page.print_to.unwrap();
        let beside = sheet.cells.iter().filter(|cell| cell.col > last).filter(|cell| matches!(&cell.value, yusuan::workbook::Value::Number(number) if *number > Decimal::ONE_HUNDRED));
        assert!(beside.count() > 20, "{kind:?}");
        assert!(sheet.get(Address::new(5, 0)).is_some());
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xlsx");
        fs::write(&path, save(&made).unwrap()).unwrap();
        let outcome = read(&path);
        assert!(
            outcome.findings.is_empty(),
            "{kind:?}: {:#?}",
            outcome.findings
        );
        assert_eq!(outcome.budget.unwrap().amounts(), 0);
    }
}
