//! From equalities that do not hold to the cells whose change mends them all.
//!
//! One fault is taken away after the other, the one first whose mend turns most broken equalities into ones that hold. The
//! measure is the number of broken equalities: each step makes it smaller, so there are at most as many steps as there were
//! broken equalities. What no change of one cell makes better is left as it is, and what hangs together of it is a fault
//! without mend: every equality that is broken at the start is in a fault.
//!
//! After a step the mends near it are weighed anew. In a table of thousands of wrong lines everything is near, by the total
//! that they share. Once that has cost [`Effort::near_all`], only the nearest are weighed, and the others when they are
//! about to be taken, or when nothing else is left. Where even that costs too much ([`Effort::most`]), what is still broken
//! is left as it is.

mod balance;
mod links;
mod mend;
mod queue;
#[cfg(test)]
mod tests;
mod touched;
mod weigh;

use std::collections::BTreeSet;

use super::gather::{Equality, EqualityIx, WhyEqual};
use super::paper::CheckPaper;
use super::plausible::beside;
use balance::Balance;
use links::Links;
pub(super) use mend::{EqualityFault, Mend};
use queue::Queue;
use touched::{Touched, touched};

/// At most this many cells are named as equally probable.
const MOST_MENDS: usize = 8;
/// How many times all mends are weighed anew because none of those known is left.
const MOST_ROUNDS: u32 = 8;
/// How much is weighed after each step in any case.
const NEAREST: u64 = 2_000;

/// Finds the faults behind the equalities that do not hold.
pub(super) fn solve(paper: &CheckPaper<'_>, equalities: &[Equality]) -> Vec<EqualityFault> {
    if equalities.iter().all(|equality| equality.holds(0)) {
        return Vec::new();
    }
    let mut solver = Solver::new(paper, equalities, Effort::of(paper, equalities));
    let mut faults = Vec::new();
    while let Some(fault) = solver.step() {
        faults.push(fault);
    }
    faults.extend(solver.left());
    faults
}

/// How much may be weighed, counted in looks at one equality for one change.
#[derive(Debug, Clone, Copy)]
struct Effort {
    /// As long as all that is near may be weighed after each step.
    near_all: u64,
    /// At most.
    most: u64,
}

impl Effort {
    fn of(paper: &CheckPaper<'_>, equalities: &[Equality]) -> Self {
        let sizes = equalities
            .iter()
            .map(|equality| equality.left.len() + equality.right.len());
        let size = u64::try_from(paper.cells.len() + sizes.sum::<usize>()).unwrap_or(u64::MAX);
        Self {
            near_all: size.saturating_mul(50).saturating_add(20_000_000),
            most: size.saturating_mul(2_000).saturating_add(40_000_000),
        }
    }
}

struct Solver<'p, 'b> {
    paper: &'p CheckPaper<'b>,
    equalities: &'p [Equality],
    links: Links,
    balance: Balance<'p>,
    /// The mends that make the number of broken equalities smaller, as last weighed.
    queue: Queue,
    /// The lines that were found to be lacking, by block.
    lacking: BTreeSet<(usize, usize)>,
    effort: Effort,
    /// What has been weighed so far.
    spent: u64,
    /// Whether a mend may be worth more or less by now than when it was weighed.
    stale: bool,
    rounds: u32,
    /// The step, and for each cell the step in which it was last weighed, and last reached from above.
    now: u32,
    weighed: Vec<u32>,
    reached: Vec<u32>,
}

impl<'p, 'b> Solver<'p, 'b> {
    fn new(paper: &'p CheckPaper<'b>, equalities: &'p [Equality], effort: Effort) -> Self {
        let cells = paper.cells.len();
        let mut solver = Self {
            paper,
            equalities,
            links: Links::new(cells, equalities),
            balance: Balance::new(equalities),
            queue: Queue::default(),
            lacking: BTreeSet::new(),
            effort,
            spent: 0,
            stale: false,
            rounds: 0,
            now: 0,
            weighed: vec![0; cells],
            reached: vec![0; cells],
        };
        solver.weigh_all();
        solver
    }

