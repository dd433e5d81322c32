//! Headers: the whole path of texts above each column, matched against the layout.

use std::collections::BTreeMap;

use super::source::SourceSheet;
use crate::layout::{ColumnLayout, Field, LAST_YEAR, Layout, THIS_YEAR, TableLayout, with_year};
use crate::text::{Measure, year_in};
use crate::workbook::Address;

/// What the header of a part was found to be.
#[derive(Debug, Default)]
pub(super) struct Bound {
    /// Block, column and field.
    pub(super) columns: Vec<(usize, u32, Field)>,
    pub(super) extras: Vec<(u32, String)>,
    pub(super) unknown: Vec<(u32, String)>,
    pub(super) repeated: Vec<(u32, String)>,
    pub(super) missing: Vec<String>,
    /// Units of measure that the headers of single columns state.
    pub(super) measures: BTreeMap<u32, Measure>,
    pub(super) exact: usize,
}

/// The header texts above a column, from the top row down.
pub(super) struct Path {
    pub(super) col: u32,
    pub(super) segments: Vec<String>,
    /// The same with the years of the budget and of the year before as `(year)年` and `(last_year)年`.
    dated: Vec<String>,
    /// The same where 本年 and 上年 are taken for them too.
    worded: Vec<String>,
    /// The cell of each segment.
    pub(super) cells: Vec<Address>,
    pub(super) exact: bool,
    measure: Option<Measure>,
    year: Option<u16>,
    /// Whether the column has a header text of its own, not only those of the columns to its left.
    pub(super) own: bool,
}

/// Binds the columns with these `paths` of header texts to the columns of `table`, for a budget of `year`.
pub(super) fn bind(
    layout: &Layout,
    table: &TableLayout,
    sheet: &SourceSheet<'_>,
    paths: &[Path],
    year: Option<u16>,
) -> Bound {
    let measures = paths.iter();
    let measures = measures.filter_map(|path| Some((path.col, path.measure?)));
    let mut bound = Bound {
        measures: measures.collect(),
        ..Bound::default()
    };
    let mut taken: BTreeMap<(usize, usize), u32> = BTreeMap::new();
    // Exact paths first, so that a column that lacks a part of its path cannot take the place of a whole one.
    let mut open: Vec<&Path> = Vec::new();
    // A year left from last year's form is a slip; with another year, or the same header twice, it tells columns apart.
    let own = || paths.iter().filter(|path| path.own);
    let mixed = year.is_some()
        && (own().any(|path| path.year == year)
            || own().any(|path| {
                own().any(|other| other.col != path.col && other.segments == path.segments)
            }));
    let by_place = by_place(table, paths);
    for (at, path) in paths.iter().enumerate() {
        if let Some(&found) = by_place.get(&at) {
            taken.insert(found, path.col);
            bound.exact += usize::from(path.exact);
            continue;
        }
        // Amounts of another year are not this budget's, whatever stands above them.
        if mixed && path.own && path.year.is_some() && path.year != year {
            if let Some(text) = other_year(layout, sheet, path, year) {
                bound.extras.push((path.col, text));
                continue;
            }
            bound.unknown.push((path.col, path.segments.join("-")));
            continue;
        }
        // A column of this year in the form is none of another's.
        let same = |column: &ColumnLayout| {
            column.path == path.segments && (column.year.is_none() || path.year.is_none() || !mixed)
        };
        let free = |found: (usize, usize)| !taken.contains_key(&found);
        let whole = path.own.then(|| find_free(table, same, free)).flatten();
        let known = path.own && find(table, same).is_some();
        match whole {
            Some(found) => {
                taken.insert(found, path.col);
                bound.exact += usize::from(path.exact);
            }
            None if known => bound.repeated.push((path.col, path.segments.join("-"))),
            None => open.push(path),
        }
    }
    let mut code_columns: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for path in open {
        if let Some(block) = code_block(table, path) {
            code_columns.entry(block).or_default().push(path.col);
            continue;
        }
        if !path.own {
            continue;
        }
        let leaf = path.segments.last().map_or("", String::as_str);
        if layout.extra_columns.contains(leaf) {
            bound.extras.push((path.col, leaf.to_owned()));
            continue;
        }
        match loosely(table, path, &taken) {
            Some(found) => drop(taken.insert(found, path.col)),
            None => bound.unknown.push((path.col, path.segments.join("-"))),
        }
    }
    bound.columns = taken
        .iter()
        .map(|(&(block, column), &col)| {
            (
                block,
                col,
                table.blocks[block].columns[column].field.clone(),
            )
        })
        .collect();
    for (block, cols) in code_columns {
        bind_codes(table, block, &cols, &mut bound.columns);
    }
    bound.missing = missing(table, &bound.columns, year);
    bound.columns.sort_by_key(|&(block, col, _)| (block, col));
    bound
}

