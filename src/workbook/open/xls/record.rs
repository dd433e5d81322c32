//! One record of a workbook stream: type, length, bytes; and what those of a sheet say.

use std::rc::Rc;

use super::super::number_format::NumberFormat;
use crate::workbook::{Hidden, Problem};

/// A record type that nothing has a meaning for.
pub(super) const IGNORED: u16 = 0x5f5f;

pub(super) const CONTINUE: u16 = 0x003c;

/// What the scan of a sheet found.
#[derive(Debug, Default, Clone)]
pub(super) struct XlsScan {
    /// Where in the stream its records begin.
    pub(super) from: usize,
    /// Merged regions: top left and bottom right.
    pub(super) merges: Vec<(crate::workbook::Address, crate::workbook::Address)>,
    /// Cells with a format that changes what number is seen.
    pub(super) formats: Vec<(crate::workbook::Address, Rc<NumberFormat>)>,
    /// What is printed above and below the sheet.
    pub(super) printed: Vec<String>,
    /// Hidden rows and columns.
    pub(super) hidden: Hidden,
    /// What was left out.
    pub(super) problems: Vec<Problem>,
    /// Cells that hold formulas.
    pub(super) computed: Vec<crate::workbook::Address>,
}

/// A record within a stream.
#[derive(Debug, Clone, Copy)]
pub(super) struct XlsRecord {
    pub(super) kind: u16,
    /// Where the header begins.
    pub(super) at: usize,
    /// Where the bytes begin.
    pub(super) from: usize,
    /// Where they end.
    pub(super) to: usize,
}

/// The record at `at`; `None` where the stream holds no whole one.
pub(super) fn record(stream: &[u8], at: usize) -> Option<XlsRecord> {
    let header = stream.get(at..at.checked_add(4)?)?;
    let kind = u16::from_le_bytes([header[0], header[1]]);
    let to = at + 4 + usize::from(u16::from_le_bytes([header[2], header[3]]));
    (to <= stream.len()).then_some(XlsRecord {
        kind,
        at,
        from: at + 4,
        to,
    })
}

/// Overwrites the type of a record.
pub(super) fn set_kind(stream: &mut [u8], record: XlsRecord, kind: u16) {
    stream[record.at..record.at + 2].copy_from_slice(&kind.to_le_bytes());
}
