//! Locating tables: titles, the headers below them, headers that a new page repeats, and pages that repeat nothing.

use super::body_names::preparer;
use super::cells::holds_placeholder;
use super::document::Headings;
use super::extent;
use super::header_paths::paths;
use super::headers::{Bound, bind};
use super::on_sheet::{HeaderText, OnSheet};
use super::pages::going_on;
use super::placement::{PlacedBlock, PlacedPart, Placement};
use super::source::SourceBook;
use super::starts::{Start, foreign_titles};
use super::titles::{measure_in, title};
use super::versions::versions_apart;
use crate::layout::{Field, Layout, TableLayout};
use crate::model::ReadingWords;
use crate::text::{Measure, squash, year_in};
use crate::workbook::{Address, Workbook};

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
    locate_in(&SourceBook::new(&layout.words, workbook), layout)
}

pub(super) fn locate_in<'a>(source: &SourceBook<'_>, layout: &'a Layout) -> Located<'a> {
    let mut placement = Placement::default();
    let headings = Headings::new(&layout.words, std::iter::once(layout));
    for (at, sheet) in source.numbered() {
        let before = placement.parts.len();
        let headers = HeaderText::all(layout, sheet);
        let foreign = foreign_titles(layout, sheet);
        OnSheet {
            layout,
            source,
            at,
            edge: extent::panel(sheet, &headers, &foreign),
            headers,
            foreign_titles: foreign.iter().map(|at| at.row).collect(),
            headings: &headings,
        }
        .locate(&mut placement);
        if placement.parts.len() == before
            && let Some(part) = going_on(source, layout, placement.parts.last(), at)
        {
            placement.parts.push(part);
        }
    }
    versions_apart(source, layout, &mut placement);
    inherit_measures(&mut placement.parts);
    Located { layout, placement }
}

/// A page without a unit line of its own goes on in the unit of the page before it.
fn inherit_measures(parts: &mut [PlacedPart]) {
    for at in 1..parts.len() {
        let (before, rest) = parts.split_at_mut(at);
        if rest[0].measure.is_none() {
            let page = before.iter().rev().find(|part| part.table == rest[0].table);
            rest[0].measure = page.and_then(|page| page.measure);
            rest[0].measure_cell = page.and_then(|page| page.measure_cell);
        }
    }
}

impl OnSheet<'_, '_> {
    fn locate(&self, placement: &mut Placement) {
        let starts = self.starts(placement);
        let sheet = self.sheet();
        for (index, start) in starts.iter().enumerate() {
            let beside =
                |other: &Start| other.cols.0 <= start.cols.1 && start.cols.0 <= other.cols.1;
            let end = starts[index + 1..]
                .iter()
                .find(|other| beside(other))
                .map_or(sheet.last_row(), |next| next.row.saturating_sub(1));
            let end = self.heading_below(start.header.1, end).unwrap_or(end);
            let previous = placement.parts.last().map(|part| part.table);
            let Some((table, bound)) = self.bind(start, previous) else {
                if let Some((title, _)) = start.title {
                    let nearest = self.nearest(start);
                    placement
                        .headless
                        .push((self.at, title, start.table.unwrap_or(0), nearest));
                } else {
                    let (from, to) = start.header;
                    placement.unbound.push((self.at, from, to));
                }
                continue;
            };
            let above = index
                .checked_sub(1)
                .map_or(0, |before| starts[before].header.1 + 1);
            placement
                .parts
                .push(self.part(start, table, bound, end, above));
        }
    }

