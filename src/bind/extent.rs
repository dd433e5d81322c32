//! Where a table ends: what stands below its last line or beside its last column is not the table's, however much it looks
//! like more lines.

use std::ops::Range;

use super::cells::{begins_note, is_placeholder, is_table_note};
use super::on_sheet::HeaderText;
use super::placement::PlacedBlock;
use super::source::SourceSheet;
use super::titles::is_closing;
use crate::layout::{Field, Layout, TableLayout};
use crate::model::{Code, Lines, ReadingWords};
use crate::text::{Reading, read_amount, strip_ordinal};
use crate::workbook::Address;

/// The last row, of those behind row `header` up to `end`, that belongs to the table with these `blocks`.
///
/// A list goes on below its header line by line. Behind its closing line, and behind blank rows, only what proves to be of the
/// table belongs to it: a row of the form, a code, a closing line, a note.
pub(super) fn last_row(
    sheet: &SourceSheet<'_>,
    layout: &Layout,
    table: &TableLayout,
    blocks: &[PlacedBlock],
    header: u32,
    end: u32,
) -> u32 {
    // Something else may begin within the header's own rows.
    if end <= header {
        return header;
    }
    let rows = BodyRows {
        sheet,
        layout,
        table,
        blocks,
    };
    let (mut last, mut lined, mut noted) = (header, false, false);
    let (mut closing, mut closed) = (false, false);
    let mut zeros: Option<u32> = None;
    let mut from = sheet.sheet.cells.partition_point(|cell| cell.row <= header);
    let to = sheet.sheet.cells.partition_point(|cell| cell.row <= end);
    for cells in sheet.sheet.cells[from..to].chunk_by(|a, b| a.row == b.row) {
        let row = cells[0].row;
        let cells = &(from..from + cells.len());
        from = cells.end;
        if rows.is_blank(cells) {
            if rows.has_amount(cells) && zeros.is_none_or(|own| row == own + 1) {
                zeros = Some(row);
            }
            continue;
        }
        let apart = row > last + 1;
        // A table may have its closing line on top, but then its lines follow.
        closed |= closing && apart;
        let closes = rows.closes(cells);
        let note = rows.is_note(cells);
        let belongs = if note {
            true
        } else if closed {
            !apart && (closes || rows.is_of_form(cells))
        } else if closes {
            true
        } else if rows.is_header_of_other(cells) {
            false
        } else {
            let follows = !noted && (!apart || !lined && rows.is_keyless());
            follows || rows.is_of_form(cells) || rows.has_code(cells) || rows.is_keyed(cells)
        };
        if !belongs {
            break;
        }
        closing |= closes;
        closed |= closes && lined;
        noted |= note;
        lined |= !closes && rows.has_amount(cells);
        last = row;
    }
    // A table without labels has one row, which may be of zeros.
    match zeros.filter(|_| !lined && rows.is_keyless()) {
        Some(row) => last.max(row),
        None => last,
    }
}

/// The last column of a sheet that tables may take: what stands behind its first empty column has a title that is none of the
/// layout's, or no row with two texts of headers.
pub(super) fn panel(sheet: &SourceSheet<'_>, headers: &[HeaderText], foreign: &[Address]) -> u32 {
    let edge = sheet.edge;
    if edge == u32::MAX {
        return edge;
    }
    let mut known: [bool; 2] = [false, false];
    let mut from = 0;
    for row in sheet.sheet.cells.chunk_by(|a, b| a.row == b.row) {
        for (own, beyond) in known.iter_mut().zip([false, true]) {
            let headers = row.iter().zip(&headers[from..]);
            let headers =
                headers.filter(|(cell, text)| (cell.col > edge) == beyond && text.is_known());
            *own |= headers.count() >= 2;
        }
        from += row.len();
    }
    let [left, right] = known;
    let titled = foreign.iter().any(|at| at.col > edge);
    if right && !(left && titled) {
        return u32::MAX;
    }
    edge
}

/// Whether each row from `from` on with amounts has a code of the lists that begin with one of the digits `begins`, or closes
/// the list.
pub(super) fn all_listed(
    sheet: &SourceSheet<'_>,
    layout: &Layout,
    table: &TableLayout,
    blocks: &[PlacedBlock],
    from: u32,
    begins: &[char],
) -> bool {
    let rows = BodyRows {
        sheet,
        layout,
        table,
        blocks,
    };
    let own = |cells: &Range<usize>| {
        let codes = rows.codes(cells);
        let first = codes.chars().next();
        rows.closes(cells) || rows.has_code(cells) && first.is_none_or(|c| begins.contains(&c))
    };
    let listed = sheet.sheet.rows().map(|(row, _)| row);
    let listed = listed.filter(|row| *row >= from);
    let mut listed = listed.map(|row| sheet.row(row));
    listed.all(|cells| !rows.has_amount(&cells) || own(&cells))
}

/// The rows below a header.
struct BodyRows<'r, 's> {
    sheet: &'r SourceSheet<'s>,
    layout: &'r Layout,
    table: &'r TableLayout,
    blocks: &'r [PlacedBlock],
}

impl BodyRows<'_, '_> {
    /// The cells of a row that hold something.
    fn held(&self, cells: &Range<usize>) -> impl Iterator<Item = usize> {
        let sheet = self.sheet;
        cells
            .clone()
            .filter(|&at| !sheet.texts[at].is_empty() || sheet.is_number(at))
    }

    fn field(&self, at: usize) -> Option<&Field> {
        let col = self.sheet.sheet.cells[at].col;
        let columns = self.blocks.iter().flat_map(|block| &block.columns);
        let mut own = columns.filter(|(own, _)| *own == col);
        own.next().map(|(_, field)| field)
    }

