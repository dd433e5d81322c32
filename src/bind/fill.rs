//! Filling: from a budget and its placement to a workbook whose totals are formulas.

use std::collections::BTreeMap;

use super::arrange::number;
use super::filled::{Filled, FilledTable};
use super::placement::{Part, PlacedBlock, Placement};
use crate::layout::{BlockLayout, Field, Layout, TableLayout};
use crate::messages::Phrase;
use crate::model::{
    Amount, BlockModel, Budget, Id, Key, Lines, Model, Place, Structure, Table, Total,
};
use crate::workbook::{Address, Cell, Look, Page, Sheet, Style, Value, Workbook, paginate};

/// A budget states something that the layout has no place for; filling would lose it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("layout `{layout}` has no place for {what} of table `{table}`")]
pub struct NoPlace {
    /// The layout.
    pub layout: String,
    /// The table.
    pub table: String,
    /// The row or column.
    pub what: Phrase,
}

/// The workbook of `budget` along `placement`, which [`arrange`](super::arrange) made for it. Leaf amounts are values;
/// every stated total that its parts add up to is a formula with its value. One that they contradict stays as stated, in
/// red, with a comment.
///
/// # Errors
/// Where the layout has no row or column for an amount.
pub fn fill(
    model: &Model,
    layout: &Layout,
    placement: &Placement,
    budget: &Budget,
) -> Result<Workbook, NoPlace> {
    fill_tables(model, layout, placement, budget).map(|filled| filled.workbook)
}

/// The same, with where amounts and places of the submission are found again.
///
/// # Errors
/// Where the layout has no row or column for an amount.
pub fn fill_tables(
    model: &Model,
    layout: &Layout,
    placement: &Placement,
    budget: &Budget,
) -> Result<Filled, NoPlace> {
    let mut filled = Filled::default();
    for part in &placement.parts {
        let printed = &layout.tables[part.table];
        let table = budget
            .table(printed.table.as_str())
            .expect("a part is arranged for each table");
        let filler = Filler {
            model,
            layout,
            printed,
            part,
            table,
            budget,
            sheet: Sheet {
                name: printed.sheet.clone(),
                ..Sheet::default()
            },
            amounts: Vec::new(),
            counterparts: Vec::new(),
        };
        filled.push(filler.fill()?);
    }
    Ok(filled)
}

pub(super) struct Filler<'f> {
    pub(super) model: &'f Model,
    pub(super) layout: &'f Layout,
    pub(super) printed: &'f TableLayout,
    pub(super) part: &'f Part,
    pub(super) table: &'f Table,
    pub(super) budget: &'f Budget,
    pub(super) sheet: Sheet,
    /// The amounts of the budget with their cells.
    amounts: Vec<(*const Amount, Address)>,
    /// Places in the submission, each with its cell on the sheet.
    counterparts: Vec<(Place, Address)>,
}

impl<'f> Filler<'f> {
    fn fill(mut self) -> Result<FilledTable, NoPlace> {
        let title = self.part.title.unwrap_or(Address::new(0, 0));
        self.trace(self.table.place.as_ref(), title);
        let (_, last_col) = self.part.columns;
        self.above(last_col);
        self.header();
        let mut last_row = self.part.body.1;
        self.grid(last_row, last_col);
        for placed in &self.part.blocks {
            self.block(placed)?;
        }
        if let Some(note) = &self.table.note {
            last_row += 2;
            self.wide(last_row, 0, last_col, note.clone(), Look::Note);
        }
        self.sheet.cells.sort_by_key(Cell::address);
        // The grid's empty cells come before what is written over them; the last of an address counts.
        self.sheet.cells.reverse();
        self.sheet.cells.dedup_by_key(|cell| cell.address());
        self.sheet.cells.reverse();
        self.widths();
        self.heights();
        let header_end = self.part.body.0 - 1;
        self.sheet.page = Page {
            filter: None,
            repeat_rows: Some((0, header_end)),
            freeze_rows: header_end + 1,
            print_to: Some((last_row, last_col)),
            ..Page::default()
        };
        paginate(&mut self.sheet);
        Ok(FilledTable {
            sheet: self.sheet,
            measure: self.printed.measure,
            amounts: self.amounts,
            counterparts: self.counterparts,
        })
    }

    fn trace(&mut self, place: Option<&Place>, cell: Address) {
        let place = place.cloned();
        self.counterparts.extend(place.map(|place| (place, cell)));
    }

