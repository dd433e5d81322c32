//! Functions of many values: sums, counts, averages.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::Engine;
use super::catalog::Special;
use super::functions::Arguments;
use super::value::{Area, Computable, ErrorValue, FormulaNumber, Here, NoValue, Operand, Scalar};
use crate::workbook::{Address, Format};

/// What an aggregate is made of.
#[derive(Debug, Default)]
struct Gathered {
    numbers: Vec<FormulaNumber>,
    /// How many values there were, texts included.
    filled: usize,
    fault: Option<ErrorValue>,
}

impl Gathered {
    /// A value of a region or an array: only numbers count.
    fn passive(&mut self, value: Scalar<'_>) {
        match value {
            Scalar::Blank => return,
            Scalar::Number(number) => self.numbers.push(number),
            Scalar::Error(fault) => self.fault = self.fault.or(Some(fault)),
            Scalar::Text(_) | Scalar::Bool(_) => {}
        }
        self.filled += 1;
    }

    /// A value of its own among the arguments. Texts become numbers in some programs and errors in others.
    fn active(&mut self, value: &Scalar<'_>) -> Computable<()> {
        if matches!(value, Scalar::Text(_)) {
            return Err(NoValue::Unknown);
        }
        self.filled += 1;
        match value.to_number()? {
            Ok(number) => self.numbers.push(number),
            Err(fault) => self.fault = self.fault.or(Some(fault)),
        }
        Ok(())
    }
}

pub(super) fn sum(numbers: &[FormulaNumber]) -> Computable<FormulaNumber> {
    let mut sum = FormulaNumber::new(Decimal::ZERO);
    for number in numbers {
        sum = sum.plus(*number)?;
    }
    Ok(sum)
}

fn extreme(numbers: &[FormulaNumber], wanted: Ordering) -> FormulaNumber {
    let mut found: Option<FormulaNumber> = None;
    for number in numbers {
        if found.is_none_or(|found| number.exact.cmp(&found.exact) == wanted) {
            found = Some(*number);
        }
    }
    found.unwrap_or(FormulaNumber::new(Decimal::ZERO))
}

