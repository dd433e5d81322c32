//! What stands between and beside the lines: notes, remarks, serial and column numbers, placeholders, stray numbers.

use super::cells::is_table_note;
use super::ledger::Role;
use super::placement::PlacedPart;
use super::read_part::{ReadLine, ReadPart};
use super::reader::SubmissionReader;
use super::rows::{RowCells, RowKey};
use super::titles::is_closing;
use super::titles::table_name;
use crate::finding::{Finding, FindingCode, Severity, Stated};
use crate::layout::Field;
use crate::model::{Key, Lines, ReadingWords, Text};
use crate::text::{Reading, read_amount};
use crate::workbook::HiddenBy;

impl SubmissionReader<'_, '_> {
    /// Of several rows of a block that has one, the total is taken, else the only one that is not zero. Where they
    /// differ and none is called the total, none is taken.
    pub(super) fn one_of_single(&mut self, read: &mut ReadPart<'_>) {
        let part = read.part;
        let single = part
            .blocks
            .iter()
            .any(|block| self.lines(part, block.block) == Lines::Single);
        if !single || read.lines.len() < 2 {
            return;
        }
        let stated = |line: &ReadLine| {
            line.line
                .amounts
                .values()
                .any(|amount| !amount.yuan.is_zero())
        };
        let chosen = read
            .lines
            .iter()
            .position(|line| line.labelled_total)
            .or_else(|| {
                let first = read.lines.iter().position(stated).unwrap_or(0);
                let same = |line: &ReadLine| {
                    let yuan = |line: &ReadLine| {
                        line.line
                            .amounts
                            .values()
                            .map(|amount| amount.yuan)
                            .collect::<Vec<_>>()
                    };
                    !stated(line) || yuan(line) == yuan(&read.lines[first])
                };
                read.lines.iter().all(same).then_some(first)
            });
        let mut finding = Finding::new(FindingCode::NumberNotRead)
            .variant("rows")
            .arg("table", table_name(self.table(part)));
        if chosen.is_none() {
            finding = finding.severity(Severity::Error);
        }
        let mut kept = Vec::new();
        for (at, line) in std::mem::take(&mut read.lines).into_iter().enumerate() {
            if chosen == Some(at) {
                kept.push(line);
                continue;
            }
            for &cell in &line.cells {
                if self.ledger.get(part.sheet, cell) == Some(Role::Amount) {
                    self.ledger.set(
                        part.sheet,
                        cell,
                        if chosen.is_some() {
                            Role::Repeated
                        } else {
                            Role::NotRead
                        },
                    );
                }
            }
            finding
                .cells
                .extend(line.line.amounts.values().map(Stated::amount));
        }
        read.lines = kept;
        if chosen.is_none() {
            self.findings.push(finding);
        }
    }

    /// An amount whose cell spans several lines belongs to none of them for sure.
    pub(super) fn merged_amounts(&mut self, part: &PlacedPart) {
        let sheet = &self.source.sheets[part.sheet];
        let amount = |col: u32| {
            part.blocks
                .iter()
                .flat_map(|block| &block.columns)
                .any(|(other, field)| *other == col && matches!(field, Field::Amount(_)))
        };
        for (from, to) in &sheet.sheet.merges {
            let within = part.body.0 <= from.row
                && to.row <= part.body.1
                && from.row < to.row
                && amount(from.col);
            let Some(at) = sheet.at(*from).filter(|&at| within && sheet.is_number(at)) else {
                continue;
            };
            self.findings.push(
                Finding::new(FindingCode::NotANumber)
                    .variant("merged")
                    .arg("range", format!("{from}:{to}"))
                    .cell(Stated::text(Some(sheet.place(at)), &sheet.raw(at))),
            );
        }
    }

    /// Whether a row says who made the table, and when; its texts are notes.
    pub(super) fn is_footer(&mut self, part: &PlacedPart, row: u32) -> bool {
        let sheet = &self.source.sheets[part.sheet];
        let footer = sheet
            .row(row)
            .any(|at| ReadingWords::begins(&self.layout.words.footers, &sheet.texts[at]));
        if footer {
            for at in sheet.row(row).filter(|&at| !sheet.is_number(at)) {
                self.ledger.suppose(part.sheet, at, Role::Note);
            }
        }
        footer
    }

    pub(super) fn note(&mut self, read: &mut ReadPart<'_>, cells: &[usize]) {
        let sheet = &self.source.sheets[read.part.sheet];
        // On a hidden sheet the note belongs to the table, which is read.
        let own = |at: usize| matches!(sheet.hidden[at], None | Some(HiddenBy::Sheet));
        for &at in cells.iter().filter(|&&at| own(at)) {
            let text = sheet.texts[at].as_ref();
            if sheet.measures[at].is_some() {
                self.ledger.set(read.part.sheet, at, Role::Measure);
            } else if !text.is_empty() {
                self.ledger.set(read.part.sheet, at, Role::Note);
                // Where 无 stands in the table, the note below it says more.
                let words = &*self.layout.words;
                let bare = |note: &Text| ReadingWords::is(&words.none_alone, note.text.trim());
                if is_table_note(words, text) && read.note.as_ref().is_none_or(bare) {
                    let note = sheet.raw(at).trim().to_owned();
                    read.note = Some(Text {
                        text: note,
                        place: Some(sheet.place(at)),
                    });
                }
            }
        }
    }

