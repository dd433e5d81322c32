//! The functions that are known, and those that choose what to compute.

use super::Engine;
use super::catalog::{Function, Special};
use super::parse::Expr;
use super::value::{Area, Computable, ErrorValue, Here, Matrix, NoValue, Operand, Scalar};

/// The arguments of a call.
pub(super) type Arguments<'e> = &'e [Option<Expr>];

impl<'a> Engine<'a> {
    pub(super) fn call(
        &mut self,
        function: Function,
        arguments: Arguments<'_>,
        here: Here,
    ) -> Computable<Operand<'a>> {
        let special = match function {
            Function::Scalar(own) => {
                let values: Computable<Vec<Scalar<'a>>> = arguments
                    .iter()
                    .map(|argument| self.argument(argument.as_ref(), here))
                    .collect();
                return own(&values?).map(Operand::Scalar);
            }
            Function::Special(special) => special,
        };
        match special {
            Special::If => self.choice(arguments, here),
            Special::Ifs => self.choices(arguments, here),
            Special::Choose => self.choose(arguments, here),
            Special::Index => self.index(arguments, here),
            Special::IfError | Special::IfNa => self.if_error(special, arguments, here),
            Special::And | Special::Or => self.truth(special, arguments, here).map(Operand::Scalar),
            Special::Match => self.position(arguments, here).map(Operand::Scalar),
            Special::VLookup | Special::HLookup => {
                self.lookup(special, arguments, here).map(Operand::Scalar)
            }
            Special::Row | Special::Rows | Special::Column | Special::Columns => {
                self.place(special, arguments, here).map(Operand::Scalar)
            }
            Special::SumProduct => self.sum_product(arguments, here).map(Operand::Scalar),
            Special::SumIf
            | Special::SumIfs
            | Special::CountIf
            | Special::CountIfs
            | Special::AverageIf
            | Special::AverageIfs => self
                .conditional(special, arguments, here)
                .map(Operand::Scalar),
            Special::IsBlank | Special::IsError | Special::IsErr | Special::IsNa => {
                let [Some(argument)] = arguments else {
                    return Err(NoValue::Unknown);
                };
                let value = self.scalar(argument, here)?;
                Ok(Operand::Scalar(Scalar::Bool(tells(special, &value))))
            }
            Special::Subtotal => self.subtotal(arguments, here).map(Operand::Scalar),
            _ => self
                .aggregate(special, arguments, here)
                .map(Operand::Scalar),
        }
    }

    /// The functions whose result is an array where arrays are computed element by element.
    pub(super) fn special_matrix(
        &mut self,
        special: Special,
        arguments: Arguments<'_>,
        here: Here,
    ) -> Computable<Option<Matrix<'a>>> {
        match (special, arguments) {
            (
                Special::IsBlank | Special::IsError | Special::IsErr | Special::IsNa,
                [Some(argument)],
            ) => {
                let inner = self.matrix(argument, here)?;
                let tells = |one: &[Scalar<'a>]| Ok(Scalar::Bool(tells(special, &one[0])));
                self.together(&[inner], tells).map(Some)
            }
            (Special::Row | Special::Column, [Some(argument)]) => {
                let Operand::Areas(areas) = self.operand(argument, here)? else {
                    return Err(NoValue::Unknown);
                };
                let [area] = areas.as_slice() else {
                    return Err(NoValue::Unknown);
                };
                let (lines, width) = if special == Special::Row {
                    (area.rows, 1)
                } else {
                    (area.cols, area.width())
                };
                self.step((lines.1 - lines.0) as usize + 1)?;
                let values = (lines.0..=lines.1).map(|line| Scalar::number(line + 1));
                Ok(Some(Matrix {
                    width,
                    values: values.collect(),
                }))
            }
            (Special::CountIf, [Some(area), Some(criteria)]) => {
                let area = self.one_area(area, here)?;
                let criteria = self.matrix(criteria, here)?;
                let mut values = Vec::with_capacity(criteria.values.len());
                for criterion in &criteria.values {
                    values.push(self.count_if(area, criterion)?);
                }
                Ok(Some(Matrix { values, ..criteria }))
            }
            (Special::SumIf, [Some(area), Some(criteria), rest @ ..]) => {
                let area = self.one_area(area, here)?;
                let summed = match rest {
                    [] => area,
                    [Some(summed)] => self.one_area(summed, here)?,
                    _ => return Err(NoValue::Unknown),
                };
                let criteria = self.matrix(criteria, here)?;
                let mut values = Vec::with_capacity(criteria.values.len());
                for criterion in &criteria.values {
                    values.push(self.sum_if(area, criterion, summed)?);
                }
                Ok(Some(Matrix { values, ..criteria }))
            }
            // Within an array the arguments of these are arrays too.
            (Special::Max | Special::Min | Special::Sum | Special::SumProduct, _) => {
                self.array_aggregate(special, arguments, here).map(Some)
            }
            // They would choose for each element.
            (
                Special::If
                | Special::IfError
                | Special::IfNa
                | Special::Ifs
                | Special::Choose
                | Special::Match
                | Special::VLookup
                | Special::HLookup
                | Special::And
                | Special::Or
                | Special::SumIfs
                | Special::CountIfs
                | Special::AverageIf
                | Special::AverageIfs
                | Special::Concat
                | Special::TextJoin,
                _,
            ) => Err(NoValue::Unknown),
            _ => Ok(None),
        }
    }

    /// The value of an argument; one that is left out is blank.
    pub(super) fn argument(
        &mut self,
        argument: Option<&Expr>,
        here: Here,
    ) -> Computable<Scalar<'a>> {
        match argument {
            Some(expr) => self.scalar(expr, here),
            None => Ok(Scalar::Blank),
        }
    }

    /// The one region that an argument means.
    pub(super) fn one_area(&mut self, argument: &Expr, here: Here) -> Computable<Area> {
        match self.operand(argument, here)? {
            Operand::Areas(areas) if areas.len() == 1 => Ok(areas[0]),
            _ => Err(NoValue::Unknown),
        }
    }

    fn branch(&mut self, argument: Option<&Option<Expr>>, here: Here) -> Computable<Operand<'a>> {
        match argument {
            Some(Some(expr)) => self.operand(expr, here),
            // `IF(A1,,5)` gives 0.
            Some(None) => Ok(Operand::Scalar(Scalar::number(0))),
            None => Ok(Operand::Scalar(Scalar::Bool(false))),
        }
    }

    fn choice(&mut self, arguments: Arguments<'_>, here: Here) -> Computable<Operand<'a>> {
        let (Some(Some(condition)), 2..=3) = (arguments.first(), arguments.len()) else {
            return Err(NoValue::Unknown);
        };
        let chosen = match self.scalar(condition, here)?.to_bool()? {
            Err(fault) => return Ok(Operand::Scalar(Scalar::Error(fault))),
            Ok(true) => arguments.get(1),
            Ok(false) => arguments.get(2),
        };
        self.branch(chosen, here)
    }

    fn choices(&mut self, arguments: Arguments<'_>, here: Here) -> Computable<Operand<'a>> {
        for pair in arguments.chunks(2) {
            let [Some(condition), value] = pair else {
                return Err(NoValue::Unknown);
            };
            match self.scalar(condition, here)?.to_bool()? {
                Err(fault) => return Ok(Operand::Scalar(Scalar::Error(fault))),
                Ok(true) => return self.branch(Some(value), here),
                Ok(false) => {}
            }
        }
        Ok(Operand::Scalar(Scalar::Error(ErrorValue::NotAvailable)))
    }

    fn choose(&mut self, arguments: Arguments<'_>, here: Here) -> Computable<Operand<'a>> {
        let (Some(Some(index)), true) = (arguments.first(), arguments.len() > 1) else {
            return Err(NoValue::Unknown);
        };
        let index = match self.scalar(index, here)?.to_number()? {
            Err(fault) => return Ok(Operand::Scalar(Scalar::Error(fault))),
            Ok(number) => number.whole()?,
        };
        match usize::try_from(index) {
            Ok(index) if index > 0 && index < arguments.len() => {
                self.branch(arguments.get(index), here)
            }
            _ => Ok(Operand::Scalar(Scalar::Error(ErrorValue::Value))),
        }
    }

    fn if_error(
        &mut self,
        special: Special,
        arguments: Arguments<'_>,
        here: Here,
    ) -> Computable<Operand<'a>> {
        let [value, otherwise] = arguments else {
            return Err(NoValue::Unknown);
        };
        match self.argument(value.as_ref(), here)? {
            Scalar::Error(fault)
                if special == Special::IfError || fault == ErrorValue::NotAvailable =>
            {
                self.branch(Some(otherwise), here)
            }
            value => Ok(Operand::Scalar(value)),
        }
    }

    fn truth(
        &mut self,
        special: Special,
        arguments: Arguments<'_>,
        here: Here,
    ) -> Computable<Scalar<'a>> {
        let (mut any, mut all, mut count) = (false, true, 0);
        for argument in arguments {
            let argument = argument.as_ref().ok_or(NoValue::Unknown)?;
            let values = match self.operand(argument, here)? {
                // IFERROR of a blank cell counts in some programs and not in others.
                Operand::Scalar(Scalar::Blank) | Operand::Matrix(_) => {
                    return Err(NoValue::Unknown);
                }
                Operand::Scalar(value) => vec![value],
                Operand::Areas(areas) => {
                    let mut values = Vec::new();
                    for area in areas {
                        values.extend(self.filled(area)?.into_iter().map(|(_, value)| value));
                    }
                    // Texts in cells do not count.
                    values.retain(|value| !matches!(value, Scalar::Text(_) | Scalar::Blank));
                    values
                }
            };
            for value in values {
                match value.to_bool()? {
                    Err(fault) => return Ok(Scalar::Error(fault)),
                    Ok(value) => {
                        any |= value;
                        all &= value;
                        count += 1;
                    }
                }
            }
        }
        if count == 0 {
            return Err(NoValue::Unknown);
        }
        Ok(Scalar::Bool(if special == Special::And {
            all
        } else {
            any
        }))
    }
}

fn tells(special: Special, value: &Scalar<'_>) -> bool {
    match special {
        Special::IsBlank => matches!(value, Scalar::Blank),
        Special::IsError => matches!(value, Scalar::Error(_)),
        Special::IsErr => {
            matches!(value, Scalar::Error(fault) if *fault != ErrorValue::NotAvailable)
        }
        _ => matches!(value, Scalar::Error(ErrorValue::NotAvailable)),
    }
}
