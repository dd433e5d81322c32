//! The scan of one sheet: what calamine is to read of it, and what calamine does not tell.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::gather::add;
use super::super::limits::CELLS_PER_SHEET;
use super::super::{Limits, xml};
use super::cell::{self, Body, Formula, Kind, Tag};
use super::reference;
use crate::workbook::{Address, Hidden, Problem};

/// What the scan of a sheet found.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// The sheet with only the cells that hold something and are within the limits.
    pub(super) xml: String,
    /// These cells, in the same order.
    pub(super) cells: Vec<Expected>,
    /// Merged regions: top left and bottom right.
    pub(super) merges: Vec<(Address, Address)>,
    /// Hidden rows and columns.
    pub(super) hidden: Hidden,
    /// What was left out.
    pub(super) problems: Vec<Problem>,
}

/// A cell that calamine is to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Expected {
    /// Row and column, counted from 0.
    pub(super) place: (u32, u32),
    /// Its text is that of an error value. calamine knows only the old ones.
    pub(super) error: bool,
    /// The file holds a value, be it an empty text.
    pub(super) value: bool,
}

/// Scans a sheet. `strings` is the number of shared texts of the workbook.
pub(super) fn scan(text: &str, strings: u64, limits: &Limits) -> Scan {
    let mut scanner = Scanner {
        reader: xml::reader(text),
        text: text.strip_prefix('\u{feff}').unwrap_or(text),
        strings,
        limits,
        scan: Scan::default(),
        shared: BTreeMap::new(),
    };
    scanner.scan.xml.push_str("<worksheet><sheetData>");
    if let Err(reason) = scanner.sheet() {
        add(&mut scanner.scan.problems, Problem::Unreadable(reason));
    }
    scanner.scan.xml.push_str("</sheetData></worksheet>");
    scanner.scan
}

struct Scanner<'a> {
    reader: Reader<&'a [u8]>,
    text: &'a str,
    strings: u64,
    limits: &'a Limits,
    scan: Scan,
    /// The numbers of shared formulas in the file and in the plain sheet.
    shared: BTreeMap<String, usize>,
}

