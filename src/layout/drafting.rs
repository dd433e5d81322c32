//! How a layout words the texts that are drafted from the tables.

use serde::Deserialize;

use super::faults::LayoutFaults;
use crate::messages::Phrase;
use crate::model::{Coordinates, Dim, Id, Member, Model, SectionId};
use crate::text::Measure;

/// How texts are drafted.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drafting {
    /// The unit of measure of the amounts.
    pub measure: Measure,
    /// Their decimals.
    pub decimals: u32,
    /// The words of an increase; `{difference}` and `{percent}` stand for how much.
    pub up: String,
    /// The words of a decrease.
    pub down: String,
    /// The words of an increase from nothing, which has no percentage.
    pub from_nothing: String,
    /// The words where nothing changed.
    pub same: String,
    /// The words where last year's budget is not given.
    pub unknown: String,
    /// The paragraphs in their order.
    #[serde(rename = "paragraph")]
    pub paragraphs: Vec<DraftParagraph>,
}

/// What a paragraph is repeated for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Each {
    /// Each 类 with an amount.
    Class,
    /// Each 款.
    Section,
    /// Each 项.
    Item,
}

/// A paragraph.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftParagraph {
    /// The section that it belongs to.
    pub section: SectionId,
    /// What it is repeated for: the 科目 that have an amount at the coordinates of its first piece.
    pub each: Option<Each>,
    /// Its pieces, one behind the other.
    pub pieces: Vec<DraftPiece>,
}

/// A piece of a paragraph: words about one amount, or about none.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftPiece {
    /// The words. `{amount}` and `{change}` stand for what the tables state; `{year}`, `{last_year}`, `{ordinal}`, `{name}` and
    /// `{path}` (类, 款 and 项) for what they say.
    pub text: String,
    /// The coordinates of the amount.
    pub flow: Option<Id>,
    /// See [`flow`](Self::flow).
    pub source: Option<Id>,
    /// See [`flow`](Self::flow).
    pub kind: Option<Id>,
    /// The figure, where the amount is in no table.
    pub figure: Option<Id>,
    /// The words where the amount is 0.
    pub zero: Option<String>,
    /// Whether it is left out where the amount is 0.
    #[serde(default)]
    pub skip_zero: bool,
}

impl DraftPiece {
    /// The coordinates of its amount; without flow there is none.
    #[must_use]
    pub fn at(&self) -> Coordinates {
        Coordinates::ALL
            .with(Dim::FLOW, self.flow.clone().map(Member::Word))
            .with(Dim::SOURCE, self.source.clone().map(Member::Word))
            .with(Dim::KIND, self.kind.clone().map(Member::Word))
    }
}

/// Reports names that the model does not know.
pub(super) fn validate(model: &Model, drafting: &Drafting, faults: &mut LayoutFaults<'_>) {
    let mut unknown = |what: &'static str, name: &Id| {
        let what = Phrase::new(what);
        faults.say(
            0,
            Phrase::new("layout-drafting")
                .phrase("what", what)
                .arg("name", name),
        );
    };
    for paragraph in &drafting.paragraphs {
        if !model.sections.iter().any(|own| own.id == paragraph.section) {
            unknown("layout-section", &Id::from(paragraph.section.name()));
        }
        for piece in &paragraph.pieces {
            for id in piece.source.iter().chain(&piece.kind) {
                if model.name(id.as_str()).is_none() {
                    unknown("layout-source", id);
                }
            }
            for id in piece.flow.iter() {
                let flows = ["revenue", "expenditure", "three_public", "agency_operating"];
                if !flows.contains(&id.as_str()) {
                    unknown("layout-flow", id);
                }
            }
            for id in piece.figure.iter() {
                if model.figure(id.as_str()).is_none() {
                    unknown("layout-figure", id);
                }
            }
        }
    }
}
