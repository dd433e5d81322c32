//! The number formats of a workbook; of its styles nothing else is read.

use std::collections::BTreeMap;

use super::super::format::NumberFormat;
use super::super::tags::{Kind, Tags};
use super::super::xml;

/// More cell formats than a spreadsheet program writes (64,000).
const MOST: usize = 100_000;

/// The styles with only the number formats, which tell dates from numbers, and the number format of each cell format. What is
/// missing is read as a number.
pub(super) fn plain(part: &str) -> (String, Vec<NumberFormat>) {
    let mut tags = Tags::new(part);
    let (mut formats, mut cells) = (String::new(), String::new());
    let (mut format_count, mut cell_count) = (0, 0);
    let (mut within_formats, mut within_cells) = (false, false);
    let mut own: BTreeMap<String, NumberFormat> = BTreeMap::new();
    let mut of_cells = Vec::new();
    while let Ok(Some(tag)) = tags.next() {
        match (tag.name, tag.kind) {
            ("numFmts", kind) => within_formats = kind == Kind::Start,
            ("cellXfs", kind) => within_cells = kind == Kind::Start,
            (_, Kind::End) => {}
            ("numFmt", _) if within_formats && format_count < MOST => {
                format_count += 1;
                if let (Some(id), Some(code)) =
                    (tag.attribute("numFmtId"), tag.attribute("formatCode"))
                {
                    let format = NumberFormat::of(&xml::unescaped(code));
                    own.insert(id.to_string(), format);
                    let quote = if code.contains('"') { '\'' } else { '"' };
                    formats.push_str(&format!(
                        "<numFmt numFmtId=\"{id}\" formatCode={quote}{code}{quote}/>"
                    ));
                }
            }
            ("xf", _) if within_cells && cell_count < MOST => {
                cell_count += 1;
                let id = tag
                    .attribute("numFmtId")
                    .filter(|id| id.bytes().all(|b| b.is_ascii_digit()));
                let built_in = || {
                    id.and_then(|id| id.parse().ok())
                        .map(NumberFormat::built_in)
                };
                let format = id.and_then(|id| own.get(id).copied()).or_else(built_in);
                of_cells.push(format.unwrap_or_default());
                cells.push_str(&format!("<xf numFmtId=\"{}\"/>", id.unwrap_or("0")));
            }
            _ => {}
        }
    }
    let plain =
        format!("<styleSheet><numFmts>{formats}</numFmts><cellXfs>{cells}</cellXfs></styleSheet>");
    (plain, of_cells)
}
