//! Forms and their pages on the way into the document, and what belongs to no part of it.

use super::super::ledger::Role;
use super::super::reader::SubmissionReader;
use super::super::source::SourceSheet;
use super::draft::{DocumentDraft, OpenPart};
use super::flow::{FlowRow, shown};
use super::form_page::{FormPage, IndicatorColumns};
use super::forms;
use super::labels::Labels;
use super::proof::page_goes_on;
use crate::model::{Section, SectionId, Text};

impl DocumentDraft {
    /// Takes what belongs to no part of the document: it is part of it only where that is wanted.
    pub(super) fn unplaced(
        &mut self,
        reader: &SubmissionReader<'_, '_>,
        heading: Text,
        paragraphs: Vec<Text>,
        cells: Vec<usize>,
    ) {
        self.unplaced.push((self.sheet, cells));
        if reader.wanted.unplaced {
            self.document.sections.push(Section {
                section: SectionId::Other,
                heading,
                paragraphs,
            });
        }
    }

    /// Takes what stands in `rows` behind column `edge`, beside what is written: it belongs to no part of the document.
    pub(super) fn beside(
        &mut self,
        reader: &mut SubmissionReader<'_, '_>,
        rows: &[u32],
        edge: u32,
    ) {
        let own = &reader.source.sheets[self.sheet];
        let (mut texts, mut all) = (Vec::new(), Vec::new());
        for row in rows {
            let cells = own.content(*row);
            let cells: Vec<usize> = cells
                .filter(|&at| own.sheet.cells[at].col > edge && own.holds(at))
                .collect();
            let Some(&first) = cells.first() else {
                continue;
            };
            let words: Vec<String> = cells.iter().map(|&at| shown(own, at)).collect();
            texts.push(Text {
                text: words.join(" "),
                place: Some(own.place(first)),
            });
            for &at in cells.iter().filter(|&&at| !own.is_number(at)) {
                reader.ledger.suppose(self.sheet, at, Role::Text);
            }
            all.extend(cells);
        }
        if !all.is_empty() {
            self.unplaced(reader, Text::default(), texts, all);
        }
    }

    /// Whether the first rows of a sheet go on with the form on the sheet before.
    pub(super) fn form_goes_on(
        &self,
        sheet: &SourceSheet<'_>,
        labels: &Labels,
        rows: &[FlowRow],
    ) -> bool {
        let Some((columns, _)) = self.page_before() else {
            return false;
        };
        self.first
            && !self.with_tables
            && self.before == OpenPart::Form
            && page_goes_on(sheet, labels, &columns, rows)
    }

    /// Columns and levels of the form that was read last.
    pub(super) fn page_before(&self) -> Option<(IndicatorColumns, (Text, Text))> {
        let (_, page) = self.forms.last()?;
        Some((page.columns.clone()?, page.levels.clone()))
    }

    /// Takes a form. A page without the label of the project's name goes on with the form before it.
    pub(super) fn form(&mut self, reader: &SubmissionReader<'_, '_>, mut page: FormPage) {
        let (rest, cells) = std::mem::take(&mut page.rest).into_iter().unzip();
        let cells: Vec<Vec<usize>> = cells;
        if !cells.is_empty() {
            self.unplaced(reader, Text::default(), rest, cells.concat());
        }
        self.open = OpenPart::Form;
        match self.forms.last_mut() {
            Some((_, before)) if !page.named => forms::join(before, page),
            _ => {
                self.count += 1;
                self.forms.push((self.count, page));
            }
        }
    }
}
