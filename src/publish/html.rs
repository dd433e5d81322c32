//! The document as one HTML file.

use std::fmt::Write as _;

use super::escape::escaped;
use super::{GridCell, PrintedGrid, Publication, PublishedPart};
use crate::workbook::Look;

/// The style sheet, within the file.
const STYLE: &str = include_str!("../../templates/publish/publish.css");
/// Width from which on a table is printed landscape, in characters.
const WIDE: f64 = 115.0;

/// The document as one HTML file that needs no other.
#[must_use]
pub fn html(publication: &Publication) -> String {
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n",
        escaped(&publication.title)
    );
    for (at, part) in publication.parts.iter().enumerate() {
        of_part(&mut out, at, part);
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn of_part(out: &mut String, at: usize, part: &PublishedPart) {
    let wide = matches!(part, PublishedPart::Grid(grid) if grid.width() > WIDE);
    let class = match part {
        PublishedPart::Cover(_) => "cover",
        PublishedPart::Contents { .. } => "contents",
        PublishedPart::Prose { .. } => "prose",
        PublishedPart::Grid(_) if wide => "table wide",
        PublishedPart::Grid(_) => "table",
    };
    put(
        out,
        format_args!("<section id=\"p{at}\" class=\"{class}\">\n"),
    );
    match part {
        PublishedPart::Cover(lines) => {
            for (at, line) in lines.iter().enumerate() {
                let tag = if at == 0 { "h1" } else { "p" };
                put(out, format_args!("<{tag}>{}</{tag}>\n", escaped(line)));
            }
        }
        PublishedPart::Contents { heading, entries } => {
            put(out, format_args!("<h2>{}</h2>\n<nav>\n", escaped(heading)));
            for entry in entries {
                let class = if entry.below { " class=\"below\"" } else { "" };
                let text = escaped(&entry.text);
                match entry.piece {
                    Some(piece) => {
                        put(
                            out,
                            format_args!("<p{class}><a href=\"#p{piece}\">{text}</a></p>\n"),
                        );
                    }
                    None => put(out, format_args!("<p{class}>{text}</p>\n")),
                }
            }
            out.push_str("</nav>\n");
        }
        PublishedPart::Prose {
            heading,
            paragraphs,
        } => {
            put(out, format_args!("<h2>{}</h2>\n", escaped(heading)));
            for paragraph in paragraphs {
                let tag = if paragraph.heading { "h3" } else { "p" };
                put(
                    out,
                    format_args!("<{tag}>{}</{tag}>\n", lines(&paragraph.text)),
                );
            }
        }
        PublishedPart::Grid(grid) => of_grid(out, grid),
    }
    out.push_str("</section>\n");
}

fn of_grid(out: &mut String, grid: &PrintedGrid) {
    put(out, format_args!("<h2>{}</h2>\n", escaped(&grid.heading)));
    for (left, right) in &grid.above {
        if right.is_empty() {
            put(
                out,
                format_args!("<p class=\"middle\">{}</p>\n", escaped(left)),
            );
        } else {
            put(
                out,
                format_args!(
                    "<p class=\"above\"><span>{}</span><span>{}</span></p>\n",
                    escaped(left),
                    escaped(right)
                ),
            );
        }
    }
    out.push_str("<div class=\"scroll\"><table>\n<colgroup>");
    let all = grid.width().max(1.0);
    for width in &grid.widths {
        put(
            out,
            format_args!("<col style=\"width:{:.2}%\">", width / all * 100.0),
        );
    }
    out.push_str("</colgroup>\n");
    let (head, body) = grid.rows.split_at(grid.header_rows.min(grid.rows.len()));
    for (tag, rows) in [("thead", head), ("tbody", body)] {
        if rows.is_empty() {
            continue;
        }
        put(out, format_args!("<{tag}>\n"));
        for row in rows {
            out.push_str("<tr>");
            row.values().for_each(|cell| of_cell(out, cell));
            out.push_str("</tr>\n");
        }
        put(out, format_args!("</{tag}>\n"));
    }
    out.push_str("</table></div>\n");
    for note in &grid.notes {
        put(out, format_args!("<p class=\"note\">{}</p>\n", lines(note)));
    }
}

fn of_cell(out: &mut String, cell: &GridCell) {
    let (tag, class) = match cell.style.look {
        Look::Header => ("th", ""),
        Look::Amount => ("td", "n"),
        Look::Code | Look::Closing => ("td", "c"),
        _ => ("td", ""),
    };
    put(out, format_args!("<{tag}"));
    let strong = if cell.style.strong { "s" } else { "" };
    let classes = [class, strong].join(" ");
    let classes = classes.trim();
    if !classes.is_empty() {
        put(out, format_args!(" class=\"{classes}\""));
    }
    for (name, count) in [("rowspan", cell.rows), ("colspan", cell.columns)] {
        if count > 1 {
            put(out, format_args!(" {name}=\"{count}\""));
        }
    }
    if cell.style.look == Look::Name && cell.style.indent > 0 {
        put(
            out,
            format_args!(
                " style=\"padding-left:{:.1}em\"",
                0.4 + f64::from(cell.style.indent)
            ),
        );
    }
    put(out, format_args!(">{}</{tag}>", lines(&cell.text)));
}

/// A text whose line breaks are kept.
fn lines(text: &str) -> String {
    escaped(text)
        .replace("\r\n", "\n")
        .replace(['\n', '\r'], "<br>")
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a string takes everything");
}
