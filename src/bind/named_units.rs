//! Which unit each sheet of a workbook says it is of.

use super::body_names::preparer;
use super::cells::holds_placeholder;
use crate::model::{Body, ReadingWords};
use crate::text::squash;
use crate::workbook::{Sheet, Value, Workbook};

/// For each sheet of `workbook` the unit that it names, in a line such as 编制单位：某某中心 or in what is printed above and below it; of
/// several the first, a unit before a department. Of a sheet without such a line, a cover or 编制说明, it is the one of these units that
/// it speaks of most often. `None` where it speaks of none.
#[must_use]
pub fn named_units(words: &ReadingWords, workbook: &Workbook) -> Vec<Option<String>> {
    let sheets = workbook.sheets.iter();
    let named: Vec<Option<String>> = sheets.map(|sheet| named_unit(words, sheet)).collect();
    let mut units: Vec<&String> = named.iter().flatten().collect();
    // The name of 图书馆 within that of 少年儿童图书馆 is not its own.
    units.sort_by(|one, other| other.len().cmp(&one.len()).then(one.cmp(other)));
    units.dedup();
    let sheets = workbook.sheets.iter().zip(&named);
    let of = sheets.map(|(sheet, name)| name.clone().or_else(|| spoken_of(sheet, &units)));
    of.collect()
}

fn spoken_of(sheet: &Sheet, units: &[&String]) -> Option<String> {
    let texts: Vec<&str> = texts(sheet).map(String::as_str).collect();
    let mut rest = squash(&texts.join("\n")).into_owned();
    let mut most = None;
    for unit in units {
        let count = rest.matches(unit.as_str()).count();
        if count > most.map_or(0, |(_, most)| most) {
            most = Some((*unit, count));
        }
        rest = rest.replace(unit.as_str(), "\n");
    }
    most.map(|(unit, _)| unit.clone())
}

fn texts(sheet: &Sheet) -> impl Iterator<Item = &String> {
    let cells = sheet.cells.iter().filter_map(|cell| match &cell.value {
        Value::Text(text) => Some(text),
        _ => None,
    });
    cells.chain(&sheet.printed)
}

fn named_unit(words: &ReadingWords, sheet: &Sheet) -> Option<String> {
    let named = texts(sheet).filter_map(|text| {
        let (_, name, body) = preparer(words, &squash(text))?;
        (!name.is_empty() && !holds_placeholder(words, &name)).then_some((name, body))
    });
    let named: Vec<(String, Body)> = named.collect();
    // The department in charge may be named above its unit.
    let unit = named.iter().find(|(_, body)| *body == Body::Unit);
    Some(unit.or(named.first())?.0.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Model;
    use crate::workbook::Cell;

    fn sheet(texts: &[&str]) -> Sheet {
        let cells = (0..).zip(texts).map(|(row, text)| Cell {
            row,
            value: Value::Text((*text).to_owned()),
            ..Cell::default()
        });
        Sheet {
            cells: cells.collect(),
            ..Sheet::default()
        }
    }

    #[test]
    fn a_sheet_without_the_line_is_of_the_unit_that_it_speaks_of() {
        let workbook = Workbook {
            sheets: vec![
                sheet(&["甲区图书馆2026年预算编制说明", "甲区图书馆隶属甲区文化局。"]),
                sheet(&["收支总表", "主管部门：甲区文化局", "编制单位：甲区图书馆"]),
                sheet(&["目录"]),
                sheet(&[
                    "甲区少年儿童图书馆预算说明",
                    "甲区少年儿童图书馆由甲区图书馆代管。",
                    "甲区少年儿童图书馆",
                ]),
                sheet(&["收支总表", "编制单位：甲区少年儿童图书馆"]),
                sheet(&["编制单位：XX单位"]),
            ],
            ..Workbook::default()
        };
        let named = named_units(&Model::embedded().reading, &workbook);
        let (one, other) = (Some("甲区图书馆"), Some("甲区少年儿童图书馆"));
        let named: Vec<Option<&str>> = named.iter().map(Option::as_deref).collect();
        assert_eq!(named, [one, one, None, other, other, None]);
    }
}
