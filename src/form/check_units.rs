//! The lines of the sheet 校验 about lists whose lines belong to units.

use super::block::{At, Block};
use super::check_line::{CheckLine, Difference, counted, named, place};
use super::desk::{down, fixed, on};
use super::units::NAMELESS;
use crate::workbook::Address;

/// The total of a list of units against their head lines.
pub(super) fn units(block: &Block<'_>) -> Vec<CheckLine> {
    let heads: Vec<u32> = block.units.iter().filter_map(|unit| unit.total).collect();
    let Some(row) = block.closing().filter(|_| !heads.is_empty()) else {
        return Vec::new();
    };
    let reference = |row: u32, col: u32| on(&block.sheet, &fixed(row, col));
    let line = |(_, col): (usize, u32)| CheckLine {
        what: format!("{}＝各单位之和", place(block, Some(At::Closing), &[col])),
        left: format!("SUM({})", reference(row, col)),
        right: format!(
            "SUM({})",
            heads
                .iter()
                .map(|&head| reference(head, col))
                .collect::<Vec<_>>()
                .join(",")
        ),
        difference: Difference::Plain,
        leads_to: (block.sheet.clone(), Address::new(row, col)),
        cells: vec![(block.desk, row, col)],
    };
    let mut lines: Vec<CheckLine> = block.leaves().into_iter().map(line).collect();
    lines.extend(block.units.iter().filter_map(head));
    if let Some(hints) = block.hints {
        let rows = block.rows();
        let hints = on(&block.sheet, &down(hints, rows));
        let flags = format!("({hints}=\"{NAMELESS}\")");
        lines.push(counted(
            block,
            "有金额没有名称的单位数",
            (&hints, rows.0),
            &flags,
        ));
    }
    lines
}

/// The amounts of the head line of a unit against those of its lines that have none below them, all columns at once.
fn head(unit: &Block<'_>) -> Option<CheckLine> {
    let row = unit.closing()?;
    let lowest = &unit.subtotals.as_ref()?.lowest;
    let (from, to) = (lowest.first()?, lowest.last()?);
    let own = unit.leaves().into_iter();
    let own: Vec<String> = own
        .map(|(_, col)| on(&unit.sheet, &fixed(row, col)))
        .collect();
    let (first, last) = unit.rows();
    let region = format!("{}:{}", fixed(first, *from), fixed(last, *to));
    let cols = unit.leaves().into_iter().map(|(_, col)| col);
    Some(CheckLine {
        what: format!("{} 各栏＝各科目之和", named(unit)),
        left: format!("SUM({})", own.join(",")),
        right: format!("SUM({})", on(&unit.sheet, &region)),
        difference: Difference::Plain,
        leads_to: (unit.sheet.clone(), Address::new(row, 0)),
        cells: cols.map(|col| (unit.desk, row, col)).collect(),
    })
}
