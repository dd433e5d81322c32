//! Code lists: 功能分类 and 经济分类.

use std::collections::{BTreeMap, HashMap};

use super::{Code, Lines};
use crate::text::squash;

/// A code with its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeEntry {
    /// The name in the newest edition.
    pub name: String,
    /// Names of older editions, and other spellings.
    pub other_names: Vec<String>,
}

/// Why a code list could not be read.
#[derive(Debug, thiserror::Error)]
pub enum CodeListError {
    /// Not separated text with a header.
    #[error(transparent)]
    Csv(#[from] csv::Error),
    /// A line without a code of 3, 5 or 7 digits.
    #[error("line {line}: `{text}` is no code of 3, 5 or 7 digits")]
    NoCode {
        /// Line number, counted from 1.
        line: u64,
        /// What stands there.
        text: String,
    },
    /// The header has no column `code` or `name`.
    #[error("the header has no column `{0}`")]
    NoColumn(&'static str),
}

/// The known codes of both classifications. The shipped 功能分类 list holds only codes seen in published papers, so that a
/// code missing from it is no fault.
#[derive(Debug, Clone, Default)]
pub struct CodeList {
    function: BTreeMap<Code, CodeEntry>,
    economic: BTreeMap<Code, CodeEntry>,
    class_by_name: HashMap<String, Code>,
}

impl CodeList {
    /// The shipped lists.
    ///
    /// # Panics
    /// Where an embedded list is not valid.
    #[must_use]
    pub fn embedded() -> Self {
        let mut list = Self::default();
        list.add(
            Lines::Economic,
            include_str!("../../templates/codes/economic.csv"),
        )
        .expect("templates/codes/economic.csv is valid");
        list.add(
            Lines::Function,
            include_str!("../../templates/codes/function-partial.csv"),
        )
        .expect("templates/codes/function-partial.csv is valid");
        list
    }

    /// Adds the codes of a list with the columns `code`, `name` and optionally `other_names` (separated by `;`).
    ///
    /// # Errors
    /// Where the text is no such list.
    pub fn add(&mut self, lines: Lines, text: &str) -> Result<(), CodeListError> {
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let header = reader.headers()?.clone();
        let column = |name: &'static str| header.iter().position(|field| field == name);
        let code_at = column("code").ok_or(CodeListError::NoColumn("code"))?;
        let name_at = column("name").ok_or(CodeListError::NoColumn("name"))?;
        let other_at = column("other_names");
        for record in reader.records() {
            let record = record?;
            let field = |at: usize| record.get(at).unwrap_or_default().trim();
            let line = record.position().map_or(0, csv::Position::line);
            let code = Code::parse(field(code_at)).ok_or_else(|| CodeListError::NoCode {
                line,
                text: field(code_at).to_owned(),
            })?;
            let other_names: Vec<String> = other_at
                .map(field)
                .unwrap_or_default()
                .split(';')
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect();
            let name = field(name_at).to_owned();
            if lines == Lines::Economic {
                self.economic.insert(code, CodeEntry { name, other_names });
            } else {
                if code.level() == 1 {
                    for name in other_names.iter().chain([&name]) {
                        self.class_by_name.insert(squash(name).into_owned(), code);
                    }
                }
                self.function.insert(code, CodeEntry { name, other_names });
            }
        }
        Ok(())
    }

    /// The entry of a code; `lines` tells the classification.
    #[must_use]
    pub fn get(&self, lines: Lines, code: Code) -> Option<&CodeEntry> {
        if lines == Lines::Economic {
            self.economic.get(&code)
        } else {
            self.function.get(&code)
        }
    }

    /// The codes of a classification with their entries, in the order of the codes.
    pub fn entries(&self, lines: Lines) -> impl Iterator<Item = (Code, &CodeEntry)> {
        let list = if lines == Lines::Economic {
            &self.economic
        } else {
            &self.function
        };
        list.iter().map(|(code, entry)| (*code, entry))
    }

    /// The code of a 功能分类 类 by its squashed name, older names included.
    #[must_use]
    pub fn class(&self, squashed: &str) -> Option<Code> {
        self.class_by_name.get(squashed).copied()
    }

    /// The codes whose squashed name is `squashed`.
    pub fn named(&self, lines: Lines, squashed: &str) -> impl Iterator<Item = Code> {
        let list = if lines == Lines::Economic {
            &self.economic
        } else {
            &self.function
        };
        let same = move |entry: &CodeEntry| {
            entry
                .other_names
                .iter()
                .chain([&entry.name])
                .any(|name| squash(name) == squashed)
        };
        list.iter()
            .filter(move |(_, entry)| same(entry))
            .map(|(code, _)| *code)
    }
}
