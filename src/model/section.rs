//! Texts of a published budget, and the sections that hold them.

use serde::{Deserialize, Serialize};

use super::{Id, Place};

/// A text as stated: a paragraph of prose, or the entry of a form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// The text without white space around it. A paragraph holds no line break, since each line is a paragraph of its own;
    /// the entry of a form, such as a goal, may.
    pub text: String,
    /// Where it stands. Several paragraphs may stand in one cell.
    #[serde(default, flatten, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

impl Text {
    /// A text that was not read from a cell.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            place: None,
        }
    }
}

/// A section of the document, or of the description of a project, as stated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The section, as `templates/model.toml` names it; `other` for a text that belongs to none of them.
    pub section: Id,
    /// The heading with its ordinal.
    pub heading: Text,
    /// The paragraphs below it, with their ordinals.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paragraphs: Vec<Text>,
}
