//! Checks of a budget: codes, and sums within a table. They need no rules of their own: what adds up to what follows from
//! the coordinates.

mod arithmetic;
mod codes;
mod measures;
mod restated;

pub use restated::restated;

use crate::finding::Finding;
use crate::layout::Templates;
use crate::model::{Budget, Table};

/// Everything that is wrong with a budget, table by table.
#[must_use]
pub fn check(templates: &Templates, budget: &Budget) -> Vec<Finding> {
    let mut findings = Vec::new();
    for table in &budget.tables {
        findings.extend(codes::check(templates, budget, table));
        findings.extend(arithmetic::check(templates, budget, table));
    }
    findings.extend(measures::check(templates, budget));
    findings
}

/// The name of a table in the words of its layout, else in those of the model.
fn table_name<'t>(templates: &'t Templates, budget: &Budget, table: &Table) -> &'t str {
    let printed = templates
        .layout(&budget.layout)
        .and_then(|layout| layout.table(table.table.as_str()))
        .map(|table| table.title.as_str());
    let name = printed
        .or_else(|| {
            templates
                .model
                .table(table.table.as_str())
                .map(|table| table.name.as_str())
        })
        .unwrap_or_default();
    name.strip_prefix("{year}年").unwrap_or(name)
}