impl<'a> Engine<'a> {
    pub(super) fn aggregate(
        &mut self,
        special: Special,
        arguments: Arguments<'_>,
        here: Here,
    ) -> Computable<Scalar<'a>> {
        if matches!(special, Special::Concat | Special::TextJoin) {
            return self.joined(special, arguments, here);
        }
        if special == Special::CountBlank {
            return self.blanks(arguments, here);
        }
        let (arguments, rank) = match (special, arguments) {
            (Special::Small | Special::Large, [values, Some(rank)]) => {
                let rank = self.scalar(rank, here)?;
                (std::slice::from_ref(values), Some(rank))
            }
            (Special::Small | Special::Large, _) => return Err(NoValue::Unknown),
            _ => (arguments, None),
        };
        let mut gathered = Gathered::default();
        for argument in arguments {
            let argument = argument.as_ref().ok_or(NoValue::Unknown)?;
            match self.operand(argument, here)? {
                // IFERROR of a blank cell counts in some programs and not in others.
                Operand::Scalar(Scalar::Blank) if special != Special::Sum => {
                    return Err(NoValue::Unknown);
                }
                Operand::Scalar(value) if matches!(special, Special::Count | Special::CountA) => {
                    // What counts as a number among the arguments differs.
                    match value {
                        Scalar::Number(_) => gathered.passive(value),
                        _ if special == Special::CountA => gathered.filled += 1,
                        _ => return Err(NoValue::Unknown),
                    }
                }
                Operand::Scalar(value) => gathered.active(&value)?,
                Operand::Matrix(matrix) => {
                    matrix
                        .values
                        .into_iter()
                        .for_each(|value| gathered.passive(value));
                }
                Operand::Areas(areas) => {
                    for area in areas {
                        for (_, value) in self.filled(area)? {
                            gathered.passive(value);
                        }
                    }
                }
            }
        }
        match rank {
            Some(rank) => ranked(special, gathered, &rank),
            None => finished(special, &gathered),
        }
    }

    /// An aggregate within an array: its arguments are computed element by element.
    pub(super) fn array_aggregate(
        &mut self,
        special: Special,
        arguments: Arguments<'_>,
        here: Here,
    ) -> Computable<super::value::Matrix<'a>> {
        if special == Special::SumProduct {
            return self.sum_product(arguments, here).map(super::eval::single);
        }
        let mut gathered = Gathered::default();
        for argument in arguments {
            let argument = argument.as_ref().ok_or(NoValue::Unknown)?;
            let matrix = self.matrix(argument, here)?;
            matrix
                .values
                .into_iter()
                .for_each(|value| gathered.passive(value));
        }
        finished(special, &gathered).map(super::eval::single)
    }

    pub(super) fn sum_product(
        &mut self,
        arguments: Arguments<'_>,
        here: Here,
    ) -> Computable<Scalar<'a>> {
        let mut factors = Vec::with_capacity(arguments.len());
        for argument in arguments {
            factors.push(self.matrix(argument.as_ref().ok_or(NoValue::Unknown)?, here)?);
        }
        let Some(first) = factors.first() else {
            return Err(NoValue::Unknown);
        };
        let same = |matrix: &super::value::Matrix<'_>| {
            matrix.width == first.width && matrix.values.len() == first.values.len()
        };
        if !factors.iter().all(same) {
            return Ok(Scalar::Error(ErrorValue::Value));
        }
        let mut sum = FormulaNumber::new(Decimal::ZERO);
        for at in 0..first.values.len() {
            let mut product = FormulaNumber {
                exact: Decimal::ONE,
                error: 0.0,
            };
            for factor in &factors {
                let number = match &factor.values[at] {
                    Scalar::Number(number) => *number,
                    Scalar::Error(fault) => return Ok(Scalar::Error(*fault)),
                    // A single factor of truth values is 0 in one program and their number in another.
                    Scalar::Bool(_) => return Err(NoValue::Unknown),
                    Scalar::Blank | Scalar::Text(_) => FormulaNumber::new(Decimal::ZERO),
                };
                product = product.times(number)?;
            }
            sum = sum.plus(product)?;
        }
        Ok(Scalar::Number(sum))
    }

    fn blanks(&mut self, arguments: Arguments<'_>, here: Here) -> Computable<Scalar<'a>> {
        let [Some(argument)] = arguments else {
            return Err(NoValue::Unknown);
        };
        let area = self.one_area(argument, here)?;
        let filled = self.filled(area)?;
        let texts = |value: &Scalar<'_>| !matches!(value, Scalar::Text(text) if text.is_empty());
        let full = filled.iter().filter(|(_, value)| texts(value)).count() as u64;
        Ok(Scalar::number(area.size() - full))
    }

    fn joined(
        &mut self,
        special: Special,
        arguments: Arguments<'_>,
        here: Here,
    ) -> Computable<Scalar<'a>> {
        let (between, skip_empty, arguments) = match (special, arguments) {
            (Special::TextJoin, [between, skip, rest @ ..]) => {
                let between = match self.argument(between.as_ref(), here)?.to_text()? {
                    Ok(text) => text.into_owned(),
                    Err(fault) => return Ok(Scalar::Error(fault)),
                };
                match self.argument(skip.as_ref(), here)?.to_bool()? {
                    Ok(skip) => (between, skip, rest),
                    Err(fault) => return Ok(Scalar::Error(fault)),
                }
            }
            (Special::TextJoin, _) => return Err(NoValue::Unknown),
            _ => (String::new(), true, arguments),
        };
        let mut texts = Vec::new();
        for argument in arguments {
            let argument = argument.as_ref().ok_or(NoValue::Unknown)?;
            let values = match self.operand(argument, here)? {
                Operand::Scalar(value) => vec![value],
                Operand::Matrix(matrix) => matrix.values,
                Operand::Areas(areas) => {
                    let mut values = Vec::new();
                    for area in areas {
                        values.extend(self.values(area)?.values);
                    }
                    values
                }
            };
            for value in values {
                match value.to_text()? {
                    Ok(text) if skip_empty && text.is_empty() => {}
                    Ok(text) => texts.push(text),
                    Err(fault) => return Ok(Scalar::Error(fault)),
                }
            }
        }
        let length: usize = texts.iter().map(|text| text.len() + between.len()).sum();
        if length > 100_000 {
            return Err(NoValue::Unknown);
        }
        Ok(Scalar::text(texts.join(&between)))
    }

    /// Counts no other subtotals; and what is filtered out only where the result is the same either way, as a file does
    /// not tell what was filtered out from what was hidden by hand.
    pub(super) fn subtotal(
        &mut self,
        arguments: Arguments<'_>,
        here: Here,
    ) -> Computable<Scalar<'a>> {
        let (Some(Some(kind)), [_, regions @ ..]) = (arguments.first(), arguments) else {
            return Err(NoValue::Unknown);
        };
        let kind = match self.scalar(kind, here)? {
            Scalar::Number(number) => number.whole()?,
            _ => return Err(NoValue::Unknown),
        };
        let special = match kind % 100 {
            1 => Special::Average,
            2 => Special::Count,
            3 => Special::CountA,
            4 => Special::Max,
            5 => Special::Min,
            6 => Special::Product,
            9 => Special::Sum,
            _ => return Err(NoValue::Unknown),
        };
        if !(1..=9).contains(&kind) && !(101..=109).contains(&kind) || regions.is_empty() {
            return Err(NoValue::Unknown);
        }
        let (mut all, mut seen) = (Gathered::default(), Gathered::default());
        let mut hides = false;
        for region in regions {
            let Operand::Areas(areas) =
                self.operand(region.as_ref().ok_or(NoValue::Unknown)?, here)?
            else {
                return Err(NoValue::Unknown);
            };
            for area in areas {
                self.check_nested(area)?;
                for (address, value) in self.counted(area)? {
                    let hidden = &self.workbook.sheets[area.sheet].hidden.rows;
                    let is_hidden = hidden
                        .iter()
                        .any(|(from, to)| *from <= address.row && address.row <= *to);
                    hides |= is_hidden;
                    if !is_hidden {
                        seen.passive(value.clone());
                    }
                    all.passive(value);
                }
            }
        }
        // Whether a row is hidden is told by all formats but .xlsb.
        if self.workbook.format == Some(Format::Xlsb) {
            return Err(NoValue::Unknown);
        }
        let seen = finished(special, &seen)?;
        if kind > 100 || !hides {
            return Ok(seen);
        }
        match (finished(special, &all)?, &seen) {
            (Scalar::Number(all), Scalar::Number(own)) if all.exact == own.exact => Ok(seen),
            _ => Err(NoValue::Unknown),
        }
    }

    /// The values of a region without those of other subtotals.
    fn counted(&mut self, area: Area) -> Computable<Vec<(Address, Scalar<'a>)>> {
        let mut values = self.filled(area)?;
        let sheet = &self.workbook.sheets[area.sheet];
        values.retain(|(address, _)| {
            let formula = sheet.get(*address).and_then(|cell| cell.formula.as_deref());
            !formula.is_some_and(is_subtotal)
        });
        Ok(values)
    }

    /// Formulas that hold a subtotal among other things count in some programs and not in others.
    fn check_nested(&mut self, area: Area) -> Computable<()> {
        let sheet = &self.workbook.sheets[area.sheet];
        for at in self.positions(area) {
            let formula = sheet.cells[at].formula.as_deref().unwrap_or_default();
            let holds = formula.to_ascii_uppercase().contains("SUBTOTAL(");
            if holds && !is_subtotal(formula) || formula.contains("AGGREGATE(") {
                return Err(NoValue::Unknown);
            }
        }
        Ok(())
    }
}

