//! What a layout says of itself before its tables: enough to list it.

use serde::Deserialize;

use super::Layout;
use super::load::SHIPPED;
use crate::model::Body;

/// What a layout is called, and whose budgets it is for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct LayoutHead {
    /// Its name in commands and JSON.
    pub id: String,
    /// Its name for people.
    pub name: String,
    /// Whether it is for units or departments.
    pub body: Body,
    /// The years that it was seen in.
    pub years: Vec<u16>,
}

impl LayoutHead {
    /// The heads of the shipped layouts. Nothing else of their files is read.
    ///
    /// # Panics
    /// Where an embedded layout is not valid.
    #[must_use]
    pub fn shipped() -> Vec<Self> {
        let heads = SHIPPED.iter().map(|(_, text)| {
            // What belongs to no part of a file stands before the first part.
            let head = text.split("\n[").next().unwrap_or(text);
            toml::from_str(head).expect("the embedded layouts are valid")
        });
        heads.collect()
    }
}

impl From<&Layout> for LayoutHead {
    fn from(layout: &Layout) -> Self {
        Self {
            id: layout.id.clone(),
            name: layout.name.clone(),
            body: layout.body,
            years: layout.years.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::Templates;

    #[test]
    fn heads_are_those_of_the_whole_layouts() {
        let whole = Templates::embedded().layouts;
        let whole: Vec<LayoutHead> = whole.iter().map(LayoutHead::from).collect();
        assert_eq!(LayoutHead::shipped(), whole);
    }
}
