//! From equalities that do not hold to the cells whose change mends them all.

use std::collections::{BTreeMap, BTreeSet};

use super::gather::{Equality, Why};
use super::paper::Paper;
use super::plausible::plausibility;

/// A change of cells by the same amount that mends equalities.
#[derive(Debug, Clone)]
pub(super) struct Mend {
    /// The cell that is wrong.
    pub(super) cell: usize,
    /// The totals that were made of it, and are wrong with it.
    pub(super) carried: Vec<usize>,
    /// What is to be added, in half fen.
    pub(super) change: i128,
    /// The equalities mended, less those broken.
    score: i64,
    /// How likely the stated amount is a slip for the mended one.
    likely: u32,
}

/// One fault: the changes that mend it equally well, the most probable first, and the equalities that it breaks.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) mends: Vec<Mend>,
    /// The equalities that do not hold because of it.
    pub(super) broken: Vec<usize>,
}

/// At most this many cells are named as equally probable.
const MOST_MENDS: usize = 8;

/// Finds the faults behind the equalities that do not hold.
pub(super) fn solve(paper: &Paper<'_>, equalities: &[Equality]) -> Vec<Fault> {
    let mut solver = Solver::new(paper, equalities);
    let mut faults = Vec::new();
    while let Some(fault) = solver.next() {
        faults.push(fault);
    }
    faults
}

struct Solver<'p, 'b> {
    paper: &'p Paper<'b>,
    equalities: Vec<Equality>,
    /// The equalities that each cell takes part in, with its sign.
    of_cell: BTreeMap<usize, Vec<(usize, i128)>>,
    /// The totals that each cell is a part of.
    totals: BTreeMap<usize, Vec<usize>>,
    broken: BTreeSet<usize>,
    /// The best mends of each cell of a broken equality.
    best: BTreeMap<usize, Vec<Mend>>,
    /// The lines that were found to be lacking, by block.
    lacking: BTreeSet<(usize, usize)>,
}

impl<'p, 'b> Solver<'p, 'b> {
    fn new(paper: &'p Paper<'b>, equalities: &[Equality]) -> Self {
        let broken: BTreeSet<usize> = (0..equalities.len())
            .filter(|&at| !equalities[at].holds(0))
            .collect();
        let mut solver = Self {
            paper,
            equalities: equalities.to_vec(),
            of_cell: BTreeMap::new(),
            totals: BTreeMap::new(),
            broken,
            best: BTreeMap::new(),
            lacking: BTreeSet::new(),
        };
        if solver.broken.is_empty() {
            return solver;
        }
        for (at, equality) in equalities.iter().enumerate() {
            for (cells, sign) in [(&equality.left, 1), (&equality.right, -1)] {
                for &cell in cells {
                    solver.of_cell.entry(cell).or_default().push((at, sign));
                }
            }
            if let (Some(&total), true) = (equality.left.first(), equality.why.is_sum()) {
                for &part in &equality.right {
                    solver.totals.entry(part).or_default().push(total);
                }
            }
        }
        let cells: BTreeSet<usize> = solver
            .broken
            .iter()
            .flat_map(|&at| solver.equalities[at].cells())
            .collect();
        solver.score(cells);
        solver
    }

    fn score(&mut self, cells: impl IntoIterator<Item = usize>) {
        for cell in cells {
            let mends: Vec<Mend> = [Vec::new(), self.carried(cell)]
                .into_iter()
                .enumerate()
                .filter(|(at, carried)| *at == 0 || !carried.is_empty())
                .filter_map(|(_, carried)| self.mend(cell, carried))
                .collect();
            if mends.is_empty() {
                self.best.remove(&cell);
            } else {
                self.best.insert(cell, mends);
            }
        }
    }

    /// All totals that `cell` goes into, directly or through others.
    fn carried(&self, cell: usize) -> Vec<usize> {
        let mut all: Vec<usize> = self.totals.get(&cell).cloned().unwrap_or_default();
        let mut next = 0;
        while next < all.len() {
            for &above in self.totals.get(&all[next]).into_iter().flatten() {
                if !all.contains(&above) {
                    all.push(above);
                }
            }
            next += 1;
        }
        all
    }

    /// The change of `cell` and of the totals made of it that mends most.
    fn mend(&self, cell: usize, carried: Vec<usize>) -> Option<Mend> {
        let mut touched: BTreeMap<usize, i128> = BTreeMap::new();
        for cell in carried.iter().chain([&cell]) {
            for &(at, sign) in self.of_cell.get(cell).into_iter().flatten() {
                *touched.entry(at).or_default() += sign;
            }
        }
        touched.retain(|_, sign| *sign != 0);
        let mut changes: Vec<(i128, i128)> = touched
            .iter()
            .filter(|(at, _)| self.broken.contains(at))
            .map(|(&at, &sign)| (self.equalities[at].slack, -self.equalities[at].rest / sign))
            .filter(|(_, change)| *change != 0)
            .collect();
        // The tightest equality tells the change best.
        changes.sort_unstable();
        changes.dedup_by_key(|(_, change)| *change);
        let score = |change: i128| -> i64 {
            touched
                .iter()
                .map(|(&at, &sign)| {
                    let (before, after) = (
                        !self.broken.contains(&at),
                        self.equalities[at].holds(sign * change),
                    );
                    i64::from(after && !before) - i64::from(before && !after)
                })
                .sum()
        };
        let mut best: Option<(i64, i128)> = None;
        for (_, change) in changes {
            let score = score(change);
            if best.is_none_or(|(most, _)| score > most) {
                best = Some((score, change));
            }
        }
        let (score, change) = best.filter(|(score, _)| *score > 0)?;
        let likely = plausibility(self.paper, cell, change);
        Some(Mend {
            cell,
            carried,
            change,
            score,
            likely,
        })
    }

