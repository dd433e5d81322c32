//! Coordinates: what a cell states, independent of where it stands.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::code::Code;
use super::id::Id;

/// A dimension of amounts: its position among those of `templates/model.toml`. The constants are the dimensions that the
/// program knows by name; all others are only narrowed, compared and added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dim(u8);

/// The names of the dimensions that the program itself speaks of, in the order of the constants of [`Dim`].
const NAMES: [&str; 12] = [
    "flow",
    "source",
    "carry",
    "function",
    "economic",
    "government_economic",
    "kind",
    "basis",
    "quantity",
    "agency",
    "project",
    "item",
];

/// The names of further dimensions, in the order in which they were met. A dimension is the same in all models of a process,
/// so that coordinates need none to be compared or written.
static FURTHER: RwLock<Vec<Arc<str>>> = RwLock::new(Vec::new());

impl Dim {
    /// 收支: revenue, expenditure, three_public, …
    pub const FLOW: Self = Self(0);
    /// Where the money comes from.
    pub const SOURCE: Self = Self(1);
    /// This year's money, or what is carried over and forward.
    pub const CARRY: Self = Self(2);
    /// 功能分类.
    pub const FUNCTION: Self = Self(3);
    /// 部门预算支出经济分类.
    pub const ECONOMIC: Self = Self(4);
    /// 政府预算支出经济分类.
    pub const GOVERNMENT_ECONOMIC: Self = Self(5);
    /// What the money is for.
    pub const KIND: Self = Self(6);
    /// What an amount is where it is not of this year's budget: last year's budget, what was executed, the change.
    pub const BASIS: Self = Self(7);
    /// Numbers of things.
    pub const QUANTITY: Self = Self(8);
    /// The unit.
    pub const AGENCY: Self = Self(9);
    /// The project.
    pub const PROJECT: Self = Self(10);
    /// What is bought.
    pub const ITEM: Self = Self(11);

    /// The dimension named `name`; `None` where there are more than a budget can have (256).
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        if let Some(at) = NAMES.iter().position(|own| *own == name) {
            return u8::try_from(at).ok().map(Self);
        }
        let mut further = FURTHER.write().unwrap_or_else(PoisonError::into_inner);
        let at = match further.iter().position(|own| **own == *name) {
            Some(at) => at,
            None => {
                further.push(name.into());
                further.len() - 1
            }
        };
        u8::try_from(NAMES.len() + at).ok().map(Self)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> Arc<str> {
        let at = self.index();
        if let Some(name) = NAMES.get(at) {
            return (*name).into();
        }
        let further = FURTHER.read().unwrap_or_else(PoisonError::into_inner);
        further[at - NAMES.len()].clone()
    }

    /// Its position among the dimensions, from 0.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A member of a dimension.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Member {
    /// A word of the model, or a key as the rows state it.
    Word(Id),
    /// A code of a list.
    Code(Code),
}

impl fmt::Display for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => word.fmt(f),
            Self::Code(code) => code.fmt(f),
        }
    }
}

/// What an amount states: a member for each dimension that is given. A dimension that is not given means "all".
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Coordinates(
    /// In the order of the dimensions.
    Vec<(Dim, Member)>,
);

impl Coordinates {
    /// "All" in every dimension.
    pub const ALL: Self = Self(Vec::new());

    /// The member in dimension `dim`.
    #[must_use]
    pub fn get(&self, dim: Dim) -> Option<&Member> {
        let found = self.0.binary_search_by_key(&dim, |(own, _)| *own).ok()?;
        Some(&self.0[found].1)
    }

    /// The word in dimension `dim`.
    #[must_use]
    pub fn word(&self, dim: Dim) -> Option<&Id> {
        match self.get(dim)? {
            Member::Word(word) => Some(word),
            Member::Code(_) => None,
        }
    }

    /// The code in dimension `dim`.
    #[must_use]
    pub fn code(&self, dim: Dim) -> Option<Code> {
        match self.get(dim)? {
            Member::Code(code) => Some(*code),
            Member::Word(_) => None,
        }
    }

