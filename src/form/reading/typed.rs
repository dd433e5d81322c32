//! What was typed into an amount cell of a form.

use rust_decimal::Decimal;

use crate::finding::FindingCode;
use crate::text::{Reading, read_amount};
use crate::workbook::{Cell, Value};

/// What an amount cell of a form holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Typed {
    Blank,
    /// An amount in yuan; as a text, the form's formulas do not count it.
    Amount {
        yuan: Decimal,
        as_text: bool,
    },
    /// Something that is no amount, with the code of its finding.
    Fault(FindingCode),
}

/// Reads a cell whose numbers are in a unit of `unit` yuan, unless a text names its own.
pub(super) fn typed(cell: &Cell, unit: Decimal) -> Typed {
    let amount = |number: Decimal, unit: Decimal, as_text: bool| match number.checked_mul(unit) {
        Some(yuan) => Typed::Amount { yuan, as_text },
        None => Typed::Fault(FindingCode::NotANumber),
    };
    match &cell.value {
        Value::Number(own) => amount(*own, unit, false),
        Value::Text(text) => match read_amount(text) {
            Reading::Blank | Reading::Nil => Typed::Blank,
            Reading::Number { value, measure } => {
                amount(value, measure.map_or(unit, |own| own.yuan()), true)
            }
            Reading::NotANumber => Typed::Fault(FindingCode::NotANumber),
        },
        Value::Blank if cell.formula.is_none() => Typed::Blank,
        // What could be computed has been.
        Value::Blank => Typed::Fault(FindingCode::FormulaWithoutValue),
        Value::Error(_) => Typed::Fault(FindingCode::ErrorValue),
        Value::Bool(_) | Value::Date(_) => Typed::Fault(FindingCode::NotANumber),
    }
}
