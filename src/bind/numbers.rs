//! What each number in the texts was taken for.

use super::explanation::{NumberTaken, Quote};
use crate::layout::Templates;
use crate::model::{Budget, Coordinates, Member, SectionId};
use crate::prose::{About, Outline, OutlineWords, Quantity};

/// The numbers in the sections about the budget, in the order of the texts.
pub(super) fn numbers(
    templates: &Templates,
    budget: &Budget,
    words: &OutlineWords,
) -> Vec<NumberTaken> {
    let mut numbers = Vec::new();
    let spoken = |id: SectionId| matches!(id, SectionId::Narrative | SectionId::OtherNotes);
    let sections = budget.document.sections.iter();
    let sections: Vec<_> = sections.filter(|own| spoken(own.section)).collect();
    if sections.is_empty() {
        return numbers;
    }
    let outline = Outline::with(templates, budget, words);
    for section in sections {
        for (text, paragraph) in section.paragraphs.iter().zip(outline.section(section)) {
            let Some(place) = &text.place else { continue };
            for mention in &paragraph.mentions {
                if mention.quantity == Quantity::Word {
                    continue;
                }
                let before = &text.text[..mention.span.end];
                let start = before[..mention.span.start]
                    .rfind(['。', '；', '：', '，'])
                    .map_or(0, |at| at + '。'.len_utf8());
                let (about, untied) = match &mention.about {
                    About::Fact(all) => (all.first().map(path), None),
                    About::Figure(id) => (Some(format!("figure/{id}")), None),
                    About::Nothing(why) => (None, Some(*why)),
                };
                numbers.push(NumberTaken {
                    quote: Quote {
                        place: place.clone(),
                        text: before[start..].to_owned(),
                    },
                    number: text.text[mention.span.clone()].to_owned(),
                    says: mention.says,
                    about,
                    untied,
                });
            }
        }
    }
    numbers
}

/// Coordinates as one text.
fn path(at: &Coordinates) -> String {
    let ids = [at.flow(), at.source(), at.kind()].into_iter().flatten();
    let mut words: Vec<String> = ids.map(ToString::to_string).collect();
    words.extend(at.iter().filter_map(|(_, member)| match member {
        Member::Code(code) => Some(code.to_string()),
        _ => None,
    }));
    words.join("/")
}
