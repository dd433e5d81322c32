//! Amount cells: from what they hold to yuan. And the texts that stand where no amount is: placeholders and notes.

use rust_decimal::Decimal;

use super::source::{SourceBook, SourceSheet};
use crate::finding::{Finding, FindingCode, Stated};
use crate::model::{Amount, ReadingWords, fen};
use crate::text::{Measure, Reading, holds, read_amount, squash, without_year};
use crate::workbook::{Format, Scaling, Sheet, SheetIx, Value};

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
        kind: StoredAs,
        shown: Shown,
    },
    /// A date or a time.
    Date,
    /// `…`, XX: a place to be filled in.
    Placeholder,
    /// Text that is no amount.
    Words,
    /// An error value or a truth value; what is wrong with it.
    Fault(Box<Finding>),
}

/// How an amount is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StoredAs {
    Number,
    Text,
}

/// How the number of an amount is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// As it is stored.
    Plain,
    /// As another number or in another unit of measure than is stated, and that is the amount.
    Scaled,
    /// As another number than is stored, though the stored one is in the stated unit of measure.
    Contradicting,
    /// As a percentage.
    Percentage,
}

/// Reads the cell `at` of sheet `sheet` as an amount in `measure`.
pub(super) fn amount(
    source: &SourceBook<'_>,
    sheet: SheetIx,
    at: usize,
    measure: Measure,
) -> CellAmount {
    let own = &source.sheets[sheet];
    let cell = &own.sheet.cells[at];
    let stated = |value: Decimal, measure: Measure, kind: StoredAs, shown: Shown| {
        let Some(exact) = measure.exact(value) else {
            return CellAmount::Words;
        };
        let amount = Amount {
            yuan: fen(exact),
            measure: None,
            stated: Some(match shown {
                Shown::Scaled => value.to_string().into(),
                _ => own.raw(at).trim().into(),
            }),
            place: Some(own.place(at)),
        };
        CellAmount::Stated {
            amount,
            decimals: value.scale(),
            measure,
            kind,
            shown,
        }
    };
    let number = |stored: Decimal, kind: StoredAs| {
        let address = cell.address();
        let shown = match stored.is_zero() {
            true => (stored, measure, Shown::Plain),
            false if own.sheet.is_percentage(address) => (stored, measure, Shown::Percentage),
            false => as_shown(stored, measure, own.sheet.scaling(address)),
        };
        stated(shown.0, shown.1, kind, shown.2)
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
        Value::Number(stored) => number(stored.normalize(), StoredAs::Number),
        Value::Text(text) => match read_amount(text) {
            Reading::Blank => CellAmount::Blank,
            Reading::Nil => stated(Decimal::ZERO, measure, StoredAs::Number, Shown::Plain),
            Reading::Number {
                value,
                measure: own,
            } => {
                let untyped = matches!(source.workbook.format, Some(Format::Csv | Format::Html));
                let kind = if untyped {
                    StoredAs::Number
                } else {
                    StoredAs::Text
                };
                stated(value, own.unwrap_or(measure), kind, Shown::Plain)
            }
            Reading::NotANumber if is_placeholder(source.words, &own.texts[at]) => {
                CellAmount::Placeholder
            }
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
        Value::Bool(_) => fault(FindingCode::NotANumber),
        Value::Date(_) => CellAmount::Date,
    }
}

/// Reads the cell `at` of sheet `sheet` as a number of things or a percentage in `unit`, as a reader sees it.
pub(super) fn number(source: &SourceBook<'_>, sheet: SheetIx, at: usize, unit: &str) -> CellAmount {
    let own = &source.sheets[sheet];
    let address = own.sheet.cells[at].address();
    let percent = unit == "%";
    // A stored fraction is shown as a percentage; 5% in a text is 5.
    if let Value::Text(text) = &own.sheet.cells[at].value
        && percent
        && let Some(front) = squash(text).strip_suffix('%')
        && let Reading::Number { value, .. } = read_amount(front)
    {
        return counted(own, at, value, unit);
    }
    match amount(source, sheet, at, Measure::Yuan) {
        CellAmount::Stated { .. } if own.is_behind(at) => CellAmount::Blank,
        CellAmount::Stated {
            amount, decimals, ..
        } => {
            let stored = match own.sheet.cells[at].value {
                Value::Number(stored) => stored.normalize(),
                _ => amount.yuan,
            };
            let _ = decimals;
            let shown = match percent && own.sheet.is_percentage(address) {
                true => stored.saturating_mul(Decimal::ONE_HUNDRED),
                false => stored,
            };
            counted(own, at, shown, unit)
        }
        other => other,
    }
}

fn counted(own: &SourceSheet<'_>, at: usize, value: Decimal, unit: &str) -> CellAmount {
    CellAmount::Stated {
        amount: Amount {
            yuan: value.round_dp(6).normalize(),
            measure: Some(unit.into()),
            stated: Some(own.raw(at).trim().into()),
            place: Some(own.place(at)),
        },
        decimals: value.scale(),
        measure: Measure::Yuan,
        kind: StoredAs::Number,
        shown: Shown::Plain,
    }
}

/// Whether an amount has parts of a fen, as it counts.
pub(super) fn has_more_than_fen(sheet: &Sheet, at: usize, measure: Measure, shown: Shown) -> bool {
    let cell = &sheet.cells[at];
    let Value::Number(stored) = cell.value else {
        return false;
    };
    let number = match shown {
        Shown::Scaled => sheet.scaling(cell.address()).shown(stored),
        _ => Some(stored),
    };
    let yuan = number.and_then(|number| measure.exact(number));
    yuan.is_some_and(|yuan| yuan.normalize().scale() > 2)
}

/// The number that a reader sees for `stored` below a unit of measure, the unit that it is in, and how it is shown.
fn as_shown(stored: Decimal, stated: Measure, scaling: Scaling) -> (Decimal, Measure, Shown) {
    if scaling == Scaling::default() {
        return (stored, stated, Shown::Plain);
    }
    let own = scaling.word.and_then(Measure::of_power).unwrap_or(stated);
    let Some(shown) = scaling.shown(stored) else {
        return (stored, stated, Shown::Contradicting);
    };
    let differs = shown.checked_mul(own.yuan()) != Some(stored);
    if scaling.places == 0 && own == stated {
        (stored, stated, Shown::Plain)
    } else if scaling.places != 0 && stated == Measure::Yuan && differs {
        // What is shown is another amount than what is stored; the tables add up by what is stored.
        (stored, stated, Shown::Contradicting)
    } else {
        (shown, own, Shown::Scaled)
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
pub(super) fn is_placeholder(words: &ReadingWords, text: &str) -> bool {
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
    dots || crosses || ReadingWords::is(&words.placeholders, text)
}

/// Whether a squashed text holds a placeholder: XX in words, `……`, `(单位)` alone.
pub(super) fn holds_placeholder(words: &ReadingWords, text: &str) -> bool {
    let (mut before, mut marked) = (None, false);
    for c in text.chars() {
        let twice = before.replace(c) == Some(c);
        match c {
            '×' | 'X' if twice => return true,
            'x' if twice && !text.is_ascii() => return true,
            c => marked |= words.placeholder_marks.contains(&c),
        }
    }
    let mut within = words.placeholders_within.iter();
    is_placeholder(words, text) || marked && within.any(|word| holds(text, word))
}

/// Whether the squashed text begins as a note.
pub(super) fn begins_note(words: &ReadingWords, text: &str) -> bool {
    ReadingWords::begins(&words.notes, text)
}

/// Whether the squashed text is a note on a table, and no other text that happens to stand there.
pub(super) fn is_table_note(words: &ReadingWords, text: &str) -> bool {
    let none = || ReadingWords::holds(&words.none, text);
    begins_note(words, text)
        || ReadingWords::is(&words.none_alone, text)
        || none() && ReadingWords::holds(&words.none_of, text)
}

/// Whether the squashed text below a table is no line of it.
pub(super) fn is_note(words: &ReadingWords, text: &str) -> bool {
    let none = || ReadingWords::holds(&words.plain_none, text);
    // 我局2024年无国有资本经营预算安排: the name of a 科目 has no year, nor 我.
    let own = || ReadingWords::begins(&words.own_voice, text);
    let told = || own() || without_year(text).len() < text.len();
    begins_note(words, text)
        || ReadingWords::is(&words.none_alone, text)
        || text.contains('。')
        || none() && ReadingWords::holds(&words.plain_none_of, text)
        || none() && told() && ReadingWords::holds(&words.none_of, text)
}
