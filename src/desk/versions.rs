//! Which of several files of one line counts.

use super::words::{of, plain, words};

/// What the name of a file tells of its version: the larger the newer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct VersionMark {
    rank: u8,
    number: u32,
}

/// The mark in the name of a file: 最终 before 修改 or v2, before none, before 初稿.
#[must_use]
pub fn mark(name: &str) -> VersionMark {
    let name = plain(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    let has = |what| of(&words().versions, what).any(|word| name.contains(&plain(word)));
    let forms = of(&words().versions, "numbered").filter_map(|form| numbered(&name, form));
    let number = forms.max();
    let rank = if has("final") {
        3
    } else if has("draft") {
        0
    } else if has("revised") || number.is_some() {
        2
    } else {
        1
    };
    // 修改 without a number is the first one.
    let number = number.unwrap_or(u32::from(rank == 2));
    VersionMark { rank, number }
}

/// The number that stands in `name` as `form` has it: `v{n}`.
fn numbered(name: &str, form: &str) -> Option<u32> {
    let (front, behind) = form.split_once("{n}")?;
    let digit = |c: char| c.is_ascii_digit() || value(c).is_some();
    let starts = name.char_indices().filter(|(at, c)| {
        let before = name[..*at].chars().next_back();
        let first = !before.is_some_and(digit) || !c.is_ascii_digit();
        digit(*c) && first && name[..*at].ends_with(front)
    });
    let numbers = starts.filter_map(|(at, _)| {
        let letter = |c: char| c.is_ascii_alphanumeric();
        let before = name[..at - front.len()].chars().next_back();
        if front.starts_with(letter) && before.is_some_and(|c| c.is_ascii_alphabetic()) {
            return None;
        }
        let end = name[at..]
            .find(|c| !digit(c))
            .map_or(name.len(), |end| at + end);
        let number = number(&name[at..end])?;
        // (2026) is a year.
        (name[end..].starts_with(behind) && number < 1000).then_some(number)
    });
    numbers.max()
}

fn value(c: char) -> Option<u32> {
    "〇一二三四五六七八九"
        .chars()
        .zip(0..)
        .find_map(|(own, value)| (own == c).then_some(value))
        .or_else(|| (c == '十').then_some(10))
}

fn number(text: &str) -> Option<u32> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let mut total = 0;
    for c in text.chars() {
        total = match value(c)? {
            10 => total.max(1) * 10,
            own => total + own,
        };
    }
    Some(total)
}

/// A version of what a line hands in.
#[derive(Debug, Clone)]
pub struct Version<'v> {
    /// The path of the file.
    pub path: &'v str,
    /// What the names of the files with this content tell.
    pub mark: VersionMark,
    /// When it was last saved, as it says itself.
    pub saved: Option<&'v str>,
    /// Whether the reviewer decided for it.
    pub decided: bool,
}

/// The versions from the newest to the oldest, as positions in `versions`, and whether it is clear which of the two newest counts.
#[must_use]
pub fn newest(versions: &[Version<'_>]) -> (Vec<usize>, bool) {
    let mut order: Vec<usize> = (0..versions.len()).collect();
    let key = |at: &usize| {
        let own = &versions[*at];
        (own.decided, own.mark, own.saved, own.path)
    };
    order.sort_by(|one, other| key(other).cmp(&key(one)));
    let [first, second, ..] = order[..] else {
        return (order, true);
    };
    let (first, second) = (&versions[first], &versions[second]);
    let clear = first.decided
        || match (first.saved, second.saved) {
            (Some(newer), Some(older)) if first.mark == second.mark => newer != older,
            (Some(newer), Some(older)) => newer >= older,
            _ => first.mark != second.mark,
        };
    (order, clear)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_in_order() {
        let names = [
            "预算初稿.xlsx",
            "2026预算（2026）.xlsx",
            "预算v1.xlsx",
            "预算(2).xlsx",
            "预算第三稿.xlsx",
            "预算V10.xlsx",
            "预算-最终.xlsx",
            "预算最终v2.xlsx",
        ];
        let marks: Vec<VersionMark> = names.iter().map(|name| mark(name)).collect();
        for pair in marks.windows(2) {
            assert!(pair[0] < pair[1], "{marks:?}");
        }
        assert_eq!(mark("预算修改.xlsx"), mark("预算v1.xlsx"));
        assert_eq!(mark("021003-某馆.xlsx"), VersionMark { rank: 1, number: 0 });
        assert_eq!(mark("dev3.xlsx").rank, 1);
    }

    #[test]
    fn a_contradiction_is_not_clear() {
        let version = |path, saved| Version {
            path,
            mark: mark(path),
            saved,
            decided: false,
        };
        let (old, new) = (Some("2026-01-01T00:00:00"), Some("2026-01-02T00:00:00"));
        for (versions, expected) in [
            ([version("a.xlsx", old), version("b.xlsx", new)], (1, true)),
            (
                [version("a-最终.xlsx", new), version("a.xlsx", old)],
                (0, true),
            ),
            (
                [version("a-最终.xlsx", old), version("a.xlsx", new)],
                (0, false),
            ),
            (
                [version("a.xlsx", None), version("b.xlsx", None)],
                (1, false),
            ),
            (
                [version("v2.xlsx", None), version("v1.xlsx", old)],
                (0, true),
            ),
        ] {
            let (order, clear) = newest(&versions);
            assert_eq!((order[0], clear), expected, "{versions:?}");
        }
    }
}
