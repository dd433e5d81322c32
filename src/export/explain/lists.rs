//! The lists below the drawn sheets: layouts, tables with columns and lines, what was not understood, findings.

use std::collections::BTreeMap;

use super::words::head;
use super::words::{left, matched, measure, shown_line, strange as strange_words, won};
use crate::bind::{DocumentPart, Explanation, LineTaken, Quote, TableTaken};
use crate::finding::FindingCode;
use crate::messages::Messages;
use crate::model::Key;
use crate::prose::Untied;
use crate::workbook::column_letters;

/// How many cells of a code are named.
const MOST_CELLS: usize = 8;

/// The layout taken, why, and the fit of each.
pub(super) fn layouts(explanation: &Explanation, messages: &Messages) -> String {
    let args = [
        ("layout", shown_line(&explanation.layout).into()),
        ("name", shown_line(&explanation.layout_name).into()),
        ("why", won(explanation.won, messages).into()),
    ];
    let mut text = messages.with("taken-layout", &args) + "\n";
    let longest = explanation.fits.iter().map(|fit| fit.layout.len()).max();
    let longest = longest.unwrap_or_default();
    for fit in &explanation.fits {
        let taken = if fit.layout == explanation.layout {
            '>'
        } else {
            ' '
        };
        let yes_no = |yes: bool| messages.text(if yes { "taken-yes" } else { "taken-no" });
        let args = [
            ("blocks", fit.blocks.into()),
            ("score", fit.score.into()),
            ("year", yes_no(fit.year).into()),
            ("body", yes_no(fit.body).into()),
        ];
        let fits = messages.with("taken-fit", &args);
        let layout = shown_line(&fit.layout);
        text.push_str(&format!("  {taken} {layout:<longest$}  {fits}\n"));
    }
    for title in &explanation.missing_tables {
        let missing = messages.with(
            "taken-missing-table",
            &[("table", shown_line(title).into())],
        );
        text.push_str(&format!("  - {missing}\n"));
    }
    text
}

/// The heading of a table: its title, its name in the model, its page, its sheet.
pub(super) fn table_head(table: &TableTaken, messages: &Messages) -> String {
    let args = [
        ("name", (&table.name).into()),
        ("table", table.table.as_str().into()),
        ("sheet", (&table.sheet).into()),
    ];
    let mut text = messages.with("taken-table", &args);
    if table.pages > 1 {
        let args = [("page", table.page.into()), ("pages", table.pages.into())];
        text.push_str(&messages.with("taken-page", &args));
    }
    text
}

/// What is said of a table as a whole, a line each.
pub(super) fn table_facts(table: &TableTaken, messages: &Messages) -> Vec<String> {
    let mut facts = vec![match &table.title {
        Some(title) => messages.with("taken-title", &[("quote", quoted(title).into())]),
        None => messages.text("taken-no-title"),
    }];
    facts.push(measure(&table.measure, messages));
    if let Some(preparer) = &table.preparer {
        facts.push(messages.with("taken-preparer", &[("name", preparer.into())]));
    }
    if let Some(year) = table.year {
        facts.push(messages.with("taken-year", &[("year", year.into())]));
    }
    facts.push(match table.header {
        Some((from, to)) => {
            messages.with("taken-header", &[("from", from.into()), ("to", to.into())])
        }
        None => messages.text("taken-no-header"),
    });
    let amounts: usize = table.lines.iter().map(|line| line.amounts.len()).sum();
    let args = [
        ("from", table.rows.0.into()),
        ("to", table.rows.1.into()),
        ("lines", table.lines.len().into()),
        ("amounts", amounts.into()),
    ];
    facts.push(messages.with("taken-rows", &args));
    for missing in &table.missing {
        facts.push(messages.with("taken-missing-column", &[("column", missing.into())]));
    }
    facts
}

/// A part of what stands beside the tables, in a line.
pub(super) fn document_part(part: &DocumentPart, messages: &Messages) -> String {
    let place = |quote: &Option<Quote>| {
        quote.as_ref().map_or_else(String::new, |quote| {
            format!("{}!{}", quote.place.sheet, quote.place.cell)
        })
    };
    let places = [place(&part.heading), place(&part.form)];
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    let args = [
        ("part", part.part.as_str().into()),
        ("name", (&part.name).into()),
        ("places", places.join(" ").trim().into()),
        ("paragraphs", part.paragraphs.into()),
        ("items", part.items.into()),
        ("indicators", part.indicators.into()),
    ];
    messages.with(
        if part.part.starts_with("projects") {
            "taken-project"
        } else {
            "taken-section"
        },
        &args,
    )
}

/// What stands beside the tables, a line a section or project.
pub(super) fn document(explanation: &Explanation, messages: &Messages) -> String {
    if explanation.document.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{}\n", head(&messages.text("taken-document")));
    for part in &explanation.document {
        text.push_str(&format!(
            "  {}\n",
            shown_line(&document_part(part, messages))
        ));
    }
    text
}

