//! The fields of a form of performance goals: texts, dates and amounts beside or below their labels.

use rust_decimal::Decimal;

use super::super::cells::{self, CellAmount, is_placeholder};
use super::super::ledger::Role;
use super::super::reader::SubmissionReader;
use super::flow::{FlowRow, trimmed};
use super::form_page::{FormCell, FormPage};
use super::labels::Label;
use crate::finding::{Finding, FindingCode, Stated};
use crate::model::{Amount, GoalField, Place, fen};
use crate::text::{Measure, Reading, read_amount, squash, with_boxes};
use crate::workbook::{SheetIx, Value};

impl SubmissionReader<'_, '_> {
    /// Reads the fields above row `until`, label by label.
    pub(super) fn fields(
        &mut self,
        sheet: SheetIx,
        cells: &mut [FormCell<'_>],
        page: &mut FormPage,
        until: u32,
    ) {
        let at_label = |wanted: Label, cells: &[FormCell<'_>]| {
            cells.iter().find_map(|cell| {
                let found = cell.label.as_ref()?;
                found
                    .labels
                    .contains(&wanted)
                    .then_some((cell.row, cell.col))
            })
        };
        let total = at_label(Label::Right(GoalField::Total), cells);
        let year_total = at_label(Label::Right(GoalField::YearTotal), cells);
        // A line such as 填报单位：某中心 above the form counts only where the form itself has no such field.
        let apart = |cell: &FormCell<'_>| {
            let found = cell.label.as_ref();
            found.is_some_and(|found| found.inline.is_none())
        };
        let (first, then): (Vec<usize>, Vec<usize>) =
            (0..cells.len()).partition(|&at| apart(&cells[at]));
        for index in first.into_iter().chain(then) {
            let cell = &cells[index];
            if cell.row >= until || cell.taken {
                continue;
            }
            let Some(found) = cell.label.clone() else {
                continue;
            };
            let (row, col) = (cell.row, cell.col);
            let mut label = found.labels[0];
            if found.labels.len() > 1 && found.labels.contains(&Label::Right(GoalField::YearOther))
            {
                // 其他资金 stands twice: below 项目资金总额 and below 年度资金申请总额.
                let of_year = match (total, year_total) {
                    (Some((_, left)), Some((_, right))) if left < right => col >= right,
                    (_, Some((below, _))) => row > below,
                    _ => false,
                };
                label = Label::Right(if of_year {
                    GoalField::YearOther
                } else {
                    GoalField::Other
                });
            }
            let (Label::Right(field) | Label::Below(field)) = label else {
                cells[index].taken = true;
                self.ledger.set(sheet, cells[index].at, Role::FormLabel);
                continue;
            };
            if page.form.texts.contains_key(&field) || page.form.amounts.contains_key(&field) {
                continue;
            }
            cells[index].taken = true;
            self.ledger.set(sheet, cells[index].at, Role::FormLabel);
            page.named |= field == GoalField::Name;
            if let (GoalField::OverallGoal, Some(period)) = (field, &found.bracket)
                && squash(period).chars().any(|c| c.is_ascii_digit())
            {
                let period = self.text(sheet, cells[index].at, period.clone());
                page.form.texts.insert(GoalField::OverallPeriod, period);
            }
            if let Some(inline) = found.inline {
                self.inline(sheet, cells[index].at, field, inline, page);
                continue;
            }
            let values = match label {
                Label::Below(_) => below(cells, index, until),
                _ => beside(cells, index),
            };
            self.value(sheet, cells, &values, field, page);
        }
    }

