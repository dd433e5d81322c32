//! What stands beside the tables: cover, sections of text, projects and their forms of performance goals.
//!
//! After the tables are read, the rest of the sheets is one flow of lines, whatever the sheets are called: a paragraph a row,
//! or many in a cell. Headings part it. A text below no known heading goes to a section `other`, so that none is lost.

mod contents;
mod cover;
mod draft;
mod fields;
mod flow;
mod form_page;
mod forms;
mod goes_on;
mod headings;
mod indicators;
mod labels;
mod matching;
mod organization;
mod pages;
mod proof;
mod run;
mod settle;

use super::placement::PlacedPart;
use super::reader::SubmissionReader;
use crate::model::{Budget, SectionId};
use crate::text::squash;
use crate::workbook::SheetIx;
use draft::{DocumentDraft, OpenPart};
use flow::FlowRow;
use form_page::{has_name, is_header};
use forms::begins;
pub(super) use headings::{Heading, Headings};
use labels::Labels;
use proof::{FormRows, Reach};

/// How many rows further down a label may stand whose form goes on up to it.
const LOOK_AHEAD: usize = 12;

/// What is known of headings and labels.
struct DocumentWords<'l> {
    headings: &'l Headings<'l>,
    labels: Labels,
}

impl DocumentWords<'_> {
    fn is_heading(&self, line: &str) -> bool {
        let of_project = self.headings.of_project(line);
        of_project.is_some_and(|(_, end)| end == line.len()) || self.is_section(line)
    }

    /// Whether a line is the heading of a section of the document or of a project.
    fn is_section(&self, line: &str) -> bool {
        matches!(
            self.headings.of(&squash(line)),
            Some(Heading::Section(_) | Heading::Project(_))
        )
    }

    /// Whether one of the next rows has a label of a form.
    fn is_labelled(&self, rows: &[FlowRow]) -> bool {
        let cells = rows.iter().take(LOOK_AHEAD).flat_map(|row| &row.cells);
        let mut texts = cells.map(|cell| cell.lines.concat());
        texts.any(|text| self.labels.find(&text).is_some())
    }

    /// Whether a row that has one line is a heading, so that a form ends above it.
    fn ends_form(&self, row: &FlowRow) -> bool {
        let [cell] = row.cells.as_slice() else {
            return false;
        };
        cell.lines.len() == 1 && self.is_heading(&cell.lines[0])
    }
}

/// The first row of a part.
fn top(part: &PlacedPart) -> u32 {
    let title = part.title.map(|title| title.row);
    title
        .or(part.header.map(|(from, _)| from))
        .unwrap_or(part.body.0)
}

/// The rows of one sheet that tables take.
struct TakenRows {
    /// The first row of each part, ascending.
    tops: Vec<u32>,
    /// For each of them, the last row of the parts that begin there or above.
    reach: Vec<u32>,
}

impl TakenRows {
    fn by(parts: &[&PlacedPart]) -> Self {
        let mut rows: Vec<(u32, u32)> = parts.iter().map(|part| (top(part), part.body.1)).collect();
        rows.sort_unstable();
        let mut last = 0;
        let reach = rows.iter().map(|&(_, end)| {
            last = end.max(last);
            last
        });
        Self {
            reach: reach.collect(),
            tops: rows.iter().map(|&(top, _)| top).collect(),
        }
    }

    fn covers(&self, row: u32) -> bool {
        let begun = self.tops.partition_point(|&top| top <= row);
        begun > 0 && row <= self.reach[begun - 1]
    }

    /// Whether a table begins in the rows from `above` up to `below`, which is not one of them.
    fn begins_between(&self, above: u32, below: u32) -> bool {
        let at = self.tops.partition_point(|&top| top < above);
        self.tops.get(at).is_some_and(|&top| top < below)
    }
}

impl SubmissionReader<'_, '_> {
    /// Reads what stands outside of `parts` into the budget's document, by the headings of all layouts. Returns the sheets
    /// and cells of what belongs to no part of it.
    pub(super) fn document(
        &mut self,
        budget: &mut Budget,
        parts: &[PlacedPart],
        headings: &Headings<'_>,
    ) -> Vec<(SheetIx, Vec<usize>)> {
        if self.layout.document.is_none() {
            return Vec::new();
        }
        let templates = self.templates;
        let words = DocumentWords {
            headings,
            labels: Labels::new(templates),
        };
        let mut draft = DocumentDraft::new(squash(&budget.unit.name).into_owned());
        let source = self.source;
        for (sheet, _) in source.numbered() {
            let on: Vec<&PlacedPart> = parts.iter().filter(|part| part.sheet == sheet).collect();
            self.document_on(&words, sheet, &on, &mut draft);
        }
        let unplaced = std::mem::take(&mut draft.unplaced);
        budget.document = self.finished(draft);
        unplaced
    }

