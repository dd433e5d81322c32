//! The part with the comments of a sheet: ours are put to those of the file, and taken away again.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::marks::COMMENT;
use super::xml::{Edits, Element, children, element, escape, prefixed, root};
use crate::workbook::Address;
use crate::workbook::open::tags::{CutOff, TagKind, Tags};

const AUTHOR: &str = "yusuan";
const FONT: &str =
    "<sz val=\"9\"/><color indexed=\"81\"/><rFont val=\"宋体\"/><charset val=\"134\"/>";

/// The comments part of a sheet that has none, in the namespace `namespace`.
pub(super) fn empty(namespace: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<comments xmlns=\"{namespace}\"><authors></authors><commentList></commentList></comments>"
    )
}

/// Comments without ours.
#[derive(Debug)]
pub(super) struct Stripped {
    /// The part's text.
    pub(super) text: String,
    /// Cells whose comment was all ours and is gone.
    pub(super) gone: Vec<Address>,
    /// No comment is left.
    pub(super) empty: bool,
}

/// Takes our comments away, and our parts of others.
pub(super) fn strip(text: &str) -> Result<Stripped, CutOff> {
    let mut edits = Edits::new(text);
    let (mut gone, mut left) = (Vec::new(), 0);
    let mut authors = Vec::new();
    for comment in comments(text)? {
        let at = comment.tag.attribute("ref").and_then(Address::parse);
        match (at, own(text, &comment)?) {
            (Some(at), Some((first, _))) if first => {
                edits.replace(comment.outer, "");
                gone.push(at);
                continue;
            }
            (Some(_), Some((_, range))) => {
                // The line break before ours may stand in a run of its own.
                let before = &text[..range.start];
                let end = before.trim_end_matches(['r', 't', ':', 'x', '/', '<', '>']);
                let line = ["\n", "&#10;", "&#xA;", "&#xa;"]
                    .into_iter()
                    .find(|line| end.ends_with(line));
                if let Some(line) = line.filter(|_| before.len() > end.len()) {
                    edits.replace(end.len() - line.len()..end.len(), "");
                }
                edits.replace(range, "");
            }
            _ => {}
        }
        left += 1;
        authors.extend(comment.tag.attribute("authorId").map(str::to_owned));
    }
    // Comments name their author by number, so only the last one can go.
    if let Some(list) = part(text, "authors")?
        && let Some((last, author)) = children(text, &list)?.into_iter().enumerate().next_back()
        && &text[author.inner.clone()] == AUTHOR
        && !authors.contains(&last.to_string())
    {
        edits.replace(author.outer, "");
    }
    Ok(Stripped {
        text: edits.finish(),
        empty: left == 0,
        gone,
    })
}

/// What of a comment is ours: whether all of it, and the range.
fn own(text: &str, comment: &Element<'_>) -> Result<Option<(bool, Range<usize>)>, CutOff> {
    let Some(found) = text[comment.inner.clone()].find(COMMENT) else {
        return Ok(None);
    };
    let found = comment.inner.start + found;
    let body = children(text, comment)?;
    let Some(body) = body.into_iter().find(|own| own.tag.name == "text") else {
        return Ok(None);
    };
    let runs = children(text, &body)?;
    let Some(at) = runs.iter().position(|run| run.outer.contains(&found)) else {
        return Ok(None);
    };
    let before: String = runs[..at]
        .iter()
        .map(|run| plain(&text[run.outer.clone()]))
        .collect();
    let run = &runs[at];
    let inside = plain(&text[run.outer.start..found]);
    let end = runs[runs.len() - 1].outer.end;
    if before.trim().is_empty() && inside.trim().is_empty() {
        return Ok(Some((true, body.outer)));
    }
    if inside.trim().is_empty() {
        return Ok(Some((false, run.outer.start..end)));
    }
    // The text of the run goes on into ours: a program has joined them. Its text ends before, and so do all its elements.
    let close = text[run.outer.clone()]
        .find("</")
        .map_or(run.outer.end, |at| run.outer.start + at);
    let tail = text[..found].trim_end();
    let tail = tail.strip_suffix("&#10;").unwrap_or(tail).len();
    if close >= found && run.tag.name == "t" {
        return Ok(Some((false, tail..run.inner.end)));
    }
    let own_end = text[found..run.outer.end]
        .find('<')
        .map_or(run.inner.end, |at| found + at);
    Ok(Some((false, tail..own_end)))
}

/// The text of a piece of XML, which may be cut off.
pub(super) fn plain(xml: &str) -> String {
    let mut text = String::new();
    let mut rest = xml;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = rest[at..].find('>').map_or("", |end| &rest[at + end + 1..]);
    }
    text.push_str(rest);
    quick_xml::escape::unescape(&text).map_or(text.clone(), |text| text.into_owned())
}

/// Comments with ours.
#[derive(Debug)]
pub(super) struct AddedComments {
    /// The part's text.
    pub(super) text: String,
    /// Cells that had none.
    pub(super) new: Vec<Address>,
    /// Cells that had one, which now goes on with ours, with its own text.
    pub(super) joined: BTreeMap<Address, String>,
}

