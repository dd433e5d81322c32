//! Filling: from a budget and its placement to a workbook whose totals are formulas.

use std::collections::BTreeMap;

use super::filled::{Filled, FilledTable};
use super::placement::{PlacedBlock, PlacedPart, Placement};
use crate::layout::{Field, Layout, TableLayout};
use crate::messages::Phrase;
use crate::model::{
    BlockModel, Budget, Id, Key, LineIx, Lines, Model, Place, Structure, Table, Total,
};
use crate::workbook::{Address, Cell, Look, Page, Sheet, Style, Workbook, paginate};

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
    pub(super) part: &'f PlacedPart,
    pub(super) table: &'f Table,
    pub(super) budget: &'f Budget,
    pub(super) sheet: Sheet,
    /// The amounts of the table by line and column, each with its cell.
    amounts: Vec<(LineIx, Id, Address)>,
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
        self.has_blocks()?;
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
            table: self.table.table.clone(),
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

    /// Each amount of the lines needs a column.
    fn has_columns(&self, meaning: &BlockModel, structure: &Structure<'_>) -> Result<(), NoPlace> {
        let ids = structure.lines.iter().flat_map(|line| line.amounts.keys());
        for id in ids {
            if meaning.column(id.as_str()).is_none() {
                return Err(self.no_place(Phrase::new("place-column").arg("column", id)));
            }
        }
        Ok(())
    }

    /// Each line with an amount needs a block.
    fn has_blocks(&self) -> Result<(), NoPlace> {
        let mut stated = self.table.lines.iter();
        let lost = stated.find(|line| {
            !line.amounts.is_empty() && self.printed.block(line.block.as_str()).is_none()
        });
        match lost {
            Some(line) => Err(self.no_place(Phrase::new("place-row").arg("row", &line.block))),
            None => Ok(()),
        }
    }

    pub(super) fn no_place(&self, what: Phrase) -> NoPlace {
        NoPlace {
            layout: self.layout.id.clone(),
            table: self.table.table.to_string(),
            what,
        }
    }

    fn block(&mut self, placed: &'f PlacedBlock) -> Result<(), NoPlace> {
        let printed = &self.printed.blocks[placed.block];
        let meaning = &*printed.meaning;
        let structure = Structure::new(self.model, meaning, &self.table.lines);
        let rows = self.rows(printed, &structure)?;
        self.has_columns(meaning, &structure)?;
        let totals = totals(&structure);
        self.labels(placed, printed, meaning, &structure, &rows);
        if self.part.blocks.len() == 1 {
            self.sheet.groups = groups(&structure, &rows);
        }
        let first = placed.columns.first().map_or(0, |(col, _)| *col);
        let all: Vec<LineIx> = self.table.lines_of(&meaning.id).map(|(at, _)| at).collect();
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
                let strong = strong(&structure, line);
                let mut cell = self.amount(&structure, own, amount, &address, strong);
                if let Some(formula) = self.computed(&structure, (line, position), &address) {
                    cell.formula.get_or_insert(formula);
                }
                self.sheet.cells.push(Cell { row, col, ..cell });
                self.trace(amount.place.as_ref(), Address::new(row, col));
                let cell = Address::new(row, col);
                self.amounts.push((all[line], column.id.clone(), cell));
            }
        }
        Ok(())
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
pub(super) fn strong(structure: &Structure<'_>, line: usize) -> bool {
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
