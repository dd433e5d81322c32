//! The tables of a sheet: title, lines about the table, header, body.

use crate::bind::{HeldCell, SheetGrid};
use crate::layout::label_key;
use crate::model::Code;
use crate::text::{Measure, squash, year_in};

/// How many rows below a title its header is looked for.
const HEADER_WITHIN: u32 = 8;
/// The most rows of a header.
const MOST_HEADER_ROWS: u32 = 5;
/// The fewest columns of a table without title.
const FEWEST_UNTITLED: usize = 4;
/// The shortest and the longest title, in characters.
const TITLE: std::ops::RangeInclusive<usize> = 4..=60;
/// A note on a table without amounts has more characters.
const SHORTEST_NOTE: usize = 6;
/// Words before the name of whose table it is.
const PREPARERS: [&str; 6] = [
    "编制单位",
    "编制部门",
    "预算单位",
    "单位名称",
    "部门",
    "单位",
];
/// Words of closing lines.
const CLOSINGS: [&str; 11] = [
    "合计",
    "总计",
    "收入合计",
    "收入总计",
    "支出合计",
    "支出总计",
    "本年收入合计",
    "本年支出合计",
    "总数",
    "收入总数",
    "支出总数",
];

/// A table as it was found.
pub(super) struct FoundTable<'g> {
    pub(super) grid: &'g SheetGrid<'g>,
    /// The title as it stands; the sheet's name of a table without one.
    pub(super) title: String,
    pub(super) untitled: bool,
    pub(super) measure: Option<Measure>,
    pub(super) preparer: Option<String>,
    /// The first and the last row of the header.
    pub(super) header: (u32, u32),
    /// The rows below it that hold something.
    pub(super) body: Vec<Vec<HeldCell>>,
    /// The numbers of those rows.
    pub(super) rows: Vec<u32>,
}

/// The tables of a sheet, from the top down.
pub(super) fn find<'g>(grid: &'g SheetGrid<'g>) -> Vec<FoundTable<'g>> {
    let last = grid.last_row();
    let titles: Vec<(u32, String)> = (0..=last).filter_map(|row| title(grid, row)).collect();
    if titles.is_empty() {
        let found = below(grid, grid.name().to_owned(), 0, last, true);
        return found.into_iter().collect();
    }
    let ends = titles.iter().skip(1).map(|(row, _)| row.saturating_sub(1));
    let ends: Vec<u32> = ends.chain([last]).collect();
    let tables = titles.into_iter().zip(ends);
    tables
        .filter_map(|((row, title), end)| below(grid, title, row + 1, end, false))
        .collect()
}

/// The title that a row is: one or two texts, of which one ends in 表, perhaps with brackets or a part behind it.
fn title(grid: &SheetGrid<'_>, row: u32) -> Option<(u32, String)> {
    let cells = grid.row(row);
    if cells.is_empty() || cells.len() > 2 || cells.iter().any(|cell| cell.number) {
        return None;
    }
    let own = cells.iter().find(|cell| is_title(&cell.text))?;
    Some((row, grid.written(row, own.col)))
}

fn is_title(text: &str) -> bool {
    if !TITLE.contains(&text.chars().count()) || text.contains(['。', ';']) {
        return false;
    }
    let mut bare = text;
    while let Some(at) = bare.strip_suffix(')').and_then(|inner| inner.rfind('(')) {
        bare = &bare[..at];
    }
    let part = bare
        .rsplit_once("表-")
        .is_some_and(|(_, part)| !part.contains('('));
    bare.ends_with('表') || part
}

/// The table between two rows; `None` where there is no header.
fn below<'g>(
    grid: &'g SheetGrid<'g>,
    title: String,
    from: u32,
    to: u32,
    untitled: bool,
) -> Option<FoundTable<'g>> {
    let (mut measure, mut preparer, mut first) = (None, None, None);
    for row in from..=to.min(from + HEADER_WITHIN) {
        let cells = grid.row(row);
        let texts = || cells.iter().filter(|cell| !cell.number);
        measure = texts()
            .find_map(|cell| grid.measure_of(&cell.text))
            .or(measure);
        preparer = texts()
            .find_map(|cell| preparer_in(grid, &cell.text))
            .or(preparer);
        let about = texts().any(|cell| is_about(grid, &cell.text));
        if cells.len() >= 2 && !about && texts().next().is_some() {
            first = Some(row);
            break;
        }
    }
    let first = first?;
    let mut end = first + 1;
    let header = grid.row(first);
    let begins = |cells: &[HeldCell]| {
        begins_body(grid, cells) || is_of_a_year(&header, cells) || closes_lists(&header, cells)
    };
    while end <= to && end < first + MOST_HEADER_ROWS && !begins(&grid.row(end)) {
        end += 1;
    }
    let rows: Vec<u32> = (end..=to)
        .filter(|row| !grid.row(*row).is_empty())
        .collect();
    let body: Vec<Vec<HeldCell>> = rows.iter().map(|row| grid.row(*row)).collect();
    if untitled {
        let columns = (first..end).map(|row| grid.row(row).len()).max();
        let numbers = body.iter().flatten().any(|cell| cell.number);
        if columns.unwrap_or_default() < FEWEST_UNTITLED || !numbers {
            return None;
        }
    }
    Some(FoundTable {
        grid,
        title,
        untitled,
        measure,
        preparer,
        header: (first, end - 1),
        body,
        rows,
    })
}

