//! A layout checked against the model, with its texts in the form that is compared.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use foldhash::HashMap;

use super::document::DocumentLayout;
use super::table::TableLayout;
use super::vocabulary::Vocabulary;
use super::years::{LAST_YEAR, THIS_YEAR, with_year};
use crate::finding::Levels;
use crate::model::{Body, Equal, Id, ReadingWords, Unit};
use crate::text::squash;

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
    /// The words by which reading knows what stands around its tables.
    pub(crate) words: Arc<ReadingWords>,
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
