//! Prepared sheets of a form's document, and whether anybody has written on them.
//!
//! A sheet keeps a fingerprint of what it was made with, out of sight beside it. One that still says the same was not filled
//! in: its headings, drafts and labels are no content.

use super::stamp::beside;
use crate::prose::open;
use crate::text::squash;
use crate::workbook::{Address, Cell, Look, Sheet, SheetIx, Value, Workbook};

/// What the text beside a prepared sheet begins with.
const MARK: &str = "yusuan-paper:";
/// What follows it where the sheet counts as it was made.
const KEPT: &str = "kept:";
/// What follows it where the sheet counts only once something was written on it.
const DRAFT: &str = "draft:";

/// What follows it where, besides, some of its paragraphs are formulas: fingerprints with and without those.
const LIVE: &str = "live:";

/// A prepared sheet of a workbook that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FormPaper {
    /// Which one.
    at: SheetIx,
    /// Whether what it was made with counts, in a form that was filled in anywhere.
    kept: bool,
    /// Whether it says what it was made with.
    untouched: bool,
    /// The first cell with a paragraph whose formula no program has computed.
    uncomputed: Option<Address>,
}

/// The text that is put beside a sheet whose content is the columns before `end`.
pub(super) fn mark<'c>(
    cells: impl Iterator<Item = &'c Cell> + Clone,
    end: u32,
    kept: bool,
) -> String {
    let all = cells.filter(|cell| cell.col < end);
    let own = all.clone().filter(|cell| cell.formula.is_none());
    let live = all.clone().any(is_paragraph);
    if live && !kept {
        let (all, own) = (
            fingerprint(all, without_amounts),
            fingerprint(own, squashed),
        );
        return format!("{MARK}{LIVE}{all}:{own}");
    }
    let kind = if kept { KEPT } else { DRAFT };
    format!("{MARK}{kind}{}", fingerprint(own, squashed))
}

/// Whether a cell holds a paragraph that is a formula.
fn is_paragraph(cell: &Cell) -> bool {
    cell.formula.is_some() && cell.style.look == Look::Paragraph
}

/// The prepared sheets of `workbook`, which still has what stands beside its tables.
pub(super) fn papers(workbook: &Workbook) -> Vec<FormPaper> {
    let sheets = workbook.numbered();
    sheets.filter_map(|(at, sheet)| paper(at, sheet)).collect()
}

fn paper(at: SheetIx, sheet: &Sheet) -> Option<FormPaper> {
    let end = beside(sheet)?;
    let marks = sheet.cells.iter().filter(|cell| cell.col > end);
    let mut mark = marks.filter_map(|cell| match &cell.value {
        Value::Text(text) => text.strip_prefix(MARK),
        _ => None,
    });
    let mark = mark.next_back()?;
    let all = || sheet.cells.iter().filter(|cell| cell.col < end);
    let is_computed = |cell: &Cell| {
        cell.formula.is_some() || sheet.computed.binary_search(&cell.address()).is_ok()
    };
    let own = || all().filter(|cell| !is_computed(cell));
    if let Some((with, without)) = mark.strip_prefix(LIVE).and_then(|own| own.split_once(':')) {
        let mut blank = all().filter(|cell| is_computed(cell) && cell.value == Value::Blank);
        let uncomputed = blank.next().map(Cell::address);
        let untouched = match uncomputed {
            Some(_) => fingerprint(own(), squashed) == without,
            None => fingerprint(all(), without_amounts) == with,
        };
        return Some(FormPaper {
            at,
            kept: false,
            untouched,
            uncomputed,
        });
    }
    let (kept, made) = match mark.strip_prefix(KEPT) {
        Some(made) => (true, made),
        None => (false, mark.strip_prefix(DRAFT)?),
    };
    Some(FormPaper {
        at,
        kept,
        untouched: fingerprint(own(), squashed) == made,
        uncomputed: None,
    })
}

/// The first paragraph of each sheet that somebody wrote on and no program has computed: sheet and cell.
pub(super) fn uncomputed(papers: &[FormPaper]) -> Vec<(SheetIx, Address)> {
    let written = papers.iter().filter(|paper| !paper.untouched);
    written
        .filter_map(|paper| Some((paper.at, paper.uncomputed?)))
        .collect()
}

/// Empties the prepared sheets that say nothing: those that nobody wrote on; of a form that nobody filled in, all of them.
/// `workbook` has no longer what stands beside its tables.
pub(super) fn clear(workbook: &mut Workbook, papers: &[FormPaper]) {
    let written = papers.iter().any(|paper| !paper.untouched);
    let is_paper = |at: SheetIx| papers.iter().any(|paper| paper.at == at);
    let begun = written
        || workbook
            .numbered()
            .any(|(at, sheet)| !is_paper(at) && has_amount(sheet));
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
fn fingerprint<'c>(cells: impl Iterator<Item = &'c Cell>, form: impl Fn(&str) -> String) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for cell in cells {
        let text = match &cell.value {
            Value::Text(text) => form(text),
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

fn squashed(text: &str) -> String {
    squash(text).into_owned()
}

/// A text with all amounts alike, those left open included: they follow the tables, whoever wrote them.
fn without_amounts(text: &str) -> String {
    const AMOUNT: char = '¤';
    let mut rest = squash(text).replace(&squashed(&open("金额")), "¤");
    let mut out = String::with_capacity(rest.len());
    while let Some(end) = rest.find("万元") {
        let (before, after) = rest.split_at(end);
        let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-');
        let bare = before.trim_end_matches(number);
        out.push_str(bare);
        out.push(if bare.len() < before.len() {
            AMOUNT
        } else {
            '元'
        });
        rest = after["万元".len()..].to_owned();
    }
    out + &rest
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
