//! One form of a text, for comparison: what looks the same to a reader becomes the same.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// A text in its form for comparison, as [`squash`] makes it.
pub type Squashed<'a> = Cow<'a, str>;

/// The form of `text` that is compared: compatibility characters folded (full-width digits, letters, brackets and colons
/// become half-width), white space, invisible characters and quotation marks removed.
///
/// ```
/// # use yusuan::text::squash;
/// assert_eq!(squash("２ ０２３年单位“三公”经费（万元）"), "2023年单位三公经费(万元)");
/// ```
#[must_use]
pub fn squash(text: &str) -> Squashed<'_> {
    let as_it_is = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}' | '0'..='9' | 'a'..='z' | 'A'..='Z' | '(' | ')' | '.' | ',' | '、' | ':' | '-');
    let Some((same, _)) = text.char_indices().find(|&(_, c)| !as_it_is(c)) else {
        return Cow::Borrowed(text);
    };
    if !text[same..].chars().all(stands_alone) {
        return Cow::Owned(text.nfkc().filter(|&c| !is_noise(c)).map(fold).collect());
    }
    let mut squashed = String::with_capacity(text.len());
    squashed.push_str(&text[..same]);
    let folded = text[same..].chars().map(half_width);
    squashed.extend(folded.filter(|&c| !is_noise(c)).map(fold));
    Cow::Owned(squashed)
}

/// Whether a text squashes to more than `most` characters for sure: its Chinese characters alone, which squashing keeps, are more.
pub(crate) fn is_longer(text: &str, most: usize) -> bool {
    let chinese = |c: &char| matches!(c, '\u{4e00}'..='\u{9fff}');
    text.chars().filter(chinese).nth(most).is_some()
}

/// Whether a character never joins the ones beside it, and NFKC changes it at most by [`half_width`]. Nearly all texts are of
/// such characters alone.
pub(super) fn stands_alone(c: char) -> bool {
    c.is_ascii()
        || matches!(c,
            '\u{4e00}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}' | '\u{3000}'..='\u{3002}' | '\u{3008}'..='\u{3011}' | '〔' | '〕'
            | '‘' | '’' | '“' | '”' | '—' | '·' | '×')
}

/// The half-width form of a full-width character, or the character itself.
pub(super) fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    }
}

pub(super) fn is_noise(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '\u{200b}'
                ..='\u{200f}'
                    | '\u{ad}'
                    | '\u{61c}'
                    | '\u{180e}'
                    | '\u{202a}'..='\u{202e}'
                    | '\u{2060}'..='\u{206f}'
                    | '\u{fe00}'..='\u{fe0f}'
                    | '\u{feff}'
                    | '“'
                    | '”'
                    | '„'
                    | '"'
                    | '‘'
                    | '’'
                    | '\''
                    | '「'
                    | '」'
                    | '『'
                    | '』'
        )
}

pub(super) fn fold(c: char) -> char {
    match c {
        '〔' | '【' | '[' | '〈' | '{' => '(',
        '〕' | '】' | ']' | '〉' | '}' => ')',
        '−' | '–' | '‐' | '‑' => '-',
        '∶' | '︰' => ':',
        other => other,
    }
}

/// The squashed `text` without an ordinal in front: `一、`, `1.`, `1、`, `(一)`, `①`, `其中:`, `加:`, a dash.
///
/// ```
/// # use yusuan::text::strip_ordinal;
/// assert_eq!(strip_ordinal("其中:1.一般公共预算"), "一般公共预算");
/// ```
#[must_use]
pub fn strip_ordinal(mut text: &str) -> &str {
    const NUMERALS: &str = "一二三四五六七八九十百0123456789";
    loop {
        let before = text;
        for word in ["其中:", "其中", "-", "—", "·", "*", "#"] {
            text = text.strip_prefix(word).unwrap_or(text);
        }
        let bracketed = text.strip_prefix('(').and_then(|rest| {
            let inner = rest.find(')')?;
            let numerals = &rest[..inner];
            (!numerals.is_empty() && numerals.chars().all(|c| NUMERALS.contains(c)))
                .then(|| &rest[inner + 1..])
        });
        if let Some(rest) = bracketed {
            text = rest.trim_start_matches(['、', '.', ',', ':']);
        } else {
            let rest = text.trim_start_matches(|c| NUMERALS.contains(c));
            if rest.len() < text.len() {
                // A numeral counts as an ordinal only with its mark behind it: 一般公共预算 begins with 一.
                let marked = rest.trim_start_matches(['、', '.', ',', ')']);
                if marked.len() < rest.len() {
                    text = marked;
                }
            }
        }
        if text.len() == before.len() {
            return text;
        }
    }
}

