//! Headers: the whole path of texts above each column, matched against the layout.

use std::collections::BTreeMap;

use super::header_paths::Path;
use super::source::SourceSheet;
use crate::layout::{ColumnLayout, Field, LAST_YEAR, Layout, THIS_YEAR, TableLayout, with_year};
use crate::model::ReadingWords;
use crate::text::Measure;

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
        match loosely(layout, table, path, &taken) {
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
    let words = &layout.words.last_year;
    path.cells.iter().rev().find_map(|&cell| {
        let text = &sheet.texts[sheet.at(cell)?];
        let years = [format!("{last}年度"), format!("{last}年")];
        let years = words
            .iter()
            .flat_map(|word| years.iter().map(move |year| (year, word)));
        let worded = years.map(|(year, word)| text.replace(year, word));
        std::iter::once(text.to_string())
            .chain(worded)
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
    layout: &Layout,
    table: &TableLayout,
    path: &Path,
    taken: &BTreeMap<(usize, usize), u32>,
) -> Option<(usize, usize)> {
    let segments: Vec<&String> = path
        .segments
        .iter()
        .filter(|segment| {
            path.segments.len() == 1
                || !ReadingWords::is(&layout.words.bare_headers, segment)
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
