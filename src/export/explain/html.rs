//! What every cell was taken for, as one page of HTML that needs nothing else.

use super::super::html::escape;
use super::html_lists::{document, findings, layouts, numbers, strange, table};
use super::terminal::counts;
use super::words::{grave, hidden, role, shown};
use crate::bind::{CellTaken, Explanation, SheetTaken};
use crate::messages::Messages;
use crate::workbook::{Address, Workbook, column_letters};

/// The most rows that a merged region may span to be drawn as one cell.
const SPAN: usize = 200;
/// Texts longer than this, in characters, get a box that scrolls.
const LONG: usize = 160;
/// Empty cells in a row are drawn one by one up to this number.
const EMPTY: usize = 30;

/// What every cell of `file` was taken for: the layouts tried, the sheets of `workbook` drawn with the roles as colours, and below
/// each sheet its tables with their columns and lines. `explanation` is of the same workbook.
#[must_use]
pub fn explain_html(
    file: &str,
    workbook: &Workbook,
    explanation: &Explanation,
    messages: &Messages,
) -> String {
    let mut body = format!("<h1>{}</h1>\n", escape(file));
    body.push_str(&layouts(explanation, messages));
    body.push_str(&format!(
        "<h2>{}</h2>\n<ul class=\"legend\">\n",
        escape(&messages.text("taken-legend"))
    ));
    for (own, count) in counts(explanation) {
        let look = shown(own);
        body.push_str(&format!(
            "<li><span class=\"{}\"><i>{}</i> {}</span> {count}</li>\n",
            look.name,
            look.mark,
            escape(&role(own, messages))
        ));
    }
    body.push_str(&format!(
        "<li><b>*</b> {}</li>\n</ul>\n<nav>\n",
        escape(&messages.text("taken-legend-star"))
    ));
    for (at, sheet) in explanation.sheets.iter().enumerate() {
        let name = escape(&sheet.name);
        body.push_str(&format!("<a href=\"#sheet-{at}\">{name}</a>\n"));
    }
    body.push_str("</nav>\n");
    for (at, sheet) in explanation.sheets.iter().enumerate() {
        let name = messages.with("taken-sheet", &[("sheet", sheet.name.as_str().into())]);
        body.push_str(&format!("<h2 id=\"sheet-{at}\">{}", escape(&name)));
        if let Some(hidden) = hidden(sheet.visibility, messages) {
            body.push_str(&format!(" <small>{}</small>", escape(&hidden)));
        }
        body.push_str("</h2>\n");
        let merges = workbook
            .sheets
            .iter()
            .find(|own| own.name == sheet.name)
            .map(|own| own.merges.as_slice());
        body.push_str(&drawing(sheet, merges.unwrap_or_default(), messages));
        let own = explanation
            .tables
            .iter()
            .filter(|own| own.sheet == sheet.name);
        own.for_each(|own| body.push_str(&table(own, messages)));
    }
    body.push_str(&document(explanation, messages));
    body.push_str(&numbers(explanation, messages));
    body.push_str(&strange(explanation, messages));
    body.push_str(&findings(explanation, messages));
    page(file, &body, messages)
}

/// A whole page around `body`, which is HTML already.
pub(super) fn page(title: &str, body: &str, messages: &Messages) -> String {
    let style = include_str!("../../../templates/explain/explain.css");
    super::super::html::page(title, style, "", body, messages)
}

/// The rows and columns of a sheet that hold something.
struct Drawn<'d> {
    rows: Vec<&'d [CellTaken]>,
    cols: Vec<u32>,
    /// By row, the columns (first and last, as positions) that a region covers, and the region's first row.
    covered: Vec<Vec<(usize, usize, usize)>>,
}

impl<'d> Drawn<'d> {
    fn new(sheet: &'d SheetTaken, merges: &[(Address, Address)]) -> Self {
        let mut cols: Vec<u32> = sheet.cells.iter().map(|cell| cell.cell.col).collect();
        cols.sort_unstable();
        cols.dedup();
        let rows: Vec<&[CellTaken]> = sheet
            .cells
            .chunk_by(|a, b| a.cell.row == b.cell.row)
            .collect();
        let covered = vec![Vec::new(); rows.len()];
        let mut drawn = Self {
            rows,
            cols,
            covered,
        };
        for (from, to) in merges {
            drawn.merge(*from, *to);
        }
        drawn
    }

    /// Draws a region as one cell, where nothing else stands in it: what is hidden below a merged cell is to be seen.
    fn merge(&mut self, from: Address, to: Address) {
        let number = |row: &&[CellTaken]| row[0].cell.row;
        let top = self.rows.partition_point(|row| number(row) < from.row);
        let bottom = self.rows.partition_point(|row| number(row) <= to.row);
        let left = self.cols.partition_point(|col| *col < from.col);
        let right = self.cols.partition_point(|col| *col <= to.col);
        let single = right <= left + 1 && bottom <= top + 1;
        if bottom <= top || right <= left || bottom - top > SPAN || single {
            return;
        }
        let mut held = self.rows[top..bottom]
            .iter()
            .flat_map(|row| *row)
            .map(|cell| cell.cell)
            .filter(|cell| from.col <= cell.col && cell.col <= to.col);
        let alone = held.next() == Some(from) && held.next().is_none();
        let free = self.covered[top..bottom]
            .iter()
            .flatten()
            .all(|&(first, last, _)| last < left || right <= first);
        if alone && free {
            for row in &mut self.covered[top..bottom] {
                row.push((left, right - 1, top));
            }
        }
    }