    /// Numbers of a row that is no line.
    pub(super) fn not_read(
        &mut self,
        read: &ReadPart<'_>,
        amount_cells: &[usize],
        label: Option<&str>,
    ) {
        let sheet = &self.source.sheets[read.part.sheet];
        let numbers: Vec<usize> = amount_cells
            .iter()
            .copied()
            .filter(|&at| sheet.is_number(at))
            .collect();
        if label.is_none() {
            // Spare rows of the grid may be filled with zeros.
            for &at in numbers.iter().filter(|&&at| matches!(read_amount(&sheet.shown(at)), Reading::Number { value, .. } if value.is_zero())) {
                self.ledger.set(read.part.sheet, at, Role::Other);
            }
        }
        let (Some(label), false) = (label, numbers.is_empty()) else {
            return;
        };
        let mut finding = Finding::new(FindingCode::NumberNotRead)
            .variant("row")
            .arg("label", label);
        for at in numbers {
            self.ledger.set(read.part.sheet, at, Role::NotRead);
            finding = finding.cell(Stated::text(Some(sheet.place(at)), &sheet.raw(at)));
        }
        self.findings.push(finding);
    }

    /// Cells of a row beside the table's own columns: serial numbers, remarks, notes.
    pub(super) fn beside(&mut self, read: &mut ReadPart<'_>, row: u32) {
        let part = read.part;
        let sheet = &self.source.sheets[part.sheet];
        for at in sheet.row(row) {
            let col = sheet.sheet.cells[at].col;
            if self.ledger.get(part.sheet, at).is_some()
                || col < part.columns.0
                || col > part.columns.1
            {
                continue;
            }
            if let Some((_, header)) = part.extras.iter().find(|(extra, _)| *extra == col) {
                let remark = ReadingWords::holds(&self.layout.words.remarks, header);
                match (remark, sheet.is_number(at)) {
                    (true, false) => self.ledger.set(part.sheet, at, Role::Note),
                    (true, true) => {}
                    (false, _) => self.ledger.set(part.sheet, at, Role::Serial),
                }
            } else if !sheet.is_number(at) && !sheet.texts[at].is_empty() {
                self.note(read, &[at]);
            }
        }
    }

    pub(super) fn placeholder(&mut self, read: &mut ReadPart<'_>, at: usize) {
        let sheet = &self.source.sheets[read.part.sheet];
        self.ledger.set(read.part.sheet, at, Role::Placeholder);
        read.placeholders
            .push(Stated::text(Some(sheet.place(at)), &sheet.raw(at)));
    }

    /// Whether the row below a header only numbers the columns (栏次 1, 2, 3).
    pub(super) fn numbers_columns(&mut self, part: &PlacedPart, row: u32) -> bool {
        let sheet = &self.source.sheets[part.sheet];
        let amount_cols: Vec<u32> = part
            .blocks
            .iter()
            .flat_map(|block| &block.columns)
            .filter(|(_, field)| matches!(field, Field::Amount(_)))
            .map(|(col, _)| *col)
            .collect();
        let cells: Vec<usize> = sheet
            .row(row)
            .filter(|&at| {
                part.columns.0 <= sheet.sheet.cells[at].col
                    && sheet.sheet.cells[at].col <= part.columns.1
            })
            .collect();
        let amounts: Vec<u32> = cells
            .iter()
            .filter(|&&at| amount_cols.contains(&sheet.sheet.cells[at].col))
            .filter_map(|&at| sheet.shown(at).parse().ok())
            .collect();
        let counts = amounts.len() == amount_cols.len()
            && amounts.len() >= 2
            && amounts.windows(2).all(|pair| pair[1] > pair[0])
            && amounts.last().is_some_and(|&last| last <= 60);
        let others_small = cells.iter().all(|&at| {
            let shown = sheet.shown(at);
            shown.chars().count() <= 3
                && (shown.parse::<u32>().is_ok_and(|number| number <= 60)
                    || shown.is_empty()
                    || ReadingWords::is(&self.layout.words.column_numbers, &shown))
        });
        if counts && others_small {
            for at in cells {
                self.ledger.set(part.sheet, at, Role::Serial);
            }
        }
        counts && others_small
    }

    /// A closing line whose label stands in a column beside the block's own, as that of serial numbers.
    pub(super) fn closing_beside(
        &mut self,
        part: &PlacedPart,
        cells: &RowCells<'_>,
    ) -> Option<RowKey> {
        let sheet = &self.source.sheets[part.sheet];
        let first = sheet.sheet.cells[cells.first()?.0].address();
        let label = sheet
            .row(first.row)
            .take_while(|&at| sheet.sheet.cells[at].col < first.col)
            .last()?;
        let beside = part
            .extras
            .iter()
            .any(|(col, _)| *col == sheet.sheet.cells[label].col);
        if !beside || !is_closing(self.layout, &sheet.texts[label]) {
            return None;
        }
        self.ledger.set(part.sheet, label, Role::Label);
        Some(RowKey::Line(Key::Total, String::new()))
    }
}
