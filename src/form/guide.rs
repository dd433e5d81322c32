//! The first sheet: how the form is filled in.

use super::block::FormBlock;
use super::dimensions::Dimensions;
use super::feeding::is_fed;
use super::stamp::OURS;
use super::{FormKind, Request};
use crate::layout::Templates;
use crate::model::{Dim, Lines};
use crate::workbook::{Cell, Look, Page, Protection, Sheet, Style, Value, line_count};

const COMMON: &str = include_str!("../../templates/form/guide-common.txt");
const DIRECT: &str = include_str!("../../templates/form/guide-direct.txt");
/// The guide to forms that have nothing but tables. A line that begins with a point is numbered; behind it may stand what kind of
/// tables it is about.
const TABLES: &str = include_str!("../../templates/form/guide-tables.txt");
/// What comes first in the guide to such forms with a sheet 录入, in place of the first two lines.
const ENTRY_TABLES: &str = include_str!("../../templates/form/guide-entry-tables.txt");
const ENTRY: &str = include_str!("../../templates/form/guide-entry.txt");
/// The width of the text in characters.
const WIDTH: f64 = 100.0;

/// The lines of the guide to tables of these blocks.
fn of_tables(
    templates: &Templates,
    request: &Request<'_>,
    blocks: &[FormBlock<'_>],
) -> Vec<String> {
    let entered = request.kind == FormKind::Entry;
    let typed = |own: &&FormBlock<'_>| !entered || !is_fed(own.meaning, own.printed);
    let any = |is: fn(&FormBlock<'_>) -> bool| blocks.iter().filter(typed).any(is);
    let dims = Dimensions::new(&templates.model, request.layout);
    let list = |own: &FormBlock<'_>| own.is_list();
    let records = |own: &FormBlock<'_>| own.meaning.lines == Lines::Records;
    let about = |what: &str| match what {
        "list" => any(list),
        "carry" => dims.carry().is_some(),
        "years" => !dims.years.is_empty(),
        "unit" => dims.units,
        "codes" => !dims.codes.is_empty(),
        "units" => any(|own| !own.units.is_empty()),
        "class" => any(|own| matches!(own.meaning.lines, Lines::Class(_))),
        "rows" => any(|own| !own.meaning.rows.is_empty()),
        "within" => any(|own| {
            let rows = own.meaning.rows.iter().map(|row| row.of_which);
            let mut all = own
                .meaning
                .columns
                .iter()
                .map(|own| own.of_which)
                .chain(rows);
            all.any(|of_which| of_which)
        }),
        "computed" => any(|own| own.computed.iter().any(Option::is_some)),
        "count" => any(|own| {
            let rows = own.meaning.rows.iter().map(|row| &row.at);
            let mut all = own.meaning.columns.iter().map(|own| &own.at).chain(rows);
            all.any(|at| at.get(Dim::QUANTITY).is_some())
        }),
        "records" => any(records),
        "text" => any(|own| !own.texts.is_empty()),
        "hidden" => any(list) || any(records),
        _ => true,
    };
    let mut number = 0;
    let mut lines = Vec::new();
    let (own, from) = if entered { (ENTRY_TABLES, 2) } else { ("", 0) };
    for line in own.lines().chain(TABLES.lines().skip(from)) {
        let Some((what, text)) = line.strip_prefix('.').and_then(|line| line.split_once(' '))
        else {
            number = 0;
            lines.push(line.to_owned());
            continue;
        };
        if about(what) {
            number += 1;
            lines.push(format!("{number}. {text}"));
        }
    }
    lines
}

/// The sheet 填报说明.
pub(super) fn sheet(
    templates: &Templates,
    request: &Request<'_>,
    blocks: &[FormBlock<'_>],
) -> Sheet {
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
    let own = if request.kind == FormKind::Entry {
        ENTRY
    } else {
        DIRECT
    };
    let guide: Vec<String> = match request.layout.document {
        Some(_) => own
            .lines()
            .chain(COMMON.lines())
            .map(str::to_owned)
            .collect(),
        None => of_tables(templates, request, blocks),
    };
    let guide = guide.iter().map(String::as_str);
    let lines = stated.iter().map(String::as_str).chain([""]).chain(guide);
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
