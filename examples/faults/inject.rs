//! Faults as people make them when they type or copy amounts.

use rust_decimal::Decimal;
use yusuan::layout::Templates;
use yusuan::model::{Place, Structure};
use yusuan::workbook::Address;

use super::made_up::Random;
use super::submission::{Spot, Submission};

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    DigitsSwapped,
    DigitMistyped,
    DigitDropped,
    DigitTwice,
    Sign,
    OffByOne,
    TenTimes,
    Blanked,
    CopiedFromNextLine,
    SubtotalNotUpdated,
    InNeighbourColumn,
    LinesExchanged,
    OneTableRevised,
}

impl Kind {
    pub(crate) const ALL: [Self; 13] = [
        Self::DigitsSwapped,
        Self::DigitMistyped,
        Self::DigitDropped,
        Self::DigitTwice,
        Self::Sign,
        Self::OffByOne,
        Self::TenTimes,
        Self::Blanked,
        Self::CopiedFromNextLine,
        Self::SubtotalNotUpdated,
        Self::InNeighbourColumn,
        Self::LinesExchanged,
        Self::OneTableRevised,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::DigitsSwapped => "two digits exchanged",
            Self::DigitMistyped => "a digit mistyped",
            Self::DigitDropped => "a digit dropped",
            Self::DigitTwice => "a digit typed twice",
            Self::Sign => "a sign",
            Self::OffByOne => "off by one",
            Self::TenTimes => "ten times",
            Self::Blanked => "left blank",
            Self::CopiedFromNextLine => "the next line's amount",
            Self::SubtotalNotUpdated => "a sub-total not updated",
            Self::InNeighbourColumn => "in the next column",
            Self::LinesExchanged => "two lines exchanged",
            Self::OneTableRevised => "one table revised",
        }
    }

    /// Whether only one cell changes.
    pub(crate) const fn is_of_one_cell(self) -> bool {
        !matches!(
            self,
            Self::InNeighbourColumn | Self::LinesExchanged | Self::OneTableRevised
        )
    }
}

/// One fault: the cells that are wrong, the first one first, with what they hold now.
#[derive(Debug, Clone)]
pub(crate) struct Injected {
    pub(crate) spot: Spot,
    pub(crate) changes: Vec<(Place, Option<Decimal>)>,
}

/// A fault of `kind` in one of the amounts that take part in an equality, larger than rounding explains; `None` where no
/// amount of the submission admits it.
pub(crate) fn inject(
    templates: &Templates,
    submission: &Submission,
    spots: &[Spot],
    kind: Kind,
    random: &mut Random,
) -> Option<Injected> {
    let held: Vec<&Spot> = spots
        .iter()
        .filter(|spot| spot.tolerance.is_some())
        .filter(|spot| match kind {
            Kind::SubtotalNotUpdated => spot.subtotal,
            // No other table states what 三公 money is.
            Kind::OneTableRevised => submission.budget.tables[spot.table].table != *"three_public",
            _ => true,
        })
        .collect();
    for _ in 0..200 {
        let spot = held.get(random.index(held.len().max(1)))?;
        let changes = changes(templates, submission, spot, kind, random);
        let Some((_, value)) = changes.as_ref().and_then(|changes| changes.first()) else {
            continue;
        };
        let before = submission.number(&spot.place)?;
        let off = (value.unwrap_or_default() - before).abs() * submission.unit(spot);
        if off > spot.tolerance? {
            return Some(Injected {
                spot: (*spot).clone(),
                changes: changes?,
            });
        }
    }
    None
}

