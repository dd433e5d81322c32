//! What a review says, as the tables of a data set: the facts of what counts, with whose they are and the verdict on them.

use std::collections::HashMap;
use std::io::BufRead;

use serde_json::Value;

use super::data_rows::{UnitTally, finding_row};
use super::outcome::{Added, Review};
use super::parts::InboxReader;
use super::report::tally;
use super::verdict::Verdict;
use crate::export::data::{
    DataError, DataRow, DataSink, FileRow, Owner, Tables, code_rows, fact_rows, file_row, meta_row,
};
use crate::messages::Messages;

/// Writes the rows of a review, and of its `changes.jsonl`.
///
/// # Errors
/// Where a file cannot be written.
pub fn data(
    (review, changes): (&Review, Box<dyn BufRead>),
    reader: InboxReader<'_>,
    tables: &Tables,
    messages: &Messages,
    sink: &mut dyn DataSink,
) -> Result<(), DataError> {
    let templates = reader.templates;
    let owners: Vec<Owner> = (0..review.units.len())
        .map(|line| owner(review, line))
        .collect();
    let whose = |line: Option<usize>| line.map(|line| (&*owners[line].id, &*owners[line].level));
    let mut facts = 0;
    for (line, unit) in review.units.iter().enumerate() {
        let counted = unit.counted.map(|at| &review.filing.files[at].input);
        if let Some((at, input)) = unit.counted.zip(counted)
            && let Some(budget) = review.budget(reader, Added::Filed(at))
        {
            let file = (input.lying.path.as_str(), input.lying.sha256.as_str());
            let rows = fact_rows(tables, &templates.model, &owners[line], &budget, file);
            facts += rows.len() as u64;
            rows.iter().try_for_each(|row| sink.put(row))?;
        }
        let (errors, warnings, notes, explained) = tally(review, line);
        let tally = UnitTally {
            owner: owners[line].clone(),
            status: unit.status.tag(),
            counted: counted.map_or(String::new(), |own| own.lying.path.clone()),
            findings: [errors, warnings, notes, explained],
            versions: unit.versions,
            tested: counted.map(|own| own.proof.total()),
        };
        sink.put(&tally.row(tables))?;
    }
    let files = &review.filing.files;
    for own in files {
        let (lying, head) = (&own.input.lying, own.input.head.as_ref());
        let of = own.of.map(|at| files[at].input.lying.path.as_str());
        let layout = head.and_then(|own| templates.layout(own.layout.as_str()));
        let row = FileRow {
            path: &lying.path,
            bytes: Some(lying.size),
            sha256: &lying.sha256,
            saved: lying.saved.as_deref(),
            kind: lying.kind.tag(),
            budget: head.map(|own| (own.layout.as_str(), own.unit.body, own.year)),
            layout_version: layout.map(|own| own.version),
            owner: whose(own.line),
            role: own.role.tag(),
            of: of.unwrap_or_default(),
            why: own.why.as_deref().unwrap_or_default(),
        };
        sink.put(&file_row(tables, &row))?;
    }
    for told in &review.told {
        sink.put(&finding_row(
            tables,
            told,
            whose(told.line),
            review.year,
            messages,
        ))?;
    }
    let ids: HashMap<&str, &Owner> = owners.iter().map(|own| (&*own.id, own)).collect();
    for line in changes.lines() {
        let change: Value = serde_json::from_str(&line?).map_err(std::io::Error::from)?;
        sink.put(&change_row(tables, &ids, &change))?;
    }
    for row in explanations(review, tables) {
        sink.put(&row)?;
    }
    code_rows(tables, &templates.model, &templates.codes).try_for_each(|row| sink.put(&row))?;
    sink.put(&meta_row(tables, (1, 1), files.len() as u64, facts))
}

fn owner(review: &Review, line: usize) -> Owner {
    let (own, unit) = (&review.roster.lines[line], &review.units[line]);
    let head = own.department.map(|at| &review.roster.lines[at]);
    Owner {
        id: own.id().into(),
        code: own.code.as_str().into(),
        name: own.name.as_str().into(),
        level: own.level.tag().into(),
        department_code: head.map_or("", |own| &own.code).into(),
        department: head.map_or("", |own| &own.name).into(),
        verdict: unit.verdict.map_or("", Verdict::tag).into(),
    }
}

/// A line of `changes.jsonl` as a row.
fn change_row(tables: &Tables, owners: &HashMap<&str, &Owner>, change: &Value) -> DataRow {
    let told = |name: &str| change[name].as_str().unwrap_or_default();
    let amount = |name: &str| change[name].as_str().and_then(|own| own.parse().ok());
    let owner = owners
        .get(told("code"))
        .filter(|_| told("level") != "district");
    let mut row = tables
        .row("changes")
        .text("level", told("level"))
        .text("code", told("code"))
        .text("name", owner.map_or("", |own| &own.name));
    for name in [
        "table",
        "flow",
        "source",
        "function",
        "economic",
        "kind",
        "carry",
        "government_economic",
        "agency",
        "project",
        "item",
    ] {
        row = row.text(name, told(name));
    }
    row = row
        .yuan("previous", amount("previous"))
        .yuan("current", amount("current"))
        .yuan("change", amount("change"))
        .number("percent", amount("percent"))
        .text("state", told("state"))
        .whole("units", change["units"].as_u64());
    for (dim, name) in tables.own_columns("changes") {
        row = row.text(name, told(&dim.name()));
    }
    row.done()
}

fn explanations(review: &Review, tables: &Tables) -> Vec<DataRow> {
    let one = |(own, line, answer): &(
        super::lists::FindingExplanation,
        Option<usize>,
        super::told::Answer,
    )| {
        let unit = match line {
            Some(line) => review.id(Some(*line)),
            None => &own.unit_code,
        };
        let function = own.function.map(|own| own.to_string());
        tables
            .row("explanations")
            .text("unit_id", unit)
            .text("code", &own.code)
            .text("function", function.unwrap_or_default())
            .yuan("amount", own.amount)
            .text("text", &own.text)
            .text("state", answer.tag())
            .text("by", &own.by)
            .text("accepted_by", &own.reviewer)
            .text("date", &own.decided)
            .done()
    };
    review.explanations.iter().map(one).collect()
}
