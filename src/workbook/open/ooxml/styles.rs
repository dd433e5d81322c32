//! The number formats of a workbook; of its styles nothing else is read.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::number_format::NumberFormat;
use super::super::tags::{TagKind, Tags};
use super::super::xml;

/// More cell formats than a spreadsheet program writes (64,000).
const MOST: usize = 100_000;

/// The cell formats, by their numbers.
#[derive(Debug, Default)]
pub(super) struct XlsxFormats(Vec<CellFormat>);

#[derive(Debug)]
struct CellFormat {
    /// How it changes what number is seen; `None` of one that shows numbers as they are.
    shown: Option<Rc<NumberFormat>>,
    /// Whether it may show a number as a date.
    date: bool,
}

impl XlsxFormats {
    /// How a format changes what number is seen.
    pub(super) fn shown(&self, style: usize) -> Option<&NumberFormat> {
        self.0.get(style)?.shown.as_deref()
    }

    /// Whether a format may show a number as a date.
    pub(super) fn may_be_date(&self, style: &str) -> bool {
        let style: usize = style.parse().unwrap_or_default();
        self.0.get(style).is_some_and(|format| format.date)
    }
}

/// Whether a built-in format shows a date or a time.
fn is_date(id: &str) -> bool {
    let id = id.trim_start_matches('0').parse::<u32>();
    id.is_ok_and(|id| matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58))
}

/// Whether the code of a format may show a date: it has letters of one, or an entity.
fn may_be_date(code: &str) -> bool {
    code.contains(|c: char| "dmhysa&".contains(c.to_ascii_lowercase()))
}

/// The styles with only the number formats, which tell dates from numbers, and what each cell format does to numbers.
/// What is missing is read as a number.
pub(super) fn plain(part: &str) -> (String, XlsxFormats) {
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
    let mut own_dates: BTreeMap<&str, bool> = BTreeMap::new();
    let mut all = Vec::new();
    while let Ok(Some(tag)) = tags.next() {
        match (tag.name, tag.kind) {
            ("numFmts", kind) => within_formats = kind == TagKind::Start,
            ("cellXfs", kind) => within_cells = kind == TagKind::Start,
            (_, TagKind::End) => {}
            ("numFmt", _) if within_formats && format_count < MOST => {
                format_count += 1;
                if let (Some(id), Some(code)) =
                    (tag.attribute("numFmtId"), tag.attribute("formatCode"))
                {
                    own_dates.insert(id, may_be_date(code));
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
                let shown = id.and_then(|id| known.get(id)).cloned();
                let id = id.unwrap_or("0");
                let own = own_dates.get(id).copied();
                let date = own.unwrap_or_else(|| is_date(id));
                all.push(CellFormat { shown, date });
                cells.push_str(&format!("<xf numFmtId=\"{id}\"/>"));
            }
            _ => {}
        }
    }
    let plain =
        format!("<styleSheet><numFmts>{formats}</numFmts><cellXfs>{cells}</cellXfs></styleSheet>");
    (plain, XlsxFormats(all))
}
