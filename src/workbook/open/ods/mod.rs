//! OpenDocument: .ods.
//!
//! The scan finds where each cell stands, with all its repetitions, and writes the cells that hold anything one below
//! the other into a plain document: calamine, which fills a rectangle from the first to the last cell, reads their
//! contents from there.

mod content;
mod cursor;
mod formula;
mod paragraphs;
mod stop;
mod styles;
mod unseen;

use std::borrow::Cow;
use std::ops::ControlFlow;

use self::content::{OdsScan, OdsSheet};
use super::allowance::Allowance;
use super::gather::Gather;
use super::package::{Package, PackagePart, Stored};
use super::{Limits, OpenError, OtherFormat, calamine, number_format, xml};
use crate::messages::Phrase;
use crate::workbook::{Address, Format, Problem, Sheet, Value, Workbook};

const MIMETYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// Reads an OpenDocument package.
pub(super) fn read(package: &mut Package<'_>, limits: &Limits) -> Result<Workbook, OpenError> {
    let manifest = package.whole("META-INF/manifest.xml")?.unwrap_or_default();
    if memchr::memmem::find(&manifest, b"encryption-data").is_some() {
        return Err(OpenError::Encrypted);
    }
    let mimetype = package.whole("mimetype")?.unwrap_or_default();
    let mimetype = String::from_utf8_lossy(&mimetype);
    if mimetype.contains("opendocument.text") {
        return Err(OpenError::NotASpreadsheet(OtherFormat::Word));
    }
    if mimetype.contains("opendocument.presentation") {
        return Err(OpenError::NotASpreadsheet(OtherFormat::PowerPoint));
    }
    let Some(PackagePart { bytes, damage }) = package.part("content.xml")? else {
        return Err(OpenError::NotASpreadsheet(OtherFormat::Zip));
    };
    let styles = package.part("styles.xml")?;
    let styles = styles.map(|part| xml::text(part.bytes).0);
    document(bytes, damage, styles.as_deref(), &mimetype, limits)
}

/// Reads a document in one XML part: .fods.
pub(super) fn read_flat(bytes: Vec<u8>, limits: &Limits) -> Result<Workbook, OpenError> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
    let kind = |word: &str| start.contains(&format!("opendocument.{word}"));
    if kind("text") || kind("presentation") {
        let kind = if kind("text") {
            OtherFormat::Word
        } else {
            OtherFormat::PowerPoint
        };
        return Err(OpenError::NotASpreadsheet(kind));
    }
    document(bytes, None, None, MIMETYPE, limits)
}

/// Reads the part with the cells. `styles` is the part with the styles that the user names.
fn document(
    bytes: Vec<u8>,
    damage: Option<Phrase>,
    styles: Option<&str>,
    mimetype: &str,
    limits: &Limits,
) -> Result<Workbook, OpenError> {
    let (text, undecoded) = xml::text(bytes);
    let OdsScan {
        mut sheets,
        names,
        plain,
        damage: unsound,
    } = content::scan(&text, styles, limits)?;
    drop(text);
    let damage = damage.or(undecoded).or(unsound);
    if sheets.is_empty() {
        return Err(match damage {
            Some(damage) => OpenError::corrupt(damage),
            None if mimetype.trim() == MIMETYPE => {
                OpenError::corrupt(Phrase::new("damage-no-sheets"))
            }
            None => OpenError::NotASpreadsheet(OtherFormat::Zip),
        });
    }
    limits.check_sheets(sheets.len())?;
    if let (Some(damage), Some(last)) = (damage, sheets.last_mut()) {
        last.sheet.problems.push(Problem::Unreadable(damage));
    }
    let mut stored = Stored::new();
    stored.add("mimetype", MIMETYPE.as_bytes())?;
    stored.add("META-INF/manifest.xml", b"<manifest:manifest/>")?;
    stored.add("content.xml", plain.as_bytes())?;
    drop(plain);
    let mut allowance = Allowance::new(limits);
    let mut scans = sheets.into_iter();
    let mut sheets = Vec::with_capacity(scans.len());
    let read = calamine::ods(stored.finish()?, |grid| {
        if let Some(OdsSheet { sheet, places }) = scans.next() {
            sheets.push(place(&grid, sheet, &places, &mut allowance));
        }
    });
    read.map_err(OpenError::corrupt)?;
    Ok(Workbook {
        format: Some(Format::Ods),
        sheets,
        names,
        ..Workbook::default()
    })
}

/// Puts the cells, which `grid` holds one below the other, where they belong.
fn place(
    grid: &calamine::CalamineGrid,
    sheet: Sheet,
    places: &[content::RepeatedPlace],
    allowance: &mut Allowance<'_>,
) -> Sheet {
    let limits = allowance.limits();
    let mut gather = Gather::new(sheet, allowance);
    let (mut formats, mut unseen) = (Vec::new(), Vec::new());
    'cells: for (index, place) in (0..).zip(places) {
        let (value, formula) = grid.get((index, 0));
        let formula = formula.map(|formula| formula::a1(&formula));
        let value = match value {
            Value::Text(text) if place.error => Value::Error(text),
            value => value,
        };
        for row in place.rows.0..place.rows.1.saturating_add(1) {
            for col in place.cols.0..place.cols.1.saturating_add(1) {
                let formula = formula.as_deref().map(Cow::Borrowed);
                if let ControlFlow::Break(()) = gather.cell((row, col), value.clone(), formula) {
                    break 'cells;
                }
                // A cell of nothing may be repeated without end, and is not taken.
                if place.unseen && nothing_shows(&value) && gather.ends_with((row, col)) {
                    unseen.push(Address::new(row, col));
                }
                if let Some(format) = &place.format
                    && gather.ends_with((row, col))
                {
                    formats.push((Address::new(row, col), &**format));
                }
                // Beyond the limits one cell is as good as a thousand million.
                if u64::from(col) >= limits.columns() {
                    break;
                }
            }
            if u64::from(row) >= limits.rows() {
                break;
            }
        }
    }
    unseen.sort_unstable();
    let mut sheet = Sheet {
        unseen,
        ..gather.finish()
    };
    number_format::note(&mut sheet, formats);
    sheet
}

/// Whether a cell without text hides what it holds. A 0 that is left blank is no secret.
fn nothing_shows(value: &Value) -> bool {
    match value {
        Value::Number(number) => !number.is_zero(),
        Value::Text(text) => !text.is_empty(),
        Value::Date(_) => true,
        Value::Blank | Value::Bool(_) | Value::Error(_) => false,
    }
}
