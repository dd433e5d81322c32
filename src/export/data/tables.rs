//! The tables of a data set and their columns, from `templates/data/tables.toml`.

use std::sync::Arc;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::{DATA_SCHEMA, DECIMALS, DataRow, DataValue};
use crate::messages::Language;
use crate::model::{Dim, Model, fen};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnType {
    /// Text; codes too.
    Text,
    /// A whole number.
    Whole,
    /// Yes or no.
    Flag,
    /// Money in yuan, exact to the fen.
    Yuan,
    /// An exact number with decimals.
    Number,
}

/// A column of a table.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataColumn {
    /// Its name.
    pub name: String,
    /// What it holds.
    #[serde(rename = "type")]
    pub holds: ColumnType,
    /// Whether it is never null.
    #[serde(default)]
    pub needed: bool,
    zh: String,
    en: String,
}

impl DataColumn {
    /// Its title in the language.
    #[must_use]
    pub fn title(&self, language: Language) -> &str {
        said(language, &self.zh, &self.en)
    }
}

/// That columns of a table name a row of another, by columns of the same names.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataReference {
    /// The columns.
    pub columns: Vec<String>,
    /// The other table.
    pub table: String,
}

/// A table and its columns.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableShape {
    /// Its name.
    pub id: String,
    zh: String,
    en: String,
    /// Whether its first column is the year, by which its files are parted.
    #[serde(default)]
    pub by_year: bool,
    /// Whether a bureau's own dimensions are columns of it.
    #[serde(default)]
    dimensions: bool,
    /// Whether only a review has it.
    #[serde(default)]
    review: bool,
    /// The columns that tell a row from all others.
    #[serde(default)]
    pub key: Vec<String>,
    /// Which rows of other tables its rows are of.
    #[serde(default)]
    pub refers: Vec<DataReference>,
    /// The columns.
    pub columns: Vec<DataColumn>,
}

impl TableShape {
    /// Its title in the language.
    #[must_use]
    pub fn title(&self, language: Language) -> &str {
        said(language, &self.zh, &self.en)
    }
}

const fn said<'t>(language: Language, zh: &'t str, en: &'t str) -> &'t str {
    match language {
        Language::Chinese => zh,
        Language::English => en,
    }
}

/// The tables of a data set.
#[derive(Debug, Clone)]
pub struct Tables {
    /// In their order.
    pub all: Vec<TableShape>,
    /// A bureau's own dimensions, in the order of their columns.
    pub(super) own: Vec<Dim>,
}

const TABLES: &str = include_str!("../../../templates/data/tables.toml");

impl Tables {
    /// The tables of budgets of this model, those of a review too where it is one.
    ///
    /// # Panics
    /// Where the embedded list is not valid.
    #[must_use]
    pub fn new(model: &Model, review: bool) -> Self {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct ListedTable {
            table: Vec<TableShape>,
        }
        let listed: ListedTable = toml::from_str(TABLES).expect("the embedded list is valid");
        let mut all = listed.table;
        all.retain(|own| review || !own.review);
        let facts = all.iter().find(|own| own.id == "facts");
        let facts = facts.expect("the list has facts").clone();
        let dims = model.dimensions.iter().map(|own| own.dim);
        let is_known = |dim: &Dim| dim.index() < Dim::ITEM.index() + 1;
        let own: Vec<Dim> = dims.filter(|dim| !is_known(dim)).collect();
        for table in all.iter_mut().filter(|own| own.dimensions) {
            for dim in &own {
                let mut name = dim.name().to_string();
                // It may be called as another column is.
                while facts
                    .columns
                    .iter()
                    .chain(&table.columns)
                    .any(|own| own.name == name)
                {
                    name = format!("own_{name}");
                }
                table.columns.push(DataColumn {
                    zh: name.clone(),
                    en: name.clone(),
                    name,
                    holds: ColumnType::Text,
                    needed: false,
                });
            }
        }
        Self { all, own }
    }

    /// A bureau's own dimensions with the names of their columns in the table.
    pub fn own_columns(&self, id: &str) -> impl Iterator<Item = (Dim, &str)> {
        let table = self.all.iter().find(|own| own.id == id);
        let columns = table.map_or(&[][..], |own| &own.columns);
        let from = columns.len().saturating_sub(self.own.len());
        let names = columns[from..].iter().map(|own| own.name.as_str());
        self.own.iter().copied().zip(names)
    }

