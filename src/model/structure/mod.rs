//! Which amounts are totals of which: derived from the coordinates, once, for formulas, checks and leaves alike.

use rust_decimal::Decimal;

mod beside;
mod leaves;
mod parts;

pub use beside::Computed;

use super::statements::{Space, Target};
use super::{BlockModel, Coordinates, Dim, Id, Key, Line, Lines, Member, Model};
use parts::{PartSums, above_few, over_lines, parts, sums};

/// The structure of one block of a stated table: the parts of each line and of each column.
#[derive(Debug, Clone)]
pub struct Structure<'a> {
    /// The block's meaning.
    pub block: &'a BlockModel,
    /// The block's lines, in order.
    pub lines: Vec<&'a Line>,
    /// For each line, the lines directly below it.
    pub line_parts: Vec<Vec<usize>>,
    /// For each column of the block, the stated columns directly below it.
    pub column_parts: Vec<Vec<usize>>,
    /// For each line, the sums that make it up. The parts of one sum all narrow the same dimension.
    pub line_sums: PartSums,
    /// The same for each column.
    pub column_sums: PartSums,
    /// For each column, whether its amounts add up over lines: percentages and numbers of things do not.
    adds_up: Vec<bool>,
    /// For each line, whether its amounts are numbers of things.
    counts: Vec<bool>,
}

/// In which way a total adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Down a column: a line over the lines below it in the coordinates.
    Lines,
    /// Along a line: a column over its parts.
    Columns,
}

/// A total and its parts, as (line, column) positions in a [`Structure`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// In which way it adds up.
    pub way: Way,
    /// The total.
    pub total: (usize, usize),
    /// Its parts, blank ones included.
    pub parts: Vec<(usize, usize)>,
}

impl<'a> Structure<'a> {
    /// The structure of the lines that belong to `block`.
    #[must_use]
    pub fn new(
        model: &Model,
        block: &'a BlockModel,
        lines: impl IntoIterator<Item = &'a Line>,
    ) -> Self {
        Self::printed(model, block, lines, |_| false)
    }

    /// The same, where the columns that `printed` names are parts of others even if no line states an amount in them.
    #[must_use]
    pub fn printed(
        model: &Model,
        block: &'a BlockModel,
        lines: impl IntoIterator<Item = &'a Line>,
        printed: impl Fn(&Id) -> bool,
    ) -> Self {
        let lines: Vec<&Line> = lines
            .into_iter()
            .filter(|line| line.block == block.id)
            .collect();
        let space = Space::new(model);
        // A column that no line states is no total, unless it is printed and was left blank as a whole.
        let states = |&column: &usize| {
            let id = &block.columns[column].id;
            lines.iter().any(|line| line.amounts.contains_key(id)) || printed(id)
        };
        let stated: Vec<usize> = (0..block.columns.len()).filter(states).collect();
        let at = block.columns.iter().enumerate().map(|(column, own)| {
            let part = stated.contains(&column) && !own.of_which;
            part.then(|| space.target(&block.at.narrowed(&own.at)))
        });
        let at: Vec<Option<Target>> = at.collect();
        let column_parts = parts(&above_few(&space, &at));
        let column_sums = sums(&space, &at, &column_parts);
        let (line_parts, line_sums) = over_lines(&space, block, &lines);
        let adds_up = block.columns.iter().map(|own| {
            let at = block.at.narrowed(&own.at);
            let computed = model.computed(&at);
            // What is counted in one line need not be what is counted in the next.
            at.get(Dim::QUANTITY).is_none() && computed.is_none_or(|word| word.percent_of.is_none())
        });
        let counts = lines.iter().map(|line| {
            let at = line_coordinates(block, line);
            block.at.narrowed(&at).get(Dim::QUANTITY).is_some()
        });
        Self {
            block,
            adds_up: adds_up.collect(),
            counts: counts.collect(),
            lines,
            line_parts,
            column_parts,
            line_sums,
            column_sums,
        }
    }

