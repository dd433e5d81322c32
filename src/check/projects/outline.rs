//! The numbered sections of a project's description.

use crate::finding::{Finding, FindingCode, Stated};
use crate::layout::ProjectLayout;
use crate::model::{Project, Section, SectionId};
use crate::text::ordinal_of;

/// A section is left out: the numbers of those around it have a gap, and a section of the layout belongs there.
pub(super) fn check(layout: &ProjectLayout, project: &Project) -> Vec<Finding> {
    let mut findings = Vec::new();
    let numbered: Vec<(u32, String, &Section)> = project
        .sections
        .iter()
        .filter_map(|section| {
            let (number, marks) = ordinal_of(&section.heading.text)?;
            Some((number, marks, section))
        })
        .collect();
    // A description of a few sections has its own.
    if numbered.len() * 2 <= layout.sections.len() {
        return findings;
    }
    for pair in numbered.windows(2) {
        let [(before, marks, own), (number, other, next)] = pair else {
            continue;
        };
        if marks != other || *number <= before + 1 {
            continue;
        }
        let at = |section: &Section| {
            let mut all = layout.sections.iter();
            all.position(|own| own.section == section.section)
        };
        let (Some(from), Some(to)) = (at(own), at(next)) else {
            continue;
        };
        let between = layout.sections.get(from + 1..to).unwrap_or_default();
        let there = |id: SectionId| project.sections.iter().any(|own| own.section == id);
        let missing: Vec<&str> = between
            .iter()
            .filter(|section| !there(section.section))
            .map(|section| section.title.as_str())
            .collect();
        // A heading in other words stands among the paragraphs.
        let said = own.paragraphs.iter().any(|text| {
            let ordinal = ordinal_of(&text.text);
            ordinal.is_some_and(|(found, own)| own == *marks && found == before + 1)
        });
        if missing.len() != usize::try_from(number - before - 1).unwrap_or_default() || said {
            continue;
        }
        let heading = project.heading.as_ref().unwrap_or(&own.heading);
        let mut finding = Finding::new(FindingCode::SectionMissing)
            .variant("project")
            .arg("project", &project.name)
            .list("sections", missing)
            .cell(Stated::text(heading.place.clone(), &heading.text));
        finding
            .cells
            .extend([&next.heading].map(|text| Stated::text(text.place.clone(), &text.text)));
        findings.push(finding);
    }
    findings
}
