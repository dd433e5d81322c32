//! What each equality is off by, while faults are mended one after the other.

use crate::check::equalities::gather::Equality;
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

    pub(super) fn is_broken(&self, at: usize) -> bool {
        self.broken[at]
    }

    /// The broken equalities, in order.
    pub(super) fn broken(&self) -> impl Iterator<Item = usize> {
        (0..self.broken.len()).filter(|&at| self.broken[at])
    }

    /// Left less right, in half fen.
    pub(super) fn rest(&self, at: usize) -> i128 {
        self.rests[at]
    }

    pub(super) fn slack(&self, at: usize) -> i128 {
        self.equalities[at].slack
    }

    /// Whether an equality holds when `change` is added to its rest.
    pub(super) fn holds(&self, at: usize, change: i128) -> bool {
        self.equalities[at].allows(self.rests[at].saturating_add(change))
    }

    /// What may be added to the rest of an equality for it to hold, the least and the most; `None` where there is no bound.
    pub(super) fn window(&self, at: usize) -> (Option<i128>, Option<i128>) {
        let equality = &self.equalities[at];
        let most = (!equality.at_least).then(|| equality.slack.saturating_sub(self.rests[at]));
        let least = (-equality.slack).saturating_sub(self.rests[at]);
        (Some(least), most)
    }

    /// Adds to the rest of an equality.
    pub(super) fn add(&mut self, at: usize, change: i128) {
        self.rests[at] = self.rests[at].saturating_add(change);
        let broken = !self.holds(at, 0);
        match (self.broken[at], broken) {
            (false, true) => self.count += 1,
            (true, false) => self.count -= 1,
            _ => {}
        }
        self.broken[at] = broken;
    }

    /// Whether an amount can be that large: what is more cannot be said, and nothing is mended by it.
    pub(super) const fn is_speakable(change: i128) -> bool {
        change.unsigned_abs() <= MOST.unsigned_abs()
    }
}
