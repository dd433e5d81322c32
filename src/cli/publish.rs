//! `yusuan publish`: the public document of one budget.

use std::path::Path;

use anyhow::{anyhow, bail};

use super::args::{PublishArgs, PublishTarget};
use super::convert::not_written;
use super::kept::KeptFiles;
use super::results::Results;
use super::tally::{Tallied, tally};
use super::{inputs, output};
use crate::batch::{Stage, read_file, shielded};
use crate::export::incomplete_text;
use crate::finding::{Severity, render};
use crate::messages::{Messages, Phrase, visible};
use crate::model::Budget;
use crate::publish::{docx, html, publication};

/// Publishes the input; whether it has no error. A document with errors is written all the same, unless that is not
/// wanted, but never without saying so.
pub(super) fn run(args: &PublishArgs, messages: &Messages) -> anyhow::Result<bool> {
    let templates = inputs::templates(&args.read, messages)?;
    if let Some(id) = &args.layout_out {
        inputs::require_layout(&templates, id)?;
    }
    let mut options = inputs::options(&args.read)?;
    options.wanted = args.wanted.wanted();
    if args.input.is_dir() {
        bail!(Phrase::new("cli-publish-folder").arg("path", args.input.display()));
    }
    let target = target(args)?;
    let to_file = args.output.as_os_str() != "-";
    if to_file {
        let kept = KeptFiles::default().and([&args.input]).and_read(&args.read);
        let paths = std::slice::from_ref(&args.output);
        Results::single(args.force).require_free(paths, &kept)?;
    }
    let mut outcome = read_file(&args.input, &templates, &options);
    let errors = outcome.count(Severity::Error);
    let budget = outcome.budget.as_ref();
    let budget = budget.filter(|budget| !budget.tables.is_empty() && (errors == 0 || !args.strict));
    let kept_back = budget.is_some() && !args.incomplete && !outcome.lost.is_empty();
    let budget = budget.filter(|_| !kept_back);
    let write = |budget: &Budget| -> anyhow::Result<()> {
        let publication = publication(&templates, budget, args.layout_out.as_deref())
            .map_err(|error| not_written(&outcome.path, &error))?;
        let bytes = match target {
            PublishTarget::Docx => docx(&publication),
            PublishTarget::Html => html(&publication).into_bytes(),
        };
        if to_file {
            output::write(&args.output, &bytes, args.force)
        } else {
            output::print(&bytes)
        }
    };
    let written = budget.map(|budget| shielded(Stage::Writing, || write(budget)));
    let written = written.transpose().unwrap_or_else(|finding| {
        outcome.findings.push(*finding);
        None
    });
    let errors = outcome.count(Severity::Error);
    let mut text: String = outcome
        .findings
        .iter()
        .map(|finding| render(&outcome.path, finding, messages))
        .collect();
    let is_written = matches!(written, Some(Ok(())));
    if errors > 0 {
        let name = if is_written {
            "cli-published-with-errors"
        } else {
            "cli-not-published"
        };
        let path = args.output.display().to_string();
        let values = [("path", path.into()), ("errors", errors.into())];
        text.push_str(&(visible(&messages.with(name, &values)).into_owned() + "\n"));
    }
    if kept_back {
        text.push_str(&incomplete_text(&outcome.path, &outcome.lost, messages));
    }
    text.push_str(&tally(&[Tallied::new(&outcome, 1)], messages));
    output::say(&text);
    written.transpose()?;
    Ok(errors == 0 && !kept_back)
}

fn target(args: &PublishArgs) -> anyhow::Result<PublishTarget> {
    let ending = args
        .output
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    match (args.to, ending.as_deref()) {
        (Some(target), _) => Ok(target),
        (None, Some("docx")) => Ok(PublishTarget::Docx),
        (None, Some("html" | "htm")) => Ok(PublishTarget::Html),
        (None, _) => Err(anyhow!(
            Phrase::new("cli-publish-format")
                .arg("path", Path::display(&args.output))
                .list("known", ["docx", "html"])
        )),
    }
}
