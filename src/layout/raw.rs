//! A layout file as written. Nothing here is checked against the model yet.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::raw_document::RawDocument;
use crate::model::{Body, RawEqual, RawTables, RawWord};
use crate::text::Measure;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLayout {
    /// The version of the language.
    pub(super) format: u32,
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
    #[serde(default)]
    pub(super) spellings: BTreeMap<String, Vec<String>>,
    /// Words that only this layout has, by dimension.
    #[serde(default)]
    pub(super) members: BTreeMap<String, Vec<RawWord>>,
    /// Names of tables that only this layout has.
    #[serde(default)]
    pub(super) tables: RawTables,
    /// Equalities that hold in this layout alone.
    #[serde(default)]
    pub(super) equal: Vec<Spanned<RawEqual>>,
    /// Columns that may stand beside those of the tables, by their header.
    #[serde(default)]
    pub(super) extra_columns: Vec<String>,
    /// Titles of sheets that hold amounts but none of the tables.
    #[serde(default)]
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
    /// Codes that are errors from a year on.
    pub(super) deny_from: BTreeMap<String, Spanned<u16>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTable {
    pub(super) table: Spanned<String>,
    pub(super) sheet: Spanned<String>,
    pub(super) title: String,
    #[serde(default)]
    pub(super) other_titles: Vec<String>,
    pub(super) measure: Measure,
    pub(super) empty_note: Option<String>,
    #[serde(default)]
    pub(super) optional: bool,
    /// Whether its header alone is enough to know it.
    #[serde(default)]
    pub(super) untitled: bool,
    /// What stands in cells that are to be left blank.
    #[serde(default)]
    pub(super) blank_words: Vec<String>,
    pub(super) block: Vec<Spanned<RawBlock>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBlock {
    /// Its name in budgets, where that is not the word of its flow.
    pub(super) id: Option<String>,
    pub(super) at: Spanned<RawWords>,
    pub(super) lines: Option<Spanned<String>>,
    pub(super) groups: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) closing: String,
    /// Whether the closing line stands above the lines of a list.
    pub(super) closing_first: Option<Spanned<bool>>,
    pub(super) closed: bool,
    pub(super) columns: Vec<Spanned<RawColumn>>,
    pub(super) rows: Option<Vec<Spanned<RawRow>>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawColumn {
    pub(super) field: Option<Spanned<RawWords>>,
    pub(super) key: Option<Spanned<String>>,
    pub(super) text: Option<Spanned<String>>,
    /// Its name in budgets, where that is not its words joined by dots.
    pub(super) id: Option<String>,
    pub(super) header: Vec<String>,
    pub(super) width: Spanned<f64>,
    #[serde(default)]
    pub(super) of_which: bool,
    #[serde(default)]
    pub(super) optional: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRow {
    pub(super) row: Option<Spanned<RawWords>>,
    pub(super) list: Option<Spanned<String>>,
    pub(super) heading: Option<String>,
    pub(super) text: Option<Spanned<String>>,
    pub(super) label: Option<String>,
    pub(super) at: Option<Spanned<RawWords>>,
    pub(super) ordinal: Option<String>,
    #[serde(default)]
    pub(super) of_which: bool,
}

/// Bare words: one, or a list of them; each with the byte where it stands, where that is known.
#[derive(Debug, Clone, Default)]
pub(super) struct RawWords(pub(super) Vec<(Option<usize>, String)>);

impl<'de> Deserialize<'de> for RawWords {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMore;
        impl<'de> Visitor<'de> for OneOrMore {
            type Value = RawWords;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a word or a list of words")
            }

            fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<RawWords, E> {
                Ok(RawWords(vec![(None, word.to_owned())]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<RawWords, A::Error> {
                let mut words = Vec::new();
                while let Some(word) = seq.next_element::<Spanned<String>>()? {
                    words.push((Some(word.span().start), word.into_inner()));
                }
                Ok(RawWords(words))
            }
        }
        deserializer.deserialize_any(OneOrMore)
    }
}
