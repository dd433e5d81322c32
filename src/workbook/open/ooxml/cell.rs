//! One cell: what the file holds of it, and how it is written for calamine.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::workbook::{Address, column_letters};

/// A `<c>` element, as raw XML.
#[derive(Debug, Default)]
pub(super) struct CellElement<'a> {
    /// The attribute `r`, like `B7`.
    pub(super) reference: Option<&'a str>,
    /// The attribute `s`: the number of the cell's format.
    pub(super) style: Option<&'a str>,
    /// The attribute `t`: what kind of value the cell holds.
    pub(super) kind: Option<&'a str>,
    /// `<f>`
    pub(super) formula: Option<Formula<'a>>,
    /// `<v>`
    pub(super) value: Option<&'a str>,
    /// `<is>`: a text that is not shared.
    pub(super) inline: Option<&'a str>,
}

/// A formula as raw XML.
#[derive(Debug, Clone, Copy)]
pub(super) struct Formula<'a> {
    /// The formula; of a shared one only its first cell holds it.
    pub(super) text: &'a str,
    /// The number of the shared formula that this is, or takes part in.
    pub(super) shared: Option<&'a str>,
}

/// A formula that several cells share.
#[derive(Debug, Clone, Copy)]
pub(super) struct SharedFormula {
    /// Its number in the plain sheet.
    pub(super) number: usize,
    /// Its length in bytes.
    pub(super) bytes: u64,
}

/// What kind of value a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    /// A number, or a text where it is none.
    Number,
    /// The number of a shared text.
    Shared,
    /// The number of a shared text that is not there.
    Missing,
    /// `1` or `0`.
    Bool,
    /// A date in the notation of ISO 8601.
    Date,
    /// A text, or an error value.
    Text,
    /// A text with its own elements.
    Inline,
}

/// The kind of the cell's value, the value, and whether it is an error value: never a pair that calamine refuses.
/// `strings` is the number of shared texts.
pub(super) fn value<'a>(cell: &CellElement<'a>, strings: u64) -> (Type, Option<&'a str>, bool) {
    if let Some(inline) = cell.inline {
        return (Type::Inline, Some(inline), false);
    }
    let Some(value) = cell.value else {
        return (Type::Number, None, false);
    };
    let trimmed = value.trim();
    let some = Some(trimmed).filter(|value| !value.is_empty());
    match cell.kind.unwrap_or("n") {
        "s" if some.is_none() => (Type::Number, None, false),
        "s" if trimmed.parse::<u64>().is_ok_and(|index| index < strings) => {
            (Type::Shared, some, false)
        }
        "s" => (Type::Missing, some, false),
        "b" if matches!(trimmed, "0" | "1" | "true" | "false") => (Type::Bool, some, false),
        "b" => (Type::Text, some, false),
        "e" => (Type::Text, some, true),
        "d" => (Type::Date, some, false),
        "str" | "inlineStr" => (Type::Text, Some(value), false),
        _ => (Type::Number, some, false),
    }
}

/// Writes a cell. `shared` are the shared formulas by their numbers in the file: the file may give any number, and calamine keeps a list as long as the highest.
pub(super) fn write<'a>(
    xml: &mut String,
    shared: &mut BTreeMap<&'a str, SharedFormula>,
    at: Address,
    style: Option<&str>,
    (kind, value): (Type, Option<&str>),
    formula: Option<Formula<'a>>,
) {
    xml.push_str("<c r=\"");
    push_letters(xml, at.col);
    push_number(xml, at.row + 1);
    xml.push('"');
    // The format tells dates from numbers; of all else it tells nothing.
    let style = style.filter(|_| kind == Type::Number);
    if let Some(style) = style {
        xml.push_str(" s=\"");
        xml.push_str(style);
        xml.push('"');
    }
    xml.push_str(match kind {
        Type::Number | Type::Missing => ">",
        Type::Shared => " t=\"s\">",
        Type::Bool => " t=\"b\">",
        Type::Date => " t=\"d\">",
        Type::Text => " t=\"str\">",
        Type::Inline => " t=\"inlineStr\">",
    });
    if let Some(formula) = formula {
        write_formula(xml, shared, formula, at);
    }
    if let Some(value) = value {
        let (open, close) = if kind == Type::Inline {
            ("<is>", "</is>")
        } else {
            ("<v>", "</v>")
        };
        xml.push_str(open);
        xml.push_str(value);
        xml.push_str(close);
    }
    xml.push_str("</c>");
}

fn write_formula<'a>(
    xml: &mut String,
    shared: &mut BTreeMap<&'a str, SharedFormula>,
    formula: Formula<'a>,
    at: Address,
) {
    let text = formula.text;
    // Writing to a text cannot fail.
    let _ = match formula.shared {
        None => {
            xml.push_str("<f>");
            xml.push_str(text);
            xml.push_str("</f>");
            Ok(())
        }
        // A cell whose formula is written in another one; without that one it has only its value.
        Some(number) if text.is_empty() => match shared.get(number) {
            Some(SharedFormula { number, .. }) => {
                write!(xml, "<f t=\"shared\" si=\"{number}\"/>")
            }
            None => Ok(()),
        },
        Some(number) => {
            let next = shared.len();
            let bytes = text.len() as u64;
            let own = shared.entry(number).or_insert(SharedFormula {
                number: next,
                bytes,
            });
            own.bytes = bytes;
            let number = own.number;
            // The text is as seen from this cell, whatever region the file gives.
            write!(
                xml,
                "<f t=\"shared\" ref=\"{at}\" si=\"{number}\">{text}</f>"
            )
        }
    };
}

/// Writes the letters of column `col`, counted from 0.
fn push_letters(xml: &mut String, col: u32) {
    match u8::try_from(col) {
        Ok(col @ 0..26) => xml.push(char::from(b'A' + col)),
        _ => xml.push_str(&column_letters(col)),
    }
}

/// Writes a number. Every cell has one, and `write!` takes longer than the rest of a cell.
fn push_number(xml: &mut String, number: u32) {
    if number >= 10 {
        push_number(xml, number / 10);
    }
    xml.push(char::from(b'0' + (number % 10) as u8));
}
