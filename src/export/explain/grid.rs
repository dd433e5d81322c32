//! A sheet drawn for a terminal: rows and columns as in the spreadsheet, each cell with the mark of its role.

use std::collections::BTreeMap;

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::words::{grave, shown, shown_line};
use crate::bind::{CellTaken, Role, SheetTaken};
use crate::workbook::{Address, column_letters};

/// The least and the most room that a column gets before the room is shared out, in columns of the terminal.
const ROOM: (usize, usize) = (7, 32);
/// The least room of a column when there are too many for the width.
const NARROW: usize = 9;

/// The cells of `sheet` drawn `width` columns wide, coloured for a terminal. Blank rows and columns are left out; columns that
/// have no room are drawn below the others.
pub(super) fn grid(sheet: &SheetTaken, width: usize) -> String {
    let mut wanted: BTreeMap<u32, WantedRoom> = BTreeMap::new();
    for (at, cell) in sheet.cells.iter().enumerate() {
        let own = wanted.entry(cell.cell.col).or_insert(WantedRoom {
            least: ROOM.0,
            most: ROOM.0,
        });
        let room = (content(cell).width() + 2).min(ROOM.1);
        let right = Address::new(cell.cell.row, cell.cell.col + 1);
        let beside = sheet
            .cells
            .get(at + 1)
            .is_some_and(|next| next.cell == right);
        if is_amount(cell.role) || (cell.role == Role::Measure && room <= ROOM.1 / 2) {
            own.least = own.least.max(room);
        }
        // A text with nothing beside it runs on, and need not widen its column.
        if is_amount(cell.role) || beside {
            own.most = own.most.max(room);
        }
    }
    let last_row = sheet.cells.last().map_or(0, |cell| cell.cell.row + 1);
    let gutter = last_row.to_string().len() + 1;
    let room = width.saturating_sub(gutter).max(NARROW + 1);
    let mut text = String::new();
    for band in bands(&wanted, room) {
        draw(sheet, &band, gutter, room, &mut text);
    }
    text
}

/// The room that a column needs, since an amount that is cut misleads, and the room that it could use.
struct WantedRoom {
    least: usize,
    most: usize,
}

/// The columns, with the room of each, in as few drawings as the width allows.
fn bands(wanted: &BTreeMap<u32, WantedRoom>, room: usize) -> Vec<Vec<(u32, usize)>> {
    let within = |own: &WantedRoom, cap: usize| own.most.min(cap).max(own.least);
    let total = |cap: usize| {
        let rooms = wanted.values().map(|own| within(own, cap) + 1);
        rooms.sum::<usize>()
    };
    if let Some(cap) = (NARROW..=ROOM.1).rev().find(|&cap| total(cap) <= room) {
        let all = wanted.iter().map(|(&col, own)| (col, within(own, cap)));
        return vec![all.collect()];
    }
    let mut bands: Vec<Vec<(u32, usize)>> = Vec::new();
    let mut used = usize::MAX;
    for (&col, own) in wanted {
        let own = within(own, 2 * NARROW).min(room - 1);
        if used.saturating_add(own + 1) > room {
            bands.push(Vec::new());
            used = 0;
        }
        used += own + 1;
        bands
            .last_mut()
            .expect("the first column opens a drawing")
            .push((col, own));
    }
    bands
}

fn draw(sheet: &SheetTaken, band: &[(u32, usize)], gutter: usize, room: usize, text: &mut String) {
    text.push_str(&" ".repeat(gutter));
    for &(col, own) in band {
        text.push_str(&format!("|{}", fill(&column_letters(col), own, false)));
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    for row in sheet.cells.chunk_by(|a, b| a.cell.row == b.cell.row) {
        let at = |col: u32| row.iter().find(|cell| cell.cell.col == col);
        if band.iter().all(|&(col, _)| at(col).is_none()) {
            continue;
        }
        let mut line = format!("{:>gutter$}", row[0].cell.row + 1, gutter = gutter - 1) + " ";
        let mut used = 0;
        let mut next = 0;
        while let Some(&(col, own)) = band.get(next) {
            next += 1;
            let Some(cell) = at(col) else {
                line.push_str(&format!("|{}", " ".repeat(own)));
                used += own + 1;
                continue;
            };
            // A text runs on over empty cells to its right, as it does in a spreadsheet.
            let mut own = own;
            if !is_amount(cell.role) {
                let needed = content(cell).width() + 2;
                let free = |next: usize| band.get(next).filter(|(col, _)| at(*col).is_none());
                while let Some(&(_, free)) = free(next).filter(|_| own < needed) {
                    own += free + 1;
                    next += 1;
                }
                if next == band.len() {
                    own = room.saturating_sub(used + 1).max(own);
                }
            }
            line.push_str(&format!("|{}", drawn(cell, own, next == band.len())));
            used += own + 1;
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
}

/// The mark of the role, a star where an error or warning names the cell, and what it holds.
fn drawn(cell: &CellTaken, room: usize, last: bool) -> String {
    let shown = shown(cell.role);
    let star = if grave(cell) { '*' } else { ' ' };
    let text = fill(&content(cell), room.saturating_sub(2), is_amount(cell.role));
    let text = if last { text.trim_end() } else { &text };
    format!("{}{}{star}{text}{:#}", shown.style, shown.mark, shown.style)
}

fn content(cell: &CellTaken) -> String {
    match &cell.formula {
        Some(formula) if cell.value.is_empty() => shown_line(&format!("={formula}")),
        _ => shown_line(&cell.value),
    }
}

fn is_amount(role: Role) -> bool {
    matches!(
        role,
        Role::Amount
            | Role::Total
            | Role::Repeated
            | Role::Fault
            | Role::NotRead
            | Role::OtherForm
            | Role::ProjectAmount
    )
}

/// The text cut or filled up to `room` columns.
fn fill(text: &str, room: usize, right: bool) -> String {
    let whole = text.width();
    if whole <= room {
        let blank = " ".repeat(room - whole);
        return if right {
            blank + text
        } else {
            text.to_owned() + &blank
        };
    }
    let mut cut = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > room {
            break;
        }
        cut.push(c);
    }
    cut.push('…');
    let blank = room.saturating_sub(cut.width());
    cut + &" ".repeat(blank)
}
