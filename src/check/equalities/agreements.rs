//! On how many cells tables agree, for who writes a layout: what is compared follows from its words, and one that is missing or
//! wrong shows in a comparison that is not there, or that holds nowhere.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::gather::{self, Equality, WhyEqual};
use super::members::Members;
use super::paper::{CheckPaper, yuan};
use super::{absent, aside, declared};
use crate::check::sums::Differs;
use crate::layout::Templates;
use crate::model::statements::Space;
use crate::model::{Budget, Dim, Id, Member, line_coordinates};

/// What one side of a comparison is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The tables that state it, several where it is their sum.
    pub tables: Vec<Id>,
    /// The words of its amounts; the name of a dimension where they are compared code by code, or unit by unit.
    pub words: Vec<String>,
}

impl Side {
    fn told_by(&mut self, other: &Self) {
        if self.words.iter().all(|word| other.words.contains(word)) {
            self.words.clone_from(&other.words);
        }
    }
}

/// A comparison between tables, or between the blocks of one.
#[derive(Debug, Clone)]
pub struct Agreement {
    /// What is compared.
    pub left: Side,
    /// And with what.
    pub right: Side,
    /// Whether the left one is only no less.
    pub at_least: bool,
    /// On how many amounts it holds.
    pub holds: usize,
    /// On how many it could.
    pub cells: usize,
    /// The first on which it does not.
    pub first: Option<Differs>,
}

/// What the tables of `budget` say of the same, in the order in which it is found.
#[must_use]
pub fn agreements(templates: &Templates, budget: &Budget) -> Vec<Agreement> {
    let model = &templates.model;
    let added = absent::lines(model, budget);
    let paper = CheckPaper::new(templates, budget, &added);
    let space = Space::new(model);
    let members = Members::new(&space, &paper, |_| true);
    let declared = declared(templates, budget);
    let mut equalities = gather::between(&paper, &members, &declared);
    equalities.extend(aside::equalities(&space, &paper, &members, |_| true));
    let mut all: Vec<Agreement> = Vec::new();
    for equality in equalities {
        let between = matches!(equality.why, WhyEqual::Tables | WhyEqual::Balance);
        // Of blanks nothing is shown.
        let stated = equality.cells().any(|cell| paper.amount(cell).is_some());
        if between && stated {
            add(templates, budget, &paper, &equality, &mut all);
        }
    }
    all
}

fn add(
    templates: &Templates,
    budget: &Budget,
    paper: &CheckPaper<'_>,
    equality: &Equality,
    all: &mut Vec<Agreement>,
) {
    let side = |cells: &[usize]| side(templates, budget, paper, cells);
    let (mut left, mut right) = (side(&equality.left), side(&equality.right));
    // What a sum is of, one cell that is the same says better than what its parts have in common.
    if equality.right.len() == 1 {
        left.told_by(&right);
    } else if equality.left.len() == 1 {
        right.told_by(&left);
    }
    let known = all.iter().position(|own| {
        own.left == left && own.right == right && own.at_least == equality.at_least
    });
    let known = known.unwrap_or_else(|| {
        all.push(Agreement {
            left,
            right,
            at_least: equality.at_least,
            holds: 0,
            cells: 0,
            first: None,
        });
        all.len() - 1
    });
    let own = &mut all[known];
    own.cells += 1;
    if equality.holds(0) {
        own.holds += 1;
    } else if own.first.is_none() {
        let sum = |cells: &[usize]| -> Decimal {
            let values = cells.iter().map(|&cell| paper.cells[cell].value);
            yuan(values.fold(0, i128::saturating_add))
        };
        let mut cells = equality.cells();
        own.first = Some(Differs {
            place: cells.find_map(|cell| paper.amount(cell)?.place.clone()),
            total: sum(&equality.left),
            sum: sum(&equality.right),
        });
    }
}

fn side(templates: &Templates, budget: &Budget, paper: &CheckPaper<'_>, cells: &[usize]) -> Side {
    let mut tables: Vec<Id> = Vec::new();
    let mut common: Option<BTreeMap<Dim, String>> = None;
    for &cell in cells {
        let block = paper.block(cell);
        let table = &budget.tables[block.at].table;
        if !tables.contains(table) {
            tables.push(table.clone());
        }
        let meaning = block.structure.block;
        let at = meaning
            .at
            .narrowed(&line_coordinates(meaning, paper.line(cell)));
        let at = at.narrowed(&meaning.columns[paper.cells[cell].column].at);
        let own = at.iter().map(|(dim, member)| {
            let dimension = templates.model.dimension(dim);
            let keyed = dimension.is_some_and(|own| own.keys);
            let said = match member {
                Member::Word(word) if !keyed => word.to_string(),
                _ => dim.name().to_string(),
            };
            (dim, said)
        });
        let own: BTreeMap<Dim, String> = own.collect();
        common = Some(match common {
            None => own,
            Some(mut common) => {
                common.retain(|dim, said| own.get(dim) == Some(said));
                common
            }
        });
    }
    let words: BTreeSet<(Dim, String)> = common.unwrap_or_default().into_iter().collect();
    Side {
        tables,
        words: words.into_iter().map(|(_, said)| said).collect(),
    }
}
