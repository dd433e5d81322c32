//! Amounts of this year and of last year in the texts against the tables.

use rust_decimal::Decimal;

use super::agreement::{self, Implied};
use super::statements::{KnownAmount, TextStatement, statements};
use super::{Texts, cell, changes, quote, shares};
use crate::finding::{Finding, FindingCode, Severity};
use crate::model::{Coordinates, Dim, Text};
use crate::prose::{About, Basis, Mention, Quantity, Says};

pub(super) fn check(texts: &Texts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut implied = Vec::new();
    for (text, paragraph) in texts.paragraphs() {
        for statement in statements(paragraph) {
            match judge(texts, text, &statement) {
                Ok(own) => implied.extend(own),
                Err(finding) => findings.push(*finding),
            }
        }
    }
    findings.extend(agreement::check(texts, &implied));
    findings
}

/// What a statement implies of last year.
///
/// # Errors
/// What is wrong with it; of faults that may be one the first.
fn judge<'t>(
    texts: &Texts<'_>,
    text: &'t Text,
    statement: &TextStatement<'t>,
) -> Result<Option<Implied<'t>>, Box<Finding>> {
    let all: &[Coordinates] = match statement.about {
        About::Fact(all) => all,
        _ => &[],
    };
    let mut told = None;
    for mention in &statement.amounts {
        match agreed(texts, all, mention) {
            Ok(Some((at, known))) => told = told.or(Some((Some(at), known))),
            Ok(None) => told = told.or(Some((None, KnownAmount::said(mention)))),
            Err(expected) if is_in_parts(texts, statement.about, &expected) => return Ok(None),
            Err(expected) if is_one_of_a_row(texts, text, mention, &expected) => {}
            Err(expected) => return Err(Box::new(differs(text, mention, &expected, None))),
        }
    }
    let (at, current) = match told {
        Some((at, known)) => (at, Some(known)),
        None => {
            let stated = all
                .first()
                .and_then(|at| texts.facts().at(at).into_iter().next());
            (all.first(), stated.map(|stated| KnownAmount::from(&stated)))
        }
    };
    for basis in [Basis::Budget, Basis::Other] {
        let found = compared(texts, text, statement, basis, at, current.as_ref());
        if let Some(found) = found {
            return Err(Box::new(found));
        }
    }
    let Some(current) = current else {
        return Ok(None);
    };
    let below = agreement::below_zero(text, statement, &current);
    match below.or_else(|| shares::judge(texts, text, statement, &current)) {
        Some(found) => Err(Box::new(found)),
        None => Ok(at.and_then(|at| agreement::implied(text, statement, at, &current))),
    }
}

/// What is wrong with what a statement compares with last year's budget, or with what was executed of it.
fn compared(
    texts: &Texts<'_>,
    text: &Text,
    statement: &TextStatement<'_>,
    basis: Basis,
    at: Option<&Coordinates>,
    current: Option<&KnownAmount>,
) -> Option<Finding> {
    let before = texts.before.as_ref().filter(|_| basis == Basis::Budget);
    let table = before
        .zip(at)
        .and_then(|(before, at)| before.at(at).into_iter().next());
    // The form may state last year's amount itself, or what was executed of it.
    let table = table.or_else(|| {
        let executed = text.text.contains("执行数") && !text.text.contains("决算");
        let word = match (basis, executed) {
            (Basis::Other, false) => return None,
            (Basis::Other, true) => "last_year_executed",
            (Basis::Budget, _) => "last_year",
        };
        let at = at?.clone().with_word(Dim::BASIS, Some(word));
        texts.facts().at(&at).into_iter().next()
    });
    let mut said = statement.previous.iter().filter(|own| own.basis == basis);
    if let Some(table) = &table {
        let differing =
            |own: &&&Mention| (own.value - table.yuan).abs() > own.slack() + table.slack;
        if let Some(said) = said.clone().find(differing) {
            return Some(differs(
                text,
                said,
                &KnownAmount::from(table),
                Some("previous"),
            ));
        }
    }
    let table = table.as_ref().map(KnownAmount::from);
    let prior = table.or_else(|| said.next().map(|own| KnownAmount::said(own)));
    if let Some(prior) = &prior
        && let Some(other) =
            said.find(|own| (own.value - prior.yuan).abs() > own.slack() + prior.slack)
    {
        return Some(differs(text, other, prior, Some("previous")));
    }
    changes::judge(text, statement, basis, current?, prior.as_ref())
}

