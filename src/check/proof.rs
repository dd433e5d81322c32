//! What was looked at: every equality that was tested, by table and by the code of the finding that its failure is.

use std::collections::BTreeMap;

use crate::finding::FindingCode;
use crate::model::Id;

/// How many equalities were looked at, and what came of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Tested {
    /// All.
    pub made: usize,
    /// Those that hold.
    pub held: usize,
    /// Those that hold within rounding.
    pub rounded: usize,
    /// Those that fail.
    pub failed: usize,
}

impl std::ops::Add for Tested {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            made: self.made + other.made,
            held: self.held + other.held,
            rounded: self.rounded + other.rounded,
            failed: self.failed + other.failed,
        }
    }
}

/// What was looked at, by table and code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proof(pub BTreeMap<(Id, FindingCode), Tested>);

/// What came of an equality.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EqualityOutcome {
    Exactly,
    WithinRounding,
    Not,
}

impl Proof {
    pub(super) fn put(&mut self, table: &Id, code: FindingCode, held: EqualityOutcome) {
        let own = self.0.entry((table.clone(), code)).or_default();
        own.made += 1;
        match held {
            EqualityOutcome::Exactly => own.held += 1,
            EqualityOutcome::WithinRounding => own.rounded += 1,
            EqualityOutcome::Not => own.failed += 1,
        }
    }

    /// All of it together.
    #[must_use]
    pub fn total(&self) -> Tested {
        let all = self.0.values();
        all.fold(Tested::default(), |sum, own| sum + *own)
    }

    /// Each line as data: `{ table, code, made, held, rounded, failed }`.
    #[must_use]
    pub fn json(&self) -> Vec<serde_json::Value> {
        let line = |((table, code), own): (&(Id, FindingCode), &Tested)| {
            serde_json::json!({
                "table": table.as_str(), "code": code.name(),
                "made": own.made, "held": own.held, "rounded": own.rounded, "failed": own.failed,
            })
        };
        self.0.iter().map(line).collect()
    }
}
