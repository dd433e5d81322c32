//! The cells of a sheet: what each holds, as far as the limits allow.

use std::rc::Rc;

use quick_xml::events::BytesStart;

use super::super::super::gather::add;
use super::super::super::ooxml::merge;
use super::super::super::xml;
use super::super::cursor::{Cursor, count};
use super::super::paragraphs::{self, keep};
use super::super::stop::Stop;
use super::super::unseen::shows_nothing;
use super::{OdsScanner, RepeatedPlace};
use crate::workbook::Address;

impl OdsScanner<'_> {
    pub(super) fn cell(
        &mut self,
        tag: &BytesStart<'_>,
        inner: &str,
        at: &mut Cursor,
    ) -> Result<(), Stop> {
        let (mut kind, mut formula, mut error) = (None, false, false);
        let mut kept = String::new();
        let mut repeats = 1;
        let mut style = None;
        let (mut down, mut right) = (0, 0);
        let (mut rows_spanned, mut cols_spanned) = (1, 1);
        for (key, value) in xml::attributes(tag) {
            match key {
                "table:number-matrix-rows-spanned" => down = count(&value),
                "table:number-matrix-columns-spanned" => right = count(&value),
                "table:number-columns-repeated" => repeats = count(&value),
                "table:number-columns-spanned" => cols_spanned = count(&value),
                "table:number-rows-spanned" => rows_spanned = count(&value),
                "office:value-type" => kind = Some(value),
                "table:style-name" => style = Some(value),
                "calcext:value-type" => {
                    error = value == "error";
                    keep(&mut kept, key, &value);
                }
                "table:formula" => {
                    formula = !value.is_empty();
                    keep(&mut kept, key, &value);
                }
                // What is no number would be an error of the whole file.
                "office:value" if value.parse::<f64>().is_err() => {
                    keep(&mut kept, "office:string-value", &value)
                }
                "office:value"
                | "office:string-value"
                | "office:date-value"
                | "office:time-value"
                | "office:boolean-value" => keep(&mut kept, key, &value),
                _ => {}
            }
        }
        let col = at.col;
        at.col = col.saturating_add(repeats);
        self.merge((at.row, col), (rows_spanned, cols_spanned));
        if kind.is_none() && !formula {
            return Ok(());
        }
        if let Some(problem) = self.limits.outside(at.row, col) {
            add(&mut self.sheet().sheet.problems, problem);
            return Ok(());
        }
        // Within the limits both fit.
        let address = Address::new(at.row as u32, col as u32);
        let bytes = (inner.len() + kept.len()) as u64;
        if let Err(problem) = self.allowance.cell(address, bytes) {
            add(&mut self.sheet().sheet.problems, problem);
            return Ok(());
        }
        if down > 0 || right > 0 {
            let end = |from: u32, span: u64, limit: u64| {
                let last = u64::from(from).saturating_add(span.max(1) - 1);
                // Within the limits both fit.
                last.min(limit - 1) as u32
            };
            let to = Address::new(
                end(address.row, down, self.limits.rows()),
                end(address.col, right, self.limits.columns()),
            );
            self.sheet().sheet.arrays.push((address, to));
        }
        let before = self.plain.len();
        self.plain.push_str("<table:table-row><table:table-cell");
        if let Some(kind) = &kind {
            keep(&mut self.plain, "office:value-type", kind);
        }
        self.plain.push_str(&kept);
        self.plain.push('>');
        if error || kind.as_deref() == Some("string") {
            let copied = paragraphs::copy(inner, &mut self.plain, self.limits, &mut self.spaces);
            copied.inspect_err(|_| self.plain.truncate(before))?;
        }
        self.plain.push_str("</table:table-cell></table:table-row>");
        let last = |from: u64, repeats: u64| {
            u32::try_from(from.saturating_add(repeats - 1)).unwrap_or(u32::MAX - 1)
        };
        let rows = (address.row, last(at.row, at.rows.max(1)));
        let cols = (address.col, last(col, repeats.max(1)));
        let style = style.as_deref().or_else(|| at.style(col));
        let format = style.and_then(|style| self.styles.format(style));
        let percent = kind.as_deref() == Some("percentage");
        let format = format.or_else(|| percent.then(|| Rc::clone(&self.percent)));
        let unseen = shows_nothing(inner);
        self.sheet().places.push(RepeatedPlace {
            rows,
            cols,
            error,
            format,
            unseen,
        });
        Ok(())
    }

    /// Notes the merged region that begins at `from` and spans so many rows and columns.
    fn merge(&mut self, from: (u64, u64), spans: (u64, u64)) {
        let to = (
            from.0.saturating_add(spans.0.max(1) - 1),
            from.1.saturating_add(spans.1.max(1) - 1),
        );
        if from != to {
            let merge = merge((from, to), self.limits);
            self.sheet().sheet.merges.extend(merge);
        }
    }
}
