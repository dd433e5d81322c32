//! What a paragraph says of one thing: its amount, last year's, the change and its percentage; and what it is held against.

use rust_decimal::Decimal;

use crate::finding::Stated;
use crate::prose::{self, About, Mention, Paragraph, Says};

/// What is said of one thing, number by number.
#[derive(Debug)]
pub(super) struct TextStatement<'m> {
    /// What it is about; never nothing.
    pub(super) about: &'m About,
    /// The amount, as often as it is told.
    pub(super) amounts: Vec<&'m Mention>,
    pub(super) previous: Vec<&'m Mention>,
    pub(super) changes: Vec<&'m Mention>,
    pub(super) rates: Vec<&'m Mention>,
    pub(super) shares: Vec<&'m Mention>,
}

impl TextStatement<'_> {
    /// How far its amount may be off, by the last digit that is written first; `otherwise` where it is not told.
    pub(super) fn shown(&self, otherwise: Decimal) -> Decimal {
        self.amounts
            .first()
            .map_or(otherwise, |amount| amount.slack())
    }
}

/// The statements of a paragraph in their order.
pub(super) fn statements(paragraph: &Paragraph) -> Vec<TextStatement<'_>> {
    let mut all: Vec<TextStatement<'_>> = Vec::new();
    let mut open = false;
    for mention in &paragraph.mentions {
        if !mention.is_tied() {
            continue;
        }
        let last = all.last().filter(|_| open);
        if last.is_none_or(|last| subject(last.about) != subject(&mention.about)) {
            all.push(TextStatement {
                about: &mention.about,
                amounts: Vec::new(),
                previous: Vec::new(),
                changes: Vec::new(),
                rates: Vec::new(),
                shares: Vec::new(),
            });
        }
        open = true;
        let Some(statement) = all.last_mut() else {
            continue;
        };
        match mention.says {
            Says::Amount => statement.amounts.push(mention),
            Says::Previous => statement.previous.push(mention),
            Says::Change(_) => statement.changes.push(mention),
            Says::Rate(_) => statement.rates.push(mention),
            Says::Share => statement.shares.push(mention),
        }
    }
    all
}

/// What the words tell, without what they may tell.
fn subject(
    about: &About,
) -> (
    Option<&crate::model::Coordinates>,
    Option<&crate::model::Id>,
) {
    match about {
        About::Fact(at) => (at.first(), None),
        About::Figure(id) => (None, Some(id)),
        About::Nothing(_) => (None, None),
    }
}

/// An amount with its rounding error, and the cells that state it.
#[derive(Debug, Clone)]
pub(super) struct KnownAmount {
    pub(super) yuan: Decimal,
    pub(super) slack: Decimal,
    pub(super) cells: Vec<Stated>,
}

impl From<&prose::StatedFact<'_>> for KnownAmount {
    fn from(stated: &prose::StatedFact<'_>) -> Self {
        Self {
            yuan: stated.yuan,
            slack: stated.slack,
            cells: stated
                .amounts
                .iter()
                .map(|own| Stated::amount(own.amount))
                .collect(),
        }
    }
}

impl KnownAmount {
    pub(super) fn said(mention: &Mention) -> Self {
        Self {
            yuan: mention.value,
            slack: mention.slack(),
            cells: Vec::new(),
        }
    }
}
