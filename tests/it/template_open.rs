//! Blank forms of layouts of any region: a whole budget is typed into one by LibreOffice, cell by cell, and is read back.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rust_decimal::Decimal;
use yusuan::batch::{Options, read_file};
use yusuan::finding::{FindingCode, Severity};
use yusuan::form::{Kind, Request, blank};
use yusuan::layout::{BlockLayout, Field, KeyPart, Layout, RowKind, TableLayout, Templates};
use yusuan::model::{Budget, Code, Key, Line, Lines, Structure};
use yusuan::workbook::{Address, Sheet, Workbook, column_letters, save::save};

use crate::corpus;
use crate::office::{Session, shown};
use crate::template::{read, request};

/// The lines that a form prepares for each 类 by name, and the units.
const CLASSES: u32 = 16;
const UNITS: u32 = 3;

/// The budget of made-up numbers for a layout.
fn budget(layout: &str) -> Budget {
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

fn of<'r>(layout: &'r Layout, budget: &Budget) -> Request<'r> {
    let mut own = request(layout, Kind::Direct, None);
    own.year = budget.year.unwrap_or(2026);
    own.rows = 60;
    own
}

/// A block of a form, and what is typed into it.
struct Typing<'t> {
    sheet: &'t Sheet,
    layout: &'t BlockLayout,
    /// The first row of the table, and the column of each field.
    first: u32,
    columns: Vec<(u32, Field)>,
    rows: u32,
    money: Decimal,
}

impl Typing<'_> {
    fn col(&self, field: &Field) -> Option<u32> {
        let mut columns = self.columns.iter();
        columns.find(|(_, own)| own == field).map(|(col, _)| *col)
    }

    fn cell(&self, row: u32, col: u32) -> String {
        format!("{}{}", column_letters(col), row + 1)
    }

    fn text(&self, session: Session, row: u32, field: &Field, text: &str) -> Session {
        match self.col(field) {
            Some(col) if !text.is_empty() => {
                let own = self.sheet.get(Address::new(row, col)).unwrap();
                assert!(
                    own.style.input,
                    "{} {}",
                    self.sheet.name,
                    self.cell(row, col)
                );
                session.text(&self.sheet.name, &self.cell(row, col), text)
            }
            _ => session,
        }
    }

    /// The amounts of a line that are typed: a cell with a formula is left alone, unless it only waits for lines below.
    fn amounts(&self, mut session: Session, row: u32, line: &Line, lowest: bool) -> Session {
        for (id, amount) in &line.amounts {
            let col = self.col(&Field::Amount(id.clone())).unwrap();
            let own = self.sheet.get(Address::new(row, col)).unwrap();
            if !own.style.input || own.formula.is_some() && !lowest {
                continue;
            }
            let shown = match amount.measure {
                None => amount.yuan / self.money,
                Some(_) => amount.yuan,
            };
            let number = shown.normalize().to_string();
            session = session.number(&self.sheet.name, &self.cell(row, col), &number);
        }
        session
    }

    fn code(&self, session: Session, row: u32, code: Code) -> Session {
        let whole = self.text(session, row, &Field::Code, &code.to_string());
        (1..=code.level()).fold(whole, |session, level| {
            let part = code.part(level).unwrap();
            self.text(session, row, &Field::CodePart(level), &part)
        })
    }

    fn keys(&self, session: Session, row: u32, line: &Line) -> Session {
        self.columns.iter().fold(session, |session, (_, field)| {
            let id = match field {
                Field::Key(dim, KeyPart::Code) => format!("{}_code", dim.name()),
                Field::Key(dim, KeyPart::Name) => dim.name().to_string(),
                Field::Text(id) => id.to_string(),
                _ => return session,
            };
            let text = line.texts.get(id.as_str()).map_or("", String::as_str);
            self.text(session, row, field, text)
        })
    }

    /// The row of a printed row, and of the first line of the list among them.
    fn printed(&self, wanted: impl Fn(RowKind, &str) -> bool) -> Option<u32> {
        let mut row = self.first;
        for own in &self.layout.rows {
            if wanted(own.kind, own.row.as_str()) {
                return Some(row);
            }
            row += if own.kind == RowKind::List {
                CLASSES
            } else {
                1
            };
        }
        None
    }

    fn lines(&self, mut session: Session, structure: &Structure<'_>) -> Session {
        let list = self.printed(|kind, _| kind == RowKind::List);
        let mut next = list.unwrap_or(self.first);
        let room = (self.rows / UNITS).max(6);
        let mut unit = None;
        for (at, line) in structure.lines.iter().enumerate() {
            match &line.key {
                Key::Total if self.layout.meaning.lines == Lines::Single => {
                    session = self.amounts(session, self.first, line, false);
                }
                Key::Total => {}
                Key::Row(id) => {
                    let row = self.printed(|_, own| id.as_str() == own).unwrap();
                    let first = self
                        .columns
                        .iter()
                        .find(|(_, own)| matches!(own, Field::Amount(_)));
                    if let (Some(text), Some((_, field))) = (line.texts.get(id), first) {
                        session = self.text(session, row, field, text);
                    }
                    session = self.amounts(session, row, line, false);
                }
                Key::Group => {
                    let number = unit.map_or(0, |unit| unit + 1);
                    unit = Some(number);
                    next = self.first + number * (room + 1);
                    session = self.text(session, next, &Field::Name, &line.name);
                    session = self.keys(session, next, line);
                    next += 1;
                }
                Key::Code(code) => {
                    if matches!(self.layout.meaning.lines, Lines::Class(_)) {
                        session = self.text(session, next, &Field::Label, &line.name);
                    } else {
                        session = self.code(session, next, *code);
                        session = self.text(session, next, &Field::Name, &line.name);
                    }
                    let lowest = structure.line_parts[at].is_empty();
                    session = self.amounts(session, next, line, lowest);
                    next += 1;
                }
                Key::Record(_) => {
                    session = self.keys(session, next, line);
                    session = self.amounts(session, next, line, false);
                    next += 1;
                }
                Key::Unknown(own) => panic!("{own}"),
            }
        }
        session
    }
}

