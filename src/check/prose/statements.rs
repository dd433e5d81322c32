//! What a paragraph says of one thing: its amount, last year's, the change and its percentage.

use crate::prose::{About, Mention, Paragraph, Says};

/// What is said of one thing, number by number.
#[derive(Debug)]
pub(super) struct Statement<'m> {
    /// What it is about; never nothing.
    pub(super) about: &'m About,
    pub(super) amount: Option<&'m Mention>,
    pub(super) previous: Option<&'m Mention>,
    pub(super) changes: Vec<&'m Mention>,
    pub(super) rates: Vec<&'m Mention>,
    pub(super) shares: Vec<&'m Mention>,
}

/// The statements of a paragraph in their order.
pub(super) fn statements(paragraph: &Paragraph) -> Vec<Statement<'_>> {
    let mut all: Vec<Statement<'_>> = Vec::new();
    let mut open = false;
    for mention in &paragraph.mentions {
        if !mention.is_tied() {
            continue;
        }
        let last = all.last().filter(|_| open);
        let same = last.is_some_and(|last| {
            let repeats = match mention.says {
                Says::Amount => last.amount.is_some(),
                Says::Previous => last.previous.is_some(),
                _ => false,
            };
            subject(last.about) == subject(&mention.about) && !repeats
        });
        if !same {
            all.push(Statement {
                about: &mention.about,
                amount: None,
                previous: None,
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
            Says::Amount => statement.amount = Some(mention),
            Says::Previous => statement.previous = Some(mention),
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