/// `raw` without an ordinal and dashes in front.
#[must_use]
pub fn without_ordinal(raw: &str) -> &str {
    let squashed = squash(raw);
    let kept = strip_ordinal(&squashed);
    if kept.len() == squashed.len() {
        return raw.trim();
    }
    let found = raw
        .char_indices()
        .map(|(at, _)| &raw[at..])
        .filter(|rest| *squash(rest) == *kept)
        // Quotation marks are not compared: the longest rest has those that belong to it.
        .find(|rest| !rest.starts_with(|c: char| c.is_whitespace()));
    found.unwrap_or(raw).trim()
}

/// The first year of the form `2023年` or a lone `2023` of four digits in the squashed `text`, between 2000 and 2099.
#[must_use]
pub fn year_in(text: &str) -> Option<u16> {
    let mut first = None;
    for own in years(text) {
        if own.marked {
            return Some(own.year);
        }
        first.get_or_insert(own.year);
    }
    first
}

/// The squashed `text` without years: `2023年度`, `2023年`.
#[must_use]
pub fn without_year(text: &str) -> Squashed<'_> {
    let mut rest = Cow::Borrowed(text);
    loop {
        let Some(MentionedYear { at, .. }) = years(&rest).find(|own| own.marked) else {
            return rest;
        };
        let mut end = at + 4 + '年'.len_utf8();
        if rest[end..].starts_with('度') {
            end += '度'.len_utf8();
        }
        rest = Cow::Owned([&rest[..at], &rest[end..]].concat());
    }
}

/// A year in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MentionedYear {
    /// The year.
    pub(crate) year: u16,
    /// Whether 年 follows.
    pub(crate) marked: bool,
    /// The byte where it begins.
    pub(crate) at: usize,
}

/// The years in a text of the form `2023年` or a lone `2023` of four digits, between 2000 and 2099.
pub(crate) fn years(text: &str) -> impl Iterator<Item = MentionedYear> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'2', bytes).filter_map(move |at| {
        let digits = bytes.get(at..at + 4)?;
        let alone = (at == 0 || !bytes[at - 1].is_ascii_digit())
            && !bytes.get(at + 4).is_some_and(u8::is_ascii_digit);
        if digits[1] != b'0' || !digits.iter().all(u8::is_ascii_digit) || !alone {
            return None;
        }
        let year: u16 = text[at..at + 4].parse().ok()?;
        let marked = text[at + 4..].starts_with('年');
        Some(MentionedYear { year, marked, at })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinals_in_all_forms() {
        for text in [
            "一、事业收入",
            "1.事业收入",
            "1、事业收入",
            "(一)事业收入",
            "(1)事业收入",
            "其中:事业收入",
            "十二、事业收入",
            "-1、事业收入",
            "事业收入",
            "1)事业收入",
        ] {
            assert_eq!(strip_ordinal(text), "事业收入", "{text}");
        }
        assert_eq!(strip_ordinal("一般公共预算"), "一般公共预算");
        assert_eq!(strip_ordinal("二、"), "");
    }

    #[test]
    fn characters_that_stand_alone_are_folded_as_all_others() {
        for c in ('\0'..=char::MAX).filter(|&c| stands_alone(c)) {
            let folded: String = std::iter::once(c).nfkc().collect();
            assert_eq!(folded, half_width(c).to_string(), "{c:?}");
            // The characters that join one before them are marks, or Hangul, kana and their like.
            for before in ['a', 'か', 'ᄀ', '가', '一'] {
                let both: String = [before, c].into_iter().nfkc().collect();
                assert_eq!(both, format!("{before}{folded}"), "{before:?} {c:?}");
            }
        }
    }

    #[test]
    fn years_are_found_and_removed() {
        assert_eq!(year_in("附件2:2024年预算"), Some(2024));
        assert_eq!(year_in("002003-2025预算"), Some(2025));
        assert_eq!(year_in("2080502"), None);
        assert_eq!(
            without_year("某中心2023年度收入预算总表"),
            "某中心收入预算总表"
        );
    }
}
