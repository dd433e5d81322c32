//! Names and codes of bodies as they are compared.

use super::words::{of, plain, words};

/// A name without brackets, blanks, 本级 and 机关.
#[must_use]
pub fn bare(name: &str) -> String {
    let mut name = plain(name);
    while let Some(front) = of(&words().names, "own").find_map(|end| name.strip_suffix(end)) {
        if front.is_empty() {
            break;
        }
        name = front.to_owned();
    }
    name.replace(['(', ')'], "")
}

/// Whether a name says that the department's own office is meant.
#[must_use]
pub fn is_own(name: &str) -> bool {
    let name = plain(name);
    of(&words().names, "own").any(|end| name.ends_with(end))
}

/// Whether the name of a file says that it is a department's paper.
pub(super) fn says_department(name: &str) -> bool {
    let name = plain(name);
    of(&words().names, "department").any(|word| name.contains(word))
}

/// Whether two names are of one body: a region may stand in front.
#[must_use]
pub fn same_name(one: &str, other: &str) -> bool {
    let (one, other) = (bare(one), bare(other));
    let (long, short) = if one.len() >= other.len() {
        (&one, &other)
    } else {
        (&other, &one)
    };
    let front = long.strip_suffix(short.as_str());
    !short.is_empty() && front.is_some_and(|front| front.is_empty() || is_region(front))
}

/// Whether a text ends as names of regions do.
pub(super) fn is_region(front: &str) -> bool {
    of(&words().names, "region_ends").any(|end| front.ends_with(end))
}

/// The name without the region in front, where `region` is one that all names of a roster share.
pub(super) fn without_region<'n>(name: &'n str, region: &str) -> &'n str {
    name.strip_prefix(region).unwrap_or(name)
}

/// The region that stands in front of most names, as they are compared: 云溪区.
pub(super) fn region(names: &[String]) -> String {
    let mut best = (1, String::new());
    for name in names.iter().take(50) {
        for (at, c) in name.char_indices() {
            let front = &name[..at + c.len_utf8()];
            if !is_region(front) || front.chars().count() < 2 {
                continue;
            }
            let count = names.iter().filter(|own| own.starts_with(front)).count();
            if count > best.0 || count == best.0 && front.len() > best.1.len() {
                best = (count, front.to_owned());
            }
        }
    }
    best.1
}

/// Whether two codes are one; zeros in front get lost where a code is kept as a number.
pub(super) fn same_code(one: &str, other: &str) -> bool {
    let strip = |code: &str| code.trim().trim_start_matches('0').to_owned();
    !strip(one).is_empty() && strip(one) == strip(other)
}

/// The digits at the start of a text.
pub(super) fn front_digits(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_digit());
    &text[..end.unwrap_or(text.len())]
}
