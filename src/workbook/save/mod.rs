//! Writes a workbook as .xlsx. The only place that knows `rust_xlsxwriter`.
//!
//! The same workbook gives the same bytes: no clock, and no order that depends on hashing.

mod cell;
mod chart;
mod filling;
mod long;
mod look;
mod page;
mod print_area;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, IgnoreError, Worksheet, XlsxError};
use thiserror::Error;

use cell::{column, format_of, write_cell};
pub use long::{LongSheet, LongWorkbook};

use super::{Address, Cell, Look, Sheet, Style, Value, Visibility, Workbook};

/// The most cells that a merged region to be written may cover; each is stored with a border of its own.
const MERGE_LIMIT: u64 = 100_000;

/// Deflate level of the parts of the file. Level 1 saves a fifth of the time against the usual 6; the files are a tenth
/// to a quarter larger.
const COMPRESSION: u8 = 1;

/// Why a workbook cannot be written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SaveError {
    /// Spreadsheet programs do not open a workbook that shows no sheet.
    #[error("the workbook has no visible sheet")]
    NoVisibleSheet,
    /// A sheet as a whole breaks a rule of the format: its name, a row height.
    #[error("sheet `{sheet}`: {reason}")]
    Sheet {
        /// Name of the sheet.
        sheet: String,
        /// The rule that is broken, in words.
        reason: String,
    },
    /// A cell, or the merged region that begins there, breaks a rule of the format.
    #[error("sheet `{sheet}`, cell {at}: {reason}")]
    Cell {
        /// Name of the sheet.
        sheet: String,
        /// The cell, or the top left cell of the merged region.
        at: Address,
        /// The rule that is broken, in words.
        reason: String,
    },
    /// The workbook as a whole breaks a rule of the format: two sheets of one name.
    #[error("{0}")]
    Workbook(String),
    /// The file cannot be written.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// The formats of a workbook, each made once: by style, and whether for a link.
type CellFormats = BTreeMap<(Style, bool), rust_xlsxwriter::Format>;

/// The workbook as the bytes of an .xlsx file.
///
/// The first visible sheet is the one shown on opening. Formulas are written with the cell's value as their result.
/// What [`Workbook`] does not hold (styles and comments of a file that was read) is not written.
///
/// # Errors
///
/// What the format does not allow: no visible sheet, a sheet name that is too long, taken or holds one of `[]:*?/\`,
/// a cell outside of 1,048,576 rows and 16,384 columns, a text of more than 32,767 characters, merged regions that
/// overlap. A merged region of a single cell is left out.
///
/// ```
/// # use yusuan::workbook::{Cell, Sheet, Value, Workbook, save};
/// let cell = Cell { value: Value::Text("合计".into()), ..Cell::default() };
/// let sheet = Sheet { name: "表1".into(), cells: vec![cell], ..Sheet::default() };
/// let bytes = save::save(&Workbook { sheets: vec![sheet], ..Workbook::default() })?;
/// assert!(bytes.starts_with(b"PK"));
/// # Ok::<(), save::SaveError>(())
/// ```
pub fn save(workbook: &Workbook) -> Result<Vec<u8>, SaveError> {
    let shown = |sheet: &Sheet| sheet.visibility == Visibility::Visible;
    let active = workbook
        .sheets
        .iter()
        .position(shown)
        .ok_or(SaveError::NoVisibleSheet)?;

    let whole = |error: XlsxError| SaveError::Workbook(error.to_string());
    let title = title(workbook.sheets.iter().flat_map(|sheet| &sheet.cells));
    let mut out = started(properties(title, &workbook.properties)).map_err(whole)?;
    for (name, formula) in &workbook.names {
        out.define_name(name, &format!("={formula}"))
            .map_err(whole)?;
    }

    let mut formats = CellFormats::new();
    for (index, sheet) in workbook.sheets.iter().enumerate() {
        let target = out.add_worksheet();
        write_sheet(target, sheet, &mut formats)?;
        if index == active {
            target.set_active(true).set_first_tab(true);
        }
    }
    let bytes = out.save_to_buffer().map_err(whole)?;
    print_area::set(workbook, bytes).map_err(|error| SaveError::Workbook(error.to_string()))
}