/// The columns that paths are as a whole, years included: the same path several times in the layout is as many columns of the
/// table, in their order.
fn by_place(table: &TableLayout, paths: &[Path]) -> BTreeMap<usize, (usize, usize)> {
    let mut wanted: BTreeMap<&[String], Vec<(usize, usize)>> = BTreeMap::new();
    for (block, layout) in table.blocks.iter().enumerate() {
        for (at, column) in layout.columns.iter().enumerate() {
            wanted.entry(&column.dated).or_default().push((block, at));
        }
    }
    let mut found: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    for (at, path) in paths.iter().enumerate().filter(|(_, path)| path.own) {
        found.entry(&path.dated).or_default().push(at);
    }
    let mut in_words: BTreeMap<&[String], Vec<usize>> = BTreeMap::new();
    for (at, path) in paths.iter().enumerate().filter(|(_, path)| path.own) {
        in_words.entry(&path.worded).or_default().push(at);
    }
    let mut all = BTreeMap::new();
    for (path, columns) in wanted {
        let dated = path
            .iter()
            .any(|text| text.contains(THIS_YEAR) || text.contains(LAST_YEAR));
        let words = in_words
            .get(path)
            .filter(|own| dated && own.len() == columns.len());
        if let Some(own) = words
            && !found.contains_key(path)
        {
            all.extend(own.iter().copied().zip(columns));
            continue;
        }
        let own = found.get(path).map_or(&[][..], Vec::as_slice);
        // Without years and alone, a path is bound like others.
        if own.len() == columns.len() && (dated || columns.len() > 1) {
            all.extend(own.iter().copied().zip(columns));
        } else if columns.len() > 1 {
            // Where one of several is missing, each belongs to the list whose label stands left of it.
            for &at in own {
                let left = left_block(table, paths, at);
                let column = columns.iter().find(|(block, _)| Some(*block) == left);
                if let Some(column) = column
                    && !all.values().any(|taken| taken == column)
                {
                    all.insert(at, *column);
                }
            }
        }
    }
    all
}

/// The block whose label or code stands nearest to the left of a path.
fn left_block(table: &TableLayout, paths: &[Path], at: usize) -> Option<usize> {
    paths[..at]
        .iter()
        .rev()
        .filter(|path| path.own)
        .find_map(|path| {
            let keyed = |column: &ColumnLayout| {
                !matches!(column.field, Field::Amount(_)) && column.path == path.segments
            };
            find(table, keyed).map(|(block, _)| block)
        })
}

/// The header of a column of another year, where the layout calls it extra: by its text, or, of last year, with 上年 in place
/// of the year.
fn other_year(
    layout: &Layout,
    sheet: &SourceSheet<'_>,
    path: &Path,
    year: Option<u16>,
) -> Option<String> {
    let last = year?.checked_sub(1)?;
    path.cells.iter().rev().find_map(|&cell| {
        let text = &sheet.texts[sheet.at(cell)?];
        let known = [
            text.to_string(),
            text.replace(&format!("{last}年度"), "上年"),
            text.replace(&format!("{last}年"), "上年"),
        ];
        known
            .into_iter()
            .find(|text| layout.extra_columns.contains(text))
    })
}

fn find(table: &TableLayout, matches: impl Fn(&ColumnLayout) -> bool) -> Option<(usize, usize)> {
    table
        .blocks
        .iter()
        .enumerate()
        .find_map(|(block, layout)| Some((block, layout.columns.iter().position(&matches)?)))
}

