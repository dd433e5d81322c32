//! Several budgets as one, in the tables of a layout: each amount is the sum of the leaves below it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::cells::{AmountRow, Cells};
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
pub struct AddedBudget<'p> {
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
    parts: &[AddedBudget<'_>],
    taken: &[&Taken],
    unit: Unit,
    note: Option<&str>,
) -> Result<Budget, (usize, WriteError)> {
    let mut printed = PrintedLines::new(layout);
    for part in parts {
        printed.see(templates, part.budget);
    }
    let mut merging = printed.summed(&templates.model);
    for (at, part) in parts.iter().enumerate() {
        let cells = Cells::of(&templates.model, part.budget);
        merging.put(&cells).map_err(|error| (at, error))?;
    }
    Ok(merging.end(taken, unit, note))
}

/// The lines that several papers print in the tables of a layout.
#[derive(Debug)]
pub struct PrintedLines<'l> {
    layout: &'l Layout,
    year: Option<u16>,
    /// By table and block: which lines are there, and the lines in the order in which they were met, without their amounts.
    lines: BTreeMap<(usize, Id), OfBlock>,
}

/// The lines of a block, and by what they are known.
type OfBlock = (BTreeSet<(String, Coordinates)>, Vec<Line>);

impl<'l> PrintedLines<'l> {
    /// In the tables of `layout`.
    #[must_use]
    pub const fn new(layout: &'l Layout) -> Self {
        Self {
            layout,
            year: None,
            lines: BTreeMap::new(),
        }
    }

