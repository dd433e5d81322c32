//! The budget of a project (年度预算安排): its items, its totals, and its parts by time, from lines of text and rows of cells.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::clause::{bare_name, clauses, split};
use crate::model::PartWords;
use crate::text::{Measure, Reading, read_amount, squash, strip_ordinal, without_year};

/// What a sentence may end in.
const ENDS: [char; 3] = ['。', '；', ';'];

/// What an amount of a project's budget is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProjectPart {
    /// One of the items.
    Item,
    /// What the items before or behind it add up to.
    Sum,
    /// The money of the project, or of its year.
    Total,
    /// A sum of some items: 小计.
    Subtotal,
    /// What is for a part of the year.
    Time,
}

/// An amount of a project's budget as stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedPart {
    /// What it is.
    pub part: ProjectPart,
    /// Its name without ordinal.
    pub name: String,
    /// The number.
    pub value: Decimal,
    /// The unit of measure behind the number, where one is.
    pub measure: Option<Measure>,
    /// The number as stated, with its unit of measure.
    pub stated: String,
    /// Which of the cells of the line holds the amount.
    pub cell: usize,
}

/// The amounts of a line. `cells` are the texts of its cells where it has several, the ordinal apart.
#[must_use]
pub fn parts(words: &PartWords, line: &str, cells: &[&str]) -> Vec<StatedPart> {
    if cells.len() > 1 {
        return in_cells(words, cells).into_iter().collect();
    }
    if let Some(inner) = line.trim().strip_prefix('|') {
        let cells: Vec<&str> = inner
            .trim_end_matches('|')
            .split('|')
            .map(str::trim)
            .collect();
        let cells: Vec<&str> = cells.into_iter().filter(|text| !text.is_empty()).collect();
        return in_cells(words, &cells)
            .map(|item| StatedPart { cell: 0, ..item })
            .into_iter()
            .collect();
    }
    in_text(words, line)
}

/// A name and, further right, its amount. An amount without unit of measure counts only in a cell of its own.
fn in_cells(words: &PartWords, cells: &[&str]) -> Option<StatedPart> {
    let named = cells.iter().position(|text| number(text).is_none())?;
    let (cell, (value, measure)) = cells
        .iter()
        .enumerate()
        .skip(named + 1)
        .find_map(|(at, text)| Some((at, number(text)?)))?;
    let name = bare_name(words, cells[named]);
    let behind = cells
        .get(cell + 1)
        .and_then(|text| Measure::parse(&squash(text)));
    let stated = match behind {
        Some(measure) => format!("{}{}", cells[cell].trim(), measure.word()),
        None => cells[cell].trim().to_owned(),
    };
    (!name.is_empty()).then_some(StatedPart {
        part: part(words, &name),
        name,
        value,
        measure: measure.or(behind),
        stated,
        cell,
    })
}

fn number(text: &str) -> Option<(Decimal, Option<Measure>)> {
    match read_amount(text) {
        Reading::Number { value, measure } => Some((value, measure)),
        _ => None,
    }
}

