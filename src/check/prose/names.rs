//! The unit's name on the cover, in headings, in sentences and in the forms against that of the tables.

use super::subjects::Names;
use super::{Texts, cell};
use crate::finding::{Finding, FindingCode, Severity, Stated};
use crate::model::{Body, GoalField, Text};
use crate::text::{squash, without_year};

/// Another body's name is told once with all its cells, and so are other forms of the own name.
pub(super) fn check(texts: &Texts<'_>) -> Vec<Finding> {
    let own = squash(&texts.budget.unit.name).into_owned();
    if own.is_empty() {
        return Vec::new();
    }
    let names = Names::new(texts, &own);
    let mut varied: Vec<Stated> = Vec::new();
    let mut others: Vec<(String, Vec<Stated>)> = Vec::new();
    let mut add =
        |name: String, stated: Stated| match others.iter_mut().find(|(own, _)| *own == name) {
            Some((_, cells)) => cells.push(stated),
            None => others.push((name, vec![stated])),
        };
    for (text, name) in stated(texts) {
        let other = squash(&name).into_owned();
        // 某局部门主要职责
        let of_body = ["部门", "单位"]
            .iter()
            .find_map(|own| other.strip_suffix(own));
        let bare = of_body.filter(|bare| own.ends_with(bare));
        let other = bare.map_or(other.clone(), str::to_owned);
        // 甲县委党校(县行政学校): a bracket holds another name of the same body.
        let bare = other.split('(').next().unwrap_or_default();
        if other.is_empty() || other == own || other.ends_with(')') && bare == own {
            continue;
        }
        let stated = Stated::text(text.place.clone(), &name);
        // 青浦区… and 上海市青浦区… are one body: one is the end of the other.
        if own.ends_with(&other) || other.ends_with(&own) {
            if !varied.iter().any(|varied| varied.text == name) {
                varied.push(stated);
            }
        } else {
            add(name, stated);
        }
    }
    for (text, name) in names.in_texts().into_iter().chain(names.in_forms()) {
        let stated = cell(text, &name);
        add(name, stated);
    }
    let mut findings: Vec<Finding> = others
        .into_iter()
        .map(|(other, mut cells)| {
            let mut seen: Vec<Stated> = Vec::new();
            cells.retain(|own| {
                let new = !seen.contains(own);
                seen.push(own.clone());
                new
            });
            let mut finding = Finding::new(FindingCode::NameVaries)
                .variant("other")
                .severity(Severity::Warning)
                .arg("name", &texts.budget.unit.name)
                .arg("other", other);
            finding.cells = cells;
            finding
        })
        .collect();
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
        let Some(layout) = texts.layout.section(section.section) else {
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
