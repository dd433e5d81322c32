//! Reading many files: each by itself, so that a bad one never stops the others.

pub mod archive;
mod archived_names;
mod conclude;
mod damaged;
pub mod folder;
pub mod names;
mod outcome;
pub(crate) mod parallel;
mod parts;
mod previous;
mod repeated_entries;
mod shield;
mod single;
pub mod stamp;
mod unread;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use conclude::{failed, findings, outcome, unreadable};
use names::shown;
pub use outcome::{Outcome, OutcomeSource};
pub(crate) use parts::{submission_of_parts, submission_of_sheets};
pub use previous::Previous;
use unread::{open_finding, problem_findings};

pub use shield::{Listener, Stage, shielded};
pub use single::{explain_file, open_bytes, open_file, read_budget, read_budget_bytes};

use crate::bind::{self, Ledger, Wanted};
use crate::check::{Checked, checked_by, restated};
use crate::export::budget_from_json;
use crate::finding::{Finding, FindingCode, Levels};
use crate::form;
use crate::layout::Templates;
use crate::messages::Phrase;
use crate::model::Budget;
use crate::prose::{OutlineWords, figures_by};
use crate::text::sha256;
use crate::workbook::open::{Limits, OpenError, open};
use crate::workbook::{Workbook, recalculate};

/// How files are read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The layout to read by, else the one that fits best.
    pub layout: Option<String>,
    /// How large a file may be.
    pub limits: Limits,
    /// How gravely findings are taken, where not as usual; counts over what the layout says.
    pub levels: Levels,
    /// Whether the file's bytes are wanted afterwards.
    pub keep: bool,
    /// Last year's budgets: the texts of a submission are checked against that of its unit. One that a JSON file holds
    /// counts before it.
    pub previous: Option<Arc<Previous>>,
    /// What is read as content though it is not shown, or belongs to no part of the document.
    pub wanted: Wanted,
    /// Who is told of each stage of each file.
    pub listener: Listener,
}

impl Options {
    /// Gives a budget that has none last year's; what is to be said where there is none for it.
    fn add_previous(&self, budget: &mut Budget) -> Option<Finding> {
        if budget.previous.is_some() || budget.tables.is_empty() {
            return None;
        }
        match self.previous.as_deref()?.of(budget) {
            Ok(previous) => {
                budget.previous = Some(Box::new(previous.clone()));
                None
            }
            Err(finding) => Some(finding),
        }
    }
}

/// Reads and checks the files, several at a time, and makes something of each, which is told its
/// position. They are begun in their order, and so are the results.
pub fn read_files<T: Send>(
    paths: &[impl AsRef<Path> + Sync],
    templates: &Templates,
    options: &Options,
    each: impl Fn(usize, Outcome, OutcomeSource) -> T + Sync,
) -> Vec<T> {
    parallel::map(paths.iter().enumerate().collect(), |(at, path)| {
        let (outcome, source) = read_submission(path.as_ref(), templates, options);
        each(at, outcome, source)
    })
}

/// Reads and checks one file: a spreadsheet, or a budget in JSON.
#[must_use]
pub fn read_file(path: &Path, templates: &Templates, options: &Options) -> Outcome {
    read_submission(path, templates, options).0
}

/// The same, with what the outcome came from.
#[must_use]
pub fn read_submission(
    path: &Path,
    templates: &Templates,
    options: &Options,
) -> (Outcome, OutcomeSource) {
    let name = shown(path);
    let read = options
        .listener
        .shielded(&name, Stage::Opening, || bytes(path, &options.limits));
    match read.flatten() {
        Ok(bytes) => submission(name, bytes, templates, options),
        Err(finding) => (unreadable(name, *finding), OutcomeSource::none()),
    }
}

