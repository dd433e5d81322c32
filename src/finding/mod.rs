//! Findings: what is wrong with a submission, as data. Words are put to it at the very end.

mod code;
mod found;
mod kept;
mod levels;
mod named;
mod text;

pub use code::{FindingCode, Severity};
pub use found::{Finding, Stated};
pub(crate) use kept::KeptFinding;
pub use levels::{Level, Levels};
pub use text::render;
