//! What an .ods file does not show: hidden rows and columns, those of no size, and formats that show nothing.

/// Adds the hidden rows or columns from `from` up to, but not with, `to`.
pub(super) fn hide(ranges: &mut Vec<(u32, u32)>, hidden: bool, from: u64, to: u64) {
    if !hidden || from >= to {
        return;
    }
    // Within the limits both fit.
    let (from, last) = (from as u32, (to - 1) as u32);
    match ranges.last_mut() {
        Some((_, before)) if before.checked_add(1) == Some(from) => *before = last,
        _ => ranges.push((from, last)),
    }
}

/// Whether a length such as `0.02cm` is too small to be seen.
pub(super) fn is_nothing(length: &str) -> bool {
    let unit = length.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number = &length[..length.len() - unit.len()];
    let points = match unit {
        "in" => 72.0,
        "cm" => 28.35,
        "mm" => 2.835,
        "pc" => 12.0,
        _ => 1.0,
    };
    number
        .parse::<f64>()
        .is_ok_and(|number| number * points < 1.0)
}

/// Whether the content of a cell has paragraphs and all are empty: then its format shows nothing of its value.
pub(super) fn shows_nothing(inner: &str) -> bool {
    let mut rest = inner;
    let mut paragraphs = false;
    while let Some(open) = rest.find('<') {
        if !rest[..open].trim().is_empty() {
            return false;
        }
        let tag = &rest[open + 1..];
        // A comment or drawing holds texts of its own; a field or a space shows something.
        let name = tag.split([' ', '>', '/']).find(|part| !part.is_empty());
        match name {
            Some("text:p" | "text:span") => paragraphs = true,
            _ => return false,
        }
        rest = tag.find('>').map_or("", |end| &tag[end + 1..]);
    }
    paragraphs && rest.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_small_or_empty() {
        for (length, nothing) in [
            ("0in", true),
            ("0.02cm", true),
            ("0.2in", false),
            ("", false),
        ] {
            assert_eq!(is_nothing(length), nothing, "{length}");
        }
        for (inner, nothing) in [
            ("<text:p/>", true),
            ("<text:p></text:p><text:p><text:span/></text:p>", true),
            ("", false),
            ("<text:p>5</text:p>", false),
            ("<text:p><text:s/></text:p>", false),
        ] {
            assert_eq!(shows_nothing(inner), nothing, "{inner}");
        }
    }
}
