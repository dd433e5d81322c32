//! Sentences that were not finished, and marks that lack their other half.

use super::{Texts, cell};
use crate::finding::{Finding, FindingCode};
use crate::model::{Section, SectionId, Text};
use crate::text::holds;

const ENDS: [char; 4] = ['。', '；', '，', '、'];
const PAIRS: [(char, char); 6] = [
    ('“', '”'),
    ('‘', '’'),
    ('（', '）'),
    ('《', '》'),
    ('〔', '〕'),
    ('【', '】'),
];

pub(super) fn check(texts: &Texts<'_>) -> Vec<Finding> {
    let document = &texts.budget.document;
    let reasons = &texts.templates.model.prose.reason;
    let projects = document
        .projects
        .iter()
        .flat_map(|project| &project.sections);
    let mut findings = Vec::new();
    for section in document.sections.iter().chain(projects) {
        if section.section != SectionId::Contents {
            check_section(section, reasons, &mut findings);
        }
    }
    findings
}

fn check_section(section: &Section, reasons: &[String], findings: &mut Vec<Finding>) {
    for text in &section.paragraphs {
        let said = unfinished(&text.text, reasons).map(|words| ("", words));
        let said = said.or_else(|| doubled(&text.text).map(|words| ("doubled", words)));
        if let Some((variant, words)) = said {
            findings.push(finding(text, variant, &words));
        }
    }
    // A sentence may go over several lines of a cell, so pairs are looked for cell by cell.
    let same = |a: &Text, b: &Text| a.place.is_some() && a.place == b.place;
    for cell in section.paragraphs.chunk_by(same) {
        if let Some((text, words)) = unpaired(cell) {
            findings.push(finding(text, "unpaired", &words));
        }
    }
}

fn finding(text: &Text, variant: &'static str, words: &str) -> Finding {
    let finding = Finding::new(FindingCode::UnfinishedSentence)
        .arg("quote", words)
        .cell(cell(text, words));
    if variant.is_empty() {
        finding
    } else {
        finding.variant(variant)
    }
}

/// A word that announces a reason or a use, with nothing behind it.
fn unfinished(text: &str, reasons: &[String]) -> Option<String> {
    for reason in reasons.iter().filter(|own| holds(text, own)) {
        for (at, _) in text.match_indices(reason.as_str()) {
            let behind = text[at + reason.len()..]
                .trim_start_matches(['是', '为', '系', '于', '：', ':', ' ']);
            let ends = behind.is_empty() || behind.starts_with(ENDS);
            // 具体用途，原因是 within a longer word says nothing.
            let announces = ["是", "为", "于", "系"]
                .iter()
                .any(|own| reason.ends_with(own))
                || text[at + reason.len()..].starts_with(['是', '为', '：', ':']);
            if ends && announces {
                let end =
                    text.len() - behind.len() + behind.chars().next().map_or(0, char::len_utf8);
                return Some(text[at..end].to_owned());
            }
        }
    }
    None
}

/// Two marks in a row that end something.
fn doubled(text: &str) -> Option<String> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let pair = chars
        .windows(2)
        .find(|pair| ENDS.contains(&pair[0].1) && ENDS.contains(&pair[1].1))?;
    let start = chars
        .iter()
        .rev()
        .skip_while(|(at, _)| *at > pair[0].0)
        .nth(8)
        .map_or(0, |(at, _)| *at);
    Some(text[start..pair[1].0 + pair[1].1.len_utf8()].to_owned())
}

/// The first mark of a cell that lacks its other half, with some words around.
fn unpaired(cell: &[Text]) -> Option<(&Text, String)> {
    let mut open: Vec<(&Text, usize, char)> = Vec::new();
    for text in cell {
        for (at, c) in text.text.char_indices() {
            let c = match c {
                '(' => '（',
                ')' => '）',
                other => other,
            };
            if PAIRS.iter().any(|(left, _)| *left == c) {
                open.push((text, at, c));
            } else if let Some((left, _)) = PAIRS.iter().find(|(_, right)| *right == c) {
                match open.iter().rposition(|(_, _, own)| own == left) {
                    Some(position) => {
                        open.remove(position);
                    }
                    // 1）is an ordinal.
                    None if c == '）' && text.text[..at].chars().all(char::is_alphanumeric) => {}
                    None => return Some((text, around(&text.text, at))),
                }
            }
        }
    }
    open.first()
        .map(|(text, at, _)| (*text, around(&text.text, *at)))
}

fn around(text: &str, at: usize) -> String {
    const WORDS: usize = 8;
    let before: Vec<char> = text[..at].chars().rev().take(WORDS).collect();
    let behind: String = text[at..].chars().take(WORDS).collect();
    before.into_iter().rev().collect::<String>() + &behind
}
