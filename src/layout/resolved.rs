//! A layout checked against the model, with its texts in the form that is compared.

use std::collections::{BTreeSet, HashMap};

use super::document::DocumentLayout;
use super::vocabulary::Vocabulary;
use crate::finding::Levels;
use crate::model::{Body, Id, Unit};
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
    /// An amount of the model's column.
    Amount(Id),
}

/// A column of a block.
#[derive(Debug, Clone)]
pub struct ColumnLayout {
    /// What it holds.
    pub field: Field,
    /// Its header from the top row down, as printed.
    pub header: Vec<String>,
    /// Its header from the top row down, as compared.
    pub path: Vec<String>,
    /// Its width in characters.
    pub width: f64,
}

/// A fixed row.
#[derive(Debug, Clone)]
pub struct RowLayout {
    /// The model's row.
    pub row: Id,
    /// Its label as printed.
    pub label: String,
    /// Its label as compared: without ordinal.
    pub key: String,
}

/// A block of a table.
#[derive(Debug, Clone)]
pub struct BlockLayout {
    /// The model's block.
    pub block: Id,
    /// The label of the closing line as printed; empty where there is none.
    pub closing: String,
    /// Whether the parts that are printed make up the whole, so that totals can be checked.
    pub closed: bool,
    /// Its columns from left to right.
    pub columns: Vec<ColumnLayout>,
    /// Its fixed rows from top to bottom.
    pub rows: Vec<RowLayout>,
}

/// One of the nine tables.
#[derive(Debug, Clone)]
pub struct TableLayout {
    /// The model's table.
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
    /// Its blocks from left to right.
    pub blocks: Vec<BlockLayout>,
}

/// The title page in front of the tables.
#[derive(Debug, Clone)]
pub struct CoverLayout {
    /// The name of its sheet.
    pub sheet: String,
    /// How the names of the bodies begin that [`title`](Self::title) is for.
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

/// How one region and year prints the nine tables.
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
    /// Titles of sheets that hold amounts but none of the tables, as compared.
    pub other_titles: Vec<String>,
    /// The equalities of the model that do not hold in it.
    pub left_out: BTreeSet<Id>,
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
}

impl TableLayout {
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

fn with_year(text: &str, year: Option<u16>) -> String {
    match year {
        Some(year) => text.replace("{year}", &year.to_string()),
        None => text.replace("{year}年", ""),
    }
}

/// The form in which headers are compared: squashed, without year.
pub(super) fn header_key(text: &str) -> String {
    without_year(&squash(text)).into_owned()
}

/// The form in which labels are compared: squashed, without ordinal.
pub(super) fn label_key(text: &str) -> String {
    strip_ordinal(&squash(text)).to_owned()
}
