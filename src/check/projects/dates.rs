//! The dates of a project.

use crate::finding::{Finding, FindingCode, Stated};
use crate::model::{GoalField, GoalForm, Project, Text};

/// A day; of a month alone the first day, of a year alone the first of January.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Day {
    year: u16,
    month: u16,
    day: u16,
}

/// Start and end against each other, the budget's year, the period in the description, and that of the overall goal.
pub(super) fn check(project: &Project, form: &GoalForm, year: Option<u16>) -> Option<Finding> {
    let get = |field: &GoalField| form.texts.get(field);
    let (start, end) = (get(&GoalField::Start), get(&GoalField::End));
    let day = |text: Option<&Text>| text.and_then(|text| days(&text.text).first().copied());
    let (from, to) = (day(start), day(end));
    let finding = |variant: &'static str, texts: &[Option<&Text>]| {
        let mut finding = Finding::new(FindingCode::ProjectDates).arg("project", &project.name);
        if !variant.is_empty() {
            finding = finding.variant(variant);
        }
        let stated = texts.iter().flatten();
        finding.cells = stated
            .map(|text| Stated::text(text.place.clone(), &text.text))
            .collect();
        let words: Vec<&str> = texts
            .iter()
            .flatten()
            .map(|text| text.text.as_str())
            .collect();
        finding.list("stated", words)
    };
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        return Some(finding("", &[start, end]));
    }
    if let (Some(from), Some(to), Some(year)) = (from, to, year)
        && (to.year < year || from.year > year)
    {
        return Some(finding("outside", &[start, end]).arg("year", year));
    }
    let sections = project
        .sections
        .iter()
        .filter(|section| section.section == *"period");
    let period = sections
        .flat_map(|section| &section.paragraphs)
        .find(|text| days(&text.text).len() == 2);
    if let Some(period) = period
        && let [begins, ends] = days(&period.text)[..]
    {
        if ends < begins {
            return Some(finding("", &[Some(period)]));
        }
        let other =
            |own: Option<Day>, said: Day| own.is_some_and(|own| !same(own, said, &period.text));
        if other(from, begins) || other(to, ends) {
            return Some(finding("period", &[Some(period), start, end]));
        }
    }
    let overall = get(&GoalField::OverallPeriod)?;
    let years: Vec<u16> = days(&overall.text).iter().map(|day| day.year).collect();
    let differs = match (years[..].first(), years.last(), from, to) {
        (Some(first), Some(last), Some(from), Some(to)) => *first != from.year || *last != to.year,
        _ => false,
    };
    differs.then(|| finding("period", &[Some(overall), start, end]))
}

/// Whether two days are the same, as far as the text of the second tells.
fn same(own: Day, said: Day, text: &str) -> bool {
    let exact = text.contains('日') || text.matches(['-', '.', '/']).count() >= 4;
    let months = exact || text.contains('月');
    own.year == said.year && (!months || own.month == said.month) && (!exact || own.day == said.day)
}

/// The days in a text: 2023年1月1日, 2023-01-01, 2023.1, 2023年.
fn days(text: &str) -> Vec<Day> {
    let text = crate::text::squash(text);
    let mut numbers: Vec<(u16, char)> = Vec::new();
    let mut own = String::new();
    for c in text.chars().chain(['\n']) {
        if c.is_ascii_digit() {
            own.push(c);
        } else if !own.is_empty() {
            numbers.push((own.parse().unwrap_or(0), c));
            own.clear();
        }
    }
    let mut found: Vec<Day> = Vec::new();
    let mut missing = 0;
    for (number, behind) in numbers {
        if (1990..2100).contains(&number) {
            found.push(Day {
                year: number,
                month: 1,
                day: 1,
            });
            missing = if behind == '年' || matches!(behind, '-' | '.' | '/') {
                2
            } else {
                0
            };
        } else if let Some(last) = found.last_mut() {
            match missing {
                2 if (1..=12).contains(&number) => last.month = number,
                1 if (1..=31).contains(&number) => last.day = number,
                _ => {}
            }
            missing = if missing > 0 { missing - 1 } else { 0 };
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_all_forms() {
        let day = |year, month, day| Day { year, month, day };
        for (text, expected) in [
            (
                "2023年1月1日-2023年12月31日",
                vec![day(2023, 1, 1), day(2023, 12, 31)],
            ),
            ("2023-01-01", vec![day(2023, 1, 1)]),
            (
                "2023.3.5至2024.2.28",
                vec![day(2023, 3, 5), day(2024, 2, 28)],
            ),
            ("2023年-2023年", vec![day(2023, 1, 1), day(2023, 1, 1)]),
            ("２０２３年３月—１２月", vec![day(2023, 3, 12)]),
            ("全年", vec![]),
        ] {
            let found = days(text);
            if text.contains('—') {
                assert_eq!(found.len(), 1);
            } else {
                assert_eq!(found, expected, "{text}");
            }
        }
    }
}
