//! A sheet that no layout is known for, as the reader sees it: its rows, and the paths of header texts above its columns.

use super::cells::{is_placeholder, is_table_note};
use super::header_paths::paths;
use super::source::SourceSheet;
use super::titles::{header_form, measure_in, title_form};
use crate::model::ReadingWords;
use crate::text::Measure;
use crate::workbook::{Sheet, Value, Visibility};

/// A sheet.
pub(crate) struct SheetGrid<'a> {
    sheet: SourceSheet<'a>,
    words: &'a ReadingWords,
}

/// A cell that holds something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HeldCell {
    /// Its column.
    pub(crate) col: u32,
    /// What it shows, squashed.
    pub(crate) text: String,
    /// Whether it is a number, or text that is one.
    pub(crate) number: bool,
}

/// A column with the texts above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HeaderPath {
    /// The column.
    pub(crate) col: u32,
    /// The texts from the top row down, as they stand, without line breaks and spaces.
    pub(crate) texts: Vec<String>,
}

impl<'a> SheetGrid<'a> {
    /// The sheet; `None` of one that is hidden.
    pub(crate) fn new(words: &'a ReadingWords, sheet: &'a Sheet) -> Option<Self> {
        (sheet.visibility == Visibility::Visible).then(|| Self {
            sheet: SourceSheet::new(words, sheet, false),
            words,
        })
    }

    /// Whether a squashed text is a note on a table.
    pub(crate) fn is_note(&self, text: &str) -> bool {
        is_table_note(self.words, text)
    }

    /// Whether a squashed text only holds a place: `…`.
    pub(crate) fn holds_a_place(&self, text: &str) -> bool {
        is_placeholder(self.words, text)
    }

    /// The unit of measure that a squashed text states.
    pub(crate) fn measure_of(&self, text: &str) -> Option<Measure> {
        measure_in(&self.words.measure, text)
    }

    pub(crate) fn name(&self) -> &str {
        self.sheet.name.trim()
    }

    pub(crate) fn last_row(&self) -> u32 {
        self.sheet.last_row()
    }

    /// The cells of a row that hold something and are shown.
    pub(crate) fn row(&self, row: u32) -> Vec<HeldCell> {
        let cells = self
            .sheet
            .row(row)
            .filter(|&at| self.sheet.hidden[at].is_none());
        let held = cells.map(|at| HeldCell {
            col: self.sheet.sheet.cells[at].col,
            text: self.sheet.code(at).into_owned(),
            number: self.sheet.is_number(at),
        });
        held.filter(|held| !held.text.is_empty()).collect()
    }

    /// The text of a cell of `row` as it stands, without line breaks and spaces.
    pub(crate) fn written(&self, row: u32, col: u32) -> String {
        let at = self.sheet.at(crate::workbook::Address::new(row, col));
        at.map_or_else(String::new, |at| written(&self.sheet, at))
    }

    /// The texts above each column that has one of its own, read as headers of any layout are.
    pub(crate) fn paths(&self, rows: (u32, u32), year: Option<u16>) -> Vec<HeaderPath> {
        let paths = paths(None, &self.sheet, rows, (0, u32::MAX), year);
        let own = paths
            .into_iter()
            .filter(|path| path.own && !path.cells.is_empty());
        own.map(|path| HeaderPath {
            col: path.col,
            texts: path
                .cells
                .iter()
                .filter_map(|&cell| self.sheet.at(cell))
                .map(|at| without_measure(&written(&self.sheet, at), self.sheet.measures[at]))
                .collect(),
        })
        .collect()
    }
}

/// The form in which a header text is compared, without year.
pub(crate) fn header_key(words: &ReadingWords, text: &str) -> String {
    let text = crate::text::squash(text);
    header_form(&text, measure_in(&words.measure, &text)).into_owned()
}

/// The form in which a squashed text is compared with titles; `None` of what is no title in any layout.
pub(crate) fn title_key(words: &ReadingWords, text: &str) -> Option<String> {
    title_form(words, text).map(|form| form.into_owned())
}

fn written(sheet: &SourceSheet<'_>, at: usize) -> String {
    match &sheet.sheet.cells[at].value {
        Value::Text(text) => text.chars().filter(|c| !c.is_whitespace()).collect(),
        _ => sheet.shown(at).into_owned(),
    }
}

/// A header without the unit of measure that it states in brackets at its end.
fn without_measure(text: &str, measure: Option<Measure>) -> String {
    let bracket = measure.and_then(|_| text.rfind(['(', '（']));
    match bracket.filter(|&at| at > 0) {
        Some(at) => text[..at].to_owned(),
        None => text.to_owned(),
    }
}
