//! Whole yuan beside fen in one table: sums that fail by no more than rounding to whole yuan explains.

use std::collections::{BTreeMap, BTreeSet};

use super::gather::Equality;
use super::paper::{CheckPaper, yuan};
use super::report::Reporter;
use super::solve::{EqualityFault, solve};
use crate::check::table_name;
use crate::finding::{Finding, FindingCode};

/// The faults, and those that whole yuan beside fen explain. In the tables that have such, whole yuan are then taken as
/// rounded. A slip that breaks anything by more stays a fault.
pub(super) fn faults(
    paper: &CheckPaper<'_>,
    equalities: &mut [Equality],
) -> (Vec<EqualityFault>, Vec<EqualityFault>) {
    let mut tables = BTreeSet::new();
    let mut rounded = Vec::new();
    loop {
        let faults = solve(paper, equalities);
        let before = tables.len();
        for fault in &faults {
            let own = explained(paper, equalities, fault);
            tables.extend(own.into_iter().flatten());
        }
        if tables.len() == before {
            return (faults, rounded);
        }
        let is_rounded = |fault: &EqualityFault| explained(paper, equalities, fault).is_some();
        rounded.extend(faults.into_iter().filter(is_rounded));
        for equality in equalities.iter_mut() {
            if table(paper, equality).is_some_and(|table| tables.contains(&table)) {
                equality.take_as_rounded();
            }
        }
    }
}

/// The tables of the equalities that a fault breaks, where whole yuan explain all of them.
fn explained(
    paper: &CheckPaper<'_>,
    equalities: &[Equality],
    fault: &EqualityFault,
) -> Option<BTreeSet<usize>> {
    let broken = fault.broken.iter().map(|&at| &equalities[at]);
    let broken = broken.filter(|equality| !equality.holds(0));
    let table = |equality: &Equality| {
        let explained = equality.holds_in_whole_yuan();
        table(paper, equality).filter(|_| explained)
    };
    broken.map(table).collect()
}

/// The position of the table whose whole yuan stand in an equality.
fn table(paper: &CheckPaper<'_>, equality: &Equality) -> Option<usize> {
    let whole = equality.cells().find(|&cell| paper.cells[cell].whole);
    whole.map(|cell| paper.block(cell).at)
}

impl Reporter<'_, '_> {
    /// One warning a table of what only whole yuan beside fen explain.
    pub(super) fn mixed(&self, rounded: &[EqualityFault]) -> Vec<Finding> {
        let mut tables: BTreeMap<usize, Vec<&Equality>> = BTreeMap::new();
        for equality in self.equalities.iter().filter(|own| own.is_mixed()) {
            if let Some(at) = table(self.paper, equality) {
                tables.entry(at).or_default().push(equality);
            }
        }
        let finding = |(at, equalities): (&usize, &Vec<&Equality>)| {
            let most = equalities.iter().map(|equality| equality.rest.abs()).max();
            let cells: Vec<usize> = equalities.iter().flat_map(|own| own.cells()).collect();
            let concerned: BTreeSet<usize> = cells.iter().copied().collect();
            // The cells whose change would mend most, then the others.
            let of_fault = |at: usize| {
                let mends = rounded.iter().filter_map(move |fault| fault.mends.get(at));
                mends.map(|mend| mend.cell).collect::<Vec<_>>()
            };
            let most_mends = rounded.iter().map(|fault| fault.mends.len()).max();
            let mends = (0..most_mends.unwrap_or_default()).flat_map(of_fault);
            let mut seen = BTreeSet::new();
            let cells = mends
                .filter(|cell| concerned.contains(cell))
                .chain(cells.iter().copied())
                .filter(|&cell| seen.insert(cell) && self.paper.amount(cell).is_some());
            let cells: Vec<usize> = cells.collect();
            let table = &self.budget.tables[*at];
            let mut finding = Finding::new(FindingCode::MixedPrecision)
                .arg("table", table_name(self.templates, self.budget, table))
                .arg("count", equalities.len())
                .amount("difference", yuan(most.unwrap_or_default()));
            finding.cells = cells.into_iter().map(|cell| self.stated(cell)).collect();
            finding
        };
        tables.iter().map(finding).collect()
    }
}
