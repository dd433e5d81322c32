//! A block of a table on the sheet of a form: its rows and columns, what stands beside it, and the names of its ranges.

use std::collections::BTreeMap;

use super::desk::down;
use crate::layout::{BlockLayout, Field, RowKind, with_year};
use crate::model::{BlockModel, Computed, Coordinates, Id, Key, Lines};
use crate::text::Measure;
use crate::workbook::{FormulaText, SheetIx, column_letters};

/// Where in a block something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum BlockPlace {
    /// In a row.
    Row(u32),
    /// In the closing line.
    Closing,
}

/// Stands for a key in the rows above and below an open list.
pub(super) const END: &str = "-";

/// A block of a table on its sheet.
#[derive(Debug, Clone)]
pub(super) struct FormBlock<'f> {
    /// Its position among the blocks.
    pub(super) number: usize,
    /// The position of the sheet among those of the tables.
    pub(super) desk: SheetIx,
    pub(super) sheet: String,
    pub(super) table: Id,
    pub(super) measure: Measure,
    pub(super) meaning: &'f BlockModel,
    pub(super) printed: &'f BlockLayout,
    /// The first row below the header and the last one, that of the closing line where it closes the table.
    pub(super) body: (u32, u32),
    /// The row of the last header line.
    pub(super) header: u32,
    pub(super) columns: Vec<(u32, Field)>,
    /// The sums that make up each column, of printed ones: positions in the model.
    pub(super) column_sums: Vec<Vec<Vec<usize>>>,
    /// The two columns that each computed one is made of.
    pub(super) computed: Vec<Option<Computed>>,
    /// The prepared lines with their rows, but for the total.
    pub(super) lines: Vec<(u32, Key, String)>,
    /// The rows of lines that say more than their keys do, as whose they are.
    pub(super) whose: BTreeMap<u32, Coordinates>,
    /// The row of the total.
    pub(super) total: Option<u32>,
    /// The rows of a list among printed rows, or all rows of a list.
    pub(super) listed: (u32, u32),
    /// The rows of texts.
    pub(super) texts: Vec<u32>,
    /// The units of a block whose lines belong to units: a head line each, with its codes below.
    pub(super) units: Vec<FormBlock<'f>>,
    /// Which of its units it is.
    pub(super) unit: Option<usize>,
    /// The number of lines that are shown at first.
    pub(super) shown: usize,
    /// The column of the keys of an open list or a block of 类.
    pub(super) keys: Option<u32>,
    /// The column that says what is wrong with a line of an open list; empty where nothing is.
    pub(super) hints: Option<u32>,
    /// The columns that make the subtotals of an open list.
    pub(super) subtotals: Option<Subtotals>,
    /// Whether the closing line follows the last line that is in use.
    pub(super) floating: bool,
    /// The columns of a fed list, each with that of its numbers.
    pub(super) values: Vec<(u32, u32)>,
}

/// The columns beside an open list that make its subtotals.
#[derive(Debug, Clone)]
pub(super) struct Subtotals {
    /// By how much a line differs from those below it.
    pub(super) off: u32,
    /// What the keys of the lines below a line match.
    pub(super) below: u32,
    /// The amounts of the lines that have none below them, for each column of amounts that is no total of others.
    pub(super) lowest: Vec<u32>,
}

