//! How gravely each code is taken: set by a layout for a season, or on the command line.

use std::collections::BTreeMap;

use super::{Finding, FindingCode, Severity};

/// How gravely a code is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Not reported.
    Allow,
    /// A warning.
    Warn,
    /// An error.
    Deny,
}

/// The level of each code that is not taken as usual.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels {
    levels: BTreeMap<FindingCode, Level>,
    /// From which year of the budget on a code is an error.
    deny_from: BTreeMap<FindingCode, u16>,
}

impl Levels {
    /// Sets the level of a code; the last one set counts. `false` where the code cannot be allowed: a file that was not
    /// read must not look like one without faults.
    #[must_use]
    pub fn set(&mut self, code: FindingCode, level: Level) -> bool {
        let possible = level != Level::Allow || !code.is_about_reading_a_file();
        if possible {
            self.levels.insert(code, level);
        }
        possible
    }

    /// Makes a code an error in the budgets of `year` and of later years.
    pub fn deny_from(&mut self, code: FindingCode, year: u16) {
        self.deny_from.insert(code, year);
    }

    /// These levels as they are for a budget of `year`.
    #[must_use]
    pub fn of_year(mut self, year: Option<u16>) -> Self {
        let denied = self.deny_from.iter();
        let denied = denied.filter(|(_, from)| year.is_some_and(|year| year >= **from));
        let denied: Vec<FindingCode> = denied.map(|(code, _)| *code).collect();
        self.levels
            .extend(denied.into_iter().map(|code| (code, Level::Deny)));
        self
    }

    /// These levels, except where `other` sets one.
    #[must_use]
    pub fn with(mut self, other: &Self) -> Self {
        self.levels.extend(&other.levels);
        self.deny_from.extend(&other.deny_from);
        self
    }

    /// The findings at their levels, and how many are not reported. A finding that is milder than usual for its code, such as a
    /// name of an older edition, keeps its severity.
    #[must_use]
    pub fn apply(&self, findings: Vec<Finding>) -> (Vec<Finding>, usize) {
        let before = findings.len();
        let kept: Vec<Finding> = findings
            .into_iter()
            .filter_map(|mut finding| {
                let level = self.levels.get(&finding.code);
                if finding.severity <= finding.code.severity() {
                    match level {
                        Some(Level::Warn) => finding.severity = Severity::Warning,
                        Some(Level::Deny) => finding.severity = Severity::Error,
                        _ => {}
                    }
                }
                (level != Some(&Level::Allow)).then_some(finding)
            })
            .collect();
        let left_out = before - kept.len();
        (kept, left_out)
    }
}
