//! Last year's budgets: of a file, or of the units of a roster, found in a folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{anyhow, bail};
use rayon::prelude::*;
use walkdir::WalkDir;

use super::{inputs, output};
use crate::batch::{Options, read_file};
use crate::layout::Templates;
use crate::messages::Phrase;
use crate::model::{Budget, Unit};
use crate::text::squash;

/// The file of each unit, by its position in the roster.
#[derive(Debug, Default)]
pub(super) struct Previous {
    paths: BTreeMap<usize, PathBuf>,
    /// Files that belong to no unit.
    pub(super) unused: Vec<PathBuf>,
}

/// Last year's budget of a file.
///
/// # Errors
/// Where it has no tables.
pub(super) fn read(
    path: &Path,
    templates: &Templates,
    options: &Options,
) -> anyhow::Result<Budget> {
    // It may be in another layout than this year's.
    let options = Options {
        layout: None,
        ..options.clone()
    };
    let outcome = read_file(path, templates, &options);
    let budget = outcome.budget.filter(|budget| !budget.tables.is_empty());
    let mut budget = budget.ok_or_else(|| {
        anyhow!(Phrase::new("cli-previous-unreadable").arg("path", path.display()))
    })?;
    budget.previous = None;
    Ok(budget)
}

/// Last year's budget, where a file of it is given.
pub(super) fn given(
    path: Option<&Path>,
    templates: &Templates,
    options: &Options,
) -> anyhow::Result<Option<Arc<Budget>>> {
    path.map(|path| read(path, templates, options).map(Arc::new))
        .transpose()
}

impl Previous {
    /// The budgets in a folder: a file is a unit's where its name begins with the unit's code or holds its name, or else where
    /// it says so inside.
    pub(super) fn of(
        folder: &Path,
        units: &[&Unit],
        templates: &Templates,
        options: &Options,
    ) -> anyhow::Result<Self> {
        let mut files = Vec::new();
        for entry in WalkDir::new(folder).sort_by_file_name() {
            let entry = entry.map_err(|error| output::io(folder, &error.into()))?;
            let is_budget = inputs::is_readable(entry.path())
                || entry.path().extension().is_some_and(|own| own == "json");
            if entry.file_type().is_file() && is_budget {
                files.push(entry.into_path());
            }
        }
        let by_name: Vec<Option<usize>> = files.iter().map(|file| named(file, units)).collect();
        let inside: Vec<Option<usize>> = files
            .par_iter()
            .zip(&by_name)
            .map(|(file, known)| match known {
                Some(at) => Some(*at),
                None => read_file(file, templates, options)
                    .budget
                    .and_then(|budget| stated(&budget.unit, units)),
            })
            .collect();
        let mut found = Self::default();
        for (file, at) in files.into_iter().zip(inside) {
            let Some(at) = at else {
                found.unused.push(file);
                continue;
            };
            if let Some(other) = found.paths.get(&at) {
                bail!(
                    Phrase::new("form-from-twice")
                        .arg("unit", &units[at].name)
                        .arg("path", other.display())
                        .arg("other", file.display())
                );
            }
            found.paths.insert(at, file);
        }
        Ok(found)
    }

    /// The file of the unit at a position of the roster.
    pub(super) fn path(&self, at: usize) -> Option<&Path> {
        self.paths.get(&at).map(PathBuf::as_path)
    }
}

/// The unit that a file's name tells.
fn named(file: &Path, units: &[&Unit]) -> Option<usize> {
    let stem = file.file_stem()?.to_string_lossy().into_owned();
    let digits = stem.len() - stem.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let by_code = |unit: &&Unit| digits > 0 && unit.code == stem[..digits];
    units.iter().position(by_code).or_else(|| {
        let stem = squash(&stem);
        let parts: Vec<&str> = stem.split(['-', '_', '—']).collect();
        units
            .iter()
            .position(|unit| parts.contains(&&*squash(&unit.name)))
    })
}

/// The unit that a budget states.
fn stated(own: &Unit, units: &[&Unit]) -> Option<usize> {
    let by_code = units
        .iter()
        .position(|unit| !own.code.is_empty() && unit.code == own.code);
    by_code.or_else(|| {
        let name = squash(&own.name);
        units
            .iter()
            .position(|unit| !name.is_empty() && squash(&unit.name) == name)
    })
}