    /// The best mend, as it is worth now.
    fn best(&mut self) -> Option<Mend> {
        loop {
            if self.spent > self.effort.most {
                return None;
            }
            let Some(best) = self.queue.best() else {
                if !self.stale || self.rounds == MOST_ROUNDS {
                    return None;
                }
                self.rounds += 1;
                self.weigh_all();
                continue;
            };
            if !self.stale || self.weighed[best.cell] == self.now {
                return Some(best.clone());
            }
            let cell = best.cell;
            self.weigh_once(cell);
        }
    }

    /// Takes the fault away whose mend turns most broken equalities into ones that hold.
    fn step(&mut self) -> Option<EqualityFault> {
        let before = self.balance.count();
        self.now += 1;
        let chosen = self.best()?;
        let mut broken = self.mended(&chosen);
        let mut mends = if self.lacks(chosen.cell) {
            Vec::new()
        } else {
            self.as_good(&chosen, &broken)
        };
        mends.insert(0, chosen.clone());
        let mut changed: BTreeSet<EqualityIx> = BTreeSet::new();
        self.shift(&chosen, 1, &mut changed);
        if self.paper.is_absent(chosen.cell) {
            let cell = self.paper.cells[chosen.cell];
            self.lacking.insert((cell.block, cell.line));
            broken.extend(self.fill_line(chosen.cell, before, &mut changed));
        }
        debug_assert!(self.balance.count() < before, "each step mends something");
        self.weigh_after(&chosen, changed);
        Some(EqualityFault { mends, broken })
    }

    /// Weighs what a step has changed.
    fn weigh_after(&mut self, chosen: &Mend, changed: BTreeSet<EqualityIx>) {
        self.now += 1;
        let mut changed: Vec<EqualityIx> = changed.into_iter().collect();
        // Few cells are nearer than many.
        changed.sort_by_key(|&at| self.equalities[at].left.len() + self.equalities[at].right.len());
        // A carried total stands in more equalities than its own, and so does a neighbour.
        let rest = self.effort.near_all.saturating_sub(self.spent);
        if !self.weigh_near(&changed, true, rest.max(NEAREST)) {
            self.stale = true;
        }
        if self.paper.is_absent(chosen.cell) {
            let cell = self.paper.cells[chosen.cell];
            let block = &self.paper.blocks[cell.block];
            for column in 0..block.structure.block.columns.len() {
                self.weigh_once(block.cell(cell.line, column));
            }
        }
    }

    /// The mends of other cells that are as good as the chosen one: they mend the very same.
    fn as_good(&mut self, chosen: &Mend, mended: &[EqualityIx]) -> Vec<Mend> {
        let size =
            |at: &EqualityIx| self.equalities[*at].left.len() + self.equalities[*at].right.len();
        let Some(&smallest) = mended.iter().min_by_key(|at| size(at)) else {
            return Vec::new();
        };
        // They change a cell of it, or one that is carried into it, or one beside.
        let end = self.spent + self.effort.near_all.saturating_sub(self.spent).max(NEAREST);
        let paper = self.paper;
        let mut seen = BTreeSet::new();
        let mut near: Vec<usize> = self.equalities[smallest].cells().collect();
        let mut reached: BTreeSet<usize> = near.iter().copied().collect();
        let mut found: Vec<(usize, Mend)> = Vec::new();
        let mut next = 0;
        while let Some(&cell) = near.get(next).filter(|_| self.spent <= end) {
            next += 1;
            for other in std::iter::once(cell).chain(beside(paper, cell)) {
                self.spent += 1;
                if other == chosen.cell || !seen.insert(other) {
                    continue;
                }
                for (at, mend) in self.queue.of(other).iter().enumerate() {
                    if mend.score == chosen.score && self.mended(mend) == mended {
                        found.push((at, mend.clone()));
                    }
                }
            }
            near.extend(self.links.parts(cell).filter(|&part| reached.insert(part)));
        }
        found.sort_by_key(|(at, mend)| (std::cmp::Reverse(mend.likely), mend.cell, *at));
        found.truncate(MOST_MENDS - 1);
        found.into_iter().map(|(_, mend)| mend).collect()
    }

