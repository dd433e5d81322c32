//! Which cells of which tables state each fact: alone, or as a sum of cells.

use std::collections::{BTreeSet, HashMap};

use super::absent::{codes, states_zero};
use super::paper::{Block, Paper};
use crate::model::{Code, Coordinates, Id, Key, Lines, Model, line_coordinates};

/// The coordinates of a fact, borrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Target<'m> {
    pub(super) flow: Option<&'m Id>,
    pub(super) source: Option<&'m Id>,
    pub(super) kind: Option<&'m Id>,
    pub(super) function: Option<Code>,
    pub(super) economic: Option<Code>,
}

impl<'m> Target<'m> {
    pub(super) fn new(at: [&'m Coordinates; 3]) -> Self {
        fn inner<'m>(
            at: [&'m Coordinates; 3],
            get: fn(&'m Coordinates) -> Option<&'m Id>,
        ) -> Option<&'m Id> {
            at.into_iter().rev().find_map(get)
        }
        Self {
            flow: inner(at, |at| at.flow.as_ref()),
            source: inner(at, |at| at.source.as_ref()),
            kind: inner(at, |at| at.kind.as_ref()),
            function: at.into_iter().find_map(|at| at.function),
            economic: at.into_iter().find_map(|at| at.economic),
        }
    }
}

/// The cells whose sum states a fact.
#[derive(Debug, Clone)]
pub(super) struct Member {
    /// The block; of a sum over the tables of funds, `None`.
    pub(super) block: Option<usize>,
    pub(super) cells: Vec<usize>,
}

/// Every fact that is stated, with those who state it.
pub(super) type Members<'m> = HashMap<Target<'m>, Vec<Member>>;

/// Gathers the members of each fact from the blocks of tables that `takes_part` admits.
pub(super) fn members<'m>(
    model: &'m Model,
    paper: &Paper<'m>,
    coordinates: &'m [Vec<Coordinates>],
    takes_part: impl Fn(&Block<'_>) -> bool,
) -> Members<'m> {
    let mut members = Members::new();
    for (at, block) in paper
        .blocks
        .iter()
        .enumerate()
        .filter(|(_, block)| takes_part(block))
    {
        let columns = columns(model, block);
        let lines = lines(block, &coordinates[at]);
        for (line_at, rows) in &lines {
            for (column, parts) in &columns {
                let meaning = &block.structure.block;
                let mut target =
                    Target::new([&meaning.at, line_at.at, &meaning.columns[*column].at]);
                target.function = line_at.function;
                target.economic = line_at.economic;
                let cells: Vec<usize> = rows
                    .iter()
                    .flat_map(|&row| parts.iter().map(move |&part| (row, part)))
                    .map(|(row, part)| block.cell(row, part))
                    .collect();
                if cells.iter().all(|&cell| !paper.cells[cell].unread) {
                    members.entry(target).or_default().push(Member {
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

/// The coordinates of the lines of each block.
pub(super) fn coordinates(paper: &Paper<'_>) -> Vec<Vec<Coordinates>> {
    let of = |block: &Block<'_>| {
        let lines = block.structure.lines.iter();
        lines
            .map(|line| line_coordinates(block.structure.block, line))
            .collect()
    };
    paper.blocks.iter().map(of).collect()
}

/// The columns that state something: alone, or as the sum of those directly below them.
fn columns(model: &Model, block: &Block<'_>) -> Vec<(usize, Vec<usize>)> {
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
        .filter_map(|column| match block.states[column] {
            true => Some((column, vec![column])),
            false => {
                Some((column, parts(column))).filter(|(_, parts)| block.closed && !parts.is_empty())
            }
        })
        .collect()
}

/// What a line states: the coordinates of a fixed row or of the total, or a code.
struct At<'m> {
    at: &'m Coordinates,
    function: Option<Code>,
    economic: Option<Code>,
}

/// The lines that state something: alone, or as the sum of those directly below them.
fn lines<'m>(block: &Block<'m>, coordinates: &'m [Coordinates]) -> Vec<(At<'m>, Vec<usize>)> {
    let structure = &block.structure;
    let base = &structure.block.at;
    let mut all = Vec::new();
    let mut own = BTreeSet::new();
    for (row, line) in structure.lines.iter().enumerate() {
        let twice = line.key.code().is_some()
            && structure
                .lines
                .iter()
                .filter(|other| other.key == line.key)
                .count()
                > 1;
        own.extend(line.key.code());
        // Of a code that stands twice, which line states the fact cannot be told.
        if matches!(line.key, Key::Unknown(_)) || twice {
            continue;
        }
        let at = &coordinates[row];
        all.push((
            At {
                at,
                function: at.function,
                economic: at.economic,
            },
            vec![row],
        ));
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
    let above: BTreeSet<Code> = own
        .iter()
        .flat_map(|code| std::iter::successors(code.parent(), |code| code.parent()))
        .filter(|code| !own.contains(code))
        .collect();
    let top = |within: Option<Code>| -> Vec<usize> {
        let under = |code: Code| within.is_none_or(|within| within.contains(code));
        let rows = structure.lines.iter().enumerate();
        rows.filter(|(_, line)| {
            line.key.code().is_some_and(|code| {
                under(code)
                    && !own
                        .iter()
                        .any(|&other| other != code && other.contains(code) && under(other))
            })
        })
        .map(|(row, _)| row)
        .collect()
    };
    for code in above {
        let (function, economic) = if economic {
            (None, Some(code))
        } else {
            (Some(code), None)
        };
        all.push((
            At {
                at: base,
                function,
                economic,
            },
            top(Some(code)),
        ));
    }
    if block.closed && !structure.lines.iter().any(|line| line.key == Key::Total) {
        all.push((
            At {
                at: base,
                function: None,
                economic: None,
            },
            top(None),
        ));
    }
    all
}

/// A source with funds below it is the sum of the funds' own tables, where all of them are there.
fn sums_over_funds<'m>(
    model: &'m Model,
    paper: &Paper<'m>,
    takes_part: &impl Fn(&Block<'_>) -> bool,
    members: &mut Members<'m>,
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
        let stated: BTreeSet<Target<'m>> = members
            .iter()
            .filter(|(target, all)| {
                target.source.is_some_and(|source| funds.contains(&source))
                    && all
                        .iter()
                        .any(|member| member.block.is_some_and(|block| blocks.contains(&block)))
            })
            .map(|(target, _)| Target {
                source: Some(parent),
                ..*target
            })
            .chain(
                members
                    .keys()
                    .filter(|target| target.source == Some(parent))
                    .map(|target| Target {
                        flow: paper.blocks[blocks[0]].structure.block.at.flow.as_ref(),
                        ..*target
                    }),
            )
            .collect();
        for target in stated {
            let parts: Option<Vec<Vec<usize>>> = funds
                .iter()
                .zip(&blocks)
                .zip(&own)
                .map(|((fund, &block), own)| {
                    let found = members
                        .get(&Target {
                            source: Some(fund),
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
