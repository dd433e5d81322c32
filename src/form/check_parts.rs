//! The lines of the sheet 校验 about parts beside others (其中：), and about records.

use super::check_lines::counted;
use super::desk::{down, fixed, on};
use super::fixed::{columns_within, rows_within};
use super::skeleton::Block;
use super::verify::{CheckLine, Difference, place};
use crate::layout::Field;
use crate::model::Model;
use crate::workbook::Address;

/// A part does not exceed its whole.
pub(super) fn within(model: &Model, block: &Block<'_>) -> Vec<CheckLine> {
    let reference = |row: u32, col: u32| format!("SUM({})", on(&block.sheet, &fixed(row, col)));
    let rows = rows_within(model, block).into_iter();
    let mut lines: Vec<CheckLine> = rows
        .map(|(part, whole)| {
            let (part_sum, whole_sum) = (reference(part.0, part.1), reference(whole.0, whole.1));
            let name = |row: u32| place(block, Some(super::facts::At::Row(row)), &[part.1]);
            CheckLine {
                what: format!("{}≤{}", name(part.0), name(whole.0)),
                difference: Difference::Of(format!("MAX(0,ROUND({part_sum}-{whole_sum},2))")),
                left: part_sum,
                right: whole_sum,
                leads_to: (block.sheet.clone(), Address::new(part.0, part.1)),
                cells: vec![(block.desk, part.0, part.1)],
            }
        })
        .collect();
    for (part, whole) in columns_within(model, block) {
        let range = |col: u32| on(&block.sheet, &down(col, block.body));
        let name = |col: u32| {
            let name = place(block, None, &[col]);
            name.trim_start_matches(&block.called()).trim().to_owned()
        };
        // A formula that gives no whole gives a text, which is more than any number.
        let flags = format!(
            "(ISNUMBER({part})*(({part}>{whole})+ISTEXT({whole})*({part}>0))>0)",
            part = range(part),
            whole = range(whole)
        );
        let what = format!("{}大于{}的行数", name(part), name(whole));
        lines.push(counted(block, &what, (&range(part), block.body.0), &flags));
    }
    lines
}

/// Records with money and without any key.
pub(super) fn keyless(block: &Block<'_>) -> Option<CheckLine> {
    let rows = block.rows();
    let range = |col: u32| on(&block.sheet, &down(col, rows));
    let keys = block.columns.iter();
    let keys = keys.filter(|(_, field)| !matches!(field, Field::Amount(_)));
    let keys: Vec<String> = keys.map(|(col, _)| range(*col)).collect();
    let amounts = block.leaves().into_iter();
    let amounts: Vec<String> = amounts
        .map(|(_, col)| format!("ISNUMBER({})", range(col)))
        .collect();
    let first = keys.first()?.clone();
    let flags = format!("((({})=\"\")*(({})>0))", keys.join("&"), amounts.join("+"));
    let what = "有金额，其余各栏都没有填的行数";
    Some(counted(block, what, (&first, rows.0), &flags))
}