/// A workbook without sheets.
fn started(
    properties: Result<DocProperties, XlsxError>,
) -> Result<rust_xlsxwriter::Workbook, XlsxError> {
    let mut out = rust_xlsxwriter::Workbook::new();
    out.set_zip_compression_level(COMPRESSION);
    out.set_properties(&properties?);
    // 18 and 72 pixels are the row height and column width that go with this font.
    out.set_default_format(&look::default_format(), 18, 72)?;
    Ok(out)
}

/// The document properties: the title, a fixed date of creation, and the workbook's own.
fn properties(title: Option<&str>, own: &[(String, String)]) -> Result<DocProperties, XlsxError> {
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let usual = DocProperties::new()
        .set_author("yusuan")
        .set_creation_datetime(&created);
    let properties = own.iter().fold(usual, |all, (name, value)| {
        all.set_custom_property(name, value)
    });
    Ok(match title {
        Some(title) => properties.set_title(title),
        None => properties,
    })
}

/// The title that a workbook shows first.
fn title<'c>(mut cells: impl Iterator<Item = &'c Cell>) -> Option<&'c str> {
    cells.find_map(|cell| match (cell.style.look, &cell.value) {
        (Look::CoverTitle | Look::Title, Value::Text(text)) => Some(text.as_str()),
        _ => None,
    })
}

/// Writes one sheet.
fn write_sheet(
    target: &mut Worksheet,
    sheet: &Sheet,
    formats: &mut CellFormats,
) -> Result<(), SaveError> {
    let in_cell = |at: Address| {
        move |reason: String| SaveError::Cell {
            sheet: sheet.name.clone(),
            at,
            reason,
        }
    };
    set_up(target, sheet, formats)?;
    for cell in &sheet.cells {
        write_cell(target, cell, formats).map_err(in_cell(cell.address()))?;
    }
    write_formats(target, &sheet.cells, formats).map_err(|reason| SaveError::Sheet {
        sheet: sheet.name.clone(),
        reason,
    })?;
    let codes = sheet.cells.iter().filter(|cell| is_code(cell));
    let codes = codes.map(Cell::address).map(|at| (at, at)).reduce(around);
    no_warnings(target, sheet, codes)
}

/// Sets up a sheet, with its merged regions.
fn set_up(
    target: &mut Worksheet,
    sheet: &Sheet,
    formats: &mut CellFormats,
) -> Result<(), SaveError> {
    let in_sheet = |error: XlsxError| SaveError::Sheet {
        sheet: sheet.name.clone(),
        reason: error.to_string(),
    };
    let in_cell = |at: Address| {
        move |reason: String| SaveError::Cell {
            sheet: sheet.name.clone(),
            at,
            reason,
        }
    };
    target.set_name(&sheet.name).map_err(in_sheet)?;
    match sheet.visibility {
        Visibility::Visible => {}
        Visibility::Hidden => {
            target.set_hidden(true);
        }
        Visibility::VeryHidden => {
            target.set_very_hidden(true);
        }
    }
    page::set_up(target, sheet).map_err(in_sheet)?;
    filling::set_up(target, sheet).map_err(in_sheet)?;
    if let Some(chart) = &sheet.chart {
        let made = chart::chart(&sheet.name, chart).map_err(in_cell(chart.at))?;
        let col = column(chart.at).map_err(in_cell(chart.at))?;
        let put = target.insert_chart(chart.at.row, col, &made);
        put.map_err(in_sheet)?;
    }
    // A formula without a known value gets an empty result, not 0.
    target.set_formula_result_default("");

    // A region writes all its cells, so the cells themselves come after the regions.
    for &(from, to) in &sheet.merges {
        merge(target, sheet, (from, to), formats).map_err(in_cell(from))?;
    }
    Ok(())
}

/// Codes are text on purpose: no warning triangle in every cell.
fn no_warnings(
    target: &mut Worksheet,
    sheet: &Sheet,
    codes: Option<(Address, Address)>,
) -> Result<(), SaveError> {
    let Some((from, to)) = codes else {
        return Ok(());
    };
    let in_sheet = |reason: String| SaveError::Sheet {
        sheet: sheet.name.clone(),
        reason,
    };
    let (from_col, to_col) = (
        column(from).map_err(in_sheet)?,
        column(to).map_err(in_sheet)?,
    );
    let error = IgnoreError::NumberStoredAsText;
    let done = target.ignore_error_range(from.row, from_col, to.row, to_col, error);
    done.map(drop).map_err(|error| in_sheet(error.to_string()))
}

