//! Where tables begin: titles with a header below them, and headers without a title.

use super::body_names::preparer;
use super::on_sheet::OnSheet;
use super::placement::Placement;
use super::source::SourceSheet;
use super::titles::{names_other_table, title, titled};
use crate::layout::{ANY, Layout};
use crate::workbook::Address;

/// How many rows below its title a header may begin.
const HEADER_WITHIN: u32 = 12;
/// How many rows a header may have.
const HEADER_ROWS: u32 = 6;

/// A title, or a header without one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Start {
    pub(super) title: Option<(Address, bool)>,
    pub(super) table: Option<usize>,
    pub(super) row: u32,
    pub(super) header: (u32, u32),
    pub(super) cols: (u32, u32),
}

/// The cells of `sheet` with a title that is none of the layout's, one a row, from top to bottom.
pub(super) fn foreign_titles(layout: &Layout, sheet: &SourceSheet<'_>) -> Vec<Address> {
    let foreign = |at: &usize| {
        let own = sheet.titles[*at].as_ref();
        own.is_none_or(|own| titled(layout, own).is_none())
    };
    let cells = sheet.named_tables.iter().copied().filter(foreign);
    let mut rows: Vec<Address> = cells.map(|at| sheet.sheet.cells[at].address()).collect();
    rows.dedup_by_key(|at| at.row);
    rows
}

impl OnSheet<'_, '_> {
    /// Titles with a header below them, and headers without a title, from top to bottom.
    pub(super) fn starts(&self, placement: &mut Placement) -> Vec<Start> {
        let sheet = self.sheet();
        let titles: Vec<(Address, usize, bool)> = sheet
            .titles
            .iter()
            .enumerate()
            .filter_map(|(at, form)| {
                let (table, exact) = titled(self.layout, form.as_ref()?)?;
                let (text, cell) = (&sheet.texts[at], &sheet.sheet.cells[at]);
                // A long title may begin in the row above.
                let above = cell
                    .row
                    .checked_sub(1)
                    .and_then(|row| sheet.at(Address::new(row, cell.col)));
                let above = above
                    .map(|above| &sheet.texts[above])
                    .filter(|above| title(self.layout, above).is_none());
                let whole = above.and_then(|above| title(self.layout, &format!("{above}{text}")));
                if whole.is_none()
                    && above.is_some_and(|above| names_other_table(self.layout, above))
                {
                    return None;
                }
                Some((
                    cell.address(),
                    whole.map_or(table, |(table, _)| table),
                    exact,
                ))
            })
            .collect();
        let mut starts: Vec<Start> = Vec::new();
        for (index, &(address, table, exact)) in titles.iter().enumerate() {
            // The titles are in the order of the cells.
            let from = titles.partition_point(|(other, _, _)| other.row < address.row);
            let beside: Vec<u32> = titles[from..]
                .iter()
                .take_while(|(other, _, _)| other.row == address.row)
                .map(|(other, _, _)| other.col)
                .collect();
            let cols = if beside.len() > 1 {
                (
                    if address.col == beside[0] {
                        0
                    } else {
                        address.col
                    },
                    beside
                        .iter()
                        .find(|&&col| col > address.col)
                        .map_or(self.edge.max(address.col), |col| col - 1),
                )
            } else {
                (0, self.edge)
            };
            let next = titles[index + 1..]
                .iter()
                .map(|(other, _, _)| other.row)
                .find(|&row| row > address.row)
                .unwrap_or(u32::MAX);
            let until = next
                .saturating_sub(1)
                .min(address.row + HEADER_WITHIN)
                .min(sheet.last_row());
            match (address.row + 1..=until)
                .find(|&row| self.begins_header(row, cols, 1 << table, 1))
            {
                Some(row) => {
                    let row = self.header_start(row, address.row, cols);
                    let header = (row, self.header_end(row, cols, 1 << table));
                    starts.push(Start {
                        title: Some((address, exact)),
                        table: Some(table),
                        row: address.row,
                        header,
                        cols,
                    });
                }
                None if self.holds_numbers(address.row + 1, until) => placement.headless.push((
                    self.at,
                    address,
                    table,
                    self.first_text(address.row + 1, until),
                )),
                None => {}
            }
        }
        // The titles come from top to bottom, so that of those above a row the one that reaches farthest tells whether it is
        // covered. What is added below covers rows that are passed over anyway.
        let mut titled = starts
            .iter()
            .map(|start| (start.row, start.header.1))
            .collect::<Vec<_>>()
            .into_iter()
            .peekable();
        let mut reaches = None;
        let mut covered = move |row: u32| {
            while let Some((_, end)) = titled.next_if(|&(start, _)| start <= row) {
                reaches = reaches.max(Some(end));
            }
            reaches.is_some_and(|end| row <= end)
        };
        let rows = sheet.sheet.rows().map(|(row, _)| row);
        let mut skip_to = 0;
        for row in rows {
            if covered(row)
                || row < skip_to
                || self.foreign_title(row)
                || !self.begins_header(row, (0, self.edge), ANY, 2)
            {
                continue;
            }
            let header = (row, self.header_end(row, (0, self.edge), ANY));
            skip_to = header.1 + 1;
            starts.push(Start {
                title: None,
                table: None,
                row,
                header,
                cols: (0, self.edge),
            });
        }
        starts.sort_by_key(|start| (start.row, start.cols.0));
        starts
    }

