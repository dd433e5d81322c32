//! Runs of text.

use std::fmt::Write as _;

use crate::publish::escape::escaped;

/// A run of text with its line breaks and tabs; `properties` are those of the run.
pub(super) fn run(text: &str, properties: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let mut out = String::from("<w:r>");
    if !properties.is_empty() {
        put(&mut out, format_args!("<w:rPr>{properties}</w:rPr>"));
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push_str("<w:br/>");
        }
        for (at, piece) in line.split('\t').enumerate() {
            if at > 0 {
                out.push_str("<w:tab/>");
            }
            if !piece.is_empty() {
                put(
                    &mut out,
                    format_args!("<w:t xml:space=\"preserve\">{}</w:t>", escaped(piece)),
                );
            }
        }
    }
    out.push_str("</w:r>");
    out
}

pub(super) fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a string takes everything");
}
