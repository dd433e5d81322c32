//! Tables of the main part.

use super::run::{put, run};
use crate::publish::{GridCell, PrintedGrid};
use crate::workbook::{Look, line_count};

/// Half points of the usual size of text in tables, and of the smallest.
const SIZE: f64 = 21.0;
const SMALLEST: f64 = 13.0;
/// The least height of a row, in twentieths of a point.
const LEAST: u32 = 380;
/// Room left and right of a cell's text, in twentieths of a point.
const PADDING: u32 = 60;

/// The sizes of a table.
pub(super) struct Sizes {
    /// The width of each column, in twentieths of a point.
    widths: Vec<u32>,
    /// The size of the text in half points.
    size: u32,
}

impl Sizes {
    pub(super) fn of(grid: &PrintedGrid, width: u32) -> Self {
        // Half a character of one half point takes five twentieths: what fits decides the size.
        let fitting = f64::from(width) / grid.width().max(1.0) / 5.0;
        Self {
            widths: widths(grid, width),
            // Between the smallest and the usual.
            size: fitting.clamp(SMALLEST, SIZE).floor() as u32,
        }
    }

    /// The height of a line, in twentieths of a point.
    const fn line(&self) -> u32 {
        line(self.size)
    }
}

/// The height of each row, in twentieths of a point, where every text is as wide as is reckoned with.
pub(super) fn heights(grid: &PrintedGrid, sizes: &Sizes) -> Vec<u32> {
    let mut heights = vec![LEAST; grid.rows.len()];
    let mut needs = Vec::new();
    for (row, cells) in grid.rows.iter().enumerate() {
        for (&col, cell) in cells {
            let to = (col + cell.columns).min(sizes.widths.len());
            let width: u32 = sizes.widths[col..to].iter().sum();
            let room = f64::from(width.saturating_sub(2 * PADDING)) / f64::from(sizes.size * 5);
            let lines = u32::try_from(line_count(&cell.text, room)).unwrap_or(u32::MAX);
            let end = (row + cell.rows).min(grid.rows.len());
            needs.push((row, end, lines * sizes.line()));
        }
    }
    needs.sort_by_key(|(from, to, _)| to - from);
    for (from, to, need) in needs {
        let lacking = need.saturating_sub(heights[from..to].iter().sum());
        heights[to - 1] += lacking;
    }
    // The border takes half a point.
    heights.iter().map(|height| height + 10).collect()
}

/// A table of the width `width`, in twentieths of a point. Header rows are repeated on each page, no row is split.
pub(super) fn table(out: &mut String, grid: &PrintedGrid, width: u32) {
    let Sizes { widths, size } = Sizes::of(grid, width);
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
                "<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val=\"{LEAST}\" w:hRule=\"atLeast\"/>{header}</w:trPr>"
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

/// The height of a line of text of `size` half points, in twentieths of a point: a third more than its letters.
const fn line(size: u32) -> u32 {
    size * 10 * 4 / 3
}

/// The widths of the columns, which make up `width`.
fn widths(grid: &PrintedGrid, width: u32) -> Vec<u32> {
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
fn cell(
    out: &mut String,
    grid: &PrintedGrid,
    row: usize,
    col: usize,
    widths: &[u32],
    size: u32,
) -> usize {
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

fn text(out: &mut String, cell: &GridCell, size: u32) {
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
    let line = line(size);
    put(
        out,
        format_args!(
            "<w:p><w:pPr><w:pStyle w:val=\"TableText\"/><w:spacing w:line=\"{line}\" w:lineRule=\"exact\"/>{indent}<w:jc w:val=\"{alignment}\"/></w:pPr>{}</w:p>",
            run(&cell.text, &properties)
        ),
    );
}
