//! A condition that a value meets or does not: `">=3"`, `"a*"`.

use std::cmp::Ordering;

use super::value::{Computable, FormulaNumber, NoValue, Scalar, general, numeric};

/// What a value must be.
#[derive(Debug)]
pub(super) enum Criterion {
    /// A number; whether those that are equal or less or more meet it.
    Number(FormulaNumber, [bool; 3]),
    /// A text with its wildcards, or any other than it.
    Text(Vec<Wild>, bool),
    /// Nothing at all, or an empty text.
    Empty,
    /// Nothing at all.
    Blank,
    /// Anything.
    Filled,
}

/// A character of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wild {
    One,
    Any,
    Char(char),
}

/// The pattern that a text is, with `?`, `*` and `~`.
pub(super) fn pattern(text: &str) -> Vec<Wild> {
    let mut pattern = Vec::new();
    let mut chars = text.chars().flat_map(char::to_lowercase).peekable();
    while let Some(c) = chars.next() {
        pattern.push(match c {
            '?' => Wild::One,
            '*' => Wild::Any,
            '~' => match chars.next_if(|c| matches!(c, '?' | '*' | '~')) {
                Some(c) => Wild::Char(c),
                None => Wild::Char('~'),
            },
            c => Wild::Char(c),
        });
    }
    pattern
}

/// Whether a text is what the pattern says, as a whole and in capitals or not; and how many comparisons that took.
pub(super) fn matches(pattern: &[Wild], text: &str) -> (bool, usize) {
    let text: Vec<char> = text.chars().flat_map(char::to_lowercase).collect();
    let (mut at, mut own, mut star, mut steps) = (0, 0, None, 0);
    while at < text.len() {
        steps += 1;
        match pattern.get(own) {
            Some(Wild::Any) => {
                star = Some((own, at));
                own += 1;
            }
            Some(Wild::One) => (at, own) = (at + 1, own + 1),
            Some(Wild::Char(c)) if *c == text[at] => (at, own) = (at + 1, own + 1),
            _ => match star {
                Some((behind, from)) => {
                    star = Some((behind, from + 1));
                    (at, own) = (from + 1, behind + 1);
                }
                None => return (false, steps),
            },
        }
    }
    (pattern[own..].iter().all(|wild| *wild == Wild::Any), steps)
}

impl Criterion {
    pub(super) fn new(value: &Scalar<'_>, wildcards: bool) -> Computable<Self> {
        let text = match value {
            Scalar::Number(number) => return Ok(Self::Number(*number, [true, false, false])),
            Scalar::Text(text) => text.as_ref(),
            // What a blank one means differs.
            Scalar::Blank | Scalar::Bool(_) | Scalar::Error(_) => return Err(NoValue::Unknown),
        };
        let (operator, rest) = ["<>", "<=", ">=", "=", "<", ">"]
            .iter()
            .find_map(|operator| Some((*operator, text.strip_prefix(operator)?)))
            .unwrap_or(("", text));
        if let Some(number) = numeric(rest)? {
            let which = match operator {
                "" | "=" => [true, false, false],
                "<>" => [false, true, true],
                "<" => [false, true, false],
                "<=" => [true, true, false],
                ">" => [false, false, true],
                _ => [true, false, true],
            };
            return Ok(Self::Number(FormulaNumber::new(number), which));
        }
        match (operator, rest) {
            ("", "") => Ok(Self::Empty),
            ("=", "") => Ok(Self::Blank),
            ("<>", "") => Ok(Self::Filled),
            ("" | "=" | "<>", rest) => {
                // TRUE, and in other programs regular expressions.
                let plain = |c: char| c.is_alphanumeric() || " _-、，。（）：《》".contains(c);
                if matches!(rest.to_ascii_uppercase().as_str(), "TRUE" | "FALSE")
                    || !wildcards && !rest.chars().all(plain)
                {
                    return Err(NoValue::Unknown);
                }
                Ok(Self::Text(pattern(rest), operator == "<>"))
            }
            // How texts follow one another depends on the country.
            _ => Err(NoValue::Unknown),
        }
    }

    /// Whether `value` meets it, and how many steps that took.
    pub(super) fn meets(&self, value: &Scalar<'_>) -> Computable<(bool, usize)> {
        let met = match (self, value) {
            (Self::Empty, Scalar::Blank) => true,
            (Self::Empty, Scalar::Text(text)) => text.is_empty(),
            (Self::Empty, _) => false,
            (Self::Blank, value) => matches!(value, Scalar::Blank),
            (Self::Filled, value) => !matches!(value, Scalar::Blank),
            (Self::Text(pattern, not), Scalar::Text(text)) => {
                let (same, steps) = matches(pattern, text);
                return Ok((same != *not, steps));
            }
            (Self::Text(pattern, not), Scalar::Number(number)) => {
                // `*` finds numbers too in some programs.
                let wild = pattern.iter().any(|wild| !matches!(wild, Wild::Char(_)));
                if wild && general(*number).is_ok_and(|text| matches(pattern, &text).0) {
                    return Err(NoValue::Unknown);
                }
                *not
            }
            (Self::Text(_, not), _) => *not,
            (Self::Number(number, which), Scalar::Number(own)) => {
                let order = if own.is(*number) {
                    Ordering::Equal
                } else {
                    own.exact.cmp(&number.exact)
                };
                match order {
                    Ordering::Equal => which[0],
                    Ordering::Less => which[1],
                    Ordering::Greater => which[2],
                }
            }
            (Self::Number(number, which), Scalar::Text(text)) => {
                // A text of digits may be taken for the number that it looks like.
                if numeric(text).ok().flatten() == Some(number.exact) {
                    return Err(NoValue::Unknown);
                }
                *which == [false, true, true]
            }
            (Self::Number(_, which), _) => *which == [false, true, true],
        };
        Ok((met, 1))
    }
}
