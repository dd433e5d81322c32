//! A layout drafted from a blank official form, or from a filled one.
//!
//! What the form prints is taken from it: titles, unit of measure, headers, columns of codes, fixed rows, lists and closing
//! lines. Headers are read by the reader's own function, so that the reader matches what is drafted. What it means is not
//! printed: words come from known layouts that print the same, and where none does, or they differ, the draft asks (`"?"`). A
//! draft does not load until each question is answered.
//!
//! - `tables` finds the tables of a sheet: title, header, body.
//! - `columns` tells what columns hold, and parts them into blocks; `block` what the lines of a block are, `rows` its rows.
//! - `known` looks up words in the layouts that there are, `names` in the names of words.
//! - `write` puts the draft into TOML.

mod block;
mod columns;
mod known;
mod names;
mod rows;
mod tables;
mod write;

use std::collections::{BTreeMap, BTreeSet};

pub use write::{questions, toml};

use crate::bind::SheetGrid;
use crate::layout::{KeyPart, Templates};
use crate::messages::Phrase;
use crate::model::{Dim, Id};
use crate::text::{Measure, squash, year_in};
use crate::workbook::Workbook;
use known::KnownLayouts;

/// A draft of a layout.
#[derive(Debug, Clone, Default)]
pub struct LayoutDraft {
    /// The year of the form.
    pub year: Option<u16>,
    /// The word before the unit's name above the tables.
    pub preparer: Option<String>,
    /// Headers of columns that known layouts let stand beside those of the tables.
    pub extra_columns: Vec<String>,
    /// The tables in the order of the sheets.
    pub tables: Vec<DraftTable>,
}

/// A table of a draft.
#[derive(Debug, Clone)]
pub struct DraftTable {
    /// Its sheet.
    pub sheet: String,
    /// Its title, with `{year}` in place of the year; that of the sheet where it has none.
    pub title: String,
    /// Whether it has no title.
    pub untitled: bool,
    /// Its name in known layouts, where a title of theirs is the same.
    pub table: Option<Id>,
    /// Whether that is only likely.
    pub likely: bool,
    /// Its unit of measure.
    pub measure: Option<Measure>,
    /// The note below it that says that it has no amounts, with `{year}` in place of the year.
    pub empty_note: Option<String>,
    /// Its blocks from left to right.
    pub blocks: Vec<DraftBlock>,
}

/// A block of a draft.
#[derive(Debug, Clone)]
pub struct DraftBlock {
    /// What all its amounts are in a known layout that prints the same table, and the id of that layout.
    pub at: Option<(String, Vec<String>)>,
    /// What its lines are.
    pub lines: DraftLines,
    /// Whether its classification is only that of known layouts.
    pub lines_likely: bool,
    /// What the lines without code are told by, where a list by code has a column of such.
    pub groups: Option<Dim>,
    /// The label of its closing line.
    pub closing: Option<String>,
    /// Whether that line stands above the others of a list.
    pub closing_first: bool,
    /// Its columns.
    pub columns: Vec<DraftColumn>,
    /// Its rows, where they are not all of one list.
    pub rows: Vec<DraftRow>,
}

/// What the lines of a block are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftLines {
    /// Rows by label.
    Rows,
    /// A list by code; of which classification may not be known.
    Codes(Option<Dim>),
    /// Any rows.
    Records,
    /// One line.
    Single,
}

/// What a column of a draft holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum DraftField {
    /// The labels of rows.
    Label,
    /// Whole codes.
    Code,
    /// One level of codes.
    CodePart(u8),
    /// The names of codes.
    Name,
    /// Amounts.
    Amount,
    /// A member of a dimension.
    Key(Dim, KeyPart),
    /// A text.
    Text(Option<Id>),
}

/// Words that known layouts write where they print the same.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DraftWords {
    /// The words; `None` where no known layout prints the same.
    pub words: Option<Vec<String>>,
    /// What is to be asked of them.
    pub ask: Option<Phrase>,
    /// Whether the known layouts say that it is a part beside others.
    pub of_which: bool,
}

/// A column of a draft.
#[derive(Debug, Clone)]
pub struct DraftColumn {
    /// Where it stands, counted from 0.
    pub col: u32,
    /// Its header from the top row down, with `{year}` and `{last_year}`.
    pub header: Vec<String>,
    /// What it holds.
    pub field: DraftField,
    /// What its amounts are.
    pub words: DraftWords,
}

