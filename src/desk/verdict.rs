//! Whether something of a line counts, and what is to become of it.

use super::roles::{Filing, Role};
use super::told::Told;
use crate::finding::Severity;

/// Whether something of a roster line counts, and why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// 已报.
    Received,
    /// 未报.
    Missing,
    /// 读不出.
    Unreadable,
    /// 报错年度.
    OtherYear,
    /// 报错单位.
    OtherUnit,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 5] = [
        Self::Received,
        Self::Missing,
        Self::Unreadable,
        Self::OtherYear,
        Self::OtherUnit,
    ];

    /// The word in JSON and in the names of messages.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Missing => "missing",
            Self::Unreadable => "unreadable",
            Self::OtherYear => "other-year",
            Self::OtherUnit => "other-unit",
        }
    }
}

/// What is to become of a paper that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// 通过.
    Pass,
    /// 通过（有说明）.
    PassExplained,
    /// 待说明.
    Explain,
    /// 退回.
    Return,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 4] = [Self::Pass, Self::PassExplained, Self::Explain, Self::Return];

    /// The word in JSON and in the names of messages.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::PassExplained => "pass-explained",
            Self::Explain => "explain",
            Self::Return => "return",
        }
    }
}

/// Whether something of the line counts, and why not.
#[must_use]
pub(super) fn status(filing: &Filing, line: usize) -> Status {
    if filing.versions.contains_key(&line) {
        return Status::Received;
    }
    let any = |roles: &[Role]| {
        let mut own = filing.files.iter();
        own.any(|own| own.line == Some(line) && roles.contains(&own.role))
    };
    if any(&[Role::OtherYear]) {
        Status::OtherYear
    } else if any(&[Role::OtherUnit]) {
        Status::OtherUnit
    } else if any(&[
        Role::Unreadable,
        Role::NoTable,
        Role::Attachment,
        Role::ArchiveNotRead,
    ]) {
        Status::Unreadable
    } else {
        Status::Missing
    }
}

/// What is to become of a paper with these findings.
pub(super) fn verdict<'t>(told: impl Iterator<Item = &'t Told>) -> Verdict {
    let mut verdict = Verdict::Pass;
    for own in told {
        let own = match own.finding.severity {
            Severity::Error if own.stands() => Verdict::Return,
            Severity::Warning if own.stands() => Verdict::Explain,
            Severity::Error | Severity::Warning => Verdict::PassExplained,
            Severity::Note => Verdict::Pass,
        };
        verdict = verdict.max(own);
    }
    verdict
}
