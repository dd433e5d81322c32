//! What a form says is settled: the fed tables of an entry form from its sheet 录入, the totals of all others from what was
//! typed. What the file keeps otherwise is said.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::FormReading;
use super::entries::Entries;
use super::fed::{FedBlock, FedParts, fed};
use super::typed_tables::TypedTable;
use crate::bind::{Extracted, PlacedBlock, PlacedPart};
use crate::finding::{Finding, FindingCode, Severity, Stated};
use crate::form::FormKind;
use crate::form::feeding::{is_fed, is_wholly_fed};
use crate::layout::{Field, Layout, TableLayout, Templates};
use crate::model::{Amount, Budget, Id, Key, Line, Lines, Place, Table, finest_digit};
use crate::workbook::Address;

/// The most amounts that stand in the place of their sum in a finding.
const FEW: usize = 4;

/// What came of comparing a form with what it computes.
#[derive(Debug, Default)]
struct ComparedForm {
    /// Results that the file keeps and that are no longer right.
    stale: Vec<Stated>,
    /// The tables that they stand in.
    stale_tables: Vec<String>,
    /// Numbers typed over formulas that give something else, each with what that is.
    contradicting: Vec<(Stated, Decimal)>,
}

impl ComparedForm {
    fn stale_in(&mut self, printed: &TableLayout) {
        if !self.stale_tables.contains(&printed.sheet) {
            self.stale_tables.push(printed.sheet.clone());
        }
    }
}

impl FormReading {
    /// Settles the tables of a budget that was read from the form.
    pub(super) fn settle(&mut self, templates: &Templates, extracted: &mut Extracted) {
        let Some(layout) = templates.layout(&extracted.budget.layout) else {
            return;
        };
        let mut compared = ComparedForm::default();
        let entries = self.entries.take();
        let feeding = entries.as_ref();
        let feeding = feeding.filter(|own| self.feeds(own, layout, &extracted.budget));
        if let Some(entries) = feeding {
            for at in 0..layout.tables.len() {
                self.feed(templates, (layout, at), entries, extracted, &mut compared);
            }
            let parts = extracted.placement.parts.iter();
            let fed = parts.filter(|part| is_wholly_fed(&layout.tables[part.table]));
            let fed = fed.map(|part| self.formulas.name(part.sheet).to_owned());
            self.fed_sheets = fed.collect();
            self.drop_computed(extracted);
            extracted.findings.extend(entries.findings.iter().cloned());
            self.incomplete = entries.incomplete;
        } else if self.stamp.kind == FormKind::Entry && entries.is_none() {
            let gone = Finding::new(FindingCode::WrongForm).variant("no-entries");
            extracted.findings.push(gone);
        }
        for (at, printed) in layout.tables.iter().enumerate() {
            let parts = extracted.placement.parts.iter();
            let parts: Vec<&PlacedPart> = parts.filter(|part| part.table == at).collect();
            let typed = TypedTable {
                templates,
                printed,
                parts: &parts,
                formulas: &self.formulas,
            };
            let budget = &mut extracted.budget;
            let own = budget.tables.iter_mut();
            let Some(table) = own.into_iter().find(|own| own.table == printed.table) else {
                continue;
            };
            let fed = feeding.is_some();
            self.compute(&typed, table, fed, &mut extracted.findings, &mut compared);
            note(printed, table, budget.year.or(Some(self.stamp.year)));
        }
        self.entries = entries;
        for place in &self.uncomputed {
            let sheet = place.sheet.to_string();
            compared
                .stale
                .push(Stated::text(Some(place.clone()), &sheet));
            compared.stale_tables.push(sheet);
        }
        extracted.findings.extend(said(compared));
    }

    /// Whether the entries are what the tables say: where there are none, and amounts were typed into the tables, those are.
    fn feeds(&self, entries: &Entries, layout: &Layout, budget: &Budget) -> bool {
        let typed = |amount: &Amount| {
            let place = amount.place.as_ref();
            !amount.yuan.is_zero() && place.is_some_and(|place| !self.formulas.holds(place))
        };
        let fed = layout.tables.iter();
        let fed = fed.filter(|printed| is_wholly_fed(printed));
        let tables = fed.filter_map(|printed| budget.table(printed.table.as_str()));
        let lines = tables.flat_map(|table| &table.lines);
        let mut amounts = lines.flat_map(|line| line.amounts.values());
        !entries.lines.is_empty() || entries.incomplete || !amounts.any(typed)
    }

