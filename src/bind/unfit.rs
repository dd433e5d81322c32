//! Submissions that no layout fits: papers of another region or of another kind, such as final accounts (决算). Whatever
//! would be said of their tables, one by one, would blame the unit for what the layouts lack.

use super::document::Headings;
use super::ledger::Ledger;
use super::locate::Located;
use super::source::{SourceBook, SourceSheet};
use super::starts::foreign_titles;
use super::titles::other_title;
use crate::finding::{Finding, FindingCode, Stated};
use crate::layout::{Layout, Templates};
use crate::model::ReadingWords;
use crate::workbook::SheetIx;

/// A title has numbers within so many rows below it, or it is a line of the contents.
const HEADER_ROWS: u32 = 10;
/// One or two tables of others may stand beside a budget; so many are a paper of their own.
const LEAST_OTHERS: usize = 3;
/// The same where no table of the layouts stands beside them.
const LEAST_ALONE: usize = 2;
/// The most titles that are named.
const MOST_NAMED: usize = 5;

/// The one error of a submission that no layout fits; `None` where the best one does: it knows at least as many of the tables
/// as it does not know.
pub(super) fn no_layout_fits(
    source: &SourceBook<'_>,
    templates: &Templates,
    located: &Located<'_>,
    ledger: &mut Ledger,
) -> Option<Finding> {
    let layout = located.layout;
    let headings = Headings::new(&templates.model.reading, templates.layouts.iter());
    let mut foreign: Vec<Stated> = Vec::new();
    for (sheet, address, _, _) in &located.placement.headless {
        let sheet = &source.sheets[*sheet];
        if let Some(at) = sheet
            .at(*address)
            .filter(|_| has_numbers_below(sheet, address.row))
        {
            foreign.push(Stated::text(Some(sheet.place(at)), &sheet.raw(at)));
        }
    }
    for (at, sheet) in source.numbered() {
        foreign.extend(titles_of_others(sheet, at, layout, located, &headings));
    }
    let mut found: Vec<usize> = located
        .placement
        .parts
        .iter()
        .map(|part| part.table)
        .collect();
    found.sort_unstable();
    found.dedup();
    let least = match found.is_empty() {
        true => LEAST_ALONE,
        false => LEAST_OTHERS,
    };
    if foreign.len() < least || found.len() >= foreign.len() {
        return None;
    }
    let nothing = vec![false; source.sheets.len()];
    let everything = vec![true; source.sheets.len()];
    let numbers = ledger.close(source, &everything, &nothing);
    let titles: Vec<String> = foreign
        .iter()
        .take(MOST_NAMED)
        .map(|title| format!("“{}”", title.text.trim()))
        .collect();
    let mut finding = Finding::new(FindingCode::NoLayoutFits)
        .arg("layout", &layout.id)
        .arg("found", found.len())
        .arg("tables", layout.tables.len())
        .arg("others", foreign.len())
        .list("titles", titles)
        .arg("count", numbers.iter().map(Vec::len).sum::<usize>());
    finding.cells = foreign;
    Some(finding)
}

/// The titles on a sheet of tables that the layout does not have.
fn titles_of_others(
    sheet: &SourceSheet<'_>,
    at: SheetIx,
    layout: &Layout,
    located: &Located<'_>,
    headings: &Headings<'_>,
) -> Vec<Stated> {
    let within_part = |row: u32| {
        located.placement.parts.iter().any(|part| {
            let first = part.title.map(|title| title.row);
            let first = first
                .or(part.header.map(|(from, _)| from))
                .unwrap_or(part.body.0);
            part.sheet == at && (first..=part.body.1).contains(&row)
        })
    };
    let titles = foreign_titles(layout, sheet);
    let next = titles.iter().skip(1).map(|title| title.row);
    let next = next.chain([u32::MAX]);
    titles
        .iter()
        .zip(next)
        .filter_map(|(title, next)| {
            let cell = sheet.at(*title)?;
            let text = &sheet.texts[cell];
            let is_table = !within_part(title.row)
                && next.saturating_sub(title.row) > 1
                && has_numbers_below(sheet, title.row)
                && headings.of(text).is_none()
                && !other_title(layout, text);
            is_table.then(|| Stated::text(Some(sheet.place(cell)), &sheet.raw(cell)))
        })
        .collect()
}

/// The title of a table that is nearest to one of a layout: the first one with numbers below it, else the first text that
/// reads like one.
pub(super) fn nearest_title<'s>(source: &'s SourceBook<'_>) -> Option<&'s str> {
    let titles = || {
        let sheets = source.sheets.iter();
        sheets.flat_map(|sheet| {
            let cells = sheet.texts.iter().zip(&sheet.sheet.cells);
            cells
                .filter(|(text, _)| ReadingWords::holds(&source.words.tables, text))
                .filter(|(text, _)| text.chars().count() < 60)
                .map(move |(text, cell)| (sheet, text.as_ref(), cell.row))
        })
    };
    let with_numbers = titles().find(|(sheet, _, row)| has_numbers_below(sheet, *row));
    with_numbers
        .or_else(|| titles().next())
        .map(|(_, text, _)| text)
}

fn has_numbers_below(sheet: &SourceSheet<'_>, row: u32) -> bool {
    (row + 1..=row.saturating_add(HEADER_ROWS))
        .any(|row| sheet.row(row).any(|cell| sheet.is_number(cell)))
}
