//! The only file that knows calamine. Everything handed to it was checked before; should it fail all the same, even
//! by a panic, the error comes back in words.

use std::io::Cursor;
use std::ops::ControlFlow;

use ::calamine::{
    Data, DataRef, ExcelDateTime, Ods, Range, Reader, SheetType, SheetVisible, Xls, Xlsb, Xlsx,
};

use super::error::quoted;
use super::number::{self, Moment};
use crate::island::contained;
use crate::messages::Phrase;
use crate::workbook::{Value, Visibility};

/// Place of a cell: row and column, counted from 0.
pub(super) type CellPlace = (u32, u32);
/// A cell's value and formula.
pub(super) type CellContent = (Value, Option<String>);

/// After so many cells that cannot be read, no other can.
const MOST_FAILED: u32 = 1000;

/// What `read` returns, or what is said of its error or panic. calamine panics on what does not follow the format, so here
/// a panic tells of the file, and of this part of it alone.
fn guard<T, E: std::fmt::Display>(read: impl FnOnce() -> Result<T, E>) -> Result<T, Phrase> {
    match contained(read) {
        Some(result) => result.map_err(|error| quoted(&error)),
        None => Err(Phrase::new("damage-no-sense")),
    }
}

/// An .xlsx package.
pub(super) struct XlsxFile(Xlsx<Cursor<Vec<u8>>>);

impl XlsxFile {
    /// Reads all but the sheets.
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self, Phrase> {
        guard(|| Xlsx::new(Cursor::new(bytes))).map(Self)
    }

    /// Gives `take` the cells of sheet `name`, in the order of the file and empty ones included, until it breaks off; whether it
    /// did. A cell that cannot be read is an error in its place; the next one may be readable again.
    pub(super) fn cells(
        &mut self,
        name: &str,
        text_length: usize,
        mut take: impl FnMut(Result<(CellPlace, CellContent), Phrase>) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, Phrase> {
        let mut cells = guard(|| self.0.worksheet_cells_reader(name))?;
        loop {
            let cell = match guard(|| cells.next_cell_with_formula()) {
                Ok(None) => return Ok(ControlFlow::Continue(())),
                Ok(Some(cell)) => Ok((cell.pos, (shared(cell.value, text_length), cell.formula))),
                Err(reason) => Err(reason),
            };
            if take(cell).is_break() {
                return Ok(ControlFlow::Break(()));
            }
        }
    }
}

/// An .xlsb package.
pub(super) struct XlsbFile(Xlsb<Cursor<Vec<u8>>>);

impl XlsbFile {
    /// Reads all but the sheets.
    pub(super) fn open(bytes: Vec<u8>) -> Result<Self, Phrase> {
        guard(|| Xlsb::new(Cursor::new(bytes))).map(Self)
    }

    /// Names and visibility of all sheets, charts included, in the order of the tabs.
    pub(super) fn tabs(&self) -> Vec<(String, Visibility)> {
        self.0
            .sheets_metadata()
            .iter()
            .map(|sheet| (sheet.name.clone(), visibility(sheet.visible)))
            .collect()
    }

    /// Gives `take` the values of sheet `name`, in the order of the file, until it breaks off.
    pub(super) fn values(
        &mut self,
        name: &str,
        text_length: usize,
        mut take: impl FnMut(Result<(CellPlace, Value), Phrase>) -> ControlFlow<()>,
    ) -> Result<(), Phrase> {
        let mut cells = guard(|| self.0.worksheet_cells_reader(name))?;
        let mut next = || guard(|| cells.next_cell()).transpose();
        let mut failed = 0;
        while let Some(cell) = next() {
            failed += u32::from(cell.is_err());
            let cell = cell.map(|cell| {
                (
                    cell.get_position(),
                    shared(cell.get_value().clone(), text_length),
                )
            });
            if take(cell).is_break() || failed > MOST_FAILED {
                break;
            }
        }
        Ok(())
    }

