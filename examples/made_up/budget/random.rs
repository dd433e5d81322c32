//! Random choices that are the same for the same seed.

use std::collections::BTreeSet;

/// A xorshift generator.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        // Neighbouring seeds are spread, and none becomes 0.
        Self(seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % end
    }

    /// A position in a list of `length`.
    pub(crate) fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).expect("the list is short")
    }

    /// An amount in fen; one in three has fen, the others are whole yuan.
    pub(crate) fn fen(&mut self) -> i64 {
        let yuan = 100 + self.below(4_000_000);
        let fen = if self.below(3) == 0 {
            self.below(100)
        } else {
            0
        };
        i64::try_from(yuan * 100 + fen).expect("the amount is small")
    }

    /// `count` of the `from`, in their order.
    pub(crate) fn some<T: Copy>(&mut self, from: &[T], count: usize) -> Vec<T> {
        let mut left: Vec<usize> = (0..from.len()).collect();
        let mut chosen = BTreeSet::new();
        while chosen.len() < count.min(from.len()) {
            let at = self.index(left.len());
            chosen.insert(left.swap_remove(at));
        }
        chosen.into_iter().map(|at| from[at]).collect()
    }
}
