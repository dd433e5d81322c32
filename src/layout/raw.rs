//! A layout file as written. Nothing here is checked against the model yet.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::raw_document::RawDocument;
use crate::model::Body;
use crate::text::Measure;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLayout {
    pub(super) id: String,
    pub(super) version: u32,
    pub(super) name: String,
    pub(super) body: Body,
    pub(super) years: Vec<u16>,
    /// Where the layout was seen, for people.
    #[serde(rename = "source")]
    pub(super) _source: String,
    pub(super) preparer: String,
    /// A text as printed, and its other spellings.
    pub(super) spellings: BTreeMap<String, Vec<String>>,
    /// Columns that may stand beside those of the tables, by their header.
    pub(super) extra_columns: Vec<String>,
    /// Titles of sheets that hold amounts but none of the tables.
    pub(super) other_titles: Vec<String>,
    #[serde(default)]
    pub(super) checks: RawChecks,
    pub(super) cover: Option<RawCover>,
    pub(super) contents: Option<RawContents>,
    pub(super) table: Vec<RawTable>,
    pub(super) document: Option<RawDocument>,
}

/// The title page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCover {
    pub(super) sheet: Spanned<String>,
    /// How the names of the bodies begin that `title` is for.
    pub(super) region: String,
    pub(super) title: Spanned<String>,
    pub(super) title_elsewhere: Spanned<String>,
    pub(super) unit: Spanned<String>,
}

/// The table of contents.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawContents {
    pub(super) sheet: Spanned<String>,
    pub(super) title: String,
}

/// How the findings of submissions in this layout are taken.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct RawChecks {
    /// Equalities of the model that do not hold in this layout.
    pub(super) leave_out: Vec<Spanned<String>>,
    /// Codes that are not reported.
    pub(super) allow: Vec<Spanned<String>>,
    /// Codes that are warnings.
    pub(super) warn: Vec<Spanned<String>>,
    /// Codes that are errors.
    pub(super) deny: Vec<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTable {
    pub(super) table: Spanned<String>,
    pub(super) sheet: String,
    pub(super) title: String,
    pub(super) other_titles: Vec<String>,
    pub(super) measure: Measure,
    pub(super) empty_note: Option<String>,
    #[serde(default)]
    pub(super) optional: bool,
    pub(super) block: Vec<RawBlock>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBlock {
    pub(super) block: Spanned<String>,
    #[serde(default)]
    pub(super) closing: String,
    pub(super) closed: bool,
    pub(super) columns: Vec<RawColumn>,
    #[serde(default)]
    pub(super) rows: Vec<RawRow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawColumn {
    pub(super) field: Spanned<String>,
    pub(super) header: Vec<String>,
    pub(super) width: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRow {
    pub(super) row: Spanned<String>,
    pub(super) label: String,
}
