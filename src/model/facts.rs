//! The tidy list of facts: one row an amount, with its coordinates.

use super::{Amount, Budget, Coordinates, Id, Key, Line, Model, Structure};

/// One stated amount with its coordinates.
#[derive(Debug, Clone)]
pub struct Fact<'a> {
    /// The table it stands in.
    pub table: &'a Id,
    /// What it states.
    pub at: Coordinates,
    /// The line it stands in.
    pub line: &'a Line,
    /// The column it stands in.
    pub column: &'a Id,
    /// The amount in yuan and its place.
    pub amount: &'a Amount,
    /// Whether no other non-zero amount of its table lies below it in the coordinates.
    pub leaf: bool,
}

/// Every stated amount of `budget`, table by table, line by line, column by column.
///
/// The line of a 类 whose code is not known has no function in its coordinates: its key tells.
#[must_use]
pub fn facts<'a>(model: &'a Model, budget: &'a Budget) -> Vec<Fact<'a>> {
    let mut all = Vec::with_capacity(budget.amounts());
    for table in &budget.tables {
        let Some(meaning) = model.table(table.table.as_str()) else {
            continue;
        };
        for block in &meaning.blocks {
            let structure = Structure::new(model, block, &table.lines);
            let leaves = structure.leaves();
            for (row, line) in structure.lines.iter().enumerate() {
                let at = block.at.narrowed(&line_coordinates(block, line));
                for (position, column) in block.columns.iter().enumerate() {
                    let Some(amount) = line.amounts.get(&column.id) else {
                        continue;
                    };
                    all.push(Fact {
                        table: &table.table,
                        at: at.narrowed(&column.at),
                        line,
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

/// What a line of `block` adds to the coordinates of the block. A line whose 类 or code is not known adds nothing.
#[must_use]
pub fn line_coordinates(block: &super::BlockModel, line: &Line) -> Coordinates {
    match &line.key {
        Key::Code(code) if block.lines == super::Lines::Economic => Coordinates {
            economic: Some(*code),
            ..Coordinates::default()
        },
        Key::Code(code) => Coordinates {
            function: Some(*code),
            ..Coordinates::default()
        },
        Key::Row(id) => block
            .row(id.as_str())
            .map(|row| row.at.clone())
            .unwrap_or_default(),
        Key::Unknown(_) | Key::Total => Coordinates::default(),
    }
}