/// The bytes of a file, which must stay the same while it is read. It may be one in an archive. A pipe or device that is named is
/// read once, up to the limit; a pipe is waited for until its writer ends.
pub(crate) fn bytes(path: &Path, limits: &Limits) -> Result<Vec<u8>, Box<Finding>> {
    let io = |error: std::io::Error| {
        Box::new(
            Finding::new(FindingCode::UnreadableFile)
                .variant("io")
                .phrase("reason", Phrase::io(&error)),
        )
    };
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) => {
            return match archive::split(path) {
                Some((outer, name)) => archive::read(&outer, &name, limits),
                None => Err(io(error)),
            };
        }
    };
    let before = file.metadata().map_err(io)?;
    if before.len() > limits.file_bytes {
        return Err(too_large(before.len(), limits));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(before.len()).unwrap_or(0));
    // What is read counts, not what the file says of itself: a pipe has no length, and a file may grow.
    (&mut file)
        .take(limits.file_bytes.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(io)?;
    if bytes.len() as u64 > limits.file_bytes {
        let found = Phrase::new("limit-bytes-read").arg("count", bytes.len());
        return Err(over_limit(found, limits));
    }
    let after = file.metadata().map_err(io)?;
    // Some files that the system makes up have a length of 0 and a content.
    let unmeasured = before.len() == 0 && after.len() == 0;
    let same = before.modified().ok() == after.modified().ok()
        && (unmeasured || before.len() == after.len() && bytes.len() as u64 == after.len());
    if before.is_file() && !same {
        return Err(Box::new(
            Finding::new(FindingCode::UnreadableFile).variant("changed"),
        ));
    }
    Ok(bytes)
}

/// The finding of a file of `size` bytes, which are more than a file may have.
#[must_use]
pub fn too_large(size: u64, limits: &Limits) -> Box<Finding> {
    over_limit(Phrase::new("limit-bytes").arg("count", size), limits)
}

fn over_limit(found: Phrase, limits: &Limits) -> Box<Finding> {
    Box::new(open_finding(&OpenError::Limit {
        limit: "max-file-bytes",
        value: limits.file_bytes,
        found,
    }))
}

/// Reads and checks a file's bytes; `name` is the file's name.
#[must_use]
pub fn read_bytes(
    name: String,
    bytes: Vec<u8>,
    templates: &Templates,
    options: &Options,
) -> Outcome {
    submission(name, bytes, templates, options).0
}

/// The same, with what the outcome came from.
#[must_use]
pub fn submission(
    name: String,
    bytes: Vec<u8>,
    templates: &Templates,
    options: &Options,
) -> (Outcome, OutcomeSource) {
    let path = Path::new(&name);
    let extension = extension(path);
    let sha256 = sha256(&bytes);
    if extension == "json" {
        let outcome = Outcome {
            sha256,
            ..json(name, &bytes, templates, options)
        };
        let source = OutcomeSource {
            bytes: if options.keep { bytes } else { Vec::new() },
            ..OutcomeSource::none()
        };
        return (outcome, source);
    }
    let opened = options.listener.shielded(&name, Stage::Opening, || {
        open(&bytes, &extension, &options.limits).map_err(|error| Box::new(open_finding(&error)))
    });
    match opened.flatten() {
        Ok(mut workbook) => {
            let file = file_name(path);
            let kept = if options.keep { bytes } else { Vec::new() };
            let (outcome, ledger) = read_workbook(name, &file, &mut workbook, templates, options);
            let outcome = Outcome { sha256, ..outcome };
            let source = OutcomeSource {
                bytes: kept,
                workbook: Some(workbook),
                ledger,
            };
            (outcome, source)
        }
        Err(finding) => {
            let outcome = Outcome {
                sha256,
                ..unreadable(name, *finding)
            };
            (outcome, OutcomeSource::none())
        }
    }
}

