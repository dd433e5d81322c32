//! The cells of a sheet: their styles are changed in place, and cells that are not there are made.

use std::collections::BTreeSet;

use super::xml::{Edits, retag};
use crate::workbook::open::tags::{CutOff, Tag, TagKind, Tags};
use crate::workbook::{Address, column_letters};

/// What a walk through the cells of a sheet comes by.
enum CellStep<'a> {
    /// The sheet's data begins.
    Data(Tag<'a>),
    /// A row begins: its number, counted from 0.
    Row(u32, Tag<'a>),
    /// A cell, and whether it holds nothing.
    Cell(Address, Tag<'a>, std::ops::Range<usize>, bool),
    /// The row ends: its number, and where its last tag begins; the row's own tag where that is all.
    RowEnd(u32, usize),
    /// The sheet's data ends, likewise.
    DataEnd(usize),
}

/// Walks through the rows and cells of a sheet in the order in which they stand.
fn walk<'a>(text: &'a str, step: &mut dyn FnMut(CellStep<'a>)) -> Result<(), CutOff> {
    let mut tags = Tags::new(text);
    let data = loop {
        let tag = tags.next()?.ok_or(CutOff)?;
        if tag.name == "sheetData" && tag.kind != TagKind::End {
            break tag;
        }
    };
    step(CellStep::Data(data));
    if data.kind == TagKind::Empty {
        step(CellStep::DataEnd(data.range().start));
        return Ok(());
    }
    let (mut row, mut col) = (0u32, 0u32);
    while let Some(tag) = tags.next()? {
        let start = tag.range().start;
        match (tag.name, tag.kind) {
            ("sheetData", TagKind::End) => {
                step(CellStep::DataEnd(start));
                return Ok(());
            }
            ("row", TagKind::End) => {
                step(CellStep::RowEnd(row, start));
                row = row.saturating_add(1);
            }
            (_, TagKind::End) => {}
            ("row", kind) => {
                let stated = tag.attribute("r").and_then(|row| row.trim().parse().ok());
                row = stated.map_or(row, |row: u32| row.saturating_sub(1));
                col = 0;
                step(CellStep::Row(row, tag));
                if kind == TagKind::Empty {
                    step(CellStep::RowEnd(row, start));
                    row = row.saturating_add(1);
                }
            }
            ("c", _) => {
                let inner = tags.inner(&tag)?;
                let stated = tag.attribute("r").map(str::trim).and_then(Address::parse);
                let at = stated.unwrap_or(Address::new(row, col));
                col = at.col.saturating_add(1);
                let empty = inner.trim().is_empty();
                step(CellStep::Cell(at, tag, start..tags.at(), empty));
            }
            _ => {
                tags.inner(&tag)?;
            }
        }
    }
    Err(CutOff)
}

fn style(tag: &Tag<'_>) -> usize {
    tag.attribute("s")
        .and_then(|style| style.trim().parse().ok())
        .unwrap_or(0)
}

/// The style that each column gives to cells that are not there: first and last column, counted from 0, and style.
pub(super) fn column_styles(text: &str) -> Result<Vec<(u32, u32, usize)>, CutOff> {
    let mut styles = Vec::new();
    let mut tags = Tags::new(text);
    while let Some(tag) = tags.next()?.filter(|tag| tag.name != "sheetData") {
        let number = |name: &str| -> Option<u32> { tag.attribute(name)?.parse().ok() };
        if let ("col", Some(style)) = (tag.name, number("style"))
            && let (Some(from @ 1..), Some(to @ 1..)) = (number("min"), number("max"))
        {
            styles.push((from - 1, to - 1, style as usize));
        }
    }
    Ok(styles)
}

/// The sheet with the cells `wanted` in the styles that `restyle` gives: from address, present style, and whether the
/// cell is there. Cells that are not are made, with the style of their row or column to start from.
pub(super) fn restyle(
    text: &str,
    wanted: &BTreeSet<Address>,
    restyle: &mut dyn FnMut(Address, usize, bool) -> usize,
) -> Result<String, CutOff> {
    // Cells may stand in any order, so first of all it must be known which are there.
    let mut missing = wanted.clone();
    let mut without_row: BTreeSet<u32> = wanted.iter().map(|at| at.row).collect();
    walk(text, &mut |step| match step {
        CellStep::Row(row, _) => drop(without_row.remove(&row)),
        CellStep::Cell(at, ..) => drop(missing.remove(&at)),
        _ => {}
    })?;
    let columns = column_styles(text)?;
    let column_style = |col: u32| {
        let own = columns
            .iter()
            .find(|(from, to, _)| *from <= col && col <= *to);
        own.map_or(0, |(_, _, style)| *style)
    };
    let mut edits = Edits::new(text);
    let (mut data, mut row_tag, mut row_style) = (None, None, None);
    walk(text, &mut |step| match step {
        CellStep::Data(tag) => data = Some(tag),
        CellStep::Row(row, tag) => {
            let before = new_rows(
                &mut missing,
                &mut without_row,
                Some(row),
                data.as_ref(),
                &mut |at| restyle(at, column_style(at.col), false),
            );
            edits.insert(tag.range().start, before);
            let yes = |value: &str| matches!(value, "1" | "true");
            let custom = tag.attribute("customFormat").is_some_and(yes);
            row_style = custom.then(|| style(&tag));
            row_tag = Some(tag);
        }
        CellStep::Cell(at, tag, outer, _) => {
            let row = at.row;
            let new = take(
                &mut missing,
                Address::new(row, 0),
                Address::new(row, at.col),
            );
            for at in new {
                let base = row_style.unwrap_or_else(|| column_style(at.col));
                edits.insert(
                    outer.start,
                    cell(prefix(&tag), at, restyle(at, base, false)),
                );
            }
            if wanted.contains(&at) {
                let new = restyle(at, style(&tag), true).to_string();
                edits.replace(tag.range(), retag(&tag, &[("s", Some(&new))]));
            }
        }
        CellStep::RowEnd(row, end) => {
            let new = take(
                &mut missing,
                Address::new(row, 0),
                Address::new(row.saturating_add(1), 0),
            );
            let Some(tag) = row_tag.filter(|_| !new.is_empty()) else {
                return;
            };
            let cells: String = new
                .into_iter()
                .map(|at| {
                    let base = row_style.unwrap_or_else(|| column_style(at.col));
                    cell(prefix(&tag), at, restyle(at, base, false))
                })
                .collect();
            if tag.kind == TagKind::Empty {
                edits.replace(tag.range(), filled(&tag, &cells));
            } else {
                edits.insert(end, cells);
            }
        }
        CellStep::DataEnd(end) => {
            let Some(tag) = data else { return };
            let new = new_rows(
                &mut missing,
                &mut without_row,
                None,
                data.as_ref(),
                &mut |at| restyle(at, column_style(at.col), false),
            );
            if new.is_empty() {
            } else if tag.kind == TagKind::Empty {
                edits.replace(tag.range(), filled(&tag, &new));
            } else {
                edits.insert(end, new);
            }
        }
    })?;
    Ok(edits.finish())
}

/// The rows of `without_row` that come before row `before`, or all that are left, with their cells. Each is made once.
fn new_rows(
    missing: &mut BTreeSet<Address>,
    without_row: &mut BTreeSet<u32>,
    before: Option<u32>,
    data: Option<&Tag<'_>>,
    style: &mut dyn FnMut(Address) -> usize,
) -> String {
    let prefix = data.map_or("", prefix);
    let mut text = String::new();
    while let Some(&row) = without_row.first()
        && before.is_none_or(|before| row < before)
    {
        without_row.remove(&row);
        let cells = take(
            missing,
            Address::new(row, 0),
            Address::new(row.saturating_add(1), 0),
        );
        if cells.is_empty() {
            continue;
        }
        text.push_str(&format!("<{prefix}row r=\"{}\">", row + 1));
        for at in cells {
            text.push_str(&cell(prefix, at, style(at)));
        }
        text.push_str(&format!("</{prefix}row>"));
    }
    text
}

/// Takes the addresses from `from` up to `to` out of `missing`.
fn take(missing: &mut BTreeSet<Address>, from: Address, to: Address) -> Vec<Address> {
    let taken: Vec<Address> = missing.range(from..to).copied().collect();
    for at in &taken {
        missing.remove(at);
    }
    taken
}

fn cell(prefix: &str, at: Address, style: usize) -> String {
    format!(
        "<{prefix}c r=\"{}{}\" s=\"{style}\"/>",
        column_letters(at.col),
        at.row + 1
    )
}

fn prefix<'a>(tag: &Tag<'a>) -> &'a str {
    &tag.full_name[..tag.full_name.len() - tag.name.len()]
}

