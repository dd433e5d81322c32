//! The package of what is left to calamine: cells that are not written plainly, and what they refer to.

use super::super::OpenError;
use super::super::calamine::XlsxFile;
use super::super::package::Stored;
use super::sheet::XlsxScan;
use super::workbook::Book;

const RELATIONS: &str = "<Relationships><Relationship Id=\"w\" Type=\"/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";

/// Parts that cells refer to, written anew.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) strings: Option<String>,
    pub(super) styles: Option<String>,
}

/// The package with the cells that the scans of the sheets of `book` left; `None` where they left none, as in most workbooks.
pub(super) fn open(
    book: &Book,
    parts: &Parts,
    scans: &mut [XlsxScan],
) -> Result<Option<XlsxFile>, OpenError> {
    let left = |scan: &XlsxScan| scan.cells.iter().any(|cell| cell.known.is_none());
    if !scans.iter().any(left) {
        return Ok(None);
    }
    let mut stored = Stored::new();
    stored.add("_rels/.rels", RELATIONS.as_bytes())?;
    stored.add("xl/workbook.xml", workbook(book).as_bytes())?;
    let relations = relations(book);
    stored.add("xl/_rels/workbook.xml.rels", relations.as_bytes())?;
    if let Some(part) = &parts.strings {
        stored.add("xl/sharedStrings.xml", part.as_bytes())?;
    }
    if let Some(part) = &parts.styles {
        stored.add("xl/styles.xml", part.as_bytes())?;
    }
    for (index, scan) in scans.iter_mut().enumerate() {
        let xml = std::mem::take(&mut scan.xml);
        stored.add(&sheet_part(index), xml.as_bytes())?;
    }
    let file = XlsxFile::open(stored.finish()?).map_err(OpenError::corrupt)?;
    Ok(Some(file))
}

/// The name of sheet `index` in the plain package. Names of the file may occur twice.
pub(super) fn sheet_name(index: usize) -> String {
    format!("s{index}")
}

/// The part of sheet `index` in the plain package.
fn sheet_part(index: usize) -> String {
    format!("xl/worksheets/s{index}.xml")
}

/// The workbook part of the plain package.
fn workbook(book: &Book) -> String {
    let mut text = String::from("<workbook>");
    if book.from_1904 {
        text.push_str("<workbookPr date1904=\"1\"/>");
    }
    text.push_str("<sheets>");
    for index in 0..book.sheets.len() {
        text.push_str(&format!(
            "<sheet name=\"{}\" r:id=\"r{index}\"/>",
            sheet_name(index)
        ));
    }
    text.push_str("</sheets></workbook>");
    text
}

/// The relations of the workbook part of the plain package.
fn relations(book: &Book) -> String {
    let mut text = String::from("<Relationships>");
    for index in 0..book.sheets.len() {
        let target = sheet_part(index);
        text.push_str(&format!(
            "<Relationship Id=\"r{index}\" Type=\"/worksheet\" Target=\"/{target}\"/>"
        ));
    }
    text.push_str("</Relationships>");
    text
}
