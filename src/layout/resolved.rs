//! A layout checked against the model, with its texts in the form that is compared.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use foldhash::HashMap;
use rust_decimal::Decimal;

use super::document::DocumentLayout;
use super::vocabulary::Vocabulary;
use crate::finding::{Levels, Severity};
use crate::model::{
    BlockModel, Body, Budget, Coordinates, Dim, Equal, Id, Line, Model, Table, Unit, facts,
};
use crate::text::{Measure, squash, strip_ordinal, without_year};

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

/// The title page in front of the tables.
#[derive(Debug, Clone)]
pub struct CoverLayout {
    /// The name of its sheet.
    pub sheet: String,
    /// How the names of those bodies begin for which [`title`](Self::title) is meant.
    pub region: String,
    /// Its title; `{year}` stands for the year.
    pub title: String,
    /// Its title for bodies whose names begin otherwise.
    pub title_elsewhere: String,
    /// The line that names whose budget it is; `{unit}` stands for the name.
    pub unit: String,
}

/// The table of contents in front of the tables.
#[derive(Debug, Clone)]
pub struct ContentsLayout {
    /// The name of its sheet.
    pub sheet: String,
    /// Its title.
    pub title: String,
}

/// How one region and year prints the tables of a budget.
#[derive(Debug, Clone)]
pub struct Layout {
    /// Its name in commands and JSON.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// Its name for people.
    pub name: String,
    /// Whether it is for units or departments.
    pub body: Body,
    /// The years that it was seen in.
    pub years: Vec<u16>,
    /// The word before the unit's name above each table: 编制单位.
    pub preparer: String,
    /// Headers of columns that may stand beside those of the tables, as compared.
    pub extra_columns: BTreeSet<String>,
    /// Titles of sheets that hold amounts and are none of the tables, as compared.
    pub other_titles: Vec<String>,
    /// The labels of its closing lines, as compared.
    pub closings: BTreeSet<String>,
    /// The equalities of the model that do not hold in it.
    pub left_out: BTreeSet<Id>,
    /// The equalities that hold in it alone.
    pub equal: Vec<Equal>,
    /// How gravely findings are taken.
    pub levels: Levels,
    /// The title page; `None` where none is written.
    pub cover: Option<CoverLayout>,
    /// The table of contents; `None` where none is written.
    pub contents: Option<ContentsLayout>,
    /// The tables in the order of the document.
    pub tables: Vec<TableLayout>,
    /// What stands beside the tables; `None` where the layout has only tables.
    pub document: Option<DocumentLayout>,
    /// Its file as it was read.
    pub text: Arc<str>,
    /// The name of that file.
    pub file: String,
    /// Whether it is one of those that come with the program.
    pub shipped: bool,
    pub(super) spellings: HashMap<String, String>,
    /// The words of its headers and titles.
    pub(crate) vocabulary: Vocabulary,
}

impl Layout {
    /// The form in which a header or label is compared, and whether it is spelled as the layout prints it.
    #[must_use]
    pub fn canonical<'a>(&'a self, squashed: &'a str) -> (&'a str, bool) {
        self.spellings
            .get(squashed)
            .map_or((squashed, true), |canonical| (canonical, false))
    }

    /// The table named `id`.
    #[must_use]
    pub fn table(&self, id: &str) -> Option<&TableLayout> {
        self.tables.iter().find(|table| table.table == *id)
    }

    /// The same with the labels that name a year known as those of a budget of `year`.
    pub(crate) fn of_year(&self, year: Option<u16>) -> Cow<'_, Self> {
        let blocks = self.tables.iter().flat_map(|table| &table.blocks);
        let rows = blocks.flat_map(|block| block.rows.iter().map(|row| &row.key));
        let dated = |key: &&String| key.contains(THIS_YEAR) || key.contains(LAST_YEAR);
        let keys: BTreeSet<&String> = rows.chain(&self.closings).filter(dated).collect();
        let Some(year) = year.filter(|_| !keys.is_empty()) else {
            return Cow::Borrowed(self);
        };
        let last = year.saturating_sub(1);
        let years = [
            [format!("{year}年"), format!("{last}年")],
            [format!("{year}年度"), format!("{last}年度")],
            ["本年".to_owned(), "上年".to_owned()],
            ["本年度".to_owned(), "上年度".to_owned()],
            ["当年".to_owned(), "去年".to_owned()],
        ];
        let mut own = self.clone();
        for key in keys {
            for [this, last] in &years {
                let written = key.replace(LAST_YEAR, last).replace(THIS_YEAR, this);
                own.spellings.entry(written).or_insert_with(|| key.clone());
            }
        }
        Cow::Owned(own)
    }
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

impl CoverLayout {
    /// The title for a budget of `unit` and `year`. The region is named only where the unit's own name, or that of its
    /// department, names it.
    #[must_use]
    pub fn title_for(&self, unit: &Unit, year: Option<u16>) -> String {
        let region = squash(&self.region);
        let within = [&unit.name, &unit.department]
            .iter()
            .any(|name| squash(name).starts_with(&*region));
        let title = if within {
            &self.title
        } else {
            &self.title_elsewhere
        };
        with_year(title, year)
    }
}

/// A text with the budget's `year` in it.
pub(crate) fn with_year(text: &str, year: Option<u16>) -> String {
    match year {
        Some(year) => {
            let last = year.saturating_sub(1).to_string();
            text.replace("{year}", &year.to_string())
                .replace("{last_year}", &last)
        }
        None => text.replace("{year}年", "").replace("{last_year}年", ""),
    }
}

/// A header with the budget's `year` in it; without one, it says 本年 and 上年.
pub(crate) fn header_with_year(text: &str, year: Option<u16>) -> String {
    match year {
        Some(_) => with_year(text, year),
        None => text
            .replace("{year}年", "本年")
            .replace("{last_year}年", "上年"),
    }
}

/// Stands for the budget's year in texts as compared.
pub(crate) const THIS_YEAR: &str = "(year)年";
/// Stands for the year before it.
pub(crate) const LAST_YEAR: &str = "(last_year)年";

/// The form in which headers are compared: squashed, without year.
pub(super) fn header_key(text: &str) -> String {
    const YEARS: [&str; 4] = ["{year}年度", "{year}年", "{last_year}年度", "{last_year}年"];
    if !text.contains('{') {
        return without_year(&squash(text)).into_owned();
    }
    let text = YEARS
        .iter()
        .fold(text.to_owned(), |text, year| text.replace(year, ""));
    without_year(&squash(&text)).into_owned()
}

/// The same with [`THIS_YEAR`] and [`LAST_YEAR`] for the years in it.
pub(super) fn dated_key(text: &str) -> String {
    dated(&squash(text))
}

/// The years of a layout as one word each, in a squashed text.
fn dated(text: &str) -> String {
    // Brackets of all kinds are compared as round ones.
    if !text.contains('(') {
        return text.to_owned();
    }
    text.replace("(year)年度", THIS_YEAR)
        .replace("(last_year)年度", LAST_YEAR)
}

/// The form in which labels are compared: squashed, without ordinal, with [`THIS_YEAR`] and [`LAST_YEAR`] for the years of a
/// layout.
pub(crate) fn label_key(text: &str) -> String {
    let text = squash(text);
    dated(strip_ordinal(&text).trim_end_matches(':'))
}
