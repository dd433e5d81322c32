//! The 科目 that an item of the narrative names: 一般公共服务支出（类）财政事务（款）行政运行（项）, 208-05-05, 行政运行（2010601）, 行政运行.

use std::ops::Range;

use super::lexicon::{Lexicon, Word};
use super::ordinal::ordinal;
use super::segments::{Segment, codes, segments};
use super::token::goes_on;
use crate::model::Code;

/// What the head of an item names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// One of these lines of the tables; each fits all that is written.
    Lines(Vec<Code>),
    /// One of these lines, but for one name or code; or a 科目 of this name, which the code list has beside them and no table.
    Nearly(Vec<Nearly>, Option<String>),
    /// A 科目 that no table has, as it is written.
    Unknown(String),
}

/// A line of the tables that an item nearly names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nearly {
    /// The line.
    pub line: Code,
    /// What is written.
    pub stated: String,
    /// What would be right: a name, or digits.
    pub expected: String,
    /// The code whose name or digits are written wrong; `line` or one above it.
    pub code: Code,
    /// Whether digits are wrong, and not a name.
    pub digits: bool,
}

/// What a paragraph names, whose first amount begins at `end` of its folded text: before that amount, or in `behind` it, as
/// in 安排工资12万元，列“教育支出”（类）科目. `None` where it is no item: it has no ordinal, or names no 科目.
pub(super) fn named(
    lexicon: &Lexicon,
    text: &str,
    end: usize,
    behind: Range<usize>,
) -> Option<Named> {
    let (_, start) = ordinal(text)?;
    if let Some(path) = labelled(text.get(start..end)?) {
        return of_head(lexicon, &path);
    }
    let mut before = heads(lexicon, text.get(start..end)?);
    before.find_map(|head| of_head(lexicon, head)).or_else(|| {
        // 安排12万元用于培训，列入“教育支出”（类）科目
        let sentence = text.get(behind)?.split(['。', ';']).next()?;
        let mut booked = parts(sentence).into_iter();
        let head = booked.find_map(|clause| lexicon.booked(clause))?;
        of_head(lexicon, head.trim_end_matches("科目"))
    })
}

/// 类：教育支出；款：普通教育；项：小学教育 as a path with marks.
fn labelled(text: &str) -> Option<String> {
    let mut path = String::new();
    let mut rest = text;
    for level in ["类", "款", "项"] {
        let mark = format!("{level}:");
        if let Some((_, behind)) = rest.split_once(&mark) {
            let end = behind.find([';', ',', '。']).unwrap_or(behind.len());
            path.push_str(&format!("{}({level})", &behind[..end]));
            rest = &behind[end..];
        }
    }
    (path.matches('(').count() > 1).then_some(path)
}

fn of_head(lexicon: &Lexicon, head: &str) -> Option<Named> {
    let mut segments = segments(lexicon, head);
    let known = |own: &Segment| !codes(lexicon, &own.name).is_empty();
    // 住房保障支出(类)占财政拨款支出: words that go on with something else are no name.
    let behind = segments.len() > 1
        && segments.last().is_some_and(|last| {
            let word = lexicon.first(&last.name);
            let other = word.is_some_and(|(_, word)| !matches!(word, Word::Function(_)));
            !known(last) && !last.closed && last.digits.is_none() && other
        });
    if behind {
        segments.pop();
    }
    // A word that is none of a path says something else.
    let strange = |own: &Segment| own.name.chars().count() < 2 && own.digits.is_none();
    let last = segments.last().filter(|last| !strange(last))?;
    let marked = segments
        .iter()
        .any(|own| own.level.is_some() || own.digits.is_some());
    if !(segments.iter().any(known) || marked) || segments.len() > 5 {
        return None;
    }
    let lines = lexicon.lines();
    if lines.is_empty() {
        return None;
    }
    let level = last.level;
    let candidates = lines
        .keys()
        .filter(|code| level.is_none_or(|level| code.level() == level));
    let mut full = Vec::new();
    let mut nearly = Vec::new();
    for &line in candidates {
        let (right, wrong) = held(lexicon, &segments, line);
        match wrong.len() {
            0 if right > 0 => full.push(line),
            1 if right > 0 => nearly.extend(wrong),
            _ => {}
        }
    }
    if !full.is_empty() {
        return Some(Named::Lines(full));
    }
    if !nearly.is_empty() {
        let beside = is_beside(lexicon, &segments).then(|| head.to_owned());
        return Some(Named::Nearly(nearly, beside));
    }
    is_certain(lexicon, &segments).then(|| Named::Unknown(head.to_owned()))
}

/// Whether a path ends in the name of a 科目 that no table has, right below one that it names before: 职业教育-高等职业教育.
fn is_beside(lexicon: &Lexicon, segments: &[Segment]) -> bool {
    let [.., above, last] = segments else {
        return false;
    };
    let named = codes(lexicon, &last.name);
    let parents = codes(lexicon, &above.name);
    let absent = named.iter().all(|code| !lexicon.lines().contains_key(code));
    let below = |code: &Code| code.parent().is_some_and(|own| parents.contains(&own));
    absent && named.iter().any(below)
}

