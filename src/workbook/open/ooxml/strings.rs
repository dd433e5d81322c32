//! The shared texts of a workbook.

use super::super::limits::SHARED_STRINGS;
use super::super::tags::{Kind, Tags};
use super::super::{Limits, OpenError};
use crate::messages::Phrase;

/// The table of shared texts without the counts that the file states, and the number of texts. The counts must go:
/// memory is reserved for as many texts as they say, even 10^12.
pub(super) fn plain(part: &str, limits: &Limits) -> Result<(String, u64), OpenError> {
    let cut_off = |_| OpenError::corrupt(Phrase::new("damage-shared-texts"));
    let mut tags = Tags::new(part);
    let mut plain = String::with_capacity(part.len() + 16);
    let (mut count, mut ended) = (0, false);
    plain.push_str("<sst>");
    while let Some(tag) = tags.next().map_err(cut_off)? {
        match (tag.name, tag.kind) {
            ("si", Kind::Start | Kind::Empty) => {
                plain.push_str("<si>");
                plain.push_str(tags.inner(&tag).map_err(cut_off)?);
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
            ("sst", Kind::End | Kind::Empty) => ended = true,
            _ => {}
        }
    }
    if !ended {
        return Err(cut_off(super::super::tags::CutOff));
    }
    plain.push_str("</sst>");
    Ok((plain, count))
}
