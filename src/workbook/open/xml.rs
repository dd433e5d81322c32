//! What reading XML parts has in common.

use encoding_rs::{Encoding, UTF_8};
use quick_xml::Reader;
use quick_xml::events::BytesStart;

use crate::messages::Phrase;

/// The text of an XML part, and why it is not quite that of the file where bytes could not be decoded.
pub(crate) fn text(bytes: Vec<u8>) -> (String, Option<Phrase>) {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return (text, None),
        Err(error) => error.into_bytes(),
    };
    let encoding = Encoding::for_bom(&bytes)
        .map(|(encoding, _)| encoding)
        .or_else(|| declared(&bytes));
    let (text, encoding, lossy) = encoding.unwrap_or(UTF_8).decode(&bytes);
    let damage = lossy.then(|| Phrase::new("damage-encoding").arg("encoding", encoding.name()));
    (text.into_owned(), damage)
}

/// The encoding that the XML declaration names.
pub(super) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    let (_, rest) = start.split_once("encoding=")?;
    let quote = rest.chars().next()?;
    let label = rest.strip_prefix(quote)?.split(quote).next()?;
    Encoding::for_label(label.as_bytes())
}

/// A reader that takes what programs write, not only what the standard allows.
pub(super) fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    reader
}

/// The attributes of a tag: local name and raw value.
pub(super) fn attributes<'a>(
    tag: &'a BytesStart<'a>,
) -> impl Iterator<Item = (&'a str, std::borrow::Cow<'a, str>)> {
    let mut attributes = tag.attributes();
    // Two attributes of one name are no reason to lose a cell, and looking for them takes time.
    attributes.with_checks(false);
    attributes
        .filter_map(Result::ok)
        .map(|attribute| (attribute.key.into_inner(), attribute.value))
}

/// The value of the attribute whose name is `name`, or ends in `:name`, with entities replaced.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let named = |key: &str| {
        key == name
            || key
                .strip_suffix(name)
                .is_some_and(|prefix| prefix.ends_with(':'))
    };
    let (_, value) = attributes(tag).find(|(key, _)| named(key))?;
    Some(unescaped(&value))
}

/// Raw text with entities replaced; as it is where that cannot be done.
pub(super) fn unescaped(text: &str) -> String {
    quick_xml::escape::unescape(text).map_or_else(|_| text.to_owned(), |text| text.into_owned())
}

/// Whether an attribute's value means yes.
pub(super) fn yes(value: &str) -> bool {
    matches!(value, "1" | "true" | "on")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_in_other_encodings() {
        let gbk = b"<?xml version='1.0' encoding='gb2312'?><a>\xcf\xee</a>".to_vec();
        assert_eq!(text(gbk).0.rsplit('>').nth(1), Some("项</a"));
        let (_, damage) = text(b"<?xml encoding=\xffx\xff?>".to_vec());
        assert_eq!(
            damage.unwrap().to_string(),
            "it holds bytes that are not UTF-8"
        );
    }
}
