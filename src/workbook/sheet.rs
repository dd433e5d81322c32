//! Workbook, sheet and cell as plain data.

use std::ops::{Index, IndexMut};

use rust_decimal::Decimal;

use crate::messages::Phrase;

use super::{Address, Highlight, Protection, Style, Validation};

/// What cell A1 of a sheet says that lists findings: by it such a sheet is known to be none of the submission.
pub const RESULTS: &str = "校验结果（yusuan 生成，不是报送内容）";

/// What cell A1 of a hidden sheet says that holds last year's amounts for formulas: it is none of the submission either.
pub const PREVIOUS: &str = "上年数（yusuan 生成，不是报送内容）";

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// Nothing: a formula whose value the file does not keep, or a cell that is only formatted.
    #[default]
    Blank,
    /// Text as stored, white space and line breaks included.
    Text(String),
    /// A number, exact: the shortest decimal text that stands for the stored binary number at 15 significant digits.
    Number(Decimal),
    /// TRUE or FALSE.
    Bool(bool),
    /// An error value as the spreadsheet shows it: `#REF!`, `#SPILL!`.
    Error(String),
    /// A date or time, as text of the form `2023-01-31` or `2023-01-31 08:00:00`.
    Date(String),
}

/// One cell that holds a value or a formula.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// Row, counted from 0.
    pub row: u32,
    /// Column, counted from 0.
    pub col: u32,
    /// The value; of a formula, its result.
    pub value: Value,
    /// The formula without the leading `=`, in the A1 notation of Excel.
    pub formula: Option<String>,
    /// A comment to write on the cell. Not read.
    pub comment: Option<String>,
    /// Where a click leads to, to write: `'表1'!B7` of the same workbook, or behind `external:` a file, which may have such a place
    /// behind `#`. Only for cells with text. Not read.
    pub link: Option<String>,
    /// How the cell is to look when it is written. Not read.
    pub style: Style,
}

impl Cell {
    /// The cell's address.
    #[must_use]
    pub const fn address(&self) -> Address {
        Address::new(self.row, self.col)
    }
}

/// The file formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Office Open XML: .xlsx, .xlsm.
    Xlsx,
    /// Office Open XML with binary parts: .xlsb.
    Xlsb,
    /// The binary format of Excel 97 to 2003: .xls, and .et of WPS.
    Xls,
    /// OpenDocument: .ods.
    Ods,
    /// A web page, alone or with others in one file: .html, .mht, and often named .xls. Its cells are text but where it
    /// tells their numbers.
    Html,
    /// The XML format of Excel 2003, often named .xls.
    Xml2003,
    /// Separated text: .csv, .tsv. Has no types: every cell is text.
    Csv,
}

/// Whether a sheet is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Visibility {
    /// Shown.
    #[default]
    Visible,
    /// Hidden, can be shown by the user.
    Hidden,
    /// Hidden so that only a program can show it.
    VeryHidden,
}

/// Hidden rows and columns as inclusive ranges, counted from 0: those hidden as such, filtered out, folded away, or without
/// height or width.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hidden {
    /// Ranges of hidden rows.
    pub rows: Vec<(u32, u32)>,
    /// Ranges of hidden columns.
    pub cols: Vec<(u32, u32)>,
}

impl Hidden {
    /// Whether the cell at `address` is in a hidden row or column.
    #[must_use]
    pub fn contains(&self, address: Address) -> bool {
        let within =
            |ranges: &[(u32, u32)], at| ranges.iter().any(|&(from, to)| from <= at && at <= to);
        within(&self.rows, address.row) || within(&self.cols, address.col)
    }
}

/// What a number format does to a number that it shows: it takes places away, and puts a word of size behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scaling {
    /// How many decimal places are taken away: 4 where 82122874 is shown as 8212.2874. Negative where some are added.
    pub places: i8,
    /// The power of ten that a word behind the number stands for: 0 for 元, 4 for 万 and 万元.
    pub word: Option<u8>,
}

impl Scaling {
    /// The number that is shown for `number`, without rounding; `None` where no decimal can hold it.
    #[must_use]
    pub fn shown(self, number: Decimal) -> Option<Decimal> {
        let power = 10_i128.checked_pow(u32::from(self.places.unsigned_abs()))?;
        let power = Decimal::try_from_i128_with_scale(power, 0).ok()?;
        let shown = match self.places {
            0 => Some(number),
            1.. => number.checked_div(power),
            _ => number.checked_mul(power),
        };
        shown.map(|shown| shown.normalize())
    }
}

