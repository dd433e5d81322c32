//! What is left of the model text: 增加（减少）, （请说明原因）, ……, and amounts that were not filled in.

use std::ops::Range;

use super::{SPOKEN, Texts, cell};
use crate::finding::{Finding, FindingCode};
use crate::model::{LeftWords, ProseWords, Section, SectionId, Text};
use crate::text::Folded;

/// Where one ends, nothing more of the word may follow.
const BEHIND: [char; 9] = [',', '.', '。', ';', '；', '，', '、', ')', '）'];

pub(super) fn check(texts: &Texts<'_>) -> Vec<Finding> {
    let words = &texts.templates.model.prose;
    let document = &texts.budget.document;
    let parts = document
        .projects
        .iter()
        .flat_map(|project| &project.sections);
    let sections = document
        .sections
        .iter()
        .filter(|own| own.section != SectionId::Contents);
    let mut findings = Vec::new();
    for section in sections.chain(parts) {
        let spoken = SPOKEN.contains(&section.section);
        for text in all(section) {
            if let Some(span) = left(&text.text, words, spoken) {
                let words = &text.text[span];
                let finding = Finding::new(FindingCode::PlaceholderLeft)
                    .arg("count", 1)
                    .arg("text", words.trim())
                    .cell(cell(text, words));
                findings.push(finding);
            }
        }
    }
    findings
}

fn all(section: &Section) -> impl Iterator<Item = &Text> {
    [&section.heading].into_iter().chain(&section.paragraphs)
}

/// The bytes of the first thing that was left in a text; `spoken` is whether it tells of amounts.
fn left(text: &str, words: &ProseWords, spoken: bool) -> Option<Range<usize>> {
    let folded = Folded::new(text);
    let own = folded.text();
    let found = both_ways(own, words)
        .or_else(|| hint(own, words))
        .or_else(|| dots(own).filter(|_| spoken));
    found
        .map(|span| folded.original(span))
        .or_else(|| blank(text, words).filter(|_| spoken))
}

/// 增加（减少）, 增加/减少.
fn both_ways(text: &str, words: &ProseWords) -> Option<Range<usize>> {
    let short =
        |first: &str, second: &str| ["增", "升"].contains(&first) && ["减", "降"].contains(&second);
    let ups = || words.up.iter().map(String::as_str).chain(["增", "升"]);
    let downs = || words.down.iter().map(String::as_str).chain(["减", "降"]);
    text.match_indices(['/', '(']).find_map(|(at, mark)| {
        let (before, behind) = (&text[..at], &text[at + mark.len()..]);
        let last = |own: &&str| before.ends_with(*own);
        let next = |own: &&str| {
            let Some(rest) = behind.strip_prefix(*own) else {
                return false;
            };
            let rest = if mark == "(" {
                match rest.strip_prefix(')') {
                    Some(rest) => rest,
                    None => return false,
                }
            } else {
                rest
            };
            !words
                .left
                .both
                .iter()
                .any(|own| rest.starts_with(own.as_str()))
        };
        let longest = |found: Option<&str>| found.map(str::to_owned);
        let up = longest(ups().filter(last).max_by_key(|own| own.len()));
        let down = longest(downs().filter(last).max_by_key(|own| own.len()));
        let pair = match (&up, &down) {
            (Some(up), _) => {
                let down = downs().filter(next).max_by_key(|own| own.len())?;
                (up.len() > "增".len() || short(up, down)).then_some((up, down))
            }
            (None, Some(down)) => {
                let up = ups().filter(next).max_by_key(|own| own.len())?;
                (down.len() > "减".len()).then_some((down, up))
            }
            (None, None) => None,
        };
        let (first, second) = pair?;
        let close = usize::from(mark == "(");
        Some(at - first.len()..at + mark.len() + second.len() + close)
    })
}

/// A bracket that speaks to the writer.
fn hint(text: &str, words: &ProseWords) -> Option<Range<usize>> {
    const LONGEST: usize = 40;
    text.match_indices('(').find_map(|(at, _)| {
        let length = text[at..].find(')')?;
        let inner = &text[at + 1..at + length];
        let speaks = words
            .hints
            .iter()
            .any(|own| inner.starts_with(own.as_str()))
            || words
                .left
                .asks
                .iter()
                .any(|own| inner.contains(own.as_str()));
        (speaks && inner.chars().count() <= LONGEST).then_some(at..at + length + 1)
    })
}

/// Dots instead of words: 主要原因是……。
fn dots(text: &str) -> Option<Range<usize>> {
    let mut from = 0;
    while let Some(at) = text[from..].find("...").map(|at| from + at) {
        let rest = &text[at..];
        let length = rest.len() - rest.trim_start_matches('.').len();
        let behind = &rest[length..];
        let opens = [',', ';', '。', ':', '是', '为', '系', '于'];
        let begins = at > 0 && text[..at].ends_with(opens);
        if begins && (behind.is_empty() || behind.starts_with([',', ';', '。', ')'])) {
            return Some(at..at + length);
        }
        from = at + length;
    }
    None
}

/// A unit without a number before it: 执行数为  万元.
fn blank(text: &str, words: &ProseWords) -> Option<Range<usize>> {
    let gap = |c: char| c.is_whitespace() || matches!(c, '_' | '＿');
    let LeftWords {
        units,
        measures,
        amounts,
        ..
    } = &words.left;
    units.iter().find_map(|unit| {
        text.match_indices(unit.as_str()).find_map(|(at, _)| {
            let end = at + unit.len();
            let behind = &text[end..];
            let ends = behind.is_empty() || behind.starts_with(BEHIND);
            // 元 is the end of 万元, and a word goes on behind the others.
            let whole = unit.len() != '元'.len_utf8() || ends;
            let before = text[..at].trim_end_matches(gap);
            let blank = before.len() < at;
            let word = before.chars().next_back()?;
            let measure = measures.iter().any(|own| before.ends_with(own.as_str()));
            if !whole || measure {
                return None;
            }
            let announced = || {
                let moves = words.up.iter().chain(&words.down);
                let mut moves = moves.map(String::as_str);
                moves.any(|own| before.ends_with(own))
                    || *unit != "%"
                        && ends
                        && amounts.iter().any(|own| before.ends_with(own.as_str()))
            };
            let asks = ('\u{4e00}'..='\u{9fff}').contains(&word)
                || matches!(word, '，' | ',' | '：' | ':' | '约');
            let missing = if blank { asks } else { announced() };
            missing.then(|| {
                let start = before.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
                start..end
            })
        })
    })
}
