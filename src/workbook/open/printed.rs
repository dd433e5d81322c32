//! What is printed above and below a sheet, in the notation of Excel: `&L编制单位：某某中心&R单位：万元`.

/// Longer headers are no text that anybody reads.
const LONGEST: usize = 1_000;

/// Adds the texts of a header or footer to `printed`: those on the left, in the middle and on the right apart, line by
/// line. Fonts, colours, page numbers and the like are left out.
pub(super) fn add(printed: &mut Vec<String>, code: &str) {
    let mut text = String::new();
    let mut chars = code.chars().take(LONGEST).peekable();
    while let Some(c) = chars.next() {
        if c != '&' {
            text.push(c);
            continue;
        }
        match chars.next() {
            Some('&') => text.push('&'),
            Some('L' | 'C' | 'R' | 'l' | 'c' | 'r') => text.push('\n'),
            // The name and style of a font.
            Some('"') => {
                let _font = chars.by_ref().take_while(|c| *c != '"').count();
            }
            // A colour: six digits, or its number in the theme and a shade.
            Some('K' | 'k') => {
                for _ in 0..6 {
                    let colour = |c: &char| c.is_ascii_hexdigit() || matches!(c, '+' | '-');
                    if chars.next_if(colour).is_none() {
                        break;
                    }
                }
            }
            // The size of the font.
            Some('0'..='9') => while chars.next_if(char::is_ascii_digit).is_some() {},
            _ => {}
        }
    }
    lines(printed, &text);
}

/// Adds the lines of `text` that are not empty and not there yet: first, even and odd pages often say the same.
pub(super) fn lines(printed: &mut Vec<String>, text: &str) {
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if printed.len() < 60 && printed.iter().all(|own| own != line) {
            printed.push(line.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_header() {
        let parts = |code: &str| {
            let mut printed = Vec::new();
            add(&mut printed, code);
            printed
        };
        assert_eq!(
            parts("&L编制单位：某某中心&C&\"宋体,加粗\"&16支出预算表&R&10&K01+000单位：万元"),
            ["编制单位：某某中心", "支出预算表", "单位：万元"]
        );
        assert_eq!(parts("&C第 &P 页，共 &N 页"), ["第  页，共  页"]);
        assert_eq!(parts("A&&B\n单位：元&"), ["A&B", "单位：元"]);
        assert!(parts("&L&\"").is_empty());
    }
}
