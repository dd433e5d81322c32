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

/// An amount as stated: money, a number of things, or a percentage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "AmountForm", into = "AmountForm")]
pub struct Amount {
    /// The amount in yuan, exact to the fen. Where there is a [`measure`](Self::measure), the number of that.
    pub yuan: Decimal,
    /// The unit of an amount that is not money: 辆, 个, %. Empty where the row names the unit; `None` for money.
    pub measure: Option<Box<str>>,
    /// What the cell holds, as text, in the unit of measure of its table.
    pub stated: Option<Box<str>>,
    /// Where it stands; `None` where the budget was not read from a spreadsheet.
    pub place: Option<Place>,
}

/// An amount in JSON: `yuan` for money, otherwise `value` with its `measure`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct AmountForm {
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "some_bounded"
    )]
    yuan: Option<Decimal>,
    #[serde(
        skip_serializing_if = "Option::is_none",
        deserialize_with = "some_bounded"
    )]
    value: Option<Decimal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    measure: Option<Box<str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    stated: Option<Box<str>>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    place: Option<Place>,
}

impl From<AmountForm> for Amount {
    fn from(form: AmountForm) -> Self {
        Self {
            yuan: form.yuan.or(form.value).unwrap_or_default(),
            measure: form.value.and(form.measure),
            stated: form.stated,
            place: form.place,
        }
    }
}

impl From<Amount> for AmountForm {
    fn from(amount: Amount) -> Self {
        let money = amount.measure.is_none();
        Self {
            yuan: money.then_some(amount.yuan),
            value: (!money).then_some(amount.yuan),
            measure: amount.measure,
            stated: amount.stated,
            place: amount.place,
        }
    }
}

fn some_bounded<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
    bounded(deserializer).map(Some)
}

impl Amount {
    /// An amount of money that was not read from a cell.
    #[must_use]
    pub const fn new(yuan: Decimal) -> Self {
        Self {
            yuan,
            measure: None,
            stated: None,
            place: None,
        }
    }
}

/// The sum of amounts in yuan. A sum that does not fit into a [`Decimal`] (about 7.9e28) becomes the largest one that does.
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
