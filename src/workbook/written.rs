//! Formulas that are written, put together from their parts: texts and names of sheets are quoted here and nowhere else, and
//! operators keep their sides together.

use std::fmt;

use rust_decimal::Decimal;

use super::{Address, column_letters};

/// A formula, or a part of one, without its `=`.
///
/// ```
/// use yusuan::workbook::{FormulaText, call};
///
/// let cell = FormulaText::cell(6, 1);
/// let rest = cell.minus(1).times(&cell);
/// let formula = call("IF", (cell.is(""), "none: \"\"", rest));
/// assert_eq!(formula.to_string(), r#"IF(B7="","none: """"",(B7-1)*B7)"#);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FormulaText {
    text: String,
    binds: Binds,
}

/// How firmly the outermost operator of a formula holds its sides together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binds {
    Compared,
    Joined,
    Added,
    Multiplied,
    /// No operator is outermost.
    Whole,
}

impl FormulaText {
    fn whole(text: String) -> Self {
        let binds = Binds::Whole;
        Self { text, binds }
    }

    /// A name that the workbook gives something.
    #[must_use]
    pub fn name(name: &str) -> Self {
        Self::whole(name.to_owned())
    }

    /// `B7`; rows and columns are counted from 0.
    #[must_use]
    pub fn cell(row: u32, col: u32) -> Self {
        Self::whole(format!("{}{}", column_letters(col), row + 1))
    }

    /// `$B7`: moves with its row only.
    #[must_use]
    pub fn in_row(row: u32, col: u32) -> Self {
        Self::whole(format!("${}{}", column_letters(col), row + 1))
    }

    /// `$B$7`.
    #[must_use]
    pub fn fixed(row: u32, col: u32) -> Self {
        Self::whole(format!("${}${}", column_letters(col), row + 1))
    }

    /// `$B$7:$B$9`: part of a column.
    #[must_use]
    pub fn down(col: u32, (first, last): (u32, u32)) -> Self {
        Self::fixed(first, col).to(&Self::fixed(last, col))
    }

    /// From this cell to another one: `B7:C9`.
    #[must_use]
    pub fn to(&self, other: &Self) -> Self {
        Self::whole(format!("{}:{}", self.text, other.text))
    }

    /// The same cells on a sheet: `'表1'!B7`.
    #[must_use]
    pub fn on(&self, sheet: &str) -> Self {
        Self::whole(format!("'{}'!{}", sheet.replace('\'', "''"), self.text))
    }

    /// `{1,2}`: values that are written out.
    #[must_use]
    pub fn list(values: impl IntoIterator<Item = impl fmt::Display>) -> Self {
        let values = values.into_iter().map(|own| own.to_string());
        Self::whole(format!("{{{}}}", values.collect::<Vec<_>>().join(",")))
    }

    /// The same in brackets.
    #[must_use]
    pub fn grouped(&self) -> Self {
        Self::whole(format!("({})", self.text))
    }

    /// True and false as 1 and 0: `--(B7=1)`.
    #[must_use]
    pub fn as_number(&self) -> Self {
        Self::whole(format!("--{}", self.side(Binds::Whole)))
    }

    /// `+`
    #[must_use]
    pub fn plus(&self, other: impl Into<Self>) -> Self {
        self.with(Binds::Added, "+", &other.into(), Binds::Added)
    }

    /// `-`
    #[must_use]
    pub fn minus(&self, other: impl Into<Self>) -> Self {
        self.with(Binds::Added, "-", &other.into(), Binds::Multiplied)
    }

    /// `*`
    #[must_use]
    pub fn times(&self, other: impl Into<Self>) -> Self {
        self.with(Binds::Multiplied, "*", &other.into(), Binds::Multiplied)
    }

    /// `/`
    #[must_use]
    pub fn over(&self, other: impl Into<Self>) -> Self {
        self.with(Binds::Multiplied, "/", &other.into(), Binds::Whole)
    }

    /// `&`: texts one behind the other.
    #[must_use]
    pub fn then(&self, other: impl Into<Self>) -> Self {
        self.with(Binds::Joined, "&", &other.into(), Binds::Joined)
    }

    /// `=`
    #[must_use]
    pub fn is(&self, other: impl Into<Self>) -> Self {
        self.compared("=", &other.into())
    }

    /// `<>`
    #[must_use]
    pub fn is_not(&self, other: impl Into<Self>) -> Self {
        self.compared("<>", &other.into())
    }

    /// `>`
    #[must_use]
    pub fn above(&self, other: impl Into<Self>) -> Self {
        self.compared(">", &other.into())
    }

    /// `>=`
    #[must_use]
    pub fn at_least(&self, other: impl Into<Self>) -> Self {
        self.compared(">=", &other.into())
    }

    /// `<`
    #[must_use]
    pub fn below(&self, other: impl Into<Self>) -> Self {
        self.compared("<", &other.into())
    }

    /// `<=`
    #[must_use]
    pub fn at_most(&self, other: impl Into<Self>) -> Self {
        self.compared("<=", &other.into())
    }

    fn compared(&self, sign: &str, other: &Self) -> Self {
        let text = format!(
            "{}{sign}{}",
            self.side(Binds::Joined),
            other.side(Binds::Joined)
        );
        let binds = Binds::Compared;
        Self { text, binds }
    }

    fn with(&self, binds: Binds, sign: &str, other: &Self, right: Binds) -> Self {
        let text = format!("{}{sign}{}", self.side(binds), other.side(right));
        Self { text, binds }
    }

