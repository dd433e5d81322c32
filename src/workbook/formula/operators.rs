//! What single values become: powers, comparisons, whole numbers, rounding.

use std::cmp::Ordering;

use rust_decimal::{Decimal, RoundingStrategy};

use super::value::{Computable, ErrorValue, FormulaNumber, NoValue, Scalar, float};

/// A function of single values.
pub(super) type ScalarFunction = for<'a> fn(&[Scalar<'a>]) -> Computable<Scalar<'a>>;

/// A whole number among the arguments, or the error that stands there.
pub(super) fn whole(value: &Scalar<'_>) -> Computable<Result<i64, ErrorValue>> {
    match value.to_number()? {
        Ok(number) => number.whole().map(Ok),
        Err(fault) => Ok(Err(fault)),
    }
}

/// A number among the arguments, or the error that stands there.
pub(super) fn number(value: &Scalar<'_>) -> Computable<Result<FormulaNumber, ErrorValue>> {
    value.to_number()
}

/// A power with a small whole exponent.
pub(super) fn power(base: FormulaNumber, exponent: FormulaNumber) -> Computable<FormulaNumber> {
    let exponent = Some(exponent.exact)
        .filter(|exponent| exponent.is_integer())
        .and_then(|exponent| i32::try_from(exponent).ok())
        .filter(|exponent| exponent.abs() <= 64)
        .ok_or(NoValue::Unknown)?;
    let one = FormulaNumber {
        exact: 1.into(),
        error: 0.0,
    };
    if exponent <= 0 && base.exact.is_zero() {
        return Err(NoValue::Unknown);
    }
    let mut power = one;
    for _ in 0..exponent.unsigned_abs() {
        power = power.times(base)?;
    }
    if exponent < 0 {
        power = one.over(power)?.ok_or(NoValue::Unknown)?;
    }
    Ok(power)
}

/// Whether two values are equal to a spreadsheet program: texts in capitals or not, blank as 0 or as no text.
pub(super) fn equal(left: &Scalar<'_>, right: &Scalar<'_>) -> Computable<bool> {
    Ok(match (left, right) {
        (Scalar::Text(left), Scalar::Text(right)) => same_text(left, right),
        (Scalar::Blank, Scalar::Text(text)) | (Scalar::Text(text), Scalar::Blank) => {
            text.is_empty()
        }
        (Scalar::Blank, Scalar::Blank) => true,
        (Scalar::Number(_) | Scalar::Blank, Scalar::Number(_) | Scalar::Blank) => {
            order(left, right)? == Ordering::Equal
        }
        (Scalar::Bool(left), Scalar::Bool(right)) => left == right,
        (Scalar::Blank, Scalar::Bool(value)) | (Scalar::Bool(value), Scalar::Blank) => !value,
        // Truth values are numbers to some programs.
        (Scalar::Error(_) | Scalar::Bool(_), _) | (_, Scalar::Error(_) | Scalar::Bool(_)) => {
            return Err(NoValue::Unknown);
        }
        _ => false,
    })
}

pub(super) fn same_text(left: &str, right: &str) -> bool {
    left == right || left.to_lowercase() == right.to_lowercase()
}

/// `number` to so many decimals. Unknown where binary arithmetic may be on the other side.
pub(super) fn round(
    number: FormulaNumber,
    digits: i64,
    strategy: RoundingStrategy,
) -> Computable<FormulaNumber> {
    if !(-15..=15).contains(&digits) {
        return Err(NoValue::Unknown);
    }
    let shift = Decimal::from(10u64.pow(digits.unsigned_abs() as u32));
    let moved = if digits < 0 {
        number.exact.checked_div(shift)
    } else {
        number.exact.checked_mul(shift)
    };
    let moved = moved.ok_or(NoValue::Unknown)?;
    // Where the result jumps: halfway, or at whole numbers.
    let edge = if strategy == RoundingStrategy::MidpointAwayFromZero {
        moved.trunc()
            + Decimal::new(5, 1)
                * if moved.is_sign_negative() {
                    -Decimal::ONE
                } else {
                    Decimal::ONE
                }
    } else {
        moved.round()
    };
    let beside = float(moved - edge).abs();
    let scale = if digits < 0 {
        1.0 / float(shift)
    } else {
        float(shift)
    };
    if beside > 0.0 && beside <= number.error * scale {
        return Err(NoValue::Unknown);
    }
    let whole = moved.round_dp_with_strategy(0, strategy);
    let back = if digits < 0 {
        whole.checked_mul(shift)
    } else {
        whole.checked_div(shift)
    };
    Ok(FormulaNumber::new(
        back.ok_or(NoValue::Unknown)?.normalize(),
    ))
}

/// Numbers before texts. How texts follow one another depends on the country.
pub(super) fn order(left: &Scalar<'_>, right: &Scalar<'_>) -> Computable<Ordering> {
    let rank = |value: &Scalar<'_>| match value {
        Scalar::Text(_) => 1,
        _ => 0,
    };
    match (left, right) {
        (Scalar::Error(_), _) | (_, Scalar::Error(_)) => Err(NoValue::Unknown),
        (Scalar::Text(left), Scalar::Text(right)) => {
            let plain = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
            if same_text(left, right) {
                Ok(Ordering::Equal)
            } else if plain(left) && plain(right) {
                Ok(left.cmp(right))
            } else {
                Err(NoValue::Unknown)
            }
        }
        (Scalar::Blank, Scalar::Text(text)) if text.is_empty() => Ok(Ordering::Equal),
        (Scalar::Text(text), Scalar::Blank) if text.is_empty() => Ok(Ordering::Equal),
        (Scalar::Blank, Scalar::Text(_)) => Ok(Ordering::Less),
        (Scalar::Text(_), Scalar::Blank) => Ok(Ordering::Greater),
        (Scalar::Bool(_), Scalar::Bool(_) | Scalar::Blank) | (Scalar::Blank, Scalar::Bool(_)) => {
            let truth = |value: &Scalar<'_>| matches!(value, Scalar::Bool(true));
            Ok(truth(left).cmp(&truth(right)))
        }
        (Scalar::Bool(_), _) | (_, Scalar::Bool(_)) => Err(NoValue::Unknown),
        _ if rank(left) != rank(right) => Ok(rank(left).cmp(&rank(right))),
        _ => {
            let (Ok(left), Ok(right)) = (left.to_number()?, right.to_number()?) else {
                return Err(NoValue::Unknown);
            };
            // What binary arithmetic cannot tell apart, programs take for equal.
            Ok(if left.is(right) {
                Ordering::Equal
            } else {
                left.exact.cmp(&right.exact)
            })
        }
    }
}
