//! The budget's own year where another must stand: an amount is compared with last year, and only last year was executed.

use std::ops::Range;

use super::years::{YearInText, years};
use crate::model::{ProseWords, YearWords};
use crate::text::Folded;

/// Marks that end a clause.
const MARKS: [char; 8] = [',', '。', ';', ':', '!', '?', '(', ')'];

/// The first fault of a paragraph: what it is, and the bytes of the words that are at fault.
pub(super) fn fault(
    text: &str,
    year: u16,
    words: &ProseWords,
) -> Option<(&'static str, Range<usize>)> {
    let folded = Folded::new(text);
    let whole = folded.text();
    let found = years(&words.years, whole).filter(|found| found.year == year && !found.quoted);
    let of_year = found.filter_map(|found| {
        let end = found.at + "2000年".len();
        let clause = YearClause::around(whole, found.at..end);
        let variant = if clause.compares(words) {
            "compared"
        } else if clause.executed(words) {
            "executed"
        } else {
            return None;
        };
        Some((variant, clause.quote()))
    });
    let (variant, quote) = of_year
        .chain(this_year(whole, words).map(|quote| ("compared", quote)))
        .chain(last_year(whole, year, words).map(|quote| ("compared", quote)))
        .chain(twice(whole, year, &words.years).map(|quote| ("twice", quote)))
        .find(|(_, quote)| {
            let sentence = around(whole, quote.start, &['。', ';']);
            let sentence = &whole[sentence];
            let ahead = years(&words.years, sentence).any(|found| found.year > year);
            !ahead
                && !words
                    .years
                    .elsewhere
                    .iter()
                    .any(|own| sentence.contains(own.as_str()))
        })?;
    Some((variant, folded.original(quote)))
}

/// 上年(2026年)预算: the year in brackets is not the one before.
fn last_year(text: &str, year: u16, words: &ProseWords) -> Option<Range<usize>> {
    let own = words.last_year.iter();
    own.flat_map(|own| text.match_indices(own.as_str()))
        .find_map(|(at, own)| {
            let behind = text[at + own.len()..].strip_prefix(['(', '即'])?;
            let inner = behind.strip_prefix(&year.to_string())?;
            let inner = inner.strip_prefix('年').unwrap_or(inner);
            let inner = inner.strip_prefix('度').unwrap_or(inner);
            let ends = inner.starts_with([')', ',']);
            ends.then(|| at..text.len() - inner.len() + 1)
        })
}

/// 2026年年初预算10万元，2026年年初预算12万元: one of the two is last year's.
fn twice(text: &str, year: u16, words: &YearWords) -> Option<Range<usize>> {
    let digit = |c: char| c.is_ascii_digit();
    let told = |found: &YearInText| {
        let end = found.at + "2000年".len();
        let behind = &text[end..];
        let words = behind.find(digit)?;
        let what = &behind[..words];
        let number = &behind[words..];
        let length = number.find(|c: char| !digit(c) && c != '.' && c != ',');
        let number = &number[..length.unwrap_or(number.len())];
        let money = behind[words + number.len()..].starts_with(['万', '元', '亿']);
        (what.contains("预算") && what.chars().count() <= 10 && !what.contains(&MARKS[..]) && money)
            .then(|| {
                let unit = behind[words + number.len()..]
                    .find('元')
                    .map_or(0, |at| at + '元'.len_utf8());
                let stop = end + words + number.len() + unit;
                (what, number.trim_end_matches(','), found.at..stop)
            })
    };
    let own = |found: &YearInText| found.year == year && !found.quoted;
    let all: Vec<_> = years(words, text)
        .filter(own)
        .filter_map(|own| told(&own))
        .collect();
    all.windows(2).find_map(|pair| {
        let [(what, number, first), (again, other, second)] = pair else {
            return None;
        };
        let sentence = !text[first.end..second.start].contains(['。', ';']);
        // 公务用车费2026年预算数3万元，其中：购置费2026年预算数1万元 are two things.
        let front = |at: usize| text[..at].rsplit(MARKS).next().unwrap_or_default();
        let (one, two) = (front(first.start), front(second.start));
        let same = what == again && (two.is_empty() || one == two);
        (same && number != other && sentence).then_some(first.start..second.end)
    })
}

/// A clause with the bytes of a year in it.
struct YearClause<'t> {
    text: &'t str,
    start: usize,
    year: Range<usize>,
    end: usize,
}

impl<'t> YearClause<'t> {
    fn around(text: &'t str, year: Range<usize>) -> Self {
        let span = around(text, year.start, &MARKS);
        Self {
            text,
            start: span.start,
            end: span.end.max(year.end),
            year,
        }
    }