    /// revenue, expenditure, three_public, …
    #[must_use]
    pub fn flow(&self) -> Option<&Id> {
        self.word(Dim::FLOW)
    }

    /// Where the money comes from.
    #[must_use]
    pub fn source(&self) -> Option<&Id> {
        self.word(Dim::SOURCE)
    }

    /// What the money is for.
    #[must_use]
    pub fn kind(&self) -> Option<&Id> {
        self.word(Dim::KIND)
    }

    /// 功能分类 code of 3, 5 or 7 digits.
    #[must_use]
    pub fn function(&self) -> Option<Code> {
        self.code(Dim::FUNCTION)
    }

    /// 部门预算支出经济分类 code of 3 or 5 digits.
    #[must_use]
    pub fn economic(&self) -> Option<Code> {
        self.code(Dim::ECONOMIC)
    }

    /// Sets the member in dimension `dim`; `None` is "all".
    pub fn set(&mut self, dim: Dim, member: Option<Member>) {
        match (self.0.binary_search_by_key(&dim, |(own, _)| *own), member) {
            (Ok(at), Some(member)) => self.0[at].1 = member,
            (Ok(at), None) => drop(self.0.remove(at)),
            (Err(at), Some(member)) => self.0.insert(at, (dim, member)),
            (Err(_), None) => {}
        }
    }

    /// These coordinates with that member in dimension `dim`; `None` is "all".
    #[must_use]
    pub fn with(mut self, dim: Dim, member: Option<Member>) -> Self {
        self.set(dim, member);
        self
    }

    /// These coordinates with that word in dimension `dim`; `None` is "all".
    #[must_use]
    pub fn with_word(self, dim: Dim, word: Option<&str>) -> Self {
        self.with(dim, word.map(|word| Member::Word(Id::from(word))))
    }

    /// These coordinates with that code in dimension `dim`; `None` is "all".
    #[must_use]
    pub fn with_code(self, dim: Dim, code: Option<Code>) -> Self {
        self.with(dim, code.map(Member::Code))
    }

    /// The dimensions that are given, with their members, in the order of the dimensions.
    pub fn iter(&self) -> impl Iterator<Item = (Dim, &Member)> {
        self.0.iter().map(|(dim, member)| (*dim, member))
    }

    /// Whether it is "all" in every dimension.
    #[must_use]
    pub const fn is_all(&self) -> bool {
        self.0.is_empty()
    }

    /// These coordinates, with the members of `inner` in each dimension that `inner` gives.
    #[must_use]
    pub fn narrowed(&self, inner: &Self) -> Self {
        let mut narrowed = self.clone();
        for (dim, member) in inner.iter() {
            narrowed.set(dim, Some(member.clone()));
        }
        narrowed
    }
}

impl Serialize for Coordinates {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(
            self.iter()
                .map(|(dim, member)| (dim.name().to_string(), member.to_string())),
        )
    }
}

/// Codes are read as words: only a model knows which dimensions have codes.
impl<'de> Deserialize<'de> for Coordinates {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Map;
        impl<'de> Visitor<'de> for Map {
            type Value = Coordinates;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a member for each dimension")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Coordinates, A::Error> {
                let mut at = Coordinates::ALL;
                while let Some((name, member)) = map.next_entry::<String, Id>()? {
                    let dim = Dim::named(&name).ok_or_else(|| {
                        serde::de::Error::custom(format!("`{name}` is one dimension too many"))
                    })?;
                    at.set(dim, Some(Member::Word(member)));
                }
                Ok(at)
            }
        }
        deserializer.deserialize_map(Map)
    }
}

impl Serialize for Dim {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.name())
    }
}

impl<'de> Deserialize<'de> for Dim {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::named(&name)
            .ok_or_else(|| serde::de::Error::custom(format!("`{name}` is one dimension too many")))
    }
}
