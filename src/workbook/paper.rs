//! Where the pages of a printed sheet end.
//!
//! Programs differ by some percent in how wide they draw a column, and so in how much they shrink a table that is wider
//! than the page. The pages here hold less than any of them could put there, so that the breaks, and with them the number
//! of pages, are those set here.

use super::Sheet;

/// The margins of a page in inches.
pub struct Margins {
    /// Left and right.
    pub side: f64,
    /// Above the content.
    pub top: f64,
    /// Below the content.
    pub bottom: f64,
    /// From the edge to the line at the head.
    pub header: f64,
    /// From the edge to the line at the foot.
    pub footer: f64,
}

impl Margins {
    /// The margins of every sheet.
    pub const INCHES: Self = Self {
        side: 0.5,
        top: 0.6,
        bottom: 0.7,
        header: 0.3,
        footer: 0.35,
    };
}

/// Width and height of A4 and A3 landscape in points.
const A4: (f64, f64) = (841.9, 595.3);
const A3: (f64, f64) = (1190.6, 841.9);
/// What would be smaller than this on A4 cannot be read there, and goes on A3.
const LEGIBLE: f64 = 0.5;
/// Points of an inch.
const INCH: f64 = 72.0;
/// Points of one character of column width, and of the frame of a column.
const CHARACTER: f64 = 6.0;
const FRAME: f64 = 3.75;
/// Height in points of a row that has none of its own.
const ROW: f64 = 13.5;
/// How much narrower than usual a program may draw columns, and how much of a page's height is counted on.
const NARROWEST: f64 = 0.85;
const COUNTED_ON: f64 = 0.97;
/// What is longer than a page by no more than this part of it goes on one page, a little smaller.
const SQUEEZE: f64 = 1.12;
/// The fewest rows on the last page.
const FEWEST: usize = 4;

/// The widths of `columns` columns together, in characters, that fill a page in landscape without being made smaller.
#[must_use]
pub fn room(columns: usize) -> f64 {
    room_in(A4.0, columns)
}

fn room_in(width: f64, columns: usize) -> f64 {
    let width = width - 2.0 * Margins::INCHES.side * INCH;
    (width - FRAME * columns as f64) / CHARACTER
}

/// Whether `sheet` is so wide that it is printed on A3.
#[must_use]
pub fn is_on_a3(sheet: &Sheet) -> bool {
    let used: f64 = sheet.widths.iter().sum();
    !sheet.page.portrait && room(sheet.widths.len()) < used * LEGIBLE
}

/// Sets where the pages of `sheet` begin, from its widths, heights and print area.
pub fn paginate(sheet: &mut Sheet) {
    let Some((last, _)) = sheet.page.print_to else {
        return;
    };
    let used: f64 = sheet.widths.iter().sum();
    let (width, height) = if sheet.page.portrait {
        (A4.1, A4.0)
    } else if is_on_a3(sheet) {
        A3
    } else {
        A4
    };
    let scale = (room_in(width, sheet.widths.len()) / (used * NARROWEST)).min(1.0);
    let page = height - (Margins::INCHES.top + Margins::INCHES.bottom) * INCH;
    let page = page / scale * COUNTED_ON;
    let mut heights = vec![ROW; last as usize + 1];
    for &(row, height) in &sheet.heights {
        if let Some(own) = heights.get_mut(row as usize) {
            *own = height;
        }
    }
    let first = sheet.page.repeat_rows.map_or(0, |(_, to)| to as usize + 1);
    let (above, body) = heights.split_at(first.min(heights.len()));
    let room = page - above.iter().sum::<f64>();
    let total: f64 = body.iter().sum();
    sheet.page.single = total <= room * SQUEEZE;
    sheet.page.breaks.clear();
    if sheet.page.single {
        return;
    }
    let (mut used, mut begins) = (0.0, 0);
    let mut breaks = Vec::new();
    for (at, height) in body.iter().enumerate() {
        if used + height > room && at > begins {
            breaks.push(at);
            (used, begins) = (0.0, at);
        }
        used += height;
    }
    // A last page of a row or two takes some from the page before it.
    if let [.., before, end] = *[&[0], &*breaks].concat()
        && body.len() - end < FEWEST
        && end - before > 2 * FEWEST
    {
        let moved = body.len() - FEWEST;
        let fits = body[moved..].iter().sum::<f64>() <= room;
        if let Some(last) = breaks.last_mut().filter(|_| fits) {
            *last = moved;
        }
    }
    let row = |at: usize| u32::try_from(first + at).ok();
    sheet.page.breaks = breaks.into_iter().filter_map(row).collect();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbook::Page;

    fn sheet(rows: u32, width: f64) -> Sheet {
        let mut sheet = Sheet {
            widths: vec![width; 8],
            heights: (0..rows).map(|row| (row, 21.0)).collect(),
            page: Page {
                repeat_rows: Some((0, 4)),
                print_to: Some((rows - 1, 7)),
                ..Page::default()
            },
            ..Sheet::default()
        };
        paginate(&mut sheet);
        sheet
    }

    #[test]
    fn a_little_more_than_a_page_is_one_page() {
        for (rows, pages) in [(6, 1), (23, 1), (25, 1), (28, 2), (300, 17)] {
            let page = sheet(rows, 12.0).page;
            assert_eq!(page.breaks.len() + 1, pages, "{rows} rows");
            assert_eq!(page.single, pages == 1, "{rows} rows");
        }
        // A table as wide as two pages is printed at half its size; one that is wider still, on larger paper.
        assert!(sheet(300, 30.0).page.breaks.len() < 9);
        for (width, expected) in [(12.0, false), (30.0, false), (34.0, true)] {
            assert_eq!(is_on_a3(&sheet(300, width)), expected, "{width}");
        }
    }

    #[test]
    fn the_last_page_has_some_rows() {
        for rows in 28..400 {
            let breaks = sheet(rows, 12.0).page.breaks;
            let last = breaks.last().unwrap();
            assert!(rows - last >= 4, "{rows} rows: {breaks:?}");
            assert!(breaks.windows(2).all(|pair| pair[1] - pair[0] <= 18));
            assert!(breaks[0] <= 5 + 18);
        }
    }
}
