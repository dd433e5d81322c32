//! Amount cells: typed or computed, and what may be typed into them.

use super::block::FormBlock;
use super::desk::{Desk, cell, input};
use crate::model::{Computed, Model};
use crate::workbook::{Address, Allowed, FormulaText, Look, Style, Validation, Value, call};

/// An amount cell: a formula where it is the sum of others in its row, else to be typed.
pub(super) fn amount(desk: &mut Desk, block: &FormBlock<'_>, position: usize, col: u32, row: u32) {
    let parts = block.parts(position);
    if let Some(computed) = block.computed[position] {
        difference(desk, block, computed, (row, col), false);
    } else if parts.is_empty() {
        desk.put(row, col, Value::Blank, input(Look::Amount));
    } else {
        sum(desk, row, col, &in_ranges(row, &parts), false);
    }
}

/// A locked difference between this year and another basis, or the same in percent, blank while both are.
pub(super) fn difference(
    desk: &mut Desk,
    block: &FormBlock<'_>,
    computed: Computed,
    (row, col): (u32, u32),
    strong: bool,
) {
    let [Some(own), Some(base)] = computed.of.map(|position| block.col(position)) else {
        return;
    };
    let (own, base) = (cell(row, own), cell(row, base));
    // SUM takes the empty text that a formula may give for nothing.
    let whole = call("SUM", &base);
    let change = call("SUM", &own).minus(&whole);
    let (nothing, amount) = match computed.percent {
        false => (call("COUNT", (own, base)).is(0), change),
        true => (whole.is(0), change.over(&whole).times(100)),
    };
    let formula = call("IF", (nothing, "", call("ROUND", (amount, 2))));
    let style = Style {
        look: Look::Amount,
        strong,
        ..Style::default()
    };
    desk.formula(row, col, formula, Value::Blank, style);
}

/// Cells of a column, those one below the other as one range.
pub(super) fn between(col: u32, rows: &[u32]) -> Vec<FormulaText> {
    rows.chunk_by(|a, b| a + 1 == *b)
        .map(|run| match run {
            [one] => cell(*one, col),
            _ => cell(run[0], col).to(&cell(run[run.len() - 1], col)),
        })
        .collect()
}

/// Cells of a row, those side by side as one range.
pub(super) fn in_ranges(row: u32, cols: &[u32]) -> Vec<FormulaText> {
    cols.chunk_by(|a, b| a + 1 == *b)
        .map(|run| match run {
            [one] => cell(row, *one),
            _ => cell(row, run[0]).to(&cell(row, run[run.len() - 1])),
        })
        .collect()
}

/// A locked sum of cells that is blank while they all are.
pub(super) fn sum(desk: &mut Desk, row: u32, col: u32, cells: &[FormulaText], strong: bool) {
    let nothing = call("COUNT", cells.to_vec()).is(0);
    let sum = call("ROUND", (call("SUM", cells.to_vec()), 2));
    let formula = call("IF", (nothing, "", sum));
    let style = Style {
        look: Look::Amount,
        strong,
        ..Style::default()
    };
    desk.formula(row, col, formula, Value::Blank, style);
}

/// Whether all that is typed is money.
pub(super) fn is_money(model: &Model, block: &FormBlock<'_>) -> bool {
    let at = |position: usize| {
        let own = &block.meaning.columns[position].at;
        block.meaning.at.narrowed(own)
    };
    let mut leaves = block.leaves().into_iter();
    leaves.all(|(position, _)| model.measure(&at(position)).is_none())
}

/// Whether a cell holds a number of at most two decimals.
pub(super) fn is_money_in(cell: &FormulaText) -> FormulaText {
    let rounded = call("ROUND", (cell, 2)).is(cell);
    call("AND", (call("ISNUMBER", cell), rounded))
}

/// Only numbers of at most two decimals may be typed as amounts.
pub(super) fn restrict(desk: &mut Desk, block: &FormBlock<'_>, rows: (u32, u32)) {
    for (_, col) in block.leaves() {
        money(desk, block, (rows, col));
    }
}

/// The same in these cells alone.
pub(super) fn restrict_money(desk: &mut Desk, block: &FormBlock<'_>, cells: &[(u32, u32)]) {
    for run in runs(cells) {
        money(desk, block, run);
    }
}

fn money(desk: &mut Desk, block: &FormBlock<'_>, ((first, last), col): ((u32, u32), u32)) {
    let word = block.measure.word();
    let top = cell(first, col);
    desk.sheet.validations.push(Validation {
        from: Address::new(first, col),
        to: Address::new(last, col),
        allowed: Allowed::If(is_money_in(&top).into()),
        strict: true,
        prompt: (
            format!("金额（{word}）"),
            format!("只填数字，单位{word}，最多两位小数。没有金额的不填。类、款小计和合计自动计算，不用填。"),
        ),
        complaint: (
            "金额有误".to_owned(),
            format!("这里只能填数字，单位{word}，最多两位小数；不要填文字、空格或“{word}”字。"),
        ),
    });
}

/// Only whole numbers may be typed as numbers of things.
pub(super) fn restrict_counts(desk: &mut Desk, cells: &[(u32, u32)]) {
    for ((first, last), col) in runs(cells) {
        let top = cell(first, col);
        desk.sheet.validations.push(Validation {
            from: Address::new(first, col),
            to: Address::new(last, col),
            allowed: Allowed::If(
                call(
                    "AND",
                    (
                        call("ISNUMBER", &top),
                        call("INT", &top).is(&top),
                        top.at_least(0),
                    ),
                )
                .into(),
            ),
            strict: true,
            prompt: (
                "数量".to_owned(),
                "只填整数，不带单位。没有的不填。".to_owned(),
            ),
            complaint: (
                "数量有误".to_owned(),
                "这里只能填整数，不要填小数、文字或单位。".to_owned(),
            ),
        });
    }
}

/// Cells as parts of columns: first and last row, column.
fn runs(cells: &[(u32, u32)]) -> Vec<((u32, u32), u32)> {
    let mut cells: Vec<(u32, u32)> = cells.iter().map(|&(row, col)| (col, row)).collect();
    cells.sort_unstable();
    let runs = cells.chunk_by(|a, b| a.0 == b.0 && a.1 + 1 == b.1);
    runs.filter_map(|run| {
        let (first, last) = (run.first()?, run.last()?);
        Some(((first.1, last.1), first.0))
    })
    .collect()
}

/// The columns of a total that are no sums of lines: sums of others, and those computed from others.
pub(super) fn totals(desk: &mut Desk, block: &FormBlock<'_>, row: u32) {
    for (position, col) in block.amounts() {
        let parts = block.parts(position);
        if let Some(computed) = block.computed[position] {
            difference(desk, block, computed, (row, col), true);
        } else if !parts.is_empty() {
            sum(desk, row, col, &in_ranges(row, &parts), true);
        }
    }
}
