//! `templates/model.toml`: the words in which layouts say what their cells mean.

mod add;
mod resolve;
mod words;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde::Deserialize;

use super::declared::{
    Equal, FigureModel, RawEqual, Related, SectionModel, Share, ThreePublicItem,
};
use super::numbers::WordNumbers;
use super::reading::ReadingWords;
use super::topic::{GoalWords, OrganizationWords, RawTopic};
use super::{Coordinates, Dim, Id, Member, ProseWords, Topic};
use add::RawDimension;
pub(crate) use add::{RawTables, RawWord};
pub(crate) use words::words_fault;
pub use words::{UnknownWord, WordsError};

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

/// A word: a member of a dimension that is neither a code nor a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberWord {
    /// Its dimension.
    pub dim: Dim,
    /// Its Chinese name.
    pub name: String,
    /// The word that it lies directly below.
    pub parent: Option<Id>,
    /// The year that it speaks of, counted from the budget's own: -1 is last year.
    pub year: Option<i16>,
    /// For a change: the word whose amount is taken away from this year's.
    pub minus: Option<Id>,
    /// For a change in percent: the word whose amount is 100 percent.
    pub percent_of: Option<Id>,
    /// The unit of a number of things; empty where the rows name it.
    pub measure: Option<String>,
    /// The words directly below it, in the order in which they are declared.
    below: Vec<Id>,
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
    tables: RawTables,
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
    reading: ReadingWords,
    #[serde(default)]
    spellings: BTreeMap<String, Vec<String>>,
}

/// The words that all layouts share, how they relate to one another, and the words by which texts are read.
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
    /// How the texts speak of bodies, offices and vehicles.
    pub organization: OrganizationWords,
    /// What the values of indicators may be.
    pub goals: GoalWords,
    /// The words by which reading knows what stands around and between the lines of tables.
    pub reading: Arc<ReadingWords>,
    /// Texts of headers and labels with their other spellings, the same in all layouts.
    pub spellings: BTreeMap<String, Vec<String>>,
    words: BTreeMap<Id, MemberWord>,
    /// Where each word was declared, and where they stand there, for messages.
    declared_in: BTreeMap<Id, String>,
    /// The words in the order in which they are declared.
    order: Vec<Id>,
    /// The numbers of the words, made where they are asked for and again after words were added.
    numbers: OnceLock<WordNumbers>,
}

impl Model {
    /// Parses `templates/model.toml`.
    ///
    /// # Panics
    /// Where the embedded model is not valid: that fault is ours.
    #[must_use]
    pub fn embedded() -> Self {
        let raw: RawModel = toml::from_str(include_str!("../../../templates/model.toml"))
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
            reading: Arc::default(),
            spellings: raw.spellings,
            words: BTreeMap::new(),
            declared_in: BTreeMap::new(),
            order: Vec::new(),
            numbers: OnceLock::new(),
        };
        let mut faults = model.add_dimensions(raw.dimension);
        faults.extend(model.add_words("model.toml", &raw.members));
        model.add_tables(&raw.tables);
        Arc::make_mut(&mut model.reading).add(raw.reading);
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

    pub(super) fn numbers(&self) -> &WordNumbers {
        let words = self.words.iter();
        let words = words.map(|(id, word)| (id, word.parent.as_ref()));
        self.numbers.get_or_init(|| WordNumbers::of(words))
    }

    /// The dimension `dim`.
    #[must_use]
    pub fn dimension(&self, dim: Dim) -> Option<&Dimension> {
        self.dimensions.iter().find(|own| own.dim == dim)
    }

    /// The word `id`.
    #[must_use]
    pub fn word(&self, id: &str) -> Option<&MemberWord> {
        self.words.get(id)
    }

    /// The words of a dimension in the order in which they are declared.
    pub fn words_of(&self, dim: Dim) -> impl Iterator<Item = &Id> {
        let own = move |id: &&Id| self.words.get(*id).is_some_and(|word| word.dim == dim);
        self.order.iter().filter(own)
    }

    /// The words directly below `id`.
    pub fn below<'m>(&'m self, id: &'m Id) -> impl Iterator<Item = &'m Id> {
        let word = self.words.get(id);
        word.into_iter().flat_map(|word| &word.below)
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
    pub fn computed(&self, at: &Coordinates) -> Option<&MemberWord> {
        let word = self.words.get(at.word(Dim::BASIS)?)?;
        (word.minus.is_some() || word.percent_of.is_some()).then_some(word)
    }

    /// The unit of an amount at `at` that is not money: that of a number of things, or %. `None` for money.
    #[must_use]
    pub fn measure(&self, at: &Coordinates) -> Option<&str> {
        if let Some(word) = at.word(Dim::QUANTITY) {
            return Some(self.words.get(word)?.measure.as_deref().unwrap_or_default());
        }
        let computed = self.computed(at)?;
        computed.percent_of.as_ref().map(|_| "%")
    }

    /// The words that a layout may write, in the order in which they are declared, each with its Chinese name.
    pub fn all_words(&self) -> impl Iterator<Item = String> {
        let words = self.order.iter();
        let words = words.map(|id| format!("{id} {}", self.words[id].name));
        std::iter::once("all".to_owned()).chain(words)
    }
}
