//! Submissions that are not just one file: some sheets of a workbook, or several workbooks.

use std::path::Path;

use super::conclude::unreadable;
use super::shield::Stage;
use super::unread::open_finding;
use super::{Options, Outcome, extension, file_name, read_workbook};
use crate::finding::Finding;
use crate::layout::Templates;
use crate::workbook::open::open;
use crate::workbook::{Workbook, joined};

/// Reads and checks a spreadsheet that was opened, which may be some sheets of a larger one.
pub(crate) fn submission_of_sheets(
    name: String,
    mut workbook: Workbook,
    templates: &Templates,
    options: &Options,
) -> Outcome {
    let file = file_name(Path::new(&name));
    read_workbook(name, &file, &mut workbook, templates, options).0
}

/// Reads and checks several spreadsheets, names and bytes, as the one submission that they make up together.
pub(crate) fn submission_of_parts(
    name: String,
    parts: Vec<(String, Vec<u8>)>,
    templates: &Templates,
    options: &Options,
) -> Outcome {
    let opened = options.listener.shielded(&name, Stage::Opening, || {
        let open = |(file, bytes): (String, Vec<u8>)| {
            let book = open(&bytes, &extension(Path::new(&file)), &options.limits);
            let book = book.map_err(|error| Box::new(open_finding(&error)))?;
            Ok((file, book))
        };
        let parts: Result<Vec<_>, Box<Finding>> = parts.into_iter().map(open).collect();
        parts.map(joined)
    });
    match opened.flatten() {
        Ok(mut workbook) => {
            let file = file_name(Path::new(&name));
            read_workbook(name, &file, &mut workbook, templates, options).0
        }
        Err(finding) => unreadable(name, *finding),
    }
}