    /// Whether row `row` reads like the row of a header: at least `least` header texts of the tables `tables`, no numbers.
    pub(super) fn begins_header(
        &self,
        row: u32,
        cols: (u32, u32),
        tables: u32,
        least: usize,
    ) -> bool {
        self.header_texts(row, cols, tables)
            .is_some_and(|(known, other)| known >= least && (known > other || known >= 2))
    }

    /// The first row of the header that row `row` belongs to: rows of texts above it are headers too, known or not, so that
    /// a column is never bound without them.
    fn header_start(&self, mut row: u32, title: u32, cols: (u32, u32)) -> u32 {
        let sheet = self.sheet();
        let words = &self.layout.words;
        let named = |at: usize| preparer(words, &sheet.texts[at]).is_some();
        let line = |at: usize| sheet.measures[at].is_some() || named(at);
        while row > title + 1 {
            let texts = sheet
                .row(row - 1)
                .filter(|&at| !sheet.texts[at].is_empty())
                .count();
            let lines = sheet.row(row - 1).any(line);
            if lines || texts < 2 || self.header_texts(row - 1, cols, ANY).is_none() {
                break;
            }
            row -= 1;
        }
        row
    }

    pub(super) fn header_end(&self, first: u32, cols: (u32, u32), tables: u32) -> u32 {
        let mut last = first;
        while last + 1 < first + HEADER_ROWS
            && self
                .header_texts(last + 1, cols, tables)
                .is_some_and(|(known, other)| known >= 1 && (known > other || known >= 3))
        {
            last += 1;
        }
        last
    }

    /// The number of header texts and of other texts in a row; `None` where it holds numbers or is a closing line.
    pub(super) fn header_texts(
        &self,
        row: u32,
        cols: (u32, u32),
        tables: u32,
    ) -> Option<(usize, usize)> {
        let sheet = self.sheet();
        let (mut known, mut closing, mut other) = (0, 0, 0);
        for at in sheet.row(row) {
            let col = sheet.sheet.cells[at].col;
            if col < cols.0 || col > cols.1 {
                continue;
            }
            let text = sheet.texts[at].as_ref();
            if text.is_empty() {
                if sheet.is_number(at) {
                    return None;
                }
                continue;
            }
            if sheet.is_number(at) {
                return None;
            }
            let header = self.headers[at];
            if header.tables & tables != 0 {
                known += 1;
                closing += usize::from(header.closing);
            } else {
                other += 1;
            }
        }
        (known > closing || known == 0)
            .then_some((known, other))
            .filter(|_| known + other > 0)
    }

    /// Whether a title that is none of the layout's stands just above row `row`.
    fn foreign_title(&self, row: u32) -> bool {
        let from = self
            .foreign_titles
            .partition_point(|&title| title < row.saturating_sub(4));
        self.foreign_titles
            .get(from)
            .is_some_and(|&title| title < row)
    }

    pub(super) fn holds_numbers(&self, from: u32, to: u32) -> bool {
        let sheet = self.sheet();
        (from..=to).any(|row| sheet.row(row).filter(|&at| sheet.is_number(at)).count() >= 2)
    }

    pub(super) fn first_text(&self, from: u32, to: u32) -> String {
        let sheet = self.sheet();
        (from..=to)
            .flat_map(|row| sheet.row(row))
            .map(|at| sheet.raw(at))
            .find(|text| !text.is_empty())
            .unwrap_or_default()
    }

    pub(super) fn nearest(&self, start: &Start) -> String {
        self.first_text(start.header.0, start.header.1)
    }
}
