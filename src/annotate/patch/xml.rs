//! Changing a few places of an XML text and nothing else.

use std::fmt::Write as _;
use std::ops::Range;

use crate::workbook::open::tags::{CutOff, Tag, TagKind, Tags};

/// An element: its first tag and where it stands, in bytes of the text.
#[derive(Debug, Clone)]
pub(super) struct Element<'a> {
    /// The tag that begins it.
    pub(super) tag: Tag<'a>,
    /// From its first tag to its last.
    pub(super) outer: Range<usize>,
    /// What is within; empty at the end of an empty tag.
    pub(super) inner: Range<usize>,
}

impl Element<'_> {
    /// The prefix of its name with the colon, or nothing.
    pub(super) fn prefix(&self) -> &str {
        let full = self.tag.full_name;
        &full[..full.len() - self.tag.name.len()]
    }

    /// The element with `content` put behind what is within it, and with its attribute `count` set where it has one.
    pub(super) fn with(&self, text: &str, content: &str, count: Option<usize>) -> String {
        let count = count.filter(|_| self.tag.attribute("count").is_some());
        let count = count.map(|count| count.to_string());
        let set: Vec<_> = count
            .iter()
            .map(|count| ("count", Some(count.as_str())))
            .collect();
        let start = retag(&self.tag, &set);
        let start = start
            .strip_suffix("/>")
            .map_or(start.clone(), |start| format!("{start}>"));
        let inner = &text[self.inner.clone()];
        format!("{start}{inner}{content}</{}>", self.tag.full_name)
    }
}

/// The first element of `text`.
pub(super) fn root(text: &str) -> Result<Element<'_>, CutOff> {
    let mut tags = Tags::new(text);
    let tag = tags.next()?.ok_or(CutOff)?;
    element(text, &mut tags, tag)
}

/// The elements directly within `parent`.
pub(super) fn children<'a>(
    text: &'a str,
    parent: &Element<'_>,
) -> Result<Vec<Element<'a>>, CutOff> {
    let mut tags = Tags::from(text, parent.inner.start);
    let mut children = Vec::new();
    while tags.at() < parent.inner.end {
        let Some(tag) = tags
            .next()?
            .filter(|tag| tag.range().end <= parent.inner.end)
        else {
            break;
        };
        if tag.kind != TagKind::End {
            children.push(element(text, &mut tags, tag)?);
        }
    }
    Ok(children)
}

/// The element that `tag`, the last one read, begins.
pub(super) fn element<'a>(
    text: &'a str,
    tags: &mut Tags<'a>,
    tag: Tag<'a>,
) -> Result<Element<'a>, CutOff> {
    let start = tag.range();
    if tag.kind == TagKind::Empty {
        let inner = start.end..start.end;
        return Ok(Element {
            tag,
            outer: start,
            inner,
        });
    }
    let inner = tags.inner(&tag)?;
    debug_assert!(text.len() >= start.end + inner.len());
    Ok(Element {
        tag,
        outer: start.start..tags.at(),
        inner: start.end..start.end + inner.len(),
    })
}

/// The tag with attributes set, or taken away where there is no value. Values are raw XML.
pub(super) fn retag(tag: &Tag<'_>, set: &[(&str, Option<&str>)]) -> String {
    let mut text = format!("<{}", tag.full_name);
    let mut left: Vec<_> = set.to_vec();
    for (name, value) in tag.attributes() {
        let own = left.iter().position(|(own, _)| *own == name);
        let value = match own.map(|own| left.remove(own).1) {
            Some(None) => continue,
            Some(Some(value)) => value,
            None => value,
        };
        attribute(&mut text, name, value);
    }
    for (name, value) in left {
        if let Some(value) = value {
            attribute(&mut text, name, value);
        }
    }
    text.push_str(if tag.kind == TagKind::Empty {
        "/>"
    } else {
        ">"
    });
    text
}

fn attribute(text: &mut String, name: &str, value: &str) {
    // A value that stood between single quotes may hold double ones.
    let value = value.replace('"', "&quot;");
    // Writing to a text cannot fail.
    let _ = write!(text, " {name}=\"{value}\"");
}

