//! Days that no calendar has.

use super::Texts;
use crate::check::projects::dates::no_such_day;
use crate::finding::Finding;

pub(super) fn check(texts: &Texts<'_>) -> Vec<Finding> {
    let document = &texts.budget.document;
    let projects = document.projects.iter();
    let projects = projects.flat_map(|project| &project.sections);
    let sections = document.sections.iter().chain(projects);
    let paragraphs = sections.flat_map(|section| &section.paragraphs);
    paragraphs.filter_map(no_such_day).collect()
}
