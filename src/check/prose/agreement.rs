//! Changes that agree with one another: the amounts of last year that they imply add up as this year's do, and none of them
//! lies below zero.

use rust_decimal::Decimal;

use super::statements::{KnownAmount, TextStatement};
use super::{Texts, cell, quote};
use crate::finding::{Finding, FindingCode};
use crate::model::{Coordinates, Dim, Id, Text};
use crate::prose::{Basis, Direction, Mention, Quantity, Says};

/// Last year's amount of something, as its change implies it.
#[derive(Debug, Clone)]
pub(super) struct Implied<'t> {
    at: Coordinates,
    basis: Basis,
    /// This year's amount.
    amount: Decimal,
    yuan: Decimal,
    slack: Decimal,
    text: &'t Text,
    change: &'t Mention,
}

/// Two sums of implied amounts that must be equal; of `at_least` the left one may be larger.
#[derive(Debug)]
struct SumRelation {
    left: usize,
    right: Vec<usize>,
    at_least: bool,
}

/// What a statement that is right by itself implies of last year's budget, or of what was executed of it.
pub(super) fn implied<'t>(
    text: &'t Text,
    statement: &TextStatement<'t>,
    at: &Coordinates,
    current: &KnownAmount,
) -> Option<Implied<'t>> {
    let change = *statement.changes.iter().chain(&statement.previous).next()?;
    let basis = change.basis;
    let shown = statement.shown(Decimal::ZERO);
    let mut said = statement.previous.iter().filter(|own| own.basis == basis);
    let (yuan, slack) = match said.next() {
        Some(said) => (said.value, said.slack()),
        None => (
            current.yuan - change.signed(),
            current.slack + change.slack() + shown + shown,
        ),
    };
    Some(Implied {
        at: at.clone(),
        basis,
        amount: current.yuan,
        yuan,
        slack,
        text,
        change,
    })
}

/// More than 100 % less, or more of an increase than there is.
pub(super) fn below_zero(
    text: &Text,
    statement: &TextStatement<'_>,
    current: &KnownAmount,
) -> Option<Finding> {
    let fell = |rate: &&&Mention| {
        rate.says == Says::Rate(Direction::Down) && rate.value - rate.slack() > Decimal::ONE_HUNDRED
    };
    if let Some(rate) = statement.rates.iter().find(fell) {
        return Some(finding(text, rate, "above-all"));
    }
    let rose = |change: &&&Mention| {
        let money = matches!(change.quantity, Quantity::Money(_));
        let slack = change.slack() + current.slack + statement.shown(Decimal::ZERO);
        money && change.says == Says::Change(Direction::Up) && change.value > current.yuan + slack
    };
    let change = statement.changes.iter().find(rose)?;
    let found = finding(text, change, "below-zero")
        .arg("current", change.written(current.yuan))
        .amount("yuan", current.yuan);
    Some(found)
}

fn finding(text: &Text, mention: &Mention, variant: &'static str) -> Finding {
    let words = &text.text[mention.span.clone()];
    Finding::new(FindingCode::TextArithmetic)
        .variant(variant)
        .arg("quote", quote(&text.text, mention))
        .arg("stated", words)
        .cell(cell(text, words))
}

/// Changes that contradict one another. Of the changes that may be the wrong one the one is named that most relations speak
/// against; each is named once.
pub(super) fn check(texts: &Texts<'_>, implied: &[Implied<'_>]) -> Vec<Finding> {
    let all = relations(texts, implied);
    let (mut broken, held): (Vec<SumRelation>, Vec<SumRelation>) =
        all.into_iter().partition(|own| own.is_broken(implied));
    let mut findings = Vec::new();
    while let Some(wrong) = suspect(&broken, &held, implied.len()) {
        let Some(first) = broken.iter().find(|own| own.holds(wrong)) else {
            break;
        };
        findings.push(contradicts(implied, first, wrong));
        broken.retain(|own| !own.holds(wrong));
    }
    findings
}

impl SumRelation {
    fn holds(&self, at: usize) -> bool {
        self.left == at || self.right.contains(&at)
    }

    /// The two changes of one thing, which are compared as they are written.
    fn changes<'i>(&self, implied: &'i [Implied<'_>]) -> Option<[&'i Mention; 2]> {
        let [right] = self.right[..] else {
            return None;
        };
        let pair = [&implied[self.left], &implied[right]];
        let same = pair[0].amount == pair[1].amount && !self.at_least;
        same.then(|| pair.map(|own| own.change))
    }

