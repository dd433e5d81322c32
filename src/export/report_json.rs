//! Findings as JSON.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::json;

use crate::bind::Role;
use crate::check::Proof;
use crate::desk::{Told, told_of_file};
use crate::finding::{Finding, Severity};
use crate::layout::Templates;
use crate::messages::Messages;
use crate::model::Budget;
use crate::prose::Numbers;

/// The version of the report's JSON form.
pub const REPORT_SCHEMA: &str = "yusuan-report/2";

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
    /// The equalities that were tested.
    pub proof: &'r Proof,
    /// The SHA-256 of the file in hex, where it could be read.
    pub sha256: &'r str,
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
    key: String,
    expected: Option<String>,
    difference: Option<String>,
    message: String,
    cells: Vec<CellJson<'r>>,
    help: String,
}

#[derive(Serialize)]
struct FileJson<'r> {
    path: &'r str,
    sha256: Option<&'r str>,
    layout: Option<&'r str>,
    layout_version: Option<u32>,
    unit: Option<&'r crate::model::Unit>,
    year: Option<u16>,
    ledger: &'r BTreeMap<Role, usize>,
    numbers: Numbers,
    checks: Vec<serde_json::Value>,
    findings: Vec<FindingJson<'r>>,
}

/// The findings of all files as JSON, indented, with a line end.
///
/// # Panics
/// Never: a report always has a JSON form.
#[must_use]
pub fn report_json(files: &[FileReport<'_>], templates: &Templates, messages: &Messages) -> String {
    let parts = files
        .iter()
        .map(|file| report_json_part(file, templates, messages));
    report_json_of(&parts.collect::<Vec<_>>(), templates)
}

/// What the JSON report says of one file.
///
/// # Panics
/// Never: a report always has a JSON form.
#[must_use]
pub fn report_json_part(
    file: &FileReport<'_>,
    templates: &Templates,
    messages: &Messages,
) -> String {
    let part = serde_json::to_string_pretty(&file_json(file, templates, messages));
    // A text in JSON holds no line break as such, so only the form is indented.
    let part = part.expect("a report has a JSON form");
    format!("    {}", part.replace('\n', "\n    "))
}

/// The JSON report of the files that `parts` are of.
#[must_use]
pub fn report_json_of(parts: &[String], templates: &Templates) -> String {
    let files = match parts {
        [] => "[]".to_owned(),
        parts => format!("[\n{}\n  ]", parts.join(",\n")),
    };
    let (tool, codes) = (tool(), json!(templates.codes.editions()));
    format!(
        "{{\n  \"schema\": \"{REPORT_SCHEMA}\",\n  \"tool\": {tool},\n  \"codes\": {codes},\n  \"files\": {files}\n}}\n"
    )
}

/// The program and its version.
#[must_use]
pub fn tool() -> serde_json::Value {
    json!({ "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") })
}

fn file_json<'r>(
    file: &'r FileReport<'_>,
    templates: &Templates,
    messages: &Messages,
) -> FileJson<'r> {
    let unit = file
        .budget
        .map_or("", |own| match own.unit.code.is_empty() {
            true => &own.unit.name,
            false => &own.unit.code,
        });
    let told = told_of_file(
        &templates.model,
        (None, file.path),
        file.budget,
        file.findings,
    );
    let finding = |(finding, told): (&'r Finding, Told)| {
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
            key: told.key(unit),
            expected: told.expected().map(|own| own.to_string()),
            difference: told.difference().map(|own| own.to_string()),
            message,
            cells: cells.collect(),
            help,
        }
    };
    FileJson {
        path: file.path,
        sha256: Some(file.sha256).filter(|own| !own.is_empty()),
        layout: file.budget.map(|budget| budget.layout.as_str()),
        layout_version: file
            .budget
            .and_then(|budget| templates.layout(&budget.layout))
            .map(|own| own.version),
        unit: file.budget.map(|budget| &budget.unit),
        year: file.budget.and_then(|budget| budget.year),
        ledger: &file.ledger,
        numbers: file.numbers,
        checks: file.proof.json(),
        findings: file.findings.iter().zip(told).map(finding).collect(),
    }
}