    /// A value in the cell of its label.
    fn inline(
        &mut self,
        sheet: SheetIx,
        at: usize,
        field: GoalField,
        text: String,
        page: &mut FormPage,
    ) {
        if !field.is_amount() {
            if !is_placeholder(self.source.words, &squash(&text)) {
                let text = self.text(sheet, at, entry(field, &text));
                page.form.texts.insert(field, text);
            }
            return;
        }
        let place = self.source.sheets[sheet].place(at);
        match read_amount(&text) {
            Reading::Number { value, measure } => {
                let exact = measure.unwrap_or(page.form.measure).exact(value);
                let Some(exact) = exact else {
                    self.ledger.set(sheet, at, Role::Fault);
                    return self.findings.push(not_a_number(place, &text));
                };
                page.unmeasured |= measure.is_none() && !value.is_zero();
                self.ledger.set(sheet, at, Role::ProjectAmount);
                page.form.amounts.insert(
                    field,
                    Amount {
                        measure: None,
                        yuan: fen(exact),
                        stated: Some(text.trim().into()),
                        place: Some(place),
                    },
                );
            }
            Reading::NotANumber if !is_placeholder(self.source.words, &squash(&text)) => {
                self.ledger.set(sheet, at, Role::Fault);
                self.findings.push(not_a_number(place, &text));
            }
            _ => {}
        }
    }

