//! Where a stored result is not what its formula gives.

use rust_decimal::RoundingStrategy;

use super::value::{FormulaNumber, Scalar, numeric, shown};
use super::{CellAt, Engine};
use crate::workbook::{Address, Cell, SheetIx, Value, Workbook};

/// Puts what its formula gives in place of each stored result that is something else, and of each that is missing.
/// Cells are computed only where `wanted` says so of their sheet and address, with the cells that they
/// refer to. What was stored is kept beside the cells, in `replaced` of their sheet.
///
/// A stored result stays where it differs by no more than binary arithmetic or rounding for display does, and where any
/// function or reference of its formula, or of one that it refers to, is not fully understood.
pub fn recalculate(workbook: &mut Workbook, wanted: impl Fn(SheetIx, Address) -> bool) {
    recalculate_within(workbook, wanted, super::STEPS);
}

/// [`recalculate`] with a bound of its own on the steps that it may take.
pub(super) fn recalculate_within(
    workbook: &mut Workbook,
    wanted: impl Fn(SheetIx, Address) -> bool,
    steps: u64,
) {
    let holds = |sheet: &super::super::Sheet| sheet.cells.iter().any(|cell| cell.formula.is_some());
    if !workbook.sheets.iter().any(holds) {
        return;
    }
    let changes = changes(workbook, wanted, steps);
    for ((sheet, at), value, said) in changes {
        let sheet = &mut workbook.sheets[sheet];
        let cell = &mut sheet.cells[at];
        let stored = std::mem::replace(&mut cell.value, value);
        if said {
            let address = cell.address();
            sheet.replaced.push((address, stored));
        }
    }
    for sheet in &mut workbook.sheets {
        sheet.replaced.sort_by_key(|(address, _)| *address);
    }
}

/// A cell's new value, and whether the change is worth a word.
type ResultChange = (CellAt, Value, bool);

fn changes(
    workbook: &Workbook,
    wanted: impl Fn(SheetIx, Address) -> bool,
    steps: u64,
) -> Vec<ResultChange> {
    // Small sheets first: those that hold masses of formulas are the last to be cut short.
    let mut order: Vec<usize> = (0..workbook.sheets.len()).collect();
    order.sort_by_key(|sheet| workbook.sheets[*sheet].cells.len());
    let mut cells: Vec<CellAt> = Vec::new();
    for sheet in order {
        let own = workbook.sheets[sheet].cells.iter().enumerate();
        let own = own.filter(|(_, cell)| {
            cell.formula.is_some() && wanted(SheetIx::new(sheet), cell.address())
        });
        cells.extend(own.map(|(at, _)| (sheet, at)));
    }
    let Ok(mut engine) = Engine::new(workbook, steps) else {
        return Vec::new();
    };
    let mut changes = Vec::new();
    let mut missing = Vec::new();
    for at in cells {
        let cell = engine.cell(at);
        match engine.formula(at) {
            Some(value) => {
                let change = change(cell, &value, workbook.as_displayed);
                changes.extend(change.map(|(value, said)| (at, value, said)));
            }
            None if cell.value == Value::Blank => missing.push(at),
            None => {}
        }
    }
    if missing.is_empty() {
        return changes;
    }
    // A missing result is worth one that rests on stored results of formulas that are not understood.
    let mut engine = engine.lenient();
    for at in missing {
        let cell = engine.cell(at);
        if let Some(value) = engine.formula(at) {
            let change = change(cell, &value, workbook.as_displayed);
            changes.extend(change.map(|(value, said)| (at, value, said)));
        }
    }
    changes
}

/// What to put in place of the stored result of `cell`, if anything, and whether to say so.
fn change(cell: &Cell, computed: &Scalar<'_>, as_displayed: bool) -> Option<(Value, bool)> {
    let value = match computed {
        Scalar::Number(number) => Value::Number(shown(number.exact)),
        Scalar::Text(text) => Value::Text(text.to_string()),
        Scalar::Bool(value) => Value::Bool(*value),
        Scalar::Error(fault) if cell.value == Value::Blank => Value::Error(fault.name().to_owned()),
        // A number is not given up for an error that some other program may not make.
        Scalar::Blank | Scalar::Error(_) => return None,
    };
    if as_displayed && cell.value != Value::Blank {
        return None;
    }
    let empty = matches!(&value, Value::Text(text) if text.is_empty());
    match (&cell.value, computed) {
        (Value::Blank, _) => Some((value, !empty)),
        // .xls keeps a 0 or nothing of an empty text, programs write a 0 to any formula.
        (Value::Number(stored), Scalar::Text(_)) if stored.is_zero() && empty => {
            Some((value, false))
        }
        (Value::Number(stored), Scalar::Number(computed)) => {
            let (stored, exact) = (*stored, shown(computed.exact));
            if stored == exact || is_rounded(stored, *computed) {
                return None;
            }
            let own = FormulaNumber {
                exact: stored,
                // Stored numbers are read at 15 significant digits.
                error: super::value::float(stored).abs() * 5e-15,
            };
            if own.is(*computed) {
                // 0.010000005 of binary arithmetic is 0.01.
                return (exact.scale() < stored.scale()).then_some((value, false));
            }
            Some((value, true))
        }
        (Value::Text(stored), Scalar::Text(computed)) => {
            let bare =
                |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
            (bare(stored) != bare(computed)).then_some((value, true))
        }
        (Value::Text(stored), Scalar::Number(number)) => {
            let same = numeric(stored).ok().flatten() == Some(shown(number.exact));
            let nothing = stored.trim().is_empty() && number.exact.is_zero();
            (!same && !nothing).then_some((value, true))
        }
        (Value::Number(stored), Scalar::Text(computed)) => {
            let same = numeric(computed).ok().flatten() == Some(*stored);
            (!same).then_some((value, true))
        }
        (Value::Bool(stored), Scalar::Bool(computed)) => {
            (stored != computed).then_some((value, true))
        }
        // .ods and .xls tell truth values and dates as numbers or the other way round.
        (Value::Date(_), _) | (Value::Number(_), Scalar::Bool(_)) | (Value::Bool(_), _) => None,
        _ => Some((value, true)),
    }
}

/// Whether a stored number is the computed one, rounded to the two decimals or more that it shows.
fn is_rounded(stored: rust_decimal::Decimal, computed: FormulaNumber) -> bool {
    let decimals = stored.normalize().scale().max(2);
    let exact = shown(computed.exact);
    exact.scale() > decimals
        && exact.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero) == stored
}
