//! Names of units and departments, with the words before them.

use super::titles::measure_in;
use crate::model::{Body, ReadingWords};
use crate::text::find;

/// The longest text that names a body, in characters.
const LONGEST: usize = 120;

/// The name that a squashed text gives behind 编制单位 or the like: code, name, unit or department.
pub(super) fn preparer(words: &ReadingWords, text: &str) -> Option<(String, String, Body)> {
    let of = |units: &'_ [String], departments: &'_ [String], meant: &dyn Fn(&str) -> bool| {
        let units = units
            .iter()
            .map(|word| (word.len(), Body::Unit, meant(word)));
        let departments = departments.iter();
        let departments = departments.map(|word| (word.len(), Body::Department, meant(word)));
        let all = units.chain(departments).filter(|(.., meant)| *meant);
        all.max_by_key(|(length, ..)| *length)
    };
    // Each of the words ends in a colon, which few texts have.
    let behind = text.match_indices(':').find_map(|(colon, _)| {
        let (front, behind) = text.split_at(colon + 1);
        let (_, body, _) = of(&words.unit, &words.department, &|word| {
            front.ends_with(word)
        })?;
        Some((behind, body))
    });
    // Alone in front, unless a unit of measure is meant.
    let bare = || {
        let begins = |word: &str| text.starts_with(word);
        let (length, body, _) = of(&words.unit_alone, &words.department_alone, &begins)?;
        let behind = &text[length..];
        let name = measure_in(&words.measure, text).is_none() && behind.chars().count() >= 3;
        name.then_some((behind, body))
    };
    let (tail, body) = behind.or_else(bare)?;
    if text.chars().count() > LONGEST {
        return None;
    }
    let stops = words.behind_name.iter();
    let end = stops.filter_map(|stop| find(tail, stop)).min();
    let tail = tail[..end.unwrap_or(tail.len())].trim_end_matches(['(', ',', ';']);
    let (code, name) = split_code(tail);
    Some((code, name, body))
}

/// A code of the finance system in front of a name: `[002003]名称`, `002003-名称`, `(002)名称`.
pub(super) fn split_code(text: &str) -> (String, String) {
    let open = text.trim_start_matches('(');
    let digits = open.len() - open.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if matches!(digits, 3..=12) {
        let rest = open[digits..].trim_start_matches([')', '-', '_', '.', ':']);
        if !rest.starts_with('年') {
            return (open[..digits].to_owned(), rest.to_owned());
        }
    }
    (String::new(), text.to_owned())
}

/// Whether a text is a name that ends as those of public bodies do.
pub(super) fn is_name(words: &ReadingWords, text: &str) -> bool {
    let length = text.chars().count();
    (4..=50).contains(&length)
        && ReadingWords::ends(&words.name_ends, text)
        && !text.contains(['。', ':', ';'])
}
