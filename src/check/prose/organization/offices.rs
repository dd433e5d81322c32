//! The offices of a body: `设8个内设机构，即…` against the names that follow.

use super::super::cell;
use super::counted::{
    BETWEEN, CountedNumber, FILLERS, LONGEST, counts, ending, marked, numbers, repeated, split,
};
use crate::finding::{Finding, FindingCode};
use crate::model::{OrganizationWords, Text};
use crate::text::{Folded, count, is_numeral, squash};

/// `设8个内设机构，即…` against the names that follow, in each sentence of a paragraph or in the lines below it.
pub(super) fn check(words: &OrganizationWords, text: &Text, below: &[Text]) -> Vec<Finding> {
    let folded = Folded::new(&text.text);
    let mut findings = Vec::new();
    let mut from = 0;
    for sentence in folded.text().split_inclusive(['。', ';']) {
        let start = from;
        from += sentence.len();
        let all: Vec<CountedNumber> = numbers(sentence).collect();
        let counted = all.iter().find_map(|number| {
            if let Some(end) = counts(&words.offices, &sentence[number.end..]) {
                return Some((number, number.end + end));
            }
            // 内设科室6个
            let front = sentence[..number.start].trim_end_matches(FILLERS);
            ending(&words.offices, front).map(|_| (number, number.end))
        });
        let short = short(sentence);
        let counted = counted.or_else(|| short.as_ref().map(|number| (number, number.end)));
        let Some((number, end)) = counted else {
            continue;
        };
        let behind = &sentence[end..];
        let last = behind.trim_end().ends_with(':');
        let (mut names, may_be) = named(words, behind);
        let may_be = match may_be {
            Some(may_be) => may_be,
            None if last => {
                names = listed(words, below);
                vec![names.len()]
            }
            None => continue,
        };
        // Another number before the names may be of what they are names of.
        let first = names.first().and_then(|name| behind.find(name.as_str()));
        let first = end + first.unwrap_or(behind.len());
        let more = all
            .iter()
            .any(|other| (number.end..first).contains(&other.start));
        // 内设机构4个：1.办公室；2.业务科: the list goes on.
        let goes_on = sentence.ends_with(';') && names.len() == 1;
        if names.is_empty() || more || goes_on {
            continue;
        }
        let twice = names
            .iter()
            .enumerate()
            .find(|(at, name)| names[..*at].contains(name));
        if let Some((_, name)) = twice {
            findings.push(repeated(text, name));
        }
        if may_be.contains(&(number.value as usize)) {
            continue;
        }
        let quote = &text.text[folded.original(start + number.start..start + end)];
        findings.push(
            Finding::new(FindingCode::CountDiffers)
                .arg("stated", number.value)
                .arg("expected", names.len())
                .list("names", &names)
                .cell(cell(text, quote)),
        );
    }
    findings
}

/// 设4室：办公室、…, 设4个室：…: a number right before what it counts. 设三科一室 are two numbers.
fn short(sentence: &str) -> Option<CountedNumber> {
    let offices = sentence
        .char_indices()
        .filter(|(_, c)| matches!(c, '科' | '室' | '处' | '股' | '部'));
    offices.into_iter().find_map(|(at, c)| {
        let end = at + c.len_utf8();
        let number = sentence[..at].trim_end_matches('个');
        let before = number.trim_end_matches(is_numeral);
        let sets = before.ends_with(['设', '立', '有']) && before.contains('设');
        let ends = sentence[end..].starts_with([':', ',', '(']);
        let value = count(&number[before.len()..])?;
        (sets && ends).then_some(CountedNumber {
            value,
            start: before.len(),
            end,
        })
    })
}

