//! The years in the texts of a layout, as printed and as compared.

use crate::text::{squash, strip_ordinal, without_year};

/// Stands for the budget's year in texts as compared.
pub(crate) const THIS_YEAR: &str = "(year)年";
/// Stands for the year before it.
pub(crate) const LAST_YEAR: &str = "(last_year)年";

/// A text with the budget's `year` in it.
pub(crate) fn with_year(text: &str, year: Option<u16>) -> String {
    match year {
        Some(year) => {
            let last = year.saturating_sub(1).to_string();
            text.replace("{year}", &year.to_string())
                .replace("{last_year}", &last)
        }
        None => text.replace("{year}年", "").replace("{last_year}年", ""),
    }
}

/// A header with the budget's `year` in it; without one, it says 本年 and 上年.
pub(crate) fn header_with_year(text: &str, year: Option<u16>) -> String {
    match year {
        Some(_) => with_year(text, year),
        None => text
            .replace("{year}年", "本年")
            .replace("{last_year}年", "上年"),
    }
}

/// The form in which headers are compared: squashed, without year.
pub(super) fn header_key(text: &str) -> String {
    const YEARS: [&str; 4] = ["{year}年度", "{year}年", "{last_year}年度", "{last_year}年"];
    if !text.contains('{') {
        return without_year(&squash(text)).into_owned();
    }
    let text = YEARS
        .iter()
        .fold(text.to_owned(), |text, year| text.replace(year, ""));
    without_year(&squash(&text)).into_owned()
}

/// The same with [`THIS_YEAR`] and [`LAST_YEAR`] for the years in it.
pub(super) fn dated_key(text: &str) -> String {
    dated(&squash(text))
}

/// The years of a layout as one word each, in a squashed text.
fn dated(text: &str) -> String {
    // Brackets of all kinds are compared as round ones.
    if !text.contains('(') {
        return text.to_owned();
    }
    text.replace("(year)年度", THIS_YEAR)
        .replace("(last_year)年度", LAST_YEAR)
}

/// The form in which labels are compared: squashed, without ordinal, with [`THIS_YEAR`] and [`LAST_YEAR`] for the years of a
/// layout.
pub(crate) fn label_key(text: &str) -> String {
    let text = squash(text);
    dated(strip_ordinal(&text).trim_end_matches(':'))
}

/// A header text in which 本年 and 上年 stand for the years in it.
pub(super) fn in_words(text: &str) -> Option<String> {
    let dated = text.contains(THIS_YEAR) || text.contains(LAST_YEAR);
    dated.then(|| text.replace(THIS_YEAR, "本年").replace(LAST_YEAR, "上年"))
}
