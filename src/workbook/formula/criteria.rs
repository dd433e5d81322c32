//! Functions that count or add up what meets conditions: SUMIF, COUNTIFS and their kin.

use rust_decimal::Decimal;

use super::Engine;
use super::aggregates::sum;
use super::catalog::Special;
use super::criterion::{Criterion, pattern};
use super::functions::Arguments;
use super::operators::same_text;
use super::value::{Area, Computable, ErrorValue, FormulaNumber, Here, NoValue, Scalar, numeric};
use crate::workbook::Address;

/// A place in a region: row and column, counted from 0 at its top left.
type Offset = (u32, u32);

impl<'a> Engine<'a> {
    fn criterion(&self, value: &Scalar<'a>) -> Computable<Criterion> {
        Criterion::new(value, !self.is_ods())
    }

    fn meets(&mut self, criterion: &Criterion, value: &Scalar<'a>) -> Computable<bool> {
        let (met, steps) = criterion.meets(value)?;
        self.step(steps)?;
        Ok(met)
    }

    /// The cells of a region that meet a criterion: those that hold something, by their place in it, and how many hold
    /// nothing, if these meet it too.
    fn met(&mut self, area: Area, criterion: &Criterion) -> Computable<(Vec<Offset>, Option<u64>)> {
        let filled = self.filled(area)?;
        let blank = self.meets(criterion, &Scalar::Blank)?;
        let blanks = blank.then_some(area.size() - filled.len() as u64);
        let mut places = Vec::new();
        for (address, value) in &filled {
            if self.meets(criterion, value)? {
                places.push((address.row - area.rows.0, address.col - area.cols.0));
            }
        }
        Ok((places, blanks))
    }