    fn no_place(&self, what: Phrase) -> NoPlace {
        NoPlace {
            layout: self.layout.id.clone(),
            table: self.table.table.to_string(),
            what,
        }
    }

    fn block(&mut self, placed: &'f PlacedBlock) -> Result<(), NoPlace> {
        let printed = &self.printed.blocks[placed.block];
        let meaning = self
            .model
            .table(self.table.table.as_str())
            .and_then(|table| table.block(printed.block.as_str()));
        let meaning = meaning.expect("layouts are checked against the model");
        let structure = Structure::new(self.model, meaning, &self.table.lines);
        let rows = self.rows(printed, &structure)?;
        let totals = totals(&structure);
        self.labels(placed, printed, meaning, &structure, &rows);
        if self.part.blocks.len() == 1 {
            self.sheet.groups = groups(&structure, &rows);
        }
        let first = placed.columns.first().map_or(0, |(col, _)| *col);
        for (line, &row) in rows.iter().enumerate() {
            self.trace(
                structure.lines[line].place.as_ref(),
                Address::new(row, first),
            );
            for column in &structure.lines[line].unread {
                let field = Field::Amount(column.clone());
                if let Some((col, _)) = placed.columns.iter().find(|(_, placed)| *placed == field) {
                    let style = Style {
                        look: Look::Amount,
                        wrong: true,
                        ..Style::default()
                    };
                    let place = unread_place(&structure, line, column);
                    self.trace(place.as_ref(), Address::new(row, *col));
                    let comment = Some("所报内容不能读作金额，未写入。".to_owned());
                    self.sheet.cells.push(Cell {
                        row,
                        col: *col,
                        comment,
                        style,
                        ..Cell::default()
                    });
                }
            }
            for (position, column) in meaning.columns.iter().enumerate() {
                let Some(amount) = structure.lines[line].amounts.get(&column.id) else {
                    continue;
                };
                let field = Field::Amount(column.id.clone());
                let col = placed
                    .columns
                    .iter()
                    .find(|(_, placed)| *placed == field)
                    .map(|(col, _)| *col);
                let col = col.ok_or_else(|| {
                    self.no_place(Phrase::new("place-column").arg("column", &column.id))
                })?;
                let address = |(line, position): (usize, usize)| {
                    let field = Field::Amount(meaning.columns[position].id.clone());
                    placed
                        .columns
                        .iter()
                        .find(|(_, placed)| *placed == field)
                        .map(|(col, _)| Address::new(rows[line], *col))
                };
                let own = totals
                    .get(&(line, position))
                    .map(Vec::as_slice)
                    .unwrap_or_default();
                let cell = self.amount(&structure, own, amount, &address, strong(&structure, line));
                self.sheet.cells.push(Cell { row, col, ..cell });
                self.trace(amount.place.as_ref(), Address::new(row, col));
                let own = std::ptr::from_ref(amount);
                self.amounts.push((own, Address::new(row, col)));
            }
        }
        Ok(())
    }

    /// The row of each line of a block.
    fn rows(&self, printed: &BlockLayout, structure: &Structure<'_>) -> Result<Vec<u32>, NoPlace> {
        let (first, last) = self.part.body;
        let mut next = first;
        let mut rows = Vec::with_capacity(structure.lines.len());
        for line in &structure.lines {
            rows.push(match &line.key {
                Key::Total => last,
                Key::Row(id) => {
                    let at = printed.rows.iter().position(|row| row.row == *id);
                    // A row that states nothing needs no place.
                    let at = at.or(line.amounts.is_empty().then_some(0));
                    first
                        + number(at.ok_or_else(|| {
                            self.no_place(Phrase::new("place-row").arg("row", id))
                        })?)
                }
                Key::Code(_) | Key::Unknown(_) => {
                    next += 1;
                    next - 1
                }
            });
        }
        Ok(rows)
    }

