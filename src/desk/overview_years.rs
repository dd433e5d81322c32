//! This year against last year as a table of the overview: what is large first.

use rust_decimal::Decimal;

use super::changes::Change;
use super::listed::code_of;
use super::outcome::{Compared, Review};
use super::said::said;
use super::sheets::{CellPiece, MOST_LISTED, Made, RowChart, TableRow, TableText, change_pieces};
use crate::finding::FindingCode;
use crate::layout::Templates;
use crate::messages::Messages;

/// The most departments of the chart: more nobody reads.
const MOST_BARS: usize = 200;
/// The cells with the percentage and the amount beyond which a change is large.
const LIMITS: (&str, &str) = ("$C$2", "$C$3");

pub(super) fn years<'r>(
    review: &'r Review,
    templates: &'r Templates,
    messages: &'r Messages,
) -> TableText<'r> {
    let widths = [
        10.0, 28.0, 14.0, 28.0, 22.0, 18.0, 18.0, 16.0, 10.0, 10.0, 8.0, 40.0,
    ];
    let mut table = TableText::new(messages, "sheet-years", "headers-years", &widths);
    let (percent, yuan) = review.change;
    let limit = |name: &'static str, own: Decimal| {
        let pieces = vec![
            CellPiece::text(""),
            CellPiece::text(messages.text(name)),
            CellPiece::Amount(Some(own)),
        ];
        TableRow::new(pieces)
    };
    table.top = vec![limit("limit-percent", percent), limit("limit-yuan", yuan)];
    table.notes.push(messages.text("note-years"));
    let whole = |own: &&Compared| own.level != "unit";
    let units = |own: &&Compared| own.level == "unit";
    let mut rows: Vec<(&Compared, &Change)> = Vec::new();
    let mut more = 0;
    let mut put = |own: &'r Compared, wanted: &dyn Fn(&Change, bool) -> bool| {
        for change in &own.changes {
            match wanted(change, change.is_large(percent, yuan)) {
                false => {}
                true if rows.len() < MOST_LISTED => rows.push((own, change)),
                true => more += 1,
            }
        }
        rows.len()
    };
    let is_total = |change: &Change, _: bool| code_of(&change.row).is_none();
    let mut after_all = 0;
    let mut end = 0;
    for own in review.compared.iter().filter(|own| own.line.is_none()) {
        after_all = put(own, &is_total);
    }
    for own in review
        .compared
        .iter()
        .filter(whole)
        .filter(|own| own.line.is_some())
    {
        end = put(own, &is_total);
    }
    // Of units only what is large; of departments and all every 科目.
    let is_item = |change: &Change, large: bool| {
        large && code_of(&change.row).is_some_and(|(_, own)| own.level() == 3)
    };
    for own in review.compared.iter().filter(units) {
        put(own, &is_item);
    }
    let is_coded = |change: &Change, _: bool| code_of(&change.row).is_some();
    let all = review.compared.iter().filter(whole);
    let (of_all, of_departments): (Vec<_>, Vec<_>) = all.partition(|own| own.line.is_none());
    for own in of_all.into_iter().chain(of_departments) {
        put(own, &is_coded);
    }
    table.leave_out(messages, more);
    let count = rows.len();
    let made = move |at: usize| {
        let (own, change) = rows[at];
        let large = change.is_large(percent, yuan);
        row(review, templates, own, change, large, messages)
    };
    table.made = Some(Made::new(count, made));
    if end > after_all && end - after_all <= MOST_BARS {
        table.chart = Some(RowChart {
            rows: (after_all, end - 1),
            names: 1,
            values: 7,
            title: messages.text("chart-changes"),
        });
    }
    table
}

fn row(
    review: &Review,
    templates: &Templates,
    own: &Compared,
    change: &Change,
    large: bool,
    messages: &Messages,
) -> TableRow {
    let (code, title) = match own.line {
        Some(line) => (
            review.roster.lines[line].code.clone(),
            review.roster.lines[line].name.clone(),
        ),
        None => (String::new(), messages.text("row-all")),
    };
    let place = said(templates, &change.row);
    let mut pieces = vec![
        CellPiece::Code(code),
        CellPiece::text(title),
        CellPiece::Code(place.code),
        CellPiece::Text(place.name),
        CellPiece::Text(place.what),
    ];
    pieces.extend(change_pieces(change, 5, messages));
    let (percent, yuan) = LIMITS;
    let word = messages.text("word-over");
    let over = format!(
        "IF(AND(ABS(H{{r}})>{yuan},OR(F{{r}}=0,G{{r}}=0,ABS(H{{r}})>ABS(F{{r}})*{percent}/100)),\"{word}\",\"\")"
    );
    pieces.push(match change.change() {
        Some(_) => CellPiece::Said(over, if large { word } else { String::new() }),
        None => CellPiece::Code(String::new()),
    });
    pieces.push(CellPiece::Text(explained(review, own.line, change)));
    TableRow {
        wrong: large && own.level == "unit",
        strong: code_of(&change.row).is_none(),
        ..TableRow::new(pieces)
    }
}

/// The reason that was given for a change.
fn explained(review: &Review, line: Option<usize>, change: &Change) -> String {
    let function = change.row.at.function();
    let own = review.explanations.iter().filter(|(own, of, _)| {
        let same = own.code == FindingCode::ChangeLarge.name() && own.function == function;
        line.is_some() && *of == line && function.is_some() && same
    });
    let texts: Vec<&str> = own.map(|(own, ..)| own.text.as_str()).collect();
    texts.join("；")
}
