//! Several budgets as one, in the tables of a layout: each amount is the sum of the leaves below it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::cells::{Cells, Row};
use super::eliminate::Taken;
use super::names::{bare, front_digits, is_own};
use super::reach::{meets, outer};
use super::sums::Sums;
use crate::layout::{Layout, Templates, with_year};
use crate::model::{
    Amount, Body, Budget, ColumnModel, Coordinates, Id, Key, Line, Model, Table, Unit, cell,
    line_coordinates,
};
use crate::recast::{NoPlaceFor, fits, recast};
use crate::write::WriteError;

/// A budget that is added.
#[derive(Debug, Clone, Copy)]
pub struct Part<'p> {
    /// The budget.
    pub budget: &'p Budget,
}

/// The sum of `parts` in the tables of `layout`, less what is taken away. `note` is said below each table.
///
/// # Errors
/// Where the layout has no place for something that one of them states; with its position.
pub fn merged(
    templates: &Templates,
    layout: &Layout,
    parts: &[Part<'_>],
    taken: &[&Taken],
    unit: Unit,
    note: Option<&str>,
) -> Result<Budget, (usize, WriteError)> {
    let model = &templates.model;
    // The lines are those that the layout prints; what stands in them comes from the units' own leaves.
    let recast: Vec<Cow<'_, Budget>> = parts
        .iter()
        .map(|part| match fits(part.budget, layout) {
            true => Cow::Borrowed(part.budget),
            false => Cow::Owned(recast(templates, part.budget, layout).budget),
        })
        .collect();
    let cells: Vec<Cells> = parts
        .iter()
        .map(|part| Cells::of(model, part.budget))
        .collect();
    let mut budget = Budget::new(&layout.id);
    budget.year = parts.iter().find_map(|own| own.budget.year);
    budget.unit = Unit {
        body: layout.body,
        ..unit
    };
    let mut cast: Vec<Cast> = Vec::new();
    for (at, printed) in layout.tables.iter().enumerate() {
        let tables = recast
            .iter()
            .filter_map(|own| own.table(printed.table.as_str()));
        let tables: Vec<&Table> = tables.collect();
        let blocks = printed.meaning();
        for (position, block) in blocks.iter().enumerate() {
            let before = &blocks[..position];
            let again = before.iter().any(|own| meets(model, &own.at, &block.at));
            let own = tables.iter().flat_map(|table| &table.lines);
            let own: Vec<&Line> = own.filter(|line| line.block == block.id).collect();
            for line in union(&own, |id| block.rows.iter().position(|row| row.id == *id)) {
                let place = block.at.narrowed(&line_coordinates(block, &line));
                let row = |column: &ColumnModel| Row {
                    table: printed.table.clone(),
                    again: u8::from(again),
                    at: cell(model, &place, &column.at),
                };
                let columns = block.columns.iter().map(|own| (own.id.clone(), row(own)));
                let columns = columns.collect();
                cast.push((at, line, columns));
            }
        }
    }
    let rows: BTreeSet<&Row> = cast
        .iter()
        .flat_map(|(_, _, columns)| columns.iter().map(|(_, row)| row))
        .collect();
    if let Some(lost) = no_place(model, layout, &rows, &cells) {
        return Err(lost);
    }
    let mut sums = Sums::at(model, &rows, &cells);
    for own in taken {
        for row in &own.rows {
            sums.subtract(model, row, own.yuan);
        }
    }
    drop(rows);
    for (at, printed) in layout.tables.iter().enumerate() {
        let own = cast.iter().filter(|(table, ..)| *table == at);
        let lines: Vec<Line> = own
            .map(|(_, line, columns)| {
                let amounts = columns.iter().filter_map(|(id, row)| {
                    let sum = sums.0.get(row).filter(|sum| sum.units > 0)?;
                    Some((id.clone(), Amount::new(sum.yuan.normalize())))
                });
                Line {
                    amounts: amounts.collect(),
                    ..line.clone()
                }
            })
            .collect();
        let empty = lines.iter().all(|line| line.amounts.is_empty());
        let own = printed.empty_note.as_ref().filter(|_| empty);
        let own = own.map(|own| with_year(own, budget.year));
        let said: Vec<String> = own.into_iter().chain(note.map(str::to_owned)).collect();
        budget.tables.push(Table {
            note: (!said.is_empty()).then(|| said.join("；")),
            ..printed.with(lines)
        });
    }
    Ok(budget)
}

/// A line of the sum: the position of its table, and what each column is of.
type Cast = (usize, Line, Vec<(Id, Row)>);

/// The money of a unit that goes into no line, with the unit's position.
fn no_place(
    model: &Model,
    layout: &Layout,
    rows: &BTreeSet<&Row>,
    cells: &[Cells],
) -> Option<(usize, WriteError)> {
    let goes = |leaf: &Row| {
        let mut above = outer(model, &leaf.at).into_iter().map(|at| leaf.with(at));
        above.any(|row| rows.contains(&row))
    };
    let lost = cells.iter().enumerate().find_map(|(at, own)| {
        let lost = own
            .leaves
            .iter()
            .filter(|leaf| !leaf.yuan.is_zero() && !goes(&leaf.row));
        let lost = lost.map(|leaf| NoPlaceFor {
            table: leaf.row.table.clone(),
            at: leaf.row.at.clone(),
            yuan: leaf.yuan,
            place: None,
        });
        let lost: Vec<NoPlaceFor> = lost.collect();
        (!lost.is_empty()).then_some((at, lost))
    });
    let (at, facts) = lost?;
    let layout = layout.id.clone();
    Some((at, WriteError::NoPlaceForFacts { layout, facts }))
}

/// The lines of several papers without their amounts, each once: fixed rows as they are printed, codes in their order, the closing
/// line last.
fn union(lines: &[&Line], row: impl Fn(&Id) -> Option<usize>) -> Vec<Line> {
    let rank = |key: &Key| match key {
        Key::Row(id) => (0, row(id).unwrap_or(usize::MAX)),
        Key::Total => (2, 0),
        _ => (1, 0),
    };
    let mut seen: BTreeSet<(String, Coordinates)> = BTreeSet::new();
    let mut all: Vec<Line> = Vec::new();
    for line in lines {
        if seen.insert((format!("{:?}", line.key), line.at.clone())) {
            all.push(Line {
                amounts: BTreeMap::new(),
                unread: BTreeSet::new(),
                place: None,
                ..(*line).clone()
            });
        }
    }
    all.sort_by_key(|line| (rank(&line.key), line.key.code()));
    all
}

/// Whether `unit` is the own office of the department `head`: both bear one name.
#[must_use]
pub fn is_office(unit: &Unit, head: &Unit) -> bool {
    let told = match (unit.body, head.body) {
        (Body::Unit, Body::Department) => true,
        // Many regions have one layout for both: then the office has to say so.
        _ => is_own(&unit.name) && !is_own(&head.name),
    };
    told && !head.name.is_empty() && bare(&unit.name) == bare(&head.name)
}

/// Which of `units` are below the department `head` by their codes, departments and names; none where that cannot be told.
#[must_use]
pub fn head_of(head: &Unit, units: &[&Unit]) -> Vec<usize> {
    let front = match head.code.is_empty() {
        false => front_digits(&head.code),
        // The own office is the first of its department, whose code is the front of all.
        true => {
            let own = units.iter().find(|unit| is_office(unit, head));
            own.and_then(|own| own.code.get(..own.code.len().checked_sub(3)?))
                .unwrap_or_default()
        }
    };
    let below = |unit: &Unit| {
        let coded =
            !front.is_empty() && unit.code.len() > front.len() && unit.code.starts_with(front);
        let named = !unit.department.is_empty() && bare(&unit.department) == bare(&head.name);
        coded || named || is_office(unit, head)
    };
    let all = units.iter().enumerate();
    all.filter(|(_, unit)| below(unit))
        .map(|(at, _)| at)
        .collect()
}
