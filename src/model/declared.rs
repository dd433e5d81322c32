//! What `templates/model.toml` declares about different facts: which are equal, and which usually agree.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::{Code, Coordinates, Dim, Id, Member, SectionId};

/// An equality as written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawEqual {
    pub(super) id: Id,
    pub(super) left: Vec<String>,
    pub(super) right: Vec<String>,
    #[serde(default)]
    pub(super) each: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(super) total: bool,
    pub(super) when: Option<RawCondition>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCondition {
    pub(super) left: Vec<String>,
    pub(super) right: Vec<String>,
}

/// An equality on which another one depends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// One side.
    pub left: Coordinates,
    /// The other side.
    pub right: Coordinates,
}

/// Two different facts that are equal, or of which the left one is at least the right one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Equal {
    /// Its name in layouts.
    pub id: Id,
    /// One side.
    pub left: Coordinates,
    /// The other side.
    pub right: Coordinates,
    /// For each dimension, the members to which both sides are narrowed in turn; `None` is "all".
    pub each: Vec<(Dim, Vec<Option<Member>>)>,
    /// Whether it holds for the total alone. Otherwise it holds at each 科目 as well.
    pub total: bool,
    /// What must hold for the sides to be equal; otherwise the left one is at least the right one.
    pub when: Option<Condition>,
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

/// A line of the general budget by 功能分类 that is a share of another one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// The line.
    pub function: Code,
    /// What it is a share of.
    pub of: Code,
    /// The share.
    pub share: Decimal,
    /// How far it may be off.
    pub within: Decimal,
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
    pub id: SectionId,
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
    /// The figure of which it is one part, where the other parts are not stated.
    #[serde(default)]
    pub of: Option<Id>,
}
