//! A text in its form for comparison that knows where each part of it stands in the original.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;

use super::normal::{fold, half_width, is_noise, stands_alone};

/// A text as [`squash`](super::squash) makes it, with the place of each character in the original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    text: String,
    /// For each byte of `text` the bytes of the original that it comes from.
    from: Vec<Range<usize>>,
}

impl Folded {
    /// Folds `original`.
    #[must_use]
    pub fn new(original: &str) -> Self {
        let mut folded = Self {
            text: String::with_capacity(original.len()),
            from: Vec::with_capacity(original.len()),
        };
        for (at, own) in original.char_indices() {
            let from = at..at + own.len_utf8();
            let mut push = |c: char| {
                if !is_noise(c) {
                    let c = fold(c);
                    folded.text.push(c);
                    let bytes = std::iter::repeat_n(from.clone(), c.len_utf8());
                    folded.from.extend(bytes);
                }
            };
            match stands_alone(own) {
                true => push(half_width(own)),
                false => std::iter::once(own).nfkc().for_each(push),
            }
        }
        folded
    }

    /// The folded text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the original that the bytes `span` of the folded text come from.
    #[must_use]
    pub fn original(&self, span: Range<usize>) -> Range<usize> {
        let start = self.from.get(span.start).map_or(0, |from| from.start);
        let last = span.end.checked_sub(1).and_then(|at| self.from.get(at));
        start..last.map_or(start, |from| from.end).max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::squash;

    #[test]
    fn places_lead_back_to_the_original() {
        for text in [
            "“一般公共服务支出” 科目７８０８．５１ 万元，",
            "公务用车\u{200b}购置（含）①㎡",
            "",
        ] {
            let folded = Folded::new(text);
            assert_eq!(folded.text(), squash(text), "{text}");
        }
        let text = "收入 ８２１２．２９ 万元";
        let folded = Folded::new(text);
        let at = folded.text().find("8212.29万元").unwrap();
        let span = folded.original(at..at + "8212.29万元".len());
        assert_eq!(&text[span], "８２１２．２９ 万元");
    }
}
