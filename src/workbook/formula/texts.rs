//! Functions of texts.

use std::borrow::Cow;

use rust_decimal::{Decimal, RoundingStrategy};

use super::operators::{ScalarFunction, round, same_text, whole};
use super::value::{Computable, ErrorValue, FormulaNumber, NoValue, Scalar, numeric};

/// How long a text may become.
const LONGEST: usize = 32_767;

/// The function called `name`.
pub(super) fn named(name: &str) -> Option<ScalarFunction> {
    Some(match name {
        "LEN" => |all| {
            let [value] = all else {
                return Err(NoValue::Unknown);
            };
            with_text(value, |text| {
                Ok(Scalar::number(plain(&text)?.count() as u64))
            })
        },
        "LEFT" => |all| side(all, false),
        "RIGHT" => |all| side(all, true),
        "MID" => mid,
        "TRIM" => |all| {
            changed(all, |text| {
                let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
                words.join(" ")
            })
        },
        "UPPER" => |all| changed(all, str::to_uppercase),
        "LOWER" => |all| changed(all, str::to_lowercase),
        "CLEAN" => |all| changed(all, |text| text.chars().filter(|c| *c >= ' ').collect()),
        "T" => |all| {
            let [value] = all else {
                return Err(NoValue::Unknown);
            };
            Ok(match value {
                Scalar::Text(_) | Scalar::Error(_) => value.clone(),
                _ => Scalar::text(""),
            })
        },
        "FIND" => |all| found(all, false),
        "SEARCH" => |all| found(all, true),
        "SUBSTITUTE" => substitute,
        "REPT" => repeated,
        "EXACT" => |all| {
            let [left, right] = all else {
                return Err(NoValue::Unknown);
            };
            with_text(left, |left| {
                with_text(right, |right| Ok(Scalar::Bool(left == right)))
            })
        },
        "CHAR" => |all| {
            let [code] = all else {
                return Err(NoValue::Unknown);
            };
            match whole(code)? {
                Ok(code @ (9 | 10 | 13 | 32..=126)) => {
                    Ok(Scalar::text(char::from(code as u8).to_string()))
                }
                Ok(_) => Err(NoValue::Unknown),
                Err(fault) => Ok(Scalar::Error(fault)),
            }
        },
        "TEXT" => formatted,
        "HYPERLINK" => |all| match all {
            [link] => Ok(link.clone()),
            [_, shown] => Ok(shown.clone()),
            _ => Err(NoValue::Unknown),
        },
        _ => return None,
    })
}

fn with_text<'a>(
    value: &Scalar<'a>,
    each: impl FnOnce(Cow<'a, str>) -> Computable<Scalar<'a>>,
) -> Computable<Scalar<'a>> {
    match value.to_text()? {
        Ok(text) => each(text),
        Err(fault) => Ok(Scalar::Error(fault)),
    }
}

fn changed<'a>(all: &[Scalar<'a>], change: impl FnOnce(&str) -> String) -> Computable<Scalar<'a>> {
    let [value] = all else {
        return Err(NoValue::Unknown);
    };
    with_text(value, |text| Ok(Scalar::text(change(&text))))
}

/// The characters of a text; unknown where programs count some of them twice.
fn plain(text: &str) -> Computable<impl DoubleEndedIterator<Item = char> + Clone> {
    if text.chars().any(|c| u32::from(c) > 0xffff) {
        return Err(NoValue::Unknown);
    }
    Ok(text.chars())
}

/// VALUE: the number that a text is.
pub(super) fn value<'a>(all: &[Scalar<'a>]) -> Computable<Scalar<'a>> {
    let [value] = all else {
        return Err(NoValue::Unknown);
    };
    Ok(match value {
        Scalar::Text(text) => match numeric(text)? {
            Some(number) => Scalar::Number(FormulaNumber::new(number)),
            None => Scalar::Error(ErrorValue::Value),
        },
        Scalar::Blank => Scalar::number(0),
        Scalar::Bool(_) => return Err(NoValue::Unknown),
        _ => value.clone(),
    })
}

/// LEFT and RIGHT.
fn side<'a>(all: &[Scalar<'a>], right: bool) -> Computable<Scalar<'a>> {
    let (value, count) = match all {
        [value] => (value, 1),
        [value, count] => match whole(count)? {
            Ok(count) => (value, count),
            Err(fault) => return Ok(Scalar::Error(fault)),
        },
        _ => return Err(NoValue::Unknown),
    };
    let Ok(count) = usize::try_from(count) else {
        return Ok(Scalar::Error(ErrorValue::Value));
    };
    with_text(value, |text| {
        let length = plain(&text)?.count();
        let skip = if right {
            length.saturating_sub(count)
        } else {
            0
        };
        let part: String = text.chars().skip(skip).take(count).collect();
        Ok(Scalar::text(part))
    })
}

fn mid<'a>(all: &[Scalar<'a>]) -> Computable<Scalar<'a>> {
    let [value, from, count] = all else {
        return Err(NoValue::Unknown);
    };
    let (from, count) = match (whole(from)?, whole(count)?) {
        (Ok(from), Ok(count)) => (from, count),
        (Err(fault), _) | (_, Err(fault)) => return Ok(Scalar::Error(fault)),
    };
    let (Ok(from @ 1..), Ok(count)) = (usize::try_from(from), usize::try_from(count)) else {
        return Ok(Scalar::Error(ErrorValue::Value));
    };
    with_text(value, |text| {
        let part: String = plain(&text)?.skip(from - 1).take(count).collect();
        Ok(Scalar::text(part))
    })
}

