//! The sheets in front: title page and contents.

use super::arrange::number;
use crate::workbook::{Address, Cell, Look, Page, Sheet, Style, Value, line_count};

/// Width of the one column of the title page, in characters.
const COVER_WIDTH: f64 = 120.0;
/// Rows of the title and of the line below it on the title page, counted from 0.
const COVER_TITLE: u32 = 2;
const COVER_LINE: u32 = 8;
/// Widths of the columns of the contents, in characters.
const ENTRY_WIDTH: f64 = 100.0;
const PAGE_WIDTH: f64 = 10.0;
/// Row of the first entry of the contents, counted from 0.
const FIRST_ENTRY: u32 = 2;
/// Points of one line of 14 points, and of the same closely set.
const ENTRY_HEIGHT: f64 = 28.0;
const CLOSE_HEIGHT: f64 = 20.0;
/// From so many entries on they are closely set.
const MANY: usize = 14;

/// The title page with `lines`, the title first.
pub(super) fn cover_sheet(name: String, lines: &[String]) -> Sheet {
    let mut heights = vec![(0, 60.0), (1, 60.0)];
    let mut cells = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let (row, look, size, height) = match number(at) {
            0 => (COVER_TITLE, Look::CoverTitle, 36.0, 54.0),
            at => (COVER_LINE + at - 1, Look::CoverLine, 18.0, 30.0),
        };
        // At 36 points a character takes more than three times its width.
        let lines = line_count(line, COVER_WIDTH * 11.0 / size - 1.0);
        heights.push((row, height * f64::from(number(lines))));
        cells.push(text(row, 0, look, line));
    }
    let last = cells.last().map_or(COVER_TITLE, |cell| cell.row);
    Sheet {
        name,
        cells,
        heights,
        widths: vec![COVER_WIDTH],
        page: Page {
            print_to: Some((last, 0)),
            single: true,
            unnumbered: true,
            ..Page::default()
        },
        ..Sheet::default()
    }
}

/// A line of the contents.
pub(super) struct ContentsLine {
    /// Its text with ordinal.
    pub(super) text: String,
    /// Whether it stands below another.
    pub(super) below: bool,
    /// The sheet that it leads to, and the page on which that begins.
    pub(super) to: Option<(String, usize)>,
}

/// The contents.
pub(super) fn contents_sheet(name: String, heading: &str, lines: &[ContentsLine]) -> Sheet {
    let mut cells = vec![text(0, 0, Look::Title, heading)];
    let mut heights = vec![(0, 42.0)];
    let height = if lines.len() > MANY {
        CLOSE_HEIGHT
    } else {
        ENTRY_HEIGHT
    };
    for (row, line) in (FIRST_ENTRY..).zip(lines) {
        let indent = if line.below { 2 } else { 0 };
        let room = ENTRY_WIDTH * 11.0 / 14.0 - 1.0 - 3.0 * f64::from(indent);
        let count = line_count(&line.text, room);
        heights.push((row, height + 20.0 * f64::from(number(count - 1))));
        let mut entry = text(row, 0, Look::Entry, &line.text);
        entry.style.indent = indent;
        if let Some((sheet, page)) = &line.to {
            entry.link = Some(format!("'{}'!A1", sheet.replace('\'', "''")));
            // Text, so that it is never taken for an amount.
            cells.push(text(row, 1, Look::EntryPage, &page.to_string()));
        }
        cells.push(entry);
    }
    cells.sort_by_key(Cell::address);
    Sheet {
        name,
        cells,
        merges: vec![(Address::new(0, 0), Address::new(0, 1))],
        page: Page {
            print_to: Some((heights.last().map_or(0, |(row, _)| *row), 1)),
            single: true,
            ..Page::default()
        },
        heights,
        widths: vec![ENTRY_WIDTH, PAGE_WIDTH],
        ..Sheet::default()
    }
}

fn text(row: u32, col: u32, look: Look, text: &str) -> Cell {
    Cell {
        row,
        col,
        value: Value::Text(text.to_owned()),
        style: Style {
            look,
            ..Style::default()
        },
        ..Cell::default()
    }
}
