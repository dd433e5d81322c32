//! The mends known so far, the best at hand.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::mend::Mend;

/// The order of mends: what mends most, then in lines that were found to be lacking, then what changes fewer cells, then what is
/// likeliest, then by cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    score: i64,
    lacks: bool,
    cells: Reverse<usize>,
    likely: u32,
    cell: Reverse<usize>,
    /// The position among the mends of the cell.
    at: usize,
}

/// The mends of each cell that mend anything.
#[derive(Debug, Default)]
pub(super) struct Queue {
    ranks: BTreeSet<Rank>,
    of_cell: BTreeMap<usize, (bool, Vec<Mend>)>,
}

impl Queue {
    /// Puts the mends of a cell in the place of those it had.
    pub(super) fn put(&mut self, cell: usize, lacks: bool, mends: Vec<Mend>) {
        let old = if mends.is_empty() {
            self.of_cell.remove(&cell)
        } else {
            for rank in ranks(cell, lacks, &mends) {
                self.ranks.insert(rank);
            }
            self.of_cell.insert(cell, (lacks, mends))
        };
        let Some((old_lacks, old)) = old else {
            return;
        };
        let kept = self.of_cell.get(&cell);
        for rank in ranks(cell, old_lacks, &old) {
            let stays = kept.is_some_and(|(lacks, mends)| {
                ranks(cell, *lacks, mends).any(|other| other == rank)
            });
            if !stays {
                self.ranks.remove(&rank);
            }
        }
    }

    /// The best mend of all.
    pub(super) fn best(&self) -> Option<&Mend> {
        let rank = self.ranks.last()?;
        Some(&self.of_cell.get(&rank.cell.0)?.1[rank.at])
    }

    /// The mends of a cell.
    pub(super) fn of(&self, cell: usize) -> &[Mend] {
        self.of_cell.get(&cell).map_or(&[], |(_, mends)| mends)
    }

    /// The cells that have mends.
    pub(super) fn cells(&self) -> impl Iterator<Item = usize> {
        self.of_cell.keys().copied()
    }
}

fn ranks(cell: usize, lacks: bool, mends: &[Mend]) -> impl Iterator<Item = Rank> {
    mends.iter().enumerate().map(move |(at, mend)| Rank {
        score: mend.score,
        lacks,
        cells: Reverse(mend.cells().count()),
        likely: mend.likely,
        cell: Reverse(cell),
        at,
    })
}
