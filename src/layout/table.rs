//! A table as a layout prints it: its blocks with their columns and rows.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::years::with_year;
use crate::finding::Severity;
use crate::model::{BlockModel, Budget, Coordinates, Dim, Id, Line, Model, Table, facts};
use crate::text::Measure;

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The label of a fixed row, or of a 类 by name.
    Label,
    /// One level of a code: 1 类, 2 款, 3 项.
    CodePart(u8),
    /// A whole code.
    Code,
    /// The name of a coded line.
    Name,
    /// An amount of the block's column.
    Amount(Id),
    /// A key: it adds a member of a dimension to the coordinates of its line.
    Key(Dim, KeyPart),
    /// A text that is kept.
    Text(Id),
}

/// Which part of a member a key column states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyPart {
    /// Its code.
    Code,
    /// Its name, or its code where the name says so.
    Name,
}

/// A column of a block.
#[derive(Debug, Clone)]
pub struct ColumnLayout {
    /// What it holds.
    pub field: Field,
    /// Its header from the top row down, as printed.
    pub header: Vec<String>,
    /// Its header from the top row down, as compared: without years.
    pub path: Vec<String>,
    /// The same path with the years in it written as `(year)年` and `(last_year)年`.
    pub dated: Vec<String>,
    /// The year in its header, counted from the budget's own: -1 is last year. `None` where the header names none.
    pub year: Option<i16>,
    /// Its width in characters.
    pub width: f64,
    /// Whether it may be missing.
    pub optional: bool,
}

/// What a printed row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// A line with amounts.
    Line,
    /// The closing line, where it does not stand last.
    Total,
    /// The place of a list: its lines stand here.
    List,
    /// Words without amounts.
    Heading,
    /// A text.
    Text,
}

/// A printed row of a block whose rows are not all of one list.
#[derive(Debug, Clone)]
pub struct RowLayout {
    /// What it is.
    pub kind: RowKind,
    /// Its name in budgets; empty for a row that is not a line of its own.
    pub row: Id,
    /// Its label as printed.
    pub label: String,
    /// Its label as compared: without ordinal.
    pub key: String,
}

/// A block of a table.
#[derive(Debug, Clone)]
pub struct BlockLayout {
    /// What its lines and columns mean.
    pub meaning: Arc<BlockModel>,
    /// Its name in budgets.
    pub block: Id,
    /// The label of the closing line as printed; empty where there is none.
    pub closing: String,
    /// Whether that line stands above the others.
    pub closing_first: bool,
    /// Whether the parts that are printed make up the whole, so that totals can be checked.
    pub closed: bool,
    /// Its columns from left to right.
    pub columns: Vec<ColumnLayout>,
    /// Its rows from top to bottom; none where all are of one list.
    pub rows: Vec<RowLayout>,
    /// How the names of its list are numbered: `一、`; empty where they are not.
    pub ordinal: String,
}

impl BlockLayout {
    /// Whether the last row is that of the closing line.
    #[must_use]
    pub const fn closes_last(&self) -> bool {
        !self.closing.is_empty() && !self.closing_first
    }

    /// Of a block that is one list, given its first and last row: the same without the row of the closing line.
    #[must_use]
    pub fn listed_rows(&self, (first, last): (u32, u32)) -> (u32, u32) {
        let from = first + u32::from(self.closing_first);
        let to = last.saturating_sub(u32::from(self.closes_last()));
        (from, to.max(from))
    }

    /// The printed rows that are lines with amounts.
    pub fn lines(&self) -> impl Iterator<Item = &RowLayout> {
        self.rows.iter().filter(|row| row.kind == RowKind::Line)
    }

    /// Whether it prints the column of amounts `id`.
    #[must_use]
    pub fn prints(&self, id: &Id) -> bool {
        self.column_of(id).is_some()
    }

    /// Whether it prints that column even where nothing is stated in it.
    #[must_use]
    pub fn always_prints(&self, id: &Id) -> bool {
        self.column_of(id).is_some_and(|column| !column.optional)
    }

    /// The column of amounts `id` as it is printed.
    #[must_use]
    pub fn column_of(&self, id: &Id) -> Option<&ColumnLayout> {
        let own = |column: &&ColumnLayout| matches!(&column.field, Field::Amount(own) if own == id);
        self.columns.iter().find(own)
    }
}

/// A table as a layout prints it.
#[derive(Debug, Clone)]
pub struct TableLayout {
    /// Its name in budgets.
    pub table: Id,
    /// The name of its sheet.
    pub sheet: String,
    /// Its title as printed; `{year}` stands for the year.
    pub title: String,
    /// Its titles as compared, the printed one first.
    pub titles: Vec<String>,
    /// Its unit of measure.
    pub measure: Measure,
    /// The note below it where it has no amounts, as printed; `None` where none is asked for.
    pub empty_note: Option<String>,
    /// Whether it may be missing.
    pub optional: bool,
    /// Its title without the year, for messages.
    pub name: String,
    /// Whether its header alone is enough to know it.
    pub untitled: bool,
    /// Words in cells that count as blank, as compared.
    pub blank_words: Vec<String>,
    /// Its blocks from left to right.
    pub blocks: Vec<BlockLayout>,
}

impl TableLayout {
    /// The block named `id`.
    #[must_use]
    pub fn block(&self, id: &str) -> Option<&BlockLayout> {
        self.blocks.iter().find(|block| block.block == *id)
    }

    /// How grave it is that a submission lacks the table. One that may be missing is still missed where other tables state
    /// money of its source.
    #[must_use]
    pub fn missing_severity(&self, model: &Model, budget: &Budget) -> Severity {
        if !self.optional {
            return Severity::Error;
        }
        let blocks = self.blocks.iter().map(|block| &block.meaning.at);
        let sources: Vec<&Id> = blocks.filter_map(Coordinates::source).collect();
        let stated = facts(model, budget).into_iter().any(|fact| {
            let money = fact.amount.measure.is_none() && !fact.amount.yuan.is_zero();
            money && fact.at.source().is_some_and(|own| sources.contains(&own))
        });
        match stated {
            true => Severity::Warning,
            false => Severity::Note,
        }
    }

    /// A table of these lines in its blocks and its unit of measure, exact to the fen and without a note.
    #[must_use]
    pub fn with(&self, lines: Vec<Line>) -> Table {
        Table {
            table: self.table.clone(),
            measure: self.measure,
            quantum: Decimal::new(1, 2),
            blocks: self.meaning(),
            lines,
            missing_columns: Vec::new(),
            note: None,
            note_place: None,
            place: None,
        }
    }

    /// What its blocks mean.
    #[must_use]
    pub fn meaning(&self) -> Vec<Arc<BlockModel>> {
        let blocks = self.blocks.iter();
        blocks.map(|block| block.meaning.clone()).collect()
    }

    /// The title for a budget of `year`.
    #[must_use]
    pub fn title_for(&self, year: Option<u16>) -> String {
        with_year(&self.title, year)
    }
}
