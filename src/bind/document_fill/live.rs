//! Paragraphs as formulas: each number that the tables state is taken from its cell, in the form in which it was stated.

use std::ops::Range;

use rust_decimal::{Decimal, RoundingStrategy};

use super::last_year::LastYearSheet;
use crate::bind::filled::AmountCells;
use crate::layout::Templates;
use crate::model::{Budget, Coordinates, ProseWords, ReadingWords, Section};
use crate::prose::{About, Basis, Direction, Facts, Mention, Outline, Quantity, Says};
use crate::text::Measure;
use crate::workbook::{FormulaText, call};

/// The most characters of a text within a formula, with some room left.
const LONGEST_TEXT: usize = 250;
/// The most characters of a formula, with some room left.
const LONGEST_FORMULA: usize = 8000;

/// What is needed to make paragraphs live.
pub(super) struct LiveParagraphs<'b> {
    facts: Facts<'b>,
    outline: Outline<'b>,
    words: &'b ProseWords,
    cells: &'b AmountCells,
    previous: Option<Facts<'b>>,
    /// Last year's amounts that the formulas take.
    pub(super) last_year: LastYearSheet,
}

/// An amount of the tables and where a formula finds it.
struct FoundAmount {
    yuan: Decimal,
    /// An expression that is the amount in yuan times `unit`.
    expression: FormulaText,
    /// How many yuan one of the expression is.
    unit: Decimal,
}

/// What stands in the place of some bytes of the text.
struct TextSpot {
    bytes: Range<usize>,
    expression: FormulaText,
}

impl<'b> LiveParagraphs<'b> {
    pub(super) fn new(
        templates: &'b Templates,
        budget: &'b Budget,
        cells: &'b AmountCells,
        last_year: LastYearSheet,
    ) -> Self {
        let previous = budget.previous.as_deref();
        Self {
            facts: Facts::new(&templates.model, budget),
            outline: Outline::new(templates, budget),
            words: &templates.model.prose,
            cells,
            previous: previous.map(|own| Facts::new(&templates.model, own)),
            last_year,
        }
    }

    /// The formula of each paragraph of a section that states what the tables state.
    pub(super) fn section(&mut self, section: &Section) -> Vec<Option<String>> {
        let read = self.outline.section(section);
        let texts = section.paragraphs.iter().zip(&read);
        texts
            .map(|(text, paragraph)| self.paragraph(&text.text, &paragraph.mentions))
            .collect()
    }

    fn paragraph(&mut self, text: &str, mentions: &[Mention]) -> Option<String> {
        let mut spots: Vec<TextSpot> = Vec::new();
        for mention in mentions {
            let free = |spot: &TextSpot| {
                spots
                    .last()
                    .is_none_or(|last| last.bytes.end <= spot.bytes.start)
            };
            let own = self.spots(text, mention);
            if own.first().is_some_and(free) {
                spots.extend(own);
            }
        }
        formula(text, &spots)
    }

    /// What stands for a mention: its number, and the word for the direction before it.
    fn spots(&mut self, text: &str, mention: &Mention) -> Vec<TextSpot> {
        let About::Fact(candidates) = &mention.about else {
            return Vec::new();
        };
        if mention.basis == Basis::Other {
            return Vec::new();
        }
        candidates
            .iter()
            .find_map(|at| self.at(text, mention, at))
            .unwrap_or_default()
    }

    fn at(&mut self, text: &str, mention: &Mention, at: &Coordinates) -> Option<Vec<TextSpot>> {
        match (mention.says, mention.quantity) {
            (Says::Amount, Quantity::Money(measure)) => {
                let found = self.this_year(at)?;
                let exact = found.yuan / measure.yuan();
                let value = scaled(&found, measure);
                Some(vec![number(text, mention, exact, &value)?])
            }
            (Says::Previous, Quantity::Money(measure)) => {
                let found = self.previous(at)?;
                let exact = found.yuan / measure.yuan();
                let value = scaled(&found, measure);
                Some(vec![number(text, mention, exact, &value)?])
            }
            (Says::Change(way), quantity) => self.change(text, mention, at, way, quantity),
            (Says::Rate(way), Quantity::Percent) => self.rate(text, mention, at, way),
            _ => None,
        }
    }

