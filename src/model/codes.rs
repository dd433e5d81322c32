//! Code lists: 功能分类 and 经济分类.

use std::collections::{BTreeMap, HashMap};

use super::{Code, Dim, Lines};
use crate::text::{sha256, squash};

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

/// The classification whose codes such lines have.
fn list_of(lines: Lines) -> Dim {
    lines.codes().unwrap_or(Dim::FUNCTION)
}

/// The known codes of the classifications. The shipped 功能分类 list holds only codes seen in published papers, so that a
/// code missing from it is no fault.
#[derive(Debug, Clone, Default)]
pub struct CodeList {
    lists: BTreeMap<Dim, BTreeMap<Code, CodeEntry>>,
    class_by_name: BTreeMap<Dim, HashMap<String, Code>>,
}

impl CodeList {
    /// Each list by its name, with the number of its codes, and the SHA-256 of its content, by which editions can be told
    /// apart.
    #[must_use]
    pub fn editions(&self) -> Vec<serde_json::Value> {
        let edition = |(dim, list): (&Dim, &BTreeMap<Code, CodeEntry>)| {
            let lines = list.iter().map(|(code, entry)| {
                let names = entry.other_names.join("|");
                format!("{code},{},{names}\n", entry.name)
            });
            let sha256 = sha256(lines.collect::<String>().as_bytes());
            serde_json::json!({ "list": dim.name().to_string(), "codes": list.len(), "sha256": sha256 })
        };
        self.lists.iter().map(edition).collect()
    }

    /// The shipped lists.
    ///
    /// # Panics
    /// Where an embedded list is not valid.
    #[must_use]
    pub fn embedded() -> Self {
        let mut list = Self::default();
        list.add(
            Lines::ECONOMIC,
            include_str!("../../templates/codes/economic.csv"),
        )
        .expect("templates/codes/economic.csv is valid");
        list.add(
            Lines::FUNCTION,
            include_str!("../../templates/codes/function-partial.csv"),
        )
        .expect("templates/codes/function-partial.csv is valid");
        list.add(
            Lines::List(Dim::GOVERNMENT_ECONOMIC),
            include_str!("../../templates/codes/government-economic-partial.csv"),
        )
        .expect("templates/codes/government-economic-partial.csv is valid");
        list
    }

    /// Adds the codes of a list (CSV) with the columns `code`, `name` and optionally `other_names`, which are separated by `;`.
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
            let dim = list_of(lines);
            if code.level() == 1 {
                let classes = self.class_by_name.entry(dim).or_default();
                for name in other_names.iter().chain([&name]) {
                    classes.insert(squash(name).into_owned(), code);
                }
            }
            let list = self.lists.entry(dim).or_default();
            list.insert(code, CodeEntry { name, other_names });
        }
        Ok(())
    }

    /// The entry of a code; `lines` tells the classification.
    #[must_use]
    pub fn get(&self, lines: Lines, code: Code) -> Option<&CodeEntry> {
        self.lists.get(&list_of(lines))?.get(&code)
    }

    /// All codes of a classification in their order.
    pub fn all(&self, lines: Lines) -> impl Iterator<Item = (Code, &CodeEntry)> + Clone {
        let list = self.lists.get(&list_of(lines));
        let codes = list.into_iter().flatten();
        codes.map(|(code, entry)| (*code, entry))
    }

    /// Replaces the codes of a classification by those of another list, in pairs of code and name.
    pub fn replace(&mut self, lines: Lines, codes: impl IntoIterator<Item = (Code, String)>) {
        let entries = codes.into_iter().map(|(code, name)| {
            let known = self.get(lines, code);
            let other_names = known.map_or_else(Vec::new, |entry| {
                let mut names = entry.other_names.clone();
                names.push(entry.name.clone());
                names.retain(|other| *other != name);
                names
            });
            (code, CodeEntry { name, other_names })
        });
        let entries: BTreeMap<Code, CodeEntry> = entries.collect();
        let dim = list_of(lines);
        let classes = self.class_by_name.entry(dim).or_default();
        for (code, entry) in entries.iter().filter(|(code, _)| code.level() == 1) {
            classes.insert(squash(&entry.name).into_owned(), *code);
        }
        self.lists.insert(dim, entries);
    }

    /// The code of a 类 of the classification by its squashed name, older names included.
    #[must_use]
    pub fn class(&self, dim: Dim, squashed: &str) -> Option<Code> {
        self.class_by_name.get(&dim)?.get(squashed).copied()
    }

    /// The codes whose squashed name is `squashed`.
    pub fn named(&self, lines: Lines, squashed: &str) -> impl Iterator<Item = Code> {
        let list = self.lists.get(&list_of(lines)).into_iter().flatten();
        let same = move |entry: &CodeEntry| {
            entry
                .other_names
                .iter()
                .chain([&entry.name])
                .any(|name| squash(name) == squashed)
        };
        list.filter(move |(_, entry)| same(entry))
            .map(|(code, _)| *code)
    }
}