    /// How many values of a region meet a criterion.
    pub(super) fn count_if(
        &mut self,
        area: Area,
        criterion: &Scalar<'a>,
    ) -> Computable<Scalar<'a>> {
        if let Some(number) = self.count_same_text(area, criterion)? {
            return Ok(Scalar::number(number));
        }
        let criterion = self.criterion(criterion)?;
        let (places, blanks) = self.met(area, &criterion)?;
        Ok(Scalar::number(places.len() as u64 + blanks.unwrap_or(0)))
    }

    /// The number of texts that look like the number that the criterion is, and that are written as it is.
    fn count_same_text(&mut self, area: Area, criterion: &Scalar<'a>) -> Computable<Option<u64>> {
        let Scalar::Text(text) = criterion else {
            return Ok(None);
        };
        if numeric(text).ok().flatten().is_none() || self.is_ods() {
            return Ok(None);
        }
        let filled = self.filled(area)?;
        Ok(written_alike(text, filled.iter().map(|(_, value)| value)))
    }

    /// The sum of the values of `summed` at the places of those of `area` that meet a criterion.
    pub(super) fn sum_if(
        &mut self,
        area: Area,
        criterion: &Scalar<'a>,
        summed: Area,
    ) -> Computable<Scalar<'a>> {
        // As large as the other, wherever it ends.
        let summed = Area {
            rows: (summed.rows.0, summed.rows.0 + area.height() - 1),
            cols: (summed.cols.0, summed.cols.0 + area.width() - 1),
            ..summed
        };
        let chosen = self.chosen(&[(area, criterion.clone())], summed)?;
        total(Special::SumIf, &chosen)
    }

    /// The values of `summed` at whose places all conditions are met.
    fn chosen(
        &mut self,
        conditions: &[(Area, Scalar<'a>)],
        summed: Area,
    ) -> Computable<Vec<Scalar<'a>>> {
        let mut left = self.filled(summed)?;
        for (area, criterion) in conditions {
            let filled = self.filled(*area)?;
            let alike = match criterion {
                Scalar::Text(text) if numeric(text).ok().flatten().is_some() && !self.is_ods() => {
                    written_alike(text, filled.iter().map(|(_, value)| value))
                        .map(|_| Criterion::Text(pattern(text), false))
                }
                _ => None,
            };
            let criterion = match alike {
                Some(criterion) => criterion,
                None => self.criterion(criterion)?,
            };
            let mut kept = Vec::with_capacity(left.len());
            for (address, value) in left {
                let at = Address::new(
                    address.row - summed.rows.0 + area.rows.0,
                    address.col - summed.cols.0 + area.cols.0,
                );
                // Column by column, and in each of them from top to bottom.
                let own = filled
                    .binary_search_by_key(&(at.col, at.row), |(own, _)| (own.col, own.row))
                    .ok()
                    .map_or(&Scalar::Blank, |own| &filled[own].1);
                if self.meets(&criterion, own)? {
                    kept.push((address, value));
                }
            }
            left = kept;
        }
        Ok(left.into_iter().map(|(_, value)| value).collect())
    }

    pub(super) fn conditional(
        &mut self,
        special: Special,
        arguments: Arguments<'_>,
        here: Here,
    ) -> Computable<Scalar<'a>> {
        let mut values = Vec::with_capacity(arguments.len());
        for argument in arguments {
            values.push(argument.as_ref().ok_or(NoValue::Unknown)?);
        }
        match (special, values.as_slice()) {
            (Special::CountIf, [area, criterion]) => {
                let area = self.one_area(area, here)?;
                let criterion = self.scalar(criterion, here)?;
                self.count_if(area, &criterion)
            }
            (Special::SumIf | Special::AverageIf, [area, criterion, rest @ ..])
                if rest.len() < 2 =>
            {
                let area = self.one_area(area, here)?;
                let criterion = self.scalar(criterion, here)?;
                let summed = match rest.first() {
                    Some(summed) => self.one_area(summed, here)?,
                    None => area,
                };
                if special == Special::SumIf {
                    return self.sum_if(area, &criterion, summed);
                }
                if (summed.height(), summed.width()) != (area.height(), area.width()) {
                    return Err(NoValue::Unknown);
                }
                let chosen = self.chosen(&[(area, criterion)], summed)?;
                total(Special::AverageIf, &chosen)
            }
            (Special::CountIfs, pairs) => {
                let conditions = self.conditions(pairs, here)?;
                self.count_ifs(&conditions)
            }
            (Special::SumIfs | Special::AverageIfs, [summed, pairs @ ..]) => {
                let summed = self.one_area(summed, here)?;
                let conditions = self.conditions(pairs, here)?;
                let same = |(area, _): &(Area, Scalar<'_>)| {
                    (summed.height(), summed.width()) == (area.height(), area.width())
                };
                if !conditions.iter().all(same) {
                    return Ok(Scalar::Error(ErrorValue::Value));
                }
                let chosen = self.chosen(&conditions, summed)?;
                total(special, &chosen)
            }
            _ => Err(NoValue::Unknown),
        }
    }

    fn conditions(
        &mut self,
        pairs: &[&super::parse::Expr],
        here: Here,
    ) -> Computable<Vec<(Area, Scalar<'a>)>> {
        let mut conditions = Vec::with_capacity(pairs.len() / 2);
        for pair in pairs.chunks(2) {
            let [area, criterion] = pair else {
                return Err(NoValue::Unknown);
            };
            conditions.push((self.one_area(area, here)?, self.scalar(criterion, here)?));
        }
        if conditions.is_empty() {
            return Err(NoValue::Unknown);
        }
        Ok(conditions)
    }

    fn count_ifs(&mut self, conditions: &[(Area, Scalar<'a>)]) -> Computable<Scalar<'a>> {
        let (first, rest) = conditions.split_first().ok_or(NoValue::Unknown)?;
        if rest.is_empty() {
            return self.count_if(first.0, &first.1);
        }
        let same = |(area, _): &(Area, Scalar<'_>)| {
            (first.0.height(), first.0.width()) == (area.height(), area.width())
        };
        if !rest.iter().all(same) {
            return Ok(Scalar::Error(ErrorValue::Value));
        }
        let mut left: Option<Vec<(u32, u32)>> = None;
        for (area, criterion) in conditions {
            let criterion = self.criterion(criterion)?;
            let (mut places, blanks) = self.met(*area, &criterion)?;
            if blanks.is_some() {
                // Places that hold nothing meet it too, so all of them are looked at.
                let values = self.values(*area)?;
                places.clear();
                for (at, value) in (0..).zip(&values.values) {
                    if self.meets(&criterion, value)? {
                        places.push((at / values.width, at % values.width));
                    }
                }
            }
            left = Some(match left {
                None => places,
                Some(left) => {
                    let own: std::collections::HashSet<(u32, u32)> = places.into_iter().collect();
                    left.into_iter()
                        .filter(|place| own.contains(place))
                        .collect()
                }
            });
        }
        Ok(Scalar::number(left.map_or(0, |left| left.len() as u64)))
    }
}

/// How many of the texts are written as `text`, where `text` looks like a number and all values that are that number are
/// texts written like it: then all programs agree.
fn written_alike<'v, 'a: 'v>(
    text: &str,
    values: impl Iterator<Item = &'v Scalar<'a>>,
) -> Option<u64> {
    let number = numeric(text).ok().flatten()?;
    let mut count = 0;
    for value in values {
        match value {
            Scalar::Text(own) if same_text(own, text) => count += 1,
            Scalar::Text(own) if numeric(own).ok().flatten() == Some(number) => return None,
            Scalar::Number(own) if own.exact == number => return None,
            _ => {}
        }
    }
    (count > 0).then_some(count)
}

/// Sum or average of the numbers among the values.
fn total<'a>(special: Special, values: &[Scalar<'a>]) -> Computable<Scalar<'a>> {
    let mut numbers = Vec::with_capacity(values.len());
    for value in values {
        match value {
            Scalar::Number(number) => numbers.push(*number),
            Scalar::Error(fault) => return Ok(Scalar::Error(*fault)),
            _ => {}
        }
    }
    let sum = sum(&numbers)?;
    if matches!(special, Special::SumIf | Special::SumIfs) {
        return Ok(Scalar::Number(sum));
    }
    let count = FormulaNumber::new(Decimal::from(numbers.len()));
    Ok(match sum.over(count)? {
        Some(average) => Scalar::Number(average),
        None => Scalar::Error(ErrorValue::Div),
    })
}
