//! From the text of a formula to an expression. What is not understood makes the whole formula unknown.

mod reference;

use reference::cell;
use rust_decimal::Decimal;

use super::catalog::{Function, function};
use super::value::ErrorValue;

/// An operator between two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    Differs,
    Less,
    AtMost,
    More,
    AtLeast,
    Join,
    Plus,
    Minus,
    Times,
    Over,
    Power,
}

/// A reference as written; a sheet by its name, and what is not absolute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FormulaReference {
    pub(super) sheet: Option<String>,
    pub(super) rows: (u32, u32),
    pub(super) cols: (u32, u32),
    /// Whether it moves with the cell that holds the formula.
    pub(super) relative: bool,
}

#[derive(Debug, Clone)]
pub(super) enum Expr {
    Number(Decimal),
    Text(String),
    Bool(bool),
    Error(ErrorValue),
    /// An array constant: its width, and its values row by row.
    Array(u32, Vec<Expr>),
    Area(FormulaReference),
    Name(Option<String>, String),
    Call(Function, Vec<Option<Expr>>),
    /// Operands of one rank, from left to right.
    Chain(Box<Expr>, Vec<(Operator, Expr)>),
    Negative(Box<Expr>),
    /// Divided by 100 so many times.
    Percent(Box<Expr>, u32),
    Union(Vec<Expr>),
}

/// How deep expressions may stand in one another.
const DEPTH: u32 = 40;
/// The ranks of the operators, from the weakest.
const RANKS: [&[(&str, Operator)]; 5] = [
    &[
        ("<>", Operator::Differs),
        ("<=", Operator::AtMost),
        (">=", Operator::AtLeast),
        ("=", Operator::Equal),
        ("<", Operator::Less),
        (">", Operator::More),
    ],
    &[("&", Operator::Join)],
    &[("+", Operator::Plus), ("-", Operator::Minus)],
    &[("*", Operator::Times), ("/", Operator::Over)],
    &[("^", Operator::Power)],
];
const LAST_ROW: u32 = 1_048_575;
const LAST_COL: u32 = 16_383;

/// The expression that a formula (without `=`) is.
pub(super) fn parse(formula: &str) -> Option<Expr> {
    let mut parser = Parser {
        rest: formula.trim_start(),
        depth: 0,
    };
    let expr = parser.rank(0)?;
    parser.rest.is_empty().then_some(expr)
}

struct Parser<'p> {
    rest: &'p str,
    depth: u32,
}

impl<'p> Parser<'p> {
    fn take(&mut self, token: &str) -> bool {
        let Some(rest) = self.rest.strip_prefix(token) else {
            return false;
        };
        self.rest = rest.trim_start();
        true
    }

