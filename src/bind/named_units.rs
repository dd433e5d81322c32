//! Which unit each sheet of a workbook says it is of.

use super::body_names::preparer;
use super::cells::holds_placeholder;
use crate::model::{Body, ReadingWords};
use crate::text::squash;
use crate::workbook::{Sheet, Value, Workbook};

/// For each sheet of `workbook` the unit that it names, in a line such as 编制单位：某某中心 or in what is printed above and below it; of
/// several the first, a unit before a department. `None` where it names none.
#[must_use]
pub fn named_units(words: &ReadingWords, workbook: &Workbook) -> Vec<Option<String>> {
    let sheets = workbook.sheets.iter();
    sheets.map(|sheet| named_unit(words, sheet)).collect()
}

fn named_unit(words: &ReadingWords, sheet: &Sheet) -> Option<String> {
    let cells = sheet.cells.iter().filter_map(|cell| match &cell.value {
        Value::Text(text) => Some(text),
        _ => None,
    });
    let named = cells.chain(&sheet.printed).filter_map(|text| {
        let (_, name, body) = preparer(words, &squash(text))?;
        (!name.is_empty() && !holds_placeholder(&name)).then_some((name, body))
    });
    let named: Vec<(String, Body)> = named.collect();
    // The department in charge may be named above its unit.
    let unit = named.iter().find(|(_, body)| *body == Body::Unit);
    Some(unit.or(named.first())?.0.clone())
}