fn json(name: String, bytes: &[u8], templates: &Templates, options: &Options) -> Outcome {
    let fault = |reason: Phrase| {
        Finding::new(FindingCode::UnreadableFile)
            .variant("json")
            .phrase("reason", reason)
    };
    let read = || {
        let text = String::from_utf8_lossy(bytes);
        let mut budget =
            budget_from_json(templates, &text).map_err(|error| Box::new(fault(error.phrase())))?;
        // Tables that say themselves what they mean need no layout.
        let told = budget.tables.iter().all(|table| !table.blocks.is_empty());
        if templates.layout(&budget.layout).is_none() && (!told || budget.tables.is_empty()) {
            let reason = Phrase::new("json-layout").arg("layout", &budget.layout);
            return Err(Box::new(fault(reason)));
        }
        let not_used = options.add_previous(&mut budget);
        let words = OutlineWords::default();
        if budget.document.figures.is_empty() {
            budget.document.figures = figures_by(templates, &budget, &words);
        }
        Ok((budget, words, not_used))
    };
    let listener = &options.listener;
    match listener.shielded(&name, Stage::Reading, read).flatten() {
        Ok((budget, words, not_used)) => {
            let findings = listener.shielded(&name, Stage::Checking, || {
                let mut found = checked_by(templates, &budget, &words);
                found.findings.splice(0..0, restated(templates, &budget));
                found
            });
            let Checked {
                mut findings,
                numbers,
                proof,
            } = findings.unwrap_or_else(|finding| failed(*finding));
            findings.extend(not_used);
            let lost = bind::lost_lines(&budget);
            let counts = BTreeMap::new();
            Outcome {
                lost,
                numbers,
                proof,
                ..outcome(name, budget, counts, findings, templates, options)
            }
        }
        Err(finding) => unreadable(name, *finding),
    }
}

fn read_workbook(
    path: String,
    file: &str,
    workbook: &mut Workbook,
    templates: &Templates,
    options: &Options,
) -> (Outcome, Ledger) {
    let read = || {
        let (mut extracted, form) = extract(workbook, file, templates, options);
        let not_used = options.add_previous(&mut extracted.budget);
        extracted.findings.extend(not_used);
        (extracted, form)
    };
    let (extracted, form) = match options.listener.shielded(&path, Stage::Reading, read) {
        Ok(read) => read,
        Err(finding) => {
            let mut outcome = unreadable(path, *finding);
            outcome.findings.extend(problem_findings(workbook));
            return (outcome, Ledger::default());
        }
    };
    let Checked {
        findings,
        numbers,
        proof,
    } = findings(
        &path,
        workbook,
        extracted.findings,
        (&extracted.budget, form.as_ref(), &extracted.words),
        templates,
        options,
    );
    let counts = extracted.ledger.counts();
    let lost = bind::lost(
        &templates.model.reading,
        workbook,
        &extracted.ledger,
        &extracted.placement,
    );
    let outcome = Outcome {
        lost,
        numbers,
        proof,
        ..outcome(path, extracted.budget, counts, findings, templates, options)
    };
    (outcome, extracted.ledger)
}

/// Reads a submission; what a form adds to its tables is taken out of the workbook first.
fn extract(
    workbook: &mut Workbook,
    file: &str,
    templates: &Templates,
    options: &Options,
) -> (bind::Extracted, Option<form::FormReading>) {
    // What a form computes for itself is of interest only where a table takes it over; a form computes its own tables anew.
    if let Some(typed) = form::typed_formulas(workbook) {
        recalculate(workbook, |sheet, cell| typed.contains(&(sheet, cell)));
    } else {
        let added = form::added(workbook);
        recalculate(workbook, |sheet, cell| {
            added[sheet.index()].is_none_or(|first| cell.col < first)
        });
    }
    let mut form = form::detach(workbook, templates);
    let wanted = options.layout.as_deref();
    let own = form.as_ref().and_then(|form| form.layout(templates));
    let mut extracted = bind::read_with(workbook, file, templates, wanted.or(own), options.wanted);
    if let Some(form) = &mut form {
        form.complete(templates, workbook, &mut extracted, file, wanted);
    }
    (extracted, form)
}

fn extension(path: &Path) -> String {
    let extension = path.extension().map(std::ffi::OsStr::to_string_lossy);
    extension
        .map(|extension| extension.to_lowercase())
        .unwrap_or_default()
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|file| file.to_string_lossy().into_owned())
        .unwrap_or_default()
}
