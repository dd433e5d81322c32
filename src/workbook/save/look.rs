//! Looks as cell formats.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use crate::workbook::{AmountFormat, Look, Style};

/// The typeface of all cells.
pub(super) const FONT: &str = "宋体";

/// The colour behind cells that are to be filled in.
const INPUT: u32 = 0xFF_FA_E3;
/// The colour of what stands beside a table.
const ASIDE: u32 = 0x59_59_59;

/// The format of cells that are not written at all; its font is the measure of column widths.
pub(super) fn default_format() -> Format {
    // 134 is the character set GB 2312: without it, programs may replace the typeface.
    Format::new()
        .set_font_name(FONT)
        .set_font_charset(134)
        .set_font_size(11)
}

/// The format of cells of a style, blue and underlined for a link.
pub(super) fn format(style: Style, link: bool) -> Format {
    let plain = default_format().set_align(FormatAlign::VerticalCenter);
    let grid = if style.bare {
        plain.clone()
    } else {
        plain.clone().set_border(FormatBorder::Thin)
    };
    let entry = plain
        .clone()
        .set_font_size(14)
        .set_border_bottom(FormatBorder::Dotted);
    let format = match style.look {
        Look::Plain | Look::Unseen => plain,
        Look::Title => plain
            .set_align(FormatAlign::Center)
            .set_text_wrap()
            .set_font_size(18)
            .set_bold(),
        Look::CoverTitle => plain
            .set_align(FormatAlign::Center)
            .set_text_wrap()
            .set_font_size(36)
            .set_bold(),
        Look::CoverLine => plain
            .set_align(FormatAlign::Center)
            .set_text_wrap()
            .set_font_size(18),
        Look::Entry => entry
            .set_align(FormatAlign::Left)
            .set_text_wrap()
            .set_indent(style.indent),
        Look::EntryPage => entry.set_align(FormatAlign::Right).set_num_format("@"),
        Look::Paragraph => plain
            .set_align(FormatAlign::Left)
            .set_text_wrap()
            .set_font_size(12)
            .set_indent(style.indent),
        Look::Subtitle => plain.set_align(FormatAlign::Center),
        Look::LineLeft => plain.set_align(FormatAlign::Left).set_text_wrap(),
        Look::LineRight => plain.set_align(FormatAlign::Right),
        Look::Header => grid
            .set_align(FormatAlign::Center)
            .set_text_wrap()
            .set_bold(),
        // A formula in a cell of texts becomes one when it is edited.
        Look::Code if style.bare => grid.set_align(FormatAlign::Center),
        Look::Code => grid
            .set_align(FormatAlign::Center)
            .set_text_wrap()
            .set_num_format("@"),
        Look::Name => grid
            .set_align(FormatAlign::Left)
            .set_text_wrap()
            // One step more, so that the text keeps off the border.
            .set_indent(style.indent + 1),
        Look::Closing => grid
            .set_align(FormatAlign::Center)
            .set_text_wrap()
            .set_bold(),
        Look::Amount => grid
            .set_align(FormatAlign::Right)
            .set_num_format(number_format(style.amount)),
        Look::Note => plain.set_align(FormatAlign::Left).set_text_wrap(),
        Look::Aside => plain
            .set_align(FormatAlign::Left)
            .set_font_size(9)
            .set_font_color(Color::RGB(ASIDE)),
        Look::AsideAmount => plain
            .set_align(FormatAlign::Right)
            .set_font_size(9)
            .set_font_color(Color::RGB(ASIDE))
            .set_num_format(number_format(style.amount)),
    };
    let format = if style.input {
        format
            .set_unlocked()
            .set_background_color(Color::RGB(INPUT))
    } else {
        format
    };
    let format = if style.strong {
        format.set_bold()
    } else {
        format
    };
    let format = match style.borrowed {
        true => format.set_italic(),
        false => format,
    };
    // An entry of a table of contents is known for a link; on paper it is one no longer.
    let format = if link && style.look != Look::Entry {
        format
            .set_font_color(Color::RGB(0x05_63_C1))
            .set_underline(FormatUnderline::Single)
    } else {
        format
    };
    let format = match style.mark {
        Some(mark) => format.set_background_color(Color::RGB(mark.rgb())),
        None => format,
    };
    if style.wrong {
        format
            .set_font_color(Color::RGB(0x9C_00_06))
            .set_background_color(Color::RGB(0xFF_C7_CE))
    } else {
        format
    }
}

/// How amounts are displayed. At least two decimals, so that no decimal point stands alone at the end; `_ ` keeps
/// the figures off the border. A zero is there but shows nothing, as in published papers.
const fn number_format(amount: AmountFormat) -> &'static str {
    match amount {
        AmountFormat::Two => "#,##0.00_ ;[Red]-#,##0.00_ ;",
        AmountFormat::TwoToSix => "#,##0.00####_ ;[Red]-#,##0.00####_ ;",
        AmountFormat::AsStated => "General",
    }
}
