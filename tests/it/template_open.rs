//! Blank forms of layouts of any region: a whole budget is typed into one by LibreOffice, cell by cell, and is read back.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rust_decimal::Decimal;
use yusuan::batch::{Options, Outcome, read_file};
use yusuan::finding::{Finding, FindingCode, Severity};
use yusuan::form::{FormKind, Request, blank, can_enter};
use yusuan::layout::{Field, Layout, Templates};
use yusuan::model::{Budget, Unit};
use yusuan::workbook::{Value, Workbook, column_letters, save::save};

use crate::corpus;
use crate::office::{Session, shown};
use crate::template::{read, request};
use crate::template_open_fill::table;

/// What a form comes back as.
const ENDINGS: [&str; 3] = ["xlsx", "xls", "ods"];

/// The budget of made-up numbers for a layout.
pub(crate) fn budget(layout: &str) -> Budget {
    let path = corpus::root()
        .join("tests/forms")
        .join(format!("{layout}.xlsx"));
    let outcome = read_file(&path, &Templates::embedded(), &Options::default());
    let budget = outcome.budget.unwrap();
    assert_eq!(budget.layout, layout);
    budget
}

/// The layouts that only forms to type the tables into are made for.
fn layouts() -> Vec<String> {
    let templates = Templates::embedded();
    let layouts = templates.layouts.iter();
    let open = layouts.filter(|layout| layout.document.is_none());
    open.map(|layout| layout.id.clone()).collect()
}

pub(crate) fn of<'r>(layout: &'r Layout, budget: &Budget) -> Request<'r> {
    let mut own = request(layout, FormKind::Direct, None);
    own.year = budget.year.unwrap_or(2026);
    own.rows = 60;
    own
}

/// What a budget states, by what tells its cells.
fn stated(budget: &Budget) -> BTreeMap<(String, String, String, String), Decimal> {
    let tables = budget.tables.iter();
    let lines = tables.flat_map(|table| table.lines.iter().map(move |line| (table, line)));
    let cells = lines.flat_map(|(table, line)| {
        line.amounts.iter().map(move |(column, amount)| {
            let place = (
                format!("{} {}", table.table, line.block),
                format!("{:?} {:?}", line.key, line.at),
                column.to_string(),
                format!("{:?}", amount.measure),
            );
            (place, amount.yuan.normalize())
        })
    });
    cells.filter(|(_, yuan)| !yuan.is_zero()).collect()
}

fn texts(budget: &Budget) -> Vec<String> {
    let lines = budget.tables.iter().flat_map(|table| &table.lines);
    // A unit's own line says whose the codes below it are.
    let lines = lines.filter(|line| line.key.code().is_none());
    let mut texts: Vec<String> = lines
        .flat_map(|line| line.texts.values().cloned())
        .collect();
    texts.sort();
    texts
}

#[test]
#[ignore = "slow"]
fn what_a_whole_budget_states_is_typed_and_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let templates = Templates::embedded();
    let results = at("results.txt");
    let mut session = Session::default();
    let ids = match std::env::var("YUSUAN_LAYOUT") {
        Ok(only) => vec![only],
        Err(_) => layouts(),
    };
    for id in &ids {
        let layout = templates.layout(id).unwrap();
        let budget = budget(id);
        let request = of(layout, &budget);
        let form = blank(&templates, &request).unwrap();
        let path = at(&format!("{id}.xlsx"));
        fs::write(&path, save(&form).unwrap()).unwrap();
        session = session.open(&path);
        for printed in &layout.tables {
            session = table(&templates, session, &form, printed, request.rows, &budget);
        }
        session = session.get("校验", "A2", &results);
        session = ENDINGS.iter().fold(session, |session, ending| {
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
        for id in &ids {
            let name = format!("{id}-filled.xlsx");
            fs::copy(at(&name), Path::new(&kept).join(name)).unwrap();
        }
    }
    for (id, result) in ids.iter().zip(shown(&results)) {
        assert_eq!(result, "全部相符", "{id}");
        for ending in ENDINGS {
            let outcome = read(&at(&format!("{id}-filled.{ending}")));
            assert_read(&format!("{id} {ending}"), &budget(id), &outcome);
            let stale = |own: &Finding| own.code == FindingCode::FormulaNotRecalculated;
            assert!(!outcome.findings.iter().any(stale), "{id} {ending}");
        }
    }
}

/// All that a budget states was read, and nothing is found but what follows from it.
fn assert_read(what: &str, made: &Budget, outcome: &Outcome) {
    let own = outcome.budget.as_ref().unwrap();
    let found = stated(own);
    for (place, yuan) in &stated(made) {
        assert_eq!(found.get(place), Some(yuan), "{what}: {place:?}");
    }
    assert_eq!(texts(made), texts(own), "{what}");
    let grave = outcome.findings.iter().filter(|own| {
        // Rows further down are hidden until they are needed.
        let hidden = own.code == FindingCode::HiddenAmount;
        let stale = own.code == FindingCode::FormulaNotRecalculated;
        own.severity != Severity::Note && !hidden && !stale
    });
    let grave: Vec<_> = grave.collect();
    assert!(grave.is_empty(), "{what}: {grave:#?}");
}

#[test]
#[ignore = "slow"]
fn what_a_program_types_without_recalculating_is_read_in_full() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("form.xlsx");
    let templates = Templates::embedded();
    for id in layouts() {
        let layout = templates.layout(&id).unwrap();
        let budget = budget(&id);
        let request = of(layout, &budget);
        let mut form = blank(&templates, &request).unwrap();
        let mut session = Session::default();
        for printed in &layout.tables {
            session = table(&templates, session, &form, printed, request.rows, &budget);
        }
        session.type_into(&mut form);
        fs::write(&path, save(&form).unwrap()).unwrap();
        assert_read(&id, &budget, &read(&path));
    }
}

