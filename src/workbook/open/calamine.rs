//! The only file that knows calamine. Everything handed to it was checked before; should it fail all the same, even
//! by a panic, the error comes back in words.

use std::io::Cursor;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ::calamine::{
    Data, DataRef, ExcelDateTime, Ods, Range, Reader, SheetType, SheetVisible, Xls, Xlsb, Xlsx,
};

use super::number::{self, Moment};
use crate::workbook::{Value, Visibility};

/// Place of a cell: row and column, counted from 0.
pub(super) type Place = (u32, u32);
/// A cell's value and formula.
pub(super) type Content = (Value, Option<String>);

/// What `read` returns, or the words of its error or panic.
fn guard<T, E: std::fmt::Display>(read: impl FnOnce() -> Result<T, E>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(result) => result.map_err(|error| error.to_string()),
        Err(_) => Err("the reader could not make sense of it".to_owned()),
    }
}

/// An .xlsx package.
pub(super) struct XlsxFile(Xlsx<Cursor<Vec<u8>>>);

impl XlsxFile {
    /// Reads all but the sheets.
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self, String> {
        guard(|| Xlsx::new(Cursor::new(bytes))).map(Self)
    }

    /// Gives `take` the cells of sheet `name`, in the order of the file and empty ones included, until it breaks off.
    /// A cell that cannot be read is an error in its place; the next one may be readable again.
    pub(super) fn cells(
        &mut self,
        name: &str,
        text_length: usize,
        mut take: impl FnMut(Result<(Place, Content), String>) -> ControlFlow<()>,
    ) -> Result<(), String> {
        let mut cells = guard(|| self.0.worksheet_cells_reader(name))?;
        loop {
            let cell = match guard(|| cells.next_cell_with_formula()) {
                Ok(None) => return Ok(()),
                Ok(Some(cell)) => Ok((cell.pos, (shared(cell.value, text_length), cell.formula))),
                Err(reason) => Err(reason),
            };
            if take(cell).is_break() {
                return Ok(());
            }
        }
    }
}

/// An .xlsb package.
pub(super) struct XlsbFile(Xlsb<Cursor<Vec<u8>>>);

impl XlsbFile {
    /// Reads all but the sheets.
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self, String> {
        guard(|| Xlsb::new(Cursor::new(bytes))).map(Self)
    }

    /// Gives `take` the values of sheet `name`, in the order of the file, until it breaks off.
    pub(super) fn values(
        &mut self,
        name: &str,
        text_length: usize,
        mut take: impl FnMut(Place, Value) -> ControlFlow<()>,
    ) -> Result<(), String> {
        guard(|| {
            let mut cells = self.0.worksheet_cells_reader(name)?;
            while let Some(cell) = cells.next_cell()? {
                let value = shared(cell.get_value().clone(), text_length);
                if take(cell.get_position(), value).is_break() {
                    break;
                }
            }
            Ok::<_, ::calamine::XlsbError>(())
        })
    }

    /// Gives `take` the formulas of sheet `name`, in the order of the file, until it breaks off.
    pub(super) fn formulas(
        &mut self,
        name: &str,
        mut take: impl FnMut(Place, String) -> ControlFlow<()>,
    ) -> Result<(), String> {
        guard(|| {
            let mut cells = self.0.worksheet_cells_reader(name)?;
            while let Some(cell) = cells.next_formula()? {
                if take(cell.get_position(), cell.get_value().clone()).is_break() {
                    break;
                }
            }
            Ok::<_, ::calamine::XlsbError>(())
        })
    }
}

/// A sheet that calamine reads as a whole.
pub(super) struct Grid {
    /// The name on the tab.
    pub(super) name: String,
    /// Whether it is shown.
    pub(super) visibility: Visibility,
    /// Whether it holds cells, not a chart or macros.
    pub(super) cells: bool,
    values: Range<Data>,
    formulas: Range<String>,
}

impl Grid {
    /// The value and formula at `place`.
    pub(super) fn get(&mut self, place: Place) -> Content {
        let value = self
            .values
            .get_value(place)
            .cloned()
            .map_or(Value::Blank, owned);
        (value, self.formulas.get_value(place).cloned())
    }

