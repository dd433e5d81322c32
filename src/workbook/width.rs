//! How much room a text takes in a column.
//!
//! The unit is that of column widths: a digit is 1 wide, a Chinese character or mark 2, as in 宋体. Quotation marks,
//! dashes and other characters that are wide only in Chinese fonts count as wide.

use unicode_width::UnicodeWidthChar;

/// The width of the widest line of `text`, in digits. The column must be a little wider to leave a margin.
///
/// ```
/// # use yusuan::workbook::text_width;
/// assert_eq!(text_width("合计 12.50"), 10.0);
/// assert_eq!(text_width("“三公”经费\n预算数"), 12.0);
/// ```
#[must_use]
pub fn text_width(text: &str) -> f64 {
    text.lines()
        .map(|line| line.chars().map(width).sum())
        .fold(0.0, f64::max)
}

/// The number of lines that `text` takes when wrapped to `width` digits; at least 1.
///
/// Lines break between Chinese characters and at spaces; a word longer than a line is cut.
///
/// ```
/// # use yusuan::workbook::line_count;
/// assert_eq!(line_count("一般公共预算财政拨款", 8.0), 3);
/// assert_eq!(line_count("合计\n小计", 80.0), 2);
/// ```
#[must_use]
pub fn line_count(text: &str, width: f64) -> usize {
    text.lines()
        .map(|line| wrapped(line, width.max(2.0)))
        .sum::<usize>()
        .max(1)
}

/// The width and height in pixels of a comment at 9 points that shows all of `text`.
#[must_use]
pub fn comment_size(text: &str) -> (u32, u32) {
    let columns = text_width(text).clamp(16.0, 48.0);
    let lines = line_count(text, columns) as f64;
    // At 9 points half a Chinese character takes 6 pixels and a line 16; the frame takes the rest.
    let (width, height) = (columns * 6.0 + 24.0, lines * 16.0 + 16.0);
    (width as u32, height as u32)
}

/// The number of lines that one line becomes in the room `room`.
fn wrapped(line: &str, room: f64) -> usize {
    let (mut lines, mut used) = (1, 0.0);
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let word = rest
            .split(breaks_around)
            .next()
            .filter(|word| !word.is_empty())
            .unwrap_or(&rest[..first.len_utf8()]);
        rest = &rest[word.len()..];
        let whole: f64 = word.chars().map(width).sum();
        if used + whole <= room || first == ' ' {
            // A space at the end of a line hangs over.
            used += whole;
            continue;
        }
        if used > 0.0 {
            (lines, used) = (lines + 1, 0.0);
        }
        for letter in word.chars().map(width) {
            if used + letter > room {
                (lines, used) = (lines + 1, 0.0);
            }
            used += letter;
        }
    }
    lines
}

/// Whether a line may break before and after this character.
fn breaks_around(letter: char) -> bool {
    letter == ' ' || width(letter) > 1.0
}

/// The width of one character, in digits.
fn width(letter: char) -> f64 {
    match letter.width_cjk() {
        Some(2..) => 2.0,
        Some(1) => 1.0,
        Some(0) | None => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_counts_twice() {
        for (text, width) in [
            ("", 0.0),
            ("abc", 3.0),
            ("合计", 4.0),
            ("1,234.00", 8.0),
            ("单位：元", 8.0),
            ("单位:元", 7.0),
            ("a\r\n合计\n", 4.0),
            ("20805\u{200b}", 5.0),
        ] {
            assert!((text_width(text) - width).abs() < 1e-9, "{text:?}");
        }
    }

    #[test]
    fn lines_break_where_programs_break_them() {
        for (text, width, lines) in [
            ("", 10.0, 1),
            ("合计", 4.0, 1),
            ("合计", 3.9, 2),
            ("公务用车购置及运行费", 10.0, 2),
            ("机关 overhead cost", 9.0, 3),
            ("abcdefghij", 4.0, 3),
            ("一abcdefghij", 4.0, 4),
            ("合计\n\n小计", 20.0, 3),
            ("合计", 0.0, 2),
            ("合计", f64::NAN, 2),
        ] {
            assert_eq!(line_count(text, width), lines, "{text:?} in {width}");
        }
    }
}
