//! What the page of HTML says of one file.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::super::FileReport;
use super::super::explain::words::one_line;
use super::super::html::escape;
use super::FileSummary;
use super::excerpt::{Excerpt, TakenSheet};
use crate::bind::{Ledger, Role};
use crate::finding::{Finding, Severity, Stated};
use crate::messages::Messages;
use crate::text::grouped;
use crate::workbook::{Address, Cell, Value, Workbook, column_letters};

/// The most cells of a finding that are listed with what they hold.
const MOST_CELLS: usize = 12;
/// The most characters of what a cell holds that are listed.
const MOST_TEXT: usize = 60;
/// The most sheets of a finding that are drawn.
const MOST_SHEETS: usize = 3;

/// The most drawings of cells that a page of HTML gets, shared out among the files.
const DRAWINGS: usize = 3_000;
/// The least and the most drawings of one file.
const DRAWINGS_OF_FILE: (usize, usize) = (5, 200);

/// What a page says of one file.
#[derive(Debug)]
pub struct HtmlPart {
    /// The file in a line.
    pub summary: FileSummary,
    /// Its findings, as HTML.
    pub findings: String,
}

/// How many findings of each of so many files get a drawing of their cells.
#[must_use]
pub fn drawings_of_each(files: usize) -> usize {
    let (least, most) = DRAWINGS_OF_FILE;
    (DRAWINGS / files.max(1)).clamp(least, most)
}

/// What a page says of one file: its findings, the gravest first, the first `drawings` of them with a drawing of the cells
/// around. `source` is the spreadsheet that was read, where it is one, and what its cells were taken for.
///
/// # Panics
/// Where `templates/messages/` lacks a finding's code or wording.
#[must_use]
pub fn report_html_part(
    file: &FileReport<'_>,
    source: Option<(&Workbook, &Ledger)>,
    drawings: usize,
    messages: &Messages,
) -> HtmlPart {
    let mut sheets: BTreeMap<&str, TakenSheet<'_>> = BTreeMap::new();
    if let Some((workbook, ledger)) = source {
        let named = |sheet: &str| {
            let cells = file.findings.iter().flat_map(|finding| &finding.cells);
            let mut places = cells.filter_map(|cell| cell.place.as_ref());
            places.any(|place| &*place.sheet == sheet)
        };
        for (at, sheet) in workbook.sheets.iter().enumerate() {
            if !sheet.is_results() && named(&sheet.name) {
                let roles = ledger.roles.get(at).map(Vec::as_slice).unwrap_or_default();
                sheets
                    .entry(&sheet.name)
                    .or_insert_with(|| TakenSheet::new(sheet, roles));
            }
        }
    }
    let mut findings: Vec<&Finding> = file.findings.iter().collect();
    findings.sort_by_key(|finding| finding.severity);
    let mut html = String::new();
    for (at, finding) in findings.iter().enumerate() {
        article(finding, &sheets, at < drawings, messages, &mut html);
    }
    let placed = |finding: &&&Finding| finding.cells.iter().any(|cell| cell.place.is_some());
    let left = findings.iter().skip(drawings).filter(placed).count();
    if left > 0 && !sheets.is_empty() {
        let left = messages.with("report-not-drawn", &[("count", left.into())]);
        html.push_str(&format!("<p>{}</p>\n", escape(&left)));
    }
    HtmlPart {
        summary: FileSummary::new(file),
        findings: html,
    }
}

/// A text on one line, as HTML.
pub(super) fn line(text: &str) -> String {
    escape(&one_line(text))
}

/// The class of a severity, which is also its letter in the page's address.
pub(super) const fn class(severity: Severity) -> char {
    match severity {
        Severity::Error => 'e',
        Severity::Warning => 'w',
        Severity::Note => 'n',
    }
}

/// The word for a severity.
pub(super) fn word(severity: Severity, messages: &Messages) -> String {
    messages.text(match severity {
        Severity::Error => "annotate-error",
        Severity::Warning => "annotate-warning",
        Severity::Note => "annotate-note",
    })
}

