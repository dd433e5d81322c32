//! Numbers in prose: which fact of the tables, or which figure, each of them states.
//!
//! [`Outline`] reads the paragraphs of a section. A [`Mention`] knows the bytes of its number in the text, its exact value,
//! the value of its last digit, and what it says of what: an amount, last year's amount, a change, a percentage. What the
//! words mean is in `templates/model.toml` (`[[topic]]` and `[prose]`); the names of 科目 come from the budget's tables and
//! the code list. What cannot be tied for sure is tied to nothing, and kept.
//!
//! [`Facts`] gives what the tables state at some coordinates.

mod clause;
mod draft;
mod economic;
mod facts;
mod figures;
mod items;
mod lexicon;
mod mention;
mod number;
mod ordinal;
mod outline;
mod path;
mod read;
mod segments;
mod subject;
mod token;
mod vocabulary;

pub(crate) use draft::open;
pub use draft::{add_drafts, draft, placeholders};
pub use facts::{COARSEST, Facts, StatedAmount, StatedFact};
pub(crate) use figures::figures_by;
pub use figures::{figures, last_digit};
pub use items::{ProjectPart, StatedPart, parts};
pub use mention::{About, Basis, Direction, Mention, Numbers, Quantity, Says, Untied};
pub use outline::{Outline, OutlineWords, Paragraph};
pub use path::{Named, Nearly};

#[cfg(test)]
mod tests;
