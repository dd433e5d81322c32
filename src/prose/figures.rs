//! The figures that stand only in the texts.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::mention::{About, Says};
use super::outline::{Outline, OutlineWords};
use crate::layout::Templates;
use crate::model::{Amount, Budget, Figure, Id, SectionId, finest_digit};
use crate::text::{Reading, read_amount};

/// The figures that the texts of `budget` state, by their names in `templates/model.toml`; of one stated twice the first.
#[must_use]
pub fn figures(templates: &Templates, budget: &Budget) -> BTreeMap<Id, Figure> {
    figures_by(templates, budget, &OutlineWords::default())
}

/// The same with the words by which the texts of `budget` are read.
pub(crate) fn figures_by(
    templates: &Templates,
    budget: &Budget,
    words: &OutlineWords,
) -> BTreeMap<Id, Figure> {
    let mut found = BTreeMap::new();
    let sections = budget.document.sections.iter();
    let mut spoken = sections
        .filter(|section| section.section == SectionId::OtherNotes)
        .peekable();
    if spoken.peek().is_none() {
        return found;
    }
    let outline = Outline::with(templates, budget, words);
    for section in spoken {
        for (text, paragraph) in section.paragraphs.iter().zip(outline.section(section)) {
            for mention in &paragraph.mentions {
                if let (About::Figure(id), Says::Amount) = (&mention.about, mention.says) {
                    found.entry(id.clone()).or_insert_with(|| Figure {
                        value: mention.value.normalize(),
                        stated: Some(text.text[mention.span.clone()].into()),
                        place: text.place.clone(),
                    });
                }
            }
        }
    }
    found
}

/// The value of the last digit of an amount as it is written, in yuan; `unit` are the yuan of its unit of measure where none
/// stands behind the number.
#[must_use]
pub fn last_digit(amount: &Amount, unit: Decimal) -> Decimal {
    let read = amount.stated.as_deref().map(read_amount);
    match read {
        Some(Reading::Number { value, measure }) => {
            let unit = measure.map_or(unit, crate::text::Measure::yuan);
            finest_digit(unit, value.scale())
        }
        _ => finest_digit(unit, (amount.yuan / unit).normalize().scale()),
    }
}
