//! Whose a file is: by its content first; the names of file and folder only fill what the content leaves open.

use std::collections::BTreeSet;

use super::head::Head;
use super::inbox::INSIDE;
use super::name_index::NameIndex;
use super::names::{bare, front_digits, is_own, same_code, says_department, without_region};
use super::roster::{Roster, RosterLevel, RosterLine};
use super::words::plain;
use crate::model::{Body, Id, Unit};

/// Whose a file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// That of a roster line.
    Line(usize),
    /// That of one line by its content, while its own name names another.
    Other {
        /// Whose it is by its content.
        content: usize,
        /// Whose it is by its name.
        named: usize,
    },
    /// Its content names a unit that is no line.
    NotInRoster,
    /// Its content fits several lines or none, or its code and its name name two.
    Unclear(Vec<usize>),
}

/// A roster as files are matched with it.
#[derive(Debug)]
pub struct Matcher<'r> {
    roster: &'r Roster,
    names: NameIndex,
    /// The layouts of departments that units fill in as well: they do not tell whose a file is.
    shared: BTreeSet<Id>,
}

impl<'r> Matcher<'r> {
    /// For the lines of `roster`.
    #[must_use]
    pub fn new(roster: &'r Roster) -> Self {
        let names = NameIndex::new(roster);
        Self {
            roster,
            names,
            shared: BTreeSet::new(),
        }
    }