    /// As one side of an operator: in brackets where it does not hold together as firmly as that asks.
    fn side(&self, least: Binds) -> String {
        if self.binds < least {
            format!("({})", self.text)
        } else {
            self.text.clone()
        }
    }

    /// All of them added up; 0 where there are none.
    #[must_use]
    pub fn added(all: impl IntoIterator<Item = Self>) -> Self {
        let all = all.into_iter().reduce(|sum, own| sum.plus(own));
        all.unwrap_or_else(|| Self::from(0))
    }

    /// All of them one behind the other; the empty text where there are none.
    #[must_use]
    pub fn joined(all: impl IntoIterator<Item = Self>) -> Self {
        let all = all.into_iter().reduce(|text, own| text.then(own));
        all.unwrap_or_else(|| Self::from(""))
    }

    /// The same with something else in the place of a name.
    #[must_use]
    pub fn putting(&self, name: &str, other: &Self) -> Self {
        Self {
            text: self.text.replace(name, &other.side(Binds::Whole)),
            binds: self.binds,
        }
    }

    /// Its length as spreadsheet programs count it.
    #[must_use]
    pub fn length(&self) -> usize {
        self.text.encode_utf16().count()
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for FormulaText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<FormulaText> for String {
    fn from(formula: FormulaText) -> Self {
        formula.text
    }
}

impl From<&Self> for FormulaText {
    fn from(formula: &Self) -> Self {
        formula.clone()
    }
}

impl From<Address> for FormulaText {
    fn from(cell: Address) -> Self {
        Self::cell(cell.row, cell.col)
    }
}

/// A text, as what it says.
impl From<&str> for FormulaText {
    fn from(text: &str) -> Self {
        Self::whole(format!("\"{}\"", text.replace('"', "\"\"")))
    }
}

impl From<&String> for FormulaText {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<bool> for FormulaText {
    fn from(value: bool) -> Self {
        Self::whole(if value { "TRUE" } else { "FALSE" }.to_owned())
    }
}

impl From<i32> for FormulaText {
    fn from(number: i32) -> Self {
        Self::whole(number.to_string())
    }
}

impl From<u32> for FormulaText {
    fn from(number: u32) -> Self {
        Self::whole(number.to_string())
    }
}

impl From<usize> for FormulaText {
    fn from(number: usize) -> Self {
        Self::whole(number.to_string())
    }
}

impl From<Decimal> for FormulaText {
    fn from(number: Decimal) -> Self {
        Self::whole(number.to_string())
    }
}

/// What a function is called with, from left to right.
pub trait CalledWith {
    /// The arguments.
    fn formulas(self) -> Vec<FormulaText>;
}

impl CalledWith for FormulaText {
    fn formulas(self) -> Vec<FormulaText> {
        vec![self]
    }
}

impl CalledWith for &FormulaText {
    fn formulas(self) -> Vec<FormulaText> {
        vec![self.clone()]
    }
}

impl CalledWith for Vec<FormulaText> {
    fn formulas(self) -> Vec<FormulaText> {
        self
    }
}

impl<A: Into<FormulaText>, B: Into<FormulaText>> CalledWith for (A, B) {
    fn formulas(self) -> Vec<FormulaText> {
        vec![self.0.into(), self.1.into()]
    }
}

impl<A: Into<FormulaText>, B: Into<FormulaText>, C: Into<FormulaText>> CalledWith for (A, B, C) {
    fn formulas(self) -> Vec<FormulaText> {
        vec![self.0.into(), self.1.into(), self.2.into()]
    }
}

impl<A: Into<FormulaText>, B: Into<FormulaText>, C: Into<FormulaText>, D: Into<FormulaText>>
    CalledWith for (A, B, C, D)
{
    fn formulas(self) -> Vec<FormulaText> {
        vec![self.0.into(), self.1.into(), self.2.into(), self.3.into()]
    }
}

/// A function with what it is called with: `call("SUM", vec![a, b])`.
#[must_use]
pub fn call(function: &str, arguments: impl CalledWith) -> FormulaText {
    let arguments: Vec<String> = arguments.formulas().into_iter().map(String::from).collect();
    FormulaText::whole(format!("{function}({})", arguments.join(",")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_keep_their_sides_together() {
        let [a, b, c] = [0, 1, 2].map(|col| FormulaText::cell(0, col));
        let all = [
            (a.minus(b.minus(&c)), "A1-(B1-C1)"),
            (a.minus(&b).minus(&c), "A1-B1-C1"),
            (a.plus(b.plus(&c)), "A1+B1+C1"),
            (a.over(b.times(&c)), "A1/(B1*C1)"),
            (a.plus(&b).times(c.is(1)), "(A1+B1)*(C1=1)"),
            (a.then(b.plus(1)), "A1&B1+1"),
            (a.is(b.then("\"")), "A1=B1&\"\"\"\""),
            (a.is(&b).is(true), "(A1=B1)=TRUE"),
            (a.above(0).as_number(), "--(A1>0)"),
            (a.to(&c).on("a'b"), "'a''b'!A1:C1"),
            (call("SUM", FormulaText::list([1, 2])), "SUM({1,2})"),
            (
                a.times(FormulaText::name("x")).putting("x", &b.plus(1)),
                "A1*(B1+1)",
            ),
        ];
        for (formula, expected) in all {
            assert_eq!(formula.to_string(), expected);
        }
    }
}
