//! 支出100万元，其中基本支出60万元、项目支出40万元，较上年90万元增加10万元: what is compared behind all the parts.

use rust_decimal::Decimal;

use super::super::mention::{About, Direction, Mention, Quantity, Says, Untied};
use crate::model::Model;

/// Ties what is compared behind the last of several parts, which add up to the whole before them, to the whole, where the
/// numbers fit it, or do not fit the part. With a change alone it is not said which of both it is of.
pub(super) fn again(model: &Model, found: &mut [Mention]) {
    let mut at = 0;
    while at < found.len() {
        let Some(end) = parts(model, &found[at..]).map(|count| at + count) else {
            at += 1;
            continue;
        };
        let sentence = found[at].sentence;
        let part = found[end - 1].clone();
        let compared = |own: &Mention| {
            own.sentence == sentence
                && own.about == part.about
                && matches!(own.says, Says::Previous | Says::Change(_) | Says::Rate(_))
        };
        let count = found[end..].iter().take_while(|own| compared(own)).count();
        let told = &found[end..end + count];
        let previous = told.iter().find(|own| own.says == Says::Previous);
        let changes = told
            .iter()
            .any(|own| matches!(own.says, Says::Change(Direction::Up | Direction::Down)));
        let about = match previous {
            Some(previous) if fits(&part, previous, told) && !fits(&found[at], previous, told) => {
                None
            }
            Some(_) => Some(found[at].about.clone()),
            None => changes.then_some(About::Nothing(Untied::NotSaid)),
        };
        if let Some(about) = about {
            for own in &mut found[end..end + count] {
                own.about = about.clone();
            }
        }
        at = end + count;
    }
}

/// Ties an amount in brackets that says the one before it in another unit of measure: 13305.53万元（约1.33亿元）.
pub(in crate::prose) fn restated(words: &[String], text: &str, found: &mut [Mention]) {
    for at in 1..found.len() {
        let (before, own) = (&found[at - 1], &found[at]);
        let amount = |own: &Mention| own.says == Says::Amount;
        let differ = match (before.quantity, own.quantity) {
            (Quantity::Money(one), Quantity::Money(other)) => one != other,
            _ => false,
        };
        let Some(between) = text.get(before.span.end..own.span.start) else {
            continue;
        };
        let bracket = between.trim_start().strip_prefix(['（', '(']);
        let said = bracket
            .map(str::trim)
            .is_some_and(|between| between.is_empty() || words.iter().any(|own| own == between));
        if said && differ && amount(before) && amount(own) && before.is_tied() && !own.is_tied() {
            found[at].about = found[at - 1].about.clone();
        }
    }
}

/// How many of the mentions from the first on are a whole and its parts that add up to it; `None` where they are none.
fn parts(model: &Model, found: &[Mention]) -> Option<usize> {
    let (whole, behind) = found.split_first()?;
    let at = |own: &Mention| own.at().cloned().filter(|_| own.says == Says::Amount);
    let outer = at(whole)?;
    let inside = |own: &&Mention| {
        let inner = at(own).filter(|inner| *inner != outer && model.covers(&outer, inner));
        let money = matches!(own.quantity, Quantity::Money(_));
        own.sentence == whole.sentence && money && inner.is_some()
    };
    let parts: Vec<&Mention> = behind.iter().take_while(inside).collect();
    let sum: Decimal = parts.iter().map(|own| own.value).sum();
    let slack: Decimal = parts.iter().map(|own| own.slack()).sum();
    let all = parts.len() > 1 && (sum - whole.value).abs() <= slack + whole.slack();
    all.then_some(1 + parts.len())
}

/// Whether last year's amount and the change make the amount.
fn fits(amount: &Mention, previous: &Mention, told: &[Mention]) -> bool {
    told.iter().any(|own| {
        let change = match own.says {
            Says::Change(Direction::Up) => own.value,
            Says::Change(Direction::Down) => -own.value,
            Says::Change(Direction::Same) => Decimal::ZERO,
            _ => return false,
        };
        let slack = amount.slack() + previous.slack() + own.slack();
        (previous.value + change - amount.value).abs() <= slack
    })
}
