//! What each equality is off by, while faults are mended one after the other.

use crate::check::equalities::gather::{Equality, EqualityIx};
use crate::check::equalities::paper::MOST;

/// The rests of all equalities, and which of them are broken.
#[derive(Debug)]
pub(super) struct Balance<'e> {
    equalities: &'e [Equality],
    rests: Vec<i128>,
    broken: Vec<bool>,
    count: usize,
}

impl<'e> Balance<'e> {
    pub(super) fn new(equalities: &'e [Equality]) -> Self {
        let broken: Vec<bool> = equalities
            .iter()
            .map(|equality| !equality.holds(0))
            .collect();
        Self {
            rests: equalities.iter().map(|equality| equality.rest).collect(),
            count: broken.iter().filter(|broken| **broken).count(),
            broken,
            equalities,
        }
    }

    /// How many equalities are broken.
    pub(super) const fn count(&self) -> usize {
        self.count
    }

    pub(super) fn is_broken(&self, at: EqualityIx) -> bool {
        self.broken[at.index()]
    }

    /// The broken equalities, in order.
    pub(super) fn broken(&self) -> impl Iterator<Item = EqualityIx> {
        let all = (0..self.broken.len()).map(EqualityIx::new);
        all.filter(|&at| self.is_broken(at))
    }

    /// Left less right, in half fen.
    pub(super) fn rest(&self, at: EqualityIx) -> i128 {
        self.rests[at.index()]
    }

    pub(super) fn slack(&self, at: EqualityIx) -> i128 {
        self.equalities[at].slack
    }

    /// Whether an equality holds when `change` is added to its rest.
    pub(super) fn holds(&self, at: EqualityIx, change: i128) -> bool {
        self.equalities[at].allows(self.rests[at.index()].saturating_add(change))
    }

    /// What may be added to the rest of an equality for it to hold, the least and the most; `None` where there is no bound.
    pub(super) fn window(&self, at: EqualityIx) -> (Option<i128>, Option<i128>) {
        let equality = &self.equalities[at];
        let most =
            (!equality.at_least).then(|| equality.slack.saturating_sub(self.rests[at.index()]));
        let least = (-equality.slack).saturating_sub(self.rests[at.index()]);
        (Some(least), most)
    }

    /// Adds to the rest of an equality.
    pub(super) fn add(&mut self, at: EqualityIx, change: i128) {
        self.rests[at.index()] = self.rests[at.index()].saturating_add(change);
        let broken = !self.holds(at, 0);
        match (self.broken[at.index()], broken) {
            (false, true) => self.count += 1,
            (true, false) => self.count -= 1,
            _ => {}
        }
        self.broken[at.index()] = broken;
    }

    /// Whether an amount can be that large: what is more cannot be said, and nothing is mended by it.
    pub(super) const fn is_speakable(change: i128) -> bool {
        change.unsigned_abs() <= MOST.unsigned_abs()
    }
}
