//! What the changes of a cell are worth.

use super::Solver;
use super::balance::Balance;
use super::mend::Mend;
use super::touched::{Touched, best_change, gain, touched};
use crate::check::equalities::gather::EqualityIx;
use crate::check::equalities::plausible::{beside, plausibility};

impl Solver<'_, '_> {
    /// Weighs every change that can mend anything: what is wrong below may be right in its own table.
    pub(super) fn weigh_all(&mut self) {
        self.now += 1;
        let broken: Vec<EqualityIx> = self.balance.broken().collect();
        self.weigh_near(&broken, false, u64::MAX);
        let known: Vec<usize> = self.queue.cells().collect();
        for cell in known {
            self.weigh_once(cell);
        }
        self.stale = false;
    }

    /// Weighs the cells of equalities and all that they are sums of, and with `around` also those beside each; the nearest
    /// first, and as long as it costs less than `most`. Tells whether that was enough.
    pub(super) fn weigh_near(
        &mut self,
        equalities: &[EqualityIx],
        around: bool,
        most: u64,
    ) -> bool {
        let end = self.spent.saturating_add(most);
        let all = self.equalities;
        let mut near = Vec::new();
        for cell in equalities.iter().flat_map(|&at| all[at].cells()) {
            if !self.reach(cell, around, &mut near, end) {
                return false;
            }
        }
        let mut next = 0;
        while let Some(&cell) = near.get(next) {
            next += 1;
            let mut parts = self.links.parts(cell).collect::<Vec<_>>().into_iter();
            if !parts.all(|part| self.reach(part, around, &mut near, end)) {
                return false;
            }
        }
        true
    }

    fn reach(&mut self, cell: usize, around: bool, near: &mut Vec<usize>, end: u64) -> bool {
        if self.reached[cell] == self.now {
            return true;
        }
        if self.spent > end {
            return false;
        }
        self.reached[cell] = self.now;
        near.push(cell);
        self.weigh_once(cell);
        if around {
            let paper = self.paper;
            for other in beside(paper, cell) {
                self.weigh_once(other);
            }
        }
        true
    }

    /// Weighs the changes of a cell unless that has been done in this step.
    pub(super) fn weigh_once(&mut self, cell: usize) {
        if self.weighed[cell] == self.now {
            return;
        }
        self.weighed[cell] = self.now;
        let mut mends = Vec::new();
        let own = touched(self.links.equalities(cell));
        mends.extend(self.mend(cell, Vec::new(), &own));
        // What was typed wrong is carried into all totals by their formulas, or into those of its row by a hand.
        let row = self.links.carried(cell, true);
        let all = self.links.carried(cell, false);
        let all_carried = all.len();
        for (carried, by_hand) in [(row, true), (all, false)] {
            if carried.is_empty() || by_hand && carried.len() == all_carried {
                continue;
            }
            let cells = carried.iter().chain([&cell]);
            let touched = touched(cells.flat_map(|&cell| self.links.equalities(cell)));
            let mend = self.mend(cell, carried, &touched);
            // Nobody types below zero on purpose, twice.
            mends.extend(mend.filter(|own| !by_hand || own.likely > 0));
        }
        let paper = self.paper;
        for other in beside(paper, cell) {
            mends.extend(self.exchange(cell, other, &own));
        }
        let lacks = self.lacks(cell);
        self.queue.put(cell, lacks, mends);
    }

    /// The change of `cell` and of the totals made of it that mends most.
    fn mend(&mut self, cell: usize, carried: Vec<usize>, touched: &Touched) -> Option<Mend> {
        self.spent += looks(touched);
        let (score, change) = best_change(&self.balance, touched)?;
        Some(Mend {
            cell,
            carried,
            exchanged: None,
            change,
            score,
            likely: plausibility(self.paper, cell, change),
        })
    }

    /// Two amounts put back into each other's place: two lines, or two columns of one line. Only where that mends more than
    /// either of them alone.
    fn exchange(&mut self, cell: usize, other: usize, own: &Touched) -> Option<Mend> {
        let value = |cell: usize| self.paper.cells[cell].value;
        // The one that lacks money is named first.
        let change = Some(value(other) - value(cell))
            .filter(|change| *change > 0 && Balance::is_speakable(*change))?;
        let others = touched(self.links.equalities(other));
        self.spent += looks(own) + looks(&others);
        let broken = own.iter().chain(&others);
        if broken
            .filter(|(at, _)| self.balance.is_broken(*at))
            .take(2)
            .count()
            < 2
        {
            return None;
        }
        let away = others.iter().map(|&(at, times)| (at, -times));
        let both = touched(own.iter().copied().chain(away));
        let score = gain(&self.balance, &both, change);
        let single = gain(&self.balance, own, change).max(gain(&self.balance, &others, -change));
        (score > single.max(1)).then(|| Mend {
            exchanged: Some(other),
            score,
            ..Mend::alone(cell, change)
        })
    }
}

fn looks(touched: &Touched) -> u64 {
    touched.len() as u64 + 1
}
