//! Functions that find a place or a value in a region.

use super::Engine;
use super::catalog::Special;
use super::criterion::{matches, pattern};
use super::functions::Arguments;
use super::operators::{equal, whole};
use super::value::{Area, Computable, ErrorValue, Here, Matrix, NoValue, Operand, Scalar, numeric};

impl<'a> Engine<'a> {
    /// INDEX of a region is a region, which may be summed.
    pub(super) fn index(
        &mut self,
        arguments: Arguments<'_>,
        here: Here,
    ) -> Computable<Operand<'a>> {
        let (Some(Some(from)), 2..=3) = (arguments.first(), arguments.len()) else {
            return Err(NoValue::Unknown);
        };
        let mut places = Vec::new();
        for argument in &arguments[1..] {
            match whole(&self.argument(argument.as_ref(), here)?)? {
                Ok(place) => places.push(u32::try_from(place).map_err(|_| NoValue::Unknown)?),
                Err(fault) => return Ok(Operand::Scalar(Scalar::Error(fault))),
            }
        }
        let from = self.operand(from, here)?;
        let (height, width) = match &from {
            Operand::Areas(areas) if areas.len() == 1 => (areas[0].height(), areas[0].width()),
            Operand::Matrix(matrix) => (matrix.height(), matrix.width),
            _ => return Err(NoValue::Unknown),
        };
        let (row, col) = match places.as_slice() {
            // A single number counts along a row or a column.
            [place] if height == 1 => (1, *place),
            [place] if width == 1 => (*place, 1),
            [row, col] => (*row, *col),
            _ => return Err(NoValue::Unknown),
        };
        if row > height || col > width {
            return Ok(Operand::Scalar(Scalar::Error(ErrorValue::Ref)));
        }
        match from {
            Operand::Areas(areas) => {
                let area = areas[0];
                // 0 is the whole row or column.
                let part = |place: u32, (from, to): (u32, u32)| match place.checked_sub(1) {
                    Some(place) => (from + place, from + place),
                    None => (from, to),
                };
                Ok(Operand::Areas(vec![Area {
                    rows: part(row, area.rows),
                    cols: part(col, area.cols),
                    ..area
                }]))
            }
            Operand::Matrix(matrix) if row > 0 && col > 0 => {
                let at = ((row - 1) * width + col - 1) as usize;
                let value = matrix.values.into_iter().nth(at);
                value.map(Operand::Scalar).ok_or(NoValue::Unknown)
            }
            _ => Err(NoValue::Unknown),
        }
    }

    /// MATCH of an equal value.
    pub(super) fn position(
        &mut self,
        arguments: Arguments<'_>,
        here: Here,
    ) -> Computable<Scalar<'a>> {
        let [Some(sought), Some(within), kind] = arguments else {
            return Err(NoValue::Unknown);
        };
        match whole(&self.argument(kind.as_ref(), here)?)? {
            Ok(0) => {}
            _ => return Err(NoValue::Unknown),
        }
        let sought = self.scalar(sought, here)?;
        let found = match self.operand(within, here)? {
            Operand::Areas(areas) => match areas.as_slice() {
                [area] if area.width() == 1 || area.height() == 1 => {
                    self.first_of(&sought, *area)?
                }
                _ => return Err(NoValue::Unknown),
            },
            Operand::Matrix(matrix) if matrix.width == 1 || matrix.height() == 1 => {
                self.first_in(&sought, &matrix)?
            }
            _ => return Err(NoValue::Unknown),
        };
        Ok(match found {
            Ok(Some(at)) => Scalar::number(at + 1),
            Ok(None) => Scalar::Error(ErrorValue::NotAvailable),
            Err(fault) => Scalar::Error(fault),
        })
    }

    /// The first cell of a row or column that holds `sought`, by its place in it.
    fn first_of(
        &mut self,
        sought: &Scalar<'a>,
        area: Area,
    ) -> Computable<Result<Option<u32>, ErrorValue>> {
        let sought = match self.sought(sought)? {
            Ok(sought) => sought,
            Err(fault) => return Ok(Err(fault)),
        };
        for (address, value) in self.filled(area)? {
            if self.found(&sought, &value)? {
                let at = (address.row - area.rows.0) + (address.col - area.cols.0);
                return Ok(Ok(Some(at)));
            }
        }
        Ok(Ok(None))
    }

    fn first_in(
        &mut self,
        sought: &Scalar<'a>,
        matrix: &Matrix<'a>,
    ) -> Computable<Result<Option<u32>, ErrorValue>> {
        let sought = match self.sought(sought)? {
            Ok(sought) => sought,
            Err(fault) => return Ok(Err(fault)),
        };
        for (at, value) in (0..).zip(&matrix.values) {
            if self.found(&sought, value)? {
                return Ok(Ok(Some(at)));
            }
        }
        Ok(Ok(None))
    }

    fn sought(&self, sought: &Scalar<'a>) -> Computable<Result<Scalar<'a>, ErrorValue>> {
        match sought {
            Scalar::Error(fault) => Ok(Err(*fault)),
            // A blank is sought as 0 by some, and not at all by others; an empty text is found by some.
            Scalar::Blank => Err(NoValue::Unknown),
            Scalar::Text(text) if text.is_empty() || text.chars().count() > 255 => {
                Err(NoValue::Unknown)
            }
            Scalar::Text(text) if self.is_ods() => {
                // There it may be a regular expression.
                let plain = |c: char| c.is_alphanumeric() || c == ' ' || u32::from(c) > 0x7f;
                text.chars()
                    .all(plain)
                    .then(|| Ok(sought.clone()))
                    .ok_or(NoValue::Unknown)
            }
            _ => Ok(Ok(sought.clone())),
        }
    }

    fn found(&mut self, sought: &Scalar<'a>, value: &Scalar<'a>) -> Computable<bool> {
        self.step(1)?;
        match (sought, value) {
            (Scalar::Text(sought), Scalar::Text(value)) if sought.contains(['*', '?', '~']) => {
                let (found, steps) = matches(&pattern(sought), value);
                self.step(steps)?;
                Ok(found)
            }
            (Scalar::Text(sought), Scalar::Number(_)) if sought.contains(['*', '?', '~']) => {
                Err(NoValue::Unknown)
            }
            // A text of digits is taken for the number that it looks like by some programs.
            (Scalar::Text(text), Scalar::Number(number))
            | (Scalar::Number(number), Scalar::Text(text))
                if numeric(text).ok().flatten() == Some(number.exact) =>
            {
                Err(NoValue::Unknown)
            }
            (_, Scalar::Error(_) | Scalar::Blank) => Ok(false),
            _ => equal(sought, value),
        }
    }

    /// VLOOKUP and HLOOKUP of an equal value.
    pub(super) fn lookup(
        &mut self,
        special: Special,
        arguments: Arguments<'_>,
        here: Here,
    ) -> Computable<Scalar<'a>> {
        let [Some(sought), Some(table), Some(line), exact] = arguments else {
            return Err(NoValue::Unknown);
        };
        match self.argument(exact.as_ref(), here)?.to_bool()? {
            Ok(false) => {}
            _ => return Err(NoValue::Unknown),
        }
        let sought = self.scalar(sought, here)?;
        let area = self.one_area(table, here)?;
        let line = match whole(&self.scalar(line, here)?)? {
            Ok(line) => line,
            Err(fault) => return Ok(Scalar::Error(fault)),
        };
        let down = special == Special::VLookup;
        let lines = if down { area.width() } else { area.height() };
        let Some(line) = u32::try_from(line - 1).ok() else {
            return Ok(Scalar::Error(ErrorValue::Value));
        };
        if line >= lines {
            return Ok(Scalar::Error(ErrorValue::Ref));
        }
        let keys = if down {
            Area {
                cols: (area.cols.0, area.cols.0),
                ..area
            }
        } else {
            Area {
                rows: (area.rows.0, area.rows.0),
                ..area
            }
        };
        match self.first_of(&sought, keys)? {
            Err(fault) => Ok(Scalar::Error(fault)),
            Ok(None) => Ok(Scalar::Error(ErrorValue::NotAvailable)),
            Ok(Some(at)) => {
                let (row, col) = if down { (at, line) } else { (line, at) };
                self.at(area.sheet, area.at(row, col))
            }
        }
    }

    /// ROW, COLUMN, ROWS, COLUMNS.
    pub(super) fn place(
        &mut self,
        special: Special,
        arguments: Arguments<'_>,
        here: Here,
    ) -> Computable<Scalar<'a>> {
        let area = match arguments {
            [] if here.within_name == 0 => Area {
                sheet: here.sheet,
                rows: (here.cell.row, here.cell.row),
                cols: (here.cell.col, here.cell.col),
            },
            [Some(argument)] => self.one_area(argument, here)?,
            _ => return Err(NoValue::Unknown),
        };
        Ok(Scalar::number(match special {
            Special::Row if area.height() == 1 => area.rows.0 + 1,
            Special::Column if area.width() == 1 => area.cols.0 + 1,
            Special::Rows => area.height(),
            Special::Columns => area.width(),
            _ => return Err(NoValue::Unknown),
        }))
    }
}
