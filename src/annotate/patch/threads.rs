//! Conversations on cells, which Excel shows in the place of comments: ours go in as replies.

use std::collections::BTreeMap;

use super::super::marks::COMMENT;
use super::draft::append;
use super::xml::{Edits, children, escape, root};
use crate::workbook::Address;
use crate::workbook::open::tags::CutOff;

/// The identity under which replies are given. Its end is left for the cell.
const IDENTITY: &str = "{59555355-414E-4000-8000-";
const NAME: &str = "yusuan";

/// The conversations without our replies.
pub(super) fn strip(text: &str) -> Result<String, CutOff> {
    let whole = root(text)?;
    let mut edits = Edits::new(text);
    for own in children(text, &whole)? {
        if text[own.inner.clone()].contains(COMMENT) {
            edits.replace(own.outer, "");
        }
    }
    Ok(edits.finish())
}

/// The conversations with our replies to those on cells of `notes`. They bear the date of what they reply to, as there is
/// no clock here.
pub(super) fn add(text: &str, notes: &BTreeMap<Address, &str>) -> Result<String, CutOff> {
    let whole = root(text)?;
    let mut replies = String::new();
    for own in children(text, &whole)? {
        let attribute = |name| own.tag.attribute(name).unwrap_or_default();
        let at = Address::parse(attribute("ref"));
        let Some((at, note)) = at.and_then(|at| Some((at, notes.get(&at)?))) else {
            continue;
        };
        if own.tag.attribute("parentId").is_none() {
            replies.push_str(&format!(
                "<threadedComment ref=\"{at}\" dT=\"{}\" personId=\"{}\" id=\"{IDENTITY}{:08X}{:04X}}}\" parentId=\"{}\"><text>{}</text></threadedComment>",
                attribute("dT"),
                identity(),
                at.row + 1,
                at.col,
                attribute("id"),
                escape(note),
            ));
        }
    }
    append(text, &replies)
}

/// The people with us among them.
pub(super) fn introduce(text: &str) -> Result<String, CutOff> {
    if text.contains(&identity()) {
        return Ok(text.to_owned());
    }
    let person = format!(
        "<person displayName=\"{NAME}\" id=\"{}\" userId=\"{NAME}\" providerId=\"None\"/>",
        identity()
    );
    append(text, &person)
}

/// The people without us.
pub(super) fn leave(text: &str) -> Result<String, CutOff> {
    let whole = root(text)?;
    let mut edits = Edits::new(text);
    for own in children(text, &whole)? {
        if own.tag.attribute("id") == Some(&identity()) {
            edits.replace(own.outer, "");
        }
    }
    Ok(edits.finish())
}

fn identity() -> String {
    format!("{IDENTITY}000000000000}}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_come_and_go() {
        let text = "<ThreadedComments><threadedComment ref=\"B2\" dT=\"2026-01-01T00:00:00.00\" personId=\"{1}\" id=\"{2}\"><text>?</text></threadedComment></ThreadedComments>";
        let note = BTreeMap::from([(Address::new(1, 1), "[yusuan]\n错误")]);
        let added = add(text, &note).unwrap();
        assert!(
            added.contains("parentId=\"{2}\"><text>[yusuan]\n错误</text>"),
            "{added}"
        );
        assert!(
            added.contains(" id=\"{59555355-414E-4000-8000-000000020001}\""),
            "{added}"
        );
        assert_eq!(strip(&added).unwrap(), text);
        let people = "<personList><person displayName=\"王\" id=\"{1}\"/></personList>";
        assert_eq!(leave(&introduce(people).unwrap()).unwrap(), people);
    }
}
