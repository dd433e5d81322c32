//! Findings as SARIF 2.1.0, the format in which programs that check things tell others what they found.

use serde_json::{Value, json};

use super::super::{CodeText, FileReport};
use super::uri::file_uri;
use crate::finding::{Finding, FindingCode, Severity, Stated};
use crate::messages::Messages;
use crate::model::Place;

/// Where the schema of the format is published.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The SARIF log of the files that `parts` are of: one run, with a rule for each code of findings.
///
/// # Panics
/// Where `templates/messages/` lacks a text of a code.
#[must_use]
pub fn report_sarif(parts: &[String], messages: &Messages) -> String {
    let rules: Vec<Value> = FindingCode::ALL
        .iter()
        .map(|(code, _, _)| rule(*code, messages))
        .collect();
    let driver = json!({
        "name": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "shortDescription": { "text": messages.text("command-yusuan") },
        "rules": rules,
    });
    let results: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    format!(
        "{{\"$schema\":{},\"version\":\"2.1.0\",\"runs\":[{{\"tool\":{{\"driver\":{driver}}},\n\"language\":{},\"invocations\":[{{\"executionSuccessful\":true}}],\"results\":[\n{}\n]}}]}}\n",
        json!(SCHEMA),
        json!(messages.language().tag()),
        results.join(",\n")
    )
}

/// The results of one file, with commas between them; empty where nothing was found.
///
/// # Panics
/// Where `templates/messages/` lacks a finding's code or wording.
#[must_use]
pub fn report_sarif_part(file: &FileReport<'_>, messages: &Messages) -> String {
    let uri = file_uri(file.path);
    let results = file.findings.iter().map(|finding| {
        let result = result(&uri, finding, messages);
        result.to_string()
    });
    results.collect::<Vec<_>>().join(",\n")
}

fn rule(code: FindingCode, messages: &Messages) -> Value {
    let text = CodeText::new(code, messages);
    let example = messages.text("taken-code-example");
    let mend = messages.text("taken-code-mend");
    json!({
        "id": code.name(),
        "name": code.name(),
        "shortDescription": { "text": text.what },
        "fullDescription": { "text": format!("{} {}", text.what, text.why) },
        "help": { "text": format!("{mend}\n{}\n\n{example}\n{}", text.mend, text.example) },
        "defaultConfiguration": { "level": level(code.severity()) },
    })
}

/// The level in the words of SARIF.
const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn result(uri: &str, finding: &Finding, messages: &Messages) -> Value {
    let (message, help) = finding.words(messages);
    let help = messages.with("finding-help", &[("help", help.into())]);
    let own = finding.cells.iter().position(|cell| cell.place.is_some());
    let main = match own.and_then(|own| finding.cells[own].place.as_ref()) {
        Some(place) => cell_location(uri, place),
        None => match &finding.sheet {
            Some(sheet) => sheet_location(uri, sheet),
            None => json!({ "physicalLocation": physical(uri) }),
        },
    };
    // What the first cell holds is said too, and cells without a place have nothing else.
    let related: Vec<Value> = (1..)
        .zip(&finding.cells)
        .map(|(id, cell)| related(uri, id, cell, messages))
        .collect();
    let mut result = json!({
        "ruleId": finding.code.name(),
        "ruleIndex": FindingCode::ALL.iter().position(|(code, _, _)| *code == finding.code),
        "kind": "fail",
        "level": level(finding.severity),
        "message": { "text": format!("{message}\n{help}") },
        "locations": [main],
    });
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    result
}

fn physical(uri: &str) -> Value {
    json!({ "artifactLocation": { "uri": uri } })
}

fn sheet_location(uri: &str, sheet: &str) -> Value {
    json!({
        "physicalLocation": physical(uri),
        "logicalLocations": [{ "name": sheet, "fullyQualifiedName": sheet, "kind": "sheet" }],
    })
}

fn cell_location(uri: &str, place: &Place) -> Value {
    json!({
        "physicalLocation": physical(uri),
        "logicalLocations": [{
            "name": place.cell.to_string(),
            "fullyQualifiedName": format!("{}!{}", place.sheet, place.cell),
            "kind": "cell",
        }],
    })
}

/// A cell that takes part, with what it holds.
fn related(uri: &str, id: usize, cell: &Stated, messages: &Messages) -> Value {
    let mut location = match &cell.place {
        Some(place) => cell_location(uri, place),
        None => json!({ "physicalLocation": physical(uri) }),
    };
    let mut text = match &cell.place {
        Some(place) => format!("{}!{} = {}", place.sheet, place.cell, cell.text),
        None => cell.text.clone(),
    };
    if let Some(yuan) = cell.yuan.filter(|yuan| yuan.to_string() != cell.text) {
        text.push_str(&messages.with("finding-yuan", &[("yuan", yuan.into())]));
    }
    location["id"] = id.into();
    location["message"] = json!({ "text": text });
    location
}
