//! What lies in the folder of a task, found by its names.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::anyhow;

use super::args::ReviewArgs;
use super::codes::workbook;
use super::{inputs, output};
use crate::batch::Options;
use crate::desk::report::Run;
use crate::desk::{
    Cache, LastYear, LetterHead, Roster, RosterFault, last_year, ledger, same_name, words,
};
use crate::layout::Templates;
use crate::messages::{Messages, Phrase};
use crate::workbook::Workbook;

/// The endings of the lists of a task.
pub(super) const LISTS: [&str; 5] = ["xlsx", "xls", "et", "ods", "csv"];

/// What the task's list gives; where it has not the columns, that is an error.
pub(super) fn needed<T>(
    read: Option<(PathBuf, Workbook)>,
    list: impl Fn(&Workbook) -> Option<Vec<T>>,
    columns: &str,
) -> anyhow::Result<Vec<T>> {
    let Some((path, book)) = read else {
        return Ok(Vec::new());
    };
    list(&book).ok_or_else(|| {
        anyhow!(
            Phrase::new("desk-not-a-list")
                .arg("path", path.display())
                .arg("columns", columns)
        )
    })
}

/// A file or folder that is named, else that of the task.
pub(super) fn given(named: &Option<PathBuf>, task: &Path, what: &str) -> Option<PathBuf> {
    named.clone().or_else(|| list(task, what))
}

/// The list of the task that is called so, in any of the formats.
pub(super) fn list(task: &Path, what: &str) -> Option<PathBuf> {
    named(task, what, |path| {
        let ending = path
            .extension()
            .map(|own| own.to_string_lossy().to_lowercase());
        path.is_file() && ending.is_some_and(|own| LISTS.contains(&own.as_str()))
    })
}

pub(super) fn folder(task: &Path, what: &str) -> Option<PathBuf> {
    named(task, what, Path::is_dir)
}

pub(super) fn named(task: &Path, what: &str, fits: impl Fn(&Path) -> bool) -> Option<PathBuf> {
    let names = words().task.get(what)?;
    let entries = std::fs::read_dir(task).ok()?;
    let mut entries: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    names.iter().find_map(|name| {
        let is_named = |path: &&PathBuf| {
            let stem = match path.is_dir() {
                true => path.file_name(),
                false => path.file_stem(),
            };
            stem.is_some_and(|own| own.to_string_lossy().to_lowercase() == *name) && fits(path)
        };
        entries.iter().find(is_named).cloned()
    })
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

pub(super) fn roster(
    path: &Path,
    options: &Options,
    messages: &Messages,
) -> anyhow::Result<Roster> {
    let book = workbook(path, &options.limits, messages)?;
    Roster::read(&book).map_err(|fault| {
        let path = path.display();
        anyhow!(match fault {
            RosterFault::NoHeader => Phrase::new("form-roster-no-header").arg("path", path),
            RosterFault::Empty => Phrase::new("form-roster-empty").arg("path", path),
            RosterFault::Repeated { unit, row } => Phrase::new("form-roster-repeated")
                .arg("path", path)
                .arg("unit", unit)
                .arg("row", row),
            RosterFault::NoName { row, code } => Phrase::new("form-roster-no-name")
                .arg("path", path)
                .arg("row", row)
                .arg("code", code),
            RosterFault::NoDepartment { department, row } =>
                Phrase::new("desk-roster-no-department")
                    .arg("path", path)
                    .arg("department", department)
                    .arg("row", row),
        })
    })
}

/// Last year's budgets: those of a folder, or those that counted in last year's task.
pub(super) fn of_last_year(
    path: &Path,
    templates: &Templates,
    options: &Options,
    cache: &Cache,
) -> Vec<LastYear> {
    let Some(inbox) = folder(path, "inbox") else {
        return last_year((templates, options, cache), path, |_| true);
    };
    let results = folder(path, "results").map(|own| own.join("review.json"));
    let run = results.and_then(|own| Run::read(&own));
    let counted: Option<BTreeSet<String>> = run.map(|own| {
        let counted = own.files.into_iter().filter(|own| own.role == "counted");
        counted.map(|own| own.path).collect()
    });
    last_year((templates, options, cache), &inbox, |path| {
        counted.as_ref().is_none_or(|own| own.contains(path))
    })
}

/// Who writes the letters: as the file that is named says, else that of the task.
pub(super) fn letter_head(args: &ReviewArgs) -> anyhow::Result<(LetterHead, Option<PathBuf>)> {
    let is_file = |path: &Path| path.is_file() && path.extension().is_some_and(|own| own == "toml");
    let path = args.letter_head.clone();
    let Some(path) = path.or_else(|| named(&args.task, "letter_head", is_file)) else {
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
