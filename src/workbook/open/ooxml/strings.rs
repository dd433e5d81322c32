//! The shared texts of a workbook.

use quick_xml::events::Event;

use super::super::limits::SHARED_STRINGS;
use super::super::{Limits, OpenError, xml};

/// The table of shared texts without the counts that the file states, and the number of texts. The counts must go:
/// memory is reserved for as many texts as they say, even 10^12.
pub(super) fn plain(part: &str, limits: &Limits) -> Result<(String, u64), OpenError> {
    let mut reader = xml::reader(part);
    let mut plain = String::with_capacity(part.len() + 16);
    let mut count = 0;
    plain.push_str("<sst>");
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) if tag.local_name().as_ref() == "si" => {
                let text = reader
                    .read_text(tag.name())
                    .map_err(|error| OpenError::corrupt(format!("shared texts: {error}")))?;
                plain.push_str("<si>");
                plain.push_str(&text);
                plain.push_str("</si>");
                count += 1;
            }
            Ok(Event::Empty(tag)) if tag.local_name().as_ref() == "si" => {
                plain.push_str("<si></si>");
                count += 1;
            }
            Ok(Event::Eof) => break,
            Ok(_) => continue,
            Err(error) => return Err(OpenError::corrupt(format!("shared texts: {error}"))),
        }
        if count > limits.shared_strings {
            let found = "the file has very many shared texts".to_owned();
            return Err(OpenError::Limit {
                limit: SHARED_STRINGS,
                value: limits.shared_strings,
                found,
            });
        }
    }
    plain.push_str("</sst>");
    Ok((plain, count))
}
