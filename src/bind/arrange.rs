//! Arranging: where a layout puts the tables of a budget, a sheet for each.

use super::placement::{PlacedBlock, PlacedPart, Placement};
use crate::layout::{BlockLayout, Layout, RowKind, TableLayout};
use crate::model::{Budget, Key, Table};
use crate::workbook::{Address, SheetIx};

/// The row of the title, counted from 0.
const TITLE: u32 = 0;
/// The row of the lines 编制单位 and 单位.
pub(super) const ABOVE: u32 = 1;
/// The first header row.
const HEADER: u32 = 2;

/// The placement of the tables of `budget` by `layout`, in the order of the layout, each on a sheet of its own.
#[must_use]
pub fn arrange(layout: &Layout, budget: &Budget) -> Placement {
    let tables = layout
        .tables
        .iter()
        .enumerate()
        .filter_map(|(at, table)| Some((at, table, budget.table(table.table.as_str())?)));
    let parts = tables
        .enumerate()
        .map(|(sheet, (at, layout, table))| part(SheetIx::new(sheet), at, layout, table))
        .collect();
    Placement {
        parts,
        ..Placement::default()
    }
}

fn part(sheet: SheetIx, at: usize, layout: &TableLayout, table: &Table) -> PlacedPart {
    let depth = layout
        .blocks
        .iter()
        .flat_map(|block| &block.columns)
        .map(|column| column.header.len())
        .max()
        .unwrap_or(1);
    let body = HEADER + number(depth);
    let mut col = 0;
    let mut blocks = Vec::new();
    for (block, columns) in layout.blocks.iter().map(|block| &block.columns).enumerate() {
        let columns: Vec<_> = columns
            .iter()
            .zip(col..)
            .map(|(column, col)| (col, column.field.clone()))
            .collect();
        col += number(columns.len());
        blocks.push(PlacedBlock { block, columns });
    }
    // Blocks side by side close in the same row.
    let rows = layout.blocks.iter().map(|block| {
        let lines = table.lines.iter().filter(|line| line.block == block.block);
        if block.rows.is_empty() {
            let lines = lines.filter(|line| line.key != Key::Total).count();
            return lines + usize::from(block.closing_first);
        }
        let listed = lines.filter(|line| matches!(line.key, Key::Code(_) | Key::Unknown(_)));
        let of_list = block.rows.iter().any(|row| row.kind == RowKind::List);
        let listed = if of_list { listed.count() } else { 0 };
        let printed = block.rows.iter().filter(|row| row.kind != RowKind::List);
        printed.count() + listed
    });
    let rows = number(rows.max().unwrap_or(0));
    // Where no block has a closing line, the last line is the last row.
    let closes = layout.blocks.iter().any(BlockLayout::closes_last);
    let last = body + if closes { rows } else { rows.saturating_sub(1) };
    PlacedPart {
        sheet,
        table: at,
        title: Some(Address::new(TITLE, 0)),
        header: Some((HEADER, body - 1)),
        body: (body, last),
        columns: (0, col - 1),
        blocks,
        extras: Vec::new(),
        unknown: Vec::new(),
        repeated: Vec::new(),
        missing: Vec::new(),
        measure: Some(layout.measure),
        measure_cell: None,
        column_measures: std::collections::BTreeMap::new(),
        contradicting: Vec::new(),
        preparer: None,
        preparer_cell: None,
        year: None,
        exact: 0,
    }
}

pub(super) fn number(n: usize) -> u32 {
    u32::try_from(n).expect("a table has fewer rows and columns than a sheet")
}
