//! Checks of the texts: amounts, changes, years, names, sentences, and the figures that stand only there.

mod agreement;
mod amounts;
mod bodies;
mod cars;
mod changes;
mod days;
mod figures;
mod items;
mod leftovers;
mod name_text;
mod names;
mod old_names;
mod organization;
mod other_year;
mod outline;
mod own_year;
mod reasons;
mod sentences;
mod shares;
mod statements;
mod subjects;
mod too_large;
mod why;
mod wording;
mod years;

use super::equalities::Changes;
use crate::finding::{Finding, Stated};
use crate::layout::{DocumentLayout, Templates};
use crate::model::{Budget, Section, SectionId, Text};
use crate::prose::{Facts, Mention, Numbers, Outline, OutlineWords, Paragraph};

/// The sections whose numbers are about the budget.
const SPOKEN: [SectionId; 2] = [SectionId::Narrative, SectionId::OtherNotes];

/// What a check reads of the texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reads {
    /// The sections whose numbers are about the budget, and nothing else.
    Spoken,
    /// Other sections, too.
    All,
}

type TextCheck = fn(&Texts<'_>) -> Vec<Finding>;

/// All checks, in the order of what they find.
const CHECKS: [(Reads, TextCheck); 17] = [
    (Reads::Spoken, amounts::check),
    (Reads::Spoken, items::check),
    (Reads::Spoken, shares::listed),
    (Reads::Spoken, too_large::check),
    (Reads::Spoken, figures::check),
    (Reads::Spoken, reasons::check),
    (Reads::All, other_year::check),
    (Reads::Spoken, why::check),
    (Reads::All, bodies::check),
    (Reads::All, names::check),
    (Reads::Spoken, old_names::check),
    (Reads::All, leftovers::check),
    (Reads::All, outline::check),
    (Reads::All, organization::check),
    (Reads::Spoken, cars::check),
    (Reads::All, days::check),
    (Reads::All, sentences::check),
];

/// The texts of a budget with what their numbers say, and what the tables state.
struct Texts<'t> {
    templates: &'t Templates,
    budget: &'t Budget,
    layout: &'t DocumentLayout,
    /// What the tables state.
    facts: &'t Facts<'t>,
    /// What the equalities say that cells of the tables should change by.
    changes: &'t Changes,
    /// Last year's facts, where last year's budget is given.
    before: Option<Facts<'t>>,
    /// The sections whose numbers are about the budget, with their paragraphs.
    spoken: Vec<(&'t Section, Vec<Paragraph>)>,
    outline: Outline<'t>,
}

/// Checks the texts of a budget. One that has only tables has none.
pub(super) fn check(
    templates: &Templates,
    budget: &Budget,
    words: &OutlineWords,
    facts: &Facts<'_>,
    changes: &Changes,
) -> (Vec<Finding>, Numbers) {
    let layout = templates.layout(&budget.layout);
    let Some(layout) = layout.and_then(|layout| layout.document.as_ref()) else {
        return Default::default();
    };
    if budget.document.sections.is_empty() {
        return Default::default();
    }
    let spoken = |section: &&Section| SPOKEN.contains(&section.section);
    let spoken = budget.document.sections.iter().filter(spoken);
    let outline = Outline::with(templates, budget, words);
    let model = &templates.model;
    let texts = Texts {
        templates,
        budget,
        layout,
        facts,
        changes,
        before: budget
            .previous
            .as_deref()
            .map(|before| Facts::new(model, before)),
        spoken: spoken
            .map(|section| (section, outline.section(section)))
            .collect(),
        outline,
    };
    let has_spoken = !texts.spoken.is_empty();
    let checks = CHECKS
        .iter()
        .filter(|(reads, _)| has_spoken || *reads == Reads::All);
    let findings = checks.flat_map(|(_, check)| check(&texts)).collect();
    let mentions = texts.paragraphs().flat_map(|(_, own)| &own.mentions);
    (findings, Numbers::count(mentions))
}

impl<'t> Texts<'t> {
    /// What the tables state.
    const fn facts(&self) -> &'t Facts<'t> {
        self.facts
    }

    const fn outline(&self) -> &Outline<'t> {
        &self.outline
    }

    /// The paragraphs whose numbers are about the budget, with their texts.
    fn paragraphs(&self) -> impl Iterator<Item = (&'t Text, &Paragraph)> {
        self.spoken
            .iter()
            .flat_map(|(section, paragraphs)| section.paragraphs.iter().zip(paragraphs))
    }
}

/// The words before a number, from the beginning of its sentence, up to the number.
fn quote(text: &str, mention: &Mention) -> String {
    const LONGEST: usize = 40;
    let before = &text[..mention.span.start];
    let start = before.rfind(['。', '；', ';']).map_or(0, |at| {
        at + before[at..].chars().next().map_or(0, char::len_utf8)
    });
    let words = &text[start..mention.span.end];
    let count = words.chars().count();
    if count <= LONGEST {
        return words.trim().to_owned();
    }
    let cut: String = words.chars().skip(count - LONGEST).collect();
    // A quotation begins with a clause rather than in the middle of a year.
    let clause = cut
        .find(['，', '：', '、', ','])
        .map(|at| cut[at..].trim_start_matches(['，', '：', '、', ',']))
        .filter(|clause| clause.chars().count() >= LONGEST * 2 / 3);
    let digits = |c: char| c.is_ascii_digit();
    let cut = cut.trim_start_matches(digits).trim_start_matches('年');
    format!("…{}", clause.unwrap_or(cut))
}

/// The cell that holds a text, with the words that are meant.
fn cell(text: &Text, words: &str) -> Stated {
    Stated::text(text.place.clone(), words)
}
