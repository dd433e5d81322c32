//! What a batch is reviewed by, and what came of it.

use std::path::Path;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::changes::{Change, ComparedBudget};
use super::eliminate::Taken;
use super::figures::Figures;
use super::filing::{Filed, Filing};
use super::last_year::LastYear;
use super::ledger::FileKind;
use super::lists::{Elimination, FindingExplanation};
use super::merged::PrintedLines;
use super::parts::{InboxReader, parts_of};
use super::roster::Roster;
use super::run::Run;
use super::sums::{Difference, Sums};
use super::told::{Answer, Told};
use super::verdict::{Status, Verdict};
use crate::finding::Severity;
use crate::layout::Layout;
use crate::model::{Budget, Code};

/// What a batch is reviewed by.
#[derive(Debug)]
pub struct Task<'t> {
    /// How files are read.
    pub reader: InboxReader<'t>,
    /// The folder of the results, where it lies in the inbox.
    pub results: Option<&'t Path>,
    /// Who has to hand in.
    pub roster: Roster,
    /// Last year's budgets; `None` where there are none to compare with.
    pub last_year: Option<Vec<LastYear>>,
    /// The reasons that were given.
    pub explanations: Vec<FindingExplanation>,
    /// Money that is counted once.
    pub eliminations: Vec<Elimination>,
    /// Last year's 科目 that are others this year.
    pub codes_map: Vec<(Code, Code)>,
    /// The year, where it is told.
    pub year: Option<u16>,
    /// From which percentage and amount on a change is large; else as the layout has it.
    pub change: Option<(Decimal, Decimal)>,
    /// The lines of the departments that are wanted; all where there are none.
    pub only: Vec<usize>,
    /// Whether last year's budgets stand in the sums for units of which nothing counts.
    pub fill_missing: bool,
    /// The last run, which tells what counted then.
    pub last_run: Option<&'t Run>,
}

/// What came of a roster line.
#[derive(Debug)]
pub struct UnitState {
    /// Whether something counts, and why not.
    pub status: Status,
    /// The position of the file that counts.
    pub counted: Option<usize>,
    /// The verdict on it.
    pub verdict: Option<Verdict>,
    /// How many versions there are.
    pub versions: usize,
    /// The position of last year's budget.
    pub last_year: Option<usize>,
    /// The amounts of what counts.
    pub figures: Figures,
    /// Those of last year's budget.
    pub figures_before: Figures,
}

/// What came of a department.
#[derive(Debug)]
pub struct DepartmentState {
    /// Its line.
    pub line: usize,
    /// The lines of its units of which nothing counts.
    pub missing: Vec<usize>,
    /// Those of them for which last year's budget stands in the sums.
    pub filled: Vec<usize>,
    /// The lines of its units that count.
    pub counted: Vec<usize>,
    /// What was eliminated within it.
    pub eliminated: Decimal,
    /// The eliminations within it, each with the line of its receiver.
    pub taken: Vec<(usize, Taken)>,
    /// Where its own paper differs.
    pub differences: Vec<Difference>,
}

/// A correction: what became of a paper since it was handed in before.
#[derive(Debug)]
pub struct Revision {
    /// The line.
    pub line: usize,
    /// The path of the earlier file.
    pub from: String,
    /// The SHA-256 of its bytes; it may lie in the inbox no more.
    pub from_sha256: String,
    /// The position of the file that counts.
    pub to: usize,
    /// The amounts that differ.
    pub changed: Vec<Change>,
    /// The findings that are gone, by their keys.
    pub gone: Vec<String>,
    /// The findings that are new.
    pub new: Vec<String>,
}

/// The changes against last year of a unit, a department or all.
#[derive(Debug)]
pub struct Compared {
    /// The line; `None` of all.
    pub line: Option<usize>,
    /// Whether it is of several units together.
    pub level: &'static str,
    /// The changes of the column 合计 of expenditure; of a unit only the large ones.
    pub changes: Vec<Change>,
}

/// A budget that is added.
#[derive(Debug, Clone, Copy)]
pub enum Added {
    /// The file at a position.
    Filed(usize),
    /// Last year's budget at a position.
    LastYear(usize),
}

/// What came of a batch.
#[derive(Debug)]
pub struct Review {
    /// The roster.
    pub roster: Roster,
    /// The year.
    pub year: Option<u16>,
    /// The files and what they are.
    pub filing: Filing,
    /// The positions of the files of each roster line.
    pub files_of: Vec<Vec<usize>>,
    /// What came of each roster line.
    pub units: Vec<UnitState>,
    /// What came of each department.
    pub departments: Vec<DepartmentState>,
    /// The sums of all departments, after all eliminations.
    pub district: Sums,
    /// All eliminations.
    pub taken: Vec<Taken>,
    /// All findings.
    pub told: Vec<Told>,
    /// The changes against last year.
    pub compared: Vec<Compared>,
    /// The corrections.
    pub revisions: Vec<Revision>,
    /// The explanations with what came of them.
    pub explanations: Vec<(FindingExplanation, Option<usize>, Answer)>,
    /// Explanations that were handed in, with their file, for the reviewer.
    pub handed_in: Vec<(usize, FindingExplanation)>,
    /// Last year's budgets.
    pub last_year: Vec<LastYear>,
    /// The positions of those of last year's budgets that are of no line.
    pub last_year_only: Vec<usize>,
    /// Whether only some of the roster's departments were reviewed.
    pub some_departments: bool,
    /// The units without a budget of last year.
    pub new_units: Vec<usize>,
    /// From which percentage and amount on a change is large.
    pub change: (Decimal, Decimal),
}