/// The amounts of a sentence. What follows 其中 are the parts of what stands before it.
fn in_text(words: &PartWords, line: &str) -> Vec<StatedPart> {
    let among = words.among.iter();
    let among = among.filter_map(|word| Some((line.find(word.as_str())?, word.len())));
    let (head, parts) = match among.chain(in_brackets(words, line)).min() {
        Some((at, length)) => {
            let behind = line[at + length..].trim_end_matches(ENDS);
            let end = closing(behind).filter(|_| is_open(&line[..at + length]));
            let behind = end.map_or(behind, |end| &behind[..end]);
            (&line[..at], Some(behind))
        }
        None => (line, None),
    };
    let mut clauses_of_head = clauses(head);
    clauses_of_head.retain(|own| !is_change(words, own));
    let mut own: Vec<Option<StatedPart>> =
        clauses_of_head.iter().map(|own| item(words, own)).collect();
    let is = |part: ProjectPart| {
        move |own: &Option<StatedPart>| own.as_ref().is_some_and(|own| own.part == part)
    };
    // An item with an ordinal has its amount first; what it is made of is no item.
    let listed = strip_ordinal(&squash(line)).len() < squash(line).len();
    if listed {
        let first = own
            .iter()
            .flatten()
            .next()
            .filter(|own| own.part != ProjectPart::Item);
        let named = own.first().is_some_and(Option::is_some);
        let item = own
            .iter()
            .flatten()
            .find(|own| own.part == ProjectPart::Item);
        if let Some(item) = item {
            return vec![item.clone()];
        }
        if parts.is_none() {
            return first.filter(|_| named).cloned().into_iter().collect();
        }
    }
    if let Some(parts) = parts {
        let parts = without_nested(words, parts);
        let clauses = clauses(&parts);
        let below: Vec<StatedPart> = clauses
            .iter()
            .filter(|own| !is_change(words, own))
            .filter_map(|clause| item(words, clause))
            .collect();
        // What the parts are parts of is a sum, whatever it is called.
        let governs = below
            .iter()
            .filter(|own| own.part == ProjectPart::Item)
            .count()
            > 1;
        if let Some(last) = own.last_mut().and_then(Option::as_mut)
            && governs
        {
            last.part = ProjectPart::Sum;
        }
        let above = own
            .into_iter()
            .flatten()
            .filter(|own| own.part != ProjectPart::Item);
        return above.chain(below).collect();
    }
    let by_time = own.iter().filter(|own| is(ProjectPart::Time)(own)).count() > 1;
    if by_time || own.iter().all(Option::is_some) || adds_up(&own) {
        return own.into_iter().flatten().collect();
    }
    // Of several clauses each is to be an item, lest what is said of something else is taken for one; and a total stands
    // before what is said of it.
    let first = own.into_iter().next().flatten();
    first
        .filter(|own| own.part != ProjectPart::Item)
        .into_iter()
        .collect()
}

/// Whether several items of a line add up to the one total in it: what else the line says is none of them.
fn adds_up(own: &[Option<StatedPart>]) -> bool {
    let all = || own.iter().flatten();
    let yuan = |own: &StatedPart| {
        own.measure.map_or(own.value, |measure| {
            own.value.saturating_mul(measure.yuan())
        })
    };
    let items = || all().filter(|own| own.part == ProjectPart::Item);
    let mut totals = all().filter(|own| matches!(own.part, ProjectPart::Sum | ProjectPart::Total));
    let total = totals.next().filter(|_| totals.next().is_none());
    let sum: Decimal = items().map(yuan).sum();
    items().count() > 1 && total.is_some_and(|total| yuan(total) == sum)
}

/// Where the bracket that is open before `text` closes.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_u32;
    text.char_indices().find_map(|(at, c)| {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' if depth == 0 => return Some(at),
            '）' | ')' => depth -= 1,
            _ => {}
        }
        None
    })
}

/// Whether a bracket is open at the end of `text`.
fn is_open(text: &str) -> bool {
    let last = text.rfind(['（', '(']);
    last.is_some_and(|open| !text[open..].contains(['）', ')']))
}

/// The parts of an amount without what one of them is made of: 网站运维11万元，其中测评4万元；通信5万元. It ends at the next
/// semicolon where they are parted by such, else at the next comma.
fn without_nested<'t>(words: &PartWords, parts: &'t str) -> Cow<'t, str> {
    let mut left = Cow::Borrowed(parts);
    let mut from = 0;
    while let Some(at) = left[from..].find(['，', ',', '；', ';']) {
        let mark = from + at;
        let start = mark + left[mark..].chars().next().map_or(0, char::len_utf8);
        let behind = left[start..].trim_start();
        let nested = words.nested.iter();
        let nested = nested.filter(|own| behind.starts_with(own.as_str())).max();
        let told = closing(&left[mark..]).is_none() && item(words, &left[..mark]).is_some();
        let Some(nested) = nested.filter(|_| told) else {
            from = start;
            continue;
        };
        let rest = &left[start..];
        // 含劳务费2万元 is one part of it.
        let list = nested.chars().count() > 1;
        let end = rest.find(['；', ';', '。']).filter(|_| list);
        let end = end.or_else(|| rest.find(['，', ',', '；', ';', '。']));
        let end = start + end.unwrap_or(rest.len());
        left = Cow::Owned(format!("{}{}", &left[..mark], &left[end..]));
        from = mark;
    }
    left
}

