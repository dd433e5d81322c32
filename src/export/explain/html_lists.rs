//! The lists of the page: layouts, tables with columns and lines, what was not understood, findings.

use super::super::html::escape;
use super::lists::{
    document_part, findings_by_code, header, line_words, numbers_head, table_facts, table_head,
    untied,
};
use super::words::{left, matched, one_line, strange as strange_words, won};
use crate::bind::{Explanation, TableTaken};
use crate::messages::Messages;
use crate::workbook::column_letters;

/// A table of HTML: its heads (names of texts) and its rows.
fn rows(heads: &[&str], rows: impl Iterator<Item = Vec<String>>, messages: &Messages) -> String {
    let mut html = "<div class=\"wide\"><table class=\"list\">\n<thead><tr>".to_owned();
    for head in heads {
        let head = escape(&messages.text(head));
        html.push_str(&format!("<th scope=\"col\">{head}</th>"));
    }
    html.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        html.push_str("<tr>");
        for cell in row {
            html.push_str(&format!("<td>{}</td>", escape(&one_line(&cell))));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table></div>\n");
    html
}

/// The layout taken, why, and the fit of each.
pub(super) fn layouts(explanation: &Explanation, messages: &Messages) -> String {
    let args = [
        ("layout", explanation.layout.as_str().into()),
        ("name", explanation.layout_name.as_str().into()),
        ("why", won(explanation.won, messages).into()),
    ];
    let mut html = format!("<p>{}</p>\n", escape(&messages.with("taken-layout", &args)));
    let yes_no = |yes: bool| messages.text(if yes { "taken-yes" } else { "taken-no" });
    let fits = explanation.fits.iter().map(|fit| {
        vec![
            fit.layout.clone(),
            fit.blocks.to_string(),
            fit.score.to_string(),
            yes_no(fit.year),
            yes_no(fit.body),
        ]
    });
    const HEADS: [&str; 5] = [
        "taken-head-layout",
        "taken-head-blocks",
        "taken-head-score",
        "taken-head-year",
        "taken-head-body",
    ];
    html.push_str(&rows(&HEADS, fits, messages));
    let missing = explanation.missing_tables.iter();
    html + &list(
        missing.map(|title| messages.with("taken-missing-table", &[("table", title.into())])),
    )
}

fn list(lines: impl Iterator<Item = String>) -> String {
    let items: String = lines
        .map(|line| format!("<li>{}</li>\n", escape(&one_line(&line))))
        .collect();
    if items.is_empty() {
        items
    } else {
        format!("<ul>\n{items}</ul>\n")
    }
}

/// A table with its columns and lines.
pub(super) fn table(table: &TableTaken, messages: &Messages) -> String {
    let mut html = format!(
        "<details open>\n<summary>{}</summary>\n",
        escape(&one_line(&table_head(table, messages)))
    );
    html.push_str(&list(table_facts(table, messages).into_iter()));
    let understood = table.columns.iter().map(|column| {
        let taken = vec![
            column_letters(column.col),
            header(&column.header),
            format!("{}/{}", column.block, column.field),
            column.layout_header.join("-"),
            matched(column.matched, messages),
        ];
        (column.col, taken)
    });
    let others = table.left.iter().map(|column| {
        let left = vec![
            column_letters(column.col),
            header(&column.header),
            String::new(),
            String::new(),
            left(column, messages),
        ];
        (column.col, left)
    });
    let mut columns: Vec<(u32, Vec<String>)> = understood.chain(others).collect();
    columns.sort_by_key(|(col, _)| *col);
    const HEADS: [&str; 5] = [
        "taken-head-column",
        "taken-head-header",
        "taken-head-field",
        "taken-head-layout-header",
        "taken-head-matched",
    ];
    let columns = columns.into_iter().map(|(_, row)| row);
    html.push_str(&rows(&HEADS, columns, messages));
    if !table.lines.is_empty() {
        let lines = table.lines.iter().map(|line| {
            let amounts: Vec<String> = line
                .amounts
                .iter()
                .map(|amount| format!("{} {} {}", amount.cell, amount.column, amount.yuan))
                .collect();
            vec![
                line.cell.to_string(),
                line_words(line, messages),
                amounts.join("; "),
            ]
        });
        const HEADS: [&str; 3] = ["taken-head-cell", "taken-head-line", "taken-head-amounts"];
        let summary = escape(&messages.text("taken-head-lines"));
        html.push_str(&format!("<details>\n<summary>{summary}</summary>\n"));
        html.push_str(&rows(&HEADS, lines, messages));
        html.push_str("</details>\n");
    }
    html + "</details>\n"
}

/// What stands beside the tables.
pub(super) fn document(explanation: &Explanation, messages: &Messages) -> String {
    if explanation.document.is_empty() {
        return String::new();
    }
    let heading = escape(&messages.text("taken-document"));
    let parts = explanation.document.iter();
    let lines = parts.map(|part| document_part(part, messages));
    format!("<h2>{heading}</h2>\n{}", list(lines))
}

/// The numbers in the texts that are tied to nothing, and how many are tied.
pub(super) fn numbers(explanation: &Explanation, messages: &Messages) -> String {
    if explanation.numbers.is_empty() {
        return String::new();
    }
    let heading = escape(&numbers_head(explanation, messages));
    let lines = untied(explanation, messages).into_iter();
    format!("<h2>{heading}</h2>\n{}", list(lines))
}

/// Titles and headers that were not understood.
pub(super) fn strange(explanation: &Explanation, messages: &Messages) -> String {
    if explanation.strange.is_empty() {
        return String::new();
    }
    let heading = escape(&messages.text("taken-strange"));
    let lines = explanation.strange.iter().map(|strange| {
        let place = &strange.quote.place;
        format!(
            "{}!{} {}: {}",
            place.sheet,
            place.cell,
            strange.quote.text.trim(),
            strange_words(strange, messages)
        )
    });
    format!("<h2>{heading}</h2>\n{}", list(lines))
}

/// The codes of findings and their cells.
pub(super) fn findings(explanation: &Explanation, messages: &Messages) -> String {
    let codes = findings_by_code(explanation);
    if codes.is_empty() {
        return String::new();
    }
    let heading = escape(&messages.text("taken-findings"));
    let lines = codes
        .into_iter()
        .map(|(code, places)| format!("{code}: {}", places.join(", ")));
    format!("<h2>{heading}</h2>\n{}", list(lines))
}