/// The names of offices behind a number of them, and how many there may be; `None` where that is not certain.
fn named(words: &OrganizationWords, behind: &str) -> (Vec<String>, Option<Vec<usize>>) {
    let unsure = (Vec::new(), None);
    // 6个科室（综合科、产权管理科）
    let bracketed = behind.strip_prefix('(').map(|inner| {
        let end = inner.rfind(')').unwrap_or(inner.len());
        format!(":{}", &inner[..end])
    });
    let behind = bracketed.as_deref().unwrap_or(behind);
    let tail = behind.trim_start_matches(',');
    let lead = words
        .leads
        .iter()
        .filter_map(|lead| Some((tail.find(lead.as_str())?, lead.len())))
        .filter(|(at, _)| tail[..*at].chars().count() <= 2 * BETWEEN)
        .min_by_key(|(at, length)| (*at, std::cmp::Reverse(*length)));
    let Some((at, length)) = lead else {
        return unsure;
    };
    let list = tail[at + length..].trim_start_matches([':', ',']);
    let list = list.trim_end_matches(['。', ';', ')']);
    let pieces = numbered(list).unwrap_or_else(|| split(list, '、'));
    // A comma ends a list that is parted by 、; what follows is said of something else, or it goes on.
    let mut names: Vec<String> = Vec::new();
    let mut more = 0;
    let parted = pieces.len() > 1;
    for piece in pieces {
        let mut clauses = split(piece, ',').into_iter();
        if more > 0 {
            more += clauses.count();
            continue;
        }
        let first = clauses.next().unwrap_or_default();
        names.push(first.to_owned());
        if parted {
            more = clauses.filter(|own| is_office(words, own)).count();
        } else {
            names.extend(clauses.map(str::to_owned));
        }
    }
    let rest = names.last().map_or("", |last| {
        let at = list.find(last.as_str()).unwrap_or_default();
        &list[at + last.len()..]
    });
    let also = words.also.iter().any(|word| rest.contains(word.as_str()));
    names.retain(|name| !name.is_empty());
    // 业务一至三科 is three of them.
    let several = |name: &String| {
        let counted = name.starts_with(|c: char| c.is_ascii_digit());
        counted || name.ends_with('等') || name.contains(['至', '-', '~', '各'])
    };
    if names.iter().any(several) {
        return unsure;
    }
    // 甲科、乙科和丙科: two are joined. 博物馆和安全股 may be one.
    let mut all: Vec<String> = Vec::new();
    let mut one_or_two = 0;
    for name in names {
        match name
            .split_once("以及")
            .or_else(|| name.split_once(['和', '及']))
        {
            Some((one, other)) if is_office(words, one) && is_office(words, other) => {
                one_or_two += usize::from(one.chars().last() != other.chars().last());
                all.extend([one.to_owned(), other.to_owned()]);
            }
            _ => all.push(name),
        }
    }
    if all.is_empty() || !all.iter().all(|name| is_office(words, name)) {
        return unsure;
    }
    let mut may_be: Vec<usize> = (all.len() - one_or_two..=all.len()).collect();
    if more > 0 && !also {
        may_be.extend(all.len() + 1..=all.len() + more);
    }
    (all, Some(may_be))
}

/// The pieces of a list with ordinals and nothing else between them: 1办公室2业务科, as ①办公室②业务科 is folded.
fn numbered(list: &str) -> Option<Vec<&str>> {
    let mut rest = list.strip_prefix('1')?;
    let mut pieces = Vec::new();
    for number in 2..=LONGEST {
        let mark = number.to_string();
        let Some((piece, behind)) = rest.split_once(&mark) else {
            break;
        };
        pieces.push(piece);
        rest = behind;
    }
    pieces.push(rest);
    let pieces = pieces.into_iter().map(|own| {
        let own = own.trim_start_matches(['.', '、', ')']);
        own.trim_end_matches(['、', ',', ';', '(']).trim()
    });
    let pieces: Vec<&str> = pieces.collect();
    let plain = |own: &&str| {
        !own.is_empty() && !own.contains(|c: char| c.is_ascii_digit() || c == ',' || c == '、')
    };
    (pieces.len() > 1 && pieces.iter().all(plain)).then_some(pieces)
}

/// The offices in lines with ordinals; none where one of the lines is none.
fn listed(words: &OrganizationWords, lines: &[Text]) -> Vec<String> {
    let mut names = Vec::new();
    for (line, expected) in lines.iter().zip(1..) {
        let Some((_, _, bare)) = marked(&line.text).filter(|(own, ..)| *own == Some(expected))
        else {
            break;
        };
        let bare = squash(bare).into_owned();
        let name = bare.split(['。', ';', ':', ',']).next().unwrap_or_default();
        if !is_office(words, name) {
            return Vec::new();
        }
        names.push(name.to_owned());
    }
    names
}

fn is_office(words: &OrganizationWords, name: &str) -> bool {
    let bare = name.split('(').next().unwrap_or_default().trim();
    let length = bare.chars().count();
    (2..=LONGEST / 2).contains(&length)
        && words
            .office_ends
            .iter()
            .any(|end| bare.ends_with(end.as_str()))
}