fn article(
    finding: &Finding,
    sheets: &BTreeMap<&str, TakenSheet<'_>>,
    drawn: bool,
    messages: &Messages,
    html: &mut String,
) {
    let (message, help) = finding.words(messages);
    let place = match finding.place() {
        Some((sheet, Some(cell))) => format!("{sheet}!{cell}"),
        Some((sheet, None)) => sheet.to_owned(),
        None => String::new(),
    };
    let name = finding.name(messages);
    let name = name.map_or_else(String::new, |name| format!(" {name}"));
    html.push_str(&format!(
        "<article class={0} data-code={1}>\n<h3><b>{2}</b> <a href=#code-{1}>{1}{5}</a> <bdi>{3}</bdi></h3>\n<p><bdi>{4}</bdi></p>\n",
        class(finding.severity),
        finding.code,
        escape(&word(finding.severity, messages)),
        line(&place),
        line(&message),
        escape(&name),
    ));
    if drawn {
        draw(finding, sheets, html);
    }
    cells(finding, messages, html);
    let help = messages.with("finding-help", &[("help", help.into())]);
    html.push_str(&format!(
        "<p class=help><bdi>{}</bdi></p>\n</article>\n",
        line(&help)
    ));
}

/// The list of the finding's cells with what they hold.
fn cells(finding: &Finding, messages: &Messages, html: &mut String) {
    if finding.cells.is_empty() {
        return;
    }
    html.push_str("<ul>");
    let own = finding.place().map(|(sheet, _)| sheet);
    for cell in finding.cells.iter().take(MOST_CELLS) {
        let place = match &cell.place {
            Some(place) if Some(&*place.sheet) == own => place.cell.to_string(),
            Some(place) => format!("{}!{}", place.sheet, place.cell),
            None => "-".to_owned(),
        };
        let mut text = format!("{place} = {}", cut(&cell.text));
        let same = |yuan: &Decimal| yuan.to_string() == cell.text.replace(',', "");
        if let Some(yuan) = cell.yuan.filter(|yuan| !same(yuan)) {
            text.push_str(&messages.with("finding-yuan", &[("yuan", yuan.into())]));
        }
        html.push_str(&format!("<li><bdi>{}</bdi>", line(&text)));
    }
    if finding.cells.len() > MOST_CELLS {
        let args = [("count", finding.cells.len().into())];
        let more = messages.with("finding-more-cells", &args);
        html.push_str(&format!("<li>{}", escape(&more)));
    }
    html.push_str("</ul>\n");
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MOST_TEXT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Draws the finding's cells, sheet by sheet.
fn draw(finding: &Finding, sheets: &BTreeMap<&str, TakenSheet<'_>>, html: &mut String) {
    let mut drawn: Vec<(&TakenSheet<'_>, Vec<Address>)> = Vec::new();
    for cell in &finding.cells {
        let Stated {
            place: Some(place), ..
        } = cell
        else {
            continue;
        };
        let Some(taken) = sheets.get(&*place.sheet) else {
            continue;
        };
        let known = |(own, _): &&mut (&TakenSheet<'_>, _)| std::ptr::eq(*own, taken);
        match drawn.iter_mut().find(known) {
            Some((_, cells)) => cells.push(place.cell),
            None => drawn.push((taken, vec![place.cell])),
        }
    }
    let first = finding.cells.iter().find_map(|cell| cell.place.as_ref());
    for (taken, cells) in drawn.iter().take(MOST_SHEETS) {
        let marks: BTreeMap<Address, bool> = cells
            .iter()
            .rev()
            .map(|cell| {
                let own =
                    first.is_some_and(|own| own.cell == *cell && *own.sheet == taken.sheet.name);
                (*cell, own)
            })
            .collect();
        drawing(taken, &taken.excerpt(cells), &marks, html);
    }
}

/// Draws a part of a sheet. `marks` are the finding's cells, and whether each is its first one.
fn drawing(
    taken: &TakenSheet<'_>,
    excerpt: &Excerpt,
    marks: &BTreeMap<Address, bool>,
    html: &mut String,
) {
    let regions = excerpt.regions(taken.sheet);
    html.push_str(&format!(
        "<div class=wide><table><caption>{}</caption><tr><th>",
        line(&taken.sheet.name)
    ));
    // A line marks where rows or columns are left out.
    let gap = |all: &[u32], at: usize| at > 0 && all[at] != all[at - 1] + 1;
    for (at, col) in excerpt.cols.iter().enumerate() {
        let class = if gap(&excerpt.cols, at) {
            " class=gap"
        } else {
            ""
        };
        html.push_str(&format!("<th{class}>{}", column_letters(*col)));
    }
    for (row_at, &row) in excerpt.rows.iter().enumerate() {
        let class = if gap(&excerpt.rows, row_at) {
            " class=gap"
        } else {
            ""
        };
        html.push_str(&format!("<tr{class}><th>{}", u64::from(row) + 1));
        for (col_at, &col) in excerpt.cols.iter().enumerate() {
            let position = (row_at, col_at);
            let region = regions.first.get(&position);
            if region.is_none() && regions.covered.contains(&position) {
                continue;
            }
            let (at, rows, cols) = region.copied().unwrap_or((Address::new(row, col), 1, 1));
            let own = |row: &u32, col: &u32| marks.get(&Address::new(*row, *col));
            let mark = excerpt.rows[row_at..row_at + rows]
                .iter()
                .flat_map(|row| {
                    let cols = &excerpt.cols[col_at..col_at + cols];
                    cols.iter().filter_map(move |col| own(row, col))
                })
                .max();
            drawn_cell(taken.get(at), mark.copied(), (rows, cols), html);
        }
    }
    html.push_str("</table></div>\n");
}

fn drawn_cell(
    held: Option<(&Cell, Option<Role>)>,
    mark: Option<bool>,
    (rows, cols): (usize, usize),
    html: &mut String,
) {
    let role = held.and_then(|(_, role)| role);
    let amount = matches!(
        role,
        Some(Role::Amount | Role::Total | Role::Repeated | Role::Fault | Role::NotRead)
    );
    let mut classes = Vec::new();
    match mark {
        Some(true) => classes.push("own"),
        Some(false) => classes.push("part"),
        None => {}
    }
    match role {
        Some(Role::Header | Role::Title | Role::Measure) => classes.push("head"),
        _ if amount => classes.push("num"),
        _ => {}
    }
    html.push_str("<td");
    match classes[..] {
        [] => {}
        [class] => html.push_str(&format!(" class={class}")),
        _ => html.push_str(&format!(" class=\"{}\"", classes.join(" "))),
    }
    if rows > 1 {
        html.push_str(&format!(" rowspan={rows}"));
    }
    if cols > 1 {
        html.push_str(&format!(" colspan={cols}"));
    }
    html.push('>');
    match held {
        // Named, not quoted, as in the list of cells: a report is seen by more people than a hidden sheet.
        Some((_, Some(Role::Hidden))) => html.push('…'),
        Some((cell, _)) => html.push_str(&line(&shown(cell, amount))),
        None => {}
    }
}

/// What a cell holds, as it is drawn: of amounts the thousands apart, long texts cut.
fn shown(cell: &Cell, amount: bool) -> String {
    match (&cell.value, &cell.formula) {
        (Value::Blank, Some(formula)) => cut(&format!("={formula}")),
        (Value::Blank, None) => String::new(),
        (Value::Number(number), _) if amount => grouped(&number.to_string()),
        (Value::Number(number), _) => number.to_string(),
        (Value::Text(text) | Value::Error(text) | Value::Date(text), _) => cut(text),
        (Value::Bool(value), _) => value.to_string().to_uppercase(),
    }
}