/// The first column that `matches` of those that are `free`.
fn find_free(
    table: &TableLayout,
    matches: impl Fn(&ColumnLayout) -> bool,
    free: impl Fn((usize, usize)) -> bool,
) -> Option<(usize, usize)> {
    let blocks = table.blocks.iter().enumerate();
    let all = blocks.flat_map(|(block, layout)| {
        let columns = layout.columns.iter().enumerate();
        columns.map(move |(at, column)| ((block, at), column))
    });
    let mut found = all.filter(|(at, column)| matches(column) && free(*at));
    found.next().map(|(at, _)| at)
}

/// The one column whose leaf is the path's and whose path holds the path's texts in order, or the other way round but for a
/// 预算数 that adds nothing. With two such columns nothing is bound.
fn loosely(
    table: &TableLayout,
    path: &Path,
    taken: &BTreeMap<(usize, usize), u32>,
) -> Option<(usize, usize)> {
    let segments: Vec<&String> = path
        .segments
        .iter()
        .filter(|segment| {
            path.segments.len() == 1
                || *segment != "预算数"
                || path.segments.last() == Some(segment)
        })
        .collect();
    let fits = |column: &ColumnLayout| {
        let mut rest = column.path.iter();
        column.path.last() == segments.last().copied()
            && segments
                .iter()
                .all(|segment| rest.any(|other| other == *segment))
    };
    let all = table.blocks.iter().enumerate().flat_map(|(block, layout)| {
        layout
            .columns
            .iter()
            .enumerate()
            .map(move |(at, column)| ((block, at), column))
    });
    let mut found = all.filter(|(_, column)| fits(column)).map(|(at, _)| at);
    let only = found.next()?;
    (found.next().is_none() && !taken.contains_key(&only)).then_some(only)
}

/// The block whose codes stand in one column below this path, or in several without 类, 款, 项 above them.
fn code_block(table: &TableLayout, path: &Path) -> Option<usize> {
    let above_codes = |column: &ColumnLayout| {
        let above = column
            .path
            .split_last()
            .map(|(_, above)| above)
            .unwrap_or_default();
        matches!(column.field, Field::CodePart(_))
            && !above.is_empty()
            && (above == path.segments || above.last() == path.segments.last())
    };
    find(table, above_codes).map(|(block, _)| block)
}

fn bind_codes(
    table: &TableLayout,
    block: usize,
    cols: &[u32],
    columns: &mut Vec<(usize, u32, Field)>,
) {
    if columns
        .iter()
        .any(|(other, _, field)| *other == block && matches!(field, Field::CodePart(_)))
    {
        return;
    }
    let levels = table.blocks[block]
        .columns
        .iter()
        .filter(|column| matches!(column.field, Field::CodePart(_)))
        .count();
    if cols.len() == 1 {
        columns.push((block, cols[0], Field::Code));
    } else {
        columns.extend(
            cols.iter()
                .take(levels)
                .zip(1..)
                .map(|(&col, level)| (block, col, Field::CodePart(level))),
        );
    }
}

fn missing(table: &TableLayout, columns: &[(usize, u32, Field)], year: Option<u16>) -> Vec<String> {
    let has = |block: usize, field: &Field| {
        columns
            .iter()
            .any(|(other, _, bound)| *other == block && bound == field)
    };
    let mut missing = Vec::new();
    for (block, layout) in table.blocks.iter().enumerate() {
        for column in &layout.columns {
            // A name may stand behind its code in one cell.
            let by_other_form = matches!(column.field, Field::CodePart(_) | Field::Name)
                && has(block, &Field::Code);
            let needed = !column.optional && !matches!(column.field, Field::Text(_));
            if needed && !has(block, &column.field) && !by_other_form {
                missing.push(with_year(&column.header.join("-"), year));
            }
        }
    }
    missing
}

