//! Filling what stands beside the tables: a sheet for the cover, the contents, each section, project and form.

mod goals;
mod last_year;
mod live;
mod names;
mod outline;
mod prose;
mod whole;

pub(crate) use goals::TOP as GOALS_TOP;
pub use goals::goals_sheet;
pub(crate) use live::literals as formula_literals;
pub use outline::{ContentsEntry, DocumentPiece, contents, cover, heading, outline};
pub use prose::is_subheading;
pub use whole::fill_document;
