//! The number formats of a workbook; of its styles nothing else is read.

use super::super::tags::{Kind, Tags};

/// More cell formats than a spreadsheet program writes (64,000).
const MOST: usize = 100_000;

/// The styles with only the number formats, which tell dates from numbers, and for each cell format whether it shows a
/// percentage. What is missing is read as a number.
pub(super) fn plain(part: &str) -> (String, Vec<bool>) {
    let mut tags = Tags::new(part);
    let (mut formats, mut cells) = (String::new(), String::new());
    let (mut format_count, mut cell_count) = (0, 0);
    let (mut within_formats, mut within_cells) = (false, false);
    // 0% and 0.00%, which need no code of their own.
    let mut percents = vec!["9".to_owned(), "10".to_owned()];
    let mut percentages = Vec::new();
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
                    if code.contains('%') {
                        percents.push(id.to_string());
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
                percentages.push(percents.iter().any(|own| Some(own.as_str()) == id));
                cells.push_str(&format!("<xf numFmtId=\"{}\"/>", id.unwrap_or("0")));
            }
            _ => {}
        }
    }
    let plain =
        format!("<styleSheet><numFmts>{formats}</numFmts><cellXfs>{cells}</cellXfs></styleSheet>");
    (plain, percentages)
}
