//! Rows, columns and paper.

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::workbook::{Margins, Sheet, is_on_a3};

/// Numbers of paper sizes in the file format.
const A4: u8 = 9;
const A3: u8 = 8;

/// The longest header that Excel takes, in characters.
const LONGEST_HEADER: usize = 255;

/// Lines as the code of a printed header, on the right. `&` begins a code there and is doubled.
fn header_code(lines: &[String]) -> String {
    let mut code = String::from("&R");
    for (at, line) in lines.iter().enumerate() {
        let line = line.replace('&', "&&");
        if code.chars().count() + line.chars().count() >= LONGEST_HEADER {
            break;
        }
        if at > 0 {
            code.push('\n');
        }
        code.push_str(&line);
    }
    code
}

/// Sets the widths and heights, the panes, and the page: A4 or A3, one page wide, numbered.
pub(super) fn set_up(target: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    for (col, &width) in (0..).zip(&sheet.widths) {
        target.set_column_width(col, width)?;
    }
    for &(row, height) in &sheet.heights {
        target.set_row_height(row, height)?;
    }
    for &(first, last) in &sheet.hidden.rows {
        for row in first..=last {
            target.set_row_hidden(row)?;
        }
    }
    for &(first, last) in &sheet.hidden.cols {
        let column = |col: u32| u16::try_from(col).map_err(|_| XlsxError::RowColumnLimitError);
        target.set_column_range_hidden(column(first)?, column(last)?)?;
    }

    if sheet.page.portrait {
        target.set_portrait();
    } else {
        target.set_landscape();
    }
    target
        .set_paper_size(if is_on_a3(sheet) { A3 } else { A4 })
        .set_print_fit_to_pages(1, u16::from(sheet.page.single));
    let Margins {
        side,
        top,
        bottom,
        header,
        footer,
    } = Margins::INCHES;
    target.set_margins(side, side, top, bottom, header, footer);
    target.set_print_center_horizontally(true);
    let page = &sheet.page;
    if !page.unnumbered {
        // Pages count through all sheets that are printed together.
        target.set_footer("&C第 &P 页 共 &N 页");
    }
    if !sheet.printed.is_empty() {
        target.set_header(header_code(&sheet.printed));
    }
    target.set_page_breaks(&page.breaks)?;
    if !sheet.groups.is_empty() {
        target.group_symbols_above(true);
    }
    for &(first, last) in &sheet.groups {
        target.group_rows(first, last)?;
    }

    if page.freeze_rows > 0 {
        target.set_freeze_panes(page.freeze_rows, 0)?;
    }
    if let Some((first, last)) = page.repeat_rows {
        target.set_repeat_rows(first, last)?;
    }
    if let Some((from, to)) = page.filter {
        let column = |col: u32| u16::try_from(col).map_err(|_| XlsxError::RowColumnLimitError);
        target.autofilter(from.row, column(from.col)?, to.row, column(to.col)?)?;
    }
    if let Some((row, col)) = page.print_to {
        let col = u16::try_from(col).map_err(|_| XlsxError::RowColumnLimitError)?;
        target.set_print_area(0, 0, row, col)?;
    }
    Ok(())
}
