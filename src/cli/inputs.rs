//! From arguments to files and templates.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Condvar, Mutex, PoisonError};

use anyhow::bail;
use indicatif::{ProgressBar, ProgressStyle};

use super::args::{InputArgs, ReadArgs};
use super::input::{ENDINGS, InputFile};
use super::shard::Shard;
use super::walk::{self, Aside, Candidate};
use super::{archives, codes, names, output, stamp};
use crate::batch::{Options, Outcome, OutcomeSource, read_files};
use crate::finding::{Level, Levels};
use crate::layout::{LayoutError, Templates};
use crate::messages::{Messages, Phrase};

/// How many files may be done before one in front of them is: what is made of each is held until then.
const WAITING: usize = 256;

/// How often the progress bar is drawn anew.
const TICK: std::time::Duration = std::time::Duration::from_millis(200);

/// The templates, with the layouts and the code list of the user.
pub(super) fn templates(args: &ReadArgs, messages: &Messages) -> anyhow::Result<Templates> {
    let mut templates = Templates::embedded();
    if let Some(folder) = &args.templates {
        let faulty = add_own(&mut templates, folder, None)?;
        if let Some(error) = faulty.into_iter().next() {
            return Err(error.into());
        }
    }
    if let Some(path) = &args.codes {
        codes::replace(path, &mut templates, &args.limits.0, messages)?;
    }
    if let Some(id) = &args.layout {
        require_layout(&templates, id)?;
    }
    Ok(templates)
}

/// Adds the words and layouts of the user's folder, but for the file `without`. Those that are faulty are given back.
pub(super) fn add_own(
    templates: &mut Templates,
    folder: &Path,
    without: Option<&Path>,
) -> anyhow::Result<Vec<LayoutError>> {
    let without = without.map(same);
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .map_err(|error| output::io(folder, &error))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| {
            let ending = path.extension();
            ending.is_some_and(|own| own == "toml") && without.as_ref() != Some(&same(path))
        })
        .collect();
    // The words come before the layouts that use them.
    files.sort_by_key(|file| (!file.ends_with("model.toml"), file.clone()));
    let mut faulty = Vec::new();
    for file in files {
        let text = text(&file)?;
        let name = file.display().to_string();
        let added = match file.ends_with("model.toml") {
            true => templates.add_model(&name, &text),
            false => templates.add_layout(&name, &text),
        };
        faulty.extend(added.err());
    }
    Ok(faulty)
}

/// The text of a file.
pub(super) fn text(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).map_err(|error| output::io(file, &error))
}

/// Fails where there is no layout named `id`.
pub(super) fn require_layout(templates: &Templates, id: &str) -> anyhow::Result<()> {
    if templates.layout(id).is_none() {
        let known = templates.layouts.iter().map(|layout| layout.id.as_str());
        bail!(
            Phrase::new("cli-no-layout")
                .arg("layout", id)
                .list("known", known)
        );
    }
    Ok(())
}

/// What the inputs are.
#[derive(Debug)]
pub(super) struct FoundInputs {
    /// The files to read, each once, in a stable order.
    pub(super) files: Vec<InputFile>,
    /// What is to be said of others.
    pub(super) aside: Vec<Aside>,
}

/// The files of the inputs, folders walked. The folder of the results is left out where it lies within a folder that is read.
pub(super) fn files(
    args: &InputArgs,
    results: Option<&Path>,
    messages: &Messages,
) -> anyhow::Result<FoundInputs> {
    files_of(args, results, None, messages)
}

/// The same, of one shard where one is asked for: there need be no file in it.
pub(super) fn files_of(
    args: &InputArgs,
    results: Option<&Path>,
    shard: Option<Shard>,
    messages: &Messages,
) -> anyhow::Result<FoundInputs> {
    let is_own = |below: &Path| shard.is_none_or(|shard| shard.has(below));
    if let Some(results) = results {
        output::require_apart(results, &args.inputs)?;
    }
    let results = results.and_then(|results| std::fs::canonicalize(results).ok());
    let (mut found, mut aside) = (Vec::new(), Vec::new());
    for input in &args.inputs {
        if !input.is_dir() {
            let file = InputFile {
                path: input.clone(),
                below: input.file_name().map(PathBuf::from).unwrap_or_default(),
            };
            let made = match is_own(&file.below) {
                true => stamp::of(input),
                false => None,
            };
            found.push((Candidate::named(file), made));
            continue;
        }
        let (own, others) = walk::walk(input, results.as_deref(), is_own);
        if own.is_empty() {
            output::say(&walk::said(&others, messages));
            bail!(
                Phrase::new("cli-nothing-to-read")
                    .arg("path", input.display())
                    .list("endings", ENDINGS)
            );
        }
        found.extend(own.into_iter().map(|own| (own, None)));
        aside.extend(others);
    }
    let same: Vec<PathBuf> = found.iter().map(|(own, _)| same(&own.input.path)).collect();
    let files = found.iter().zip(&same).filter(|((own, _), _)| !own.is_link);
    let files: BTreeSet<&PathBuf> = files.map(|(_, same)| same).collect();
    let mut read: Vec<InputFile> = Vec::new();
    let mut seen: BTreeMap<&PathBuf, PathBuf> = BTreeMap::new();
    for ((own, made), same) in found.iter().zip(&same) {
        let is_own = is_own(&own.input.below);
        // A link counts only where its target does not by itself.
        let target = seen.get(same).or_else(|| {
            let is_read = own.is_link && files.contains(same);
            is_read.then_some(same)
        });
        if let Some(target) = target {
            if own.is_link && is_own {
                aside.push(Aside::link_to(&own.input.path, target));
            }
            continue;
        }
        seen.insert(same, own.input.path.clone());
        // A file that is found twice is in the shard of its first path.
        if !is_own {
            continue;
        }
        aside.extend(made.map(|made| Aside::own_read(&own.input.path, made)));
        match archives::inside(&own.input) {
            Some(inside) => read.extend(inside),
            None => read.push(own.input.clone()),
        }
    }
    names::tell_apart(&mut read);
    Ok(FoundInputs { files: read, aside })
}

