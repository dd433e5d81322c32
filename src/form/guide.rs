//! The first sheet: how the form is filled in.

use super::stamp::OURS;
use super::{Kind, Request};
use crate::workbook::{Cell, Look, Page, Protection, Sheet, Style, Value, line_count};

const COMMON: &str = include_str!("../../templates/form/guide-common.txt");
const DIRECT: &str = include_str!("../../templates/form/guide-direct.txt");
const ENTRY: &str = include_str!("../../templates/form/guide-entry.txt");
/// The width of the text in characters.
const WIDTH: f64 = 100.0;

/// The sheet 填报说明.
pub(super) fn sheet(request: &Request<'_>) -> Sheet {
    let text = |row: u32, text: String, look: Look, strong: bool| Cell {
        row,
        value: Value::Text(text),
        style: Style {
            look,
            strong,
            ..Style::default()
        },
        ..Cell::default()
    };
    let unit = &request.unit;
    let mut cells = vec![text(0, format!("填报说明{OURS}"), Look::Note, true)];
    let facts = [
        ("单位", unit.name.as_str()),
        ("单位编码", unit.code.as_str()),
        ("主管部门", unit.department.as_str()),
        ("单位类型", unit.nature.as_str()),
    ];
    let mut stated: Vec<String> = facts
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}：{value}"))
        .collect();
    stated.push(format!("预算年度：{}", request.year));
    stated.push(format!(
        "表样：{}（{}，第 {} 版）",
        request.layout.name, request.layout.id, request.layout.version
    ));
    let own = if request.kind == Kind::Entry {
        ENTRY
    } else {
        DIRECT
    };
    let lines = stated
        .iter()
        .map(String::as_str)
        .chain([""])
        .chain(own.lines())
        .chain(COMMON.lines());
    let mut heights = Vec::new();
    for (row, line) in (2..).zip(lines) {
        if line.is_empty() {
            continue;
        }
        let heading = line.starts_with(['一', '二', '三', '四', '五', '六', '七', '八']);
        let rows = u32::try_from(line_count(line, WIDTH - 2.0)).unwrap_or(1);
        heights.push((row, 18.0 * f64::from(rows)));
        cells.push(text(row, line.to_owned(), Look::Note, heading));
    }
    Sheet {
        name: "填报说明".to_owned(),
        page: Page {
            print_to: cells.last().map(|cell| (cell.row, 0)),
            ..Page::default()
        },
        cells,
        widths: vec![WIDTH],
        heights,
        protection: Some(Protection {
            password: request.password.clone(),
        }),
        ..Sheet::default()
    }
}
