//! One file for another purpose than to say what is wrong with it.

use std::path::Path;

use super::names::shown;
use super::shield::{Stage, shielded};
use super::unread::open_finding;
use super::{
    Options, Outcome, bytes, extension, extract, file_name, findings, read_bytes, read_file,
};
use crate::bind::{self, Explanation};
use crate::finding::{Finding, FindingCode};
use crate::layout::Templates;
use crate::model::Budget;
use crate::workbook::Workbook;
use crate::workbook::open::{Limits, open};

/// Opens one spreadsheet, whatever it holds.
///
/// # Errors
/// The finding that says why the file cannot be read.
pub fn open_file(path: &Path, limits: &Limits) -> Result<Workbook, Box<Finding>> {
    let opened = shielded(Stage::Opening, || {
        let bytes = bytes(path, limits)?;
        open(&bytes, &extension(path), limits).map_err(|error| Box::new(open_finding(&error)))
    });
    opened.flatten()
}

/// Opens one spreadsheet that lies in memory; `name` is the file's name.
///
/// # Errors
/// The finding that says why the file cannot be read.
pub fn open_bytes(name: &str, bytes: &[u8], limits: &Limits) -> Result<Workbook, Box<Finding>> {
    let opened = shielded(Stage::Opening, || {
        open(bytes, &extension(Path::new(name)), limits)
            .map_err(|error| Box::new(open_finding(&error)))
    });
    opened.flatten()
}

/// The budget of a file, read and not checked.
///
/// # Errors
/// The finding that says why the file cannot be read.
pub fn read_budget(
    path: &Path,
    templates: &Templates,
    options: &Options,
) -> Result<Budget, Box<Finding>> {
    if extension(path) == "json" {
        return budget_of(read_file(path, templates, options));
    }
    let workbook = open_file(path, &options.limits)?;
    read_opened(path, workbook, templates, options)
}

/// The budget of a file that lies in memory, read and not checked; `name` is the file's name.
///
/// # Errors
/// The finding that says why the file cannot be read.
pub fn read_budget_bytes(
    name: &str,
    bytes: Vec<u8>,
    templates: &Templates,
    options: &Options,
) -> Result<Budget, Box<Finding>> {
    let path = Path::new(name);
    if extension(path) == "json" {
        return budget_of(read_bytes(name.to_owned(), bytes, templates, options));
    }
    let workbook = open_bytes(name, &bytes, &options.limits)?;
    read_opened(path, workbook, templates, options)
}

fn budget_of(outcome: Outcome) -> Result<Budget, Box<Finding>> {
    let why = outcome.findings.into_iter().next();
    let why = || why.unwrap_or_else(|| Finding::new(FindingCode::InternalError));
    outcome.budget.ok_or_else(|| Box::new(why()))
}

fn read_opened(
    path: &Path,
    mut workbook: Workbook,
    templates: &Templates,
    options: &Options,
) -> Result<Budget, Box<Finding>> {
    let read = || {
        extract(&mut workbook, &file_name(path), templates, options)
            .0
            .budget
    };
    let name = shown(path);
    options.listener.shielded(&name, Stage::Reading, read)
}

/// Reads one spreadsheet: its cells, and what each of them was taken for, with the findings of reading and checking it.
///
/// # Errors
/// The finding that says why the file cannot be read.
pub fn explain_file(
    path: &Path,
    templates: &Templates,
    options: &Options,
) -> Result<(Workbook, Explanation), Box<Finding>> {
    let mut workbook = open_file(path, &options.limits)?;
    let name = shown(path);
    let listener = &options.listener;
    let (mut extracted, form) = listener.shielded(&name, Stage::Reading, || {
        extract(&mut workbook, &file_name(path), templates, options)
    })?;
    let read = std::mem::take(&mut extracted.findings);
    let stated = (&extracted.budget, form.as_ref(), &extracted.words);
    let checked = findings(&name, &workbook, read, stated, templates, options);
    let explanation = listener.shielded(&name, Stage::Explaining, || {
        bind::explain(&workbook, templates, &extracted, &checked.findings)
    })?;
    Ok((workbook, explanation))
}
