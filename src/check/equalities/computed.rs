//! Columns that are computed from others, and parts (其中：) beside a whole.

use rust_decimal::Decimal;

use super::gather::{Equality, Why};
use super::paper::{Block, Paper, yuan};
use super::report::line_name;
use crate::finding::{Finding, FindingCode, Stated};
use crate::model::{Coordinates, Dim, Key, Lines, Model, line_coordinates};

/// The changes that are stated beside both years, and the parts that are stated beside their whole.
pub(super) fn equalities(model: &Model, paper: &Paper<'_>) -> Vec<Equality> {
    let mut all = Vec::new();
    for block in &paper.blocks {
        for (column, own, base, percent) in computed_columns(model, block) {
            if percent {
                continue;
            }
            for line in 0..block.structure.lines.len() {
                let cell = |column: usize| block.cell(line, column);
                // A line that says nothing of the change does not say that there is none.
                let stated = paper.amount(cell(column)).is_some();
                let read = [column, own, base]
                    .iter()
                    .all(|&own| !paper.cells[cell(own)].unread);
                if stated && read {
                    let left = vec![cell(column), cell(base)];
                    all.push(Equality::new(paper, Why::Computed, left, vec![cell(own)]));
                }
            }
        }
        all.extend(parts(model, paper, block));
    }
    all
}

/// For each computed column, this year's and that of the year it is compared with, and whether it is a percentage.
fn computed_columns(model: &Model, block: &Block<'_>) -> Vec<(usize, usize, usize, bool)> {
    let meaning = block.structure.block;
    let at = |column: usize| meaning.at.narrowed(&meaning.columns[column].at);
    let of = |wanted: &Coordinates| (0..meaning.columns.len()).find(|&other| at(other) == *wanted);
    let columns = (0..meaning.columns.len()).filter_map(|column| {
        let own = at(column);
        let word = model.computed(&own)?;
        let base = word.minus.as_ref().or(word.percent_of.as_ref())?;
        let this = of(&own.clone().with(Dim::BASIS, None))?;
        let base = of(&own.with_word(Dim::BASIS, Some(base.as_str())))?;
        let states = block.states[this] && block.states[base];
        states.then_some((column, this, base, word.percent_of.is_some()))
    });
    columns.collect()
}

/// A part is at most its whole: the least of what covers it, in its line and in its column.
fn parts(model: &Model, paper: &Paper<'_>, block: &Block<'_>) -> Vec<Equality> {
    let meaning = block.structure.block;
    let lines = &block.structure.lines;
    let mut all = Vec::new();
    let mut add = |part: usize, whole: usize| {
        let read = !paper.cells[part].unread && !paper.cells[whole].unread;
        if read && paper.amount(part).is_some() && paper.amount(whole).is_some() {
            let mut own = Equality::new(paper, Why::Part, vec![whole], vec![part]);
            own.at_least = true;
            all.push(own);
        }
    };
    let column_at = |column: usize| meaning.at.narrowed(&meaning.columns[column].at);
    // A part may change by more than its whole.
    let plain = |column: &usize| model.computed(&column_at(*column)).is_none();
    for column in
        (0..meaning.columns.len()).filter(|&own| meaning.columns[own].of_which && plain(&own))
    {
        let others = (0..meaning.columns.len()).filter(|&own| !meaning.columns[own].of_which);
        let others = others.map(|own| (own, column_at(own)));
        if let Some(whole) = least(model, &column_at(column), others) {
            (0..lines.len())
                .for_each(|line| add(block.cell(line, column), block.cell(line, whole)));
        }
    }
    let of_which = |line: usize| match &lines[line].key {
        Key::Row(id) => meaning.row(id.as_str()).is_some_and(|row| row.of_which),
        _ => false,
    };
    let line_at = |line: usize| meaning.at.narrowed(&line_coordinates(meaning, lines[line]));
    for line in (0..lines.len()).filter(|&line| of_which(line)) {
        let is_line = |other: &usize| match &lines[*other].key {
            Key::Row(id) => meaning.row(id.as_str()).is_some_and(|row| !row.of_which),
            Key::Unknown(_) => false,
            _ => meaning.lines != Lines::Records,
        };
        let others = (0..lines.len())
            .filter(is_line)
            .map(|own| (own, line_at(own)));
        if let Some(whole) = least(model, &line_at(line), others) {
            let columns = (0..meaning.columns.len()).filter(plain);
            columns.for_each(|column| add(block.cell(line, column), block.cell(whole, column)));
        }
    }
    all
}

/// The narrowest of `others` that covers `part`.
fn least(
    model: &Model,
    part: &Coordinates,
    others: impl Iterator<Item = (usize, Coordinates)>,
) -> Option<usize> {
    let covering = others.filter(|(_, at)| model.covers(at, part) && at != part);
    let covering: Vec<(usize, Coordinates)> = covering.collect();
    let narrowest = covering.iter().find(|(own, at)| {
        let mut others = covering.iter().filter(|(other, _)| other != own);
        others.all(|(_, other)| !model.covers(at, other) || at == other)
    });
    narrowest.map(|(own, _)| *own)
}

/// Percentages that are not those of the amounts beside them. What is stated is rounded to its last digit.
pub(super) fn percentages(model: &Model, paper: &Paper<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for block in &paper.blocks {
        for (column, own, base, percent) in computed_columns(model, block) {
            if !percent {
                continue;
            }
            for line in 0..block.structure.lines.len() {
                let amount = |column: usize| paper.amount(block.cell(line, column));
                let (Some(stated), Some(own), Some(base)) =
                    (amount(column), amount(own), amount(base))
                else {
                    continue;
                };
                let change = own.yuan.checked_sub(base.yuan);
                let ratio = change.and_then(|change| change.checked_div(base.yuan));
                let Some(expected) =
                    ratio.and_then(|ratio| ratio.checked_mul(Decimal::ONE_HUNDRED))
                else {
                    continue;
                };
                // 4.4% is rounded; a stored quotient has all its digits.
                let digits = stated.yuan.scale().min(2);
                let half = Decimal::new(5, digits + 1) + Decimal::new(1, 4);
                // The amounts themselves are rounded to the last digit of their table.
                let slack = block
                    .table
                    .quantum
                    .checked_div(base.yuan.abs())
                    .unwrap_or_default();
                let slack = slack.saturating_mul(Decimal::ONE_HUNDRED);
                if (expected - stated.yuan).abs() <= half.saturating_add(slack) {
                    continue;
                }
                let meaning = &block.structure.block.columns[column];
                let mut finding = Finding::new(FindingCode::ChangeDiffers)
                    .variant("percentage")
                    .arg("column", &meaning.name)
                    .arg("stated", stated.yuan)
                    .arg("expected", expected.round_dp(2).normalize())
                    .amount("own", own.yuan)
                    .amount("base", base.yuan);
                let line = block.line(line);
                finding = match line.key {
                    Key::Total => finding.word("line", "finding-total-line"),
                    _ => finding.arg("line", line_name(line)),
                };
                finding.cells = [stated, own, base].map(Stated::amount).to_vec();
                findings.push(finding);
            }
        }
    }
    findings
}

/// What a change should be, in yuan: this year's amount less the other one.
pub(super) fn expected_change(paper: &Paper<'_>, equality: &Equality) -> Decimal {
    let sum = |cells: &[usize]| {
        cells
            .iter()
            .map(|&cell| paper.cells[cell].value)
            .sum::<i128>()
    };
    yuan(sum(&equality.right) - sum(&equality.left[1..]))
}