    fn value(
        &mut self,
        sheet: SheetIx,
        cells: &mut [FormCell<'_>],
        values: &[usize],
        field: GoalField,
        page: &mut FormPage,
    ) {
        let Some(&first) = values.first() else {
            return;
        };
        if field.is_amount() {
            return self.form_amount(sheet, cells, values, field, page);
        }
        // Boxes may stand in a cell each, and a goal in several rows.
        let many = matches!(
            field,
            GoalField::Category
                | GoalField::Nature
                | GoalField::OverallGoal
                | GoalField::YearlyGoal
        );
        let values = if many { values } else { &values[..1] };
        let joint = if matches!(field, GoalField::Category | GoalField::Nature) {
            " "
        } else {
            "\n"
        };
        let mut text = String::new();
        for &value in values {
            let own = &self.source.sheets[sheet];
            let cell = &mut cells[value];
            cell.taken = true;
            self.ledger.set(sheet, cell.at, Role::FormEntry);
            if cell.text.is_empty() || is_placeholder(self.source.words, &squash(&cell.text)) {
                continue;
            }
            if !text.is_empty() {
                text.push_str(joint);
            }
            match &own.sheet.cells[cell.at].value {
                Value::Number(serial) if matches!(field, GoalField::Start | GoalField::End) => {
                    text.push_str(&date_of(*serial).unwrap_or_else(|| cell.text.clone()));
                }
                _ => text.push_str(&cell.text),
            }
        }
        if !text.is_empty() {
            let text = self.text(sheet, cells[first].at, entry(field, &text));
            page.form.texts.insert(field, text);
        }
    }

    fn form_amount(
        &mut self,
        sheet: SheetIx,
        cells: &mut [FormCell<'_>],
        values: &[usize],
        field: GoalField,
        page: &mut FormPage,
    ) {
        // A unit of measure may have a cell of its own behind the number.
        let behind = values
            .get(1)
            .map(|&next| squash(&cells[next].text).into_owned());
        let own = behind.and_then(|text| Measure::parse(&text));
        if let (Some(_), Some(&next)) = (own, values.get(1)) {
            cells[next].taken = true;
            self.ledger.set(sheet, cells[next].at, Role::Measure);
        }
        let cell = &mut cells[values[0]];
        cell.taken = true;
        let at = cell.at;
        let measure = own.unwrap_or(page.form.measure);
        match cells::amount(self.source, sheet, at, measure) {
            CellAmount::Stated { amount, .. } => {
                self.ledger.set(sheet, at, Role::ProjectAmount);
                let stated = amount.stated.as_deref().unwrap_or_default();
                let measured = |stated: &str| {
                    let reading = read_amount(stated);
                    matches!(
                        reading,
                        Reading::Number {
                            measure: Some(_),
                            ..
                        }
                    )
                };
                page.unmeasured |= own.is_none() && !measured(stated) && !amount.yuan.is_zero();
                if amount.yuan.is_sign_negative() && !amount.yuan.is_zero() {
                    self.findings.push(
                        Finding::new(FindingCode::NegativeAmount)
                            .amount("yuan", amount.yuan)
                            .cell(Stated::amount(&amount)),
                    );
                }
                page.form.amounts.insert(field, amount);
            }
            CellAmount::Blank => self.ledger.set(sheet, at, Role::FormEntry),
            CellAmount::Placeholder => {}
            CellAmount::Words | CellAmount::Date => {
                let own = &self.source.sheets[sheet];
                self.ledger.set(sheet, at, Role::Fault);
                self.findings
                    .push(not_a_number(own.place(at), &own.raw(at)));
            }
            CellAmount::Fault(finding) => {
                self.ledger.set(sheet, at, Role::Fault);
                self.findings.push(*finding);
            }
        }
    }

    pub(super) fn unit_missing(&mut self, sheet: SheetIx, rows: &[FlowRow], page: &FormPage) {
        let own = &self.source.sheets[sheet];
        let title = Some(page.form.title.text.as_str()).filter(|title| !title.is_empty());
        let at = rows[0].cells[0].at;
        let finding = Finding::new(FindingCode::UnitMissing)
            .arg("table", title.unwrap_or(&own.name))
            .word("measure", page.form.measure.word_name())
            .cell(Stated::text(Some(own.place(at)), &own.raw(at)));
        self.findings.push(finding);
    }
}

/// The cells to the right of a label, up to the next one.
fn beside(cells: &[FormCell<'_>], label: usize) -> Vec<usize> {
    (label + 1..cells.len())
        .take_while(|&at| cells[at].row == cells[label].row && cells[at].label.is_none())
        .filter(|&at| !cells[at].taken)
        .collect()
}

/// The cells to the right of a label or, where there are none, below it up to the next row of labels.
fn below(cells: &[FormCell<'_>], label: usize, until: u32) -> Vec<usize> {
    let right = beside(cells, label);
    if !right.is_empty() {
        return right;
    }
    let (row, col) = (cells[label].row, cells[label].col);
    let end = cells[label + 1..]
        .iter()
        .find(|cell| cell.row == row && cell.label.is_some())
        .map_or(u32::MAX, |cell| cell.col);
    let labels = cells[label + 1..].iter().find(|cell| {
        cell.row > row
            && cell
                .label
                .as_ref()
                .is_some_and(|found| found.labels[0] != Label::Group)
    });
    let last = labels.map_or(until, |cell| cell.row.min(until));
    (label + 1..cells.len())
        .filter(|&at| {
            let cell = &cells[at];
            row < cell.row && cell.row < last && col <= cell.col && cell.col < end && !cell.taken
        })
        .collect()
}

/// The entry of a field: its lines, and boxes for what is left of a web form.
fn entry(field: GoalField, text: &str) -> String {
    let text = match field {
        GoalField::Category | GoalField::Nature => with_boxes(text),
        _ => text.to_owned(),
    };
    trimmed(&text).to_owned()
}

/// The day of a serial number of a spreadsheet, of the years from 2000 to 2099, as `2023-01-31`.
fn date_of(serial: Decimal) -> Option<String> {
    let days: i64 = serial.trunc().try_into().ok()?;
    if !(36_526..73_051).contains(&days) {
        return None;
    }
    // Days since 1970, turned into a date by the rules of the Gregorian calendar.
    let days = days - 25_569 + 719_468;
    let era = days / 146_097;
    let day_of_era = days % 146_097;
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

fn not_a_number(place: Place, text: &str) -> Finding {
    Finding::new(FindingCode::NotANumber)
        .arg("text", text)
        .cell(Stated::text(Some(place), text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers_are_dates() {
        for (serial, date) in [
            (44_927, Some("2023-01-01")),
            (45_291, Some("2023-12-31")),
            (45_351, Some("2024-02-29")),
            (36_526, Some("2000-01-01")),
            (2023, None),
        ] {
            assert_eq!(date_of(Decimal::from(serial)).as_deref(), date, "{serial}");
        }
    }
}
