//! `templates/model.toml`: what the columns and rows of each table mean.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::declared::{Equal, FigureModel, Related, SectionModel, ThreePublicItem};
use super::topic::RawTopic;
use super::{Coordinates, Id, ProseWords, Topic};

/// A source or kind of money in its tree.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Node {
    id: Id,
    name: String,
    parent: Option<Id>,
}

/// What the lines of a block are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lines {
    /// Fixed rows that the model names.
    Fixed,
    /// One line for each 类, by name.
    Class,
    /// An open list by 功能分类 code.
    Function,
    /// An open list by 经济分类 code.
    Economic,
    /// A single line without label.
    Single,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCoordinates {
    flow: Option<Id>,
    source: Option<Id>,
    kind: Option<Id>,
}

impl From<RawCoordinates> for Coordinates {
    fn from(raw: RawCoordinates) -> Self {
        Self {
            flow: raw.flow,
            source: raw.source,
            kind: raw.kind,
            function: None,
            economic: None,
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSlot {
    id: Id,
    #[serde(default)]
    name: String,
    flow: Option<Id>,
    source: Option<Id>,
    kind: Option<Id>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBlock {
    id: Id,
    lines: Lines,
    at: RawCoordinates,
    columns: Vec<RawSlot>,
    #[serde(default)]
    rows: Vec<RawSlot>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTable {
    id: Id,
    name: String,
    block: Vec<RawBlock>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawModel {
    #[serde(rename = "version")]
    _version: u32,
    source: Vec<Node>,
    kind: Vec<Node>,
    section: Vec<SectionModel>,
    project_section: Vec<SectionModel>,
    figure: Vec<FigureModel>,
    table: Vec<RawTable>,
    equal: Vec<Equal>,
    related: Vec<Related>,
    three_public: Vec<ThreePublicItem>,
    topic: Vec<RawTopic>,
    prose: ProseWords,
}

/// A column of amounts.
#[derive(Debug, Clone)]
pub struct ColumnModel {
    /// The column's name in layouts and budgets.
    pub id: Id,
    /// What it adds to the coordinates of its line.
    pub at: Coordinates,
}

/// A fixed row.
#[derive(Debug, Clone)]
pub struct RowModel {
    /// The row's name in layouts and budgets.
    pub id: Id,
    /// Its Chinese name.
    pub name: String,
    /// What it adds to the coordinates of its block.
    pub at: Coordinates,
}

/// A block: lines and columns that belong together. A table has one, or two side by side.
#[derive(Debug, Clone)]
pub struct BlockModel {
    /// The block's name.
    pub id: Id,
    /// What its lines are.
    pub lines: Lines,
    /// The coordinates that all its cells share.
    pub at: Coordinates,
    /// Its columns of amounts.
    pub columns: Vec<ColumnModel>,
    /// Its rows, where they are fixed.
    pub rows: Vec<RowModel>,
}

/// One of the nine tables.
#[derive(Debug, Clone)]
pub struct TableModel {
    /// The table's name in layouts and budgets.
    pub id: Id,
    /// Its Chinese name.
    pub name: String,
    /// Its blocks.
    pub blocks: Vec<BlockModel>,
}

impl TableModel {
    /// The block named `id`.
    #[must_use]
    pub fn block(&self, id: &str) -> Option<&BlockModel> {
        self.blocks.iter().find(|block| block.id == *id)
    }
}

impl BlockModel {
    /// The position of the column named `id` among the block's columns.
    #[must_use]
    pub fn column(&self, id: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.id == *id)
    }

    /// The fixed row named `id`.
    #[must_use]
    pub fn row(&self, id: &str) -> Option<&RowModel> {
        self.rows.iter().find(|row| row.id == *id)
    }
}

/// The meaning of all tables and texts, and the trees of sources and kinds.
#[derive(Debug, Clone)]
pub struct Model {
    /// The tables in the order of the published document.
    pub tables: Vec<TableModel>,
    /// Different facts that are equal.
    pub equal: Vec<Equal>,
    /// Lines of both classifications that usually agree.
    pub related: Vec<Related>,
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
    nodes: Vec<Node>,
    /// All names in coordinates, in order.
    names: Vec<Id>,
}

impl Model {
    /// Parses `templates/model.toml`. It is embedded and not open to users, so a fault in it is ours.
    ///
    /// # Panics
    /// Where the embedded model is not valid.
    #[must_use]
    pub fn embedded() -> Self {
        let raw: RawModel = toml::from_str(include_str!("../../templates/model.toml"))
            .expect("templates/model.toml is valid");
        let slot = |raw: RawSlot| {
            let at = Coordinates {
                flow: raw.flow,
                source: raw.source,
                kind: raw.kind,
                function: None,
                economic: None,
            };
            (raw.id, raw.name, at)
        };
        let block = |raw: RawBlock| BlockModel {
            id: raw.id,
            lines: raw.lines,
            at: raw.at.into(),
            columns: raw
                .columns
                .into_iter()
                .map(slot)
                .map(|(id, _, at)| ColumnModel { id, at })
                .collect(),
            rows: raw
                .rows
                .into_iter()
                .map(slot)
                .map(|(id, name, at)| RowModel { id, name, at })
                .collect(),
        };
        let table = |raw: RawTable| TableModel {
            id: raw.id,
            name: raw.name,
            blocks: raw.block.into_iter().map(block).collect(),
        };
        let nodes = raw.source.into_iter().chain(raw.kind).collect();
        let tables: Vec<TableModel> = raw.table.into_iter().map(table).collect();
        Self {
            names: names(&tables, &raw.equal),
            tables,
            equal: raw.equal,
            related: raw.related,
            three_public: raw.three_public,
            sections: raw.section,
            project_sections: raw.project_section,
            figures: raw.figure,
            topics: raw.topic.into_iter().map(Into::into).collect(),
            prose: raw.prose,
            nodes,
        }
    }

    /// The sources or kinds directly below `id`.
    pub fn below<'m>(&'m self, id: &'m Id) -> impl Iterator<Item = &'m Id> {
        self.nodes
            .iter()
            .filter(move |node| node.parent.as_ref() == Some(id))
            .map(|node| &node.id)
    }

    /// The number of a name in coordinates, from 1. Numbers are in the order of the names.
    pub(crate) fn number(&self, name: &Id) -> u8 {
        let found = self.names.binary_search(name).ok();
        let number = found.and_then(|at| u8::try_from(at + 1).ok());
        number.expect("coordinates are made of the model's names, which are few")
    }

    /// The figure named `id`.
    #[must_use]
    pub fn figure(&self, id: &str) -> Option<&FigureModel> {
        self.figures.iter().find(|figure| figure.id == *id)
    }

    /// The table named `id`.
    #[must_use]
    pub fn table(&self, id: &str) -> Option<&TableModel> {
        self.tables.iter().find(|table| table.id == *id)
    }

    /// The Chinese name of the source or kind `id`.
    #[must_use]
    pub fn name(&self, id: &str) -> Option<&str> {
        self.nodes
            .iter()
            .find(|node| node.id == *id)
            .map(|node| node.name.as_str())
    }

    /// Whether `inner` lies at or below `outer` in the tree of sources or kinds; `None` is the root of both.
    #[must_use]
    pub fn contains(&self, outer: Option<&Id>, inner: Option<&Id>) -> bool {
        let (Some(outer), Some(inner)) = (outer, inner) else {
            return outer.is_none();
        };
        outer == inner || {
            let parent = self
                .nodes
                .iter()
                .find(|node| node.id == *inner)
                .and_then(|node| node.parent.as_ref());
            parent.is_some() && self.contains(Some(outer), parent)
        }
    }

    /// Whether `inner` lies at or below `outer` in every dimension.
    #[must_use]
    pub fn covers(&self, outer: &Coordinates, inner: &Coordinates) -> bool {
        let codes = |outer: Option<super::Code>, inner: Option<super::Code>| match (outer, inner) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(outer), Some(inner)) => outer.contains(inner),
        };
        outer.flow == inner.flow
            && self.contains(outer.source.as_ref(), inner.source.as_ref())
            && self.contains(outer.kind.as_ref(), inner.kind.as_ref())
            && codes(outer.function, inner.function)
            && codes(outer.economic, inner.economic)
    }
}

/// All names in the coordinates of tables and of declared equalities, in order.
fn names(tables: &[TableModel], equal: &[Equal]) -> Vec<Id> {
    let blocks = || tables.iter().flat_map(|table| &table.blocks);
    let columns = blocks().flat_map(|block| block.columns.iter().map(|column| &column.at));
    let rows = blocks().flat_map(|block| block.rows.iter().map(|row| &row.at));
    let conditions = equal.iter().filter_map(|equal| equal.when.as_ref());
    let all = blocks()
        .map(|block| &block.at)
        .chain(columns)
        .chain(rows)
        .chain(equal.iter().flat_map(|equal| [&equal.left, &equal.right]))
        .chain(conditions.flat_map(|when| [&when.left, &when.right]));
    let lists = equal
        .iter()
        .flat_map(|equal| [&equal.sources, &equal.kinds]);
    let names: BTreeSet<&Id> = all
        .flat_map(|at| [&at.flow, &at.source, &at.kind])
        .chain(lists.flatten())
        .flatten()
        .collect();
    names.into_iter().cloned().collect()
}
