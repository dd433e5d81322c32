//! The budgets of last year.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::cache::Cache;
use super::cells::AmountRow;
use super::changes::ComparedBudget;
use super::head::Head;
use super::inbox::Inbox;
use super::inputs::{Input, read};
use super::ledger::{FileKind, sha256, walk};
use super::versions::{Version, mark};
use crate::batch::Options;
use crate::layout::Templates;
use crate::model::{Budget, Code, Model};

/// What the names of kept files of last year are made with.
const LAST_YEAR: &str = "last year";

/// A budget of last year: one of a folder, or one that counted in last year's task.
#[derive(Debug)]
pub struct LastYear {
    /// The path of the file below the folder.
    pub path: String,
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// What is remembered of its budget.
    pub head: Head,
    input: Input,
    from: Arc<LastYearFolder>,
    /// 科目 that are others this year.
    moved: Arc<[(Code, Code)]>,
}

/// Where the budgets of last year lie, and how they are read.
#[derive(Debug)]
struct LastYearFolder {
    /// `None` where they lay in memory: what is kept there is not damaged.
    path: Option<PathBuf>,
    options: Options,
}

impl LastYear {
    /// With other 科目 in place of those of `map`.
    pub(super) fn recoded(&mut self, map: &Arc<[(Code, Code)]>) {
        self.moved = map.clone();
    }

    /// What tells whether it is newer than another of the same unit.
    pub(super) fn version(&self) -> Version<'_> {
        Version {
            path: &self.path,
            mark: mark(self.input.lying.file_name()),
            saved: self.input.lying.saved.as_deref(),
            decided: false,
        }
    }

    /// Its amounts and what its layout prints.
    pub(super) fn year(&self, cache: &Cache, model: &Model) -> Arc<ComparedBudget> {
        let year = cache.year(&self.input);
        if self.moved.is_empty() {
            return year;
        }
        Arc::new(ComparedBudget {
            cells: year.cells.clone().recoded(model, &self.moved),
            shapes: year.shapes.clone(),
        })
    }

    /// Its amounts under the 科目 that it states.
    pub(super) fn as_stated(&self, cache: &Cache) -> Arc<ComparedBudget> {
        cache.year(&self.input)
    }

    /// Adds the rows that it prints.
    pub(super) fn rows(&self, cache: &Cache, model: &Model, rows: &mut BTreeSet<AmountRow>) {
        match self.moved.is_empty() {
            true => cache.rows(&self.input, rows),
            false => rows.extend(self.year(cache, model).cells.printed.keys().cloned()),
        }
    }

    /// Its budget.
    pub(super) fn budget(&self, cache: &Cache, templates: &Templates) -> Option<Budget> {
        let again = || {
            let LastYearFolder { path, options } = &*self.from;
            let lying = self.input.lying.clone();
            let inbox = Inbox::Folder(path.as_ref()?);
            let bytes = inbox.again(&lying.path, &options.limits).ok()?;
            let is_same = sha256(&bytes) == lying.sha256;
            is_same.then(|| read(templates, options, lying, bytes).budget)?
        };
        let mut budget = cache.budget(templates, &self.input, LAST_YEAR, again)?;
        budget.previous = None;
        Some(budget)
    }
}

/// Reads the budgets of `inbox`; of files that `wanted` does not take none is read.
pub fn last_year(
    (templates, options, cache): (&Templates, &Options, &Cache),
    inbox: Inbox<'_>,
    wanted: impl Fn(&str) -> bool + Sync,
) -> Vec<LastYear> {
    let from = Arc::new(LastYearFolder {
        path: match inbox {
            Inbox::Folder(path) => Some(path.to_owned()),
            Inbox::Held(_) => None,
        },
        // It may be in another layout than this year's.
        options: Options {
            layout: None,
            previous: None,
            ..options.clone()
        },
    });
    let options = &from.options;
    let read = walk(inbox, None, &options.limits, |lying, bytes| {
        if lying.kind != FileKind::Spreadsheet || lying.fault.is_some() || !wanted(&lying.path) {
            return Vec::new();
        }
        let read = cache
            .inputs((templates, options), lying, &bytes, LAST_YEAR)
            .into_iter();
        let read = read.filter_map(|mut input| {
            // What is wrong with it was said last year.
            input.told = Vec::new();
            input.proof.0.clear();
            Some(LastYear {
                path: input.lying.path.clone(),
                sha256: input.lying.sha256.clone(),
                head: input.head.clone()?,
                input,
                from: from.clone(),
                moved: Arc::new([]),
            })
        });
        read.collect()
    });
    read.into_iter().flatten().collect()
}