    fn change(
        &mut self,
        text: &str,
        mention: &Mention,
        at: &Coordinates,
        way: Direction,
        quantity: Quantity,
    ) -> Option<Vec<TextSpot>> {
        let (now, before) = (self.this_year(at)?, self.previous(at)?);
        let difference = now.yuan - before.yuan;
        let spots = match quantity {
            Quantity::Money(measure) if agrees(way, difference) => {
                let value = minus(&now, &before, measure);
                let exact = difference.abs() / measure.yuan();
                let number = number(text, mention, exact, &call("ABS", &value))?;
                // A number that follows below a word that does not would be wrong one day.
                vec![
                    direction(self.words, text, number.bytes.start, &value)?,
                    number,
                ]
            }
            Quantity::Word if way == Direction::Same && difference.is_zero() => {
                let value = minus(&now, &before, Measure::TenThousand);
                let own = &text[mention.number.clone()];
                let [up, down] = self.words.opposites.first()?;
                let way = call("IF", (value.above(0), up.as_str(), down.as_str()));
                let amount = call("ABS", call("ROUND", (&value, 2)));
                let amount = call("TEXT", (amount, "0.00"));
                let otherwise = FormulaText::from("相比")
                    .then(way)
                    .then(amount)
                    .then(Measure::TenThousand.word());
                let expression = call("IF", (value.is(0), own, otherwise));
                vec![TextSpot {
                    bytes: mention.number.clone(),
                    expression,
                }]
            }
            _ => return None,
        };
        Some(spots)
    }

    fn rate(
        &mut self,
        text: &str,
        mention: &Mention,
        at: &Coordinates,
        way: Direction,
    ) -> Option<Vec<TextSpot>> {
        let (now, before) = (self.this_year(at)?, self.previous(at)?);
        let difference = now.yuan - before.yuan;
        if before.yuan.is_zero() || !agrees(way, difference) {
            return None;
        }
        let value = minus(&now, &before, Measure::Yuan);
        let hundredths = difference.abs() / before.yuan.abs() * Decimal::ONE_HUNDRED;
        let expression = call("ABS", &value);
        let expression = expression.over(scaled(&before, Measure::Yuan)).times(100);
        let number = number(text, mention, hundredths, &expression)?;
        Some(vec![
            direction(self.words, text, number.bytes.start, &value)?,
            number,
        ])
    }

    /// What the tables of this year state, where they agree on it and it stands in cells.
    fn this_year(&self, at: &Coordinates) -> Option<FoundAmount> {
        let stated = self.facts.at(at);
        let [stated] = stated.as_slice() else {
            return None;
        };
        let cells: Option<Vec<_>> = stated
            .amounts
            .iter()
            .map(|own| self.cells.get(own.at))
            .collect();
        let cells = cells?;
        let (_, unit) = cells.first()?;
        if cells.iter().any(|(_, other)| other != unit) {
            return None;
        }
        let names: Vec<FormulaText> = cells.iter().map(|(name, _)| name.clone()).collect();
        let expression = match names.as_slice() {
            [one] => one.clone(),
            _ => call("SUM", names),
        };
        Some(FoundAmount {
            yuan: stated.yuan,
            expression,
            unit: *unit,
        })
    }

    fn previous(&mut self, at: &Coordinates) -> Option<FoundAmount> {
        let stated = self.previous.as_ref()?.at(at);
        let [stated] = stated.as_slice() else {
            return None;
        };
        Some(FoundAmount {
            yuan: stated.yuan,
            expression: self.last_year.cell(at, stated.yuan),
            unit: Decimal::ONE,
        })
    }
}

/// Whether something that changed by `difference` is said to have changed that way.
fn agrees(way: Direction, difference: Decimal) -> bool {
    match way {
        Direction::Up => difference > Decimal::ZERO,
        Direction::Down => difference < Decimal::ZERO,
        Direction::Same => false,
    }
}

/// An expression for an amount in `measure`.
fn scaled(found: &FoundAmount, measure: Measure) -> FormulaText {
    let factor = measure.yuan() / found.unit;
    let own = &found.expression;
    if factor == Decimal::ONE {
        own.clone()
    } else if factor > Decimal::ONE {
        own.over(factor.normalize())
    } else {
        own.times((found.unit / measure.yuan()).normalize())
    }
}

