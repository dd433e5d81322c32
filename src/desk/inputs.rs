//! A file of an inbox as it is read: what it states of itself, its amounts, and what is wrong with it.

use std::path::Path;

use super::cache::Cache;
use super::cells::Cells;
use super::changes::Year;
use super::ledger::{Kind, Lying, sha256};
use super::lists::{Explanation, explanations};
use super::shapes::Shapes;
use crate::batch::{Options, Outcome, submission};
use crate::check::Proof;
use crate::finding::{Finding, FindingCode};
use crate::layout::Templates;
use crate::model::{Budget, Unit};

/// What a file of an inbox holds.
#[derive(Debug)]
pub struct Input {
    /// The file.
    pub lying: Lying,
    /// The budget; `None` where the file has none.
    pub budget: Option<Budget>,
    /// Its amounts and what its layout prints.
    pub year: Year,
    /// The SHA-256 of what it states, whatever the paper.
    pub statement: String,
    /// The equalities that were tested.
    pub proof: Proof,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
    /// Whether its texts were held against its tables.
    pub has_texts: bool,
    /// The explanations, where it is a list of them.
    pub explanations: Option<Vec<Explanation>>,
}

impl Input {
    /// What the content says of whose it is.
    #[must_use]
    pub fn unit(&self) -> Unit {
        self.budget
            .as_ref()
            .map(|own| own.unit.clone())
            .unwrap_or_default()
    }
}

/// Reads a file of an inbox.
#[must_use]
pub fn input(templates: &Templates, options: &Options, lying: Lying, bytes: Vec<u8>) -> Input {
    let mut input = Input {
        lying,
        budget: None,
        year: year(templates, None),
        statement: String::new(),
        proof: Proof::default(),
        findings: Vec::new(),
        has_texts: false,
        explanations: None,
    };
    if let Some(fault) = &input.lying.fault {
        input.findings.push((**fault).clone());
    } else if input.lying.kind == Kind::Spreadsheet {
        read(&mut input, templates, options, bytes);
    }
    input
}

fn read(input: &mut Input, templates: &Templates, options: &Options, bytes: Vec<u8>) {
    // The name of the file may not tell whose it is: that is what the content is asked for.
    let ending = input.lying.ending();
    let name = format!("submission.{ending}");
    let (outcome, source) = submission(name, bytes, templates, options);
    let lying = input.lying.clone();
    *input = of_outcome(templates, lying, outcome);
    if input.budget.is_none()
        && let Some(workbook) = &source.workbook
    {
        input.explanations = explanations(workbook);
    }
}

/// What came of reading a file.
pub(super) fn of_outcome(templates: &Templates, lying: Lying, outcome: Outcome) -> Input {
    let budget = outcome.budget.filter(|budget| !budget.tables.is_empty());
    let mut input = of_budget(templates, lying, budget, outcome.findings);
    input.proof = outcome.proof;
    input
}

/// A file with this budget and these findings.
pub(super) fn of_budget(
    templates: &Templates,
    lying: Lying,
    budget: Option<Budget>,
    findings: Vec<Finding>,
) -> Input {
    let mut input = Input {
        lying,
        budget: None,
        year: year(templates, budget.as_ref()),
        statement: String::new(),
        proof: Proof::default(),
        findings,
        has_texts: false,
        explanations: None,
    };
    let Some(budget) = budget else { return input };
    let mut statement = budget.statement();
    statement.previous = None;
    let stated = serde_json::to_vec(&statement).unwrap_or_default();
    input.statement = sha256(&stated);
    input.has_texts = !budget.document.figures.is_empty();
    input.budget = Some(budget);
    input
}

/// The amounts of a budget and what its layout prints.
#[must_use]
pub fn year(templates: &Templates, budget: Option<&Budget>) -> Year {
    let Some(budget) = budget else {
        return Year {
            cells: Cells::default(),
            shapes: Shapes::default(),
        };
    };
    let model = &templates.model;
    let layout = templates.layout(&budget.layout);
    let printed = layout.into_iter().flat_map(|layout| &layout.tables);
    let printed = printed.map(|table| (&table.table, table.meaning()));
    let own = budget
        .tables
        .iter()
        .map(|own| (&own.table, own.blocks.clone()));
    Year {
        cells: Cells::of(model, budget),
        shapes: Shapes::of(model, printed.chain(own)),
    }
}

/// The budgets of last year: those of a folder, or those that counted in last year's task.
#[derive(Debug)]
pub struct LastYear {
    /// The path of the file below the folder.
    pub path: String,
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// Its budget.
    pub budget: Budget,
    /// Its amounts and what its layout prints.
    pub year: Year,
}

/// Reads the budgets below `folder`; of files that `wanted` does not take none is read.
pub fn last_year(
    (templates, options, cache): (&Templates, &Options, &Cache),
    folder: &Path,
    wanted: impl Fn(&str) -> bool + Sync,
) -> Vec<LastYear> {
    // It may be in another layout than this year's.
    let options = Options {
        layout: None,
        previous: None,
        ..options.clone()
    };
    let read = super::ledger::walk(folder, None, &options.limits, |lying, bytes| {
        if lying.kind != Kind::Spreadsheet || lying.fault.is_some() || !wanted(&lying.path) {
            return None;
        }
        let read = |lying| Some(input(templates, &options, lying, bytes));
        let input = cache.input(templates, lying, "last year", read)?;
        let mut budget = input.budget?;
        budget.previous = None;
        Some(LastYear {
            path: input.lying.path,
            sha256: input.lying.sha256,
            budget,
            year: input.year,
        })
    });
    read.into_iter().flatten().collect()
}

/// Whether a file could not be read at all.
#[must_use]
pub(super) fn is_unreadable(input: &Input) -> bool {
    let about = |own: &Finding| {
        matches!(
            own.code,
            FindingCode::UnreadableFile | FindingCode::LimitExceeded | FindingCode::InternalError
        )
    };
    input.budget.is_none() && input.findings.iter().any(about)
}
