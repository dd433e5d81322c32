//! What a review says, as the tables of a data set: the facts of what counts, with whose they are and the verdict on them.

use super::changes::Change;
use super::data_rows::{UnitTally, finding_row};
use super::outcome::Review;
use super::report::tally;
use super::verdict::Verdict;
use crate::export::data::{
    DataError, DataRow, DataSink, FileRow, Owner, Tables, code_rows, fact_rows, file_row, meta_row,
};
use crate::layout::Templates;
use crate::messages::Messages;
use crate::model::Dim;

/// Writes the rows of a review.
///
/// # Errors
/// Where a file cannot be written.
pub fn data(
    review: &Review,
    templates: &Templates,
    tables: &Tables,
    messages: &Messages,
    sink: &mut dyn DataSink,
) -> Result<(), DataError> {
    let owners: Vec<Owner> = (0..review.units.len())
        .map(|line| owner(review, line))
        .collect();
    let whose = |line: Option<usize>| line.map(|line| (&*owners[line].id, &*owners[line].level));
    let mut facts = 0;
    for (line, unit) in review.units.iter().enumerate() {
        let counted = unit.counted.map(|at| &review.filing.files[at].input);
        if let Some(input) = counted
            && let Some(budget) = &input.budget
        {
            let file = (input.lying.path.as_str(), input.lying.sha256.as_str());
            let rows = fact_rows(tables, &templates.model, &owners[line], budget, file);
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
        let (lying, budget) = (&own.input.lying, own.input.budget.as_ref());
        let of = own.of.map(|at| files[at].input.lying.path.as_str());
        let layout = budget.and_then(|own| templates.layout(&own.layout));
        let row = FileRow {
            path: &lying.path,
            bytes: Some(lying.size),
            sha256: &lying.sha256,
            saved: lying.saved.as_deref(),
            kind: lying.kind.tag(),
            budget,
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
    for compared in &review.compared {
        let owner = compared.line.map(|line| &owners[line]);
        for change in &compared.changes {
            sink.put(&change_row(tables, compared.level, owner, change))?;
        }
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

fn change_row(tables: &Tables, level: &str, owner: Option<&Owner>, change: &Change) -> DataRow {
    let told = |dim: Dim| {
        let member = change.row.at.get(dim).map(ToString::to_string);
        member.unwrap_or_default()
    };
    let mut row = tables
        .row("changes")
        .text("level", level)
        .text("code", owner.map_or("*", |own| &own.id))
        .text("name", owner.map_or("", |own| &own.name))
        .text("table", change.row.table.as_str())
        .text("flow", told(Dim::FLOW))
        .text("source", told(Dim::SOURCE))
        .text("function", told(Dim::FUNCTION))
        .text("economic", told(Dim::ECONOMIC))
        .text("kind", told(Dim::KIND))
        .text("carry", told(Dim::CARRY))
        .text("government_economic", told(Dim::GOVERNMENT_ECONOMIC))
        .text("agency", told(Dim::AGENCY))
        .text("project", told(Dim::PROJECT))
        .text("item", told(Dim::ITEM))
        .yuan("previous", change.previous)
        .yuan("current", change.current)
        .yuan("change", change.change())
        .number("percent", change.percent())
        .text("state", change.state.tag())
        .whole("units", Some(change.units));
    for (dim, name) in tables.own_columns("changes") {
        row = row.text(name, told(dim));
    }
    row.done()
}

fn explanations(review: &Review, tables: &Tables) -> Vec<DataRow> {
    let one = |(own, line, answer): &(
        super::lists::Explanation,
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
