//! Which cells of which tables state each fact: alone, or as a sum of cells.

use std::collections::{BTreeMap, BTreeSet};

use super::absent::{codes, states_zero};
use super::paper::{Block, Paper};
use crate::check::target::Target;
use crate::model::{Code, Id, Key, Lines, Model, line_coordinates};

/// The cells whose sum states a fact.
#[derive(Debug, Clone)]
pub(super) struct Member {
    /// The block; of a sum over the tables of funds, `None`.
    pub(super) block: Option<usize>,
    pub(super) cells: Vec<usize>,
}

/// Every fact that is stated, with those who state it.
pub(super) type Members = BTreeMap<Target, Vec<Member>>;

/// Gathers the members of each fact from the blocks of tables that `takes_part` admits.
pub(super) fn members(
    model: &Model,
    paper: &Paper<'_>,
    takes_part: impl Fn(&Block<'_>) -> bool,
) -> Members {
    let mut members = Members::new();
    for (at, block) in paper
        .blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| takes_part(block))
    {
        let meaning = block.structure.block;
        let base = Target::new(model, &meaning.at);
        let columns = columns(model, block);
        for (line, rows) in lines(model, block) {
            let line = base.narrowed(line);
            for (column, parts) in &columns {
                let cells: Vec<usize> = rows
                    .iter()
                    .flat_map(|&row| parts.iter().map(move |&part| (row, part)))
                    .map(|(row, part)| block.cell(row, part))
                    .collect();
                if cells.iter().all(|&cell| !paper.cells[cell].unread) {
                    members
                        .entry(line.narrowed(*column))
                        .or_default()
                        .push(Member {
                            block: Some(at),
                            cells,
                        });
                }
            }
        }
    }
    sums_over_funds(model, paper, &takes_part, &mut members);
    members
}

/// The columns that state something, what they add to the coordinates: alone, or as the sum of those directly below them.
fn columns(model: &Model, block: &Block<'_>) -> Vec<(Target, Vec<usize>)> {
    let meaning = block.structure.block;
    let below = |outer: usize, inner: usize| {
        let (outer, inner) = (&meaning.columns[outer].at, &meaning.columns[inner].at);
        outer != inner && model.covers(&meaning.at.narrowed(outer), &meaning.at.narrowed(inner))
    };
    let stated: Vec<usize> = (0..meaning.columns.len())
        .filter(|&column| block.states[column])
        .collect();
    let parts = |column: usize| -> Vec<usize> {
        let all: Vec<usize> = stated
            .iter()
            .copied()
            .filter(|&inner| below(column, inner))
            .collect();
        all.iter()
            .copied()
            .filter(|&part| !all.iter().any(|&other| below(other, part)))
            .collect()
    };
    (0..meaning.columns.len())
        .filter_map(|column| {
            let parts = match block.states[column] {
                true => vec![column],
                false => Some(parts(column)).filter(|parts| block.closed && !parts.is_empty())?,
            };
            Some((Target::new(model, &meaning.columns[column].at), parts))
        })
        .collect()
}

