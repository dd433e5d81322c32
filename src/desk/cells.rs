//! The amounts of one budget at their coordinates, from its leaves: a total is the sum of the finest amounts below it, so that a
//! wrong total spoils nothing.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::quantum::quanta;
use super::reach::meets;
use crate::model::{
    Budget, Coordinates, Dim, Id, Key, Lines, Model, Place, Structure, cell, line_coordinates,
};

/// Where an amount belongs: its table, how often the table has broken the same money down before, and what it is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AmountRow {
    /// The table.
    pub table: Id,
    /// 0, or 1 where an earlier block of the table breaks the same money down.
    pub again: u8,
    /// What the amount is of.
    pub at: Coordinates,
}

impl AmountRow {
    /// The row of the same breakdown at other coordinates.
    #[must_use]
    pub fn with(&self, at: Coordinates) -> Self {
        Self { at, ..self.clone() }
    }

    /// Whether the other row is of the same breakdown and lies below.
    #[must_use]
    pub fn is_above(&self, model: &Model, other: &Self) -> bool {
        self != other
            && (&self.table, self.again) == (&other.table, other.again)
            && model.covers(&self.at, &other.at)
    }
}

/// An amount that a budget prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// The sum of the leaves below it; of a leaf, what is stated.
    pub yuan: Decimal,
    /// The half quanta of these leaves: how far rounding may be off.
    pub slack: Decimal,
    /// Where it stands.
    pub place: Option<Place>,
}

/// A finest amount of a budget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Where it belongs.
    pub row: AmountRow,
    /// The amount.
    pub yuan: Decimal,
    /// Half its quantum.
    pub slack: Decimal,
}

/// The amounts of one budget.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cells {
    /// What it prints.
    pub printed: BTreeMap<AmountRow, Printed>,
    /// The finest amounts.
    pub leaves: Vec<Leaf>,
}

impl Cells {
    /// The amounts of `budget` that are this year's money.
    #[must_use]
    pub fn of(model: &Model, budget: &Budget) -> Self {
        let mut cells = Self::default();
        for table in &budget.tables {
            let (quantum, zero) = quanta(&budget.tables, table);
            for (position, block) in table.blocks.iter().enumerate() {
                let before = &table.blocks[..position];
                let again = before.iter().any(|own| meets(model, &own.at, &block.at));
                let structure = Structure::new(model, block, &table.lines);
                let mut breakdown = Breakdown::new(model, &structure, (quantum, zero));
                breakdown.put_into(&table.table, u8::from(again), &mut cells);
            }
        }
        cells
    }

    /// What it states at `row`, printed or as the sum of its leaves.
    #[must_use]
    pub fn at(&self, model: &Model, row: &AmountRow) -> Option<Decimal> {
        if let Some(printed) = self.printed.get(row) {
            return Some(printed.yuan);
        }
        let below = self.leaves.iter().filter(|leaf| {
            (&leaf.row.table, leaf.row.again) == (&row.table, row.again)
                && model.covers(&row.at, &leaf.row.at)
        });
        below.map(|leaf| leaf.yuan).reduce(Decimal::saturating_add)
    }

