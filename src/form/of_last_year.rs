//! Last year's amounts: beside the cells of this year, and in the cells that ask for last year's budget, to be looked over.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Request;
use super::block::FormBlock;
use super::described::line;
use super::desk::Desk;
use crate::model::{Budget, Coordinates, Dim, Id, Key, Line, Model, cell, facts, line_coordinates};
use crate::workbook::{Look, Style, Value};

/// The word of last year's budget as it was passed; what was executed is not known from it.
const LAST_YEAR: &str = "last_year";

/// What last year's budget states of its own year.
#[derive(Debug, Default)]
pub(super) struct StatedLastYear<'y> {
    budget: Option<&'y Budget>,
    /// By coordinates, each with the table that says so. Records are left out: what they say may not tell them apart.
    stated: BTreeMap<Coordinates, Vec<(&'y Id, Decimal)>>,
}

impl<'y> StatedLastYear<'y> {
    pub(super) fn new(model: &'y Model, request: &Request<'y>) -> Self {
        let mut stated: BTreeMap<Coordinates, Vec<(&Id, Decimal)>> = BTreeMap::new();
        let budget = request.amounts_of();
        let all = budget.map(|budget| facts(model, budget));
        for fact in all.into_iter().flatten() {
            let told = !matches!(fact.line.key, Key::Record(_) | Key::Unknown(_));
            if told && fact.at.get(Dim::BASIS).is_none() && fact.amount.measure.is_none() {
                let own = stated.entry(fact.at).or_default();
                own.push((fact.table, fact.amount.yuan));
            }
        }
        Self { budget, stated }
    }

    /// The money at these coordinates: as the table itself stated it, else as all others that do.
    fn money(&self, table: &Id, at: &Coordinates) -> Option<Decimal> {
        let all = self.stated.get(at)?;
        let own: Vec<Decimal> = all
            .iter()
            .filter(|(of, _)| *of == table)
            .map(|(_, yuan)| *yuan)
            .collect();
        let any = || all.iter().map(|(_, yuan)| *yuan).collect();
        let said = if own.is_empty() { any() } else { own };
        // Where they contradict each other, neither is taken.
        let first = *said.first()?;
        said.iter().all(|yuan| *yuan == first).then_some(first)
    }

    /// The line of last year that a line of the form is.
    fn line(&self, block: &FormBlock<'_>, key: &Key, at: &Coordinates) -> Option<&'y Line> {
        let tables = self.budget?.tables.iter();
        let tables = tables.filter(|table| block.of_table(&table.table));
        let mut lines = tables.flat_map(|table| &table.lines);
        lines.find(|line| line.block == block.printed.block && line.key == *key && line.at == *at)
    }

    /// What last year's budget states of its own year where a line of the form has `column`, in the unit of the table. `here` is
    /// what the line adds to the coordinates of the block beyond its key.
    fn amount(
        &self,
        model: &Model,
        block: &FormBlock<'_>,
        (key, here): (&Key, &Coordinates),
        column: &Coordinates,
    ) -> Option<Decimal> {
        let own = Line {
            at: here.clone(),
            ..line(block.printed, key.clone(), "")
        };
        let own = line_coordinates(block.meaning, &own);
        let of_this_year = own.get(Dim::BASIS).is_none();
        let column = column.clone().with(Dim::BASIS, None);
        let at = cell(model, &block.meaning.at.narrowed(&own), &column);
        let at = at.with(Dim::BASIS, None);
        let unit = match model.measure(&at) {
            None => block.measure.yuan(),
            Some(_) => Decimal::ONE,
        };
        // The same line, and the column that says the same.
        let twin = self
            .line(block, key, here)
            .filter(|_| of_this_year)
            .and_then(|line| {
                let mut columns = block.meaning.columns.iter();
                let id = &columns.find(|own| own.at == column)?.id;
                Some(line.amounts.get(id)?.yuan)
            });
        let known = twin.or_else(|| match key {
            Key::Record(_) | Key::Unknown(_) => None,
            _ => self.money(&block.table, &at),
        });
        known.map(|yuan| (yuan / unit).normalize())
    }
}

/// The lines of a block with their rows, and what each adds to the coordinates beyond its key.
fn lines<'b>(block: &'b FormBlock<'_>) -> Vec<(u32, &'b Key, Coordinates)> {
    let rows = block.lines.iter().map(|(row, key, _)| (*row, key));
    let total = block.total.map(|row| (row, &Key::Total));
    let whose = |row: u32| block.whose.get(&row).cloned().unwrap_or_default();
    rows.chain(total)
        .map(|(row, key)| (row, key, whose(row)))
        .collect()
}

