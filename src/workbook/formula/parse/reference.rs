//! References in a formula: cells, regions, whole rows and columns, on this sheet or another.

use super::{Expr, FormulaReference, LAST_COL, LAST_ROW, Parser};
use crate::workbook::Address;

impl Parser<'_> {
    /// Whole rows: `3:5`.
    pub(super) fn rows(&mut self) -> Option<Expr> {
        let before = self.rest;
        let rows = self.line_pair(|text| {
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            let row: u32 = text[..digits].parse().ok()?;
            let row = row.checked_sub(1).filter(|row| *row <= LAST_ROW)?;
            Some((row, digits))
        });
        if rows.is_none() {
            self.rest = before;
        }
        let (rows, relative) = rows?;
        Some(Expr::Area(FormulaReference {
            sheet: None,
            rows,
            cols: (0, LAST_COL),
            relative,
        }))
    }

    /// Whole columns: `A:B`.
    pub(super) fn cols(&mut self) -> Option<FormulaReference> {
        let before = self.rest;
        let cols = self.line_pair(|text| {
            let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
            let cell = Address::parse(&format!("{}1", &text[..letters]))?;
            (cell.col <= LAST_COL).then_some((cell.col, letters))
        });
        if cols.is_none() {
            self.rest = before;
        }
        let (cols, relative) = cols?;
        Some(FormulaReference {
            sheet: None,
            rows: (0, LAST_ROW),
            cols,
            relative,
        })
    }

    pub(super) fn line_pair(
        &mut self,
        one: impl Fn(&str) -> Option<(u32, usize)>,
    ) -> Option<((u32, u32), bool)> {
        let mut relative = false;
        let mut side = |parser: &mut Self| {
            relative |= !parser.rest.starts_with('$');
            let text = parser.rest.strip_prefix('$').unwrap_or(parser.rest);
            let (line, length) = one(text)?;
            parser.rest = &text[length..];
            Some(line)
        };
        let from = side(self)?;
        self.rest = self.rest.strip_prefix(':')?;
        let to = side(self)?;
        let ends = !self
            .rest
            .starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | ':' | '$' | '('));
        ends.then_some(((from.min(to), from.max(to)), relative))
    }

    pub(super) fn area(
        &mut self,
        sheet: Option<String>,
        word: &str,
        from: Address,
    ) -> Option<Expr> {
        let mut relative = word.bytes().filter(|b| *b == b'$').count() < 2;
        let mut to = from;
        if let Some(rest) = self.rest.strip_prefix(':') {
            self.rest = rest;
            if let Some(again) = self.sheet()
                && sheet.as_ref().is_none_or(|sheet| *sheet != again)
            {
                return None;
            }
            let end = self
                .rest
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '$')
                .unwrap_or(self.rest.len());
            let word = self.cut(end);
            relative |= word.bytes().filter(|b| *b == b'$').count() < 2;
            to = cell(word)?;
        }
        // Regions that spill, sheets after sheets, and what else begins with a cell.
        if self.rest.starts_with(['#', ':', '!', '[', '(', '_', '.']) {
            return None;
        }
        Some(Expr::Area(FormulaReference {
            sheet,
            rows: (from.row.min(to.row), from.row.max(to.row)),
            cols: (from.col.min(to.col), from.col.max(to.col)),
            relative,
        }))
    }

    /// The name of a sheet, with the `!` behind it. None of another file, and no two sheets.
    pub(super) fn sheet(&mut self) -> Option<String> {
        if self.rest.starts_with('\'') {
            let mut at = 1;
            loop {
                at += self.rest[at..].find('\'')? + 1;
                if !self.rest[at..].starts_with('\'') {
                    break;
                }
                at += 1;
            }
            let name = &self.rest[1..at - 1];
            let rest = self.rest[at..].strip_prefix('!')?;
            if name.contains(['[', ']', ':']) {
                return None;
            }
            self.rest = rest;
            return Some(name.replace("''", "'"));
        }
        let end = self
            .rest
            .find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.'))?;
        let rest = self.rest[end..].strip_prefix('!').filter(|_| end > 0)?;
        let name = self.rest[..end].to_owned();
        self.rest = rest;
        Some(name)
    }
}

/// The cell that a word is, within the bounds of a sheet.
pub(super) fn cell(word: &str) -> Option<Address> {
    Address::parse(word).filter(|cell| cell.row <= LAST_ROW && cell.col <= LAST_COL)
}
