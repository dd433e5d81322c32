//! What the units of a department state in a table, below each 科目.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::cells::{AmountRow, Cells, Leaf};
use super::outcome::{Added, DepartmentState, Review};
use super::parts::InboxReader;
use crate::model::{Code, Coordinates, Dim, Id, Member};

pub(super) fn code_of(row: &AmountRow) -> Option<(Dim, Code)> {
    row.at.iter().find_map(|(dim, member)| match member {
        Member::Code(code) => Some((dim, *code)),
        Member::Word(_) => None,
    })
}

/// A row without its code: the column that it stands in.
pub(super) fn column_of(row: &AmountRow) -> Coordinates {
    match code_of(row) {
        Some((dim, _)) => row.at.clone().with(dim, None),
        None => row.at.clone(),
    }
}

/// What is listed below a code.
#[derive(Debug)]
pub(super) struct ListedEntry {
    pub(super) what: What,
    /// The leaves at the code: where they stand beside it, and the amounts.
    pub(super) leaves: Vec<(Coordinates, Decimal)>,
}

/// What a row is of.
#[derive(Debug, Clone, Copy)]
pub(super) enum What {
    All,
    /// The department of a line, with the number of units that it lacks.
    Department(usize, usize),
    Code(Code),
    Unit(usize),
    /// A unit of which last year's budget stands in.
    LastYear(usize),
    /// What is eliminated at the receiver.
    Eliminated(usize),
}

/// What the units of a department state in a table, below each code.
#[derive(Debug, Default)]
pub(super) struct ListedByCode(pub(super) BTreeMap<Code, Vec<ListedEntry>>);

impl ListedByCode {
    /// Of a department, for each of `tables`.
    pub(super) fn of(
        review: &Review,
        reader: InboxReader<'_>,
        state: &DepartmentState,
        tables: &[Id],
    ) -> Vec<Self> {
        let mut all: Vec<Self> = tables.iter().map(|_| Self::default()).collect();
        for (line, added) in review.added(state) {
            let what = match added {
                Added::Filed(_) => What::Unit(line),
                Added::LastYear(_) => What::LastYear(line),
            };
            let year = review.amounts(reader, added);
            for (own, table) in all.iter_mut().zip(tables) {
                own.put(table, what, &year.cells);
            }
        }
        for (receiver, taken) in &state.taken {
            let leaves = taken.rows.iter().map(|row| Leaf {
                row: row.clone(),
                yuan: -taken.yuan,
                slack: Decimal::ZERO,
            });
            let cells = Cells {
                leaves: leaves.collect(),
                ..Cells::default()
            };
            for (own, table) in all.iter_mut().zip(tables) {
                own.put(table, What::Eliminated(*receiver), &cells);
            }
        }
        all
    }

    fn put(&mut self, table: &Id, what: What, cells: &Cells) {
        let mut codes: BTreeMap<Code, Vec<(Coordinates, Decimal)>> = BTreeMap::new();
        for leaf in &cells.leaves {
            if leaf.row.table == *table
                && leaf.row.again == 0
                && let Some((_, code)) = code_of(&leaf.row)
            {
                let at = (column_of(&leaf.row), leaf.yuan);
                codes.entry(code).or_default().push(at);
            }
        }
        for (code, leaves) in codes {
            self.0
                .entry(code)
                .or_default()
                .push(ListedEntry { what, leaves });
        }
    }

    /// How many rows are of units, and how many of codes.
    pub(super) fn counts(&self) -> (usize, usize) {
        let codes = self.0.keys().flat_map(|own| chain(*own));
        let codes: BTreeSet<Code> = codes.collect();
        (self.0.values().map(Vec::len).sum(), codes.len())
    }
}

/// A code and those above it.
pub(super) fn chain(code: Code) -> impl Iterator<Item = Code> {
    std::iter::successors(Some(code), |own| own.parent())
}
