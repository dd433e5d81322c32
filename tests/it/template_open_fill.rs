//! A whole budget as it is typed into a blank form, cell by cell.

use rust_decimal::Decimal;
use yusuan::layout::{BlockLayout, Field, KeyPart, RowKind, TableLayout, Templates};
use yusuan::model::{Budget, Code, Key, Line, Lines, Structure};
use yusuan::workbook::{Address, Sheet, Workbook, column_letters};

use crate::office::Session;

/// The lines that a form prepares for each 类 by name, and the units.
const CLASSES: u32 = 16;
const UNITS: u32 = 3;
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
pub(crate) fn table(
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
