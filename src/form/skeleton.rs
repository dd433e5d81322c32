//! The budget that a form is arranged and filled from: every line that it prepares, without amounts.

use super::block::FormBlock;
use super::desk::Desk;
use super::{Request, described, prepared};
use crate::bind::{NoPlace, arrange, fill};
use crate::layout::Templates;
use crate::model::{Budget, Line, Table};

/// The table sheets of a form without any formula yet, with their blocks.
pub(super) fn arranged<'f>(
    templates: &'f Templates,
    request: &Request<'f>,
) -> Result<(Vec<Desk>, Vec<FormBlock<'f>>), NoPlace> {
    let layout = request.layout;
    let mut budget = Budget::new(&layout.id);
    budget.year = Some(request.year);
    budget.unit = request.unit.clone();
    budget.unit.body = layout.body;
    let mut shown = Vec::new();
    for printed in &layout.tables {
        let mut lines = Vec::new();
        for block in &printed.blocks {
            let (own, visible) = prepared::lines(templates, request, &printed.table, block);
            shown.push(visible);
            lines.extend(own);
        }
        budget.tables.push(Table {
            note: printed
                .empty_note
                .as_ref()
                .map(|note| note.replace("{year}", &request.year.to_string())),
            ..printed.with(lines)
        });
    }
    let placement = arrange(layout, &budget);
    let workbook = fill(&templates.model, layout, &placement, &budget)?;
    let mut shown = shown.into_iter();
    let mut blocks = Vec::new();
    for part in &placement.parts {
        let printed = &layout.tables[part.table];
        let table = budget.table(printed.table.as_str());
        let from = blocks.len();
        for placed_columns in &part.blocks {
            let own = &printed.blocks[placed_columns.block];
            let lines = table.into_iter().flat_map(|table| &table.lines);
            let lines = lines.filter(|line| line.block == own.block);
            let lines: Vec<&Line> = lines.collect();
            let placed = prepared::rows(own, &lines, part.body);
            let structure = described::structure(&templates.model, own, &[]);
            let mut block = FormBlock {
                number: blocks.len(),
                desk: part.sheet,
                sheet: printed.sheet.clone(),
                table: printed.table.clone(),
                measure: printed.measure,
                meaning: &own.meaning,
                printed: own,
                body: part.body,
                header: part.header.map_or(0, |(_, last)| last),
                columns: placed_columns.columns.clone(),
                computed: (0..own.meaning.columns.len())
                    .map(|column| structure.computed(&templates.model, column))
                    .collect(),
                column_sums: structure.column_sums,
                lines: placed.lines,
                whose: placed.whose,
                total: placed.total,
                listed: placed.listed,
                texts: placed.texts,
                units: Vec::new(),
                unit: None,
                shown: shown.next().unwrap_or(usize::MAX),
                keys: None,
                hints: None,
                subtotals: None,
                floating: false,
                values: Vec::new(),
            };
            block.units = prepared::units(&block);
            blocks.push(block);
        }
        prepared::show_beside(&mut blocks[from..]);
    }
    let desks = placement.parts.iter().zip(workbook.sheets);
    let desks = desks.map(|(part, sheet)| Desk::new(sheet, part.columns.1));
    Ok((desks.collect(), blocks))
}
