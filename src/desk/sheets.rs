//! Tables for people: as sheets with live formulas, and as pages.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use rust_decimal::Decimal;

use super::changes::{Change, State};
use crate::messages::Messages;
use crate::publish::{Grid, GridCell, Part};
use crate::text::grouped;
use crate::workbook::save::{LongSheet, SaveError, save, save_long};
use crate::workbook::{
    Address, BarChart, Cell, Look, Page, Sheet, Style, Value, Workbook, column_letters, line_count,
};

/// The rows above the rows of a table: title and headers.
pub(super) const ABOVE: u32 = 2;
/// The most findings and changes that are listed.
pub(super) const MOST_LISTED: usize = 50_000;
/// The height of a line in points.
const LINE: f64 = 14.0;
/// The most lines that a row is made high for.
const MOST_LINES: usize = 12;
/// The most cells of a workbook that is made in memory.
const MOST_HELD: usize = 400_000;
/// The longest text of a cell.
const LONGEST: usize = 30_000;

/// What stands in a cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    /// A text.
    Text(String),
    /// A code, centred.
    Code(String),
    /// A number of things.
    Count(u64),
    /// An amount; blank where there is none.
    Amount(Option<Decimal>),
    /// A formula with its value; `{r}` in it is the number of the row.
    Formula(String, Option<Decimal>),
    /// A formula of a number of things; `{first}` and `{last}` in it are the numbers of the rows of the table.
    Counted(String, usize),
    /// A formula of a text.
    Said(String, String),
    /// A code that leads to a place.
    Link(String, String),
}

impl Piece {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// On how many lines it stands in a column of this width.
    fn lines(&self, width: f64) -> usize {
        match self {
            Self::Text(text) | Self::Code(text) => line_count(text, width - 0.5),
            _ => 1,
        }
    }

    fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) | Self::Code(text) if text.is_empty())
    }

    pub(super) fn count(count: usize) -> Self {
        Self::Count(count as u64)
    }
}

/// A row of a table.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct TableRow {
    pub(super) pieces: Vec<Piece>,
    /// How far the row is folded away: 0 for one that is always seen.
    pub(super) level: u8,
    /// Whether the row is a sum over those below.
    pub(super) strong: bool,
    /// Whether it asks for attention.
    pub(super) wrong: bool,
    /// Whether it is taken from elsewhere.
    pub(super) borrowed: bool,
}

impl TableRow {
    pub(super) fn new(pieces: Vec<Piece>) -> Self {
        Self {
            pieces,
            ..Self::default()
        }
    }
}

/// The rows of a long table: each is made when it is written.
pub(super) struct Made<'r> {
    count: usize,
    make: Box<dyn Fn(usize) -> TableRow + 'r>,
}

impl<'r> Made<'r> {
    pub(super) fn new(count: usize, make: impl Fn(usize) -> TableRow + 'r) -> Self {
        Self {
            count,
            make: Box::new(make),
        }
    }
}

impl std::fmt::Debug for Made<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Made").field("count", &self.count).finish()
    }
}

/// A table with a title, for a sheet or a page.
#[derive(Debug, Default)]
pub(super) struct TableText<'r> {
    pub(super) name: String,
    pub(super) title: String,
    /// What stands above the headers.
    pub(super) top: Vec<TableRow>,
    pub(super) headers: Vec<String>,
    pub(super) widths: Vec<f64>,
    pub(super) rows: Vec<TableRow>,
    /// The rows of a long table, in place of `rows`.
    pub(super) made: Option<Made<'r>>,
    /// What is said below.
    pub(super) notes: Vec<String>,
    /// A chart of some of its rows.
    pub(super) chart: Option<RowChart>,
}

/// A chart of some rows of a table: their positions, the columns of names and of values, and its title.
#[derive(Debug, Clone)]
pub(super) struct RowChart {
    pub(super) rows: (usize, usize),
    pub(super) names: u32,
    pub(super) values: u32,
    pub(super) title: String,
}

