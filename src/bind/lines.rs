//! The lines of a part: row by row, block by block, each amount with its cell.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::cells::{self, CellAmount, Kind, Shown};
use super::extract::Reader;
use super::ledger::Role;
use super::leftovers::SUBTOTALS;
use super::placement::{Part, PlacedBlock};
use super::rows::{Carried, RowCells, RowKey, coded, is_note, labelled};
use crate::finding::{Finding, FindingCode, Stated};
use crate::layout::Field;
use crate::model::{Amount, Code, Id, Key, Line, Lines};
use crate::text::{Measure, squash};
use crate::workbook::HiddenBy;

/// A line as read, with what its amounts were stated in.
#[derive(Debug)]
pub(super) struct ReadLine {
    pub(super) line: Line,
    /// The sheet that it stands on.
    pub(super) sheet: usize,
    /// Whether a label beside the line calls it the total.
    pub(super) labelled_total: bool,
    /// The cells of the line, for a line that turns out to repeat another.
    pub(super) cells: Vec<usize>,
}

/// The lines of a part.
#[derive(Debug)]
pub(super) struct ReadPart<'p> {
    pub(super) part: &'p Part,
    pub(super) measure: Measure,
    pub(super) lines: Vec<ReadLine>,
    pub(super) decimals: u32,
    pub(super) note: Option<String>,
    pub(super) text_numbers: Vec<Stated>,
    pub(super) hidden: Vec<Stated>,
    pub(super) hidden_by: BTreeSet<HiddenBy>,
    pub(super) too_many_digits: Vec<Stated>,
    pub(super) placeholders: Vec<Stated>,
    /// Amounts that a number format shows as others than are stored.
    pub(super) scaled: Vec<Stated>,
    /// Amounts that a number format shows as others than are stored, against the unit of measure.
    pub(super) contradicting: Vec<Stated>,
    pub(super) percentages: Vec<Stated>,
    pub(super) dates: Vec<Stated>,
}

