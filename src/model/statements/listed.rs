//! What a list says by the codes that it has, and by those that it lacks.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use crate::model::Code;

/// The codes that a block lists, and how far down.
#[derive(Debug)]
pub(crate) struct ListedCodes {
    codes: BTreeSet<Code>,
    /// By level: how many there are, and how many of them have others below.
    levels: BTreeMap<u8, (usize, usize)>,
}

impl ListedCodes {
    pub(crate) fn new(codes: BTreeSet<Code>) -> Self {
        let mut levels: BTreeMap<u8, (usize, usize)> = BTreeMap::new();
        for &code in &codes {
            let (all, broken_down) = levels.entry(code.level()).or_default();
            *all += 1;
            *broken_down += usize::from(is_broken_down(&codes, code));
        }
        Self { codes, levels }
    }

    pub(crate) const fn codes(&self) -> &BTreeSet<Code> {
        &self.codes
    }

    /// Whether the block, where it lacks a line for `code`, states 0 for it by that: it lists that level there.
    pub(crate) fn states_zero(&self, code: Code) -> bool {
        let codes = &self.codes;
        if codes.is_empty() {
            return true;
        }
        if codes.contains(&code) || is_broken_down(codes, code) {
            return false;
        }
        let above = std::iter::successors(code.parent(), |code| code.parent())
            .find(|above| codes.contains(above));
        match above {
            Some(above) if is_broken_down(codes, above) => true,
            // The line above is not broken down: the table is coarser, unless this is the only such line.
            Some(above) => self
                .levels
                .get(&above.level())
                .is_some_and(|&(all, broken_down)| all > 1 && broken_down == all - 1),
            None => self.levels.contains_key(&code.level()),
        }
    }
}

/// Whether one of the codes lies below `code`. In their order, those below a code come right after it.
fn is_broken_down(codes: &BTreeSet<Code>, code: Code) -> bool {
    let mut after = codes.range((Bound::Excluded(code), Bound::Unbounded));
    after.next().is_some_and(|&next| code.contains(next))
}
