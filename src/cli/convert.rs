//! `yusuan convert`: from submissions to standardized workbooks, JSON or CSV.

use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};

use super::args::{ConvertArgs, ConvertTo};
use super::check::is_mended;
use super::destination::{Destination, destination, target};
use super::draft::draft;
use super::inputs;
use super::kept::KeptFiles;
use super::output;
use super::pdf::{self, PrintedWorkbook, Printer};
use super::recast::in_tables_of;
use super::results::Results;
use super::resume::Digest;
use super::stamp::{self, stamped};
use super::tally::{Tallied, tally};
use super::walk::{self, Aside};
use crate::batch::{Outcome, Stage, shielded};
use crate::export::{budget_to_json, facts_csv, incomplete_text};
use crate::finding::{Finding, Stated, render};
use crate::layout::Templates;
use crate::messages::{Messages, Phrase, visible};
use crate::model::Budget;
use crate::write::{WriteError, workbook_with_findings};

/// How the results are made.
struct ResultMaking<'m> {
    templates: &'m Templates,
    args: &'m ConvertArgs,
    target: ConvertTo,
    messages: &'m Messages,
}

/// A budget to be written, with what was found in its file.
struct MadeBudget {
    path: String,
    budget: Budget,
    findings: Vec<Finding>,
    lost: Vec<Stated>,
}

/// What became of one input.
struct Converted {
    tallied: Tallied,
    /// Whether it was not written because cells inside its totals were not read.
    kept_back: bool,
    /// That it was marked once and mended since.
    mended: Option<Aside>,
    /// From what its file was made, where it is written.
    written: anyhow::Result<Option<Digest>>,
}

impl Converted {
    /// yusuan itself failed: that is one finding more, in words.
    fn failed(&mut self, path: &str, finding: &Finding, messages: &Messages) -> String {
        self.tallied.add(finding);
        render(path, finding, messages)
    }
}