    /// The layout.
    #[must_use]
    pub const fn layout(&self) -> &'l Layout {
        self.layout
    }

    /// With the lines of this paper.
    pub fn see(&mut self, templates: &Templates, budget: &Budget) {
        self.year = self.year.or(budget.year);
        // The lines are those that the layout prints; what stands in them comes from the units' own leaves.
        let recast = match fits(budget, self.layout) {
            true => Cow::Borrowed(budget),
            false => Cow::Owned(recast(templates, budget, self.layout).budget),
        };
        for (at, printed) in self.layout.tables.iter().enumerate() {
            let table = recast.table(printed.table.as_str());
            for line in table.into_iter().flat_map(|own| &own.lines) {
                self.put(at, line);
            }
        }
    }

    /// With the lines that other papers print in the same layout.
    pub fn join(&mut self, other: &Self) {
        self.year = self.year.or(other.year);
        for ((at, _), (_, lines)) in &other.lines {
            lines.iter().for_each(|line| self.put(*at, line));
        }
    }

    fn put(&mut self, table: usize, line: &Line) {
        let (seen, lines) = self.lines.entry((table, line.block.clone())).or_default();
        if seen.insert((format!("{:?}", line.key), line.at.clone())) {
            lines.push(Line {
                amounts: BTreeMap::new(),
                unread: BTreeSet::new(),
                place: None,
                ..line.clone()
            });
        }
    }

    /// As bytes; `None` where they would be others when they are read back.
    #[must_use]
    pub fn bytes(&self) -> Option<Vec<u8>> {
        let lines = self.lines.iter().map(|((at, _), (_, own))| (*at, own));
        let bytes = serde_json::to_vec(&(self.year, lines.collect::<Vec<_>>())).ok()?;
        let back = Self::of_bytes(self.layout, &bytes)?;
        (back.lines == self.lines).then_some(bytes)
    }

    /// What [`PrintedLines::bytes`] gave for the same layout; `None` of other bytes.
    #[must_use]
    pub fn of_bytes(layout: &'l Layout, bytes: &[u8]) -> Option<Self> {
        let mut own = Self::new(layout);
        let lines: Vec<(usize, Vec<Line>)>;
        (own.year, lines) = serde_json::from_slice(bytes).ok()?;
        for (at, lines) in &lines {
            lines.iter().for_each(|line| own.put(*at, line));
        }
        Some(own)
    }

    /// To add up what the papers state in these lines.
    #[must_use]
    pub fn summed(mut self, model: &'l Model) -> Merging<'l> {
        let mut cast: Vec<Cast> = Vec::new();
        for (at, printed) in self.layout.tables.iter().enumerate() {
            let blocks = printed.meaning();
            for (position, block) in blocks.iter().enumerate() {
                let before = &blocks[..position];
                let again = before.iter().any(|own| meets(model, &own.at, &block.at));
                let lines = self.lines.remove(&(at, block.id.clone()));
                let mut lines = lines.map(|(_, lines)| lines).unwrap_or_default();
                ordered(&mut lines, |id| {
                    block.rows.iter().position(|row| row.id == *id)
                });
                for line in lines {
                    let place = block.at.narrowed(&line_coordinates(block, &line));
                    let row = |column: &ColumnModel| AmountRow {
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
        let rows = cast
            .iter()
            .flat_map(|(_, _, columns)| columns.iter().map(|(_, row)| row.clone()));
        Merging {
            sums: Sums::at(rows),
            model,
            layout: self.layout,
            year: self.year,
            cast,
        }
    }
}

/// A line of the sum: the position of its table, and what each column is of.
type Cast = (usize, Line, Vec<(Id, AmountRow)>);

/// Papers that are added up in the lines that they print.
#[derive(Debug)]
pub struct Merging<'l> {
    model: &'l Model,
    layout: &'l Layout,
    year: Option<u16>,
    cast: Vec<Cast>,
    sums: Sums,
}

impl Merging<'_> {
    /// Adds the amounts of a paper.
    ///
    /// # Errors
    /// Where the layout has no place for something that it states.
    pub fn put(&mut self, cells: &Cells) -> Result<(), WriteError> {
        let goes = |leaf: &AmountRow| {
            let above = outer(self.model, &leaf.at);
            let mut above = above.into_iter().map(|at| leaf.with(at));
            above.any(|row| self.sums.0.contains_key(&row))
        };
        let lost = cells
            .leaves
            .iter()
            .filter(|leaf| !leaf.yuan.is_zero() && !goes(&leaf.row));
        let lost = lost.map(|leaf| NoPlaceFor {
            table: leaf.row.table.clone(),
            at: leaf.row.at.clone(),
            yuan: leaf.yuan,
            place: None,
        });
        let facts: Vec<NoPlaceFor> = lost.collect();
        if !facts.is_empty() {
            let layout = self.layout.id.clone();
            return Err(WriteError::NoPlaceForFacts { layout, facts });
        }
        self.sums.put(self.model, cells);
        Ok(())
    }

    /// The sum, less what is taken away. `note` is said below each table.
    #[must_use]
    pub fn end(mut self, taken: &[&Taken], unit: Unit, note: Option<&str>) -> Budget {
        for own in taken {
            for row in &own.rows {
                self.sums.subtract(self.model, row, own.yuan);
            }
        }
        let mut budget = Budget::new(&self.layout.id);
        budget.year = self.year;
        budget.unit = Unit {
            body: self.layout.body,
            ..unit
        };
        for (at, printed) in self.layout.tables.iter().enumerate() {
            let own = self.cast.iter().filter(|(table, ..)| *table == at);
            let lines: Vec<Line> = own
                .map(|(_, line, columns)| {
                    let amounts = columns.iter().filter_map(|(id, row)| {
                        let sum = self.sums.0.get(row).filter(|sum| sum.units > 0)?;
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
        budget
    }
}

/// Puts lines into their order: fixed rows as they are printed, codes in their order, the closing line last.
fn ordered(lines: &mut [Line], row: impl Fn(&Id) -> Option<usize>) {
    let rank = |key: &Key| match key {
        Key::Row(id) => (0, row(id).unwrap_or(usize::MAX)),
        Key::Total => (2, 0),
        _ => (1, 0),
    };
    lines.sort_by_key(|line| (rank(&line.key), line.key.code()));
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
