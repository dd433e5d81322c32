//! The styles of the workbook: what is added for marks, and which cells' styles are ours.

use std::collections::BTreeMap;

use super::super::AnnotateError;
use super::draft::cut;
use super::xml::{Edits, children, prefixed, retag, root, unprefixed};
use crate::workbook::Mark;
use crate::workbook::open::tags::{TagKind, Tags};

/// The styles part of a workbook that has none.
pub(super) const EMPTY: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<styleSheet xmlns=\"NAMESPACE\"></styleSheet>";
/// Excel opens no file with more cell formats than 65,490.
const MOST_FORMATS: usize = 65_000;

/// The lists of the styles part that are read, in its order: name, name of an item, and the items that programs take
/// for granted.
const LISTS: [(&str, &str, &[&str]); 5] = [
    ("fonts", "font", &["<font/>"]),
    (
        "fills",
        "fill",
        &[
            "<fill><patternFill patternType=\"none\"/></fill>",
            "<fill><patternFill patternType=\"gray125\"/></fill>",
        ],
    ),
    (
        "borders",
        "border",
        &["<border><left/><right/><top/><bottom/><diagonal/></border>"],
    ),
    (
        "cellStyleXfs",
        "xf",
        &["<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"],
    ),
    (
        "cellXfs",
        "xf",
        &["<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"],
    ),
];
const FONTS: usize = 0;
const FILLS: usize = 1;
const BORDERS: usize = 2;
const FORMATS: usize = 4;

/// The styles of a workbook, and what was added to them. Items are XML without prefix.
#[derive(Debug)]
pub(super) struct PatchedStyles {
    text: String,
    lists: [Vec<String>; 5],
    /// The number of items that the file has.
    own: [usize; 5],
    /// Styles that were marked already.
    marked: BTreeMap<(usize, Mark), usize>,
}

impl PatchedStyles {
    /// Reads the styles part `text`.
    pub(super) fn read(text: String) -> Result<Self, AnnotateError> {
        let fault = cut("styles");
        let whole = root(&text).map_err(&fault)?;
        let prefix = whole.prefix();
        let mut lists: [Vec<String>; 5] = Default::default();
        for list in children(&text, &whole).map_err(&fault)? {
            let Some(at) = LISTS.iter().position(|(name, ..)| *name == list.tag.name) else {
                continue;
            };
            let items = children(&text, &list).map_err(&fault)?;
            lists[at] = items
                .iter()
                .filter(|item| item.tag.name == LISTS[at].1)
                .map(|item| unprefixed(&text[item.outer.clone()], prefix))
                .collect();
        }
        let own = std::array::from_fn(|at| lists[at].len());
        for (list, (.., expected)) in lists.iter_mut().zip(LISTS) {
            let missing = expected.iter().skip(list.len());
            list.extend(missing.map(|item| (*item).to_owned()));
        }
        Ok(Self {
            text,
            lists,
            own,
            marked: BTreeMap::new(),
        })
    }

    /// The style of a cell of style `base` once it is marked. A style that is not there counts as style 0.
    pub(super) fn marked(&mut self, base: usize, mark: Mark) -> usize {
        if let Some(&known) = self.marked.get(&(base, mark)) {
            return known;
        }
        let fill = self.item(FILLS, fill(mark));
        let format = self.with_fill(base, fill);
        let at = self.item(FORMATS, format);
        self.marked.insert((base, mark), at);
        at
    }

    /// The style of a cell that was marked, now of style `current`, without the mark: that of number `before` if it is but
    /// the fill the same, else one with the fill `fill`.
    pub(super) fn unmarked(
        &mut self,
        current: usize,
        before: Option<usize>,
        fill: Option<&str>,
    ) -> usize {
        let fill = fill
            .filter(|fill| is_fill(fill))
            .unwrap_or(LISTS[FILLS].2[0]);
        let bare = |format: &str| without_fill(format);
        let same_fill = |format: &str, fills: &[String]| {
            let number = number(format, "fillId");
            fills.get(number).is_some_and(|own| own == fill)
        };
        let wanted = bare(&self.lists[FORMATS][self.known(current)]);
        let formats = &self.lists[FORMATS];
        let fits = |at: usize| {
            let format = formats.get(at)?;
            (bare(format) == wanted && same_fill(format, &self.lists[FILLS])).then_some(at)
        };
        let found = before
            .and_then(fits)
            .or_else(|| (0..formats.len()).find_map(fits));
        if let Some(found) = found {
            return found;
        }
        let fill = self.item(FILLS, fill.to_owned());
        let format = self.with_fill(current, fill);
        self.item(FORMATS, format)
    }

    /// The fill of a cell of style `format`.
    pub(super) fn fill_of(&self, format: usize) -> &str {
        let number = number(&self.lists[FORMATS][self.known(format)], "fillId");
        self.lists[FILLS]
            .get(number)
            .map_or(LISTS[FILLS].2[0], String::as_str)
    }

    /// For each style whether it has the fill of a mark.
    pub(super) fn ours(&self) -> Vec<bool> {
        let fills: Vec<bool> = self.lists[FILLS]
            .iter()
            .map(|fill| Mark::ALL.into_iter().any(|mark| has_colour(fill, mark)))
            .collect();
        let formats = self.lists[FORMATS].iter();
        formats
            .map(|format| fills.get(number(format, "fillId")).copied() == Some(true))
            .collect()
    }

