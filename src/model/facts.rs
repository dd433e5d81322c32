//! The tidy list of facts: one row an amount, with its coordinates.

use super::statements::Space;
use super::structure::line_coordinates;
use super::{Amount, Budget, Coordinates, Id, Line, LineIx, Model, Structure};

/// Which amount of a budget is meant. A copy of the budget has the same amount there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AmountAt<'a> {
    /// The table it stands in.
    pub table: &'a Id,
    /// The position of its line in that table.
    pub line: LineIx,
    /// The column it stands in.
    pub column: &'a Id,
}

/// One stated amount with its coordinates.
#[derive(Debug, Clone)]
pub struct Fact<'a> {
    /// The table it stands in.
    pub table: &'a Id,
    /// What it states.
    pub at: Coordinates,
    /// The line it stands in.
    pub line: &'a Line,
    /// The position of that line in the table.
    pub line_ix: LineIx,
    /// The column it stands in.
    pub column: &'a Id,
    /// The amount in yuan and its place.
    pub amount: &'a Amount,
    /// Whether no other non-zero amount of its table lies below it in the coordinates.
    pub leaf: bool,
}

impl<'a> Fact<'a> {
    /// Which amount of the budget it is.
    #[must_use]
    pub const fn amount_at(&self) -> AmountAt<'a> {
        AmountAt {
            table: self.table,
            line: self.line_ix,
            column: self.column,
        }
    }
}

/// Every stated amount of `budget`, table by table, line by line, column by column.
///
/// The line of a 类 whose code is not known has no function in its coordinates; see [`Line::key`].
#[must_use]
pub fn facts<'a>(model: &'a Model, budget: &'a Budget) -> Vec<Fact<'a>> {
    let mut all = Vec::with_capacity(budget.amounts());
    let space = Space::new(model);
    for table in &budget.tables {
        for (position, block) in table.blocks.iter().enumerate() {
            let structure = Structure::new(model, block, &table.lines);
            let mut leaves = structure.leaves();
            // A block of the same money as an earlier one breaks it down again.
            if table.blocks[..position]
                .iter()
                .any(|other| !space.apart(&space.target(&other.at), &space.target(&block.at)))
            {
                leaves.iter_mut().for_each(|line| line.fill(false));
            }
            for (row, (line_ix, line)) in table.lines_of(&block.id).enumerate() {
                let at = block.at.narrowed(&line_coordinates(block, line));
                for (position, column) in block.columns.iter().enumerate() {
                    let Some(amount) = line.amounts.get(&column.id) else {
                        continue;
                    };
                    all.push(Fact {
                        table: &table.table,
                        at: cell(model, &at, &column.at),
                        line,
                        line_ix,
                        column: &column.id,
                        amount,
                        leaf: leaves[row][position],
                    });
                }
            }
        }
    }
    all
}

/// The coordinates of a cell: those of its line, narrowed by those of its column. Where both give a word of one dimension, the
/// narrower one counts.
#[must_use]
pub fn cell(model: &Model, line: &Coordinates, column: &Coordinates) -> Coordinates {
    let mut at = line.clone();
    for (dim, member) in column.iter() {
        let outer = at.get(dim);
        let within =
            outer.is_some_and(|own| own != member && model.within(dim, Some(member), Some(own)));
        if !within {
            at.set(dim, Some(member.clone()));
        }
    }
    at
}