/// The file itself, however it is named; a path that cannot be followed is taken as it is.
pub(super) fn same(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// How the files are read and their findings taken.
pub(super) fn options(args: &ReadArgs) -> anyhow::Result<Options> {
    let mut levels = Levels::default();
    let lists = [
        (&args.levels.allow, Level::Allow),
        (&args.levels.warn, Level::Warn),
        (&args.levels.deny, Level::Deny),
    ];
    for (codes, level) in lists {
        for code in codes {
            if !levels.set(*code, level) {
                bail!(Phrase::new("cli-not-to-allow").arg("code", code));
            }
        }
    }
    Ok(Options {
        layout: args.layout.clone(),
        limits: args.limits.0.clone(),
        levels,
        ..Options::default()
    })
}

/// Reads the files and makes something of each, which is told its position: a result, and what is said of it. That is told
/// to `say` as soon as all files before it are done, in their order, so that it is out even where the run is ended. On a
/// terminal a bar shows how far it is; `stage` says what is done.
pub(super) fn read<T: Send, S: Send>(
    files: &[InputFile],
    templates: &Templates,
    options: &Options,
    stage: String,
    each: impl Fn(usize, Outcome, OutcomeSource) -> (T, S) + Sync,
    say: impl FnMut(S) + Send,
) -> Vec<T> {
    let bar = bar(files.len(), stage);
    let order = Mutex::new(InOrder {
        next: 0,
        waiting: BTreeMap::new(),
        say,
    });
    let told = Condvar::new();
    let failed = AtomicBool::new(false);
    let results = read_files(files, templates, options, |at, outcome, source| {
        let failing = Failing(&failed, &told);
        let (result, said) = each(at, outcome, source);
        std::mem::forget(failing);
        let mut order = order.lock().unwrap_or_else(PoisonError::into_inner);
        // Files are begun in their order, so the one that is waited for is being read.
        while order.waiting.len() >= WAITING && at != order.next && !failed.load(Relaxed) {
            let woken = told.wait_timeout(order, TICK);
            (order, _) = woken.unwrap_or_else(PoisonError::into_inner);
        }
        bar.suspend(|| order.put(at, said));
        told.notify_all();
        bar.inc(1);
        result
    });
    bar.finish_and_clear();
    results
}

/// Says that nobody need wait for a file any more over which `each` panics.
struct Failing<'f>(&'f AtomicBool, &'f Condvar);

impl Drop for Failing<'_> {
    fn drop(&mut self) {
        self.0.store(true, Relaxed);
        self.1.notify_all();
    }
}

/// What is said of files in their order, though they are not done in it.
struct InOrder<S, F> {
    next: usize,
    waiting: BTreeMap<usize, S>,
    say: F,
}

impl<S, F: FnMut(S)> InOrder<S, F> {
    fn put(&mut self, at: usize, said: S) {
        self.waiting.insert(at, said);
        while let Some(said) = self.waiting.remove(&self.next) {
            (self.say)(said);
            self.next += 1;
        }
    }
}

/// A progress bar on a terminal, for more than one file; `stage` says what is being done.
pub(super) fn bar(count: usize, stage: String) -> ProgressBar {
    let bar = if count > 1 {
        ProgressBar::new(u64::try_from(count).unwrap_or(u64::MAX))
    } else {
        ProgressBar::hidden()
    };
    if let Ok(style) = ProgressStyle::with_template("{msg} {bar:32} {pos}/{len}  {elapsed}") {
        bar.set_style(style);
    }
    bar.set_message(stage);
    // The time goes on while a large file is read.
    bar.enable_steady_tick(TICK);
    bar
}