fn is_code(cell: &Cell) -> bool {
    matches!(cell.style.look, Look::Code | Look::EntryPage)
}

/// The smallest rectangle that holds both.
fn around((from, to): (Address, Address), (other, end): (Address, Address)) -> (Address, Address) {
    (
        Address::new(from.row.min(other.row), from.col.min(other.col)),
        Address::new(to.row.max(end.row), to.col.max(end.col)),
    )
}

/// Merges a region in the format of its top left cell. A region of one cell is no region.
fn merge(
    target: &mut Worksheet,
    sheet: &Sheet,
    (from, to): (Address, Address),
    formats: &mut CellFormats,
) -> Result<(), String> {
    if from == to {
        return Ok(());
    }
    if from.row > to.row || from.col > to.col {
        return Err(format!("the merged region {from}:{to} is reversed"));
    }
    let cells = u64::from(to.row - from.row + 1) * u64::from(to.col - from.col + 1);
    if cells > MERGE_LIMIT {
        return Err(format!(
            "the merged region {from}:{to} covers {cells} cells, more than {MERGE_LIMIT}"
        ));
    }
    let style = sheet.get(from).map(|cell| cell.style).unwrap_or_default();
    let format = format_of(formats, style, false);
    let (from_col, to_col) = (column(from)?, column(to)?);
    let merged = target.merge_range(from.row, from_col, to.row, to_col, "", format);
    merged.map(drop).map_err(|error| error.to_string())
}

/// Formats the cells: those of one rectangle and style at once, as the search for a cell's format takes longer than to write
/// the cell. Hidden cells, and blank ones of the default style, have none.
fn write_formats(
    target: &mut Worksheet,
    cells: &[Cell],
    formats: &mut CellFormats,
) -> Result<(), String> {
    let mut write = |(first_col, last_col, style): Across, (first, last): (u32, u32)| {
        let format = format_of(formats, style, false);
        let done = target.set_range_format(first, first_col, last, last_col, format);
        done.map(drop).map_err(|error| error.to_string())
    };
    let written = |cell: &&Cell| {
        let bare = cell.style == Style::default() && cell.formula.is_none();
        let linked = cell.link.is_some() && cell.formula.is_none();
        cell.style.look != Look::Unseen
            && !(bare && cell.value == Value::Blank)
            && !(linked && matches!(cell.value, Value::Text(_)))
    };
    // Rectangles that may still grow, with their first and last row.
    let mut open: BTreeMap<Across, (u32, u32)> = BTreeMap::new();
    for row in cells.chunk_by(|a, b| a.row == b.row) {
        let mut grown = BTreeMap::new();
        let mut across: Option<Across> = None;
        let mut end = |across: Across, row: u32| {
            let adjoins = open.get(&across).is_some_and(|(_, last)| last + 1 == row);
            let above = if adjoins { open.remove(&across) } else { None };
            grown.insert(across, (above.map_or(row, |(first, _)| first), row));
        };
        for cell in row.iter().filter(written) {
            let col = column(cell.address())?;
            match &mut across {
                Some((_, last, style)) if *style == cell.style && *last + 1 == col => *last = col,
                _ => {
                    if let Some(ended) = across.replace((col, col, cell.style)) {
                        end(ended, cell.row);
                    }
                }
            }
        }
        if let Some(ended) = across {
            end(ended, row[0].row);
        }
        for (across, rows) in std::mem::replace(&mut open, grown) {
            write(across, rows)?;
        }
    }
    for (across, rows) in open {
        write(across, rows)?;
    }
    // A range does not extend what the sheet counts as used, and stores, a cell does.
    let written = || cells.iter().filter(written);
    let outermost = [
        written().min_by_key(|cell| cell.row),
        written().max_by_key(|cell| cell.row),
        written().min_by_key(|cell| cell.col),
        written().max_by_key(|cell| cell.col),
    ];
    for cell in outermost.into_iter().flatten() {
        let format = format_of(formats, cell.style, false);
        let done = target.set_cell_format(cell.row, column(cell.address())?, format);
        done.map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// First and last column of cells of one style side by side.
type Across = (u16, u16, Style);
