//! Findings as JSON.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::bind::Role;
use crate::finding::{Finding, Severity};
use crate::messages::Messages;
use crate::model::Budget;
use crate::prose::Numbers;

/// The version of the report's JSON form.
pub const REPORT_SCHEMA: &str = "yusuan-report/1";

/// What is to be said of one file.
#[derive(Debug, Clone)]
pub struct FileReport<'r> {
    /// The file, as it was given.
    pub path: &'r str,
    /// The budget; `None` where the file could not be read.
    pub budget: Option<&'r Budget>,
    /// The number of cells of each role.
    pub ledger: BTreeMap<Role, usize>,
    /// How many numbers of the texts were held against something.
    pub numbers: Numbers,
    /// The findings.
    pub findings: &'r [Finding],
    /// The number of findings that are not reported, because their codes are allowed.
    pub allowed: usize,
}

#[derive(Serialize)]
struct CellJson<'r> {
    sheet: Option<&'r str>,
    cell: Option<String>,
    text: &'r str,
    amount: Option<String>,
}

#[derive(Serialize)]
struct FindingJson<'r> {
    code: &'static str,
    severity: Severity,
    sheet: Option<&'r str>,
    cell: Option<String>,
    message: String,
    cells: Vec<CellJson<'r>>,
    help: String,
}

#[derive(Serialize)]
struct FileJson<'r> {
    path: &'r str,
    layout: Option<&'r str>,
    unit: Option<&'r crate::model::Unit>,
    year: Option<u16>,
    ledger: &'r BTreeMap<Role, usize>,
    numbers: Numbers,
    findings: Vec<FindingJson<'r>>,
}

/// The findings of all files as JSON, indented, with a line end.
///
/// # Panics
/// Never: a report always has a JSON form.
#[must_use]
pub fn report_json(files: &[FileReport<'_>], messages: &Messages) -> String {
    let parts = files.iter().map(|file| report_json_part(file, messages));
    report_json_of(&parts.collect::<Vec<_>>())
}

/// What the JSON report says of one file.
///
/// # Panics
/// Never: a report always has a JSON form.
#[must_use]
pub fn report_json_part(file: &FileReport<'_>, messages: &Messages) -> String {
    let part = serde_json::to_string_pretty(&file_json(file, messages));
    // A text in JSON holds no line break as such, so only the form is indented.
    let part = part.expect("a report has a JSON form");
    format!("    {}", part.replace('\n', "\n    "))
}

/// The JSON report of the files that `parts` are of.
#[must_use]
pub fn report_json_of(parts: &[String]) -> String {
    let files = match parts {
        [] => "[]".to_owned(),
        parts => format!("[\n{}\n  ]", parts.join(",\n")),
    };
    format!("{{\n  \"schema\": \"{REPORT_SCHEMA}\",\n  \"files\": {files}\n}}\n")
}

fn file_json<'r>(file: &'r FileReport<'_>, messages: &Messages) -> FileJson<'r> {
    let finding = |finding: &'r Finding| {
        let (message, help) = finding.words(messages);
        let place = finding.place();
        let cells = finding.cells.iter().map(|cell| CellJson {
            sheet: cell.place.as_ref().map(|place| &*place.sheet),
            cell: cell.place.as_ref().map(|place| place.cell.to_string()),
            text: &cell.text,
            amount: cell.yuan.map(|yuan| yuan.to_string()),
        });
        FindingJson {
            code: finding.code.name(),
            severity: finding.severity,
            sheet: place.map(|(sheet, _)| sheet),
            cell: place
                .and_then(|(_, cell)| cell)
                .map(|cell| cell.to_string()),
            message,
            cells: cells.collect(),
            help,
        }
    };
    FileJson {
        path: file.path,
        layout: file.budget.map(|budget| budget.layout.as_str()),
        unit: file.budget.map(|budget| &budget.unit),
        year: file.budget.and_then(|budget| budget.year),
        ledger: &file.ledger,
        numbers: file.numbers,
        findings: file.findings.iter().map(finding).collect(),
    }
}
