//! A budget in the tables of another layout: each cell states what its coordinates are, as the tables of the first layout state
//! it or as their cells add up to it. Nothing is invented: what they do not tell stays blank, and what has no place is said.

mod lines;
mod stated;

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::layout::{Layout, TableLayout, Templates};
use crate::model::{Amount, Budget, Coordinates, Fact, Id, Key, Lines, Place, Table, facts};
use stated::StatedFacts;

/// A budget in the tables of another layout.
#[derive(Debug)]
pub struct Recast {
    /// The budget.
    pub budget: Budget,
    /// What the first layout's tables state and no table of this one can say.
    pub no_place: Vec<NoPlaceFor>,
    /// What the tables of this layout ask for and those of the first one do not tell.
    pub blank: Vec<Blank>,
}

/// A fact that has no place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoPlaceFor {
    /// The table it stands in.
    pub table: Id,
    /// What it is of.
    pub at: Coordinates,
    /// The amount in yuan.
    pub yuan: Decimal,
    /// Where it stands.
    pub place: Option<Place>,
}

/// Cells that stay blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blank {
    /// The title of the table.
    pub table: String,
    /// The columns without any amount, by their headers; empty where the whole table has none.
    pub columns: Vec<String>,
}

/// Whether the tables of `budget` are those of `layout`, so that each line and column has its place as it is.
#[must_use]
pub fn fits(budget: &Budget, layout: &Layout) -> bool {
    budget.tables.iter().all(|table| {
        let Some(printed) = layout.table(table.table.as_str()) else {
            return false;
        };
        let used = |id: &Id| table.lines.iter().any(|line| line.block == *id);
        let own = table.blocks.iter().filter(|block| used(&block.id));
        own.into_iter().all(|block| {
            let Some(other) = printed.block(block.id.as_str()) else {
                return false;
            };
            let other = &other.meaning;
            let lines = || table.lines.iter().filter(|line| line.block == block.id);
            let columns = block.columns.iter().all(|column| {
                let same = other.columns.iter().find(|own| own.id == column.id);
                match same {
                    Some(same) => same.at == column.at,
                    None => lines().all(|line| !line.amounts.contains_key(&column.id)),
                }
            });
            let rows = lines().all(|line| match &line.key {
                Key::Row(id) => {
                    let at = |rows: &[crate::model::RowModel]| {
                        rows.iter()
                            .find(|row| row.id == *id)
                            .map(|row| row.at.clone())
                    };
                    line.amounts.is_empty() || at(&block.rows) == at(&other.rows)
                }
                _ => true,
            });
            other.at == block.at && other.lines == block.lines && columns && rows
        })
    })
}

/// The budget in the tables of `layout`.
#[must_use]
pub fn recast(templates: &Templates, budget: &Budget, layout: &Layout) -> Recast {
    let mut recast = Recast {
        budget: Budget {
            layout: layout.id.clone(),
            tables: Vec::new(),
            ..budget.clone()
        },
        no_place: Vec::new(),
        blank: Vec::new(),
    };
    StatedFacts::of(templates, budget, |stated| {
        for printed in &layout.tables {
            let table = table(templates, stated, printed);
            recast.blank.extend(blank(printed, &table));
            recast.budget.tables.push(table);
        }
    });
    recast.no_place = no_place(templates, budget, &recast.budget);
    recast
}

fn table(templates: &Templates, stated: &StatedFacts<'_>, printed: &TableLayout) -> Table {
    let blocks = printed.blocks.iter();
    let lines: Vec<_> = blocks
        .flat_map(|block| lines::lines(templates, stated, block))
        .collect();
    let empty = lines.iter().all(|line| line.amounts.is_empty());
    let year = stated.budget().year;
    let note = printed.empty_note.as_ref().filter(|_| empty);
    Table {
        note: note.map(|note| crate::layout::with_year(note, year)),
        ..printed.with(lines)
    }
}

/// The columns of a table without any amount.
fn blank(printed: &TableLayout, table: &Table) -> Option<Blank> {
    let name = printed.name.as_str();
    let filled: BTreeSet<(&Id, &Id)> = table
        .lines
        .iter()
        .flat_map(|line| line.amounts.keys().map(move |column| (&line.block, column)))
        .collect();
    let mut columns = Vec::new();
    for block in &printed.blocks {
        for column in &block.columns {
            if let crate::layout::Field::Amount(id) = &column.field
                && !filled.contains(&(&block.block, id))
            {
                let header = column.header.iter();
                let header: Vec<String> = header
                    .map(|text| crate::layout::header_with_year(text, None))
                    .collect();
                columns.push(header.join("-"));
            }
        }
    }
    if filled.is_empty() {
        columns.clear();
    } else if columns.is_empty() {
        return None;
    }
    Some(Blank {
        table: name.to_owned(),
        columns,
    })
}

/// The facts of `budget` that the tables of `recast` do not state, nor as a sum; of a record, those that go into no cell, or into
/// the total of a list and none of its lines.
fn no_place(templates: &Templates, budget: &Budget, recast: &Budget) -> Vec<NoPlaceFor> {
    let model = &templates.model;
    let mut lost = Vec::new();
    let stated = facts(model, recast);
    let stated: Vec<&Fact<'_>> = stated
        .iter()
        .filter(|fact| !fact.amount.yuan.is_zero())
        .collect();
    let closed = |fact: &Fact<'_>| {
        let table = recast.table(fact.table.as_str());
        let block = table.and_then(|table| table.block(fact.line.block.as_str()));
        block.is_some_and(|block| block.closed && block.lines != Lines::Single)
    };
    // Lines that make up a total are only told together with it.
    let goes_into = |at: &Coordinates| {
        let mut own = stated
            .iter()
            .filter(|cell| model.covers(&cell.at, at))
            .peekable();
        let column = |cell: &Fact<'_>| {
            (
                cell.table.clone(),
                cell.line.block.clone(),
                cell.column.clone(),
            )
        };
        let (mut totals, mut lines) = (BTreeSet::new(), BTreeSet::new());
        let any = own.peek().is_some();
        for cell in own {
            match cell.line.key {
                Key::Total if closed(cell) => totals.insert(column(cell)),
                _ => lines.insert(column(cell)),
            };
        }
        any && totals.is_subset(&lines)
    };
    StatedFacts::of(templates, recast, |own| {
        for fact in facts(model, budget) {
            let record = matches!(fact.line.key, Key::Record(_));
            if !fact.leaf || fact.amount.yuan.is_zero() || model.computed(&fact.at).is_some() {
                continue;
            }
            let told = match record {
                true => goes_into(&fact.at),
                false => own.amount(&fact.at).is_some(),
            };
            if !told {
                lost.push(NoPlaceFor {
                    table: fact.table.clone(),
                    at: fact.at,
                    yuan: fact.amount.yuan,
                    place: fact.amount.place.clone(),
                });
            }
        }
    });
    lost
}

/// An amount that stands nowhere yet.
fn unplaced(yuan: Decimal, measure: Option<&str>) -> Amount {
    Amount {
        measure: measure.map(Into::into),
        ..Amount::new(yuan.normalize())
    }
}
