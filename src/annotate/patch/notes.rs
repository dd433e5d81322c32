//! The drawing with the boxes of a sheet's comments.

use std::collections::{BTreeMap, BTreeSet};

use super::xml::{Edits, Element, children, element, root};
use crate::workbook::Address;
use crate::workbook::open::tags::{CutOff, TagKind, Tags};

const NAMESPACES: [(&str, &str); 3] = [
    ("xmlns:v", "urn:schemas-microsoft-com:vml"),
    ("xmlns:o", "urn:schemas-microsoft-com:office:office"),
    ("xmlns:x", "urn:schemas-microsoft-com:office:excel"),
];
/// The kind of shape that boxes of comments are of.
const TYPE: &str = "<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\"><v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>";
/// The last column and row of a sheet, counted from 0.
const LAST: Address = Address::new(1_048_575, 16_383);

/// The drawing of a sheet that has none; `number` is that of the sheet, counted from 1.
pub(super) fn empty(number: usize) -> String {
    let names = declared("");
    format!(
        "<xml{names}><o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" data=\"{number}\"/></o:shapelayout></xml>"
    )
}

/// The declarations of the namespaces that `root` does not have.
fn declared(root: &str) -> String {
    let missing = NAMESPACES
        .iter()
        .filter(|(name, uri)| !root.contains(&format!("{name}=\"{uri}\"")));
    missing
        .map(|(name, uri)| format!(" {name}=\"{uri}\""))
        .collect()
}

/// How wide the columns and how high the rows of a sheet are, in pixels.
#[derive(Debug)]
pub(super) struct PixelGrid {
    /// First and last column, counted from 0, and width.
    columns: Vec<(u32, u32, u32)>,
    rows: BTreeMap<u32, u32>,
    column: u32,
    row: u32,
}

impl PixelGrid {
    /// That of the sheet `text`.
    pub(super) fn of(text: &str) -> Result<Self, CutOff> {
        let mut grid = Self {
            columns: Vec::new(),
            rows: BTreeMap::new(),
            column: 64,
            row: 20,
        };
        let mut tags = Tags::new(text);
        let mut next = 0;
        while let Some(tag) = tags.next()? {
            if tag.kind == TagKind::End || tag.name == "c" {
                continue;
            }
            let number = |name: &str| -> Option<f64> {
                let number = tag.attribute(name)?.parse().ok()?;
                Some(number).filter(|number: &f64| (0.0..1e7).contains(number))
            };
            let hidden = matches!(tag.attribute("hidden"), Some("1" | "true"));
            let size = |name: &str, pixels: f64, usual: u32| match number(name) {
                _ if hidden => 0,
                Some(size) => (size * pixels).round() as u32,
                None => usual,
            };
            match tag.name {
                "sheetFormatPr" => {
                    grid.column = size("defaultColWidth", 7.0, grid.column);
                    grid.row = size("defaultRowHeight", 4.0 / 3.0, grid.row);
                }
                "col" => {
                    if let (Some(from), Some(to)) = (number("min"), number("max")) {
                        let width = size("width", 7.0, grid.column);
                        let index = |number: f64| (number as u32).saturating_sub(1);
                        grid.columns.push((index(from), index(to), width));
                    }
                }
                "row" => {
                    let row = number("r").map_or(next, |row| (row as u32).saturating_sub(1));
                    next = row + 1;
                    let height = size("ht", 4.0 / 3.0, grid.row);
                    if height != grid.row {
                        grid.rows.insert(row, height);
                    }
                }
                "mergeCells" | "conditionalFormatting" => break,
                _ => {}
            }
        }
        Ok(grid)
    }

    fn width(&self, col: u32) -> u32 {
        let own = self
            .columns
            .iter()
            .find(|(from, to, _)| *from <= col && col <= *to);
        own.map_or(self.column, |(.., width)| *width)
    }

    /// Where a box of `size` pixels stands beside the cell at `at`: left column, pixels into it, top row, pixels into it,
    /// and likewise right and bottom.
    fn anchor(&self, at: Address, (width, height): (u32, u32)) -> String {
        let (left, top) = ((at.col + 1).min(LAST.col), at.row.saturating_sub(1));
        let (left_in, top_in) = (15, if at.row == 0 { 2 } else { 10 });
        let (right, right_in) = end(left, left_in + width, LAST.col, |col| self.width(col));
        let row = |row| self.rows.get(&row).copied().unwrap_or(self.row);
        let (bottom, bottom_in) = end(top, top_in + height, LAST.row, row);
        format!("{left}, {left_in}, {top}, {top_in}, {right}, {right_in}, {bottom}, {bottom_in}")
    }
}

/// Where something ends that begins `length` pixels before in line `line`: the line and the pixels into it.
fn end(mut line: u32, mut length: u32, last: u32, size: impl Fn(u32) -> u32) -> (u32, u32) {
    while line < last && length >= size(line) {
        length -= size(line);
        line += 1;
    }
    (line, length)
}

