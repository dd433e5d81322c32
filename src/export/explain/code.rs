//! What a code of findings means, why it matters, an example, and how to mend the fault.

use serde::Serialize;

use super::super::html::escape;
use super::html::page;
use super::words::head;
use crate::finding::{FindingCode, Severity};
use crate::messages::Messages;

/// The version of the JSON form.
const SCHEMA: &str = "yusuan-explain-code/1";

/// What is said of a code, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CodeText {
    schema: &'static str,
    /// The code.
    pub code: FindingCode,
    /// Its usual severity.
    pub severity: Severity,
    /// The language's tag: `zh`.
    pub language: &'static str,
    /// What it is, in one sentence.
    pub what: String,
    /// Why it is a fault, or worth knowing.
    pub why: String,
    /// An example with cells and amounts.
    pub example: String,
    /// How to mend it.
    pub mend: String,
}

impl CodeText {
    /// What `templates/messages/` says of `code`.
    ///
    /// # Panics
    /// Where a text of the code is missing.
    #[must_use]
    pub fn new(code: FindingCode, messages: &Messages) -> Self {
        let name = format!("explain-{code}");
        let text = |attribute| messages.fill(&name, attribute, &[]);
        Self {
            schema: SCHEMA,
            code,
            severity: code.severity(),
            language: messages.language().tag(),
            what: text(None),
            why: text(Some("why")),
            example: text(Some("example")),
            mend: text(Some("mend")),
        }
    }

    /// Headings and texts in their order.
    fn sections(&self, messages: &Messages) -> [(String, &str); 3] {
        [
            (messages.text("taken-code-why"), self.why.as_str()),
            (messages.text("taken-code-example"), self.example.as_str()),
            (messages.text("taken-code-mend"), self.mend.as_str()),
        ]
    }
}

/// What a code means, as text for a terminal.
#[must_use]
pub fn code_text(code: &CodeText, messages: &Messages) -> String {
    let name = format!("{}[{}]", code.severity.word(), code.code);
    let mut text = format!("{}\n{}\n", head(&name), code.what);
    for (heading, section) in code.sections(messages) {
        let indented = section.replace('\n', "\n    ");
        text.push_str(&format!("\n{}\n    {indented}\n", head(&heading)));
    }
    text
}

/// What a code means as JSON, indented, with a line end.
///
/// # Panics
/// Never: a text always has a JSON form.
#[must_use]
pub fn code_json(code: &CodeText) -> String {
    serde_json::to_string_pretty(code).expect("a text has a JSON form") + "\n"
}

/// What a code means as a small page of HTML.
#[must_use]
pub fn code_html(code: &CodeText, messages: &Messages) -> String {
    let mut body = format!(
        "<h1>{}[{}]</h1>\n<p>{}</p>\n",
        code.severity.word(),
        code.code,
        escape(&code.what)
    );
    for (heading, section) in code.sections(messages) {
        body.push_str(&format!(
            "<h2>{}</h2>\n<p class=\"lines\">{}</p>\n",
            escape(&heading),
            escape(section)
        ));
    }
    page(code.code.name(), &body, messages)
}
