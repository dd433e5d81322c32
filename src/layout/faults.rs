//! What is wrong with a layout, all at once, each with its place.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use toml::Spanned;

use crate::messages::{Language, Messages, Phrase, visible};
use crate::model::{Model, form_fault};

/// One fault in a layout file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutFault {
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
    /// What is wrong, with the allowed names.
    pub message: Phrase,
}

/// A layout file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct LayoutError {
    /// The file.
    pub file: String,
    /// What is wrong with it.
    pub faults: Vec<LayoutFault>,
    /// What may stand in several of those places.
    pub lists: Vec<Phrase>,
}

impl LayoutError {
    /// A line for each fault, whatever the names in it hold.
    #[must_use]
    pub fn lines(&self, messages: &Messages) -> Vec<String> {
        let line = |fault: &LayoutFault| {
            let file = visible(&self.file);
            let said = messages.phrase(&fault.message);
            format!("{file}:{}:{}: {}", fault.line, fault.column, visible(&said))
        };
        let lists = self.lists.iter();
        let lists = lists.map(|list| visible(&messages.phrase(list)).into_owned());
        self.faults.iter().map(line).chain(lists).collect()
    }
}

impl fmt::Display for LayoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lines(&Messages::new(Language::English)).join("\n"))
    }
}

/// Collects faults with their places.
#[derive(Default)]
pub(super) struct LayoutFaults<'a> {
    text: &'a str,
    found: Vec<(usize, Phrase)>,
    /// Where tables begin that lack something which is said already.
    holes: BTreeSet<usize>,
    /// What may stand in several places, by name.
    lists: BTreeMap<&'static str, Phrase>,
}

impl<'a> LayoutFaults<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self {
            text,
            found: Vec::new(),
            holes: BTreeSet::new(),
            lists: BTreeMap::new(),
        }
    }

    /// From now on nothing is said of the tables that begin in `holes` as a whole.
    pub(super) fn leave(&mut self, holes: BTreeSet<usize>) {
        self.holes = holes;
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    pub(super) const fn count(&self) -> usize {
        self.found.len()
    }

    /// All of them as an error, from the top of the file down.
    pub(super) fn error(mut self, file: &str) -> LayoutError {
        self.found.sort_by_key(|(byte, _)| *byte);
        let text = self.text;
        let fault = |(byte, message): (usize, Phrase)| {
            let before = text.get(..byte).unwrap_or(text);
            let last = before.rsplit('\n').next();
            LayoutFault {
                line: before.matches('\n').count() + 1,
                column: last.map_or(0, |last| last.chars().count()) + 1,
                message,
            }
        };
        let mut faults: Vec<LayoutFault> = self.found.into_iter().map(fault).collect();
        faults.dedup();
        LayoutError {
            file: file.to_owned(),
            faults,
            lists: self.lists.into_values().collect(),
        }
    }

    pub(super) fn say(&mut self, byte: usize, message: Phrase) {
        // What stands in for a missing part stands behind the text.
        if byte <= self.text.len() && !self.holes.contains(&byte) {
            self.found.push((byte, message));
        }
    }

    /// Says at the end, once, what may stand in places of which more than one may be wrong.
    pub(super) fn list(&mut self, name: &'static str, allowed: impl Iterator<Item = String>) {
        let list = || Phrase::new(name).list("allowed", allowed);
        self.lists.entry(name).or_insert_with(list);
    }

    /// The same of the words that amounts may have.
    pub(super) fn list_words(&mut self, model: &Model) {
        self.list("layout-list-words", model.all_words());
    }

    /// Says what is wrong with the form, which a library found.
    pub(super) fn add(&mut self, byte: usize, message: &str) {
        self.say(byte, form_fault(message));
    }

    /// Says that a name is none of those that are allowed; `what` is the name of the word for what it should be.
    pub(super) fn unknown<'n>(
        &mut self,
        what: &'static str,
        name: &Spanned<String>,
        allowed: impl Iterator<Item = &'n str>,
    ) {
        self.say(
            name.span().start,
            Phrase::new("layout-unknown")
                .phrase("what", Phrase::new(what))
                .arg("name", name.get_ref())
                .list("allowed", allowed),
        );
    }
}
