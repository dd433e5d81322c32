//! The lines that a form prepares in a block, and the rows they stand in.

use std::collections::BTreeMap;

use super::block::FormBlock;
use super::described::{among_rows, line};
use super::desk::number;
use super::entered::entry_lines;
use super::feeding::is_fed;
use super::{FormKind, Request};
use crate::bind::key_name;
use crate::layout::{BlockLayout, Field, KeyPart, RowKind, Templates};
use crate::model::{Code, Coordinates, Id, Key, Line, Lines, Member, Unit};

/// The lines prepared in a block that prints one line for each 类.
const CLASSES: usize = 16;
/// The lines of those prepared that are shown at first: hidden ones are not printed.
const SHOWN: usize = 18;
/// The empty lines that are shown where last year is known.
const SPARE_SHOWN: usize = 5;
/// The units prepared where none are known, the fewest lines prepared for each, and those that are shown at first.
const UNITS: usize = 3;
const UNIT_LINES: usize = 6;
const UNIT_SHOWN: usize = 6;

/// The lines of a block, and how many of a list, or of each unit, are shown.
pub(super) fn lines(
    templates: &Templates,
    request: &Request<'_>,
    table: &Id,
    printed: &BlockLayout,
) -> (Vec<Line>, usize) {
    let meaning = &*printed.meaning;
    let entered = request.kind == FormKind::Entry && is_fed(meaning, printed);
    let fed = entered && meaning.lines == Lines::FUNCTION;
    let mut shown = usize::MAX;
    let mut lines = match meaning.lines {
        Lines::Fixed | Lines::Single => Vec::new(),
        Lines::Records => {
            let (lines, known) = records(request, table, printed);
            shown = known + SHOWN;
            lines
        }
        Lines::List(_) if meaning.groups.is_some() && !fed => {
            shown = UNIT_SHOWN;
            of_units(templates, request, table, printed)
        }
        Lines::Class(_) | Lines::List(_) => {
            let mut lines = match entered {
                true => Vec::new(),
                false => coded(templates, printed, &last_years(request, table, printed)),
            };
            let known = lines.len();
            let spare = match meaning.lines {
                Lines::Class(_) => CLASSES.max(known + 4) - known,
                // The lines entered have more 款 and 类 above them than there is room for only where no two lie together.
                _ if fed && meaning.groups.is_some() => entry_lines(templates, request) * 2 + 10,
                _ if fed => entry_lines(templates, request) * 3 / 2 + 10,
                _ => request.rows.max(1),
            };
            if !matches!(meaning.lines, Lines::Class(_)) {
                shown = match request.previous {
                    Some(_) => known + SPARE_SHOWN,
                    None => SHOWN,
                };
            }
            lines.extend(empty(printed, spare));
            lines
        }
    };
    if !printed.rows.is_empty() {
        lines = among_rows(printed, lines);
    }
    if !printed.closing.is_empty() || meaning.lines == Lines::Single {
        lines.push(line(printed, Key::Total, ""));
    }
    (lines, shown)
}

fn empty(printed: &BlockLayout, count: usize) -> impl Iterator<Item = Line> {
    let empty = line(printed, Key::Unknown(String::new()), "");
    std::iter::repeat_n(empty, count)
}

/// The lines of the block that last year's budget has.
fn last_years<'r>(request: &Request<'r>, table: &Id, printed: &BlockLayout) -> Vec<&'r Line> {
    let old = request
        .previous
        .and_then(|budget| budget.table(table.as_str()));
    let old = old.into_iter().flat_map(|table| &table.lines);
    old.filter(|line| line.block == printed.block).collect()
}