/// A table as lines of text.
pub(super) fn table(table: &TableTaken, messages: &Messages) -> String {
    let mut text = format!("{}\n", head(&shown_line(&table_head(table, messages))));
    for fact in table_facts(table, messages) {
        text.push_str(&format!("  {}\n", shown_line(&fact)));
    }
    text.push_str(&format!("  {}\n", messages.text("taken-columns")));
    for column in &table.columns {
        let printed = match column.layout_header.as_slice() {
            [] => String::new(),
            header => format!(" {}", shown_line(&header.join("-"))),
        };
        text.push_str(&format!(
            "    {:<2} {}/{}{printed} <- {}  {}\n",
            column_letters(column.col),
            column.block,
            column.field,
            shown_line(&header(&column.header)),
            matched(column.matched, messages)
        ));
    }
    for column in &table.left {
        text.push_str(&format!(
            "    {:<2} ({}) <- {}\n",
            column_letters(column.col),
            left(column, messages),
            shown_line(&header(&column.header))
        ));
    }
    if !table.lines.is_empty() {
        text.push_str(&format!("  {}\n", messages.text("taken-lines")));
    }
    for line in &table.lines {
        let amounts: Vec<String> = line
            .amounts
            .iter()
            .map(|amount| format!("{}={}", amount.cell, amount.column))
            .collect();
        text.push_str(&format!(
            "    {:<5} {}  {}\n",
            line.cell.to_string(),
            shown_line(&line_words(line, messages)),
            amounts.join(" ")
        ));
    }
    text
}

/// A line's block, key and name.
pub(super) fn line_words(line: &LineTaken, messages: &Messages) -> String {
    let name = &line.name;
    let key = match &line.key {
        Key::Code(code) => code.to_string(),
        Key::Row(row) => row.to_string(),
        Key::Unknown(text) => messages.with("taken-unknown-key", &[("text", text.into())]),
        Key::Total => messages.text("taken-total-key"),
        Key::Group => String::new(),
        Key::Record(number) => number.to_string(),
    };
    format!("{}/{key} {name}", line.block).trim_end().to_owned()
}

/// The numbers in the texts that are tied to nothing, and how many are tied.
pub(super) fn numbers(explanation: &Explanation, messages: &Messages) -> String {
    if explanation.numbers.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{}\n", head(&numbers_head(explanation, messages)));
    for line in untied(explanation, messages) {
        text.push_str(&format!("  {}\n", shown_line(&line)));
    }
    text
}

/// How many numbers of the texts are tied, and how many are not.
pub(super) fn numbers_head(explanation: &Explanation, messages: &Messages) -> String {
    let all = explanation.numbers.len();
    let untied = explanation
        .numbers
        .iter()
        .filter(|own| own.untied.is_some());
    let untied = untied.count();
    let args = [("tied", (all - untied).into()), ("untied", untied.into())];
    messages.with("taken-numbers", &args)
}

/// The numbers of the texts that are tied to nothing, a line each, with the reason.
pub(super) fn untied(explanation: &Explanation, messages: &Messages) -> Vec<String> {
    let lines = explanation.numbers.iter().filter_map(|number| {
        let why = messages.text(match number.untied? {
            Untied::NotSaid => "untied-not-said",
            Untied::NotInTables => "untied-not-in-tables",
            Untied::Reason => "untied-reason",
            Untied::OtherYear => "untied-other-year",
        });
        let place = &number.quote.place;
        let words = &number.quote.text;
        Some(format!("{}!{} {words}: {why}", place.sheet, place.cell))
    });
    lines.collect()
}

/// Titles and headers that were not understood.
pub(super) fn strange(explanation: &Explanation, messages: &Messages) -> String {
    if explanation.strange.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{}\n", head(&messages.text("taken-strange")));
    for strange in &explanation.strange {
        let place = &strange.quote.place;
        text.push_str(&format!(
            "  {}!{} {}: {}\n",
            shown_line(&place.sheet),
            place.cell,
            shown_line(&strange.quote.text),
            strange_words(strange, messages)
        ));
    }
    text
}

/// The codes of findings, each with the cells that it names, sheet and cell.
pub(super) fn findings_by_code(explanation: &Explanation) -> BTreeMap<FindingCode, Vec<String>> {
    let mut codes: BTreeMap<FindingCode, Vec<String>> = BTreeMap::new();
    for sheet in &explanation.sheets {
        for cell in &sheet.cells {
            for code in &cell.findings {
                let place = format!("{}!{}", sheet.name, cell.cell);
                codes.entry(*code).or_default().push(place);
            }
        }
    }
    codes
}

/// The codes of findings and their cells.
pub(super) fn findings(explanation: &Explanation, messages: &Messages) -> String {
    let codes = findings_by_code(explanation);
    if codes.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{}\n", head(&messages.text("taken-findings")));
    for (code, places) in codes {
        let shown = &places[..places.len().min(MOST_CELLS)];
        let count = messages.with("taken-cells", &[("count", places.len().into())]);
        let more = if places.len() > shown.len() {
            " …"
        } else {
            ""
        };
        let shown = shown_line(&shown.join(" "));
        text.push_str(&format!("  {code}  {count}  {shown}{more}\n"));
    }
    text
}

/// A cell and its text: `A2 2023年…`.
fn quoted(quote: &Quote) -> String {
    format!("{} {}", quote.place.cell, quote.text.trim())
}

/// The header cells from the top row down.
pub(super) fn header(cells: &[Quote]) -> String {
    let cells: Vec<String> = cells.iter().map(quoted).collect();
    cells.join(" / ")
}
