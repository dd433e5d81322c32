//! Expressions: references, names and operators.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::Engine;
use super::catalog::Function;
use super::operators::{equal, order, power};
use super::parse::{Expr, FormulaReference, Operator};
use super::value::{
    Area, Computable, ErrorValue, FormulaNumber, Here, Matrix, NoValue, Operand, Scalar,
};
use crate::workbook::Address;

/// How many values an array may hold.
const ARRAY: u64 = 100_000;
/// How many names may stand for one another.
const NAMES: u32 = 8;

impl<'a> Engine<'a> {
    /// What an expression comes to.
    pub(super) fn operand(&mut self, expr: &Expr, here: Here) -> Computable<Operand<'a>> {
        self.step(1)?;
        Ok(match expr {
            Expr::Number(number) => Operand::Scalar(Scalar::Number(FormulaNumber::new(*number))),
            Expr::Text(text) => Operand::Scalar(Scalar::Text(Cow::Owned(text.clone()))),
            Expr::Bool(value) => Operand::Scalar(Scalar::Bool(*value)),
            Expr::Error(fault) => Operand::Scalar(Scalar::Error(*fault)),
            Expr::Array(width, values) => {
                let values: Computable<Vec<_>> = values
                    .iter()
                    .map(|value| self.scalar(value, here))
                    .collect();
                Operand::Matrix(Matrix {
                    width: *width,
                    values: values?,
                })
            }
            Expr::Area(reference) => Operand::Areas(vec![self.area(reference, here)?]),
            Expr::Name(sheet, name) => return self.name(sheet.as_deref(), name, here),
            Expr::Union(all) => {
                let mut areas = Vec::new();
                for expr in all {
                    match self.operand(expr, here)? {
                        Operand::Areas(more) => areas.extend(more),
                        _ => return Err(NoValue::Unknown),
                    }
                }
                Operand::Areas(areas)
            }
            Expr::Call(function, arguments) => return self.call(*function, arguments, here),
            Expr::Chain(first, others) => {
                let mut left = self.scalar(first, here)?;
                for (operator, right) in others {
                    let right = self.scalar(right, here)?;
                    left = binary(*operator, &left, &right)?;
                }
                Operand::Scalar(left)
            }
            Expr::Negative(inner) => Operand::Scalar(negative(&self.scalar(inner, here)?)?),
            Expr::Percent(inner, times) => {
                Operand::Scalar(percent(&self.scalar(inner, here)?, *times)?)
            }
        })
    }

    /// The one value that an expression comes to.
    pub(super) fn scalar(&mut self, expr: &Expr, here: Here) -> Computable<Scalar<'a>> {
        match self.operand(expr, here)? {
            Operand::Scalar(value) => Ok(value),
            Operand::Areas(areas) => match areas.as_slice() {
                [area] if area.size() == 1 => self.at(area.sheet, area.at(0, 0)),
                _ => Err(NoValue::Unknown),
            },
            Operand::Matrix(mut matrix) if matrix.values.len() == 1 => {
                matrix.values.pop().ok_or(NoValue::Unknown)
            }
            Operand::Matrix(_) => Err(NoValue::Unknown),
        }
    }

    /// The values that an expression comes to where arrays are computed element by element.
    pub(super) fn matrix(&mut self, expr: &Expr, here: Here) -> Computable<Matrix<'a>> {
        match expr {
            Expr::Chain(first, others) => {
                let mut left = self.matrix(first, here)?;
                for (operator, right) in others {
                    let right = self.matrix(right, here)?;
                    left = self
                        .together(&[left, right], |pair| binary(*operator, &pair[0], &pair[1]))?;
                }
                Ok(left)
            }
            Expr::Negative(inner) => {
                let inner = self.matrix(inner, here)?;
                self.together(&[inner], |one| negative(&one[0]))
            }
            Expr::Percent(inner, times) => {
                let inner = self.matrix(inner, here)?;
                self.together(&[inner], |one| percent(&one[0], *times))
            }
            Expr::Call(Function::Scalar(own), arguments) => {
                let mut all = Vec::with_capacity(arguments.len());
                for argument in arguments {
                    all.push(match argument {
                        Some(expr) => self.matrix(expr, here)?,
                        None => single(Scalar::Blank),
                    });
                }
                if all.is_empty() {
                    return Ok(single(own(&[])?));
                }
                self.together(&all, own)
            }
            Expr::Call(Function::Special(special), arguments) => {
                if let Some(found) = self.special_matrix(*special, arguments, here)? {
                    return Ok(found);
                }
                let found = self.operand(expr, here)?;
                self.spread(found)
            }
            _ => {
                let found = self.operand(expr, here)?;
                self.spread(found)
            }
        }
    }

    fn spread(&mut self, operand: Operand<'a>) -> Computable<Matrix<'a>> {
        match operand {
            Operand::Scalar(value) => Ok(single(value)),
            Operand::Matrix(matrix) => Ok(matrix),
            Operand::Areas(areas) => match areas.as_slice() {
                [area] => self.values(*area),
                _ => Err(NoValue::Unknown),
            },
        }
    }

    /// All values of a region, blank ones included.
    pub(super) fn values(&mut self, area: Area) -> Computable<Matrix<'a>> {
        if area.size() > ARRAY {
            return Err(NoValue::Unknown);
        }
        // A size below the bound fits.
        let size = area.size() as usize;
        self.step(size)?;
        let mut values = vec![Scalar::Blank; size];
        for (address, value) in self.filled(area)? {
            let (row, col) = (address.row - area.rows.0, address.col - area.cols.0);
            values[(row * area.width() + col) as usize] = value;
        }
        Ok(Matrix {
            width: area.width(),
            values,
        })
    }

    /// `each` of the values that stand at the same place; single values, rows and columns are repeated.
    pub(super) fn together(
        &mut self,
        all: &[Matrix<'a>],
        each: impl Fn(&[Scalar<'a>]) -> Computable<Scalar<'a>>,
    ) -> Computable<Matrix<'a>> {
        let width = all.iter().map(|matrix| matrix.width).max().unwrap_or(1);
        let height = all.iter().map(Matrix::height).max().unwrap_or(1);
        let fits = |own: u32, whole: u32| own == whole || own == 1;
        let all_fit =
            |matrix: &Matrix<'_>| fits(matrix.width, width) && fits(matrix.height(), height);
        let size = u64::from(width) * u64::from(height);
        if !all.iter().all(all_fit) || size > ARRAY {
            return Err(NoValue::Unknown);
        }
        self.step(size as usize * all.len())?;
        let mut values = Vec::with_capacity(size as usize);
        let mut own = Vec::with_capacity(all.len());
        for row in 0..height {
            for col in 0..width {
                own.clear();
                own.extend(all.iter().map(|matrix| {
                    let row = if matrix.height() == 1 { 0 } else { row };
                    let col = if matrix.width == 1 { 0 } else { col };
                    matrix.values[(row * matrix.width + col) as usize].clone()
                }));
                values.push(each(&own)?);
            }
        }
        Ok(Matrix { width, values })
    }

    /// The cells of a region that hold something, row by row within each column.
    pub(super) fn filled(&mut self, area: Area) -> Computable<Vec<(Address, Scalar<'a>)>> {
        let sheet = &self.workbook.sheets[area.sheet];
        if !sheet.problems.is_empty() && !self.lenient {
            // The file may hold more than was read.
            return Err(NoValue::Unknown);
        }
        let positions = self.positions(area);
        self.step(positions.len() + 1)?;
        let (mut filled, mut pending) = (Vec::with_capacity(positions.len()), Vec::new());
        for at in positions {
            match self.value((area.sheet, at)) {
                Ok(Scalar::Blank) => {}
                Ok(value) => filled.push((sheet.cells[at].address(), value)),
                Err(NoValue::Pending(more)) => pending.extend(more),
                Err(NoValue::Unknown) => return Err(NoValue::Unknown),
            }
        }
        if pending.is_empty() {
            Ok(filled)
        } else {
            Err(NoValue::Pending(pending))
        }
    }

    /// The positions of the cells of a region among those of its sheet.
    pub(super) fn positions(&mut self, area: Area) -> Vec<usize> {
        let cells = &self.workbook.sheets[area.sheet].cells;
        let columns = self.columns[area.sheet].get_or_insert_with(|| {
            let mut columns: Vec<Vec<usize>> = Vec::new();
            for (at, cell) in cells.iter().enumerate() {
                let col = cell.col as usize;
                if columns.len() <= col {
                    columns.resize_with(col + 1, Vec::new);
                }
                columns[col].push(at);
            }
            columns
        });
        let mut positions = Vec::new();
        for column in columns
            .iter()
            .take(area.cols.1 as usize + 1)
            .skip(area.cols.0 as usize)
        {
            let from = column.partition_point(|at| cells[*at].row < area.rows.0);
            let own = column[from..]
                .iter()
                .take_while(|at| cells[**at].row <= area.rows.1);
            positions.extend(own);
        }
        positions
    }

    fn area(&self, reference: &FormulaReference, here: Here) -> Computable<Area> {
        let sheet = match &reference.sheet {
            Some(name) => super::sheet_named(self.workbook, name).ok_or(NoValue::Unknown)?,
            // Of a name it would be the sheet at which one looks.
            None if here.within_name > 0 => return Err(NoValue::Unknown),
            None => here.sheet,
        };
        if here.within_name > 0 && reference.relative {
            return Err(NoValue::Unknown);
        }
        Ok(Area {
            sheet,
            rows: reference.rows,
            cols: reference.cols,
        })
    }

    fn name(&mut self, sheet: Option<&str>, name: &str, here: Here) -> Computable<Operand<'a>> {
        if here.within_name >= NAMES {
            return Err(NoValue::Unknown);
        }
        let on = match sheet {
            Some(sheet) => super::sheet_named(self.workbook, sheet).ok_or(NoValue::Unknown)?,
            None => here.sheet,
        };
        let name = name.to_lowercase();
        let own = self.names.get(&(Some(on), name.clone()));
        let found = own.or_else(|| self.names.get(&(None, name))).cloned();
        let expr = found.flatten().ok_or(NoValue::Unknown)?;
        let here = Here {
            within_name: here.within_name + 1,
            ..here
        };
        self.operand(&expr, here)
    }
}