/// FIND, and SEARCH, which does not mind capitals.
fn found<'a>(all: &[Scalar<'a>], folded: bool) -> Computable<Scalar<'a>> {
    let (sought, within, from) = match all {
        [sought, within] => (sought, within, 1),
        [sought, within, from] => match whole(from)? {
            Ok(from) => (sought, within, from),
            Err(fault) => return Ok(Scalar::Error(fault)),
        },
        _ => return Err(NoValue::Unknown),
    };
    let Ok(from @ 1..) = usize::try_from(from) else {
        return Ok(Scalar::Error(ErrorValue::Value));
    };
    with_text(sought, |sought| {
        with_text(within, |within| {
            let sought: Vec<char> = plain(&sought)?.collect();
            let within: Vec<char> = plain(&within)?.collect();
            if folded && sought.iter().any(|c| matches!(c, '*' | '?' | '~')) || sought.is_empty() {
                return Err(NoValue::Unknown);
            }
            let same = |part: &[char]| {
                let text = |part: &[char]| part.iter().collect::<String>();
                part == sought || folded && same_text(&text(part), &text(&sought))
            };
            let at = within
                .windows(sought.len())
                .enumerate()
                .skip(from - 1)
                .find(|(_, part)| same(part));
            Ok(match at {
                Some((at, _)) => Scalar::number(at as u64 + 1),
                None => Scalar::Error(ErrorValue::Value),
            })
        })
    })
}

fn substitute<'a>(all: &[Scalar<'a>]) -> Computable<Scalar<'a>> {
    let [value, old, new] = all else {
        return Err(NoValue::Unknown);
    };
    with_text(value, |text| {
        with_text(old, |old| {
            with_text(new, |new| {
                if old.is_empty() {
                    return Ok(Scalar::Text(text));
                }
                let count = text.matches(&*old).count();
                if count * new.len() + text.len() > LONGEST {
                    return Err(NoValue::Unknown);
                }
                Ok(Scalar::text(text.replace(&*old, &new)))
            })
        })
    })
}

fn repeated<'a>(all: &[Scalar<'a>]) -> Computable<Scalar<'a>> {
    let [value, count] = all else {
        return Err(NoValue::Unknown);
    };
    let count = match whole(count)? {
        Ok(count) => count,
        Err(fault) => return Ok(Scalar::Error(fault)),
    };
    let Ok(count) = usize::try_from(count) else {
        return Ok(Scalar::Error(ErrorValue::Value));
    };
    with_text(value, |text| {
        if text.len().saturating_mul(count) > LONGEST {
            return Err(NoValue::Unknown);
        }
        Ok(Scalar::text(text.repeat(count)))
    })
}

/// TEXT, with the formats `0`, `0.00`, `#,##0.00`, `0.00%`, `00000` and `@`, of any number of digits.
fn formatted<'a>(all: &[Scalar<'a>]) -> Computable<Scalar<'a>> {
    let [value, format] = all else {
        return Err(NoValue::Unknown);
    };
    let format = match format.to_text()? {
        Ok(format) => format,
        Err(fault) => return Ok(Scalar::Error(fault)),
    };
    let number = match value {
        Scalar::Error(fault) => return Ok(Scalar::Error(*fault)),
        Scalar::Bool(_) => return Err(NoValue::Unknown),
        Scalar::Text(text) => match numeric(text)? {
            Some(number) if format != "@" => FormulaNumber::new(number),
            _ => return Ok(value.clone()),
        },
        Scalar::Blank => FormulaNumber::new(Decimal::ZERO),
        Scalar::Number(number) => *number,
    };
    if format == "@" || format.eq_ignore_ascii_case("General") {
        return with_text(&Scalar::Number(number), |text| Ok(Scalar::Text(text)));
    }
    let (pattern, percent) = match format.strip_suffix('%') {
        Some(pattern) => (pattern, true),
        None => (&*format, false),
    };
    let (whole, decimals) = match pattern.split_once('.') {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (pattern, None),
    };
    let (least, grouped) = match whole.strip_prefix("#,##") {
        Some(rest) => (rest, true),
        None => (whole, false),
    };
    let zeros = |text: &str| !text.is_empty() && text.bytes().all(|b| b == b'0');
    if !zeros(least) || !decimals.is_none_or(zeros) || grouped && least.len() > 1 {
        return Err(NoValue::Unknown);
    }
    let places = decimals.map_or(0, str::len);
    let mut number = number;
    if percent {
        number = number.times(FormulaNumber::new(Decimal::ONE_HUNDRED))?;
    }
    let shown = round(
        number,
        places as i64,
        RoundingStrategy::MidpointAwayFromZero,
    )?
    .exact;
    if shown.is_zero() && number.exact.is_sign_negative() && !number.exact.is_zero() {
        // -0.00 in some programs, 0.00 in others.
        return Err(NoValue::Unknown);
    }
    let digits = format!("{:.places$}", shown.abs());
    let (ones, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut text = format!("{ones:0>least$}", least = least.len());
    if grouped {
        let mut at = text.len();
        while at > 3 {
            at -= 3;
            text.insert(at, ',');
        }
    }
    let sign = if shown.is_sign_negative() && !shown.is_zero() {
        "-"
    } else {
        ""
    };
    Ok(Scalar::text(format!(
        "{sign}{text}{rest}{}",
        if percent { "%" } else { "" }
    )))
}
