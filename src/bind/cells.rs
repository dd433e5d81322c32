//! Amount cells: from what they hold to yuan.

use rust_decimal::Decimal;

use super::source::{Source, SourceSheet};
use crate::finding::{Finding, FindingCode, Stated};
use crate::model::{Amount, fen};
use crate::text::{Measure, Reading, holds, read_amount, squash};
use crate::workbook::{Format, Value};

/// What an amount cell holds.
#[derive(Debug)]
pub(super) enum CellAmount {
    /// No amount.
    Blank,
    /// An amount; the number of its decimals as stated, and the unit of measure it is stated in.
    Stated {
        amount: Amount,
        decimals: u32,
        measure: Measure,
        kind: Kind,
    },
    /// `…`, XX: a place to be filled in.
    Placeholder,
    /// Text that is no amount.
    Words,
    /// An error value, a date or a truth value; what is wrong with it.
    Fault(Box<Finding>),
}

/// How an amount is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Text,
}

/// Reads the cell `at` of sheet `sheet` as an amount in `measure`.
pub(super) fn amount(source: &Source<'_>, sheet: usize, at: usize, measure: Measure) -> CellAmount {
    let own = &source.sheets[sheet];
    let cell = &own.sheet.cells[at];
    let stated = |value: Decimal, measure: Measure, kind: Kind| {
        let Some(exact) = measure.exact(value) else {
            return CellAmount::Words;
        };
        let amount = Amount {
            yuan: fen(exact),
            stated: Some(own.raw(at).trim().into()),
            place: Some(own.place(at)),
        };
        CellAmount::Stated {
            amount,
            decimals: value.scale(),
            measure,
            kind,
        }
    };
    let fault = |code| {
        CellAmount::Fault(Box::new(
            Finding::new(code)
                .arg("text", own.raw(at))
                .cell(Stated::text(Some(own.place(at)), &own.raw(at))),
        ))
    };
    if own.is_behind(at) {
        return CellAmount::Blank;
    }
    match &cell.value {
        Value::Number(number) => stated(number.normalize(), measure, Kind::Number),
        Value::Text(text) => match read_amount(text) {
            Reading::Blank => CellAmount::Blank,
            Reading::Nil => stated(Decimal::ZERO, measure, Kind::Number),
            Reading::Number {
                value,
                measure: own,
            } => {
                let kind = if source.workbook.format == Some(Format::Csv) {
                    Kind::Number
                } else {
                    Kind::Text
                };
                stated(value, own.unwrap_or(measure), kind)
            }
            Reading::NotANumber if is_placeholder(&own.texts[at]) => CellAmount::Placeholder,
            Reading::NotANumber => CellAmount::Words,
        },
        Value::Blank => {
            let Some(formula) = &cell.formula else {
                return CellAmount::Blank;
            };
            CellAmount::Fault(Box::new(
                Finding::new(FindingCode::FormulaWithoutValue)
                    .variant("unknown")
                    .severity(crate::finding::Severity::Error)
                    .arg("formula", format!("={formula}"))
                    .cell(Stated::text(Some(own.place(at)), &own.raw(at))),
            ))
        }
        Value::Error(_) => fault(FindingCode::ErrorValue),
        Value::Bool(_) | Value::Date(_) => fault(FindingCode::NotANumber),
    }
}

/// Whether two cells hold the same: numbers, or texts that are the same squashed.
pub(super) fn same_value(sheet: &SourceSheet<'_>, a: usize, b: usize) -> bool {
    let value = |at: usize| match &sheet.sheet.cells[at].value {
        Value::Text(text) => squash(text),
        Value::Number(number) => number.normalize().to_string().into(),
        _ => sheet.raw(at).into(),
    };
    value(a) == value(b)
}

/// Whether a squashed text is a placeholder as a whole: `…`, `XX`, `x,xxx`, 待填写.
pub(super) fn is_placeholder(text: &str) -> bool {
    let dots = !text.is_empty()
        && text
            .chars()
            .all(|c| matches!(c, '.' | '…' | '⋯' | '·' | '。'));
    let crosses = text
        .chars()
        .all(|c| matches!(c, 'x' | 'X' | '×' | ',' | '.'))
        && text
            .chars()
            .filter(|c| matches!(c, 'x' | 'X' | '×'))
            .count()
            >= 2;
    dots || crosses || matches!(text, "待填写" | "请填写" | "(略)" | "略" | "(单位)")
}

/// Whether a squashed text holds a placeholder: XX in words, `……`, `(单位)` alone.
pub(super) fn holds_placeholder(text: &str) -> bool {
    let (mut before, mut words) = (None, false);
    for c in text.chars() {
        let twice = before.replace(c) == Some(c);
        match c {
            '×' | 'X' if twice => return true,
            'x' if twice && !text.is_ascii() => return true,
            '填' | '略' => words = true,
            _ => {}
        }
    }
    let words = words.then_some(["待填写", "请填写", "(略)"]);
    is_placeholder(text) || words.iter().flatten().any(|word| holds(text, word))
}
