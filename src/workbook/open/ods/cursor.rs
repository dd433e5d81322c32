//! Where a table is being read.

/// Where the next row, column and cell stand.
#[derive(Default)]
pub(super) struct Cursor {
    pub(super) row: u64,
    pub(super) rows: u64,
    pub(super) col: u64,
    pub(super) column: u64,
    /// The styles of cells that have none of their own: by columns, up to and with a last one, and of the row.
    pub(super) columns: Vec<(u64, Option<String>)>,
    pub(super) row_style: Option<String>,
}

impl Cursor {
    /// The style of a cell of column `col` that has none of its own.
    pub(super) fn style(&self, col: u64) -> Option<&str> {
        let at = self.columns.partition_point(|(last, _)| *last < col);
        let column = || self.columns.get(at).and_then(|(_, style)| style.as_deref());
        self.row_style.as_deref().or_else(column)
    }
}

/// A number of repetitions; the largest there is where the file gives a larger one.
pub(super) fn count(value: &str) -> u64 {
    let digits = !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit());
    if digits {
        value.parse().unwrap_or(u64::MAX)
    } else {
        1
    }
}
