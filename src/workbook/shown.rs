//! What a sheet shows of its cells, and by what the others are hidden: one notion for all formats.

use std::collections::BTreeMap;

use super::{Address, Sheet, Visibility};

/// By what a cell is hidden from who looks at its sheet in a spreadsheet program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HiddenBy {
    /// Its sheet is hidden.
    Sheet,
    /// Its row is hidden, folded away, filtered out, or has no height.
    Row,
    /// Its column is hidden, folded away, or has no width.
    Column,
    /// Its number format shows nothing of it: `;;;`.
    Format,
    /// It stands behind a merged cell, of which only the top left cell is shown.
    Merge,
}

impl HiddenBy {
    /// The name of its word in `templates/messages/`.
    #[must_use]
    pub const fn word_name(self) -> &'static str {
        match self {
            Self::Sheet => "hidden-sheet",
            Self::Row => "hidden-row",
            Self::Column => "hidden-column",
            Self::Format => "hidden-format",
            Self::Merge => "hidden-merge",
        }
    }
}

impl Sheet {
    /// By what each cell is hidden, in the order of the cells; `None` of one that is shown. Of several ways the first counts
    /// in the order merge, sheet, row, column, format: what is behind a merged cell does not show again with its row.
    ///
    /// A merged cell is shown where any of its rows and any of its columns is.
    #[must_use]
    pub fn hidden_by(&self) -> Vec<Option<HiddenBy>> {
        let mut merges = Merges::new(self);
        let rows = Ranges::new(&self.hidden.rows);
        let cols = Ranges::new(&self.hidden.cols);
        let of = |at: Address| {
            let to = match merges.at(at) {
                Merged::Behind => return Some(HiddenBy::Merge),
                Merged::Top(to) => to,
                Merged::Not => at,
            };
            if self.visibility != Visibility::Visible {
                Some(HiddenBy::Sheet)
            } else if rows.hold(at.row, to.row) {
                Some(HiddenBy::Row)
            } else if cols.hold(at.col, to.col) {
                Some(HiddenBy::Column)
            } else {
                let unseen = self.unseen.binary_search(&at).is_ok();
                unseen.then_some(HiddenBy::Format)
            }
        };
        self.cells
            .iter()
            .map(super::Cell::address)
            .map(of)
            .collect()
    }

    /// The cell that is shown in place of each cell behind a merged one, by the address of the latter.
    #[must_use]
    pub fn behind(&self) -> BTreeMap<Address, Address> {
        let mut merges = Merges::new(self);
        let cells = self.cells.iter().map(super::Cell::address);
        let behind = cells.filter_map(|at| {
            let found = merges.at(at);
            (found == Merged::Behind).then(|| (at, merges.top(at)))
        });
        behind.collect()
    }
}

/// Ranges of rows or columns, ordered and joined.
struct Ranges(Vec<(u32, u32)>);

impl Ranges {
    fn new(ranges: &[(u32, u32)]) -> Self {
        let mut ranges = ranges.to_vec();
        ranges.sort_unstable();
        ranges.dedup_by(|next, before| {
            let joined = next.0 <= before.1.saturating_add(1);
            if joined {
                before.1 = before.1.max(next.1);
            }
            joined
        });
        Self(ranges)
    }

    /// Whether all from `from` to `to` are among them.
    fn hold(&self, from: u32, to: u32) -> bool {
        let at = self.0.partition_point(|range| range.0 <= from);
        at > 0 && to <= self.0[at - 1].1
    }
}

/// Where a cell stands in regard of merged regions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Merged {
    /// In none.
    Not,
    /// Top left in one that ends here.
    Top(Address),
    /// Behind one.
    Behind,
}

/// The merged regions of a sheet, walked row by row. Of two that overlap, which no program writes, the one that begins first
/// counts.
struct Merges {
    /// Those that are still ahead, the next one last.
    ahead: Vec<(Address, Address)>,
    /// Those that the row crosses, by their first column.
    across: BTreeMap<u32, (Address, Address)>,
}