/// A row of a draft.
#[derive(Debug, Clone)]
pub enum DraftRow {
    /// A fixed row.
    Fixed {
        /// Its label as printed.
        label: String,
        /// What its amounts are.
        words: DraftWords,
    },
    /// A row that known layouts take for words without amounts or, with its name, for a text.
    Words {
        /// Its label as printed.
        label: String,
        /// The name of the text.
        text: Option<Id>,
    },
    /// The place of a list of 类 by name.
    List {
        /// The classification.
        dim: Dim,
        /// How its names are numbered: 一、 or （一）; `None` where they are not.
        ordinal: Option<&'static str>,
        /// Whether the rows beside it tell this year from what is carried over.
        this_year: bool,
    },
}

/// Drafts a layout from a form. `templates` holds the known layouts.
#[must_use]
pub fn draft(workbook: &Workbook, templates: &Templates) -> LayoutDraft {
    let known = KnownLayouts::new(templates);
    let sheets = workbook.sheets.iter();
    let grids: Vec<SheetGrid<'_>> = sheets
        .filter_map(|sheet| SheetGrid::new(&templates.model.reading, sheet))
        .collect();
    let found: Vec<tables::FoundTable<'_>> = grids.iter().flat_map(tables::find).collect();
    let mut preparers: BTreeMap<String, usize> = BTreeMap::new();
    for word in found.iter().filter_map(|own| own.preparer.clone()) {
        *preparers.entry(word).or_default() += 1;
    }
    let preparer = preparers.into_iter().max_by_key(|(_, count)| *count);
    let titles = found.iter().filter_map(|own| year_in(&squash(&own.title)));
    // Where no title says it, the latest year of headers and first columns does.
    let year = titles
        .max()
        .or_else(|| found.iter().filter_map(tables::latest_year).max());
    let mut draft = LayoutDraft {
        year,
        preparer: preparer.map(|(word, _)| word),
        extra_columns: Vec::new(),
        tables: Vec::new(),
    };
    let mut extra = BTreeSet::new();
    for own in &found {
        let table = table(own, &known, templates, draft.year, &mut extra);
        draft.tables.extend(table);
    }
    draft.extra_columns = extra.into_iter().collect();
    // Each table stands once: of two that are likely the same, neither is.
    let named: Vec<Option<Id>> = draft.tables.iter().map(|own| own.table.clone()).collect();
    for table in draft.tables.iter_mut().filter(|table| table.likely) {
        let same = named.iter().filter(|own| **own == table.table);
        if same.count() > 1 {
            table.table = None;
        }
    }
    draft
}

fn table(
    found: &tables::FoundTable<'_>,
    known: &KnownLayouts<'_>,
    templates: &Templates,
    year: Option<u16>,
    extra: &mut BTreeSet<String>,
) -> Option<DraftTable> {
    let year = year_in(&squash(&found.title)).or(year);
    let mut paths = found.grid.paths(found.header, year);
    let year = year.or_else(|| {
        let texts = paths.iter().flat_map(|path| &path.texts);
        texts.filter_map(|text| year_in(&squash(text))).max()
    });
    let twins = known.titled(&found.title);
    paths.retain(|path| {
        let beside = known.is_beside(&path.texts);
        if let Some(text) = path.texts.last().filter(|_| beside) {
            extra.insert(text.clone());
        }
        !beside
    });
    let columns = columns::columns(found, &paths, year, known, &twins);
    let name = known.table(&found.title, &twins);
    let blocks = columns::blocks(columns);
    let alike = match &name {
        Some((id, _)) => known.tables(id),
        None => Vec::new(),
    };
    let about = block::BlockWords {
        found,
        known,
        templates,
        twins: &twins,
        alike: &alike,
        year,
    };
    let blocks = blocks.into_iter();
    let blocks: Vec<DraftBlock> = blocks.map(|columns| about.block(columns)).collect();
    let amounts = blocks.iter().flat_map(|block| &block.columns);
    let amounts = amounts.filter(|column| column.field == DraftField::Amount);
    (amounts.count() > 0).then(|| DraftTable {
        sheet: found.grid.name().to_owned(),
        title: tables::with_placeholders(&found.title, year),
        untitled: found.untitled,
        likely: name.as_ref().is_some_and(|(_, likely)| *likely),
        table: name.map(|(id, _)| id),
        measure: found.measure,
        empty_note: tables::empty_note(found).map(|note| tables::with_placeholders(&note, year)),
        blocks,
    })
}
