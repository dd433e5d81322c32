//! The cells of a budget that take part in equalities, blank ones and those of absent lines included.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::absent::Absent;
use crate::layout::Templates;
use crate::model::{Amount, Budget, Id, Key, Line, Lines, Structure, Table};

/// One cell. Amounts are counted in half fen, so that half a quantum is a whole number.
#[derive(Debug, Clone, Copy)]
pub(super) struct CheckCell {
    pub(super) block: usize,
    pub(super) line: usize,
    pub(super) column: usize,
    /// What is stated; 0 for a blank.
    pub(super) value: i128,
    /// Its rounding error; none for a blank.
    pub(super) slack: i128,
    /// Whether it holds something that could not be read.
    pub(super) unread: bool,
    /// Whether it states whole yuan, other than 0, in a table with fen.
    pub(super) whole: bool,
}

/// A block with its structure; its cells are numbered line by line from `first`.
#[derive(Debug)]
pub(super) struct CheckBlock<'b> {
    /// The table's position in the budget.
    pub(super) at: usize,
    pub(super) table: &'b Table,
    pub(super) structure: Structure<'b>,
    /// Whether the printed parts make up the whole.
    pub(super) closed: bool,
    /// Whether a line's code is not known, so that which line is above which cannot be told.
    pub(super) bad_codes: bool,
    /// For each column, whether a cell of it states something, if only by being blank.
    pub(super) states: Vec<bool>,
    /// The number of lines that the table has; those after them are absent.
    pub(super) own_lines: usize,
    pub(super) first: usize,
}

impl<'b> CheckBlock<'b> {
    pub(super) fn cell(&self, line: usize, column: usize) -> usize {
        self.first + line * self.structure.block.columns.len() + column
    }

    pub(super) fn line(&self, line: usize) -> &'b Line {
        self.structure.lines[line]
    }
}

/// All blocks and cells of a budget.
#[derive(Debug)]
pub(super) struct CheckPaper<'b> {
    pub(super) blocks: Vec<CheckBlock<'b>>,
    pub(super) cells: Vec<CheckCell>,
}

/// Half a yuan in half fen.
pub(super) const HALF_YUAN: i128 = 100;

/// The largest amount that can be said, in half fen: about 7.9e28 yuan. Millions of such can be added in an `i128`.
pub(super) const MOST: i128 = ((1 << 96) - 1) * 200;

/// Yuan in half fen, rounded half to even as [`Decimal::round`] does.
pub(super) fn halves(yuan: Decimal) -> i128 {
    let unit = 10_i128.pow(yuan.scale());
    let whole = yuan.mantissa() * 200;
    let (halves, rest) = (whole.div_euclid(unit), whole.rem_euclid(unit));
    let up = match (rest * 2).cmp(&unit) {
        Ordering::Less => false,
        Ordering::Equal => halves % 2 != 0,
        Ordering::Greater => true,
    };
    halves + i128::from(up)
}

/// Half fen in yuan; the largest amount that can be said where it is more than that.
pub(super) fn yuan(halves: i128) -> Decimal {
    let exact = halves
        .checked_mul(5)
        .and_then(|thousandths| Decimal::try_from_i128_with_scale(thousandths, 3).ok());
    // So large an amount has no room for its fen.
    let whole = || Decimal::try_from_i128_with_scale(halves / 200, 0).ok();
    let most = if halves < 0 {
        Decimal::MIN
    } else {
        Decimal::MAX
    };
    exact.or_else(whole).unwrap_or(most).normalize()
}

impl<'b> CheckPaper<'b> {
    pub(super) fn new(
        templates: &'b Templates,
        budget: &'b Budget,
        absent: &'b Absent<'b>,
    ) -> Self {
        let model = &templates.model;
        let layout = templates.layout(&budget.layout);
        let mut paper = Self {
            blocks: Vec::new(),
            // About half of the cells are blank.
            cells: Vec::with_capacity(budget.amounts() * 2),
        };
        for (at, table) in budget.tables.iter().enumerate() {
            let printed = layout.and_then(|layout| layout.table(table.table.as_str()));
            for block in &table.blocks {
                let printed = printed.and_then(|table| table.block(block.id.as_str()));
                let printed = printed.filter(|_| table.missing_columns.is_empty());
                let prints = |id: &Id| printed.is_some_and(|own| own.always_prints(id));
                let added = absent.get(&(&table.table, &block.id));
                let lines = table.lines.iter().chain(added.into_iter().flatten());
                let structure = Structure::printed(model, block, lines, prints);
                let states = block
                    .columns
                    .iter()
                    .map(|column| {
                        prints(&column.id)
                            || structure
                                .lines
                                .iter()
                                .any(|line| line.amounts.contains_key(&column.id))
                    })
                    .collect();
                paper.add(at, table, structure, states, block.closed);
            }
        }
        paper
    }

    fn add(
        &mut self,
        at: usize,
        table: &'b Table,
        structure: Structure<'b>,
        states: Vec<bool>,
        closed: bool,
    ) {
        // A budget in JSON says itself what its quantum is.
        let half = halves(table.quantum).max(0) / 2;
        let has_fen = half < HALF_YUAN;
        let first = self.cells.len();
        let block = self.blocks.len();
        for (row, line) in structure.lines.iter().enumerate() {
            for (column, meaning) in structure.block.columns.iter().enumerate() {
                let amount = line.amounts.get(&meaning.id);
                let value = amount.map_or(0, |amount| halves(amount.yuan));
                self.cells.push(CheckCell {
                    block,
                    line: row,
                    column,
                    value,
                    slack: amount.map_or(0, |_| half),
                    unread: line.unread.contains(&meaning.id),
                    whole: has_fen && value != 0 && value % (2 * HALF_YUAN) == 0,
                });
            }
        }
        let bad_codes = !matches!(structure.block.lines, Lines::Class(_))
            && structure
                .lines
                .iter()
                .any(|line| matches!(&line.key, Key::Unknown(_)));
        let own_lines = table
            .lines
            .iter()
            .filter(|line| line.block == structure.block.id)
            .count();
        self.blocks.push(CheckBlock {
            at,
            table,
            structure,
            closed,
            bad_codes,
            states,
            own_lines,
            first,
        });
    }

    pub(super) fn block(&self, cell: usize) -> &CheckBlock<'b> {
        &self.blocks[self.cells[cell].block]
    }

    pub(super) fn line(&self, cell: usize) -> &'b Line {
        self.block(cell).line(self.cells[cell].line)
    }

    pub(super) fn amount(&self, cell: usize) -> Option<&'b Amount> {
        let CheckCell { column, .. } = self.cells[cell];
        let id = &self.block(cell).structure.block.columns[column].id;
        self.line(cell).amounts.get(id)
    }

    /// Whether the cell stands in a line that the table lacks.
    pub(super) fn is_absent(&self, cell: usize) -> bool {
        self.cells[cell].line >= self.block(cell).own_lines
    }
}

pub(super) fn line_name(line: &Line) -> String {
    match &line.key {
        Key::Code(code) => format!("{code} {}", line.name).trim_end().to_owned(),
        // A record is called by what its keys say.
        Key::Record(_) if line.name.is_empty() => {
            let texts = line.texts.values().map(String::as_str);
            let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).take(3).collect();
            texts.join(" ")
        }
        _ => line.name.clone(),
    }
}
