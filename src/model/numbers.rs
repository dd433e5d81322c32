//! Numbers for the words of a model: coordinates are compared by them, and not letter by letter.

use foldhash::HashMap;

use super::Id;

/// The numbers of the words, from 1 in the order of their names, and which lie below which.
#[derive(Debug, Clone)]
pub(super) struct WordNumbers {
    words: HashMap<Id, u32>,
    /// For each word the number of the one above it; 0 for "all", and of it.
    above: Vec<u32>,
}

impl WordNumbers {
    /// Of `words` in the order of their names, each with the one that it lies directly below.
    pub(super) fn of<'m>(words: impl Iterator<Item = (&'m Id, Option<&'m Id>)> + Clone) -> Self {
        let numbers = words.clone().map(|(word, _)| word.clone()).zip(1..);
        let numbers: HashMap<Id, u32> = numbers.collect();
        let above = words.map(|(_, above)| above.map_or(0, |above| numbers[above]));
        Self {
            above: std::iter::once(0).chain(above).collect(),
            words: numbers,
        }
    }

    /// The number of a word.
    pub(super) fn get(&self, word: &Id) -> Option<u32> {
        self.words.get(word).copied()
    }

    /// All words with their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Id, &u32)> {
        self.words.iter()
    }

    /// The number of the word above one; 0 for "all".
    pub(super) fn above(&self, number: u32) -> u32 {
        self.above[usize::try_from(number).unwrap_or_default()]
    }
}
