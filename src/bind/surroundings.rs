//! What stands around the lines: titles and headers, missing tables, unit and year, numbers and words elsewhere.

use std::borrow::Cow;

use super::body_names::preparer;
use super::cells::holds_placeholder;
use super::document::Headings;
use super::identity;
use super::ledger::Role;
use super::locate::Located;
use super::merge;
use super::placement::PlacedPart;
use super::reader::SubmissionReader;
use super::strangers;
use super::titles::{other_title, table_name};
use super::unfit::nearest_title;
use crate::finding::{Finding, FindingCode, Stated};
use crate::model::Budget;
use crate::text::{squash, year_in};

impl SubmissionReader<'_, '_> {
    pub(super) fn headers(&mut self, located: &Located<'_>) {
        for part in &located.placement.parts {
            let Some((from, to)) = part.header else {
                continue;
            };
            let sheet = &self.source.sheets[part.sheet];
            for row in part.title.map_or(from, |title| title.row)..=to {
                for at in sheet.row(row).filter(|&at| {
                    part.columns.0 <= sheet.sheet.cells[at].col
                        && sheet.sheet.cells[at].col <= part.columns.1
                }) {
                    let role = if row >= from {
                        Role::Header
                    } else if part.title == Some(sheet.sheet.cells[at].address()) {
                        Role::Title
                    } else if sheet.measures[at].is_some() {
                        Role::Measure
                    } else if preparer(&self.layout.words, &sheet.texts[at]).is_some() {
                        Role::Preparer
                    } else {
                        continue;
                    };
                    self.ledger.suppose(part.sheet, at, role);
                }
            }
            strangers::header_findings(self, part);
        }
        for (sheet, address, table, nearest) in &located.placement.headless {
            let own = &self.source.sheets[*sheet];
            let at = own.at(*address).expect("a title stands in a cell");
            self.ledger.set(*sheet, at, Role::Title);
            self.findings.push(
                Finding::new(FindingCode::HeaderNotUnderstood)
                    .variant("block")
                    .arg("table", table_name(&self.layout.tables[*table]))
                    .arg("nearest", nearest)
                    .cell(Stated::text(Some(own.place(at)), &own.raw(at))),
            );
        }
    }

    pub(super) fn missing(&mut self, budget: &Budget, located: &Located<'_>) {
        if budget.tables.is_empty() && located.placement.headless.is_empty() {
            let nearest = nearest_title(self.source);
            self.findings
                .push(Finding::new(FindingCode::NoTable).maybe("nearest", nearest));
            return;
        }
        for (at, table) in self.layout.tables.iter().enumerate() {
            let titled = located
                .placement
                .headless
                .iter()
                .any(|(_, _, headless, _)| *headless == at);
            if budget.table(table.table.as_str()).is_none() && !titled {
                let severity = table.missing_severity(&self.templates.model, budget);
                self.findings.push(
                    Finding::new(FindingCode::MissingTable)
                        .severity(severity)
                        .arg("table", table_name(table)),
                );
            }
        }
    }

    /// The unit, the year, and what stands outside of the tables.
    pub(super) fn surroundings(&mut self, budget: &mut Budget, file: &str, parts: &[PlacedPart]) {
        identity::identify(self, budget, file);
        if budget.year.is_none() {
            budget.year = year_in(&squash(file));
        }
        let sheets = self.source.numbered();
        let with_tables: Vec<bool> = sheets
            .map(|(at, _)| parts.iter().any(|part| part.sheet == at))
            .collect();
        let documents = self.templates.layouts.iter();
        let headings = Headings::new(
            &self.templates.model.reading,
            documents.filter(|_| self.layout.document.is_some()),
        );
        let unplaced = self.document(budget, parts, &headings);
        let titles_other_form =
            |text: &Cow<'_, str>| other_title(self.layout, text) && headings.of(text).is_none();
        let sheets = self.source.sheets.iter().zip(&with_tables);
        let other_form: Vec<bool> = sheets
            .map(|(sheet, with_tables)| !with_tables && sheet.texts.iter().any(titles_other_form))
            .collect();
        let mut placeholders: Vec<Vec<Stated>> = vec![Vec::new(); self.source.sheets.len()];
        for (at, sheet) in self.source.numbered() {
            for (cell, text) in sheet.texts.iter().enumerate() {
                let role = self.ledger.get(at, cell);
                let is_content = sheet.is_content(cell) || role.is_some();
                if is_content
                    && !matches!(role, Some(Role::Placeholder | Role::Fault))
                    && !text.is_empty()
                    && holds_placeholder(self.source.words, text)
                {
                    placeholders[at.index()]
                        .push(Stated::text(Some(sheet.place(cell)), &sheet.raw(cell)));
                    if !with_tables[at.index()] {
                        self.ledger.set(at, cell, Role::Placeholder);
                    }
                }
            }
        }
        for cells in placeholders.into_iter().filter(|cells| !cells.is_empty()) {
            self.findings.push(merge::placeholder_finding(cells));
        }
        budget.withheld = self.hidden_content(&unplaced);
        let not_read = self.ledger.close(self.source, &with_tables, &other_form);
        for (at, places) in not_read
            .into_iter()
            .enumerate()
            .filter(|(_, places)| !places.is_empty())
        {
            let sheet = &self.source.sheets[at];
            let cell = |place: crate::model::Place| {
                let text = sheet
                    .at(place.cell)
                    .map(|cell| sheet.raw(cell))
                    .unwrap_or_default();
                Stated::text(Some(place), &text)
            };
            let mut finding = Finding::new(FindingCode::NumberNotRead)
                .arg("count", places.len())
                .arg("sheet", &sheet.name);
            if !with_tables[at] {
                finding = finding.variant("outside");
            }
            finding.cells = places.into_iter().map(cell).collect();
            self.findings.push(finding);
        }
    }
}
