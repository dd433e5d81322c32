//! Whose paper it is: 单位 or 部门, and the name in its forms.

use super::{SPOKEN, Texts, cell};
use crate::finding::{Finding, FindingCode, Severity, Stated};
use crate::model::{Body, GoalField, Text};
use crate::text::{squash, without_year};

pub(super) fn check(texts: &Texts<'_>) -> Vec<Finding> {
    let mut findings = wrong_body(texts);
    findings.extend(names(texts));
    findings
}

/// 本部门 in a unit's paper, 本单位 in a department's.
fn wrong_body(texts: &Texts<'_>) -> Vec<Finding> {
    let body = texts.budget.unit.body;
    let (wrong, heading): (&[&str], &[&str]) = match body {
        Body::Unit => (
            &["本部门", "我部门"],
            &[
                "部门预算编制说明",
                "部门主要职能",
                "部门机构设置",
                "（部门）",
            ],
        ),
        Body::Department => (
            &["本单位", "我单位"],
            &[
                "单位预算编制说明",
                "单位主要职能",
                "单位机构设置",
                "（单位）",
            ],
        ),
    };
    let word = |wrong: &[&str], text: &str| {
        wrong
            .iter()
            .find_map(|own| text.contains(own).then(|| (*own).to_owned()))
    };
    let mut findings = Vec::new();
    for section in &texts.budget.document.sections {
        let spoken =
            SPOKEN.contains(&section.section.as_str()) || section.section == *"organization";
        let headings = [(&section.heading, heading)];
        let bodies = section
            .paragraphs
            .iter()
            .map(|text| (text, wrong))
            .filter(|_| spoken);
        for (text, wrong) in headings.into_iter().chain(bodies) {
            if let Some(found) = word(wrong, &text.text) {
                let mut finding = Finding::new(FindingCode::WrongBody);
                if body == Body::Department {
                    finding = finding.variant("department");
                }
                let finding = finding.arg("found", &found).cell(cell(text, &found));
                findings.push(finding);
            }
        }
    }
    findings
}

/// The unit's name on the cover, in headings and in the forms against that of the tables. Other forms of one name are told once.
fn names(texts: &Texts<'_>) -> Vec<Finding> {
    let own = squash(&texts.budget.unit.name).into_owned();
    if own.is_empty() {
        return Vec::new();
    }
    let mut varied: Vec<Stated> = Vec::new();
    let mut findings = Vec::new();
    for (text, name) in stated(texts) {
        let other = squash(&name).into_owned();
        if other.is_empty() || other == own {
            continue;
        }
        let stated = Stated::text(text.place.clone(), &name);
        // 青浦区… and 上海市青浦区… are one body: one is the end of the other.
        if own.ends_with(&other) || other.ends_with(&own) {
            if !varied.iter().any(|varied| varied.text == name) {
                varied.push(stated);
            }
        } else {
            findings.push(
                Finding::new(FindingCode::NameVaries)
                    .variant("other")
                    .severity(Severity::Warning)
                    .arg("name", &texts.budget.unit.name)
                    .arg("other", &name)
                    .cell(stated),
            );
        }
    }
    if !varied.is_empty() {
        let mut finding = Finding::new(FindingCode::NameVaries)
            .variant("forms")
            .severity(Severity::Note)
            .arg("name", &texts.budget.unit.name)
            .list(
                "others",
                varied.iter().map(|stated| format!("“{}”", stated.text)),
            );
        finding.cells = varied;
        findings.push(finding);
    }
    findings
}

/// The names that cover, headings and forms state.
fn stated<'t>(texts: &Texts<'t>) -> Vec<(&'t Text, String)> {
    let document = &texts.budget.document;
    let mut all = Vec::new();
    for text in &document.cover {
        if let Some((label, name)) = text.text.split_once(['：', ':'])
            && (label.contains("单位") || label.contains("部门"))
        {
            all.push((text, name.trim().to_owned()));
        }
    }
    for section in &document.sections {
        let Some(layout) = texts.layout.section(section.section.as_str()) else {
            continue;
        };
        if !layout.title.contains("{unit}") {
            continue;
        }
        let heading = squash(&section.heading.text).into_owned();
        let heading = without_year(&heading).into_owned();
        let title = layout
            .titles
            .iter()
            .find(|title| heading.ends_with(title.as_str()));
        if let Some(title) = title {
            let name = heading[..heading.len() - title.len()].trim_end_matches("(单位)");
            let name = name
                .trim_end_matches("(部门)")
                .trim_end_matches(['的', ':']);
            // 单位主要职能 names no unit.
            if !matches!(name, "单位" | "部门" | "本单位" | "本部门") {
                all.push((&section.heading, name.to_owned()));
            }
        }
    }
    // The forms of a department's paper are those of its units.
    if texts.budget.unit.body == Body::Unit {
        for form in document
            .projects
            .iter()
            .filter_map(|project| project.form.as_ref())
        {
            if let Some(text) = form.texts.get(&GoalField::Implementer) {
                all.push((text, text.text.trim().to_owned()));
            }
        }
    }
    all
}
