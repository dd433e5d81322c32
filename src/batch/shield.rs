//! A file is an island: what goes wrong over it in the program itself is a finding of that file.

use std::fmt;
use std::sync::Arc;

use crate::finding::{Finding, FindingCode};
use crate::island::contained;

/// What is being done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Its bytes are read and taken apart.
    Opening,
    /// Its cells are taken for what they are.
    Reading,
    /// Its budget is checked.
    Checking,
    /// It is told what each cell was taken for.
    Explaining,
    /// What was found is put into words.
    Reporting,
    /// Its wrong cells are marked.
    Marking,
    /// What it holds is written anew.
    Writing,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Self; 7] = [
        Self::Opening,
        Self::Reading,
        Self::Checking,
        Self::Explaining,
        Self::Reporting,
        Self::Marking,
        Self::Writing,
    ];

    /// The stage's name, which is that of its wording of `internal-error`: `opening`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Reading => "reading",
            Self::Checking => "checking",
            Self::Explaining => "explaining",
            Self::Reporting => "reporting",
            Self::Marking => "marking",
            Self::Writing => "writing",
        }
    }
}

/// What `work` gives, which is `stage` of a file.
///
/// # Errors
/// Where it panics, the finding `internal-error`. The process's panic hook has run by then.
pub fn shielded<T>(stage: Stage, work: impl FnOnce() -> T) -> Result<T, Box<Finding>> {
    contained(work)
        .ok_or_else(|| Box::new(Finding::new(FindingCode::InternalError).variant(stage.name())))
}

/// Whoever is told of each stage before it begins, with the file's name: to show how far a batch is, or to see in a test what
/// becomes of a stage that fails.
#[derive(Clone, Default)]
pub struct Listener(Option<StageListener>);

type StageListener = Arc<dyn Fn(&str, Stage) + Send + Sync>;

impl Listener {
    /// Tells `told`.
    #[must_use]
    pub fn new(told: impl Fn(&str, Stage) + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(told)))
    }

    /// Does a stage of the file `name`, shielded, after it is told.
    pub(super) fn shielded<T>(
        &self,
        name: &str,
        stage: Stage,
        work: impl FnOnce() -> T,
    ) -> Result<T, Box<Finding>> {
        shielded(stage, || {
            if let Some(told) = &self.0 {
                told(name, stage);
            }
            work()
        })
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Listener").field(&self.0.is_some()).finish()
    }
}
