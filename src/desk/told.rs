//! The findings of a batch: each with the fact that it is about, so that a reason given for one covers every cell that prints it.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::finding::{Finding, FindingCode, Severity};
use crate::messages::Arg;
use crate::model::{Budget, Code, Dim, Id, Model, Place, facts};

/// What became of an explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// It is accepted, by somebody.
    Accepted,
    /// Nobody has decided.
    Open,
    /// It is not accepted, or may not be given.
    Refused,
    /// The amount is another one now.
    Void,
    /// There is no such finding.
    Unused,
}

impl Answer {
    /// The word in JSON.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Open => "open",
            Self::Refused => "refused",
            Self::Void => "void",
            Self::Unused => "unused",
        }
    }
}

/// A finding of a batch.
#[derive(Debug, Clone)]
pub struct Told {
    /// The roster line; `None` where it is nobody's.
    pub line: Option<usize>,
    /// The path of the file; empty where it is of none.
    pub file: String,
    /// What is wrong.
    pub finding: Finding,
    /// The table of the fact.
    pub table: Option<Id>,
    /// The 科目 of the fact.
    pub function: Option<Code>,
    /// The 经济分类 of the fact.
    pub economic: Option<Code>,
    /// The column of the fact.
    pub column: Option<Id>,
    /// What an explanation has to name.
    pub amount: Option<Decimal>,
    /// What came of the explanation that was given.
    pub answer: Option<Answer>,
}

/// The errors that may be explained: they compare two statements, each of which is there.
const EXPLAINABLE: [FindingCode; 6] = [
    FindingCode::TablesDiffer,
    FindingCode::DepartmentDiffers,
    FindingCode::AgencyOperatingDiffers,
    FindingCode::TextAmountDiffers,
    FindingCode::TextArithmetic,
    FindingCode::TextDirection,
];

/// The warnings that no reason mends: what counts has to be settled.
const TO_SETTLE: [FindingCode; 2] = [FindingCode::VersionUnclear, FindingCode::ExplanationVoid];

impl Told {
    /// A finding of the batch itself.
    #[must_use]
    pub fn new(line: Option<usize>, file: &str, finding: Finding) -> Self {
        Self {
            line,
            file: file.to_owned(),
            finding,
            table: None,
            function: None,
            economic: None,
            column: None,
            amount: None,
            answer: None,
        }
    }

    /// Whether a reason may be given instead of mending it.
    #[must_use]
    pub fn is_explainable(&self) -> bool {
        match self.finding.severity {
            Severity::Error => EXPLAINABLE.contains(&self.finding.code),
            Severity::Warning => !TO_SETTLE.contains(&self.finding.code),
            Severity::Note => false,
        }
    }

    /// Whether it stands against the paper.
    #[must_use]
    pub fn stands(&self) -> bool {
        self.answer != Some(Answer::Accepted)
    }

    /// The amount that the finding gives by this name.
    #[must_use]
    pub fn given(&self, name: &str) -> Option<Decimal> {
        self.finding.args.iter().find_map(|(own, arg)| match arg {
            Arg::Amount(yuan) if *own == name => Some(*yuan),
            _ => None,
        })
    }

    /// What is stated, where the finding tells.
    #[must_use]
    pub fn stated(&self) -> Option<Decimal> {
        let first = self.finding.cells.first().and_then(|cell| cell.yuan);
        ["stated", "own", "current", "explained"]
            .iter()
            .find_map(|name| self.given(name))
            .or(first)
    }

    /// What is expected, where the finding tells.
    #[must_use]
    pub fn expected(&self) -> Option<Decimal> {
        let names = ["expected", "sum", "units", "previous", "yuan", "now"];
        names.iter().find_map(|name| self.given(name))
    }

    /// By how much it differs, where the finding tells.
    #[must_use]
    pub fn difference(&self) -> Option<Decimal> {
        self.given("difference").or_else(|| self.given("change"))
    }

    /// The name of the fact: one fact printed in several cells has one. `unit` is the line's code or name.
    #[must_use]
    pub fn key(&self, unit: &str) -> String {
        let code = self.finding.code.name();
        let fact = match (self.function.or(self.economic), &self.table) {
            (Some(function), _) => function.to_string(),
            (None, Some(table)) => table.to_string(),
            (None, None) => String::new(),
        };
        let who = match unit.is_empty() {
            true => self.file.as_str(),
            false => unit,
        };
        format!("{who}:{code}:{fact}")
    }
}

/// The findings of a file, each with its fact.
#[must_use]
pub fn told_of_file(
    model: &Model,
    (line, file): (Option<usize>, &str),
    budget: Option<&Budget>,
    findings: &[Finding],
) -> Vec<Told> {
    let facts = budget.map(|budget| facts(model, budget));
    let facts = facts.unwrap_or_default();
    let placed = facts
        .iter()
        .filter_map(|fact| Some((fact.amount.place.as_ref()?, fact)));
    let at: HashMap<&Place, _> = placed.collect();
    let told = |finding: &Finding| {
        let mut told = Told::new(line, file, finding.clone());
        let cells = finding.cells.iter().filter_map(|cell| cell.place.as_ref());
        let mut own = cells.filter_map(|place| at.get(place));
        if let Some(fact) = own.next() {
            told.table = Some(fact.table.clone());
            told.function = fact.at.function();
            told.economic = fact.at.code(Dim::ECONOMIC);
            told.column = Some(fact.column.clone());
        }
        told.amount = match told.difference() {
            Some(difference) => Some(difference.abs()),
            None => finding.cells.first().and_then(|cell| cell.yuan),
        };
        told
    };
    findings.iter().map(told).collect()
}
