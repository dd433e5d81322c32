//! The record of a run, as far as the next one looks at it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Component, Path};

use serde::Deserialize;
use serde_json::Value;

/// The version of the form of `review.json`.
pub const SCHEMA: &str = "yusuan-review/1";

/// The record of a run.
#[derive(Debug, Deserialize)]
pub struct Run {
    /// The version of the form.
    pub schema: String,
    /// The program.
    #[serde(default)]
    pub tool: Value,
    /// The year.
    #[serde(default)]
    pub year: Value,
    /// The date that letters bear.
    #[serde(default)]
    pub date: Value,
    /// The lists of codes.
    #[serde(default)]
    pub codes: Value,
    /// The options in words.
    #[serde(default)]
    pub options: Value,
    /// The lists of the task.
    #[serde(default)]
    pub made_of: Value,
    /// What was another since the run before.
    #[serde(default)]
    pub since: Value,
    /// The lines of the roster.
    #[serde(default)]
    pub units: Vec<RunUnit>,
    /// The files.
    #[serde(default)]
    pub files: Vec<RunFile>,
    /// The corrections.
    #[serde(default)]
    pub revisions: Vec<RunRevision>,
    /// What was written, with its hash.
    #[serde(default)]
    pub outputs: BTreeMap<String, String>,
}

/// A line of the roster in the record of a run.
#[derive(Debug, Deserialize)]
pub struct RunUnit {
    /// Its code, else its name.
    pub code: String,
    /// Whether something counted.
    #[serde(default)]
    pub status: Value,
    /// The verdict on it.
    #[serde(default)]
    pub verdict: Value,
    /// The path of what counted.
    #[serde(default)]
    pub counted: Value,
}

/// A correction in the record of a run.
#[derive(Debug, Deserialize)]
pub struct RunRevision {
    /// The line's code, else its name.
    pub unit: String,
    /// The path of the earlier file.
    pub from: String,
    /// The SHA-256 of its bytes.
    #[serde(default)]
    pub from_sha256: String,
}

/// A file in the record of a run.
#[derive(Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct RunFile {
    /// Its path.
    pub path: String,
    /// The SHA-256 of its bytes.
    #[serde(default)]
    pub sha256: String,
    /// What it was.
    #[serde(default)]
    pub role: String,
}

impl Run {
    /// The path and the SHA-256 of what was there of a line before a file with the hash `now`: what counted in that run, else what
    /// that run itself compared it with.
    pub(super) fn earlier(&self, unit: &str, now: &str) -> Option<(&str, &str)> {
        let own = self.units.iter().find(|own| own.code == unit)?;
        let path = own.counted.as_str()?;
        let file = self.files.iter().find(|own| own.path == path)?;
        if file.sha256 != now {
            return Some((path, &file.sha256));
        }
        let mut before = self.revisions.iter();
        let before = before.find(|own| own.unit == unit && !own.from_sha256.is_empty())?;
        Some((&before.from, &before.from_sha256))
    }

    /// The record at `path`; `None` where there is none of this form.
    #[must_use]
    pub fn read(path: &Path) -> Option<Self> {
        Self::of(BufReader::new(File::open(path).ok()?))
    }

    /// The record that stands there; `None` where it is none of this form.
    #[must_use]
    pub fn of(from: impl io::Read) -> Option<Self> {
        let mut run: Self = serde_json::from_reader(from).ok()?;
        // None that would lie elsewhere.
        let inside = |path: &str| {
            let mut steps = Path::new(path).components();
            steps.all(|own| matches!(own, Component::Normal(_)))
        };
        run.outputs.retain(|path, _| inside(path));
        (run.schema == SCHEMA).then_some(run)
    }

    /// The paths of the files that counted.
    #[must_use]
    pub fn counted(self) -> BTreeSet<String> {
        let counted = self.files.into_iter().filter(|own| own.role == "counted");
        counted.map(|own| own.path).collect()
    }
}

/// What the last run said, and the sums of this one.
pub struct LastRun<'r> {
    /// Its record.
    pub record: &'r Run,
    /// Its `findings.jsonl`.
    pub findings: Box<dyn BufRead>,
    /// Its `sums.jsonl`, as often as it is wanted.
    pub sums: &'r dyn Fn() -> Box<dyn BufRead>,
    /// This run's `sums.jsonl`.
    pub sums_now: Box<dyn BufRead>,
}
