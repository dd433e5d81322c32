//! What was not read inside a table whose closing total was: the sums that are written of such a table would be false.

use std::collections::{BTreeMap, BTreeSet};

use super::ledger::{Ledger, Role};
use super::placement::{PlacedPart, Placement};
use super::source::written;
use crate::finding::Stated;
use crate::layout::Field;
use crate::model::ReadingWords;
use crate::model::{Budget, Key, Place};
use crate::text::squash;
use crate::workbook::{Address, Cell, Problem, Sheet, SheetIx, Value, Workbook};

/// The cells that were not read inside tables whose closing total was read: numbers of lines and columns that were not
/// understood, what should be a number and is none, and where the reading of a sheet ended within a table.
///
/// A number beside a table, below its closing line, or in a table without one is none of them; nor is a 0.
#[must_use]
pub fn lost(
    words: &ReadingWords,
    workbook: &Workbook,
    ledger: &Ledger,
    placement: &Placement,
) -> Vec<Stated> {
    let reads: Vec<PartRead<'_>> = placement
        .parts
        .iter()
        .map(|part| PartRead::new(words, workbook, ledger, part))
        .collect();
    let closed: BTreeSet<usize> = reads
        .iter()
        .filter(|read| !read.totals.is_empty())
        .map(|read| read.part.table)
        .collect();
    let mut lowest: BTreeMap<SheetIx, u32> = BTreeMap::new();
    for read in &reads {
        if let Some(&row) = read.rows.last() {
            let own = lowest.entry(read.part.sheet).or_insert(row);
            *own = row.max(*own);
        }
    }
    let mut lost: BTreeMap<(SheetIx, Place), Stated> = BTreeMap::new();
    for read in reads.iter().filter(|read| !read.rows.is_empty()) {
        let part = read.part;
        let sheet = &workbook.sheets[part.sheet];
        let mut add = |stated: Stated, place: Place| {
            lost.entry((part.sheet, place)).or_insert(stated);
        };
        if closed.contains(&part.table) {
            for at in sheet.between(part.body.0, part.body.1) {
                let cell = &sheet.cells[at];
                let role = ledger.roles[part.sheet.index()].get(at).copied().flatten();
                if read.holds(cell) && is_lost(role, cell) {
                    let place = place(sheet, cell.row, cell.col);
                    let text = written(&cell.value);
                    add(Stated::text(Some(place.clone()), &text), place);
                }
            }
        }
        let below = lowest.get(&part.sheet) > read.rows.last();
        if let Some(at) = (!below).then(|| read.ended(sheet)).flatten() {
            add(Stated::text(Some(at.clone()), ""), at);
        }
    }
    lost.into_values().collect()
}

/// The lines of a budget that was not read from a spreadsheet which hold something that is no number, where their block has a
/// closing line.
#[must_use]
pub fn lost_lines(budget: &Budget) -> Vec<Stated> {
    let mut lost = Vec::new();
    for table in &budget.tables {
        let closed: BTreeSet<_> = table
            .lines
            .iter()
            .filter(|line| line.key == Key::Total && !line.amounts.is_empty())
            .map(|line| &line.block)
            .collect();
        for line in &table.lines {
            if !line.unread.is_empty() && closed.contains(&line.block) {
                lost.push(Stated::text(line.place.clone(), &line.name));
            }
        }
    }
    lost
}

fn place(sheet: &Sheet, row: u32, col: u32) -> Place {
    Place {
        sheet: sheet.name.as_str().into(),
        cell: Address::new(row, col),
    }
}

fn is_lost(role: Option<Role>, cell: &Cell) -> bool {
    let zero = matches!(&cell.value, Value::Number(number) if number.is_zero());
    matches!(role, Some(Role::NotRead | Role::Fault)) && !zero
}

/// A part of a table, with the rows of the amounts that were read.
struct PartRead<'p> {
    part: &'p PlacedPart,
    /// The rows of all amounts, and of those in closing lines.
    rows: BTreeSet<u32>,
    totals: BTreeSet<u32>,
    /// The rows that add up a page: nothing is lost by leaving them out.
    subtotals: BTreeSet<u32>,
    /// First and last column of the amounts.
    columns: (u32, u32),
}

impl<'p> PartRead<'p> {
    fn new(
        words: &ReadingWords,
        workbook: &Workbook,
        ledger: &Ledger,
        part: &'p PlacedPart,
    ) -> Self {
        let fields = part.blocks.iter().flat_map(|block| &block.columns);
        let amounts = fields.filter(|(_, field)| matches!(field, Field::Amount(_)));
        let cols: BTreeSet<u32> = amounts.map(|(col, _)| *col).collect();
        let mut read = Self {
            part,
            rows: BTreeSet::new(),
            totals: BTreeSet::new(),
            subtotals: BTreeSet::new(),
            columns: (
                cols.first().copied().unwrap_or(part.columns.0),
                cols.last().copied().unwrap_or(part.columns.1),
            ),
        };
        let roles = &ledger.roles[part.sheet.index()];
        let sheet = &workbook.sheets[part.sheet];
        for at in sheet.between(part.body.0, part.body.1) {
            let (cell, role) = (&sheet.cells[at], &roles[at]);
            if !(part.columns.0..=part.columns.1).contains(&cell.col) {
                continue;
            }
            if let Value::Text(text) = &cell.value
                && ReadingWords::is(&words.subtotals, &squash(text))
            {
                read.subtotals.insert(cell.row);
            }
            if *role == Some(Role::Total) {
                read.totals.insert(cell.row);
            }
            if matches!(role, Some(Role::Total | Role::Amount)) {
                read.rows.insert(cell.row);
            }
        }
        read
    }

    /// Whether a cell stands among the lines and columns that go into the totals.
    fn holds(&self, cell: &Cell) -> bool {
        let columns = (self.columns.0..=self.columns.1).contains(&cell.col);
        let others = || {
            let mut left = self.part.unknown.iter().chain(&self.part.repeated);
            left.any(|(col, _)| *col == cell.col)
        };
        // Below a closing line stand notes; a line may stand there where the closing line is the first.
        let last = self.rows.last().copied();
        let end = if last == self.totals.last().copied() {
            last
        } else {
            None
        };
        (self.part.body.0..=end.unwrap_or(self.part.body.1)).contains(&cell.row)
            && !self.subtotals.contains(&cell.row)
            && (columns || others())
    }

    /// Where the reading of the sheet ended within this part, which is its last one.
    fn ended(&self, sheet: &Sheet) -> Option<Place> {
        let within = self.rows.last() != self.totals.last();
        let last = self.rows.last().copied().filter(|_| within)?;
        let problem = sheet.problems.first()?;
        Some(match problem {
            Problem::Limit { at: Some(at), .. } => place(sheet, at.row, at.col),
            Problem::Limit { .. } | Problem::Unreadable(_) => {
                place(sheet, last + 1, self.columns.0)
            }
        })
    }
}
