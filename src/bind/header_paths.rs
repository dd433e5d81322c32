//! The texts of a header above each of its columns.

use std::collections::BTreeMap;

use super::source::SourceSheet;
use crate::layout::{LAST_YEAR, Layout, THIS_YEAR};
use crate::text::{Measure, year_in};
use crate::workbook::Address;

/// The header texts above a column, from the top row down.
pub(super) struct Path {
    pub(super) col: u32,
    pub(super) segments: Vec<String>,
    /// The same with the years of the budget and of the year before as `(year)年` and `(last_year)年`.
    pub(super) dated: Vec<String>,
    /// The same where 本年 and 上年 are taken for them too.
    pub(super) worded: Vec<String>,
    /// The cell of each segment.
    pub(super) cells: Vec<Address>,
    pub(super) exact: bool,
    pub(super) measure: Option<Measure>,
    pub(super) year: Option<u16>,
    /// Whether the column has a header text of its own, not only those of the columns to its left.
    pub(super) own: bool,
}

/// The path of header texts above each column. A column takes over the text to its left where none of its own stands, as
/// long as the rows above group the two together; merges are not relied on. Without a layout, texts are compared as they stand.
pub(super) fn paths(
    layout: Option<&Layout>,
    sheet: &SourceSheet<'_>,
    rows: (u32, u32),
    cols: (u32, u32),
    year: Option<u16>,
) -> Vec<Path> {
    let mut first = u32::MAX;
    let mut last = 0;
    let mut texts: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    for row in rows.0..=rows.1 {
        for at in sheet.row(row) {
            let col = sheet.sheet.cells[at].col;
            if cols.0 <= col && col <= cols.1 && !sheet.texts[at].is_empty() {
                texts.insert((row, col), at);
                (first, last) = (first.min(col), last.max(col));
            }
        }
    }
    let mut owners: Vec<Vec<Option<u32>>> = Vec::new();
    let mut paths: Vec<Path> = (first..=last)
        .map(|col| Path {
            col,
            segments: Vec::new(),
            dated: Vec::new(),
            worded: Vec::new(),
            cells: Vec::new(),
            exact: true,
            measure: None,
            year: None,
            own: false,
        })
        .collect();
    if first > last {
        return paths;
    }
    for row in rows.0..=rows.1 {
        let mut owner: Option<u32> = None;
        let mut row_owners = Vec::with_capacity(paths.len());
        for path in &mut paths {
            let text = texts.get(&(row, path.col));
            if text.is_some() {
                owner = Some(path.col);
                path.own = true;
            } else if let Some(left) = owner {
                let same_group = owners.iter().all(|above| {
                    above[usize_of(path.col - first)] == above[usize_of(left - first)]
                });
                owner = same_group.then_some(left);
            }
            row_owners.push(owner);
            if let Some((col, &at)) = owner.and_then(|col| Some((col, texts.get(&(row, col))?))) {
                let (segment, exact) = canonical(layout, sheet.header(at));
                path.measure = sheet.measures[at].or(path.measure);
                path.year = year_in(&sheet.texts[at]).or(path.year);
                if !segment.is_empty() && path.segments.last().is_none_or(|last| last != segment) {
                    path.segments.push(segment.to_owned());
                    path.cells.push(Address::new(row, col));
                }
                path.exact &= exact;
                let dated = dated(layout, sheet, at, year);
                if !dated.is_empty() && path.dated.last().is_none_or(|last| *last != dated) {
                    let worded = worded(layout, &dated);
                    path.worded.push(canonical(layout, &worded).0.to_owned());
                    path.dated.push(dated);
                }
            }
        }
        owners.push(row_owners);
    }
    paths
}

/// A header text with the years of the budget and of the year before as `(year)年` and `(last_year)年`.
fn dated(layout: Option<&Layout>, sheet: &SourceSheet<'_>, at: usize, year: Option<u16>) -> String {
    let text = &sheet.texts[at];
    let text = match sheet.measures[at] {
        Some(_) => text.rfind('(').map_or(&**text, |at| &text[..at]),
        None => text,
    };
    let Some(year) = year.filter(|_| text.contains('年')) else {
        return canonical(layout, sheet.header(at)).0.to_owned();
    };
    let mut text = text.to_owned();
    for (year, word) in [(year, THIS_YEAR), (year.saturating_sub(1), LAST_YEAR)] {
        text = text
            .replace(&format!("{year}年度"), word)
            .replace(&format!("{year}年"), word);
    }
    canonical(layout, &text).0.to_owned()
}

/// The form in which a layout compares a text, and whether it is spelled as the layout prints it; without a layout the text.
fn canonical<'t>(layout: Option<&'t Layout>, text: &'t str) -> (&'t str, bool) {
    layout.map_or((text, true), |layout| layout.canonical(text))
}

/// 本年 and 上年 as the years they are; without a layout the text.
fn worded(layout: Option<&Layout>, text: &str) -> String {
    let mut text = text.to_owned();
    let Some(layout) = layout.filter(|_| text.contains('年')) else {
        return text;
    };
    let last_year = layout.words.last_year.iter().map(|word| (word, LAST_YEAR));
    let this_year = layout.words.this_year.iter().map(|word| (word, THIS_YEAR));
    for (word, year) in last_year.chain(this_year) {
        text = text.replace(word.as_str(), year);
    }
    text
}

fn usize_of(n: u32) -> usize {
    usize::try_from(n).expect("a column number fits")
}
