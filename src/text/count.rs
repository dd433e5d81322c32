//! Small numbers as they stand in texts, and the numbers of ordinals.

use super::{squash, strip_ordinal};

/// A number up to 999 in digits, or up to 99 in Chinese numerals.
#[must_use]
pub fn count(text: &str) -> Option<u32> {
    let squashed = squash(text);
    if let Ok(number) = squashed.parse::<u32>() {
        return (number < 1000).then_some(number);
    }
    let digit = |text: &str| match text {
        "" => None,
        "两" => Some(2),
        text => {
            let at = "一二三四五六七八九".find(text)?;
            u32::try_from(at / '一'.len_utf8() + 1).ok()
        }
    };
    match squashed.split_once('十') {
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens)? };
            let ones = if ones.is_empty() { 0 } else { digit(ones)? };
            Some(tens * 10 + ones)
        }
        None => digit(&squashed),
    }
}

/// Whether a character is one of 一 to 十, of which ordinals are made.
pub(crate) fn is_ordinal_numeral(c: char) -> bool {
    "一二三四五六七八九十".contains(c)
}

/// Whether a text begins with the ordinal of a section: 五、.
pub(crate) fn begins_section(text: &str) -> bool {
    text.starts_with(is_ordinal_numeral)
        && text
            .trim_start_matches(is_ordinal_numeral)
            .starts_with('、')
}

/// Whether a character may stand in a number that [`count`] reads.
#[must_use]
pub fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９' | '两') || is_ordinal_numeral(c)
}

/// The ordinal in front of a text: its number, and its marks (`、`, `()`), by which lists are told apart.
#[must_use]
pub fn ordinal_of(text: &str) -> Option<(u32, String)> {
    let squashed = squash(text);
    let rest = strip_ordinal(&squashed);
    let front = &squashed[..squashed.len() - rest.len()];
    let numerals: String = front.chars().filter(|c| is_numeral(*c)).collect();
    let digits = numerals.starts_with(|c: char| c.is_ascii_digit());
    let marks = front.chars().filter(|c| !is_numeral(*c));
    let marks = if digits { "1" } else { "一" }
        .chars()
        .chain(marks)
        .collect();
    Some((count(&numerals)?, marks))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_ordinals() {
        for (text, expected) in [
            ("8", Some(8)),
            ("１２", Some(12)),
            ("十二", Some(12)),
            ("二十", Some(20)),
            ("两", Some(2)),
            ("2023", None),
            ("几", None),
        ] {
            assert_eq!(count(text), expected, "{text}");
        }
        for (text, expected) in [
            ("五、实施周期", Some((5, "一、"))),
            ("（十二）其他", Some((12, "一()"))),
            ("3. 某中心", Some((3, "1."))),
            ("一般公共预算", None),
            ("2023年预算", None),
        ] {
            let found = ordinal_of(text);
            let found = found
                .as_ref()
                .map(|(number, marks)| (*number, marks.as_str()));
            assert_eq!(found, expected, "{text}");
        }
    }
}
