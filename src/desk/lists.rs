//! The lists of a task: tables with a header row, whose columns are found by their headers.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::words::{WordLists, is, of, plain, words};
use crate::model::Code;
use crate::text::{LARGEST, squash};
use crate::workbook::{Cell, Value, Workbook};

/// The rows in which a header is looked for.
const HEADER_WITHIN: u32 = 30;

/// A list: what stands above its header, and its rows.
#[derive(Debug, Default)]
pub(super) struct SheetList {
    /// The texts above the header.
    pub(super) above: Vec<String>,
    /// The row number, counted from 1, and the texts by what their columns are.
    pub(super) rows: Vec<(u32, Vec<(&'static str, String)>)>,
}

/// A row of a list.
pub(super) struct ListRow<'l>(pub(super) &'l [(&'static str, String)]);

impl<'l> ListRow<'l> {
    /// What stands in the column; empty where there is none.
    pub(super) fn get(&self, column: &str) -> &'l str {
        let found = self.0.iter().find(|(own, _)| *own == column);
        found.map_or("", |(_, text)| text)
    }
}

/// The first table of the workbook that has the `needed` columns.
pub(super) fn list(
    workbook: &Workbook,
    headers: &'static WordLists,
    needed: &[&str],
) -> Option<SheetList> {
    for sheet in workbook.sheets.iter().filter(|sheet| !sheet.is_own()) {
        let mut above = Vec::new();
        for (row, cells) in sheet.rows().take_while(|(row, _)| *row < HEADER_WITHIN) {
            let mut columns: Vec<(&'static str, u32)> = Vec::new();
            for cell in cells {
                let header = text(cell);
                let known = headers.keys().find(|what| is(headers, what, &header));
                // Of two columns of one header the first is meant.
                if let Some(known) = known.filter(|own| columns.iter().all(|(c, _)| c != own)) {
                    columns.push((known.as_str(), cell.col));
                }
            }
            if !needed
                .iter()
                .all(|own| columns.iter().any(|(c, _)| c == own))
            {
                above.extend(cells.iter().map(text).filter(|text| !text.is_empty()));
                continue;
            }
            let below = sheet.rows().filter(|(own, _)| *own > row);
            let rows = below.filter_map(|(own, cells)| {
                let value = |col: u32| {
                    let cell = cells.iter().find(|cell| cell.col == col);
                    cell.map(|cell| text(cell).trim().to_owned())
                        .unwrap_or_default()
                };
                let texts: Vec<_> = columns
                    .iter()
                    .map(|(what, col)| (*what, value(*col)))
                    .collect();
                let filled = texts.iter().any(|(_, text)| !text.is_empty());
                filled.then_some((own + 1, texts))
            });
            let rows = rows.collect();
            return Some(SheetList { above, rows });
        }
    }
    None
}

/// Whether a text closes a list.
pub(super) fn is_total(text: &str) -> bool {
    of(&words().names, "total").any(|word| word == squash(text))
}

fn text(cell: &Cell) -> String {
    match &cell.value {
        Value::Text(text) | Value::Date(text) => text.clone(),
        Value::Number(number) => number.normalize().to_string(),
        _ => String::new(),
    }
}

/// A 科目 as people type it.
fn function(text: &str) -> Option<Code> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    Code::parse(&digits)
}

/// An amount in yuan as people type it.
fn amount(text: &str) -> Option<Decimal> {
    let plain = squash(text).replace([',', '元'], "");
    let own: Decimal = plain.parse().ok()?;
    (own.abs() <= LARGEST).then_some(own)
}

/// A reason for a finding, and whether it was accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingExplanation {
    /// Code of the unit, or empty.
    pub unit_code: String,
    /// Name of the unit, or empty.
    pub unit_name: String,
    /// Code of the finding.
    pub code: String,
    /// 科目; `None` where the finding has none.
    pub function: Option<Code>,
    /// The amount that was explained.
    pub amount: Option<Decimal>,
    /// The reason.
    pub text: String,
    /// Who explains.
    pub by: String,
    /// When it was written.
    pub date: String,
    /// Whether it is accepted; `None` where nobody has decided.
    pub accepted: Option<bool>,
    /// Who decided.
    pub reviewer: String,
    /// When it was decided.
    pub decided: String,
}

/// The explanations of a list; `None` where the workbook is none.
#[must_use]
pub fn explanations(workbook: &Workbook) -> Option<Vec<FindingExplanation>> {
    let list = list(workbook, &words().explanations, &["code", "text"])?;
    let rows = list.rows.iter().map(|(_, row)| ListRow(row));
    let rows = rows.filter(|row| !row.get("code").is_empty());
    let read = rows.map(|row| {
        let own = |column: &str| row.get(column).to_owned();
        let decision = row.get("decision");
        let decided = |what| is(&words().decisions, what, decision);
        FindingExplanation {
            unit_code: own("unit_code"),
            unit_name: own("unit_name"),
            code: plain(row.get("code")),
            function: function(row.get("function")),
            amount: amount(row.get("amount")),
            text: own("text"),
            by: own("by"),
            date: own("date"),
            accepted: if decided("accepted") {
                Some(true)
            } else {
                decided("refused").then_some(false)
            },
            reviewer: own("reviewer"),
            decided: own("decided"),
        }
    });
    Some(read.collect())
}

/// Money that one unit passes to another, to be counted once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elimination {
    /// Its row in the list, counted from 1.
    pub row: u32,
    /// Code of the unit that gets the money.
    pub receiver: String,
    /// The name of the receiver's source.
    pub source: String,
    /// The receiver's 科目.
    pub function: Option<Code>,
    /// The name of the receiver's kind of expenditure.
    pub kind: String,
    /// The amount in yuan; `None` where what stands there is none.
    pub amount: Option<Decimal>,
    /// Code of the unit that pays.
    pub payer: String,
    /// The payer's 科目.
    pub payer_function: Option<Code>,
}

/// The eliminations of a list; `None` where the workbook is none.
#[must_use]
pub fn eliminations(workbook: &Workbook) -> Option<Vec<Elimination>> {
    let list = list(
        workbook,
        &words().eliminations,
        &["receiver", "amount", "payer"],
    )?;
    let rows = list.rows.iter().map(|(at, row)| {
        let row = ListRow(row);
        Elimination {
            row: *at,
            receiver: row.get("receiver").to_owned(),
            source: row.get("source").to_owned(),
            function: function(row.get("function")),
            kind: row.get("kind").to_owned(),
            amount: amount(row.get("amount")),
            payer: row.get("payer").to_owned(),
            payer_function: function(row.get("payer_function")),
        }
    });
    let of_unit = |own: &Elimination| !own.receiver.is_empty() && !is_total(&own.receiver);
    Some(rows.filter(of_unit).collect())
}

/// Last year's 科目 that are others this year; `None` where the workbook is no such list.
#[must_use]
pub fn codes_map(workbook: &Workbook) -> Option<Vec<(Code, Code)>> {
    let list = list(workbook, &words().codes_map, &["old", "new"])?;
    let rows = list.rows.iter().map(|(_, row)| ListRow(row));
    let pairs = rows.filter_map(|row| function(row.get("old")).zip(function(row.get("new"))));
    Some(pairs.collect())
}
