//! The tally of all files: what was read and what is wrong.

use crate::batch::Outcome;
use crate::bind::Role;
use crate::finding::Severity;
use crate::messages::{Arg, Messages};

/// The tally, one or two lines a file, and one for all where there are several.
pub(super) fn tally(outcomes: &[Outcome], messages: &Messages) -> String {
    let mut text = String::new();
    for outcome in outcomes {
        text.push_str(&file(outcome, messages));
    }
    if outcomes.len() > 1 {
        let sum = |severity| {
            let counts = outcomes.iter().map(|outcome| outcome.count(severity));
            Arg::from(counts.sum::<usize>())
        };
        let unread = outcomes.iter().filter(|outcome| outcome.budget.is_none());
        let args = [
            ("files", outcomes.len().into()),
            ("unread", unread.count().into()),
            ("errors", sum(Severity::Error)),
            ("warnings", sum(Severity::Warning)),
            ("notes", sum(Severity::Note)),
        ];
        text.push_str(&(messages.with("tally-all", &args) + "\n"));
    }
    text
}

fn file(outcome: &Outcome, messages: &Messages) -> String {
    let none = || Arg::from("-");
    let budget = outcome
        .budget
        .as_ref()
        .filter(|budget| !budget.tables.is_empty());
    let unit = budget.map_or_else(none, |budget| match budget.unit.name.as_str() {
        "" => Arg::Word("tally-no-unit"),
        name => name.into(),
    });
    let year = budget.map_or_else(none, |budget| {
        budget
            .year
            .map_or(Arg::Word("tally-no-year"), |year| year.into())
    });
    let args = [
        ("file", (&outcome.path).into()),
        (
            "layout",
            budget.map_or_else(none, |budget| (&budget.layout).into()),
        ),
        ("unit", unit),
        ("year", year),
        (
            "amounts",
            budget.map_or(0, crate::model::Budget::amounts).into(),
        ),
        ("errors", outcome.count(Severity::Error).into()),
        ("warnings", outcome.count(Severity::Warning).into()),
        ("notes", outcome.count(Severity::Note).into()),
    ];
    let mut text = messages.with("tally-file", &args) + "\n";
    let cells: Vec<String> = outcome
        .ledger
        .iter()
        .map(|(role, count)| format!("{} {count}", messages.text(word(*role))))
        .collect();
    if !cells.is_empty() {
        let cells = cells.join(&messages.text("tally-separator"));
        let cells = messages.with("tally-cells", &[("cells", cells.into())]);
        text.push_str(&format!("    {cells}\n"));
    }
    text
}

/// The name of the word for what a cell was taken for.
const fn word(role: Role) -> &'static str {
    match role {
        Role::Title => "role-title",
        Role::Measure => "role-measure",
        Role::Preparer => "role-preparer",
        Role::Header => "role-header",
        Role::Serial => "role-serial",
        Role::Code => "role-code",
        Role::Name => "role-name",
        Role::Label => "role-label",
        Role::Amount => "role-amount",
        Role::Total => "role-total",
        Role::Repeated => "role-repeated",
        Role::Fault => "role-fault",
        Role::Note => "role-note",
        Role::Cover => "role-cover",
        Role::Heading => "role-heading",
        Role::Paragraph => "role-paragraph",
        Role::FormLabel => "role-form-label",
        Role::FormEntry => "role-form-entry",
        Role::ProjectAmount => "role-project-amount",
        Role::Indicator => "role-indicator",
        Role::Text => "role-text",
        Role::Placeholder => "role-placeholder",
        Role::OtherForm => "role-other-form",
        Role::Other => "role-other",
        Role::NotRead => "role-not-read",
    }
}
