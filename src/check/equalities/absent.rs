//! Lines that a table lacks though others state them: read as lines without amounts, so that sums and tables can be held
//! against each other at every 科目.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::statements::ListedCodes;
use crate::model::{BlockModel, Budget, Code, Dim, Id, Key, Line, Lines, Model, Table};

/// The lines to add, by table and block.
pub(super) type Absent<'b> = BTreeMap<(&'b Id, &'b Id), Vec<Line>>;

/// The codes of the lines of `block` in `table`; `None` where one of its codes is not known, so that any may be missing.
pub(super) fn codes(table: &Table, block: &BlockModel) -> Option<BTreeSet<Code>> {
    let own = table.lines.iter().filter(|line| line.block == block.id);
    own.filter(|line| line.key != Key::Total)
        .map(|line| line.key.code())
        .collect()
}

/// The lines by 功能分类 that blocks of `budget` lack: a code that stands in a table of the same money, or of a part of it.
pub(super) fn lines<'b>(model: &'b Model, budget: &'b Budget) -> Absent<'b> {
    let mut blocks: Vec<(&Table, &BlockModel, ListedCodes)> = Vec::new();
    for table in &budget.tables {
        for block in &table.blocks {
            if matches!(block.lines, Lines::FUNCTION | Lines::Class(Dim::FUNCTION))
                && block.groups.is_none()
                && let Some(codes) = codes(table, block)
            {
                blocks.push((table, block, ListedCodes::new(codes)));
            }
        }
    }
    let names: BTreeMap<Code, &str> = blocks
        .iter()
        .flat_map(|(table, _, _)| &table.lines)
        .filter_map(|line| Some((line.key.code()?, line.name.as_str())))
        .collect();
    let without_fund = without_fund(model, budget, &blocks);
    let mut absent = Absent::new();
    for (table, block, own) in &blocks {
        // A table without any line is empty as a whole.
        if own.codes().is_empty() {
            continue;
        }
        let mut missing: BTreeSet<Code> = blocks
            .iter()
            .filter(|(_, other, _)| model.contains(block.at.source(), other.at.source()))
            .flat_map(|(_, _, listed)| listed.codes())
            .copied()
            .collect();
        if without_fund
            .as_ref()
            .is_some_and(|(source, _)| block.at.source() == Some(*source))
        {
            missing.extend(without_fund.iter().flat_map(|(_, codes)| codes));
        }
        let lines: Vec<Line> = missing
            .into_iter()
            .filter(|code| block.lines == Lines::FUNCTION || code.level() == 1)
            .filter(|&code| own.states_zero(code))
            .map(|code| Line {
                name: names.get(&code).copied().unwrap_or_default().to_owned(),
                ..Line::new(&block.id, Key::Code(code))
            })
            .collect();
        if !lines.is_empty() {
            absent.insert((&table.table, &block.id), lines);
        }
    }
    absent
}

/// The codes with fiscal money in a table of all sources that no table of a fund has, and the fund that they are missed in:
/// the general budget, which pays nearly all.
fn without_fund<'m>(
    model: &'m Model,
    budget: &Budget,
    blocks: &[(&Table, &'m BlockModel, ListedCodes)],
) -> Option<(&'m Id, BTreeSet<Code>)> {
    let fiscal = model.equal.iter().find_map(|equal| equal.right.source())?;
    let funds: Vec<&Id> = model.below(fiscal).collect();
    let paid: BTreeSet<Code> = blocks
        .iter()
        .filter(|(_, block, _)| {
            block
                .at
                .source()
                .as_ref()
                .is_some_and(|source| funds.contains(source))
        })
        .flat_map(|(_, _, listed)| listed.codes())
        .copied()
        .collect();
    let mut codes = BTreeSet::new();
    for table in &budget.tables {
        for block in &table.blocks {
            let column = block
                .columns
                .iter()
                .find(|column| column.at.source() == Some(fiscal));
            let (Some(column), Lines::FUNCTION) = (column, block.lines) else {
                continue;
            };
            codes.extend(table.lines.iter().filter_map(|line| {
                line.amounts
                    .get(&column.id)
                    .filter(|amount| !amount.yuan.is_zero())?;
                line.key.code().filter(|code| !paid.contains(code))
            }));
        }
    }
    Some((*funds.first()?, codes))
}
