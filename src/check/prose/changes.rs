//! Changes and their percentages against the amounts of both years.

use rust_decimal::Decimal;

use super::statements::{KnownAmount, TextStatement};
use super::{cell, quote};
use crate::finding::{Finding, FindingCode};
use crate::model::Text;
use crate::prose::{Basis, Direction, Mention, Quantity};

/// Half of the last digit that amounts usually have in texts: 0.01万元. What changed by less is still called 持平.
const USUAL: Decimal = Decimal::from_parts(100, 0, 0, false, 0);

/// What is wrong with the changes of a statement: the first fault, as the others may follow from it.
pub(super) fn judge(
    text: &Text,
    statement: &TextStatement<'_>,
    basis: Basis,
    current: &KnownAmount,
    prior: Option<&KnownAmount>,
) -> Option<Finding> {
    let about = Judge {
        text,
        statement,
        basis,
        current,
        prior,
    };
    let by_amount = about
        .of(&statement.changes)
        .find_map(|change| about.change(change));
    by_amount.or_else(|| about.of(&statement.rates).find_map(|rate| about.rate(rate)))
}

struct Judge<'j> {
    text: &'j Text,
    statement: &'j TextStatement<'j>,
    /// What is compared with; what is compared with something else is judged apart.
    basis: Basis,
    current: &'j KnownAmount,
    prior: Option<&'j KnownAmount>,
}

impl<'j> Judge<'j> {
    fn of(&self, mentions: &'j [&'j Mention]) -> impl Iterator<Item = &'j Mention> {
        let basis = self.basis;
        mentions
            .iter()
            .copied()
            .filter(move |own| own.basis == basis)
    }

    fn change(&self, change: &Mention) -> Option<Finding> {
        let prior = self.prior?;
        let expected = self.current.yuan - prior.yuan;
        let rounding = change.slack() + self.current.slack + prior.slack;
        if change.direction() == Some(Direction::Same) {
            let digit = self
                .statement
                .amounts
                .first()
                .map_or(USUAL, |amount| amount.quantum);
            return ((expected.abs()) > digit.max(rounding))
                .then(|| self.direction(change, expected).variant("same"));
        }
        // Changes are often taken from the rounded amounts.
        let shown = self.statement.shown(Decimal::ZERO);
        let slack = rounding + shown + shown;
        let stated = change.signed();
        if (stated - expected).abs() <= slack {
            return None;
        }
        if (stated + expected).abs() <= slack {
            return Some(self.direction(change, expected));
        }
        let finding = self
            .arithmetic(change)
            .arg("expected", change.written(expected))
            .amount("yuan", expected);
        Some(finding)
    }

    fn rate(&self, rate: &Mention) -> Option<Finding> {
        let change = self.of(&self.statement.changes).next();
        let opposite = change.filter(|change| {
            let (own, other) = (rate.direction(), change.direction());
            let moves = !rate.value.is_zero() && !change.value.is_zero();
            moves && own != other && change.quantity != Quantity::Word
        });
        if let Some(change) = opposite {
            let finding = self.direction(rate, change.signed());
            return Some(finding.variant("contradicts"));
        }
        let shown = self.statement.shown(USUAL);
        let (difference, base) = match (self.prior, change) {
            (Some(prior), _) => (self.current.yuan - prior.yuan, prior.yuan),
            (None, Some(change)) => {
                let difference = change.signed();
                (difference, self.current.yuan - difference)
            }
            (None, None) => return None,
        };
        if base <= Decimal::ZERO {
            return None;
        }
        let slack = change.map_or(shown + shown, Mention::slack) + self.current.slack;
        let base_slack = self
            .prior
            .map_or(shown + slack, |prior| prior.slack + shown);
        let hundred = Decimal::ONE_HUNDRED;
        let bounds = [
            (difference - slack, base - base_slack),
            (difference - slack, base + base_slack),
            (difference + slack, base - base_slack),
            (difference + slack, base + base_slack),
        ];
        let bounds: Vec<Decimal> = bounds
            .into_iter()
            .filter(|(_, base)| *base > Decimal::ZERO)
            .map(|(difference, base)| difference / base * hundred)
            .collect();
        let (low, high) = (bounds.iter().min()?, bounds.iter().max()?);
        let near = |value: Decimal| value >= *low - rate.slack() && value <= *high + rate.slack();
        let stated = rate.signed();
        let expected = difference / base * hundred;
        // The percentage may be taken from the change as it is written, which may be rounded.
        let from_change = change.is_some_and(|change| {
            let own = change.signed() / base * hundred;
            (own - stated).abs() <= rate.slack()
        });
        if near(stated) || from_change {
            return None;
        }
        if near(-stated) {
            return Some(self.direction(rate, expected));
        }
        let finding = self
            .arithmetic(rate)
            .arg("expected", rate.written(expected))
            .amount("yuan", difference)
            .amount("base", base);
        Some(finding.variant("rate"))
    }

    fn arithmetic(&self, mention: &Mention) -> Finding {
        self.finding(FindingCode::TextArithmetic, mention)
    }

    fn direction(&self, mention: &Mention, expected: Decimal) -> Finding {
        let word = if expected.is_zero() {
            "direction-same"
        } else if expected > Decimal::ZERO {
            "direction-up"
        } else {
            "direction-down"
        };
        self.finding(FindingCode::TextDirection, mention)
            .word("direction", word)
            .amount("yuan", expected.abs().round_dp(2))
    }

    fn finding(&self, code: FindingCode, mention: &Mention) -> Finding {
        let words = &self.text.text[mention.span.clone()];
        let mut finding = Finding::new(code)
            .arg("quote", quote(&self.text.text, mention))
            .arg("stated", words)
            .cell(cell(self.text, words));
        let known = self.prior.into_iter().flat_map(|prior| &prior.cells);
        finding
            .cells
            .extend(self.current.cells.iter().chain(known).cloned());
        finding
    }
}
