//! Forms of performance goals: the rows above the indicators, label by label.

use crate::workbook::SheetIx;
use std::collections::BTreeMap;

use super::super::ledger::Role;
use super::super::reader::SubmissionReader;
use super::super::titles::measure_in;
use super::flow::{FlowRow, lines_of, shown};
use super::form_page::{FormCell, FormPage, IndicatorColumns, has_name, is_footer, is_header};
use super::headings::{Heading, Headings};
use super::labels::{Label, Labels};
use super::proof::form_edge;
use crate::model::{GoalForm, ReadingWords, Text};
use crate::text::{Measure, squash, year_in};

/// Where a form begins among `rows` at `at`, if it does. `within` is whether a form without project name is open there.
pub(super) fn begins(
    headings: &Headings<'_>,
    labels: &Labels,
    rows: &[FlowRow],
    at: usize,
    within: bool,
) -> bool {
    let row = &rows[at];
    let titled = row.cells.len() <= 2
        && row.cells.iter().any(|cell| {
            cell.lines.len() <= 2
                && headings.of(&squash(&cell.lines.concat())) == Some(Heading::Form)
        });
    let known = |row: &FlowRow| {
        let cells = row.cells.iter();
        let found = cells.filter_map(|cell| labels.find(&cell.lines.concat()));
        found
            .filter(|found| found.labels.iter().any(|label| *label != Label::Group))
            .count()
    };
    if titled {
        return rows[at + 1..]
            .iter()
            .take(8)
            .any(|row| known(row) >= 1 && (row.cells.len() >= 2 || has_name(labels, row)));
    }
    if within {
        return false;
    }
    let next = || rows[at..].iter().take(3);
    (has_name(labels, row) && next().map(known).sum::<usize>() >= 3) || is_header(labels, row)
}

impl SubmissionReader<'_, '_> {
    /// Reads the form in `rows` of sheet `sheet`. `before` is the page before it, which gives the columns and levels to a page
    /// that goes on without a header.
    pub(super) fn form(
        &mut self,
        headings: &Headings<'_>,
        labels: &Labels,
        sheet: SheetIx,
        rows: &[FlowRow],
        before: Option<(&IndicatorColumns, &(Text, Text))>,
    ) -> FormPage {
        let edge = form_edge(&self.source.sheets[sheet], labels, rows);
        let (mut cells, beside): (Vec<_>, Vec<_>) = self
            .form_cells(labels, sheet, rows)
            .into_iter()
            .partition(|cell| cell.col <= edge);
        let mut page = FormPage {
            form: GoalForm {
                title: Text::default(),
                year: None,
                measure: Measure::TenThousand,
                texts: BTreeMap::new(),
                amounts: BTreeMap::new(),
                indicators: Vec::new(),
            },
            named: false,
            columns: None,
            levels: before.map(|(_, levels)| levels.clone()).unwrap_or_default(),
            unmeasured: false,
            rest: Vec::new(),
        };
        let header = rows.iter().position(|row| is_header(labels, row));
        let first_indicator = match (header, before) {
            (Some(header), _) => rows[header].row,
            // A page that goes on has nothing but indicators.
            (None, Some(_)) if !rows.iter().any(|row| has_name(labels, row)) => 0,
            _ => u32::MAX,
        };
        self.title_lines(headings, sheet, &mut cells, &mut page, first_indicator);
        let stated = self.form_measure(sheet, &mut cells, first_indicator);
        let default = self
            .layout
            .document
            .as_ref()
            .map_or(Measure::TenThousand, |document| document.goals.measure);
        page.form.measure = stated.unwrap_or(default);
        self.fields(sheet, &mut cells, &mut page, first_indicator);
        if stated.is_none() && page.unmeasured {
            self.unit_missing(sheet, rows, &page);
        }
        let columns = header
            .and_then(|_| IndicatorColumns::of(&cells, first_indicator))
            .or_else(|| before.map(|(columns, _)| columns.clone()));
        if let (Some(columns), true) = (columns, first_indicator < u32::MAX) {
            self.indicators(sheet, &mut cells, &mut page, &columns, first_indicator);
            page.columns = Some(columns);
        }
        self.form_rest(sheet, &cells, &mut page);
        self.form_rest(sheet, &beside, &mut page);
        page
    }

