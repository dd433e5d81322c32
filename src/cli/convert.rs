//! `yusuan convert`: from submissions to standardized workbooks, JSON or CSV.

use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};

use super::args::{ConvertArgs, Target};
use super::inputs::{self, Input};
use super::output;
use super::pdf::{self, Printer};
use super::tally::{Tallied, tally};
use crate::batch::Outcome;
use crate::export::{budget_to_json, facts_csv};
use crate::finding::{Finding, Severity, render};
use crate::layout::Templates;
use crate::messages::{Messages, Phrase};
use crate::model::Budget;
use crate::prose::{add_drafts, placeholders};
use crate::write::{WriteError, workbook_with_findings};

/// Where the results go.
enum Destination {
    /// Standard output.
    Standard,
    /// One file for each input, in their order.
    Files(Vec<PathBuf>),
}

/// How the results are made.
struct Making<'m> {
    templates: &'m Templates,
    args: &'m ConvertArgs,
    target: Target,
    messages: &'m Messages,
}

/// A budget to be written, with what was found in its file.
struct Made {
    path: String,
    budget: Budget,
    findings: Vec<Finding>,
}

/// What became of one input.
struct Converted {
    tallied: Tallied,
    /// What is said of it on standard error.
    said: String,
    /// What is still to go to standard output.
    left: Option<Made>,
    /// Whether its file was written.
    written: anyhow::Result<bool>,
}

/// Converts the inputs; whether none has an error.
pub(super) fn run(args: &ConvertArgs, messages: &Messages) -> anyhow::Result<bool> {
    let templates = inputs::templates(&args.input.read, messages)?;
    if let Some(id) = &args.layout_out {
        inputs::require_layout(&templates, id)?;
    }
    let mut options = inputs::options(&args.input.read)?;
    options.previous = super::previous::given(args.previous.as_deref(), &templates, &options, messages)?;
    let files = inputs::files(&args.input, args.output.as_deref())?;
    let target = target(args)?;
    let destination = destination(args, &files, target)?;
    let printer = printer(args, &files, target, &destination)?;
    let making = Making {
        templates: &templates,
        args,
        target,
        messages,
    };
    let stage = messages.text("progress-convert");
    let converted = inputs::read(&files, &templates, &options, stage, |at, mut outcome, _| {
        let tallied = Tallied::new(&outcome);
        let mut said = said(&outcome, messages);
        if args.draft {
            said.push_str(&draft(&templates, &mut outcome, messages));
        }
        let (mut left, mut written) = (None, Ok(false));
        if let Some(made) = made(outcome) {
            if args.strict && !tallied.is_clean() {
                said.push_str(&not_wanted(&made, messages));
            } else if let Destination::Files(paths) = &destination {
                written = bytes(&making, &made)
                    .and_then(|bytes| output::write(&paths[at], &bytes, args.force))
                    .map(|()| true);
            } else {
                left = Some(made);
            }
        }
        Converted {
            tallied,
            said,
            left,
            written,
        }
    });
    let mut text = String::new();
    let (mut left, mut failed, mut tallied) = (Vec::new(), Vec::new(), Vec::new());
    let mut written = Vec::new();
    for own in converted {
        text.push_str(&own.said);
        left.extend(own.left);
        tallied.push(own.tallied);
        match own.written {
            Ok(own) => written.push(own),
            Err(error) => {
                written.push(false);
                failed.push(error);
            }
        }
    }
    if let (Some(printer), Destination::Files(paths)) = (&printer, &destination) {
        // What was not written is not printed, even where an older workbook has its name.
        let paths = paths.iter().zip(written).filter(|(_, written)| *written);
        let pairs: Vec<_> = paths
            .map(|(path, _)| (path.as_path(), pdf::beside(path)))
            .collect();
        failed.extend(printer.print(&pairs, args.force));
    }
    if matches!(destination, Destination::Standard) {
        output::print(&standard(&making, &left)?)?;
    }
    text.push_str(&tally(&tallied, messages));
    output::say(&text);
    output::first(failed, messages)?;
    Ok(tallied.iter().all(Tallied::is_clean))
}

/// What prints the workbooks, where that is asked for. Nothing is read or written before it is known to be there.
fn printer(
    args: &ConvertArgs,
    files: &[Input],
    target: Target,
    destination: &Destination,
) -> anyhow::Result<Option<Printer>> {
    if !args.pdf {
        return Ok(None);
    }
    let Destination::Files(paths) = destination else {
        bail!(Phrase::new("cli-pdf-of-files"));
    };
    if target != Target::Xlsx {
        bail!(Phrase::new("cli-pdf-of-workbooks"));
    }
    let pdfs: Vec<PathBuf> = paths.iter().map(|path| pdf::beside(path)).collect();
    output::require_free(&pdfs, files, args.force)?;
    Printer::find().map(Some)
}

fn said(outcome: &Outcome, messages: &Messages) -> String {
    let findings = outcome.findings.iter();
    findings
        .map(|finding| render(&outcome.path, finding, messages))
        .collect()
}

/// The budget of a file, where it has tables, with last year's.
fn made(outcome: Outcome) -> Option<Made> {
    let budget = outcome.budget.filter(|own| !own.tables.is_empty())?;
    Some(Made {
        path: outcome.path,
        budget,
        findings: outcome.findings,
    })
}

/// That a file with errors is not written.
fn not_wanted(made: &Made, messages: &Messages) -> String {
    let errors = made.findings.iter();
    let errors = errors.filter(|finding| finding.severity == Severity::Error);
    let args = [
        ("path", (&made.path).into()),
        ("count", errors.count().into()),
    ];
    messages.with("cli-strict", &args) + "\n"
}