/// Whether what an item names is a name for sure: a code or a name that the lists have, or words between two marks in which no
/// known name begins or ends. A bare name that no list has may be any words.
fn is_certain(lexicon: &Lexicon, segments: &[Segment]) -> bool {
    let Some((last, above)) = segments.split_last() else {
        return false;
    };
    if last.is_bare_code() {
        return false;
    }
    if !codes(lexicon, &last.name).is_empty() {
        return !last.led || last.closed;
    }
    // 档案 is a word like others in 档案馆.
    let begins = match lexicon.first(&last.name) {
        Some((length, Word::Function(_))) => last.name[..length].chars().count() > 2,
        _ => false,
    };
    let marked = last.level.is_some() || last.digits.is_some();
    // 一般公共服务支出-档案事务-某某: so is what ends a path that begins with a known name.
    let known = |own: &Segment| !own.led && !codes(lexicon, &own.name).is_empty();
    let ends = last.closed || marked || above.first().is_some_and(known);
    !above.is_empty() && last.opened && ends && !begins
}

/// The words before the amount that may be a path, the last ones first: the parts of a sentence, without a year and what
/// follows it.
fn heads<'t>(lexicon: &'t Lexicon, text: &'t str) -> impl Iterator<Item = &'t str> {
    const LONGEST: usize = 90;
    let text = match year(text) {
        Some(0) => text["2025年".len()..].trim_start_matches('度'),
        Some(at) => &text[..at],
        None => text,
    };
    let parts = parts(text).into_iter().rev();
    let parts = parts.map(|part| part.trim_end_matches("科目"));
    let parts = parts.filter(|part| !part.is_empty() && part.chars().count() <= LONGEST);
    // 职工工资列“教育支出”科目12万元
    let booked = move |part: &'t str| {
        let at = part.char_indices().map(|(at, _)| at);
        at.rev().find_map(|at| lexicon.booked(&part[at..]))
    };
    let parts = parts.flat_map(move |part| [Some(part), booked(part)].into_iter().flatten());
    parts.filter(move |part| {
        let mut lists = part.match_indices('、');
        lists.all(|(at, mark)| {
            let before = part[..at].chars().next_back();
            goes_on(lexicon, before, &part[at + mark.len()..])
        })
    })
}

/// The parts of a text between its marks, but for those in brackets.
fn parts(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut from = 0;
    let mut inside = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => inside = text[at..].find(')').map_or(inside, |end| at + end),
            ':' | ',' | '。' | ';' if at >= inside => {
                all.push(&text[from..at]);
                from = at + c.len_utf8();
            }
            _ => {}
        }
    }
    all.push(&text[from..]);
    all
}

/// Where a year begins: 2025年.
fn year(text: &str) -> Option<usize> {
    let digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let is_year = |at: &usize| {
        let alone = at.checked_sub(1).is_none_or(|before| !digit(before));
        alone && text[*at..].chars().nth(4) == Some('年')
    };
    text.match_indices("20").map(|(at, _)| at).find(is_year)
}

/// How many names and codes of a path fit the line, and those that do not.
fn held(lexicon: &Lexicon, segments: &[Segment], line: Code) -> (usize, Vec<Nearly>) {
    let mut right = 0;
    let mut wrong = Vec::new();
    let mut above: Vec<Code> = vec![line];
    while let Some(parent) = above.last().and_then(|code| code.parent()) {
        above.push(parent);
    }
    let alone = segments.iter().filter(|own| own.is_bare_code()).count();
    let segments = match alone == segments.len() {
        true => segments,
        false => {
            for segment in segments.iter().filter(|own| own.is_bare_code()) {
                let digits = segment.digits.clone().unwrap_or_default();
                if digits == line.to_string() {
                    right += 1;
                } else {
                    wrong.push(Nearly {
                        line,
                        stated: digits,
                        expected: line.to_string(),
                        code: line,
                        digits: true,
                    });
                }
            }
            &segments[alone..]
        }
    };
    let last = segments.len() - 1;
    for (at, segment) in segments.iter().enumerate() {
        let by_name = codes(lexicon, &segment.name);
        // Which of the codes from the line up it is of: by its mark, else the line for the last one, else by its name.
        let of = match segment.level {
            Some(level) => above.iter().find(|code| code.level() == level).copied(),
            None if at == last => Some(line),
            None => {
                let named = above[1..].iter().find(|code| by_name.contains(code));
                let placed = above.iter().rev().nth(at).filter(|code| **code != line);
                named.or(placed).copied()
            }
        };
        let mut fault = |stated: &str, expected: String, code: Code, digits: bool| {
            wrong.push(Nearly {
                line,
                stated: stated.to_owned(),
                expected,
                code,
                digits,
            });
        };
        let Some(code) = of else {
            fault(&segment.name, String::new(), line, false);
            fault(&segment.name, String::new(), line, false);
            continue;
        };
        if let Some(digits) = &segment.digits {
            let part = code.part(code.level());
            if *digits == code.to_string() || Some(digits) == part.as_ref() {
                right += 1;
            } else {
                let whole = digits.len() >= 5 || segment.level.is_none();
                let expected = if whole {
                    code.to_string()
                } else {
                    part.unwrap_or_default()
                };
                fault(digits, expected, code, true);
            }
        }
        if !segment.name.is_empty() {
            if by_name.contains(&code) {
                right += 1;
            } else {
                let name = lexicon.lines().get(&code).cloned().unwrap_or_default();
                // What else stands before the name is not known: only a name may differ.
                let words = by_name.is_empty() && !segment.opened;
                let longer = segment.name.chars().count() > name.chars().count() + 3;
                let sure = !(words && longer);
                fault(&segment.name, name.repeat(usize::from(sure)), code, false);
            }
        }
    }
    (right, wrong)
}