/// Converts the inputs; whether none has an error.
pub(super) fn run(args: &ConvertArgs, messages: &Messages) -> anyhow::Result<bool> {
    let target = match target(args)?.data() {
        Ok(format) => return super::data::run(args, format, messages),
        Err(target) => target,
    };
    if args.shard.is_some() {
        bail!(Phrase::new("data-shard-of-parquet"));
    }
    let templates = inputs::templates(&args.input.read, messages)?;
    if let Some(id) = &args.layout_out {
        inputs::require_layout(&templates, id)?;
    }
    let mut options = inputs::options(&args.input.read)?;
    options.wanted = args.wanted.wanted();
    let previous = args.previous.as_deref();
    options.previous = super::previous::given(previous, &templates, &options, messages)?;
    let found = inputs::files(&args.input, args.output.as_deref(), messages)?;
    let files = &found.files;
    let kept = KeptFiles::of(files)
        .and_read(&args.input.read)
        .and(&args.previous);
    let (destination, results) = destination(args, files, &kept, target, messages)?;
    let printer = printer(args, &kept, target, &destination, &results)?;
    // By its bytes an input is known to be the one that a result was made from.
    options.keep = matches!(destination, Destination::Files(_));
    let making = ResultMaking {
        templates: &templates,
        args,
        target,
        messages,
    };
    let stage = messages.text("progress-convert");
    let mut printed = begin(&making, &destination);
    let mut table = Vec::new();
    let converted = inputs::read(
        files,
        &templates,
        &options,
        stage,
        |at, mut outcome, source| {
            let mut own = Converted {
                tallied: Tallied::new(&outcome, files.len()),
                mended: is_mended(&files[at].path, &source).then(|| Aside::mended(&files[at].path)),
                kept_back: false,
                written: Ok(None),
            };
            let mut text = shielded(Stage::Reporting, || said(&outcome, messages))
                .unwrap_or_else(|finding| own.failed(&outcome.path, &finding, messages));
            if args.draft {
                let drafted = || draft(&templates, &mut outcome, messages);
                match shielded(Stage::Writing, drafted) {
                    Ok(words) => text.push_str(&words),
                    Err(finding) => {
                        text.push_str(&own.failed(&outcome.path, &finding, messages));
                        return (own, (text, None));
                    }
                }
            }
            let Some(made) = made(outcome) else {
                return (own, (text, None));
            };
            if args.strict && !own.tallied.is_clean() {
                // A file with errors is not wanted.
                let errors = own.tallied.errors();
                let args = [("path", (&made.path).into()), ("count", errors.into())];
                text.push_str(&(visible(&messages.with("cli-strict", &args)).into_owned() + "\n"));
                return (own, (text, None));
            }
            if target == ConvertTo::Xlsx && !args.incomplete && !made.lost.is_empty() {
                own.kept_back = true;
                text.push_str(&incomplete_text(&made.path, &made.lost, messages));
                return (own, (text, None));
            }
            let in_tables = shielded(Stage::Writing, || {
                let id = args.layout_out.as_deref();
                let MadeBudget { path, budget, .. } = &made;
                in_tables_of(&templates, id, args.incomplete, path, budget, messages)
            });
            let made = match in_tables {
                Ok(Ok(None)) => made,
                Ok(Ok(Some((budget, said)))) => {
                    text.push_str(&said);
                    MadeBudget { budget, ..made }
                }
                Ok(Err(error)) => {
                    own.written = Err(not_written(&made.path, &error));
                    return (own, (text, None));
                }
                Err(finding) => {
                    text.push_str(&own.failed(&made.path, &finding, messages));
                    return (own, (text, None));
                }
            };
            let mut left = None;
            let written = shielded(Stage::Writing, || match &destination {
                Destination::Files(paths) => {
                    let made_from = Digest::of([made.path.as_bytes(), &source.bytes]);
                    own.written = write(&making, &made, &paths[at], &results, &made_from)
                        .map(|()| Some(made_from));
                }
                Destination::Standard | Destination::Table(_) => {
                    left = Some(standard(&making, &made));
                }
            });
            if let Err(finding) = written {
                text.push_str(&own.failed(&made.path, &finding, messages));
            }
            (own, (text, left))
        },
        |(said, left)| {
            output::say(&said);
            match (left, &destination) {
                (Some(Ok(rows)), Destination::Table(_)) => table.extend(rows),
                (Some(bytes), _) if printed.is_ok() => {
                    printed = bytes.and_then(|bytes| output::print(&bytes));
                }
                _ => {}
            }
        },
    );
    let (mut failed, mut tallied, mut aside) = (Vec::new(), Vec::new(), found.aside);
    let (mut written, mut kept_back) = (Vec::new(), false);
    for own in converted {
        kept_back |= own.kept_back;
        tallied.push(own.tallied);
        aside.extend(own.mended);
        match own.written {
            Ok(own) => written.push(own),
            Err(error) => {
                written.push(None);
                failed.push(error);
            }
        }
    }
    if let (Some(printer), Destination::Files(paths)) = (&printer, &destination) {
        // What was not written is not printed, even where an older workbook has its name.
        let pairs: Vec<PrintedWorkbook<'_>> = paths
            .iter()
            .zip(written)
            .filter_map(|(path, made_from)| {
                let printed = PrintedWorkbook {
                    workbook: path,
                    pdf: pdf::beside(path),
                    made_from: made_from?,
                };
                (!results.is_done(&printed.pdf, &printed.made_from)).then_some(printed)
            })
            .collect();
        failed.extend(printer.print(&pairs, &results));
    }
    failed.extend(printed.err());
    if let Destination::Table(path) = &destination {
        let mut whole = format!("\u{feff}{}", facts_csv(&templates.model, [])).into_bytes();
        whole.extend(table);
        failed.extend(output::write(path, &whole, args.force).err());
    }
    output::say(&(walk::said(&aside, messages) + &tally(&tallied, messages)));
    results.end(!failed.is_empty());
    output::first(failed, messages)?;
    Ok(!kept_back && tallied.iter().all(Tallied::is_clean))
}

