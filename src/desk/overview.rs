//! 总览.xlsx: what a reviewer looks at. Its sums are SUM over the rows right below, with their values.

use std::collections::BTreeSet;
use std::io::{Seek, Write};
use std::path::Path;

use rust_decimal::Decimal;
use serde_json::{Map, Value};

use super::books::long_book;
use super::called::{answer_word, severity_word};
use super::outcome::{DepartmentState, Review};
use super::overview_since::{made_by, since};
use super::overview_sums::{TableSums, sums};
use super::overview_units::{explanations, files, state_of_units};
use super::overview_years::years;
use super::parts::InboxReader;
use super::said::said;
use super::sheets::{CellPiece, MOST_LISTED, Made, TableRow, TableText};
use super::sums::Difference;
use crate::finding::Severity;
use crate::layout::Templates;
use crate::messages::Messages;
use crate::workbook::save::SaveError;

/// Writes the overview. `json` is the head of the record of the review; `marked` tells for each line the workbook with marked cells;
/// `temporary` is a folder for what does not go into memory.
///
/// # Errors
/// Where the workbook cannot be made or written.
pub(super) fn overview(
    review: &Review,
    reader: InboxReader<'_>,
    (json, marked): (&Map<String, Value>, &[Option<String>]),
    messages: &Messages,
    (temporary, to): (&Path, &mut (impl Write + Seek + Send)),
) -> Result<(), SaveError> {
    let templates = reader.templates;
    let mut taken = BTreeSet::new();
    let mut sums = sums(review, reader, messages);
    for own in &mut sums {
        named_once(&mut own.text, &mut taken);
    }
    let papers = own_papers(review, templates, &sums, messages);
    let mut tables = vec![state_of_units(review, messages)];
    tables.extend(sums.into_iter().map(|own| own.text));
    tables.push(papers);
    tables.push(years(review, templates, messages));
    tables.push(findings(review, marked, messages));
    tables.push(explanations(review, messages));
    tables.push(since(review, templates, json, messages));
    tables.push(files(review, messages));
    tables.push(made_by(review, json, messages));
    for table in &mut tables {
        if !taken.contains(&table.name.to_lowercase()) {
            named_once(table, &mut taken);
        }
    }
    long_book(tables, temporary, to)
}

/// A sheet's name has at most 31 characters, and is there once.
fn named_once(table: &mut TableText<'_>, taken: &mut BTreeSet<String>) {
    let name: String = table.name.chars().take(28).collect();
    let mut own = name.clone();
    let mut number = 1;
    while !taken.insert(own.to_lowercase()) {
        number += 1;
        own = format!("{name} {number}");
    }
    table.name = own;
}

/// Of exceptions first: departments that differ, those that lack units, those without paper, and those that agree.
fn own_papers(
    review: &Review,
    templates: &Templates,
    sums: &[TableSums<'_>],
    messages: &Messages,
) -> TableText<'static> {
    let widths = [
        10.0, 28.0, 22.0, 12.0, 26.0, 20.0, 18.0, 18.0, 16.0, 16.0, 34.0,
    ];
    let mut table = TableText::new(
        messages,
        "sheet-departments",
        "headers-departments",
        &widths,
    );
    let rank = |state: &&DepartmentState| {
        let differs = state.differences.iter().any(|own| !own.rounding);
        match (
            review.units[state.line].counted.is_some(),
            state.missing.is_empty(),
        ) {
            _ if differs => 0,
            (true, false) => 1,
            (false, _) => 2,
            (true, true) => 3,
        }
    };
    let mut states: Vec<&DepartmentState> = review.departments.iter().collect();
    states.sort_by_key(rank);
    for state in states {
        let line = &review.roster.lines[state.line];
        let missing: Vec<&str> = state
            .missing
            .iter()
            .map(|own| review.roster.lines[*own].name.as_str())
            .collect();
        let head = |what: [String; 4]| {
            let [table, code, name, what] = what;
            vec![
                CellPiece::Code(line.code.clone()),
                CellPiece::text(line.name.as_str()),
                CellPiece::Text(table),
                CellPiece::Code(code),
                CellPiece::Text(name),
                CellPiece::Text(what),
            ]
        };
        if state.differences.is_empty() {
            let word = match (
                review.units[state.line].counted.is_some(),
                missing.is_empty(),
            ) {
                (false, _) => "paper-none",
                (true, false) => "paper-incomplete",
                (true, true) => "paper-agrees",
            };
            let mut pieces = head([
                messages.text(word),
                String::new(),
                String::new(),
                String::new(),
            ]);
            pieces.extend([
                CellPiece::Amount(None),
                CellPiece::Amount(None),
                CellPiece::Amount(None),
                CellPiece::Amount(None),
                CellPiece::Text(missing.join("、")),
            ]);
            table.rows.push(TableRow::new(pieces));
        }
        for own in &state.differences {
            let place = said(templates, &own.row);
            let mut pieces = head([place.table, place.code, place.name, place.what]);
            pieces.extend([
                CellPiece::Amount(Some(own.own)),
                units(own, state.line, sums),
                CellPiece::Amount(eliminated(templates, state, own)),
                CellPiece::Formula("G{r}-H{r}".to_owned(), Some(own.own - own.units)),
                CellPiece::Text(missing.join("、")),
            ]);
            table.rows.push(TableRow {
                wrong: !own.rounding,
                ..TableRow::new(pieces)
            });
        }
    }
    table
}