/// What a cell says of the year.
fn basis(block: &FormBlock<'_>, key: &Key, position: usize) -> Option<Id> {
    let row = line_coordinates(block.meaning, &line(block.printed, key.clone(), ""));
    let column = &block.meaning.columns[position].at;
    let own = column.word(Dim::BASIS).or_else(|| row.word(Dim::BASIS));
    own.or_else(|| block.meaning.at.word(Dim::BASIS)).cloned()
}

/// Last year's amounts beside the table, for what is of this year.
pub(super) fn beside(
    model: &Model,
    last: &StatedLastYear<'_>,
    desk: &mut Desk,
    block: &FormBlock<'_>,
) {
    if last.budget.is_none() {
        return;
    }
    let lines = lines(block);
    for (position, _) in block.amounts() {
        let column = &block.meaning.columns[position].at;
        if column.get(Dim::BASIS).is_some() {
            continue;
        }
        let name = block.header_of(position);
        let col = desk.beside(block.header, &format!("上年：{name}"), 16.0);
        for (row, key, here) in &lines {
            if basis(block, key, position).is_some() {
                continue;
            }
            let Some(amount) = last.amount(model, block, (key, here), column) else {
                continue;
            };
            let style = Style {
                look: Look::AsideAmount,
                ..Style::default()
            };
            desk.put(*row, col, Value::Number(amount), style);
        }
    }
}

/// Fills in the cells that are typed, and what their sums and differences come to.
pub(super) fn fill(
    model: &Model,
    last: &StatedLastYear<'_>,
    desk: &mut Desk,
    block: &FormBlock<'_>,
) {
    if last.budget.is_none() {
        return;
    }
    let lines = lines(block);
    for (position, col) in block.amounts() {
        // Of this year nothing is known yet.
        let (of, percent) = match block.computed[position] {
            Some(computed) => (computed.of[1], Some(computed.percent)),
            None => (position, None),
        };
        let column = block.meaning.columns[of].at.clone();
        for (row, key, here) in &lines {
            if basis(block, key, of).is_none_or(|own| *own.as_str() != *LAST_YEAR) {
                continue;
            }
            let own = last.amount(model, block, (key, here), &column);
            let Some(own) = own.filter(|own| !own.is_zero()) else {
                continue;
            };
            let value = match percent {
                None => own,
                Some(false) => -own,
                Some(true) => -Decimal::ONE_HUNDRED,
            };
            put(desk, block, (*row, col), (key, here), value);
        }
    }
}

/// A value in a cell that is typed or computed, and in the column beside a list that adds up its lowest lines.
fn put(
    desk: &mut Desk,
    block: &FormBlock<'_>,
    (row, col): (u32, u32),
    (key, here): (&Key, &Coordinates),
    value: Decimal,
) {
    let lowest = !has_lines_below(block, key, here);
    let is_own = |own: &crate::workbook::Cell| own.style.input || own.formula.is_some();
    let Some(cell) = desk.cell(row, col).filter(|own| is_own(own)) else {
        return;
    };
    cell.value = Value::Number(value);
    let typed = cell.style.input && lowest;
    // What waits for lines below gives nothing where there are none.
    if typed {
        cell.formula = None;
    }
    let leaf = block.leaves().iter().position(|(_, own)| *own == col);
    let beside = block.subtotals.as_ref().zip(leaf);
    let beside = beside.and_then(|(own, leaf)| own.lowest.get(leaf));
    if let Some(&beside) = beside.filter(|_| typed && key.code().is_some())
        && let Some(cell) = desk.cell(row, beside)
    {
        cell.value = Value::Number(value);
    }
}

fn has_lines_below(block: &FormBlock<'_>, key: &Key, here: &Coordinates) -> bool {
    let own = key.code();
    let all = Coordinates::ALL;
    let mut codes = block
        .lines
        .iter()
        .filter(|(row, ..)| block.whose.get(row).unwrap_or(&all) == here)
        .filter_map(|(_, key, _)| key.code());
    codes.any(|code| own.is_some_and(|own| own != code && own.contains(code)))
}
