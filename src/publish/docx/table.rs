//! Tables of the main part.

use super::body::{put, run};
use crate::publish::{Grid, GridCell};
use crate::workbook::Look;

/// Half points of the usual size of text in tables, and of the smallest.
const SIZE: f64 = 21.0;
const SMALLEST: f64 = 13.0;
/// Room left and right of a cell's text, in twentieths of a point.
const PADDING: u32 = 60;

/// A table of the width `width`, in twentieths of a point. Header rows are repeated on each page, no row is split.
pub(super) fn table(out: &mut String, grid: &Grid, width: u32) {
    let widths = widths(grid, width);
    // Half a character of one point takes ten twentieths: what fits decides the size.
    let fitting = f64::from(width) / grid.width().max(1.0) / 5.0;
    let size = fitting.min(SIZE).max(SMALLEST).floor();
    put(
        out,
        format_args!(
            "<w:tbl><w:tblPr><w:tblW w:w=\"{width}\" w:type=\"dxa\"/><w:tblBorders>{}</w:tblBorders><w:tblLayout \
             w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"{PADDING}\" w:type=\"dxa\"/><w:right w:w=\"{PADDING}\" \
             w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>",
            ["top", "left", "bottom", "right", "insideH", "insideV"]
                .map(|side| format!(
                    "<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"
                ))
                .concat()
        ),
    );
    for width in &widths {
        put(out, format_args!("<w:gridCol w:w=\"{width}\"/>"));
    }
    out.push_str("</w:tblGrid>");
    for row in 0..grid.rows.len() {
        let header = if row < grid.header_rows {
            "<w:tblHeader/>"
        } else {
            ""
        };
        put(
            out,
            format_args!(
                "<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"380\" w:hRule=\"atLeast\"/>{header}</w:trPr>"
            ),
        );
        let mut col = 0;
        while col < widths.len() {
            col += cell(out, grid, row, col, &widths, size);
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
}

/// The widths of the columns, which make up `width`.
fn widths(grid: &Grid, width: u32) -> Vec<u32> {
    let all = grid.width().max(1.0);
    let (mut before, mut sum) = (0, 0.0);
    let own = |own: &f64| {
        sum += own;
        // At most the width of a page.
        let end = (f64::from(width) * sum / all).round() as u32;
        let own = end - before;
        before = end;
        own
    };
    grid.widths.iter().map(own).collect()
}

/// Writes the cell in a row and column, or what goes on there of one from above; how many columns it takes.
fn cell(out: &mut String, grid: &Grid, row: usize, col: usize, widths: &[u32], size: f64) -> usize {
    let from_above = (0..row).rev().find_map(|above| {
        let cell = grid.rows[above].get(&col)?;
        Some((cell, above + cell.rows > row))
    });
    let (cell, goes_on) = match (grid.rows[row].get(&col), from_above) {
        (Some(cell), _) => (Some(cell), false),
        (None, Some((cell, true))) => (Some(cell), true),
        (None, _) => (None, false),
    };
    let columns = cell
        .map_or(1, |cell| cell.columns)
        .clamp(1, widths.len() - col);
    let width: u32 = widths[col..col + columns].iter().sum();
    put(
        out,
        format_args!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>"),
    );
    if columns > 1 {
        put(out, format_args!("<w:gridSpan w:val=\"{columns}\"/>"));
    }
    if goes_on {
        out.push_str("<w:vMerge/>");
    } else if cell.is_some_and(|cell| cell.rows > 1) {
        out.push_str("<w:vMerge w:val=\"restart\"/>");
    }
    out.push_str("<w:vAlign w:val=\"center\"/></w:tcPr>");
    match cell {
        Some(cell) if !goes_on => text(out, cell, size),
        _ => out.push_str("<w:p><w:pPr><w:pStyle w:val=\"TableText\"/></w:pPr></w:p>"),
    }
    out.push_str("</w:tc>");
    columns
}

fn text(out: &mut String, cell: &GridCell, size: f64) {
    let (alignment, bold) = match cell.style.look {
        Look::Header => ("center", true),
        Look::Closing => ("center", true),
        Look::Code => ("center", cell.style.strong),
        Look::Amount => ("right", cell.style.strong),
        _ => ("left", cell.style.strong),
    };
    let indent = match cell.style.look {
        Look::Name if cell.style.indent > 0 => {
            format!("<w:ind w:left=\"{}\"/>", 160 * u32::from(cell.style.indent))
        }
        _ => String::new(),
    };
    let bold = if bold { "<w:b/><w:bCs/>" } else { "" };
    let properties = format!("{bold}<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/>");
    put(
        out,
        format_args!(
            "<w:p><w:pPr><w:pStyle w:val=\"TableText\"/>{indent}<w:jc w:val=\"{alignment}\"/></w:pPr>{}</w:p>",
            run(&cell.text, &properties)
        ),
    );
}
