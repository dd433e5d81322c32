//! Amounts as people write them, and the units of measure they are written in.

use std::borrow::Cow;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use super::squash;

/// The largest amount that is taken for one, in yuan: far above any budget, and so far below what a decimal holds that the
/// sums, products and quotients of amounts stay within.
pub const LARGEST: Decimal = Decimal::from_parts(0xA4C6_8000, 0x0003_8D7E, 0, false, 0);

/// A unit of measure (金额单位).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum Measure {
    /// 元, the unit of the model.
    #[default]
    #[serde(rename = "元")]
    Yuan,
    /// 千元.
    #[serde(rename = "千元")]
    Thousand,
    /// 万元.
    #[serde(rename = "万元")]
    TenThousand,
    /// 百万元.
    #[serde(rename = "百万元")]
    Million,
    /// 亿元.
    #[serde(rename = "亿元")]
    HundredMillion,
}

impl Measure {
    pub(crate) const ALL: [Self; 5] = [
        Self::HundredMillion,
        Self::Million,
        Self::TenThousand,
        Self::Thousand,
        Self::Yuan,
    ];

    /// The word on the sheet.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Yuan => "元",
            Self::Thousand => "千元",
            Self::TenThousand => "万元",
            Self::Million => "百万元",
            Self::HundredMillion => "亿元",
        }
    }

    /// The name of its word in `templates/messages/`.
    #[must_use]
    pub const fn word_name(self) -> &'static str {
        match self {
            Self::Yuan => "measure-yuan",
            Self::Thousand => "measure-thousand",
            Self::TenThousand => "measure-ten-thousand",
            Self::Million => "measure-million",
            Self::HundredMillion => "measure-hundred-million",
        }
    }

    /// How many yuan one of it is.
    #[must_use]
    pub fn yuan(self) -> Decimal {
        Decimal::from(match self {
            Self::Yuan => 1_i64,
            Self::Thousand => 1_000,
            Self::TenThousand => 10_000,
            Self::Million => 1_000_000,
            Self::HundredMillion => 100_000_000,
        })
    }

    /// The unit of `10^power` yuan; `None` where there is none.
    #[must_use]
    pub fn of_power(power: u8) -> Option<Self> {
        Some(match power {
            0 => Self::Yuan,
            3 => Self::Thousand,
            4 => Self::TenThousand,
            6 => Self::Million,
            8 => Self::HundredMillion,
            _ => return None,
        })
    }

    /// The yuan of `value` of it; `None` where they are more than [`LARGEST`].
    #[must_use]
    pub fn exact(self, value: Decimal) -> Option<Decimal> {
        let yuan = value.checked_mul(self.yuan())?;
        (yuan.abs() <= LARGEST).then_some(yuan)
    }

    /// Parses the word: `万元`.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|measure| measure.word() == word)
    }
}

/// What the text of an amount cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Nothing but white space.
    Blank,
    /// A number.
    Number {
        /// The number as written, decimals as written (`71.70` has two).
        value: Decimal,
        /// The unit of measure behind the number, where one is.
        measure: Option<Measure>,
    },
    /// A mark that stands for no amount: `-`, `—`, `/`, `无`. Read as zero.
    Nil,
    /// No amount.
    NotANumber,
}

/// Reads an amount as people write it: `82,122,874`, `￥1,234.00`, full-width digits, `(5.00)` and `-5`, `3万元`, `—`.
/// A comma is accepted only between groups of three digits, so that `8212,29` is not taken for 821,229.
#[must_use]
pub fn read_amount(text: &str) -> Reading {
    if text.chars().any(is_of_other_words) || !plainly_written(text) {
        return Reading::NotANumber;
    }
    let text = squash(text);
    let mut rest: &str = &text;
    if rest.is_empty() {
        return Reading::Blank;
    }
    if matches!(rest, "无" | "/" | "\\" | "零" | "〇")
        || rest
            .chars()
            .all(|c| matches!(c, '-' | '—' | '─' | '━' | '―' | 'ー') && rest.chars().count() <= 4)
    {
        return Reading::Nil;
    }
    for word in ["人民币", "RMB", "CNY"] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    let (mut negative, inner) = match rest
        .strip_prefix('(')
        .and_then(|inner| inner.strip_suffix(')'))
    {
        Some(inner) => (true, inner),
        None => (false, rest),
    };
    rest = inner.trim_start_matches(['¥', '￥']);
    if let Some(unsigned) = rest.strip_prefix('-') {
        negative = !negative;
        rest = unsigned;
    } else {
        rest = rest.strip_prefix('+').unwrap_or(rest);
    }
    rest = rest.trim_start_matches(['¥', '￥']);
    rest = rest.strip_suffix('整').unwrap_or(rest);
    let mut measure = None;
    if let Some((number, found)) = trailing_measure(rest) {
        measure = Some(found);
        rest = number;
    } else if let Some(number) = rest.strip_suffix('万') {
        measure = Some(Measure::TenThousand);
        rest = number;
    }
    match plain_number(rest) {
        Some(value) => Reading::Number {
            value: if negative { -value } else { value },
            measure,
        },
        None => Reading::NotANumber,
    }
}

