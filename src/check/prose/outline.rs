//! Which sections and parts are there, and what the contents list.

use super::{Texts, cell};
use crate::finding::{Finding, FindingCode};
use crate::model::{SectionId, Text};
use crate::text::{holds, squash, strip_ordinal, without_year};

/// The sections whose being there tells that the paper has texts.
const TEXTS: [SectionId; 5] = [
    SectionId::Duties,
    SectionId::Organization,
    SectionId::Terms,
    SectionId::Narrative,
    SectionId::OtherNotes,
];

/// The longest text that is taken for the heading of a part, in characters.
const LONGEST_HEADING: usize = 24;

pub(super) fn check(texts: &Texts<'_>) -> Vec<Finding> {
    let document = &texts.budget.document;
    let has_texts = TEXTS.iter().any(|id| document.section(*id).is_some());
    let mut findings = Vec::new();
    if has_texts {
        findings.extend(sections(texts));
        findings.extend(parts(texts));
        findings.extend(contents(texts));
    }
    findings
}

fn is_there(texts: &Texts<'_>, id: SectionId) -> bool {
    match id {
        SectionId::Tables => !texts.budget.tables.is_empty(),
        SectionId::Projects => !texts.budget.document.projects.is_empty(),
        id => texts.budget.document.section(id).is_some(),
    }
}

fn sections(texts: &Texts<'_>) -> Vec<Finding> {
    let missing = texts.layout.sections.iter().filter(|section| {
        !section.optional
            && !is_there(texts, section.section)
            && section.section != SectionId::Contents
    });
    missing
        .map(|section| {
            let title = match section.contents.as_str() {
                "" => section.title.replace("{unit}", "").replace("{year}年", ""),
                contents => contents.to_owned(),
            };
            Finding::new(FindingCode::SectionMissing).arg("section", title)
        })
        .collect()
}

/// The words of a heading that tell which part it is.
fn core(text: &str) -> String {
    let squashed = squash(&text.replace("{year}年", "")).into_owned();
    let mut core = without_year(strip_ordinal(&squashed)).into_owned();
    for filler in [
        "说明",
        "情况",
        "预算",
        "安排",
        "的",
        "支出",
        "财政拨款",
        "使用",
    ] {
        if holds(&core, filler) {
            core = core.replace(filler, "");
        }
    }
    core
}

fn parts(texts: &Texts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for layout in &texts.layout.sections {
        let Some(section) = texts.budget.document.section(layout.section) else {
            continue;
        };
        let said: Vec<String> = section
            .paragraphs
            .iter()
            .map(|text| core(&text.text))
            .collect();
        // 5.国有资产。截至2025年末… has its heading in front.
        let front = |text: &Text| {
            let front = text.text.split(['。', '：', ':']).next();
            squash(front.unwrap_or_default()).into_owned()
        };
        let headings = section.paragraphs.iter().map(front);
        let headings = headings.filter(|text| text.chars().count() <= LONGEST_HEADING);
        let headings: Vec<_> = headings.collect();
        for part in &layout.parts {
            let wanted = core(part);
            let nouns = &texts.templates.model.organization.parts;
            let mut nouns = nouns.iter().filter(|noun| part.contains(noun.as_str()));
            let headed = nouns.any(|noun| headings.iter().any(|text| holds(text, noun)));
            if !headed && !said.iter().any(|own| holds(own, &wanted)) {
                let title = part.replace("{year}年", "");
                let finding = Finding::new(FindingCode::SectionMissing)
                    .variant("part")
                    .arg("part", title)
                    .arg("section", &section.heading.text)
                    .cell(cell(&section.heading, &section.heading.text));
                findings.push(finding);
            }
        }
    }
    findings
}

/// The sections that the contents list against those that are there.
fn contents(texts: &Texts<'_>) -> Vec<Finding> {
    let Some(contents) = texts.budget.document.section(SectionId::Contents) else {
        return Vec::new();
    };
    let key = |text: &str| {
        let squashed = squash(text).into_owned();
        let key = strip_ordinal(&squashed)
            .trim_end_matches(['.', '…', '·', '-', ' '])
            .to_owned();
        key.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.' || c == '…')
            .to_owned()
    };
    let listed: Vec<(&Text, String)> = contents
        .paragraphs
        .iter()
        .map(|text| (text, key(&text.text)))
        .collect();
    let mut findings = Vec::new();
    for section in &texts.layout.sections {
        if section.contents.is_empty() {
            continue;
        }
        let wanted = squash(&section.contents).into_owned();
        let line = listed.iter().find(|(_, own)| own.contains(&wanted));
        if let Some((text, _)) = line
            && !is_there(texts, section.section)
            // That a section lacks is told already.
            && section.optional
        {
            findings.push(
                Finding::new(FindingCode::CountDiffers)
                    .variant("contents")
                    .arg("section", &section.contents)
                    .cell(cell(text, &text.text)),
            );
        }
    }
    findings
}
