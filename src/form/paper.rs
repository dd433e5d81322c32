//! Prepared sheets of a form's document, and whether anybody has written on them.
//!
//! A sheet keeps a fingerprint of what it was made with, out of sight beside it. One that still says the same was not filled
//! in: its headings, drafts and labels are no content.

use super::stamp::beside;
use crate::text::squash;
use crate::workbook::{Cell, Sheet, Value, Workbook};

/// What the text beside a prepared sheet begins with.
const MARK: &str = "yusuan-paper:";
/// What follows it where the sheet counts as it was made.
const KEPT: &str = "kept:";
/// What follows it where the sheet counts only once something was written on it.
const DRAFT: &str = "draft:";

/// A prepared sheet of a workbook that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Paper {
    /// Its position in the workbook.
    at: usize,
    /// Whether what it was made with counts, in a form that was filled in anywhere.
    kept: bool,
    /// Whether it says what it was made with.
    untouched: bool,
}

/// The text that is put beside a sheet whose content is the columns before `end`.
pub(super) fn mark<'c>(cells: impl Iterator<Item = &'c Cell>, end: u32, kept: bool) -> String {
    let own = cells.filter(|cell| cell.col < end && cell.formula.is_none());
    let kind = if kept { KEPT } else { DRAFT };
    format!("{MARK}{kind}{}", fingerprint(own))
}

/// The prepared sheets of `workbook`, which still has what stands beside its tables.
pub(super) fn papers(workbook: &Workbook) -> Vec<Paper> {
    let sheets = workbook.sheets.iter().enumerate();
    sheets.filter_map(|(at, sheet)| paper(at, sheet)).collect()
}

fn paper(at: usize, sheet: &Sheet) -> Option<Paper> {
    let end = beside(sheet)?;
    let marks = sheet.cells.iter().filter(|cell| cell.col > end);
    let mut mark = marks.filter_map(|cell| match &cell.value {
        Value::Text(text) => text.strip_prefix(MARK),
        _ => None,
    });
    let mark = mark.next_back()?;
    let (kept, made) = match mark.strip_prefix(KEPT) {
        Some(made) => (true, made),
        None => (false, mark.strip_prefix(DRAFT)?),
    };
    let own = sheet.cells.iter().filter(|cell| {
        cell.col < end
            && cell.formula.is_none()
            && sheet.computed.binary_search(&cell.address()).is_err()
    });
    Some(Paper {
        at,
        kept,
        untouched: fingerprint(own) == made,
    })
}

/// Empties the prepared sheets that say nothing: those that nobody wrote on; of a form that nobody filled in, all of them.
/// `workbook` has no longer what stands beside its tables.
pub(super) fn clear(workbook: &mut Workbook, papers: &[Paper]) {
    let written = papers.iter().any(|paper| !paper.untouched);
    let is_paper = |at: usize| papers.iter().any(|paper| paper.at == at);
    let mut others = workbook.sheets.iter().enumerate();
    let begun = written || others.any(|(at, sheet)| !is_paper(at) && has_amount(sheet));
    for paper in papers {
        if paper.untouched && !(paper.kept && begun) {
            let sheet = &mut workbook.sheets[paper.at];
            sheet.cells.clear();
            sheet.merges.clear();
        }
    }
}

fn has_amount(sheet: &Sheet) -> bool {
    let amount = |cell: &Cell| matches!(&cell.value, Value::Number(number) if !number.is_zero());
    sheet.cells.iter().any(amount)
}

/// What cells say, without white space and empty ones (FNV-1a of 64 bits). Where they stand does not matter, so that rows
/// that somebody inserted are no content.
fn fingerprint<'c>(cells: impl Iterator<Item = &'c Cell>) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for cell in cells {
        let text = match &cell.value {
            Value::Text(text) => squash(text).into_owned(),
            Value::Number(number) => number.normalize().to_string(),
            Value::Bool(value) => value.to_string(),
            Value::Date(text) | Value::Error(text) => text.clone(),
            Value::Blank => String::new(),
        };
        if text.is_empty() {
            continue;
        }
        for byte in text.bytes().chain([0x1f]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::super::stamp::BESIDE;
    use super::*;

    fn text(row: u32, col: u32, text: &str) -> Cell {
        Cell {
            row,
            col,
            value: Value::Text(text.to_owned()),
            ..Cell::default()
        }
    }

    fn sheet(name: &str, kept: bool, written: &str) -> Sheet {
        let own = [text(0, 0, "单位职能"), text(2, 0, "负责某事。")];
        let mark = mark(own.iter(), 1, kept);
        let [heading, paragraph] = own;
        let mut cells = vec![heading, text(0, 1, BESIDE), text(0, 3, &mark), paragraph];
        if !written.is_empty() {
            cells.push(text(3, 0, written));
        }
        Sheet {
            name: name.to_owned(),
            cells,
            ..Sheet::default()
        }
    }

    fn left(sheets: Vec<Sheet>) -> Vec<bool> {
        let mut workbook = Workbook {
            sheets,
            ..Workbook::default()
        };
        let papers = papers(&workbook);
        clear(&mut workbook, &papers);
        let sheets = workbook.sheets.iter();
        sheets.map(|sheet| !sheet.cells.is_empty()).collect()
    }

    #[test]
    fn what_nobody_wrote_on_is_empty() {
        let both = |written: &str| vec![sheet("甲", true, ""), sheet("乙", false, written)];
        assert_eq!(left(both("")), [false, false]);
        assert_eq!(left(both(" ")), [false, false]);
        assert_eq!(left(both("新的一段。")), [true, true]);
    }

    #[test]
    fn what_is_kept_counts_once_a_table_is_filled_in() {
        let table = Sheet {
            cells: vec![Cell {
                value: Value::Number(5.into()),
                ..Cell::default()
            }],
            ..Sheet::default()
        };
        let sheets = vec![sheet("甲", true, ""), sheet("乙", false, ""), table];
        assert_eq!(left(sheets), [true, false, true]);
    }
}