    /// The same amounts with other 科目 in place of those of `map`: money that is budgeted under another code this year.
    #[must_use]
    pub fn recoded(self, model: &Model, map: &[(crate::model::Code, crate::model::Code)]) -> Self {
        let moved = |leaf: &Leaf| {
            let own = leaf.row.at.function()?;
            map.iter().find(|(old, _)| *old == own).map(|(_, new)| *new)
        };
        if !self.leaves.iter().any(|leaf| moved(leaf).is_some()) {
            return self;
        }
        let mut cells = self.clone();
        for leaf in &self.leaves {
            let Some(new) = moved(leaf) else { continue };
            let at = leaf.row.at.clone().with_code(Dim::FUNCTION, Some(new));
            // Every row that covered the money before has it no more; those that cover it now have it.
            for (row, printed) in &mut cells.printed {
                if (&row.table, row.again) == (&leaf.row.table, leaf.row.again) {
                    let (was, is) = (
                        model.covers(&row.at, &leaf.row.at),
                        model.covers(&row.at, &at),
                    );
                    match (was, is) {
                        (true, false) => printed.yuan -= leaf.yuan,
                        (false, true) => printed.yuan += leaf.yuan,
                        _ => {}
                    }
                }
            }
        }
        for leaf in &mut cells.leaves {
            if let Some(new) = moved(leaf) {
                leaf.row.at = leaf.row.at.clone().with_code(Dim::FUNCTION, Some(new));
            }
        }
        let rows: Vec<AmountRow> = cells.printed.keys().cloned().collect();
        for row in rows {
            let old = row.at.function();
            let new = map.iter().find(|(own, _)| Some(*own) == old);
            let Some((_, new)) = new else { continue };
            let to = row.with(row.at.clone().with_code(Dim::FUNCTION, Some(*new)));
            if let Some(printed) = cells.printed.remove(&row)
                && !cells.printed.contains_key(&to)
            {
                let yuan = cells.at(model, &to).unwrap_or_default();
                cells.printed.insert(to, Printed { yuan, ..printed });
            }
        }
        cells
    }
}

/// How the cells of a block are broken down.
struct Breakdown<'s> {
    model: &'s Model,
    structure: &'s Structure<'s>,
    slack: Decimal,
    /// That of a zero, which tells no digits.
    zero_slack: Decimal,
    /// Whether the column holds this year's money.
    money: Vec<bool>,
    /// Whether a cell or any below it states an amount other than zero.
    filled: BTreeMap<(usize, usize), bool>,
    summed: BTreeMap<(usize, usize), Option<(Decimal, Decimal)>>,
}

impl<'s> Breakdown<'s> {
    fn new(
        model: &'s Model,
        structure: &'s Structure<'s>,
        (quantum, zero): (Decimal, Decimal),
    ) -> Self {
        let block = structure.block;
        let money = block.columns.iter().map(|column| {
            let at = block.at.narrowed(&column.at);
            at.get(Dim::BASIS).is_none() && at.get(Dim::QUANTITY).is_none()
        });
        Self {
            model,
            structure,
            slack: quantum * Decimal::new(5, 1),
            zero_slack: zero * Decimal::new(5, 1),
            money: money.collect(),
            filled: BTreeMap::new(),
            summed: BTreeMap::new(),
        }
    }

    fn slack_of(&self, yuan: Decimal) -> Decimal {
        match yuan.is_zero() {
            true => self.zero_slack,
            false => self.slack,
        }
    }

    /// The parts that a cell is the sum of: lines before columns, the first sum with any amount; none of a leaf.
    fn parts(&mut self, (line, column): (usize, usize)) -> Vec<(usize, usize)> {
        let structure = self.structure;
        // Where the printed parts need not make up the whole, what is stated counts.
        if !structure.block.closed && structure.yuan((line, column)).is_some() {
            return Vec::new();
        }
        let lines = structure.line_sums[line].iter();
        let lines = lines.map(|parts| parts.iter().map(|&part| (part, column)).collect());
        let columns = structure.column_sums[column].iter();
        let columns = columns.map(|parts| parts.iter().map(|&part| (line, part)).collect());
        let groups: Vec<Vec<(usize, usize)>> = lines.chain(columns).collect();
        groups
            .into_iter()
            .find(|parts| parts.iter().any(|&part| self.is_filled(part)))
            .unwrap_or_default()
    }

    fn is_filled(&mut self, at: (usize, usize)) -> bool {
        if let Some(known) = self.filled.get(&at) {
            return *known;
        }
        // A fault in the layout may not lead round.
        self.filled.insert(at, false);
        let own = self.structure.yuan(at).is_some_and(|yuan| !yuan.is_zero());
        let structure = self.structure;
        let filled = own
            || structure.line_parts[at.0]
                .iter()
                .any(|&part| self.is_filled((part, at.1)))
            || structure.column_parts[at.1]
                .iter()
                .any(|&part| self.is_filled((at.0, part)));
        self.filled.insert(at, filled);
        filled
    }

