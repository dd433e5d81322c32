//! Numbers of the texts that are larger than anything there is.

use super::{Texts, cell};
use crate::finding::{Finding, FindingCode};

/// The most characters that are quoted of one.
const LONGEST: usize = 40;

pub(super) fn check(texts: &Texts<'_>) -> Vec<Finding> {
    let all = texts.paragraphs().flat_map(|(text, paragraph)| {
        let spans = paragraph.too_large.iter();
        spans.map(move |span| (text, &text.text[span.clone()]))
    });
    all.map(|(text, words)| {
        let mut quote: String = words.chars().take(LONGEST).collect();
        if quote.len() < words.len() {
            quote.push('…');
        }
        Finding::new(FindingCode::NumberNotRead)
            .variant("too-large")
            .arg("quote", quote)
            .cell(cell(text, words))
    })
    .collect()
}
