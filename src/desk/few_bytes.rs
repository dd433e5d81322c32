//! Numbers, amounts and texts as few bytes. What is read need not be what was written: then it is none.

use rust_decimal::Decimal;

/// Their count, then each with its length in bytes.
pub(super) fn put_texts<'t>(bytes: &mut Vec<u8>, texts: impl ExactSizeIterator<Item = &'t str>) {
    put_number(bytes, texts.len() as u128);
    for text in texts {
        put_number(bytes, text.len() as u128);
        bytes.extend_from_slice(text.as_bytes());
    }
}

/// What [`put_texts`] put.
pub(super) fn texts<'b>(from: &mut &'b [u8]) -> Option<Vec<&'b str>> {
    let mut all = Vec::new();
    for _ in 0..index(from)? {
        let length = index(from)?;
        let (text, rest) = from.split_at_checked(length)?;
        *from = rest;
        all.push(std::str::from_utf8(text).ok()?);
    }
    Some(all)
}

/// Seven bits a byte, the last ones first; the highest bit says that more follow.
pub(super) fn put_number(bytes: &mut Vec<u8>, mut number: u128) {
    loop {
        let low = u8::try_from(number & 0x7F).unwrap_or_default();
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return;
        }
        bytes.push(low | 0x80);
    }
}

/// What [`put_number`] put.
pub(super) fn number(from: &mut &[u8]) -> Option<u128> {
    let mut number = 0_u128;
    let mut shift = 0;
    loop {
        let (byte, rest) = from.split_first()?;
        *from = rest;
        number |= u128::from(byte & 0x7F).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(number);
        }
        shift += 7;
    }
}

/// A number that counts something in memory.
pub(super) fn index(from: &mut &[u8]) -> Option<usize> {
    usize::try_from(number(from)?).ok()
}

/// A number of 32 bits.
pub(super) fn small_number(from: &mut &[u8]) -> Option<u32> {
    u32::try_from(number(from)?).ok()
}

/// The digits, then the decimals and the sign.
pub(super) fn put_amount(bytes: &mut Vec<u8>, amount: Decimal) {
    put_number(bytes, amount.mantissa().unsigned_abs());
    let sign = u128::from(amount.is_sign_negative());
    put_number(bytes, u128::from(amount.scale()) << 1 | sign);
}

/// What [`put_amount`] put.
pub(super) fn amount(from: &mut &[u8]) -> Option<Decimal> {
    let digits = i128::try_from(number(from)?).ok()?;
    let scale = number(from)?;
    let mut amount =
        Decimal::try_from_i128_with_scale(digits, u32::try_from(scale >> 1).ok()?).ok()?;
    amount.set_sign_negative(scale & 1 == 1);
    Some(amount)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_come_back_as_they_were_put() {
        for text in [
            "0",
            "-0.00",
            "0.005",
            "-123456789012345678.90",
            "79228162514264337593543950335",
        ] {
            let own: Decimal = text.parse().unwrap();
            let mut bytes = Vec::new();
            put_amount(&mut bytes, own);
            let back = amount(&mut &bytes[..]).unwrap();
            assert_eq!(back.serialize(), own.serialize(), "{text}");
        }
    }

    #[test]
    fn texts_come_back_as_they_were_put() {
        let all = ["", "收支总表", "a\nb"];
        let mut bytes = Vec::new();
        put_texts(&mut bytes, all.into_iter());
        assert_eq!(texts(&mut &bytes[..]).as_deref(), Some(&all[..]));
        for length in 0..bytes.len() {
            assert_eq!(texts(&mut &bytes[..length]), None);
        }
    }
}