/// What the units sum up to: where 汇总 has it, its cell.
fn units(own: &Difference, line: usize, sums: &[TableSums<'_>]) -> CellPiece {
    let table = sums.iter().find(|sums| sums.table == own.row.table);
    let cell = table.and_then(|table| table.cell(line, &own.row, own.units));
    match cell {
        Some(cell) => CellPiece::Formula(cell, Some(own.units)),
        None => CellPiece::Amount(Some(own.units)),
    }
}

/// How much was eliminated at the coordinates of a difference.
fn eliminated(templates: &Templates, state: &DepartmentState, own: &Difference) -> Option<Decimal> {
    let within = |taken: &super::eliminate::Taken| {
        let mut rows = taken.rows.iter();
        rows.any(|row| *row == own.row || own.row.is_above(&templates.model, row))
    };
    let taken = state.taken.iter().filter(|(_, own)| within(own));
    let sum: Decimal = taken.map(|(_, own)| own.yuan).sum();
    Some(sum).filter(|sum| !sum.is_zero())
}

fn findings<'r>(
    review: &'r Review,
    marked: &'r [Option<String>],
    messages: &'r Messages,
) -> TableText<'r> {
    let widths = [
        10.0, 28.0, 34.0, 22.0, 8.0, 8.0, 20.0, 60.0, 16.0, 16.0, 14.0, 10.0, 34.0,
    ];
    let mut table = TableText::new(messages, "sheet-findings", "headers-findings", &widths);
    let standing = review.told.iter();
    let standing = standing.filter(|own| own.finding.severity != Severity::Note);
    let mut all: Vec<_> = standing.collect();
    // What is to be mended before what is to be explained, what was explained last.
    all.sort_by_key(|own| (!own.stands(), own.finding.severity));
    table.leave_out(messages, all.len().saturating_sub(MOST_LISTED));
    all.truncate(MOST_LISTED);
    let count = all.len();
    let row = move |at: usize| {
        let told = all[at];
        let line = told.line.map(|line| &review.roster.lines[line]);
        let (message, _) = told.finding.words(messages);
        let place = told.finding.place();
        let cell = place.and_then(|(_, cell)| cell).map(|own| own.to_string());
        let counted = told.line.and_then(|line| {
            let at = review.units[line].counted?;
            let own = review.filing.files[at].input.lying.path == told.file;
            marked[line].as_ref().filter(|_| own)
        });
        let cell = match (&cell, place, counted) {
            (Some(cell), Some((sheet, _)), Some(path)) => {
                let sheet = sheet.replace('\'', "''");
                CellPiece::Link(cell.clone(), format!("external:{path}#'{sheet}'!{cell}"))
            }
            _ => CellPiece::Code(cell.unwrap_or_default()),
        };
        let pieces = vec![
            CellPiece::Code(line.map_or(String::new(), |own| own.code.clone())),
            CellPiece::text(line.map_or("", |own| own.name.as_str())),
            CellPiece::text(told.file.as_str()),
            CellPiece::text(place.map_or("", |(sheet, _)| sheet)),
            cell,
            CellPiece::Code(messages.text(severity_word(told.finding.severity))),
            CellPiece::text(
                told.finding
                    .name(messages)
                    .unwrap_or_else(|| told.finding.code.name().to_owned()),
            ),
            CellPiece::Text(message),
            CellPiece::Amount(told.stated()),
            CellPiece::Amount(told.expected()),
            CellPiece::Amount(told.difference()),
            CellPiece::Code(
                told.answer
                    .map_or(String::new(), |own| messages.text(answer_word(own))),
            ),
            CellPiece::Text(told.key(review.id(told.line))),
        ];
        TableRow::new(pieces)
    };
    table.made = Some(Made::new(count, row));
    table
}
