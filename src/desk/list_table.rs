//! The tables of lists: rows below a header, whose columns are found by their headers. A header may take several rows.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::slice;

use super::roster_year::roster_year;
use super::words::{WordLists, is};
use crate::text::squash;
use crate::workbook::{Cell, Sheet, Value, Visibility, Workbook};

/// The rows in which a header is looked for.
const HEADER_WITHIN: u32 = 30;
/// The most rows of a header above and below the one that has most of it.
const HEADER_ROWS: u32 = 3;

/// The texts of a row by what their columns are.
pub(super) type RowTexts = Vec<(&'static str, String)>;

/// A list: what stands above its header, and its rows.
#[derive(Debug, Default)]
pub(super) struct SheetList {
    /// The name of the sheet.
    pub(super) name: String,
    /// The texts above the header.
    pub(super) above: Vec<String>,
    /// The row number, counted from 1, and the texts by what their columns are.
    pub(super) rows: Vec<(u32, RowTexts)>,
}

/// A row of a list.
pub(super) struct ListRow<'l>(pub(super) &'l [(&'static str, String)]);

impl<'l> ListRow<'l> {
    /// What stands in the column; empty where there is none.
    pub(super) fn get(&self, column: &str) -> &'l str {
        let found = self.0.iter().find(|(own, _)| *own == column);
        found.map_or("", |(_, text)| text)
    }

    /// A code: people write it with wide digits and blanks.
    pub(super) fn code(&self, column: &str) -> String {
        squash(self.get(column)).into_owned()
    }

    /// How many columns have a text.
    pub(super) fn filled(&self) -> usize {
        self.0.iter().filter(|(_, text)| !text.is_empty()).count()
    }
}

/// The tables of the workbook that have the `needed` columns, one a sheet: those that are shown, else the first that is not. A sheet
/// that only repeats an earlier one is left out.
pub(super) fn tables(
    workbook: &Workbook,
    headers: &'static WordLists,
    needed: &[&str],
) -> Vec<SheetList> {
    let of = |shown: bool| {
        let sheets = workbook.sheets.iter().filter(|sheet| !sheet.is_own());
        let sheets = sheets.filter(move |own| (own.visibility == Visibility::Visible) == shown);
        sheets.filter_map(|sheet| table(sheet, headers, needed))
    };
    let mut all: Vec<SheetList> = Vec::new();
    for own in of(true) {
        let texts = |list: &SheetList| {
            let rows = list.rows.iter();
            rows.map(|(_, row)| row.clone()).collect::<Vec<_>>()
        };
        if !all.iter().any(|other| texts(other) == texts(&own)) {
            all.push(own);
        }
    }
    if all.is_empty() {
        all.extend(of(false).next());
    }
    // Last year's list may lie behind this year's.
    let year = |own: &SheetList| {
        let title = roster_year(&own.above);
        title.or_else(|| roster_year(slice::from_ref(&own.name)))
    };
    let first = all.first().and_then(year);
    all.retain(|own| year(own).is_none_or(|own| first.is_none_or(|first| own == first)));
    all
}

/// The rows of the tables that have the `needed` columns; `None` where there is no such table.
pub(super) fn rows(
    workbook: &Workbook,
    headers: &'static WordLists,
    needed: &[&str],
) -> Option<Vec<(u32, RowTexts)>> {
    let tables = tables(workbook, headers, needed);
    let is_list = !tables.is_empty();
    is_list.then(|| tables.into_iter().flat_map(|own| own.rows).collect())
}

fn table(sheet: &Sheet, headers: &'static WordLists, needed: &[&str]) -> Option<SheetList> {
    let header = ListHeader { sheet, headers };
    let mut above = Vec::new();
    for (row, cells) in sheet.rows().take_while(|(row, _)| *row < HEADER_WITHIN) {
        // What stands higher tells the columns of which this row says nothing.
        let first = row.saturating_sub(HEADER_ROWS - 1);
        let has =
            |columns: &BTreeMap<&str, u32>| needed.iter().all(|own| columns.contains_key(own));
        let any = cells.iter().any(|cell| header.known(sheet, cell).is_some());
        if !any || !has(&header.columns(first, row)) {
            above.extend(cells.iter().map(|cell| text(sheet, cell).into_owned()));
            continue;
        }
        let last = header.last(row);
        let columns = header.columns(first, last);
        let below = sheet.rows().filter(|(own, _)| *own > last);
        let rows = below.filter_map(|(own, cells)| {
            // A header is printed again on each page.
            if header.is_header(cells) {
                return None;
            }
            let value = |col: u32| {
                let cell = cells.iter().find(|cell| cell.col == col);
                cell.map(|cell| text(sheet, cell).trim().to_owned())
                    .unwrap_or_default()
            };
            let texts: Vec<_> = columns
                .iter()
                .map(|(what, col)| (*what, value(*col)))
                .collect();
            let filled = texts.iter().any(|(_, text)| !text.is_empty());
            filled.then_some((own + 1, texts))
        });
        let rows = rows.collect();
        above.retain(|text| !text.is_empty());
        let name = sheet.name.clone();
        return Some(SheetList { name, above, rows });
    }
    None
}

/// A sheet in which a header is looked for.
#[derive(Clone, Copy)]
struct ListHeader<'s> {
    sheet: &'s Sheet,
    headers: &'static WordLists,
}

impl ListHeader<'_> {
    /// What the column below a cell is.
    fn known(self, sheet: &Sheet, cell: &Cell) -> Option<&'static str> {
        let header = text(sheet, cell);
        let mut known = self.headers.keys();
        let found = known.find(|what| is(self.headers, what, &header));
        found.map(String::as_str)
    }

    /// The columns by what the rows `first` to `last` say of them: of a column the lowest text counts, as that of a group stands
    /// above; of two columns of one header the first.
    fn columns(self, first: u32, last: u32) -> BTreeMap<&'static str, u32> {
        let mut columns = BTreeMap::new();
        let mut told: Vec<u32> = Vec::new();
        for row in (first..=last).rev() {
            let cells = self.sheet.row(row).iter();
            let cells = cells.filter(|cell| !text(self.sheet, cell).trim().is_empty());
            let mut here = Vec::new();
            for cell in cells.filter(|cell| !told.contains(&cell.col)) {
                here.push(cell.col);
                if let Some(known) = self.known(self.sheet, cell) {
                    columns.entry(known).or_insert(cell.col);
                }
            }
            told.extend(here);
        }
        columns
    }

    /// The last row of the header that has `row`: those that its cells are merged over, and those that are headers themselves.
    fn last(self, row: u32) -> u32 {
        let most = row + HEADER_ROWS - 1;
        let merges = self.sheet.merges.iter().filter(|(from, to)| {
            let cell = self.sheet.get(*from);
            let known = cell.is_some_and(|cell| self.known(self.sheet, cell).is_some());
            known && from.row <= row && row < to.row
        });
        let mut last = merges.map(|(_, to)| to.row).max().unwrap_or(row).min(most);
        while last < most && self.is_header(self.sheet.row(last + 1)) {
            last += 1;
        }
        last
    }

    /// Whether a row is one of headers: the words 部门 and 单位 stand in the rows of units too.
    fn is_header(self, cells: &[Cell]) -> bool {
        let texts = cells.iter();
        let texts = texts.filter(|cell| !text(self.sheet, cell).trim().is_empty());
        let known: Vec<_> = texts.map(|cell| self.known(self.sheet, cell)).collect();
        let mut all: Vec<&str> = known.iter().flatten().copied().collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        all.len() > 1 && count * 2 > known.len()
    }
}

