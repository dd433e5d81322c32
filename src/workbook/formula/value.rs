//! What an expression comes to, and how values turn into numbers and texts.

use std::borrow::Cow;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::workbook::{Address, Value};

/// Why an expression has no value for now.
#[derive(Debug)]
pub(super) enum NoValue {
    /// Something in it is not understood.
    Unknown,
    /// These cells come first: sheet, and position among its cells.
    Pending(Vec<(usize, usize)>),
}

pub(super) type Computable<T> = Result<T, NoValue>;

/// An error value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ErrorValue {
    Null,
    Div,
    Value,
    Ref,
    Name,
    Num,
    NotAvailable,
}

impl ErrorValue {
    const ALL: [(Self, &'static str); 7] = [
        (Self::Null, "#NULL!"),
        (Self::Div, "#DIV/0!"),
        (Self::Value, "#VALUE!"),
        (Self::Ref, "#REF!"),
        (Self::Name, "#NAME?"),
        (Self::Num, "#NUM!"),
        (Self::NotAvailable, "#N/A"),
    ];

    /// The error that `text` begins with.
    pub(super) fn at_start(text: &str) -> Option<(Self, &'static str)> {
        let mut all = Self::ALL.into_iter();
        all.find(|(_, name)| text.starts_with(name))
    }

    pub(super) fn name(self) -> &'static str {
        let mut all = Self::ALL.into_iter();
        all.find(|(own, _)| *own == self)
            .map_or("", |(_, name)| name)
    }
}

/// A number, and how far the binary arithmetic of a spreadsheet program may be from it.
#[derive(Debug, Clone, Copy)]
pub(super) struct FormulaNumber {
    pub(super) exact: Decimal,
    pub(super) error: f64,
}

/// The relative error of one binary operation.
const BINARY: f64 = 1.2e-16;

pub(super) fn float(number: Decimal) -> f64 {
    number.to_f64().unwrap_or(f64::MAX)
}

impl FormulaNumber {
    /// A number as typed.
    pub(super) fn new(exact: Decimal) -> Self {
        Self {
            exact,
            error: float(exact).abs() * BINARY,
        }
    }

    fn of(exact: Option<Decimal>, error: f64) -> Computable<Self> {
        let exact = exact.ok_or(NoValue::Unknown)?;
        Ok(Self {
            exact,
            error: error + float(exact).abs() * BINARY,
        })
    }

    pub(super) fn plus(self, other: Self) -> Computable<Self> {
        let sum = self.exact.checked_add(other.exact);
        Self::of(sum, self.error + other.error)
    }

    pub(super) fn minus(self, other: Self) -> Computable<Self> {
        self.plus(Self {
            exact: -other.exact,
            ..other
        })
    }

    pub(super) fn times(self, other: Self) -> Computable<Self> {
        let error = self.error * float(other.exact).abs() + other.error * float(self.exact).abs();
        Self::of(self.exact.checked_mul(other.exact), error)
    }

    /// `None` where `other` is zero.
    pub(super) fn over(self, other: Self) -> Computable<Option<Self>> {
        if other.exact.is_zero() {
            return Ok(None);
        }
        let divisor = float(other.exact).abs();
        // A divisor of which nothing but rounding errors is left may be zero to a spreadsheet program.
        if divisor <= other.error * 2.0 {
            return Err(NoValue::Unknown);
        }
        let quotient = self.exact.checked_div(other.exact);
        let size = quotient.map_or(0.0, |quotient| float(quotient).abs());
        Self::of(quotient, (self.error + size * other.error) / divisor).map(Some)
    }

    /// Whether the difference to `other` is no more than binary arithmetic makes.
    pub(super) fn is(self, other: Self) -> bool {
        self.exact == other.exact
            || float(self.exact - other.exact).abs() <= self.error + other.error
    }

    /// A whole number, as positions and lengths are.
    pub(super) fn whole(self) -> Computable<i64> {
        let whole = self.exact.trunc();
        // 2.9999999999999996 is 3 to some programs and 2 to others.
        let beside = float(self.exact - self.exact.round()).abs();
        if beside > 0.0 && beside <= self.error {
            return Err(NoValue::Unknown);
        }
        whole.to_i64().ok_or(NoValue::Unknown)
    }
}

/// The value of a cell or of an expression.
#[derive(Debug, Clone)]
pub(super) enum Scalar<'a> {
    Blank,
    Number(FormulaNumber),
    Text(Cow<'a, str>),
    Bool(bool),
    Error(ErrorValue),
}

pub(super) const ZERO: Scalar<'static> = Scalar::Number(FormulaNumber {
    exact: Decimal::ZERO,
    error: 0.0,
});

impl<'a> Scalar<'a> {
    /// What a cell holds. A date is kept as text, so its number is not known.
    pub(super) fn of(value: &'a Value) -> Computable<Self> {
        Ok(match value {
            Value::Blank => Self::Blank,
            Value::Text(text) => Self::Text(Cow::Borrowed(text)),
            Value::Number(number) => Self::Number(FormulaNumber::new(*number)),
            Value::Bool(value) => Self::Bool(*value),
            Value::Error(text) => match ErrorValue::at_start(text) {
                Some((fault, name)) if name == text => Self::Error(fault),
                _ => return Err(NoValue::Unknown),
            },
            Value::Date(_) => return Err(NoValue::Unknown),
        })
    }