/// The element of an empty tag, with `content`.
fn filled(tag: &Tag<'_>, content: &str) -> String {
    let start = retag(tag, &[]);
    let start = start.strip_suffix("/>").unwrap_or(&start);
    format!("{start}>{content}</{}>", tag.full_name)
}

/// What becomes of a cell that is marked by an earlier run.
pub(super) enum Undo {
    /// It gets this style.
    Style(usize),
    /// It was made for the mark, and goes.
    Remove,
}

/// The sheet without the marks of an earlier run: `ours` tells of each style whether it is one of a mark, `undo` what
/// becomes of a cell of such a style, from address, style, and whether it holds nothing. A row that was made for such
/// cells goes too.
pub(super) fn unmark(
    text: &str,
    ours: &[bool],
    undo: &mut dyn FnMut(Address, usize, bool) -> Undo,
) -> Result<String, CutOff> {
    let mut edits = Edits::new(text);
    let (mut row, mut kept, mut gone) = (None, 0, Vec::new());
    walk(text, &mut |step| match step {
        CellStep::Row(_, tag) => {
            (row, kept) = (Some(tag), 0);
            gone.clear();
        }
        CellStep::Cell(at, tag, outer, empty) => {
            kept += 1;
            if ours.get(style(&tag)) != Some(&true) {
                return;
            }
            match undo(at, style(&tag), empty) {
                Undo::Remove => {
                    kept -= 1;
                    gone.push(outer);
                }
                Undo::Style(style) => {
                    let style = style.to_string();
                    edits.replace(tag.range(), retag(&tag, &[("s", Some(&style))]));
                }
            }
        }
        CellStep::RowEnd(_, end) => {
            let bare = |tag: &Tag<'_>| tag.attributes().all(|(name, _)| name == "r");
            if let (Some(tag), 0, false) = (row.filter(bare), kept, gone.is_empty()) {
                let last = text[end..].find('>').map_or(end, |at| end + at + 1);
                edits.replace(tag.range().start..last, "");
            } else {
                for cell in gone.drain(..) {
                    edits.replace(cell, "");
                }
            }
        }
        _ => {}
    })?;
    Ok(edits.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, at: &[&str]) -> String {
        let wanted = at.iter().map(|at| Address::parse(at).unwrap()).collect();
        restyle(text, &wanted, &mut |_, style, there| {
            style + if there { 100 } else { 200 }
        })
        .unwrap()
    }

    #[test]
    fn cells_are_restyled_or_made_in_order() {
        for (sheet, at, expected) in [
            (
                "<a><sheetData/></a>",
                &["B2", "A2"][..],
                "<a><sheetData><row r=\"2\"><c r=\"A2\" s=\"200\"/><c r=\"B2\" s=\"200\"/></row></sheetData></a>",
            ),
            (
                "<x:a><x:sheetData><x:row r='3' spans='1:2'/><x:row><x:c><x:v>1</x:v></x:c><x:c s='7'/></x:row></x:sheetData></x:a>",
                &["A1", "B3", "A4", "B4", "D4", "A5"],
                "<x:a><x:sheetData><x:row r=\"1\"><x:c r=\"A1\" s=\"200\"/></x:row><x:row r=\"3\" spans=\"1:2\"><x:c r=\"B3\" s=\"200\"/></x:row>\
                 <x:row><x:c s=\"100\"><x:v>1</x:v></x:c><x:c s=\"107\"/><x:c r=\"D4\" s=\"200\"/></x:row>\
                 <x:row r=\"5\"><x:c r=\"A5\" s=\"200\"/></x:row></x:sheetData></x:a>",
            ),
            (
                "<a><cols><col min=\"2\" max=\"3\" style=\"5\"/></cols><sheetData><row r=\"1\" s=\"9\" customFormat=\"1\"><c r=\"C1\"/></row><row r=\"2\"><c r=\"C2\"/></row></sheetData></a>",
                &["B1", "D1", "B2"],
                "<a><cols><col min=\"2\" max=\"3\" style=\"5\"/></cols><sheetData><row r=\"1\" s=\"9\" customFormat=\"1\"><c r=\"B1\" s=\"209\"/><c r=\"C1\"/><c r=\"D1\" s=\"209\"/></row>\
                 <row r=\"2\"><c r=\"B2\" s=\"205\"/><c r=\"C2\"/></row></sheetData></a>",
            ),
        ] {
            assert_eq!(marked(sheet, at), expected);
        }
        assert!(restyle("<a><sheetData><row>", &BTreeSet::new(), &mut |_, _, _| 0).is_err());
    }

    #[test]
    fn unmarking_takes_away_what_was_made() {
        let plain = "<a><sheetData><row r=\"2\"><c r=\"B2\" s=\"3\"><v>1</v></c></row><row r=\"4\" ht=\"9\"></row></sheetData></a>";
        let at = ["A1", "A2", "B2", "A4", "C9"];
        let text = marked(plain, &at);
        let ours: Vec<bool> = (0..300).map(|style| style >= 100).collect();
        let back = unmark(&text, &ours, &mut |_, style, _| match style {
            200.. => Undo::Remove,
            style => Undo::Style(style - 100),
        });
        assert_eq!(back.unwrap(), plain);
    }
}
