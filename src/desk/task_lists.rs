//! The lists of a task, as they are read.

use super::lists::{Elimination, FindingExplanation, codes_map, eliminations, explanations};
use super::roster::Roster;
use crate::finding::Finding;
use crate::messages::Phrase;
use crate::model::Code;
use crate::workbook::Workbook;

/// The lists of a task.
#[derive(Debug)]
pub struct TaskLists {
    /// Who has to hand in.
    pub roster: Roster,
    /// The reasons that were given.
    pub explanations: Vec<FindingExplanation>,
    /// Money that is counted once.
    pub eliminations: Vec<Elimination>,
    /// Last year's 科目 that are others this year.
    pub codes_map: Vec<(Code, Code)>,
}

/// Why the lists of a task cannot be used.
#[derive(Debug)]
pub enum ListFault {
    /// The file at a path cannot be read.
    Unreadable(String, Box<Finding>),
    /// It is not the list that it is called.
    Other(Phrase),
}

impl TaskLists {
    /// Reads the lists: `open` gives each by what it is called in the dictionary, with its path.
    ///
    /// # Errors
    /// Where there is no roster, and what is wrong with a list.
    pub fn read(
        no_roster: Phrase,
        mut open: impl FnMut(&'static str) -> Result<Option<(String, Workbook)>, ListFault>,
    ) -> Result<Self, ListFault> {
        let (path, book) = open("roster")?.ok_or(ListFault::Other(no_roster))?;
        let roster = Roster::read(&book);
        let roster = roster.map_err(|fault| ListFault::Other(fault.phrase(&path)))?;
        Ok(Self {
            roster,
            explanations: rows(open("explanations")?, explanations, "问题代码、说明")?,
            eliminations: rows(
                open("eliminations")?,
                eliminations,
                "收款单位编码、金额(元)、付款单位编码",
            )?,
            codes_map: rows(open("codes_map")?, codes_map, "上年科目编码、本年科目编码")?,
        })
    }
}

/// The rows of a list, none where there is no list; it must have these columns.
fn rows<T>(
    list: Option<(String, Workbook)>,
    read: impl Fn(&Workbook) -> Option<Vec<T>>,
    columns: &str,
) -> Result<Vec<T>, ListFault> {
    let Some((path, book)) = list else {
        return Ok(Vec::new());
    };
    read(&book).ok_or_else(|| {
        ListFault::Other(
            Phrase::new("desk-not-a-list")
                .arg("path", path)
                .arg("columns", columns),
        )
    })
}
