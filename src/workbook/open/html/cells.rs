//! The cells of a page: from their tags to the sheet.

use std::borrow::Cow;
use std::ops::ControlFlow;
use std::rc::Rc;

use super::super::number;
use super::grid::CellSpan;
use super::open_cell::OpenCell;
use super::page::HtmlPage;
use super::steps::OpenTag;
use super::style::Css;
use super::text::HtmlText;
use crate::workbook::{Address, Value};

impl HtmlPage<'_, '_> {
    /// Begins a cell, and with it a row where none is open.
    pub(super) fn open_cell(&mut self, tag: &OpenTag, css: Css) {
        self.close_cell();
        if self.cells.is_empty() {
            return;
        }
        if !self.grid.in_row() {
            self.row(false);
        }
        let Some(spot) = self.grid.cell(tag.count("rowspan"), tag.count("colspan")) else {
            return;
        };
        let cell = OpenCell {
            spot,
            text: HtmlText::default(),
            css,
            number: tag.get("x:num").map(str::to_owned),
            formula: tag.get("x:fmla").map(str::to_owned),
            placed: false,
        };
        if let Some(last) = self.cells.last_mut() {
            *last = Some(cell);
        }
    }

    /// Ends the open cell of the innermost table and puts it on the sheet.
    pub(super) fn close_cell(&mut self) {
        let Some(cell) = self.cells.last_mut().and_then(Option::take) else {
            return;
        };
        let OpenCell {
            spot,
            mut text,
            css,
            number,
            formula,
            placed,
        } = cell;
        let text = text.take();
        if placed {
            self.loose.push(&text, usize::MAX);
            return self.flush();
        }
        self.merge(spot);
        let stored = number.and_then(|stored| {
            let own = if stored.trim().is_empty() {
                &text
            } else {
                &stored
            };
            own.trim().replace(',', "").parse::<f64>().ok()
        });
        let at = (spot.row, spot.col);
        if let Some(address) = self.address(at)
            && !self.row_hidden
            && !text.is_empty()
        {
            let (hidden, shown) = self.seen.entry(address.col).or_default();
            *hidden |= css.hidden;
            *shown |= !css.hidden;
        }
        if let Some(stored) = stored {
            if let (Some(Some(format)), Some(address)) = (&css.format, self.address(at)) {
                self.formats.push((address, Rc::clone(format)));
            }
            let formula = formula.map(|text| text.trim_start_matches('=').to_owned());
            self.put(at, number::number(stored), formula);
        } else {
            self.put(at, Value::Text(text), None);
        }
        if let Some(columns) = self
            .columns
            .last_mut()
            .filter(|columns| !columns.is_empty())
        {
            let limit = self.limits.columns().saturating_sub(1);
            for (from, to) in std::mem::take(columns) {
                if from <= limit {
                    self.hidden.cols.push((from as u32, to.min(limit) as u32));
                }
            }
        }
    }

    fn address(&self, (row, col): (u64, u64)) -> Option<Address> {
        let within = self.limits.outside(row, col).is_none();
        // Within the limits both fit.
        within.then(|| Address::new(row as u32, col as u32))
    }

    fn merge(&mut self, spot: CellSpan) {
        let last = (
            spot.to.0.min(self.limits.rows().saturating_sub(1)),
            spot.to.1.min(self.limits.columns().saturating_sub(1)),
        );
        let (Some(from), Some(to)) = (self.address((spot.row, spot.col)), self.address(last))
        else {
            return;
        };
        if from != to {
            self.gather.merge(from, to);
        }
    }

    /// Puts a value on the sheet.
    pub(super) fn put(&mut self, (row, col): (u64, u64), value: Value, formula: Option<String>) {
        let clamp = |n: u64| u32::try_from(n).unwrap_or(u32::MAX - 1).min(u32::MAX - 1);
        let taken = self
            .gather
            .cell((clamp(row), clamp(col)), value, formula.map(Cow::Owned));
        self.full |= taken == ControlFlow::Break(());
    }
}