/// The lines by code among those of last year, in the order of the codes, with the names of the list.
fn coded(templates: &Templates, printed: &BlockLayout, old: &[&Line]) -> Vec<Line> {
    let meaning = &*printed.meaning;
    let own = |line: &&Line| Some((line.key.code()?, line.name.clone()));
    let mut coded: Vec<(Code, String)> = old.iter().filter_map(own).collect();
    coded.sort_by_key(|(code, _)| *code);
    coded.dedup_by_key(|(code, _)| *code);
    coded
        .into_iter()
        .map(|(code, name)| {
            let listed = templates.codes.get(meaning.lines, code);
            let name = listed.map_or(&name, |entry| &entry.name);
            line(printed, Key::Code(code), name)
        })
        .collect()
}

/// Last year's units with their codes, else some empty ones; each has room for more codes.
fn of_units(
    templates: &Templates,
    request: &Request<'_>,
    table: &Id,
    printed: &BlockLayout,
) -> Vec<Line> {
    let old = last_years(request, table, printed);
    let heads = |line: &&Line| line.key == Key::Group;
    let mut units: Vec<Vec<&Line>> = Vec::new();
    for line in old {
        match units.last_mut() {
            _ if heads(&line) => units.push(vec![line]),
            Some(unit) if line.key.code().is_some() => unit.push(line),
            _ => {}
        }
    }
    let listed = match units.is_empty() {
        true => &request.units[..],
        false => &[],
    };
    let count = units.len().max(listed.len()).max(UNITS);
    let spare = (request.rows / count).max(UNIT_LINES);
    let mut lines = Vec::new();
    for at in 0..count {
        let known = units.get(at).map_or(&[][..], Vec::as_slice);
        let head = known.first().map(|head| unmoneyed(head));
        let head = head.unwrap_or_else(|| match listed.get(at) {
            Some(unit) => Line {
                texts: keys(printed, unit).collect(),
                ..line(printed, Key::Group, &unit.name)
            },
            None => Line {
                // What stands for its name is not shown.
                texts: keys(printed, &Unit::default()).collect(),
                ..line(printed, Key::Group, "")
            },
        });
        let of = match head.at.is_all() {
            false => head.at.clone(),
            // Nothing tells empty units apart but their place.
            true => unnamed(printed, at),
        };
        let codes = coded(templates, printed, known.get(1..).unwrap_or_default());
        let own = codes.into_iter().chain(empty(printed, spare));
        let own = own.map(|line| Line {
            at: of.clone(),
            ..line
        });
        let own: Vec<Line> = own.collect();
        lines.push(Line { at: of, ..head });
        lines.extend(own);
    }
    lines
}

/// What the key columns of the line of a unit say.
fn keys(printed: &BlockLayout, unit: &Unit) -> impl Iterator<Item = (Id, String)> {
    let columns = printed.columns.iter();
    columns.filter_map(|column| {
        let Field::Key(dim, part) = column.field else {
            return None;
        };
        let own = match part {
            KeyPart::Code => &unit.code,
            KeyPart::Name => &unit.name,
        };
        Some((Id::from(key_name(dim, part).as_str()), own.clone()))
    })
}

fn unnamed(printed: &BlockLayout, at: usize) -> Coordinates {
    let dim = printed.meaning.groups.unwrap_or(crate::model::Dim::AGENCY);
    let member = Member::Word(Id::from(format!("#{at}").as_str()));
    Coordinates::ALL.with(dim, Some(member))
}

/// Last year's records with their keys and texts, and room for more.
fn records(request: &Request<'_>, table: &Id, printed: &BlockLayout) -> (Vec<Line>, usize) {
    let old = last_years(request, table, printed).into_iter();
    let old = old.filter(|line| matches!(line.key, Key::Record(_)));
    let mut lines: Vec<Line> = old.map(unmoneyed).collect();
    let known = lines.len();
    lines.extend(empty(printed, request.rows.max(1)));
    (lines, known)
}

/// A line without its amounts.
fn unmoneyed(line: &Line) -> Line {
    Line {
        amounts: BTreeMap::new(),
        unread: std::collections::BTreeSet::new(),
        place: None,
        ..line.clone()
    }
}

