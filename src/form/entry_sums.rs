//! Sums over the sheet 录入, as formulas for the tables that it feeds.

use std::collections::{BTreeMap, BTreeSet};

use super::desk::{down, fixed, on};
use super::entry::{NAME, SHEET, SOURCE};
use crate::model::{Id, Model};
use crate::workbook::column_letters;

/// Where everything stands on the sheet.
#[derive(Debug)]
pub(super) struct Entry {
    /// The sources that a line can have.
    pub(super) sources: Vec<Id>,
    /// First and last line.
    pub(super) rows: (u32, u32),
    /// The columns of the keys of 类, 款 and 项.
    pub(super) keys: [u32; 3],
    /// The column of the source's parent.
    pub(super) parent: u32,
    /// The column of each kind of money, sums of others included, and of all.
    pub(super) kinds: BTreeMap<Id, u32>,
    pub(super) all: u32,
    /// The first of three columns with the sorted keys of the lines of a source: of 类, 款 and 项.
    pub(super) sorted: BTreeMap<Option<Id>, u32>,
}

impl Entry {
    /// The name of the lines in a column of the sheet.
    fn column(&self, col: u32) -> String {
        format!("L_{}", column_letters(col))
    }

    /// The names of its ranges, with what they stand for.
    pub(super) fn named(&self) -> Vec<(String, String)> {
        let mut cols: BTreeSet<u32> = self.kinds.values().copied().collect();
        cols.extend(self.keys);
        cols.extend([NAME, SOURCE, self.parent, self.all]);
        let column = |&col: &u32| (self.column(col), on(SHEET, &down(col, self.rows)));
        let mut all: Vec<(String, String)> = cols.iter().map(column).collect();
        for source in self.sorted.keys() {
            for classes_only in [true, false] {
                let (name, last) = self.sorted_name(source.as_ref(), classes_only);
                let (top, bottom) = self.rows;
                let first = self.sorted[source];
                let region = format!("{}:{}", fixed(top, first), fixed(bottom, last));
                all.push((name, on(SHEET, &region)));
            }
        }
        all
    }

    /// The sum of the lines of a source and kind, where `key` (a column of keys and an expression) selects a code.
    pub(super) fn sum(
        &self,
        model: &Model,
        source: Option<&Id>,
        kind: Option<&Id>,
        key: Option<(u32, &str)>,
    ) -> String {
        let amounts = kind
            .and_then(|kind| self.kinds.get(kind))
            .copied()
            .unwrap_or(self.all);
        let mut criteria = vec![self.column(amounts)];
        if let Some((col, key)) = key {
            criteria.extend([self.column(col), key.to_owned()]);
        }
        if let Some(source) = source {
            let col = if self.sources.contains(source) {
                SOURCE
            } else {
                self.parent
            };
            let name = model.name(source.as_str()).unwrap_or_default();
            criteria.extend([self.column(col), format!("\"{name}\"")]);
        }
        if criteria.len() == 1 {
            return format!("ROUND(SUM({}),2)", criteria[0]);
        }
        format!("ROUND(SUMIFS({}),2)", criteria.join(","))
    }

    /// The name of the region of the sorted keys of a source: of all levels, or of 类 only.
    pub(super) fn sorted(&self, source: Option<&Id>, classes_only: bool) -> String {
        self.sorted_name(source, classes_only).0
    }

    /// The name of that region, and its last column.
    fn sorted_name(&self, source: Option<&Id>, classes_only: bool) -> (String, u32) {
        let first = self.sorted[&source.cloned()];
        let last = if classes_only { first } else { first + 2 };
        let name = format!("L_{}_{}", column_letters(first), column_letters(last));
        (name, last)
    }

    /// The names typed on the sheet, for codes that the list does not have.
    pub(super) fn name_of(&self, key: &str) -> String {
        format!(
            "IFERROR(INDEX({},MATCH({key},{},0)),\"\")",
            self.column(NAME),
            self.column(self.keys[2])
        )
    }
}
