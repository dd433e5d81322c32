//! The roster of a batch: who has to hand in.

use std::collections::BTreeMap;

use super::list_table::{ListRow, RowTexts, SheetList, tables};
use super::lists::{is_remark, is_total};
use super::names::{bare, same_code, same_name};
use super::roster_year::roster_year;
use super::words::{is, words};
use crate::form::RosterError;
use crate::messages::Phrase;
use crate::text::squash;
use crate::workbook::Workbook;

/// What a roster line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum RosterLevel {
    /// A department with its units (部门).
    Department,
    /// The department's own office (本级).
    Own,
    /// A unit (单位).
    #[default]
    Unit,
}

impl RosterLevel {
    /// The word in JSON and in the names of messages.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Department => "department",
            Self::Own => "own",
            Self::Unit => "unit",
        }
    }
}

/// A line of the roster.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RosterLine {
    /// Its row, counted from 1.
    pub row: u32,
    /// Code in the finance system; empty where the roster has none.
    pub code: String,
    /// Name.
    pub name: String,
    /// What it is.
    pub level: RosterLevel,
    /// The position of its department among the lines; of a department, its own.
    pub department: Option<usize>,
    /// The department in charge, as the roster has it.
    pub department_name: String,
    /// Who hands in.
    pub contact: String,
    /// The telephone number.
    pub phone: String,
    /// Until when: `2026-01-13`.
    pub due: String,
    /// Last year's code, where it was another.
    pub old_code: String,
    /// Last year's name, where it was another.
    pub old_name: String,
    /// The file that the reviewer decided for.
    pub counted: String,
    /// Who reviews.
    pub reviewer: String,
}

impl RosterLine {
    /// What the line is known by: its code, else its name.
    #[must_use]
    pub fn id(&self) -> &str {
        match self.code.is_empty() {
            true => &self.name,
            false => &self.code,
        }
    }
}

/// Who has to hand in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roster {
    /// The year in its title.
    pub year: Option<u16>,
    /// Its lines, in its order.
    pub lines: Vec<RosterLine>,
    /// The rows, counted from 1, that have a name and nothing else where all others have a code: they head a group.
    pub passed_over: Vec<(u32, String)>,
}

/// Why a roster cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RosterFault {
    /// What is wrong with any roster.
    #[error(transparent)]
    List(#[from] RosterError),
    /// A department in charge that is no line.
    #[error("`{department}` of row {row} is no line")]
    NoDepartment {
        /// The department.
        department: String,
        /// The row, counted from 1.
        row: u32,
    },
}

impl RosterFault {
    /// What is wrong with the roster at `path`, and what to do.
    #[must_use]
    pub fn phrase(&self, path: impl std::fmt::Display) -> Phrase {
        match self {
            Self::List(own) => own.phrase(path),
            Self::NoDepartment { department, row } => Phrase::new("desk-roster-no-department")
                .arg("path", path)
                .arg("department", department)
                .arg("row", row),
        }
    }
}

impl Roster {
    /// Reads a roster.
    ///
    /// # Errors
    /// Where it has no header or line, a line twice or without name, or a department that is no line.
    pub fn read(workbook: &Workbook) -> Result<Self, RosterFault> {
        let sheets = tables(workbook, &words().roster, &["name"]);
        if sheets.is_empty() {
            return Err(RosterError::NoHeader.into());
        }
        let is_other = |row: &ListRow<'_>| {
            let (code, name) = (row.get("code"), row.get("name"));
            // Columns may bear numbers below their headers.
            let is_number = |text: &str| text.len() < 3 && text.parse::<u8>().is_ok();
            let is_empty = name.is_empty() && code.is_empty();
            is_total(code) || is_total(name) || is_empty || is_number(code) && is_number(name)
        };
        let year = sheets.iter().find_map(|list| roster_year(&list.above));
        let all = joined(sheets);
        let rows = all.iter().map(|(at, row)| (*at, ListRow(row)));
        let rows: Vec<_> = rows.filter(|(_, row)| !is_other(row)).collect();
        let is_alone = |row: &ListRow<'_>| {
            let no_code = !row.get("code").contains(char::is_numeric);
            row.filled() == 1 && no_code
        };
        let mut others = rows.iter().filter(|(_, row)| !is_alone(row)).peekable();
        let coded = others.peek().is_some() && others.all(|(_, row)| !row.get("code").is_empty());
        let mut lines: Vec<RosterLine> = Vec::new();
        let mut unstated: Vec<bool> = Vec::new();
        let mut passed_over = Vec::new();
        for (at, row) in rows {
            let own = |column: &str| row.get(column).to_owned();
            let (code, name) = (row.code("code"), own("name"));
            let text = [own("code"), name.clone()].concat();
            if is_alone(&row) && is_remark(&text) {
                continue;
            }
            if is_alone(&row) && coded {
                passed_over.push((at, text));
                continue;
            }
            if name.is_empty() {
                return Err(RosterError::NoName { row: at, code }.into());
            }
            let department_name = own("department");
            let level = |what| is(&words().levels, what, row.get("level"));
            let level = if level("own") {
                RosterLevel::Own
            } else if level("unit") {
                RosterLevel::Unit
            } else if level("department") || department_name.is_empty() {
                RosterLevel::Department
            } else {
                RosterLevel::Unit
            };
            unstated.push(row.get("level").is_empty());
            lines.push(RosterLine {
                row: at,
                code,
                name,
                level,
                department: None,
                department_name,
                contact: own("contact"),
                phone: own("phone"),
                due: day(row.get("due")),
                old_code: row.code("old_code"),
                old_name: own("old_name"),
                counted: own("counted"),
                reviewer: own("reviewer"),
            });
        }
        if lines.is_empty() {
            return Err(RosterError::Empty.into());
        }
        once(&lines)?;
        departments(&mut lines)?;
        // The unit that bears its department's name is its own office.
        for at in (0..lines.len()).filter(|at| unstated[*at]) {
            let head = lines[at].department.filter(|head| *head != at);
            if head.is_some_and(|head| bare(&lines[head].name) == bare(&lines[at].name)) {
                lines[at].level = RosterLevel::Own;
            }
        }
        Ok(Self {
            year,
            lines,
            passed_over,
        })
    }

    /// The line of that code; a code that lost its zeros in front is the same.
    #[must_use]
    pub fn of_code(&self, code: &str) -> Option<usize> {
        let exact = self.lines.iter().position(|line| line.code == code);
        exact.or_else(|| {
            let mut alike =
                (0..self.lines.len()).filter(|&at| same_code(&self.lines[at].code, code));
            alike.next().filter(|_| alike.next().is_none())
        })
    }

    /// The lines of the department at `at`, without itself.
    pub fn below(&self, at: usize) -> impl Iterator<Item = usize> {
        let of = move |own: &usize| *own != at && self.lines[*own].department == Some(at);
        (0..self.lines.len()).filter(of)
    }

    /// The departments.
    pub fn departments(&self) -> impl Iterator<Item = usize> {
        (0..self.lines.len()).filter(|&at| self.lines[at].level == RosterLevel::Department)
    }
}

