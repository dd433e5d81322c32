//! Layouts: how one region and year prints the tables of a budget and what stands beside them. Each is a TOML file in `templates/layouts/` and no code.
//!
//! A layout names titles, headers, rows and their other spellings; what a column means is in the model. Reading locates
//! tables by a layout, writing arranges them by it.

mod document;
mod drafting;
mod faults;
mod head;
mod load;
mod load_document;
mod load_tables;
mod questions;
mod raw;
mod raw_document;
mod resolved;
mod table;
mod upgrade;
mod vocabulary;
mod years;

pub use document::{
    DocumentLayout, GoalCell, GoalContent, GoalLevel, GoalSlot, GoalsLayout, IndicatorColumn,
    IndicatorField, ProjectLayout, ProjectSectionLayout, ReasonThreshold, SectionLayout,
};
pub use drafting::{DraftParagraph, DraftPiece, Drafting, Each};
pub use faults::{LayoutError, LayoutFault};
pub use head::LayoutHead;
pub use load::Templates;
pub use resolved::{ContentsLayout, CoverLayout, Layout};
pub use table::{BlockLayout, ColumnLayout, Field, KeyPart, RowKind, RowLayout, TableLayout};
pub use upgrade::upgrade;
pub(crate) use vocabulary::ANY;
pub(crate) use years::{LAST_YEAR, THIS_YEAR, header_with_year, label_key, with_year};
