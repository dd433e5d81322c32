//! Tables for people.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::changes::{Change, ChangeState};
use crate::messages::Messages;
use crate::workbook::{column_letters, line_count};

/// The rows above the rows of a table: title and headers.
pub(super) const ABOVE: u32 = 2;
/// The most findings and changes that are listed.
pub(super) const MOST_LISTED: usize = 50_000;
/// What stands in a cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum CellPiece {
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

impl CellPiece {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// On how many lines it stands in a column of this width.
    pub(super) fn lines(&self, width: f64) -> usize {
        match self {
            Self::Text(text) | Self::Code(text) => line_count(text, width - 0.5),
            _ => 1,
        }
    }

    pub(super) fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) | Self::Code(text) if text.is_empty())
    }

    pub(super) fn count(count: usize) -> Self {
        Self::Count(count as u64)
    }
}

/// A row of a table.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct TableRow {
    pub(super) pieces: Vec<CellPiece>,
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
    pub(super) fn new(pieces: Vec<CellPiece>) -> Self {
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
    /// Says below the rows how many more there are that are not listed.
    pub(super) fn leave_out(&mut self, messages: &Messages, count: usize) {
        if count > 0 {
            let note = messages.with("rows-left-out", &[("count", count.into())]);
            self.notes.push(note);
        }
    }

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
    pub(super) fn count(&self) -> usize {
        self.made.as_ref().map_or(self.rows.len(), |own| own.count)
    }

    /// The row at a position.
    pub(super) fn row(&self, at: usize) -> Cow<'_, TableRow> {
        match &self.made {
            Some(own) => Cow::Owned((own.make)(at)),
            None => Cow::Borrowed(&self.rows[at]),
        }
    }
}

/// The letters of the column `at`, counted from 0.
pub(super) fn letters(at: usize) -> String {
    column_letters(u32::try_from(at).unwrap_or(0))
}

/// The word of what became of an amount.
pub const fn state_word(state: ChangeState) -> &'static str {
    match state {
        ChangeState::Same => "change-same",
        ChangeState::Changed => "change-changed",
        ChangeState::New => "change-new",
        ChangeState::Ended => "change-ended",
        ChangeState::NotStated => "change-not-stated",
    }
}

/// The cells of a change: last year's, this year's, and live what is between them, in the columns from `first` on.
pub(super) fn change_pieces(change: &Change, first: usize, messages: &Messages) -> Vec<CellPiece> {
    let (old, new) = (letters(first), letters(first + 1));
    let both = change.change().is_some();
    let live = |formula: String, value: Option<Decimal>| match both {
        true => CellPiece::Formula(formula, value),
        false => CellPiece::Amount(None),
    };
    vec![
        CellPiece::Amount(change.previous),
        CellPiece::Amount(change.current),
        live(format!("{new}{{r}}-{old}{{r}}"), change.change()),
        live(
            format!("IF({old}{{r}}=0,\"\",ROUND(({new}{{r}}-{old}{{r}})/{old}{{r}}*100,2))"),
            change.percent(),
        ),
        CellPiece::Code(messages.text(state_word(change.state))),
    ]
}
