//! From equalities that do not hold to the cells whose change mends them all.

use std::collections::{BTreeMap, BTreeSet};

use super::gather::{Equality, Why};
use super::paper::Paper;
use super::plausible::{beside, plausibility};

/// A change of cells by the same amount that mends equalities.
#[derive(Debug, Clone)]
pub(super) struct Mend {
    /// The cell that is wrong.
    pub(super) cell: usize,
    /// The totals that were made of it, and are wrong with it.
    pub(super) carried: Vec<usize>,
    /// The cell beside or below that holds what belongs here, and that this one holds the amount of.
    pub(super) exchanged: Option<usize>,
    /// What is to be added, in half fen.
    pub(super) change: i128,
    /// The equalities mended, less those broken.
    score: i64,
    /// How likely the stated amount is a slip for the mended one.
    likely: u32,
}

impl Mend {
    /// The cells that change, and by how much, in half fen.
    pub(super) fn changes(&self) -> impl Iterator<Item = (usize, i128)> {
        self.cells()
            .map(|(cell, times)| (cell, times * self.change))
    }

    /// The cells that change, and by how often the change.
    fn cells(&self) -> impl Iterator<Item = (usize, i128)> {
        let same = self.carried.iter().chain([&self.cell]);
        same.map(|&cell| (cell, 1))
            .chain(self.exchanged.map(|cell| (cell, -1)))
    }
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
    if equalities.iter().all(|equality| equality.holds(0)) {
        return Vec::new();
    }
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
    /// The parts of each total.
    parts: BTreeMap<usize, Vec<usize>>,
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
            parts: BTreeMap::new(),
            broken,
            best: BTreeMap::new(),
            lacking: BTreeSet::new(),
        };
        for (at, equality) in equalities.iter().enumerate() {
            for (cells, sign) in [(&equality.left, 1), (&equality.right, -1)] {
                for &cell in cells {
                    solver.of_cell.entry(cell).or_default().push((at, sign));
                }
            }
            if let (Some(&total), true) = (equality.left.first(), equality.why.is_sum()) {
                for &part in &equality.right {
                    solver.totals.entry(part).or_default().push(total);
                    solver.parts.entry(total).or_default().push(part);
                }
            }
        }
        let cells: BTreeSet<usize> = solver
            .broken
            .iter()
            .flat_map(|&at| solver.equalities[at].cells())
            .collect();
        let cells = solver.with_parts(cells);
        solver.score(cells);
        solver
    }

    /// The cells, and all that they are sums of: what is wrong below may be right in its own table.
    fn with_parts(&self, cells: BTreeSet<usize>) -> BTreeSet<usize> {
        let mut next: Vec<usize> = cells.iter().copied().collect();
        let mut all = cells;
        while let Some(cell) = next.pop() {
            for &part in self.parts.get(&cell).into_iter().flatten() {
                if all.insert(part) {
                    next.push(part);
                }
            }
        }
        all
    }

    fn score(&mut self, cells: impl IntoIterator<Item = usize>) {
        for cell in cells {
            let carried = Some(self.carried(cell)).filter(|carried| !carried.is_empty());
            let same = [Some(Vec::new()), carried].into_iter().flatten();
            let mut mends: Vec<Mend> = same
                .filter_map(|carried| self.mend(cell, carried))
                .collect();
            let others = beside(self.paper, cell);
            mends.extend(others.filter_map(|other| self.exchange(cell, other)));
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
        let mut mend = Mend {
            cell,
            carried,
            exchanged: None,
            change: 1,
            score: 0,
            likely: 0,
        };
        let touched = self.touched(&mend);
        let mut changes: Vec<(i128, i128)> = touched
            .iter()
            .filter(|(at, _)| self.broken.contains(at))
            .map(|(&at, &sign)| (self.equalities[at].slack, -self.equalities[at].rest / sign))
            .filter(|(_, change)| *change != 0)
            .collect();
        // The tightest equality tells the change best.
        changes.sort_unstable();
        changes.dedup_by_key(|(_, change)| *change);
        for (_, change) in changes {
            let score = self.gain(&touched, change);
            if score > mend.score {
                (mend.score, mend.change) = (score, change);
            }
        }
        mend.likely = plausibility(self.paper, cell, mend.change);
        (mend.score > 0).then_some(mend)
    }

    /// Two amounts put back into each other's place: two lines, or two columns of one line. Only where that mends more than
    /// either of them alone.
    fn exchange(&self, cell: usize, other: usize) -> Option<Mend> {
        let value = |cell: usize| self.paper.cells[cell].value;
        // The one that lacks money is named first.
        let change = Some(value(other) - value(cell)).filter(|change| *change > 0)?;
        let alone = |cell: usize, exchanged: Option<usize>| Mend {
            cell,
            carried: Vec::new(),
            exchanged,
            change: 1,
            score: 0,
            likely: 0,
        };
        let mut mend = alone(cell, Some(other));
        mend.score = self.gain(&self.touched(&mend), change);
        let single = [(cell, change), (other, -change)]
            .into_iter()
            .map(|(cell, change)| self.gain(&self.touched(&alone(cell, None)), change))
            .max();
        mend.change = change;
        (mend.score > single.unwrap_or_default().max(1)).then_some(mend)
    }

    /// The equalities mended by the change of cells that touches `touched`, less those broken.
    fn gain(&self, touched: &BTreeMap<usize, i128>, change: i128) -> i64 {
        let gains = touched.iter().map(|(&at, &sign)| {
            let before = !self.broken.contains(&at);
            let after = self.equalities[at].holds(sign * change);
            i64::from(after && !before) - i64::from(before && !after)
        });
        gains.sum()
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
                    exchanged: None,
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

    /// What the mend adds to the rest of each equality.
    fn touched(&self, mend: &Mend) -> BTreeMap<usize, i128> {
        let mut touched: BTreeMap<usize, i128> = BTreeMap::new();
        for (cell, times) in mend.cells() {
            for &(at, sign) in self.of_cell.get(&cell).into_iter().flatten() {
                *touched.entry(at).or_default() += sign * times * mend.change;
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
        // A carried total stands in more equalities than its own, and so does a neighbour.
        let near = self.with_parts(cells);
        let beside: Vec<usize> = near
            .iter()
            .flat_map(|&cell| beside(self.paper, cell))
            .collect();
        self.score(near.into_iter().chain(beside).collect::<BTreeSet<_>>());
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