/// Where the lines of a block stand.
#[derive(Debug, Default)]
pub(super) struct Placed {
    pub(super) lines: Vec<(u32, Key, String)>,
    pub(super) whose: BTreeMap<u32, Coordinates>,
    pub(super) total: Option<u32>,
    pub(super) listed: (u32, u32),
    pub(super) texts: Vec<u32>,
}

/// The rows of the lines of a block, as they are written.
pub(super) fn rows(printed: &BlockLayout, lines: &[&Line], (first, last): (u32, u32)) -> Placed {
    let closing = if printed.closing_first { first } else { last };
    let mut placed = Placed {
        total: lines
            .iter()
            .any(|line| line.key == Key::Total)
            .then_some(closing),
        ..Placed::default()
    };
    let mut own = lines.iter().filter(|line| line.key != Key::Total);
    let place = |row: u32, line: &&Line| (row, line.key.clone(), line.name.clone());
    if printed.rows.is_empty() {
        placed.listed = printed.listed_rows((first, last));
        for (row, line) in (placed.listed.0..).zip(own) {
            placed.lines.push(place(row, line));
            if !line.at.is_all() {
                placed.whose.insert(row, line.at.clone());
            }
        }
        return placed;
    }
    let is_listed = |line: &&&Line| matches!(line.key, Key::Code(_) | Key::Unknown(_));
    let listed = lines.iter().filter(is_listed).count();
    let mut row = first;
    for printed in &printed.rows {
        match printed.kind {
            RowKind::List => {
                placed.listed = (row, row + number(listed).saturating_sub(1));
                for line in own.by_ref().take(listed) {
                    placed.lines.push(place(row, line));
                    row += 1;
                }
                continue;
            }
            RowKind::Line => placed.lines.extend(own.next().map(|line| place(row, line))),
            RowKind::Total => placed.total = Some(row),
            RowKind::Text => placed.texts.push(row),
            RowKind::Heading => {}
        }
        row += 1;
    }
    placed
}

/// Shows no fewer lines of a list than stand beside it: a hidden row is hidden for all blocks.
pub(super) fn show_beside(blocks: &mut [FormBlock<'_>]) {
    let hides =
        |block: &FormBlock<'_>| matches!(block.meaning.lines, Lines::List(_) | Lines::Records);
    let whole = blocks.iter().filter(|block| !hides(block));
    let rows = whole.filter_map(|block| {
        let lines = block.lines.iter().map(|(row, ..)| *row);
        let last = lines.chain(block.texts.iter().copied()).max()?;
        Some(usize::try_from(last + 1 - block.body.0).unwrap_or(0))
    });
    let least = rows.max().unwrap_or(0);
    let shown = blocks
        .iter()
        .filter(|block| hides(block))
        .map(|block| block.shown);
    let most = shown.max().unwrap_or(0).max(least);
    if blocks.len() > 1 {
        blocks.iter_mut().for_each(|block| block.shown = most);
    }
}

/// The units of a block: each a list of its own, below the line of its name.
pub(super) fn units<'f>(block: &FormBlock<'f>) -> Vec<FormBlock<'f>> {
    let heads = block.lines.iter().filter(|(_, key, _)| *key == Key::Group);
    let heads: Vec<u32> = heads.map(|(row, ..)| *row).collect();
    let ends = heads.iter().skip(1).copied();
    let ends = ends.chain([block.rows().1 + 1]);
    let units = heads.iter().zip(ends).enumerate();
    units
        .map(|(at, (&head, end))| {
            let body = (head + 1, end - 1);
            let lines = block.lines.iter();
            let lines = lines.filter(|(row, ..)| body.0 <= *row && *row <= body.1);
            FormBlock {
                body,
                lines: lines.cloned().collect(),
                total: Some(head),
                listed: body,
                unit: Some(at),
                ..block.clone()
            }
        })
        .collect()
}
