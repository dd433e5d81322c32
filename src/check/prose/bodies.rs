//! Whose paper it is: 单位 or 部门, and of which level.

use super::{SPOKEN, Texts, cell};
use crate::finding::{Finding, FindingCode};
use crate::model::{Body, SectionId, Text};
use crate::text::{find, holds};

/// 本部门 in a unit's paper, 本单位 in a department's, 市级 in a district's.
pub(super) fn check(texts: &Texts<'_>) -> Vec<Finding> {
    let body = texts.budget.unit.body;
    let (wrong, heading): (&[&str], &[&str]) = match body {
        Body::Unit => (
            &["本部门", "我部门", "部门预算安排购置"],
            &[
                "部门预算编制说明",
                "部门主要职能",
                "部门机构设置",
                "（部门）",
            ],
        ),
        Body::Department => (
            &["本单位", "我单位", "单位预算安排购置"],
            &[
                "单位预算编制说明",
                "单位主要职能",
                "单位机构设置",
                "（单位）",
            ],
        ),
    };
    // A reason may speak of one unit of a department.
    let because = &texts.templates.model.prose.why.because;
    let told = |text: &str| -> String {
        let sentences = text.split_inclusive('。');
        let told = sentences.map(|sentence| {
            let reasons = because.iter().filter_map(|own| find(sentence, own));
            &sentence[..reasons.min().unwrap_or(sentence.len())]
        });
        told.collect()
    };
    let word = |wrong: &[&str], text: &str| {
        let text = told(text);
        wrong
            .iter()
            .find_map(|own| holds(&text, own).then(|| (*own).to_owned()))
    };
    let mut findings = Vec::new();
    let cover = texts.budget.document.cover.iter();
    findings.extend(cover.filter_map(|text| wrong_level(texts, text)));
    for section in &texts.budget.document.sections {
        let spoken =
            SPOKEN.contains(&section.section) || section.section == SectionId::Organization;
        let headings = [(&section.heading, heading)];
        let level = [&section.heading]
            .into_iter()
            .chain(section.paragraphs.iter().filter(|_| spoken));
        findings.extend(level.filter_map(|text| wrong_level(texts, text)));
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

/// 市级部门预算 in the paper of a district.
fn wrong_level(texts: &Texts<'_>, text: &Text) -> Option<Finding> {
    let district = texts.budget.document.region.ends_with(['区', '县']);
    let words = ["市级部门预算", "市级单位预算"];
    let found = words.into_iter().find(|own| holds(&text.text, own))?;
    district.then(|| {
        Finding::new(FindingCode::WrongBody)
            .variant("level")
            .arg("found", found)
            .arg("region", &texts.budget.document.region)
            .cell(cell(text, found))
    })
}
