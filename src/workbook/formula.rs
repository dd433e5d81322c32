//! Recomputing a formula whose value the file does not keep: sums, differences, products and quotients of cells.

use std::collections::HashMap;

use rust_decimal::{Decimal, RoundingStrategy};

use super::{Address, Sheet, Value, Workbook};

/// Recomputes formulas of a workbook, each at most once. What it does not know it does not guess.
#[derive(Debug)]
pub struct Recomputer<'a> {
    workbook: &'a Workbook,
    known: HashMap<(usize, Address), Option<Decimal>>,
}

/// How deep formulas may refer to formulas, and brackets, signs and functions stand within each other, all together: each takes
/// room on the stack.
const DEPTH: usize = 192;
/// How many cells one range may span.
const RANGE: u32 = 100_000;

impl<'a> Recomputer<'a> {
    /// For the formulas of `workbook`.
    #[must_use]
    pub fn new(workbook: &'a Workbook) -> Self {
        Self {
            workbook,
            known: HashMap::new(),
        }
    }

    /// The value of the cell at `address` of sheet `sheet` (counted from 0): its number, or what its formula comes to.
    /// `None` where it holds text or an error, or where the formula uses anything but numbers, cells, `+ - * / ( )`,
    /// SUM, ROUND and ABS, or refers to itself.
    pub fn value(&mut self, sheet: usize, address: Address) -> Option<Decimal> {
        self.cell(sheet, address, 0)
    }

    fn cell(&mut self, sheet: usize, address: Address, depth: usize) -> Option<Decimal> {
        let workbook = self.workbook;
        let Some(cell) = workbook.sheets.get(sheet)?.get(address) else {
            return Some(Decimal::ZERO);
        };
        match (&cell.value, &cell.formula) {
            (Value::Number(number), _) => Some(*number),
            (Value::Blank, None) => Some(Decimal::ZERO),
            (Value::Blank, Some(formula)) if depth < DEPTH => {
                if let Some(known) = self.known.get(&(sheet, address)) {
                    return *known;
                }
                // A formula that comes back to itself finds this and has no value.
                self.known.insert((sheet, address), None);
                let mut parser = Parser {
                    rest: formula,
                    sheet,
                    depth: depth + 1,
                    recomputer: self,
                };
                let value = parser.sum().filter(|_| parser.rest.trim().is_empty());
                self.known.insert((sheet, address), value);
                value
            }
            _ => None,
        }
    }
}

struct Parser<'p, 'a, 'r> {
    rest: &'p str,
    sheet: usize,
    depth: usize,
    recomputer: &'r mut Recomputer<'a>,
}