/// Writes the result of one file, where it is not there already.
fn write(
    making: &ResultMaking<'_>,
    made: &MadeBudget,
    path: &Path,
    results: &Results,
    made_from: &Digest,
) -> anyhow::Result<()> {
    if results.is_done(path, made_from) {
        return Ok(());
    }
    let mut bytes = bytes(making, made)?;
    if making.target == ConvertTo::Xlsx {
        bytes = stamped(bytes, stamp::MadeFile::Standard);
    }
    results.write(path, &bytes, made_from)
}

/// What goes to standard output before all budgets: the header of the table of facts.
fn begin(making: &ResultMaking<'_>, destination: &Destination) -> anyhow::Result<()> {
    if making.target == ConvertTo::Csv && matches!(destination, Destination::Standard) {
        return output::print(facts_csv(&making.templates.model, []).as_bytes());
    }
    Ok(())
}

/// What prints the workbooks, where that is asked for. Nothing is read or written before it is known to be there.
fn printer(
    args: &ConvertArgs,
    kept: &KeptFiles,
    target: ConvertTo,
    destination: &Destination,
    results: &Results,
) -> anyhow::Result<Option<Printer>> {
    if !args.pdf {
        return Ok(None);
    }
    let Destination::Files(paths) = destination else {
        bail!(Phrase::new("cli-pdf-of-files"));
    };
    if target != ConvertTo::Xlsx {
        bail!(Phrase::new("cli-pdf-of-workbooks"));
    }
    let pdfs: Vec<PathBuf> = paths.iter().map(|path| pdf::beside(path)).collect();
    results.require_free(&pdfs, kept)?;
    Printer::find().map(Some)
}

fn said(outcome: &Outcome, messages: &Messages) -> String {
    let findings = outcome.findings.iter();
    findings
        .map(|finding| render(&outcome.path, finding, messages))
        .collect()
}

/// The budget of a file, where it has tables, with last year's.
fn made(outcome: Outcome) -> Option<MadeBudget> {
    let budget = outcome.budget.filter(|own| !own.tables.is_empty())?;
    Some(MadeBudget {
        path: outcome.path,
        budget,
        findings: outcome.findings,
        lost: outcome.lost,
    })
}

fn bytes(making: &ResultMaking<'_>, made: &MadeBudget) -> anyhow::Result<Vec<u8>> {
    let MadeBudget {
        path,
        budget,
        findings,
        ..
    } = made;
    Ok(match making.target {
        ConvertTo::Xlsx => workbook_with_findings(
            making.templates,
            budget,
            making.args.layout_out.as_deref(),
            findings,
            making.messages,
        )
        .map_err(|error| not_written(path, &error))?,
        ConvertTo::Json => (budget_to_json(budget) + "\n").into_bytes(),
        // Excel reads UTF-8 without a byte order mark in the system's own encoding.
        ConvertTo::Csv => {
            let facts = facts_csv(&making.templates.model, [(path.as_str(), budget)]);
            format!("\u{feff}{facts}").into_bytes()
        }
    })
}

pub(super) fn not_written(path: &str, error: &WriteError) -> anyhow::Error {
    anyhow!(error.phrase(path))
}

/// What goes to standard output of one budget: a workbook, a line of JSON, or its rows of the table of facts for all.
fn standard(making: &ResultMaking<'_>, made: &MadeBudget) -> anyhow::Result<Vec<u8>> {
    if making.target != ConvertTo::Csv {
        return bytes(making, made);
    }
    let header = facts_csv(&making.templates.model, []);
    let whole = facts_csv(
        &making.templates.model,
        [(made.path.as_str(), &made.budget)],
    );
    Ok(whole.as_bytes()[header.len()..].to_vec())
}
