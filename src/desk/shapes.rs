//! What the tables of a layout can print.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cells::AmountRow;
use crate::model::{BlockModel, Coordinates, Dim, Id, Lines, Model, cell};

/// What the tables of a layout can print, by the words of coordinates: of codes only how fine they may be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shapes(pub(super) BTreeMap<Id, BTreeMap<Coordinates, u8>>);

impl Shapes {
    /// The shapes of tables with these blocks.
    pub fn of<'t>(
        model: &Model,
        tables: impl IntoIterator<Item = (&'t Id, Vec<Arc<BlockModel>>)>,
    ) -> Self {
        let mut shapes = Self::default();
        for (table, blocks) in tables {
            let own = shapes.0.entry(table.clone()).or_default();
            for block in &blocks {
                for column in &block.columns {
                    let mut put = |at: &Coordinates, level: u8| {
                        let at = cell(model, at, &column.at);
                        let (words, codes) = split(&at);
                        let level = level.max(codes);
                        let known = own.entry(words).or_default();
                        *known = (*known).max(level);
                    };
                    put(&block.at, 0);
                    let level = match block.lines {
                        Lines::List(_) => 9,
                        Lines::Class(_) => 1,
                        _ => 0,
                    };
                    put(&block.at.narrowed(&block.list_at), level);
                    for row in &block.rows {
                        put(&block.at.narrowed(&row.at), 0);
                    }
                }
            }
        }
        shapes
    }

    /// Whether the tables have a place for an amount.
    #[must_use]
    pub fn states(&self, row: &AmountRow) -> bool {
        let Some(table) = self.0.get(&row.table) else {
            return false;
        };
        let (words, level) = split(&row.at);
        table.get(&words).is_some_and(|known| *known >= level)
    }
}

/// The words of coordinates, and how fine the finest code among them is. Keys of rows are words of no model.
pub(super) fn split(at: &Coordinates) -> (Coordinates, u8) {
    let (mut words, mut level) = (Coordinates::ALL, 0);
    for (dim, member) in at.iter() {
        match member {
            crate::model::Member::Code(code) => level = level.max(code.level()),
            crate::model::Member::Word(_) => {
                if !matches!(dim, Dim::PROJECT | Dim::ITEM | Dim::AGENCY) {
                    words.set(dim, Some(member.clone()));
                }
            }
        }
    }
    (words, level)
}
