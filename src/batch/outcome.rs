//! What came of one file.

use std::collections::BTreeMap;

use crate::bind::{Ledger, Role};
use crate::check::Proof;
use crate::export::FileReport;
use crate::finding::{Finding, Severity, Stated};
use crate::model::Budget;
use crate::prose::Numbers;
use crate::workbook::Workbook;

/// What came of one file.
#[derive(Debug)]
pub struct Outcome {
    /// The file, as it was given.
    pub path: String,
    /// The budget; `None` where the file could not be read.
    pub budget: Option<Budget>,
    /// The number of cells of each role.
    pub ledger: BTreeMap<Role, usize>,
    /// How many numbers of the texts were held against something.
    pub numbers: Numbers,
    /// The findings: the gravest first, those of one severity by sheet and cell.
    pub findings: Vec<Finding>,
    /// The number of findings that are not reported, because the layout or the options allow their codes.
    pub allowed: usize,
    /// What was not read inside tables whose closing total was: see [`lost`](crate::bind::lost).
    pub lost: Vec<Stated>,
    /// The equalities that were tested.
    pub proof: Proof,
    /// The SHA-256 of the file in hex; empty where its bytes could not be read.
    pub sha256: String,
}

/// What an outcome came from.
#[derive(Debug)]
pub struct OutcomeSource {
    /// The file's bytes; empty where [`Options::keep`](super::Options::keep) is not set or the file could not be read.
    pub bytes: Vec<u8>,
    /// The spreadsheet; `None` where the file is none.
    pub workbook: Option<Workbook>,
    /// What each cell of the spreadsheet was taken for; empty where there is none.
    pub ledger: Ledger,
}

impl Outcome {
    /// The number of findings of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    }

    /// What is to be said of the file.
    #[must_use]
    pub fn report(&self) -> FileReport<'_> {
        FileReport {
            path: &self.path,
            budget: self.budget.as_ref(),
            ledger: self.ledger.clone(),
            numbers: self.numbers,
            findings: &self.findings,
            allowed: self.allowed,
            proof: &self.proof,
            sha256: &self.sha256,
        }
    }
}

impl OutcomeSource {
    pub(super) const fn none() -> Self {
        Self {
            bytes: Vec::new(),
            workbook: None,
            ledger: Ledger { roles: Vec::new() },
        }
    }
}
