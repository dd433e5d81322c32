//! Which form belongs to which description of a project.

use super::super::reader::SubmissionReader;
use super::draft::DocumentDraft;
use super::form_page::FormPage;
use super::{cover, organization};
use crate::model::{Document, GoalField, Project, SectionId};
use crate::text::squash;

/// How like two names must be (from 0 to 1) for the form and the description of one project.
const LIKE: f64 = 0.6;
/// Names shorter than this, in characters, are alike by chance.
const SHORT: usize = 6;

impl SubmissionReader<'_, '_> {
    /// The document with its projects, region and organization.
    pub(super) fn finished(&self, draft: DocumentDraft) -> Document {
        let DocumentDraft {
            mut document,
            projects,
            forms,
            ..
        } = draft;
        document.region = cover::region(&self.layout.words, &document);
        if let Some(section) = document.section(SectionId::Organization) {
            document.organization = organization::organization(&self.layout.words, section);
        }
        document.projects = matched(projects, forms);
        document
    }
}

/// Whether two names, as compared, are of one project.
type SameProject<'s> = &'s dyn Fn(&str, &str) -> bool;

/// The name that a form states, as compared.
fn stated(page: &FormPage) -> String {
    let name = page.form.texts.get(&GoalField::Name);
    name.map(|name| compared(&name.text)).unwrap_or_default()
}

fn compared(name: &str) -> String {
    let squashed = squash(name);
    let kept = squashed.chars().filter(|c| c.is_alphanumeric());
    kept.collect()
}

/// Each form goes to the project of its name; else to the one of a name that contains it, or that is like it; else it is a
/// project of its own, in the order of the document.
fn matched(mut projects: Vec<(usize, Project)>, forms: Vec<(usize, FormPage)>) -> Vec<Project> {
    let names: Vec<String> = projects
        .iter()
        .map(|(_, project)| compared(&project.name))
        .collect();
    let mut left: Vec<Option<(usize, FormPage)>> = forms.into_iter().map(Some).collect();
    let within = |a: &str, b: &str| {
        a.chars().count() >= 4 && b.contains(a) || b.chars().count() >= 4 && a.contains(b)
    };
    let like = |a: &str, b: &str| {
        [a, b].iter().all(|name| name.chars().count() >= SHORT)
            && strsim::normalized_damerau_levenshtein(a, b) >= LIKE
    };
    let ways: [SameProject<'_>; 3] = [&|a, b| !a.is_empty() && a == b, &within, &like];
    for same in ways {
        for slot in &mut left {
            let Some((_, page)) = slot.as_ref() else {
                continue;
            };
            let name = stated(page);
            let free = projects.iter().zip(&names);
            let free = free
                .enumerate()
                .filter(|(_, ((_, project), own))| project.form.is_none() && same(&name, own));
            let found: Vec<usize> = free.map(|(at, _)| at).collect();
            // Where several fit, the first of the same name; of merely similar ones none.
            let Some(&at) = found.first() else { continue };
            if found.len() > 1 && name != names[at] {
                continue;
            }
            projects[at].1.form = slot.take().map(|(_, page)| page.form);
        }
    }
    // What has no name belongs to what stands beside it.
    for slot in &mut left {
        let Some((order, page)) = slot.as_ref() else {
            continue;
        };
        let nameless = stated(page).is_empty();
        let before = projects
            .iter()
            .enumerate()
            .filter(|(at, (own, project))| {
                own < order && project.form.is_none() && (nameless || names[*at].is_empty())
            })
            .map(|(at, _)| at)
            .next_back();
        if let Some(at) = before {
            projects[at].1.form = slot.take().map(|(_, page)| page.form);
        }
    }
    for (order, page) in left.into_iter().flatten() {
        let project = Project {
            form: Some(page.form),
            ..Project::default()
        };
        projects.push((order, project));
    }
    projects.sort_by_key(|(order, _)| *order);
    projects
        .into_iter()
        .map(|(_, mut project)| {
            if project.name.is_empty()
                && let Some(name) = project
                    .form
                    .as_ref()
                    .and_then(|form| form.texts.get(&GoalField::Name))
            {
                project.name = name.text.replace('\n', "");
            }
            project
        })
        .collect()
}
