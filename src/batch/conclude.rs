//! What is concluded of a file: its findings, as gravely as layout and options take them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::damaged::Damaged;
use super::unread::problem_findings;
use super::{Options, Outcome, Stage};
use crate::bind::Role;
use crate::check::{Checked, Proof, checked, checked_by};
use crate::finding::Finding;
use crate::form;
use crate::layout::Templates;
use crate::model::Budget;
use crate::prose::{Numbers, OutlineWords};
use crate::workbook::Workbook;

/// The findings of opening, reading and checking the file `name`, by sheet and cell.
pub(super) fn findings(
    name: &str,
    workbook: &Workbook,
    read: Vec<Finding>,
    (budget, form, words): (&Budget, Option<&form::FormReading>, &OutlineWords),
    templates: &Templates,
    options: &Options,
) -> Checked {
    let damaged = Damaged::of(workbook);
    let mut findings = read;
    let checking = || match damaged.whole(budget) {
        Cow::Borrowed(budget) => checked_by(templates, budget, words),
        Cow::Owned(less) => checked(templates, &less),
    };
    let found = options.listener.shielded(name, Stage::Checking, checking);
    let found = found.unwrap_or_else(|finding| failed(*finding));
    findings.extend(found.findings);
    if let Some(form) = form {
        findings = form.conclude(budget, findings);
    }
    findings.retain(|finding| !damaged.explains(finding));
    findings.extend(problem_findings(workbook));
    let position = |finding: &Finding| {
        finding
            .place()
            .map(|(sheet, cell)| (workbook.position(|own| own.name == sheet), cell))
    };
    findings.sort_by_cached_key(|finding| (position(finding), finding.code));
    Checked {
        findings,
        numbers: found.numbers,
        proof: found.proof,
    }
}

/// What is said where the checks themselves failed.
pub(super) fn failed(finding: Finding) -> Checked {
    Checked {
        findings: vec![finding],
        ..Checked::default()
    }
}

/// The outcome with its findings as gravely as layout and options take them.
pub(super) fn outcome(
    path: String,
    budget: Budget,
    ledger: BTreeMap<Role, usize>,
    findings: Vec<Finding>,
    templates: &Templates,
    options: &Options,
) -> Outcome {
    let layout = templates.layout(&budget.layout);
    let levels = layout
        .map(|layout| layout.levels.clone())
        .unwrap_or_default();
    let levels = levels.of_year(budget.year).with(&options.levels);
    let (mut findings, allowed) = levels.apply(findings);
    // The gravest first; those of one severity stay by sheet and cell.
    findings.sort_by_key(|finding| finding.severity);
    Outcome {
        path,
        budget: Some(budget),
        ledger,
        numbers: Numbers::default(),
        findings,
        allowed,
        lost: Vec::new(),
        proof: Proof::default(),
        sha256: String::new(),
    }
}

pub(super) fn unreadable(path: String, finding: Finding) -> Outcome {
    Outcome {
        path,
        budget: None,
        ledger: BTreeMap::new(),
        numbers: Numbers::default(),
        findings: vec![finding],
        allowed: 0,
        lost: Vec::new(),
        proof: Proof::default(),
        sha256: String::new(),
    }
}
