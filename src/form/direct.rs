//! The direct form: the nine tables to type into.

use super::desk::{Desk, cell, input};
use super::lists::Lists;
use super::names::Names;
use super::skeleton::{Block, arranged};
use super::{Made, Request, classes, fixed, open};
use crate::bind::NoPlace;
use crate::layout::Templates;
use crate::model::Lines;
use crate::workbook::{Address, Allowed, Look, Style, Validation, Value};

/// The tables of a direct form.
pub(super) fn tables<'f>(
    templates: &'f Templates,
    request: &Request<'f>,
    lists: &Lists,
) -> Result<Made<'f>, NoPlace> {
    let (mut desks, mut blocks) = arranged(templates, request)?;
    let mut names = Names::default();
    for block in &mut blocks {
        typed(templates, request, lists, &mut names, &mut desks, block);
    }
    notes(&mut desks, &blocks);
    Ok(Made {
        before: Vec::new(),
        desks,
        blocks,
        lines: Vec::new(),
        names,
    })
}

/// Makes a block one to type into.
pub(super) fn typed(
    templates: &Templates,
    request: &Request<'_>,
    lists: &Lists,
    names: &mut Names,
    desks: &mut [Desk],
    block: &mut Block<'_>,
) {
    let desk = &mut desks[block.desk];
    match block.meaning.lines {
        Lines::Fixed => fixed::rows(templates, desk, block),
        Lines::Single => single(desk, block),
        Lines::Class(_) => classes::typed(request, lists, desk, block),
        Lines::List(_) => open::typed(request, lists, desk, block),
        Lines::Records => {}
    }
    last_year(request, desk, block);
    if block.is_list() {
        open::helpers(lists, names, desk, block);
    }
}

fn single(desk: &mut Desk, block: &Block<'_>) {
    let row = block.body.1;
    for (position, col) in block.amounts() {
        amount(desk, block, position, col, row);
    }
    restrict(desk, block, (row, row));
}

/// An amount cell: a formula where it is the sum of others in its row, else to be typed.
pub(super) fn amount(desk: &mut Desk, block: &Block<'_>, position: usize, col: u32, row: u32) {
    let parts = block.parts(position);
    if parts.is_empty() {
        desk.put(row, col, Value::Blank, input(Look::Amount));
    } else {
        sum(desk, row, col, &in_ranges(row, &parts), false);
    }
}

/// Cells of a row, those side by side as one range.
pub(super) fn in_ranges(row: u32, cols: &[u32]) -> Vec<String> {
    cols.chunk_by(|a, b| a + 1 == *b)
        .map(|run| match run {
            [one] => cell(row, *one),
            _ => format!("{}:{}", cell(row, run[0]), cell(row, run[run.len() - 1])),
        })
        .collect()
}

/// A locked sum of cells that is blank while they all are.
pub(super) fn sum(desk: &mut Desk, row: u32, col: u32, cells: &[String], strong: bool) {
    let cells = cells.join(",");
    let formula = format!("IF(COUNT({cells})=0,\"\",ROUND(SUM({cells}),2))");
    let style = Style {
        look: Look::Amount,
        strong,
        ..Style::default()
    };
    desk.formula(row, col, formula, Value::Blank, style);
}

/// Only numbers of at most two decimals may be typed as amounts.
pub(super) fn restrict(desk: &mut Desk, block: &Block<'_>, (first, last): (u32, u32)) {
    let word = block.measure.word();
    for (_, col) in block.leaves() {
        let top = cell(first, col);
        desk.sheet.validations.push(Validation {
            from: Address::new(first, col),
            to: Address::new(last, col),
            allowed: Allowed::If(format!("AND(ISNUMBER({top}),ROUND({top},2)={top})")),
            strict: true,
            prompt: (
                format!("金额（{word}）"),
                format!("只填数字，单位{word}，最多两位小数。没有金额的不填。类、款小计和合计自动计算，不用填。"),
            ),
            complaint: (
                "金额有误".to_owned(),
                format!("这里只能填数字，单位{word}，最多两位小数；不要填文字、空格或“{word}”字。"),
            ),
        });
    }
}

/// Last year's amounts beside the table.
pub(super) fn last_year(request: &Request<'_>, desk: &mut Desk, block: &Block<'_>) {
    let Some(previous) = request.previous else {
        return;
    };
    let tables = previous.tables.iter();
    let lines: Vec<_> = tables
        .filter(|table| block.of_table(&table.table))
        .flat_map(|table| table.lines.iter().map(move |line| (line, table)))
        .filter(|(line, _)| line.block == block.printed.block)
        .collect();
    for (position, _) in block.amounts() {
        let id = &block.meaning.columns[position].id;
        let name = block.header_of(position);
        let col = desk.beside(block.header, &format!("上年：{name}"), 16.0);
        let rows = block.lines.iter().map(|(row, key, _)| (*row, key));
        let total = crate::model::Key::Total;
        let closing = (block.closing().is_some() || block.meaning.lines == Lines::Single)
            .then_some((block.body.1, &total));
        for (row, key) in rows.chain(closing) {
            let line = lines.iter().find(|(line, _)| line.key == *key);
            let Some(amount) = line.and_then(|(line, _)| line.amounts.get(id)) else {
                continue;
            };
            let style = Style {
                look: Look::AsideAmount,
                ..Style::default()
            };
            desk.put(
                row,
                col,
                Value::Number((amount.yuan / block.measure.yuan()).normalize()),
                style,
            );
        }
    }
}

/// The note of a table that may be empty: said while it holds no amount.
pub(super) fn notes(desks: &mut [Desk], blocks: &[Block<'_>]) {
    for block in blocks.iter().filter(|block| block.closing().is_some()) {
        let desk = &mut desks[block.desk];
        let row = block.body.1 + 2;
        let Some(note) = desk.cell(row, 0) else {
            continue;
        };
        let Value::Text(text) = &note.value else {
            continue;
        };
        let cells: Vec<String> = block
            .leaves()
            .iter()
            .map(|(_, col)| super::desk::down(*col, (block.body.0, block.body.1)))
            .collect();
        note.formula = Some(format!("IF(SUM({})=0,\"{text}\",\"\")", cells.join(",")));
    }
}
