//! Whether something of a line counts, and what is to become of it.

use super::filing::{FileRole, Filing};
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

/// Whether something of each line counts, and why not.
#[must_use]
pub(super) fn statuses(filing: &Filing, lines: usize) -> Vec<Status> {
    // The first of these reasons that one of its files gives.
    let reason = |role: FileRole| match role {
        FileRole::OtherYear => Some((0, Status::OtherYear)),
        FileRole::OtherUnit => Some((1, Status::OtherUnit)),
        FileRole::Unreadable
        | FileRole::NoTable
        | FileRole::Attachment
        | FileRole::ArchiveNotRead => Some((2, Status::Unreadable)),
        _ => None,
    };
    let mut all = vec![(3, Status::Missing); lines];
    for filed in &filing.files {
        if let (Some(line), Some(own)) = (filed.line, reason(filed.role)) {
            all[line] = all[line].min(own);
        }
    }
    let status = |(line, (_, status))| match filing.versions.contains_key(&line) {
        true => Status::Received,
        false => status,
    };
    all.into_iter().enumerate().map(status).collect()
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
