//! From the bytes of a text to its characters.

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::messages::Phrase;

/// The text, and what is to be said of what could not be decoded.
///
/// A byte order mark tells the encoding, else the pattern of UTF-16, else the text is UTF-8 where the bytes are valid
/// UTF-8, else in the encoding that it declares, else in GB18030 (the encoding of Excel in Chinese). What is valid as
/// UTF-8 over many characters is nothing else, whatever it declares.
pub(super) fn decode(
    bytes: &[u8],
    declared: Option<&'static Encoding>,
) -> (String, Option<Phrase>) {
    let encoding = Encoding::for_bom(bytes)
        .map(|(encoding, _)| encoding)
        .or_else(|| utf16_without_mark(bytes));
    if encoding.is_none()
        && let Ok(text) = std::str::from_utf8(bytes)
        && (declared.is_none_or(|own| own == UTF_8) || many_characters(text))
    {
        return (text.to_owned(), None);
    }
    // A text that says it is UTF-8 and is not was taken from a page that was, and saved by Excel.
    let declared = declared.filter(|own| *own != UTF_8 && own.is_ascii_compatible());
    let encoding = encoding.or(declared).unwrap_or(GB18030);
    // GB2312 and GBK are parts of GB18030.
    let encoding = if encoding == encoding_rs::GBK {
        GB18030
    } else {
        encoding
    };
    let (text, encoding, lossy) = encoding.decode(bytes);
    let damage = lossy.then(|| Phrase::new("damage-text").arg("encoding", encoding.name()));
    (text.into_owned(), damage)
}

/// Whether a text has so many characters beyond ASCII that it is not UTF-8 by chance.
fn many_characters(text: &str) -> bool {
    text.chars().filter(|c| !c.is_ascii()).nth(7).is_some()
}

/// UTF-16 without a byte order mark, told by its pattern: nearly all of its units are characters of Chinese tables, and
/// some are ASCII, half of whose bytes are 0.
pub(super) fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    if Encoding::for_bom(bytes).is_some() {
        return None;
    }
    let start = &bytes[..bytes.len().min(8192)];
    let fits = |unit: fn([u8; 2]) -> u16| {
        let (mut all, mut ascii, mut usual) = (0, 0, 0);
        for pair in start.chunks_exact(2) {
            let unit = unit([pair[0], pair[1]]);
            all += 1;
            ascii += usize::from(is_ascii_text(unit));
            usual += usize::from(is_usual(unit));
        }
        all >= 4 && ascii >= 2 && usual * 50 >= all * 49
    };
    if fits(u16::from_le_bytes) {
        Some(UTF_16LE)
    } else {
        fits(u16::from_be_bytes).then_some(UTF_16BE)
    }
}

fn is_ascii_text(unit: u16) -> bool {
    matches!(unit, 0x20..=0x7e | 0x09 | 0x0a | 0x0d)
}

/// Whether a unit of UTF-16 is a character that Chinese tables hold.
fn is_usual(unit: u16) -> bool {
    is_ascii_text(unit)
        || matches!(unit,
            0xa0..=0xff | 0x2010..=0x206f | 0x2150..=0x218f | 0x2460..=0x24ff | 0x2500..=0x25ff
            | 0x3000..=0x303f | 0x3200..=0x33ff | 0x3400..=0x9fff | 0xfe30..=0xfe4f | 0xff00..=0xffef)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_in_all_encodings() {
        let text = "预算单位\t金额\n合计\t82,122,874.00\n一般公共服务支出\t１\n";
        let utf16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect();
        let gbk = encoding_rs::GBK.encode(text).0.into_owned();
        for bytes in [
            text.as_bytes().to_vec(),
            utf16(u16::to_le_bytes),
            utf16(u16::to_be_bytes),
            gbk,
        ] {
            for declared in [None, Some(UTF_8), Some(encoding_rs::GBK)] {
                assert_eq!(decode(&bytes, declared), (text.to_owned(), None));
            }
        }
    }

    #[test]
    fn what_is_no_utf16_is_not_taken_for_it() {
        for bytes in [
            &b"a,b\n1,2\n"[..],
            b"\x00\x01\x02\x03\x04\x05\x06\x07",
            b"PK\x03\x04\x14\x00\x00\x00\x08\x00",
            b"",
            &encoding_rs::GBK.encode("预算单位,金额\n合计,1\n").0,
        ] {
            assert_eq!(utf16_without_mark(bytes), None, "{bytes:?}");
        }
    }
}