    fn part(
        &self,
        start: &Start,
        table: usize,
        mut bound: Bound,
        end: u32,
        above: u32,
    ) -> PlacedPart {
        let mut blocks: Vec<PlacedBlock> = Vec::new();
        for (block, col, field) in bound.columns {
            match blocks.last_mut().filter(|last| last.block == block) {
                Some(last) => last.columns.push((col, field)),
                None => blocks.push(PlacedBlock {
                    block,
                    columns: vec![(col, field)],
                }),
            }
        }
        let sheet = self.sheet();
        let own = &self.layout.tables[table];
        let end = extent::last_row(sheet, self.layout, own, &blocks, start.header.1, end);
        let own = blocks.iter().flat_map(|block| &block.columns);
        let own = own.map(|(col, _)| *col).max().unwrap_or(u32::MAX);
        let edge = sheet
            .last_column(own, start.header.0, end)
            .min(start.cols.1);
        let columns = (start.cols.0, edge);
        for found in [&mut bound.extras, &mut bound.unknown, &mut bound.repeated] {
            found.retain(|(col, _)| *col <= edge);
        }
        let (stated, contradicting) = self.measure(start, end, above);
        let stated = stated.or_else(|| {
            let (&col, &measure) = bound.measures.iter().next()?;
            Some((self.measure_above(start.header, col, measure), measure))
        });
        let (preparer_cell, preparer, year) = self.identity(start);
        let printed = || {
            let printed = self.sheet().sheet.printed.iter();
            printed.map(|text| squash(text).into_owned())
        };
        let measure = stated.map(|(_, measure)| measure);
        let words = &self.layout.words.measure;
        let measure = measure.or_else(|| printed().find_map(|text| measure_in(words, &text)));
        let named = |text: String| preparer_of(self.layout, &text);
        let preparer = preparer.or_else(|| printed().find_map(named));
        PlacedPart {
            sheet: self.at,
            table,
            title: start.title.map(|(address, _)| address),
            header: Some(start.header),
            body: (start.header.1 + 1, end),
            columns,
            blocks,
            extras: bound.extras,
            unknown: bound.unknown,
            repeated: bound.repeated,
            missing: bound.missing,
            measure,
            measure_cell: stated.map(|(cell, _)| (self.at, cell)),
            column_measures: bound.measures,
            contradicting,
            preparer,
            preparer_cell,
            year,
            exact: bound.exact + start.title.map_or(0, |(_, exact)| usize::from(exact) * 2),
        }
    }

    /// The row above the first heading in the rows behind `from` up to `to`: what stands below it is beside the tables.
    fn heading_below(&self, from: u32, to: u32) -> Option<u32> {
        let sheet = self.sheet();
        let start = sheet.sheet.cells.partition_point(|cell| cell.row <= from);
        let end = sheet.sheet.cells.partition_point(|cell| cell.row <= to);
        let heading = (start..end).find(|&at| {
            self.headings.of(&sheet.texts[at]).is_some() && {
                let mut row = sheet.row(sheet.sheet.cells[at].row);
                row.all(|other| {
                    other == at || sheet.texts[other].is_empty() && !sheet.is_number(other)
                })
            }
        })?;
        sheet.sheet.cells[heading].row.checked_sub(1)
    }

    /// The header cell that gives column `col` its unit of measure: its own or one to the left that spans it.
    fn measure_above(&self, header: (u32, u32), col: u32, measure: Measure) -> Address {
        let sheet = self.sheet();
        let states =
            |at: &usize| sheet.sheet.cells[*at].col <= col && sheet.measures[*at] == Some(measure);
        (header.0..=header.1)
            .rev()
            .find_map(|row| sheet.row(row).rfind(states))
            .map_or(Address::new(header.1, col), |at| {
                sheet.sheet.cells[at].address()
            })
    }

    /// The unit of measure with its cell: from the title to the header, else just above the title, else below the table. Where the
    /// title and the lines below it state different ones, their cells too.
    fn measure(
        &self,
        start: &Start,
        end: u32,
        above: u32,
    ) -> (Option<(Address, Measure)>, Vec<Address>) {
        let sheet = self.sheet();
        let within = |from: u32, to: u32| {
            (from..=to).flat_map(|row| sheet.row(row)).filter(|&at| {
                let col = sheet.sheet.cells[at].col;
                start.cols.0 <= col && col <= start.cols.1
            })
        };
        let stated =
            |at: usize| sheet.measures[at].filter(|_| sheet.texts[at].chars().count() <= 80);
        let own: Vec<(usize, Measure)> =
            within(start.row, start.header.0.saturating_sub(1).max(start.row))
                .filter_map(|at| Some((at, stated(at)?)))
                .collect();
        let address = |at: usize| sheet.sheet.cells[at].address();
        let contradicting = if own.iter().any(|(_, measure)| *measure != own[0].1) {
            own.iter().map(|&(at, _)| address(at)).collect()
        } else {
            Vec::new()
        };
        let placed = |at: usize| Some((at, stated(at)?));
        let measure = own
            .last()
            .copied()
            .or_else(|| within(start.row.saturating_sub(3).max(above), start.row).find_map(placed))
            .or_else(|| {
                let line = |at: &usize| {
                    let labels = &self.layout.words.measure.labels;
                    let text = sheet.texts[*at].as_ref();
                    ReadingWords::holds(labels, text) && text.chars().count() <= 16
                };
                within(start.header.1 + 1, end)
                    .filter(line)
                    .find_map(placed)
            })
            .map(|(at, measure)| (address(at), measure));
        (measure, contradicting)
    }