    pub(super) fn number(exact: impl Into<Decimal>) -> Self {
        Self::Number(FormulaNumber {
            exact: exact.into(),
            error: 0.0,
        })
    }

    pub(super) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// As arithmetic takes it, or the error that it makes. Programs do not agree on texts like `1,000` or `5%`.
    pub(super) fn to_number(&self) -> Computable<Result<FormulaNumber, ErrorValue>> {
        Ok(match self {
            Self::Blank => Ok(FormulaNumber::new(Decimal::ZERO)),
            Self::Number(number) => Ok(*number),
            Self::Bool(value) => Ok(FormulaNumber::new(Decimal::from(u8::from(*value)))),
            Self::Error(fault) => Err(*fault),
            Self::Text(text) => match numeric(text)? {
                Some(number) => Ok(FormulaNumber::new(number)),
                None => Err(ErrorValue::Value),
            },
        })
    }

    /// As `&` takes it.
    pub(super) fn to_text(&self) -> Computable<Result<Cow<'a, str>, ErrorValue>> {
        Ok(match self {
            Self::Blank => Ok(Cow::Borrowed("")),
            Self::Text(text) => Ok(text.clone()),
            // TRUE in one program, 1 in another.
            Self::Bool(_) => return Err(NoValue::Unknown),
            Self::Error(fault) => Err(*fault),
            Self::Number(number) => Ok(Cow::Owned(general(*number)?)),
        })
    }

    /// As IF takes it.
    pub(super) fn to_bool(&self) -> Computable<Result<bool, ErrorValue>> {
        Ok(match self {
            Self::Blank => Ok(false),
            Self::Bool(value) => Ok(*value),
            Self::Number(number) if number.exact.is_zero() => Ok(false),
            Self::Number(number) if float(number.exact).abs() <= number.error => {
                return Err(NoValue::Unknown);
            }
            Self::Number(_) => Ok(true),
            Self::Error(fault) => Err(*fault),
            Self::Text(_) => return Err(NoValue::Unknown),
        })
    }
}

/// A number at no more than 15 significant digits.
pub(super) fn shown(number: Decimal) -> Decimal {
    number
        .round_sf_with_strategy(15, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
        .unwrap_or(number)
        .normalize()
}

/// A number as a cell of no format shows it.
pub(super) fn general(number: FormulaNumber) -> Computable<String> {
    let exact = shown(number.exact);
    let size = float(exact).abs();
    // Very large and very small numbers are shown with an exponent.
    if size >= 1e15 || (size > 0.0 && size < 1e-4) {
        return Err(NoValue::Unknown);
    }
    // Which digits a program shows of a number that is not exact to 15 of them is not known.
    if number.error > size * 1e-15 && shown(number.exact) != number.exact.normalize() {
        return Err(NoValue::Unknown);
    }
    Ok(exact.to_string())
}

/// The number that a plain text is: `Some` for digits with sign and point, `None` for what is no number in any program.
pub(super) fn numeric(text: &str) -> Computable<Option<Decimal>> {
    let text = text.trim_matches(' ');
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if all(whole) && all(decimals) {
        if whole.len() + decimals.len() > 15 {
            return Err(NoValue::Unknown);
        }
        return text
            .trim_start_matches('+')
            .parse()
            .map(Some)
            .map_err(|_| NoValue::Unknown);
    }
    let like = |c: char| {
        c.is_numeric() || c.is_whitespace() || ",.%/:-+eE$¥￥()（）年月日时分秒".contains(c)
    };
    let truth = text.eq_ignore_ascii_case("TRUE") || text.eq_ignore_ascii_case("FALSE");
    if truth || text.chars().any(char::is_numeric) && text.chars().all(like) {
        return Err(NoValue::Unknown);
    }
    Ok(None)
}

/// Cells of a rectangle: its sheet, first and last row, first and last column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) sheet: usize,
    pub(super) rows: (u32, u32),
    pub(super) cols: (u32, u32),
}

impl Area {
    pub(super) fn height(&self) -> u32 {
        self.rows.1 - self.rows.0 + 1
    }

    pub(super) fn width(&self) -> u32 {
        self.cols.1 - self.cols.0 + 1
    }

    pub(super) fn size(&self) -> u64 {
        u64::from(self.height()) * u64::from(self.width())
    }

    pub(super) fn at(&self, row: u32, col: u32) -> Address {
        Address::new(self.rows.0 + row, self.cols.0 + col)
    }
}

/// Values in rows and columns.
#[derive(Debug, Clone)]
pub(super) struct Matrix<'a> {
    pub(super) width: u32,
    /// Row by row.
    pub(super) values: Vec<Scalar<'a>>,
}

impl Matrix<'_> {
    pub(super) fn height(&self) -> u32 {
        u32::try_from(self.values.len()).unwrap_or(u32::MAX) / self.width.max(1)
    }
}

/// What an expression comes to before it is known what is wanted of it.
#[derive(Debug, Clone)]
pub(super) enum Operand<'a> {
    Scalar(Scalar<'a>),
    Areas(Vec<Area>),
    Matrix(Matrix<'a>),
}

/// Where an expression stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Here {
    pub(super) sheet: usize,
    pub(super) cell: Address,
    /// How many names it stands within.
    pub(super) within_name: u32,
}
