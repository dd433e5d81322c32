//! The words by which tables are found: those of headers and the ends of titles. Every text of a submission is looked up, so
//! they are gathered once, when a layout is loaded.

use std::collections::BTreeSet;

use foldhash::{HashMap, HashMapExt as _};

use super::table::TableLayout;
use super::years::in_words;

/// All tables, as bits.
pub(crate) const ANY: u32 = u32::MAX;

/// The words of a layout's headers and titles, as compared.
#[derive(Debug, Clone)]
pub(crate) struct Vocabulary {
    /// For each header text, in all its spellings, the tables that use it, as bits.
    headers: HashMap<String, u32>,
    /// The last characters of the titles.
    title_ends: BTreeSet<char>,
}

impl Vocabulary {
    pub(super) fn new(
        tables: &[TableLayout],
        extra_columns: &BTreeSet<String>,
        spellings: &HashMap<String, String>,
    ) -> Self {
        let mut headers: HashMap<String, u32> = HashMap::new();
        for (at, table) in tables.iter().enumerate() {
            let columns = table.blocks.iter().flat_map(|block| &block.columns);
            for column in columns {
                for text in &column.path {
                    *headers.entry(text.clone()).or_default() |= 1 << at;
                }
                for text in column.dated.iter().flat_map(|text| in_words(text)) {
                    *headers.entry(text).or_default() |= 1 << at;
                }
            }
        }
        for text in extra_columns {
            headers.entry(text.clone()).or_insert(ANY);
        }
        let other = spellings.iter().map(|(other, canonical)| {
            let tables = headers.get(canonical).copied().unwrap_or_default();
            (other.clone(), tables)
        });
        let other: Vec<(String, u32)> = other.collect();
        headers.extend(other);
        let titles = tables.iter().flat_map(|table| &table.titles);
        Self {
            headers,
            title_ends: titles
                .filter_map(|title| title.chars().next_back())
                .collect(),
        }
    }

    /// The tables that use a header text, as bits.
    pub(crate) fn tables(&self, header: &str) -> u32 {
        self.headers.get(header).copied().unwrap_or_default()
    }

    /// Whether a text ends as some title does; most texts do not, and need no closer look.
    pub(crate) fn ends_as_title(&self, text: &str) -> bool {
        let last = text.chars().next_back();
        last.is_some_and(|last| self.title_ends.contains(&last))
    }
}
