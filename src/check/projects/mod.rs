//! Checks of the projects and their forms of performance goals.

mod all;
pub(super) mod dates;
mod described;
mod form;
mod forms;
mod money;
mod notes;
mod outline;
mod stated;

use described::Described;

use crate::finding::Finding;
use crate::layout::{GoalsLayout, ProjectLayout, Templates};
use crate::model::{Budget, Project};
use crate::prose::Facts;

/// Checks each project, and all together against the tables and texts.
pub(super) fn check(templates: &Templates, budget: &Budget, facts: &Facts<'_>) -> Vec<Finding> {
    let layout = templates.layout(&budget.layout);
    let Some(layout) = layout.and_then(|layout| layout.document.as_ref()) else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    let projects = budget.document.projects.iter();
    let words = &templates.model.prose.parts;
    let projects = projects.map(|project| Described::new(words, project));
    let projects: Vec<Described<'_>> = projects.collect();
    if projects.is_empty() {
        return findings;
    }
    for own in &projects {
        let project = own.project;
        findings.extend(money::items(project, &own.money));
        findings.extend(dates::check(words, project, budget.year));
        findings.extend(outline::check(&layout.project, project));
        if let Some(form) = &project.form {
            findings.extend(money::funding(project, form));
            let words = &templates.model.goals;
            findings.extend(form::check(layout, words, project, form));
        }
    }
    findings.extend(forms::check(budget));
    findings.extend(all::check(templates, budget, facts, &projects));
    findings
}

/// The name of a project as compared: that of its heading without the words of the layout.
fn heading_name(layout: &ProjectLayout, project: &Project) -> Option<String> {
    let heading = crate::text::squash(&project.heading.as_ref()?.text).into_owned();
    let heading = crate::text::strip_ordinal(&heading);
    let title = layout
        .titles
        .iter()
        .find(|title| heading.ends_with(title.as_str()))?;
    Some(heading[..heading.len() - title.len()].to_owned())
}

/// Where a project's heading, or else its form, stands.
fn place(project: &Project) -> Option<crate::model::Place> {
    let form = project.form.as_ref().map(|form| &form.title);
    project.heading.as_ref().or(form)?.place.clone()
}

/// The levels that a form must have.
fn levels(layout: &GoalsLayout) -> impl Iterator<Item = &crate::layout::GoalLevel> {
    layout.levels.iter().filter(|level| !level.optional)
}
