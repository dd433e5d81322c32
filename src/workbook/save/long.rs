//! Workbooks with so many rows that they are made as they are written, and not held.

use std::io::{Seek, Write};
use std::path::Path;

use rust_xlsxwriter::{Formula, Worksheet, XlsxError};

use super::cell::{binary, column, format_of, formula_result, write_cell, write_comment};
use super::{
    Cell, CellFormats, SaveError, around, is_code, no_warnings, properties, set_up, started,
};
use crate::workbook::{Address, Sheet, Value};

/// A sheet whose rows are made as they are written.
pub struct LongSheet<'s> {
    /// The sheet, with the cells above the rows.
    pub sheet: Sheet,
    /// How many rows it has.
    pub rows: usize,
    /// The cells of the row at a position.
    pub row: Box<dyn Fn(usize) -> Vec<Cell> + 's>,
    /// The cells below the rows.
    pub below: Vec<Cell>,
}

/// A workbook that is written sheet after sheet.
pub struct LongWorkbook {
    out: rust_xlsxwriter::Workbook,
    formats: CellFormats,
    sheets: usize,
}

impl LongWorkbook {
    /// With this title; `temporary` is a folder for what is written and not yet packed.
    ///
    /// # Errors
    /// Where that folder cannot be written to.
    pub fn new(title: &str, temporary: &Path) -> Result<Self, SaveError> {
        let mut out = started(properties(Some(title), &[])).map_err(whole)?;
        put_into(&mut out, temporary).map_err(whole)?;
        Ok(Self {
            out,
            formats: CellFormats::new(),
            sheets: 0,
        })
    }

    /// Adds a sheet.
    ///
    /// # Errors
    /// What the format does not allow, as [`save`](super::save) has it.
    pub fn put(&mut self, own: &LongSheet<'_>) -> Result<(), SaveError> {
        let target = added(&mut self.out).map_err(whole)?;
        write(target, own, &mut self.formats)?;
        if self.sheets == 0 {
            target.set_active(true).set_first_tab(true);
        }
        self.sheets += 1;
        Ok(())
    }

    /// Writes the file.
    ///
    /// # Errors
    /// Where it cannot be written, and what the format does not allow of a workbook as a whole.
    pub fn end(mut self, to: &mut (impl Write + Seek + Send)) -> Result<(), SaveError> {
        self.out.save_to_writer(to).map_err(whole)
    }
}

fn whole(error: XlsxError) -> SaveError {
    SaveError::Workbook(error.to_string())
}

/// Lets rows that are written go into files below a folder.
#[cfg(feature = "cli")]
fn put_into(out: &mut rust_xlsxwriter::Workbook, temporary: &Path) -> Result<(), XlsxError> {
    out.set_tempdir(temporary).map(drop)
}

/// In a browser there are no files.
#[cfg(not(feature = "cli"))]
fn put_into(_: &mut rust_xlsxwriter::Workbook, _: &Path) -> Result<(), XlsxError> {
    Ok(())
}

/// Another sheet, of which only the last row is held.
#[cfg(feature = "cli")]
fn added(out: &mut rust_xlsxwriter::Workbook) -> Result<&mut Worksheet, XlsxError> {
    out.add_worksheet_with_low_memory()
}

/// Another sheet.
#[cfg(not(feature = "cli"))]
fn added(out: &mut rust_xlsxwriter::Workbook) -> Result<&mut Worksheet, XlsxError> {
    Ok(out.add_worksheet())
}

fn write(
    target: &mut Worksheet,
    own: &LongSheet<'_>,
    formats: &mut CellFormats,
) -> Result<(), SaveError> {
    let sheet = &own.sheet;
    set_up(target, sheet, formats)?;
    let mut codes: Option<(Address, Address)> = None;
    let mut put = |cell: &Cell| {
        let at = cell.address();
        if is_code(cell) {
            codes = Some(codes.map_or((at, at), |own| around(own, (at, at))));
        }
        let written = write_formatted(target, cell, formats);
        written.map_err(|reason| SaveError::Cell {
            sheet: sheet.name.clone(),
            at,
            reason,
        })
    };
    sheet.cells.iter().try_for_each(&mut put)?;
    for at in 0..own.rows {
        (own.row)(at).iter().try_for_each(&mut put)?;
    }
    own.below.iter().try_for_each(&mut put)?;
    // A last row with a height of its own is written twice; one without stands behind it.
    let rows = u32::try_from(own.rows).unwrap_or(u32::MAX);
    let last = sheet.cells.last().map_or(0, |cell| cell.row);
    let behind = own
        .below
        .last()
        .map_or(last.saturating_add(rows), |cell| cell.row);
    put(&Cell {
        row: behind.saturating_add(1),
        ..Cell::default()
    })?;
    no_warnings(target, sheet, codes)
}

/// Writes a cell with its format: what is written of a row cannot be changed any more.
fn write_formatted(
    target: &mut Worksheet,
    cell: &Cell,
    formats: &mut CellFormats,
) -> Result<(), String> {
    let (row, col) = (cell.row, column(cell.address())?);
    let is_link = cell.link.is_some() && cell.formula.is_none();
    if is_link && matches!(cell.value, Value::Text(_)) {
        return write_cell(target, cell, formats);
    }
    let format = format_of(formats, cell.style, false);
    let written = match (&cell.formula, &cell.value) {
        (Some(formula), value) => {
            let formula = Formula::new(formula).set_result(formula_result(value)?);
            target.write_formula_with_format(row, col, formula, format)
        }
        (None, Value::Text(text) | Value::Error(text) | Value::Date(text)) if !text.is_empty() => {
            target.write_string_with_format(row, col, text, format)
        }
        (None, Value::Number(number)) => {
            target.write_number_with_format(row, col, binary(*number), format)
        }
        (None, Value::Bool(value)) => target.write_boolean_with_format(row, col, *value, format),
        (None, _) => target.write_blank(row, col, format),
    };
    written.map_err(|error| error.to_string())?;
    write_comment(target, cell)
}
