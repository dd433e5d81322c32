//! What `templates/model.toml` declares of facts that are not the same: equalities and neighbours.

use serde::{Deserialize, Deserializer, de::Error as _};

use super::{Code, Coordinates, Id};

/// One side of an equality.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSide {
    flow: Option<Id>,
    source: Option<Id>,
    kind: Option<Id>,
}

impl From<RawSide> for Coordinates {
    fn from(raw: RawSide) -> Self {
        Self {
            flow: raw.flow,
            source: raw.source,
            kind: raw.kind,
            function: None,
            economic: None,
        }
    }
}

fn side<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Coordinates, D::Error> {
    RawSide::deserialize(deserializer).map(Into::into)
}

fn rooted<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Option<Id>>, D::Error> {
    let names = Vec::<Id>::deserialize(deserializer)?;
    if names.is_empty() {
        return Err(D::Error::custom("the list is empty"));
    }
    Ok(names
        .into_iter()
        .map(|name| (name != *"all").then_some(name))
        .collect())
}

/// The equality that must hold for another one to be demanded.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// One side.
    #[serde(deserialize_with = "side")]
    pub left: Coordinates,
    /// The other side.
    #[serde(deserialize_with = "side")]
    pub right: Coordinates,
}

/// Two different facts that are equal, or of which the left one is at least the right one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Equal {
    /// Its name in layouts.
    pub id: Id,
    /// One side.
    #[serde(deserialize_with = "side")]
    pub left: Coordinates,
    /// The other side.
    #[serde(deserialize_with = "side")]
    pub right: Coordinates,
    /// The sources for which it holds; `None` is the root.
    #[serde(default = "root", deserialize_with = "rooted")]
    pub sources: Vec<Option<Id>>,
    /// The kinds for which it holds; `None` is the root.
    #[serde(default = "root", deserialize_with = "rooted")]
    pub kinds: Vec<Option<Id>>,
    /// Whether it holds for the total only, else at each 科目 as well.
    #[serde(default)]
    pub total: bool,
    /// What must hold for the sides to be equal; otherwise the left one is at least the right one.
    pub when: Option<Condition>,
}

fn root() -> Vec<Option<Id>> {
    vec![None]
}

/// Lines of the general budget's basic expenditure by both classifications that usually agree.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Related {
    /// 经济分类 codes.
    pub economic: Vec<Code>,
    /// 功能分类 codes.
    pub function: Vec<Code>,
}

/// A 三公 item and the 经济分类 line that is a part of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThreePublicItem {
    /// The item.
    pub kind: Id,
    /// The line.
    pub economic: Code,
}

/// A section of the document, or of the description of a project.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SectionModel {
    /// Its name in layouts and budgets.
    pub id: Id,
    /// Its Chinese name.
    pub name: String,
}

/// A figure that stands only in the texts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureModel {
    /// Its name in budgets.
    pub id: Id,
    /// Its Chinese name.
    pub name: String,
    /// Whether it is money, in yuan, and not a number of things.
    #[serde(default)]
    pub money: bool,
    /// The figure that it is a part of; its parts add up to it.
    #[serde(default)]
    pub parent: Option<Id>,
}
