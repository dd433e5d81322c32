//! Reading many files: each by itself, so that a bad one never stops the others.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use crate::bind::{self, Explanation, Role};
use crate::check::{check, restated};
use crate::export::budget_from_json;
use crate::finding::{Finding, FindingCode, Severity, Stated};
use crate::layout::Templates;
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
}

/// Reads and checks the files, several at a time; `done` is called after each. The outcomes are in the order of the files.
pub fn read_files(
    paths: &[impl AsRef<Path> + Sync],
    templates: &Templates,
    options: &Options,
    done: impl Fn() + Sync,
) -> Vec<Outcome> {
    paths
        .par_iter()
        .map(|path| {
            let outcome = read_file(path.as_ref(), templates, options);
            done();
            outcome
        })
        .collect()
}

/// Reads and checks one file: a spreadsheet, or a budget in JSON.
#[must_use]
pub fn read_file(path: &Path, templates: &Templates, options: &Options) -> Outcome {
    let name = path.display().to_string();
    match file_bytes(path, options) {
        Ok(bytes) => read_bytes(name, bytes, templates, options),
        Err(finding) => unreadable(name, *finding),
    }
}

/// The bytes of a file that is no larger than it may be; else the finding that says why there are none.
fn file_bytes(path: &Path, options: &Options) -> Result<Vec<u8>, Box<Finding>> {
    let size = std::fs::metadata(path).map_or(0, |file| file.len());
    if size > options.limits.file_bytes {
        return Err(Box::new(open_finding(&OpenError::Limit {
            limit: "max-file-bytes",
            value: options.limits.file_bytes,
            found: format!("{size} 字节"),
        })));
    }
    std::fs::read(path).map_err(|error| {
        let finding = Finding::new(FindingCode::UnreadableFile);
        Box::new(finding.variant("io").arg("reason", error))
    })
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
    let bytes = file_bytes(path, options)?;
    let workbook = open(bytes, &extension(path), &options.limits)
        .map_err(|error| Box::new(open_finding(&error)))?;
    let layout = options.layout.as_deref();
    let mut extracted = bind::read(&workbook, &file_name(path), templates, layout);
    let read = std::mem::take(&mut extracted.findings);
    let findings = findings(&workbook, read, &extracted.budget, templates);
    let explanation = bind::explain(&workbook, templates, &extracted, &findings);
    Ok((workbook, explanation))
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

/// Reads and checks a file's bytes; `name` is the file's name.
#[must_use]
pub fn read_bytes(
    name: String,
    bytes: Vec<u8>,
    templates: &Templates,
    options: &Options,
) -> Outcome {
    let path = Path::new(&name);
    let extension = extension(path);
    if extension == "json" {
        let text = String::from_utf8_lossy(&bytes);
        return match budget_from_json(&templates.model, &text) {
            Ok(budget) if templates.layout(&budget.layout).is_none() => {
                let reason = format!("没有表样 `{}`", budget.layout);
                unreadable(
                    name,
                    Finding::new(FindingCode::UnreadableFile)
                        .variant("json")
                        .arg("reason", reason),
                )
            }
            Ok(budget) => {
                let mut findings = restated(templates, &budget);
                findings.extend(check(templates, &budget));
                Outcome {
                    path: name,
                    budget: Some(budget),
                    ledger: BTreeMap::new(),
                    findings,
                }
            }
            Err(error) => unreadable(
                name,
                Finding::new(FindingCode::UnreadableFile)
                    .variant("json")
                    .arg("reason", error),
            ),
        };
    }
    match open(bytes, &extension, &options.limits) {
        Ok(workbook) => {
            let file = file_name(path);
            read_workbook(name, &file, &workbook, templates, options)
        }
        Err(error) => unreadable(name, open_finding(&error)),
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
    let findings = findings(workbook, extracted.findings, &extracted.budget, templates);
    Outcome {
        path,
        budget: Some(extracted.budget),
        ledger: extracted.ledger.counts(),
        findings,
    }
}

/// All findings of a workbook, by sheet and cell: of opening it, of reading it, of checking its budget.
fn findings(
    workbook: &Workbook,
    read: Vec<Finding>,
    budget: &Budget,
    templates: &Templates,
) -> Vec<Finding> {
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
    findings.extend(read);
    findings.extend(check(templates, budget));
    let position = |finding: &Finding| {
        finding.place().map(|(sheet, cell)| {
            (
                workbook.sheets.iter().position(|own| own.name == sheet),
                cell,
            )
        })
    };
    findings.sort_by_key(|finding| (position(finding), finding.code));
    findings
}

fn unreadable(path: String, finding: Finding) -> Outcome {
    Outcome {
        path,
        budget: None,
        ledger: BTreeMap::new(),
        findings: vec![finding],
    }
}

fn open_finding(error: &OpenError) -> Finding {
    let finding = Finding::new(FindingCode::UnreadableFile);
    match error {
        OpenError::Empty => finding.variant("empty"),
        OpenError::Encrypted => finding.variant("encrypted"),
        OpenError::Corrupt { reason } => finding.variant("corrupt").arg("reason", reason),
        OpenError::Truncated => finding.variant("truncated"),
        OpenError::Limit {
            limit,
            value,
            found,
        } => Finding::new(FindingCode::LimitExceeded)
            .arg("limit", limit)
            .arg("value", value)
            .arg("found", found),
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
            .arg("reason", reason)
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
                        .arg(
                            "found",
                            format!("单元格 {cell} 及其他超出范围的内容没有读入"),
                        )
                        .cell(Stated::text(Some(place), ""))
                }
                None => finding.arg("found", "其余内容没有读入"),
            }
        }
    }
}
