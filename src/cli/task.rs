//! What lies in the folder of a task, found by its names.

use std::path::{Path, PathBuf};

use anyhow::anyhow;

use super::args::ReviewArgs;
use super::{inputs, output};
use crate::batch::Options;
use crate::desk::report::Run;
use crate::desk::{
    Cache, Inbox, LastYear, LetterHead, Roster, TaskEntry, TaskFolder, last_year, ledger, same_name,
};
use crate::layout::Templates;
use crate::messages::Phrase;

/// The list of the task that is called so, in any of the formats.
pub(super) fn list(task: &Path, what: &str) -> Option<PathBuf> {
    Some(task.join(entries(task).list(what)?))
}

pub(super) fn folder(task: &Path, what: &str) -> Option<PathBuf> {
    Some(task.join(entries(task).folder(what)?))
}

fn entries(task: &Path) -> TaskFolder {
    let entries = std::fs::read_dir(task).into_iter().flatten().flatten();
    TaskFolder::of(entries.map(|own| TaskEntry {
        name: own.file_name().to_string_lossy().into_owned(),
        is_folder: own.path().is_dir(),
    }))
}

pub(super) fn own_layouts(args: &ReviewArgs, templates: &mut Templates) -> anyhow::Result<()> {
    if args.read.templates.is_none()
        && let Some(own) = folder(&args.task, "layouts")
        && let Some(error) = inputs::add_own(templates, &own, None)?.into_iter().next()
    {
        return Err(error.into());
    }
    Ok(())
}

/// Last year's budgets: those of a folder, or those that counted in last year's task.
pub(super) fn of_last_year(
    path: &Path,
    templates: &Templates,
    options: &Options,
    cache: &Cache,
) -> Vec<LastYear> {
    let Some(inbox) = folder(path, "inbox") else {
        return last_year((templates, options, cache), Inbox::Folder(path), |_| true);
    };
    let results = folder(path, "results").map(|own| own.join("review.json"));
    let run = results.and_then(|own| Run::read(&own));
    let counted = run.map(Run::counted);
    last_year((templates, options, cache), Inbox::Folder(&inbox), |path| {
        counted.as_ref().is_none_or(|own| own.contains(path))
    })
}

/// Who writes the letters: as the file that is named says, else that of the task.
pub(super) fn letter_head(args: &ReviewArgs) -> anyhow::Result<(LetterHead, Option<PathBuf>)> {
    let of_task = || {
        let task = entries(&args.task);
        Some(args.task.join(task.settings("letter_head")?))
    };
    let Some(path) = args.letter_head.clone().or_else(of_task) else {
        return Ok((LetterHead::default(), None));
    };
    let text = std::fs::read_to_string(&path).map_err(|error| output::io(&path, &error))?;
    let head = LetterHead::read(text.trim_start_matches('\u{feff}')).map_err(|error| {
        anyhow!(
            Phrase::new("desk-letter-head")
                .arg("path", path.display())
                .arg("error", error.message())
        )
    })?;
    Ok((head, Some(path)))
}

/// The lines of the departments that are named by code or name.
pub(super) fn only(wanted: &[String], roster: &Roster) -> anyhow::Result<Vec<usize>> {
    let head = |wanted: &String| {
        let is = |at: &usize| {
            let line = &roster.lines[*at];
            !wanted.is_empty() && (line.code == *wanted || same_name(&line.name, wanted))
        };
        let found = roster.departments().find(is);
        found.ok_or_else(|| {
            let known = roster
                .departments()
                .map(|at| roster.lines[at].id().to_owned());
            anyhow!(
                Phrase::new("desk-no-department")
                    .arg("code", wanted)
                    .list("known", known)
            )
        })
    };
    wanted.iter().map(head).collect()
}

pub(super) fn record(what: &'static str, path: &Path) -> (&'static str, String, String) {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let hash = std::fs::read(path).map(|bytes| ledger::sha256(&bytes));
    (what, name.into_owned(), hash.unwrap_or_default())
}