/// The box of the comment on a cell.
struct NoteBox<'a> {
    at: Address,
    shape: Element<'a>,
    anchor: Option<Element<'a>>,
}

/// The boxes of comments, and the number of other shapes.
fn boxes(text: &str) -> Result<(Vec<NoteBox<'_>>, usize), CutOff> {
    let (mut boxes, mut others) = (Vec::new(), 0);
    let mut tags = Tags::new(text);
    while let Some(tag) = tags.next()? {
        if tag.name != "shape" || tag.kind == TagKind::End {
            continue;
        }
        let shape = element(text, &mut tags, tag)?;
        let (mut note, mut row, mut col, mut anchor) = (false, None, None, None);
        let mut inner = Tags::from(text, shape.inner.start);
        while let Some(tag) = inner
            .next()?
            .filter(|tag| tag.range().end <= shape.inner.end)
        {
            let number = || {
                text[tag.range().end..]
                    .split('<')
                    .next()?
                    .trim()
                    .parse()
                    .ok()
            };
            match (tag.name, tag.kind) {
                ("ClientData", TagKind::Start) => {
                    note = tag.attribute("ObjectType") == Some("Note")
                }
                ("Row", TagKind::Start) => row = number(),
                ("Column", TagKind::Start) => col = number(),
                ("Anchor", TagKind::Start) => anchor = Some(element(text, &mut inner, tag)?),
                _ => {}
            }
        }
        match (note, row, col) {
            (true, Some(row), Some(col)) => boxes.push(NoteBox {
                at: Address::new(row, col),
                shape,
                anchor,
            }),
            _ => others += 1,
        }
    }
    Ok((boxes, others))
}

/// The drawing without the boxes of the cells `gone`, and with those of `anchors` where they stood; whether any shape is
/// left.
pub(super) fn strip(
    text: &str,
    gone: &BTreeSet<Address>,
    anchors: &BTreeMap<Address, String>,
) -> Result<(String, bool), CutOff> {
    let (boxes, mut left) = boxes(text)?;
    let mut edits = Edits::new(text);
    for own in boxes {
        if gone.contains(&own.at) {
            edits.replace(own.shape.outer, "");
            continue;
        }
        left += 1;
        if let (Some(anchor), Some(before)) = (own.anchor, anchors.get(&own.at)) {
            edits.replace(anchor.inner, before.as_str());
        }
    }
    Ok((edits.finish(), left > 0))
}

/// The drawing with boxes of `size` for the cells `new`, and with the boxes of `larger` made larger; the places of these
/// before.
pub(super) fn add(
    text: &str,
    grid: &PixelGrid,
    new: &BTreeMap<Address, (u32, u32)>,
    larger: &BTreeMap<Address, (u32, u32)>,
    first: usize,
) -> Result<(String, BTreeMap<Address, String>), CutOff> {
    let whole = root(text)?;
    let mut edits = Edits::new(text);
    let mut before = BTreeMap::new();
    for own in boxes(text)?.0 {
        if let (Some(anchor), Some(&size)) = (own.anchor, larger.get(&own.at)) {
            before.insert(own.at, text[anchor.inner.clone()].to_owned());
            edits.replace(anchor.inner, grid.anchor(own.at, size));
        }
    }
    let names = declared(&text[whole.outer.start..whole.inner.start]);
    let mut shapes = String::new();
    let known = children(text, &whole)?;
    if !new.is_empty()
        && !known
            .iter()
            .any(|own| own.tag.attribute("id") == Some("_x0000_t202"))
    {
        shapes.push_str(&TYPE.replacen("<v:shapetype", &format!("<v:shapetype{names}"), 1));
    }
    let mut number = last_number(text).unwrap_or(first * 1024);
    for (&at, &size) in new {
        number += 1;
        let anchor = grid.anchor(at, size);
        let (width, height) = (f64::from(size.0) * 0.75, f64::from(size.1) * 0.75);
        let Address { row, col } = at;
        shapes.push_str(&format!(
            "<v:shape{names} id=\"_x0000_s{number}\" type=\"#_x0000_t202\" style=\"position:absolute;margin-left:59.25pt;margin-top:1.5pt;width:{width}pt;height:{height}pt;z-index:1;visibility:hidden\" fillcolor=\"#ffffe1\" o:insetmode=\"auto\">\
             <v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/><v:path o:connecttype=\"none\"/>\
             <v:textbox style=\"mso-direction-alt:auto\"><div style=\"text-align:left\"></div></v:textbox>\
             <x:ClientData ObjectType=\"Note\"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{col}</x:Column></x:ClientData></v:shape>"
        ));
    }
    edits.insert(whole.inner.end, shapes);
    Ok((edits.finish(), before))
}

/// The highest number of a shape.
fn last_number(text: &str) -> Option<usize> {
    text.split("\"_x0000_s")
        .skip(1)
        .filter_map(|rest| rest.split('"').next()?.parse().ok())
        .filter(|number| *number < 1_000_000_000)
        .max()
}