/// The XML `fragment` with `prefix` (with its colon, or nothing) put before every name that has none.
pub(super) fn prefixed(fragment: &str, prefix: &str) -> String {
    rename(fragment, |name| {
        (!prefix.is_empty() && !name.contains(':')).then(|| format!("{prefix}{name}"))
    })
}

/// The XML `fragment` with `prefix` (with its colon, or nothing) taken away from every name that has it.
pub(super) fn unprefixed(fragment: &str, prefix: &str) -> String {
    rename(fragment, |name| {
        let plain = Some(prefix).filter(|prefix| !prefix.is_empty());
        plain
            .and_then(|prefix| name.strip_prefix(prefix))
            .map(str::to_owned)
    })
}

fn rename(fragment: &str, name: impl Fn(&str) -> Option<String>) -> String {
    let mut tags = Tags::new(fragment);
    let mut edits = Edits::new(fragment);
    while let Ok(Some(tag)) = tags.next() {
        let from = tag.range().start + 1 + usize::from(tag.kind == TagKind::End);
        if let Some(new) = name(tag.full_name) {
            edits.replace(from..from + tag.full_name.len(), new);
        }
    }
    edits.finish()
}

/// `text` as XML text or attribute value, without the characters that XML cannot hold.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push('\n'),
            '\t' => escaped.push('\t'),
            letter if letter < ' ' || matches!(letter, '\u{fffe}' | '\u{ffff}') => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// Changes to a text, made together at the end.
#[derive(Debug)]
pub(super) struct Edits<'a> {
    text: &'a str,
    edits: Vec<(Range<usize>, String)>,
}

impl<'a> Edits<'a> {
    /// No changes to `text`.
    pub(super) const fn new(text: &'a str) -> Self {
        Self {
            text,
            edits: Vec::new(),
        }
    }

    /// Puts `new` in the place of `range`, which overlaps no other one. Of changes at one place the first comes first.
    pub(super) fn replace(&mut self, range: Range<usize>, new: impl Into<String>) {
        self.edits.push((range, new.into()));
    }

    /// Puts `new` at `at`.
    pub(super) fn insert(&mut self, at: usize, new: impl Into<String>) {
        self.replace(at..at, new);
    }

    /// The changed text.
    pub(super) fn finish(mut self) -> String {
        self.edits.sort_by_key(|(range, _)| range.start);
        let mut text = String::with_capacity(self.text.len());
        let mut done = 0;
        for (range, new) in self.edits {
            text.push_str(&self.text[done..range.start]);
            text.push_str(&new);
            done = range.end;
        }
        text.push_str(&self.text[done..]);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_named_changes() {
        let text = "<?xml version='1.0'?><x:a n='1' m='\"'><x:b/>t<x:c>1</x:c></x:a>";
        let whole = root(text).unwrap();
        assert_eq!((whole.prefix(), whole.tag.name), ("x:", "a"));
        let names: Vec<_> = children(text, &whole)
            .unwrap()
            .iter()
            .map(|child| text[child.outer.clone()].to_owned())
            .collect();
        assert_eq!(names, ["<x:b/>", "<x:c>1</x:c>"]);
        let tag = retag(&whole.tag, &[("n", None), ("o", Some("2"))]);
        assert_eq!(tag, "<x:a m=\"&quot;\" o=\"2\">");
        assert_eq!(
            prefixed("<b><c d=\"1\"/></b>", "x:"),
            "<x:b><x:c d=\"1\"/></x:b>"
        );
        assert_eq!(unprefixed("<x:b><y:c/></x:b>", "x:"), "<b><y:c/></b>");
        assert_eq!(escape("a<\u{1}\"&"), "a&lt;&quot;&amp;");
        let empty = "<a count=\"0\"/>";
        assert_eq!(
            root(empty).unwrap().with(empty, "<b/>", Some(1)),
            "<a count=\"1\"><b/></a>"
        );
    }
}
