//! The scan of one sheet: what calamine is to read of it, and what calamine does not tell.

mod cells;

use std::collections::BTreeMap;

use super::super::allowance::Allowance;
use super::super::gather::add;
use super::super::tags::{CutOff, Tag, TagKind, Tags};
use super::super::{Limits, printed, xml};
use super::cell::{CellElement, SharedFormula};
use super::outline::{Fold, folded};
use super::plain::{KnownBook, Plain};
use super::reference;
use crate::messages::Phrase;
use crate::workbook::{Address, Hidden, Problem};

/// What the scan of a sheet found.
#[derive(Debug, Default)]
pub(super) struct XlsxScan {
    /// The cells that hold something and are within the limits, in the order of the file.
    pub(super) cells: Vec<Expected>,
    /// The sheet with only those of them that calamine is to read.
    pub(super) xml: String,
    /// Merged regions: top left and bottom right.
    pub(super) merges: Vec<(Address, Address)>,
    /// Regions of array formulas and data tables.
    pub(super) arrays: Vec<(Address, Address)>,
    /// Hidden rows and columns.
    pub(super) hidden: Hidden,
    /// What is printed above and below the sheet.
    pub(super) printed: Vec<String>,
    /// What was left out.
    pub(super) problems: Vec<Problem>,
    /// Cells refer to shared texts, and the workbook has none at all.
    pub(super) no_strings: bool,
}

/// A cell that is to be read.
#[derive(Debug)]
pub(super) struct Expected {
    /// Row and column, counted from 0.
    pub(super) place: (u32, u32),
    /// Its text is that of an error value. calamine knows only the old ones.
    pub(super) error: bool,
    /// The file holds a value, be it an empty text.
    pub(super) value: bool,
    /// The number of its format.
    pub(super) style: usize,
    /// Its value and formula; `None` where calamine is to read them.
    pub(super) known: Option<(Plain, Option<String>)>,
}

/// Scans a sheet of `book`; `allowance` bounds what is copied of its sheets.
pub(super) fn scan(text: &str, book: &KnownBook, allowance: &mut Allowance<'_>) -> XlsxScan {
    let mut scanner = XlsxScanner {
        tags: Tags::new(text),
        book,
        limits: allowance.limits(),
        allowance,
        scan: XlsxScan::default(),
        shared: BTreeMap::new(),
        usual: Usual::default(),
        rows: Vec::new(),
        columns: Vec::new(),
    };
    scanner.scan.xml.push_str("<worksheet><sheetData>");
    if let Err(CutOff) = scanner.sheet() {
        add(
            &mut scanner.scan.problems,
            Problem::Unreadable(Phrase::new("damage-sheet-end")),
        );
    }
    scanner.hide();
    scanner.scan.xml.push_str("</sheetData></worksheet>");
    scanner.scan
}

struct XlsxScanner<'a, 'l> {
    tags: Tags<'a>,
    book: &'a KnownBook,
    limits: &'l Limits,
    allowance: &'a mut Allowance<'l>,
    scan: XlsxScan,
    /// The shared formulas, by their numbers in the file.
    shared: BTreeMap<&'a str, SharedFormula>,
    usual: Usual,
    /// The rows with an outline.
    rows: Vec<Fold>,
    /// The columns that the sheet describes.
    columns: Vec<Fold>,
}

/// What holds for rows and columns that say nothing else.
#[derive(Debug, Default)]
struct Usual {
    /// Rows have no height of their own.
    flat_rows: bool,
    /// Rows are hidden.
    hidden_rows: bool,
    /// Columns have no width.
    thin_columns: bool,
    /// A summary stands above its rows, or before its columns.
    summary_above: bool,
    summary_before: bool,
}

fn outline_level(value: &str) -> u8 {
    value.parse().map_or(0, |level: u8| level.min(7))
}

/// Whether a row of so many points cannot be seen.
fn is_flat(points: &str) -> bool {
    points.parse::<f64>().is_ok_and(|points| points < 1.0)
}

/// Whether a column of so many characters cannot be seen.
fn is_thin(characters: &str) -> bool {
    characters.parse::<f64>().is_ok_and(|width| width < 0.1)
}

