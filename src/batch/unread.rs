//! What kept a file, or a part of it, from being read, as findings.

use crate::finding::{Finding, FindingCode, Stated};
use crate::messages::Phrase;
use crate::model::Place;
use crate::workbook::open::{Kind, OpenError};
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
            Kind::Html => "html",
            Kind::OldExcel => "old-excel",
            Kind::OtherXml => "xml",
            Kind::Png | Kind::Jpeg | Kind::Gif => "picture",
            Kind::Pdf => "pdf",
            Kind::Word | Kind::PowerPoint | Kind::Rtf => "document",
            Kind::Zip | Kind::Rar | Kind::SevenZip => "archive",
            Kind::Text => "text",
            Kind::Unknown => "unknown",
        }),
    }
}

/// What kept parts of a workbook from being read.
pub(super) fn problems(workbook: &Workbook) -> impl Iterator<Item = Finding> {
    workbook.sheets.iter().flat_map(|sheet| {
        sheet
            .problems
            .iter()
            .map(|problem| problem_finding(&sheet.name, problem))
    })
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
