//! The text of a cell.

use quick_xml::events::Event;

use super::super::limits::TEXT_BYTES;
use super::super::{Limits, OpenError, xml};
use super::stop::Stop;
use crate::messages::Phrase;

/// Copies the paragraphs of a cell, `inner`, to `plain`, without comments and drawings. A number of spaces is written as
/// an attribute and so may be any: no more are copied than a text may have characters, and `left` in all.
pub(super) fn copy(
    inner: &str,
    plain: &mut String,
    limits: &Limits,
    left: &mut u64,
) -> Result<(), Stop> {
    let mut reader = xml::reader(inner);
    let mut spaces = limits.text_length;
    loop {
        let event = reader.read_event().map_err(Stop::damage)?;
        match &event {
            Event::Start(tag) | Event::Empty(tag) => {
                let start = matches!(event, Event::Start(_));
                match tag.name().as_ref() {
                    "text:p" => plain.push_str(if start { "<text:p>" } else { "<text:p/>" }),
                    "text:tab" => plain.push_str("<text:tab/>"),
                    "text:line-break" => plain.push_str("<text:line-break/>"),
                    "text:s" => {
                        let count = xml::attribute(tag, "text:c")
                            .map_or(1, |count| count.parse().unwrap_or(1));
                        let count = spaces.min(count);
                        spaces -= count;
                        *left = left.checked_sub(count).ok_or_else(|| {
                            let found = Phrase::new("limit-spaces");
                            Stop::Limit(OpenError::Limit {
                                limit: TEXT_BYTES,
                                value: limits.text_bytes,
                                found,
                            })
                        })?;
                        plain.push_str(&format!("<text:s text:c=\"{count}\"/>"));
                    }
                    "text:span" | "text:a" | "text:ruby" | "text:ruby-base" => {}
                    // Comments, drawings, the readings of ruby.
                    _ if start => {
                        reader.read_to_end(tag.name()).map_err(Stop::damage)?;
                    }
                    _ => {}
                }
            }
            Event::End(tag) if tag.name().as_ref() == "text:p" => plain.push_str("</text:p>"),
            Event::Text(text) => plain.push_str(text),
            Event::CData(text) => plain.push_str(&quick_xml::escape::escape(&**text)),
            Event::GeneralRef(entity) => {
                plain.push('&');
                plain.push_str(entity);
                plain.push(';');
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// Writes an attribute whose value is raw XML.
pub(super) fn keep(xml: &mut String, key: &str, value: &str) {
    let quote = if value.contains('"') { '\'' } else { '"' };
    xml.push(' ');
    xml.push_str(key);
    xml.push('=');
    xml.push(quote);
    xml.push_str(value);
    xml.push(quote);
}
