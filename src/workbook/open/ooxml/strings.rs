//! The shared texts of a workbook.

use super::super::limits::SHARED_STRINGS;
use super::super::tags::{TagKind, Tags};
use super::super::{Limits, OpenError};
use super::plain;
use crate::messages::Phrase;

/// The shared texts of a workbook.
#[derive(Debug)]
pub(super) struct Strings {
    /// The table without the counts that the file states: memory is reserved for as many texts as they say, even 10^12.
    pub(super) part: String,
    /// The number of texts.
    pub(super) count: u64,
    /// Those that are written plainly, by their numbers; empty where that is not sure.
    pub(super) texts: Vec<Option<String>>,
}

/// Reads the table of shared texts.
pub(super) fn read(part: &str, limits: &Limits) -> Result<Strings, OpenError> {
    let cut_off = |_| OpenError::corrupt(Phrase::new("damage-shared-texts"));
    let mut tags = Tags::new(part);
    let mut plain = String::with_capacity(part.len() + 16);
    let (mut count, mut ended, mut nested) = (0, false, false);
    let mut texts = Vec::new();
    let longest = usize::try_from(limits.text_length).unwrap_or(usize::MAX);
    plain.push_str("<sst>");
    while let Some(tag) = tags.next().map_err(cut_off)? {
        match (tag.name, tag.kind) {
            ("si", TagKind::Start | TagKind::Empty) => {
                plain.push_str("<si>");
                let inner = tags.inner(&tag).map_err(cut_off)?;
                plain.push_str(inner);
                let own = plain::text(inner).filter(|text| text.len() <= longest);
                nested |= own.is_none() && (inner.contains("<si") || inner.contains(":si"));
                texts.push(own.map(str::to_owned));
                plain.push_str("</si>");
                count += 1;
                if count > limits.shared_strings {
                    let found = Phrase::new("limit-shared-texts");
                    return Err(OpenError::Limit {
                        limit: SHARED_STRINGS,
                        value: limits.shared_strings,
                        found,
                    });
                }
            }
            ("sst", TagKind::End | TagKind::Empty) => ended = true,
            _ => {}
        }
    }
    if !ended {
        return Err(cut_off(super::super::tags::CutOff));
    }
    plain.push_str("</sst>");
    // One within another would count otherwise.
    if nested {
        texts.clear();
    }
    Ok(Strings {
        part: plain,
        count,
        texts,
    })
}
