//! Web pages: what Excel saves as one, and what finance systems export under the name .xls. A page is a sheet; a web
//! archive (.mht) holds several.

mod archive;
mod cells;
mod grid;
mod open_cell;
mod page;
mod steps;
mod style;
mod text;

use encoding_rs::Encoding;

pub(super) use self::archive::read as read_archive;
use super::allowance::Allowance;
use super::{Limits, OpenError, OtherFormat, decode};
use crate::workbook::{Format, Problem, Sheet, Visibility, Workbook};

/// How far into a page its encoding is told.
const HEAD: usize = 4096;

/// Reads the page `bytes`.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Workbook, OpenError> {
    let sheet = sheet(bytes, None, None, &mut Allowance::new(limits));
    workbook(vec![sheet])
}

fn workbook(sheets: Vec<Sheet>) -> Result<Workbook, OpenError> {
    if sheets.iter().all(|sheet| sheet.cells.is_empty()) {
        return Err(OpenError::NotASpreadsheet(OtherFormat::Html));
    }
    Ok(Workbook {
        format: Some(Format::Html),
        sheets,
        ..Workbook::default()
    })
}

/// The sheet that a page makes. `charset` is the encoding that is said outside of it, `name` the name of the tab.
fn sheet(
    bytes: &[u8],
    charset: Option<&'static Encoding>,
    name: Option<String>,
    allowance: &mut Allowance<'_>,
) -> Sheet {
    let (text, damage) = decode::decode(bytes, declared(bytes).or(charset));
    let tabs = archive::tabs(&text);
    let own = tabs.into_iter().next().map(|tab| tab.name);
    let name = name.or(own).filter(|name| !name.trim().is_empty());
    let hidden =
        text.contains("<x:Visible>SheetHidden") || text.contains("<x:Visible>SheetVeryHidden");
    let mut sheet = Sheet {
        name: name.unwrap_or_else(|| "Sheet1".to_owned()),
        visibility: if hidden {
            Visibility::Hidden
        } else {
            Visibility::Visible
        },
        ..Sheet::default()
    };
    sheet.problems.extend(damage.map(Problem::Unreadable));
    page::read(&text, sheet, allowance)
}

/// The encoding that the head of a page names: `<meta charset="gbk">`, `content="text/html; charset=gb2312"`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let (_, rest) = head.split_once("charset=")?;
    let rest = rest.trim_start_matches([' ', '"', '\'']);
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':')));
    Encoding::for_label(&rest.as_bytes()[..end.unwrap_or(rest.len())])
}

#[cfg(test)]
mod tests;
