//! What things are called in messages.

use super::roster::Level;
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

pub(super) const fn level_word(level: Level) -> &'static str {
    match level {
        Level::Department => "level-department",
        Level::Own => "level-own",
        Level::Unit => "level-unit",
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
pub(super) const fn role_word(role: super::filing::Role) -> &'static str {
    use super::filing::Role;
    match role {
        Role::Counted => "role-counted",
        Role::Part => "role-part",
        Role::Superseded => "role-superseded",
        Role::Duplicate => "role-duplicate",
        Role::SameData => "role-same-data",
        Role::OtherUnit => "role-other-unit",
        Role::OtherYear => "role-other-year",
        Role::NotInRoster => "role-not-in-roster",
        Role::Unclear => "role-unclear",
        Role::Unreadable => "role-unreadable",
        Role::NoTable => "role-no-table",
        Role::Archive => "role-archive",
        Role::ArchiveNotRead => "role-archive-not-read",
        Role::Attachment => "role-attachment",
        Role::Explanations => "role-explanations",
        Role::Ignored => "role-ignored",
    }
}
