//! Cell references of any size, as a file may hold them.

use super::super::Limits;
use crate::workbook::Address;

/// Row and column, counted from 0; larger than any sheet where the file says so.
pub(super) type UnboundedPlace = (u64, u64);

/// The place that `B7` means; `None` where the text is no reference.
pub(super) fn cell(text: &str) -> Option<UnboundedPlace> {
    let text = text.trim();
    let text = text.strip_prefix('$').unwrap_or(text);
    let digits = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (letters, digits) = text.split_at(digits);
    let digits = digits.strip_prefix('$').unwrap_or(digits);
    let letter = |n: u64, b: u8| {
        n.saturating_mul(26)
            .saturating_add(u64::from(b.to_ascii_uppercase() - b'A') + 1)
    };
    let col = letters.bytes().fold(0, letter).checked_sub(1)?;
    Some((number(digits)?.checked_sub(1)?, col))
}

/// The number that `digits` mean, or the largest there is; `None` where the text is no number.
pub(super) fn number(digits: &str) -> Option<u64> {
    let valid = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    valid.then(|| digits.parse().unwrap_or(u64::MAX))
}

/// The region that `A1:B7` means: top left and bottom right place, even if the file has them the other way round.
pub(super) fn range(text: &str) -> Option<(UnboundedPlace, UnboundedPlace)> {
    let (a, b) = text.split_once(':').unwrap_or((text, text));
    let (a, b) = (cell(a)?, cell(b)?);
    Some(((a.0.min(b.0), a.1.min(b.1)), (a.0.max(b.0), a.1.max(b.1))))
}

/// The part of a merged region that is within the limits; `None` for a single cell or a region outside.
pub(in crate::workbook::open) fn merge(
    region: (UnboundedPlace, UnboundedPlace),
    limits: &Limits,
) -> Option<(Address, Address)> {
    within(region, limits).filter(|(from, to)| from != to)
}

/// The part of a region that is within the limits; `None` for a region outside.
pub(super) fn within(
    region: (UnboundedPlace, UnboundedPlace),
    limits: &Limits,
) -> Option<(Address, Address)> {
    let ((top, left), (bottom, right)) = region;
    if limits.outside(top, left).is_some() {
        return None;
    }
    // Within the limits every number fits.
    let bottom = bottom.min(limits.rows() - 1) as u32;
    let right = right.min(limits.columns() - 1) as u32;
    Some((
        Address::new(top as u32, left as u32),
        Address::new(bottom, right),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_of_any_size() {
        assert_eq!(cell("B7"), Some((6, 1)));
        assert_eq!(cell("XFD1048576"), Some((1_048_575, 16_383)));
        assert_eq!(cell("A4294967295"), Some((4_294_967_294, 0)));
        assert_eq!(cell("A99999999999999999999999"), Some((u64::MAX - 1, 0)));
        for text in ["", "A", "7", "A0", "1A", "A-1", "A1B"] {
            assert_eq!(cell(text), None, "{text}");
        }
        assert_eq!(range("D9:B7"), Some(((6, 1), (8, 3))));
    }
}