/// `2026-01-13` of a date with or without a time, however it is written.
pub(super) fn day(text: &str) -> String {
    let parts: Vec<&str> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    match parts[..] {
        [year, month, day, ..] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            format!("{year}-{month:0>2}-{day:0>2}")
        }
        _ => text.to_owned(),
    }
}

/// The rows of all sheets. A unit that stands on several is one, and each sheet may say more of it.
fn joined(sheets: Vec<SheetList>) -> Vec<(u32, RowTexts)> {
    let mut all: Vec<(u32, RowTexts)> = Vec::new();
    for sheet in sheets {
        let before = all.len();
        for (at, row) in sheet.rows {
            let fits = |own: &RowTexts| {
                let (own, new) = (ListRow(own), ListRow(&row));
                let same = |(what, text): &(&str, String)| {
                    text.is_empty() || own.get(what).is_empty() || own.get(what) == text
                };
                let code = new.code("code");
                !code.is_empty() && code == own.code("code") && row.iter().all(same)
            };
            match all[..before].iter_mut().find(|(_, own)| fits(own)) {
                Some((_, own)) => {
                    let more = row.into_iter().filter(|(_, text)| !text.is_empty());
                    let more: Vec<_> = more
                        .filter(|(what, _)| ListRow(own).get(what).is_empty())
                        .collect();
                    own.retain(|(what, _)| more.iter().all(|(new, _)| new != what));
                    own.extend(more);
                }
                None => all.push((at, row)),
            }
        }
    }
    all
}

fn once(lines: &[RosterLine]) -> Result<(), RosterError> {
    let mut seen: BTreeMap<(String, bool), u32> = BTreeMap::new();
    for line in lines {
        // A department and its own office may bear one name, and have one where there are no codes.
        let key = match line.code.is_empty() {
            true => (bare(&line.name), line.level == RosterLevel::Department),
            false => (line.code.clone(), false),
        };
        if seen.insert(key, line.row).is_some() {
            let unit = format!("{} {}", line.code, line.name).trim().to_owned();
            return Err(RosterError::Repeated {
                unit,
                row: line.row,
            });
        }
    }
    Ok(())
}

/// Finds the department of each line: by the name or code in its column, else by the front of its code.
fn departments(lines: &mut [RosterLine]) -> Result<(), RosterFault> {
    let heads: Vec<usize> = (0..lines.len())
        .filter(|&at| lines[at].level == RosterLevel::Department)
        .collect();
    let bares: Vec<String> = lines.iter().map(|line| bare(&line.name)).collect();
    for at in 0..lines.len() {
        let line = &lines[at];
        let named = &line.department_name;
        let bare_name = bare(named);
        let is_named = |other: usize| {
            let code = &lines[other].code;
            bares[other] == bare_name || !code.is_empty() && *code == squash(named)
        };
        let department = if line.level == RosterLevel::Department && named.is_empty() {
            Some(at)
        } else if named.is_empty() {
            let front = heads.iter().filter(|&&head| {
                let code = &lines[head].code;
                head != at && !code.is_empty() && line.code.starts_with(code.as_str())
            });
            front.copied().max_by_key(|&head| lines[head].code.len())
        } else {
            let found = heads.iter().copied().find(|&head| is_named(head));
            let found = found.or_else(|| {
                // With the region in front or without, where one department alone may be meant.
                let mut alike = heads
                    .iter()
                    .filter(|&&head| same_name(&lines[head].name, named));
                alike.next().copied().filter(|_| alike.next().is_none())
            });
            // A unit may have units of its own.
            let found = found.or_else(|| (0..lines.len()).find(|&own| own != at && is_named(own)));
            if found.is_none() && line.level != RosterLevel::Department {
                return Err(RosterFault::NoDepartment {
                    department: named.clone(),
                    row: line.row,
                });
            }
            found.or(Some(at))
        };
        lines[at].department = department;
    }
    // Units of units count in the department of these.
    for at in 0..lines.len() {
        let mut own = lines[at].department;
        for _ in 0..lines.len() {
            match own.map(|own| (&lines[own].level, lines[own].department)) {
                Some((level, above)) if *level != RosterLevel::Department && above != own => {
                    own = above
                }
                _ => break,
            }
        }
        lines[at].department = own;
    }
    Ok(())
}
