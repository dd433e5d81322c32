//! One file in a line: whose it is, how much was read, how much is wrong.

use std::collections::BTreeMap;

use super::super::FileReport;
use super::super::explain::words::one_line;
use crate::finding::{FindingCode, Severity};
use crate::messages::Messages;

/// What a list of files says of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileSummary {
    /// The file, as it was given.
    pub path: String,
    /// Whether it could be read, with tables or without.
    pub read: bool,
    /// The layout that it was read by; `None` where no table was read.
    pub layout: Option<String>,
    /// Name of the unit; empty where it is not known.
    pub unit: String,
    /// The budget year.
    pub year: Option<u16>,
    /// The number of amounts read.
    pub amounts: usize,
    /// The number of findings of each code and severity.
    pub counts: BTreeMap<(FindingCode, Severity), usize>,
    /// The number of findings that are not reported, because their codes are allowed.
    pub allowed: usize,
}

impl FileSummary {
    /// The summary of a file.
    #[must_use]
    pub fn new(file: &FileReport<'_>) -> Self {
        let budget = file.budget.filter(|budget| !budget.tables.is_empty());
        let mut counts = BTreeMap::new();
        for finding in file.findings {
            *counts.entry((finding.code, finding.severity)).or_insert(0) += 1;
        }
        Self {
            path: file.path.to_owned(),
            read: file.budget.is_some(),
            layout: budget.map(|budget| budget.layout.clone()),
            unit: budget.map_or_else(String::new, |budget| budget.unit.name.clone()),
            year: budget.and_then(|budget| budget.year),
            amounts: budget.map_or(0, crate::model::Budget::amounts),
            counts,
            allowed: file.allowed,
        }
    }

    /// The number of findings of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        let own = self.counts.iter().filter(|((_, own), _)| *own == severity);
        own.map(|(_, count)| count).sum()
    }

    /// The verdict in words: whether the file passes or goes back, and what was counted. Only errors send a file back.
    #[must_use]
    pub fn verdict(&self, messages: &Messages) -> String {
        let name = match self.counts.keys().map(|(_, severity)| *severity).min() {
            None => "verdict-clean",
            Some(Severity::Error) => "verdict-return",
            Some(_) => "verdict-pass",
        };
        let args = [
            ("errors", self.count(Severity::Error).into()),
            ("warnings", self.count(Severity::Warning).into()),
            ("notes", self.count(Severity::Note).into()),
        ];
        messages.with(name, &args)
    }

    /// Unit, year and layout, as far as they are known, or that nothing was read.
    #[must_use]
    pub fn whose(&self, messages: &Messages) -> String {
        let year = self.year.map(|year| year.to_string());
        let layout = match &self.layout {
            Some(layout) => layout.clone(),
            None if self.read => messages.text("tally-no-table"),
            None => messages.text("tally-unread"),
        };
        let mut words = vec![one_line(&self.unit), year.unwrap_or_default(), layout];
        words.retain(|word| !word.is_empty());
        words.join(" · ")
    }
}
