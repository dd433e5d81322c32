//! Dates as people write them: `2023年1月1日`, `2023-01-01`, `2023.1`, `3月5日`, `2023年1-12月`, `2023`.

use std::ops::Range;

/// A date in a text, as far as it is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date {
    /// Its bytes.
    pub span: Range<usize>,
    /// The year; where none is said, that of the date before it.
    pub year: Option<u16>,
    /// The month as written, which may be none.
    pub month: Option<u16>,
    /// The day as written, which may be none.
    pub day: Option<u16>,
}

impl Date {
    /// Whether the calendar has it. A date without a year may be in a leap year.
    #[must_use]
    pub fn exists(&self) -> bool {
        let Some(month) = self.month else {
            return true;
        };
        let leap = self
            .year
            .is_none_or(|year| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return false,
        };
        self.day.is_none_or(|day| (1..=days).contains(&day))
    }

    /// Its first day, for comparison.
    #[must_use]
    pub fn first(&self) -> (u16, u16, u16) {
        let year = self.year.unwrap_or_default();
        (year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// Its last day, for comparison.
    #[must_use]
    pub fn last(&self) -> (u16, u16, u16) {
        let year = self.year.unwrap_or_default();
        (year, self.month.unwrap_or(12), self.day.unwrap_or(31))
    }
}

/// A number in a text.
#[derive(Debug, Clone, Copy)]
struct DateNumber {
    start: usize,
    end: usize,
    value: u16,
    digits: usize,
}

/// The dates in a squashed text, in their order.
#[must_use]
pub fn dates(text: &str) -> Vec<Date> {
    let numbers = numbers(text);
    let behind = |number: &DateNumber| text[number.end..].chars().next().unwrap_or(' ');
    // The number that stands right behind, with but one character between.
    let next = |at: usize| {
        let (own, next) = (&numbers[at], numbers.get(at + 1)?);
        let between = &text[own.end..next.start];
        (between.chars().count() == 1).then_some((between.chars().next()?, at + 1))
    };
    let mut found: Vec<Date> = Vec::new();
    let mut at = 0;
    while at < numbers.len() {
        let own = numbers[at];
        let date = |last: usize, end: usize, [year, month, day]: [Option<u16>; 3]| {
            let date = Date {
                span: own.start..end,
                year,
                month,
                day,
            };
            (date, last)
        };
        let marked = |at: usize| {
            let number = &numbers[at];
            number.end + behind(number).len_utf8()
        };
        let read = if own.digits == 4 && (1990..2100).contains(&own.value) {
            let year = Some(own.value);
            match (behind(&own), next(at)) {
                ('年', Some(('年', month))) if is_short(&numbers[month]) => {
                    let value = Some(numbers[month].value);
                    match (behind(&numbers[month]), next(month)) {
                        ('月', Some(('月', day)))
                            if is_short(&numbers[day])
                                && matches!(behind(&numbers[day]), '日' | '号') =>
                        {
                            let value = [year, value, Some(numbers[day].value)];
                            date(day, marked(day), value)
                        }
                        ('月', _) => date(month, marked(month), [year, value, None]),
                        // 2023年1-12月: the month behind the mark is said by what follows.
                        ('-' | '至' | '—' | '~', Some((_, end)))
                            if is_short(&numbers[end]) && behind(&numbers[end]) == '月' =>
                        {
                            date(month, numbers[month].end, [year, value, None])
                        }
                        _ => date(at, marked(at), [year, None, None]),
                    }
                }
                ('年', _) => date(at, marked(at), [year, None, None]),
                (mark @ ('-' | '.' | '/'), Some((_, month))) if is_short(&numbers[month]) => {
                    let value = Some(numbers[month].value);
                    match next(month) {
                        Some((other, day)) if other == mark && is_short(&numbers[day]) => {
                            let value = [year, value, Some(numbers[day].value)];
                            date(day, numbers[day].end, value)
                        }
                        // 2023.13 alone is a number like others.
                        _ if value.is_some_and(|month| (1..=12).contains(&month)) => {
                            date(month, numbers[month].end, [year, value, None])
                        }
                        _ => date(at, own.end, [year, None, None]),
                    }
                }
                _ => date(at, own.end, [year, None, None]),
            }
        } else if is_short(&own)
            && behind(&own) == '月'
            && !text[..own.start].ends_with(['第', '.', '/'])
        {
            let year = found.last().and_then(|date| date.year);
            let month = Some(own.value);
            match next(at) {
                Some(('月', day))
                    if is_short(&numbers[day]) && matches!(behind(&numbers[day]), '日' | '号') =>
                {
                    date(day, marked(day), [year, month, Some(numbers[day].value)])
                }
                _ if (1..=12).contains(&own.value) => date(at, marked(at), [year, month, None]),
                _ => {
                    at += 1;
                    continue;
                }
            }
        } else {
            at += 1;
            continue;
        };
        let (date, last) = read;
        found.push(date);
        at = last + 1;
    }
    found
}

fn is_short(number: &DateNumber) -> bool {
    number.digits <= 2
}

fn numbers(text: &str) -> Vec<DateNumber> {
    let mut found: Vec<DateNumber> = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_ascii_digit(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                found.push(DateNumber {
                    start: from,
                    end: at,
                    value: text[from..at].parse().unwrap_or(u16::MAX),
                    digits: at - from,
                });
                start = None;
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_all_forms() {
        for (text, expected) in [
            ("2023年1月1日-2023年12月31日", "2023-1-1 2023-12-31"),
            ("2023-01-01", "2023-1-1"),
            ("2023.3.5至2024.2.28", "2023-3-5 2024-2-28"),
            ("2023年-2023年", "2023 2023"),
            ("2023年3月-12月", "2023-3 2023-12"),
            ("2023年1-12月", "2023-1 2023-12"),
            ("2023.1.1-2023.11.31", "2023-1-1 2023-11-31!"),
            ("截至2024年6月31日,", "2024-6-31!"),
            ("2023年2月29日", "2023-2-29!"),
            ("2024年2月29日", "2024-2-29"),
            ("每年2月29日", "0-2-29"),
            ("2024-13-01", "2024-13-1!"),
            ("2024年13月1日", "2024-13-1!"),
            ("2023.13万元", "2023"),
            ("2024年13个月", "2024"),
            ("3月5日前", "0-3-5"),
            ("第13月", ""),
            ("全年", ""),
            ("12.31万元", ""),
        ] {
            let said: Vec<String> = dates(text)
                .iter()
                .map(|date| {
                    let mut said = date.year.unwrap_or_default().to_string();
                    for part in [date.month, date.day].into_iter().flatten() {
                        said = format!("{said}-{part}");
                    }
                    said + if date.exists() { "" } else { "!" }
                })
                .collect();
            assert_eq!(said.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn the_words_of_a_date() {
        let text = "自2024年6月31日起";
        assert_eq!(&text[dates(text)[0].span.clone()], "2024年6月31日");
    }
}
