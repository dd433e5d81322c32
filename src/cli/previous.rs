//! Last year's budgets: of a file, or of the units of a roster, found in a folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::anyhow;
use walkdir::WalkDir;

use super::{caught, input, output};
use crate::batch::{self, Options, parallel, read_budget};
use crate::finding::FindingCode;
use crate::form::named;
pub(super) use crate::form::stated;
use crate::layout::Templates;
use crate::messages::{Messages, Phrase};
use crate::model::{Budget, Unit};

/// The budgets in a folder, for the units of a roster.
#[derive(Debug, Default)]
pub(super) struct PreviousFolder {
    /// The files whose name begins with a unit's code or holds its name, by the unit's position in the roster.
    pub(super) named: BTreeMap<usize, PathBuf>,
    /// The others, which may say inside whose they are.
    pub(super) unnamed: Vec<PathBuf>,
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
    let budget = match read_budget(path, templates, &options) {
        Err(finding) if finding.code == FindingCode::InternalError => {
            return Err(caught::error(path.display(), finding));
        }
        read => read.ok().filter(|budget| !budget.tables.is_empty()),
    };
    let mut budget = budget.ok_or_else(|| {
        anyhow!(Phrase::new("cli-previous-unreadable").arg("path", path.display()))
    })?;
    budget.previous = None;
    Ok(budget)
}

/// Last year's budgets, where a file or a folder of them is given. A file of the folder that is no budget is said.
///
/// # Errors
/// Where the file that is given has no tables, or the folder cannot be read or has no budget.
pub(super) fn given(
    path: Option<&Path>,
    templates: &Templates,
    options: &Options,
    messages: &Messages,
) -> anyhow::Result<Option<Arc<batch::Previous>>> {
    let Some(path) = path else {
        return Ok(None);
    };
    if !path.is_dir() {
        let budget = read(path, templates, options)?;
        let named = batch::Previous::named(batch::names::shown(path), budget);
        return Ok(Some(Arc::new(named)));
    }
    let files = PreviousFolder::of(path, &[])?.unnamed;
    let budgets = parallel::map(files, |file| {
        (batch::names::shown(&file), read(&file, templates, options))
    });
    let mut found = Vec::new();
    for (file, budget) in budgets {
        match budget {
            Ok(budget) => found.push((file, budget)),
            Err(error) => output::complain(&error, messages),
        }
    }
    if found.is_empty() {
        return Err(anyhow!(
            Phrase::new("cli-previous-unreadable").arg("path", path.display())
        ));
    }
    Ok(Some(Arc::new(batch::Previous::folder(found))))
}

impl PreviousFolder {
    /// Finds the budgets in a folder.
    ///
    /// # Errors
    /// Where two files are named after one unit.
    pub(super) fn of(folder: &Path, units: &[&Unit]) -> anyhow::Result<Self> {
        let mut found = Self::default();
        for entry in WalkDir::new(folder).sort_by_file_name() {
            let entry = entry.map_err(|error| output::io(folder, &error.into()))?;
            let is_budget = input::is_readable(entry.path())
                || entry.path().extension().is_some_and(|own| own == "json");
            if !(entry.file_type().is_file() && is_budget) {
                continue;
            }
            let file = entry.into_path();
            match named(&file, units) {
                None => found.unnamed.push(file),
                Some(at) => {
                    if let Some(other) = found.named.insert(at, file) {
                        return Err(twice(units[at], &other, &found.named[&at]));
                    }
                }
            }
        }
        Ok(found)
    }
}

/// Two budgets of last year are one unit's.
pub(super) fn twice(unit: &Unit, one: &Path, other: &Path) -> anyhow::Error {
    anyhow!(
        Phrase::new("form-from-twice")
            .arg("unit", &unit.name)
            .arg("path", one.display())
            .arg("other", other.display())
    )
}