    fn row(&self, at: usize, messages: &Messages) -> String {
        let mut cells = self.rows[at].iter().peekable();
        let mut html = String::new();
        let mut col = 0;
        while col < self.cols.len() {
            let region = self.covered[at].iter().find(|(first, _, _)| *first == col);
            if let Some((_, last, _)) = region.filter(|(_, _, top)| *top < at) {
                col = last + 1;
                continue;
            }
            if let Some(cell) = cells.next_if(|cell| cell.cell.col == self.cols[col]) {
                let (last, bottom) = region.map_or((col, at), |own| {
                    let covers = |row: &Vec<_>| row.contains(own);
                    let rows = self.covered[at..].iter().take_while(|row| covers(row));
                    (own.1, at + rows.count() - 1)
                });
                html.push_str(&drawn_cell(cell, last - col + 1, bottom - at + 1, messages));
                col = last + 1;
                continue;
            }
            // Up to the next cell or region.
            let next = cells.peek().map_or(self.cols.len(), |cell| {
                self.cols.partition_point(|col| *col < cell.cell.col)
            });
            let regions = self.covered[at].iter().map(|(first, _, _)| *first);
            let next = regions.filter(|first| *first > col).fold(next, usize::min);
            let empty = next - col;
            if empty > EMPTY {
                html.push_str(&format!("<td colspan=\"{empty}\"></td>"));
            } else {
                html.push_str(&"<td></td>".repeat(empty));
            }
            col = next;
        }
        html
    }
}

fn drawing(sheet: &SheetTaken, merges: &[(Address, Address)], messages: &Messages) -> String {
    if sheet.cells.is_empty() {
        let empty = escape(&messages.text("taken-empty-sheet"));
        return format!("<p>{empty}</p>\n");
    }
    let drawn = Drawn::new(sheet, merges);
    let mut html = "<div class=\"wide\"><table class=\"sheet\">\n<thead><tr><th></th>".to_owned();
    for col in &drawn.cols {
        let letters = column_letters(*col);
        html.push_str(&format!("<th scope=\"col\">{letters}</th>"));
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for (at, row) in drawn.rows.iter().enumerate() {
        let number = row[0].cell.row + 1;
        let cells = drawn.row(at, messages);
        html.push_str(&format!(
            "<tr><th scope=\"row\">{number}</th>{cells}</tr>\n"
        ));
    }
    html.push_str("</tbody>\n</table></div>\n");
    html
}

fn drawn_cell(cell: &CellTaken, cols: usize, rows: usize, messages: &Messages) -> String {
    let look = shown(cell.role);
    let mut spans = String::new();
    if cols > 1 {
        spans.push_str(&format!(" colspan=\"{cols}\""));
    }
    if rows > 1 {
        spans.push_str(&format!(" rowspan=\"{rows}\""));
    }
    let text = match &cell.formula {
        Some(formula) if cell.value.is_empty() => escape(&format!("={formula}")),
        _ => escape(&cell.value),
    };
    let text = if text.chars().count() > LONG {
        format!("<div class=\"long\">{text}</div>")
    } else {
        text
    };
    let star = if grave(cell) { "<b>*</b>" } else { "" };
    format!(
        "<td class=\"{}\"{spans} title=\"{}\"><i>{}</i>{star} {text}</td>",
        look.name,
        escape(&tooltip(cell, messages)),
        look.mark
    )
}

/// What a cell was taken for, a line each.
fn tooltip(cell: &CellTaken, messages: &Messages) -> String {
    let mut lines = vec![format!("{}  {}", cell.cell, role(cell.role, messages))];
    if let Some(meaning) = &cell.meaning {
        lines.extend(meaning.words.iter().cloned());
        let field = meaning
            .field
            .iter()
            .map(|field| format!("{}/{field}", meaning.block));
        lines.extend(field);
        if let Some(yuan) = &meaning.yuan {
            lines.push(messages.with("taken-yuan", &[("yuan", yuan.into())]));
        }
    }
    if let Some(said) = &cell.said {
        lines.extend(said.words.iter().cloned());
        lines.extend(said.parts.iter().cloned());
        if let Some(yuan) = &said.yuan {
            lines.push(messages.with("taken-yuan", &[("yuan", yuan.into())]));
        }
    }
    if let Some(formula) = &cell.formula {
        lines.push(format!("={formula}"));
    }
    lines.extend(cell.findings.iter().map(ToString::to_string));
    lines.join("\n")
}
