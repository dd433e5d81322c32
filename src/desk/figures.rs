//! The few amounts of a budget that are told beside its unit.

use rust_decimal::Decimal;

use super::cells::{AmountRow, Cells};
use crate::model::{Coordinates, Dim, Id, Model};

/// The few amounts of a budget that are told beside its unit; `None` where it does not state one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Figures {
    /// 收入合计.
    pub revenue: Option<Decimal>,
    /// 支出合计.
    pub expenditure: Option<Decimal>,
    /// 财政拨款.
    pub fiscal: Option<Decimal>,
    /// 三公.
    pub three_public: Option<Decimal>,
}

impl Figures {
    /// Of a budget with these amounts.
    pub(super) fn of(model: &Model, cells: &Cells) -> Self {
        let of = |flow: &str, source: Option<&str>| {
            let at = Coordinates::ALL
                .with_word(Dim::FLOW, Some(flow))
                .with_word(Dim::SOURCE, source);
            // Where the layout prints it by years of origin alone, it is what these add up to.
            let row = AmountRow {
                table: Id::from(flow),
                again: 0,
                at,
            };
            cells.at(model, &row)
        };
        Self {
            revenue: of("revenue", None),
            expenditure: of("expenditure", None),
            fiscal: of("revenue", Some("fiscal")),
            three_public: of("three_public", None),
        }
    }
}
