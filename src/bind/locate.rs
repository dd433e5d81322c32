//! Locating tables: titles, the headers below them, headers that a new page repeats, and pages that repeat nothing.

use super::headers::{ANY, Bound, Vocabulary, bind};
use super::placement::{Part, PlacedBlock, Placement};
use super::source::{Source, SourceSheet};
use super::titles::{measure_in, title};
use crate::layout::{Field, Layout, TableLayout};
use crate::model::Code;
use crate::text::squash;
use crate::workbook::{Address, Workbook};

/// How many rows below its title a header may begin.
const HEADER_WITHIN: u32 = 12;
/// How many rows a header may have.
const HEADER_ROWS: u32 = 6;

/// The placement of the tables of `workbook` by `layout`.
#[derive(Debug)]
pub struct Located<'a> {
    /// The layout.
    pub layout: &'a Layout,
    /// Where its tables stand.
    pub placement: Placement,
}

/// Locates the tables of `workbook` by `layout`.
#[must_use]
pub fn locate<'a>(workbook: &Workbook, layout: &'a Layout) -> Located<'a> {
    locate_in(&Source::new(workbook), layout)
}

pub(super) fn locate_in<'a>(source: &Source<'_>, layout: &'a Layout) -> Located<'a> {
    let vocabulary = Vocabulary::new(layout);
    let mut placement = Placement::default();
    for at in 0..source.sheets.len() {
        let before = placement.parts.len();
        Sheets { layout, vocabulary: &vocabulary, source, at }.locate(&mut placement);
        if placement.parts.len() == before
            && let Some(part) = going_on(source, layout, placement.parts.last(), at)
        {
            placement.parts.push(part);
        }
    }
    Located { layout, placement }
}

/// A title, or a header without one.
#[derive(Debug, Clone, Copy)]
struct Start {
    title: Option<(Address, bool)>,
    table: Option<usize>,
    row: u32,
    header: (u32, u32),
    cols: (u32, u32),
}

struct Sheets<'s, 'a> {
    layout: &'s Layout,
    vocabulary: &'s Vocabulary<'s>,
    source: &'s Source<'a>,
    at: usize,
}

impl<'s, 'a> Sheets<'s, 'a> {
    fn sheet(&self) -> &'s SourceSheet<'a> {
        &self.source.sheets[self.at]
    }

    fn locate(&self, placement: &mut Placement) {
        let starts = self.starts(placement);
        let sheet = self.sheet();
        for (index, start) in starts.iter().enumerate() {
            let beside = |other: &Start| other.cols.0 <= start.cols.1 && start.cols.0 <= other.cols.1;
            let end = starts[index + 1..].iter().find(|other| beside(other)).map_or(sheet.last_row(), |next| next.row.saturating_sub(1));
            let previous = placement.parts.last().map(|part| part.table);
            let Some((table, bound)) = self.bind(start, previous) else {
                if let Some((title, _)) = start.title {
                    let nearest = self.nearest(start);
                    placement.headless.push((self.at, title, start.table.unwrap_or(0), nearest));
                }
                continue;
            };
            let above = index.checked_sub(1).map_or(0, |before| starts[before].header.1 + 1);
            placement.parts.push(self.part(start, table, bound, end, above));
        }
    }

    fn part(&self, start: &Start, table: usize, bound: Bound, end: u32, above: u32) -> Part {
        let mut blocks: Vec<PlacedBlock> = Vec::new();
        for (block, col, field) in bound.columns {
            match blocks.last_mut().filter(|last| last.block == block) {
                Some(last) => last.columns.push((col, field)),
                None => blocks.push(PlacedBlock { block, columns: vec![(col, field)] }),
            }
        }
        let measure = self.measure(start, end, above).or(bound.measure);
        Part {
            sheet: self.at,
            table,
            title: start.title.map(|(address, _)| address),
            header: Some(start.header),
            body: (start.header.1 + 1, end),
            columns: start.cols,
            blocks,
            extras: bound.extras,
            unknown: bound.unknown,
            repeated: bound.repeated,
            missing: bound.missing,
            measure,
            exact: bound.exact + start.title.map_or(0, |(_, exact)| usize::from(exact) * 2),
        }
    }