    /// The words that are at fault: from the year on, with the word before it.
    fn quote(&self) -> Range<usize> {
        const WORDS: usize = 14;
        let behind = &self.text[self.year.end..self.end];
        let length = behind.char_indices().nth(WORDS);
        let end = length.map_or(self.end, |(at, _)| self.year.end + at);
        // A number is not cut.
        let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '万' | '亿' | '元' | '%');
        let rest = &self.text[end..self.end];
        let end = end + rest.len() - rest.trim_start_matches(number).len();
        let before = &self.text[self.start..self.year.start];
        let first = before.char_indices().nth_back(1).map_or(0, |(at, _)| at);
        self.start + first..end
    }

    /// 比2026年预算, 与2026年预算持平.
    fn compares(&self, words: &ProseWords) -> bool {
        let before = &self.text[self.start..self.year.start];
        compares(before, &self.text[self.year.end..self.end], words)
    }

    /// 2026年当年预算执行数.
    fn executed(&self, words: &ProseWords) -> bool {
        let mut behind = self.text[self.year.end..self.end].trim_start_matches('度');
        let executed = |text: &str| {
            let own = words.other_basis.iter();
            let own = own.filter(|own| !own.contains("调整") && !own.contains("预计"));
            let mut rest = own.filter_map(|own| Some((own, text.strip_prefix(own.as_str())?)));
            // 2026年执行12万元, but not 2026年执行新标准.
            rest.any(|(own, rest)| {
                own.ends_with('数') || rest.starts_with(|c: char| c.is_ascii_digit())
            })
        };
        // The words between the year and its 执行数 say nothing.
        for _ in 0..4 {
            if executed(behind) || behind.starts_with("预计") {
                return executed(behind);
            }
            let filler = words
                .filler
                .iter()
                .filter(|own| behind.starts_with(own.as_str()));
            let Some(filler) = filler.max_by_key(|own| own.len()) else {
                return false;
            };
            behind = &behind[filler.len()..];
        }
        executed(behind)
    }
}

/// Whether a year, or what stands for one, between `before` and `behind` is one that an amount is compared with.
fn compares(before: &str, behind: &str, words: &ProseWords) -> bool {
    let than = words
        .than
        .iter()
        .filter(|own| before.ends_with(own.as_str()));
    let Some(than) = than.max_by_key(|own| own.len()) else {
        return false;
    };
    let joins = matches!(than.as_str(), "与" | "同");
    let alike = words.alike.iter().any(|own| behind.contains(own.as_str()));
    // 没有调整 is no 调整预算数.
    let level = words.same.iter().find(|own| behind.contains(own.as_str()));
    let bare = level.map(|own| behind.replace(own.as_str(), ""));
    let bare = bare.as_deref().unwrap_or(behind);
    let other = words
        .years
        .plans
        .iter()
        .any(|own| bare.contains(own.as_str()));
    !other && (!joins || alike)
}

/// 比本年预算增加.
fn this_year<'t>(text: &'t str, words: &'t ProseWords) -> impl Iterator<Item = Range<usize>> + 't {
    // 当年 may be the year that was just spoken of.
    let own = words.this_year.iter().filter(|own| *own != "当年");
    own.flat_map(move |own| {
        text.match_indices(own.as_str()).filter_map(move |(at, _)| {
            let end = at + own.len();
            let clause = YearClause::around(text, at..end);
            let behind = text[end..clause.end].trim_start_matches(['度', '的']);
            let behind = behind.trim_start_matches("年初");
            let budget = ["预算", "执行数", "决算数"];
            let budget = budget.iter().any(|own| behind.starts_with(own));
            let moves = [&words.up, &words.down, &words.same, &words.alike];
            let moves = moves
                .into_iter()
                .flatten()
                .any(|own| behind.contains(own.as_str()));
            // 比本年预算多安排2万元
            let mut weak = [&words.more, &words.less].into_iter().flatten();
            let moves = moves
                || weak.any(|own| {
                    let at = behind.find(own.as_str());
                    let after = at.map(|at| &behind[at + own.len()..]);
                    after.is_some_and(|own| own.starts_with(|c: char| c.is_ascii_digit()))
                });
            let compares = compares(&text[clause.start..at], behind, words);
            (budget && moves && compares).then(|| clause.quote())
        })
    })
}

/// The bytes around `at` up to the next marks.
fn around(text: &str, at: usize, marks: &[char]) -> Range<usize> {
    let start = text[..at].rfind(marks).map_or(0, |mark| {
        mark + text[mark..].chars().next().map_or(0, char::len_utf8)
    });
    let end = text[at..].find(marks).map_or(text.len(), |mark| at + mark);
    start..end
}