    fn is_amount(&self, at: usize) -> bool {
        matches!(self.field(at), Some(Field::Amount(_)))
    }

    /// Whether the table has amounts only, whose rows have no label.
    fn is_keyless(&self) -> bool {
        let mut columns = self.blocks.iter().flat_map(|block| &block.columns);
        columns.all(|(_, field)| matches!(field, Field::Amount(_)))
    }

    /// The spare rows of a grid may be filled with zeros.
    fn is_blank(&self, cells: &Range<usize>) -> bool {
        self.held(cells).all(|at| {
            self.is_amount(at)
                && match read_amount(&self.sheet.shown(at)) {
                    Reading::Number { value, .. } => value.is_zero(),
                    read => read == Reading::Nil,
                }
        })
    }

    fn has_amount(&self, cells: &Range<usize>) -> bool {
        self.held(cells)
            .any(|at| self.is_amount(at) && self.sheet.is_number(at))
    }

    /// Whether the label of a closing line stands left of an amount of the table.
    fn closes(&self, cells: &Range<usize>) -> bool {
        let columns = self.blocks.iter().flat_map(|block| &block.columns);
        let amounts = columns.filter(|(_, field)| matches!(field, Field::Amount(_)));
        let last = amounts.map(|(col, _)| *col).max();
        self.held(cells).any(|at| {
            !self.is_amount(at)
                && last.is_some_and(|last| self.sheet.sheet.cells[at].col < last)
                && is_closing(self.layout, strip_ordinal(&self.sheet.texts[at]))
        })
    }

    /// Whether a row has the label of a fixed row, or of a 类, whose names end alike.
    fn is_of_form(&self, cells: &Range<usize>) -> bool {
        let labels = self
            .held(cells)
            .filter(|&at| self.field(at) == Some(&Field::Label));
        let mut labels = labels.map(|at| strip_ordinal(&self.sheet.texts[at]));
        labels.any(|text| {
            let label = self.layout.canonical(text.trim_end_matches(':')).0;
            let mut rows = self.table.blocks.iter().flat_map(|block| &block.rows);
            let words = &*self.layout.words;
            rows.any(|row| row.key == label)
                || ReadingWords::ends(&words.class_ends, text)
                || is_placeholder(words, text)
        })
    }

    /// The digits of the code of a row, its columns joined.
    fn codes(&self, cells: &Range<usize>) -> String {
        let held = self.held(cells);
        let codes =
            held.filter(|&at| matches!(self.field(at), Some(Field::Code | Field::CodePart(_))));
        let texts: Vec<String> = codes.map(|at| self.sheet.shown(at).into_owned()).collect();
        // Each column may hold the whole code.
        match texts.last() {
            Some(last) if last.len() >= 5 && texts.len() > 1 => last.clone(),
            _ => texts.concat(),
        }
    }

    /// Whether a row has a code, or the part of one below a code that stands further up; or a place for one.
    fn has_code(&self, cells: &Range<usize>) -> bool {
        let codes = self.codes(cells);
        let digits: String = codes.chars().filter(char::is_ascii_digit).collect();
        let rest = codes.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.'));
        let whole = Code::parse(&digits).is_some() && rest.chars().all(|c| !c.is_ascii_digit());
        let lower = self
            .held(cells)
            .all(|at| !matches!(self.field(at), Some(Field::Code | Field::CodePart(1))));
        let part = lower && matches!(digits.len(), 1..=4) && digits == codes;
        whole || part || !codes.is_empty() && is_placeholder(&self.layout.words, &codes)
    }

    /// Whether the row is a record, or the head line of a unit: a key of one beside an amount or another text.
    fn is_keyed(&self, cells: &Range<usize>) -> bool {
        let mut blocks = self.table.blocks.iter();
        let keyed = blocks
            .any(|block| block.meaning.lines == Lines::Records || block.meaning.groups.is_some());
        let key = |at: &usize| matches!(self.field(*at), Some(Field::Key(..)));
        let text = |at: &usize| !self.sheet.texts[*at].is_empty() && !self.is_amount(*at);
        let texts = || self.held(cells).filter(text);
        keyed && texts().any(|at| key(&at)) && (self.has_amount(cells) || texts().count() > 1)
    }

    /// Whether the row names other columns: texts, no number, where two amounts would stand.
    fn is_header_of_other(&self, cells: &Range<usize>) -> bool {
        let amounts = self.held(cells).filter(|&at| self.is_amount(at));
        let words = amounts.filter(|&at| {
            let text = self.sheet.texts[at].as_ref();
            text.chars().count() >= 2
                && !is_placeholder(&self.layout.words, text)
                && matches!(read_amount(text), Reading::NotANumber)
        });
        words.count() >= 2 && !self.held(cells).any(|at| self.sheet.is_number(at))
    }

    /// Whether the row is a note on the table, or says who made it and when.
    fn is_note(&self, cells: &Range<usize>) -> bool {
        let texts = || self.held(cells).map(|at| self.sheet.texts[at].as_ref());
        let words = &*self.layout.words;
        let footer = |text: &str| ReadingWords::begins(&words.footers, text);
        let numbers = self
            .held(cells)
            .any(|at| self.is_amount(at) && self.sheet.is_number(at));
        let single = self.held(cells).count() == 1;
        !numbers
            && texts().any(|text| {
                begins_note(words, text)
                    || footer(text)
                    || single
                        && (is_table_note(words, text)
                            || ReadingWords::begins(&words.unit_alone, text))
            })
    }
}
