//! Names of bodies, regions and years at the ends of a text.

use crate::text::{is_numeral, squash, strip_ordinal};

/// What regions end in.
const REGIONS: [char; 8] = ['省', '市', '区', '县', '州', '旗', '镇', '乡'];
/// With these before it 区 is no region: 社区, 园区.
const PLACES: [char; 6] = ['社', '园', '校', '小', '库', '景'];

/// Whether the characters of a short name follow one another in a full one: 市监局 is 市场监督管理局.
pub(super) fn within(short: &str, full: &str) -> bool {
    let mut full = full.chars();
    let mut short = short.chars().filter(|c| c.is_alphanumeric());
    short.all(|c| full.any(|other| other == c))
}

/// Whether a name begins with that of a region: 江州市望湖区…, 临海县….
pub(super) fn in_a_region(name: &str) -> bool {
    without_region(name).len() < name.len()
}

/// The name without the regions that it begins with. 城市管理局 and 社区中心 begin with none.
pub(super) fn without_region(name: &str) -> &str {
    const FAR: usize = 8;
    let mut rest = name;
    loop {
        let mark = rest
            .char_indices()
            .take(FAR)
            .skip(2)
            .find(|(at, c)| REGIONS.contains(c) && !rest[..*at].ends_with(PLACES));
        let Some((at, mark)) = mark else { return rest };
        let behind = &rest[at + mark.len_utf8()..];
        if behind.chars().count() < 2 {
            return rest;
        }
        rest = behind;
    }
}

/// What stands behind the first words that lead to a list of names.
pub(super) fn behind_leads<'t>(leads: &[String], text: &'t str) -> Option<&'t str> {
    let behind = |rest: &&str| rest.len();
    let colon = text.split_once('：').map(|(_, rest)| rest);
    behind_words(leads, text)
        .into_iter()
        .chain(colon)
        .max_by_key(behind)
}

/// What stands behind the first of the words.
pub(super) fn behind_words<'t>(words: &[String], text: &'t str) -> Option<&'t str> {
    let found = words
        .iter()
        .filter_map(|own| Some(text.split_once(own.as_str())?.1));
    found.max_by_key(|rest| rest.len())
}

/// A text without 一是 or 二为 in front.
pub(super) fn without_number(text: &str) -> &str {
    let rest = text.trim_start_matches(is_numeral);
    let behind = rest.strip_prefix(['是', '为']);
    behind.filter(|_| rest.len() < text.len()).unwrap_or(text)
}

/// A line of a list.
pub(super) fn is_numbered(text: &str) -> bool {
    let squashed = squash(text);
    strip_ordinal(&squashed).len() < squashed.len()
}

/// Whether a text begins with a year.
pub(super) fn dated(text: &str) -> bool {
    undated(text).len() < text.len()
}

/// Whether a year is told: 2026年, but not 老年大学.
pub(super) fn names_a_year(text: &str) -> bool {
    text.match_indices('年')
        .any(|(at, _)| text[..at].ends_with(|c: char| c.is_ascii_digit()))
}

/// Whether a text begins with a number of bodies: 5个预算单位.
pub(super) fn counted(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < text.len() && rest.starts_with(['个', '家', '所'])
}

/// A text without the time in front: 2026年度, 截至2025年12月31日, 上年末.
pub(super) fn undated(text: &str) -> &str {
    let until = ["截至", "截止"]
        .iter()
        .find_map(|own| text.strip_prefix(own));
    let rest = until.unwrap_or(text);
    let day = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let year = (rest.len() - day.len() == 4)
        .then(|| day.strip_prefix('年'))
        .flatten();
    let year = year.or_else(|| rest.strip_prefix("上年"));
    let Some(mut rest) = year else { return text };
    for mark in ['月', '日'] {
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let marked = digits
            .strip_prefix(mark)
            .filter(|_| digits.len() < rest.len());
        rest = marked.unwrap_or(rest);
    }
    rest.trim_start_matches(['度', '末', '底', '初'])
}
