//! The forms of performance goals against one another: names that stand twice, and who is in charge.

use std::collections::BTreeMap;

use crate::finding::{Finding, FindingCode, Severity, Stated};
use crate::model::{Budget, GoalField, Project, Text};
use crate::text::squash;

pub(super) fn check(budget: &Budget) -> Vec<Finding> {
    let projects = &budget.document.projects;
    let mut findings = repeated(projects);
    findings.extend(departments(projects, &budget.unit.name));
    findings
}

fn field(project: &Project, field: GoalField) -> Option<&Text> {
    project.form.as_ref()?.texts.get(&field)
}

/// Two forms, or two descriptions, with one name. Those of different units may well have one.
fn repeated(projects: &[Project]) -> Vec<Finding> {
    let who = |project: &Project| {
        let text = field(project, GoalField::Implementer);
        text.map(|text| squash(&text.text).into_owned())
    };
    let mut forms: BTreeMap<(String, Option<String>), Vec<&Text>> = BTreeMap::new();
    let mut headings: BTreeMap<(String, Option<String>), Vec<&Text>> = BTreeMap::new();
    for project in projects {
        if let Some(name) = field(project, GoalField::Name) {
            let key = (squash(&name.text).into_owned(), who(project));
            forms.entry(key).or_default().push(name);
        }
        if let Some(heading) = &project.heading {
            let key = (squash(&heading.text).into_owned(), who(project));
            headings.entry(key).or_default().push(heading);
        }
    }
    let of = |all: BTreeMap<_, Vec<&Text>>, variant: Option<&'static str>| -> Vec<Finding> {
        let several = all.into_values().filter(|own| own.len() > 1);
        let finding = |own: Vec<&Text>| {
            let finding = Finding::new(FindingCode::RepeatedName)
                .arg("count", own.len())
                .arg("name", own[0].text.replace('\n', ""));
            let mut finding = variant.into_iter().fold(finding, Finding::variant);
            let cells = own.iter();
            finding.cells = cells
                .map(|text| Stated::text(text.place.clone(), &text.text))
                .collect();
            finding
        };
        several
            .filter(|own| !own[0].text.trim().is_empty())
            .map(finding)
            .collect()
    };
    let mut findings = of(forms, None);
    findings.extend(of(headings, Some("project")));
    findings
}

/// One form names another body in charge (主管部门) than the others do. Where several do, nothing is told by it.
fn departments(projects: &[Project], unit: &str) -> Option<Finding> {
    let stated: Vec<(&Text, String)> = projects
        .iter()
        .filter_map(|project| field(project, GoalField::Department))
        .map(|text| (text, squash(&text.text).into_owned()))
        .filter(|(_, name)| !name.is_empty())
        .collect();
    // 区民政局 and 某市某区民政局 are one body: one is the end of the other.
    let same = |a: &str, b: &str| a.ends_with(b) || b.ends_with(a);
    let mut groups: Vec<Vec<&(&Text, String)>> = Vec::new();
    for own in &stated {
        match groups.iter_mut().find(|group| same(&group[0].1, &own.1)) {
            Some(group) => group.push(own),
            None => groups.push(vec![own]),
        }
    }
    let [first, second] = &groups[..] else {
        return None;
    };
    let unit = squash(unit);
    let of_unit = |group: &[&(&Text, String)]| same(&group[0].1, &unit);
    let (odd, usual) = match first.len().cmp(&second.len()) {
        std::cmp::Ordering::Less => (first, second),
        std::cmp::Ordering::Greater => (second, first),
        std::cmp::Ordering::Equal if of_unit(second) => (first, second),
        std::cmp::Ordering::Equal => (second, first),
    };
    // Of many forms some may be another body's.
    if odd.len() > 1 {
        return None;
    }
    let cells = [odd[0].0, usual[0].0].into_iter();
    let mut finding = Finding::new(FindingCode::NameVaries)
        .variant("department")
        .severity(Severity::Warning)
        .arg("name", &odd[0].0.text)
        .arg("other", &usual[0].0.text);
    finding.cells = cells
        .map(|text| Stated::text(text.place.clone(), &text.text))
        .collect();
    Some(finding)
}
