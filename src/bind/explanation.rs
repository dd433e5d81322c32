//! What a submission was taken for, as plain data.

use rust_decimal::Decimal;
use serde::Serialize;

use super::fit::{Fit, Won};
use super::ledger::Role;
use crate::finding::FindingCode;
use crate::model::{Id, Key, Place};
use crate::prose::{Says, Untied};
use crate::text::Measure;
use crate::workbook::{Address, Visibility, column_letters};

/// What every cell of a submission was taken for, and why.
#[derive(Debug, Clone, Serialize)]
pub struct Explanation {
    /// The id of the layout that it was read by.
    pub layout: String,
    /// The layout's name for people.
    pub layout_name: String,
    /// Why this layout was taken.
    pub won: Won,
    /// The layouts that were tried, in their order.
    pub fits: Vec<Fit>,
    /// The tables found, page by page, in the order of the sheets.
    pub tables: Vec<TableTaken>,
    /// What was found beside the tables: sections and projects, in their order.
    pub document: Vec<DocumentPart>,
    /// The titles of the layout's tables that were not found.
    pub missing_tables: Vec<String>,
    /// What the numbers in the texts were taken for.
    pub numbers: Vec<NumberTaken>,
    /// Titles and headers that were not understood.
    pub strange: Vec<Strange>,
    /// Every sheet with its cells.
    pub sheets: Vec<SheetTaken>,
}

impl Explanation {
    /// Keeps only what is on the sheets named `names`, as stored.
    pub fn keep_sheets(&mut self, names: &[String]) {
        let named = |name: &str| names.iter().any(|own| own == name);
        self.tables.retain(|table| named(&table.sheet));
        let place = |part: &DocumentPart| {
            let quote = part.heading.as_ref().or(part.form.as_ref());
            quote.is_none_or(|quote| named(&quote.place.sheet))
        };
        self.document.retain(place);
        self.numbers
            .retain(|number| named(&number.quote.place.sheet));
        self.strange
            .retain(|strange| named(&strange.quote.place.sheet));
        self.sheets.retain(|sheet| named(&sheet.name));
    }
}

/// A cell and the text it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// Sheet and cell.
    #[serde(flatten)]
    pub place: Place,
    /// What it holds, as stored.
    pub text: String,
}

/// A part of what stands beside the tables.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentPart {
    /// A section, as `templates/model.toml` names it, or a project, counted from 1: `sections/duties`, `projects/1`.
    pub part: String,
    /// The heading of the section, or the name of the project.
    pub name: String,
    /// Where its heading stands, or what it begins with where it has none.
    pub heading: Option<Quote>,
    /// Where the title of the project's form of performance goals stands.
    pub form: Option<Quote>,
    /// The number of paragraphs.
    pub paragraphs: usize,
    /// The number of items of the project's budget.
    pub items: usize,
    /// The number of indicators of the project's form.
    pub indicators: usize,
}

/// A table, or the page of one.
#[derive(Debug, Clone, Serialize)]
pub struct TableTaken {
    /// The table, as `templates/model.toml` names it.
    pub table: Id,
    /// The table's title in the layout, without year.
    pub name: String,
    /// Which of the table's pages this is, counted from 1.
    pub page: usize,
    /// The number of pages that were taken for this table.
    pub pages: usize,
    /// The name of the sheet.
    pub sheet: String,
    /// The title; `None` for a page that goes on without one.
    pub title: Option<Quote>,
    /// First and last header row, counted from 1; `None` for a page that goes on without one.
    pub header: Option<(u32, u32)>,
    /// First and last row in which lines were looked for, counted from 1.
    pub rows: (u32, u32),
    /// The unit of measure.
    pub measure: MeasureTaken,
    /// Who prepared the table, squashed.
    pub preparer: Option<String>,
    /// The year in the title.
    pub year: Option<u16>,
    /// The columns that were understood, from left to right.
    pub columns: Vec<ColumnTaken>,
    /// The columns that were left, from left to right.
    pub left: Vec<ColumnLeft>,
    /// The headers of the layout's columns that were not found.
    pub missing: Vec<String>,
    /// The lines that are in the budget, in the order of the budget.
    pub lines: Vec<LineTaken>,
}

/// A unit of measure and where it was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MeasureTaken {
    /// The unit of measure.
    pub measure: Measure,
    /// The cell that states it; `None` where the layout's own was taken.
    pub stated: Option<Quote>,
}

/// How the header of a column was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Matched {
    /// Spelled as the layout prints it.
    AsPrinted,
    /// In another spelling that the layout lists.
    OtherSpelling,
    /// By a part of the header, or by more than the layout prints.
    Partly,
    /// As the column of a whole code, or one of several below a common header.
    Code,
    /// Taken over from the page before.
    PageBefore,
}

/// A column that was understood.
#[derive(Debug, Clone, Serialize)]
pub struct ColumnTaken {
    /// The column, counted from 0; its letters in JSON.
    #[serde(rename = "column", serialize_with = "letters")]
    pub col: u32,
    /// The header cells above it, from the top row down.
    pub header: Vec<Quote>,
    /// The block, as `templates/model.toml` names it.
    pub block: Id,
    /// What it holds: `label`, `code`, `code:1`, `name`, `amount:personnel`.
    pub field: String,
    /// The header in the layout, from the top row down; empty where the layout prints the column otherwise.
    pub layout_header: Vec<String>,
    /// How the one was recognised as the other.
    pub matched: Matched,
}

