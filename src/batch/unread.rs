//! What kept a file, or a part of it, from being read, as findings.

use crate::finding::{Finding, FindingCode, Stated};
use crate::messages::Phrase;
use crate::model::Place;
use crate::workbook::open::{OpenError, OtherFormat};
use crate::workbook::{Problem, Workbook};

pub(super) fn open_finding(error: &OpenError) -> Finding {
    let finding = Finding::new(FindingCode::UnreadableFile);
    match error {
        OpenError::Empty => finding.variant("empty"),
        OpenError::Encrypted => finding.variant("encrypted"),
        OpenError::Corrupt { reason } => {
            finding.variant("corrupt").phrase("reason", reason.clone())
        }
        OpenError::Truncated => finding.variant("truncated"),
        OpenError::Limit {
            limit,
            value,
            found,
        } => Finding::new(FindingCode::LimitExceeded)
            .arg("limit", limit)
            .arg("value", value)
            .phrase("found", found.clone()),
        OpenError::NotASpreadsheet(kind) => finding.variant(match kind {
            OtherFormat::Html => "html",
            OtherFormat::OldExcel => "old-excel",
            OtherFormat::OtherXml => "xml",
            OtherFormat::Png | OtherFormat::Jpeg | OtherFormat::Gif => "picture",
            OtherFormat::Pdf => "pdf",
            OtherFormat::Word | OtherFormat::PowerPoint | OtherFormat::Rtf => "document",
            OtherFormat::Zip | OtherFormat::Rar | OtherFormat::SevenZip => "archive",
            OtherFormat::Text => "text",
            OtherFormat::Unknown => "unknown",
        }),
    }
}

/// What kept parts of sheets from being read: what several sheets have lost in the same way is said once.
pub(super) fn problem_findings(workbook: &Workbook) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut lost: Vec<(&Phrase, Vec<&str>)> = Vec::new();
    for sheet in &workbook.sheets {
        for problem in &sheet.problems {
            let Problem::Unreadable(reason) = problem else {
                findings.push(problem_finding(&sheet.name, problem));
                continue;
            };
            match lost.iter_mut().find(|(own, _)| *own == reason) {
                Some((_, sheets)) => sheets.push(&sheet.name),
                None => lost.push((reason, vec![&sheet.name])),
            }
        }
    }
    let damage = |(reason, sheets): (&Phrase, Vec<&str>)| match sheets[..] {
        [sheet] => problem_finding(sheet, &Problem::Unreadable(reason.clone())),
        _ => Finding::new(FindingCode::UnreadableFile)
            .variant("sheets")
            .phrase("reason", reason.clone())
            .arg("count", sheets.len())
            .on(sheets[0])
            .list("sheets", sheets),
    };
    findings.extend(lost.into_iter().map(damage));
    findings
}

fn problem_finding(sheet: &str, problem: &Problem) -> Finding {
    match problem {
        Problem::Unreadable(reason) => Finding::new(FindingCode::UnreadableFile)
            .variant("sheet")
            .phrase("reason", reason.clone())
            .on(sheet),
        Problem::Limit { limit, value, at } => {
            let finding = Finding::new(FindingCode::LimitExceeded)
                .arg("limit", limit)
                .arg("value", value)
                .on(sheet);
            match at {
                Some(cell) => {
                    let place = Place {
                        sheet: sheet.into(),
                        cell: *cell,
                    };
                    finding
                        .phrase("found", Phrase::new("limit-cell").arg("cell", cell))
                        .cell(Stated::text(Some(place), ""))
                }
                None => finding.word("found", "limit-rest"),
            }
        }
    }
}
