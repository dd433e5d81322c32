//! Written amounts: a formula where the parts add up, else the amount as stated.

use rust_decimal::Decimal;

use super::fill::Filler;
use crate::model::{Amount, Structure, Total, Way};
use crate::text::Measure;
use crate::workbook::{Address, AmountFormat, Cell, FormulaText, Look, Style, Value, call};

impl Filler<'_> {
    /// The cell of an amount: a formula where its parts add up to it, else the amount as stated.
    pub(super) fn amount(
        &self,
        structure: &Structure<'_>,
        totals: &[Total],
        amount: &Amount,
        address: &impl Fn((usize, usize)) -> Option<Address>,
        strong: bool,
    ) -> Cell {
        let yuan = amount.yuan;
        let unit = match amount.measure {
            None => self.printed.measure.yuan(),
            Some(_) => Decimal::ONE,
        };
        let shown = |yuan: Decimal| (yuan / unit).normalize();
        let mut style = Style {
            look: Look::Amount,
            strong,
            ..Style::default()
        };
        if amount.measure.is_some() {
            style.amount = AmountFormat::AsStated;
        } else if self.printed.measure != Measure::Yuan {
            style.amount = AmountFormat::TwoToSix;
        }
        let mut cell = Cell {
            value: Value::Number(as_stated(
                shown(yuan),
                amount,
                self.table.measure,
                self.printed.measure,
            )),
            style,
            ..Cell::default()
        };
        for total in totals {
            let sum = structure.sum(&total.parts);
            let cells: Vec<Address> = total
                .parts
                .iter()
                .filter_map(|&part| address(part))
                .collect();
            if cells.is_empty() {
                continue;
            }
            let formula = sum_formula(&cells);
            if sum == Some(yuan) {
                cell.formula.get_or_insert_with(|| formula.into());
                continue;
            }
            let expected = sum.unwrap_or_default();
            if (yuan - expected).abs() > structure.slack(total, self.table.quantum)
                && cell.comment.is_none()
            {
                cell.style.wrong = true;
                let way = if total.way == Way::Lines {
                    "下级各行"
                } else {
                    "同行各列"
                };
                cell.comment = Some(format!(
                    "与{way}之和不符。\n所报：{}\n应为：{}\n公式：={formula}",
                    shown(yuan),
                    shown(expected)
                ));
            }
        }
        if cell.style.wrong {
            // Contradicted in one way, it is left as stated in the other too.
            cell.formula = None;
        }
        cell
    }
}

/// `shown`, the number of `amount` in the unit of measure `printed`, with the decimals that were stated: 71.70 stays
/// 71.70. In another unit of measure than it was `stated` in, it has those it needs.
pub(super) fn as_stated(
    mut shown: Decimal,
    amount: &Amount,
    stated: Measure,
    printed: Measure,
) -> Decimal {
    let decimals = amount.stated.as_deref().map_or(0, |text| {
        let digits = text
            .rsplit_once(['.', '．'])
            .map_or("", |(_, digits)| digits);
        digits
            .chars()
            .take_while(|c| c.is_ascii_digit() || ('０'..='９').contains(c))
            .count()
    });
    let decimals = u32::try_from(decimals).unwrap_or(0).min(6);
    if stated == printed && decimals > shown.scale() {
        shown.rescale(decimals);
    }
    shown
}

/// A sum of cells, runs of neighbours as ranges. SUM takes at most 255 arguments.
fn sum_formula(cells: &[Address]) -> FormulaText {
    const MOST: usize = 250;
    let mut cells = cells.to_vec();
    cells.sort();
    let mut runs: Vec<(Address, Address)> = Vec::new();
    for cell in cells {
        match runs.last_mut() {
            Some((_, to))
                if to.col == cell.col && to.row + 1 == cell.row
                    || to.row == cell.row && to.col + 1 == cell.col =>
            {
                *to = cell
            }
            _ => runs.push((cell, cell)),
        }
    }
    let region = |&(from, to): &(Address, Address)| {
        let first = FormulaText::from(from);
        match from == to {
            true => first,
            false => first.to(&to.into()),
        }
    };
    let sum = |runs: &[(Address, Address)]| {
        let all: Vec<FormulaText> = runs.iter().map(region).collect();
        call("SUM", all)
    };
    if runs.len() <= MOST {
        sum(&runs)
    } else {
        let all: Vec<FormulaText> = runs.chunks(MOST).map(sum).collect();
        call("SUM", all)
    }
}
