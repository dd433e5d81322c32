//! 总览.xlsx: what a reviewer looks at. Its sums are SUM over the rows right below, with their values.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::called::{answer_word, severity_word};
use super::outcome::Review;
use super::overview_sums::{code_of, sums};
use super::overview_units::{explanations, files, state_of_units};
use super::raised::is_whole;
use super::said::said;
use super::sheets::{Piece, TableRow, TableText, book, change_pieces};
use crate::finding::Severity;
use crate::layout::Templates;
use crate::messages::{Arg, Messages};
use crate::workbook::save::SaveError;

/// The most findings and changes that are listed.
const MOST_LISTED: usize = 50_000;

/// The bytes of the overview.
///
/// # Errors
/// Where the workbook cannot be made.
pub fn overview(
    review: &Review,
    templates: &Templates,
    messages: &Messages,
) -> Result<Vec<u8>, SaveError> {
    let mut tables = vec![
        state_of_units(review, &templates.model, messages),
        own_papers(review, templates, messages),
        years(review, templates, messages),
        findings(review, messages),
        explanations(review, messages),
        files(review, messages),
    ];
    let sums = sums(review, templates, messages);
    for (at, table) in sums.into_iter().enumerate() {
        tables.insert(1 + at, table);
    }
    let mut taken = BTreeSet::new();
    for table in &mut tables {
        // A sheet's name has at most 31 characters, and is there once.
        let name: String = table.name.chars().take(28).collect();
        let mut own = name.clone();
        let mut number = 1;
        while !taken.insert(own.to_lowercase()) {
            number += 1;
            own = format!("{name} {number}");
        }
        table.name = own;
    }
    book(&tables)
}

fn own_papers(review: &Review, templates: &Templates, messages: &Messages) -> TableText {
    let widths = [10.0, 28.0, 22.0, 12.0, 26.0, 20.0, 18.0, 18.0, 16.0, 34.0];
    let mut table = TableText::new(
        messages,
        "sheet-departments",
        "headers-departments",
        &widths,
    );
    for state in &review.departments {
        let line = &review.roster.lines[state.line];
        let missing: Vec<&str> = state
            .missing
            .iter()
            .map(|own| review.roster.lines[*own].name.as_str())
            .collect();
        let head = |what: [String; 4]| {
            let [table, code, name, what] = what;
            vec![
                Piece::Code(line.code.clone()),
                Piece::text(line.name.as_str()),
                Piece::Text(table),
                Piece::Code(code),
                Piece::Text(name),
                Piece::Text(what),
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
                Piece::Amount(None),
                Piece::Amount(None),
                Piece::Amount(None),
                Piece::Text(missing.join("、")),
            ]);
            table.rows.push(TableRow::new(pieces));
        }
        for own in &state.differences {
            let place = said(templates, &own.row);
            let mut pieces = head([place.table, place.code, place.name, place.what]);
            pieces.extend([
                Piece::Amount(Some(own.own)),
                Piece::Amount(Some(own.units)),
                Piece::Formula("G{r}-H{r}".to_owned(), Some(own.own - own.units)),
                Piece::Text(missing.join("、")),
            ]);
            table.rows.push(TableRow {
                wrong: !own.rounding,
                ..TableRow::new(pieces)
            });
        }
    }
    table
}

fn years(review: &Review, templates: &Templates, messages: &Messages) -> TableText {
    let widths = [
        10.0, 28.0, 12.0, 28.0, 22.0, 18.0, 18.0, 16.0, 10.0, 10.0, 8.0,
    ];
    let mut table = TableText::new(messages, "sheet-years", "headers-years", &widths);
    let (percent, yuan) = review.change;
    let limits = [
        ("percent", Arg::from(percent.normalize())),
        ("yuan", Arg::Amount(yuan)),
    ];
    table.notes.push(messages.with("note-years", &limits));
    for own in &review.compared {
        let (code, title) = match own.line {
            Some(line) => (
                review.roster.lines[line].code.clone(),
                review.roster.lines[line].name.clone(),
            ),
            None => (String::new(), messages.text("row-all")),
        };
        for change in &own.changes {
            let at = &change.row;
            let item = is_whole(at, &own.changes);
            let large = item && change.is_large(percent, yuan);
            // Of units only what is large; of departments and all every 科目.
            if !item
                || own.level == "unit"
                    && !(large && code_of(at).is_some_and(|(_, own)| own.level() == 3))
            {
                continue;
            }
            if table.rows.len() >= MOST_LISTED {
                break;
            }
            let place = said(templates, at);
            let mut pieces = vec![
                Piece::Code(code.clone()),
                Piece::text(title.as_str()),
                Piece::Code(place.code),
                Piece::Text(place.name),
                Piece::Text(place.what),
            ];
            pieces.extend(change_pieces(change, 5, messages));
            let over = format!(
                "IF(AND(ABS(H{{r}})>{yuan},OR(F{{r}}=0,G{{r}}=0,ABS(H{{r}})>ABS(F{{r}})*{percent}/100)),1,0)"
            );
            pieces.push(Piece::Formula(
                over,
                Some(if large { Decimal::ONE } else { Decimal::ZERO }),
            ));
            table.rows.push(TableRow {
                wrong: large,
                ..TableRow::new(pieces)
            });
        }
    }
    table
}

fn findings(review: &Review, messages: &Messages) -> TableText {
    let widths = [
        10.0, 28.0, 34.0, 22.0, 8.0, 8.0, 20.0, 60.0, 16.0, 16.0, 14.0, 10.0, 34.0,
    ];
    let mut table = TableText::new(messages, "sheet-findings", "headers-findings", &widths);
    for told in review
        .told
        .iter()
        .filter(|own| own.finding.severity != Severity::Note)
        .take(MOST_LISTED)
    {
        let line = told.line.map(|line| &review.roster.lines[line]);
        let (message, _) = told.finding.words(messages);
        let place = told.finding.place();
        let cell = place.and_then(|(_, cell)| cell).map(|own| own.to_string());
        let pieces = vec![
            Piece::Code(line.map_or(String::new(), |own| own.code.clone())),
            Piece::text(line.map_or("", |own| own.name.as_str())),
            Piece::text(told.file.as_str()),
            Piece::text(place.map_or("", |(sheet, _)| sheet)),
            Piece::Code(cell.unwrap_or_default()),
            Piece::Code(messages.text(severity_word(told.finding.severity))),
            Piece::text(
                told.finding
                    .name(messages)
                    .unwrap_or_else(|| told.finding.code.name().to_owned()),
            ),
            Piece::Text(message),
            Piece::Amount(told.stated()),
            Piece::Amount(told.expected()),
            Piece::Amount(told.difference()),
            Piece::Code(
                told.answer
                    .map_or(String::new(), |own| messages.text(answer_word(own))),
            ),
            Piece::Text(told.key(review.id(told.line))),
        ];
        table.rows.push(TableRow::new(pieces));
    }
    table
}
