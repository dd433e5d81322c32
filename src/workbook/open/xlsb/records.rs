//! The records of binary parts: type, length, bytes, the first two in groups of seven bits.

/// A record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct XlsbRecord<'a> {
    pub(super) kind: u16,
    pub(super) data: &'a [u8],
}

/// The records of `part`, up to one that is not whole.
pub(super) fn records(part: &[u8]) -> impl Iterator<Item = XlsbRecord<'_>> {
    let mut rest = part;
    std::iter::from_fn(move || {
        let (record, after) = split(rest)?;
        rest = after;
        Some(record)
    })
}

/// Whether `part` is whole records from its beginning to its end.
pub(super) fn whole(part: &[u8]) -> bool {
    let mut rest = part;
    while let Some((_, after)) = split(rest) {
        rest = after;
    }
    rest.is_empty()
}

fn split(part: &[u8]) -> Option<(XlsbRecord<'_>, &[u8])> {
    let (&first, mut rest) = part.split_first()?;
    let mut kind = u16::from(first);
    if first & 0x80 != 0 {
        let (&second, after) = rest.split_first()?;
        kind = u16::from(first & 0x7f) | u16::from(second & 0x7f) << 7;
        rest = after;
    }
    let mut length = 0;
    for group in 0..4 {
        let (&byte, after) = rest.split_first()?;
        rest = after;
        length |= usize::from(byte & 0x7f) << (7 * group);
        if byte & 0x80 == 0 {
            break;
        }
    }
    let (data, after) = rest.split_at_checked(length)?;
    Some((XlsbRecord { kind, data }, after))
}

/// Writes a record.
pub(super) fn write(part: &mut Vec<u8>, kind: u16, data: &[u8]) {
    let low = (kind & 0x7f) as u8;
    if kind < 0x80 {
        part.push(low);
    } else {
        part.extend([low | 0x80, (kind >> 7) as u8]);
    }
    let mut length = data.len();
    while length >= 0x80 {
        part.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    part.push(length as u8);
    part.extend(data);
}

/// The number of four bytes at `at`.
pub(super) fn long(data: &[u8], at: usize) -> Option<u32> {
    let bytes = data.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
}

/// The text at `at`, and where it ends.
pub(super) fn text(data: &[u8], at: usize) -> Option<(String, usize)> {
    let from = at.checked_add(4)?;
    let to = from.checked_add(long(data, at)? as usize * 2)?;
    let (text, _, _) = encoding_rs::UTF_16LE.decode(data.get(from..to)?);
    Some((text.into_owned(), to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut part = Vec::new();
        let long_data = vec![7; 300];
        let sent = [
            XlsbRecord {
                kind: 0x07,
                data: &[],
            },
            XlsbRecord {
                kind: 0x0267,
                data: &long_data,
            },
        ];
        for record in sent {
            write(&mut part, record.kind, record.data);
        }
        assert!(whole(&part));
        assert_eq!(records(&part).collect::<Vec<_>>(), sent);
        part.pop();
        assert!(!whole(&part));
        assert_eq!(records(&part).collect::<Vec<_>>(), sent[..1]);
    }
}