/// The coordinates among `all` at which the tables agree with `mention`, and what they state there; `None` where the tables do
/// not tell.
///
/// # Errors
/// What the tables state at the first coordinates at which they tell anything.
fn agreed<'a>(
    texts: &Texts<'_>,
    all: &'a [Coordinates],
    mention: &Mention,
) -> Result<Option<(&'a Coordinates, KnownAmount)>, KnownAmount> {
    let mut expected = None;
    for at in all {
        for stated in texts.facts().at(at) {
            if (mention.value - stated.yuan).abs() <= mention.slack() + stated.slack {
                // The text tells which of the amounts that the table may mean it is.
                let mut known = KnownAmount::from(&stated);
                known.slack = known.slack.min(mention.slack());
                return Ok(Some((at, known)));
            }
            let known = KnownAmount::from(&stated);
            if is_mended(texts, &known, mention) {
                return Ok(Some((at, KnownAmount::said(mention))));
            }
            expected.get_or_insert(known);
        }
    }
    match expected {
        Some(expected) => Err(expected),
        None => Ok(None),
    }
}

/// Whether what the texts tell of one thing in several amounts is together what the tables state: items of one 科目.
fn is_in_parts(texts: &Texts<'_>, about: &About, expected: &KnownAmount) -> bool {
    let said = texts.paragraphs().flat_map(|(_, own)| &own.mentions);
    let parts = said.filter(|own| own.says == Says::Amount && own.about == *about);
    let off = |own: &&Mention| (own.value - expected.yuan).abs() > own.slack() + expected.slack;
    let parts: Vec<&Mention> = parts.filter(off).collect();
    let sum: Decimal = parts.iter().map(|own| own.value).sum();
    let slack: Decimal = parts.iter().map(|own| own.slack()).sum();
    parts.len() > 1 && (sum - expected.yuan).abs() <= slack + expected.slack
}

/// Whether an amount stands bare beside the one that the tables state: 12万元，15万元 may be two years, as words elsewhere say.
fn is_one_of_a_row(
    texts: &Texts<'_>,
    text: &Text,
    mention: &Mention,
    expected: &KnownAmount,
) -> bool {
    let bare = |between: &str| {
        let mark = |c: char| matches!(c, '，' | ',' | '、' | '；' | '→' | '/' | ' ' | '\u{3000}');
        between.chars().count() <= 3 && between.chars().all(mark)
    };
    let beside = |other: &Mention| {
        let (one, next) = match other.span.start < mention.span.start {
            true => (other, mention),
            false => (mention, other),
        };
        let between = text.text.get(one.span.end..next.span.start);
        between.is_some_and(bare)
    };
    let agrees =
        |other: &Mention| (other.value - expected.yuan).abs() <= other.slack() + expected.slack;
    let own = texts.paragraphs();
    let own = own.filter(|(own, _)| std::ptr::eq(*own, text));
    let mut others = own.flat_map(|(_, own)| &own.mentions);
    others.any(|other| other.span != mention.span && agrees(other) && beside(other))
}

/// Whether the text says what the table should say: the table's own fault is said of the table.
fn is_mended(texts: &Texts<'_>, known: &KnownAmount, mention: &Mention) -> bool {
    let places = known.cells.iter().filter_map(|cell| cell.place.as_ref());
    let mut changes = places
        .filter_map(|place| texts.changes.get(place))
        .flatten();
    let slack = mention.slack() + known.slack;
    changes.any(|change| (mention.value - known.yuan - change).abs() <= slack)
}

fn differs(
    text: &Text,
    mention: &Mention,
    expected: &KnownAmount,
    variant: Option<&'static str>,
) -> Finding {
    let mut finding = Finding::new(FindingCode::TextAmountDiffers)
        .arg("quote", quote(&text.text, mention))
        .arg("stated", &text.text[mention.span.clone()])
        .arg("expected", mention.written(expected.yuan))
        .amount("yuan", expected.yuan)
        .amount("difference", (mention.value - expected.yuan).abs())
        .cell(cell(text, &text.text[mention.span.clone()]));
    finding.variant = match mention.quantity {
        Quantity::Word => Some("none"),
        // 12.34万元 of 123,459 yuan: the digits that are left out were cut off, and not rounded.
        Quantity::Money(_) if is_cut(mention, expected.yuan) => {
            finding.severity = Severity::Warning;
            Some("cut")
        }
        _ => variant,
    };
    finding.cells.extend(expected.cells.iter().cloned());
    finding
}

fn is_cut(mention: &Mention, exact: Decimal) -> bool {
    let rest = exact.abs().saturating_sub(mention.value.abs());
    rest > mention.slack() && rest < mention.quantum && !mention.value.is_zero()
}
