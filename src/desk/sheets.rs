//! Tables for people: as sheets with live formulas, and as pages.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::changes::{Change, State};
use super::said::said;
use crate::layout::Templates;
use crate::messages::Messages;
use crate::publish::{Grid, GridCell, Part, Publication, html};
use crate::text::grouped;
use crate::workbook::save::{SaveError, save};
use crate::workbook::{Address, Cell, Look, Page, Sheet, Style, Value, Workbook, column_letters};

/// The rows above the rows of a table: title and headers.
pub(super) const ABOVE: u32 = 2;
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
}

impl Piece {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
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
}

impl TableRow {
    pub(super) fn new(pieces: Vec<Piece>) -> Self {
        Self {
            pieces,
            ..Self::default()
        }
    }
}

/// A table with a title, for a sheet or a page.
#[derive(Debug, Clone, Default)]
pub(super) struct TableText {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) headers: Vec<String>,
    pub(super) widths: Vec<f64>,
    pub(super) rows: Vec<TableRow>,
    /// What is said below.
    pub(super) notes: Vec<String>,
}

impl TableText {
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

    /// The table as a sheet.
    pub(super) fn sheet(&self) -> Sheet {
        let columns = u32::try_from(self.headers.len().max(1)).unwrap_or(1);
        let mut cells = vec![Cell {
            value: Value::Text(self.title.clone()),
            style: style(Look::Title),
            ..Cell::default()
        }];
        for (col, header) in (0..).zip(&self.headers) {
            cells.push(Cell {
                row: 1,
                col,
                value: Value::Text(header.clone()),
                style: style(Look::Header),
                ..Cell::default()
            });
        }
        let mut groups = Vec::new();
        let mut open: Vec<(u8, u32)> = Vec::new();
        for (row, own) in (ABOVE..).zip(&self.rows) {
            close(&mut open, &mut groups, own.level, row);
            if own.level > open.last().map_or(0, |(level, _)| *level) {
                open.push((own.level, row));
            }
            cells.extend(
                (0..)
                    .zip(&own.pieces)
                    .map(|(col, piece)| cell(row, col, piece, own)),
            );
        }
        let end = ABOVE + u32::try_from(self.rows.len()).unwrap_or(0);
        close(&mut open, &mut groups, 0, end);
        groups.sort_by_key(|(from, to)| (*from, std::cmp::Reverse(*to)));
        for (row, note) in (end + 1..).zip(&self.notes) {
            cells.push(Cell {
                row,
                col: 0,
                value: Value::Text(note.clone()),
                style: style(Look::Plain),
                ..Cell::default()
            });
        }
        let last = Address::new(end.saturating_sub(1).max(1), columns - 1);
        let below = u32::try_from(self.notes.len()).unwrap_or(0);
        Sheet {
            name: self.name.clone(),
            cells,
            merges: vec![(Address::new(0, 0), Address::new(0, columns - 1))],
            widths: self.widths.clone(),
            heights: vec![(0, 30.0)],
            groups,
            page: Page {
                repeat_rows: Some((0, 1)),
                freeze_rows: ABOVE,
                filter: Some((Address::new(1, 0), last)),
                print_to: Some((end + below, columns - 1)),
                ..Page::default()
            },
            ..Sheet::default()
        }
    }

    /// The table as a part of a page or letter.
    pub(super) fn part(&self) -> Part {
        let header = self
            .headers
            .iter()
            .enumerate()
            .map(|(at, text)| (at, grid_cell(text.clone(), style(Look::Header))));
        let rows = self.rows.iter().map(|row| {
            let pieces = row.pieces.iter().enumerate();
            pieces
                .map(|(at, piece)| {
                    let shown = cell(0, 0, piece, row);
                    let text = match (&shown.value, piece) {
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
        Piece::Amount(yuan) | Piece::Formula(_, yuan) => (number(yuan), Look::Amount),
    };
    let formula = match piece {
        Piece::Formula(formula, _) => Some(formula.replace("{r}", &(row + 1).to_string())),
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
        style: Style {
            strong: of.strong,
            wrong: of.wrong && matches!(look, Look::Amount),
            indent,
            ..style(look)
        },
        ..Cell::default()
    }
}

/// The workbook of these tables.
pub(super) fn book(tables: &[TableText]) -> Result<Vec<u8>, SaveError> {
    save(&Workbook {
        sheets: tables.iter().map(TableText::sheet).collect(),
        ..Workbook::default()
    })
}

/// The letters of the column `at`, counted from 0.
pub(super) fn letters(at: usize) -> String {
    column_letters(u32::try_from(at).unwrap_or(0))
}

/// The word of what became of an amount.
pub(super) const fn state_word(state: State) -> &'static str {
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

fn comparison(
    templates: &Templates,
    compared: &[(String, Vec<Change>)],
    messages: &Messages,
) -> TableText {
    let widths = [26.0, 22.0, 12.0, 26.0, 20.0, 18.0, 18.0, 16.0, 10.0, 10.0];
    let mut table = TableText::new(messages, "compare-title", "compare-headers", &widths);
    for (unit, changes) in compared {
        for own in changes {
            let place = said(templates, &own.row);
            let mut pieces = vec![
                Piece::text(unit.as_str()),
                Piece::Text(place.table),
                Piece::Code(place.code),
                Piece::Text(place.name),
                Piece::Text(place.what),
            ];
            pieces.extend(change_pieces(own, 5, messages));
            table.rows.push(TableRow::new(pieces));
        }
    }
    table
}

/// The changes of each of these as a workbook, with live differences.
///
/// # Errors
/// Where it cannot be made.
pub fn comparison_workbook(
    templates: &Templates,
    compared: &[(String, Vec<Change>)],
    messages: &Messages,
) -> Result<Vec<u8>, SaveError> {
    book(&[comparison(templates, compared, messages)])
}

/// The changes of each of these as a page: what stayed the same is left out.
#[must_use]
pub fn comparison_page(
    templates: &Templates,
    compared: &[(String, Vec<Change>)],
    messages: &Messages,
) -> String {
    let other = |own: &&Change| own.state != State::Same;
    let compared: Vec<(String, Vec<Change>)> = compared
        .iter()
        .map(|(unit, own)| (unit.clone(), own.iter().filter(other).cloned().collect()))
        .collect();
    let table = comparison(templates, &compared, messages);
    html(&Publication {
        title: table.title.clone(),
        parts: vec![table.part()],
    })
}