    fn cut(&mut self, at: usize) -> &'p str {
        let (text, rest) = self.rest.split_at(at);
        self.rest = rest;
        text
    }

    fn rank(&mut self, rank: usize) -> Option<Expr> {
        let Some(operators) = RANKS.get(rank) else {
            return self.signed();
        };
        let first = self.rank(rank + 1)?;
        let mut others = Vec::new();
        while let Some((_, operator)) = operators.iter().find(|(token, _)| self.take(token)) {
            others.push((*operator, self.rank(rank + 1)?));
        }
        Some(if others.is_empty() {
            first
        } else {
            Expr::Chain(Box::new(first), others)
        })
    }

    fn signed(&mut self) -> Option<Expr> {
        let mut signs = Vec::new();
        while self.rest.starts_with(['-', '+']) {
            signs.push(self.rest.starts_with('-'));
            self.rest = self.rest[1..].trim_start();
        }
        let mut value = self.primary()?;
        let mut percents = 0;
        while self.take("%") {
            percents += 1;
        }
        if percents > 0 {
            value = Expr::Percent(Box::new(value), percents);
        }
        // A plus sign leaves a text a text; a minus sign makes a number of it, two do so too.
        let minus = signs.iter().filter(|minus| **minus).count();
        for _ in 0..if minus == 0 { 0 } else { 2 - minus % 2 } {
            value = Expr::Negative(Box::new(value));
        }
        Some(value)
    }

    fn primary(&mut self) -> Option<Expr> {
        self.depth += 1;
        let value = if self.depth > DEPTH {
            None
        } else {
            self.operand()
        };
        self.depth -= 1;
        self.rest = self.rest.trim_start();
        value
    }

    fn operand(&mut self) -> Option<Expr> {
        match self.rest.chars().next()? {
            '(' => {
                self.take("(");
                let mut all = vec![self.rank(0)?];
                while self.take(",") {
                    all.push(self.rank(0)?);
                }
                self.take(")").then_some(())?;
                if all.len() == 1 {
                    all.pop()
                } else {
                    Some(Expr::Union(all))
                }
            }
            '"' => self.text().map(Expr::Text),
            '{' => self.array(),
            '#' => {
                let (fault, name) = ErrorValue::at_start(self.rest)?;
                self.cut(name.len());
                Some(Expr::Error(fault))
            }
            c if c.is_ascii_digit() || c == '.' => self.rows().or_else(|| self.number()),
            _ => self.named(),
        }
    }

    fn text(&mut self) -> Option<String> {
        let mut text = String::new();
        loop {
            let end = self.rest[1..].find('"')? + 1;
            text.push_str(&self.rest[1..end]);
            self.rest = &self.rest[end + 1..];
            if !self.rest.starts_with('"') {
                return Some(text);
            }
            text.push('"');
        }
    }

    fn array(&mut self) -> Option<Expr> {
        self.take("{");
        let (mut values, mut width, mut col) = (Vec::new(), 0, 0);
        loop {
            let value = self.signed()?;
            values.push(match value {
                Expr::Negative(inner) => match *inner {
                    Expr::Number(number) => Expr::Number(-number),
                    _ => return None,
                },
                Expr::Number(_) | Expr::Text(_) | Expr::Bool(_) | Expr::Error(_) => value,
                _ => return None,
            });
            col += 1;
            if self.take(",") {
                continue;
            }
            if width != 0 && width != col {
                return None;
            }
            (width, col) = (col, 0);
            if self.take("}") {
                return Some(Expr::Array(width, values));
            }
            self.take(";").then_some(())?;
        }
    }

    fn number(&mut self) -> Option<Expr> {
        let bytes = self.rest.as_bytes();
        let digits = |from: usize| {
            bytes[from..]
                .iter()
                .take_while(|b| b.is_ascii_digit() || **b == b'.')
                .count()
        };
        let mut end = digits(0);
        if matches!(bytes.get(end), Some(b'e' | b'E')) {
            let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
            let exponent = digits(end + 1 + sign);
            (exponent > 0).then_some(())?;
            end += 1 + sign + exponent;
            return Decimal::from_scientific(self.cut(end))
                .ok()
                .map(Expr::Number);
        }
        let text = self.cut(end);
        let text = text.strip_suffix('.').unwrap_or(text);
        format!("0{text}").parse().ok().map(Expr::Number)
    }

    /// What begins with a name: a function, a reference, TRUE, or a defined name.
    fn named(&mut self) -> Option<Expr> {
        let sheet = self.sheet();
        if let Some(mut area) = self.cols() {
            area.sheet = sheet;
            return Some(Expr::Area(area));
        }
        if sheet.is_some()
            && let Some(Expr::Area(mut area)) = self.rows()
        {
            area.sheet = sheet;
            return Some(Expr::Area(area));
        }
        let end = self
            .rest
            .find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.' | '$' | '\\' | '?'))
            .unwrap_or(self.rest.len());
        let word = self.cut(end);
        if word.is_empty() {
            return None;
        }
        if sheet.is_none() && self.rest.starts_with('(') {
            return self.call(word);
        }
        if let Some(from) = cell(word) {
            return self.area(sheet, word, from);
        }
        if self.rest.starts_with([':', '(', '[', '#', '!']) || word.contains('$') {
            return None;
        }
        match word.to_ascii_uppercase().as_str() {
            "TRUE" if sheet.is_none() => Some(Expr::Bool(true)),
            "FALSE" if sheet.is_none() => Some(Expr::Bool(false)),
            _ => Some(Expr::Name(sheet, word.to_owned())),
        }
    }

    fn call(&mut self, word: &str) -> Option<Expr> {
        let name = word.to_ascii_uppercase();
        let function = function(name.strip_prefix("_XLFN.").unwrap_or(&name))?;
        self.take("(");
        let mut arguments = Vec::new();
        if self.take(")") {
            return Some(Expr::Call(function, arguments));
        }
        loop {
            arguments.push(if self.rest.starts_with([',', ')']) {
                None
            } else {
                Some(self.rank(0)?)
            });
            if self.take(")") {
                return Some(Expr::Call(function, arguments));
            }
            self.take(",").then_some(())?;
        }
    }
}
