//! The sheet that lists the findings.

use super::marks::{mark, severity, short};
use crate::finding::{Finding, Severity};
use crate::messages::{Arg, Messages};
use crate::model::Place;
use crate::workbook::{Address, Cell, Look, Page, RESULTS, Sheet, Style, Value, line_count};

/// Widths of the columns, in characters.
const WIDTHS: [f64; 8] = [5.0, 7.0, 22.0, 22.0, 8.0, 48.0, 26.0, 42.0];
/// The row of the headers, counted from 0.
const HEADER: u32 = 3;
/// The most other cells that are listed beside the first.
const MOST_CELLS: usize = 6;
/// The most links of a sheet that spreadsheet programs follow, with room to spare.
const MOST_LINKS: usize = 60_000;
/// The most findings that the list holds: nobody mends more before the file is checked again. The gravest come first.
const MOST_LISTED: usize = 20_000;
/// Height of a line of text in points.
const LINE: f64 = 15.0;
/// The highest row that the file format allows, in points.
const HIGHEST: f64 = 409.0;

/// The sheet that lists `findings`, one a row, with links to their cells.
///
/// `taken` are the names of the other sheets of the workbook that it is for; `legend` says what the list is. `target` gives the place in that workbook of
/// a place in the submission; without one there is no link. Cell A1 holds [`RESULTS`].
///
/// # Panics
/// Where `templates/messages/` lacks a finding's code or wording.
#[must_use]
pub fn results_sheet(
    findings: &[Finding],
    messages: &Messages,
    taken: &[&str],
    legend: &str,
    target: &dyn Fn(&Place) -> Option<Place>,
) -> Sheet {
    let count = |severity| -> Arg {
        let own = findings.iter().filter(|own| own.severity == severity);
        own.count().into()
    };
    let mut sheet = Sheet {
        name: free_name(&messages.text("annotate-sheet"), taken),
        widths: WIDTHS.to_vec(),
        ..Sheet::default()
    };
    let strong = |look| Style {
        look,
        strong: true,
        ..Style::default()
    };
    push(&mut sheet, (0, 0), RESULTS.to_owned(), strong(Look::Plain));
    let columns = WIDTHS.len() as u32;
    let last = |row: u32| Address::new(row, columns - 1);
    if findings.is_empty() {
        let nothing = messages.text("annotate-nothing");
        push(&mut sheet, (1, 0), nothing, strong(Look::Plain));
        sheet.page.print_to = Some((1, columns - 1));
        return sheet;
    }
    let counts = messages.with(
        "annotate-counts",
        &[
            ("errors", count(Severity::Error)),
            ("warnings", count(Severity::Warning)),
            ("notes", count(Severity::Note)),
        ],
    );
    push(&mut sheet, (1, 0), counts, strong(Look::Plain));
    let width: f64 = WIDTHS.iter().sum();
    sheet
        .heights
        .push((2, line_count(legend, width) as f64 * LINE));
    sheet.merges.push((Address::new(2, 0), last(2)));
    push(
        &mut sheet,
        (2, 0),
        legend.to_owned(),
        Style {
            look: Look::Note,
            ..Style::default()
        },
    );
    let headers = [
        "annotate-number",
        "annotate-severity",
        "annotate-code",
        "annotate-place-sheet",
        "annotate-place-cell",
        "annotate-message",
        "annotate-stated",
        "annotate-help",
    ];
    for (col, header) in (0..).zip(headers) {
        let text = messages.text(header);
        push(&mut sheet, (HEADER, col), text, strong(Look::Header));
    }
    let listed = findings.len().min(MOST_LISTED);
    for (at, finding) in findings[..listed].iter().enumerate() {
        line(&mut sheet, at, finding, messages, target);
    }
    let end = last(HEADER + listed as u32);
    if listed < findings.len() {
        let count = [("count", (findings.len() - listed).into())];
        let text = messages.with("annotate-not-listed", &count);
        push(&mut sheet, (end.row + 1, 0), text, strong(Look::Plain));
    }
    sheet.page = Page {
        repeat_rows: Some((HEADER, HEADER)),
        freeze_rows: HEADER + 1,
        filter: Some((Address::new(HEADER, 0), end)),
        print_to: Some((end.row, end.col)),
        ..Page::default()
    };
    sheet
}

