//! Columns that are computed from others, and parts (其中：) beside a whole.

use rust_decimal::Decimal;

use super::gather::{Equality, WhyEqual};
use super::paper::{CheckBlock, CheckPaper, line_name, yuan};
use super::solve::{EqualityFault, Mend};
use crate::finding::{Finding, FindingCode, Stated};
use crate::model::{Computed, Key, Model};

/// The changes that are stated beside both years, and the parts that are stated beside their whole.
pub(super) fn equalities(model: &Model, paper: &CheckPaper<'_>) -> Vec<Equality> {
    let mut all = Vec::new();
    for block in &paper.blocks {
        for (column, computed) in computed_columns(model, block) {
            let [own, base] = computed.of;
            if computed.percent {
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
                    all.push(Equality::new(
                        paper,
                        WhyEqual::Computed,
                        left,
                        vec![cell(own)],
                    ));
                }
            }
        }
        all.extend(parts(model, paper, block));
    }
    all
}

/// The computed columns both of whose amounts are stated.
fn computed_columns(model: &Model, block: &CheckBlock<'_>) -> Vec<(usize, Computed)> {
    let columns = 0..block.structure.block.columns.len();
    let computed = columns.filter_map(|column| {
        let own = block.structure.computed(model, column)?;
        let states = own.of.iter().all(|&of| block.states[of]);
        states.then_some((column, own))
    });
    computed.collect()
}

/// A part is at most its whole: the least of what covers it, in its line and in its column.
fn parts(model: &Model, paper: &CheckPaper<'_>, block: &CheckBlock<'_>) -> Vec<Equality> {
    let structure = &block.structure;
    let (lines, columns) = (0..structure.lines.len(), 0..structure.block.columns.len());
    let beside = structure.columns_beside(model).into_iter();
    let of_columns = beside.flat_map(|(part, whole)| {
        let lines = lines.clone();
        lines.map(move |line| (block.cell(line, part), block.cell(line, whole)))
    });
    let plain = |column: &usize| !structure.may_exceed(model, *column);
    let beside = structure.lines_beside(model).into_iter();
    let of_lines = beside.flat_map(|(part, whole)| {
        let columns = columns.clone().filter(plain);
        columns.map(move |column| (block.cell(part, column), block.cell(whole, column)))
    });
    let stated = |cell: usize| !paper.cells[cell].unread && paper.amount(cell).is_some();
    of_columns
        .chain(of_lines)
        .filter(|(part, whole)| stated(*part) && stated(*whole))
        .map(|(part, whole)| {
            let mut own = Equality::new(paper, WhyEqual::Part, vec![whole], vec![part]);
            own.at_least = true;
            own
        })
        .collect()
}

/// A percentage that is not that of the amounts beside it.
#[derive(Debug)]
pub(super) struct Percentage {
    /// The cells of this year's amount and of the other one.
    of: [usize; 2],
    /// How far it may be off by rounding.
    slack: Decimal,
    stated: Decimal,
    finding: Finding,
}

impl Percentage {
    /// How far it is off those of the amounts once they are changed so, in yuan; `None` where that is more than rounding.
    fn off(&self, paper: &CheckPaper<'_>, change: [Decimal; 2]) -> Option<Decimal> {
        let amount = |at: usize| {
            let own = paper.amount(self.of[at])?.yuan;
            own.checked_add(change[at])
        };
        let expected = amount(0)
            .zip(amount(1))
            .and_then(|(own, base)| percent(own, base));
        let off = (expected? - self.stated).abs();
        (off <= self.slack).then_some(off)
    }

    /// Where a mend of something else makes it right, so that it speaks for that mend, how far it is still off.
    fn mended(&self, paper: &CheckPaper<'_>, mend: &Mend) -> Option<Decimal> {
        let mut change = [Decimal::ZERO; 2];
        for (cell, by) in mend.changes() {
            for (own, change) in self.of.iter().zip(&mut change) {
                if *own == cell {
                    *change += yuan(by);
                }
            }
        }
        let any = change.iter().any(|by| !by.is_zero());
        any.then(|| self.off(paper, change)).flatten()
    }
}

/// Puts those mends first by which percentages become right, and gives the findings of the others.
pub(super) fn settle(
    paper: &CheckPaper<'_>,
    mut broken: Vec<Percentage>,
    faults: &mut [EqualityFault],
) -> Vec<Finding> {
    for fault in faults {
        let spoken_for = |mend: &Mend| {
            let off = broken
                .iter()
                .filter_map(|own| own.mended(paper, mend))
                .min();
            (off.is_none(), off)
        };
        fault.mends.sort_by_cached_key(spoken_for);
        if let Some(first) = fault.mends.first() {
            broken.retain(|own| own.mended(paper, first).is_none());
        }
    }
    broken.into_iter().map(|own| own.finding).collect()
}

/// The change from one amount to this year's in percent of it.
fn percent(own: Decimal, base: Decimal) -> Option<Decimal> {
    let ratio = own.checked_sub(base)?.checked_div(base)?;
    ratio.checked_mul(Decimal::ONE_HUNDRED)
}

/// Percentages that are not those of the amounts beside them. What is stated is rounded to its last digit.
pub(super) fn percentages(model: &Model, paper: &CheckPaper<'_>) -> Vec<Percentage> {
    let mut all = Vec::new();
    for block in &paper.blocks {
        for (column, computed) in computed_columns(model, block) {
            let [own, base] = computed.of;
            if !computed.percent {
                continue;
            }
            for line in 0..block.structure.lines.len() {
                let amount = |column: usize| paper.amount(block.cell(line, column));
                let (Some(stated), Some(own), Some(base)) =
                    (amount(column), amount(own), amount(base))
                else {
                    continue;
                };
                let Some(expected) = percent(own.yuan, base.yuan) else {
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
                let slack = half.saturating_add(slack);
                if (expected - stated.yuan).abs() <= slack {
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
                let of = computed.of.map(|column| block.cell(line, column));
                let line = block.line(line);
                finding = match line.key {
                    Key::Total => finding.word("line", "finding-total-line"),
                    _ => finding.arg("line", line_name(line)),
                };
                finding.cells = [stated, own, base].map(Stated::amount).to_vec();
                all.push(Percentage {
                    of,
                    slack,
                    stated: stated.yuan,
                    finding,
                });
            }
        }
    }
    all
}

/// What a change should be, in yuan: this year's amount less the other one.
pub(super) fn expected_change(paper: &CheckPaper<'_>, equality: &Equality) -> Decimal {
    let sum = |cells: &[usize]| {
        cells
            .iter()
            .map(|&cell| paper.cells[cell].value)
            .sum::<i128>()
    };
    yuan(sum(&equality.right) - sum(&equality.left[1..]))
}
