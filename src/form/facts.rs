//! Which cells and lists of a form state the same fact: from the coordinates, as the checks of a budget have it.

use std::collections::{BTreeMap, BTreeSet};

use super::skeleton::Block;
use crate::layout::{Layout, Templates};
use crate::model::{Coordinates, Dim, Equal, Id, Key, Lines, Member, Model};

/// The coordinates of a fact, but for the code of its line.
pub(super) type Target = Coordinates;

/// Where in a block something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum At {
    /// In a row.
    Row(u32),
    /// In the closing line.
    Closing,
}

/// Cells whose sum states a fact: block, line, columns of the sheet.
pub(super) type Cells = Vec<(usize, At, Vec<u32>)>;
/// Lists whose lines of one code together state a fact: block, columns of the sheet.
pub(super) type Listing = Vec<(usize, Vec<u32>)>;

/// Who states a fact.
#[derive(Debug, Clone, Default)]
pub(super) struct Stated {
    pub(super) cells: Vec<Cells>,
    pub(super) lists: Vec<Listing>,
}

/// The equality that must hold for another to be demanded.
pub(super) type When<T> = Option<(T, T)>;

/// Two statements of one fact, or of facts that are equal; with a condition, the left one is at least the right one where it
/// does not hold.
#[derive(Debug, Clone)]
pub(super) struct Same<T> {
    pub(super) left: T,
    pub(super) right: T,
    pub(super) when: When<T>,
}

/// The columns of a block that state something of the facts `wanted`: alone, or as the sum of those directly below.
fn columns(model: &Model, block: &Block<'_>, wanted: &BTreeSet<Target>) -> Vec<(Target, Vec<u32>)> {
    let meaning = block.meaning;
    let printed: Vec<(Target, u32)> = block
        .amounts()
        .into_iter()
        .filter(|(position, _)| !meaning.columns[*position].of_which)
        .map(|(position, col)| (meaning.at.narrowed(&meaning.columns[position].at), col))
        .collect();
    let below = |outer: &Target, inner: &Target| outer != inner && model.covers(outer, inner);
    let parts = |wanted: &Target| -> Vec<u32> {
        let all: Vec<&(Target, u32)> = printed
            .iter()
            .filter(|(inner, _)| below(wanted, inner))
            .collect();
        let top = |part: &Target| !all.iter().any(|(other, _)| below(other, part));
        let own = all.iter().filter(|(part, _)| top(part));
        own.map(|(_, col)| *col).collect()
    };
    let wanted = wanted.iter().filter(|own| model.covers(&meaning.at, own));
    wanted
        .map(|own| match printed.iter().find(|(other, _)| other == own) {
            Some((_, col)) => (own.clone(), vec![*col]),
            None if block.printed.closed => (own.clone(), parts(own)),
            None => (own.clone(), Vec::new()),
        })
        .filter(|(_, cols)| !cols.is_empty())
        .collect()
}

