//! The number formats of a workbook; of its styles nothing else is read.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::number_format::NumberFormat;
use super::super::tags::{Kind, Tags};
use super::super::xml;

/// More cell formats than a spreadsheet program writes (64,000).
const MOST: usize = 100_000;

/// For each cell format how it changes what number is seen; `None` of one that shows numbers as they are.
pub(super) type Formats = Vec<Option<Rc<NumberFormat>>>;

/// The styles with only the number formats, which tell dates from numbers, and what each cell format does to numbers.
/// What is missing is read as a number.
pub(super) fn plain(part: &str) -> (String, Formats) {
    let mut tags = Tags::new(part);
    let (mut formats, mut cells) = (String::new(), String::new());
    let (mut format_count, mut cell_count) = (0, 0);
    let (mut within_formats, mut within_cells) = (false, false);
    // 0% and 0.00%, which need no code of their own.
    let percent = Rc::new(NumberFormat::percent());
    let mut known: BTreeMap<String, Rc<NumberFormat>> = BTreeMap::from([
        ("9".to_owned(), Rc::clone(&percent)),
        ("10".to_owned(), percent),
    ]);
    let mut shown = Formats::new();
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
                    let format = NumberFormat::parse(&xml::unescaped(code));
                    if format.is_plain() {
                        known.remove(id);
                    } else {
                        known.insert(id.to_owned(), Rc::new(format));
                    }
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
                shown.push(id.and_then(|id| known.get(id)).cloned());
                cells.push_str(&format!("<xf numFmtId=\"{}\"/>", id.unwrap_or("0")));
            }
            _ => {}
        }
    }
    let plain =
        format!("<styleSheet><numFmts>{formats}</numFmts><cellXfs>{cells}</cellXfs></styleSheet>");
    (plain, shown)
}
