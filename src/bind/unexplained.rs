//! Columns, titles and headers of a submission that were not understood, each with what is nearest to it.

use std::collections::BTreeSet;

use super::explanation::{ColumnLeft, LeftBecause, Strange, StrangeKind};
use super::header_paths::Path;
use super::placement::{PlacedPart, Placement};
use super::quotes::{header, quote};
use super::source::SourceBook;
use super::titles::{other_title, table_name, title};
use crate::layout::{Layout, TableLayout};
use crate::model::ReadingWords;
use crate::text::without_year;
use crate::workbook::{Address, SheetIx};

/// The longest text that is taken for a title that was not understood, in characters.
const LONGEST: usize = 40;
/// How like two texts must be (from 0 to 1) for one to be named as nearest to the other.
const LIKE: f64 = 0.3;

/// The columns of a part that were left, from left to right.
pub(super) fn left(
    source: &SourceBook<'_>,
    part: &PlacedPart,
    layout: &TableLayout,
    above: &[Path],
) -> Vec<ColumnLeft> {
    let columns = || layout.blocks.iter().flat_map(|block| &block.columns);
    let left = |col: u32, because: LeftBecause| {
        let path = above.iter().find(|path| path.col == col);
        let known = path.is_some_and(|path| columns().any(|column| column.path == path.segments));
        let because = match because {
            // A header that is the layout's to the letter is left for its year alone.
            LeftBecause::NotUnderstood if known => LeftBecause::OtherYear,
            because => because,
        };
        let text = path.map_or_else(String::new, |path| path.segments.join("-"));
        let nearest = || nearest(&text, columns().map(|column| column.header.join("-")));
        ColumnLeft {
            col,
            header: header(source, part, path),
            because,
            nearest: (because == LeftBecause::NotUnderstood)
                .then(nearest)
                .flatten(),
        }
    };
    let sorts = [
        (&part.extras, LeftBecause::Beside),
        (&part.repeated, LeftBecause::Repeated),
        (&part.unknown, LeftBecause::NotUnderstood),
    ];
    let mut all: Vec<ColumnLeft> = sorts
        .into_iter()
        .flat_map(|(columns, because)| columns.iter().map(move |(col, _)| left(*col, because)))
        .collect();
    all.sort_by_key(|column| column.col);
    all
}

/// Titles and headers that were not understood, in the order of sheets and rows.
pub(super) fn strange(
    source: &SourceBook<'_>,
    layout: &Layout,
    placement: &Placement,
) -> Vec<Strange> {
    let mut all: Vec<(SheetIx, Strange)> = Vec::new();
    for (sheet, cell, table, header) in &placement.headless {
        let table = table_name(&layout.tables[*table]);
        let nearest = [table, header].into_iter().filter(|text| !text.is_empty());
        all.push((
            *sheet,
            Strange {
                kind: StrangeKind::NoHeader,
                quote: quote(source, *sheet, *cell),
                nearest: Some(nearest.collect::<Vec<_>>().join(" / ")),
            },
        ));
    }
    for &(sheet, row, _) in &placement.unbound {
        let own = &source.sheets[sheet];
        let first = own.row(row).find(|&at| !own.texts[at].is_empty());
        let cell = first.map_or(Address::new(row, 0), |at| own.sheet.cells[at].address());
        all.push((
            sheet,
            Strange {
                kind: StrangeKind::Header,
                quote: quote(source, sheet, cell),
                nearest: None,
            },
        ));
    }
    let placed = placement.parts.iter().map(|part| part.table);
    let headless = placement.headless.iter().map(|(_, _, table, _)| *table);
    let found: BTreeSet<usize> = placed.chain(headless).collect();
    for (sheet, own) in source.numbered() {
        // Below the title of a table stand numbers, below an entry of a page of contents none.
        let last_number = (0..own.sheet.cells.len())
            .rfind(|&at| own.is_number(at))
            .map(|at| own.sheet.cells[at].row);
        for (text, cell) in own.texts.iter().zip(&own.sheet.cells) {
            let kind = match title(layout, text) {
                Some((table, _)) if !found.contains(&table) => StrangeKind::NoTable,
                None if Some(cell.row) < last_number && reads_like_a_title(layout, text) => {
                    StrangeKind::Title
                }
                _ => continue,
            };
            let titles = layout
                .tables
                .iter()
                .map(|table| table_name(table).to_owned());
            all.push((
                sheet,
                Strange {
                    kind,
                    quote: quote(source, sheet, cell.address()),
                    nearest: nearest(&without_year(text), titles),
                },
            ));
        }
    }
    all.sort_by_key(|(sheet, strange)| (*sheet, strange.quote.place.cell));
    all.into_iter().map(|(_, strange)| strange).collect()
}

fn reads_like_a_title(layout: &Layout, squashed: &str) -> bool {
    let bare = squashed.split('(').next().unwrap_or(squashed);
    ReadingWords::ends(&layout.words.tables, bare)
        && (4..=LONGEST).contains(&bare.chars().count())
        && !bare.contains(['。', ';', ','])
        && !other_title(layout, squashed)
}

/// The one of `texts` that is most like `text`, where one is at all like it.
fn nearest(text: &str, texts: impl Iterator<Item = String>) -> Option<String> {
    let like = |other: &String| strsim::normalized_damerau_levenshtein(text, other);
    texts
        .map(|other| (like(&other), other))
        .filter(|(like, _)| *like >= LIKE)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, other)| other)
}