/// Types a table of a budget into a form.
fn table(
    templates: &Templates,
    session: Session,
    form: &Workbook,
    printed: &TableLayout,
    rows: usize,
    budget: &Budget,
) -> Session {
    let Some(stated) = budget.table(printed.table.as_str()) else {
        return session;
    };
    let mut sheets = form.sheets.iter();
    let sheet = sheets.find(|own| own.name == printed.sheet).unwrap();
    let columns = printed.blocks.iter().flat_map(|block| &block.columns);
    let depth = columns.map(|column| column.header.len()).max().unwrap();
    let mut col = 0;
    printed.blocks.iter().fold(session, |session, block| {
        let columns = block.columns.iter().zip(col..);
        let columns = columns.map(|(column, col)| (col, column.field.clone()));
        let typing = Typing {
            sheet,
            layout: block,
            first: 2 + u32::try_from(depth).unwrap(),
            columns: columns.collect(),
            rows: u32::try_from(rows).unwrap(),
            money: printed.measure.yuan(),
        };
        col += u32::try_from(block.columns.len()).unwrap();
        let structure = Structure::new(&templates.model, &block.meaning, &stated.lines);
        typing.lines(session, &structure)
    })
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
        session = session.save(&at(&format!("{id}-filled.xlsx"))).close();
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
        let made = budget(id);
        let outcome = read(&at(&format!("{id}-filled.xlsx")));
        let own = outcome.budget.unwrap();
        let found = stated(&own);
        for (place, yuan) in &stated(&made) {
            assert_eq!(found.get(place), Some(yuan), "{id}: {place:?}");
        }
        assert_eq!(texts(&made), texts(&own), "{id}");
        let grave = outcome.findings.iter().filter(|own| {
            // Rows further down are hidden until they are needed.
            let hidden = own.code == FindingCode::HiddenAmount;
            let stale = own.code == FindingCode::FormulaNotRecalculated;
            own.severity != Severity::Note && !hidden || stale
        });
        let grave: Vec<_> = grave.collect();
        assert!(grave.is_empty(), "{id}: {grave:#?}");
        assert_eq!(result, "全部相符", "{id}");
    }
}

/// A number more in each table, one at a time, is seen by the sheet 校验 where another cell states it too.
#[test]
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
        assert_eq!(own.amounts(), 0, "{id}");
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
    for id in layouts() {
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
