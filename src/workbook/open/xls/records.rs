//! The records of a workbook stream: type, length, bytes.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::allowance::Allowance;
use super::super::gather::add;
use super::super::limits::GRID_CELLS;
use super::super::number_format::NumberFormat;
use super::super::{Limits, OpenError, crypt, printed};
use super::cells::XlsCells;
use super::record::{CONTINUE, IGNORED, XlsRecord, XlsScan, record, set_kind};
use super::strings;
use crate::messages::Phrase;
use crate::workbook::Problem;

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000a;
const FORMULA: u16 = 0x0006;

/// More records than the shared texts of the largest file go on in; each may hold 8,224 bytes.
const MOST_SEGMENTS: usize = 20_000;

/// A stream that is safe to read.
#[derive(Debug)]
pub(super) struct Scanned {
    /// The stream, with records overwritten.
    pub(super) stream: Vec<u8>,
    /// What was found on each sheet, charts included, in the order of the tabs.
    pub(super) sheets: Vec<XlsScan>,
}

/// Scans the stream.
pub(super) fn scan(mut stream: Vec<u8>, limits: &Limits) -> Result<Scanned, OpenError> {
    let tabs = globals(&mut stream)?;
    limits.check_sheets(tabs.places.len())?;
    let end = stream.len();
    // A sheet that is cut off ends here.
    stream.extend([EOF.to_le_bytes(), [0, 0]].concat());
    let (mut walked, mut grid, mut allowance) = (0usize, 0u64, Allowance::new(limits));
    let mut sheets = Vec::with_capacity(tabs.places.len());
    for place in tabs.places {
        let from = u32::from_le_bytes([
            stream[place],
            stream[place + 1],
            stream[place + 2],
            stream[place + 3],
        ]) as usize;
        let sound = from < end && record(&stream, from).is_some_and(|record| record.kind == BOF);
        let mut scan = XlsScan {
            from,
            ..XlsScan::default()
        };
        if sound {
            let mut cells = XlsCells::new(
                &tabs.lengths,
                tabs.flags,
                &tabs.formats,
                tabs.longest_name,
                &mut allowance,
            );
            walked += sheet(&mut stream, &mut scan, &mut cells, (tabs.flags, limits));
            grid = grid.saturating_add(cells.grid());
            // Each record belongs to one sheet.
            if walked > 2 * end {
                return Err(OpenError::corrupt(Phrase::new("damage-overlap")));
            }
        } else {
            // The end of the stream is a sheet without records.
            scan.from = stream.len() - 4;
            let from = u32::try_from(scan.from).unwrap_or(u32::MAX);
            stream[place..place + 4].copy_from_slice(&from.to_le_bytes());
            scan.problems
                .push(Problem::Unreadable(Phrase::new("damage-no-sheet")));
        }
        if grid > limits.grid_cells {
            let found = Phrase::new("limit-grid").arg("count", grid);
            return Err(OpenError::Limit {
                limit: GRID_CELLS,
                value: limits.grid_cells,
                found,
            });
        }
        sheets.push(scan);
    }
    Ok(Scanned { stream, sheets })
}

/// What the first records of the stream say.
#[derive(Default)]
struct Tabs {
    /// Where in the stream the place of each sheet is written.
    places: Vec<usize>,
    /// Characters of each shared text.
    lengths: Vec<u16>,
    /// Bytes of the longest name of a sheet or region, which formulas may repeat.
    longest_name: u64,
    /// The texts are those of Excel 97 or later, with flags in front.
    flags: bool,
    /// The number formats of the file that change what number is seen, by their numbers.
    numbers: BTreeMap<u16, Rc<NumberFormat>>,
    /// For each cell format what it does to numbers; `None` of one that shows them as they are.
    formats: Vec<Option<Rc<NumberFormat>>>,
}

impl Tabs {
    /// Takes note of a name of so many characters.
    fn named(&mut self, characters: u64) {
        self.longest_name = self.longest_name.max(3 * characters);
    }
}

