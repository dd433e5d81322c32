//! The sums of the overview: department, 类, 款, 项 and unit, each the SUM of the rows right below it.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::cells::AmountRow;
use super::listed::{ListedByCode, ListedEntry, What, chain, code_of, column_of};
use super::outcome::{DepartmentState, Review};
use super::parts::InboxReader;
use super::said::said;
use super::sheets::{ABOVE, Made, TableText, letters};
use super::sum_rows::{SumRow, ranges, table_row};
use crate::layout::Templates;
use crate::messages::Messages;
use crate::model::{Code, Coordinates, Dim, Id};

/// The most rows of the sums; beyond them units are left out, then 科目.
const MOST_ROWS: usize = 200_000;

/// The sums of a table, and where those of departments stand.
pub(super) struct TableSums<'r> {
    pub(super) table: Id,
    pub(super) text: TableText<'r>,
    places: Places,
}

/// The sums of each table that lists 科目: department, 类, 款, 项, unit.
pub(super) fn sums<'r>(
    review: &'r Review,
    reader: InboxReader<'r>,
    messages: &'r Messages,
) -> Vec<TableSums<'r>> {
    let mut tables: Vec<Id> = Vec::new();
    for table in &reader.templates.model.tables {
        let listed = |row: &AmountRow| {
            row.table == table.id
                && row.again == 0
                && code_of(row).is_some_and(|(_, own)| own.level() > 1)
        };
        if review.district.0.keys().any(listed) {
            tables.push(table.id.clone());
        }
    }
    let heads = 1 + review.departments.len();
    let mut counts = vec![[heads; 3]; tables.len()];
    for state in &review.departments {
        let listed = ListedByCode::of(review, reader, state, &tables);
        for ([all, folded, _], own) in counts.iter_mut().zip(&listed) {
            let (units, codes) = own.counts();
            *all += codes + units;
            *folded += codes;
        }
    }
    // What comes later keeps room for its departments.
    let mut left = MOST_ROWS.saturating_sub(heads * tables.len());
    let depths = counts.iter().map(|[all, folded, heads]| {
        let more = [(all, Depth::Units), (folded, Depth::Codes)];
        let fits = more.into_iter().find(|(rows, _)| *rows - heads <= left);
        let (rows, depth) = fits.unwrap_or((heads, Depth::Departments));
        left -= rows - heads;
        depth
    });
    let mut sheets: Vec<SumTable<'r>> = tables
        .iter()
        .zip(depths)
        .map(|(table, depth)| SumTable::new(review, reader.templates, table, depth))
        .collect();
    for state in &review.departments {
        let listed = ListedByCode::of(review, reader, state, &tables);
        for (sheet, own) in sheets.iter_mut().zip(listed) {
            sheet.put(state, own);
        }
    }
    sheets
        .into_iter()
        .map(|own| own.end(review, messages))
        .collect()
}

/// The row and the amounts of each department and code.
type PlacesOfRows = BTreeMap<(usize, Option<Code>), (usize, Box<[Decimal]>)>;

/// Where the sums of departments stand in a table: the row of each department and code, and the columns.
#[derive(Debug, Default)]
struct Places {
    rows: PlacesOfRows,
    columns: Vec<Coordinates>,
}

impl TableSums<'_> {
    /// The cell with the sum of a department at `row`, where it is that amount.
    pub(super) fn cell(&self, department: usize, row: &AmountRow, yuan: Decimal) -> Option<String> {
        let code = code_of(row).map(|(_, own)| own);
        let (at, amounts) = self.places.rows.get(&(department, code))?;
        let column = column_of(row);
        let column = self.places.columns.iter().position(|own| *own == column)?;
        let number = at + ABOVE as usize + 1;
        (row.again == 0 && amounts[column] == yuan)
            .then(|| format!("'{}'!{}{number}", self.text.name, letters(column + 2)))
    }
}

/// How far the sums of a table are broken down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Depth {
    Units,
    Codes,
    Departments,
}

/// The rows of a table of sums.
struct SumTable<'r> {
    templates: &'r Templates,
    table: Id,
    dim: Dim,
    columns: Vec<Coordinates>,
    depth: Depth,
    rows: Vec<SumRow>,
    heads: Vec<usize>,
    places: PlacesOfRows,
}