    /// The line above the table that names its unit, the name in it, and the year in the title.
    fn identity(&self, start: &Start) -> (Option<Address>, Option<String>, Option<u16>) {
        let sheet = self.sheet();
        let texts = || {
            (start.row..start.header.0)
                .flat_map(|row| sheet.row(row))
                .filter(|&at| {
                    let col = sheet.sheet.cells[at].col;
                    start.cols.0 <= col && col <= start.cols.1
                })
        };
        let line = texts().find(|&at| preparer(&self.layout.words, &sheet.texts[at]).is_some());
        let name = line.and_then(|at| preparer_of(self.layout, &sheet.texts[at]));
        let cell = line.map(|at| sheet.sheet.cells[at].address());
        let year = start
            .title
            .and_then(|(title, _)| sheet.at(title))
            .and_then(|at| year_in(&sheet.texts[at]));
        (cell, name, year)
    }

    /// The table of a start and its bound columns. A header without title belongs to the table that it fits best; where
    /// several fit alike, to the one before it or the one that the sheet is named after.
    fn bind(&self, start: &Start, previous: Option<usize>) -> Option<(usize, Bound)> {
        let year = self.source.year;
        let paths = paths(
            Some(self.layout),
            self.sheet(),
            start.header,
            start.cols,
            year,
        );
        let bind_to = |table: usize| {
            let own = &self.layout.tables[table];
            bind(self.layout, own, self.sheet(), &paths, year)
        };
        let usable = |table: usize, bound: &Bound| {
            self.layout.tables[table]
                .blocks
                .iter()
                .enumerate()
                .any(|(block, _)| usable(&self.layout.tables[table], block, bound))
        };
        if let Some(table) = start.table {
            let bound = bind_to(table);
            return usable(table, &bound).then_some((table, bound));
        }
        let mut best: Vec<(usize, usize, Bound)> = Vec::new();
        for table in 0..self.layout.tables.len() {
            let bound = bind_to(table);
            let points = bound
                .columns
                .len()
                .saturating_sub(bound.unknown.len() + bound.missing.len());
            // Where a table is printed without a title, columns may be missing as below a title.
            let whole = bound.missing.is_empty() || self.layout.tables[table].untitled;
            if !usable(table, &bound) || points < 2 || !whole {
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
            _ => best
                .iter()
                .position(|(table, _, _)| Some(*table) == previous || Some(*table) == named)?,
        };
        let (table, _, bound) = best.swap_remove(chosen);
        Some((table, bound))
    }
}

/// The name that a squashed text gives behind 编制单位 or the like.
fn preparer_of(layout: &Layout, text: &str) -> Option<String> {
    let (_, name, _) = preparer(&layout.words, text)?;
    (!name.is_empty() && !holds_placeholder(&layout.words, &name)).then_some(name)
}

/// Whether a block can be read: it has its keys and at least one amount.
fn usable(table: &TableLayout, block: usize, bound: &Bound) -> bool {
    let keyed = table.blocks[block]
        .columns
        .iter()
        .any(|column| !matches!(column.field, Field::Amount(_)));
    let has = |wanted: fn(&Field) -> bool| {
        bound
            .columns
            .iter()
            .any(|(other, _, field)| *other == block && wanted(field))
    };
    has(|field| matches!(field, Field::Amount(_)))
        && (!keyed
            || has(|field| {
                matches!(
                    field,
                    Field::Label | Field::Code | Field::CodePart(1) | Field::Key(..)
                )
            }))
}