/// Writes the row of finding `at`, counted from 0.
fn line(
    sheet: &mut Sheet,
    at: usize,
    finding: &Finding,
    messages: &Messages,
    target: &dyn Fn(&Place) -> Option<Place>,
) {
    let row = HEADER + 1 + at as u32;
    let (message, help) = finding.words(messages);
    let (name, cell) = match finding.place() {
        Some((name, cell)) => (name, cell),
        None => ("", None),
    };
    let place = Place {
        sheet: name.into(),
        cell: cell.unwrap_or(Address::new(0, 0)),
    };
    let link = Some(place)
        .filter(|place| !place.sheet.is_empty() && at < MOST_LINKS / 2)
        .and_then(|place| target(&place))
        .map(|place| format!("'{}'!{}", place.sheet.replace('\'', "''"), place.cell));
    let cell = cell.map_or_else(String::new, |cell| cell.to_string());
    let texts = [
        (Look::Code, (at + 1).to_string()),
        (Look::Code, severity(finding.severity, messages)),
        (Look::Name, finding.code.to_string()),
        (Look::Name, name.to_owned()),
        (Look::Code, cell),
        (Look::Name, message),
        (Look::Name, stated(finding, messages)),
        (Look::Name, help),
    ];
    let mut lines = 1;
    for ((col, (look, text)), width) in (0..).zip(texts).zip(WIDTHS) {
        lines = lines.max(line_count(&text, width - 1.0));
        let style = Style {
            look,
            mark: (col == 1).then_some(mark(finding.severity, true)),
            ..Style::default()
        };
        push(sheet, (row, col), text, style);
        if matches!(col, 3 | 4)
            && let Some(own) = sheet.cells.last_mut()
            && own.value != Value::Blank
        {
            own.link.clone_from(&link);
        }
    }
    sheet
        .heights
        .push((row, (lines as f64 * LINE + 3.0).min(HIGHEST)));
}

/// What the finding's cells hold: the first one's text, then the others with their places, a line each.
fn stated(finding: &Finding, messages: &Messages) -> String {
    let mut lines = Vec::new();
    let own = finding.cells.first();
    lines.extend(own.map(|cell| match &cell.place {
        Some(place) if finding.cells.len() > 1 => format!("{} = {}", place.cell, short(&cell.text)),
        _ => short(&cell.text),
    }));
    for cell in finding.cells.iter().skip(1).take(MOST_CELLS) {
        let text = short(&cell.text);
        lines.push(
            match (&cell.place, own.and_then(|own| own.place.as_ref())) {
                (Some(place), Some(own)) if place.sheet == own.sheet => {
                    format!("{} = {text}", place.cell)
                }
                (Some(place), _) => format!("{}!{} = {text}", place.sheet, place.cell),
                (None, _) => text,
            },
        );
    }
    if finding.cells.len() > MOST_CELLS + 1 {
        let count = finding.cells.len().into();
        lines.push(messages.with("annotate-more-cells", &[("count", count)]));
    }
    lines.join("\n")
}

fn push(sheet: &mut Sheet, (row, col): (u32, u32), text: String, style: Style) {
    let value = if text.is_empty() {
        Value::Blank
    } else {
        Value::Text(text)
    };
    sheet.cells.push(Cell {
        row,
        col,
        value,
        style,
        ..Cell::default()
    });
}

/// `name`, numbered where a sheet has it already; programs do not tell upper from lower case.
fn free_name(name: &str, taken: &[&str]) -> String {
    let taken: Vec<String> = taken.iter().map(|own| own.to_lowercase()).collect();
    let free = |name: &String| !taken.contains(&name.to_lowercase());
    std::iter::once(name.to_owned())
        .chain((2..).map(|number: u64| format!("{name} ({number})")))
        .find(free)
        .expect("the numbers do not end")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{FindingCode, Stated};
    use crate::messages::Language;

    #[test]
    fn the_list_says_what_and_where() {
        let place = |cell: &str| Place {
            sheet: "甲'乙".into(),
            cell: Address::parse(cell).unwrap(),
        };
        let finding = Finding::new(FindingCode::NegativeAmount)
            .arg("yuan", "-1")
            .cell(Stated::text(Some(place("B7")), "-1"))
            .cell(Stated::text(Some(place("C7")), "2"));
        let messages = Messages::new(Language::Chinese);
        let sheet = results_sheet(&[finding], &messages, &["校验结果"], "", &|own| {
            Some(own.clone())
        });
        assert_eq!(sheet.name, "校验结果 (2)");
        assert!(sheet.is_results());
        let shown: Vec<String> = sheet
            .row(HEADER + 1)
            .iter()
            .map(|cell| {
                format!(
                    "{:?} {}",
                    cell.value,
                    cell.link.as_deref().unwrap_or_default()
                )
            })
            .collect();
        let expected = [
            "Text(\"1\") ",
            "Text(\"警告\") ",
            "Text(\"negative-amount\") ",
            "Text(\"甲'乙\") '甲''乙'!B7",
            "Text(\"B7\") '甲''乙'!B7",
            "Text(\"预算金额为负数：-1 元\") ",
            "Text(\"B7 = -1\\nC7 = 2\") ",
            "Text(\"请核对；预算数一般不应为负。\") ",
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn nothing_found_is_said_in_every_language() {
        for (language, name, text) in [
            (Language::Chinese, "校验结果", "没有发现问题。"),
            (Language::English, "Findings", "Nothing was found."),
        ] {
            let sheet = results_sheet(&[], &Messages::new(language), &[], "", &|_| None);
            assert_eq!(sheet.name, name);
            assert_eq!(sheet.cells[0].value, Value::Text(RESULTS.into()));
            assert_eq!(sheet.cells[1].value, Value::Text(text.into()));
        }
    }
}