impl<'a> XlsxScanner<'a, '_> {
    fn sheet(&mut self) -> Result<(), CutOff> {
        while let Some(tag) = self.tags.next()? {
            match (tag.name, tag.kind) {
                ("sheetData", TagKind::Start) => self.rows()?,
                ("sheetFormatPr", TagKind::Start | TagKind::Empty) => self.usual(&tag),
                ("outlinePr", TagKind::Start | TagKind::Empty) => {
                    let no = |name| tag.attribute(name).is_some_and(|value| !xml::yes(value));
                    self.usual.summary_above = no("summaryBelow");
                    self.usual.summary_before = no("summaryRight");
                }
                ("col", TagKind::Start | TagKind::Empty) => self.column(&tag),
                ("mergeCell", TagKind::Start | TagKind::Empty) => self.merge(&tag),
                ("oddHeader" | "evenHeader" | "firstHeader", TagKind::Start)
                | ("oddFooter" | "evenFooter" | "firstFooter", TagKind::Start) => {
                    let inner = self.tags.inner(&tag)?;
                    let text = quick_xml::escape::unescape(inner);
                    printed::add(&mut self.scan.printed, text.as_deref().unwrap_or(inner));
                }
                ("worksheet", TagKind::End) => return Ok(()),
                _ => {}
            }
        }
        Err(CutOff)
    }

    fn usual(&mut self, tag: &Tag<'_>) {
        let attribute = |name| tag.attribute(name);
        self.usual.flat_rows = attribute("defaultRowHeight").is_some_and(is_flat);
        self.usual.hidden_rows = attribute("zeroHeight").is_some_and(xml::yes);
        self.usual.thin_columns = attribute("defaultColWidth").is_some_and(is_thin);
    }

    fn column(&mut self, tag: &Tag<'_>) {
        let (mut from, mut to, mut hidden) = (None, None, false);
        let (mut level, mut collapsed) = (0, false);
        for (key, value) in tag.attributes() {
            match key {
                "min" => from = value.parse::<u64>().ok(),
                "max" => to = value.parse::<u64>().ok(),
                "hidden" => hidden |= xml::yes(value),
                "width" => hidden |= is_thin(value),
                "outlineLevel" => level = outline_level(value),
                "collapsed" => collapsed = xml::yes(value),
                _ => {}
            }
        }
        if let (Some(from @ 1..), Some(to)) = (from, to) {
            let to = to.min(self.limits.columns());
            if from <= to {
                let range = (from as u32 - 1, to as u32 - 1);
                self.columns.push(Fold {
                    range,
                    level,
                    collapsed,
                });
                if hidden {
                    self.scan.hidden.cols.push(range);
                }
            }
        }
    }

    fn merge(&mut self, tag: &Tag<'_>) {
        let region = tag.attribute("ref").and_then(reference::range);
        let Some(merge) = region.and_then(|region| reference::merge(region, self.limits)) else {
            return;
        };
        match self.allowance.merge(merge.0) {
            Ok(()) => self.scan.merges.push(merge),
            Err(problem) => self.problem(problem),
        }
    }

    fn rows(&mut self) -> Result<(), CutOff> {
        let (mut row, mut col) = (0u64, 0u64);
        while let Some(tag) = self.tags.next()? {
            match (tag.name, tag.kind) {
                ("sheetData", TagKind::End) => return Ok(()),
                ("row", TagKind::End) => row = row.saturating_add(1),
                (_, TagKind::End) => {}
                ("row", kind) => {
                    row = self.row(&tag, row);
                    col = 0;
                    if kind == TagKind::Empty {
                        row = row.saturating_add(1);
                    }
                }
                ("c", kind) => {
                    let mut cell = CellElement::default();
                    for (key, value) in tag.attributes() {
                        match key {
                            "r" => cell.reference = Some(value),
                            "s" => cell.style = Some(value),
                            "t" => cell.kind = Some(value),
                            _ => {}
                        }
                    }
                    let place = cell.reference.map_or(Some((row, col)), reference::cell);
                    col = place.map_or(col, |(_, col)| col).saturating_add(1);
                    if kind == TagKind::Start {
                        self.body(&mut cell)?;
                        self.cell(place, &cell);
                    }
                }
                _ => {
                    self.tags.inner(&tag)?;
                }
            }
        }
        Err(CutOff)
    }

    /// Hides what is folded, and the columns that no width makes seen.
    fn hide(&mut self) {
        let hidden = &mut self.scan.hidden;
        hidden
            .rows
            .extend(folded(&self.rows, !self.usual.summary_above));
        hidden
            .cols
            .extend(folded(&self.columns, !self.usual.summary_before));
        if self.usual.thin_columns {
            self.columns.sort_by_key(|fold| fold.range);
            let mut next = 0;
            for (from, to) in self.columns.iter().map(|fold| fold.range) {
                if next < from {
                    hidden.cols.push((next, from - 1));
                }
                next = next.max(to.saturating_add(1));
            }
            let last = u32::try_from(self.limits.columns()).unwrap_or(u32::MAX);
            if next < last {
                hidden.cols.push((next, last - 1));
            }
        }
    }

    /// The number of the row (counted from 0) that `tag` begins, `next` where it does not say.
    fn row(&mut self, tag: &Tag<'_>, next: u64) -> u64 {
        let (mut row, mut hidden, mut height) = (next, false, None);
        let (mut level, mut collapsed, mut bare) = (0, false, true);
        for (key, value) in tag.attributes() {
            bare &= key == "r";
            match key {
                "r" => row = reference::number(value).map_or(next, |row| row.saturating_sub(1)),
                "hidden" => hidden = xml::yes(value),
                "ht" => height = Some(is_flat(value)),
                "outlineLevel" => level = outline_level(value),
                "collapsed" => collapsed = xml::yes(value),
                _ => {}
            }
        }
        // A row that says anything of itself is shown, even where the sheet hides its rows.
        hidden |= height.unwrap_or(self.usual.flat_rows) || bare && self.usual.hidden_rows;
        if (level > 0 || collapsed) && row < self.limits.rows() {
            let row = row as u32;
            self.rows.push(Fold {
                range: (row, row),
                level,
                collapsed,
            });
        }
        if hidden && row < self.limits.rows() {
            let row = row as u32;
            match self.scan.hidden.rows.last_mut() {
                Some((_, last)) if last.checked_add(1) == Some(row) => *last = row,
                _ => self.scan.hidden.rows.push((row, row)),
            }
        }
        row
    }

    fn problem(&mut self, problem: Problem) {
        add(&mut self.scan.problems, problem);
    }
}