    /// The unit of measure: from the title to the header, else just above the title, else below the table.
    fn measure(&self, start: &Start, end: u32, above: u32) -> Option<crate::text::Measure> {
        let sheet = self.sheet();
        let within = |from: u32, to: u32| {
            (from..=to).flat_map(|row| sheet.row(row)).filter(|&at| {
                let col = sheet.sheet.cells[at].col;
                start.cols.0 <= col && col <= start.cols.1
            })
        };
        let stated = |at: usize| Some(sheet.texts[at].as_ref()).filter(|text| text.chars().count() <= 80).and_then(measure_in);
        let own = within(start.row, start.header.0.saturating_sub(1).max(start.row)).find_map(stated);
        own.or_else(|| within(start.row.saturating_sub(3).max(above), start.row).find_map(stated))
            .or_else(|| within(start.header.1 + 1, end).filter(|&at| sheet.texts[at].contains("单位")).find_map(stated))
    }

    /// Titles with a header below them, and headers without a title, from top to bottom.
    fn starts(&self, placement: &mut Placement) -> Vec<Start> {
        let sheet = self.sheet();
        let titles: Vec<(Address, usize, bool)> = sheet
            .texts
            .iter()
            .zip(&sheet.sheet.cells)
            .filter_map(|(text, cell)| title(self.layout, text).map(|(table, exact)| (cell.address(), table, exact)))
            .collect();
        let mut starts: Vec<Start> = Vec::new();
        for (index, &(address, table, exact)) in titles.iter().enumerate() {
            let beside: Vec<u32> = titles.iter().filter(|(other, _, _)| other.row == address.row).map(|(other, _, _)| other.col).collect();
            let cols = if beside.len() > 1 {
                (if address.col == beside[0] { 0 } else { address.col }, beside.iter().find(|&&col| col > address.col).map_or(u32::MAX, |col| col - 1))
            } else {
                (0, u32::MAX)
            };
            let next = titles[index + 1..].iter().map(|(other, _, _)| other.row).find(|&row| row > address.row).unwrap_or(u32::MAX);
            let until = next.saturating_sub(1).min(address.row + HEADER_WITHIN).min(sheet.last_row());
            match (address.row + 1..=until).find(|&row| self.begins_header(row, cols, 1 << table, 1)) {
                Some(row) => {
                    let header = (row, self.header_end(row, cols, 1 << table));
                    starts.push(Start { title: Some((address, exact)), table: Some(table), row: address.row, header, cols });
                }
                None if self.holds_numbers(address.row + 1, until) => placement.headless.push((self.at, address, table, self.first_text(address.row + 1, until))),
                None => {}
            }
        }
        let covered = |row: u32, starts: &[Start]| starts.iter().any(|start| start.row <= row && row <= start.header.1);
        let mut rows = sheet.sheet.rows().map(|(row, _)| row).peekable();
        let mut skip_to = 0;
        while let Some(row) = rows.next() {
            if row < skip_to || covered(row, &starts) || !self.begins_header(row, (0, u32::MAX), ANY, 2) {
                continue;
            }
            let header = (row, self.header_end(row, (0, u32::MAX), ANY));
            skip_to = header.1 + 1;
            starts.push(Start { title: None, table: None, row, header, cols: (0, u32::MAX) });
        }
        starts.sort_by_key(|start| (start.row, start.cols.0));
        starts
    }

    /// Whether row `row` reads like the row of a header: at least `least` header texts of the tables `tables`, no numbers.
    fn begins_header(&self, row: u32, cols: (u32, u32), tables: u32, least: usize) -> bool {
        self.header_texts(row, cols, tables).is_some_and(|(known, other)| known >= least && (known > other || known >= 2))
    }

    fn header_end(&self, first: u32, cols: (u32, u32), tables: u32) -> u32 {
        let mut last = first;
        while last + 1 < first + HEADER_ROWS
            && self.header_texts(last + 1, cols, tables).is_some_and(|(known, other)| known >= 1 && (known > other || known >= 3))
        {
            last += 1;
        }
        last
    }

