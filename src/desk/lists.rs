//! The lists of a task: explanations, eliminations, and codes that are others this year.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::list_table::{ListRow, rows};
use super::words::{is, of, plain, words};
use crate::model::Code;
use crate::text::{LARGEST, squash};
use crate::workbook::Workbook;

/// Whether a text closes a list.
pub(super) fn is_total(text: &str) -> bool {
    of(&words().names, "total").any(|word| word == squash(text))
}

/// Whether a text is a remark below a list: 说明：本表一式两份.
pub(super) fn is_remark(text: &str) -> bool {
    let text = squash(text);
    let front = text
        .split(':')
        .next()
        .filter(|front| front.len() < text.len());
    front.is_some_and(|front| of(&words().names, "remark").any(|word| word == front))
}

/// A 科目 as people type it.
fn function(text: &str) -> Option<Code> {
    let digits: String = squash(text).chars().filter(char::is_ascii_digit).collect();
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
    let list = rows(workbook, &words().explanations, &["code", "text"])?;
    let rows = list.iter().map(|(_, row)| ListRow(row));
    let rows = rows.filter(|row| !row.get("code").is_empty());
    let read = rows.map(|row| {
        let own = |column: &str| row.get(column).to_owned();
        let decision = row.get("decision");
        let decided = |what| is(&words().decisions, what, decision);
        FindingExplanation {
            unit_code: row.code("unit_code"),
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
    let list = rows(
        workbook,
        &words().eliminations,
        &["receiver", "amount", "payer"],
    )?;
    let rows = list.iter().map(|(at, row)| {
        let row = ListRow(row);
        Elimination {
            row: *at,
            receiver: row.code("receiver"),
            source: row.get("source").to_owned(),
            function: function(row.get("function")),
            kind: row.get("kind").to_owned(),
            amount: amount(row.get("amount")),
            payer: row.code("payer"),
            payer_function: function(row.get("payer_function")),
        }
    });
    let of_unit = |own: &Elimination| !own.receiver.is_empty() && !is_total(&own.receiver);
    Some(rows.filter(of_unit).collect())
}

/// Last year's 科目 that are others this year; `None` where the workbook is no such list.
#[must_use]
pub fn codes_map(workbook: &Workbook) -> Option<Vec<(Code, Code)>> {
    let list = rows(workbook, &words().codes_map, &["old", "new"])?;
    let rows = list.iter().map(|(_, row)| ListRow(row));
    let pairs = rows.filter_map(|row| function(row.get("old")).zip(function(row.get("new"))));
    Some(pairs.collect())
}
