//! What all pages of HTML share.

use crate::messages::Messages;

/// The look that all pages share.
const STYLE: &str = include_str!("../../templates/report/page.css");

/// A whole page around `head` and `body`, which are HTML already; `style` is the look of this kind of page. It loads nothing,
/// and the browser is told not to, whatever a submission's texts say.
pub(super) fn page(
    title: &str,
    style: &str,
    head: &str,
    body: &str,
    messages: &Messages,
) -> String {
    page_top(title, style, head, messages) + body + PAGE_END
}

/// What stands behind the body of a page.
pub(super) const PAGE_END: &str = "</body>\n</html>\n";

/// A whole page up to its body.
pub(super) fn page_top(title: &str, style: &str, head: &str, messages: &Messages) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>\n{STYLE}{style}</style>\n{head}</head>\n<body>\n",
        messages.language().tag(),
        escape(title),
    )
}

/// A text as it may stand in HTML, in attributes too.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' | '\t' => escaped.push(c),
            c if c.is_control() => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}