impl FormBlock<'_> {
    /// The column of the sheet that prints a column of the model.
    pub(super) fn col(&self, position: usize) -> Option<u32> {
        let id = &self.meaning.columns[position].id;
        let field = Field::Amount(id.clone());
        self.columns
            .iter()
            .find(|(_, own)| *own == field)
            .map(|(col, _)| *col)
    }

    /// The printed columns of amounts: position in the model and column of the sheet.
    pub(super) fn amounts(&self) -> Vec<(usize, u32)> {
        (0..self.meaning.columns.len())
            .filter_map(|position| Some((position, self.col(position)?)))
            .collect()
    }

    /// The printed columns that are typed: no totals of others, and not computed from them.
    pub(super) fn leaves(&self) -> Vec<(usize, u32)> {
        let mut all = self.amounts();
        all.retain(|(position, _)| {
            self.parts(*position).is_empty() && self.computed[*position].is_none()
        });
        all
    }

    /// The columns of the sheet that a printed column is the sum of; none where it is typed.
    pub(super) fn parts(&self, position: usize) -> Vec<u32> {
        let mut sums = self.sums_of(position).into_iter();
        sums.next().unwrap_or_default()
    }

    /// The sums of columns of the sheet that make up a printed column, the one that is written as a formula first.
    pub(super) fn sums_of(&self, position: usize) -> Vec<Vec<u32>> {
        if !self.printed.closed {
            return Vec::new();
        }
        let sums = self.column_sums[position].iter();
        sums.map(|parts| parts.iter().filter_map(|&part| self.col(part)).collect())
            .collect()
    }

    /// The first and last row of the lines; empty lists have the row of the closing line.
    pub(super) fn rows(&self) -> (u32, u32) {
        if self.unit.is_some() {
            return self.body;
        }
        self.printed.listed_rows(self.body)
    }

    /// What formulas over the lines of an open list look at: the rows above and below them as well, so that rows inserted at
    /// either end belong to it. Those two hold [`END`] for a key.
    pub(super) fn span(&self) -> (u32, u32) {
        let (first, last) = self.rows();
        if self.unit.is_some() {
            (first.saturating_sub(1), last + 1)
        } else if self.is_list() && !self.floating {
            (
                first.saturating_sub(1),
                last + u32::from(self.closing().is_some_and(|row| row > last)),
            )
        } else {
            (first, last)
        }
    }

    /// The row of the total, where the block has one that is labelled: of a unit, its head line.
    pub(super) fn closing(&self) -> Option<u32> {
        self.total.filter(|_| self.meaning.lines != Lines::Single)
    }

    /// The row of the line that has a key of its own: a printed row or the total.
    pub(super) fn row_of(&self, key: &Key) -> Option<u32> {
        if *key == Key::Total {
            return self.closing();
        }
        let own = self.lines.iter().find(|(_, own, _)| own == key);
        own.map(|(row, ..)| *row)
    }

    /// The label of the total.
    pub(super) fn closing_label(&self) -> &str {
        let mut rows = self.printed.rows.iter();
        let total = rows.find(|row| row.kind == RowKind::Total);
        total.map_or(&self.printed.closing, |row| &row.label)
    }

    /// The parts of the block that are lists of their own: its units, or else the block itself.
    pub(super) fn sections(&self) -> &[Self] {
        match self.units.is_empty() {
            true => std::slice::from_ref(self),
            false => &self.units,
        }
    }

    /// The column of a field other than amounts.
    pub(super) fn key_cols(&self) -> Vec<u32> {
        let code = |field: &Field| matches!(field, Field::Code | Field::CodePart(_) | Field::Label);
        self.columns
            .iter()
            .filter(|(_, field)| code(field))
            .map(|(col, _)| *col)
            .collect()
    }

    /// The column of the names.
    pub(super) fn name_col(&self) -> Option<u32> {
        self.columns
            .iter()
            .find(|(_, field)| *field == Field::Name)
            .map(|(col, _)| *col)
    }

    /// Whether it belongs to the table.
    pub(super) fn of_table(&self, table: &Id) -> bool {
        self.table == *table
    }

    /// What its sheet is called: a number alone would be lost among words.
    pub(super) fn called(&self) -> String {
        match self.sheet.is_ascii() {
            true => format!("“{}”", self.sheet),
            false => self.sheet.clone(),
        }
    }

    /// The header of a printed column: its lowest part, and where others have the same, or it says nothing by itself, those above
    /// it but for what stands above all columns of amounts.
    pub(super) fn header_of(&self, position: usize) -> String {
        const BARE: &str = "金额";
        let id = &self.meaning.columns[position].id;
        let columns = self.printed.columns.iter();
        let amounts = columns.filter(|column| matches!(column.field, Field::Amount(_)));
        let amounts: Vec<&[String]> = amounts.map(|column| &*column.header).collect();
        let own = self.printed.column_of(id);
        let Some((lowest, above)) = own.and_then(|own| own.header.split_last()) else {
            return "金额".to_owned();
        };
        let shared = |top: &String| amounts.iter().all(|own| own.first() == Some(top));
        if above.is_empty() && amounts.len() == 1 {
            return "金额".to_owned();
        }
        let same = amounts.iter().filter(|own| own.last() == Some(lowest));
        let clear =
            same.count() == 1 && !(lowest == BARE && above.last().is_some_and(|own| !shared(own)));
        let from = usize::from(above.first().is_some_and(shared));
        let name = match clear {
            true => lowest.clone(),
            false => own.map_or_else(String::new, |own| own.header[from..].join("·")),
        };
        with_year(&name, None)
    }

    /// Whether its lines are an open list by code.
    pub(super) fn is_list(&self) -> bool {
        matches!(self.meaning.lines, Lines::List(_))
    }
}

/// The names given so far to the ranges that formulas look at over and over, with what they stand for: shorter to read, and to
/// store a thousand times.
#[derive(Debug, Default)]
pub(super) struct RangeNames {
    all: BTreeMap<String, String>,
}

impl RangeNames {
    /// The lines of a block in a column: `T5_AB` is column AB of the block at position 5. An underscore, as without it the
    /// name would be a cell.
    pub(super) fn lines(&mut self, block: &FormBlock<'_>, col: u32) -> FormulaText {
        let unit = block
            .unit
            .map_or_else(String::new, |unit| format!("U{unit}"));
        let name = format!("T{}{unit}_{}", block.number, column_letters(col));
        let range = || down(col, block.span()).on(&block.sheet).into();
        let lines = FormulaText::name(&name);
        self.all.entry(name).or_insert_with(range);
        lines
    }

    /// Names that were given elsewhere, with what they stand for.
    pub(super) fn add(&mut self, named: Vec<(String, String)>) {
        self.all.extend(named);
    }

    /// The names with their ranges, for a workbook.
    pub(super) fn into_all(self) -> Vec<(String, String)> {
        self.all.into_iter().collect()
    }
}
