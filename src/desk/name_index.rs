//! The names and codes of a roster's lines, to be found at once: every file is held against all of them.

use std::collections::HashMap;

use super::names::{bare, is_region, region, without_region};
use super::roster::Roster;

/// The fewest characters by which a name is known within another text.
const FEWEST: usize = 3;

/// The names and codes of a roster's lines.
#[derive(Debug)]
pub(super) struct NameIndex {
    /// The region that stands in front of the names.
    pub(super) region: String,
    /// The name of each line as it is compared, and without the region.
    names: Vec<[String; 2]>,
    codes: HashMap<String, Vec<usize>>,
    /// The lines by name of this year or last year.
    by_name: HashMap<String, Vec<usize>>,
    /// The lines by what follows a region in their names.
    behind_region: HashMap<String, Vec<usize>>,
    /// The lines by what is found within other texts.
    within: HashMap<String, Vec<usize>>,
    /// The most characters of these.
    longest: usize,
}

impl NameIndex {
    pub(super) fn new(roster: &Roster) -> Self {
        let bares: Vec<String> = roster.lines.iter().map(|line| bare(&line.name)).collect();
        let region = region(&bares);
        let mut index = Self {
            names: Vec::new(),
            codes: HashMap::new(),
            by_name: HashMap::new(),
            behind_region: HashMap::new(),
            within: HashMap::new(),
            longest: 0,
            region,
        };
        for ((at, line), name) in roster.lines.iter().enumerate().zip(bares) {
            index.codes.entry(line.code.clone()).or_default().push(at);
            let old = Some(&line.old_name).filter(|own| !own.is_empty());
            for name in old.map(|own| bare(own)).into_iter().chain([name.clone()]) {
                for behind in behind_regions(&name) {
                    put(&mut index.behind_region, behind, at);
                }
                put(&mut index.by_name, &name, at);
            }
            let short = without_region(&name, &index.region).to_owned();
            for own in [&name, &short] {
                let length = own.chars().count();
                if length >= FEWEST {
                    index.longest = index.longest.max(length);
                    put(&mut index.within, own, at);
                }
            }
            index.names.push([name, short]);
        }
        index
    }

    /// The name of a line as it is compared, and without the region.
    pub(super) fn names(&self, line: usize) -> &[String; 2] {
        &self.names[line]
    }

    /// The lines of this code.
    pub(super) fn coded(&self, code: &str) -> &[usize] {
        self.codes.get(code).map_or(&[], Vec::as_slice)
    }

    /// The lines that bear this name, or bore it last year: with a region in front or without.
    pub(super) fn alike(&self, name: &str) -> Vec<usize> {
        let name = bare(name);
        if name.is_empty() {
            return Vec::new();
        }
        let short = behind_regions(&name).filter_map(|own| self.by_name.get(own));
        let same = self.by_name.get(&name);
        let long = self.behind_region.get(&name);
        let all = short.chain(same).chain(long).flatten().copied();
        let mut all: Vec<usize> = all.collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The lines with the longest name that is found within a text.
    pub(super) fn longest_within(&self, text: &str) -> Vec<usize> {
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let end = |at: usize| ends.get(at).copied().unwrap_or(text.len());
        for length in (FEWEST..=self.longest.min(ends.len())).rev() {
            let pieces = (0..=ends.len() - length).map(|at| &text[end(at)..end(at + length)]);
            let found = pieces.filter_map(|own| self.within.get(own));
            let mut found: Vec<usize> = found.flatten().copied().collect();
            if !found.is_empty() {
                found.sort_unstable();
                found.dedup();
                return found;
            }
        }
        Vec::new()
    }
}

fn put(map: &mut HashMap<String, Vec<usize>>, name: &str, line: usize) {
    let lines = map.entry(name.to_owned()).or_default();
    if lines.last() != Some(&line) {
        lines.push(line);
    }
}

/// What follows a region at the front of a name, wherever one may end.
fn behind_regions(name: &str) -> impl Iterator<Item = &str> {
    let cuts = name.char_indices().skip(1);
    cuts.filter(|(at, _)| is_region(&name[..*at]))
        .map(|(at, _)| &name[at..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::names::same_name;
    use crate::desk::roster::RosterLine;

    #[test]
    fn names_are_found_as_they_are_compared() {
        let names = [
            "云山区教育局",
            "教育局",
            "云山区教育局（本级）",
            "云山区第一中学",
            "云山区云山区第一中学",
            "第一中学分校",
            "",
            "区",
        ];
        let line = |name: &&str| RosterLine {
            name: (*name).to_owned(),
            ..RosterLine::default()
        };
        let roster = Roster {
            lines: names.iter().map(line).collect(),
            ..Roster::default()
        };
        let index = NameIndex::new(&roster);
        for name in names
            .iter()
            .chain(&["山区教育局", "外县教育局", "教育局 ", "第一中学", "中学"])
        {
            let wanted = (0..names.len()).filter(|at| same_name(names[*at], name));
            assert_eq!(index.alike(name), wanted.collect::<Vec<_>>(), "{name}");
        }
        assert_eq!(index.longest_within("2026云山区第一中学预算"), [3, 4]);
    }
}