impl Review {
    /// What a line is known by in the results.
    #[must_use]
    pub fn id(&self, line: Option<usize>) -> &str {
        line.map_or("", |line| self.roster.lines[line].id())
    }

    /// How many lines have the status.
    #[must_use]
    pub fn with_status(&self, status: Status) -> usize {
        let own = self.units.iter().filter(|own| own.status == status);
        own.count()
    }

    /// How many lines have the verdict.
    #[must_use]
    pub fn with_verdict(&self, verdict: Verdict) -> usize {
        let own = self.units.iter().filter(|own| own.verdict == Some(verdict));
        own.count()
    }

    /// The workbooks that the submission at `at` is made of.
    #[must_use]
    pub fn workbooks(&self, at: usize) -> Vec<&Filed> {
        match self.filing.files[at].input.lying.kind {
            FileKind::Folder => parts_of(&self.filing, at).collect(),
            _ => vec![&self.filing.files[at]],
        }
    }

    /// The units of a department that are added, each with its budget.
    pub fn added<'r>(
        &'r self,
        state: &'r DepartmentState,
    ) -> impl Iterator<Item = (usize, Added)> + 'r {
        let counted = state
            .counted
            .iter()
            .filter_map(|line| Some((*line, Added::Filed(self.units[*line].counted?))));
        let filled = state
            .filled
            .iter()
            .filter_map(|line| Some((*line, Added::LastYear(self.units[*line].last_year?))));
        counted.chain(filled)
    }

    /// The layout of a budget that is added.
    #[must_use]
    pub fn layout(&self, own: Added) -> &str {
        let head = match own {
            Added::Filed(at) => self.filing.files[at].input.head.as_ref(),
            Added::LastYear(at) => Some(&self.last_year[at].head),
        };
        head.map_or("", |own| own.layout.as_str())
    }

    /// The amounts of a budget that is added.
    #[must_use]
    pub fn amounts(&self, reader: InboxReader<'_>, own: Added) -> Arc<ComparedBudget> {
        match own {
            Added::Filed(at) => reader.cache.year(&self.filing.files[at].input),
            Added::LastYear(at) => self.last_year[at].year(reader.cache, &reader.templates.model),
        }
    }

    /// The amounts of a budget that is added, under the 科目 that it states.
    #[must_use]
    pub fn as_stated(&self, reader: InboxReader<'_>, own: Added) -> Arc<ComparedBudget> {
        match own {
            Added::Filed(_) => self.amounts(reader, own),
            Added::LastYear(at) => self.last_year[at].as_stated(reader.cache),
        }
    }

    /// A budget that is added, read once more from where it is kept.
    #[must_use]
    pub fn budget(&self, reader: InboxReader<'_>, own: Added) -> Option<Budget> {
        match own {
            Added::Filed(at) => reader.budget(&self.filing, at),
            Added::LastYear(at) => self.last_year[at].budget(reader.cache, reader.templates),
        }
    }

    /// The lines that the units of a department print in the tables of `layout`, as they are kept, else as their budgets tell; `None`
    /// where one of these cannot be had.
    #[must_use]
    pub fn printed_lines<'l>(
        &self,
        reader: InboxReader<'_>,
        state: &DepartmentState,
        layout: &'l Layout,
    ) -> Option<PrintedLines<'l>> {
        let see = || {
            let mut lines = PrintedLines::new(layout);
            for (_, added) in self.added(state) {
                lines.see(reader.templates, &self.budget(reader, added)?);
            }
            Some(lines)
        };
        let mut told = vec!["lines", &*layout.id];
        for (_, added) in self.added(state) {
            let (year, path, sha256) = match added {
                Added::Filed(at) => {
                    let lying = &self.filing.files[at].input.lying;
                    ("this year", &lying.path, &lying.sha256)
                }
                Added::LastYear(at) => {
                    let own = &self.last_year[at];
                    ("last year", &own.path, &own.sha256)
                }
            };
            told.extend([year, path, sha256]);
        }
        let mut seen = None;
        let kept = reader.cache.bytes(&told, || {
            seen = see();
            seen.as_ref()?.bytes()
        });
        let known = || PrintedLines::of_bytes(layout, &kept?);
        seen.or_else(known).or_else(see)
    }

    /// Whether everyone is in and passes.
    #[must_use]
    pub fn is_done(&self) -> bool {
        let passes =
            |unit: &UnitState| matches!(unit.verdict, Some(Verdict::Pass | Verdict::PassExplained));
        let decided = |told: &Told| told.line.is_some() || told.finding.severity != Severity::Error;
        self.units.iter().all(passes) && self.told.iter().all(decided) && self.handed_in.is_empty()
    }
}

/// Of findings in the order of their lines those on the file of a line that counts; what is said of its other files is no fault of
/// that one.
pub(super) fn on<'t>(
    told: &'t [Told],
    line: usize,
    file: &'t str,
) -> impl Iterator<Item = &'t Told> {
    let own = move |own: &&Told| own.file.is_empty() || own.file == file;
    of_line(told, line).iter().filter(own)
}

/// Of findings in the order of their lines those of one; those of none are the last.
pub(super) fn of_line(told: &[Told], line: usize) -> &[Told] {
    let at = |own: &Told| own.line.unwrap_or(usize::MAX);
    let from = told.partition_point(|own| at(own) < line);
    let to = told.partition_point(|own| at(own) <= line);
    &told[from..to]
}
