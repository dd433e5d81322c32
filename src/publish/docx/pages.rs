//! On which page each part begins, reckoned from line heights that the styles fix. Word processors reckon it anew when they
//! update the contents; until then readers see these numbers.

use super::paper::Pages;
use super::table::{self, Sizes};
use crate::publish::{PrintedGrid, Publication, PublishedPart};
use crate::workbook::line_count;

/// Twentieths of a point that a line takes: of prose, of a heading, of the contents.
const LINE: u32 = 480;
const HEADING: u32 = 480;
const SUBTITLE: u32 = 440;
/// Twentieths of a point of half a character of prose and of a heading.
const HALF: u32 = 120;
const HALF_HEADING: u32 = 180;

/// The page of each part, counted from 1.
pub(super) fn first_pages(publication: &Publication) -> Vec<u32> {
    let mut page = 1;
    let mut pages = Vec::with_capacity(publication.parts.len());
    for part in &publication.parts {
        pages.push(page);
        page += count(part);
    }
    pages
}

/// The number of pages that a part takes.
fn count(part: &PublishedPart) -> u32 {
    let pages = Pages::of(part);
    let (width, height) = (pages.width(), pages.height());
    match part {
        PublishedPart::Cover(_) => 1,
        PublishedPart::Contents { entries, .. } => {
            let lines = entries.iter().map(|entry| {
                let room = f64::from(width) / f64::from(HALF) - 6.0;
                if entry.below {
                    SUBTITLE * lines(&entry.text, room - 4.0)
                } else {
                    LINE * lines(&entry.text, room)
                }
            });
            flow(height, 360 + HEADING, lines)
        }
        PublishedPart::Prose {
            heading,
            paragraphs,
        } => {
            let room = f64::from(width) / f64::from(HALF);
            let first = title(heading, width);
            let lines = paragraphs.iter().flat_map(|paragraph| {
                // The first line is indented by two characters.
                let count = lines(&format!("\u{3000}\u{3000}{}", paragraph.text), room);
                std::iter::repeat_n(LINE, count as usize)
            });
            flow(height, first, lines)
        }
        PublishedPart::Grid(grid) => of_grid(grid, width, height),
    }
}

fn lines(text: &str, room: f64) -> u32 {
    u32::try_from(line_count(text, room)).unwrap_or(u32::MAX)
}

fn title(text: &str, width: u32) -> u32 {
    360 + HEADING * lines(text, f64::from(width) / f64::from(HALF_HEADING))
}

/// The pages that take blocks of these heights below something of the height `first`.
fn flow(height: u32, first: u32, blocks: impl Iterator<Item = u32>) -> u32 {
    let (mut pages, mut used) = (1, first);
    for block in blocks {
        if used + block > height {
            pages += 1;
            used = 0;
        }
        used += block;
    }
    pages
}

fn of_grid(grid: &PrintedGrid, width: u32, height: u32) -> u32 {
    let sizes = Sizes::of(grid, width);
    let rows = table::heights(grid, &sizes);
    let (header, body) = rows.split_at(grid.header_rows.min(rows.len()));
    let header: u32 = header.iter().sum();
    let above =
        60 + title(&grid.heading, width) + 360 * u32::try_from(grid.above.len()).unwrap_or(0);
    let (mut pages, mut used) = (1, above + header);
    for row in body {
        if used + row > height && used > header {
            pages += 1;
            used = header;
        }
        used += row;
    }
    let room = f64::from(width) / 105.0;
    for note in &grid.notes {
        let own = 120 + 300 * lines(note, room);
        if used + own > height {
            pages += 1;
            used = 0;
        }
        used += own;
    }
    pages
}
