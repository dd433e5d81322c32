//! Reading many files: each by itself, so that a bad one never stops the others.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use crate::bind::{self, Role};
use crate::check::{check, restated};
use crate::export::budget_from_json;
use crate::finding::{Finding, FindingCode, Levels, Severity, Stated};
use crate::layout::Templates;
use crate::messages::Phrase;
use crate::model::{Budget, Place};
use crate::workbook::open::{Kind, Limits, OpenError, open};
use crate::workbook::{Problem, Workbook};

/// What came of one file.
#[derive(Debug)]
pub struct Outcome {
    /// The file, as it was given.
    pub path: String,
    /// The budget; `None` where the file could not be read.
    pub budget: Option<Budget>,
    /// The number of cells of each role.
    pub ledger: BTreeMap<Role, usize>,
    /// The findings, by sheet and cell.
    pub findings: Vec<Finding>,
    /// The number of findings that are not reported, because the layout or the options allow their codes.
    pub allowed: usize,
}

/// What an outcome came from.
#[derive(Debug)]
pub struct Source {
    /// The file's bytes; empty where [`Options::keep`] is not set or the file could not be read.
    pub bytes: Vec<u8>,
    /// The spreadsheet; `None` where the file is none.
    pub workbook: Option<Workbook>,
}

impl Outcome {
    /// The number of findings of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    }
}

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
}

/// Reads and checks the files, several at a time, and makes something of each. The results are in the order of the files.
pub fn read_files<T: Send>(
    paths: &[impl AsRef<Path> + Sync],
    templates: &Templates,
    options: &Options,
    each: impl Fn(Outcome, Source) -> T + Sync,
) -> Vec<T> {
    paths
        .par_iter()
        .map(|path| {
            let (outcome, source) = read_submission(path.as_ref(), templates, options);
            each(outcome, source)
        })
        .collect()
}

/// Reads and checks one file: a spreadsheet, or a budget in JSON.
#[must_use]
pub fn read_file(path: &Path, templates: &Templates, options: &Options) -> Outcome {
    read_submission(path, templates, options).0
}

/// The same, with what the outcome came from.
#[must_use]
pub fn read_submission(path: &Path, templates: &Templates, options: &Options) -> (Outcome, Source) {
    let name = path.display().to_string();
    match bytes(path, &options.limits) {
        Ok(bytes) => submission(name, bytes, templates, options),
        Err(finding) => (unreadable(name, *finding), Source::none()),
    }
}

/// The bytes of a file, which must stay the same while it is read.
fn bytes(path: &Path, limits: &Limits) -> Result<Vec<u8>, Box<Finding>> {
    let io = |error: std::io::Error| {
        Box::new(
            Finding::new(FindingCode::UnreadableFile)
                .variant("io")
                .phrase("reason", Phrase::io(&error)),
        )
    };
    let before = std::fs::metadata(path).map_err(io)?;
    if before.len() > limits.file_bytes {
        return Err(Box::new(open_finding(&OpenError::Limit {
            limit: "max-file-bytes",
            value: limits.file_bytes,
            found: Phrase::new("limit-bytes").arg("count", before.len()),
        })));
    }
    let bytes = std::fs::read(path).map_err(io)?;
    let after = std::fs::metadata(path).map_err(io)?;
    let same = before.modified().ok() == after.modified().ok()
        && before.len() == after.len()
        && u64::try_from(bytes.len()).is_ok_and(|length| length == after.len());
    // A pipe has no length and is read once.
    if before.is_file() && !same {
        return Err(Box::new(
            Finding::new(FindingCode::UnreadableFile).variant("changed"),
        ));
    }
    Ok(bytes)
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

impl Source {
    const fn none() -> Self {
        Self {
            bytes: Vec::new(),
            workbook: None,
        }
    }
}

fn submission(
    name: String,
    bytes: Vec<u8>,
    templates: &Templates,
    options: &Options,
) -> (Outcome, Source) {
    let path = Path::new(&name);
    let extension = path
        .extension()
        .map(|extension| extension.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    if extension == "json" {
        return (json(name, &bytes, templates, options), Source::none());
    }
    let kept = if options.keep {
        bytes.clone()
    } else {
        Vec::new()
    };
    match open(bytes, &extension, &options.limits) {
        Ok(workbook) => {
            let file = path
                .file_name()
                .map(|file| file.to_string_lossy().into_owned())
                .unwrap_or_default();
            let outcome = read_workbook(name, &file, &workbook, templates, options);
            let source = Source {
                bytes: kept,
                workbook: Some(workbook),
            };
            (outcome, source)
        }
        Err(error) => (unreadable(name, open_finding(&error)), Source::none()),
    }
}

fn json(name: String, bytes: &[u8], templates: &Templates, options: &Options) -> Outcome {
    let fault = |reason: Phrase| {
        Finding::new(FindingCode::UnreadableFile)
            .variant("json")
            .phrase("reason", reason)
    };
    let text = String::from_utf8_lossy(bytes);
    match budget_from_json(&templates.model, &text) {
        Ok(budget) if templates.layout(&budget.layout).is_none() => {
            let reason = Phrase::new("json-layout").arg("layout", &budget.layout);
            unreadable(name, fault(reason))
        }
        Ok(budget) => {
            let mut findings = restated(templates, &budget);
            findings.extend(check(templates, &budget));
            outcome(name, budget, BTreeMap::new(), findings, templates, options)
        }
        Err(error) => unreadable(name, fault(error.phrase())),
    }
}

fn read_workbook(
    path: String,
    file: &str,
    workbook: &Workbook,
    templates: &Templates,
    options: &Options,
) -> Outcome {
    let extracted = bind::read(workbook, file, templates, options.layout.as_deref());
    let mut findings: Vec<Finding> = workbook
        .sheets
        .iter()
        .flat_map(|sheet| {
            sheet
                .problems
                .iter()
                .map(|problem| problem_finding(&sheet.name, problem))
        })
        .collect();
    findings.extend(extracted.findings);
    findings.extend(check(templates, &extracted.budget));
    let position = |finding: &Finding| {
        finding.place().map(|(sheet, cell)| {
            (
                workbook.sheets.iter().position(|own| own.name == sheet),
                cell,
            )
        })
    };
    findings.sort_by_key(|finding| (position(finding), finding.code));
    let counts = extracted.ledger.counts();
    outcome(path, extracted.budget, counts, findings, templates, options)
}

/// The outcome with its findings as gravely as layout and options take them.
fn outcome(
    path: String,
    budget: Budget,
    ledger: BTreeMap<Role, usize>,
    findings: Vec<Finding>,
    templates: &Templates,
    options: &Options,
) -> Outcome {
    let layout = templates.layout(&budget.layout);
    let levels = layout
        .map(|layout| layout.levels.clone())
        .unwrap_or_default();
    let (findings, allowed) = levels.with(&options.levels).apply(findings);
    Outcome {
        path,
        budget: Some(budget),
        ledger,
        findings,
        allowed,
    }
}

fn unreadable(path: String, finding: Finding) -> Outcome {
    Outcome {
        path,
        budget: None,
        ledger: BTreeMap::new(),
        findings: vec![finding],
        allowed: 0,
    }
}

fn open_finding(error: &OpenError) -> Finding {
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
            Kind::SpreadsheetMl2003 => "xml-2003",
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
