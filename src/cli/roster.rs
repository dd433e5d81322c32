//! Forms for the units of a roster.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::{anyhow, bail};

use super::args::TemplateArgs;
use super::caught::{self, caught};
use super::previous::{self, PreviousFolder};
use super::results::{Results, how};
use super::resume::Digest;
use super::unit_form::{form, kept};
use super::{codes, inputs, output};
use crate::batch::{Options, Stage, parallel, read_budget};
use crate::finding::FindingCode;
use crate::form::{Complete, FormRoster, below, file_names};
use crate::layout::Templates;
use crate::messages::{Messages, Phrase, visible};
use crate::model::{Budget, Unit};

/// Makes a form for each unit of the roster at `path`.
pub(super) fn forms(
    args: &TemplateArgs,
    path: &Path,
    (templates, complete): (&Templates, &Complete),
    options: &Options,
    messages: &Messages,
) -> anyhow::Result<bool> {
    let single = [&args.unit, &args.code, &args.department, &args.r#type];
    if single.iter().any(|arg| arg.is_some()) {
        bail!(Phrase::new("form-roster-and-unit"));
    }
    let list = codes::workbook(path, &options.limits, messages)?;
    let roster = caught(path.display(), Stage::Reading, || {
        FormRoster::read(&list).map_err(|error| anyhow!(error.phrase(path.display())))
    })?;
    let folder = args.output.clone().unwrap_or_else(|| PathBuf::from("."));
    if folder.is_file() {
        bail!(Phrase::new("form-roster-needs-folder").arg("path", folder.display()));
    }
    let units: Vec<&Unit> = roster.units.iter().map(|own| &own.unit).collect();
    let previous = match &args.from {
        Some(from) if !from.is_dir() => {
            bail!(Phrase::new("form-from-needs-folder").arg("path", from.display()))
        }
        Some(from) => PreviousFolder::of(from, &units)?,
        None => PreviousFolder::default(),
    };
    let paths: Vec<PathBuf> = file_names(units.iter().copied())
        .iter()
        .map(|name| folder.join(name))
        .collect();
    let results = Results::several(&folder, "template", &how_made(args, messages), args.force);
    results.require_free(&paths, &kept(args))?;
    if args.year.is_none() && args.from.is_none() {
        bail!(Phrase::new("form-no-year"));
    }
    // Which files are nobody's is said, and one that cannot be read is. Our own mistakes are no fault of the file.
    let failed: Mutex<Vec<anyhow::Error>> = Mutex::default();
    let read = |file: &Path| match read_budget(file, templates, options) {
        Err(finding) if finding.code == FindingCode::InternalError => {
            let mut failed = failed.lock().expect("no thread panics here");
            failed.push(caught::error(file.display(), finding));
            None
        }
        read => read.ok().filter(|budget| !budget.tables.is_empty()),
    };
    let (of, unused) = whose(&previous, &units, read)?;
    let is_new = !folder.exists();
    output::require_folder(&folder)?;
    let bar = inputs::bar(units.len(), messages.text("progress-template"));
    // Each form is made and written by itself, so that memory does not grow with the roster.
    let write = |at: usize| -> anyhow::Result<()> {
        let last = of.get(&at).copied();
        let bytes = last.map_or_else(|| Ok(Vec::new()), std::fs::read);
        // Where it cannot be read, reading it says so.
        let bytes = bytes.unwrap_or_default();
        let below = below(&units, units[at]);
        let mut unit = format!("{:?}", units[at]);
        if !below.is_empty() {
            unit += &format!("{below:?}");
        }
        let file = last.and_then(Path::file_name).unwrap_or_default();
        let file = file.to_string_lossy();
        let made_from = Digest::of([unit.as_bytes(), file.as_bytes(), &bytes]);
        if !results.is_done(&paths[at], &made_from) {
            let last = last.map(|path| previous::read(path, templates, options));
            let last = last.transpose()?;
            let unit = units[at].clone();
            let name = unit.name.clone();
            let bytes = caught(name, Stage::Writing, || {
                form(args, (templates, complete), (unit, below), last.as_ref())
            })?;
            results.write(&paths[at], &bytes, &made_from)?;
        }
        bar.inc(1);
        Ok(())
    };
    let made = parallel::map((0..units.len()).collect(), |at| (at, write(at)));
    bar.finish_and_clear();
    let mut errors = failed.into_inner().expect("no thread panics there");
    let (mut done, mut known) = (0_usize, 0_usize);
    for (at, own) in made {
        match own {
            Ok(()) => {
                done += 1;
                known += usize::from(of.contains_key(&at));
            }
            Err(error) => errors.push(error),
        }
    }
    if done == 0 && is_new {
        // Nothing was written; a folder that somebody else wrote to meanwhile stays.
        let _ = std::fs::remove_dir(&folder);
    }
    for path in &unused {
        let unused = messages.with("form-unused", &[("path", path.display().into())]);
        output::say(&(visible(&unused).into_owned() + "\n"));
    }
    let counts = [
        ("count", done.into()),
        ("known", known.into()),
        ("unused", unused.len().into()),
    ];
    output::say(&(messages.with("form-done", &counts) + "\n"));
    results.end(!errors.is_empty());
    output::first(errors, messages)?;
    Ok(true)
}

/// All that a form depends on besides its unit and last year's budget.
fn how_made(args: &TemplateArgs, messages: &Messages) -> Digest {
    let options = (
        (&args.layout, args.year, args.entry, args.rows),
        (args.projects, &args.password, &args.limits),
    );
    let files = [&args.codes, &args.templates];
    let files: Vec<&Path> = files.into_iter().flatten().map(PathBuf::as_path).collect();
    how(&format!("{options:?}"), &files, messages)
}

/// The file of last year's budget of each unit that has one, and the files that are nobody's. A file whose name does not tell
/// is read for whose it is, before any form is written: two of one unit are an error.
///
/// # Errors
/// Where two budgets are one unit's.
fn whose<'p>(
    previous: &'p PreviousFolder,
    units: &[&Unit],
    read: impl Fn(&Path) -> Option<Budget> + Sync,
) -> anyhow::Result<(BTreeMap<usize, &'p Path>, Vec<&'p Path>)> {
    let stated = parallel::map(previous.unnamed.iter().collect(), |file| {
        previous::stated(&read(file)?.unit, units)
    });
    let named = previous.named.iter();
    let mut of: BTreeMap<usize, &Path> = named.map(|(at, file)| (*at, file.as_path())).collect();
    let mut unused = Vec::new();
    for (file, at) in previous.unnamed.iter().zip(stated) {
        match at {
            None => unused.push(file.as_path()),
            Some(at) => {
                if let Some(other) = of.insert(at, file) {
                    return Err(previous::twice(units[at], other, file));
                }
            }
        }
    }
    Ok((of, unused))
}
