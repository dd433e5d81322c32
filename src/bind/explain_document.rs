//! What stands beside the tables, for the explanation: what each cell says in the document, and the parts of the document.

use std::collections::BTreeMap;

use super::explanation::{DocumentPart, Quote, SaidInDocument};
use crate::model::{Amount, Budget, Place, Project, Section, Text};

/// What each cell says in the document.
pub(super) fn said(budget: &Budget) -> BTreeMap<Place, SaidInDocument> {
    let mut walk = DocumentWalk::default();
    let document = &budget.document;
    for line in &document.cover {
        walk.text(line, "cover", &[]);
    }
    for section in &document.sections {
        walk.section(section, &format!("sections/{}", section.section), &[]);
    }
    for (project, number) in document.projects.iter().zip(1..) {
        walk.project(project, number);
    }
    walk.said
}

/// The parts of the document in its order: sections, then projects.
pub(super) fn parts(budget: &Budget) -> Vec<DocumentPart> {
    let document = &budget.document;
    let sections = document.sections.iter().map(|section| DocumentPart {
        part: format!("sections/{}", section.section),
        name: section.heading.text.clone(),
        heading: quote(&section.heading).or_else(|| quote(section.paragraphs.first()?)),
        form: None,
        paragraphs: section.paragraphs.len(),
        items: 0,
        indicators: 0,
    });
    let projects = document.projects.iter().zip(1..);
    let projects = projects.map(|(project, number): (_, usize)| DocumentPart {
        part: format!("projects/{number}"),
        name: project.name.clone(),
        heading: project.heading.as_ref().and_then(quote),
        form: project.form.as_ref().and_then(|form| quote(&form.title)),
        paragraphs: project
            .sections
            .iter()
            .map(|own| own.paragraphs.len())
            .sum(),
        items: project.items.len(),
        indicators: project
            .form
            .as_ref()
            .map_or(0, |form| form.indicators.len()),
    });
    sections.chain(projects).collect()
}

fn quote(text: &Text) -> Option<Quote> {
    Some(Quote {
        place: text.place.clone()?,
        text: text.text.clone(),
    })
}

#[derive(Default)]
struct DocumentWalk {
    said: BTreeMap<Place, SaidInDocument>,
}

impl DocumentWalk {
    fn text(&mut self, text: &Text, part: &str, words: &[&str]) {
        self.add(text.place.as_ref(), part, words, None);
    }

    /// A cell may hold several parts; the first one is named, and the others behind it.
    fn add(&mut self, place: Option<&Place>, part: &str, words: &[&str], amount: Option<&Amount>) {
        let Some(place) = place else { return };
        let said = self
            .said
            .entry(place.clone())
            .or_insert_with(|| SaidInDocument {
                parts: Vec::new(),
                yuan: None,
                words: Vec::new(),
            });
        if !said.parts.iter().any(|own| own == part) {
            said.parts.push(part.to_owned());
        }
        said.yuan = said.yuan.or(amount.map(|amount| amount.yuan));
        for word in words.iter().filter(|word| !word.is_empty()) {
            if !said.words.iter().any(|own| own == word) {
                said.words.push((*word).to_owned());
            }
        }
    }

    fn section(&mut self, section: &Section, part: &str, above: &[&str]) {
        let words = [above, &[section.heading.text.as_str()]].concat();
        self.text(&section.heading, part, &words);
        for paragraph in &section.paragraphs {
            self.text(paragraph, part, &words);
        }
    }

    fn project(&mut self, project: &Project, number: usize) {
        let name = project.name.as_str();
        let part = format!("projects/{number}");
        if let Some(heading) = &project.heading {
            self.text(heading, &part, &[name]);
        }
        for section in &project.sections {
            self.section(section, &format!("{part}/{}", section.section), &[name]);
        }
        for item in &project.items {
            let amount = item.amount.as_ref();
            let place = amount.and_then(|amount| amount.place.as_ref());
            self.add(place, &format!("{part}/items"), &[name, &item.name], amount);
        }
        let Some(form) = &project.form else { return };
        self.text(&form.title, &format!("{part}/form"), &[name]);
        for (field, text) in &form.texts {
            self.text(text, &format!("{part}/form/{}", field.name()), &[name]);
        }
        for (field, amount) in &form.amounts {
            let field = format!("{part}/form/{}", field.name());
            self.add(amount.place.as_ref(), &field, &[name], Some(amount));
        }
        for indicator in &form.indicators {
            let words = [name, &indicator.third.text];
            let fields = [
                ("first", &indicator.first),
                ("second", &indicator.second),
                ("third", &indicator.third),
                ("value", &indicator.value),
            ];
            for (field, text) in fields {
                let own = matches!(field, "third" | "value");
                let part = format!("{part}/form/indicators/{field}");
                self.text(text, &part, if own { &words } else { &words[..1] });
            }
        }
    }
}
