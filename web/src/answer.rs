//! What the page is told.

use serde::Serialize;
use yusuan::export::FileSummary;
use yusuan::finding::{Finding, Severity};
use yusuan::messages::Messages;
use yusuan::messages::visible;

/// The answer to a request: its head, and bytes of a file where one was asked for.
pub(crate) type Answer = (serde_json::Value, Vec<u8>);

/// What was found in a file.
#[derive(Debug, Serialize)]
pub(crate) struct Checked {
    /// The file in a line.
    summary: Summary,
    /// What the user is told of how the file was taken.
    pub(crate) said: Option<String>,
    /// The findings as HTML, and what their codes mean.
    findings: String,
    /// The findings in the page's own words, where the command's speak of its options.
    shown: Option<String>,
    meanings: String,
    /// The names of the facts that the findings are of, with their words: to see what is gone and what is new.
    pub(crate) facts: Vec<Fact>,
    /// Whether it has tables.
    has_tables: bool,
}

/// A finding in a line.
#[derive(Debug, Serialize)]
pub(crate) struct Fact {
    key: String,
    severity: char,
    text: String,
}

#[derive(Debug, Serialize)]
struct Summary {
    path: String,
    read: bool,
    layout: Option<String>,
    unit: String,
    year: Option<u16>,
    amounts: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    verdict: String,
    counts: Vec<(&'static str, &'static str, usize)>,
}

impl Checked {
    pub(crate) fn new(
        summary: &FileSummary,
        (findings, shown): (String, Option<String>),
        meanings: String,
        messages: &Messages,
    ) -> Self {
        let own = Summary {
            path: summary.path.clone(),
            read: summary.read,
            layout: summary.layout.clone(),
            unit: summary.unit.clone(),
            year: summary.year,
            amounts: summary.amounts,
            errors: summary.count(Severity::Error),
            warnings: summary.count(Severity::Warning),
            notes: summary.count(Severity::Note),
            verdict: summary.verdict(messages),
            counts: summary
                .counts
                .iter()
                .map(|((code, severity), count)| (code.name(), severity.word(), *count))
                .collect(),
        };
        Self {
            has_tables: summary.layout.is_some(),
            summary: own,
            said: None,
            findings,
            shown,
            meanings,
            facts: Vec::new(),
        }
    }
}

impl Fact {
    pub(crate) fn new(key: &str, finding: &Finding, messages: &Messages) -> Self {
        let (sheet, cell) = finding.place().unwrap_or_default();
        let place = match cell {
            Some(cell) => format!("{sheet}!{cell} "),
            None => format!("{sheet} "),
        };
        let severity = match finding.severity {
            Severity::Error => 'e',
            Severity::Warning => 'w',
            Severity::Note => 'n',
        };
        Self {
            key: format!("{severity}:{key}:{sheet}"),
            severity,
            text: visible(&(place + &finding.words(messages).0)).into_owned(),
        }
    }
}
