//! A file of an inbox as it is read: what it states of itself, its amounts, and what is wrong with it.

use std::sync::Arc;

use super::cells::Cells;
use super::changes::ComparedBudget;
use super::head::Head;
use super::ledger::{FileKind, Lying, file_and_unit, sha256};
use super::lists::{FindingExplanation, explanations};
use super::several_units::{of_unit, units};
use super::shapes::Shapes;
use super::store::Amounts;
use super::told::{Told, told_of_file};
use crate::batch::{Options, Outcome, open_bytes, submission, submission_of_sheets};
use crate::check::Proof;
use crate::finding::{Finding, FindingCode};
use crate::layout::Templates;
use crate::model::{BlockModel, Budget, Id, Unit};
use crate::workbook::recalculate;

/// What a file of an inbox holds. Its budget is kept in the cache, as there may be thousands.
#[derive(Debug)]
pub struct Input {
    /// The file.
    pub lying: Lying,
    /// What is remembered of its budget; `None` where the file has none.
    pub head: Option<Head>,
    /// Where its amounts are.
    pub(super) amounts: Amounts,
    /// The budget, where it is not kept elsewhere.
    pub(super) budget: Option<Box<Budget>>,
    /// The SHA-256 of what it states, whatever the paper.
    pub statement: String,
    /// The equalities that were tested.
    pub proof: Proof,
    /// What is wrong with it, each with its fact.
    pub told: Vec<Told>,
    /// Whether its texts were held against its tables.
    pub has_texts: bool,
    /// The explanations, where it is a list of them.
    pub explanations: Option<Vec<FindingExplanation>>,
    /// The units that hand in with it, where it is a workbook of several: each is listed by itself.
    pub units: Vec<String>,
}

impl Input {
    /// What the content says of whose it is.
    #[must_use]
    pub fn unit(&self) -> Unit {
        self.head
            .as_ref()
            .map(|own| own.unit.clone())
            .unwrap_or_default()
    }
}

/// A file as it is read, all in memory.
#[derive(Debug)]
pub(super) struct Whole {
    pub(super) lying: Lying,
    pub(super) budget: Option<Budget>,
    pub(super) proof: Proof,
    pub(super) findings: Vec<Finding>,
    pub(super) has_texts: bool,
    pub(super) explanations: Option<Vec<FindingExplanation>>,
    pub(super) units: Vec<String>,
}

/// Reads a file of an inbox.
pub(super) fn read(
    templates: &Templates,
    options: &Options,
    lying: Lying,
    bytes: Vec<u8>,
) -> Whole {
    if lying.fault.is_some() || lying.kind != FileKind::Spreadsheet {
        let fault = lying.fault.as_deref().cloned();
        return Whole {
            findings: fault.into_iter().collect(),
            lying,
            budget: None,
            proof: Proof::default(),
            has_texts: false,
            explanations: None,
            units: Vec::new(),
        };
    }
    // The name of the file may not tell whose it is: that is what the content is asked for.
    let name = format!("submission.{}", lying.ending());
    let unit = file_and_unit(&lying.path).map(|(_, unit)| unit.to_owned());
    if let Some(unit) = unit {
        let outcome = match open_bytes(&name, &bytes, &options.limits) {
            Ok(mut book) => {
                // A formula may take amounts from another unit's sheets.
                recalculate(&mut book, |_, _| true);
                submission_of_sheets(name, of_unit(templates, &book, &unit), templates, options)
            }
            Err(_) => submission(name, bytes, templates, options).0,
        };
        return of_outcome(lying, outcome);
    }
    let (outcome, source) = submission(name, bytes, templates, options);
    let Some(workbook) = &source.workbook else {
        return of_outcome(lying, outcome);
    };
    let units = units(templates, options, &outcome, workbook);
    let mut whole = of_outcome(lying, outcome);
    if !units.is_empty() {
        // What is wrong is said of each unit.
        whole.budget = None;
        whole.findings.clear();
        whole.proof.0.clear();
        whole.has_texts = false;
    } else if whole.budget.is_none() {
        whole.explanations = explanations(workbook);
    }
    Whole { units, ..whole }
}

/// What came of reading a file.
pub(super) fn of_outcome(lying: Lying, outcome: Outcome) -> Whole {
    let budget = outcome.budget.filter(|budget| !budget.tables.is_empty());
    let texts = budget.as_ref().map(|own| &own.document.figures);
    Whole {
        lying,
        has_texts: texts.is_some_and(|own| !own.is_empty()),
        budget,
        proof: outcome.proof,
        findings: outcome.findings,
        explanations: None,
        units: Vec::new(),
    }
}

/// What is remembered of a file, its budget with it; and its amounts apart, which are not put anywhere yet.
pub(super) fn remembered(templates: &Templates, whole: Whole) -> (Input, Option<ComparedBudget>) {
    let budget = whole.budget;
    let told = told_of_file(
        &templates.model,
        (None, ""),
        budget.as_ref(),
        &whole.findings,
    );
    let statement = budget.as_ref().map(|budget| {
        let mut statement = budget.statement();
        statement.previous = None;
        sha256(&serde_json::to_vec(&statement).unwrap_or_default())
    });
    let year = budget.as_ref().map(|own| year(templates, Some(own)));
    let input = Input {
        lying: whole.lying,
        head: budget.as_ref().map(Head::of),
        amounts: Amounts::default(),
        budget: budget.map(Box::new),
        statement: statement.unwrap_or_default(),
        proof: whole.proof,
        told,
        has_texts: whole.has_texts,
        explanations: whole.explanations,
        units: whole.units,
    };
    (input, year)
}

/// The amounts of a budget and what its tables can print.
#[must_use]
pub fn year(templates: &Templates, budget: Option<&Budget>) -> ComparedBudget {
    let Some(budget) = budget else {
        return ComparedBudget::default();
    };
    let own = budget
        .tables
        .iter()
        .map(|own| (&own.table, own.blocks.clone()));
    ComparedBudget {
        cells: Cells::of(&templates.model, budget),
        shapes: Arc::new(shapes(templates, &budget.layout, own)),
    }
}

/// What a layout and the tables of a budget in it can print.
pub(super) fn shapes<'t>(
    templates: &'t Templates,
    layout: &str,
    own: impl IntoIterator<Item = (&'t Id, Vec<Arc<BlockModel>>)>,
) -> Shapes {
    let layout = templates.layout(layout);
    let printed = layout.into_iter().flat_map(|layout| &layout.tables);
    let printed = printed.map(|table| (&table.table, table.meaning()));
    Shapes::of(&templates.model, printed.chain(own))
}

/// Whether a file could not be read at all.
#[must_use]
pub(super) fn is_unreadable(input: &Input) -> bool {
    let about = |own: &Finding| {
        matches!(
            own.code,
            FindingCode::UnreadableFile
                | FindingCode::ArchiveNotRead
                | FindingCode::LimitExceeded
                | FindingCode::InternalError
        )
    };
    input.head.is_none() && input.told.iter().any(|own| about(&own.finding))
}
