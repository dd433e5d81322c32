//! From arguments to files and templates.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use indicatif::{ProgressBar, ProgressStyle};
use walkdir::WalkDir;

use super::args::InputArgs;
use crate::batch::{Options, Outcome, read_files};
use crate::layout::Templates;

/// The endings of the files that are read in a folder. A file that is named is read whatever its ending.
const ENDINGS: &[&str] = &["xlsx", "xlsm", "xlsb", "xls", "et", "ods", "csv", "tsv"];

/// A file to read, and its path below the folder that it was found in.
#[derive(Debug, Clone)]
pub(super) struct Input {
    pub(super) path: PathBuf,
    pub(super) below: PathBuf,
}

impl AsRef<Path> for Input {
    fn as_ref(&self) -> &Path {
        &self.path
    }
}

/// The templates, with those of the user.
pub(super) fn templates(args: &InputArgs) -> anyhow::Result<Templates> {
    let mut templates = Templates::embedded();
    if let Some(folder) = &args.templates {
        let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
            .with_context(|| format!("{}", folder.display()))?
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| {
                path.extension()
                    .is_some_and(|extension| extension == "toml")
            })
            .collect();
        files.sort();
        for file in files {
            let text =
                std::fs::read_to_string(&file).with_context(|| format!("{}", file.display()))?;
            templates.add_layout(&file.display().to_string(), &text)?;
        }
    }
    if let Some(id) = &args.layout {
        require_layout(&templates, id)?;
    }
    Ok(templates)
}

/// Fails where there is no layout named `id`.
pub(super) fn require_layout(templates: &Templates, id: &str) -> anyhow::Result<()> {
    if templates.layout(id).is_none() {
        let known: Vec<&str> = templates
            .layouts
            .iter()
            .map(|layout| layout.id.as_str())
            .collect();
        bail!("没有表样 `{id}`；可用的有：{}", known.join("、"));
    }
    Ok(())
}

/// The files of the inputs, folders walked, each file once, in a stable order.
pub(super) fn files(args: &InputArgs) -> anyhow::Result<Vec<Input>> {
    let mut files = Vec::new();
    let mut seen = BTreeSet::new();
    for input in &args.inputs {
        if !input.is_dir() {
            if seen.insert(input.clone()) {
                files.push(Input {
                    path: input.clone(),
                    below: input.file_name().map(PathBuf::from).unwrap_or_default(),
                });
            }
            continue;
        }
        let before = files.len();
        for entry in WalkDir::new(input).sort_by_file_name() {
            let entry = entry.with_context(|| format!("{}", input.display()))?;
            let name = entry.file_name().to_string_lossy();
            let ending = entry
                .path()
                .extension()
                .map(|ending| ending.to_string_lossy().to_lowercase())
                .unwrap_or_default();
            // Spreadsheet programs keep lock files beside open ones: ~$name.xlsx, .~lock.name#.
            if entry.file_type().is_file()
                && ENDINGS.contains(&ending.as_str())
                && !name.starts_with(['~', '.'])
                && seen.insert(entry.path().to_owned())
            {
                let below = entry
                    .path()
                    .strip_prefix(input)
                    .unwrap_or(entry.path())
                    .to_owned();
                files.push(Input {
                    path: entry.path().to_owned(),
                    below,
                });
            }
        }
        if files.len() == before {
            bail!(
                "{}：文件夹中没有可以读取的表格文件（{}）",
                input.display(),
                ENDINGS.join("、")
            );
        }
    }
    Ok(files)
}

/// Reads the files with a progress bar on a terminal.
pub(super) fn read(files: &[Input], templates: &Templates, args: &InputArgs) -> Vec<Outcome> {
    let options = Options {
        layout: args.layout.clone(),
        limits: args.limits.0.clone(),
        ..Options::default()
    };
    let bar = if files.len() > 1 {
        ProgressBar::new(u64::try_from(files.len()).unwrap_or(u64::MAX))
    } else {
        ProgressBar::hidden()
    };
    if let Ok(style) = ProgressStyle::with_template("{bar:32} {pos}/{len} {elapsed}") {
        bar.set_style(style);
    }
    let outcomes = read_files(files, templates, &options, |outcome, _| {
        bar.inc(1);
        outcome
    });
    bar.finish_and_clear();
    outcomes
}
