//! A table of another version: it differs from the others nearly everywhere, which is one fault.

use std::collections::{BTreeMap, BTreeSet};

use super::gather::{Equality, WhyEqual};
use super::paper::CheckPaper;
use crate::check::table_name;
use crate::finding::{Finding, FindingCode, Stated};
use crate::layout::Templates;
use crate::model::Budget;

/// At least so many of its lowest lines must differ.
const LEAST: usize = 5;

/// Takes the equalities of tables of another version away, and says which tables those are.
pub(super) fn versions(
    templates: &Templates,
    budget: &Budget,
    paper: &CheckPaper<'_>,
    equalities: &mut Vec<Equality>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    while let Some(at) = odd_table(paper, equalities) {
        let table = table_name(templates, budget, &budget.tables[at]);
        let of_table = |equality: &Equality| {
            equality.why == WhyEqual::Tables
                && equality.cells().any(|cell| paper.block(cell).at == at)
        };
        let (of_it, others): (Vec<Equality>, Vec<Equality>) =
            std::mem::take(equalities).into_iter().partition(of_table);
        *equalities = others;
        let mut seen = BTreeSet::new();
        let mut finding = Finding::new(FindingCode::TablesDiffer)
            .variant("table")
            .arg("table", table);
        for equality in of_it.iter().filter(|equality| !equality.holds(0)) {
            let mut cells: Vec<usize> =
                equality.cells().filter(|cell| seen.insert(*cell)).collect();
            cells.sort_by_key(|&cell| paper.block(cell).at != at);
            finding.cells.extend(
                cells
                    .into_iter()
                    .filter_map(|cell| paper.amount(cell))
                    .map(Stated::amount),
            );
        }
        let count = of_it.iter().filter(|equality| !equality.holds(0)).count();
        findings.push(finding.arg("count", count));
    }
    findings
}

/// The table most of whose lowest lines are stated differently in others, where the others agree among themselves.
fn odd_table(paper: &CheckPaper<'_>, equalities: &[Equality]) -> Option<usize> {
    if equalities.iter().all(|equality| equality.holds(0)) {
        return None;
    }
    let mut lines: BTreeMap<usize, BTreeMap<(usize, usize), bool>> = BTreeMap::new();
    let mut others: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    let tables: BTreeSet<usize> = paper.blocks.iter().map(|block| block.at).collect();
    let compared = equalities.iter().filter(|equality| {
        let stated = |cells: &[usize]| cells.iter().any(|&cell| paper.cells[cell].value != 0);
        equality.why == WhyEqual::Tables
            && !equality.at_least
            && stated(&equality.left)
            && stated(&equality.right)
    });
    for equality in compared {
        let broken = !equality.holds(0);
        let mut own = BTreeSet::new();
        for cell in equality.cells() {
            let (block, line) = (paper.cells[cell].block, paper.cells[cell].line);
            own.insert(paper.block(cell).at);
            if paper.blocks[block].structure.line_parts[line].is_empty() {
                let differs = lines
                    .entry(paper.block(cell).at)
                    .or_default()
                    .entry((block, line))
                    .or_default();
                *differs |= broken;
            }
        }
        for &table in tables.difference(&own) {
            let (all, differing) = others.entry(table).or_default();
            *all += 1;
            *differing += usize::from(broken);
        }
    }
    lines
        .iter()
        .filter_map(|(&table, lines)| {
            let differing = lines.values().filter(|differs| **differs).count();
            let (all, apart) = others.get(&table).copied().unwrap_or_default();
            (differing >= LEAST && differing * 3 > lines.len() * 2 && apart * 10 < all)
                .then_some((differing, table))
        })
        .max()
        .map(|(_, table)| table)
}
