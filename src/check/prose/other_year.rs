//! Years in headings, on the cover and in the texts that are not the budget's.

use super::years::{YearInText, years};
use super::{SPOKEN, Texts, cell, own_year};
use crate::finding::{Finding, FindingCode, Severity};
use crate::model::{SectionId, Text, YearWords};
use crate::prose::{About, Paragraph, Says};

pub(super) fn check(texts: &Texts<'_>) -> Vec<Finding> {
    let Some(year) = texts.budget.year else {
        return Vec::new();
    };
    let prose = &texts.templates.model.prose;
    let words = &prose.years;
    let document = &texts.budget.document;
    let headings = document.sections.iter().map(|section| &section.heading);
    let mut findings: Vec<Finding> = Vec::new();
    for text in document.cover.iter().chain(headings) {
        findings.extend(heading(words, text, year));
    }
    for section in &document.sections {
        if section.section == SectionId::Contents {
            findings.extend(
                section
                    .paragraphs
                    .iter()
                    .filter_map(|text| heading(words, text, year)),
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
        findings.extend(part_heading(words, &part.heading, year));
    }
    for (section, paragraphs) in &texts.spoken {
        debug_assert!(SPOKEN.contains(&section.section));
        for (text, paragraph) in section.paragraphs.iter().zip(paragraphs) {
            let found = if paragraph.heading {
                heading(words, text, year)
            } else {
                body(words, text, paragraph, year).or_else(|| {
                    let (variant, quote) = own_year::fault(&text.text, year, prose)?;
                    Some(finding(text, year, year, &text.text[quote], variant))
                })
            };
            findings.extend(found);
        }
    }
    findings
}

fn finding(text: &Text, found: u16, year: u16, words: &str, variant: &'static str) -> Finding {
    Finding::new(FindingCode::WrongYear)
        .variant(variant)
        .severity(Severity::Warning)
        .arg("found", found)
        .arg("year", year)
        .arg("quote", words)
        .cell(cell(text, words))
}

/// A heading is about the budget's year. That of a report on last year is not: 2023年预算执行情况.
fn heading(words: &YearWords, text: &Text, year: u16) -> Option<Finding> {
    let mut reports = words.reports.iter();
    if reports.any(|word| text.text.contains(word.as_str())) {
        return None;
    }
    let wrong = years(words, &text.text).find(|found| found.year != year && !found.quoted)?;
    Some(finding(text, wrong.year, year, &text.text, "heading"))
}

/// A heading within the description of a project. It may hold the period itself.
fn part_heading(words: &YearWords, text: &Text, year: u16) -> Option<Finding> {
    let all: Vec<YearInText> = years(words, &text.text).collect();
    let span = all.iter().any(|found| found.year == year || found.meant);
    if span {
        None
    } else {
        heading(words, text, year)
    }
}

/// A sentence is about the budget's year or the one before.
fn body(words: &YearWords, text: &Text, paragraph: &Paragraph, year: u16) -> Option<Finding> {
    let all: Vec<YearInText> = years(words, &text.text)
        .filter(|found| !found.quoted)
        .collect();
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
