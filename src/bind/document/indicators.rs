//! The indicators of a form of performance goals, row by row.

use super::super::cells::is_placeholder;
use super::super::ledger::Role;
use super::super::reader::SubmissionReader;
use super::form_page::{FormCell, FormPage, IndicatorColumns, is_footer};
use super::labels::Label;
use crate::model::{Indicator, Text};
use crate::text::squash;
use crate::workbook::SheetIx;

impl SubmissionReader<'_, '_> {
    /// Reads the rows from `from` on. A level that is not printed is that of the row above.
    pub(super) fn indicators(
        &mut self,
        sheet: SheetIx,
        cells: &mut [FormCell<'_>],
        page: &mut FormPage,
        columns: &IndicatorColumns,
        from: u32,
    ) {
        let start = cells.partition_point(|cell| cell.row < from);
        for row in cells[start..].chunk_by_mut(|a, b| a.row == b.row) {
            if self.is_label_row(sheet, row) {
                continue;
            }
            if is_footer(&self.layout.words, &squash(&row[0].text)) {
                continue;
            }
            self.indicator(sheet, row, page, columns);
        }
    }

    /// Whether a row repeats the header, whose cells are labels then.
    fn is_label_row(&mut self, sheet: SheetIx, row: &mut [FormCell<'_>]) -> bool {
        let header = |cell: &FormCell<'_>| {
            let labels = cell.label.as_ref().map(|found| found.labels);
            matches!(labels.and_then(<[Label]>::first), Some(Label::Indicator(_)))
        };
        let labels = row.iter().filter(|cell| header(cell)).count();
        if labels < 3 {
            return false;
        }
        for cell in row.iter_mut().filter(|cell| cell.label.is_some()) {
            cell.taken = true;
            self.ledger.set(sheet, cell.at, Role::FormLabel);
        }
        true
    }

    fn indicator(
        &mut self,
        sheet: SheetIx,
        row: &mut [FormCell<'_>],
        page: &mut FormPage,
        columns: &IndicatorColumns,
    ) {
        let mut texts: [Vec<usize>; 4] = Default::default();
        for (at, cell) in row.iter_mut().enumerate() {
            if cell.taken {
                continue;
            }
            match columns.at(cell.col) {
                Some(field) => texts[field as usize].push(at),
                // 绩效指标, to the left of the levels.
                None if cell.label.is_some() => {
                    cell.taken = true;
                    self.ledger.set(sheet, cell.at, Role::FormLabel);
                }
                None => {}
            }
        }
        let [first, second, third, value] = texts;
        let one_line = first.len() + second.len() + third.len() + value.len() == 1;
        // A line of words across the form is no indicator.
        if one_line
            && row.len() == 1
            && let Some(&at) = first.first()
            && row[at].text.contains(['。', '：', ':', '；'])
        {
            return;
        }
        let stated = |cells: &[FormCell<'_>], at: &[usize]| {
            let words = at.iter().map(|&at| cells[at].text.replace('\n', " "));
            let words: Vec<String> = words
                .filter(|text| !is_placeholder(self.source.words, &squash(text)))
                .collect();
            words.join(" ").trim().to_owned()
        };
        let place = |cells: &[FormCell<'_>], at: &[usize]| at.first().map(|&at| cells[at].at);
        let sheet_of = &self.source.sheets[sheet];
        let text = |at: &[usize]| Text {
            text: stated(row, at),
            place: place(row, at).map(|at| sheet_of.place(at)),
        };
        let (own_first, own_second) = (text(&first), text(&second));
        let (own_third, own_value) = (text(&third), text(&value));
        if !own_first.text.is_empty() {
            page.levels = (own_first, Text::default());
        }
        if !own_second.text.is_empty() {
            page.levels.1 = own_second;
        }
        let stated = !own_third.text.is_empty() || !own_value.text.is_empty();
        if stated {
            page.form.indicators.push(Indicator {
                first: page.levels.0.clone(),
                second: page.levels.1.clone(),
                third: own_third,
                value: own_value,
            });
        }
        for &at in first.iter().chain(&second).chain(&third).chain(&value) {
            row[at].taken = true;
            self.ledger.set(sheet, row[at].at, Role::Indicator);
        }
    }
}