/// Whether a formula is one SUBTOTAL and nothing else.
fn is_subtotal(formula: &str) -> bool {
    let formula = formula.trim();
    let Some((name, rest)) = formula.split_once('(') else {
        return false;
    };
    let closes = rest.find(')').is_some_and(|at| at + 1 == rest.len());
    name.trim_end().eq_ignore_ascii_case("SUBTOTAL") && closes
}

fn finished<'a>(special: Special, gathered: &Gathered) -> Computable<Scalar<'a>> {
    let numbers = &gathered.numbers;
    match special {
        Special::Count => return Ok(Scalar::number(numbers.len() as u64)),
        Special::CountA => return Ok(Scalar::number(gathered.filled as u64)),
        _ => {}
    }
    if let Some(fault) = gathered.fault {
        return Ok(Scalar::Error(fault));
    }
    Ok(Scalar::Number(match special {
        Special::Sum => sum(numbers)?,
        Special::Max => extreme(numbers, Ordering::Greater),
        Special::Min => extreme(numbers, Ordering::Less),
        Special::Product => {
            let Some((first, rest)) = numbers.split_first() else {
                return Ok(Scalar::number(0));
            };
            let mut product = *first;
            for number in rest {
                product = product.times(*number)?;
            }
            product
        }
        Special::Average => {
            let count = FormulaNumber::new(Decimal::from(numbers.len()));
            match sum(numbers)?.over(count)? {
                Some(average) => average,
                None => return Ok(Scalar::Error(ErrorValue::Div)),
            }
        }
        _ => return Err(NoValue::Unknown),
    }))
}

/// SMALL and LARGE.
fn ranked<'a>(special: Special, gathered: Gathered, rank: &Scalar<'a>) -> Computable<Scalar<'a>> {
    let rank = match rank.to_number()? {
        Ok(rank) => rank.whole()?,
        Err(fault) => return Ok(Scalar::Error(fault)),
    };
    if let Some(fault) = gathered.fault {
        return Ok(Scalar::Error(fault));
    }
    let mut numbers = gathered.numbers;
    numbers.sort_by_key(|number| number.exact);
    if special == Special::Large {
        numbers.reverse();
    }
    let found = usize::try_from(rank - 1)
        .ok()
        .and_then(|at| numbers.get(at));
    Ok(found.map_or(Scalar::Error(ErrorValue::Num), |number| {
        Scalar::Number(*number)
    }))
}