    /// Gives `take` the formulas of sheet `name`, in the order of the file.
    pub(super) fn formulas(
        &mut self,
        name: &str,
        mut take: impl FnMut(Result<(CellPlace, String), Phrase>),
    ) -> Result<(), Phrase> {
        let mut cells = guard(|| self.0.worksheet_cells_reader(name))?;
        let mut next = || guard(|| cells.next_formula()).transpose();
        let mut failed = 0;
        while let Some(cell) = next().filter(|_| failed <= MOST_FAILED) {
            failed += u32::from(cell.is_err());
            take(cell.map(|cell| (cell.get_position(), cell.get_value().clone())));
        }
        Ok(())
    }
}

/// A sheet that calamine reads as a whole.
pub(super) struct CalamineGrid {
    /// The name on the tab.
    pub(super) name: String,
    /// Whether it is shown.
    pub(super) visibility: Visibility,
    /// Whether it holds cells, not a chart or macros.
    pub(super) cells: bool,
    values: Range<Data>,
    formulas: Range<String>,
}

impl CalamineGrid {
    /// The value and formula at `place`.
    pub(super) fn get(&self, place: CellPlace) -> CellContent {
        let value = self
            .values
            .get_value(place)
            .cloned()
            .map_or(Value::Blank, owned);
        (value, self.formulas.get_value(place).cloned())
    }

    /// Gives `take` the cells that hold anything, row by row, until it breaks off.
    pub(super) fn each(self, mut take: impl FnMut(CellPlace, CellContent) -> ControlFlow<()>) {
        let corners = |start: Option<CellPlace>, end: Option<CellPlace>| start.zip(end);
        let values = corners(self.values.start(), self.values.end());
        let formulas = corners(self.formulas.start(), self.formulas.end());
        // The two need not span the same cells.
        let Some(((top, left), (bottom, right))) =
            values.into_iter().chain(formulas).reduce(|a, b| {
                (
                    (a.0.0.min(b.0.0), a.0.1.min(b.0.1)),
                    (a.1.0.max(b.1.0), a.1.1.max(b.1.1)),
                )
            })
        else {
            return;
        };
        for row in top..=bottom {
            for col in left..=right {
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

/// Reads an .xls file, and gives `take` its sheets in the order of the tabs.
pub(super) fn xls(bytes: Vec<u8>, take: impl FnMut(CalamineGrid)) -> Result<(), Phrase> {
    grids(|| Xls::new(Cursor::new(bytes)), take)
}

/// Reads an .ods file, and gives `take` its sheets in the order of the tabs.
pub(super) fn ods(bytes: Vec<u8>, take: impl FnMut(CalamineGrid)) -> Result<(), Phrase> {
    grids(|| Ods::new(Cursor::new(bytes)), take)
}

fn grids<R>(
    open: impl FnOnce() -> Result<R, R::Error>,
    mut take: impl FnMut(CalamineGrid),
) -> Result<(), Phrase>
where
    R: Reader<Cursor<Vec<u8>>>,
    R::Error: std::fmt::Display,
{
    let mut file = guard(open)?;
    for sheet in file.sheets_metadata().to_vec() {
        let cells = sheet.typ == SheetType::WorkSheet;
        // One sheet at a time, as each is a copy.
        let (values, formulas) = if cells {
            guard(|| {
                Ok::<_, R::Error>((
                    file.worksheet_range(&sheet.name)?,
                    file.worksheet_formula(&sheet.name)?,
                ))
            })?
        } else {
            (Range::empty(), Range::empty())
        };
        take(CalamineGrid {
            name: sheet.name,
            visibility: visibility(sheet.visible),
            cells,
            values,
            formulas,
        });
    }
    Ok(())
}

fn visibility(visible: SheetVisible) -> Visibility {
    match visible {
        SheetVisible::Visible => Visibility::Visible,
        SheetVisible::Hidden => Visibility::Hidden,
        SheetVisible::VeryHidden => Visibility::VeryHidden,
    }
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

/// Whether the text that calamine gives for a formula of .xls or .xlsb is what the file means. Of these formats it
/// mistakes `>` for `>=`, `$A1` for `A$1`, and the columns and sheets of references to other sheets; it knows no
/// constant arrays, and puts a message in place of a formula that it cannot read.
pub(super) fn trusted(formula: &str) -> bool {
    !formula.starts_with("Unrecognised formula")
        && !formula.contains(['>', '<', '$', '!', '{', '#'])
}
