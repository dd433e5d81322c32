//! A new workbook for a submission that is no .xlsx: the values of its cells, with the marks.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::AnnotateError;
use super::marks::{Marked, marks, sheet_at, shown};
use super::results::results_sheet;
use crate::finding::Finding;
use crate::messages::Messages;
use crate::model::Place;
use crate::text::Measure;
use crate::workbook::save::save;
use crate::workbook::{Address, Cell, Format, Look, Sheet, Style, Value, Workbook, text_width};

/// The longest name of a sheet that .xlsx allows.
const NAME_LENGTH: usize = 31;
/// The widths that columns are given, in characters.
const WIDTHS: std::ops::RangeInclusive<f64> = 4.0..=40.0;
/// The most cells of merged regions that are kept on a sheet; each is stored with a border of its own.
const MERGED_CELLS: u64 = 100_000;

/// The bytes of the new workbook.
pub(super) fn fresh(
    workbook: &Workbook,
    findings: &[Finding],
    messages: &Messages,
) -> Result<Vec<u8>, AnnotateError> {
    let marks = marks(workbook, findings, messages);
    let mut names: Vec<String> = Vec::new();
    for sheet in &workbook.sheets {
        let name = valid_name(&sheet.name, &names);
        names.push(name);
    }
    let taken: Vec<&str> = names.iter().map(String::as_str).collect();
    let target = |place: &Place| {
        let at = sheet_at(workbook, &place.sheet)?;
        Some(Place {
            sheet: names[at.index()].as_str().into(),
            cell: shown(&workbook.sheets[at], place.cell),
        })
    };
    let legend = messages.text("annotate-legend");
    let mut results = results_sheet(findings, messages, &taken, &legend, &target);
    remark(&mut results, messages);
    let mut sheets = vec![results];
    for ((at, sheet), name) in workbook.numbered().zip(&names) {
        if !sheet.is_results() {
            let text_only = matches!(workbook.format, Some(Format::Csv | Format::Html));
            sheets.push(marked(sheet, name, marks.get(&at), text_only));
        }
    }
    Ok(save(&Workbook {
        format: None,
        sheets,
        ..Workbook::default()
    })?)
}

/// Says on the list of findings that the workbook is not the submitted file: beside the counts.
fn remark(results: &mut Sheet, messages: &Messages) {
    let counts = Address::new(1, 0);
    if let Some(cell) = results
        .cells
        .iter_mut()
        .find(|cell| cell.address() == counts)
        && let Value::Text(text) = &mut cell.value
    {
        text.push_str("    ");
        text.push_str(&messages.text("annotate-values-only"));
    }
}

/// The sheet with its values, merged regions and marks. Where all is text, as in .csv, numbers become numbers. Numbers are
/// those that are seen, as their formats are not kept.
fn marked(
    sheet: &Sheet,
    name: &str,
    marks: Option<&BTreeMap<Address, Marked>>,
    text_only: bool,
) -> Sheet {
    let mut cells: BTreeMap<Address, Cell> = sheet
        .cells
        .iter()
        .map(|cell| {
            let value = match (&cell.value, &cell.formula) {
                // What the cell holds is shown rather than nothing.
                (Value::Blank, Some(formula)) => Value::Text(format!("={formula}")),
                (Value::Number(stored), _) => {
                    let scaling = sheet.scaling(cell.address());
                    let seen = scaling.shown(*stored).unwrap_or(*stored);
                    match scaling.word.and_then(Measure::of_power) {
                        Some(measure) => Value::Text(format!("{seen}{}", measure.word())),
                        None => Value::Number(seen),
                    }
                }
                (Value::Text(text), _) if text_only => {
                    number(text).map_or_else(|| cell.value.clone(), Value::Number)
                }
                (value, _) => value.clone(),
            };
            let plain = Cell {
                row: cell.row,
                col: cell.col,
                value,
                ..Cell::default()
            };
            (cell.address(), plain)
        })
        .collect();
    for (&at, marked) in marks.into_iter().flatten() {
        let cell = cells.entry(at).or_insert_with(|| Cell {
            row: at.row,
            col: at.col,
            ..Cell::default()
        });
        cell.comment.clone_from(&marked.comment);
        cell.style = Style {
            look: Look::Plain,
            mark: Some(marked.mark),
            ..Style::default()
        };
    }
    Sheet {
        name: name.to_owned(),
        visibility: sheet.visibility,
        cells: cells.into_values().collect(),
        merges: apart(&sheet.merges),
        hidden: sheet.hidden.clone(),
        printed: sheet.printed.clone(),
        widths: widths(sheet),
        ..Sheet::default()
    }
}

