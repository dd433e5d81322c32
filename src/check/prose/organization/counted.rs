//! Numbers of things in a text, what they count, and what lists are parted by.

use crate::finding::{Finding, FindingCode, Stated};
use crate::model::Text;
use crate::text::{count, is_numeral, ordinal_of, without_ordinal};

/// The longest name in a list, in characters.
pub(super) const LONGEST: usize = 40;
/// What lines of a list begin with that has no numbers.
const BULLETS: [char; 8] = ['—', '-', '·', '•', '●', '■', '◆', '*'];
/// What may stand between what is counted and its number: 内设机构共有6个.
pub(super) const FILLERS: [char; 5] = ['有', '共', '为', '计', ':'];
/// How many characters may stand between a number and what it counts: `3家区级预算单位`.
pub(super) const BETWEEN: usize = 4;

/// A number with 个 or 家 behind it.
pub(super) struct CountedNumber {
    pub(super) value: u32,
    pub(super) start: usize,
    /// Behind 个 or 家.
    pub(super) end: usize,
}

pub(super) fn numbers(text: &str) -> impl Iterator<Item = CountedNumber> {
    let counters = text
        .char_indices()
        .filter(|(_, c)| matches!(c, '个' | '家'));
    counters.filter_map(move |(at, c)| {
        let numeral = text[..at].char_indices().rev();
        let (start, _) = numeral.take_while(|(_, c)| is_numeral(*c)).last()?;
        Some(CountedNumber {
            value: count(&text[start..at])?,
            start,
            end: at + c.len_utf8(),
        })
    })
}

/// How a line of a list begins, and what follows: an ordinal with its number, 一是, or a dash, which numbers nothing.
pub(super) fn marked(text: &str) -> Option<(Option<u32>, String, &str)> {
    if let Some((number, marks)) = ordinal_of(text) {
        return Some((Some(number), marks, without_ordinal(text)));
    }
    let text = text.trim();
    // ① to ⑳
    if let Some(c @ '①'..='⑳') = text.chars().next() {
        let number = u32::from(c) - u32::from('①') + 1;
        return Some((
            Some(number),
            "①".to_owned(),
            text[c.len_utf8()..].trim_start(),
        ));
    }
    let numerals = text.trim_start_matches(is_numeral);
    if let Some(rest) = numerals.strip_prefix('是') {
        let number = count(&text[..text.len() - numerals.len()])?;
        return Some((Some(number), "是".to_owned(), rest));
    }
    let rest = text.trim_start_matches(BULLETS);
    let bullet = text.chars().next().filter(|_| rest.len() < text.len())?;
    Some((None, bullet.to_string(), rest.trim_start()))
}

/// Where the first of `words` ends in `behind`, if it stands near enough to its beginning to be what a number counts.
pub(super) fn counts(words: &[String], behind: &str) -> Option<usize> {
    let found = words.iter().filter_map(|word| {
        let at = behind.find(word.as_str())?;
        let between = &behind[..at];
        let near = between.chars().count() <= BETWEEN && !between.contains(['、', ',', '。', ':']);
        near.then_some(at + word.len())
    });
    found.min()
}

/// The bytes of the longest of `words` that a text ends in.
pub(super) fn ending(words: &[String], text: &str) -> Option<usize> {
    let found = words.iter().filter(|word| text.ends_with(word.as_str()));
    found.map(String::len).max()
}

/// The pieces between marks that stand in no brackets.
pub(super) fn split(text: &str, mark: char) -> Vec<&str> {
    let (mut pieces, mut from, mut depth) = (Vec::new(), 0, 0_u32);
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if c == mark && depth == 0 => {
                pieces.push(&text[from..at]);
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    pieces.push(&text[from..]);
    pieces
}

pub(super) fn repeated(text: &Text, name: &str) -> Finding {
    Finding::new(FindingCode::RepeatedName)
        .variant("listed")
        .arg("name", name)
        .cell(Stated::text(text.place.clone(), name))
}