    fn form_cells<'v>(
        &self,
        labels: &'v Labels,
        sheet: SheetIx,
        rows: &[FlowRow],
    ) -> Vec<FormCell<'v>> {
        let own = &self.source.sheets[sheet];
        let mut cells = Vec::new();
        for row in rows {
            for at in own.content(row.row) {
                let text = lines_of(&shown(own, at)).join("\n");
                if text.is_empty() && !own.is_number(at) {
                    continue;
                }
                cells.push(FormCell {
                    at,
                    row: row.row,
                    col: own.sheet.cells[at].col,
                    label: labels.find(&text),
                    text,
                    taken: false,
                });
            }
        }
        cells
    }

    /// Title and year, which stand above the first label.
    fn title_lines(
        &mut self,
        headings: &Headings<'_>,
        sheet: SheetIx,
        cells: &mut [FormCell<'_>],
        page: &mut FormPage,
        until: u32,
    ) {
        let labelled = |cell: &FormCell<'_>| {
            cell.label
                .as_ref()
                .is_some_and(|found| found.labels.iter().any(|label| *label != Label::Group))
        };
        let first = cells
            .iter()
            .find(|cell| labelled(cell))
            .map(|cell| cell.row);
        let until = first.unwrap_or(until);
        for cell in cells.iter_mut().filter(|cell| cell.row < until) {
            let squashed = squash(&cell.text).into_owned();
            if headings.of(&squashed) == Some(Heading::Form) && page.form.title.text.is_empty() {
                page.form.title = self.text(sheet, cell.at, cell.text.replace('\n', ""));
                page.form.year = page.form.year.or_else(|| year_in(&squashed));
                self.ledger.set(sheet, cell.at, Role::Heading);
                cell.taken = true;
            } else if squashed.chars().count() <= 12 && year_in(&squashed).is_some() {
                page.form.year = year_in(&squashed);
                self.ledger.set(sheet, cell.at, Role::Heading);
                cell.taken = true;
            }
        }
    }

    /// The unit of measure: behind a label in brackets, else in a line such as 单位：元.
    fn form_measure(
        &mut self,
        sheet: SheetIx,
        cells: &mut [FormCell<'_>],
        until: u32,
    ) -> Option<Measure> {
        let words = &self.layout.words.measure;
        let bracketed = cells
            .iter()
            .filter(|cell| cell.row < until)
            .find_map(|cell| {
                let bracket = cell.label.as_ref()?.bracket.as_ref()?;
                let squashed = squash(bracket);
                Measure::parse(&squashed).or_else(|| measure_in(words, &squashed))
            });
        let mut lines = None;
        for cell in cells.iter_mut().filter(|cell| cell.label.is_none()) {
            let squashed = squash(&cell.text);
            if squashed.chars().count() <= 24
                && ReadingWords::holds(&words.labels, &squashed)
                && let Some(measure) = measure_in(words, &squashed)
            {
                self.ledger.set(sheet, cell.at, Role::Measure);
                cell.taken = true;
                lines = lines.or(Some(measure));
            }
        }
        bracketed.or(lines)
    }

    /// What belongs to no field: the words are kept, numbers are left to the ledger.
    fn form_rest(&mut self, sheet: SheetIx, cells: &[FormCell<'_>], page: &mut FormPage) {
        for row in cells.chunk_by(|a, b| a.row == b.row) {
            let left: Vec<&FormCell<'_>> = row
                .iter()
                .filter(|cell| !cell.taken && !cell.text.is_empty())
                .collect();
            let words = |cell: &&FormCell<'_>| !self.source.sheets[sheet].is_number(cell.at);
            let Some(first) = left.first().filter(|_| left.iter().any(words)) else {
                continue;
            };
            // Who made the form is no part of what is published.
            if is_footer(&self.layout.words, &squash(&first.text)) {
                for cell in left.iter().filter(|cell| words(cell)) {
                    self.ledger.suppose(sheet, cell.at, Role::Note);
                }
                continue;
            }
            let texts: Vec<String> = left
                .iter()
                .map(|cell| cell.text.replace('\n', " "))
                .collect();
            let text = self.text(sheet, first.at, texts.join(" "));
            let cells = left.iter().map(|cell| cell.at).collect();
            page.rest.push((text, cells));
        }
    }

    /// A text that stands in a cell.
    pub(super) fn text(&self, sheet: SheetIx, at: usize, text: String) -> Text {
        Text {
            text,
            place: Some(self.source.sheets[sheet].place(at)),
        }
    }
}

/// Joins a page that goes on to the form before it.
pub(super) fn join(before: &mut FormPage, page: FormPage) {
    let form = &mut before.form;
    for (field, text) in page.form.texts {
        form.texts.entry(field).or_insert(text);
    }
    for (field, amount) in page.form.amounts {
        form.amounts.entry(field).or_insert(amount);
    }
    form.indicators.extend(page.form.indicators);
    before.columns = page.columns.or(before.columns.take());
    before.levels = page.levels;
}