/// A number more in each table, one at a time, is seen by the sheet 校验 where another cell states it too.
#[test]
#[ignore = "slow"]
fn what_differs_within_and_between_tables_is_shown() {
    // What another cell states too: a table and a column that is typed.
    const TIED: [(&str, &[(&str, &str)]); 5] = [
        (
            "henan-2019-department",
            &[("expenditure", "wages"), ("expenditure", "project")],
        ),
        (
            "hunan-2024-department",
            &[
                ("summary", "all"),
                ("expenditure_by_government_economic", "501"),
                ("expenditure_by_economic", "basic.301"),
                ("wages_by_economic", "30101"),
                ("fund_by_economic", "302"),
            ],
        ),
        (
            "ministry-2024-department",
            &[
                ("revenue", "this_year.general"),
                ("revenue", "this_year.education_fees"),
                ("expenditure", "basic"),
                ("fiscal", "all"),
                ("general", "basic"),
                ("basic_economic", "personnel"),
                ("projects", "granted.general"),
            ],
        ),
        (
            "qingdao-2025-unit",
            &[
                ("revenue", "carried_over"),
                ("expenditure", "project"),
                ("general", "personnel"),
                ("basic_government_economic", "public"),
            ],
        ),
        (
            "sichuan-2025-department",
            &[
                ("revenue", "carried_over"),
                ("expenditure", "basic"),
                ("fiscal_by_economic", "general"),
            ],
        ),
    ];
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let templates = Templates::embedded();
    let results = at("results.txt");
    let mut session = Session::default();
    for (id, tied) in TIED {
        let layout = templates.layout(id).unwrap();
        let budget = budget(id);
        let request = of(layout, &budget);
        let form = blank(&templates, &request).unwrap();
        let path = at(&format!("{id}.xlsx"));
        fs::write(&path, save(&form).unwrap()).unwrap();
        session = session.open(&path);
        for printed in &layout.tables {
            session = table(&templates, session, &form, printed, request.rows, &budget);
        }
        for (name, column) in tied {
            let (sheet, cell) = typed(&form, layout, name, column);
            // Whatever stands there is no longer what the others say.
            session = session.formula(&sheet, &cell, "=12345.67");
            session = session.get("校验", "A2", &results);
            session = session.text(&sheet, &cell, "");
        }
        session = session.close();
    }
    if !session.run(folder.path()) {
        return;
    }
    let failed = at("session.txt.failed");
    assert!(!failed.exists(), "{}", fs::read_to_string(failed).unwrap());
    let tied = TIED.iter();
    let tied = tied.flat_map(|(id, tied)| tied.iter().map(move |own| (id, own)));
    for ((id, own), result) in tied.zip(shown(&results)) {
        assert!(result.ends_with("项不符"), "{id} {own:?}: {result}");
    }
}

/// The last cell of a column that is typed.
fn typed(form: &Workbook, layout: &Layout, table: &str, column: &str) -> (String, String) {
    let printed = layout.table(table).unwrap();
    let mut sheets = form.sheets.iter();
    let sheet = sheets.find(|own| own.name == printed.sheet).unwrap();
    let mut columns = printed.blocks.iter().flat_map(|block| &block.columns);
    let field = |own: &Field| matches!(own, Field::Amount(id) if id.as_str() == column);
    let col = columns.position(|own| field(&own.field)).unwrap();
    let col = u32::try_from(col).unwrap();
    let cells = sheet.cells.iter();
    let own = cells.filter(|cell| cell.col == col && cell.style.input);
    let cell = own.max_by_key(|cell| cell.row).unwrap();
    let address = format!("{}{}", column_letters(col), cell.row + 1);
    (sheet.name.clone(), address)
}