/// Something that kept a part of the file from being read; the rest was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// A limit was reached: its name (that of the option), its value, and what went over it.
    Limit {
        /// Name of the limit, which is the name of the option that raises it.
        limit: &'static str,
        /// The limit in force.
        value: u64,
        /// The cell at fault, where it is one.
        at: Option<Address>,
    },
    /// The sheet, or the rest of it, could not be read, and why.
    Unreadable(Phrase),
}

/// How a written sheet is set up for paper: A4, one page wide.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// First and last row (counted from 0) repeated at the top of each page.
    pub repeat_rows: Option<(u32, u32)>,
    /// Number of rows that stay in place when the sheet scrolls.
    pub freeze_rows: u32,
    /// The region that can be filtered by its first row: top left and bottom right address.
    pub filter: Option<(Address, Address)>,
    /// Last row and column (counted from 0) of the print area, which begins at A1.
    pub print_to: Option<(u32, u32)>,
    /// A formula for the number of rows of the print area, where it depends on what the sheet shows. It takes effect in Excel
    /// and WPS; LibreOffice prints all columns and rows that are not hidden instead.
    pub print_rows: Option<String>,
    /// Whether the paper stands upright.
    pub portrait: bool,
    /// The rows (counted from 0) that begin a new page, ascending. Without any, the program breaks where it must.
    pub breaks: Vec<u32>,
    /// Whether all of it goes on one page, made smaller where it must be.
    pub single: bool,
    /// Whether its pages show no number, though they count: a title page.
    pub unnumbered: bool,
}

/// A chart with a bar for each name, to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BarChart {
    /// Its title.
    pub title: String,
    /// The column of names: first and last cell.
    pub names: (Address, Address),
    /// The column of numbers: first and last cell.
    pub values: (Address, Address),
    /// Its top left cell.
    pub at: Address,
}

/// A sheet: its cells in row order, then column order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// The name on the tab, as stored (it may end in a space).
    pub name: String,
    /// Whether the sheet is shown.
    pub visibility: Visibility,
    /// The cells, sorted by row, then column; at most one an address.
    pub cells: Vec<Cell>,
    /// Merged regions: top left and bottom right address.
    pub merges: Vec<(Address, Address)>,
    /// The cells whose numbers are shown as percentages, where the format tells, in the order of the cells. Not written.
    pub percentages: Vec<Address>,
    /// The cells whose numbers are shown as others than they are, where the format tells, in the order of the cells. Not
    /// written.
    pub scaled: Vec<(Address, Scaling)>,
    /// The cells whose numbers are shown with zeros in front, as those of codes are, where the format tells, in the order of the
    /// cells: with how many digits. Not written.
    pub padded: Vec<(Address, u8)>,
    /// What is printed above and below the sheet, line by line and part by part, where the format tells. Written above it, on the right.
    pub printed: Vec<String>,
    /// The cells whose number format shows nothing of their value (`;;;`), where the format of the file tells, in the order
    /// of the cells. Not written.
    pub unseen: Vec<Address>,
    /// Hidden rows and columns, where the format tells; also written.
    pub hidden: Hidden,
    /// What kept a part of this sheet from being read.
    pub problems: Vec<Problem>,
    /// Cells that hold a formula, where the format does not give the text of each: .xls and .xlsb, in the order of the cells.
    pub computed: Vec<Address>,
    /// Regions of array formulas and data tables: their cells hold results that no formula of one cell gives.
    pub arrays: Vec<(Address, Address)>,
    /// Cells whose value was computed anew, with what the file stores: nothing, or what its formula does not give. In the
    /// order of the cells. Not written.
    pub replaced: Vec<(Address, Value)>,
    /// A chart to write. Not read.
    pub chart: Option<BarChart>,
    /// Column widths in characters, to write. Not read.
    pub widths: Vec<f64>,
    /// Row heights in points, to write: row and height. Not read.
    pub heights: Vec<(u32, f64)>,
    /// Rows that fold away under the row above them, as inclusive ranges counted from 0, the outer before the inner; to
    /// write. Not read.
    pub groups: Vec<(u32, u32)>,
    /// Page set-up, to write. Not read.
    pub page: Page,
    /// Whether only open cells can be changed, to write. Not read.
    pub protection: Option<Protection>,
    /// Rules on what is typed, to write. Not read.
    pub validations: Vec<Validation>,
    /// What is coloured by rule, to write; of several that apply the first one counts. Not read.
    pub highlights: Vec<Highlight>,
}

impl Sheet {
    /// Whether the sheet is a list of findings that was added to a submission.
    #[must_use]
    pub fn is_results(&self) -> bool {
        self.get(Address::new(0, 0))
            .is_some_and(|cell| matches!(&cell.value, Value::Text(text) if text == RESULTS))
    }

