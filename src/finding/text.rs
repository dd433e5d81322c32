//! The words of findings.

use super::{Finding, Severity};
use crate::messages::{Arg, Messages, visible};

impl Finding {
    /// The message in words and what to do about it.
    ///
    /// # Panics
    /// Where `templates/messages/` lacks the finding's code or wording.
    #[must_use]
    pub fn words(&self, messages: &Messages) -> (String, String) {
        let code = self.code.name();
        // What to do may depend on the wording.
        let own_help = self
            .variant
            .and_then(|variant| messages.find(code, Some(&format!("help-{variant}")), &self.args));
        (
            messages.fill(code, self.variant, &self.args),
            own_help.unwrap_or_else(|| messages.fill(code, Some("help"), &self.args)),
        )
    }
}

impl Finding {
    /// The name of its code in Chinese; `None` in English, where the code itself is the name.
    #[must_use]
    pub fn name(&self, messages: &Messages) -> Option<String> {
        messages.find(self.code.name(), Some("name"), &[])
    }
}

/// A finding as lines of text that can be searched: `file: sheet!cell: error[code]: message`, then the cells, then help. No
/// name or text of the file can begin a line of its own or say anything to a terminal (see [`visible`]).
#[must_use]
pub fn render(file: &str, finding: &Finding, messages: &Messages) -> String {
    // A note asks for no change, so a few of its cells are enough to see what it is about.
    let most = match finding.severity {
        Severity::Note => 3,
        _ => 12,
    };
    let place = match finding.place() {
        Some((sheet, Some(cell))) => format!("{sheet}!{cell}: "),
        Some((sheet, None)) => format!("{sheet}: "),
        None => String::new(),
    };
    let (message, help) = finding.words(messages);
    let name = finding.name(messages);
    let name = name.map_or_else(String::new, |name| format!("【{name}】"));
    let mut text = String::new();
    let mut say = |line: String| {
        text.push_str(&visible(&line));
        text.push('\n');
    };
    say(format!(
        "{file}: {place}{}[{}]: {name}{message}",
        finding.severity.word(),
        finding.code
    ));
    for cell in finding.cells.iter().take(most) {
        let place = cell.place.as_ref().map_or_else(
            || "-".to_owned(),
            |place| format!("{}!{}", place.sheet, place.cell),
        );
        let shown: String = cell.text.chars().take(60).collect();
        let mut line = format!("    {place} = {}", shown.replace('\n', " "));
        if let Some(yuan) = cell.yuan.filter(|yuan| yuan.to_string() != cell.text) {
            line.push_str(&messages.with("finding-yuan", &[("yuan", Arg::Amount(yuan))]));
        }
        say(line);
    }
    if finding.cells.len() > most {
        let count = finding.cells.len().into();
        let more = messages.with("finding-more-cells", &[("count", count)]);
        say(format!("    {more}"));
    }
    let help = messages.with("finding-help", &[("help", help.into())]);
    say(format!("    {help}"));
    text
}