    /// Replaces the fed lines of a table.
    fn feed(
        &mut self,
        templates: &Templates,
        (layout, at): (&Layout, usize),
        entries: &Entries,
        extracted: &mut Extracted,
        compared: &mut ComparedForm,
    ) {
        let printed = &layout.tables[at];
        let name_of = |code| self.names.name(templates, Lines::FUNCTION, code);
        let (blocks, parts) = fed(templates, printed, entries, &name_of);
        let tables = &mut extracted.budget.tables;
        let Some(table) = tables.iter_mut().find(|own| own.table == printed.table) else {
            let lines: Vec<Line> = blocks.into_iter().flat_map(|block| block.lines).collect();
            if lines.iter().any(|line| !line.amounts.is_empty()) {
                tables.push(Table {
                    table: printed.table.clone(),
                    measure: printed.measure,
                    quantum: quantum(&lines),
                    blocks: printed.meaning(),
                    lines,
                    missing_columns: Vec::new(),
                    note_place: None,
                    note: None,
                    place: None,
                });
                let order: Vec<&Id> = layout.tables.iter().map(|own| &own.table).collect();
                tables.sort_by_key(|own| order.iter().position(|id| **id == own.table));
            }
            return;
        };
        let judged = entries.exact && !entries.incomplete;
        for FedBlock {
            block,
            above,
            mut lines,
        } in blocks
        {
            let placed = placed(&extracted.placement.parts, at, printed, &block);
            self.places_of_sums(table, (&block, above), &mut lines, &parts, placed);
            if judged {
                self.compare(printed, table, &block, &lines, compared);
            }
            let first = table.lines.iter().position(|line| line.block == block);
            table.lines.retain(|line| line.block != block);
            let before = first.unwrap_or(usize::MAX).min(table.lines.len());
            table.lines.splice(before..before, lines);
        }
        if !table.lines.iter().all(|line| line.amounts.is_empty()) {
            table.quantum = quantum(&table.lines);
        }
    }

    /// Sums of several amounts stand where the form prints them.
    fn places_of_sums(
        &mut self,
        table: &Table,
        (block, above): (&Id, u32),
        lines: &mut [Line],
        parts: &FedParts,
        placed: Option<(&PlacedPart, &PlacedBlock)>,
    ) {
        let Some((part, placed)) = placed else { return };
        let sheet: Arc<str> = self.formulas.name(part.sheet).into();
        // Among printed rows a list keeps room for more, so that the rows below it are not known.
        let mixed = !lines.iter().any(|line| matches!(line.key, Key::Row(_)));
        let first = part.body.0;
        for (line, row) in lines.iter_mut().zip(first + above..) {
            // Where the file keeps no result, a list still begins below its header.
            let listed = match line.key {
                Key::Row(_) => false,
                Key::Total => mixed,
                _ => true,
            };
            let row = match line.key {
                Key::Total if above > 0 => first,
                _ => row,
            };
            let kept = twin(&table.lines, block, line).and_then(|own| own.place.as_ref());
            let row = kept.map(|place| place.cell.row).or(listed.then_some(row));
            let Some(row) = row else { continue };
            for (column, amount) in &mut line.amounts {
                let of = (
                    block.clone(),
                    line.key.clone(),
                    line.at.clone(),
                    column.clone(),
                );
                let of = parts.get(&of);
                let field = Field::Amount(column.clone());
                let mut columns = placed.columns.iter();
                let col = columns.find(|(_, own)| *own == field);
                let (Some(of), Some((col, _))) = (of.filter(|of| of.len() > 1), col) else {
                    continue;
                };
                let place = Place {
                    sheet: Arc::clone(&sheet),
                    cell: Address::new(row, *col),
                };
                if of.len() <= FEW {
                    let cells = of.iter().map(Stated::amount).collect();
                    self.sums.insert(place.clone(), cells);
                }
                amount.place = Some(place);
            }
        }
    }

    /// Compares the fed lines of a block with those that the file keeps.
    fn compare(
        &self,
        printed: &TableLayout,
        table: &Table,
        block: &Id,
        lines: &[Line],
        compared: &mut ComparedForm,
    ) {
        let before = compared.stale.len();
        let stored = table.lines.iter().filter(|line| line.block == *block);
        for own in stored {
            let given = twin(lines, block, own);
            for (column, amount) in &own.amounts {
                let given = given.and_then(|line| line.amounts.get(column));
                let given = given.map_or(Decimal::ZERO, |given| given.yuan);
                if amount.yuan == given {
                    continue;
                }
                let stated = Stated::amount(amount);
                let place = amount.place.as_ref();
                if place.is_some_and(|place| !self.formulas.holds(place)) {
                    compared.contradicting.push((stated, given));
                } else {
                    compared.stale.push(stated);
                }
            }
        }
        let kept = |line: &Line, column: &Id| {
            let own = twin(&table.lines, block, line);
            own.is_some_and(|own| own.amounts.contains_key(column))
        };
        let mut given = lines
            .iter()
            .flat_map(|line| line.amounts.keys().map(move |id| (line, id)));
        if given.any(|(line, column)| !kept(line, column)) && compared.stale.len() == before {
            // No cell is known to lack its result, so that the table is named.
            let title = Stated::text(table.place.clone(), &printed.sheet);
            if !compared.stale.contains(&title) {
                compared.stale.push(title);
            }
            compared.stale_in(printed);
        }
        if compared.stale.len() > before {
            compared.stale_in(printed);
        }
    }

