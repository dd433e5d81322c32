//! What last year's tables tell of the lines of an entry form.

use std::collections::BTreeMap;

use super::Request;
use super::desk::{Desk, look};
use super::dimensions::Dimensions;
use super::entry::HEADER;
use crate::layout::Templates;
use crate::model::{Code, Id, Key, Lines};
use crate::workbook::{Look, Value};

/// A line that was entered last year: code, name, source, and its amounts by kind.
pub(super) type Entered = (Code, String, String, Vec<(String, rust_decimal::Decimal)>);

/// Last year's amounts, by the kinds that the tables tell.
pub(super) fn last_year(desk: &mut Desk, known: &[Entered], first: u32) {
    let mut kinds: Vec<&String> = Vec::new();
    for (kind, _) in known.iter().flat_map(|(.., amounts)| amounts) {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    for kind in kinds {
        let col = desk.beside(HEADER, &format!("上年：{kind}"), 16.0);
        for (row, (.., amounts)) in (first..).zip(known) {
            if let Some((_, yuan)) = amounts.iter().find(|(own, _)| own == kind) {
                desk.put(row, col, Value::Number(*yuan), look(Look::AsideAmount));
            }
        }
    }
}

/// What was entered last year, as far as its tables tell: each 项 and source with its amounts.
pub(super) fn entered(templates: &Templates, request: &Request<'_>) -> Vec<Entered> {
    let model = &templates.model;
    let Dimensions { sources, .. } = Dimensions::new(model, request.layout);
    let mut all: BTreeMap<(Code, usize), Entered> = BTreeMap::new();
    let tables = request
        .previous
        .into_iter()
        .flat_map(|budget| &budget.tables);
    for table in tables {
        for line in &table.lines {
            let block = table.block(line.block.as_str());
            let (Some(block), Key::Code(code)) = (block, &line.key) else {
                continue;
            };
            if block.lines != Lines::FUNCTION || code.level() != 3 {
                continue;
            }
            for (position, column) in block.columns.iter().enumerate() {
                let at = block.at.narrowed(&column.at);
                let lowest = |id: &Id| sources.contains(id);
                let (Some(source), Some(amount)) = (
                    at.source().filter(|id| lowest(id)),
                    line.amounts.get(&column.id),
                ) else {
                    continue;
                };
                let fund = block.at.source().is_some();
                // A fund's own table tells the kinds; of other sources only the whole is known.
                if amount.yuan.is_zero() || (fund && at.kind().is_none()) {
                    continue;
                }
                let order = model.tables.iter().position(|own| own.id == table.table);
                let listed = templates.codes.get(Lines::FUNCTION, *code);
                let name = listed.map_or(&line.name, |entry| &entry.name);
                let word = |id: &Id| model.name(id.as_str()).unwrap_or_default().to_owned();
                let place = (
                    *code,
                    order.unwrap_or(0) * 100 + if fund { 0 } else { position },
                );
                let own = all
                    .entry(place)
                    .or_insert_with(|| (*code, name.clone(), word(source), Vec::new()));
                let kind = at.kind().map_or_else(|| "合计".to_owned(), word);
                own.3.push((kind, amount.yuan));
            }
        }
    }
    all.into_values().collect()
}

/// The number of lines of the sheet of entries.
pub(super) fn entry_lines(templates: &Templates, request: &Request<'_>) -> usize {
    entered(templates, request).len() + request.rows.max(1)
}