/// Where the brackets behind an amount begin that hold its parts, 100万元（甲60万元、乙40万元）, and their bytes. Where other
/// amounts follow them they are what one item of several is made of.
fn in_brackets(words: &PartWords, line: &str) -> Option<(usize, usize)> {
    let mut opens = line.char_indices().filter(|(_, c)| matches!(c, '（' | '('));
    let (at, open) = opens.find(|(at, _)| line[..*at].ends_with('元'))?;
    let behind = &line[at + open.len_utf8()..];
    let (inner, rest) = behind.split_at(closing(behind).unwrap_or(behind.len()));
    let several = inner.matches('元').count() > 1;
    let mut after = clauses(rest).into_iter().skip(1);
    let goes_on = after.any(|own| !is_change(words, own) && item(words, own).is_some());
    let whole = item(words, &line[..at]).is_some_and(|own| own.part != ProjectPart::Item);
    (several && (whole || !goes_on)).then_some((at, open.len_utf8()))
}

/// Whether a clause tells a change, and no amount of something: 较上年31万元增加6.1万元.
fn is_change(words: &PartWords, clause: &str) -> bool {
    let front = split(clause).map(|(front, ..)| front.trim_end());
    front.is_some_and(|front| {
        let mut ends = words.changes.iter();
        // 比上年多6万元, 较2024年预算增加6万元
        let compares = front.starts_with(['比', '较']) && front.contains('年');
        compares || ends.any(|own| front.ends_with(own.as_str()))
    })
}

/// A clause of the form `名称 873万元`, `名称：873万元`, `名称（873万元）`.
fn item(words: &PartWords, clause: &str) -> Option<StatedPart> {
    let (front, stated, value, measure) = split(clause)?;
    let name = bare_name(words, front);
    // 全年合计 is a sum, though 合计 may lead to an amount.
    let squashed = squash(front);
    let told = strip_ordinal(&squashed).trim_end_matches([':', ',', '、']);
    let part = match words.sums.iter().any(|own| own == told) {
        true => ProjectPart::Sum,
        false => part(words, &name),
    };
    // 甲60万元，乙40万元，共100万元
    let named = name.chars().count() >= 2 || !name.is_empty() && part != ProjectPart::Item;
    named.then_some(StatedPart {
        part,
        name,
        value,
        measure: Some(measure),
        stated: stated.to_owned(),
        cell: 0,
    })
}

/// What an amount of this name is.
fn part(words: &PartWords, name: &str) -> ProjectPart {
    let squashed = squash(name);
    let holds = |words: &[String], text: &str| words.iter().any(|own| text.contains(own.as_str()));
    if holds(&words.times, &squashed) {
        return ProjectPart::Time;
    }
    let bare = without_year(&squashed);
    let mut rest: &str = &bare;
    let total = |rest| {
        words
            .totals
            .iter()
            .find_map(|own| str::strip_prefix(rest, own.as_str()))
    };
    while let Some(behind) = total(rest) {
        rest = behind;
    }
    match rest.is_empty() {
        false => ProjectPart::Item,
        true if holds(&words.subtotals, &bare) => ProjectPart::Subtotal,
        true if holds(&words.sums, &bare) => ProjectPart::Sum,
        true => ProjectPart::Total,
    }
}

#[cfg(test)]
mod tests;