impl Reader<'_, '_> {
    pub(super) fn part<'p>(
        &mut self,
        part: &'p Part,
        classes: &[(String, Code)],
        carried: &mut Carried,
    ) -> ReadPart<'p> {
        let measure = part.measure.unwrap_or(self.table(part).measure);
        let mut read = ReadPart {
            part,
            measure,
            lines: Vec::new(),
            decimals: 0,
            note: None,
            text_numbers: Vec::new(),
            hidden: Vec::new(),
            hidden_by: BTreeSet::new(),
            too_many_digits: Vec::new(),
            placeholders: Vec::new(),
            scaled: Vec::new(),
            contradicting: Vec::new(),
            percentages: Vec::new(),
            dates: Vec::new(),
        };
        let sheet = &self.source.sheets[part.sheet];
        let body = sheet.sheet.between(part.body.0, part.body.1);
        let mut rows: Vec<u32> = sheet.sheet.cells[body]
            .iter()
            .map(|cell| cell.row)
            .collect();
        rows.dedup();
        for (position, row) in rows.iter().enumerate() {
            let following = rows.get(position + 1).is_some();
            if position == 0 && following && self.numbers_columns(part, *row) {
                continue;
            }
            if self.is_footer(part, *row) {
                continue;
            }
            for block in &part.blocks {
                self.row(&mut read, block, *row, classes, carried);
            }
            self.beside(&mut read, *row);
        }
        self.one_of_single(&mut read);
        self.merged_amounts(part);
        read
    }

    fn row(
        &mut self,
        read: &mut ReadPart<'_>,
        placed: &PlacedBlock,
        row: u32,
        classes: &[(String, Code)],
        carried: &mut Carried,
    ) {
        let part = read.part;
        let sheet = &self.source.sheets[part.sheet];
        let cells: RowCells<'_> = sheet
            .row(row)
            .filter_map(|at| {
                placed
                    .columns
                    .iter()
                    .find(|(col, _)| *col == sheet.sheet.cells[at].col)
                    .map(|(_, field)| (at, field))
            })
            .collect();
        if cells.is_empty() {
            return;
        }
        let layout = &self.layout.tables[part.table].blocks[placed.block];
        let lines = self.lines(part, placed.block);
        let key = match lines {
            Lines::Fixed | Lines::Class => labelled(
                self.layout,
                layout,
                lines,
                &self.templates.codes,
                classes,
                sheet,
                &cells,
            ),
            Lines::Function | Lines::Economic => coded(self.layout, lines, sheet, &cells, carried),
            Lines::Single => RowKey::Line(Key::Total, String::new()),
        };
        let key = match key {
            RowKey::Nothing if lines != Lines::Single => {
                self.closing_beside(part, &cells).unwrap_or(RowKey::Nothing)
            }
            key => key,
        };
        let key_cells: Vec<usize> = cells
            .iter()
            .filter(|(_, field)| !matches!(field, Field::Amount(_)))
            .map(|&(at, _)| at)
            .collect();
        let amount_cells: Vec<usize> = cells
            .iter()
            .filter(|(_, field)| matches!(field, Field::Amount(_)))
            .map(|&(at, _)| at)
            .collect();
        match key {
            RowKey::Line(key, name) => {
                if lines == Lines::Single
                    && amount_cells
                        .iter()
                        .all(|&at| !sheet.is_number(at) && sheet.texts[at].chars().count() > 4)
                {
                    return self.note(read, &amount_cells);
                }
                let before = read.lines.len();
                self.line(read, layout.block.clone(), key, name, &cells);
                if lines == Lines::Single && self.closing_beside(part, &cells).is_some() {
                    read.lines[before..]
                        .iter_mut()
                        .for_each(|line| line.labelled_total = true);
                }
            }
            RowKey::Nothing => self.not_read(read, &amount_cells, None),
            RowKey::Unnamed => {
                key_cells
                    .iter()
                    .for_each(|&at| self.ledger.set(part.sheet, at, Role::Label));
                self.not_read(read, &amount_cells, None);
            }
            RowKey::Placeholder => {
                for &at in key_cells
                    .iter()
                    .chain(amount_cells.iter().filter(|&&at| !sheet.is_number(at)))
                {
                    self.placeholder(read, at);
                }
                self.not_read(read, &amount_cells, None);
            }
            RowKey::Words(words) => {
                if amount_cells.iter().any(|&at| sheet.is_number(at)) {
                    key_cells
                        .iter()
                        .for_each(|&at| self.ledger.set(part.sheet, at, Role::Label));
                    // Of what is hidden only lines of the table are read.
                    if matches!(lines, Lines::Function | Lines::Economic)
                        && key_cells.iter().all(|&at| sheet.hidden[at].is_none())
                        && !SUBTOTALS.contains(&&*squash(&words))
                        && !is_note(&squash(&words))
                    {
                        // A line with a name and no code: kept, so that its amounts are.
                        return self.line(
                            read,
                            layout.block.clone(),
                            Key::Unknown(String::new()),
                            words,
                            &cells,
                        );
                    }
                    self.not_read(read, &amount_cells, Some(&words));
                } else {
                    self.note(read, &key_cells);
                    self.note(read, &amount_cells);
                }
            }
        }
    }

    fn line(
        &mut self,
        read: &mut ReadPart<'_>,
        block: Id,
        key: Key,
        name: String,
        cells: &RowCells<'_>,
    ) {
        let part = read.part;
        let sheet = &self.source.sheets[part.sheet];
        let closing = key == Key::Total
            && self.lines(
                part,
                read.part
                    .blocks
                    .iter()
                    .find(|placed| self.table(part).blocks[placed.block].block == block)
                    .map_or(0, |placed| placed.block),
            ) != Lines::Single;
        let mut amounts = BTreeMap::new();
        let mut unread = BTreeSet::new();
        for &(at, field) in cells {
            match field {
                Field::Amount(column) => {
                    if let Some(amount) = self.amount(read, at) {
                        self.ledger.set(
                            part.sheet,
                            at,
                            if closing { Role::Total } else { Role::Amount },
                        );
                        amounts.insert(column.clone(), amount);
                    } else if self.ledger.get(part.sheet, at) == Some(Role::Fault) {
                        unread.insert(column.clone());
                    }
                }
                Field::Label => self.ledger.set(part.sheet, at, Role::Label),
                Field::Name => self.ledger.set(
                    part.sheet,
                    at,
                    if closing { Role::Label } else { Role::Name },
                ),
                Field::Code | Field::CodePart(_) => self.ledger.set(
                    part.sheet,
                    at,
                    if closing { Role::Label } else { Role::Code },
                ),
            }
        }
        let keyed = cells
            .iter()
            .find(|(_, field)| !matches!(field, Field::Amount(_)))
            .or(cells.first());
        let place = keyed.map(|&(at, _)| sheet.place(at));
        let name = self.row_name(part, &block, &key).unwrap_or(name);
        if cells
            .iter()
            .all(|(_, field)| matches!(field, Field::Amount(_)))
            && amounts.is_empty()
            && unread.is_empty()
        {
            return;
        }
        let cells = cells.iter().map(|&(at, _)| at).collect();
        read.lines.push(ReadLine {
            sheet: part.sheet,
            labelled_total: false,
            line: Line {
                block,
                key,
                name,
                amounts,
                unread,
                place,
            },
            cells,
        });
    }

    fn row_name(&self, part: &Part, block: &Id, key: &Key) -> Option<String> {
        let Key::Row(row) = key else { return None };
        let meaning = self
            .templates
            .model
            .table(self.table(part).table.as_str())?
            .block(block.as_str())?;
        meaning.row(row.as_str()).map(|row| row.name.clone())
    }

    fn amount(&mut self, read: &mut ReadPart<'_>, at: usize) -> Option<Amount> {
        let part = read.part;
        let sheet = &self.source.sheets[part.sheet];
        let own = part.column_measures.get(&sheet.sheet.cells[at].col);
        let measure = own.copied().unwrap_or(read.measure);
        match cells::amount(self.source, part.sheet, at, measure) {
            CellAmount::Blank => {
                self.ledger.set(part.sheet, at, Role::Other);
                None
            }
            CellAmount::Stated {
                amount,
                decimals,
                measure,
                kind,
                shown,
            } => {
                let exact = (amount.yuan, amount.stated.clone());
                let shift = (measure.yuan() / read.measure.yuan()).normalize();
                // Decimals count in the part's unit of measure: 3.50万元 in a table in 元 states tens of yuan.
                let shifted = (Decimal::new(1, decimals.min(20)) * shift)
                    .normalize()
                    .scale();
                read.decimals = read
                    .decimals
                    .max(if shift.is_integer() && shift == Decimal::ONE {
                        decimals
                    } else {
                        shifted
                    });
                let stated = Stated::amount(&amount);
                if kind == Kind::Text {
                    read.text_numbers.push(stated.clone());
                }
                match shown {
                    Shown::Plain => {}
                    Shown::Scaled => read.scaled.push(stated.clone()),
                    Shown::Contradicting => read.contradicting.push(stated.clone()),
                    Shown::Percentage => read.percentages.push(stated.clone()),
                }
                if let Some(by) = sheet.hidden[at] {
                    read.hidden.push(stated.clone());
                    read.hidden_by.insert(by);
                }
                if cells::has_more_than_fen(sheet.sheet, at, measure, shown) {
                    read.too_many_digits.push(stated.clone());
                }
                if exact.0.is_sign_negative() && !exact.0.is_zero() {
                    self.findings.push(
                        Finding::new(FindingCode::NegativeAmount)
                            .amount("yuan", exact.0)
                            .cell(stated),
                    );
                }
                Some(amount)
            }
            CellAmount::Placeholder => {
                self.placeholder(read, at);
                None
            }
            CellAmount::Words => {
                self.ledger.set(part.sheet, at, Role::Fault);
                let stated = Stated::text(Some(sheet.place(at)), &sheet.raw(at));
                self.findings.push(
                    Finding::new(FindingCode::NotANumber)
                        .arg("text", sheet.raw(at))
                        .cell(stated),
                );
                None
            }
            CellAmount::Date => {
                self.ledger.set(part.sheet, at, Role::Fault);
                let stated = Stated::text(Some(sheet.place(at)), &sheet.raw(at));
                read.dates.push(stated);
                None
            }
            CellAmount::Fault(finding) => {
                self.ledger.set(part.sheet, at, Role::Fault);
                self.findings.push(*finding);
                None
            }
        }
    }
}
