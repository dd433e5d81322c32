//! A wrong unit of measure: the same facts, a thousand or ten thousand times as large in one table as in the others.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::table_name;
use crate::finding::{Finding, FindingCode, Stated};
use crate::layout::Templates;
use crate::model::{Amount, Budget, Coordinates, Id, facts};

/// The same factor must hold for at least this many facts.
const LEAST: usize = 2;

/// For a larger and a smaller table and the factor between them, the facts that differ by it.
type Pairs<'f> = BTreeMap<(&'f Id, &'f Id, u32), Vec<(&'f Amount, &'f Amount)>>;

/// Finds tables whose unit of measure is wrong against the other tables that state the same facts.
pub(super) fn check(templates: &Templates, budget: &Budget) -> Vec<Finding> {
    let facts = facts(&templates.model, budget);
    let mut same: BTreeMap<&Coordinates, Vec<(&Id, &Amount)>> = BTreeMap::new();
    for fact in facts.iter().filter(|fact| {
        !fact.amount.yuan.is_zero() && !matches!(fact.line.key, crate::model::Key::Unknown(_))
    }) {
        same.entry(&fact.at)
            .or_default()
            .push((fact.table, fact.amount));
    }
    // For each pair of tables and factor, the facts that differ by just that factor.
    let mut pairs: Pairs<'_> = BTreeMap::new();
    for stated in same.values() {
        for (larger, smaller) in stated
            .iter()
            .flat_map(|a| stated.iter().map(move |b| (a, b)))
            .filter(|(a, b)| a.0 != b.0)
        {
            for factor in [1_000, 10_000] {
                if larger.1.yuan == smaller.1.yuan * Decimal::from(factor) {
                    pairs
                        .entry((larger.0, smaller.0, factor))
                        .or_default()
                        .push((larger.1, smaller.1));
                }
            }
        }
    }
    // The table at odds with most others is the suspect.
    let mut against: BTreeMap<&Id, usize> = BTreeMap::new();
    pairs.retain(|_, facts| facts.len() >= LEAST);
    for (larger, smaller, _) in pairs.keys() {
        *against.entry(larger).or_default() += 1;
        *against.entry(smaller).or_default() += 1;
    }
    let mut findings: Vec<Finding> = Vec::new();
    let mut said: Vec<&Id> = Vec::new();
    for ((larger, smaller, factor), facts) in &pairs {
        let suspect = if against.get(smaller) >= against.get(larger) {
            *smaller
        } else {
            *larger
        };
        if said.contains(&suspect) {
            continue;
        }
        said.push(suspect);
        let other = if suspect == *smaller {
            *larger
        } else {
            *smaller
        };
        let name = |id: &Id| {
            budget
                .table(id.as_str())
                .map_or("", |table| table_name(templates, budget, table))
        };
        let mut finding = Finding::new(FindingCode::UnitSuspect)
            .arg("table", name(suspect))
            .arg("other", name(other))
            .arg("count", facts.len())
            .arg("factor", factor);
        for (large, small) in facts {
            let (own, others) = if suspect == *smaller {
                (small, large)
            } else {
                (large, small)
            };
            finding
                .cells
                .extend([Stated::amount(own), Stated::amount(others)]);
        }
        findings.push(finding);
    }
    findings
}
