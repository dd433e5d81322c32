//! The dates of a project.

use super::stated::budget;
use crate::finding::{Finding, FindingCode, Severity, Stated};
use crate::model::{GoalField, PartWords, Project, SectionId, Text};
use crate::prose::{ProjectPart, parts};
use crate::text::{Date, dates, squash};

/// Words by which the money of another year is told.
const REPORTS: [&str; 5] = ["执行", "决算", "结转", "完成", "上年"];

/// How the sum of what stands before it begins.
const SUMS: [&str; 3] = ["合计", "总计", "共计"];

/// Start and end against each other, the budget's year, the period in the description, and that of the overall goal.
pub(super) fn check(words: &PartWords, project: &Project, year: Option<u16>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    let texts = project.form.iter().flat_map(|form| form.texts.iter());
    for (_, text) in texts.filter(|(field, _)| is_date(**field)) {
        findings.extend(no_such_day(text));
    }
    if findings.is_empty() {
        findings.extend(period(project, year));
    }
    findings.extend(year.and_then(|year| money_of_another_year(words, project, year)));
    findings
}

fn is_date(field: GoalField) -> bool {
    matches!(
        field,
        GoalField::Start | GoalField::End | GoalField::OverallPeriod
    )
}

/// A day that no calendar has.
pub(in crate::check) fn no_such_day(text: &Text) -> Option<Finding> {
    let squashed = squash(&text.text);
    let found = dates(&squashed).into_iter().find(|date| !date.exists())?;
    let words = &squashed[found.span];
    Some(
        Finding::new(FindingCode::BadDate)
            .arg("date", words)
            .cell(Stated::text(text.place.clone(), words)),
    )
}

/// The days from which and to which a text says that something lasts.
fn span(text: &str) -> Option<(Date, Date)> {
    let squashed = squash(text);
    let mut found = dates(&squashed);
    // 2025年全年（1月1日至12月31日)
    if found.iter().filter(|date| date.month.is_some()).count() > 1 {
        found.retain(|date| date.month.is_some());
    }
    match &found[..] {
        [from, to] if from.exists() && to.exists() && to.year.is_some() => {
            Some((from.clone(), to.clone()))
        }
        // 2023年度, and not 自2023年起.
        [whole] if whole.month.is_none() => {
            let rest = squashed.len() - whole.span.len();
            let year = whole.span.start == 0 && rest <= "度全年".len();
            let open = squashed.contains(['起', '始', '前', '后']);
            (year && !open).then(|| (whole.clone(), whole.clone()))
        }
        _ => None,
    }
}

fn period(project: &Project, year: Option<u16>) -> Option<Finding> {
    let form = project.form.as_ref();
    let get = |field: GoalField| form.and_then(|form| form.texts.get(&field));
    let (start, end) = (get(GoalField::Start), get(GoalField::End));
    let day = |text: Option<&Text>| {
        let squashed = squash(&text?.text).into_owned();
        dates(&squashed).into_iter().next()
    };
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
        let words = texts.iter().flatten().map(|text| text.text.as_str());
        finding.list("stated", words)
    };
    let wrong = |from: &Date, to: &Date, texts: &[Option<&Text>]| {
        if to.last() < from.first() {
            return Some(finding("", texts));
        }
        let year = year?;
        let outside = to.last().0 < year || from.first().0 > year;
        outside.then(|| finding("outside", texts).arg("year", year))
    };
    if let (Some(from), Some(to)) = (&from, &to)
        && let Some(finding) = wrong(from, to, &[start, end])
    {
        return Some(finding);
    }
    let sections = project
        .sections
        .iter()
        .filter(|section| section.section == SectionId::Period);
    let said = sections
        .flat_map(|section| &section.paragraphs)
        .find_map(|text| Some((text, span(&text.text)?)));
    if let Some((text, (begins, ends))) = said {
        if let Some(finding) = wrong(&begins, &ends, &[Some(text)]) {
            return Some(finding);
        }
        let other =
            |own: &Option<Date>, said: &Date| own.as_ref().is_some_and(|own| !same(own, said));
        // The whole year in the form is what forms begin with; the description may tell more exactly.
        let whole = from
            .as_ref()
            .is_some_and(|date| (date.first().1, date.first().2) == (1, 1))
            && to
                .as_ref()
                .is_some_and(|date| (date.last().1, date.last().2) == (12, 31));
        let inside = from
            .as_ref()
            .is_some_and(|date| date.first() <= begins.first())
            && to.as_ref().is_some_and(|date| ends.last() <= date.last());
        if !(whole && inside) && (other(&from, &begins) || other(&to, &ends)) {
            return Some(finding("period", &[Some(text), start, end]));
        }
    }
    let overall = get(GoalField::OverallPeriod)?;
    let squashed = squash(&overall.text);
    let years = dates(&squashed);
    let differs = match (years.first(), years.last(), from, to) {
        (Some(first), Some(last), Some(from), Some(to)) => {
            first.year != from.year || last.year != to.year
        }
        _ => false,
    };
    differs.then(|| finding("period", &[Some(overall), start, end]))
}

/// Whether two dates are the same, as far as the second is said.
fn same(own: &Date, said: &Date) -> bool {
    own.year == said.year
        && said
            .month
            .is_none_or(|month| own.month.is_none_or(|own| own == month))
        && said
            .day
            .is_none_or(|day| own.day.is_none_or(|own| own == day))
}

/// The money of the year's budget is said to be that of another year, and of no other.
fn money_of_another_year(words: &PartWords, project: &Project, year: u16) -> Option<Finding> {
    let years = |text: &Text| -> Vec<u16> {
        let found = dates(&squash(&text.text));
        found.iter().filter_map(|date| date.year).collect()
    };
    if budget(project).any(|text| years(text).contains(&year)) {
        return None;
    }
    let wrong = |text: &&Text| {
        let squashed = squash(&text.text);
        let found = dates(&squashed);
        let begins = found.first().is_some_and(|date| {
            let before = &squashed[..date.span.start];
            let behind = squashed[date.span.end..].trim_start_matches(['年', '度']);
            // 印刷5万元，2025年合计12万元
            let sums =
                before.ends_with([',', ';']) && SUMS.iter().any(|own| behind.starts_with(own));
            date.month.is_none() && (sums || before.chars().count() <= 6)
        });
        let mut said = parts(words, &text.text, &[]).into_iter();
        begins
            && said.any(|part| matches!(part.part, ProjectPart::Sum | ProjectPart::Total))
            && !REPORTS.iter().any(|word| squashed.contains(word))
    };
    let text = budget(project).find(wrong)?;
    let found = *years(text).first()?;
    let words: String = text.text.chars().take(20).collect();
    let finding = Finding::new(FindingCode::WrongYear).variant("subject");
    Some(
        finding
            .severity(Severity::Warning)
            .arg("found", found)
            .arg("year", year)
            .arg("quote", &words)
            .cell(Stated::text(text.place.clone(), &words)),
    )
}