impl Parser<'_, '_, '_> {
    fn take(&mut self, token: char) -> bool {
        self.rest = self.rest.trim_start();
        let found = self.rest.strip_prefix(token);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    /// What stands within something; `None` where that is too deep.
    fn deeper(&mut self, parse: impl FnOnce(&mut Self) -> Option<Decimal>) -> Option<Decimal> {
        if self.depth >= DEPTH {
            return None;
        }
        self.depth += 1;
        let value = parse(self);
        self.depth -= 1;
        value
    }

    fn sum(&mut self) -> Option<Decimal> {
        let mut value = self.product()?;
        loop {
            if self.take('+') {
                value = value.checked_add(self.product()?)?;
            } else if self.take('-') {
                value = value.checked_sub(self.product()?)?;
            } else {
                return Some(value);
            }
        }
    }

    fn product(&mut self) -> Option<Decimal> {
        let mut value = self.factor()?;
        loop {
            if self.take('*') {
                value = value.checked_mul(self.factor()?)?;
            } else if self.take('/') {
                value = value.checked_div(self.factor()?)?;
            } else {
                return Some(value);
            }
        }
    }

    fn factor(&mut self) -> Option<Decimal> {
        if self.take('-') {
            return self.deeper(Self::factor).map(|value| -value);
        }
        if self.take('+') {
            return self.deeper(Self::factor);
        }
        if self.take('(') {
            let value = self.deeper(Self::sum)?;
            return self.take(')').then_some(value);
        }
        if self
            .rest
            .starts_with(|c: char| c.is_ascii_digit() || c == '.')
        {
            let end = self
                .rest
                .find(|c: char| !c.is_ascii_digit() && c != '.')
                .unwrap_or(self.rest.len());
            let (number, rest) = self.rest.split_at(end);
            self.rest = rest;
            return number.parse().ok();
        }
        let letters = self
            .rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(self.rest.len());
        let name = self.rest[..letters].to_ascii_uppercase();
        if self.rest[letters..].starts_with('(') {
            self.rest = &self.rest[letters + 1..];
            return self.deeper(|parser| parser.function(&name));
        }
        let (sheet, address) = self.reference()?;
        self.recomputer.cell(sheet, address, self.depth)
    }

    fn function(&mut self, name: &str) -> Option<Decimal> {
        match name {
            "SUM" => {
                let mut value = Decimal::ZERO;
                loop {
                    value = value.checked_add(self.argument()?)?;
                    if self.take(')') {
                        return Some(value);
                    }
                    if !self.take(',') {
                        return None;
                    }
                }
            }
            "ROUND" => {
                let value = self.sum()?;
                let digits = if self.take(',') {
                    self.sum()?
                } else {
                    return None;
                };
                let digits = u32::try_from(digits).ok().filter(|&digits| digits <= 20)?;
                self.take(')').then(|| {
                    value.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
                })
            }
            "ABS" => {
                let value = self.sum()?;
                self.take(')').then(|| value.abs())
            }
            _ => None,
        }
    }

    /// An argument of SUM: a range, in which text counts as nothing, or an expression.
    fn argument(&mut self) -> Option<Decimal> {
        let start = self.rest;
        if let Some((sheet, from)) = self.reference()
            && self.take(':')
        {
            let (_, to) = self.reference()?;
            return self.range(sheet, from, to);
        }
        self.rest = start;
        self.sum()
    }

    fn range(&mut self, sheet: usize, from: Address, to: Address) -> Option<Decimal> {
        let rows = (from.row.min(to.row), from.row.max(to.row));
        let cols = (from.col.min(to.col), from.col.max(to.col));
        if (rows.1 - rows.0 + 1)
            .checked_mul(cols.1 - cols.0 + 1)
            .is_none_or(|cells| cells > RANGE)
        {
            return None;
        }
        let workbook = self.recomputer.workbook;
        let within: &Sheet = workbook.sheets.get(sheet)?;
        let mut value = Decimal::ZERO;
        for row in rows.0..=rows.1 {
            for cell in within
                .row(row)
                .iter()
                .filter(|cell| cols.0 <= cell.col && cell.col <= cols.1)
            {
                match &cell.value {
                    Value::Error(_) => return None,
                    Value::Number(_) | Value::Blank => {
                        value = value.checked_add(self.recomputer.cell(
                            sheet,
                            cell.address(),
                            self.depth,
                        )?)?
                    }
                    _ => {}
                }
            }
        }
        Some(value)
    }

    /// A cell reference, with or without the name of a sheet.
    fn reference(&mut self) -> Option<(usize, Address)> {
        self.rest = self.rest.trim_start();
        let mut sheet = self.sheet;
        if let Some((name, rest)) = sheet_name(self.rest) {
            sheet = self
                .recomputer
                .workbook
                .sheets
                .iter()
                .position(|sheet| sheet.name == name)?;
            self.rest = rest;
        }
        let end = self
            .rest
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '$')
            .unwrap_or(self.rest.len());
        let address = Address::parse(&self.rest[..end])?;
        self.rest = &self.rest[end..];
        Some((sheet, address))
    }
}

fn sheet_name(text: &str) -> Option<(String, &str)> {
    if let Some(quoted) = text.strip_prefix('\'') {
        let end = quoted.find("'!")?;
        return Some((quoted[..end].replace("''", "'"), &quoted[end + 2..]));
    }
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '.')?;
    let rest = text[end..].strip_prefix('!')?;
    Some((text[..end].to_owned(), rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbook::Cell;

    #[test]
    fn sums_are_recomputed_and_nothing_else_is_guessed() {
        let number = |row, col, value: i64| Cell {
            row,
            col,
            value: Value::Number(Decimal::from(value)),
            ..Cell::default()
        };
        let formula = |row, text: &str| Cell {
            row,
            col: 2,
            formula: Some(text.to_owned()),
            ..Cell::default()
        };
        let text = Cell {
            row: 2,
            col: 0,
            value: Value::Text("x".into()),
            ..Cell::default()
        };
        let formulas = [
            "A1+A2",
            "SUM(A1:B2,5)*2",
            "ROUND(A1/3,2)",
            "表!C1+'表'!A1",
            "C6+1",
            "C5",
            "VLOOKUP(A1,B1:B2,1)",
            "A3+1",
            "SUM(A1:A3)",
            "-(A1-$B$1)",
        ];
        let mut cells = vec![
            number(0, 0, 1),
            number(0, 1, 10),
            number(1, 0, 2),
            number(1, 1, 20),
            text,
        ];
        cells.extend(
            formulas
                .iter()
                .zip(0..)
                .map(|(text, row)| formula(row, text)),
        );
        cells.sort_by_key(Cell::address);
        let workbook = Workbook {
            format: None,
            sheets: vec![Sheet {
                name: "表".into(),
                cells,
                ..Sheet::default()
            }],
            ..Workbook::default()
        };
        let mut recomputer = Recomputer::new(&workbook);
        let values: Vec<Option<String>> = (0..10)
            .map(|row| {
                recomputer
                    .value(0, Address::new(row, 2))
                    .map(|value| value.to_string())
            })
            .collect();
        let expected = [
            Some("3"),
            Some("76"),
            Some("0.33"),
            Some("4"),
            None,
            None,
            None,
            None,
            Some("3"),
            Some("9"),
        ];
        assert_eq!(values, expected.map(|value| value.map(str::to_owned)));
    }
}