fn globals(stream: &mut [u8]) -> Result<Tabs, OpenError> {
    let mut tabs = Tabs::default();
    let percent = Rc::new(NumberFormat::percent());
    // 0% and 0.00%, which need no code of their own.
    tabs.numbers = BTreeMap::from([(9, Rc::clone(&percent)), (10, percent)]);
    let mut at = 0;
    let first = record(stream, 0).map(|record| record.kind);
    tabs.flags = stream.get(4..6) == Some(&[0, 6]);
    if first != Some(BOF) {
        return Err(OpenError::corrupt(Phrase::new("damage-old-excel")));
    }
    loop {
        let Some(record) = record(stream, at) else {
            return Err(OpenError::Truncated);
        };
        let XlsRecord { kind, from, to, .. } = record;
        let length = to - from;
        at = to;
        match kind {
            // FILEPASS
            0x002f => {
                let said = stream[from..to].to_vec();
                crypt::stream(stream, to, &said).ok_or(OpenError::Encrypted)?;
                set_kind(stream, record, IGNORED);
            }
            // BOUNDSHEET
            0x0085 if length >= 8 => {
                // Visible or hidden; a type that is not known is none with cells.
                if stream[from + 4] & 0x3f > 2 {
                    stream[from + 4] = 0;
                }
                if !matches!(stream[from + 5], 0 | 1 | 2 | 6) {
                    stream[from + 5] = 2;
                }
                tabs.named(u64::from(stream[from + 6]));
                tabs.places.push(from);
            }
            // SST
            0x00fc => {
                let end = strings::join(stream, record);
                let mut segments: Vec<&[u8]> = Vec::new();
                let mut next = Some(record);
                while let Some(segment) = next.filter(|segment| segment.to <= end) {
                    segments.push(&stream[segment.from..segment.to]);
                    next = self::record(stream, segment.to).filter(|more| more.kind == CONTINUE);
                }
                // calamine takes them one by one off the front of a list.
                if segments.len() > MOST_SEGMENTS {
                    return Err(OpenError::corrupt(Phrase::new("damage-shared-texts")));
                }
                tabs.lengths = strings::lengths(&segments);
            }
            // FORMAT: its number, and its code.
            0x041e if length >= 5 => {
                let number = u16::from_le_bytes([stream[from], stream[from + 1]]);
                let code = strings::short(&stream[from + 2..to], tabs.flags);
                let format = NumberFormat::parse(&code);
                if format.is_plain() {
                    tabs.numbers.remove(&number);
                } else {
                    tabs.numbers.insert(number, Rc::new(format));
                }
            }
            // XF: the number of its format behind that of its font.
            0x00e0 if length >= 4 => {
                let number = u16::from_le_bytes([stream[from + 2], stream[from + 3]]);
                tabs.formats.push(tabs.numbers.get(&number).cloned());
            }
            // LBL: names; only formulas need them.
            0x0018 => {
                let formula = stream
                    .get(from + 4..from + 6)
                    .map_or(0, |b| usize::from(u16::from_le_bytes([b[0], b[1]])));
                tabs.named(stream.get(from + 3).map_or(0, |&length| length.into()));
                if length < 16 || formula > length - 14 {
                    set_kind(stream, record, IGNORED);
                }
            }
            0x0042 | 0x0022 | 0x0017 | 0x00e0 if length < 2 => set_kind(stream, record, IGNORED),
            // Without a format, so that the others keep their numbers.
            0x00e0 => tabs.formats.push(None),
            EOF => return Ok(tabs),
            _ => {}
        }
    }
}

/// Scans the sheet that begins at `scan.from`; how many bytes it has.
fn sheet(
    stream: &mut Vec<u8>,
    scan: &mut XlsScan,
    cells: &mut XlsCells<'_, '_>,
    (flags, limits): (bool, &Limits),
) -> usize {
    let mut at = scan.from;
    let mut depth = 0;
    while let Some(record) = record(stream, at) {
        at = record.to;
        match record.kind {
            BOF => depth += 1,
            EOF if depth == 1 => {
                if at == stream.len() {
                    add(
                        &mut scan.problems,
                        Problem::Unreadable(Phrase::new("damage-sheet-end")),
                    );
                }
                return at - scan.from;
            }
            EOF => depth -= 1,
            // Charts within the sheet have records of the same types.
            _ if depth > 1 => {}
            // HEADER, FOOTER
            0x0014 | 0x0015 => {
                let code = &stream[record.from..record.to];
                printed::add(&mut scan.printed, &strings::short(code, flags));
            }
            _ => cells.record(stream, record, scan, limits),
        }
    }
    // A record goes on behind the end of the stream; calamine must not come upon it.
    let end = at.min(stream.len() - 4);
    stream.truncate(end);
    stream.extend(EOF.to_le_bytes());
    stream.extend([0, 0]);
    add(
        &mut scan.problems,
        Problem::Unreadable(Phrase::new("damage-sheet-end")),
    );
    end - scan.from.min(end)
}

/// Empties all formulas, so that only their values are left.
pub(super) fn drop_formulas(stream: &mut [u8], sheets: &[XlsScan]) {
    for sheet in sheets {
        let mut at = sheet.from;
        let mut depth = 0;
        while let Some(record) = record(stream, at) {
            at = record.to;
            if record.kind == FORMULA && record.to - record.from >= 22 {
                stream[record.from + 20..record.from + 22].copy_from_slice(&[0, 0]);
            }
            match record.kind {
                BOF => depth += 1,
                EOF if depth <= 1 => break,
                EOF => depth -= 1,
                _ => {}
            }
        }
    }
}
