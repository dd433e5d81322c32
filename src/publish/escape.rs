//! Texts within XML and HTML.

use std::borrow::Cow;

/// `text` with what XML and HTML take for their own escaped, and without characters that XML does not allow.
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    let plain = |c: char| allowed(c) && !matches!(c, '&' | '<' | '>' | '"' | '\'');
    if text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars().filter(|&c| allowed(c)) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    Cow::Owned(out)
}

/// Whether XML 1.0 allows a character.
const fn allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn markup_is_text_and_control_characters_are_left_out() {
        assert_eq!(
            escaped("<b>A&B</b> \"'"),
            "&lt;b&gt;A&amp;B&lt;/b&gt; &quot;&#39;"
        );
        assert_eq!(escaped("一\u{1}\u{b}二\u{ffff}"), "一二");
        assert_eq!(escaped("三公"), "三公");
    }
}