/// What is read of a cell: of a number what is seen of it.
fn text<'c>(sheet: &Sheet, cell: &'c Cell) -> Cow<'c, str> {
    match &cell.value {
        Value::Text(text) | Value::Date(text) => Cow::Borrowed(text),
        Value::Number(number) => {
            let digits = sheet.digits(cell.address());
            Cow::Owned(format!("{:0>digits$}", number.normalize().to_string()))
        }
        _ => Cow::Borrowed(""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::words::words;

    #[test]
    fn a_number_is_read_with_the_zeros_that_are_seen() {
        let cell = |row, col, value| Cell {
            row,
            col,
            value,
            ..Cell::default()
        };
        let sheet = Sheet {
            cells: vec![
                cell(0, 0, Value::Text("单位编码".to_owned())),
                cell(0, 1, Value::Text("单位名称".to_owned())),
                cell(1, 0, Value::Number(21_002.into())),
                cell(1, 1, Value::Text("甲馆".to_owned())),
            ],
            padded: vec![(cell(1, 0, Value::Blank).address(), 6)],
            ..Sheet::default()
        };
        let book = Workbook {
            sheets: vec![sheet],
            ..Workbook::default()
        };
        let rows = rows(&book, &words().roster, &["name"]).unwrap();
        assert_eq!(ListRow(&rows[0].1).get("code"), "021002");
    }
}
