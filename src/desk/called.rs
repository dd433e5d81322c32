//! What things are called in messages.

use super::roster::RosterLevel;
use super::verdict::{Status, Verdict};
use crate::finding::Severity;

/// The word of a status in messages.
pub(super) const fn status_word(status: Status) -> &'static str {
    match status {
        Status::Received => "status-received",
        Status::Missing => "status-missing",
        Status::Unreadable => "status-unreadable",
        Status::OtherYear => "status-other-year",
        Status::OtherUnit => "status-other-unit",
    }
}

/// The word of a verdict in messages.
pub(super) const fn verdict_word(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Pass) => "judged-pass",
        Some(Verdict::PassExplained) => "judged-pass-explained",
        Some(Verdict::Explain) => "judged-explain",
        Some(Verdict::Return) => "judged-return",
        None => "judged-remind",
    }
}

pub(super) const fn level_word(level: RosterLevel) -> &'static str {
    match level {
        RosterLevel::Department => "level-department",
        RosterLevel::Own => "level-own",
        RosterLevel::Unit => "level-unit",
    }
}

/// The word of a severity in messages.
pub(super) const fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "word-must",
        Severity::Warning => "word-should",
        Severity::Note => "word-may",
    }
}

pub(super) const fn answer_word(answer: super::told::Answer) -> &'static str {
    use super::told::Answer;
    match answer {
        Answer::Accepted => "answer-accepted",
        Answer::Open => "answer-open",
        Answer::Refused => "answer-refused",
        Answer::Void => "answer-void",
        Answer::Unused => "answer-unused",
    }
}

/// The word of a role in messages.
pub(super) const fn role_word(role: super::filing::FileRole) -> &'static str {
    use super::filing::FileRole;
    match role {
        FileRole::Counted => "role-counted",
        FileRole::Part => "role-part",
        FileRole::Superseded => "role-superseded",
        FileRole::Duplicate => "role-duplicate",
        FileRole::SameData => "role-same-data",
        FileRole::OtherUnit => "role-other-unit",
        FileRole::OtherYear => "role-other-year",
        FileRole::NotInRoster => "role-not-in-roster",
        FileRole::Unclear => "role-unclear",
        FileRole::Unreadable => "role-unreadable",
        FileRole::NoTable => "role-no-table",
        FileRole::Archive => "role-archive",
        FileRole::SeveralUnits => "role-several-units",
        FileRole::ArchiveNotRead => "role-archive-not-read",
        FileRole::Attachment => "role-attachment",
        FileRole::Explanations => "role-explanations",
        FileRole::Ignored => "role-ignored",
    }
}
