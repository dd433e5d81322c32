//! What a terminal would obey is shown, not done: names and texts of files are printed as they are read, and may hold anything.

use std::borrow::Cow;

/// Whether a character is obeyed rather than shown: a control character, the end of a line or paragraph, or a mark that turns
/// the direction of writing.
pub(crate) fn is_obeyed(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{61c}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'
                | '\u{2029}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}'
        )
}

/// A text as one line for a terminal: what it would obey is written `\n`, `\t`, `\u{1b}`.
///
/// ```
/// # use yusuan::messages::visible;
/// assert_eq!(visible("a\x1b[2J\nb.xlsx"), r"a\u{1b}[2J\nb.xlsx");
/// ```
#[must_use]
pub fn visible(line: &str) -> Cow<'_, str> {
    escaped(line, is_obeyed)
}

/// The same for a text of several lines, whose line ends are our own.
#[must_use]
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    escaped(text, |c| c != '\n' && is_obeyed(c))
}

/// The same for lines that are coloured: of what a terminal obeys only colours and weights (`ESC [ … m`) are left.
#[must_use]
pub fn visible_styled(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for (at, piece) in text.split('\x1b').enumerate() {
        if at > 0 {
            shown.push_str(if is_style(piece) { "\x1b" } else { r"\u{1b}" });
        }
        shown.push_str(&visible_lines(piece));
    }
    shown
}

/// Whether what follows an escape character sets colours or weights.
fn is_style(text: &str) -> bool {
    text.strip_prefix('[').is_some_and(|rest| {
        let set = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
        set.starts_with('m')
    })
}

fn escaped(text: &str, hidden: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(&hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if hidden(c) {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_is_left() {
        for (text, shown) in [
            ("收支总表.xlsx", "收支总表.xlsx"),
            ("a\r\n\tb", r"a\r\n\tb"),
            ("\x1b[31m红\x1b[0m", r"\u{1b}[31m红\u{1b}[0m"),
            ("\u{7f}\u{9b}2J\0\x07\x08", r"\u{7f}\u{9b}2J\u{0}\u{7}\u{8}"),
            ("a\u{2028}b\u{2029}", r"a\u{2028}b\u{2029}"),
            (
                "a\u{202e}xslx\u{2066}\u{200f}",
                r"a\u{202e}xslx\u{2066}\u{200f}",
            ),
            (r"C:\new\table.xlsx", r"C:\new\table.xlsx"),
        ] {
            assert_eq!(visible(text), shown, "{text:?}");
        }
        assert_eq!(visible_lines("a\nb\r"), "a\nb\\r");
        let styled = visible_styled("\x1b[1mA\x1b[0m\n\x1b[2J\x1b]0;x\x07");
        assert_eq!(styled, "\x1b[1mA\x1b[0m\n\\u{1b}[2J\\u{1b}]0;x\\u{7}");
    }
}