    /// By how much the left side is above the right one, and how much of that rounding explains.
    fn gap(&self, implied: &[Implied<'_>]) -> (Decimal, Decimal) {
        let mut gap = implied[self.left].yuan;
        let mut slack = implied[self.left].slack;
        for &at in &self.right {
            gap -= implied[at].yuan;
            slack += implied[at].slack;
        }
        (gap, slack)
    }

    fn is_broken(&self, implied: &[Implied<'_>]) -> bool {
        if let Some([one, other]) = self.changes(implied) {
            let digit = one.quantum.max(other.quantum);
            return (one.signed() - other.signed()).abs() > digit + digit;
        }
        let (gap, slack) = self.gap(implied);
        match self.at_least {
            true => gap < -slack,
            false => gap.abs() > slack,
        }
    }
}

/// The implied amount that most broken relations hold, less those that are not broken; of several the last one.
fn suspect(broken: &[SumRelation], held: &[SumRelation], count: usize) -> Option<usize> {
    let times = |all: &[SumRelation], at: usize| all.iter().filter(|own| own.holds(at)).count();
    (0..count)
        .filter(|&at| times(broken, at) > 0)
        .max_by_key(|&at| {
            let against = i64::try_from(times(broken, at)).unwrap_or(i64::MAX);
            against - i64::try_from(times(held, at)).unwrap_or(0)
        })
}

fn relations(texts: &Texts<'_>, implied: &[Implied<'_>]) -> Vec<SumRelation> {
    let mut all = Vec::new();
    if implied.len() < 2 {
        return all;
    }
    // Of last year the texts may tell what the tables of this year do not.
    let mut said = texts.paragraphs().map(|(text, _)| text.text.as_str());
    let words = &texts.templates.model.prose.carried;
    let told = |text: &str| words.iter().any(|own| text.contains(own.as_str()));
    let carried = said.any(told) || texts.facts().carries();
    for (at, own) in implied.iter().enumerate() {
        // Against last year's budget each change has been held by itself.
        if own.basis == Basis::Budget && texts.before.is_some() {
            continue;
        }
        let twice = |other: &Implied<'_>| other.basis == own.basis && other.at == own.at;
        let same = |other: &Implied<'_>| {
            let budgets = own.basis == Basis::Budget && other.basis == Basis::Budget;
            let other_flow = || !carried && is_other_flow(texts, &own.at, &other.at);
            twice(other) || budgets && other_flow()
        };
        if let Some(other) = implied[..at].iter().position(same) {
            all.push(SumRelation {
                left: other,
                right: vec![at],
                at_least: false,
            });
        }
        // What stands twice is held against itself; its parts are held against it once.
        if implied[..at].iter().any(twice) {
            continue;
        }
        for dim in [Dim::SOURCE, Dim::KIND] {
            all.extend(parts(texts, implied, at, dim));
        }
    }
    all
}

/// Whether two totals are the revenue and the expenditure of one source, equal this year.
fn is_other_flow(texts: &Texts<'_>, one: &Coordinates, other: &Coordinates) -> bool {
    let flow = |at: &Coordinates| at.flow().map(Id::as_str).unwrap_or_default().to_owned();
    let flows = [flow(one), flow(other)];
    let both = ["revenue", "expenditure"]
        .iter()
        .all(|own| flows.iter().any(|flow| flow == own));
    let whole = one.function().is_none() && one.kind().is_none();
    let bare = |at: &Coordinates| at.clone().with(Dim::FLOW, None);
    let amount = |at| texts.facts().at(at).first().map(|own| own.yuan);
    both && whole && bare(one) == bare(other) && amount(one) == amount(other)
}

/// The whole against its parts in a dimension, where this year's amounts add up. A part of nothing that no change is told of
/// had something or nothing last year.
fn parts(
    texts: &Texts<'_>,
    implied: &[Implied<'_>],
    whole: usize,
    dim: Dim,
) -> Option<SumRelation> {
    let Implied { at, basis, .. } = &implied[whole];
    let facts = texts.facts();
    // A blank cell may be a part of which the text tells a change.
    let told = implied.iter().filter(|own| own.basis == *basis);
    let parts = facts.parts(at, dim, told.map(|own| &own.at));
    let sum = |at: &Coordinates| facts.at(at).into_iter().next();
    let total = sum(at)?;
    let (mut yuan, mut slack) = (Decimal::ZERO, total.slack);
    let mut right = Vec::new();
    let mut at_least = false;
    for part in &parts {
        let stated = sum(part)?;
        yuan += stated.yuan;
        slack += stated.slack;
        match implied
            .iter()
            .position(|own| own.at == **part && own.basis == *basis)
        {
            Some(position) => right.push(position),
            None if stated.yuan.is_zero() => at_least = true,
            None => return None,
        }
    }
    // A part whose cell is blank, and of which no change is told, may have had something last year.
    at_least |= match at.word(dim) {
        Some(word) => texts.templates.model.below(word).count() > parts.len(),
        None => parts.len() < 2,
    };
    let adds_up = (yuan - total.yuan).abs() <= slack;
    (adds_up && !right.is_empty()).then_some(SumRelation {
        left: whole,
        right,
        at_least,
    })
}

fn contradicts(implied: &[Implied<'_>], relation: &SumRelation, wrong: usize) -> Finding {
    let own = &implied[wrong];
    let (gap, _) = relation.gap(implied);
    // What last year's amount should be more by.
    let more = if relation.left == wrong { -gap } else { gap };
    let change = own.change.signed() - more;
    let direction = match change {
        change if change.is_zero() => "direction-same",
        change if change > Decimal::ZERO => "direction-up",
        _ => "direction-down",
    };
    let mut found = finding(own.text, own.change, "agreement")
        .word("direction", direction)
        .arg("expected", own.change.written(change.abs()))
        .amount("difference", more.abs());
    let others = relation.right.iter().chain([&relation.left]);
    for other in others.filter(|at| **at != wrong) {
        let other = &implied[*other];
        found = found.cell(cell(
            other.text,
            &other.text.text[other.change.span.clone()],
        ));
    }
    found
}
