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
mod form_fault;
mod id;
mod lenient;
mod meaning;
mod measure_words;
mod numbers;
mod project;
mod reading;
mod section;
pub(crate) mod statements;
mod structure;
mod topic;
mod withheld;
mod word_list;

pub use amount::{Amount, Place, fen, finest_digit, sum};
pub use block::{BlockModel, ColumnModel, Lines, RowModel};
pub use budget::{Body, Budget, Line, LineIx, SCHEMA, Table, Unit};
pub use code::{Code, Key};
pub use codes::{CodeEntry, CodeList, CodeListError};
pub use coordinates::{Coordinates, Dim, Member};
pub(crate) use declared::RawEqual;
pub use declared::{Condition, Equal, FigureModel, Related, SectionModel, Share, ThreePublicItem};
pub use document::{Document, Figure, Organization};
pub use facts::{AmountAt, Fact, cell, facts};
pub(crate) use form_fault::form_fault;
pub use id::Id;
pub(crate) use lenient::{OPEN, OpenQuestion, lenient};
pub use meaning::{Dimension, MemberWord, Model, TableName, UnknownWord, WordsError};
pub(crate) use meaning::{RawTables, RawWord, words_fault};
pub use measure_words::MeasureWords;
pub use project::{GoalField, GoalForm, Indicator, Item, Project};
pub use reading::ReadingWords;
pub use section::{Section, SectionId, Text};
pub use structure::{Computed, Structure, Total, Way, line_coordinates};
pub use topic::{
    GoalWords, LeftWords, ListWords, NameWords, OrganizationWords, PartWords, ProseWords, Topic,
    WhyWords, YearWords,
};
pub use withheld::{Reason, Withheld};
