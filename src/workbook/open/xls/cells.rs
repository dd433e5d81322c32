//! The records of a sheet that hold cells.

use std::rc::Rc;

use super::super::Limits;
use super::super::allowance::Allowance;
use super::super::gather::add;
use super::super::number_format::NumberFormat;
use super::record::{IGNORED, XlsRecord, XlsScan, set_kind};
use crate::messages::Phrase;
use crate::workbook::{Address, Problem};

/// Error values that calamine knows; any other is shown as this one.
const ERRORS: [u8; 8] = [0x00, 0x07, 0x0f, 0x17, 0x1d, 0x24, 0x2a, 0x2b];
const NOT_AVAILABLE: u8 = 0x2a;

/// Counts the cells of a sheet, and takes out what cannot be read.
pub(super) struct XlsCells<'a, 'l> {
    lengths: &'a [u16],
    /// Texts have flags in front that tell how wide a character is.
    flags: bool,
    /// For each cell format what it does to numbers.
    formats: &'a [Option<Rc<NumberFormat>>],
    limits: &'l Limits,
    allowance: &'a mut Allowance<'l>,
    /// How many bytes of text a byte of a formula may become.
    widest: u64,
    /// First and last row and column of a value.
    bounds: Option<((u16, u16), (u16, u16))>,
    /// The formula that was read last, whose text may follow.
    formula: Option<(u16, u16)>,
}

impl<'a, 'l> XlsCells<'a, 'l> {
    pub(super) fn new(
        lengths: &'a [u16],
        flags: bool,
        formats: &'a [Option<Rc<NumberFormat>>],
        longest_name: u64,
        allowance: &'a mut Allowance<'l>,
    ) -> Self {
        Self {
            lengths,
            flags,
            formats,
            limits: allowance.limits(),
            allowance,
            // The name of a function takes three bytes, that of a sheet or region five or more.
            widest: 8 + longest_name / 4,
            bounds: None,
            formula: None,
        }
    }

    /// The cells, empty ones included, of the rectangle around the used ones.
    pub(super) fn grid(&self) -> u64 {
        self.bounds.map_or(0, |((top, bottom), (left, right))| {
            (u64::from(bottom - top) + 1) * (u64::from(right - left) + 1)
        })
    }

    /// Takes a record of the sheet.
    pub(super) fn record(
        &mut self,
        stream: &mut [u8],
        record: XlsRecord,
        scan: &mut XlsScan,
        limits: &Limits,
    ) {
        let data = &mut stream[record.from..record.to];
        self.format(scan, record.kind, data);
        let keep = match record.kind {
            // ROW: bit 5 of the flags hides it; bit 6 says that its height, in parts of 20 of a point, is its own.
            0x0208 if data.len() >= 14 => {
                let flat = data[12] & 0x40 != 0 && short(data, 6) & 0x7fff < 20;
                if data[12] & 0x20 != 0 || flat {
                    let row = u32::from(short(data, 0));
                    match scan.hidden.rows.last_mut() {
                        Some((_, last)) if *last + 1 == row => *last = row,
                        _ => scan.hidden.rows.push((row, row)),
                    }
                }
                true
            }
            // COLINFO: widths count in parts of 256 of a character.
            0x007d if data.len() >= 10 => {
                let (from, to) = (short(data, 0), short(data, 2).min(255));
                let thin = short(data, 4) < 26;
                if (data[8] & 1 != 0 || thin) && from <= to {
                    scan.hidden.cols.push((from.into(), to.into()));
                }
                true
            }
            // MERGECELLS: read here, as calamine trusts the count.
            0x00e5 => {
                for region in data.get(2..).unwrap_or_default().chunks_exact(8) {
                    let (rows, cols) = (
                        (short(region, 0), short(region, 2)),
                        (short(region, 4), short(region, 6)),
                    );
                    let from = Address::new(rows.0.min(rows.1).into(), cols.0.min(cols.1).into());
                    let to = Address::new(rows.0.max(rows.1).into(), cols.0.max(cols.1).into());
                    let outside = limits.outside(from.row.into(), from.col.into()).is_some();
                    if from == to || outside {
                        continue;
                    }
                    match self.allowance.merge(from) {
                        Ok(()) => scan.merges.push((from, to)),
                        Err(problem) => add(&mut scan.problems, problem),
                    }
                }
                false
            }
            // DIMENSIONS: calamine reserves memory for as many cells as it says.
            0x0200 => false,
            0x0203 => data.len() >= 14 && self.value(scan, data, 0),
            0x027e => data.len() >= 10 && self.value(scan, data, 0),
            0x0205 => {
                // An error value, or else TRUE or FALSE.
                let sound = data.len() >= 8 && data[7] <= 1;
                if sound && data[7] == 1 && !ERRORS.contains(&data[6]) {
                    data[6] = NOT_AVAILABLE;
                }
                sound && self.value(scan, data, 0)
            }
            0x00fd => data.len() >= 10 && self.shared_text(scan, data),
            0x0204 | 0x00d6 => {
                data.len() >= 9 && {
                    self.cap_text(scan, data, 6);
                    let bytes = 3 * u64::from(short(data, 6));
                    self.value(scan, data, bytes)
                }
            }
            0x00bd => self.several(scan, data),
            0x0006 => self.formula(scan, data),
            0x0207 => match self.formula.take() {
                Some((row, col)) if data.len() >= 3 => {
                    self.cap_text(scan, data, 0);
                    let at = Address::new(row.into(), col.into());
                    let taken = self.allowance.text(at, 3 * u64::from(short(data, 0)));
                    let fits = taken.is_ok();
                    if let Err(problem) = taken {
                        add(&mut scan.problems, problem);
                    }
                    fits
                }
                // An empty text.
                Some(_) => data.len() == 2 && data == [0, 0],
                None => false,
            },
            _ => true,
        };
        if !keep {
            set_kind(stream, record, IGNORED);
        }
    }