    fn document_on(
        &mut self,
        words: &DocumentWords<'_>,
        sheet: SheetIx,
        on: &[&PlacedPart],
        draft: &mut DocumentDraft,
    ) {
        let own = &self.source.sheets[sheet];
        let taken = TakenRows::by(on);
        let covered = |row: u32| taken.covers(row);
        let listed = own.sheet.rows().map(|(row, _)| row);
        let open: Vec<u32> = listed.filter(|row| !covered(*row)).collect();
        // Lines around a table may stand far apart.
        let edge = match on.is_empty() {
            true => flow::edge(own, &open),
            false => u32::MAX,
        };
        let rows = flow::rows(own, covered, edge);
        if rows.is_empty() && on.is_empty() {
            return;
        }
        let table_between = |above: u32, below: u32| taken.begins_between(above, below);
        // 主要职责： on the sheet 单位职能 leads to what follows, and is no other heading.
        let named = words.headings.of(&squash(&own.name));
        let leads = |line: &str| {
            line.ends_with(['：', ':'])
                && named.is_some()
                && words.headings.of(&squash(line)) == named
        };
        // 绩效目标 on the sheet of the notes is no section of a project.
        let notes = matches!(&named, Some(Heading::Section(id)) if *id != SectionId::Projects);
        let headed = rows.iter().any(|row| {
            let line = &row.cells[0].lines[0];
            let heads = match notes {
                true => words.is_section(line),
                false => words.is_heading(line),
            };
            row.cells.len() <= 2 && heads && !leads(line)
        });
        draft.turn_to(sheet, !on.is_empty(), headed);
        draft.beside(self, &open, edge);
        let reach = Reach::new(own);
        draft.usual = reach.usual(&rows);
        let mut at = 0;
        while at < rows.len() {
            if at > 0 && table_between(rows[at - 1].row, rows[at].row)
                || at == 0 && table_between(0, rows[at].row)
            {
                draft.close(self, OpenPart::Nothing);
            }
            let contents = matches!(draft.open, OpenPart::Contents { .. });
            let begins = !contents && begins(words.headings, &words.labels, &rows, at, false);
            let goes_on = !begins && draft.form_goes_on(own, &words.labels, &rows[at..]);
            if begins || goes_on {
                let before = draft.page_before().filter(|_| goes_on);
                let mut form = FormRows::new(rows[at].row, before.map(|(columns, _)| columns));
                form.take(own, &reach, &words.labels, &rows[at], || true);
                let mut named = has_name(&words.labels, &rows[at]);
                let mut end = at + 1;
                while end < rows.len()
                    && !table_between(rows[end - 1].row, rows[end].row)
                    && !words.ends_form(&rows[end])
                {
                    let header = is_header(&words.labels, &rows[end]);
                    let next = forms::begins(words.headings, &words.labels, &rows, end, !named);
                    if next && !header {
                        break;
                    }
                    let labelled = || words.is_labelled(&rows[end..]);
                    if !form.take(own, &reach, &words.labels, &rows[end], labelled) {
                        break;
                    }
                    named |= has_name(&words.labels, &rows[end]);
                    end += 1;
                }
                draft.close(self, OpenPart::Nothing);
                let before = draft.page_before().filter(|_| !named);
                let page = self.form(
                    words.headings,
                    &words.labels,
                    sheet,
                    &rows[at..end],
                    before.as_ref().map(|(columns, levels)| (columns, levels)),
                );
                draft.form(self, page);
                at = end;
                continue;
            }
            if !draft.goes_on(words, own, &reach, &rows[at]) {
                draft.close(self, OpenPart::Nothing);
            }
            for line in rows[at].lines(contents, |line| !contents && words.is_heading(line)) {
                draft.line(self, words.headings, line);
            }
            at += 1;
        }
        if let (Some(last), Some(top)) = (rows.last(), taken.tops.last())
            && *top > last.row
        {
            draft.close(self, OpenPart::Nothing);
        }
        draft.end_sheet(self);
    }
}