    /// Begins a row of a table.
    ///
    /// # Panics
    /// Where there is no such table.
    #[must_use]
    pub fn row(&self, id: &str) -> RowOf<'_> {
        let table = self.all.iter().position(|own| own.id == id);
        let table = table.expect("the tables are those of the list");
        RowOf {
            shape: &self.all[table],
            row: DataRow {
                table,
                values: Vec::with_capacity(self.all[table].columns.len()),
            },
        }
    }

    /// The tables and their columns in words: data sets may share a folder where these are the same.
    #[must_use]
    pub fn form(&self) -> String {
        let tables = self.all.iter().map(|table| {
            let columns = table.columns.iter().map(|own| own.name.as_str());
            format!("{}: {}", table.id, columns.collect::<Vec<_>>().join(" "))
        });
        format!("{DATA_SCHEMA}\n{}\n", tables.collect::<Vec<_>>().join("\n"))
    }
}

/// A row that is filled from the first column to the last.
#[derive(Debug)]
pub struct RowOf<'t> {
    shape: &'t TableShape,
    row: DataRow,
}

impl RowOf<'_> {
    fn put(mut self, name: &str, value: DataValue) -> Self {
        debug_assert_eq!(
            self.shape
                .columns
                .get(self.row.values.len())
                .map(|own| own.name.as_str()),
            Some(name),
            "the values come in the order of the columns"
        );
        self.row.values.push(value);
        self
    }

    /// A text; an empty one is null.
    #[must_use]
    pub fn text(self, name: &str, text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        let value = match text.is_empty() {
            true => DataValue::Null,
            false => DataValue::Text(text.into()),
        };
        self.put(name, value)
    }

    /// A text that several rows share.
    #[must_use]
    pub fn shared(self, name: &str, text: &Arc<str>) -> Self {
        let value = match text.is_empty() {
            true => DataValue::Null,
            false => DataValue::Text(Arc::clone(text)),
        };
        self.put(name, value)
    }

    /// A whole number.
    #[must_use]
    pub fn whole(self, name: &str, number: Option<impl TryInto<i64>>) -> Self {
        let number = number.and_then(|own| own.try_into().ok());
        self.put(name, number.map_or(DataValue::Null, DataValue::Whole))
    }

    /// Yes or no.
    #[must_use]
    pub fn flag(self, name: &str, flag: bool) -> Self {
        self.put(name, DataValue::Flag(flag))
    }

    /// Money in yuan. What is more than any budget can state is null.
    #[must_use]
    pub fn yuan(self, name: &str, yuan: Option<Decimal>) -> Self {
        self.put(
            name,
            yuan.and_then(in_fen)
                .map_or(DataValue::Null, DataValue::Fen),
        )
    }

    /// A number. What is more than any budget can state is null.
    #[must_use]
    pub fn number(self, name: &str, number: Option<Decimal>) -> Self {
        let number = number.and_then(|own| {
            let mut own = own.round_dp(DECIMALS);
            own.rescale(DECIMALS);
            (own.scale() == DECIMALS).then(|| own.normalize())
        });
        self.put(name, number.map_or(DataValue::Null, DataValue::Number))
    }

    /// The whole row.
    #[must_use]
    pub fn done(self) -> DataRow {
        debug_assert_eq!(
            self.row.values.len(),
            self.shape.columns.len(),
            "every column has a value"
        );
        self.row
    }
}

/// The most fen that 18 digits hold.
const MOST_FEN: i64 = 999_999_999_999_999_999;

/// The fen of an amount; `None` where 18 digits do not hold them.
fn in_fen(yuan: Decimal) -> Option<i64> {
    let mut own = fen(yuan);
    own.rescale(2);
    if own.scale() != 2 {
        return None;
    }
    let fen = i64::try_from(own.mantissa()).ok()?;
    (-MOST_FEN..=MOST_FEN).contains(&fen).then_some(fen)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::LARGEST;

    #[test]
    fn amounts_are_exact_in_fen() {
        let of = |text: &str| in_fen(text.parse().unwrap());
        assert_eq!(of("76730065.67"), Some(7_673_006_567));
        assert_eq!(of("-0.01"), Some(-1));
        assert_eq!(of("0.1"), Some(10));
        assert_eq!(in_fen(LARGEST), Some(100_000_000_000_000_000));
        assert_eq!(in_fen(-LARGEST), Some(-100_000_000_000_000_000));
        assert_eq!(in_fen(Decimal::MAX), None);
    }

    #[test]
    fn tables_refer_to_columns_that_are_there() {
        let model = crate::layout::Templates::embedded().model;
        let tables = Tables::new(&model, true);
        for table in &tables.all {
            let has = |table: &TableShape, name: &String| {
                table.columns.iter().any(|own| own.name == *name)
            };
            assert!(table.key.iter().all(|own| has(table, own)));
            for refers in &table.refers {
                let other = tables
                    .all
                    .iter()
                    .find(|own| own.id == refers.table)
                    .unwrap();
                assert_eq!(other.key, refers.columns);
                assert!(refers.columns.iter().all(|own| has(table, own)));
            }
            assert_eq!(
                table.by_year,
                table.columns[0].name == "year",
                "{}",
                table.id
            );
        }
    }
}
