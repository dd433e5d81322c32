//! What every cell of a submission was taken for, and what a code of findings means: as text, JSON and HTML.

mod code;
mod grid;
mod html;
mod html_lists;
mod json;
mod lists;
mod terminal;
pub(super) mod words;

pub use code::{CodeText, code_html, code_json, code_text};
pub use html::explain_html;
pub use json::{EXPLAIN_SCHEMA, explain_json};
pub use terminal::explain_text;
