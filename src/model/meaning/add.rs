//! What `model.toml` and layouts add to the model: dimensions, words, names of tables and equalities.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::{Dimension, MemberWord, Model, TableName};
use crate::messages::Phrase;
use crate::model::declared::RawEqual;
use crate::model::form_fault::form_fault;
use crate::model::lenient::lenient;
use crate::model::reading::ReadingWords;
use crate::model::{Dim, Id};

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDimension {
    id: Spanned<String>,
    name: String,
    #[serde(default = "yes")]
    sums: bool,
    codes: Option<char>,
    #[serde(default)]
    digits: Vec<usize>,
    #[serde(default)]
    keys: bool,
}

/// The most dimensions, which is how many facts are told apart by.
const MOST_DIMENSIONS: usize = 16;
/// The most words.
const MOST_WORDS: usize = 256;

const fn yes() -> bool {
    true
}

/// A word as written, in `model.toml` or in the `[members]` of a layout.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawWord {
    pub(crate) id: Spanned<String>,
    name: String,
    parent: Option<Spanned<String>>,
    year: Option<i16>,
    minus: Option<Spanned<String>>,
    percent_of: Option<Spanned<String>>,
    measure: Option<String>,
}

/// What a bureau adds to the model: dimensions, words, names of tables, equalities, and words of reading.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct RawAddition {
    #[serde(rename = "version")]
    _version: Option<u32>,
    dimension: Vec<RawDimension>,
    members: BTreeMap<String, Vec<RawWord>>,
    tables: RawTables,
    equal: Vec<Spanned<RawEqual>>,
    reading: ReadingWords,
}

/// Names of tables with what they are called, in the order in which they stand.
#[derive(Debug, Clone, Default)]
pub(crate) struct RawTables(Vec<(String, String)>);

impl<'de> Deserialize<'de> for RawTables {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TablesInOrder;
        impl<'de> Visitor<'de> for TablesInOrder {
            type Value = RawTables;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawTables, A::Error> {
                let mut all = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    all.push(entry);
                }
                Ok(RawTables(all))
            }
        }
        deserializer.deserialize_map(TablesInOrder)
    }
}

/// What is wrong with words that are added: the byte where, and what.
pub(crate) type WordFault = (usize, Phrase);

impl Model {
    /// Adds what a bureau's own `model.toml` declares. Nothing that is there already is changed.
    ///
    /// # Errors
    /// Where it is not of that form, or declares a name anew as something else; with the byte where each fault stands.
    pub(crate) fn extend(&mut self, file: &str, text: &str) -> Result<(), Vec<WordFault>> {
        let read = lenient::<RawAddition>(text, |_| None);
        let said = read.faults.iter();
        let said = said.map(|(at, message)| (*at, form_fault(message)));
        let open = read.open.iter();
        let open = open.map(|own| (own.at, Phrase::new("layout-ask").arg("key", &own.key)));
        let mut faults: Vec<WordFault> = said.chain(open).collect();
        if let Some(raw) = read.value {
            faults.extend(self.add_dimensions(raw.dimension));
            faults.extend(self.add_words(file, &raw.members));
            self.add_tables(&raw.tables);
            faults.extend(self.add_equal(raw.equal));
            Arc::make_mut(&mut self.reading).add(raw.reading);
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(faults)
        }
    }

    pub(super) fn add_dimensions(&mut self, raw: Vec<RawDimension>) -> Vec<WordFault> {
        let mut faults = Vec::new();
        for raw in raw {
            let at = raw.id.span().start;
            let dim = Dim::named(raw.id.get_ref());
            if dim.is_some_and(|dim| self.dimension(dim).is_some()) {
                continue;
            }
            match dim {
                Some(dim) if self.dimensions.len() < MOST_DIMENSIONS => {
                    self.dimensions.push(Dimension {
                        dim,
                        name: raw.name,
                        sums: raw.sums,
                        codes: raw.codes,
                        digits: raw.digits,
                        keys: raw.keys,
                    });
                }
                _ => faults.push((
                    at,
                    Phrase::new("layout-many-dimensions").arg("most", MOST_DIMENSIONS),
                )),
            }
        }
        faults
    }

