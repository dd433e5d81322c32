//! Equalities: what adds up within a table, and what tables say of the same facts. Those that do not hold are put down to
//! the cells whose change mends them all, so that one fault is one finding.

mod absent;
mod agreements;
mod aside;
mod computed;
mod gather;
mod group;
mod members;
mod miscoded;
mod mixed;
mod paper;
mod places;
mod plausible;
mod report;
mod solve;
mod versions;

use std::collections::BTreeMap;

use rust_decimal::Decimal;

pub use agreements::{Agreement, Side, agreements};
use gather::WhyEqual;
use paper::CheckPaper;
use report::Reporter;
use solve::{EqualityFault, Mend};

use super::proof::{EqualityOutcome, Proof};
use crate::finding::{Finding, FindingCode};
use crate::layout::Templates;
use crate::model::statements::Space;
use crate::model::{Budget, Coordinates, Equal, Id, Key, Place};

/// By how much, in yuan, a cell may have to change for the equalities to hold.
pub(super) type Changes = BTreeMap<Place, Vec<Decimal>>;

/// Checks every sum and every fact that is stated more than once. The tables named in `other_measure` are compared with no
/// other one: all of their amounts differ.
pub(super) fn check(
    templates: &Templates,
    budget: &Budget,
    other_measure: &[&Id],
) -> (Vec<Finding>, Changes, Proof) {
    let model = &templates.model;
    let miscoded = miscoded::mend(templates, budget);
    let (budget, said) = match &miscoded {
        Some((budget, findings)) => (budget, findings.clone()),
        None => (budget, Vec::new()),
    };
    let added = absent::lines(model, budget);
    let paper = CheckPaper::new(templates, budget, &added);
    let space = Space::new(model);
    let takes_part = |block: &paper::CheckBlock<'_>| !other_measure.contains(&&block.table.table);
    let stated = members::Members::new(&space, &paper, takes_part);
    let declared = declared(templates, budget);
    let mut equalities = gather::sums(&paper);
    equalities.extend(gather::between(&paper, &stated, &declared));
    equalities.extend(aside::equalities(&space, &paper, &stated, takes_part));
    equalities.extend(computed::equalities(model, &paper));
    let mut findings = versions::versions(templates, budget, &paper, &mut equalities);
    let (mut faults, rounded) = mixed::faults(&paper, &mut equalities);
    let percentages = computed::percentages(model, &paper);
    let percentages = computed::settle(&paper, percentages, &mut faults);
    let reporter = Reporter {
        templates,
        budget,
        paper: &paper,
        equalities: &equalities,
        places: places::CellPlaces::new(templates, budget, &paper),
    };
    findings.extend(reporter.findings(&faults));
    findings.extend(reporter.mixed(&rounded));
    findings.extend(reporter.rounding());
    findings.extend(percentages);
    findings.extend(said);
    (
        findings,
        changes(&paper, &faults),
        proof(&paper, &equalities),
    )
}

/// What was looked at, and what came of it.
fn proof(paper: &CheckPaper<'_>, equalities: &[gather::Equality]) -> Proof {
    let mut proof = Proof::default();
    for own in equalities {
        let Some(&cell) = own.left.first().or(own.right.first()) else {
            continue;
        };
        let code = match (own.why, &paper.line(cell).key) {
            (WhyEqual::Columns, _) => FindingCode::PartsDiffer,
            (WhyEqual::Lines, Key::Total) => FindingCode::TotalDiffers,
            (WhyEqual::Lines, _) => FindingCode::ChildrenDiffer,
            (WhyEqual::Balance, _) => FindingCode::NotBalanced,
            (WhyEqual::Tables, _) => FindingCode::TablesDiffer,
            (WhyEqual::Computed, _) => FindingCode::ChangeDiffers,
            (WhyEqual::Part, _) => FindingCode::PartExceeds,
        };
        let exactly = own.rest == 0 || own.at_least && own.rest > 0;
        let held = match own.holds(0) {
            true if exactly => EqualityOutcome::Exactly,
            true => EqualityOutcome::WithinRounding,
            false => EqualityOutcome::Not,
        };
        proof.put(&paper.block(cell).table.table, code, held);
    }
    proof
}

/// The equalities that are declared for the layout of `budget`.
fn declared<'t>(templates: &'t Templates, budget: &Budget) -> Vec<&'t Equal> {
    let layout = templates.layout(&budget.layout);
    let own = layout.into_iter().flat_map(|layout| &layout.equal);
    let all = templates.model.equal.iter().chain(own);
    let left_out = |equal: &&Equal| layout.is_some_and(|own| own.left_out.contains(&equal.id));
    all.filter(|equal| !left_out(equal)).collect()
}

/// What the cells of a budget state, alone and as sums.
pub(crate) struct Statements<'s> {
    space: &'s Space<'s>,
    paper: &'s CheckPaper<'s>,
    members: members::Members<'s, 's>,
}

impl Statements<'_> {
    /// Gives what the cells of `budget` state to `ask`.
    pub(crate) fn of(templates: &Templates, budget: &Budget, ask: impl FnOnce(&Statements<'_>)) {
        let absent = absent::Absent::new();
        let paper = CheckPaper::new(templates, budget, &absent);
        let space = Space::new(&templates.model);
        let members = members::Members::new(&space, &paper, |_| true);
        ask(&Statements {
            space: &space,
            paper: &paper,
            members,
        });
    }

    /// The sum of the cells that state `at` together, in yuan; `None` where none do, or all of them are blank.
    pub(crate) fn sum(&self, at: &Coordinates) -> Option<Decimal> {
        let members = self.members.of(&self.space.target(at));
        members.iter().find_map(|member| {
            let amounts = member.cells.iter();
            let amounts = amounts.filter_map(|&cell| self.paper.amount(cell));
            amounts
                .map(|amount| amount.yuan)
                .reduce(Decimal::saturating_add)
        })
    }
}

fn changes(paper: &CheckPaper<'_>, faults: &[EqualityFault]) -> Changes {
    let mut changes = Changes::new();
    let mends = faults.iter().flat_map(|fault| &fault.mends);
    for (cell, change) in mends.flat_map(Mend::changes) {
        let place = paper.amount(cell).and_then(|amount| amount.place.as_ref());
        if let Some(place) = place {
            let own = changes.entry(place.clone()).or_default();
            own.push(paper::yuan(change));
        }
    }
    changes
}