pub(super) fn single(value: Scalar<'_>) -> Matrix<'_> {
    Matrix {
        width: 1,
        values: vec![value],
    }
}

fn negative<'a>(value: &Scalar<'a>) -> Computable<Scalar<'a>> {
    Ok(match value.to_number()? {
        Err(fault) => Scalar::Error(fault),
        Ok(number) => Scalar::Number(FormulaNumber {
            exact: -number.exact,
            ..number
        }),
    })
}

fn percent<'a>(value: &Scalar<'a>, times: u32) -> Computable<Scalar<'a>> {
    let mut number = match value.to_number()? {
        Err(fault) => return Ok(Scalar::Error(fault)),
        Ok(number) => number,
    };
    for _ in 0..times.min(8) {
        let hundred = FormulaNumber {
            exact: 100.into(),
            error: 0.0,
        };
        number = number.over(hundred)?.ok_or(NoValue::Unknown)?;
    }
    Ok(Scalar::Number(number))
}

/// The errors of operands come first, from left to right.
fn binary<'a>(operator: Operator, left: &Scalar<'a>, right: &Scalar<'a>) -> Computable<Scalar<'a>> {
    for value in [left, right] {
        if let Scalar::Error(fault) = value {
            return Ok(Scalar::Error(*fault));
        }
    }
    match operator {
        Operator::Join => {
            let (Ok(left), Ok(right)) = (left.to_text()?, right.to_text()?) else {
                return Err(NoValue::Unknown);
            };
            let text = left.into_owned() + &right;
            // Longer than a cell may be.
            if text.len() > 100_000 {
                return Err(NoValue::Unknown);
            }
            Ok(Scalar::text(text))
        }
        Operator::Equal => Ok(Scalar::Bool(equal(left, right)?)),
        Operator::Differs => Ok(Scalar::Bool(!equal(left, right)?)),
        Operator::Less => Ok(Scalar::Bool(order(left, right)? == Ordering::Less)),
        Operator::AtMost => Ok(Scalar::Bool(order(left, right)? != Ordering::Greater)),
        Operator::More => Ok(Scalar::Bool(order(left, right)? == Ordering::Greater)),
        Operator::AtLeast => Ok(Scalar::Bool(order(left, right)? != Ordering::Less)),
        _ => {
            let (left, right) = match (left.to_number()?, right.to_number()?) {
                (Ok(left), Ok(right)) => (left, right),
                (Err(fault), _) | (_, Err(fault)) => return Ok(Scalar::Error(fault)),
            };
            let number = match operator {
                Operator::Plus => left.plus(right)?,
                Operator::Minus => left.minus(right)?,
                Operator::Times => left.times(right)?,
                Operator::Over => match left.over(right)? {
                    Some(number) => number,
                    None => return Ok(Scalar::Error(ErrorValue::Div)),
                },
                _ => power(left, right)?,
            };
            Ok(Scalar::Number(number))
        }
    }
}
