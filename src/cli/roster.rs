//! Forms for the units of a roster.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::{anyhow, bail};
use rayon::prelude::*;

use super::args::TemplateArgs;
use super::previous::{self, Previous};
use super::template::form;
use super::{codes, inputs, output};
use crate::batch::{Options, read_budget};
use crate::form::{Complete, Roster, RosterError, file_names};
use crate::layout::Templates;
use crate::messages::{Messages, Phrase};
use crate::model::{Budget, Unit};

/// Makes a form for each unit of the roster at `path`.
pub(super) fn forms(
    args: &TemplateArgs,
    path: &Path,
    (templates, complete): (&Templates, Complete),
    options: &Options,
    messages: &Messages,
) -> anyhow::Result<bool> {
    let single = [&args.unit, &args.code, &args.department, &args.r#type];
    if single.iter().any(|arg| arg.is_some()) {
        bail!(Phrase::new("form-roster-and-unit"));
    }
    let roster = Roster::read(&codes::workbook(path, &options.limits, messages)?)
        .map_err(|error| anyhow!(fault(path, &error)))?;
    let folder = args.output.clone().unwrap_or_else(|| PathBuf::from("."));
    if folder.is_file() {
        bail!(Phrase::new("form-roster-needs-folder").arg("path", folder.display()));
    }
    let units: Vec<&Unit> = roster.units.iter().map(|own| &own.unit).collect();
    let previous = match &args.from {
        Some(from) if !from.is_dir() => {
            bail!(Phrase::new("form-from-needs-folder").arg("path", from.display()))
        }
        Some(from) => Previous::of(from, &units)?,
        None => Previous::default(),
    };
    let paths: Vec<PathBuf> = file_names(units.iter().copied())
        .iter()
        .map(|name| folder.join(name))
        .collect();
    output::require_free(&paths, &[], args.force)?;
    let is_new = !folder.exists();
    output::require_folder(&folder)?;
    if args.year.is_none() && args.from.is_none() {
        bail!(Phrase::new("form-no-year"));
    }
    let stage = output::stage(&folder)?;
    let bar = inputs::bar(units.len(), messages.text("progress-template"));
    // Each form is made and written by itself, so that memory does not grow with the roster.
    let make = |at: usize, last: Option<&Budget>| -> anyhow::Result<PathBuf> {
        let bytes = form(args, (templates, complete), units[at].clone(), last)?;
        // Without an ending, so that what an interruption leaves is taken for no submission.
        let path = stage.path().join(at.to_string());
        std::fs::write(&path, bytes).map_err(|error| output::io(&folder, &error))?;
        bar.inc(1);
        Ok(path)
    };
    let read = |file: &Path| {
        let budget = read_budget(file, templates, options);
        budget.filter(|budget| !budget.tables.is_empty())
    };
    let (mut made, unused) = match of_unnamed(&previous, &units, read, make) {
        Ok(made) => made,
        Err(error) => {
            bar.finish_and_clear();
            drop(stage);
            if is_new {
                // Nothing was written; a folder that somebody else wrote to meanwhile stays.
                let _ = std::fs::remove_dir(&folder);
            }
            return Err(error);
        }
    };
    let waiting: Vec<usize> = (0..units.len())
        .filter(|at| !made.contains_key(at))
        .collect();
    let of_others = |at: usize| match previous.named.get(&at) {
        None => Made {
            with_last_year: false,
            file: make(at, None),
        },
        Some(path) => {
            let last = previous::read(path, templates, options);
            Made {
                with_last_year: true,
                file: last.and_then(|last| make(at, Some(&last))),
            }
        }
    };
    let others: Vec<(usize, Made)> = waiting
        .into_par_iter()
        .map(|at| (at, of_others(at)))
        .collect();
    made.extend(others);
    bar.finish_and_clear();
    let mut errors = Vec::new();
    let (mut done, mut known) = (0_usize, 0_usize);
    for (at, own) in made {
        let delivered = own
            .file
            .and_then(|file| output::deliver(&file, &paths[at], args.force));
        match delivered {
            Ok(()) => {
                done += 1;
                known += usize::from(own.with_last_year);
            }
            Err(error) => errors.push(error),
        }
    }
    for path in &unused {
        output::say(&(messages.with("form-unused", &[("path", path.display().into())]) + "\n"));
    }
    let counts = [
        ("count", done.into()),
        ("known", known.into()),
        ("unused", unused.len().into()),
    ];
    output::say(&(messages.with("form-done", &counts) + "\n"));
    output::first(errors, messages)?;
    Ok(true)
}

/// A form that was made, or why it was not.
struct Made {
    with_last_year: bool,
    /// Where it waits.
    file: anyhow::Result<PathBuf>,
}

/// The forms of units whose last year's budget says inside whose it is, and the files that are nobody's. Each file is read
/// once; that no other is the same unit's is known only when all are read.
///
/// # Errors
/// Where two budgets are one unit's.
fn of_unnamed<'p>(
    previous: &'p Previous,
    units: &[&Unit],
    read: impl Fn(&Path) -> Option<Budget> + Sync,
    make: impl Fn(usize, Option<&Budget>) -> anyhow::Result<PathBuf> + Sync,
) -> anyhow::Result<(BTreeMap<usize, Made>, Vec<&'p Path>)> {
    let begun: Mutex<BTreeSet<usize>> = Mutex::new(previous.named.keys().copied().collect());
    let all: Vec<(&Path, Option<usize>, Option<Made>)> = previous
        .unnamed
        .par_iter()
        .map(|file| {
            let budget = read(file);
            let unit = budget
                .as_ref()
                .and_then(|own| previous::stated(&own.unit, units));
            let (Some(budget), Some(at)) = (budget, unit) else {
                return (file.as_path(), None, None);
            };
            let is_first = begun.lock().expect("no thread panics here").insert(at);
            let made = is_first.then(|| Made {
                with_last_year: true,
                file: make(at, Some(&budget)),
            });
            (file.as_path(), Some(at), made)
        })
        .collect();
    let mut of: BTreeMap<usize, Vec<&Path>> = BTreeMap::new();
    let named = previous
        .named
        .iter()
        .map(|(at, file)| (*at, file.as_path()));
    let stated = all.iter().filter_map(|(file, at, _)| Some(((*at)?, *file)));
    for (at, file) in named.chain(stated) {
        of.entry(at).or_default().push(file);
    }
    for (at, files) in of {
        if let [one, other, ..] = files[..] {
            return Err(previous::twice(units[at], one, other));
        }
    }
    let unused = all.iter().filter(|(_, at, _)| at.is_none());
    let unused = unused.map(|(file, ..)| *file).collect();
    let made = all
        .into_iter()
        .filter_map(|(_, at, made)| Some((at?, made?)));
    Ok((made.collect(), unused))
}

fn fault(path: &Path, error: &RosterError) -> Phrase {
    let path = path.display();
    match error {
        RosterError::NoHeader => Phrase::new("form-roster-no-header").arg("path", path),
        RosterError::Empty => Phrase::new("form-roster-empty").arg("path", path),
        RosterError::Repeated { unit, row } => Phrase::new("form-roster-repeated")
            .arg("path", path)
            .arg("unit", unit)
            .arg("row", row),
        RosterError::NoName { row, code } => Phrase::new("form-roster-no-name")
            .arg("path", path)
            .arg("row", row)
            .arg("code", code),
    }
}