/// Adds comments: to the comment of the cell where there is one.
pub(super) fn add(text: &str, notes: &BTreeMap<Address, &str>) -> Result<AddedComments, CutOff> {
    let whole = root(text)?;
    let prefix = whole.prefix();
    let mut edits = Edits::new(text);
    let mut joined = BTreeMap::new();
    for comment in comments(text)? {
        let at = comment.tag.attribute("ref").and_then(Address::parse);
        let Some((at, note)) = at.and_then(|at| Some((at, notes.get(&at)?))) else {
            continue;
        };
        if joined.contains_key(&at) {
            continue;
        }
        let body = children(text, &comment)?;
        let Some(body) = body.into_iter().find(|own| own.tag.name == "text") else {
            continue;
        };
        let mut runs = String::new();
        for run in children(text, &body)? {
            let own = &text[run.outer.clone()];
            // Plain text beside runs is not allowed.
            match run.tag.name {
                "t" => runs.push_str(&format!("<{prefix}r>{own}</{prefix}r>")),
                _ => runs.push_str(own),
            }
        }
        joined.insert(at, plain(&runs));
        runs.push_str(&prefixed(&run(note, "\n"), prefix));
        let name = body.tag.full_name;
        edits.replace(body.outer, format!("<{name}>{runs}</{name}>"));
    }
    let new: Vec<Address> = notes
        .keys()
        .copied()
        .filter(|at| !joined.contains_key(at))
        .collect();
    if !new.is_empty() {
        let authors = part(text, "authors")?.ok_or(CutOff)?;
        let list = part(text, "commentList")?.ok_or(CutOff)?;
        let known = children(text, &authors)?;
        let own = known
            .iter()
            .position(|author| &text[author.inner.clone()] == AUTHOR);
        let author = own.unwrap_or(known.len());
        if own.is_none() {
            let line = prefixed(&format!("<author>{AUTHOR}</author>"), prefix);
            edits.replace(authors.outer.clone(), authors.with(text, &line, None));
        }
        let added: String = new
            .iter()
            .map(|at| {
                let runs = run(notes[at], "");
                format!("<comment ref=\"{at}\" authorId=\"{author}\"><text>{runs}</text></comment>")
            })
            .collect();
        let added = prefixed(&added, prefix);
        if list.tag.kind == TagKind::Empty {
            edits.replace(list.outer.clone(), list.with(text, &added, None));
        } else {
            edits.insert(list.inner.end, added);
        }
    }
    Ok(AddedComments {
        text: edits.finish(),
        new,
        joined,
    })
}

/// A comment's runs: its first line is bold.
fn run(note: &str, before: &str) -> String {
    let (first, rest) = note.split_once('\n').unwrap_or((note, ""));
    let (first, rest) = (escape(first), escape(rest));
    format!(
        "<r><rPr><b/>{FONT}</rPr><t xml:space=\"preserve\">{before}{first}</t></r><r><rPr>{FONT}</rPr><t xml:space=\"preserve\">\n{rest}</t></r>"
    )
}

fn comments(text: &str) -> Result<Vec<Element<'_>>, CutOff> {
    match part(text, "commentList")? {
        Some(list) => children(text, &list),
        None => Ok(Vec::new()),
    }
}

/// The first element called `name`.
fn part<'a>(text: &'a str, name: &str) -> Result<Option<Element<'a>>, CutOff> {
    let mut tags = Tags::new(text);
    while let Some(tag) = tags.next()? {
        if tag.name == name && tag.kind != TagKind::End {
            return element(text, &mut tags, tag).map(Some);
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "<x:comments><x:authors><x:author>王</x:author></x:authors><x:commentList>\
        <x:comment ref=\"A1\" authorId=\"0\"><x:text><x:t>请核对 &lt;1&gt;</x:t></x:text></x:comment>\
        <x:comment ref=\"B2\" authorId=\"0\"><x:text><x:r><x:t>甲</x:t></x:r><x:r><x:t>乙</x:t></x:r></x:text></x:comment>\
        </x:commentList></x:comments>";

    #[test]
    fn comments_are_joined_and_taken_apart() {
        let at = |at| Address::parse(at).unwrap();
        let notes = BTreeMap::from([
            (at("A1"), "[yusuan]\n错误 <a>"),
            (at("C3"), "[yusuan]\n警告"),
        ]);
        let added = add(FILE, &notes).unwrap();
        assert_eq!(added.new, [at("C3")]);
        assert_eq!(added.joined[&at("A1")], "请核对 <1>");
        assert!(added.text.contains("<x:author>yusuan</x:author>"));
        let back = strip(&added.text).unwrap();
        assert_eq!((back.gone, back.empty), (vec![at("C3")], false));
        let runs = FILE.replace(
            "<x:t>请核对 &lt;1&gt;</x:t>",
            "<x:r><x:t>请核对 &lt;1&gt;</x:t></x:r>",
        );
        assert_eq!(back.text, runs);
        let again = add(&back.text, &notes).unwrap();
        assert_eq!(again.text, added.text);
    }

    #[test]
    fn comments_that_a_program_wrote_anew_are_still_known() {
        let joined = |text: &str| {
            format!(
                "<comments><authors/><commentList><comment ref=\"A1\" authorId=\"0\"><text>{text}</text></comment></commentList></comments>"
            )
        };
        for (text, left) in [
            ("<t>请核对\n[yusuan]\n错误</t>", "<t>请核对</t>"),
            (
                "<r><t>请核对\n[yusuan]\n错误</t></r><r><t>更多</t></r>",
                "<r><t>请核对</t></r><r><t>更多</t></r>",
            ),
            (
                "<r><t>请</t></r><r><t>\n[yusuan]</t></r><r><t>更多</t></r>",
                "<r><t>请</t></r>",
            ),
        ] {
            assert_eq!(strip(&joined(text)).unwrap().text, joined(left));
        }
        assert!(strip(&joined("<t>[yusuan]\n错误</t>")).unwrap().empty);
    }
}