    /// Whether the sheet was added by this program and is no part of a submission.
    #[must_use]
    pub fn is_own(&self) -> bool {
        let previous = |cell: &Cell| matches!(&cell.value, Value::Text(text) if text == PREVIOUS);
        self.is_results() || self.get(Address::new(0, 0)).is_some_and(previous)
    }

    /// Whether a number in the cell at `address` is shown as a percentage.
    #[must_use]
    pub fn is_percentage(&self, address: Address) -> bool {
        self.percentages.binary_search(&address).is_ok()
    }

    /// How the format of the cell at `address` changes what number is seen; by default not at all.
    #[must_use]
    pub fn scaling(&self, address: Address) -> Scaling {
        let found = self.scaled.binary_search_by_key(&address, |(at, _)| *at);
        found.map_or_else(|_| Scaling::default(), |at| self.scaled[at].1)
    }

    /// With how many digits at least a whole number in the cell at `address` is shown.
    #[must_use]
    pub fn digits(&self, address: Address) -> usize {
        let found = self.padded.binary_search_by_key(&address, |(at, _)| *at);
        found.map_or(0, |at| usize::from(self.padded[at].1))
    }

    /// What the file stores in the cell at `address`, where something else was computed.
    #[must_use]
    pub fn stored(&self, address: Address) -> Option<&Value> {
        let at = self
            .replaced
            .binary_search_by_key(&address, |(own, _)| *own);
        at.ok().map(|at| &self.replaced[at].1)
    }

    /// The cell at `address`, if it holds anything.
    #[must_use]
    pub fn get(&self, address: Address) -> Option<&Cell> {
        let at = self
            .cells
            .binary_search_by_key(&address, Cell::address)
            .ok()?;
        self.cells.get(at)
    }

    /// The cells of row `row` (counted from 0), from left to right.
    #[must_use]
    pub fn row(&self, row: u32) -> &[Cell] {
        let from = self.cells.partition_point(|cell| cell.row < row);
        let to = from + self.cells[from..].partition_point(|cell| cell.row == row);
        &self.cells[from..to]
    }

    /// The positions of the cells of the rows `from` to `to`, both counted from 0 and included.
    #[must_use]
    pub fn between(&self, from: u32, to: u32) -> std::ops::Range<usize> {
        let start = self.cells.partition_point(|cell| cell.row < from);
        let end = self.cells.partition_point(|cell| cell.row <= to);
        start..end.max(start)
    }

    /// The rows that hold cells, from top to bottom: row number (counted from 0) and cells.
    pub fn rows(&self) -> impl Iterator<Item = (u32, &[Cell])> {
        self.cells
            .chunk_by(|a, b| a.row == b.row)
            .map(|cells| (cells[0].row, cells))
    }
}

/// The position of a sheet in its workbook, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SheetIx(usize);

impl SheetIx {
    /// The sheet at this position.
    #[must_use]
    pub const fn new(position: usize) -> Self {
        Self(position)
    }

    /// The position.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0
    }
}

impl Index<SheetIx> for Vec<Sheet> {
    type Output = Sheet;

    fn index(&self, sheet: SheetIx) -> &Sheet {
        &self[sheet.0]
    }
}

impl IndexMut<SheetIx> for Vec<Sheet> {
    fn index_mut(&mut self, sheet: SheetIx) -> &mut Sheet {
        &mut self[sheet.0]
    }
}

/// A spreadsheet file as plain data.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Workbook {
    /// The format that it was read from; `None` for one that is to be written.
    pub format: Option<Format>,
    /// The sheets in the order of the tabs.
    pub sheets: Vec<Sheet>,
    /// Names with what they stand for: a formula without `=`; `'表1'!name` is known on that sheet only. Read from .xlsx and
    /// .ods.
    pub names: Vec<(String, String)>,
    /// Whether results are rounded to what their cells show, before anything is computed from them. Not written.
    pub as_displayed: bool,
    /// Properties of the document's own, by name, to write. Not read.
    pub properties: Vec<(String, String)>,
}

impl Workbook {
    /// The sheets with their positions.
    pub fn numbered(&self) -> impl Iterator<Item = (SheetIx, &Sheet)> + Clone {
        (0..).map(SheetIx).zip(&self.sheets)
    }

    /// The first sheet that is as wanted.
    pub fn position(&self, wanted: impl FnMut(&Sheet) -> bool) -> Option<SheetIx> {
        self.sheets.iter().position(wanted).map(SheetIx)
    }
}