impl TableText<'_> {
    /// With the headers that the message `name` lists, and the widths of the columns.
    pub(super) fn new(
        messages: &Messages,
        name: &'static str,
        headers: &'static str,
        widths: &[f64],
    ) -> Self {
        let headers = messages.text(headers);
        let title = messages.text(name);
        Self {
            name: title.clone(),
            title,
            headers: headers
                .split('|')
                .map(|own| own.trim().to_owned())
                .collect(),
            widths: widths.to_vec(),
            ..Self::default()
        }
    }

    /// How many rows it has.
    fn count(&self) -> usize {
        self.made.as_ref().map_or(self.rows.len(), |own| own.count)
    }

    /// The row at a position.
    fn row(&self, at: usize) -> Cow<'_, TableRow> {
        match &self.made {
            Some(own) => Cow::Owned((own.make)(at)),
            None => Cow::Borrowed(&self.rows[at]),
        }
    }

    /// The table as a sheet.
    fn sheet(&self) -> Sheet {
        let (mut sheet, below) = self.frame();
        for at in 0..self.count() {
            sheet.cells.extend(self.cells(at));
        }
        sheet.cells.extend(below);
        sheet
    }

    /// The table as a sheet whose rows are made when they are written.
    fn long_sheet(&self) -> LongSheet<'_> {
        let (sheet, below) = self.frame();
        LongSheet {
            sheet,
            rows: self.count(),
            row: Box::new(|at| self.cells(at)),
            below,
        }
    }

    /// The row of the headers.
    fn head(&self) -> u32 {
        1 + u32::try_from(self.top.len()).unwrap_or(0)
    }

    /// The cells of the row at a position.
    fn cells(&self, at: usize) -> Vec<Cell> {
        let row = self.head() + 1 + u32::try_from(at).unwrap_or(0);
        let own = self.row(at);
        let pieces = (0..).zip(&own.pieces);
        pieces
            .map(|(col, piece)| cell(row, col, piece, &own))
            .collect()
    }

    /// The sheet with what stands above the rows, and what stands below them.
    fn frame(&self) -> (Sheet, Vec<Cell>) {
        let columns = u32::try_from(self.headers.len().max(1)).unwrap_or(1);
        let (head, above) = (self.head(), self.head() + 1);
        let end = above + u32::try_from(self.count()).unwrap_or(0);
        let (mut groups, mut heights) = (Vec::new(), vec![(0, 30.0)]);
        let mut open: Vec<(u8, u32)> = Vec::new();
        let height = |own: &TableRow| {
            let lines = own.pieces.iter().zip(&self.widths);
            let lines = lines.map(|(piece, width)| piece.lines(*width)).max()?;
            (lines > 1).then(|| LINE * lines.min(MOST_LINES) as f64 + 2.0)
        };
        for (row, own) in (1..).zip(&self.top) {
            heights.extend(height(own).map(|own| (row, own)));
        }
        for (row, at) in (above..).zip(0..self.count()) {
            let own = self.row(at);
            close(&mut open, &mut groups, own.level, row);
            if own.level > open.last().map_or(0, |(level, _)| *level) {
                open.push((own.level, row));
            }
            heights.extend(height(&own).map(|own| (row, own)));
        }
        close(&mut open, &mut groups, 0, end);
        groups.sort_by_key(|(from, to)| (*from, std::cmp::Reverse(*to)));
        let below = (end + 1..).zip(&self.notes).map(|(row, note)| Cell {
            row,
            col: 0,
            value: Value::Text(note.clone()),
            style: style(Look::Plain),
            ..Cell::default()
        });
        let last = Address::new(end.saturating_sub(1).max(head), columns - 1);
        let chart = self.chart.as_ref().map(|own| {
            let row = |at: usize| above + u32::try_from(at).unwrap_or(0);
            let column = |col| {
                (
                    Address::new(row(own.rows.0), col),
                    Address::new(row(own.rows.1), col),
                )
            };
            BarChart {
                title: own.title.clone(),
                names: column(own.names),
                values: column(own.values),
                at: Address::new(head, columns + 1),
            }
        });
        let notes = u32::try_from(self.notes.len()).unwrap_or(0);
        let sheet = Sheet {
            name: self.name.clone(),
            cells: self.cells_above(end),
            merges: vec![(Address::new(0, 0), Address::new(0, columns - 1))],
            widths: self.widths.clone(),
            heights,
            groups,
            chart,
            page: Page {
                repeat_rows: Some((head, head)),
                freeze_rows: above,
                filter: Some((Address::new(head, 0), last)),
                print_to: Some((end + notes, columns - 1)),
                ..Page::default()
            },
            ..Sheet::default()
        };
        (sheet, below.collect())
    }

    /// Title, what stands above the headers, and the headers; `end` is the row below the last.
    fn cells_above(&self, end: u32) -> Vec<Cell> {
        let mut cells = vec![Cell {
            value: Value::Text(self.title.clone()),
            style: style(Look::Title),
            ..Cell::default()
        }];
        for (row, own) in (1..).zip(&self.top) {
            let pieces = own
                .pieces
                .iter()
                .zip(0..)
                .filter(|(piece, _)| !piece.is_blank());
            cells.extend(pieces.map(|(piece, col)| {
                let mut made = cell(row, col, piece, own);
                if let Some(formula) = &mut made.formula {
                    *formula = formula
                        .replace("{first}", &(self.head() + 2).to_string())
                        .replace("{last}", &end.to_string());
                }
                made
            }));
        }
        for (col, header) in (0..).zip(&self.headers) {
            cells.push(Cell {
                row: self.head(),
                col,
                value: Value::Text(header.clone()),
                style: style(Look::Header),
                ..Cell::default()
            });
        }
        cells
    }

    /// The table as a part of a page or letter.
    pub(super) fn part(&self) -> Part {
        let header = self
            .headers
            .iter()
            .enumerate()
            .map(|(at, text)| (at, grid_cell(text.clone(), style(Look::Header))));
        let rows = (0..self.count()).map(|at| {
            let row = self.row(at);
            let pieces = row.pieces.iter().enumerate();
            pieces
                .map(|(at, piece)| {
                    let shown = cell(0, 0, piece, &row);
                    let text = match (&shown.value, piece) {
                        (Value::Number(own), Piece::Count(_) | Piece::Counted(..)) => {
                            own.to_string()
                        }
                        (Value::Number(own), _) => grouped(&format!("{own:.2}")),
                        (Value::Text(own), _) => own.clone(),
                        _ => String::new(),
                    };
                    (at, grid_cell(text, shown.style))
                })
                .collect::<BTreeMap<_, _>>()
        });
        let rows: Vec<BTreeMap<usize, GridCell>> =
            std::iter::once(header.collect()).chain(rows).collect();
        Part::Grid(Grid {
            heading: self.title.clone(),
            above: Vec::new(),
            widths: self.widths.clone(),
            header_rows: 1,
            rows,
            notes: self.notes.clone(),
        })
    }
}