impl<'r> SumTable<'r> {
    fn new(review: &Review, templates: &'r Templates, table: &Id, depth: Depth) -> Self {
        let mut columns: Vec<Coordinates> = Vec::new();
        let mut dim = Dim::FUNCTION;
        let rows = review.district.0.keys();
        for row in rows.filter(|row| row.table == *table && row.again == 0) {
            let Some((own, _)) = code_of(row) else {
                continue;
            };
            dim = own;
            let column = column_of(row);
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
        columns.sort_by_key(|own| (own.iter().count(), own.clone()));
        let mut own = Self {
            templates,
            table: table.clone(),
            dim,
            columns,
            depth,
            rows: Vec::new(),
            heads: Vec::new(),
            places: BTreeMap::new(),
        };
        own.open(What::All, 0);
        own
    }

    /// Puts a row whose amounts are not known yet.
    fn open(&mut self, what: What, level: u8) -> usize {
        self.rows.push(SumRow {
            what,
            level,
            amounts: Box::default(),
            parts: Box::default(),
        });
        self.rows.len() - 1
    }

    /// Puts a department.
    fn put(&mut self, state: &DepartmentState, listed: ListedByCode) {
        let head = self.open(What::Department(state.line, state.missing.len()), 0);
        let mut codes = Vec::new();
        let tops = self.put_below(&listed, None, 1, &mut codes);
        self.sum(head, &tops);
        self.heads.push(head);
        if self.depth == Depth::Departments {
            self.rows.truncate(head + 1);
            self.rows[head].parts = Box::default();
            codes.clear();
        }
        // Only what differs from its own paper is looked for.
        if !state.differences.is_empty() {
            let rows = codes.into_iter().map(|(code, row)| (Some(code), row));
            for (code, row) in rows.chain([(None, head)]) {
                let amounts = self.rows[row].amounts.clone();
                self.places.insert((state.line, code), (row, amounts));
            }
        }
    }

    /// Puts the rows below `above` and gives those that make it up.
    fn put_below(
        &mut self,
        listed: &ListedByCode,
        above: Option<Code>,
        level: u8,
        codes: &mut Vec<(Code, usize)>,
    ) -> Vec<usize> {
        let mut rows = Vec::new();
        let units = above.filter(|_| self.depth == Depth::Units);
        let units = units.and_then(|code| listed.0.get(&code));
        for unit in units.into_iter().flatten() {
            let row = self.open(unit.what, level);
            self.rows[row].amounts = self.amounts(unit);
            rows.push(row);
        }
        let below = listed.0.keys().filter_map(|own| match above {
            None => chain(*own).last(),
            Some(above) => {
                let chain: Vec<Code> = chain(*own).collect();
                let at = chain.iter().position(|code| *code == above)?;
                at.checked_sub(1).map(|at| chain[at])
            }
        });
        for code in below.collect::<BTreeSet<_>>() {
            let row = self.open(What::Code(code), level);
            codes.push((code, row));
            let parts = self.put_below(listed, Some(code), level + 1, codes);
            self.sum(row, &parts);
            // Units that are left out are in the sum all the same.
            let units = listed.0.get(&code).filter(|_| self.depth != Depth::Units);
            for unit in units.into_iter().flatten() {
                let amounts = self.amounts(unit);
                let own = &mut self.rows[row];
                own.parts = Box::default();
                for (sum, own) in own.amounts.iter_mut().zip(amounts) {
                    *sum += own;
                }
            }
            rows.push(row);
        }
        rows
    }

    /// The amounts of a unit at a code, by column.
    fn amounts(&self, unit: &ListedEntry) -> Box<[Decimal]> {
        let model = &self.templates.model;
        let column = |column: &Coordinates| -> Decimal {
            let own = unit
                .leaves
                .iter()
                .filter(|(at, _)| model.covers(column, at));
            own.map(|(_, yuan)| *yuan).sum()
        };
        self.columns.iter().map(column).collect()
    }

    /// Makes the row at `at` the sum of those at `parts`.
    fn sum(&mut self, at: usize, parts: &[usize]) {
        let sum = |column: usize| -> Decimal {
            parts
                .iter()
                .map(|row| self.rows[*row].amounts[column])
                .sum()
        };
        let amounts = (0..self.columns.len()).map(sum).collect();
        self.rows[at].amounts = amounts;
        self.rows[at].parts = ranges(parts);
    }

    fn end(mut self, review: &'r Review, messages: &'r Messages) -> TableSums<'r> {
        let heads = std::mem::take(&mut self.heads);
        self.sum(0, &heads);
        let title = self
            .templates
            .model
            .table(self.table.as_str())
            .map_or_else(|| self.table.to_string(), |own| own.name.clone());
        let mut widths = vec![12.0, 34.0];
        widths.extend(self.columns.iter().map(|_| 18.0));
        let mut headers = vec![messages.text("header-code"), messages.text("header-name")];
        headers.extend(self.columns.iter().map(|own| {
            let at = AmountRow {
                table: self.table.clone(),
                again: 0,
                at: own.clone(),
            };
            let what = said(self.templates, &at).what;
            let parts: Vec<&str> = what.split('·').skip(1).collect();
            match parts.is_empty() {
                true => messages.text("header-all"),
                false => parts.join("·"),
            }
        }));
        let places = Places {
            rows: std::mem::take(&mut self.places),
            columns: self.columns.clone(),
        };
        let mut text = TableText {
            name: format!("{}-{title}", messages.text("sheet-sums")),
            title: messages.with("title-sums", &[("table", title.into())]),
            headers,
            widths,
            ..TableText::default()
        };
        if self.depth != Depth::Units {
            text.notes.push(messages.text("sums-folded"));
        }
        let (rows, templates, dim) = (self.rows, self.templates, self.dim);
        let count = rows.len();
        let make = move |at: usize| table_row(review, (templates, dim), &rows[at], messages);
        text.made = Some(Made::new(count, make));
        TableSums {
            table: self.table,
            text,
            places,
        }
    }
}