/// The path of header texts above each column. A column takes over the text to its left where none of its own stands, as
/// long as the rows above group the two together; merges are not relied on. Without a layout, texts are compared as they stand.
pub(super) fn paths(
    layout: Option<&Layout>,
    sheet: &SourceSheet<'_>,
    rows: (u32, u32),
    cols: (u32, u32),
    year: Option<u16>,
) -> Vec<Path> {
    let mut first = u32::MAX;
    let mut last = 0;
    let mut texts: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    for row in rows.0..=rows.1 {
        for at in sheet.row(row) {
            let col = sheet.sheet.cells[at].col;
            if cols.0 <= col && col <= cols.1 && !sheet.texts[at].is_empty() {
                texts.insert((row, col), at);
                (first, last) = (first.min(col), last.max(col));
            }
        }
    }
    let mut owners: Vec<Vec<Option<u32>>> = Vec::new();
    let mut paths: Vec<Path> = (first..=last)
        .map(|col| Path {
            col,
            segments: Vec::new(),
            dated: Vec::new(),
            worded: Vec::new(),
            cells: Vec::new(),
            exact: true,
            measure: None,
            year: None,
            own: false,
        })
        .collect();
    if first > last {
        return paths;
    }
    for row in rows.0..=rows.1 {
        let mut owner: Option<u32> = None;
        let mut row_owners = Vec::with_capacity(paths.len());
        for path in &mut paths {
            let text = texts.get(&(row, path.col));
            if text.is_some() {
                owner = Some(path.col);
                path.own = true;
            } else if let Some(left) = owner {
                let same_group = owners.iter().all(|above| {
                    above[usize_of(path.col - first)] == above[usize_of(left - first)]
                });
                owner = same_group.then_some(left);
            }
            row_owners.push(owner);
            if let Some((col, &at)) = owner.and_then(|col| Some((col, texts.get(&(row, col))?))) {
                let (segment, exact) = canonical(layout, sheet.header(at));
                path.measure = sheet.measures[at].or(path.measure);
                path.year = year_in(&sheet.texts[at]).or(path.year);
                if !segment.is_empty() && path.segments.last().is_none_or(|last| last != segment) {
                    path.segments.push(segment.to_owned());
                    path.cells.push(Address::new(row, col));
                }
                path.exact &= exact;
                let dated = dated(layout, sheet, at, year);
                if !dated.is_empty() && path.dated.last().is_none_or(|last| *last != dated) {
                    let worded = worded(&dated);
                    path.worded.push(canonical(layout, &worded).0.to_owned());
                    path.dated.push(dated);
                }
            }
        }
        owners.push(row_owners);
    }
    paths
}

/// A header text with the years of the budget and of the year before as `(year)年` and `(last_year)年`.
fn dated(layout: Option<&Layout>, sheet: &SourceSheet<'_>, at: usize, year: Option<u16>) -> String {
    let text = &sheet.texts[at];
    let text = match sheet.measures[at] {
        Some(_) => text.rfind('(').map_or(&**text, |at| &text[..at]),
        None => text,
    };
    let Some(year) = year.filter(|_| text.contains('年')) else {
        return canonical(layout, sheet.header(at)).0.to_owned();
    };
    let mut text = text.to_owned();
    for (year, word) in [(year, THIS_YEAR), (year.saturating_sub(1), LAST_YEAR)] {
        text = text
            .replace(&format!("{year}年度"), word)
            .replace(&format!("{year}年"), word);
    }
    canonical(layout, &text).0.to_owned()
}

/// The form in which a layout compares a text, and whether it is spelled as the layout prints it; without a layout the text.
fn canonical<'t>(layout: Option<&'t Layout>, text: &'t str) -> (&'t str, bool) {
    layout.map_or((text, true), |layout| layout.canonical(text))
}

/// 本年 and 上年 as the years they are.
fn worded(text: &str) -> String {
    if !text.contains('年') {
        return text.to_owned();
    }
    let words = [
        ("上年度", LAST_YEAR),
        ("上年", LAST_YEAR),
        ("去年", LAST_YEAR),
        ("本年度", THIS_YEAR),
        ("本年", THIS_YEAR),
        ("当年", THIS_YEAR),
    ];
    let replaced = |text: String, (word, year): (&str, &str)| text.replace(word, year);
    words.into_iter().fold(text.to_owned(), replaced)
}

fn usize_of(n: u32) -> usize {
    usize::try_from(n).expect("a column number fits")
}