    /// Adds words to their dimensions. The same word with the same meaning may be added again.
    pub(crate) fn add_words(
        &mut self,
        file: &str,
        members: &BTreeMap<String, Vec<RawWord>>,
    ) -> Vec<WordFault> {
        let mut faults = Vec::new();
        for (name, words) in members {
            let dim = self
                .dimensions
                .iter()
                .find(|dimension| *dimension.dim.name() == **name)
                .filter(|dimension| dimension.codes.is_none() && !dimension.keys)
                .map(|dimension| dimension.dim);
            let Some(dim) = dim else {
                let allowed = self.dimensions.iter();
                let allowed = allowed.filter(|own| own.codes.is_none() && !own.keys);
                let allowed: Vec<String> = allowed.map(|own| own.dim.name().to_string()).collect();
                let at = words.first().map_or(0, |word| word.id.span().start);
                faults.push((
                    at,
                    Phrase::new("layout-unknown")
                        .phrase("what", Phrase::new("layout-dimension"))
                        .arg("name", name)
                        .list("allowed", allowed),
                ));
                continue;
            };
            for raw in words {
                faults.extend(self.add_word(file, dim, raw));
            }
        }
        faults
    }

    fn add_word(&mut self, file: &str, dim: Dim, raw: &RawWord) -> Option<WordFault> {
        let at = raw.id.span().start;
        let text = raw.id.get_ref().as_str();
        if text.is_empty() || text == "all" || text.starts_with(|c: char| c.is_ascii_digit()) {
            return Some((at, Phrase::new("layout-reserved").arg("word", text)));
        }
        let own = |name: &Option<Spanned<String>>| -> Result<Option<Id>, WordFault> {
            let Some(name) = name else { return Ok(None) };
            match self.words.get(name.get_ref().as_str()) {
                Some(word) if word.dim == dim => Ok(Some(Id::from(name.get_ref().as_str()))),
                _ => {
                    let allowed: Vec<&str> = self.words_of(dim).map(Id::as_str).collect();
                    Err((
                        name.span().start,
                        Phrase::new("layout-no-member")
                            .arg("word", name.get_ref())
                            .arg("dimension", dim.name())
                            .list("allowed", allowed),
                    ))
                }
            }
        };
        let word = (|| {
            Ok::<_, WordFault>(MemberWord {
                dim,
                name: raw.name.clone(),
                parent: own(&raw.parent)?,
                year: raw.year,
                minus: own(&raw.minus)?,
                percent_of: own(&raw.percent_of)?,
                measure: raw.measure.clone(),
                below: Vec::new(),
            })
        })();
        let word = match word {
            Ok(word) => word,
            Err(fault) => return Some(fault),
        };
        let id = Id::from(text);
        if let Some(old) = self.words.get(&id) {
            let same = old.dim == word.dim && old.parent == word.parent;
            let file = &self.declared_in[&id];
            return (!same).then(|| {
                (
                    at,
                    Phrase::new("layout-other-meaning")
                        .arg("word", text)
                        .arg("file", file),
                )
            });
        }
        if self.order.len() >= MOST_WORDS {
            return Some((at, Phrase::new("layout-many-words").arg("most", MOST_WORDS)));
        }
        self.numbers = OnceLock::new();
        let parent = word.parent.as_ref();
        if let Some(parent) = parent.and_then(|parent| self.words.get_mut(parent)) {
            parent.below.push(id.clone());
        }
        self.order.push(id.clone());
        self.declared_in.insert(id.clone(), file.to_owned());
        self.words.insert(id, word);
        None
    }

    /// Adds names of tables behind those that are there.
    pub(crate) fn add_tables(&mut self, tables: &RawTables) {
        for (id, name) in &tables.0 {
            if self.table(id).is_none() {
                self.tables.push(TableName {
                    id: Id::from(id.as_str()),
                    name: name.clone(),
                });
            }
        }
    }

    /// Adds equalities; one of the same name must not be there.
    pub(crate) fn add_equal(&mut self, equal: Vec<Spanned<RawEqual>>) -> Vec<WordFault> {
        let mut faults = Vec::new();
        for raw in equal {
            let at = raw.span().start;
            match raw.into_inner().resolve(self) {
                Ok(equal) => match self.equal.iter().find(|own| own.id == equal.id) {
                    Some(own) if *own == equal => {}
                    Some(_) => {
                        faults.push((
                            at,
                            Phrase::new("layout-equality-twice").arg("name", &equal.id),
                        ));
                    }
                    None => self.equal.push(equal),
                },
                Err(message) => faults.push((at, message)),
            }
        }
        faults
    }
}
