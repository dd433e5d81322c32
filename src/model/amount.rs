//! Amounts: exact, in yuan, with the place where they were stated.

use std::sync::Arc;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::text::LARGEST;
use crate::workbook::Address;

/// Where something stands: sheet and cell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The sheet's name.
    pub sheet: Arc<str>,
    /// The cell.
    pub cell: Address,
}

/// An amount as stated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// The amount in yuan, exact to the fen.
    #[serde(deserialize_with = "bounded")]
    pub yuan: Decimal,
    /// What the cell holds, as text, in the unit of measure of its table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated: Option<Box<str>>,
    /// Where it stands; `None` where the budget was not read from a spreadsheet.
    #[serde(default, flatten, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

impl Amount {
    /// An amount of `yuan` that stands nowhere.
    #[must_use]
    pub const fn new(yuan: Decimal) -> Self {
        Self {
            yuan,
            stated: None,
            place: None,
        }
    }
}

/// The sum of amounts in yuan. Where it is more than a [`Decimal`] holds (about 7.9e28), it is the most that one holds: such
/// a sum differs from whatever is stated, or is as large as what is stated.
#[must_use]
pub fn sum(yuan: impl IntoIterator<Item = Decimal>) -> Decimal {
    yuan.into_iter()
        .fold(Decimal::ZERO, Decimal::saturating_add)
}

/// The most decimals of a number in JSON.
const DECIMALS: u32 = 6;

/// Reads a number that may stand in a budget: no larger than [`LARGEST`] and without more decimals than are ever counted, so
/// that reckoning with such numbers stays within what a decimal holds.
pub(super) fn bounded<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Decimal, D::Error> {
    let number: Decimal = Deserialize::deserialize(deserializer)?;
    if number.abs() > LARGEST {
        return Err(D::Error::custom(format!(
            "{number} is more than {LARGEST}, the largest amount"
        )));
    }
    if number.normalize().scale() > DECIMALS {
        return Err(D::Error::custom(format!(
            "{number} has more than {DECIMALS} decimals"
        )));
    }
    Ok(number)
}

/// `yuan` rounded to the fen, half away from zero, without trailing zeros.
#[must_use]
pub fn fen(yuan: Decimal) -> Decimal {
    yuan.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
        .normalize()
}

/// The value of the last digit of a number with `decimals` decimals in a unit of `unit` yuan, never below the fen.
#[must_use]
pub fn finest_digit(unit: Decimal, decimals: u32) -> Decimal {
    (unit * Decimal::new(1, decimals.min(20)))
        .max(Decimal::new(1, 2))
        .normalize()
}
