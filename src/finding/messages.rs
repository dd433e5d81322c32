//! The words of findings, from `templates/messages/`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Finding;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    message: String,
    help: String,
    #[serde(default)]
    variants: BTreeMap<String, String>,
}

/// The messages of one language.
#[derive(Debug, Clone)]
pub struct Messages(BTreeMap<String, Entry>);

impl Messages {
    /// The Chinese messages.
    ///
    /// # Panics
    /// Where the embedded file is not valid.
    #[must_use]
    pub fn chinese() -> Self {
        Self(
            toml::from_str(include_str!("../../templates/messages/zh.toml"))
                .expect("templates/messages/zh.toml is valid"),
        )
    }

    /// The message of a finding and what to do about it.
    ///
    /// # Panics
    /// Where the embedded file lacks the finding's code.
    #[must_use]
    pub fn words(&self, finding: &Finding) -> (String, String) {
        let entry = self
            .0
            .get(finding.code.name())
            .expect("every code has a message");
        let message = finding.variant.map_or(&entry.message, |variant| {
            entry
                .variants
                .get(variant)
                .expect("every variant has a message")
        });
        let fill = |text: &str| {
            let mut text = text.to_owned();
            for (name, value) in &finding.args {
                text = text.replace(&format!("{{{name}}}"), value);
            }
            text
        };
        (fill(message), fill(&entry.help))
    }
}

/// A finding as lines of text that can be searched: `file: sheet!cell: error[code]: message`, then the cells, then help.
#[must_use]
pub fn render(file: &str, finding: &Finding, messages: &Messages) -> String {
    const MOST_CELLS: usize = 12;
    let place = match finding.place() {
        Some((sheet, Some(cell))) => format!("{sheet}!{cell}: "),
        Some((sheet, None)) => format!("{sheet}: "),
        None => String::new(),
    };
    let (message, help) = messages.words(finding);
    let mut text = format!(
        "{file}: {place}{}[{}]: {message}\n",
        finding.severity.word(),
        finding.code
    );
    for cell in finding.cells.iter().take(MOST_CELLS) {
        let place = cell.place.as_ref().map_or_else(
            || "-".to_owned(),
            |place| format!("{}!{}", place.sheet, place.cell),
        );
        let shown: String = cell.text.chars().take(60).collect();
        text.push_str(&format!("    {place} = {}", shown.replace('\n', " ")));
        if let Some(yuan) = cell.yuan.filter(|yuan| yuan.to_string() != cell.text) {
            text.push_str(&format!("（{yuan} 元）"));
        }
        text.push('\n');
    }
    if finding.cells.len() > MOST_CELLS {
        text.push_str(&format!("    …… 共 {} 个单元格\n", finding.cells.len()));
    }
    text.push_str(&format!("    处理：{help}\n"));
    text
}