    /// The sum of the leaves of a cell and of their half quanta.
    fn sum(&mut self, at: (usize, usize)) -> Option<(Decimal, Decimal)> {
        if let Some(known) = self.summed.get(&at) {
            return *known;
        }
        self.summed.insert(at, None);
        let parts = self.parts(at);
        let sum = if parts.is_empty() {
            self.structure
                .yuan(at)
                .map(|yuan| (yuan, self.slack_of(yuan)))
        } else {
            let parts = parts.into_iter().filter_map(|part| self.sum(part));
            let parts: Vec<_> = parts.collect();
            parts.into_iter().reduce(|(yuan, slack), (more, wide)| {
                (yuan.saturating_add(more), slack.saturating_add(wide))
            })
        };
        self.summed.insert(at, sum);
        sum
    }

    fn leaves(&mut self, at: (usize, usize), seen: &mut BTreeSet<(usize, usize)>) {
        let parts = self.parts(at);
        if parts.is_empty() {
            seen.insert(at);
        }
        for part in parts {
            self.leaves(part, seen);
        }
    }

    /// The leaves below the cells that are no part of others.
    fn all_leaves(&mut self) -> BTreeSet<(usize, usize)> {
        let structure = self.structure;
        let parts = |all: &[Vec<usize>]| all.iter().flatten().copied().collect::<BTreeSet<_>>();
        let (lines, columns) = (parts(&structure.line_parts), parts(&structure.column_parts));
        let of_which = |line: usize| match &structure.lines[line].key {
            Key::Row(id) => structure
                .block
                .row(id.as_str())
                .is_none_or(|row| row.of_which),
            _ => false,
        };
        let mut leaves = BTreeSet::new();
        for line in (0..structure.lines.len()).filter(|line| !lines.contains(line)) {
            let own = structure.block.columns.iter().enumerate();
            let tops = own.filter(|(at, column)| !columns.contains(at) && !column.of_which);
            let tops: Vec<usize> = tops.map(|(at, _)| at).collect();
            for column in tops.into_iter().filter(|_| !of_which(line)) {
                self.leaves((line, column), &mut leaves);
            }
        }
        leaves
    }

    fn put_into(&mut self, table: &Id, again: u8, cells: &mut Cells) {
        let structure = self.structure;
        let block = structure.block;
        let leaves = self.all_leaves();
        for (row, line) in structure.lines.iter().enumerate() {
            if structure.counted(row)
                || matches!(line.key, Key::Unknown(_)) && line.amounts.is_empty()
            {
                continue;
            }
            let own = block.at.narrowed(&line_coordinates(block, line));
            if own.get(Dim::BASIS).is_some() {
                continue;
            }
            for (position, column) in block.columns.iter().enumerate() {
                if !self.money[position] {
                    continue;
                }
                let amount = line.amounts.get(&column.id);
                if amount.is_some_and(|amount| amount.measure.is_some()) {
                    continue;
                }
                let key = AmountRow {
                    table: table.clone(),
                    again,
                    at: cell(self.model, &own, &column.at),
                };
                if leaves.contains(&(row, position))
                    && let Some(amount) = amount
                {
                    cells.leaves.push(Leaf {
                        row: key.clone(),
                        yuan: amount.yuan,
                        slack: self.slack_of(amount.yuan),
                    });
                }
                let Some(amount) = amount else { continue };
                // A line of an unknown code says nothing of its own.
                if matches!(line.key, Key::Unknown(_) | Key::Group) {
                    continue;
                }
                let (yuan, slack) = self
                    .sum((row, position))
                    .unwrap_or((amount.yuan, self.slack_of(amount.yuan)));
                let listed = matches!(block.lines, Lines::List(_)) && line.key.code().is_some();
                match cells.printed.get_mut(&key) {
                    // The same code twice in a list is money twice; two totals of one thing are one.
                    Some(there) if listed => there.yuan = there.yuan.saturating_add(yuan),
                    Some(_) => {}
                    None => {
                        let place = amount.place.clone();
                        let printed = Printed { yuan, slack, place };
                        cells.printed.insert(key, printed);
                    }
                }
            }
        }
    }
}
