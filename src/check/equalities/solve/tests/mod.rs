//! Finding faults always ends, makes less broken with each step, and loses no equality that was broken.

mod oracle;
mod shapes;
mod slips;

use std::collections::BTreeSet;

use super::{Effort, Solver};
use crate::check::equalities::gather::{Equality, EqualityIx};
use crate::check::equalities::paper::CheckPaper;
use crate::check::equalities::{absent, gather, members};
use crate::layout::Templates;
use crate::model::Budget;
use crate::model::statements::Space;

/// What came of a budget.
#[derive(Debug)]
struct Solved {
    /// The equalities broken at the start.
    broken: usize,
    /// The steps taken; each has a mend.
    steps: usize,
    /// The faults without a mend.
    left: usize,
    /// The looks at one equality for one change.
    spent: u64,
    /// The cells and the sizes of all equalities.
    size: u64,
}

/// Finds the faults of a budget with so much effort, and asserts what always holds.
fn solved(templates: &Templates, budget: &Budget, effort: Option<Effort>) -> Solved {
    let model = &templates.model;
    let added = absent::lines(model, budget);
    let paper = CheckPaper::new(templates, budget, &added);
    let space = Space::new(model);
    let stated = members::Members::new(&space, &paper, |_| true);
    let declared: Vec<_> = model.equal.iter().collect();
    let mut equalities = gather::sums(&paper);
    equalities.extend(gather::between(&paper, &stated, &declared));
    solved_equalities(&paper, &equalities, effort)
}

fn solved_equalities(
    paper: &CheckPaper<'_>,
    equalities: &[Equality],
    effort: Option<Effort>,
) -> Solved {
    let all = (0..equalities.len()).map(EqualityIx::new);
    let broken: BTreeSet<EqualityIx> = all.filter(|&at| !equalities[at].holds(0)).collect();
    let effort = effort.unwrap_or_else(|| Effort::of(paper, equalities));
    let mut solver = Solver::new(paper, equalities, effort);
    let mut said: BTreeSet<EqualityIx> = BTreeSet::new();
    let (mut steps, mut before) = (0, broken.len());
    while let Some(fault) = solver.step() {
        steps += 1;
        let now = solver.balance.count();
        assert!(now < before, "step {steps} leaves {now} of {before} broken");
        assert!(!fault.mends.is_empty() && !fault.broken.is_empty());
        before = now;
        said.extend(fault.broken);
    }
    let left = solver.left();
    for fault in &left {
        assert!(fault.mends.is_empty() && !fault.broken.is_empty());
        said.extend(&fault.broken);
    }
    let lost: Vec<&EqualityIx> = broken.difference(&said).collect();
    assert!(
        lost.is_empty(),
        "no fault has the broken equalities {lost:?}"
    );
    let sizes = equalities
        .iter()
        .map(|equality| equality.left.len() + equality.right.len());
    Solved {
        broken: broken.len(),
        steps,
        left: left.len(),
        spent: solver.spent,
        size: (paper.cells.len() + sizes.sum::<usize>()) as u64,
    }
}
