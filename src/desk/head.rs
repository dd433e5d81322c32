//! What is remembered of a budget that is kept elsewhere.

use serde::{Deserialize, Serialize};

use crate::model::{Budget, Id, Unit};

/// What is remembered of a budget that is kept elsewhere.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Head {
    /// Whose it says it is.
    pub unit: Unit,
    /// The year.
    pub year: Option<u16>,
    /// The layout.
    pub layout: Id,
    /// The tables that it has.
    pub tables: Box<[Id]>,
    /// How many amounts it states.
    pub amounts: usize,
    /// Whether it holds last year's budget too.
    pub has_previous: bool,
}

impl Head {
    /// Of this budget.
    pub(super) fn of(budget: &Budget) -> Self {
        Self {
            unit: budget.unit.clone(),
            year: budget.year,
            layout: Id::from(budget.layout.as_str()),
            tables: budget.tables.iter().map(|own| own.table.clone()).collect(),
            amounts: budget.amounts(),
            has_previous: budget.previous.is_some(),
        }
    }
}
