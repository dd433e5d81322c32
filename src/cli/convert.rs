//! `yusuan convert`: from submissions to standardized workbooks, JSON or CSV.

use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};

use super::args::{ConvertArgs, Target};
use super::inputs::{self, Input};
use super::output;
use super::tally::tally;
use crate::batch::Outcome;
use crate::export::{budget_to_json, facts_csv};
use crate::finding::{Severity, render};
use crate::layout::Templates;
use crate::messages::{Messages, Phrase};
use crate::model::Budget;
use crate::prose::{add_drafts, placeholders};
use crate::write::WriteError;

/// Where the results go.
enum Destination {
    /// Standard output.
    Standard,
    /// One file for each input, in their order.
    Files(Vec<PathBuf>),
}

/// Converts the inputs; whether none has an error.
pub(super) fn run(args: &ConvertArgs, messages: &Messages) -> anyhow::Result<bool> {
    let templates = inputs::templates(&args.input.read)?;
    if let Some(id) = &args.layout_out {
        inputs::require_layout(&templates, id)?;
    }
    let mut options = inputs::options(&args.input.read)?;
    options.previous = inputs::previous(args.previous.as_deref(), &templates, &options)?;
    let files = inputs::files(&args.input)?;
    let target = target(args)?;
    let destination = destination(args, &files, target)?;
    let mut outcomes = inputs::read(&files, &templates, &options, |_, outcome, _| outcome);
    let mut text = String::new();
    if args.draft {
        for outcome in &mut outcomes {
            text.push_str(&draft(&templates, outcome, messages));
        }
    }
    for outcome in &outcomes {
        for finding in &outcome.findings {
            text.push_str(&render(&outcome.path, finding, messages));
        }
    }
    let wanted = |outcome: &&Outcome| {
        let empty = outcome
            .budget
            .as_ref()
            .is_none_or(|budget| budget.tables.is_empty());
        !empty && (!args.strict || outcome.count(Severity::Error) == 0)
    };
    let failed = match &destination {
        Destination::Standard => {
            let budgets: Vec<(&str, &Budget)> = outcomes
                .iter()
                .filter(wanted)
                .filter_map(|outcome| Some((outcome.path.as_str(), outcome.budget.as_ref()?)))
                .collect();
            output::print(&standard(&templates, args, target, &budgets)?)?;
            Vec::new()
        }
        Destination::Files(paths) => {
            let pairs: Vec<(&Outcome, &PathBuf)> = outcomes
                .iter()
                .zip(paths)
                .filter(|(outcome, _)| wanted(outcome))
                .collect();
            write_all(&pairs, &templates, args, target)
        }
    };
    text.push_str(&tally(&outcomes, messages));
    output::say(&text);
    output::first(failed, messages)?;
    Ok(outcomes
        .iter()
        .all(|outcome| outcome.count(Severity::Error) == 0))
}

fn write_all(
    pairs: &[(&Outcome, &PathBuf)],
    templates: &Templates,
    args: &ConvertArgs,
    target: Target,
) -> Vec<anyhow::Error> {
    use rayon::prelude::*;
    let write = |(outcome, path): &(&Outcome, &PathBuf)| -> anyhow::Result<()> {
        let Some(budget) = &outcome.budget else {
            return Ok(());
        };
        output::write(
            path,
            &bytes(templates, args, target, &outcome.path, budget)?,
            args.force,
        )
    };
    pairs
        .par_iter()
        .filter_map(|pair| write(pair).err())
        .collect()
}

fn bytes(
    templates: &Templates,
    args: &ConvertArgs,
    target: Target,
    path: &str,
    budget: &Budget,
) -> anyhow::Result<Vec<u8>> {
    Ok(match target {
        Target::Xlsx => crate::write::workbook_bytes(templates, budget, args.layout_out.as_deref())
            .map_err(|error| not_written(path, &error))?,
        Target::Json => (budget_to_json(budget) + "\n").into_bytes(),
        // Excel reads UTF-8 without a byte order mark in the system's own encoding.
        Target::Csv => {
            format!("\u{feff}{}", facts_csv(&templates.model, [(path, budget)])).into_bytes()
        }
    })
}

fn not_written(path: &str, error: &WriteError) -> anyhow::Error {
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
fn standard(
    templates: &Templates,
    args: &ConvertArgs,
    target: Target,
    budgets: &[(&str, &Budget)],
) -> anyhow::Result<Vec<u8>> {
    match target {
        Target::Csv => Ok(facts_csv(&templates.model, budgets.iter().copied()).into_bytes()),
        _ => budgets
            .iter()
            .map(|(path, budget)| bytes(templates, args, target, path, budget))
            .collect::<anyhow::Result<Vec<_>>>()
            .map(|all| all.concat()),
    }
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
        Some("pdf" | "xls" | "et" | "ods" | "xlsm" | "xlsb" | "docx" | "html" | "txt" | "tsv")
    );
    match (args.to, by_name) {
        (Some(target), _) => Ok(target),
        (None, Some(target)) => Ok(target),
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
