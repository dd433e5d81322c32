//! Which amounts are totals of which: derived from the coordinates, once, for formulas, checks and leaves alike.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{BlockModel, Code, Coordinates, Id, Key, Line, Model};

/// The structure of one block of a stated table: the parts of each line and of each column.
#[derive(Debug, Clone)]
pub struct Structure<'a> {
    /// The block's meaning.
    pub block: &'a BlockModel,
    /// The block's lines, in order.
    pub lines: Vec<&'a Line>,
    /// For each line, the lines directly below it.
    pub line_parts: Vec<Vec<usize>>,
    /// For each column of the model, the stated columns directly below it.
    pub column_parts: Vec<Vec<usize>>,
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
        // A column that no line states is no total, unless it is printed and was left blank as a whole.
        let states = |&column: &usize| {
            let id = &block.columns[column].id;
            lines.iter().any(|line| line.amounts.contains_key(id)) || printed(id)
        };
        let stated: Vec<usize> = (0..block.columns.len()).filter(states).collect();
        let columns = block.columns.iter();
        let at: Vec<Coordinates> = columns
            .map(|column| block.at.narrowed(&column.at))
            .collect();
        let below = |outer: usize, inner: usize| {
            block.columns[outer].at != block.columns[inner].at
                && model.covers(&at[outer], &at[inner])
        };
        let column_parts = (0..block.columns.len())
            .map(|column| {
                if !stated.contains(&column) {
                    return Vec::new();
                }
                let all: Vec<usize> = stated
                    .iter()
                    .copied()
                    .filter(|&inner| below(column, inner))
                    .collect();
                all.iter()
                    .copied()
                    .filter(|&part| !all.iter().any(|&other| below(other, part)))
                    .collect()
            })
            .collect();
        let mut line_parts = vec![Vec::new(); lines.len()];
        let codes = first_lines(&lines);
        let rows = first_rows(&lines);
        let total = lines.iter().position(|line| line.key == Key::Total);
        for (line, own) in lines.iter().enumerate() {
            if let Some(parent) =
                parent(model, block, own, (&codes, &rows), total).filter(|&above| above != line)
            {
                line_parts[parent].push(line);
            }
        }
        Self {
            block,
            lines,
            line_parts,
            column_parts,
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

    /// The totals of the block that are broken down: first those over lines, then those over columns. A group none of
    /// whose parts states any amount is no breakdown, and one with a cell that could not be read cannot be judged.
    pub fn totals(&self) -> impl Iterator<Item = Total> {
        let columns = 0..self.block.columns.len();
        let over_lines = (0..self.lines.len()).filter(|&line| {
            self.line_parts[line]
                .iter()
                .any(|&part| !self.lines[part].amounts.is_empty())
        });
        let over_lines = over_lines.flat_map(move |line| {
            (0..self.block.columns.len()).map(move |column| Total {
                way: Way::Lines,
                total: (line, column),
                parts: self.line_parts[line]
                    .iter()
                    .map(|&part| (part, column))
                    .collect(),
            })
        });
        let over_columns = columns
            .filter(|&column| !self.column_parts[column].is_empty())
            .flat_map(move |column| {
                (0..self.lines.len()).map(move |line| Total {
                    way: Way::Columns,
                    total: (line, column),
                    parts: self.column_parts[column]
                        .iter()
                        .map(|&part| (line, part))
                        .collect(),
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

    /// The sum of the stated parts in yuan, the largest that can be said where it is more; `None` where no part is stated.
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

    /// For each line and column, whether no other non-zero amount of the block lies below it in the coordinates.
    ///
    /// # Panics
    /// Where the block has more than 64 columns, which no table has.
    #[must_use]
    pub fn leaves(&self) -> Vec<Vec<bool>> {
        let count = self.block.columns.len();
        assert!(count <= 64, "a set of columns fits into 64 bits");
        let columns: Vec<u64> = (0..count)
            .map(|column| self.columns_below(column))
            .collect();
        let stated: Vec<u64> = self.lines.iter().map(|line| self.stated(line)).collect();
        // Lines below come before or after in any order, so the sets are filled from the leaves up.
        let mut below: Vec<Option<u64>> = vec![None; self.lines.len()];
        (0..self.lines.len())
            .map(|line| {
                let under = self.stated_below(line, &stated, &mut below);
                let is_leaf = |column: usize| {
                    under & (1 << column) == 0 && (stated[line] | under) & columns[column] == 0
                };
                (0..count).map(is_leaf).collect()
            })
            .collect()
    }

    /// The columns in which a line states an amount other than zero, as bits.
    fn stated(&self, line: &Line) -> u64 {
        let columns = self.block.columns.iter().enumerate();
        columns
            .filter(|(_, column)| {
                let amount = line.amounts.get(&column.id);
                amount.is_some_and(|amount| !amount.yuan.is_zero())
            })
            .fold(0, |bits, (at, _)| bits | 1 << at)
    }

    /// The columns in which any line below `line` states an amount other than zero, as bits.
    fn stated_below(&self, line: usize, stated: &[u64], below: &mut [Option<u64>]) -> u64 {
        if let Some(bits) = below[line] {
            return bits;
        }
        let parts = self.line_parts[line].iter();
        let bits = parts.fold(0, |bits, &part| {
            bits | stated[part] | self.stated_below(part, stated, below)
        });
        below[line] = Some(bits);
        bits
    }

    /// The columns below `column`, as bits.
    fn columns_below(&self, column: usize) -> u64 {
        let parts = self.column_parts[column].iter();
        parts.fold(0, |bits, &part| bits | 1 << part | self.columns_below(part))
    }
}

/// The first line of each code.
fn first_lines(lines: &[&Line]) -> BTreeMap<Code, usize> {
    let mut first = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some(code) = line.key.code() {
            first.entry(code).or_insert(at);
        }
    }
    first
}

/// The first line of each fixed row.
fn first_rows<'l>(lines: &[&'l Line]) -> BTreeMap<&'l Id, usize> {
    let mut first = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        if let Key::Row(id) = &line.key {
            first.entry(id).or_insert(at);
        }
    }
    first
}

/// The line that `line` is a part of: the nearest one above it in the coordinates, else the line `total`. `codes` and `rows`
/// have the first line of each code and of each fixed row.
fn parent(
    model: &Model,
    block: &BlockModel,
    line: &Line,
    (codes, rows): (&BTreeMap<Code, usize>, &BTreeMap<&Id, usize>),
    total: Option<usize>,
) -> Option<usize> {
    let found = match &line.key {
        Key::Total => return None,
        Key::Unknown(_) => None,
        Key::Code(code) => std::iter::successors(code.parent(), |code| code.parent())
            .find_map(|above| codes.get(&above).copied()),
        Key::Row(id) => {
            let source = |id: &Id| {
                block
                    .row(id.as_str())
                    .and_then(|row| row.at.source.as_ref())
            };
            let own = source(id);
            let above = rows.iter().filter(|(above, _)| {
                **above != id && source(above) != own && model.contains(source(above), own)
            });
            above.map(|(_, &at)| at).min()
        }
    };
    found.or(total)
}
