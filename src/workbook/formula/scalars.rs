//! Functions of single numbers and truth values.

use rust_decimal::RoundingStrategy;

use super::operators::{ScalarFunction, number, power, round, whole};
use super::texts;
use super::value::{Computable, ErrorValue, FormulaNumber, NoValue, Scalar, ZERO, float};

/// The function called `name`.
pub(super) fn named(name: &str) -> Option<ScalarFunction> {
    Some(match name {
        "ROUND" => |all| rounded(all, RoundingStrategy::MidpointAwayFromZero),
        "ROUNDUP" => |all| rounded(all, RoundingStrategy::AwayFromZero),
        "ROUNDDOWN" | "TRUNC" => |all| rounded(all, RoundingStrategy::ToZero),
        "INT" => |all| one(all, |number| floor(number).map(Scalar::Number)),
        "ABS" => |all| {
            one(all, |number| {
                Ok(Scalar::Number(FormulaNumber {
                    exact: number.exact.abs(),
                    ..number
                }))
            })
        },
        "SIGN" => |all| one(all, sign),
        "MOD" => modulo,
        "POWER" => |all| {
            let [base, exponent] = all else {
                return Err(NoValue::Unknown);
            };
            both(base, exponent, |base, exponent| {
                power(base, exponent).map(Scalar::Number)
            })
        },
        "N" => |all| {
            let [value] = all else {
                return Err(NoValue::Unknown);
            };
            Ok(match value {
                Scalar::Number(_) | Scalar::Error(_) => value.clone(),
                Scalar::Bool(value) => Scalar::number(i32::from(*value)),
                Scalar::Blank | Scalar::Text(_) => ZERO,
            })
        },
        "NOT" => |all| {
            let [value] = all else {
                return Err(NoValue::Unknown);
            };
            Ok(match value.to_bool()? {
                Ok(value) => Scalar::Bool(!value),
                Err(fault) => Scalar::Error(fault),
            })
        },
        "TRUE" => |all| {
            all.is_empty()
                .then_some(Scalar::Bool(true))
                .ok_or(NoValue::Unknown)
        },
        "FALSE" => |all| {
            all.is_empty()
                .then_some(Scalar::Bool(false))
                .ok_or(NoValue::Unknown)
        },
        "NA" => |all| {
            let not_available = Scalar::Error(ErrorValue::NotAvailable);
            all.is_empty()
                .then_some(not_available)
                .ok_or(NoValue::Unknown)
        },
        "ISNUMBER" => |all| match all {
            // To some programs truth values are numbers.
            [Scalar::Bool(_)] => Err(NoValue::Unknown),
            _ => is(all, |value| matches!(value, Scalar::Number(_))),
        },
        "ISTEXT" => |all| is(all, |value| matches!(value, Scalar::Text(_))),
        "ISNONTEXT" => |all| is(all, |value| !matches!(value, Scalar::Text(_))),
        "ISLOGICAL" => |all| is(all, |value| matches!(value, Scalar::Bool(_))),
        "VALUE" => texts::value,
        _ => return None,
    })
}

fn is<'a>(all: &[Scalar<'a>], tells: impl Fn(&Scalar<'a>) -> bool) -> Computable<Scalar<'a>> {
    match all {
        [value] => Ok(Scalar::Bool(tells(value))),
        _ => Err(NoValue::Unknown),
    }
}

fn one<'a>(
    all: &[Scalar<'a>],
    each: impl Fn(FormulaNumber) -> Computable<Scalar<'a>>,
) -> Computable<Scalar<'a>> {
    let [value] = all else {
        return Err(NoValue::Unknown);
    };
    match number(value)? {
        Ok(number) => each(number),
        Err(fault) => Ok(Scalar::Error(fault)),
    }
}

fn both<'a>(
    left: &Scalar<'a>,
    right: &Scalar<'a>,
    each: impl Fn(FormulaNumber, FormulaNumber) -> Computable<Scalar<'a>>,
) -> Computable<Scalar<'a>> {
    match (number(left)?, number(right)?) {
        (Ok(left), Ok(right)) => each(left, right),
        (Err(fault), _) | (_, Err(fault)) => Ok(Scalar::Error(fault)),
    }
}

/// ROUND and its kin: a number, and the number of decimals, which may be below zero.
fn rounded<'a>(all: &[Scalar<'a>], strategy: RoundingStrategy) -> Computable<Scalar<'a>> {
    let (value, digits) = match all {
        [value] if strategy == RoundingStrategy::ToZero => (value, &ZERO),
        [value, digits] => (value, digits),
        _ => return Err(NoValue::Unknown),
    };
    let digits = match whole(digits)? {
        Ok(digits) => digits,
        Err(fault) => return Ok(Scalar::Error(fault)),
    };
    match number(value)? {
        Ok(number) => round(number, digits, strategy).map(Scalar::Number),
        Err(fault) => Ok(Scalar::Error(fault)),
    }
}

fn floor(number: FormulaNumber) -> Computable<FormulaNumber> {
    let beside = float(number.exact - number.exact.round()).abs();
    // 0.99999999999999989 is computed where 1 is meant.
    let doubtful = number.error > float(number.exact).abs() * 1e-15;
    if beside <= number.error && (beside > 0.0 || doubtful) {
        return Err(NoValue::Unknown);
    }
    Ok(FormulaNumber::new(number.exact.floor()))
}

fn sign<'a>(number: FormulaNumber) -> Computable<Scalar<'a>> {
    let exact = number.exact;
    if exact.is_zero() != (float(exact).abs() <= number.error) {
        return Err(NoValue::Unknown);
    }
    Ok(Scalar::number(if exact.is_zero() {
        0
    } else if exact.is_sign_negative() {
        -1
    } else {
        1
    }))
}

/// Has the sign of the divisor.
fn modulo<'a>(all: &[Scalar<'a>]) -> Computable<Scalar<'a>> {
    let [value, divisor] = all else {
        return Err(NoValue::Unknown);
    };
    both(value, divisor, |value, divisor| {
        let Some(quotient) = value.over(divisor)? else {
            return Ok(Scalar::Error(ErrorValue::Div));
        };
        value
            .minus(floor(quotient)?.times(divisor)?)
            .map(Scalar::Number)
    })
}
