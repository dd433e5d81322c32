//! Boxes to tick, as people draw them in a cell.

use super::squash;

/// Marks of a box that is ticked.
const TICKED: [char; 13] = [
    '☑', '☒', '■', '√', '✓', '✔', '▣', '◼', '🗹', '🗷', '●', '\u{f052}', '\u{fe}',
];
/// Marks of a box that is not.
const EMPTY: [char; 8] = ['□', '☐', '▢', '◻', '○', '\u{f0a3}', '\u{a8}', '〇'];

/// The words that are ticked: `甲□ 乙☑` is 乙, so is `□甲 ☑乙`, `甲 乙（√）`. `None` where there are no boxes or ticks at all.
///
/// ```
/// # use yusuan::text::ticked;
/// assert_eq!(ticked("专项资金□ 经常性项目☑ 一次性项目□"), Some(vec!["经常性项目".to_owned()]));
/// assert_eq!(ticked("经常性项目"), None);
/// ```
#[must_use]
pub fn ticked(text: &str) -> Option<Vec<String>> {
    let text = with_boxes(text);
    let mark = |c: char| TICKED.contains(&c) || EMPTY.contains(&c);
    if !text.contains(mark) {
        return None;
    }
    // Brackets around a mark say no more than the mark.
    let text: String = text
        .chars()
        .map(|c| {
            if matches!(c, '（' | '）' | '(' | ')' | '[' | ']' | '【' | '】') {
                ' '
            } else {
                c
            }
        })
        .collect();
    let boxes_first = text.trim_start().starts_with(mark);
    let mut ticked = Vec::new();
    let mut words = String::new();
    let mut before: Option<bool> = None;
    let mut take = |words: &mut String, tick: bool| {
        // Words without a box of their own, parted by white space, come before those that the mark belongs to.
        let part = words.split([' ', '\u{3000}', '、', '，', ',', '；', ';', '\n', '/']);
        let mut parts = part.map(squash).filter(|part| !part.is_empty());
        let own = if boxes_first {
            parts.next()
        } else {
            parts.next_back()
        };
        if let (Some(own), true) = (own, tick) {
            ticked.push(own.into_owned());
        }
        words.clear();
    };
    for c in text.chars() {
        if !mark(c) {
            words.push(c);
            continue;
        }
        let tick = TICKED.contains(&c);
        if boxes_first {
            if let Some(tick) = before {
                take(&mut words, tick);
            }
            before = Some(tick);
        } else {
            take(&mut words, tick);
        }
    }
    if let Some(tick) = before {
        take(&mut words, tick);
    }
    Some(ticked)
}

/// The text with boxes in place of what is left of a web form: `<input type="checkbox" checked>` is ☑, without `checked` □.
#[must_use]
pub fn with_boxes(text: &str) -> String {
    let mut rest = text;
    let mut kept = String::new();
    while let Some(at) = rest.find("<input") {
        let Some(length) = rest[at..].find('>') else {
            break;
        };
        let tag = &rest[at..at + length];
        kept.push_str(rest[..at].trim_end());
        kept.push(if tag.contains("checked") {
            '☑'
        } else {
            '□'
        });
        rest = &rest[at + length + 1..];
        rest = rest.strip_prefix("</input>").unwrap_or(rest);
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_in_all_styles() {
        for text in [
            "专项资金□ 经常性项目☑ 一次性项目□",
            "专项资金□经常性项目■一次性项目□",
            "□专项资金 ☒经常性项目 □一次性项目",
            "专项资金（ ） 经常性项目（√） 一次性项目（ ）",
            "经常性项目 √",
            "专项资金 <input type=\"checkbox\"/> 经常性项目 <input checked=\"checked\" type=\"checkbox\"/> 一次性项目 <input type=\"checkbox\"/>",
        ] {
            assert_eq!(ticked(text), Some(vec!["经常性项目".to_owned()]), "{text}");
        }
        assert_eq!(ticked("专项资金□ 经常性项目□"), Some(Vec::new()));
        assert_eq!(
            ticked("☑专项资金\n☑经常性项目"),
            Some(vec!["专项资金".to_owned(), "经常性项目".to_owned()])
        );
        assert_eq!(
            with_boxes(
                "专项资金 <input type=\"checkbox\"> 经常性项目 <input type=\"checkbox\" checked>"
            ),
            "专项资金□ 经常性项目☑"
        );
    }
}
