//! `yusuan check`: findings only.

use super::args::{CheckArgs, ReportFormat};
use super::{inputs, output};
use crate::batch::Outcome;
use crate::export::{FileReport, report_json};
use crate::finding::{Severity, render};
use crate::messages::{Language, Messages};

/// Checks the inputs; whether none has an error.
pub(super) fn run(args: &CheckArgs) -> anyhow::Result<bool> {
    let templates = inputs::templates(&args.input.read)?;
    let files = inputs::files(&args.input)?;
    let options = inputs::options(&args.input.read)?;
    let outcomes = inputs::read(&files, &templates, &options, |outcome, _| outcome);
    let messages = Messages::new(Language::Chinese);
    let text = match args.format {
        ReportFormat::Text => outcomes
            .iter()
            .flat_map(|outcome| {
                outcome
                    .findings
                    .iter()
                    .map(|finding| render(&outcome.path, finding, &messages))
            })
            .collect(),
        ReportFormat::Json => {
            let reports: Vec<FileReport<'_>> = outcomes.iter().map(report).collect();
            report_json(&reports, &messages)
        }
    };
    output::print(text.as_bytes())?;
    output::say(&output::tally(&outcomes));
    Ok(outcomes
        .iter()
        .all(|outcome| outcome.count(Severity::Error) == 0))
}

fn report(outcome: &Outcome) -> FileReport<'_> {
    FileReport {
        path: &outcome.path,
        budget: outcome.budget.as_ref(),
        ledger: outcome.ledger.clone(),
        findings: &outcome.findings,
    }
}
