//! Texts as a browser shows them.

/// Text with its white space as a browser shows it.
#[derive(Debug, Default)]
pub(super) struct HtmlText {
    text: String,
    /// White space is due before the next character.
    space: bool,
}

impl HtmlText {
    /// Goes on with `more`; what is longer than `most` bytes is not kept.
    pub(super) fn push(&mut self, more: &str, most: usize) {
        for c in more.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c') {
                self.space = !self.text.is_empty() && !self.text.ends_with('\n');
            } else if self.text.len() <= most {
                if std::mem::take(&mut self.space) {
                    self.text.push(' ');
                }
                self.text.push(c);
            }
        }
    }

    /// Ends the line.
    pub(super) fn line(&mut self) {
        self.space = false;
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// What was written; nothing where nothing of it is seen.
    pub(super) fn take(&mut self) -> String {
        self.space = false;
        let text = std::mem::take(&mut self.text);
        let shown = |c: char| !(c.is_whitespace() || c == '\u{feff}');
        match text.contains(shown) {
            true => text.trim_end_matches('\n').to_owned(),
            false => String::new(),
        }
    }
}
