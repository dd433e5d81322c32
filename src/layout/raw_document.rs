//! The part of a layout file that is about the texts beside the tables, as written.

use serde::Deserialize;
use toml::Spanned;

use crate::model::GoalField;
use crate::text::Measure;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDocument {
    pub(super) reason_threshold: Option<super::ReasonThreshold>,
    pub(super) drafting: Option<super::Drafting>,
    pub(super) cover: RawDocumentCover,
    pub(super) section: Vec<RawSection>,
    pub(super) project: RawProject,
    pub(super) goals: RawGoals,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDocumentCover {
    pub(super) sheet: String,
    pub(super) lines: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSection {
    pub(super) section: Spanned<String>,
    #[serde(default)]
    pub(super) sheet: String,
    pub(super) title: String,
    #[serde(default)]
    pub(super) contents: String,
    #[serde(default)]
    pub(super) other_titles: Vec<String>,
    #[serde(default)]
    pub(super) parts: Vec<String>,
    #[serde(default)]
    pub(super) optional: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawProject {
    pub(super) sheet: String,
    pub(super) title: String,
    #[serde(default)]
    pub(super) other_titles: Vec<String>,
    pub(super) sections: Vec<RawProjectSection>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawProjectSection {
    pub(super) section: Spanned<String>,
    pub(super) title: String,
    #[serde(default)]
    pub(super) other_titles: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawGoals {
    pub(super) sheet: String,
    pub(super) title: String,
    #[serde(default)]
    pub(super) other_titles: Vec<String>,
    pub(super) subtitle: String,
    pub(super) measure: Measure,
    pub(super) categories: Vec<String>,
    pub(super) boxes: bool,
    #[serde(default)]
    pub(super) natures: Vec<String>,
    pub(super) date: String,
    pub(super) widths: Vec<f64>,
    pub(super) rows: Vec<Vec<RawCell>>,
    pub(super) indicators: Vec<RawIndicatorColumn>,
    pub(super) side: String,
    pub(super) levels: Vec<RawLevel>,
}

/// A cell of the form: a label or a field.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCell {
    pub(super) label: Option<Spanned<String>>,
    pub(super) field: Option<GoalField>,
    #[serde(default)]
    pub(super) spellings: Vec<String>,
    #[serde(default = "one")]
    pub(super) columns: u32,
    #[serde(default = "one")]
    pub(super) rows: u32,
}

const fn one() -> u32 {
    1
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawIndicatorColumn {
    pub(super) field: super::IndicatorField,
    pub(super) header: String,
    #[serde(default)]
    pub(super) spellings: Vec<String>,
    #[serde(default = "one")]
    pub(super) columns: u32,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLevel {
    pub(super) first: String,
    #[serde(default)]
    pub(super) spellings: Vec<String>,
    pub(super) second: Vec<String>,
    #[serde(default)]
    pub(super) optional: bool,
}