impl Merges {
    fn new(sheet: &Sheet) -> Self {
        let mut ahead = sheet.merges.clone();
        ahead.sort_unstable_by(|a, b| b.cmp(a));
        Self {
            ahead,
            across: BTreeMap::new(),
        }
    }

    /// The region of the cell at `at`. Rows are asked for from top to bottom.
    fn at(&mut self, at: Address) -> Merged {
        while let Some((from, to)) = self.ahead.pop_if(|(from, _)| from.row <= at.row) {
            self.across.retain(|_, (_, last)| last.row >= from.row);
            let left = self.across.range(..=to.col).next_back();
            let overlaps = left.is_some_and(|(_, (_, last))| last.col >= from.col);
            if !overlaps && to.row >= at.row {
                self.across.insert(from.col, (from, to));
            }
        }
        match self.region(at) {
            None => Merged::Not,
            Some((from, to)) if from == at => Merged::Top(to),
            Some(_) => Merged::Behind,
        }
    }

    fn region(&self, at: Address) -> Option<(Address, Address)> {
        let (_, &(from, to)) = self.across.range(..=at.col).next_back()?;
        (at.col <= to.col && at.row <= to.row).then_some((from, to))
    }

    /// The top left cell of the region that the cell at `at`, which was asked for last, stands behind.
    fn top(&self, at: Address) -> Address {
        self.region(at).map_or(at, |(from, _)| from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbook::{Cell, Hidden, Value};

    fn sheet(rows: u32, cols: u32) -> Sheet {
        let cells = (0..rows).flat_map(|row| (0..cols).map(move |col| (row, col)));
        let cell = |(row, col)| Cell {
            row,
            col,
            value: Value::Number(1.into()),
            ..Cell::default()
        };
        Sheet {
            cells: cells.map(cell).collect(),
            ..Sheet::default()
        }
    }

    fn drawn(sheet: &Sheet) -> String {
        let mut text = String::new();
        for (cell, by) in sheet.cells.iter().zip(sheet.hidden_by()) {
            if cell.col == 0 && cell.row > 0 {
                text.push(' ');
            }
            text.push(match by {
                None => '.',
                Some(HiddenBy::Sheet) => 's',
                Some(HiddenBy::Row) => 'r',
                Some(HiddenBy::Column) => 'c',
                Some(HiddenBy::Format) => 'f',
                Some(HiddenBy::Merge) => 'm',
            });
        }
        text
    }

    #[test]
    fn all_ways_of_hiding() {
        let mut own = sheet(3, 4);
        assert_eq!(drawn(&own), ".... .... ....");
        own.unseen = vec![Address::new(2, 3)];
        own.hidden = Hidden {
            rows: vec![(1, 1)],
            cols: vec![(2, 2)],
        };
        assert_eq!(drawn(&own), "..c. rrrr ..cf");
        own.merges = vec![(Address::new(0, 0), Address::new(1, 1))];
        assert_eq!(drawn(&own), ".mc. mmrr ..cf");
        own.visibility = Visibility::VeryHidden;
        assert_eq!(drawn(&own), "smss mmss ssss");
    }

    #[test]
    fn a_merged_cell_shows_where_any_of_its_rows_does() {
        let mut own = sheet(3, 2);
        own.merges = vec![(Address::new(0, 0), Address::new(2, 0))];
        own.hidden.rows = vec![(0, 0), (1, 1)];
        assert_eq!(drawn(&own), ".r mr m.");
        own.hidden.rows = vec![(1, 2), (0, 0)];
        assert_eq!(drawn(&own), "rr mr mr");
        let behind: Vec<_> = own.behind().into_iter().collect();
        let top = Address::new(0, 0);
        assert_eq!(
            behind,
            [(Address::new(1, 0), top), (Address::new(2, 0), top)]
        );
    }

    #[test]
    fn regions_that_overlap() {
        let mut own = sheet(3, 3);
        own.merges = vec![
            (Address::new(1, 1), Address::new(2, 2)),
            (Address::new(0, 0), Address::new(1, 1)),
        ];
        assert_eq!(drawn(&own), ".m. mm. ...");
    }
}
