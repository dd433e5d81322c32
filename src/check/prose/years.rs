//! Years in headings, on the cover and in the texts that are not the budget's.

use super::{SPOKEN, Texts, cell, own_year};
use crate::finding::{Finding, FindingCode, Severity};
use crate::model::Text;
use crate::prose::{About, Paragraph, Says};

/// Words before a year that is meant to be another.
const BEFORE: [&str; 7] = ["截至", "截止", "自", "从", "于", "至", "-"];

pub(super) fn check(texts: &Texts<'_>) -> Vec<Finding> {
    let Some(year) = texts.budget.year else {
        return Vec::new();
    };
    let document = &texts.budget.document;
    let headings = document.sections.iter().map(|section| &section.heading);
    let mut findings: Vec<Finding> = Vec::new();
    for text in document.cover.iter().chain(headings) {
        findings.extend(heading(text, year));
    }
    for section in &document.sections {
        if section.section == *"contents" {
            findings.extend(
                section
                    .paragraphs
                    .iter()
                    .filter_map(|text| heading(text, year)),
            );
        }
    }
    for project in &document.projects {
        if let Some(form) = &project.form
            && let Some(other) = form.year
            && other != year
        {
            findings.push(finding(
                &form.title,
                other,
                year,
                &other.to_string(),
                "form",
            ));
        }
    }
    let parts = document
        .projects
        .iter()
        .flat_map(|project| &project.sections);
    for part in parts {
        findings.extend(part_heading(&part.heading, year));
    }
    for (section, paragraphs) in &texts.spoken {
        debug_assert!(SPOKEN.contains(&section.section.as_str()));
        for (text, paragraph) in section.paragraphs.iter().zip(paragraphs) {
            let found = if paragraph.heading {
                heading(text, year)
            } else {
                let words = &texts.templates.model.prose;
                body(text, paragraph, year).or_else(|| own_year::check(text, year, words))
            };
            findings.extend(found);
        }
    }
    findings
}

pub(super) fn finding(
    text: &Text,
    found: u16,
    year: u16,
    words: &str,
    variant: &'static str,
) -> Finding {
    Finding::new(FindingCode::WrongYear)
        .variant(variant)
        .severity(Severity::Warning)
        .arg("found", found)
        .arg("year", year)
        .arg("quote", words)
        .cell(cell(text, words))
}

/// A heading is about the budget's year. That of a report on last year is not: 2023年预算执行情况.
fn heading(text: &Text, year: u16) -> Option<Finding> {
    let reports = ["执行", "决算", "完成", "上年"];
    if reports.iter().any(|word| text.text.contains(word)) {
        return None;
    }
    let wrong = years(&text.text).find(|found| found.year != year && !found.quoted)?;
    Some(finding(text, wrong.year, year, &text.text, "heading"))
}

/// A heading within the description of a project. It may hold the period itself.
fn part_heading(text: &Text, year: u16) -> Option<Finding> {
    let all: Vec<Year> = years(&text.text).collect();
    let span = all.iter().any(|found| found.year == year || found.meant);
    if span { None } else { heading(text, year) }
}

/// A sentence is about the budget's year or the one before.
fn body(text: &Text, paragraph: &Paragraph, year: u16) -> Option<Finding> {
    let all: Vec<Year> = years(&text.text).filter(|found| !found.quoted).collect();
    let strange = all
        .iter()
        .find(|found| found.year != year && found.year + 1 != year && !found.meant);
    if let Some(found) = strange {
        return Some(finding(
            text,
            found.year,
            year,
            around(&text.text, found.at),
            "text",
        ));
    }
    // The paragraph begins with last year, says nothing of this year, and speaks of an amount as of its own.
    let first = all.first()?;
    let begins = text.text[..first.at].chars().count() <= 6 && !first.meant;
    let own = all.iter().any(|found| found.year == year);
    let amount = paragraph.mentions.iter().any(|mention| {
        let says = matches!(mention.says, Says::Previous | Says::Amount);
        says && mention.year == Some(first.year) && !matches!(mention.about, About::Nothing(_))
    });
    (begins && !own && amount && first.year != year).then(|| {
        finding(
            text,
            first.year,
            year,
            around(&text.text, first.at),
            "subject",
        )
    })
}

/// Some words from a year on.
fn around(text: &str, at: usize) -> &str {
    const WORDS: usize = 20;
    let end = text[at..]
        .char_indices()
        .nth(WORDS)
        .map_or(text.len(), |(end, _)| at + end);
    &text[at..end]
}

pub(super) struct Year {
    pub(super) year: u16,
    pub(super) at: usize,
    /// Within 《…》 or 〔…〕.
    pub(super) quoted: bool,
    /// Behind a word that says that another year is meant, or the first of a span of years.
    meant: bool,
}

pub(super) fn years(text: &str) -> impl Iterator<Item = Year> {
    text.match_indices('年').filter_map(move |(end, _)| {
        let before = &text[..end];
        let digits: Vec<char> = before
            .chars()
            .rev()
            .take_while(|c| digit(*c).is_some())
            .collect();
        if digits.len() != 4 {
            return None;
        }
        let length: usize = digits.iter().map(|c| c.len_utf8()).sum();
        let year = digits
            .iter()
            .rev()
            .try_fold(0_u16, |year, c| Some(year * 10 + digit(*c)?))?;
        let at = end - length;
        let within = |left: char, right: char| {
            let before = &text[..at];
            before.matches(left).count() > before.matches(right).count()
        };
        let behind = &text[end + '年'.len_utf8()..];
        let spans = behind.starts_with(['-', '—', '－', '至', '~', '～', '起', '以', '末', '底']);
        let dated = behind.starts_with(|c: char| digit(c).is_some());
        let meant = BEFORE
            .iter()
            .any(|own| text[..at].trim_end().ends_with(own));
        (2000..2100).contains(&year).then(|| Year {
            year,
            at,
            quoted: within('《', '》')
                || within('〔', '〕')
                || within('［', '］')
                || within('[', ']'),
            meant: meant || spans || dated,
        })
    })
}

/// The value of a digit, full-width ones included.
fn digit(c: char) -> Option<u16> {
    let value = match c {
        '0'..='9' => u32::from(c) - u32::from('0'),
        '０'..='９' => u32::from(c) - u32::from('０'),
        _ => return None,
    };
    u16::try_from(value).ok()
}