/// The lines that state something, what they add to the coordinates: alone, or as the sum of those directly below them.
fn lines(model: &Model, block: &Block<'_>) -> Vec<(Target, Vec<usize>)> {
    let structure = &block.structure;
    let mut all = Vec::new();
    let mut own: BTreeMap<Code, usize> = BTreeMap::new();
    for code in structure.lines.iter().filter_map(|line| line.key.code()) {
        *own.entry(code).or_default() += 1;
    }
    for (row, line) in structure.lines.iter().enumerate() {
        // Of a code that stands twice, which line states the fact cannot be told.
        let twice = line.key.code().is_some_and(|code| own[&code] > 1);
        if matches!(line.key, Key::Unknown(_)) || twice {
            continue;
        }
        let at = line_coordinates(structure.block, line);
        all.push((Target::new(model, &at), vec![row]));
    }
    let economic = structure.block.lines == Lines::Economic;
    let by_code = matches!(
        structure.block.lines,
        Lines::Function | Lines::Class | Lines::Economic
    );
    if block.bad_codes
        || structure
            .lines
            .iter()
            .any(|line| matches!(line.key, Key::Unknown(_)))
        || own.is_empty()
        || !by_code
    {
        return all;
    }
    // Of each code that is not there, and of the block, the lines directly below. A line counts for the codes above it up to
    // the first that is there.
    let mut below: BTreeMap<Code, Vec<usize>> = BTreeMap::new();
    let mut top: Vec<usize> = Vec::new();
    for (row, line) in structure.lines.iter().enumerate() {
        let mut above = line.key.code().and_then(|code| code.parent());
        while let Some(code) = above.filter(|code| !own.contains_key(code)) {
            below.entry(code).or_default().push(row);
            above = code.parent();
        }
        if above.is_none() && line.key.code().is_some() {
            top.push(row);
        }
    }
    for (code, rows) in below {
        let (function, economic) = if economic {
            (None, Some(code))
        } else {
            (Some(code), None)
        };
        let at = Target {
            function,
            economic,
            ..Target::default()
        };
        all.push((at, rows));
    }
    if block.closed && !structure.lines.iter().any(|line| line.key == Key::Total) {
        all.push((Target::default(), top));
    }
    all
}

/// A source with funds below it is the sum of the funds' own tables, where all of them are there.
fn sums_over_funds(
    model: &Model,
    paper: &Paper<'_>,
    takes_part: &impl Fn(&Block<'_>) -> bool,
    members: &mut Members,
) {
    let of = |source: &Id| {
        paper.blocks.iter().position(|block| {
            block.structure.block.lines == Lines::Function
                && block.structure.block.at.source.as_ref() == Some(source)
        })
    };
    let parents: BTreeSet<&Id> = model
        .equal
        .iter()
        .filter_map(|equal| equal.right.source.as_ref())
        .collect();
    for parent in parents {
        let funds: Vec<&Id> = model.below(parent).collect();
        let blocks: Vec<usize> = funds.iter().filter_map(|fund| of(fund)).collect();
        if funds.is_empty()
            || blocks.len() < funds.len()
            || !blocks.iter().all(|&at| takes_part(&paper.blocks[at]))
        {
            continue;
        }
        let own: Vec<Option<BTreeSet<Code>>> = blocks
            .iter()
            .map(|&at| codes(paper.blocks[at].table, paper.blocks[at].structure.block))
            .collect();
        let parent = model.number(parent);
        let funds: Vec<u8> = funds.into_iter().map(|fund| model.number(fund)).collect();
        let flow = Target::new(model, &paper.blocks[blocks[0]].structure.block.at).flow;
        let stated: BTreeSet<Target> = members
            .iter()
            .filter(|(target, all)| {
                funds.contains(&target.source)
                    && all
                        .iter()
                        .any(|member| member.block.is_some_and(|block| blocks.contains(&block)))
            })
            .map(|(target, _)| Target {
                source: parent,
                ..*target
            })
            .chain(
                members
                    .keys()
                    .filter(|target| target.source == parent)
                    .map(|target| Target { flow, ..*target }),
            )
            .collect();
        for target in stated {
            let parts: Option<Vec<Vec<usize>>> = funds
                .iter()
                .zip(&blocks)
                .zip(&own)
                .map(|((&fund, &block), own)| {
                    let found = members
                        .get(&Target {
                            source: fund,
                            ..target
                        })
                        .and_then(|all| {
                            all.iter()
                                .find(|member| member.block == Some(block))
                                .map(|member| member.cells.clone())
                        });
                    let zero = || {
                        let own = own.as_ref()?;
                        let nothing = match target.function {
                            Some(code) => states_zero(own, code),
                            None => own.is_empty(),
                        };
                        nothing.then(Vec::new)
                    };
                    found.or_else(zero)
                })
                .collect();
            let cells: Vec<usize> = parts.into_iter().flatten().flatten().collect();
            if !cells.is_empty() {
                members
                    .entry(target)
                    .or_default()
                    .push(Member { block: None, cells });
            }
        }
    }
}
