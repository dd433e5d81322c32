//! `templates/model.toml`: the words in which layouts say what their cells mean.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::declared::{
    Equal, FigureModel, RawEqual, Related, SectionModel, Share, ThreePublicItem,
};
use super::lenient::{form_fault, lenient};
use super::topic::{GoalWords, OrganizationWords, RawTopic};
use super::{Code, Coordinates, Dim, Id, Member, ProseWords, Topic};
use crate::messages::Phrase;

/// A dimension of amounts.
#[derive(Debug, Clone)]
pub struct Dimension {
    /// Which one it is.
    pub dim: Dim,
    /// Its Chinese name.
    pub name: String,
    /// Whether its members add up to "all". Where they do not, none is a part of another.
    pub sums: bool,
    /// The digit that the codes of its list begin with; `None` where its members are no codes.
    pub codes: Option<char>,
    /// How many digits its codes may have.
    pub digits: Vec<usize>,
    /// Whether its members are what the rows say.
    pub keys: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDimension {
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

/// A word: a member of a dimension that is neither a code nor a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its dimension.
    pub dim: Dim,
    /// Its Chinese name.
    pub name: String,
    /// The word that it lies directly below.
    pub parent: Option<Id>,
    /// How many years after the budget's own it speaks of: -1 is last year.
    pub year: Option<i16>,
    /// This year's amount less that of which word it is.
    pub minus: Option<Id>,
    /// It is the same in percent of the amount of this word.
    pub percent_of: Option<Id>,
    /// The unit of a number of things; empty where the rows say it.
    pub measure: Option<String>,
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

/// A name of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableName {
    /// Its name in layouts and budgets.
    pub id: Id,
    /// Its Chinese name.
    pub name: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawModel {
    #[serde(rename = "version")]
    _version: u32,
    dimension: Vec<RawDimension>,
    members: BTreeMap<String, Vec<RawWord>>,
    tables: toml::Table,
    section: Vec<SectionModel>,
    project_section: Vec<SectionModel>,
    figure: Vec<FigureModel>,
    equal: Vec<RawEqual>,
    related: Vec<Related>,
    share: Vec<Share>,
    three_public: Vec<ThreePublicItem>,
    topic: Vec<RawTopic>,
    prose: ProseWords,
    organization: OrganizationWords,
    goals: GoalWords,
    #[serde(default)]
    spellings: BTreeMap<String, Vec<String>>,
}

/// What a bureau adds to the model: dimensions, words, names of tables and equalities.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct RawAddition {
    #[serde(rename = "version")]
    _version: Option<u32>,
    dimension: Vec<RawDimension>,
    members: BTreeMap<String, Vec<RawWord>>,
    tables: toml::Table,
    equal: Vec<Spanned<RawEqual>>,
}

/// The words of all layouts, what they mean to one another, and what the texts say.
#[derive(Debug, Clone)]
pub struct Model {
    /// The dimensions in their order.
    pub dimensions: Vec<Dimension>,
    /// The names of tables in the order of the published document.
    pub tables: Vec<TableName>,
    /// Different facts that are equal.
    pub equal: Vec<Equal>,
    /// Lines of both classifications that usually agree.
    pub related: Vec<Related>,
    /// Lines that are a share of another one.
    pub shares: Vec<Share>,
    /// The 经济分类 lines that are a part of 三公 items.
    pub three_public: Vec<ThreePublicItem>,
    /// The sections of the published document in its order, `tables` and `projects` included.
    pub sections: Vec<SectionModel>,
    /// The sections of the description of a project.
    pub project_sections: Vec<SectionModel>,
    /// The figures that stand only in the texts.
    pub figures: Vec<FigureModel>,
    /// What words in the texts are about.
    pub topics: Vec<Topic>,
    /// The other words that tell what a number in the texts is.
    pub prose: ProseWords,
    /// How bodies, offices and vehicles are told of.
    pub organization: OrganizationWords,
    /// What the values of indicators may be.
    pub goals: GoalWords,
    /// Texts of headers and labels with their other spellings, the same in all layouts.
    pub spellings: BTreeMap<String, Vec<String>>,
    words: BTreeMap<Id, Word>,
    /// Where each word was declared, and where they stand there, for messages.
    declared_in: BTreeMap<Id, String>,
    /// The words in the order in which they are declared.
    order: Vec<Id>,
}

/// What is wrong with words that are added: the byte where, and what.
pub(crate) type WordFault = (usize, Phrase);

impl Model {
    /// Parses `templates/model.toml`.
    ///
    /// # Panics
    /// Where the embedded model is not valid: that fault is ours.
    #[must_use]
    pub fn embedded() -> Self {
        let raw: RawModel = toml::from_str(include_str!("../../templates/model.toml"))
            .expect("templates/model.toml is valid");
        let mut model = Self {
            dimensions: Vec::new(),
            tables: Vec::new(),
            equal: Vec::new(),
            related: raw.related,
            shares: raw.share,
            three_public: raw.three_public,
            sections: raw.section,
            project_sections: raw.project_section,
            figures: raw.figure,
            topics: Vec::new(),
            prose: raw.prose,
            organization: raw.organization,
            goals: raw.goals,
            spellings: raw.spellings,
            words: BTreeMap::new(),
            declared_in: BTreeMap::new(),
            order: Vec::new(),
        };
        let mut faults = model.add_dimensions(raw.dimension);
        faults.extend(model.add_words("model.toml", &raw.members));
        faults.extend(model.add_tables(&raw.tables));
        assert!(faults.is_empty(), "templates/model.toml: {faults:?}");
        for topic in raw.topic {
            let topic = topic.resolve(&model);
            let topic = topic.expect("templates/model.toml is valid");
            model.topics.push(topic);
        }
        for equal in raw.equal {
            let equal = equal
                .resolve(&model)
                .expect("templates/model.toml is valid");
            model.equal.push(equal);
        }
        model
    }

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
            faults.extend(self.add_tables(&raw.tables));
            faults.extend(self.add_equal(raw.equal));
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(faults)
        }
    }

    fn add_dimensions(&mut self, raw: Vec<RawDimension>) -> Vec<WordFault> {
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
            Ok::<_, WordFault>(Word {
                dim,
                name: raw.name.clone(),
                parent: own(&raw.parent)?,
                year: raw.year,
                minus: own(&raw.minus)?,
                percent_of: own(&raw.percent_of)?,
                measure: raw.measure.clone(),
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
        self.order.push(id.clone());
        self.declared_in.insert(id.clone(), file.to_owned());
        self.words.insert(id, word);
        None
    }

    /// Adds names of tables behind those that are there.
    pub(crate) fn add_tables(&mut self, tables: &toml::Table) -> Vec<WordFault> {
        let mut faults = Vec::new();
        for (id, name) in tables {
            let Some(name) = name.as_str() else {
                faults.push((0, Phrase::new("layout-table-name").arg("table", id)));
                continue;
            };
            if self.table(id).is_none() {
                self.tables.push(TableName {
                    id: Id::from(id.as_str()),
                    name: name.to_owned(),
                });
            }
        }
        faults
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

    /// The dimension `dim`.
    #[must_use]
    pub fn dimension(&self, dim: Dim) -> Option<&Dimension> {
        self.dimensions.iter().find(|own| own.dim == dim)
    }

    /// The word `id`.
    #[must_use]
    pub fn word(&self, id: &str) -> Option<&Word> {
        self.words.get(id)
    }

    /// The words of a dimension in the order in which they are declared.
    pub fn words_of(&self, dim: Dim) -> impl Iterator<Item = &Id> {
        let own = move |id: &&Id| self.words.get(*id).is_some_and(|word| word.dim == dim);
        self.order.iter().filter(own)
    }

    /// The words directly below `id`.
    pub fn below<'m>(&'m self, id: &'m Id) -> impl Iterator<Item = &'m Id> {
        self.order
            .iter()
            .filter(move |own| self.words[*own].parent.as_ref() == Some(id))
    }

    /// The figure named `id`.
    #[must_use]
    pub fn figure(&self, id: &str) -> Option<&FigureModel> {
        self.figures.iter().find(|figure| figure.id == *id)
    }

    /// The name of the table `id`.
    #[must_use]
    pub fn table(&self, id: &str) -> Option<&TableName> {
        self.tables.iter().find(|table| table.id == *id)
    }

    /// The Chinese name of the word `id`.
    #[must_use]
    pub fn name(&self, id: &str) -> Option<&str> {
        self.words.get(id).map(|word| word.name.as_str())
    }

    /// Whether the word `inner` lies at or below `outer` in their tree; `None` is the root.
    #[must_use]
    pub fn contains(&self, outer: Option<&Id>, inner: Option<&Id>) -> bool {
        let (Some(outer), Some(inner)) = (outer, inner) else {
            return outer.is_none();
        };
        outer == inner || {
            let parent = self.words.get(inner).and_then(|word| word.parent.as_ref());
            parent.is_some() && self.contains(Some(outer), parent)
        }
    }

    /// The member directly above one; `None` directly below "all".
    #[must_use]
    pub fn above(&self, member: &Member) -> Option<Member> {
        match member {
            Member::Code(code) => code.parent().map(Member::Code),
            Member::Word(word) => {
                let parent = self.words.get(word)?.parent.clone();
                parent.map(Member::Word)
            }
        }
    }

    /// Whether `inner` lies at or below `outer` in dimension `dim`; `None` is "all".
    #[must_use]
    pub fn within(&self, dim: Dim, outer: Option<&Member>, inner: Option<&Member>) -> bool {
        if self.dimension(dim).is_some_and(|own| !own.sums) {
            return outer == inner;
        }
        match (outer, inner) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(Member::Code(outer)), Some(Member::Code(inner))) => outer.contains(*inner),
            (Some(Member::Word(outer)), Some(Member::Word(inner))) => {
                self.contains(Some(outer), Some(inner))
            }
            _ => false,
        }
    }

    /// Whether `inner` lies at or below `outer` in every dimension.
    #[must_use]
    pub fn covers(&self, outer: &Coordinates, inner: &Coordinates) -> bool {
        let told = outer.iter().chain(inner.iter());
        let mut dims = told.map(|(dim, _)| dim);
        dims.all(|dim| self.within(dim, outer.get(dim), inner.get(dim)))
    }

    /// The word of the basis by which an amount at `at` is computed from others: a difference or a percentage.
    #[must_use]
    pub fn computed(&self, at: &Coordinates) -> Option<&Word> {
        let word = self.words.get(at.word(Dim::BASIS)?)?;
        (word.minus.is_some() || word.percent_of.is_some()).then_some(word)
    }

    /// The unit of an amount at `at` that is no money: of a number of things, or %. `None` of money.
    #[must_use]
    pub fn measure(&self, at: &Coordinates) -> Option<&str> {
        if let Some(word) = at.word(Dim::QUANTITY) {
            return Some(self.words.get(word)?.measure.as_deref().unwrap_or_default());
        }
        let computed = self.computed(at)?;
        computed.percent_of.as_ref().map(|_| "%")
    }

    /// The member that a bare word of a layout names; `None` of `all`.
    ///
    /// # Errors
    /// Where it is neither a word nor a code of a dimension.
    pub fn member(&self, text: &str) -> Result<Option<(Dim, Member)>, UnknownWord> {
        if text == "all" {
            return Ok(None);
        }
        if let Some(word) = self.words.get(text) {
            return Ok(Some((word.dim, Member::Word(Id::from(text)))));
        }
        let code = Code::parse(text);
        let listed = self.dimensions.iter().find(|own| {
            own.codes.is_some_and(|first| text.starts_with(first))
                && own.digits.contains(&text.len())
        });
        match (code, listed) {
            (Some(code), Some(dimension)) => Ok(Some((dimension.dim, Member::Code(code)))),
            _ => Err(UnknownWord(text.to_owned())),
        }
    }

    /// The coordinates of `words` within `outer`. Of two words of one dimension the inner counts.
    ///
    /// # Errors
    /// Where a word is not known, or two exclude each other.
    pub fn coordinates<'w>(
        &self,
        outer: &Coordinates,
        words: impl IntoIterator<Item = &'w str>,
    ) -> Result<Coordinates, WordsError> {
        let mut at = outer.clone();
        for text in words {
            let Some((dim, member)) = self.member(text)? else {
                continue;
            };
            let inner = match at.get(dim) {
                None => true,
                Some(own) if self.within(dim, Some(own), Some(&member)) => true,
                Some(own) if self.within(dim, Some(&member), Some(own)) => false,
                Some(own) => {
                    return Err(WordsError::Exclude {
                        one: own.to_string(),
                        other: text.to_owned(),
                        dim: dim.name().to_string(),
                    });
                }
            };
            if inner {
                at.set(dim, Some(member));
            }
        }
        Ok(at)
    }

    /// The words that a layout may write, in the order in which they are declared, each with its Chinese name.
    pub fn all_words(&self) -> impl Iterator<Item = String> {
        let words = self.order.iter();
        let words = words.map(|id| format!("{id} {}", self.words[id].name));
        std::iter::once("all".to_owned()).chain(words)
    }
}

/// A word that the model does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown word `{0}`")]
pub struct UnknownWord(pub String);

/// Why words give no coordinates.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    /// A word that the model does not have.
    #[error(transparent)]
    Unknown(#[from] UnknownWord),
    /// Two words of one dimension, neither of which lies within the other.
    #[error("`{one}` and `{other}` are both of `{dim}` and exclude each other")]
    Exclude {
        /// The one that stands further out.
        one: String,
        /// The other.
        other: String,
        /// The dimension.
        dim: String,
    },
}