/// Whether a row is the first below a header: it holds a number, a code, an ordinal or a place for one, or closing words alone.
fn begins_body(grid: &SheetGrid<'_>, cells: &[HeldCell]) -> bool {
    let Some(first) = cells.first() else {
        return true;
    };
    let text = first.text.as_str();
    cells.iter().any(|cell| cell.number)
        || is_numbered(text)
        || Code::parse(text).is_some()
        || cells.iter().all(|cell| is_closing(&cell.text))
        || grid.holds_a_place(text)
        || text == "无"
}

/// Whether a row below a header is the line of a year: 2025年预算数 in its first column alone, below a header of that column.
fn is_of_a_year(header: &[HeldCell], cells: &[HeldCell]) -> bool {
    let [only] = cells else { return false };
    let first = header.first().map(|cell| cell.col);
    first == Some(only.col) && header.len() > 2 && names_year(&only.text)
}

/// Whether a row below a header holds nothing but closing lines of lists side by side, the first of them in the first column.
fn closes_lists(header: &[HeldCell], cells: &[HeldCell]) -> bool {
    let first = |cells: &[HeldCell]| cells.first().map(|cell| cell.col);
    first(header) == first(cells) && cells.iter().all(|cell| closes_list(&cell.text))
}

/// The latest year in the header of a table and in its first column.
pub(super) fn latest_year(found: &FoundTable<'_>) -> Option<u16> {
    let header = (found.header.0..=found.header.1).flat_map(|row| found.grid.row(row));
    let firsts = found.body.iter().filter_map(|row| row.first().cloned());
    let texts = header.chain(firsts).filter(|cell| !cell.number);
    texts
        .filter(|cell| names_year(&cell.text))
        .filter_map(|cell| year_in(&cell.text))
        .max()
}

/// Whether a squashed text names a year.
pub(super) fn names_year(text: &str) -> bool {
    text.contains('年') && year_in(text).is_some()
}

/// The note below a table without amounts that says so.
pub(super) fn empty_note(found: &FoundTable<'_>) -> Option<String> {
    if found.body.iter().flatten().any(|cell| cell.number) {
        return None;
    }
    let rows = found.body.iter().zip(&found.rows).rev();
    let notes = rows.filter_map(|(cells, row)| match cells.as_slice() {
        [only] if found.grid.is_note(&only.text) && only.text.chars().count() > SHORTEST_NOTE => {
            Some(found.grid.written(*row, only.col))
        }
        _ => None,
    });
    let none = ["没有", "无", "未"];
    let mut notes = notes.filter(|note| none.iter().any(|word| note.contains(word)));
    notes.next()
}

/// Whether a squashed text is that of a closing line of a list, whatever it is the total of: 人员经费合计.
pub(super) fn closes_list(text: &str) -> bool {
    let key = label_key(text);
    is_closing(text)
        || ["合计", "总计", "总数"]
            .iter()
            .any(|end| key.ends_with(end))
}

/// Whether a squashed text has an ordinal in front: 一、 (一) 1.
pub(super) fn is_numbered(text: &str) -> bool {
    const NUMERALS: &str = "一二三四五六七八九十0123456789";
    let open = text.strip_prefix('(');
    let rest = open.unwrap_or(text);
    let after = rest.trim_start_matches(|c| NUMERALS.contains(c));
    after.len() < rest.len()
        && match open {
            Some(_) => after.starts_with(')'),
            None => after.starts_with(['、', '.']),
        }
}

/// Whether a squashed text is that of a closing line.
pub(super) fn is_closing(text: &str) -> bool {
    let key = label_key(text);
    let bare = key.split_once('(').map_or(&*key, |(bare, _)| bare);
    CLOSINGS.contains(&bare)
}

/// Whether a squashed text is about the table: its unit of measure, whose it is.
fn is_about(grid: &SheetGrid<'_>, text: &str) -> bool {
    text.contains(':') && (text.contains("单位:") || text.contains("部门:"))
        || preparer_in(grid, text).is_some()
}

/// The word before the name of whose table it is.
fn preparer_in(grid: &SheetGrid<'_>, text: &str) -> Option<String> {
    let (word, rest) = text.split_once(':')?;
    let named = grid.measure_of(&format!("单位:{rest}")).is_none();
    (named && PREPARERS.contains(&word)).then(|| word.to_owned())
}

/// A text with `{year}` and `{last_year}` in place of the form's year and the one before it.
pub(super) fn with_placeholders(text: &str, year: Option<u16>) -> String {
    let mut text = text.replace("XX年", "{year}年");
    let year = year.or_else(|| year_in(&squash(&text)));
    if let Some(year) = year {
        text = text.replace(&format!("{year}年"), "{year}年");
        text = text.replace(&format!("{}年", year.saturating_sub(1)), "{last_year}年");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_end_in_a_table() {
        for text in [
            "2026年单位收入预算总表",
            "一般公共预算基本支出表-人员经费(工资福利支出)",
            "收支总表(公开01表)",
        ] {
            assert!(is_title(text), "{text}");
        }
        for text in ["收入", "本表无数据。", "单位:万元", "单位职能"] {
            assert!(!is_title(text), "{text}");
        }
    }

    #[test]
    fn ordinals_and_closings() {
        for text in ["一、财政拨款收入", "(一)一般公共预算", "1.事业收入", "二、"]
        {
            assert!(is_numbered(text), "{text}");
        }
        assert!(!is_numbered("一般公共预算") && !is_numbered("205"));
        assert!(is_closing("收入总计") && is_closing("支出总计(按部门预算经济分类)"));
        assert!(!is_closing("小计"));
    }
}
