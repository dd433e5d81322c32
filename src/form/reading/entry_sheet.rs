//! How the sheet 录入 is laid out, and what its cells say: columns by their headers, codes, texts.

use crate::form::dimensions::{Dimensions, HEADERS, TOTAL, carry_header, header};
use crate::form::stamp::beside;
use crate::layout::Templates;
use crate::model::{Code, Dim, Id};
use crate::text::{is_digit, squash};
use crate::workbook::{Cell, Sheet, Value};

/// The rows in which the headers are looked for.
const HEADER_WITHIN: u32 = 40;

/// Where the columns of the sheet stand.
pub(super) struct EntryColumns {
    pub(super) header: u32,
    pub(super) code: u32,
    pub(super) name: Option<u32>,
    pub(super) source: u32,
    /// What comes from this year or an earlier one, where the sheet tells.
    pub(super) carry: Option<u32>,
    /// The unit, where the sheet tells.
    pub(super) unit: Option<u32>,
    /// The codes of further classifications.
    pub(super) codes: Vec<(Dim, u32)>,
    pub(super) amounts: Vec<(u32, Id)>,
    pub(super) total: Option<u32>,
    /// The first column that is no content.
    pub(super) end: u32,
}

/// The columns of the sheet; `None` where its headers are gone.
pub(super) fn columns(
    templates: &Templates,
    dimensions: &Dimensions,
    sheet: &Sheet,
) -> Option<EntryColumns> {
    let end = beside(sheet).unwrap_or(u32::MAX);
    let [code, name, source] = HEADERS;
    for (row, cells) in sheet.rows().take_while(|(row, _)| *row < HEADER_WITHIN) {
        let own = || cells.iter().filter(|cell| cell.col < end);
        let col = |header: &str| {
            let wanted = squash(header);
            own().find(|cell| squash(text(cell)) == wanted)
        };
        let (Some(code), Some(source)) = (col(code), col(source)) else {
            continue;
        };
        let kind = |id: &Id| {
            let name = templates.model.name(id.as_str())?;
            Some((col(name)?.col, id.clone()))
        };
        let of = |dim| col(&header(&templates.model, dim)).map(|cell| cell.col);
        let carry = col(&carry_header(&templates.model)).map(|cell| cell.col);
        return Some(EntryColumns {
            header: row,
            code: code.col,
            name: col(name).map(|cell| cell.col),
            source: source.col,
            carry: dimensions.carry().and(carry),
            unit: dimensions.unit().and(of(Dim::AGENCY)),
            codes: dimensions
                .codes
                .iter()
                .filter_map(|dim| Some((*dim, of(*dim)?)))
                .collect(),
            amounts: dimensions.columns().iter().filter_map(kind).collect(),
            total: col(TOTAL).map(|cell| cell.col),
            end,
        });
    }
    None
}

/// The code of a level that a text begins with, and the name behind it.
pub(super) fn code_of(text: &str, level: u8) -> Option<(Code, &str)> {
    let code = Code::parse(&digits(text)).filter(|code| code.level() == level)?;
    let name = text.trim_start_matches(|c: char| {
        is_digit(c) || c.is_whitespace() || matches!(c, '-' | '、' | ':' | '：')
    });
    Some((code, name.trim()))
}

/// The digits that a text begins with.
pub(super) fn digits(text: &str) -> String {
    let squashed = squash(text);
    let digits = squashed.chars().filter(|c| *c != '-');
    digits.take_while(char::is_ascii_digit).collect()
}

/// The text of a cell; empty for what is none.
pub(super) fn text(cell: &Cell) -> &str {
    match &cell.value {
        Value::Text(text) => text,
        _ => "",
    }
}

/// What a cell holds, as text.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::Blank => String::new(),
        Value::Text(text) | Value::Error(text) | Value::Date(text) => text.clone(),
        Value::Number(number) => number.normalize().to_string(),
        Value::Bool(value) => value.to_string().to_uppercase(),
    }
}
