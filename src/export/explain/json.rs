//! What every cell was taken for, as JSON.

use serde::Serialize;

use crate::bind::Explanation;

/// The version of the JSON form.
pub const EXPLAIN_SCHEMA: &str = "yusuan-explain/1";

#[derive(Serialize)]
struct Json<'j> {
    schema: &'static str,
    file: &'j str,
    #[serde(flatten)]
    explanation: &'j Explanation,
}

/// What every cell of `file` was taken for as JSON, indented, with a line end. Rows are counted from 1, columns named by their
/// letters, amounts in yuan.
///
/// # Panics
/// Never: an explanation always has a JSON form.
#[must_use]
pub fn explain_json(file: &str, explanation: &Explanation) -> String {
    let json = Json {
        schema: EXPLAIN_SCHEMA,
        file,
        explanation,
    };
    serde_json::to_string_pretty(&json).expect("an explanation has a JSON form") + "\n"
}
