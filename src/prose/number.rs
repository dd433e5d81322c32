//! A number in a folded text with its unit, and the parts of a code.

use std::ops::Range;

use rust_decimal::Decimal;

use super::lexicon::{Lexicon, Word};
use super::mention::Quantity;
use crate::text::{LARGEST, Measure};

/// The most decimals that are kept of a number, so that none is so near to zero that dividing by it gives too much.
const DECIMALS: u32 = 6;

/// A number with its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    /// The number alone, in the folded text.
    pub(super) digits: Range<usize>,
    pub(super) value: Decimal,
    pub(super) quantum: Decimal,
    pub(super) quantity: Quantity,
    /// Whether it is a bound, and no amount: 50万元以上.
    pub(super) bound: bool,
    /// Whether it is a rate: 100元/人.
    pub(super) per: bool,
}

/// The number with its unit that `text` begins with, and the bytes of both; these alone where it is larger than anything
/// there is.
pub(super) fn number(lexicon: &Lexicon, text: &str) -> Option<(usize, Option<Number>)> {
    let sign = usize::from(text.starts_with('-'));
    let (digits, value) = plain(&text[sign..])?;
    let value = value.map(|value| if sign == 1 { -value } else { value });
    let length = sign + digits;
    let (unit, quantity, value, decimals_of) = unit(lexicon, &text[length..], value, None)?;
    let end = length + unit;
    let read = value.filter(|value| value.abs() <= LARGEST);
    let Some(value) = read.map(|value| value.round_dp(DECIMALS)) else {
        return Some((end, None));
    };
    let quantum = match quantity {
        Quantity::Money(_) => (decimals_of
            * Decimal::new(
                1,
                text[sign..length]
                    .split_once('.')
                    .map_or(0, |(_, f)| u32::try_from(f.len()).unwrap_or(20).min(20)),
            ))
        .max(Decimal::new(1, 2)),
        _ => Decimal::new(1, value.scale()),
    };
    let bound = lexicon.bounds(text[end..].trim_start_matches("(含)"));
    // 100元/人; 预算12万元/上年执行10万元 are two amounts.
    let per = match text[end..].strip_prefix(['/', '每']) {
        Some(tail) => !begins_anew(lexicon, tail),
        None => false,
    };
    let number = Number {
        digits: 0..length,
        value,
        quantum: quantum.normalize(),
        quantity,
        bound,
        per,
    };
    Some((end, Some(number)))
}

/// Whether `text` begins to speak of an amount of another year or of a change.
fn begins_anew(lexicon: &Lexicon, text: &str) -> bool {
    let year = || matches!(plain(text), Some((4, _)));
    let word = lexicon.first(text).map(|(_, word)| word);
    year()
        || matches!(
            word,
            Some(
                Word::LastYear
                    | Word::ThisYear
                    | Word::OtherBasis
                    | Word::Than
                    | Word::Up
                    | Word::Down
                    | Word::More
                    | Word::Less
            )
        )
}

/// The length of the unit that `behind` begins with, what it counts, the value in yuan, percent or things (`None` where that
/// is more than a decimal holds), and the yuan of its last whole digit. In 1亿2000万元 the second unit is smaller than
/// `above`, the first.
fn unit(
    lexicon: &Lexicon,
    behind: &str,
    value: Option<Decimal>,
    above: Option<Measure>,
) -> Option<(usize, Quantity, Option<Decimal>, Decimal)> {
    let smaller = |own: Measure| above.is_none_or(|above| own < above);
    let in_yuan = |measure: Measure| value.and_then(|own| own.checked_mul(measure.yuan()));
    const MEASURES: [Measure; 5] = [
        Measure::HundredMillion,
        Measure::Million,
        Measure::TenThousand,
        Measure::Thousand,
        Measure::Yuan,
    ];
    for percent in ["%", "个百分点"] {
        if behind.starts_with(percent) {
            // Points of a percentage are no percentage of an amount.
            let quantity = (percent == "%").then_some(Quantity::Percent)?;
            return Some((percent.len(), quantity, value, Decimal::ONE));
        }
    }
    if let Some(measure) = MEASURES
        .into_iter()
        .find(|own| behind.starts_with(own.word()) && smaller(*own))
    {
        // 元旦 is a day.
        if measure == Measure::Yuan && behind.starts_with("元旦") {
            return None;
        }
        let quantity = Quantity::Money(measure);
        return Some((
            measure.word().len(),
            quantity,
            in_yuan(measure),
            measure.yuan(),
        ));
    }
    for (word, measure) in [
        ("亿", Measure::HundredMillion),
        ("万", Measure::TenThousand),
    ] {
        let Some(tail) = behind.strip_prefix(word).filter(|_| smaller(measure)) else {
            continue;
        };
        let mixed = plain(tail).and_then(|(digits, more)| {
            let below = Some(measure);
            let (length, quantity, small, finest) = unit(lexicon, &tail[digits..], more, below)?;
            matches!(quantity, Quantity::Money(_)).then_some((
                word.len() + digits + length,
                quantity,
                in_yuan(measure)
                    .zip(small)
                    .and_then(|(large, small)| large.checked_add(small)),
                finest,
            ))
        });
        if mixed.is_some() {
            return mixed;
        }
        if tail.is_empty() || tail.starts_with([',', '。', ';', '、', ')']) {
            let quantity = Quantity::Money(measure);
            return Some((word.len(), quantity, in_yuan(measure), measure.yuan()));
        }
    }
    let length = lexicon.counter(behind)?;
    // 12个月 and 8个内设机构 count other things; only the bare counter ends a number.
    let tail = &behind[length..];
    let bare = tail.is_empty()
        || !tail.starts_with(|c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) && c != '。');
    bare.then_some((length, Quantity::Things, value, Decimal::ONE))
}

/// The digits that `text` begins with, with groups of three and decimals, and their value; `None` for more of them than a
/// decimal holds.
pub(super) fn plain(text: &str) -> Option<(usize, Option<Decimal>)> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    while digit(end) {
        end += 1;
    }
    if end == 0 {
        return None;
    }
    // Groups: one to three digits, then a comma and three digits, as often as it goes.
    if end <= 3 {
        while bytes.get(end) == Some(&b',')
            && (1..=3).all(|step| digit(end + step))
            && !digit(end + 4)
        {
            end += 4;
        }
    }
    if bytes.get(end) == Some(&b'.') && digit(end + 1) {
        end += 1;
        while digit(end) {
            end += 1;
        }
    }
    Some((end, text[..end].replace(',', "").parse().ok()))
}

/// A code whose parts stand apart, 208-05-05, at the beginning of `text`: its bytes and its digits.
pub(super) fn code_in_parts(text: &str) -> Option<(usize, String)> {
    let run = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    if run(text) != 3 {
        return None;
    }
    let mut digits = text[..3].to_owned();
    let mut end = 3;
    while digits.len() < 7
        && let Some(part) = text[end..].strip_prefix(['-', '–', '—', '/'])
        && run(part) == 2
    {
        digits.push_str(&part[..2]);
        end = text.len() - part.len() + 2;
    }
    (digits.len() > 3).then_some((end, digits))
}
