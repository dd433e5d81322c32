//! What a published budget says beside its tables: cover, texts, and the figures in them.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::section::{Section, SectionId, Text};
use super::{Id, Place, Project};

/// The offices of a unit (内设机构), or the units of a department, as the section on organization states them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Organization {
    /// How many there are, as the text says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// Their names in the order stated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub offices: Vec<String>,
}

/// A figure that stands only in the texts, such as 政府采购预算 or the number of vehicles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// Yuan for money, the plain number for other figures.
    #[serde(deserialize_with = "super::amount::bounded")]
    pub value: Decimal,
    /// The number as written, with its unit of measure: `2542.27万元`, `1台（套）`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated: Option<Box<str>>,
    /// The cell whose text holds it.
    #[serde(default, flatten, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// What the document says beside its tables. What a submission does not have is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Document {
    /// The region on the cover: 上海市青浦区.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub region: String,
    /// The lines of the cover.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cover: Vec<Text>,
    /// The sections in the order stated, contents included; tables and projects are elsewhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
    /// Offices or units.
    #[serde(skip_serializing_if = "Organization::is_empty")]
    pub organization: Organization,
    /// Figures that stand only in the texts, by the ids of `templates/model.toml`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub figures: BTreeMap<Id, Figure>,
    /// The projects with their performance goals, in the order stated.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub projects: Vec<Project>,
}

impl Organization {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Document {
    /// Whether nothing is said beside the tables.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The first section of this name.
    #[must_use]
    pub fn section(&self, id: SectionId) -> Option<&Section> {
        self.sections.iter().find(|section| section.section == id)
    }

    /// The same document without the places where it stood.
    #[must_use]
    pub fn statement(&self) -> Self {
        let mut document = self.clone();
        document.cover.iter_mut().for_each(|text| text.place = None);
        document.sections.iter_mut().for_each(Section::leave);
        document
            .figures
            .values_mut()
            .for_each(|figure| figure.place = None);
        document.projects.iter_mut().for_each(Project::leave);
        document
    }
}

impl Section {
    /// Forgets where it stood.
    pub(super) fn leave(&mut self) {
        self.heading.place = None;
        self.paragraphs
            .iter_mut()
            .for_each(|text| text.place = None);
    }
}