fn bytes(making: &Making<'_>, made: &Made) -> anyhow::Result<Vec<u8>> {
    let Made {
        path,
        budget,
        findings,
    } = made;
    Ok(match making.target {
        Target::Xlsx => workbook_with_findings(
            making.templates,
            budget,
            making.args.layout_out.as_deref(),
            findings,
            making.messages,
        )
        .map_err(|error| not_written(path, &error))?,
        Target::Json => (budget_to_json(budget) + "\n").into_bytes(),
        // Excel reads UTF-8 without a byte order mark in the system's own encoding.
        Target::Csv => {
            let facts = facts_csv(&making.templates.model, [(path.as_str(), budget)]);
            format!("\u{feff}{facts}").into_bytes()
        }
    })
}

pub(super) fn not_written(path: &str, error: &WriteError) -> anyhow::Error {
    let reason = match error {
        WriteError::NoLayout(layout) => Phrase::new("json-layout").arg("layout", layout),
        WriteError::NoPlace(none) => Phrase::new("cli-no-place")
            .arg("layout", &none.layout)
            .arg("table", &none.table)
            .phrase("what", none.what.clone()),
        WriteError::Save(error) => Phrase::new("damage-quoted").arg("error", error),
    };
    anyhow!(
        Phrase::new("cli-not-written")
            .arg("path", path)
            .phrase("reason", reason)
    )
}

/// What goes to standard output: a workbook, one line of JSON a budget, or one table of facts for all.
fn standard(making: &Making<'_>, left: &[Made]) -> anyhow::Result<Vec<u8>> {
    if making.target == Target::Csv {
        let budgets = left.iter().map(|made| (made.path.as_str(), &made.budget));
        return Ok(facts_csv(&making.templates.model, budgets).into_bytes());
    }
    let all = left.iter().map(|made| bytes(making, made));
    all.collect::<anyhow::Result<Vec<_>>>()
        .map(|all| all.concat())
}

fn target(args: &ConvertArgs) -> anyhow::Result<Target> {
    let ending = args
        .output
        .as_deref()
        .and_then(Path::extension)
        .map(|ending| ending.to_string_lossy().to_lowercase());
    let by_name = match ending.as_deref() {
        Some("json") => Some(Target::Json),
        Some("csv") => Some(Target::Csv),
        Some("xlsx") => Some(Target::Xlsx),
        _ => None,
    };
    let named_otherwise = matches!(
        ending.as_deref(),
        Some("xls" | "et" | "ods" | "xlsm" | "xlsb" | "docx" | "html" | "txt" | "tsv")
    );
    match (args.to, by_name) {
        (Some(target), _) => Ok(target),
        (None, Some(target)) => Ok(target),
        (None, None) if ending.as_deref() == Some("pdf") => bail!(Phrase::new("cli-pdf-beside")),
        (None, None) if named_otherwise => bail!(
            Phrase::new("cli-no-such-format")
                .arg("ending", ending.unwrap_or_default())
                .list("known", ["xlsx", "json", "csv"])
        ),
        (None, None) => Ok(Target::Xlsx),
    }
}

fn destination(args: &ConvertArgs, files: &[Input], target: Target) -> anyhow::Result<Destination> {
    let ending = match target {
        Target::Xlsx => "xlsx",
        Target::Json => "json",
        Target::Csv => "csv",
    };
    let folder_input = args.input.inputs.iter().any(|input| input.is_dir());
    let single = args.input.inputs.len() == 1 && !folder_input;
    let paths: Vec<PathBuf> = match &args.output {
        Some(output) if output.as_os_str() == "-" => {
            if target == Target::Xlsx && files.len() > 1 {
                bail!(Phrase::new("cli-several-to-stdout"));
            }
            return Ok(Destination::Standard);
        }
        Some(output) if single && !output.is_dir() => vec![output.clone()],
        Some(output) => {
            if output.is_file() {
                bail!(Phrase::new("cli-file-for-several").arg("path", output.display()));
            }
            files
                .iter()
                .map(|file| output.join(file.below.with_extension(ending)))
                .collect()
        }
        None if single => {
            let stem = files[0]
                .below
                .file_stem()
                .map(|stem| stem.to_string_lossy().into_owned())
                .unwrap_or_default();
            vec![PathBuf::from(format!("{stem}-standard.{ending}"))]
        }
        None => bail!(Phrase::new("cli-several-need-folder")),
    };
    let paths = output::distinct(paths, files);
    output::require_free(&paths, files, args.force)?;
    // Said once and before everything is read, not for each result.
    let folder = match &args.output {
        Some(output) if !single || output.is_dir() => output,
        _ => output::folder(&paths[0]),
    };
    output::require_folder(folder)?;
    Ok(Destination::Files(paths))
}

/// Drafts the texts that a budget lacks; what was drafted, and what is left to fill in, in words.
fn draft(templates: &Templates, outcome: &mut Outcome, messages: &Messages) -> String {
    let Some(budget) = outcome
        .budget
        .as_mut()
        .filter(|budget| !budget.tables.is_empty())
    else {
        return String::new();
    };
    let mut text = String::new();
    for section in add_drafts(templates, budget) {
        let left = placeholders(&section);
        let args = [
            ("file", outcome.path.as_str().into()),
            ("section", section.heading.text.as_str().into()),
            ("count", left.len().into()),
        ];
        text.push_str(&format!("{}\n", messages.with("cli-drafted", &args)));
        for words in left {
            text.push_str(&format!("    {words}\n"));
        }
    }
    text
}