/// The number that `text` is without doubt: no code with a zero in front, and no longer than spreadsheets keep.
fn number(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let digits = text.strip_prefix('-').unwrap_or(text);
    let whole = digits.split('.').next()?;
    let groups: Vec<&str> = whole.split(',').collect();
    let grouped = groups.len() == 1
        || (1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3);
    let only = |text: &str| {
        text.bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.'))
    };
    let count = digits.bytes().filter(u8::is_ascii_digit).count();
    let coded = whole.len() > 1 && whole.starts_with('0');
    if !grouped || !only(digits) || coded || whole.is_empty() || count > 15 {
        return None;
    }
    text.replace(',', "").parse().ok()
}

/// The merged regions that do not overlap one before them, as .xlsx demands.
fn apart(merges: &[(Address, Address)]) -> Vec<(Address, Address)> {
    let mut covered = BTreeSet::new();
    let mut left = MERGED_CELLS;
    let free = |&&(from, to): &&(Address, Address)| {
        let size = u64::from(to.row.saturating_sub(from.row) + 1)
            * u64::from(to.col.saturating_sub(from.col) + 1);
        if from.row > to.row || from.col > to.col || size > left {
            return false;
        }
        let cells =
            (from.row..=to.row).flat_map(|row| (from.col..=to.col).map(move |col| (row, col)));
        if cells.clone().any(|cell| covered.contains(&cell)) {
            return false;
        }
        covered.extend(cells);
        left -= size;
        true
    };
    merges.iter().filter(free).copied().collect()
}

/// Column widths by the texts; of merged cells only the first counts as one of its column, and long texts not at all.
fn widths(sheet: &Sheet) -> Vec<f64> {
    let wide: BTreeSet<Address> = sheet.merges.iter().map(|&(from, _)| from).collect();
    let mut widths: BTreeMap<u32, f64> = BTreeMap::new();
    for cell in &sheet.cells {
        let text = match &cell.value {
            Value::Text(text) | Value::Error(text) | Value::Date(text) => text_width(text),
            Value::Number(number) => text_width(&number.to_string()),
            _ => 0.0,
        };
        if text > *WIDTHS.end() || wide.contains(&cell.address()) {
            continue;
        }
        let width = widths.entry(cell.col).or_insert(*WIDTHS.start());
        *width = width.max(text + 1.5);
    }
    let columns = widths.keys().next_back().map_or(0, |last| last + 1);
    (0..columns)
        .map(|col| widths.get(&col).copied().unwrap_or(*WIDTHS.start() * 2.0))
        .collect()
}

/// A sheet name that .xlsx allows and none of `taken` has, as like `name` as can be.
fn valid_name(name: &str, taken: &[String]) -> String {
    let name: String = name
        .chars()
        .map(|letter| match letter {
            '[' | ']' | ':' | '*' | '?' | '/' | '\\' => '_',
            letter if letter.is_control() => '_',
            letter => letter,
        })
        .collect();
    let name = name.trim_matches('\'');
    let name = if name.is_empty() { "Sheet" } else { name };
    let taken: Vec<String> = taken.iter().map(|own| own.to_lowercase()).collect();
    (1u64..)
        .map(|number| match number {
            1 => cut(name, NAME_LENGTH),
            number => {
                let end = format!(" ({number})");
                cut(name, NAME_LENGTH - end.len()) + &end
            }
        })
        .find(|name| !taken.contains(&name.to_lowercase()))
        .expect("the numbers do not end")
}

/// The beginning of `text` of at most `length` units of UTF-16, which is how .xlsx counts.
fn cut(text: &str, length: usize) -> String {
    let mut units = 0;
    text.chars()
        .take_while(|letter| {
            units += letter.len_utf16();
            units <= length
        })
        .collect()
}