    fn labels(
        &mut self,
        placed: &PlacedBlock,
        printed: &BlockLayout,
        meaning: &BlockModel,
        structure: &Structure<'_>,
        rows: &[u32],
    ) {
        let (first, last) = self.part.body;
        let fields = |wanted: fn(&Field) -> bool| {
            placed
                .columns
                .iter()
                .filter(move |(_, field)| wanted(field))
                .map(|(col, _)| *col)
        };
        let label = fields(|field| matches!(field, Field::Label)).next();
        let text = |look: Look, strong: bool, indent: u8| Style {
            look,
            strong,
            indent,
            ..Style::default()
        };
        if let Some(col) = label {
            for (row, printed) in (first..).zip(&printed.rows) {
                let inner = printed.label.starts_with(|c: char| c.is_ascii_digit());
                self.put(
                    row,
                    col,
                    Value::Text(printed.label.clone()),
                    text(Look::Name, false, u8::from(inner)),
                );
            }
        }
        if !printed.closing.is_empty() {
            let keys: Vec<u32> = fields(|field| !matches!(field, Field::Amount(_))).collect();
            for &col in &keys {
                self.put(last, col, Value::Blank, text(Look::Closing, true, 0));
            }
            if let (Some(&from), Some(&to)) = (keys.first(), keys.last()) {
                self.wide(last, from, to, printed.closing.clone(), Look::Closing);
            }
        }
        let mut ordinal = 0;
        for (at, (line, &row)) in structure.lines.iter().zip(rows).enumerate() {
            if matches!(line.key, Key::Total | Key::Row(_)) {
                continue;
            }
            let strong = strong(structure, at);
            if meaning.lines == Lines::Class {
                ordinal += 1;
                let name = format!("{}、{}", ordinal_word(ordinal), line.name);
                self.put(
                    row,
                    label.unwrap_or(0),
                    Value::Text(name),
                    text(Look::Name, false, 0),
                );
                continue;
            }
            let level = line.key.code().map_or(1, |code| code.level());
            for (col, field) in &placed.columns {
                let value = match (field, &line.key) {
                    (Field::CodePart(part), Key::Code(code)) if *part <= level => {
                        code.part(*part).unwrap_or_default()
                    }
                    (Field::CodePart(1), Key::Unknown(text)) => text.clone(),
                    (Field::Code, Key::Code(code)) => code.to_string(),
                    (Field::Code, Key::Unknown(text)) => text.clone(),
                    (Field::Name, _) => line.name.clone(),
                    _ => continue,
                };
                let style = if *field == Field::Name {
                    text(Look::Name, strong, level - 1)
                } else {
                    text(Look::Code, strong, 0)
                };
                self.put(
                    row,
                    *col,
                    if value.is_empty() {
                        Value::Blank
                    } else {
                        Value::Text(value)
                    },
                    style,
                );
            }
        }
    }
}

/// Where a cell stood that could not be read as an amount: in the row of its line and the column of the others.
fn unread_place(structure: &Structure<'_>, line: usize, column: &Id) -> Option<Place> {
    let own = structure.lines[line].place.as_ref()?;
    let mut others = structure.lines.iter().filter_map(|line| {
        let place = line.amounts.get(column)?.place.as_ref()?;
        (place.sheet == own.sheet).then_some(place.cell.col)
    });
    Some(Place {
        sheet: own.sheet.clone(),
        cell: Address::new(own.cell.row, others.next()?),
    })
}

/// Whether a line is set apart: a closing line, or one over other lines.
fn strong(structure: &Structure<'_>, line: usize) -> bool {
    structure.lines[line].key == Key::Total && structure.block.lines != Lines::Single
        || !structure.line_parts[line].is_empty()
}

/// The rows of the lines below each 类 and 款, as far as they follow it.
fn groups(structure: &Structure<'_>, rows: &[u32]) -> Vec<(u32, u32)> {
    let codes: Vec<Option<String>> = structure
        .lines
        .iter()
        .map(|line| line.key.code().map(|code| code.to_string()))
        .collect();
    let below = |at: usize| {
        let own = codes[at].as_ref()?;
        let within = |code: &&Option<String>| {
            let code = code.as_ref();
            code.is_some_and(|code| code.len() > own.len() && code.starts_with(own))
        };
        let count = codes[at + 1..].iter().take_while(within).count();
        (count > 0).then(|| (rows[at + 1], rows[at + count]))
    };
    (0..codes.len()).filter_map(below).collect()
}

/// The totals of a block by their cell, those over lines first.
fn totals(structure: &Structure<'_>) -> BTreeMap<(usize, usize), Vec<Total>> {
    let mut all: BTreeMap<(usize, usize), Vec<Total>> = BTreeMap::new();
    for total in structure.totals() {
        all.entry(total.total).or_default().push(total);
    }
    all
}

/// 1 is 一, 12 is 十二.
pub(crate) fn ordinal_word(n: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let tens = match n / 10 {
        0 => String::new(),
        1 => "十".to_owned(),
        tens => format!("{}十", DIGITS[tens % 10]),
    };
    tens + DIGITS[n % 10]
}
