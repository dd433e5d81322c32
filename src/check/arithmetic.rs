//! Sums within a table: 合计 over its parts, 类 over its 款, the closing line over the top lines.

use rust_decimal::Decimal;

use super::table_name;
use crate::finding::{Finding, FindingCode, Severity, Stated};
use crate::layout::Templates;
use crate::model::{Budget, Key, Line, Structure, Table, Total, Way};

/// Checks every total that is broken down against its parts, within the rounding error of the digits stated.
pub(super) fn check(templates: &Templates, budget: &Budget, table: &Table) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Some(meaning) = templates.model.table(table.table.as_str()) else {
        return findings;
    };
    let layout = templates
        .layout(&budget.layout)
        .and_then(|layout| layout.table(table.table.as_str()));
    let mut rounded: Vec<(Decimal, Vec<Stated>)> = Vec::new();
    for block in &meaning.blocks {
        let printed =
            layout.and_then(|layout| layout.blocks.iter().find(|other| other.block == block.id));
        if printed.is_some_and(|printed| !printed.closed) {
            continue;
        }
        let structure = Structure::new(&templates.model, block, &table.lines);
        // Which line is above one with a bad code cannot be told, so sums over lines are left alone where there is one.
        let bad_codes = structure.lines.iter().any(|line| {
            matches!(&line.key, Key::Unknown(_))
                && !matches!(block.lines, crate::model::Lines::Class)
        });
        let judged = |total: &Total| match total.way {
            // A row of the form that nothing was written into is not stated.
            Way::Lines if is_blank_row(structure.lines[total.total.0]) => false,
            Way::Lines => !bad_codes,
            // Parts whose column was not found are missing from every sum.
            Way::Columns => table.missing_columns.is_empty(),
        };
        for total in structure.totals().filter(judged) {
            let stated = structure.yuan(total.total).unwrap_or_default();
            let sum = structure.sum(&total.parts).unwrap_or_default();
            let difference = stated - sum;
            if difference.is_zero() {
                continue;
            }
            let cells = cells(&structure, &total);
            if difference.abs() <= structure.slack(&total, table.quantum) {
                rounded.push((difference.abs(), cells));
                continue;
            }
            let line = structure.lines[total.total.0];
            let column = templates
                .model
                .name(column_kind(&structure, total.total.1))
                .unwrap_or("合计");
            let mut finding = Finding::new(code(&total, line))
                .arg("line", line_name(line))
                .arg("column", column)
                .arg("stated", stated)
                .arg("sum", sum)
                .arg("difference", difference.abs());
            finding.cells = cells;
            if finding.cells.iter().all(|cell| cell.place.is_none()) {
                finding.sheet = Some(table_name(templates, budget, table).to_owned());
            }
            findings.push(finding);
        }
    }
    if let Some(most) = rounded.iter().map(|(difference, _)| *difference).max() {
        let mut finding = Finding::new(FindingCode::Rounding)
            .severity(Severity::Note)
            .arg("table", table_name(templates, budget, table))
            .arg("count", rounded.len())
            .arg("difference", most);
        finding.cells = rounded
            .into_iter()
            .filter_map(|(_, cells)| cells.into_iter().next())
            .collect();
        findings.push(finding);
    }
    findings
}

fn code(total: &Total, line: &Line) -> FindingCode {
    match (total.way, &line.key) {
        (Way::Columns, _) => FindingCode::PartsDiffer,
        (Way::Lines, Key::Total) => FindingCode::TotalDiffers,
        (Way::Lines, _) => FindingCode::ChildrenDiffer,
    }
}

/// The source or kind that a column is of.
fn column_kind<'s>(structure: &'s Structure<'_>, column: usize) -> &'s str {
    let at = &structure.block.columns[column].at;
    at.kind
        .as_ref()
        .or(at.source.as_ref())
        .map_or("", |id| id.as_str())
}

fn line_name(line: &Line) -> String {
    match &line.key {
        Key::Code(code) => format!("{code} {}", line.name),
        Key::Total => "合计行".to_owned(),
        Key::Row(_) | Key::Unknown(_) => line.name.clone(),
    }
}

/// The total's cell, then those of its parts. A blank total is named by its line.
fn cells(structure: &Structure<'_>, total: &Total) -> Vec<Stated> {
    let stated = |&(line, column): &(usize, usize)| {
        structure.lines[line]
            .amounts
            .get(&structure.block.columns[column].id)
            .map(Stated::amount)
    };
    let own = stated(&total.total)
        .unwrap_or_else(|| Stated::text(structure.lines[total.total.0].place.clone(), ""));
    std::iter::once(own)
        .chain(total.parts.iter().filter_map(stated))
        .collect()
}

fn is_blank_row(line: &Line) -> bool {
    matches!(line.key, Key::Row(_)) && line.amounts.is_empty()
}
