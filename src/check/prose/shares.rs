//! Percentages of a whole: 占50%.

use rust_decimal::Decimal;

use super::statements::{KnownAmount, TextStatement};
use super::{Texts, cell, quote};
use crate::finding::{Finding, FindingCode};
use crate::model::{Coordinates, Dim, Member, Text};
use crate::prose::{About, Mention, Quantity, Says};

/// A share that is none of any whole that may be meant. The whole is what lies above in one or more dimensions.
pub(super) fn judge(
    texts: &Texts<'_>,
    text: &Text,
    statement: &TextStatement<'_>,
    current: &KnownAmount,
) -> Option<Finding> {
    let share = statement.shares.first()?;
    let About::Fact(all) = statement.about else {
        return None;
    };
    let mut wholes: Vec<Decimal> = Vec::new();
    for at in all {
        let stated = texts.facts().at(at);
        if stated.iter().any(|stated| stated.yuan == current.yuan) {
            above(texts, at, &mut wholes);
        }
    }
    wholes.retain(|whole| *whole > Decimal::ZERO);
    wholes.dedup();
    let percent = |whole: &Decimal| current.yuan / whole * Decimal::ONE_HUNDRED;
    let first = wholes.first()?;
    // The share may be taken from amounts that were rounded.
    let slack = |whole: &Decimal| {
        let shown = statement.shown(Decimal::ZERO);
        share.slack() + shown / whole * Decimal::TWO * Decimal::ONE_HUNDRED
    };
    let whole = |whole: &Decimal| (share.value - percent(whole)).abs() <= slack(whole);
    if wholes.iter().any(whole)
        || share.value == Decimal::ONE_HUNDRED && wholes.contains(&current.yuan)
    {
        return None;
    }
    let words = &text.text[share.span.clone()];
    let mut finding = Finding::new(FindingCode::TextArithmetic)
        .variant("share")
        .arg("quote", quote(&text.text, share))
        .arg("stated", words)
        .arg("expected", share.written(percent(first)))
        .amount("yuan", *first)
        .cell(cell(text, words));
    finding.cells.extend(current.cells.iter().cloned());
    Some(finding)
}

/// 甲60万元（60%），乙40万元（50%）: the one share of a list that is none of the sum of its amounts, where all the others are. What
/// the amounts are of need not be known.
pub(super) fn listed(texts: &Texts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (text, paragraph) in texts.paragraphs() {
        let pairs = paragraph.mentions.windows(2).filter_map(|pair| {
            let [amount, share] = pair else { return None };
            let between = text.text.get(amount.span.end..share.span.start)?;
            let bare =
                between.starts_with(['（', '(']) && between.chars().all(|c| "（(占".contains(c));
            let money =
                matches!(amount.quantity, Quantity::Money(_)) && amount.says == Says::Amount;
            let percent = share.quantity == Quantity::Percent && share.says == Says::Share;
            (bare && money && percent).then_some((amount, share, between.contains('占')))
        });
        let pairs: Vec<_> = pairs.collect();
        for list in pairs.chunk_by(|one, other| one.0.sentence == other.0.sentence) {
            findings.extend(odd(text, list));
        }
    }
    findings
}

/// The one share that is not that of its amount in the sum of all; of two both are to be called shares.
fn odd(text: &Text, list: &[(&Mention, &Mention, bool)]) -> Option<Finding> {
    const FEW: usize = 3;
    let sum: Decimal = list.iter().map(|(amount, ..)| amount.value).sum();
    let slack: Decimal = list.iter().map(|(amount, ..)| amount.slack()).sum();
    let called = list.iter().all(|(.., called)| *called);
    if sum <= Decimal::ZERO || list.len() < FEW && !(called && list.len() > 1) {
        return None;
    }
    let percent = |amount: &Mention| amount.value / sum * Decimal::ONE_HUNDRED;
    // The last of several is made to fit 100 %.
    let off = |(amount, share, _): &&(&Mention, &Mention, bool)| {
        let near = share.slack() * Decimal::TEN + slack / sum * Decimal::ONE_HUNDRED;
        (share.value - percent(amount)).abs() > near
    };
    let mut wrong = list.iter().filter(off);
    let (amount, share, _) = wrong.next().filter(|_| wrong.next().is_none())?;
    if share.is_tied() {
        return None;
    }
    let words = &text.text[share.span.clone()];
    let finding = Finding::new(FindingCode::TextArithmetic)
        .variant("share")
        .arg("quote", quote(&text.text, share))
        .arg("stated", words)
        .arg("expected", share.written(percent(amount)))
        .amount("yuan", sum)
        .cell(cell(text, words));
    Some(finding)
}

/// The amounts of what lies above `at` in one or more dimensions.
fn above(texts: &Texts<'_>, at: &Coordinates, wholes: &mut Vec<Decimal>) {
    let sources = [at.source().cloned(), Some("fiscal".into()), None];
    for source in sources {
        for kind in [at.kind().cloned(), Some("basic".into()), None] {
            for function in [
                at.function(),
                at.function().and_then(crate::model::Code::parent),
                None,
            ] {
                let whole = at
                    .clone()
                    .with(Dim::SOURCE, source.clone().map(Member::Word))
                    .with(Dim::KIND, kind.clone().map(Member::Word))
                    .with_code(Dim::FUNCTION, function);
                if whole != *at && texts.templates.model.covers(&whole, at) {
                    wholes.extend(texts.facts().at(&whole).iter().map(|stated| stated.yuan));
                }
            }
        }
    }
}
