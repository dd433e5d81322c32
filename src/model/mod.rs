//! The canonical budget model: one form for every submission, whatever its layout.
//!
//! Knows nothing of spreadsheets but where an amount stood. What columns and rows mean is in `templates/model.toml`.

mod amount;
mod block;
mod budget;
mod code;
mod codes;
mod coordinates;
mod declared;
mod document;
mod facts;
mod lenient;
mod meaning;
mod project;

pub(crate) mod statements;
mod structure;
mod topic;
mod withheld;

pub use amount::{Amount, Place, fen, finest_digit, sum};
pub use block::{BlockModel, ColumnModel, Lines, RowModel};
pub use budget::{Body, Budget, Line, SCHEMA, Table, Unit};
pub use code::{Code, Key};
pub use codes::{CodeEntry, CodeList, CodeListError};
pub use coordinates::{Coordinates, Dim, Id, Member};
pub use declared::{Condition, Equal, FigureModel, Related, SectionModel, Share, ThreePublicItem};
pub(crate) use declared::{RawEqual, words_fault};
pub use document::{Document, Figure, Organization, Section, Text};
pub use facts::{Fact, cell, facts};
pub(crate) use lenient::{OPEN, Open, form_fault, lenient};
pub(crate) use meaning::RawWord;
pub use meaning::{Dimension, Model, TableName, UnknownWord, Word, WordsError};
pub use project::{GoalField, GoalForm, Indicator, Item, Project};
pub use structure::{Computed, Structure, Total, Way, line_coordinates};
pub use topic::{GoalWords, NameWords, OrganizationWords, ProseWords, Topic, WhyWords};
pub use withheld::{Reason, Withheld};