#[test]
#[ignore = "slow"]
fn last_years_lines_stand_in_the_form_without_their_amounts() {
    let folder = tempfile::tempdir().unwrap();
    let templates = Templates::embedded();
    for id in layouts() {
        let layout = templates.layout(&id).unwrap();
        let budget = budget(&id);
        let mut request = of(layout, &budget);
        (request.year, request.previous, request.rows) = (request.year + 1, Some(&budget), 5);
        let path = folder.path().join(format!("{id}.xlsx"));
        fs::write(&path, save(&blank(&templates, &request).unwrap()).unwrap()).unwrap();
        let outcome = read(&path);
        let said = outcome.findings.iter();
        let grave = said.filter(|own| own.severity != Severity::Note);
        let grave: Vec<FindingCode> = grave.map(|own| own.code).collect();
        assert_eq!(grave, [FindingCode::FormNotFilled], "{id}");
        let own = outcome.budget.unwrap();
        // Last year's own amounts stand where the form asks for them.
        for (place, yuan) in stated(&own) {
            let (table, line, column, measure) = place;
            assert!(column.starts_with("last_year"), "{id}: {column}");
            let known = match column.strip_prefix("last_year.") {
                Some(column) => column.to_owned(),
                None => "all".to_owned(),
            };
            let known = stated(&budget).get(&(table, line, known, measure)).copied();
            assert_eq!(known, Some(yuan), "{id}: {column}");
        }
        let codes = |budget: &Budget| {
            let lines = budget.tables.iter().flat_map(|table| &table.lines);
            let mut codes: Vec<String> = lines
                .filter_map(|line| Some(format!("{} {}", line.block, line.key.code()?)))
                .collect();
            codes.sort();
            codes.dedup();
            codes
        };
        assert_eq!(codes(&budget), codes(&own), "{id}");
    }
}

#[test]
fn a_sheet_that_cannot_feed_the_tables_is_not_made() {
    let templates = Templates::embedded();
    let cannot = |id: &String| can_enter(templates.layout(id).unwrap()).is_err();
    for id in layouts().into_iter().filter(cannot) {
        for (language, words) in [("zh", "--entry"), ("en", "leave out --entry")] {
            let made = std::process::Command::new(env!("CARGO_BIN_EXE_yusuan"))
                .args(["--lang", language, "template", "--layout", &id, "--entry"])
                .args(["--unit", "某单位", "--year", "2026", "-o", "-"])
                .output()
                .unwrap();
            let said = String::from_utf8(made.stderr).unwrap();
            assert!(!made.status.success() && made.stdout.is_empty(), "{id}");
            assert!(said.contains(words) && said.contains(&*id), "{said}");
        }
    }
}

/// Units that are known have a line each, and what is typed below one is its.
#[test]
fn known_units_have_their_lines() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("form.xlsx");
    let templates = Templates::embedded();
    let layout = templates.layout("sichuan-2025-department").unwrap();
    let mut request = request(layout, FormKind::Direct, None);
    let unit = |code: &str, name: &str| Unit {
        code: code.to_owned(),
        name: name.to_owned(),
        ..Unit::default()
    };
    let names = ["某县教育局", "第一中学", "第二中学", "第三中学"];
    let units = ["205001", "205002", "205003", "205004"].iter().zip(names);
    request.units = units.map(|(code, name)| unit(code, name)).collect();
    let mut form = blank(&templates, &request).unwrap();
    let printed = layout.table("expenditure").unwrap();
    let sheet = |form: &Workbook| {
        let mut sheets = form.sheets.iter();
        sheets.position(|own| own.name == printed.sheet).unwrap()
    };
    let own = &form.sheets[sheet(&form)];
    let heads: Vec<u32> = own
        .cells
        .iter()
        .filter(|cell| matches!(&cell.value, Value::Text(text) if names.contains(&&**text)))
        .map(|cell| cell.row)
        .collect();
    assert_eq!(heads.len(), names.len());
    let row = heads[2] + 2;
    let name = own.name.clone();
    Session::default()
        .text(&name, &format!("A{row}"), "205")
        .text(&name, &format!("B{row}"), "02")
        .text(&name, &format!("C{row}"), "04")
        .number(&name, &format!("G{row}"), "12.5")
        .type_into(&mut form);
    fs::write(&path, save(&form).unwrap()).unwrap();
    let budget = read(&path).budget.unwrap();
    let table = budget.table("expenditure").unwrap();
    let stated = |line: &&yusuan::model::Line| !line.amounts.is_empty();
    let of: Vec<String> = table
        .lines
        .iter()
        .filter(stated)
        .map(|line| format!("{:?}", line.at.word(yusuan::model::Dim::AGENCY)))
        .collect();
    let own = format!("{:?}", Some(&yusuan::model::Id::from("205003")));
    assert_eq!(of, [own.clone(), own, "None".to_owned()]);
    let total = table.lines.last().unwrap().amounts.get("all").unwrap();
    assert_eq!(total.yuan, Decimal::from(125_000));
}
