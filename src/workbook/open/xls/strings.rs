//! The lengths of the texts that cells share (the SST record). calamine copies the text for each cell, so what the
//! copies take must be known before.

use super::record::{CONTINUE, IGNORED, XlsRecord, record};

/// Puts the records that continue the table `first` one behind the other, without those that hold nothing: calamine fails on
/// an empty one. What this leaves free becomes records that mean nothing, so that all else keeps its place. Returns where
/// the table ends.
pub(super) fn join(stream: &mut [u8], first: XlsRecord) -> usize {
    let (mut end, mut kept) = (first.to, first.to);
    while let Some(more) = record(stream, end).filter(|more| more.kind == CONTINUE) {
        if more.to - more.from > 0 {
            stream.copy_within(more.at..more.to, kept);
            kept += more.to - more.at;
        }
        end = more.to;
    }
    for free in stream[kept..end].chunks_exact_mut(4) {
        free[..2].copy_from_slice(&IGNORED.to_le_bytes());
        free[2..].fill(0);
    }
    kept
}

/// The number of characters of each text, as far as the table is sound. `segments` are the record and those that
/// continue it.
pub(super) fn lengths(segments: &[&[u8]]) -> Vec<u16> {
    let mut bytes = Segments { segments, at: 0 };
    let mut lengths = Vec::new();
    // The two counts in front need not be true.
    if bytes.skip(8).is_some() {
        while let Some(length) = text(&mut bytes) {
            lengths.push(length);
        }
    }
    lengths
}

/// A text within one record: its length in two bytes, flags, characters of one byte or two. Before Excel 97 (without
/// `flags`) it has a length of one byte, and its characters are those of GBK, as Chinese offices have them.
pub(super) fn short(data: &[u8], flags: bool) -> String {
    match (flags, data) {
        (true, [low, high, wide, text @ ..]) => {
            let length = usize::from(u16::from_le_bytes([*low, *high]));
            let (bytes, wide) = if wide & 1 == 0 {
                (length, false)
            } else {
                (length * 2, true)
            };
            let text = &text[..bytes.min(text.len())];
            // Characters of one byte are the first 256 of Unicode.
            match wide {
                true => encoding_rs::UTF_16LE
                    .decode_without_bom_handling(text)
                    .0
                    .into_owned(),
                false => text.iter().copied().map(char::from).collect(),
            }
        }
        (false, [length, text @ ..]) => {
            let text = &text[..usize::from(*length).min(text.len())];
            encoding_rs::GBK
                .decode_without_bom_handling(text)
                .0
                .into_owned()
        }
        _ => String::new(),
    }
}

/// Passes over one text.
fn text(bytes: &mut Segments<'_>) -> Option<u16> {
    bytes.next_segment_if_done();
    let characters = bytes.short()?;
    let flags = bytes.byte()?;
    let runs = if flags & 0x8 == 0 {
        0
    } else {
        usize::from(bytes.short()?) * 4
    };
    let extra = if flags & 0x4 == 0 {
        0
    } else {
        u64::from(bytes.short()?) | u64::from(bytes.short()?) << 16
    };
    let mut width = usize::from(flags & 1) + 1;
    let mut left = usize::from(characters);
    while left > 0 {
        if bytes.next_segment_if_done() {
            // A text that goes on in the next record says anew how wide its characters are.
            width = usize::from(bytes.byte()? & 1) + 1;
        }
        let here = (bytes.left() / width).min(left);
        if here == 0 {
            return None;
        }
        bytes.skip(here * width)?;
        left -= here;
    }
    bytes.skip(runs)?;
    bytes.skip(usize::try_from(extra).ok()?)?;
    Some(characters)
}

struct Segments<'a> {
    segments: &'a [&'a [u8]],
    at: usize,
}

impl Segments<'_> {
    /// Bytes left in this segment.
    fn left(&self) -> usize {
        self.segments
            .first()
            .map_or(0, |segment| segment.len() - self.at)
    }

    /// Goes on to the next segment if this one is read; whether it did.
    fn next_segment_if_done(&mut self) -> bool {
        let done = self.left() == 0 && self.segments.len() > 1;
        if done {
            self.segments = &self.segments[1..];
            self.at = 0;
        }
        done
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            if self.left() == 0 && !self.next_segment_if_done() {
                return None;
            }
            let here = self.left().min(count);
            self.at += here;
            count -= here;
        }
        Some(())
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = self.segments.first()?.get(self.at).copied()?;
        self.at += 1;
        Some(byte)
    }

    fn short(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_may_go_on_in_the_next_record() {
        let first = [&[0; 8][..], &[2, 0, 0, b'a', b'b'], &[3, 0, 1, b'x', 0]].concat();
        let second = [&[0, b'y', b'z'][..], &[1, 0, 8, 1, 0, b'q', 9, 9, 9, 9]].concat();
        assert_eq!(lengths(&[&first, &second]), [2, 3, 1]);
        assert_eq!(lengths(&[&first]), [2]);
        assert_eq!(lengths(&[&[]]), [0u16; 0]);
    }
}
