//! Which cells of which blocks state each fact: alone, or as a sum of cells.

use std::collections::BTreeSet;

use super::grid::BlockGrid;
use super::spot::{Statement, Stating};
use super::{Demand, ListedCodes, Space, Target};
use crate::model::{Code, Dim, Equal, Id, Key, Lines};

/// Who states each fact. Facts that no cell states alone are looked for when they are asked for.
pub(crate) struct Graph<'s> {
    space: &'s Space<'s>,
    grids: Vec<BlockGrid<'s>>,
    funds: Vec<Funds>,
}

impl<'s> Graph<'s> {
    pub(crate) fn new(space: &'s Space<'s>, blocks: impl IntoIterator<Item = Stating<'s>>) -> Self {
        let grids = blocks.into_iter().map(|block| BlockGrid::new(space, block));
        let grids: Vec<BlockGrid<'_>> = grids.collect();
        Self {
            space,
            funds: funds(space, &grids),
            grids,
        }
    }

    /// The facts that some cell states, and the totals of blocks.
    pub(crate) fn facts(&self) -> BTreeSet<Target> {
        self.grids.iter().flat_map(BlockGrid::facts).collect()
    }

    /// Those who state a fact: of each block, and the sum over the tables of funds.
    pub(crate) fn of(&self, fact: &Target) -> Vec<Statement> {
        let alone = self.grids.iter().filter_map(|grid| {
            Some(Statement {
                block: Some(grid.own.block),
                spots: grid.spots(fact)?,
            })
        });
        let over_funds = self.funds.iter();
        let over_funds = over_funds.filter(|funds| funds.parent == fact.get(Dim::SOURCE));
        alone
            .chain(over_funds.filter_map(|funds| self.over(funds, fact)))
            .collect()
    }

    /// What `equal` demands of the `facts`.
    pub(crate) fn demands(&self, equal: &Equal, facts: &BTreeSet<Target>) -> Vec<Demand> {
        super::declared::demands(self.space, equal, facts)
    }

    /// The cells of the tables of funds that state a fact of their source together.
    fn over(&self, funds: &Funds, fact: &Target) -> Option<Statement> {
        let mut spots = Vec::new();
        for fund in &funds.all {
            let grid = &self.grids[fund.grid];
            match grid.spots(&fact.with(Dim::SOURCE, fund.source)) {
                Some(own) => spots.extend(own),
                None => {
                    let own = fund.listed.as_ref()?;
                    let nothing = match Space::code_of(fact.get(Dim::FUNCTION)) {
                        Some(code) => own.states_zero(code),
                        None => own.codes().is_empty(),
                    };
                    // Nothing is stated of another flow, or of what the table is not about.
                    if !nothing || grid.base.get(Dim::FLOW) != fact.get(Dim::FLOW) {
                        return None;
                    }
                }
            }
        }
        (!spots.is_empty()).then_some(Statement { block: None, spots })
    }
}

/// A source with funds below it, each of which has a table of its own.
struct Funds {
    parent: u32,
    all: Vec<Fund>,
}

struct Fund {
    source: u32,
    grid: usize,
    /// The codes of its table; `None` where one of them is not known.
    listed: Option<ListedCodes>,
}

/// The sources that are the sum of the funds' own tables, as all of them are there.
fn funds(space: &Space<'_>, grids: &[BlockGrid<'_>]) -> Vec<Funds> {
    let model = space.model();
    let of = |source: &Id| {
        grids.iter().position(|grid| {
            let meaning = grid.own.structure.block;
            meaning.lines == Lines::FUNCTION
                && meaning.groups.is_none()
                && meaning.at.source() == Some(source)
        })
    };
    let parents: BTreeSet<&Id> = model
        .equal
        .iter()
        .filter_map(|equal| equal.right.source())
        .filter(|source| model.below(source).next().is_some())
        .collect();
    let all = parents.into_iter().filter_map(|parent| {
        let funds = model.below(parent).map(|fund| {
            let grid = of(fund)?;
            Some(Fund {
                source: space.word(fund),
                grid,
                listed: codes(&grids[grid].own).map(ListedCodes::new),
            })
        });
        Some(Funds {
            parent: space.word(parent),
            all: funds.collect::<Option<_>>()?,
        })
    });
    all.collect()
}

/// The codes of the lines that stand in a block; `None` where one of them is not known, so that any may be missing.
fn codes(block: &Stating<'_>) -> Option<BTreeSet<Code>> {
    let own = block.structure.lines[..block.own_lines].iter();
    own.filter(|line| line.key != Key::Total)
        .map(|line| line.key.code())
        .collect()
}
