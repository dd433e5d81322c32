//! Which cells and lists of a form state the same fact: from the coordinates, as the checks of a budget have it.

use std::collections::{BTreeMap, BTreeSet};

use super::skeleton::Block;
use crate::layout::{Layout, Templates};
use crate::model::{Coordinates, Dim, Equal, Id, Key, Lines, Member, Model, cell, meets};

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
    /// The lists, each with the classification of its codes.
    pub(super) lists: Vec<(Dim, Listing)>,
}

impl Stated {
    fn lists(&self, dim: Dim) -> impl Iterator<Item = &Listing> {
        let own = self.lists.iter().filter(move |(own, _)| *own == dim);
        own.map(|(_, list)| list)
    }
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
        .filter(|(position, _)| states(block, *position))
        .map(|(position, col)| (meaning.at.narrowed(&meaning.columns[position].at), col))
        .collect();
    let wanted = wanted.iter().filter(|own| model.covers(&meaning.at, own));
    wanted
        .map(|own| match printed.iter().find(|(other, _)| other == own) {
            Some((_, col)) => (own.clone(), vec![*col]),
            None if block.printed.closed => (own.clone(), whole(model, &printed, own)),
            None => (own.clone(), Vec::new()),
        })
        .filter(|(_, cols)| !cols.is_empty())
        .collect()
}

/// Whether a column states facts: it is no part beside others, and not computed from other columns.
fn states(block: &Block<'_>, position: usize) -> bool {
    !block.meaning.columns[position].of_which && block.computed[position].is_none()
}

/// The columns that make up `wanted`: the highest within it, where they narrow one same dimension of it, and no other one
/// reaches across.
fn whole(model: &Model, printed: &[(Target, u32)], wanted: &Target) -> Vec<u32> {
    let below = |outer: &Target, inner: &Target| outer != inner && model.covers(outer, inner);
    let lowest = |own: &Target| !printed.iter().any(|(other, _)| below(own, other));
    let across = |own: &Target| !model.covers(wanted, own) && meets(model, wanted, own);
    let mut lowest = printed.iter().filter(|(own, _)| lowest(own));
    if lowest.any(|(own, _)| across(own)) {
        return Vec::new();
    }
    let inside: Vec<&(Target, u32)> = printed
        .iter()
        .filter(|(own, _)| below(wanted, own))
        .collect();
    let top = |part: &Target| !inside.iter().any(|(other, _)| below(other, part));
    let top = inside.iter().filter(|(own, _)| top(own));
    let top: Vec<&(Target, u32)> = top.copied().collect();
    let narrows = |dim: &Dim| top.iter().all(|(own, _)| own.get(*dim) != wanted.get(*dim));
    let dims: BTreeSet<Dim> = top
        .iter()
        .flat_map(|(own, _)| own.iter().map(|(dim, _)| dim))
        .collect();
    match dims.iter().any(narrows) {
        true => top.iter().map(|(_, col)| *col).collect(),
        false => Vec::new(),
    }
}

/// What the rows and columns of a form state, but for the codes of lines.
fn wanted(model: &Model, blocks: &[Block<'_>]) -> BTreeSet<Target> {
    let mut all = BTreeSet::new();
    for block in blocks {
        let meaning = block.meaning;
        let rows = meaning.rows.iter().map(|row| meaning.at.narrowed(&row.at));
        let rows: Vec<Target> = rows.chain([meaning.at.clone()]).collect();
        let amounts = block.amounts().into_iter();
        for (position, _) in amounts.filter(|(own, _)| block.computed[*own].is_none()) {
            let column = &meaning.columns[position].at;
            all.extend(rows.iter().map(|row| cell(model, row, column)));
        }
        all.extend(rows);
    }
    all
}

/// Every fact that the form states.
pub(super) fn stated(model: &Model, blocks: &[Block<'_>]) -> BTreeMap<Target, Stated> {
    let wanted = wanted(model, blocks);
    let mut all: BTreeMap<Target, Stated> = BTreeMap::new();
    for (at, block) in blocks.iter().enumerate() {
        let meaning = block.meaning;
        for (target, cols) in columns(model, block, &wanted) {
            if block.closing().is_some() && block.printed.closed {
                let own = all.entry(target.clone()).or_default();
                own.cells.push(vec![(at, At::Closing, cols.clone())]);
            }
            // Each line of a list lies within what the list is of; a column that says otherwise states nothing of it.
            let listed = cell(model, &target, &meaning.list_at);
            if let Some(dim) = meaning.lines.codes().filter(|_| block.keys.is_some()) {
                let own = all.entry(listed).or_default();
                own.lists.push((dim, vec![(at, cols)]));
            }
        }
        let amounts = block.amounts().into_iter();
        for (position, col) in amounts.filter(|(own, _)| states(block, *own)) {
            for (row, key, _) in &block.lines {
                let Key::Row(id) = key else { continue };
                let Some(line) = meaning.row(id.as_str()) else {
                    continue;
                };
                if line.of_which {
                    continue;
                }
                let target = meaning.at.narrowed(&line.at);
                let target = cell(model, &target, &meaning.columns[position].at);
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
                    && block.meaning.groups.is_none()
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
            own.lists.push((Dim::FUNCTION, cols));
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
    let dims: BTreeSet<Dim> = all
        .values()
        .flat_map(|own| own.lists.iter().map(|(dim, _)| *dim))
        .collect();
    let mut pairs: Vec<Same<Listing>> = Vec::new();
    for own in all.values() {
        for &dim in &dims {
            let Some(first) = own.lists(dim).find(|list| !by_name(list)) else {
                let mut named = own.lists(dim);
                let Some(first) = named.next() else { continue };
                pairs.extend(named.map(|other| Same {
                    left: first.clone(),
                    right: other.clone(),
                    when: None,
                }));
                continue;
            };
            for other in own.lists(dim).filter(|other| *other != first) {
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
    }
    for equal in declared(templates, layout).filter(|equal| !equal.total) {
        for (target, right) in sides(&templates.model, equal, all) {
            // Declared are facts of each 科目, and of all.
            let list = |target: &Target, named: bool| {
                let mut lists = all.get(target)?.lists(Dim::FUNCTION);
                lists.find(|list| by_name(list) == named).cloned()
            };
            let full = |target: &Target| list(target, false);
            let when = equal.when.as_ref().map(|when| {
                let bare = Target::ALL;
                (
                    full(&bare.narrowed(&when.left)),
                    full(&bare.narrowed(&when.right)),
                )
            });
            for named in [false, true] {
                let (Some(left), Some(right)) = (list(target, named), list(&right, named)) else {
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
    let all = templates.model.equal.iter().chain(&layout.equal);
    all.filter(|equal| !layout.left_out.contains(&equal.id))
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