    /// The number of header texts and of other texts in a row; `None` where it holds numbers or is a closing line.
    fn header_texts(&self, row: u32, cols: (u32, u32), tables: u32) -> Option<(usize, usize)> {
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
            if self.vocabulary.tables(text) & tables != 0 {
                known += 1;
                closing += usize::from(is_closing(self.layout, text));
            } else {
                other += 1;
            }
        }
        (known > closing || known == 0).then_some((known, other)).filter(|_| known + other > 0)
    }

    /// The table of a start and its bound columns. A header without title belongs to the table that it fits best; where
    /// several fit alike, to the one before it or the one that the sheet is named after.
    fn bind(&self, start: &Start, previous: Option<usize>) -> Option<(usize, Bound)> {
        let bind_to = |table: usize| bind(self.layout, self.vocabulary, &self.layout.tables[table], self.sheet(), start.header, start.cols);
        let usable = |table: usize, bound: &Bound| self.layout.tables[table].blocks.iter().enumerate().any(|(block, _)| usable(&self.layout.tables[table], block, bound));
        if let Some(table) = start.table {
            let bound = bind_to(table);
            return usable(table, &bound).then_some((table, bound));
        }
        let mut best: Vec<(usize, usize, Bound)> = Vec::new();
        for table in 0..self.layout.tables.len() {
            let bound = bind_to(table);
            let points = bound.columns.len().saturating_sub(bound.unknown.len() + bound.missing.len());
            if !usable(table, &bound) || points < 2 || !bound.missing.is_empty() {
                continue;
            }
            if best.first().is_none_or(|(_, other, _)| points >= *other) {
                best.retain(|(_, other, _)| *other == points);
                best.push((table, points, bound));
            }
        }
        let named = title(self.layout, &squash(&self.sheet().name)).map(|(table, _)| table);
        let chosen = match best.len() {
            0 => return None,
            1 => 0,
            _ => best.iter().position(|(table, _, _)| Some(*table) == previous || Some(*table) == named)?,
        };
        let (table, _, bound) = best.swap_remove(chosen);
        Some((table, bound))
    }

    fn holds_numbers(&self, from: u32, to: u32) -> bool {
        let sheet = self.sheet();
        (from..=to).any(|row| sheet.row(row).filter(|&at| sheet.is_number(at)).count() >= 2)
    }

    fn first_text(&self, from: u32, to: u32) -> String {
        let sheet = self.sheet();
        (from..=to).flat_map(|row| sheet.row(row)).map(|at| sheet.raw(at)).find(|text| !text.is_empty()).unwrap_or_default()
    }

    fn nearest(&self, start: &Start) -> String {
        self.first_text(start.header.0, start.header.1)
    }
}

/// Whether a block can be read: it has its keys and at least one amount.
fn usable(table: &TableLayout, block: usize, bound: &Bound) -> bool {
    let keyed = table.blocks[block].columns.iter().any(|column| !matches!(column.field, Field::Amount(_)));
    let has = |wanted: fn(&Field) -> bool| bound.columns.iter().any(|(other, _, field)| *other == block && wanted(field));
    has(|field| matches!(field, Field::Amount(_))) && (!keyed || has(|field| matches!(field, Field::Label | Field::Code | Field::CodePart(1))))
}

/// Whether the squashed text is the label of a closing line.
pub(super) fn is_closing(layout: &Layout, text: &str) -> bool {
    let text = text.trim_end_matches(':');
    matches!(layout.canonical(text).0, "合计" | "收入总计" | "支出总计")
}

/// The part that a sheet without title and header makes of the unfinished table on the sheets before it.
fn going_on(source: &Source<'_>, layout: &Layout, previous: Option<&Part>, at: usize) -> Option<Part> {
    let previous = previous?;
    let block = previous.blocks.first().filter(|block| block.columns.iter().any(|(_, field)| matches!(field, Field::Code | Field::CodePart(1))))?;
    let before = &source.sheets[previous.sheet];
    let finished = before.sheet.cells.iter().zip(&before.texts).any(|(cell, text)| cell.row >= previous.body.0 && cell.row <= previous.body.1 && is_closing(layout, text));
    let sheet = &source.sheets[at];
    let code_cols: Vec<u32> = block.columns.iter().filter(|(_, field)| matches!(field, Field::Code | Field::CodePart(_))).map(|(col, _)| *col).collect();
    let amount = |col: u32| block.columns.iter().any(|(other, field)| *other == col && matches!(field, Field::Amount(_)));
    let (row, _) = sheet.sheet.rows().next()?;
    let digits: String = sheet.row(row).filter(|&at| code_cols.contains(&sheet.sheet.cells[at].col)).map(|at| sheet.shown(at).into_owned()).collect();
    let codes = Code::parse(&digits).is_some() || (!digits.is_empty() && digits.len() < 8 && digits.bytes().all(|b| b.is_ascii_digit()));
    let closes = sheet.row(row).any(|at| is_closing(layout, &sheet.texts[at]));
    let numbers = sheet.row(row).any(|at| amount(sheet.sheet.cells[at].col) && sheet.is_number(at));
    (!finished && numbers && (codes || closes)).then(|| Part {
        sheet: at,
        title: None,
        header: None,
        body: (row, sheet.last_row()),
        missing: Vec::new(),
        exact: 0,
        ..previous.clone()
    })
}
