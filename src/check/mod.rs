//! Checks of a budget: codes, units of measure, and equalities within and between tables. What adds up to what, and which
//! tables state the same, follows from the coordinates; the few rules beside that are in `templates/model.toml`.

mod codes;
mod equalities;
mod measures;
mod notes;
mod projects;
mod proof;
mod prose;
mod restated;
pub mod sums;
mod three_public;

pub(crate) use equalities::Statements;
pub use equalities::{Agreement, Side, agreements};
pub use proof::{Proof, Tested};
pub use restated::restated;

use crate::finding::Finding;
use crate::layout::Templates;
use crate::model::{Budget, Table, facts};
use crate::prose::{Facts, Numbers, OutlineWords};

/// What the checks say of a budget.
#[derive(Debug, Default)]
pub struct Checked {
    /// Everything that is wrong with it.
    pub findings: Vec<Finding>,
    /// How many numbers of its texts were held against something.
    pub numbers: Numbers,
    /// The equalities that were tested.
    pub proof: Proof,
}

/// Everything that is wrong with a budget.
#[must_use]
pub fn check(templates: &Templates, budget: &Budget) -> Vec<Finding> {
    checked(templates, budget).findings
}

/// Everything that is wrong with a budget, and how much of its texts was understood.
#[must_use]
pub fn checked(templates: &Templates, budget: &Budget) -> Checked {
    checked_by(templates, budget, &OutlineWords::default())
}

/// The same with the words by which the texts of `budget` were read.
pub(crate) fn checked_by(templates: &Templates, budget: &Budget, words: &OutlineWords) -> Checked {
    let mut findings = Vec::new();
    for table in &budget.tables {
        findings.extend(codes::check(templates, budget, table));
        findings.extend(notes::check(templates, budget, table));
    }
    let facts = facts(&templates.model, budget);
    let (suspects, other_measure) = measures::check(templates, budget, &facts);
    findings.extend(suspects);
    let (differences, changes, proof) = equalities::check(templates, budget, &other_measure);
    findings.extend(differences);
    findings.extend(three_public::check(
        templates,
        budget,
        &facts,
        &other_measure,
    ));
    // Most submissions have tables only.
    let document = &budget.document;
    if document.sections.is_empty() && document.projects.is_empty() {
        return Checked {
            findings,
            numbers: Numbers::default(),
            proof,
        };
    }
    let facts = Facts::of(&templates.model, budget, &facts);
    let (of_texts, numbers) = prose::check(templates, budget, words, &facts, &changes);
    findings.extend(of_texts);
    findings.extend(projects::check(templates, budget, &facts));
    Checked {
        findings,
        numbers,
        proof,
    }
}

/// The name of a table in the words of its layout, else in those of the model.
fn table_name<'t>(templates: &'t Templates, budget: &Budget, table: &Table) -> &'t str {
    let printed = templates
        .layout(&budget.layout)
        .and_then(|layout| layout.table(table.table.as_str()))
        .map(|table| table.name.as_str());
    printed
        .or_else(|| {
            templates
                .model
                .table(table.table.as_str())
                .map(|table| table.name.as_str())
        })
        .unwrap_or_default()
}
