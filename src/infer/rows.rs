//! What the rows of a block are.

use super::columns::{is_carried, told_by_carry};
use super::known::{Known, Twin, words};
use super::tables::{Found, is_closing, is_numbered};
use super::{DraftBlock, DraftColumn, DraftField, DraftLines, DraftRow, DraftWords};
use crate::bind::{Held, holds_a_place};
use crate::layout::{Templates, label_key};
use crate::messages::Phrase;
use crate::model::{Code, Dim};
use crate::text::squash;

/// The longest label, in characters; what is longer is a note.
const LONGEST: usize = 40;

/// The block with these columns.
pub(super) fn block(
    found: &Found<'_>,
    columns: Vec<DraftColumn>,
    known: &Known<'_>,
    templates: &Templates,
    twins: &[Twin<'_>],
) -> DraftBlock {
    let at = |wanted: &dyn Fn(&DraftField) -> bool| {
        let own = columns.iter().find(|column| wanted(&column.field));
        own.map(|column| column.col)
    };
    let label = at(&|field| *field == DraftField::Label);
    let code = at(&|field| matches!(field, DraftField::Code | DraftField::CodePart(1)));
    let mut block = DraftBlock {
        at: None,
        lines: DraftLines::Records,
        groups: None,
        closing: None,
        columns,
        rows: Vec::new(),
    };
    if let Some(col) = label {
        block.lines = DraftLines::Rows;
        rows(&mut block, found, col, known, templates, twins);
    } else {
        block.closing = closing(found, &block.columns);
        block.lines = match code {
            Some(col) => DraftLines::Codes(classification(found, col, &block.columns)),
            None if is_single(found, &block.columns) => DraftLines::Single,
            None => DraftLines::Records,
        };
    }
    if matches!(block.lines, DraftLines::Codes(_)) {
        let keys = block.columns.iter().map(|column| match column.field {
            DraftField::Key(dim, _) => Some(dim),
            _ => None,
        });
        let model = &templates.model;
        let named = |dim: &Dim| model.dimension(*dim).is_some_and(|own| own.keys);
        block.groups = keys.flatten().find(named);
    }
    block.at = same_block(&block, twins);
    block
}

/// The rows of a block with labels: fixed ones, the place of a list of 类, the closing line.
fn rows(
    block: &mut DraftBlock,
    found: &Found<'_>,
    col: u32,
    known: &Known<'_>,
    templates: &Templates,
    twins: &[Twin<'_>],
) {
    let header = block.columns.iter().find(|column| column.col == col);
    let hint = header.map_or_else(String::new, |column| column.header.concat()) + &found.title;
    let mut list: Option<Dim> = None;
    let mut carried: Option<String> = None;
    for (cells, &row) in found.body.iter().zip(&found.rows) {
        let Some(cell) = cells.iter().find(|cell| cell.col == col && !cell.number) else {
            continue;
        };
        let key = label_key(&cell.text);
        let open = key.is_empty() || holds_a_place(&key);
        if cell.text.chars().count() > LONGEST || open && !is_numbered(&cell.text) {
            continue;
        }
        // 二、 without a name is a place of the list above it.
        if open {
            continue;
        }
        if let Some(dim) = class(templates, &key, &hint, list) {
            if list.is_none() {
                block.rows.push(DraftRow::List {
                    dim,
                    ordinal: ordinal(&cell.text),
                    this_year: false,
                });
            }
            list = list.or(Some(dim));
            continue;
        }
        let label = found.grid.written(row, col);
        if !cells.iter().any(|cell| cell.number)
            && let Some(text) = known.words_alone(&cell.text, twins)
        {
            block.rows.push(DraftRow::Words { label, text });
            continue;
        }
        let mut words = known.row(&cell.text, carried.as_deref(), twins);
        if words.words.is_none() {
            words.ask = Some(Phrase::new("infer-row"));
        }
        if let Some([word]) = words.words.as_deref().filter(|_| is_heading(&words)) {
            carried = Some(word.clone());
        }
        block.rows.push(DraftRow::Fixed { label, words });
    }
    let closes = |row: &DraftRow| match row {
        DraftRow::Fixed { label, .. } => is_closing(&squash(label)),
        DraftRow::List { .. } | DraftRow::Words { .. } => false,
    };
    if block.rows.last().is_some_and(closes)
        && let Some(DraftRow::Fixed { label, .. }) = block.rows.pop()
    {
        block.closing = Some(label);
    }
    with_carry(&mut block.rows);
}

/// How names are numbered of which one has such a text.
fn ordinal(text: &str) -> Option<&'static str> {
    is_numbered(text).then_some(match text.starts_with('(') {
        true => "（一）",
        false => "一、",
    })
}

/// Whether words are those of a row that others stand below: this year, what is carried over.
fn is_heading(words: &DraftWords) -> bool {
    let this = words.words.as_deref() == Some(&["this_year".to_owned()]);
    this || is_carried(words)
}

fn with_carry(rows: &mut [DraftRow]) {
    let carried = rows.iter().any(|row| match row {
        DraftRow::Fixed { words, .. } => is_carried(words),
        DraftRow::List { .. } | DraftRow::Words { .. } => false,
    });
    let mut all = Vec::new();
    for row in rows {
        match row {
            DraftRow::Fixed { words, .. } => all.extend(words.words.as_mut()),
            DraftRow::List { this_year, .. } => *this_year = carried,
            DraftRow::Words { .. } => {}
        }
    }
    told_by_carry(all.into_iter(), carried);
}

/// The classification whose 类 is called so: the one that the header names, else the one of the rows above, else the first.
fn class(templates: &Templates, key: &str, hint: &str, list: Option<Dim>) -> Option<Dim> {
    let all = [Dim::FUNCTION, Dim::ECONOMIC, Dim::GOVERNMENT_ECONOMIC];
    let named = |dim: &Dim| templates.codes.class(*dim, key).is_some();
    let dims: Vec<Dim> = all.into_iter().filter(named).collect();
    let hinted = named_in(hint).filter(|dim| dims.contains(dim));
    hinted
        .or_else(|| list.filter(|dim| dims.contains(dim)))
        .or_else(|| dims.first().copied())
}

/// The classification that a title or header names.
pub(super) fn named_in(text: &str) -> Option<Dim> {
    if text.contains("政府预算") && text.contains("经济分类") || text.contains("政府经济分类")
    {
        Some(Dim::GOVERNMENT_ECONOMIC)
    } else if text.contains("经济分类") || text.contains("经济科目") {
        Some(Dim::ECONOMIC)
    } else if text.contains("功能") {
        Some(Dim::FUNCTION)
    } else {
        None
    }
}

/// The classification of a column of codes: by their first digit, else by the words of its header and the title.
fn classification(found: &Found<'_>, col: u32, columns: &[DraftColumn]) -> Option<Dim> {
    let cells = found.body.iter();
    let cells = cells.filter_map(|row| row.iter().find(|cell| cell.col == col));
    let codes = cells.filter(|cell| Code::parse(&cell.text).is_some());
    let mut counts = [
        (Dim::FUNCTION, '2', 0),
        (Dim::ECONOMIC, '3', 0),
        (Dim::GOVERNMENT_ECONOMIC, '5', 0),
    ];
    for cell in codes {
        for (_, digit, count) in &mut counts {
            *count += usize::from(cell.text.starts_with(*digit));
        }
    }
    let most = counts.iter().max_by_key(|(_, _, count)| *count);
    let by_digit = most
        .filter(|(_, _, count)| *count > 0)
        .map(|(dim, _, _)| *dim);
    by_digit.or_else(|| {
        let header = columns.iter().filter(|column| column.col == col);
        let header: String = header.flat_map(|column| column.header.clone()).collect();
        named_in(&header).or_else(|| named_in(&found.title))
    })
}

/// The label of the closing line of a block without labels: the last of closing words that begin a row of it.
fn closing(found: &Found<'_>, columns: &[DraftColumn]) -> Option<String> {
    let within = |cell: &&Held| columns.iter().any(|column| column.col == cell.col);
    let rows = found.body.iter().zip(&found.rows).rev();
    let mut firsts = rows.filter_map(|(cells, row)| {
        let text = cells.iter().filter(within).find(|cell| !cell.number)?;
        is_closing(&text.text).then(|| found.grid.written(*row, text.col))
    });
    firsts.next()
}

/// Whether the amounts of a block stand in one line.
fn is_single(found: &Found<'_>, columns: &[DraftColumn]) -> bool {
    let within = |cell: &Held| cell.number && columns.iter().any(|own| own.col == cell.col);
    let lines = found.body.iter().filter(|row| row.iter().any(within));
    let amounts = columns.iter().all(|own| own.field == DraftField::Amount);
    amounts && lines.count() <= 1
}

/// What all amounts of the block are in a known layout whose table has the same title and a block with the same first header.
fn same_block(block: &DraftBlock, twins: &[Twin<'_>]) -> Option<(String, Vec<String>)> {
    let first = block.columns.first()?;
    let keys: Vec<String> = first
        .header
        .iter()
        .map(|own| crate::bind::header_key(own))
        .collect();
    twins.iter().find_map(|(layout, table)| {
        let canonical = keys.iter().map(|key| layout.canonical(key).0);
        let mut path: Vec<&str> = canonical.collect();
        path.dedup();
        let mut blocks = table.blocks.iter();
        let own = blocks.find(|own| own.columns.first().is_some_and(|own| own.path == path))?;
        Some((layout.id.clone(), words(&own.meaning.at)))
    })
}