    /// That knows which layouts of departments the units of a batch fill in as well.
    #[must_use]
    pub fn of_batch<'h>(roster: &'r Roster, heads: impl Iterator<Item = &'h Head>) -> Self {
        let mut matcher = Self::new(roster);
        let of_units = heads.filter(|own| own.unit.body == Body::Department);
        let of_units = of_units.filter(|own| matcher.is_unit(&own.unit));
        matcher.shared = of_units.map(|own| own.layout.clone()).collect();
        matcher
    }

    /// Whether this is a unit, and neither a department nor its own office.
    fn is_unit(&self, unit: &Unit) -> bool {
        let named = match self.roster.of_code(&unit.code) {
            Some(at) if !unit.code.is_empty() => vec![at],
            _ => self.names.alike(&unit.name),
        };
        let is_unit = |&at: &usize| self.roster.lines[at].level == RosterLevel::Unit;
        !named.is_empty() && named.iter().all(is_unit)
    }

    /// Whose a file at `path` is, whose content in the layout `layout` states `unit`.
    #[must_use]
    pub fn whose(&self, unit: &Unit, layout: &Id, path: &str) -> Whose {
        let is_told = !self.shared.contains(layout);
        let named = self.named_by_file(path);
        let content = match self.of_content(unit, is_told, path) {
            OwnerByContent::Line(content) => content,
            OwnerByContent::Stranger => return Whose::NotInRoster,
            OwnerByContent::Contradicts(lines) => return Whose::Unclear(lines),
            OwnerByContent::Several(lines) => {
                let told = narrowed(&lines, &named)
                    .or_else(|| narrowed(&lines, &self.named_by_folders(path)))
                    .or_else(|| self.by_department(&lines, path));
                match told {
                    Some(line) => return Whose::Line(line),
                    None => return Whose::Unclear(lines),
                }
            }
            OwnerByContent::Silent => {
                let folders = || self.named_by_folders(path);
                let lines = Some(named)
                    .filter(|own| !own.is_empty())
                    .unwrap_or_else(folders);
                let fitting = self.of_body(&lines, unit.body);
                return match fitting[..] {
                    [line] => Whose::Line(line),
                    _ => Whose::Unclear(lines),
                };
            }
        };
        let is_same = |&line: &usize| line == content || self.is_pair(line, content);
        if named.is_empty() || named.iter().any(is_same) || self.also_named(path, content, &named) {
            return Whose::Line(content);
        }
        Whose::Other {
            content,
            named: named[0],
        }
    }

    /// The line that the name of a file or of its folders tells, where the file itself cannot be read.
    #[must_use]
    pub fn by_path(&self, path: &str) -> Option<usize> {
        let named = self.named_by_file(path);
        let lines = match named.is_empty() {
            true => self.named_by_folders(path),
            false => named,
        };
        match lines[..] {
            [line] => Some(line),
            // 部门 and 本级 of one name: the file of the office says so.
            [one, other] if self.is_pair(one, other) => {
                let own = is_own(stem(file_name(path)));
                let wanted = if own {
                    RosterLevel::Own
                } else {
                    RosterLevel::Department
                };
                let found = [one, other].into_iter();
                let mut found = found.filter(|&at| self.roster.lines[at].level == wanted);
                found.next()
            }
            _ => None,
        }
    }

    /// The line of last year's budget: by last year's code and name before this year's.
    #[must_use]
    pub fn last_year(&self, head: &Head, path: &str) -> Option<usize> {
        let (unit, is_told) = (&head.unit, !self.shared.contains(&head.layout));
        let lines = &self.roster.lines;
        let own = front_digits(file_name(path));
        let code = if unit.code.is_empty() {
            own
        } else {
            &unit.code
        };
        let renamed = |line: &RosterLine| !line.old_code.is_empty();
        let by_old = lines
            .iter()
            .position(|line| renamed(line) && same_code(&line.old_code, code));
        if by_old.is_some() {
            return by_old;
        }
        let by_code = self.roster.of_code(code).filter(|&at| !renamed(&lines[at]));
        if let Some(at) = by_code {
            return Some(self.of_pair(at, unit, is_told, path));
        }
        // A code that is nobody's is that of a unit which is no more, unless the roster has no codes.
        let told = !code.is_empty() && lines.iter().any(|line| !line.code.is_empty());
        let alike = self.names.alike(&unit.name);
        let fitting = self.of_body(&alike, unit.body);
        match fitting[..] {
            [at] if !told || unit.code.is_empty() => Some(self.of_pair(at, unit, is_told, path)),
            [at] if !lines[at].old_name.is_empty() => Some(at),
            [at] if lines[at].old_code.is_empty() => Some(at),
            _ => None,
        }
    }

    fn of_content(&self, unit: &Unit, is_told: bool, path: &str) -> OwnerByContent {
        let lines = &self.roster.lines;
        let by_code = match unit.code.is_empty() {
            true => None,
            false => self.roster.of_code(&unit.code).or_else(|| {
                let old = |line: &RosterLine| {
                    !line.old_code.is_empty() && same_code(&line.old_code, &unit.code)
                };
                lines.iter().position(old)
            }),
        };
        let named = self.names.alike(&unit.name);
        if let Some(at) = by_code {
            let same = |&own: &usize| own == at || self.is_pair(own, at);
            if !named.is_empty() && !named.iter().any(same) {
                return OwnerByContent::Contradicts([vec![at], named].concat());
            }
            return OwnerByContent::Line(self.of_pair(at, unit, is_told, path));
        }
        match (
            named.as_slice(),
            unit.code.is_empty() && unit.name.is_empty(),
        ) {
            ([], true) => OwnerByContent::Silent,
            ([], false) => OwnerByContent::Stranger,
            (named, _) => match self.of_body(named, unit.body)[..] {
                [at] => OwnerByContent::Line(self.of_pair(at, unit, is_told, path)),
                _ => OwnerByContent::Several(named.to_vec()),
            },
        }
    }

    /// Of 部门 and 本级 of one name the one that is meant. 本级 says so itself; a code of its own counts before the body of the layout,
    /// as many regions have one layout for both. The name of the file does not, where the layout is one of departments alone.
    fn of_pair(&self, at: usize, unit: &Unit, is_told: bool, path: &str) -> usize {
        let Some(other) = self.pair_of(at) else {
            return at;
        };
        let lines = &self.roster.lines;
        let (head, own) = match lines[at].level {
            RosterLevel::Department => (at, other),
            _ => (other, at),
        };
        let file = stem(file_name(path));
        let has_code = |code: &str| same_code(&lines[own].code, code);
        let is_department = is_told && unit.body == Body::Department && !has_code(&unit.code);
        let by_file = is_own(file) || has_code(front_digits(file));
        if is_own(&unit.name) || by_file && !is_department {
            return own;
        }
        let department = match has_code(&unit.code) && !lines[head].code.is_empty() {
            // The office that fills in its department's paper may write its own code.
            true => says_department(file),
            false => unit.body == Body::Department,
        };
        if department { head } else { own }
    }

    /// Of lines of one name those that the body of a layout fits; all where it fits none.
    fn of_body(&self, lines: &[usize], body: Body) -> Vec<usize> {
        let department = body == Body::Department;
        let fits =
            |at: &&usize| (self.roster.lines[**at].level == RosterLevel::Department) == department;
        let fitting: Vec<usize> = lines.iter().filter(fits).copied().collect();
        match fitting.is_empty() {
            true => lines.to_vec(),
            false => fitting,
        }
    }

    /// Whether two lines are a department and its own office.
    fn is_pair(&self, one: usize, other: usize) -> bool {
        self.pair_of(one) == Some(other)
    }

    /// The own office of a department, or the department of an office, where both bear one name.
    fn pair_of(&self, at: usize) -> Option<usize> {
        let lines = &self.roster.lines;
        let own = &lines[at];
        let alike = |&other: &usize| {
            let line = &lines[other];
            other != at
                && line.department == own.department
                && (line.level == RosterLevel::Department) != (own.level == RosterLevel::Department)
                && self.names.names(other)[0] == self.names.names(at)[0]
        };
        (0..lines.len()).find(alike)
    }

    /// The lines that the file's own name tells.
    fn named_by_file(&self, path: &str) -> Vec<usize> {
        self.named_by(stem(file_name(path)))
    }

    /// Whether the file's name speaks of the line beside `named`: of the finance bureau that gets the file, of the department in
    /// charge by its code. A code of another unit is a claim that no name takes back.
    fn also_named(&self, path: &str, line: usize, named: &[usize]) -> bool {
        let lines = &self.roster.lines;
        let text = stem(file_name(path));
        let digits = front_digits(text.trim_start());
        let coded = |at: &usize| !digits.is_empty() && lines[*at].code == digits;
        if named.iter().any(coded) && !named.iter().any(|at| lines[line].department == Some(*at)) {
            return false;
        }
        let text = plain(text).replace(['(', ')'], "");
        let names = |at: usize| self.names.names(at);
        // The name of 图书馆 within that of 少年儿童图书馆 is not its own.
        let others = named.iter().flat_map(|at| names(*at));
        let rest = others.fold(text, |text, name| text.replace(name, " "));
        let own = names(line).iter();
        let mut own = own.filter(|own| own.chars().count() > 2);
        own.any(|own| rest.contains(own))
    }

    /// The lines that the folders tell, the innermost that tells any.
    fn named_by_folders(&self, path: &str) -> Vec<usize> {
        let folders = path.replace(INSIDE, "/");
        let mut folders = folders.rsplit('/').skip(1).map(stem);
        let told =
            folders.find_map(|folder| Some(self.named_by(folder)).filter(|own| !own.is_empty()));
        told.unwrap_or_default()
    }

    /// The lines that a name tells: by the code in front, else by the longest name of a line in it.
    fn named_by(&self, text: &str) -> Vec<usize> {
        let digits = front_digits(text.trim_start());
        let coded = self.names.coded(digits);
        if !digits.is_empty() && !coded.is_empty() {
            return coded.to_vec();
        }
        let text = plain(text).replace(['(', ')'], "");
        self.names.longest_within(&text)
    }

    /// Of lines of one name that of the department which a folder speaks of.
    fn by_department(&self, lines: &[usize], path: &str) -> Option<usize> {
        let folders = path.replace(INSIDE, "/");
        for folder in folders.rsplit('/').skip(1).map(stem) {
            let folder = bare(folder);
            let speaks = |at: &&usize| {
                let head = self.roster.lines[**at].department;
                let head = head.map(|head| &self.roster.lines[head]);
                head.is_some_and(|head| {
                    folder.chars().count() > 1 && bare(&head.name).contains(&folder)
                        || !head.code.is_empty() && front_digits(&folder) == head.code
                        || folder.contains(without_region(&bare(&head.name), &self.names.region))
                })
            };
            let mut spoken = lines.iter().filter(speaks);
            if let Some(first) = spoken.next() {
                return spoken.next().is_none().then_some(*first);
            }
        }
        None
    }
}

/// What the content of a file says of whose it is.
enum OwnerByContent {
    Line(usize),
    Several(Vec<usize>),
    Contradicts(Vec<usize>),
    Stranger,
    Silent,
}

/// The only one of `lines` that is among `told`.
fn narrowed(lines: &[usize], told: &[usize]) -> Option<usize> {
    let mut both = lines.iter().filter(|line| told.contains(line));
    let first = both.next()?;
    both.next().is_none().then_some(*first)
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn stem(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, ending)) if ending.len() <= 5 && !stem.is_empty() => stem,
        _ => name,
    }
}
