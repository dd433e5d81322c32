//! What one file may still take of memory, counted as things are made.
//!
//! A file of a few kilobytes can say "this cell, a million times, on 250 sheets", so what it claims, and how large it is,
//! tells nothing. All its sheets draw on one allowance instead.

use super::Limits;
use super::limits::{CELLS, FORMULA_BYTES, MERGES, TEXT_BYTES};
use crate::workbook::{Address, Problem};

/// What a file may still take of cells, text, formulas and merged regions, over all its sheets.
#[derive(Debug)]
pub(super) struct Allowance<'a> {
    limits: &'a Limits,
    cells: u64,
    texts: u64,
    formulas: u64,
    merges: u64,
}

impl<'a> Allowance<'a> {
    /// That of a file of which nothing has been read.
    pub(super) const fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            cells: limits.cells,
            texts: limits.text_bytes,
            formulas: limits.formula_bytes,
            merges: limits.merges,
        }
    }

    /// The limits that it is made of.
    pub(super) const fn limits(&self) -> &'a Limits {
        self.limits
    }

    /// Takes a cell with `bytes` of text, its formula not counted.
    ///
    /// # Errors
    /// The problem of the cell at `at`, which must be left out. Nothing is taken then.
    pub(super) fn cell(&mut self, at: Address, bytes: u64) -> Result<(), Problem> {
        self.cells(at, 1, bytes)
    }

    /// Takes `count` cells, from that at `at` on, with `bytes` of text.
    ///
    /// # Errors
    /// The problem of these cells, which must be left out. Nothing is taken then.
    pub(super) fn cells(&mut self, at: Address, count: u64, bytes: u64) -> Result<(), Problem> {
        let Some(cells) = self.cells.checked_sub(count) else {
            return Err(over(CELLS, self.limits.cells, at));
        };
        self.text(at, bytes)?;
        self.cells = cells;
        Ok(())
    }

    /// Takes `bytes` of text of the cell at `at`.
    ///
    /// # Errors
    /// The problem of that cell. Nothing is taken then.
    pub(super) fn text(&mut self, at: Address, bytes: u64) -> Result<(), Problem> {
        let texts = self.texts.checked_sub(bytes);
        self.texts = texts.ok_or_else(|| over(TEXT_BYTES, self.limits.text_bytes, at))?;
        Ok(())
    }

    /// Takes the `bytes` of the formula of the cell at `at`.
    ///
    /// # Errors
    /// The problem of that cell, which must do without its formula. Nothing is taken then.
    pub(super) fn formula(&mut self, at: Address, bytes: u64) -> Result<(), Problem> {
        let formulas = self.formulas.checked_sub(bytes);
        self.formulas =
            formulas.ok_or_else(|| over(FORMULA_BYTES, self.limits.formula_bytes, at))?;
        Ok(())
    }

    /// Takes a merged region that begins at `at`.
    ///
    /// # Errors
    /// The problem of that region, which must be left out.
    pub(super) fn merge(&mut self, at: Address) -> Result<(), Problem> {
        let merges = self.merges.checked_sub(1);
        self.merges = merges.ok_or_else(|| over(MERGES, self.limits.merges, at))?;
        Ok(())
    }
}

fn over(limit: &'static str, value: u64, at: Address) -> Problem {
    Problem::Limit {
        limit,
        value,
        at: Some(at),
    }
}
