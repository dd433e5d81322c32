//! How many offices or units there are said to be, and their names.

use super::super::cells::holds_placeholder;
use crate::model::{Organization, ReadingWords, Section};
use crate::text::{count, is_numeral, squash, without_ordinal};

/// The longest name, in characters.
const LONGEST: usize = 40;

/// What the section on organization says.
pub(super) fn organization(words: &ReadingWords, section: &Section) -> Organization {
    let paragraphs = &section.paragraphs;
    for (at, paragraph) in paragraphs.iter().enumerate() {
        for sentence in paragraph.text.split_inclusive('。') {
            let Some((count, behind)) = counted(words, sentence) else {
                continue;
            };
            let mut offices = names(words, behind);
            if offices.is_empty() {
                offices = listed(
                    words,
                    paragraphs[at + 1..].iter().map(|text| text.text.as_str()),
                );
            }
            return Organization {
                count: Some(count),
                offices,
            };
        }
    }
    Organization::default()
}

/// The number in `设8个内设机构` or `内设机构8个`, and what follows it.
fn counted<'s>(words: &ReadingWords, sentence: &'s str) -> Option<(u32, &'s str)> {
    for (at, counter) in matches_of(&words.counters, sentence) {
        let front = &sentence[..at];
        let numeral = front.trim_end();
        let start = numeral
            .char_indices()
            .rev()
            .take_while(|(_, c)| is_numeral(*c))
            .last();
        let Some((start, _)) = start else { continue };
        let Some(count) = count(&numeral[start..]) else {
            continue;
        };
        let behind = &sentence[at + counter.len()..];
        let word = words
            .counted
            .iter()
            .filter_map(|word| {
                let found = behind.find(word.as_str())?;
                (behind[..found].chars().count() <= 4).then_some(found + word.len())
            })
            .min();
        if let Some(end) = word {
            return Some((count, &behind[end..]));
        }
        let before =
            ReadingWords::trim_end(&words.count_leads, &[' ', '：', ':'], &numeral[..start]);
        if ReadingWords::ends(&words.counted, before) {
            return Some((count, behind));
        }
    }
    None
}

/// The names in a sentence: behind 即, 包括 or a colon, parted by 、.
fn names(words: &ReadingWords, behind: &str) -> Vec<String> {
    let tail = behind.trim_start_matches(['，', ',', '（', '(', ' ']);
    let leads = words.names_follow.iter().map(String::as_str);
    let lead = leads
        .chain(["：", ":"])
        .filter_map(|lead| Some((tail.find(lead)?, lead)))
        .min_by_key(|(at, lead)| (*at, usize::MAX - lead.len()));
    let Some((at, lead)) = lead.filter(|(at, _)| tail[..*at].chars().count() <= 6) else {
        return Vec::new();
    };
    let list = tail[at + lead.len()..].trim_start_matches(['：', ':', '，', ',', ' ']);
    let list = list.split(['。', '；', '\n']).next().unwrap_or(list);
    if holds_placeholder(words, &squash(list)) {
        return Vec::new();
    }
    let list = ReadingWords::trim_end(&words.and_others, &['）', ')'], list);
    let names: Vec<String> = list
        .split(['、', '，', ','])
        .flat_map(|part| parted(&words.names_part, part))
        .map(|name| ReadingWords::trim_start(&words.names_join, &[], name.trim()).trim())
        .map(str::to_owned)
        .filter(|name| !name.is_empty())
        .collect();
    // 甲科、乙科和丙科: the last two are joined.
    let mut all: Vec<String> = Vec::with_capacity(names.len());
    let last = names.len().saturating_sub(1);
    for (at, name) in names.into_iter().enumerate() {
        match split_once(&words.names_join, &name) {
            Some((one, other))
                if at == last && is_office(words, one) && is_office(words, other) =>
            {
                all.extend([one.trim().to_owned(), other.trim().to_owned()]);
            }
            _ => all.push(name),
        }
    }
    all.retain(|name| name.chars().count() <= LONGEST);
    all
}

/// Where words stand in a text, from its beginning.
fn matches_of<'s>(words: &[String], text: &'s str) -> Vec<(usize, &'s str)> {
    let all = words
        .iter()
        .flat_map(|word| text.match_indices(word.as_str()));
    let mut all: Vec<(usize, &str)> = all.collect();
    all.sort_unstable();
    all
}

/// The parts of a text between words.
fn parted<'s>(words: &[String], text: &'s str) -> Vec<&'s str> {
    let (mut parts, mut from) = (Vec::new(), 0);
    for (at, word) in matches_of(words, text) {
        if at >= from {
            parts.push(&text[from..at]);
            from = at + word.len();
        }
    }
    parts.push(&text[from..]);
    parts
}

/// What stands before and behind the first of the words in a text.
fn split_once<'s>(words: &[String], text: &'s str) -> Option<(&'s str, &'s str)> {
    let (at, word) = matches_of(words, text).into_iter().next()?;
    Some((&text[..at], &text[at + word.len()..]))
}

fn is_office(words: &ReadingWords, name: &str) -> bool {
    name.chars().count() >= 2 && ReadingWords::ends(&words.offices, name.trim())
}

/// The names in rows with ordinals: `1. 办公室`, `2.窗口管理科；`.
fn listed<'t>(words: &ReadingWords, lines: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut names = Vec::new();
    for line in lines {
        let bare = without_ordinal(line);
        if bare.len() == line.trim().len() {
            break;
        }
        let name = bare.split(['。', '；', ';', '：', ':', '，', ',']).next();
        let name = name.unwrap_or(bare).trim();
        if name.is_empty()
            || name.chars().count() > LONGEST
            || holds_placeholder(words, &squash(name))
        {
            break;
        }
        names.push(name.to_owned());
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Model, SectionId, Text};

    fn of(lines: &[&str]) -> (Option<u32>, String) {
        let section = Section {
            section: SectionId::Organization,
            heading: Text::default(),
            paragraphs: lines.iter().copied().map(Text::new).collect(),
        };
        let organization = organization(&Model::embedded().reading, &section);
        (organization.count, organization.offices.join(" "))
    }

    #[test]
    fn offices_in_all_wordings() {
        for (lines, count, offices) in [
            (
                vec![
                    "某中心为正处级全额拨款事业单位。按照上述职责，设8个内设机构，即办公室、窗口管理科、信息基础设施科。",
                ],
                Some(8),
                "办公室 窗口管理科 信息基础设施科",
            ),
            (
                vec!["某局下属3家预算单位，包括：甲馆、乙站和丙队。"],
                Some(3),
                "甲馆 乙站 丙队",
            ),
            (
                vec!["内设机构十二个：办公室、财务科。"],
                Some(12),
                "办公室 财务科",
            ),
            (
                vec![
                    "设2个内设机构：",
                    "1. 办公室。负责日常工作。",
                    "2. 管理科；",
                ],
                Some(2),
                "办公室 管理科",
            ),
            (vec!["本部门共有两家预算单位"], Some(2), ""),
            (
                vec!["XX单位设XX个内设机构，包括：办公室、XX、XX……"],
                None,
                "",
            ),
            (vec!["本单位无内设机构。"], None, ""),
        ] {
            assert_eq!(of(&lines), (count, offices.to_owned()), "{lines:?}");
        }
    }
}
