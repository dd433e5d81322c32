//! Leaves: the amounts that no other one of their block breaks down.

use std::collections::BTreeSet;

use super::{Structure, is_of_which};
use crate::model::Line;

impl Structure<'_> {
    /// For each line and column, whether no other non-zero amount of the block lies below it in the coordinates. Of two sums of
    /// one total only the first has leaves, and what is a part beside others (其中：) is none.
    ///
    /// # Panics
    /// Where the block has more than 64 columns, which no block has.
    #[must_use]
    pub fn leaves(&self) -> Vec<Vec<bool>> {
        let count = self.block.columns.len();
        assert!(count <= 64, "a set of columns fits into 64 bits");
        let columns: Vec<u64> = (0..count)
            .map(|column| self.columns_below(column))
            .collect();
        let aside = aside(&self.column_parts, &self.column_sums, |column| {
            self.block.columns[column].of_which
        });
        let lines_aside = aside_lines(self);
        let stated: Vec<u64> = self.lines.iter().map(|line| self.stated(line)).collect();
        // Lines below come before or after in any order, so the sets are filled from the leaves up.
        let mut below: Vec<Option<u64>> = vec![None; self.lines.len()];
        (0..self.lines.len())
            .map(|line| {
                let under = self.stated_below(line, &stated, &mut below);
                let is_leaf = |column: usize| {
                    under & (1 << column) == 0
                        && (stated[line] | under) & columns[column] == 0
                        && !aside[column]
                        && !lines_aside[line]
                };
                (0..count).map(is_leaf).collect()
            })
            .collect()
    }

    /// The columns in which a line states an amount other than zero, as bits.
    fn stated(&self, line: &Line) -> u64 {
        let columns = self.block.columns.iter().enumerate();
        columns
            .filter(|(_, column)| {
                let amount = line.amounts.get(&column.id);
                amount.is_some_and(|amount| !amount.yuan.is_zero())
            })
            .fold(0, |bits, (at, _)| bits | 1 << at)
    }

    /// The columns in which any line below `line` states an amount other than zero, as bits.
    fn stated_below(&self, line: usize, stated: &[u64], below: &mut [Option<u64>]) -> u64 {
        if let Some(bits) = below[line] {
            return bits;
        }
        // A fault in the layout may not lead round.
        below[line] = Some(0);
        let parts = self.line_parts[line].iter();
        let bits = parts.fold(0, |bits, &part| {
            bits | stated[part] | self.stated_below(part, stated, below)
        });
        below[line] = Some(bits);
        bits
    }

    /// The columns below `column`, as bits.
    fn columns_below(&self, column: usize) -> u64 {
        let parts = self.column_parts[column].iter();
        parts.fold(0, |bits, &part| bits | 1 << part | self.columns_below(part))
    }
}

/// Which items break down again what others do: those of no first sum, and those below them.
fn aside(
    parts: &[Vec<usize>],
    sums: &[Vec<Vec<usize>>],
    of_which: impl Fn(usize) -> bool,
) -> Vec<bool> {
    let mut aside: Vec<bool> = (0..parts.len()).map(of_which).collect();
    let first: BTreeSet<usize> = sums
        .iter()
        .filter_map(|sums| sums.first())
        .flatten()
        .copied()
        .collect();
    let again = sums.iter().flat_map(|sums| sums.iter().skip(1)).flatten();
    let mut open: Vec<usize> = again
        .copied()
        .filter(|part| !first.contains(part))
        .collect();
    while let Some(item) = open.pop() {
        if !std::mem::replace(&mut aside[item], true) {
            open.extend(parts[item].iter().filter(|part| !first.contains(part)));
        }
    }
    aside
}

fn aside_lines(structure: &Structure<'_>) -> Vec<bool> {
    aside(&structure.line_parts, &structure.line_sums, |line| {
        is_of_which(structure.block, structure.lines[line])
    })
}
