//! The tags of an XML part, one after the other.
//!
//! For parts that are read twice anyway: here to find what is where, then by calamine, whose XML reader knows all the
//! rest. Twice as fast as that reader, which matters as most of the time of opening a workbook goes into its cells.

use std::ops::Range;

use memchr::{memchr, memmem};

/// A tag.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tag<'a> {
    /// The name without prefix.
    pub(crate) name: &'a str,
    /// The name with prefix.
    pub(crate) full_name: &'a str,
    attributes: &'a str,
    /// What the tag does.
    pub(crate) kind: TagKind,
    /// Where it begins.
    from: usize,
    /// Where what follows it begins.
    to: usize,
}

/// What a tag does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TagKind {
    /// `<a>` begins an element.
    Start,
    /// `</a>` ends one.
    End,
    /// `<a/>` is one.
    Empty,
}

impl<'a> Tag<'a> {
    /// Where it stands, brackets included, in bytes of the text.
    pub(crate) const fn range(&self) -> Range<usize> {
        self.from..self.to
    }

    /// The attributes: name with prefix and raw value. What cannot be read, and what follows it, is left out.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            let equals = position(rest, |b| b == b'=')?;
            let name = rest[..equals].trim_ascii();
            let value = rest[equals + 1..].trim_ascii_start();
            let quote = *value
                .as_bytes()
                .first()
                .filter(|b| matches!(b, b'"' | b'\''))?;
            let value = &value[1..];
            let end = position(value, |b| b == quote)?;
            rest = &value[end + 1..];
            Some((name, &value[..end]))
        })
    }

    /// The raw value of the attribute called `name`.
    pub(crate) fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }
}

/// Reads the tags of a text.
#[derive(Debug)]
pub(crate) struct Tags<'a> {
    text: &'a str,
    at: usize,
}

/// The text ends within a tag or element.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct CutOff;

impl<'a> Tags<'a> {
    /// The tags of `text`.
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The tags of `text` from byte `at` on, which must not lie within a tag.
    pub(crate) const fn from(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    /// Where the next tag is looked for, in bytes of the text.
    pub(crate) const fn at(&self) -> usize {
        self.at
    }

    /// The next tag; `None` at the end. Comments and the like are passed over.
    pub(crate) fn next(&mut self) -> Result<Option<Tag<'a>>, CutOff> {
        let bytes = self.text.as_bytes();
        loop {
            // Most tags follow on one another.
            let from = match bytes.get(self.at) {
                Some(b'<') => Some(self.at),
                _ => memchr(b'<', &bytes[self.at..]).map(|at| self.at + at),
            };
            let Some(from) = from else {
                self.at = bytes.len();
                return Ok(None);
            };
            let end = match bytes[from + 1..] {
                [b'!', b'-', b'-', ..] => Some("-->"),
                [b'!', b'[', ..] => Some("]]>"),
                [b'!', ..] => Some(">"),
                [b'?', ..] => Some("?>"),
                _ => None,
            };
            if let Some(end) = end {
                let to = memmem::find(&bytes[from..], end.as_bytes()).ok_or(CutOff)?;
                self.at = from + to + end.len();
                continue;
            }
            let to = self.end_of_tag(from + 1)?;
            self.at = to + 1;
            return Ok(Some(tag(&self.text[from + 1..to], from..to + 1)));
        }
    }

    /// Where the tag whose name begins at `at` has its `>`. Values of attributes may hold one too.
    fn end_of_tag(&self, mut at: usize) -> Result<usize, CutOff> {
        let bytes = self.text.as_bytes();
        loop {
            at += position(&self.text[at..], |b| matches!(b, b'>' | b'"' | b'\'')).ok_or(CutOff)?;
            let quote = bytes[at];
            if quote == b'>' {
                return Ok(at);
            }
            at += 1;
            at += position(&self.text[at..], |b| b == quote).ok_or(CutOff)? + 1;
        }
    }

    /// Passes over the element that `start` begins; what it holds, as raw XML.
    pub(crate) fn inner(&mut self, start: &Tag<'a>) -> Result<&'a str, CutOff> {
        if start.kind != TagKind::Start {
            return Ok("");
        }
        let from = self.at;
        let mut depth = 1;
        while let Some(tag) = self.next()? {
            if tag.full_name != start.full_name {
                continue;
            }
            match tag.kind {
                TagKind::Start => depth += 1,
                TagKind::End if depth == 1 => return Ok(&self.text[from..tag.from]),
                TagKind::End => depth -= 1,
                TagKind::Empty => {}
            }
        }
        Err(CutOff)
    }
}

/// Where `text` has a byte that is `sought`. Names and values are short, so this is faster than a search that first
/// has to get going.
fn position(text: &str, sought: impl Fn(u8) -> bool) -> Option<usize> {
    text.bytes().position(sought)
}

/// The tag whose text, without the brackets, is `text`.
fn tag(text: &str, range: Range<usize>) -> Tag<'_> {
    let (text, kind) = if let Some(text) = text.strip_prefix('/') {
        (text, TagKind::End)
    } else if let Some(text) = text.strip_suffix('/') {
        (text, TagKind::Empty)
    } else {
        (text, TagKind::Start)
    };
    let end = position(text, |b| b.is_ascii_whitespace()).unwrap_or(text.len());
    let (full_name, attributes) = text.split_at(end);
    let name = position(full_name, |b| b == b':').map_or(full_name, |at| &full_name[at + 1..]);
    Tag {
        name,
        full_name,
        attributes,
        kind,
        from: range.start,
        to: range.end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Result<Vec<(&str, TagKind)>, CutOff> {
        let mut tags = Tags::new(text);
        let mut names = Vec::new();
        while let Some(tag) = tags.next()? {
            names.push((tag.name, tag.kind));
        }
        Ok(names)
    }

    #[test]
    fn tags_are_found_between_all_else() {
        let text =
            "<?xml version='1.0'?><!DOCTYPE a><x:a b='>'>t<!-- <c> --><![CDATA[<c>]]><d/></x:a >";
        let expected = [
            ("a", TagKind::Start),
            ("d", TagKind::Empty),
            ("a", TagKind::End),
        ];
        assert_eq!(names(text).unwrap(), expected);
        for text in ["<a", "<a b='", "<!-- ", "<![CDATA[ >", "<", "<?"] {
            assert_eq!(names(text), Err(CutOff), "{text}");
        }
        assert_eq!(names("a > b").unwrap(), []);
    }

    #[test]
    fn attributes_and_inner_xml() {
        let mut tags = Tags::new("<c r=\"A1\" t = 's' x:y=\"\"><c>1</c><v/>甲</c><v>2");
        let start = tags.next().unwrap().unwrap();
        assert_eq!(
            start.attributes().collect::<Vec<_>>(),
            [("r", "A1"), ("t", "s"), ("x:y", "")]
        );
        assert_eq!(start.attribute("t"), Some("s"));
        assert_eq!(tags.inner(&start).unwrap(), "<c>1</c><v/>甲");
        let rest = tags.next().unwrap().unwrap();
        assert_eq!(tags.inner(&rest), Err(CutOff));
        assert_eq!(
            Tags::new("<c r=A1 s='2'>")
                .next()
                .unwrap()
                .unwrap()
                .attributes()
                .count(),
            0
        );
    }
}
