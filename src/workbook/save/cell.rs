//! What a cell holds, as .xlsx has it.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Formula, Note, Url, Worksheet};

use super::super::{Address, Cell, Style, Value, comment_size};
use super::{CellFormats, look};

/// Writes what a cell holds; how it looks comes with [`write_formats`](super::write_formats), but for a link, which brings its own format.
pub(super) fn write_cell(
    target: &mut Worksheet,
    cell: &Cell,
    formats: &mut CellFormats,
) -> Result<(), String> {
    let (row, col) = (cell.row, column(cell.address())?);
    let written = match (&cell.formula, &cell.value) {
        (None, Value::Text(text)) if cell.link.is_some() => {
            let place = cell.link.as_deref().unwrap_or_default();
            let place = match place.strip_prefix("external:") {
                Some(path) => format!("file:///{path}"),
                None => format!("internal:{place}"),
            };
            let link = Url::new(place).set_text(text);
            target.write_url_with_format(row, col, link, format_of(formats, cell.style, true))
        }
        (Some(formula), value) => {
            let formula = Formula::new(formula).set_result(formula_result(value)?);
            target.write_formula(row, col, formula)
        }
        (None, Value::Blank) => Ok(&mut *target),
        (None, Value::Text(text) | Value::Error(text) | Value::Date(text)) => {
            target.write_string(row, col, text)
        }
        (None, Value::Number(number)) => target.write_number(row, col, binary(*number)),
        (None, Value::Bool(value)) => target.write_boolean(row, col, *value),
    };
    written.map_err(|error| error.to_string())?;
    write_comment(target, cell)
}

/// Writes the comment of a cell, where it has one.
pub(super) fn write_comment(target: &mut Worksheet, cell: &Cell) -> Result<(), String> {
    let Some(text) = &cell.comment else {
        return Ok(());
    };
    let written = target.insert_note(cell.row, column(cell.address())?, &note(text));
    written.map(drop).map_err(|error| error.to_string())
}

/// The format of a style.
pub(super) fn format_of(
    formats: &mut CellFormats,
    style: Style,
    link: bool,
) -> &rust_xlsxwriter::Format {
    let made = formats.entry((style, link));
    made.or_insert_with(|| look::format(style, link))
}

/// The text of a formula's result; the type of the result is told from it.
pub(super) fn formula_result(value: &Value) -> Result<String, String> {
    Ok(match value {
        Value::Blank => String::new(),
        Value::Number(number) => number.normalize().to_string(),
        Value::Bool(true) => "TRUE".to_owned(),
        Value::Bool(false) => "FALSE".to_owned(),
        Value::Error(text) => text.clone(),
        Value::Text(text) | Value::Date(text) => {
            let ambiguous = text.parse::<f64>().is_ok() || text == "TRUE" || text == "FALSE";
            if ambiguous {
                return Err(format!(
                    "the formula's result `{text}` is text and would be read as a value"
                ));
            }
            text.clone()
        }
    })
}

/// The binary number nearest to a decimal one.
pub(super) fn binary(number: Decimal) -> f64 {
    number
        .normalize()
        .to_string()
        .parse()
        .expect("the text of a decimal is a number")
}

/// The column as .xlsx counts it.
pub(super) fn column(at: Address) -> Result<u16, String> {
    u16::try_from(at.col).map_err(|_| "column is beyond XFD".to_owned())
}

/// A hidden comment, large enough for its text.
fn note(text: &str) -> Note {
    let (width, height) = comment_size(text);
    Note::new(text)
        .set_author("yusuan")
        .add_author_prefix(false)
        .set_font_name(look::FONT)
        .set_font_size(9)
        .set_width(width)
        .set_height(height)
}