/// What the rows and columns of a form state, but for the codes of lines.
fn wanted(blocks: &[Block<'_>]) -> BTreeSet<Target> {
    let mut all = BTreeSet::new();
    for block in blocks {
        let meaning = block.meaning;
        let rows = meaning.rows.iter().map(|row| meaning.at.narrowed(&row.at));
        let rows: Vec<Target> = rows.chain([meaning.at.clone()]).collect();
        for (position, _) in block.amounts() {
            let column = &meaning.columns[position].at;
            all.extend(rows.iter().map(|row| row.narrowed(column)));
        }
        all.extend(rows);
    }
    all
}

/// Every fact that the form states.
pub(super) fn stated(model: &Model, blocks: &[Block<'_>]) -> BTreeMap<Target, Stated> {
    let wanted = wanted(blocks);
    let mut all: BTreeMap<Target, Stated> = BTreeMap::new();
    for (at, block) in blocks.iter().enumerate() {
        let meaning = block.meaning;
        for (target, cols) in columns(model, block, &wanted) {
            let own = all.entry(target).or_default();
            if block.closing().is_some() && block.printed.closed {
                own.cells.push(vec![(at, At::Closing, cols.clone())]);
            }
            if matches!(meaning.lines, Lines::FUNCTION | Lines::Class(Dim::FUNCTION)) {
                own.lists.push(vec![(at, cols.clone())]);
            }
        }
        for (position, col) in block.amounts() {
            for (row, key, _) in &block.lines {
                let Key::Row(id) = key else { continue };
                let Some(line) = meaning.row(id.as_str()) else {
                    continue;
                };
                let target = meaning.at.narrowed(&line.at);
                let target = target.narrowed(&meaning.columns[position].at);
                let cells = vec![(at, At::Row(*row), vec![col])];
                all.entry(target).or_default().cells.push(cells);
            }
        }
    }
    sums_over_funds(model, blocks, &wanted, &mut all);
    all
}

/// A source with funds below it is the sum of the funds' own tables, where all of them are there.
fn sums_over_funds(
    model: &Model,
    blocks: &[Block<'_>],
    wanted: &BTreeSet<Target>,
    all: &mut BTreeMap<Target, Stated>,
) {
    let parents: BTreeSet<&Id> = model
        .equal
        .iter()
        .filter_map(|equal| equal.right.source())
        .collect();
    for parent in parents {
        let funds: Vec<&Id> = model.below(parent).collect();
        let of = |fund: &Id| {
            blocks.iter().position(|block| {
                block.meaning.lines == Lines::FUNCTION
                    && block.meaning.at.source() == Some(fund)
                    && block.printed.closed
            })
        };
        let tables: Vec<usize> = funds.iter().filter_map(|fund| of(fund)).collect();
        if funds.is_empty() || tables.len() < funds.len() {
            continue;
        }
        for (first, _) in columns(model, &blocks[tables[0]], wanted) {
            let cols: Option<Listing> = tables
                .iter()
                .zip(&funds)
                .map(|(&at, fund)| {
                    let own = first
                        .clone()
                        .with(Dim::SOURCE, Some(Member::Word((*fund).clone())));
                    let found = columns(model, &blocks[at], &BTreeSet::from([own]));
                    found.into_iter().next().map(|(_, cols)| (at, cols))
                })
                .collect();
            let Some(cols) = cols else { continue };
            let target = first.with(Dim::SOURCE, Some(Member::Word(parent.clone())));
            let own = all.entry(target).or_default();
            own.cells.push(
                cols.iter()
                    .map(|(at, cols)| (*at, At::Closing, cols.clone()))
                    .collect(),
            );
            own.lists.push(cols);
        }
    }
}

/// The pairs of cells that must be equal.
pub(super) fn equal_cells(
    templates: &Templates,
    layout: &Layout,
    all: &BTreeMap<Target, Stated>,
) -> Vec<Same<Cells>> {
    let mut pairs: Vec<Same<Cells>> = Vec::new();
    for own in all.values() {
        for other in own.cells.iter().skip(1) {
            pairs.push(Same {
                left: own.cells[0].clone(),
                right: other.clone(),
                when: None,
            });
        }
    }
    for equal in declared(templates, layout) {
        for (target, right) in sides(&templates.model, equal, all) {
            let cells =
                |target: &Target| all.get(target).and_then(|own| own.cells.first()).cloned();
            let (Some(left), Some(right)) = (cells(target), cells(&right)) else {
                continue;
            };
            let when = equal.when.as_ref().map(|when| {
                let bare = Target::ALL;
                (
                    cells(&bare.narrowed(&when.left)),
                    cells(&bare.narrowed(&when.right)),
                )
            });
            pairs.extend(with_condition(left, right, when));
        }
    }
    pairs.retain(|pair| pair.left != pair.right);
    pairs
}

/// The pairs of lists whose lines must be equal, code by code: the left one is a single list.
pub(super) fn equal_lists(
    templates: &Templates,
    layout: &Layout,
    blocks: &[Block<'_>],
    all: &BTreeMap<Target, Stated>,
) -> Vec<Same<Listing>> {
    let by_name = |list: &Listing| matches!(blocks[list[0].0].meaning.lines, Lines::Class(_));
    let full = |target: &Target| -> Option<Listing> {
        let lists = &all.get(target)?.lists;
        lists.iter().find(|list| !by_name(list)).cloned()
    };
    let mut pairs: Vec<Same<Listing>> = Vec::new();
    for own in all.values() {
        let Some(first) = own.lists.iter().find(|list| !by_name(list)) else {
            continue;
        };
        for other in own.lists.iter().filter(|other| *other != first) {
            let (left, right) = if by_name(other) || first.len() > 1 {
                (other, first)
            } else {
                (first, other)
            };
            pairs.push(Same {
                left: left.clone(),
                right: right.clone(),
                when: None,
            });
        }
    }
    for equal in declared(templates, layout).filter(|equal| !equal.total) {
        for (target, right) in sides(&templates.model, equal, all) {
            let when = equal.when.as_ref().map(|when| {
                let bare = Target::ALL;
                (
                    full(&bare.narrowed(&when.left)),
                    full(&bare.narrowed(&when.right)),
                )
            });
            let named = |target: &Target| {
                all.get(target)
                    .and_then(|own| own.lists.iter().find(|list| by_name(list)))
                    .cloned()
            };
            let both = [(full(target), full(&right)), (named(target), named(&right))];
            for (left, right) in both {
                let (Some(left), Some(right)) = (left, right) else {
                    continue;
                };
                if left.len() == 1 {
                    pairs.extend(with_condition(left, right, when.clone()));
                }
            }
        }
    }
    pairs
}

/// The pair, unless its condition cannot be judged.
fn with_condition<T>(left: T, right: T, when: Option<(Option<T>, Option<T>)>) -> Option<Same<T>> {
    let when = match when {
        None => None,
        Some((Some(left), Some(right))) => Some((left, right)),
        Some(_) => return None,
    };
    Some(Same { left, right, when })
}

fn declared<'m>(templates: &'m Templates, layout: &'m Layout) -> impl Iterator<Item = &'m Equal> {
    templates
        .model
        .equal
        .iter()
        .filter(|equal| !layout.left_out.contains(&equal.id))
}

/// The targets of both sides of a declared equality.
fn sides<'a>(
    model: &'a Model,
    equal: &'a Equal,
    all: &'a BTreeMap<Target, Stated>,
) -> impl Iterator<Item = (&'a Target, Target)> {
    all.keys()
        .filter_map(move |target| Some((target, equal.other(model, target)?)))
}
