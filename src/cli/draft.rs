//! The texts that a budget lacks, drafted from its tables.

use crate::batch::Outcome;
use crate::layout::Templates;
use crate::messages::{Messages, visible};
use crate::prose::{add_drafts, placeholders};

/// Drafts the texts that a budget lacks; what was drafted, and what is left to fill in, in words.
pub(super) fn draft(templates: &Templates, outcome: &mut Outcome, messages: &Messages) -> String {
    let Some(budget) = outcome
        .budget
        .as_mut()
        .filter(|budget| !budget.tables.is_empty())
    else {
        return String::new();
    };
    let mut text = String::new();
    for section in add_drafts(templates, budget) {
        let left = placeholders(&section);
        let args = [
            ("file", outcome.path.as_str().into()),
            ("section", section.heading.text.as_str().into()),
            ("count", left.len().into()),
        ];
        let drafted = messages.with("cli-drafted", &args);
        text.push_str(&format!("{}\n", visible(&drafted)));
        for words in left {
            text.push_str(&format!("    {}\n", visible(&words)));
        }
    }
    text
}