    /// The amount of `line` in `column` in yuan; `None` where the cell is blank.
    #[must_use]
    pub fn yuan(&self, (line, column): (usize, usize)) -> Option<Decimal> {
        self.lines[line]
            .amounts
            .get(&self.block.columns[column].id)
            .map(|amount| amount.yuan)
    }

    /// Whether the amounts of a line are numbers of things.
    #[must_use]
    pub fn counted(&self, line: usize) -> bool {
        self.counts[line]
    }

    /// The totals of the block that are broken down: first those over lines, then those over columns. Left out are totals of
    /// which no part states an amount, and those with a cell that could not be read.
    pub fn totals(&self) -> impl Iterator<Item = Total> {
        let columns = 0..self.block.columns.len();
        let stated = |parts: &&Vec<usize>| {
            parts
                .iter()
                .any(|&part| !self.lines[part].amounts.is_empty())
        };
        let over_lines = (0..self.lines.len()).flat_map(move |line| {
            let sums = self.line_sums[line].iter().filter(stated);
            sums.map(move |parts| (line, parts))
        });
        let over_lines = over_lines.flat_map(move |(line, parts)| {
            let columns = 0..self.block.columns.len();
            let columns = columns.filter(|&column| self.adds_up[column]);
            columns.map(move |column| Total {
                way: Way::Lines,
                total: (line, column),
                parts: parts.iter().map(|&part| (part, column)).collect(),
            })
        });
        let over_columns = columns
            .flat_map(|column| {
                let sums = self.column_sums[column].iter();
                sums.map(move |parts| (column, parts))
            })
            .flat_map(move |(column, parts)| {
                let lines = (0..self.lines.len()).filter(|&line| !self.counts[line]);
                lines.map(move |line| Total {
                    way: Way::Columns,
                    total: (line, column),
                    parts: parts.iter().map(|&part| (line, part)).collect(),
                })
            });
        let read = |&(line, column): &(usize, usize)| {
            !self.lines[line]
                .unread
                .contains(&self.block.columns[column].id)
        };
        let all = over_lines
            .chain(over_columns)
            .filter(move |total| read(&total.total) && total.parts.iter().all(read));
        all.filter(|total| {
            self.yuan(total.total).is_some()
                || total.parts.iter().any(|&part| self.yuan(part).is_some())
        })
    }

    /// The sum of the stated parts in yuan, as [`sum`](super::sum) has it; `None` where no part is stated.
    #[must_use]
    pub fn sum(&self, parts: &[(usize, usize)]) -> Option<Decimal> {
        parts
            .iter()
            .filter_map(|&part| self.yuan(part))
            .reduce(Decimal::saturating_add)
    }

    /// How far a total over parts may be off by rounding alone: half a quantum for it and for each stated part.
    #[must_use]
    pub fn slack(&self, total: &Total, quantum: Decimal) -> Decimal {
        let stated = total
            .parts
            .iter()
            .filter(|&&part| self.yuan(part).is_some())
            .count()
            + 1;
        (quantum * Decimal::new(5, 1)).saturating_mul(Decimal::from(stated))
    }
}

/// Whether a line is a part (其中：) that does not make up the whole with others, or a text.
fn is_of_which(block: &BlockModel, line: &Line) -> bool {
    let Key::Row(id) = &line.key else {
        return false;
    };
    block.row(id.as_str()).is_none_or(|row| row.of_which)
}

/// What a line adds to the coordinates of its block. A line whose 类 or code is not known adds nothing but its own.
#[must_use]
pub fn line_coordinates(block: &BlockModel, line: &Line) -> Coordinates {
    let key = match &line.key {
        Key::Code(code) => {
            let dim = block.lines.codes().unwrap_or(Dim::FUNCTION);
            let at = match block.lines {
                Lines::Class(_) => block.list_at.clone(),
                _ => Coordinates::ALL,
            };
            at.with(dim, Some(Member::Code(*code)))
        }
        Key::Row(id) => block
            .row(id.as_str())
            .map(|row| row.at.clone())
            .unwrap_or_default(),
        Key::Unknown(_) | Key::Total | Key::Group | Key::Record(_) => Coordinates::ALL,
    };
    match line.at.is_all() {
        true => key,
        false => key.narrowed(&line.at),
    }
}
