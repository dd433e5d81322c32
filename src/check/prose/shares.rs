//! Percentages of a whole: 占50%.

use rust_decimal::Decimal;

use super::statements::{Known, Statement};
use super::{Texts, cell, quote};
use crate::finding::{Finding, FindingCode};
use crate::model::{Coordinates, Dim, Member, Text};
use crate::prose::About;

/// A share that is none of any whole that may be meant. The whole is what lies above in one or more dimensions.
pub(super) fn judge(
    texts: &Texts<'_>,
    text: &Text,
    statement: &Statement<'_>,
    current: &Known,
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
