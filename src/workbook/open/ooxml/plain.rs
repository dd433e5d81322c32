//! Values and formulas that are written plainly, as nearly all are: they are taken as they stand. Only what must be worked out,
//! such as dates, rich texts, escapes and shared formulas, is left to calamine.

use super::super::number;
use super::cell::{Formula, Type};
use super::styles::XlsxFormats;
use crate::workbook::Value;

/// What is known of a workbook before its sheets are read.
#[derive(Debug, Default)]
pub(super) struct KnownBook {
    /// How many shared texts it has.
    pub(super) strings: u64,
    /// Those of them that are written plainly, by their numbers.
    pub(super) texts: Vec<Option<String>>,
    pub(super) formats: XlsxFormats,
}

/// What a cell holds.
#[derive(Debug)]
pub(super) enum Plain {
    /// A value of its own.
    Value(Value),
    /// A shared text, by its number: many cells may share one that is long.
    Shared(usize),
}

impl Plain {
    /// The value, with the texts of `book`.
    pub(super) fn value(self, book: &KnownBook) -> Value {
        match self {
            Self::Value(value) => value,
            Self::Shared(index) => {
                let text = book.texts.get(index).and_then(Option::as_ref);
                text.map_or(Value::Blank, |text| Value::Text(text.clone()))
            }
        }
    }
}

/// What a cell holds; `None` where it must be worked out.
pub(super) fn value(
    book: &KnownBook,
    (kind, value, error): (Type, Option<&str>, bool),
    style: Option<&str>,
) -> Option<Plain> {
    let Some(value) = value else {
        return Some(Plain::Value(Value::Blank));
    };
    let value = match kind {
        Type::Number => {
            let date = style.is_some_and(|style| book.formats.may_be_date(style));
            (!date && is_number(value))
                .then(|| value.parse().ok().map(number::number))
                .flatten()
        }
        Type::Shared => {
            let digits = value.bytes().all(|b| b.is_ascii_digit());
            let index: usize = value.parse().ok().filter(|_| digits)?;
            let text = book.texts.get(index)?.as_ref();
            return text.map(|_| Plain::Shared(index));
        }
        Type::Text if is_plain(value) => Some(match error {
            true => Value::Error(value.to_owned()),
            false => Value::Text(value.to_owned()),
        }),
        Type::Inline => text(value).map(|text| Value::Text(text.to_owned())),
        Type::Missing | Type::Bool | Type::Date | Type::Text => None,
    };
    value.map(Plain::Value)
}

/// The text of a formula; `None` where it must be worked out.
pub(super) fn formula<'a>(formula: &Formula<'a>) -> Option<&'a str> {
    let own = formula.shared.is_none() && !formula.text.contains(['&', '<', '\r']);
    own.then_some(formula.text)
}

/// The text in the one `<t>` that is all of `inner`.
pub(super) fn text(inner: &str) -> Option<&str> {
    let rest = inner.strip_prefix("<t")?;
    let (text, kept) = match rest.strip_prefix('>') {
        Some(text) => (text, false),
        None => (rest.strip_prefix(" xml:space=\"preserve\">")?, true),
    };
    let text = text.strip_suffix("</t>").filter(|text| is_plain(text))?;
    Some(match kept {
        true => text,
        false => text.trim_matches([' ', '\t', '\n']),
    })
}

/// Whether a text has no elements, entities, escapes (`_x000D_`) and ends of lines that XML makes others of.
fn is_plain(text: &str) -> bool {
    !text.contains(['&', '<', '\r']) && !text.contains("_x")
}

/// Whether a text is a number as programs write it.
fn is_number(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (number, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number, None),
    };
    let exponent = exponent.map(|own| own.strip_prefix(['-', '+']).unwrap_or(own));
    text.len() <= 32 && digits(whole) && fraction.is_none_or(digits) && exponent.is_none_or(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_written_plainly_is_taken() {
        for (inner, expected) in [
            ("<t>收入</t>", Some("收入")),
            ("<t> 收入\n</t>", Some("收入")),
            ("<t xml:space=\"preserve\"> 收入 </t>", Some(" 收入 ")),
            ("<t></t>", Some("")),
            ("<t>甲&amp;乙</t>", None),
            ("<t>甲_x000D_</t>", None),
            ("<t>甲\r\n乙</t>", None),
            ("<r><t>甲</t></r>", None),
            ("<t>甲</t><t>乙</t>", None),
            ("<x:t>甲</x:t>", None),
            ("<t/>", None),
            ("", None),
        ] {
            assert_eq!(text(inner), expected, "{inner}");
        }
        for own in ["0", "-12.5", "1E-3", "8212.289999999999", "1e+20"] {
            assert!(is_number(own), "{own}");
        }
        for other in [
            "", "-", "1.", ".5", "+1", "1,5", "1e", "0x1", "inf", "NaN", "1_0", "１",
        ] {
            assert!(!is_number(other), "{other}");
        }
    }
}