fn close(open: &mut Vec<(u8, u32)>, groups: &mut Vec<(u32, u32)>, level: u8, row: u32) {
    while let Some((_, from)) = open.pop_if(|(own, _)| *own > level) {
        groups.push((from, row - 1));
    }
}

fn grid_cell(text: String, style: Style) -> GridCell {
    GridCell {
        text,
        rows: 1,
        columns: 1,
        style,
    }
}

fn style(look: Look) -> Style {
    Style {
        look,
        ..Style::default()
    }
}

fn cell(row: u32, col: u32, piece: &Piece, of: &TableRow) -> Cell {
    let number =
        |yuan: &Option<Decimal>| yuan.map_or(Value::Blank, |own| Value::Number(own.normalize()));
    let cut = |text: &String| Value::Text(text.chars().take(LONGEST).collect());
    let (value, look) = match piece {
        Piece::Text(text) => (cut(text), Look::Name),
        Piece::Code(text) => (cut(text), Look::Code),
        Piece::Count(count) => (Value::Number((*count).into()), Look::Code),
        Piece::Counted(_, count) => (Value::Number((*count as u64).into()), Look::Code),
        Piece::Said(_, text) | Piece::Link(text, _) => (cut(text), Look::Code),
        Piece::Amount(yuan) | Piece::Formula(_, yuan) => (number(yuan), Look::Amount),
    };
    let formula = match piece {
        Piece::Formula(formula, _) | Piece::Counted(formula, _) | Piece::Said(formula, _) => {
            Some(formula.replace("{r}", &(row + 1).to_string()))
        }
        _ => None,
    };
    let link = match piece {
        Piece::Link(_, place) => Some(place.clone()),
        _ => None,
    };
    let indent = match look {
        Look::Name if col <= 1 => of.level.min(6),
        _ => 0,
    };
    Cell {
        row,
        col,
        value,
        formula,
        link,
        style: Style {
            strong: of.strong,
            borrowed: of.borrowed,
            wrong: of.wrong && matches!(look, Look::Amount),
            indent,
            ..style(look)
        },
        ..Cell::default()
    }
}

/// The workbook of these tables.
pub(super) fn book(tables: &[TableText<'_>]) -> Result<Vec<u8>, SaveError> {
    save(&Workbook {
        sheets: tables.iter().map(TableText::sheet).collect(),
        ..Workbook::default()
    })
}

/// Writes the workbook of these tables, which may be long; `temporary` is a folder for what does not go into memory.
pub(super) fn long_book(
    tables: &[TableText<'_>],
    temporary: &Path,
    to: &mut File,
) -> Result<(), SaveError> {
    let cells = tables.iter().map(|own| own.count() * own.headers.len());
    if cells.sum::<usize>() <= MOST_HELD {
        return Ok(to.write_all(&book(tables)?)?);
    }
    let sheets: Vec<LongSheet<'_>> = tables.iter().map(TableText::long_sheet).collect();
    save_long(&sheets, temporary, to)
}

/// The letters of the column `at`, counted from 0.
pub(super) fn letters(at: usize) -> String {
    column_letters(u32::try_from(at).unwrap_or(0))
}

/// The word of what became of an amount.
pub const fn state_word(state: State) -> &'static str {
    match state {
        State::Same => "change-same",
        State::Changed => "change-changed",
        State::New => "change-new",
        State::Ended => "change-ended",
        State::NotStated => "change-not-stated",
    }
}

/// The cells of a change: last year's, this year's, and live what is between them, in the columns from `first` on.
pub(super) fn change_pieces(change: &Change, first: usize, messages: &Messages) -> Vec<Piece> {
    let (old, new) = (letters(first), letters(first + 1));
    let both = change.change().is_some();
    let live = |formula: String, value: Option<Decimal>| match both {
        true => Piece::Formula(formula, value),
        false => Piece::Amount(None),
    };
    vec![
        Piece::Amount(change.previous),
        Piece::Amount(change.current),
        live(format!("{new}{{r}}-{old}{{r}}"), change.change()),
        live(
            format!("IF({old}{{r}}=0,\"\",ROUND(({new}{{r}}-{old}{{r}})/{old}{{r}}*100,2))"),
            change.percent(),
        ),
        Piece::Code(messages.text(state_word(change.state))),
    ]
}
