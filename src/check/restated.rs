//! What a budget still lacks that was read before: a budget in JSON carries it, and it is said again.

use super::table_name;
use crate::finding::{Finding, FindingCode, Stated};
use crate::layout::Templates;
use crate::model::Budget;

/// The tables and columns that the layout of `budget` has and the submission lacked, and the cells that could not be read.
#[must_use]
pub fn restated(templates: &Templates, budget: &Budget) -> Vec<Finding> {
    let mut findings = Vec::new();
    let printed = templates
        .layout(&budget.layout)
        .map(|layout| layout.tables.as_slice());
    for table in printed.unwrap_or_default() {
        if budget.table(table.table.as_str()).is_none() {
            let severity = table.missing_severity(&templates.model, budget);
            findings.push(
                Finding::new(FindingCode::MissingTable)
                    .severity(severity)
                    .arg("table", &table.name),
            );
        }
    }
    for table in &budget.tables {
        let name = table_name(templates, budget, table);
        for column in &table.missing_columns {
            let finding = Finding::new(FindingCode::HeaderNotUnderstood)
                .arg("table", name)
                .arg("column", column);
            findings.push(
                finding
                    .word("nearest", "word-none")
                    .cell(Stated::text(table.place.clone(), "")),
            );
        }
        for line in table.lines.iter().filter(|line| !line.unread.is_empty()) {
            let finding = Finding::new(FindingCode::NotANumber)
                .variant("before")
                .list("columns", &line.unread);
            findings.push(
                finding
                    .arg("line", &line.name)
                    .cell(Stated::text(line.place.clone(), &line.name)),
            );
        }
    }
    findings
}
