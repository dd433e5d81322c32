//! The budget of one unit or department for one year.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Amount, BlockModel, Coordinates, Document, Id, Key, Place, SectionId, Withheld};
use crate::text::Measure;

/// The version of the budget's JSON form.
pub const SCHEMA: &str = "yusuan-budget/2";

/// Whose budget it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// A single unit (单位).
    #[default]
    Unit,
    /// A department with its units (部门).
    Department,
}

/// The unit or department that the budget belongs to. What the submission does not say is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Unit {
    /// Name: 上海市青浦区行政服务中心.
    pub name: String,
    /// Code in the finance system: 002003.
    pub code: String,
    /// The department in charge (主管部门).
    pub department: String,
    /// Unit or department.
    pub body: Body,
    /// What kind of body it is (单位性质), as stated: 正处级全额拨款事业单位.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub nature: String,
}

/// A line: its key, its name, and its amounts by column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The block of the table, as `templates/model.toml` names it.
    pub block: Id,
    /// What the line is about.
    pub key: Key,
    /// The name as stated, without ordinal; of a fixed row, the model's name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The stated amounts by column; a blank cell has none, which differs from 0.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub amounts: BTreeMap<Id, Amount>,
    /// The columns whose cell holds something that could not be read as an amount.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub unread: BTreeSet<Id>,
    /// What the line itself adds to its coordinates: its unit, project or the like.
    #[serde(default, skip_serializing_if = "Coordinates::is_all")]
    pub at: Coordinates,
    /// Texts of the line that are kept as they stand, by column.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub texts: BTreeMap<Id, String>,
    /// Where the line's code or label stands.
    #[serde(default, flatten, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

impl Line {
    /// A line of `block` with a key and nothing else.
    #[must_use]
    pub fn new(block: &Id, key: Key) -> Self {
        Self {
            block: block.clone(),
            key,
            name: String::new(),
            amounts: BTreeMap::new(),
            unread: BTreeSet::new(),
            at: Coordinates::ALL,
            texts: BTreeMap::new(),
            place: None,
        }
    }
}

/// The position of a line among all lines of its [`Table`], counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineIx(usize);

impl LineIx {
    /// The position.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0
    }
}

/// A table as stated, subtotals and contradictions included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// The table, as `templates/model.toml` names it.
    pub table: Id,
    /// The unit of measure it was stated in; the amounts are in yuan all the same.
    pub measure: Measure,
    /// The finest digit used by any of its amounts, in yuan, never below 0.01; half of it is the rounding error.
    #[serde(deserialize_with = "super::amount::bounded")]
    pub quantum: Decimal,
    /// What its blocks mean: their lines and columns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<Arc<BlockModel>>,
    /// The lines in the order stated; the closing line of each block comes last in its block.
    pub lines: Vec<Line>,
    /// The headers of columns that the layout has and the submission lacks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing_columns: Vec<String>,
    /// The note below the table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where the note stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note_place: Option<Place>,
    /// Where the title stands.
    #[serde(default, flatten, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// The budget of one unit or department for one year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// The version of this form, [`SCHEMA`].
    pub schema: String,
    /// The id of the layout by which the submission was read.
    pub layout: String,
    /// The budget year; `None` where the submission does not say.
    pub year: Option<u16>,
    /// Whose budget it is.
    pub unit: Unit,
    /// The tables that the submission has, in the order of the layout.
    pub tables: Vec<Table>,
    /// What the document says beside its tables.
    #[serde(default, skip_serializing_if = "Document::is_empty")]
    pub document: Document,
    /// What the submission hides, and what belongs to no part of the document. It is not content of the budget.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<Withheld>,
    /// Last year's budget, where one is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Box<Budget>>,
}

impl Table {
    /// What the block named `id` means.
    #[must_use]
    pub fn block(&self, id: &str) -> Option<&BlockModel> {
        let found = self.blocks.iter().find(|block| block.id == *id)?;
        Some(found)
    }

    /// The lines of a block, each with its position among all lines of the table.
    pub fn lines_of(&self, block: &Id) -> impl Iterator<Item = (LineIx, &Line)> {
        let all = self.lines.iter().enumerate();
        let own = all.filter(move |(_, line)| line.block == *block);
        own.map(|(at, line)| (LineIx(at), line))
    }
}

impl Budget {
    /// A budget without tables.
    #[must_use]
    pub fn new(layout: &str) -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            layout: layout.to_owned(),
            year: None,
            unit: Unit::default(),
            tables: Vec::new(),
            document: Document::default(),
            withheld: Vec::new(),
            previous: None,
        }
    }

    /// The table named `id`, if the submission has it.
    #[must_use]
    pub fn table(&self, id: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.table == *id)
    }

    /// The number of stated amounts.
    #[must_use]
    pub fn amounts(&self) -> usize {
        self.tables
            .iter()
            .flat_map(|table| &table.lines)
            .map(|line| line.amounts.len())
            .sum()
    }

    /// The same budget without what belongs to the paper it stood on: places, stated texts, units of measure, notes,
    /// cover, contents and layout. Two papers that state the same are equal after this.
    #[must_use]
    pub fn statement(&self) -> Self {
        let mut budget = self.clone();
        budget.layout = String::new();
        budget.withheld.clear();
        budget.document = budget.document.statement();
        // Every written workbook has a cover and contents, the layout's own where none are stated.
        budget.document.region.clear();
        budget.document.cover.clear();
        let sections = &mut budget.document.sections;
        sections.retain(|section| section.section != SectionId::Contents);
        // Said in prose, which is not written yet.
        budget.unit.nature = String::new();
        for table in &mut budget.tables {
            (table.place, table.note, table.measure, table.quantum) =
                (None, None, Measure::Yuan, Decimal::ONE);
            table.note_place = None;
            table.missing_columns.clear();
            table.blocks.clear();
            // A printed row of the form without any amount states nothing.
            table.lines.retain(|line| {
                !matches!(line.key, Key::Row(_) | Key::Total) || !line.amounts.is_empty()
            });
            for line in &mut table.lines {
                line.place = None;
                for amount in line.amounts.values_mut() {
                    *amount = Amount {
                        measure: amount.measure.take(),
                        ..Amount::new(amount.yuan.normalize())
                    };
                }
            }
        }
        budget
    }
}
