//! `yusuan check`: findings only, and the submitters' workbooks back with their wrong cells marked.

use std::path::{Path, PathBuf};

use anyhow::bail;

use super::args::{CheckArgs, ReportFormat};
use super::inputs::Input;
use super::tally::tally;
use super::{inputs, output};
use crate::annotate::annotate;
use crate::batch::{Outcome, Source};
use crate::export::{FileReport, report_json};
use crate::finding::{Severity, render};
use crate::messages::{Messages, Phrase};

/// Checks the inputs; whether none has an error.
pub(super) fn run(args: &CheckArgs, messages: &Messages) -> anyhow::Result<bool> {
    let templates = inputs::templates(&args.input.read)?;
    let mut options = inputs::options(&args.input.read)?;
    options.keep = args.annotate.is_some();
    options.previous = inputs::previous(args.previous.as_deref(), &templates, &options)?;
    let files = inputs::files(&args.input)?;
    let marked = match &args.annotate {
        Some(folder) => marked_paths(folder, &files, args.force)?,
        None => Vec::new(),
    };
    let results = inputs::read(&files, &templates, &options, |at, outcome, source| {
        let written = marked.get(at).map_or(Ok(()), |path| {
            mark(path, &outcome, &source, messages, args.force)
        });
        (outcome, written)
    });
    let (outcomes, written): (Vec<Outcome>, Vec<anyhow::Result<()>>) = results.into_iter().unzip();
    let text = match args.format {
        ReportFormat::Text => outcomes
            .iter()
            .flat_map(|outcome| {
                outcome
                    .findings
                    .iter()
                    .map(|finding| render(&outcome.path, finding, messages))
            })
            .collect(),
        ReportFormat::Json => {
            let reports: Vec<FileReport<'_>> = outcomes.iter().map(report).collect();
            report_json(&reports, messages)
        }
    };
    output::print(text.as_bytes())?;
    output::say(&tally(&outcomes, messages));
    output::first(written.into_iter().filter_map(Result::err), messages)?;
    Ok(outcomes
        .iter()
        .all(|outcome| outcome.count(Severity::Error) == 0))
}

/// Where the marked workbook of each file goes, where every one of them can be written.
fn marked_paths(folder: &Path, files: &[Input], force: bool) -> anyhow::Result<Vec<PathBuf>> {
    let ending = |path: &Path| match path.extension() {
        Some(ending) if ending.eq_ignore_ascii_case("xlsm") => "xlsm",
        _ => "xlsx",
    };
    let paths = files
        .iter()
        .map(|file| folder.join(file.below.with_extension(ending(&file.below))))
        .collect();
    let paths = output::distinct(paths, files);
    output::require_free(&paths, files, force)?;
    output::require_folder(folder)?;
    Ok(paths)
}

/// Writes the marked workbook of one file. A file that could not be read, or is no spreadsheet, has none.
fn mark(
    path: &Path,
    outcome: &Outcome,
    source: &Source,
    messages: &Messages,
    force: bool,
) -> anyhow::Result<()> {
    let Some(workbook) = &source.workbook else {
        return Ok(());
    };
    match annotate(&source.bytes, workbook, &outcome.findings, messages) {
        Ok(bytes) => output::write(path, &bytes, force),
        Err(error) => bail!(
            Phrase::new("cli-not-marked")
                .arg("path", &outcome.path)
                .arg("error", error)
        ),
    }
}

fn report(outcome: &Outcome) -> FileReport<'_> {
    FileReport {
        path: &outcome.path,
        budget: outcome.budget.as_ref(),
        ledger: outcome.ledger.clone(),
        findings: &outcome.findings,
    }
}