/// Whether a character is a digit; every amount has one.
pub(crate) fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '\u{ff10}'..='\u{ff19}')
}

/// Whether a character is of words that no amount has; nearly all texts have such.
fn is_of_other_words(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}')
        && !matches!(
            c,
            '人' | '民' | '币' | '无' | '零' | '整' | '亿' | '百' | '万' | '千' | '元'
        )
}

/// Whether no character but a full-width one would turn into a digit, and white space inside of a number only parts
/// groups of three digits: `346.2①` and two numbers in one cell are no amount.
fn plainly_written(text: &str) -> bool {
    let full_width = |c: char| matches!(c, '\u{ff01}'..='\u{ff5e}');
    let hidden_digit = |c: char| {
        !c.is_ascii()
            && !full_width(c)
            && !matches!(c, '\u{4e00}'..='\u{9fff}')
            && std::iter::once(c)
                .nfkc()
                .any(|folded| folded.is_ascii_digit())
    };
    if text.chars().any(hidden_digit) {
        return false;
    }
    let parts = text.split_whitespace();
    parts.clone().zip(parts.skip(1)).all(|(part, next)| {
        let between_digits = part.ends_with(is_digit) && next.starts_with(is_digit);
        let group = next.chars().take_while(|&c| is_digit(c)).count();
        !between_digits || (group == 3 && !part.contains('.') && !text.contains('\n'))
    })
}

/// Splits a unit of measure off the end of a squashed text: `3.5万元` is `3.5` and 万元.
#[must_use]
pub fn trailing_measure(text: &str) -> Option<(&str, Measure)> {
    Measure::ALL
        .into_iter()
        .find_map(|measure| Some((text.strip_suffix(measure.word())?, measure)))
}

fn plain_number(text: &str) -> Option<Decimal> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, fraction),
        None => (mantissa, ""),
    };
    if (whole.is_empty() && fraction.is_empty()) || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let digits = |group: &str| group.bytes().all(|b| b.is_ascii_digit());
    if !digits(first)
        || !rest.iter().all(|group| group.len() == 3 && digits(group))
        || (!rest.is_empty() && (first.is_empty() || first.len() > 3))
    {
        return None;
    }
    let number = match whole.contains(',') {
        true => Cow::Owned(mantissa.replace(',', "")),
        false => Cow::Borrowed(mantissa),
    };
    let number = match fraction {
        "" => number.trim_end_matches('.'),
        _ => &number,
    };
    let value: Decimal = number.parse().ok()?;
    if exponent == 0 {
        return Some(value);
    }
    Decimal::from_scientific(&format!("{value}e{exponent}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Option<String> {
        match read_amount(text) {
            Reading::Number {
                value,
                measure: None,
            } => Some(value.to_string()),
            Reading::Number {
                value,
                measure: Some(measure),
            } => Some(format!("{value} {}", measure.word())),
            _ => None,
        }
    }

    #[test]
    fn every_way_to_write_a_number() {
        for (text, value) in [
            ("82,122,874", "82122874"),
            ("82，122，874．50", "82122874.50"),
            (" ￥1,234.00 ", "1234.00"),
            ("¥-12", "-12"),
            ("８２１２．２９", "8212.29"),
            ("82 122\u{a0}874", "82122874"),
            ("(1,234.5)", "-1234.5"),
            ("−5", "-5"),
            ("人民币3元整", "3 元"),
            ("3.00万元", "3.00 万元"),
            ("1.2万", "1.2 万元"),
            ("8.2122874E7", "82122874"),
            ("'123", "123"),
            (".5", "0.5"),
            ("0.00", "0.00"),
        ] {
            assert_eq!(number(text).as_deref(), Some(value), "{text}");
        }
    }

    #[test]
    fn an_amount_has_a_bound_in_every_unit() {
        assert_eq!(LARGEST, Decimal::from(1_000_000_000_000_000_i64));
        assert_eq!(Measure::Yuan.exact(LARGEST), Some(LARGEST));
        assert_eq!(Measure::Thousand.exact(-LARGEST), None);
        assert_eq!(Measure::HundredMillion.exact(Decimal::MAX), None);
    }

    #[test]
    fn no_amounts() {
        for text in ["零", "-", "—", "——", "/", "无", "－", " - "] {
            assert_eq!(read_amount(text), Reading::Nil, "{text}");
        }
        for text in ["", "  ", "\u{3000}"] {
            assert_eq!(read_amount(text), Reading::Blank, "{text:?}");
        }
        for text in [
            "8212,29", "1,2345", "abc", "12%", "1.2.3", "约3", "3个", "2023年", ",123", "x,xxx",
            "…", "1e999", ".",
        ] {
            assert_eq!(read_amount(text), Reading::NotANumber, "{text}");
        }
    }
}