/// Why a column was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftBecause {
    /// It may stand beside the columns of the table: a serial number, a remark.
    Beside,
    /// Its header is that of a column further left.
    Repeated,
    /// Its header names another year.
    OtherYear,
    /// Its header is not understood.
    NotUnderstood,
}

/// A column that was left.
#[derive(Debug, Clone, Serialize)]
pub struct ColumnLeft {
    /// The column, counted from 0; its letters in JSON.
    #[serde(rename = "column", serialize_with = "letters")]
    pub col: u32,
    /// The header cells above it, from the top row down.
    pub header: Vec<Quote>,
    /// Why it was left.
    pub because: LeftBecause,
    /// The layout's header that is nearest to one that is not understood.
    pub nearest: Option<String>,
}

/// A line that is in the budget.
#[derive(Debug, Clone, Serialize)]
pub struct LineTaken {
    /// The cell of its code or label.
    pub cell: Address,
    /// The block, as `templates/model.toml` names it.
    pub block: Id,
    /// Its key.
    pub key: Key,
    /// Its name.
    pub name: String,
    /// Its amounts.
    pub amounts: Vec<AmountTaken>,
}

/// An amount that is in the budget.
#[derive(Debug, Clone, Serialize)]
pub struct AmountTaken {
    /// Its cell.
    pub cell: Address,
    /// The column, as `templates/model.toml` names it.
    pub column: Id,
    /// The amount in yuan.
    pub yuan: Decimal,
}

/// What kind of thing was not understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StrangeKind {
    /// A title of a table below which no header is understood; the nearest header text is named.
    NoHeader,
    /// A title of a table that was not found, with nothing below it that reads like one.
    NoTable,
    /// A text that ends like a title and is none; the nearest title is named.
    Title,
    /// Rows that read like a header without a title, of no table for sure.
    Header,
}

/// A title or header that was not understood.
#[derive(Debug, Clone, Serialize)]
pub struct Strange {
    /// What kind of thing it is.
    pub kind: StrangeKind,
    /// Its cell.
    #[serde(flatten)]
    pub quote: Quote,
    /// What is nearest to it, where something is.
    pub nearest: Option<String>,
}

/// A sheet with its cells.
#[derive(Debug, Clone, Serialize)]
pub struct SheetTaken {
    /// The sheet's name, as stored.
    pub name: String,
    /// Whether the sheet is shown.
    #[serde(serialize_with = "visible")]
    pub visibility: Visibility,
    /// The cells that hold something, row by row.
    pub cells: Vec<CellTaken>,
}

fn letters<S: serde::Serializer>(col: &u32, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&column_letters(*col))
}

fn visible<S: serde::Serializer>(
    visibility: &Visibility,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(match visibility {
        Visibility::Visible => "visible",
        Visibility::Hidden => "hidden",
        Visibility::VeryHidden => "very_hidden",
    })
}

/// A cell and what it was taken for.
#[derive(Debug, Clone, Serialize)]
pub struct CellTaken {
    /// The cell.
    pub cell: Address,
    /// What it was taken for.
    pub role: Role,
    /// What it holds, as stored; a formula's cached value.
    pub value: String,
    /// The formula without the leading `=`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub formula: Option<String>,
    /// What it says in the budget.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meaning: Option<Meaning>,
    /// What it says beside the tables.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub said: Option<SaidInDocument>,
    /// The findings that name it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<FindingCode>,
}

/// What a cell says in the document beside the tables.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SaidInDocument {
    /// The parts of the document that its text belongs to: `sections/duties`, `projects/1/budget`, `projects/1/form/total`.
    pub parts: Vec<String>,
    /// The amount in yuan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub yuan: Option<Decimal>,
    /// The headings and names that it stands below.
    pub words: Vec<String>,
}

/// What a cell says in the budget.
#[derive(Debug, Clone, Serialize)]
pub struct Meaning {
    /// The table, as `templates/model.toml` names it.
    pub table: Id,
    /// The block, as `templates/model.toml` names it.
    pub block: Id,
    /// The key of the line; `None` for the header of a column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<Key>,
    /// What the column holds: `amount:personnel`; `None` for the code or label of a line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The amount in yuan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub yuan: Option<Decimal>,
    /// The table's title, the line and the column in the words of the layout, the parts there are.
    pub words: Vec<String>,
}

/// A number in the texts and what it was tied to.
#[derive(Debug, Clone, Serialize)]
pub struct NumberTaken {
    /// Its cell, and the words of its sentence up to it.
    #[serde(flatten)]
    pub quote: Quote,
    /// The number with its unit, as written.
    pub number: String,
    /// What it says of what it is about.
    pub says: Says,
    /// What it is about: coordinates such as `expenditure/fiscal/208`, or a figure such as `figure/procurement`; `None` where it
    /// is tied to nothing.
    pub about: Option<String>,
    /// Why it is tied to nothing.
    pub untied: Option<Untied>,
}