    /// Drops what is said of cells that the form computes from the entries.
    fn drop_computed(&self, extracted: &mut Extracted) {
        let computed = |cell: &Stated| {
            let place = cell.place.as_ref();
            place.is_some_and(|place| {
                self.fed_sheets.contains(&*place.sheet) && self.formulas.holds(place)
            })
        };
        let findings = &mut extracted.findings;
        findings.retain(|finding| finding.cells.is_empty() || !finding.cells.iter().all(computed));
        // What is left was typed over formulas.
        for finding in findings.iter_mut() {
            let place = finding.place();
            let fed = place.is_some_and(|(sheet, _)| self.fed_sheets.contains(sheet));
            if fed && finding.code == FindingCode::NumberNotRead {
                finding.cells.retain(|cell| !computed(cell));
                let mut typed = Finding::new(FindingCode::WrongForm)
                    .variant("typed-over")
                    .arg("count", finding.cells.len())
                    .arg("text", &finding.cells[0].text);
                typed.cells = std::mem::take(&mut finding.cells);
                *finding = typed;
            }
        }
    }

    /// Computes the totals of the blocks that were typed into.
    fn compute(
        &self,
        typed: &TypedTable<'_>,
        table: &mut Table,
        fed: bool,
        findings: &mut Vec<Finding>,
        compared: &mut ComparedForm,
    ) {
        for printed in &typed.printed.blocks {
            let block = &*printed.meaning;
            if fed && is_fed(block, printed) {
                continue;
            }
            let name_of = |code| self.names.name(typed.templates, block.lines, code);
            let computed = typed.compute(block, printed, table, name_of);
            let mended = |cell: &Stated| {
                let place = cell.place.as_ref();
                place.is_some_and(|place| computed.mended.contains(place))
            };
            findings
                .retain(|finding| finding.cells.is_empty() || !finding.cells.iter().all(mended));
            // Texts are counted here and not by the form, which is said of them.
            let texts = findings.iter().any(|finding| {
                let sheet = finding.place().map(|(sheet, _)| sheet);
                finding.code == FindingCode::TextNumber
                    && sheet.is_some_and(|sheet| {
                        table.place.as_ref().is_some_and(|own| &*own.sheet == sheet)
                    })
            });
            if !texts && !computed.stale.is_empty() {
                compared.stale_in(typed.printed);
                compared.stale.extend(computed.stale);
            }
        }
    }
}

/// Where a block of the table at a position of the layout stands.
fn placed<'p>(
    parts: &'p [PlacedPart],
    at: usize,
    printed: &TableLayout,
    block: &Id,
) -> Option<(&'p PlacedPart, &'p PlacedBlock)> {
    let part = parts.iter().find(|part| part.table == at)?;
    let own = |placed: &&PlacedBlock| printed.blocks[placed.block].block == *block;
    Some((part, part.blocks.iter().find(own)?))
}

/// The line of a block with the key of another.
fn twin<'l>(lines: &'l [Line], block: &Id, line: &Line) -> Option<&'l Line> {
    let mut own = lines.iter().filter(|own| own.block == *block);
    own.find(|own| own.key == line.key && own.at == line.at)
}

/// The note of an empty table follows from its amounts.
fn note(printed: &TableLayout, table: &mut Table, year: Option<u16>) {
    let Some(own) = &printed.empty_note else {
        return;
    };
    let year = year.map(|year| year.to_string()).unwrap_or_default();
    let own = own.replace("{year}", &year);
    let empty = table.lines.iter().all(|line| line.amounts.is_empty());
    if empty && table.note.is_none() {
        table.note = Some(own);
    } else if !empty && table.note.as_ref() == Some(&own) {
        table.note = None;
    }
}

/// The finest digit of the amounts of lines in yuan.
fn quantum(lines: &[Line]) -> Decimal {
    let amounts = lines.iter().flat_map(|line| line.amounts.values());
    let scale = amounts.map(|amount| amount.yuan.normalize().scale()).max();
    finest_digit(Decimal::ONE, scale.unwrap_or_default())
}

fn said(compared: ComparedForm) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !compared.stale.is_empty() {
        let mut finding = Finding::new(FindingCode::FormulaNotRecalculated)
            .variant("form")
            .arg("count", compared.stale_tables.len())
            .list("tables", &compared.stale_tables);
        finding.cells = compared.stale;
        findings.push(finding);
    }
    if let Some((first, expected)) = compared.contradicting.first() {
        let mut finding = Finding::new(FindingCode::WrongForm)
            .variant("contradicts")
            .severity(Severity::Error)
            .arg("count", compared.contradicting.len())
            .arg("text", &first.text)
            .arg("expected", expected.normalize());
        finding.cells = compared
            .contradicting
            .into_iter()
            .map(|(cell, _)| cell)
            .collect();
        findings.push(finding);
    }
    findings
}
