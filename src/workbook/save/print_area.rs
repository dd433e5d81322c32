//! Print areas whose number of rows is a formula. `rust_xlsxwriter` writes fixed ones only, so the part that names them is
//! changed in the finished file.

use std::io::{Cursor, Read, Write};

use quick_xml::escape::escape;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipArchive, ZipWriter};

use crate::workbook::{FormulaText, Sheet, Workbook, call};

/// The part that names the print areas.
const PART: &str = "xl/workbook.xml";

/// The file with the print areas that are formulas; the file itself where there are none.
pub(super) fn set(workbook: &Workbook, bytes: Vec<u8>) -> Result<Vec<u8>, ZipError> {
    let areas: Vec<(usize, String)> = (0..)
        .zip(&workbook.sheets)
        .filter_map(|(at, sheet)| Some((at, formula(sheet)?)))
        .collect();
    if areas.is_empty() {
        return Ok(bytes);
    }
    let size = bytes.len();
    let mut from = ZipArchive::new(Cursor::new(bytes))?;
    let mut to = ZipWriter::new(Cursor::new(Vec::with_capacity(size)));
    for index in 0..from.len() {
        let file = from.by_index_raw(index)?;
        if file.name_raw() != PART.as_bytes() {
            to.raw_copy_file(file)?;
            continue;
        }
        drop(file);
        let mut text = String::new();
        from.by_index(index)?.read_to_string(&mut text)?;
        for (at, formula) in &areas {
            text = replaced(text, *at, formula);
        }
        let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
        to.start_file(PART, options)?;
        to.write_all(text.as_bytes())?;
    }
    Ok(to.finish()?.into_inner())
}

/// The formula of a sheet's print area.
fn formula(sheet: &Sheet) -> Option<String> {
    let ((_, col), rows) = (sheet.page.print_to?, sheet.page.print_rows.as_ref()?);
    let corner = FormulaText::fixed(0, 0).on(&sheet.name);
    let size = [FormulaText::name(rows), FormulaText::from(col + 1)];
    let [rows, cols] = size;
    Some(call("OFFSET", vec![corner, 0.into(), 0.into(), rows, cols]).into())
}

/// The text of the part with another print area of the sheet at a position.
fn replaced(mut text: String, at: usize, formula: &str) -> String {
    let start = format!("<definedName name=\"_xlnm.Print_Area\" localSheetId=\"{at}\">");
    let Some(from) = text.find(&start).map(|from| from + start.len()) else {
        return text;
    };
    let Some(length) = text[from..].find('<') else {
        return text;
    };
    text.replace_range(from..from + length, &escape(formula));
    text
}
