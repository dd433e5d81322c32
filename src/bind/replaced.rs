//! Formulas whose result was computed anew, said once for each table.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::ledger::Role;
use super::placement::PlacedPart;
use super::reader::SubmissionReader;
use super::source::written;
use super::titles::table_name;
use crate::finding::{Finding, FindingCode, Stated};
use crate::model::Budget;
use crate::workbook::{Address, SheetIx, Value};

/// Where a formula stands: in a table, or else on a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Where {
    Table(usize),
    Sheet(SheetIx),
}

/// The formulas of one place: those without a stored result, and those that have another one.
#[derive(Debug)]
struct ReplacedGroup {
    at: Where,
    missing: Vec<Stated>,
    stale: Vec<Stated>,
    /// What the first of these stores, and what it comes to.
    first: (String, String),
}

impl SubmissionReader<'_, '_> {
    /// Says which stored results were not taken. Only of cells that were read as something: what a sheet computes beside
    /// its tables is no part of the submission.
    pub(super) fn replaced(&mut self, parts: &[PlacedPart], budget: &Budget) {
        let sheets = self.source.sheets.iter();
        if sheets.clone().all(|sheet| sheet.sheet.replaced.is_empty()) {
            return;
        }
        let lines = budget.tables.iter().flat_map(|table| &table.lines);
        let amounts = lines.flat_map(|line| line.amounts.values());
        let yuan: HashMap<(&str, Address), Decimal> = amounts
            .filter_map(|amount| {
                let place = amount.place.as_ref()?;
                Some(((&*place.sheet, place.cell), amount.yuan))
            })
            .collect();
        let mut groups: Vec<ReplacedGroup> = Vec::new();
        for (sheet, source) in self.source.numbered() {
            for (address, stored) in &source.sheet.replaced {
                let Some(at) = source.at(*address) else {
                    continue;
                };
                let role = self.ledger.get(sheet, at);
                if role.is_none_or(|role| matches!(role, Role::Other | Role::NotRead)) {
                    continue;
                }
                let place = part_of(parts, sheet, *address)
                    .map_or(Where::Sheet(sheet), |part| Where::Table(part.table));
                let at_group = groups.iter().position(|group| group.at == place);
                let at_group = at_group.unwrap_or_else(|| {
                    groups.push(ReplacedGroup {
                        at: place,
                        missing: Vec::new(),
                        stale: Vec::new(),
                        first: (String::new(), String::new()),
                    });
                    groups.len() - 1
                });
                let group = &mut groups[at_group];
                let cell = Stated {
                    place: Some(source.place(at)),
                    text: source.raw(at),
                    yuan: yuan.get(&(&*source.name, *address)).copied(),
                };
                if *stored == Value::Blank {
                    group.missing.push(cell);
                    continue;
                }
                let computed = shortened(&written(&source.sheet.cells[at].value));
                let stored = shortened(&written(stored));
                if group.stale.is_empty() {
                    group.first = (stored.clone(), computed.clone());
                }
                group.stale.push(Stated {
                    text: format!("{stored} → {computed}"),
                    ..cell
                });
            }
        }
        for group in groups {
            let codes = [
                (FindingCode::FormulaWithoutValue, group.missing),
                (FindingCode::FormulaNotRecalculated, group.stale),
            ];
            for (code, cells) in codes {
                let Some(first) = cells.first().and_then(|cell| cell.place.as_ref()) else {
                    continue;
                };
                let mut finding = Finding::new(code).arg("count", cells.len());
                if code == FindingCode::FormulaNotRecalculated {
                    finding = finding
                        .arg("cell", first.cell)
                        .arg("stored", &group.first.0)
                        .arg("computed", &group.first.1);
                }
                finding = match group.at {
                    Where::Table(table) => {
                        finding.arg("table", table_name(&self.layout.tables[table]))
                    }
                    Where::Sheet(_) => finding.variant("sheet").arg("sheet", &first.sheet),
                };
                finding.cells = cells;
                self.findings.push(finding);
            }
        }
    }
}

/// The part of a table that a cell belongs to, from its title to its last row.
fn part_of(parts: &[PlacedPart], sheet: SheetIx, address: Address) -> Option<&PlacedPart> {
    parts.iter().find(|part| {
        let header = part.header.map_or(part.body.0, |(from, _)| from);
        let top = part.title.map_or(header, |title| title.row.min(header));
        part.sheet == sheet && top <= address.row && address.row <= part.body.1
    })
}

/// A long text by its beginning.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    if text.chars().nth(LONGEST).is_none() {
        return text.to_owned();
    }
    text.chars().take(LONGEST).chain(['…']).collect()
}
