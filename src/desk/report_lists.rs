//! What a review says, line by line.

use std::io::{self, Write};

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::cells::AmountRow;
use super::changes::Change;
use super::outcome::Review;
use super::sums::Sums;
use crate::messages::Messages;
use crate::model::Dim;

/// The dimensions that each row has; others only where they are told.
pub(super) const COLUMNS: [Dim; 5] = [
    Dim::FLOW,
    Dim::SOURCE,
    Dim::FUNCTION,
    Dim::ECONOMIC,
    Dim::KIND,
];

/// Writes `findings.jsonl`.
///
/// # Errors
/// Where it cannot be written.
pub fn put_findings(out: &mut dyn Write, review: &Review, messages: &Messages) -> io::Result<()> {
    for told in &review.told {
        let finding = &told.finding;
        let (message, help) = finding.words(messages);
        let place = finding.place();
        let unit = review.id(told.line);
        let cells = finding.cells.iter().map(|cell| {
            json!({
                "sheet": cell.place.as_ref().map(|own| own.sheet.to_string()),
                "cell": cell.place.as_ref().map(|own| own.cell.to_string()),
                "text": cell.text,
            })
        });
        let line = json!({
            "unit": unit,
            "file": told.file,
            "key": told.key(unit),
            "code": finding.code.name(),
            "severity": finding.severity,
            "sheet": place.map(|(sheet, _)| sheet),
            "cell": place.and_then(|(_, cell)| cell).map(|cell| cell.to_string()),
            "table": told.table.as_ref().map(ToString::to_string),
            "function": told.function.map(|own| own.to_string()),
            "economic": told.economic.map(|own| own.to_string()),
            "column": told.column.as_ref().map(ToString::to_string),
            "stated": told.stated().map(yuan),
            "expected": told.expected().map(yuan),
            "difference": told.difference().map(yuan),
            "message": message,
            "help": help,
            "cells": cells.collect::<Vec<_>>(),
            "state": told.answer.map(super::told::Answer::tag),
        });
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Writes the lines of `sums.jsonl` of a department.
pub(super) fn put_sums(out: &mut dyn Write, department: &str, sums: &Sums) -> io::Result<()> {
    for (row, sum) in rows(sums) {
        let mut line = place(row);
        line.insert("department".to_owned(), json!(department));
        line.insert("amount".to_owned(), json!(yuan(sum.yuan)));
        line.insert("units".to_owned(), json!(sum.units));
        writeln!(out, "{}", Value::Object(line))?;
    }
    Ok(())
}

/// The sums other than 0. Of a fact that a table breaks down twice the first is told.
pub fn rows(sums: &Sums) -> impl Iterator<Item = (&AmountRow, &super::sums::Sum)> {
    let told = |row: &AmountRow| {
        let first = AmountRow {
            again: 0,
            ..row.clone()
        };
        row.again == 0 || !sums.0.contains_key(&first)
    };
    sums.0
        .iter()
        .filter(move |(row, sum)| !sum.yuan.is_zero() && told(row))
}

/// Writes the lines of `changes.jsonl` of a unit, a department or all.
pub(super) fn put_changes(
    out: &mut dyn Write,
    level: &str,
    code: &str,
    changes: &[Change],
) -> io::Result<()> {
    for change in changes {
        let mut line = change_json(change);
        line.insert("level".to_owned(), json!(level));
        line.insert("code".to_owned(), json!(code));
        writeln!(out, "{}", Value::Object(line))?;
    }
    Ok(())
}

/// A change as data.
#[must_use]
pub fn change_json(change: &Change) -> Map<String, Value> {
    let mut line = place(&change.row);
    let mut put = |name: &str, value: Value| line.insert(name.to_owned(), value);
    put("previous", json!(change.previous.map(yuan)));
    put("current", json!(change.current.map(yuan)));
    put("change", json!(change.change().map(yuan)));
    put("percent", json!(change.percent().map(yuan)));
    put("state", json!(change.state.tag()));
    put("units", json!(change.units));
    line
}

/// Where an amount belongs, as data.
#[must_use]
pub fn place(row: &AmountRow) -> Map<String, Value> {
    let mut line = Map::new();
    line.insert("table".to_owned(), json!(row.table.as_str()));
    for dim in COLUMNS {
        let member = row.at.get(dim).map(ToString::to_string);
        line.insert(dim.name().to_string(), json!(member.unwrap_or_default()));
    }
    for (dim, member) in row.at.iter().filter(|(dim, _)| !COLUMNS.contains(dim)) {
        line.insert(dim.name().to_string(), json!(member.to_string()));
    }
    line
}

/// An amount in yuan with two decimals.
#[must_use]
pub fn yuan(amount: Decimal) -> String {
    format!("{amount:.2}")
}
