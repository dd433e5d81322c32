//! Which amounts are totals of which: derived from the coordinates, once, for formulas, checks and leaves alike.

use rust_decimal::Decimal;

use super::{BlockModel, Key, Line, Model};

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
        printed: impl Fn(&super::Id) -> bool,
    ) -> Self {
        let lines: Vec<&Line> = lines
            .into_iter()
            .filter(|line| line.block == block.id)
            .collect();
        let states = |column: usize| {
            let id = &block.columns[column].id;
            lines.iter().any(|line| line.amounts.contains_key(id))
        };
        let stated: Vec<usize> = (0..block.columns.len())
            .filter(|&column| states(column) || printed(&block.columns[column].id))
            .collect();
        let below = |outer: usize, inner: usize| {
            let (outer, inner) = (&block.columns[outer].at, &block.columns[inner].at);
            outer != inner && model.covers(&block.at.narrowed(outer), &block.at.narrowed(inner))
        };
        // A column that no line states is no total, unless it is printed and was left blank as a whole.
        let column_parts = (0..block.columns.len())
            .map(|column| {
                if !states(column) && !printed(&block.columns[column].id) {
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
        let parents: Vec<Option<usize>> = (0..lines.len())
            .map(|line| parent(model, block, &lines, line))
            .collect();
        let line_parts = (0..lines.len())
            .map(|line| {
                (0..lines.len())
                    .filter(|&part| parents[part] == Some(line))
                    .collect()
            })
            .collect();
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

    /// The sum of the stated parts in yuan; `None` where no part is stated.
    #[must_use]
    pub fn sum(&self, parts: &[(usize, usize)]) -> Option<Decimal> {
        parts
            .iter()
            .filter_map(|&part| self.yuan(part))
            .reduce(|sum, yuan| sum + yuan)
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
        quantum * Decimal::new(5, 1) * Decimal::from(stated)
    }

    /// For each line and column, whether no other non-zero amount of the block lies below it in the coordinates.
    #[must_use]
    pub fn leaves(&self) -> Vec<Vec<bool>> {
        let count = self.block.columns.len();
        let stated = |line: usize| {
            (0..count)
                .map(|column| {
                    self.yuan((line, column))
                        .is_some_and(|yuan| !yuan.is_zero())
                })
                .collect::<Vec<_>>()
        };
        // Lines below come before or after in any order, so the masks are filled from the leaves up.
        let mut below: Vec<Option<Vec<bool>>> = vec![None; self.lines.len()];
        for line in 0..self.lines.len() {
            self.mask_below(line, &stated, &mut below);
        }
        (0..self.lines.len())
            .map(|line| {
                let own = stated(line);
                let under = below[line].clone().unwrap_or_else(|| vec![false; count]);
                (0..count)
                    .map(|column| {
                        let inner = self.columns_below(column);
                        !under[column] && !inner.iter().any(|&inner| own[inner] || under[inner])
                    })
                    .collect()
            })
            .collect()
    }

    fn mask_below(
        &self,
        line: usize,
        stated: &impl Fn(usize) -> Vec<bool>,
        below: &mut Vec<Option<Vec<bool>>>,
    ) -> Vec<bool> {
        if let Some(mask) = &below[line] {
            return mask.clone();
        }
        let mut mask = vec![false; self.block.columns.len()];
        for &part in &self.line_parts[line] {
            let (own, under) = (stated(part), self.mask_below(part, stated, below));
            for (column, bit) in mask.iter_mut().enumerate() {
                *bit |= own[column] || under[column];
            }
        }
        below[line] = Some(mask.clone());
        mask
    }

    fn columns_below(&self, column: usize) -> Vec<usize> {
        let mut all = self.column_parts[column].clone();
        let mut next = 0;
        while next < all.len() {
            let inner = self.column_parts[all[next]].clone();
            all.extend(inner);
            next += 1;
        }
        all
    }
}

/// The line that `line` is a part of: the nearest one above it in the coordinates.
fn parent(model: &Model, block: &BlockModel, lines: &[&Line], line: usize) -> Option<usize> {
    let total = lines.iter().position(|line| line.key == Key::Total);
    let found = match &lines[line].key {
        Key::Total => return None,
        Key::Unknown(_) => None,
        Key::Code(code) => std::iter::successors(code.parent(), |code| code.parent())
            .find_map(|above| lines.iter().position(|line| line.key == Key::Code(above))),
        Key::Row(id) => {
            let source = |id: &super::Id| {
                block
                    .row(id.as_str())
                    .and_then(|row| row.at.source.as_ref())
            };
            let own = source(id);
            lines.iter().position(|other| match &other.key {
                Key::Row(above) => {
                    above != id && source(above) != own && model.contains(source(above), own)
                }
                _ => false,
            })
        }
    };
    found.or(total).filter(|&above| above != line)
}