    fn next(&mut self) -> Option<Fault> {
        let &first = self.broken.first()?;
        let top = self.best.values().flatten().map(|mend| mend.score).max();
        let Some(top) = top else {
            // No change of one cell helps: the rest of what hangs together is one fault.
            let broken = self.together(first);
            for at in &broken {
                self.broken.remove(at);
            }
            return Some(Fault {
                mends: Vec::new(),
                broken,
            });
        };
        let chosen = self
            .best
            .values()
            .flatten()
            .filter(|mend| mend.score == top)
            .max_by_key(|mend| (self.lacks(mend), mend.likely, std::cmp::Reverse(mend.cell)))?
            .clone();
        let mended = self.mended(&chosen);
        let decided = self.lacks(&chosen);
        if self.paper.is_absent(chosen.cell) {
            let cell = self.paper.cells[chosen.cell];
            self.lacking.insert((cell.block, cell.line));
        }
        // Others are as good where they mend the very same.
        let mut mends: Vec<Mend> = self
            .best
            .values()
            .flatten()
            .filter(|mend| {
                mend.score == top && mend.cell != chosen.cell && self.mended(mend) == mended
            })
            .cloned()
            .collect();
        mends.sort_by_key(|mend| (std::cmp::Reverse(mend.likely), mend.cell));
        mends.truncate(if decided { 0 } else { MOST_MENDS - 1 });
        self.apply(&chosen);
        let mut broken = mended;
        if self.paper.is_absent(chosen.cell) {
            broken.extend(self.fill_line(chosen.cell));
        }
        mends.insert(0, chosen);
        Some(Fault { mends, broken })
    }

    /// Gives the other cells of a lacking line what is lacking in the sums that they are parts of.
    fn fill_line(&mut self, cell: usize) -> Vec<usize> {
        let own = self.paper.cells[cell];
        let block = &self.paper.blocks[own.block];
        let mut filled = Vec::new();
        for column in
            (0..block.structure.block.columns.len()).filter(|&column| column != own.column)
        {
            let part = block.cell(own.line, column);
            let sum = self
                .of_cell
                .get(&part)
                .into_iter()
                .flatten()
                .find(|(at, _)| {
                    self.broken.contains(at)
                        && self.equalities[*at].why == Why::Lines
                        && self.equalities[*at].right.contains(&part)
                });
            if let Some(&(at, _)) = sum {
                let mend = Mend {
                    cell: part,
                    carried: Vec::new(),
                    change: self.equalities[at].rest,
                    score: 0,
                    likely: 0,
                };
                filled.extend(self.mended(&mend));
                self.apply(&mend);
            }
        }
        filled
    }

    /// Whether the mend is in a line that was found to be lacking.
    fn lacks(&self, mend: &Mend) -> bool {
        let cell = self.paper.cells[mend.cell];
        self.lacking.contains(&(cell.block, cell.line))
    }

    fn touched(&self, mend: &Mend) -> BTreeMap<usize, i128> {
        let mut touched: BTreeMap<usize, i128> = BTreeMap::new();
        for cell in mend.carried.iter().chain([&mend.cell]) {
            for &(at, sign) in self.of_cell.get(cell).into_iter().flatten() {
                *touched.entry(at).or_default() += sign * mend.change;
            }
        }
        touched.retain(|_, change| *change != 0);
        touched
    }

    fn mended(&self, mend: &Mend) -> Vec<usize> {
        let touched = self.touched(mend).into_iter();
        touched
            .filter(|&(at, change)| self.broken.contains(&at) && self.equalities[at].holds(change))
            .map(|(at, _)| at)
            .collect()
    }

    fn apply(&mut self, mend: &Mend) {
        let mut cells = BTreeSet::new();
        for (at, change) in self.touched(mend) {
            self.equalities[at].rest += change;
            if self.equalities[at].holds(0) {
                self.broken.remove(&at);
            } else {
                self.broken.insert(at);
            }
            cells.extend(self.equalities[at].cells());
        }
        // A carried total stands in more equalities than its own.
        let near: BTreeSet<usize> = cells
            .into_iter()
            .flat_map(|cell| std::iter::once(cell).chain(self.below(cell)))
            .collect();
        self.score(near);
    }

    /// The cells whose totals include `cell`.
    fn below(&self, cell: usize) -> Vec<usize> {
        self.best
            .keys()
            .copied()
            .filter(|&part| self.carried(part).contains(&cell))
            .collect()
    }

    /// The broken equalities that hang together with `first` by shared cells.
    fn together(&self, first: usize) -> Vec<usize> {
        let mut all = BTreeSet::from([first]);
        let mut next = vec![first];
        while let Some(at) = next.pop() {
            for cell in self.equalities[at].cells() {
                for &(other, _) in self.of_cell.get(&cell).into_iter().flatten() {
                    if self.broken.contains(&other) && all.insert(other) {
                        next.push(other);
                    }
                }
            }
        }
        all.into_iter().collect()
    }
}
