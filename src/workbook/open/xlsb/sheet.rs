//! The scan of one sheet.

use std::collections::BTreeMap;

use super::super::allowance::Allowance;
use super::super::gather::add;
use super::super::ooxml::merge;
use super::super::printed;
use super::records::{XlsbRecord, long, records, text, whole, write};
use crate::messages::Phrase;
use crate::workbook::{Address, Hidden, Problem};

/// The longest record of a number without a formula worth counting.
const MOST_OF_A_NUMBER: usize = 64;
/// The longest formula that Excel stores, in bytes.
const LONGEST_FORMULA: u32 = 16_384;

/// What the scan of a sheet found.
#[derive(Debug, Default)]
pub(super) struct XlsbScan {
    /// The sheet with only the cells that can be read and are within the limits.
    pub(super) plain: Vec<u8>,
    /// The error values, by row and column. calamine does not give those of formulas.
    pub(super) errors: BTreeMap<(u32, u32), &'static str>,
    /// Cells and the numbers of their formats.
    pub(super) styles: Vec<(Address, usize)>,
    /// What is printed above and below the sheet.
    pub(super) printed: Vec<String>,
    /// Hidden rows and columns.
    pub(super) hidden: Hidden,
    /// Merged regions: top left and bottom right.
    pub(super) merges: Vec<(Address, Address)>,
    /// What was left out.
    pub(super) problems: Vec<Problem>,
}

/// Scans a sheet. `strings` is the number of shared texts of the workbook; `allowance` bounds what is copied of its sheets.
pub(super) fn scan(part: &[u8], strings: u32, allowance: &mut Allowance<'_>) -> XlsbScan {
    let limits = allowance.limits();
    let mut scan = XlsbScan::default();
    // The region of used cells, which calamine wants to see and nobody needs.
    write(&mut scan.plain, 0x0094, &[0; 16]);
    write(&mut scan.plain, 0x0091, &[]);
    let (mut row, mut ended) = (0u32, false);
    for XlsbRecord { kind, data } in records(part) {
        match kind {
            // BrtRowHdr
            0x0000 => {
                row = long(data, 0).unwrap_or(u32::MAX - 1).min(u32::MAX - 1);
                if u64::from(row) < limits.rows() {
                    write(&mut scan.plain, kind, data);
                    if is_hidden_row(data) {
                        match scan.hidden.rows.last_mut() {
                            Some((_, last)) if *last + 1 == row => *last = row,
                            _ => scan.hidden.rows.push((row, row)),
                        }
                    }
                }
            }
            // BrtColInfo
            0x003c if data.len() >= 18 => {
                if let (Some(from), Some(to)) = (long(data, 0), long(data, 4)) {
                    let to = u64::from(to).min(limits.columns().saturating_sub(1)) as u32;
                    // Widths count in parts of 256 of a character.
                    let thin = long(data, 8).is_some_and(|width| width < 26);
                    if (data[16] & 1 != 0 || thin) && from <= to {
                        scan.hidden.cols.push((from, to));
                    }
                }
            }
            // Cells with a value.
            0x0002..=0x000b => {
                let col = long(data, 0).unwrap_or(u32::MAX - 1).min(u32::MAX - 1);
                let at = Address::new(row, col);
                if let Some(problem) = limits.outside(row.into(), col.into()) {
                    add(&mut scan.problems, problem);
                } else if !sound(kind, data, strings) {
                    let reason = Phrase::new("damage-record").arg("cell", at);
                    add(&mut scan.problems, Problem::Unreadable(reason));
                } else if let Err(problem) = allowance.cell(at, text_bytes(data)) {
                    add(&mut scan.problems, problem);
                } else {
                    let style = u32::from_le_bytes([data[4], data[5], data[6], 0]) as usize;
                    scan.styles.push((at, style));
                    if matches!(kind, 0x0003 | 0x000b) {
                        scan.errors.insert((row, col), error(data[8]));
                    }
                    if kind != 0x0003 {
                        write(&mut scan.plain, kind, data);
                    }
                }
            }
            // BrtBeginHeaderFooter: up to six texts.
            0x01df => {
                let mut at = 2;
                for _ in 0..6 {
                    if long(data, at) == Some(u32::MAX) {
                        at += 4;
                    } else if let Some((code, end)) = text(data, at) {
                        printed::add(&mut scan.printed, &code);
                        at = end;
                    }
                }
            }
            // BrtMergeCell
            0x00b0 => {
                let number = |at| long(data, at).map(u64::from);
                if let (Some(top), Some(bottom), Some(left), Some(right)) =
                    (number(0), number(4), number(8), number(12))
                {
                    scan.merges
                        .extend(merge(((top, left), (bottom, right)), limits));
                }
            }
            // BrtEndSheetData
            0x0092 => ended = true,
            _ => {}
        }
    }
    if !ended || !whole(part) {
        add(
            &mut scan.problems,
            Problem::Unreadable(Phrase::new("damage-sheet-end")),
        );
    }
    write(&mut scan.plain, 0x0092, &[]);
    scan
}

/// The bytes of a record that are text or formula; numbers take none worth counting.
fn text_bytes(data: &[u8]) -> u64 {
    data.len().saturating_sub(MOST_OF_A_NUMBER) as u64
}

/// Whether a row is hidden, or has a height of its own that is none: in parts of 20 of a point.
fn is_hidden_row(data: &[u8]) -> bool {
    let flags = data.get(11).copied().unwrap_or(0);
    let height = data.get(8..10).map(|b| u16::from_le_bytes([b[0], b[1]]));
    flags & 0x10 != 0 || flags & 0x20 != 0 && height.is_some_and(|height| height < 20)
}

/// Whether a cell is as long as its type needs, formula included.
fn sound(kind: u16, data: &[u8], strings: u32) -> bool {
    let formula = |at: usize| {
        let end = long(data, at)
            .filter(|length| *length <= LONGEST_FORMULA)
            .and_then(|length| (length as usize).checked_add(at)?.checked_add(4));
        end.is_some_and(|end| end <= data.len())
    };
    match kind {
        0x0002 => data.len() >= 12,
        0x0003 | 0x0004 => data.len() >= 9,
        0x0005 => data.len() >= 16,
        0x0006 => text(data, 8).is_some(),
        0x0007 => long(data, 8).is_some_and(|index| index < strings),
        0x0008 => text(data, 8).is_some_and(|(_, end)| formula(end + 2)),
        0x0009 => formula(18),
        _ => formula(11),
    }
}

fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        0x2a => "#N/A",
        0x2b => "#GETTING_DATA",
        _ => "#UNKNOWN!",
    }
}