    /// Takes over the cell styles of another workbook: the new number of each. Number formats are not taken over.
    pub(super) fn take_over(&mut self, other: &Self) -> Vec<usize> {
        let mut numbers = Vec::with_capacity(other.own[FORMATS]);
        for format in &other.lists[FORMATS][..other.own[FORMATS]] {
            let mut format = format.clone();
            for (list, name) in [(FONTS, "fontId"), (FILLS, "fillId"), (BORDERS, "borderId")] {
                let item = other.lists[list].get(number(&format, name));
                let item = item.map_or(LISTS[list].2[0], String::as_str);
                let at = self.item(list, item.to_owned());
                format = with_attributes(&format, &[(name, Some(&at.to_string()))]);
            }
            numbers.push(self.item(FORMATS, format));
        }
        numbers
    }

    /// The text of the part with what was added.
    pub(super) fn finish(self) -> Result<String, AnnotateError> {
        if self.lists[FORMATS].len() > MOST_FORMATS {
            return Err(AnnotateError::TooManyStyles);
        }
        let fault = cut("styles");
        let text = &self.text;
        let whole = root(text).map_err(&fault)?;
        if whole.tag.kind == TagKind::Empty {
            return Err(AnnotateError::part("styles", "it is empty"));
        }
        let prefix = whole.prefix();
        let present = children(text, &whole).map_err(&fault)?;
        let find = |name: &str| present.iter().find(|list| list.tag.name == name);
        let mut edits = Edits::new(text);
        // A list that is missing comes behind those before it.
        let mut place = find("numFmts").map_or(whole.inner.start, |list| list.outer.end);
        for (at, (name, ..)) in LISTS.iter().enumerate() {
            let added = prefixed(&self.lists[at][self.own[at]..].concat(), prefix);
            let count = self.lists[at].len();
            let Some(list) = find(name) else {
                let list = format!("<{prefix}{name} count=\"{count}\">{added}</{prefix}{name}>");
                edits.insert(place, list);
                continue;
            };
            place = list.outer.end;
            if !added.is_empty() {
                edits.replace(list.outer.clone(), list.with(text, &added, Some(count)));
            }
        }
        Ok(edits.finish())
    }

    /// The number of the item of list `list` that is `item`, added where there is none.
    fn item(&mut self, list: usize, item: String) -> usize {
        if let Some(at) = self.lists[list].iter().position(|own| *own == item) {
            return at;
        }
        self.lists[list].push(item);
        self.lists[list].len() - 1
    }

    fn known(&self, format: usize) -> usize {
        if format < self.lists[FORMATS].len() {
            format
        } else {
            0
        }
    }

    fn with_fill(&self, format: usize, fill: usize) -> String {
        let format = &self.lists[FORMATS][self.known(format)];
        let fill = fill.to_string();
        with_attributes(format, &[("fillId", Some(&fill)), ("applyFill", Some("1"))])
    }
}

/// The fill of a mark.
fn fill(mark: Mark) -> String {
    format!(
        "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FF{:06X}\"/><bgColor indexed=\"64\"/></patternFill></fill>",
        mark.rgb()
    )
}

/// Whether the fill is of the colour of `mark`, whatever program wrote it.
fn has_colour(fill: &str, mark: Mark) -> bool {
    let colour = format!("{:06X}", mark.rgb());
    let mut tags = Tags::new(fill);
    let mut solid = false;
    while let Ok(Some(tag)) = tags.next() {
        match tag.name {
            "patternFill" => solid |= tag.attribute("patternType") == Some("solid"),
            "fgColor" if solid => {
                let rgb = tag.attribute("rgb").unwrap_or_default();
                return rgb.len() == 8 && rgb[2..].eq_ignore_ascii_case(&colour);
            }
            _ => {}
        }
    }
    false
}

/// Whether the text, which stood in a cell, is a fill and nothing else.
fn is_fill(text: &str) -> bool {
    const NAMES: [&str; 7] = [
        "fill",
        "patternFill",
        "fgColor",
        "bgColor",
        "gradientFill",
        "stop",
        "color",
    ];
    let Ok(whole) = root(text) else { return false };
    let mut tags = Tags::new(text);
    let mut end = 0;
    while let Ok(Some(tag)) = tags.next() {
        if !NAMES.contains(&tag.full_name) || tag.range().start != end {
            return false;
        }
        end = tag.range().end;
    }
    let well_formed = {
        let mut reader = quick_xml::Reader::from_str(text);
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => break true,
                Ok(_) => {}
                Err(_) => break false,
            }
        }
    };
    well_formed && whole.tag.name == "fill" && whole.outer == (0..text.len())
}

/// The format's XML without anything on its fill.
fn without_fill(format: &str) -> String {
    with_attributes(format, &[("fillId", None), ("applyFill", None)])
}

fn with_attributes(item: &str, set: &[(&str, Option<&str>)]) -> String {
    let Ok(Some(tag)) = Tags::new(item).next() else {
        return item.to_owned();
    };
    format!("{}{}", retag(&tag, set), &item[tag.range().end..])
}

/// The number that attribute `name` of the item states, else 0.
fn number(item: &str, name: &str) -> usize {
    let tag = Tags::new(item).next().ok().flatten();
    tag.and_then(|tag| tag.attribute(name)?.parse().ok())
        .unwrap_or(0)
}
