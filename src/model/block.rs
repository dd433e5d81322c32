//! What the lines and columns of a block of a table mean. A layout says it, and a budget carries it with its tables.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use super::{Coordinates, Dim, Id};

/// What kind of lines a block has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lines {
    /// Fixed rows that the layout names.
    Fixed,
    /// One line for each 类 by its name; fixed rows may stand around them.
    Class(Dim),
    /// An open list by code.
    List(Dim),
    /// Any rows; what their key columns say tells them apart.
    Records,
    /// A single line without label.
    Single,
}

impl Lines {
    /// An open list by 功能分类 code.
    pub const FUNCTION: Self = Self::List(Dim::FUNCTION);
    /// An open list by 部门预算支出经济分类 code.
    pub const ECONOMIC: Self = Self::List(Dim::ECONOMIC);

    /// The dimension whose codes the lines have; `None` where they have none.
    #[must_use]
    pub const fn codes(self) -> Option<Dim> {
        match self {
            Self::Class(dim) | Self::List(dim) => Some(dim),
            Self::Fixed | Self::Records | Self::Single => None,
        }
    }
}

impl Serialize for Lines {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Fixed => serializer.serialize_str("fixed"),
            Self::Class(dim) => serializer.collect_str(&format_args!("class {}", dim.name())),
            Self::List(dim) => serializer.collect_str(&format_args!("list {}", dim.name())),
            Self::Records => serializer.serialize_str("records"),
            Self::Single => serializer.serialize_str("single"),
        }
    }
}

impl<'de> Deserialize<'de> for Lines {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let dim = |name: &str| {
            Dim::named(name).ok_or_else(|| D::Error::custom("there are too many dimensions"))
        };
        Ok(match text.split_once(' ') {
            Some(("class", name)) => Self::Class(dim(name)?),
            Some(("list", name)) => Self::List(dim(name)?),
            _ => match text.as_str() {
                "fixed" => Self::Fixed,
                "records" => Self::Records,
                "single" => Self::Single,
                _ => return Err(D::Error::custom(format!("`{text}` is no kind of lines"))),
            },
        })
    }
}

/// A column of amounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnModel {
    /// The column's name in budgets.
    pub id: Id,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What it adds to the coordinates of its line.
    pub at: Coordinates,
    /// Whether it is only a part (其中：) of a whole: it does not add up to it with others.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub of_which: bool,
}

/// A fixed row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowModel {
    /// The row's name in budgets.
    pub id: Id,
    /// Its name for people.
    pub name: String,
    /// What it adds to the coordinates of its block.
    pub at: Coordinates,
    /// Whether it is only a part (其中：) of a whole: it does not add up to it with others.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub of_which: bool,
}

/// A block: lines and columns that belong together. A table has one, or several side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlockModel {
    /// The block's name.
    pub id: Id,
    /// What its lines are.
    pub lines: Lines,
    /// The dimension that tells apart lines without a code, such as units, where they stand above the codes that belong to
    /// them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub groups: Option<Dim>,
    /// The coordinates that all its cells share.
    pub at: Coordinates,
    /// For a list among fixed rows: what each of its lines adds to the coordinates of the block.
    #[serde(default, skip_serializing_if = "Coordinates::is_all")]
    pub list_at: Coordinates,
    /// Whether the parts that are printed make up the whole, so that totals can be checked.
    pub closed: bool,
    /// Its columns of amounts.
    pub columns: Vec<ColumnModel>,
    /// Its rows, where they are fixed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<RowModel>,
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