fn changes(
    templates: &Templates,
    submission: &Submission,
    spot: &Spot,
    kind: Kind,
    random: &mut Random,
) -> Option<Vec<(Place, Option<Decimal>)>> {
    let number = submission.number(&spot.place)?;
    let table = &submission.budget.tables[spot.table];
    // The last digit that the table prints.
    let last = table.quantum / submission.unit(spot);
    let one = |value: Decimal| Some(vec![(spot.place.clone(), Some(value))]);
    let digits = (number / last).round().to_string().into_bytes();
    let typed = |digits: Vec<u8>| {
        let number: Decimal = String::from_utf8(digits).ok()?.parse().ok()?;
        one(number * last)
    };
    let at = random.index(digits.len());
    match kind {
        Kind::DigitsSwapped => {
            let mut digits = digits;
            (at + 1 < digits.len() && digits[at] != digits[at + 1])
                .then(|| digits.swap(at, at + 1))?;
            typed(digits)
        }
        Kind::DigitMistyped => {
            let mut digits = digits;
            digits[at] = b'0' + (digits[at] - b'0' + 1 + u8::try_from(random.below(9)).ok()?) % 10;
            typed(digits)
        }
        Kind::DigitDropped => {
            let mut digits = digits;
            digits.remove(at);
            typed(digits)
        }
        Kind::DigitTwice => {
            let mut digits = digits;
            digits.insert(at, digits[at]);
            typed(digits)
        }
        Kind::Sign => one(-number),
        Kind::OffByOne => {
            // One yuan or one 万元: one last digit of a total is no more than rounding explains.
            let step = last.max(Decimal::ONE);
            one(if random.below(2) == 0 {
                number + step
            } else {
                number - step
            })
        }
        Kind::TenTimes => one(number * Decimal::TEN),
        Kind::Blanked => Some(vec![(spot.place.clone(), None)]),
        Kind::SubtotalNotUpdated => {
            // What was added to a part since.
            let steps = i64::try_from(1 + random.below(5_000)).ok()?;
            one(number - Decimal::from(steps) * Decimal::TEN * last)
        }
        Kind::CopiedFromNextLine => {
            let next = next_line(submission, spot)?;
            submission.number(&next).and_then(one)
        }
        Kind::LinesExchanged => {
            let next = next_line(submission, spot)?;
            let other = submission.number(&next)?;
            Some(vec![
                (spot.place.clone(), Some(other)),
                (next, Some(number)),
            ])
        }
        Kind::InNeighbourColumn => {
            let next = next_column(submission, spot)?;
            Some(vec![(spot.place.clone(), None), (next, Some(number))])
        }
        Kind::OneTableRevised => revised(templates, submission, spot, number, last, random),
    }
}

/// The amount below in the same block and column that stands in a line of its own.
fn next_line(submission: &Submission, spot: &Spot) -> Option<Place> {
    let lines = &submission.budget.tables[spot.table].lines;
    let (own, next) = (&lines[spot.line], lines.get(spot.line + 1)?);
    let amount = next.amounts.get(&spot.column)?;
    (own.block == next.block && amount.yuan != own.amounts[&spot.column].yuan)
        .then(|| amount.place.clone())?
}

/// The cell to the right, where it is one for an amount of the same line and blank.
fn next_column(submission: &Submission, spot: &Spot) -> Option<Place> {
    let table = &submission.budget.tables[spot.table];
    let line = &table.lines[spot.line];
    let cell = Address::new(spot.place.cell.row, spot.place.cell.col + 1);
    let column = |other: &yusuan::model::Line| {
        let mut places = other
            .amounts
            .values()
            .filter_map(|amount| amount.place.as_ref());
        places.any(|place| place.sheet == spot.place.sheet && place.cell.col == cell.col)
    };
    let place = Place {
        sheet: spot.place.sheet.clone(),
        cell,
    };
    let is_amount = table
        .lines
        .iter()
        .any(|other| other.block == line.block && column(other));
    (is_amount && submission.number(&place).is_none()).then_some(place)
}

/// A lowest amount changed together with everything in its table that it goes into.
fn revised(
    templates: &Templates,
    submission: &Submission,
    spot: &Spot,
    number: Decimal,
    last: Decimal,
    random: &mut Random,
) -> Option<Vec<(Place, Option<Decimal>)>> {
    let table = &submission.budget.tables[spot.table];
    let block = table.block(table.lines[spot.line].block.as_str())?;
    let structure = Structure::new(&templates.model, block, &table.lines);
    let place = |(line, column): (usize, usize)| {
        let amount = structure.lines[line]
            .amounts
            .get(&block.columns[column].id)?;
        amount.place.clone()
    };
    let totals: Vec<_> = structure.totals().collect();
    let mut above = totals.iter().map(|total| place(total.total));
    if above.any(|total| total.as_ref() == Some(&spot.place)) {
        return None;
    }
    let mut all = vec![spot.place.clone()];
    let mut next = 0;
    while next < all.len() {
        for total in &totals {
            let holds = total
                .parts
                .iter()
                .any(|&part| place(part).as_ref() == Some(&all[next]));
            if let Some(above) = place(total.total).filter(|above| holds && !all.contains(above)) {
                all.push(above);
            }
        }
        next += 1;
    }
    let added = last * Decimal::from(100 + random.below(100_000));
    let mut changes = vec![(spot.place.clone(), Some(number + added))];
    for above in all.into_iter().skip(1) {
        changes.push((above.clone(), Some(submission.number(&above)? + added)));
    }
    Some(changes)
}