    /// Gives the other cells of a lacking line what is lacking in the sums that they are parts of: but not where that would
    /// leave as much broken as there was `before`.
    fn fill_line(
        &mut self,
        cell: usize,
        before: usize,
        changed: &mut BTreeSet<EqualityIx>,
    ) -> Vec<EqualityIx> {
        let own = self.paper.cells[cell];
        let block = &self.paper.blocks[own.block];
        let mut filled = Vec::new();
        let mut mends = Vec::new();
        for column in
            (0..block.structure.block.columns.len()).filter(|&column| column != own.column)
        {
            let part = block.cell(own.line, column);
            let sum = self.links.equalities(part).find(|&(at, sign)| {
                sign < 0 && self.balance.is_broken(at) && self.equalities[at].why == WhyEqual::Lines
            });
            let lacking = sum.map(|(at, _)| self.balance.rest(at));
            if let Some(lacking) = lacking.filter(|&lacking| Balance::is_speakable(lacking)) {
                let mend = Mend::alone(part, lacking);
                filled.extend(self.mended(&mend));
                self.shift(&mend, 1, changed);
                mends.push(mend);
            }
        }
        if self.balance.count() < before {
            return filled;
        }
        for mend in mends {
            self.shift(&mend, -1, changed);
        }
        Vec::new()
    }

    /// Whether the cell is in a line that was found to be lacking.
    fn lacks(&self, cell: usize) -> bool {
        let cell = self.paper.cells[cell];
        self.lacking.contains(&(cell.block, cell.line))
    }

    /// What the mend adds to the rest of each equality, as often as its change.
    fn touched(&self, mend: &Mend) -> Touched {
        let all = mend.cells().flat_map(|(cell, times)| {
            let own = self.links.equalities(cell);
            own.map(move |(at, sign)| (at, sign * times))
        });
        touched(all)
    }

    /// The broken equalities that hold with the mend.
    fn mended(&self, mend: &Mend) -> Vec<EqualityIx> {
        let touched = self.touched(mend).into_iter();
        touched
            .filter(|&(at, times)| {
                self.balance.is_broken(at) && self.balance.holds(at, times * mend.change)
            })
            .map(|(at, _)| at)
            .collect()
    }

    fn shift(&mut self, mend: &Mend, times: i128, changed: &mut BTreeSet<EqualityIx>) {
        for (at, own) in self.touched(mend) {
            self.balance.add(at, own * times * mend.change);
            changed.insert(at);
        }
    }

    /// What no change of one cell makes better: the broken equalities that hang together by shared cells are one fault.
    fn left(&self) -> Vec<EqualityFault> {
        let mut taken = vec![false; self.equalities.len()];
        let mut seen = vec![false; self.paper.cells.len()];
        let mut faults = Vec::new();
        for first in self.balance.broken() {
            if taken[first.index()] {
                continue;
            }
            taken[first.index()] = true;
            let mut broken = vec![first];
            let mut next = 0;
            while let Some(&at) = broken.get(next) {
                next += 1;
                for cell in self.equalities[at].cells() {
                    if std::mem::replace(&mut seen[cell], true) {
                        continue;
                    }
                    let others = self.links.equalities(cell).map(|(other, _)| other);
                    broken.extend(others.filter(|&other| {
                        self.balance.is_broken(other)
                            && !std::mem::replace(&mut taken[other.index()], true)
                    }));
                }
            }
            broken.sort_unstable();
            faults.push(EqualityFault {
                mends: Vec::new(),
                broken,
            });
        }
        faults
    }
}