    /// Counts a value of so many bytes of text; whether it is within the limits.
    fn value(&mut self, scan: &mut XlsScan, data: &[u8], bytes: u64) -> bool {
        self.values(scan, data, 1, bytes)
    }

    /// The same for so many values side by side.
    fn values(&mut self, scan: &mut XlsScan, data: &[u8], count: u64, bytes: u64) -> bool {
        let (row, col) = (short(data, 0), short(data, 2));
        if let Some(problem) = self.limits.outside(row.into(), col.into()) {
            add(&mut scan.problems, problem);
            return false;
        }
        let at = Address::new(row.into(), col.into());
        if let Err(problem) = self.allowance.cells(at, count, bytes) {
            add(&mut scan.problems, problem);
            return false;
        }
        self.extend(row, col);
        true
    }

    fn extend(&mut self, row: u16, col: u16) {
        let ((top, bottom), (left, right)) = self.bounds.unwrap_or(((row, row), (col, col)));
        self.bounds = Some((
            (top.min(row), bottom.max(row)),
            (left.min(col), right.max(col)),
        ));
    }

    fn shared_text(&mut self, scan: &mut XlsScan, data: &[u8]) -> bool {
        let index = u32::from_le_bytes([data[6], data[7], data[8], data[9]]);
        match self.lengths.get(index as usize) {
            Some(&length) => self.value(scan, data, 3 * u64::from(length)),
            None => {
                let at = Address::new(short(data, 0).into(), short(data, 2).into());
                let reason = Phrase::new("damage-no-shared-text")
                    .arg("cell", at)
                    .arg("number", index);
                add(&mut scan.problems, Problem::Unreadable(reason));
                false
            }
        }
    }

    /// Notes the cells of a record with a format that changes what is seen.
    fn format(&self, scan: &mut XlsScan, kind: u16, data: &[u8]) {
        if data.len() < 6 {
            return;
        }
        let (row, col) = (u32::from(short(data, 0)), u32::from(short(data, 2)));
        let mut note = |format: u16, col: u32| {
            if let Some(Some(format)) = self.formats.get(usize::from(format)) {
                scan.formats
                    .push((Address::new(row, col), Rc::clone(format)));
            }
        };
        match kind {
            // NUMBER, RK, FORMULA, LABEL, RSTRING, LABELSST
            0x0203 | 0x027e | 0x0006 | 0x0204 | 0x00d6 | 0x00fd => note(short(data, 4), col),
            // MULRK: a format and a number for each cell, and the last column.
            0x00bd => {
                for (number, beside) in data[4..].chunks_exact(6).zip(0..) {
                    note(short(number, 0), col + beside);
                }
            }
            _ => {}
        }
    }

    /// MULRK: numbers of cells side by side.
    fn several(&mut self, scan: &mut XlsScan, data: &[u8]) -> bool {
        if data.len() < 12 {
            return false;
        }
        let (first, last) = (short(data, 2), short(data, data.len() - 2));
        let count = (data.len() - 6) / 6;
        if last < first || usize::from(last - first) + 1 != count || data.len() != 6 + 6 * count {
            let at = Address::new(short(data, 0).into(), first.into());
            add(
                &mut scan.problems,
                Problem::Unreadable(Phrase::new("damage-records").arg("cell", at)),
            );
            return false;
        }
        if !self.values(scan, data, count as u64, 0) {
            return false;
        }
        self.extend(short(data, 0), last);
        true
    }

    fn formula(&mut self, scan: &mut XlsScan, data: &mut [u8]) -> bool {
        self.formula = None;
        if data.len() < 22 || !self.value(scan, data, 0) {
            return false;
        }
        // A value that is no number is marked by its last two bytes, and its kind told by the first.
        if data[12..14] == [0xff, 0xff] {
            match data[6] {
                2 if !ERRORS.contains(&data[8]) => data[8] = NOT_AVAILABLE,
                0..=3 => {}
                _ => data[6] = 3,
            }
        }
        self.formula = Some((short(data, 0), short(data, 2)));
        let at = Address::new(short(data, 0).into(), short(data, 2).into());
        let length = u64::from(short(data, 20));
        if let Err(problem) = self.allowance.formula(at, length * self.widest) {
            add(&mut scan.problems, problem);
            data[20..22].copy_from_slice(&[0, 0]);
        }
        scan.computed.push(at);
        true
    }

    /// Cuts the length of the text at `at` to what the record holds.
    fn cap_text(&self, scan: &mut XlsScan, data: &mut [u8], at: usize) {
        let length = usize::from(short(data, at));
        let bytes = data.len() - at - 2;
        let most = match (self.flags, data[at + 2] & 1) {
            (false, _) => bytes,
            (true, 0) => bytes - 1,
            (true, _) => (bytes - 1) / 2,
        };
        if length > most {
            data[at..at + 2].copy_from_slice(&(most as u16).to_le_bytes());
            add(
                &mut scan.problems,
                Problem::Unreadable(Phrase::new("damage-long-text")),
            );
        }
    }
}

fn short(data: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([data[at], data[at + 1]])
}
