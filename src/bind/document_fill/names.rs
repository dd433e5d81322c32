//! Names of sheets: short enough, without forbidden characters, and no two alike.

use std::collections::BTreeSet;

/// The most characters of a sheet's name, as UTF-16 counts them.
const LONGEST: usize = 31;

/// The names that are taken.
#[derive(Debug, Default)]
pub(in crate::bind) struct SheetNames(BTreeSet<String>);

impl SheetNames {
    /// Takes `name` as it is.
    pub(in crate::bind) fn take(&mut self, name: &str) {
        self.0.insert(name.to_lowercase());
    }

    /// A free name made of `wanted`, cut and numbered where it must be; it is taken then.
    pub(in crate::bind) fn free(&mut self, wanted: &str) -> String {
        let allowed = |c: char| match c {
            '[' | ']' | ':' | '*' | '?' | '/' | '\\' => '_',
            c if c.is_control() => '_',
            c => c,
        };
        let clean: String = wanted.chars().map(allowed).collect();
        let clean = clean.trim().trim_matches('\'').trim();
        let clean = if clean.is_empty() { "其他" } else { clean };
        let mut number = 1_u32;
        loop {
            let end = if number == 1 {
                String::new()
            } else {
                format!("_{number}")
            };
            let name = cut(clean, LONGEST - end.len()).to_owned() + &end;
            // Excel keeps this name for itself.
            if name.to_lowercase() != "history" && self.0.insert(name.to_lowercase()) {
                return name;
            }
            number += 1;
        }
    }
}

/// The beginning of `text` of at most `room` units of UTF-16.
fn cut(text: &str, room: usize) -> &str {
    let mut used = 0;
    let end = text.char_indices().find(|(_, c)| {
        used += c.len_utf16();
        used > room
    });
    end.map_or(text, |(at, _)| &text[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_legal_and_no_two_alike() {
        let mut names = SheetNames::default();
        names.take("表1");
        assert_eq!(names.free("表1"), "表1_2");
        assert_eq!(names.free("[Abc]*?"), "_Abc___");
        assert_eq!(names.free("_abc___"), "_abc____2");
        assert_eq!(names.free("'' "), "其他");
        assert_eq!(names.free("History"), "History_2");
        let long = "项".repeat(40);
        assert_eq!(names.free(&long), "项".repeat(31));
        assert_eq!(names.free(&long), "项".repeat(29) + "_2");
    }
}