    /// Gives `take` the cells that hold anything, row by row, until it breaks off.
    pub(super) fn each(self, mut take: impl FnMut(Place, Content) -> ControlFlow<()>) {
        let from = (|| Some((self.values.start()?, self.formulas.start()?)))();
        let Some(((row, col), (formula_row, formula_col))) = from else {
            // One of the two is empty.
            for (row, col, value) in absolute(&self.values) {
                if take((row, col), (owned(value.clone()), None)).is_break() {
                    return;
                }
            }
            for (row, col, formula) in absolute(&self.formulas) {
                if take((row, col), (Value::Blank, Some(formula.clone()))).is_break() {
                    return;
                }
            }
            return;
        };
        let (end_row, end_col) = self.values.end().unwrap_or((row, col));
        let (formula_end_row, formula_end_col) =
            self.formulas.end().unwrap_or((formula_row, formula_col));
        for row in row.min(formula_row)..=end_row.max(formula_end_row) {
            for col in col.min(formula_col)..=end_col.max(formula_end_col) {
                let value = self
                    .values
                    .get_value((row, col))
                    .filter(|value| **value != Data::Empty);
                let formula = self
                    .formulas
                    .get_value((row, col))
                    .filter(|formula| !formula.is_empty());
                if value.is_none() && formula.is_none() {
                    continue;
                }
                let value = value.cloned().map_or(Value::Blank, owned);
                if take((row, col), (value, formula.cloned())).is_break() {
                    return;
                }
            }
        }
    }
}

fn absolute<T: ::calamine::CellType>(range: &Range<T>) -> impl Iterator<Item = (u32, u32, &T)> {
    let (row, col) = range.start().unwrap_or_default();
    range
        .used_cells()
        .map(move |(r, c, value)| (row + r as u32, col + c as u32, value))
}

/// Reads an .xls file: its sheets in the order of the tabs.
pub(super) fn xls(bytes: Vec<u8>) -> Result<Vec<Grid>, String> {
    grids(|| Xls::new(Cursor::new(bytes)))
}

/// Reads an .ods file: its sheets in the order of the tabs.
pub(super) fn ods(bytes: Vec<u8>) -> Result<Vec<Grid>, String> {
    grids(|| Ods::new(Cursor::new(bytes)))
}

fn grids<R>(open: impl FnOnce() -> Result<R, R::Error>) -> Result<Vec<Grid>, String>
where
    R: Reader<Cursor<Vec<u8>>>,
    R::Error: std::fmt::Display,
{
    guard(|| {
        let mut file = open()?;
        let sheets = file.sheets_metadata().to_vec();
        let mut grids = Vec::with_capacity(sheets.len());
        for sheet in sheets {
            let cells = sheet.typ == SheetType::WorkSheet;
            let (values, formulas) = if cells {
                (
                    file.worksheet_range(&sheet.name)?,
                    file.worksheet_formula(&sheet.name)?,
                )
            } else {
                (Range::empty(), Range::empty())
            };
            let visibility = match sheet.visible {
                SheetVisible::Visible => Visibility::Visible,
                SheetVisible::Hidden => Visibility::Hidden,
                SheetVisible::VeryHidden => Visibility::VeryHidden,
            };
            grids.push(Grid {
                name: sheet.name,
                visibility,
                cells,
                values,
                formulas,
            });
        }
        Ok::<_, R::Error>(grids)
    })
}

/// The value of a cell that may share its text with others. Of a text that is too long a little more than
/// `text_length` characters are taken, so that it can still be told from one that just fits.
fn shared(value: DataRef<'_>, text_length: usize) -> Value {
    match value {
        DataRef::SharedString(text) if text.len() > text_length => {
            Value::Text(text.chars().take(text_length.saturating_add(1)).collect())
        }
        DataRef::SharedString(text) => Value::Text(text.to_owned()),
        value => owned(value.into()),
    }
}

fn owned(value: Data) -> Value {
    match value {
        Data::Empty => Value::Blank,
        Data::String(text) => Value::Text(text),
        Data::Int(int) => Value::Number(int.into()),
        Data::Float(float) => number::number(float),
        Data::Bool(bool) => Value::Bool(bool),
        Data::Error(error) => Value::Error(error.to_string()),
        Data::DateTime(date) => number::date(moment(&date)),
        Data::DateTimeIso(text) => number::iso_date(&text),
        Data::DurationIso(text) => number::iso_span(&text),
    }
}

fn moment(date: &ExcelDateTime) -> Moment {
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    Moment {
        serial: date.as_f64(),
        date: (year, month, day),
        time: (hour, minute, second),
        span: date.is_duration(),
    }
}
