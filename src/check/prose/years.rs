//! The years that stand in a text.

use crate::model::YearWords;

/// A year in a text.
pub(super) struct YearInText {
    pub(super) year: u16,
    pub(super) at: usize,
    /// Within 《…》 or 〔…〕.
    pub(super) quoted: bool,
    /// Behind a word that says that another year is meant, or the first of a span of years.
    pub(super) meant: bool,
}

/// The years of a text, in their order.
pub(super) fn years<'t>(
    words: &'t YearWords,
    text: &'t str,
) -> impl Iterator<Item = YearInText> + 't {
    text.match_indices('年').filter_map(move |(end, _)| {
        let before = &text[..end];
        let digits: Vec<char> = before
            .chars()
            .rev()
            .take_while(|c| digit(*c).is_some())
            .collect();
        if digits.len() != 4 {
            return None;
        }
        let length: usize = digits.iter().map(|c| c.len_utf8()).sum();
        let year = digits
            .iter()
            .rev()
            .try_fold(0_u16, |year, c| Some(year * 10 + digit(*c)?))?;
        let at = end - length;
        let within = |left: char, right: char| {
            let before = &text[..at];
            before.matches(left).count() > before.matches(right).count()
        };
        let behind = &text[end + '年'.len_utf8()..];
        let spans = behind.starts_with(['-', '—', '－', '至', '~', '～', '起', '以', '末', '底']);
        let dated = behind.starts_with(|c: char| digit(c).is_some());
        let meant = words
            .before
            .iter()
            .any(|own| text[..at].trim_end().ends_with(own.as_str()));
        (2000..2100).contains(&year).then(|| YearInText {
            year,
            at,
            quoted: within('《', '》')
                || within('〔', '〕')
                || within('［', '］')
                || within('[', ']'),
            meant: meant || spans || dated,
        })
    })
}

/// The value of a digit, full-width ones included.
fn digit(c: char) -> Option<u16> {
    let value = match c {
        '0'..='9' => u32::from(c) - u32::from('0'),
        '０'..='９' => u32::from(c) - u32::from('０'),
        _ => return None,
    };
    u16::try_from(value).ok()
}