/// The difference of two amounts in `measure`, without what binary numbers leave behind.
fn minus(now: &FoundAmount, before: &FoundAmount, measure: Measure) -> FormulaText {
    let change = scaled(now, measure).minus(scaled(before, measure));
    call("ROUND", (change, 6))
}

/// The word for the direction right before a number.
fn direction(words: &ProseWords, text: &str, end: usize, value: &FormulaText) -> Option<TextSpot> {
    let before = ReadingWords::trim_end(&words.behind_change, &[], &text[..end]);
    let (word, [up, down]) = words.opposites.iter().find_map(|both| {
        let mut ends = both.iter().filter(|word| before.ends_with(word.as_str()));
        Some((ends.next()?, both))
    })?;
    Some(TextSpot {
        bytes: before.len() - word.len()..before.len(),
        expression: call("IF", (value.at_least(0), up.as_str(), down.as_str())),
    })
}

/// The number of a mention by a formula that gives just what is written. `exact` is its value, `value` an expression for it.
fn number(text: &str, mention: &Mention, exact: Decimal, value: &FormulaText) -> Option<TextSpot> {
    let written = text.get(mention.number.clone())?;
    let decimals = written
        .split_once('.')
        .map_or(0, |(_, digits)| digits.len());
    let places = u32::try_from(decimals).ok().filter(|places| *places <= 6)?;
    let round =
        |places: u32| exact.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
    let shortest = round(2).normalize().to_string();
    let mut fixed = round(places);
    fixed.rescale(places);
    let fixed = fixed.to_string();
    let expression = if places < 2 && written == shortest {
        // As many decimals as it needs: 3, 23.2.
        call("ROUND", (value, 2)).then("")
    } else if written == fixed {
        let zeros = if places == 0 {
            "0".to_owned()
        } else {
            format!("0.{}", "0".repeat(decimals))
        };
        call("TEXT", (call("ROUND", (value, places)), &zeros))
    } else {
        return None;
    };
    Some(TextSpot {
        bytes: mention.number.clone(),
        expression,
    })
}

/// The formula of a text with `spots` in it, in their order; none where it would be no formula, or too long for one.
fn formula(text: &str, spots: &[TextSpot]) -> Option<String> {
    if spots.is_empty() || text.contains(['\n', '\r', '\t']) {
        return None;
    }
    let mut pieces: Vec<FormulaText> = Vec::new();
    let mut at = 0;
    for spot in spots {
        pieces.extend(literals(&text[at..spot.bytes.start]));
        pieces.push(spot.expression.clone());
        at = spot.bytes.end;
    }
    pieces.extend(literals(&text[at..]));
    let formula = FormulaText::joined(pieces);
    (formula.length() <= LONGEST_FORMULA).then(|| formula.into())
}

/// A text as literals of a formula, none longer than formulas may hold.
pub(crate) fn literals(text: &str) -> Vec<FormulaText> {
    let mut literals = Vec::new();
    let (mut own, mut length) = (String::new(), 0);
    for c in text.chars() {
        let more = if c == '"' { 2 } else { c.len_utf16() };
        if length + more > LONGEST_TEXT {
            literals.push(FormulaText::from(&std::mem::take(&mut own)));
            length = 0;
        }
        own.push(c);
        length += more;
    }
    if !own.is_empty() {
        literals.push(FormulaText::from(&own));
    }
    literals
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_split_and_quotes_doubled() {
        let spot = |bytes: Range<usize>| TextSpot {
            bytes,
            expression: FormulaText::name("A1"),
        };
        assert_eq!(
            formula("a\"3\"", &[spot(2..3)]).unwrap(),
            "\"a\"\"\"&A1&\"\"\"\""
        );
        let text = "字".repeat(600) + "3";
        let formula = formula(&text, &[spot(1800..1801)]).unwrap();
        let parts: Vec<usize> = formula
            .split('&')
            .map(|part| part.chars().count())
            .collect();
        assert_eq!(parts, [252, 252, 102, 2]);
        assert!(super::formula(&"字".repeat(9000), &[spot(0..3)]).is_none());
        assert!(super::formula("无数字", &[]).is_none());
    }
}
