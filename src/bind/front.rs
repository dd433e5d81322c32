//! The sheets in front of the tables: title page and contents.

use super::arrange::number;
use crate::layout::{ContentsLayout, CoverLayout, Layout};
use crate::model::Budget;
use crate::workbook::{Address, Cell, Look, Page, Sheet, Style, Value, Workbook, line_count};

/// Width of the one column of the title page, in characters.
const COVER_WIDTH: f64 = 120.0;
/// Rows of the title and of the unit's name on the title page, counted from 0.
const COVER_TITLE: u32 = 2;
const COVER_UNIT: u32 = 8;
/// Widths of the columns of the contents, in characters.
const ENTRY_WIDTH: f64 = 100.0;
const PAGE_WIDTH: f64 = 10.0;
/// Row of the first entry of the contents, counted from 0.
const FIRST_ENTRY: u32 = 2;
/// Points of one line of 14 points.
const ENTRY_HEIGHT: f64 = 28.0;

/// Puts the title page and the contents of `layout` in front of the tables of `workbook`, which
/// [`fill`](super::fill()) made of `budget`. A layout may have neither.
pub fn add_front(layout: &Layout, budget: &Budget, workbook: &mut Workbook) {
    let cover = layout.cover.as_ref().map(|own| cover(own, budget));
    // Behind the title page and the contents.
    let first = 2 + usize::from(cover.is_some());
    let contents = layout
        .contents
        .as_ref()
        .filter(|_| !workbook.sheets.is_empty())
        .map(|own| contents(own, &workbook.sheets, first));
    let front = cover.into_iter().chain(contents);
    workbook.sheets.splice(0..0, front);
}

fn cover(layout: &CoverLayout, budget: &Budget) -> Sheet {
    let title = layout.title_for(&budget.unit, budget.year);
    let mut heights = vec![(0, 60.0), (1, 60.0)];
    let mut cells = vec![text(COVER_TITLE, 0, Look::CoverTitle, &title)];
    // At 36 points a character takes more than three times its width.
    let lines = line_count(&title, COVER_WIDTH * 11.0 / 36.0 - 1.0);
    heights.push((COVER_TITLE, 54.0 * f64::from(number(lines))));
    if !budget.unit.name.is_empty() {
        let unit = layout.unit.replace("{unit}", &budget.unit.name);
        let lines = line_count(&unit, COVER_WIDTH * 11.0 / 18.0 - 1.0);
        heights.push((COVER_UNIT, 30.0 * f64::from(number(lines))));
        cells.push(text(COVER_UNIT, 0, Look::CoverLine, &unit));
    }
    Sheet {
        name: layout.sheet.clone(),
        cells,
        heights,
        widths: vec![COVER_WIDTH],
        page: Page {
            print_to: Some((COVER_UNIT, 0)),
            single: true,
            unnumbered: true,
            ..Page::default()
        },
        ..Sheet::default()
    }
}

/// The titles of the tables with their pages, the first of which begins on page `page`.
fn contents(layout: &ContentsLayout, tables: &[Sheet], page: usize) -> Sheet {
    let mut cells = vec![text(0, 0, Look::Title, &layout.title)];
    let mut heights = vec![(0, 42.0)];
    let mut page = page;
    let mut row = FIRST_ENTRY;
    for (at, table) in tables.iter().enumerate() {
        let title = table.cells.iter().find_map(|cell| match &cell.value {
            Value::Text(title) if cell.style.look == Look::Title => Some(title),
            _ => None,
        });
        let entry = format!("{}. {}", at + 1, title.unwrap_or(&table.name));
        let lines = line_count(&entry, ENTRY_WIDTH * 11.0 / 14.0 - 1.0);
        heights.push((row, ENTRY_HEIGHT + 20.0 * f64::from(number(lines - 1))));
        let link = format!("'{}'!A1", table.name.replace('\'', "''"));
        cells.push(Cell {
            link: Some(link),
            ..text(row, 0, Look::Entry, &entry)
        });
        // Text, so that it is never taken for an amount.
        cells.push(text(row, 1, Look::EntryPage, &page.to_string()));
        page += table.page.breaks.len() + 1;
        row += 1;
    }
    Sheet {
        name: layout.sheet.clone(),
        cells,
        merges: vec![(Address::new(0, 0), Address::new(0, 1))],
        heights,
        widths: vec![ENTRY_WIDTH, PAGE_WIDTH],
        page: Page {
            print_to: Some((row - 1, 1)),
            single: true,
            ..Page::default()
        },
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