impl<'a> Scanner<'a> {
    fn next(&mut self) -> Result<Event<'a>, String> {
        self.reader.read_event().map_err(|error| error.to_string())
    }

    fn sheet(&mut self) -> Result<(), String> {
        loop {
            let event = self.next()?;
            match &event {
                Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                    "sheetData" if matches!(event, Event::Start(_)) => self.rows()?,
                    "col" => self.column(tag),
                    "mergeCell" => self.merge(tag),
                    _ => {}
                },
                Event::End(tag) if tag.local_name().as_ref() == "worksheet" => return Ok(()),
                Event::Eof => return Err("the sheet ends too early".to_owned()),
                _ => {}
            }
        }
    }

    fn column(&mut self, tag: &BytesStart<'_>) {
        let (mut from, mut to, mut hidden) = (None, None, false);
        for (key, value) in xml::attributes(tag) {
            match key {
                "min" => from = value.parse::<u64>().ok(),
                "max" => to = value.parse::<u64>().ok(),
                "hidden" => hidden = xml::yes(&value),
                _ => {}
            }
        }
        if let (true, Some(from @ 1..), Some(to)) = (hidden, from, to) {
            let to = to.min(self.limits.columns());
            if from <= to {
                self.scan.hidden.cols.push((from as u32 - 1, to as u32 - 1));
            }
        }
    }

    fn merge(&mut self, tag: &BytesStart<'_>) {
        let region = xml::attribute(tag, "ref").and_then(|text| reference::range(&text));
        if let Some(merge) = region.and_then(|region| reference::merge(region, self.limits)) {
            self.scan.merges.push(merge);
        }
    }

    fn rows(&mut self) -> Result<(), String> {
        let (mut row, mut col) = (0u64, 0u64);
        loop {
            let event = self.next()?;
            match &event {
                Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                    "row" => {
                        row = self.row(tag, row);
                        col = 0;
                        if matches!(event, Event::Empty(_)) {
                            row = row.saturating_add(1);
                        }
                    }
                    "c" => {
                        let mut cell = Tag::default();
                        for (key, value) in xml::attributes(tag) {
                            match key {
                                "r" => cell.reference = Some(value),
                                "s" => cell.style = Some(value),
                                "t" => cell.kind = Some(value),
                                _ => {}
                            }
                        }
                        let place = match &cell.reference {
                            None => Some((row, col)),
                            Some(text) => reference::cell(text),
                        };
                        if let Some((_, place_col)) = place {
                            col = place_col;
                        }
                        col = col.saturating_add(1);
                        if matches!(event, Event::Start(_)) {
                            let body = self.body()?;
                            self.cell(place, &cell, &body);
                        }
                    }
                    _ if matches!(event, Event::Start(_)) => drop(self.skip(tag)?),
                    _ => {}
                },
                Event::End(tag) => match tag.local_name().as_ref() {
                    "row" => row = row.saturating_add(1),
                    "sheetData" => return Ok(()),
                    _ => {}
                },
                Event::Eof => return Err("the sheet ends too early".to_owned()),
                _ => {}
            }
        }
    }

    /// The number of the row (counted from 0) that `tag` begins, `next` where it does not say.
    fn row(&mut self, tag: &BytesStart<'_>, next: u64) -> u64 {
        let (mut row, mut hidden) = (next, false);
        for (key, value) in xml::attributes(tag) {
            match key {
                "r" => {
                    row = reference::number(&value)
                        .unwrap_or(next + 1)
                        .saturating_sub(1)
                }
                "hidden" => hidden = xml::yes(&value),
                _ => {}
            }
        }
        if hidden && row < self.limits.rows() {
            let row = row as u32;
            match self.scan.hidden.rows.last_mut() {
                Some((_, last)) if last.checked_add(1) == Some(row) => *last = row,
                _ => self.scan.hidden.rows.push((row, row)),
            }
        }
        row
    }

    fn skip(&mut self, tag: &BytesStart<'_>) -> Result<&'a str, String> {
        let span = self
            .reader
            .read_to_end(tag.name())
            .map_err(|error| error.to_string())?;
        let bounds = usize::try_from(span.start)
            .ok()
            .zip(usize::try_from(span.end).ok());
        let inner = bounds.and_then(|(from, to)| self.text.get(from..to));
        Ok(inner.unwrap_or_default())
    }

    /// Reads on to the end of the cell.
    fn body(&mut self) -> Result<Body<'a>, String> {
        let mut body = Body::default();
        loop {
            let event = self.next()?;
            match &event {
                Event::Start(tag) | Event::Empty(tag) => {
                    let inner = if matches!(event, Event::Start(_)) {
                        self.skip(tag)?
                    } else {
                        ""
                    };
                    match tag.local_name().as_ref() {
                        "f" => {
                            let (mut shared, mut number) = (false, None);
                            for (key, value) in xml::attributes(tag) {
                                match key {
                                    "t" => shared = value == "shared",
                                    "si" => number = Some(value.into_owned()),
                                    _ => {}
                                }
                            }
                            body.formula = Some(Formula {
                                text: inner,
                                shared: number.filter(|_| shared),
                            });
                        }
                        "v" => body.value = Some(inner),
                        "is" => body.inline = Some(inner),
                        // `extLst` and what else is new.
                        _ => {}
                    }
                }
                Event::End(tag) if tag.local_name().as_ref() == "c" => return Ok(body),
                Event::Eof => return Err("the sheet ends too early".to_owned()),
                _ => {}
            }
        }
    }

    /// Writes a cell into the plain sheet, if it holds anything and has a place.
    fn cell(&mut self, place: Option<(u64, u64)>, tag: &Tag<'_>, body: &Body<'_>) {
        let (kind, value, error) = cell::value(tag, body, self.strings);
        let formula = body
            .formula
            .as_ref()
            .filter(|formula| !formula.text.is_empty() || formula.shared.is_some());
        if value.is_none() && formula.is_none() {
            return;
        }
        let Some((row, col)) = place else {
            let reference = tag.reference.as_deref().unwrap_or_default();
            let reference: String = reference.chars().take(40).collect();
            return add(
                &mut self.scan.problems,
                Problem::Unreadable(format!("no cell is called `{reference}`")),
            );
        };
        if let Some(problem) = self.limits.outside(row, col) {
            return add(&mut self.scan.problems, problem);
        }
        // Within the limits both fit.
        let at = Address::new(row as u32, col as u32);
        if self.scan.cells.len() as u64 >= self.limits.cells_per_sheet {
            let value = self.limits.cells_per_sheet;
            let problem = Problem::Limit {
                limit: CELLS_PER_SHEET,
                value,
                at: Some(at),
            };
            return add(&mut self.scan.problems, problem);
        }
        if kind == Kind::Missing {
            let number: String = body.value.unwrap_or_default().chars().take(40).collect();
            let reason = format!("cell {at}: the file holds no shared text {number}");
            add(&mut self.scan.problems, Problem::Unreadable(reason));
            if formula.is_none() {
                return;
            }
        }
        let holds_value = value.is_some() && kind != Kind::Missing;
        let value = value.filter(|_| holds_value);
        cell::write(
            &mut self.scan.xml,
            &mut self.shared,
            at,
            tag,
            (kind, value),
            formula,
        );
        self.scan.cells.push(Expected {
            place: (at.row, at.col),
            error,
            value: holds_value,
        });
    }
}
