//! Lists of words of `templates/model.toml`.

use crate::text::squash;

/// Adds to a list the words that it has not, squashed.
pub(super) fn add(own: &mut Vec<String>, more: &mut Vec<String>) {
    for word in more.drain(..).map(|word| squash(&word).into_owned()) {
        if !word.is_empty() && !own.contains(&word) {
            own.push(word);
        }
    }
}

/// The last character of each word, brackets apart: a text without any of them holds none of the words.
pub(super) fn last_marks(words: &[String]) -> Vec<char> {
    let last = |word: &String| {
        let mut told = word.chars().rev().filter(|c| !c.is_ascii_punctuation());
        told.next().or_else(|| word.chars().next_back())
    };
    let mut marks: Vec<char> = words.iter().filter_map(last).collect();
    marks.sort_unstable();
    marks.dedup();
    marks
}
