//! Sums and changes, a department after the other: of each unit's amounts no more is held than is looked at.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::changes::{Change, ComparedBudget, Comparison, changes};
use super::eliminate::{EliminatedRow, Taken};
use super::figures::Figures;
use super::filing::Filing;
use super::last_year::LastYear;
use super::outcome::{Compared, DepartmentState};
use super::parts::InboxReader;
use super::raised::{is_large_item, is_whole, large, own_paper};
use super::report_lists::{put_changes, put_sums};
use super::roster::{Roster, RosterLevel};
use super::sums::{Sums, differences};
use super::told::Told;
use crate::model::Model;

/// Where the long lists of a review are written.
pub struct ListWriters<'w> {
    /// `sums.jsonl`.
    pub sums: &'w mut dyn Write,
    /// `changes.jsonl`.
    pub changes: &'w mut dyn Write,
}

/// A batch of which it is known what counts.
pub(super) struct Batch<'b> {
    pub(super) reader: InboxReader<'b>,
    pub(super) roster: &'b Roster,
    pub(super) filing: &'b Filing,
    pub(super) last_year: &'b [LastYear],
    pub(super) of_last_year: &'b BTreeMap<usize, usize>,
    /// Receiver, payer and what is taken away.
    pub(super) eliminations: &'b [EliminatedRow],
    pub(super) fill_missing: bool,
    pub(super) compares: bool,
    pub(super) change: (Decimal, Decimal),
    /// What is to be said.
    pub(super) told: Vec<Told>,
    /// The few amounts of each line, and those of last year.
    pub(super) figures: Vec<Option<(Figures, Figures)>>,
    pub(super) compared: Vec<Compared>,
}

impl<'b> Batch<'b> {
    fn counted(&self, line: usize) -> Option<usize> {
        self.filing.versions.get(&line).map(|own| own[0])
    }

    /// The amounts of what counts of a line.
    fn year(&self, line: usize) -> Option<Arc<ComparedBudget>> {
        let at = self.counted(line)?;
        Some(self.reader.cache.year(&self.filing.files[at].input))
    }

    /// Those of last year.
    fn before(&self, line: usize) -> Option<Arc<ComparedBudget>> {
        let own = &self.last_year[*self.of_last_year.get(&line)?];
        Some(own.year(self.reader.cache, self.model()))
    }

    fn model(&self) -> &'b Model {
        &self.reader.templates.model
    }

    /// The sums and changes of each department and of all.
    pub(super) fn departments(
        &mut self,
        lists: ListWriters<'_>,
    ) -> io::Result<(Vec<DepartmentState>, Sums)> {
        let model = self.model();
        let heads: Vec<usize> = self.roster.departments().collect();
        let mut states: Vec<DepartmentState> =
            heads.into_iter().map(|head| self.state(head)).collect();
        // Not of the departments' sums: what one of them has no row for it would be missing in.
        let mut all = self.together(&states);
        for state in &mut states {
            let mut own = self.together(std::slice::from_ref(state));
            for &line in &state.counted {
                self.unit(line, [&mut own, &mut all], lists.changes)?;
            }
            for last in state.filled.iter().filter_map(|line| self.before(*line)) {
                own.sums.put(model, &last.cells);
                all.sums.put(model, &last.cells);
            }
            self.department(state, own, lists.changes, lists.sums)?;
        }
        for (_, _, taken) in self.eliminations {
            take(model, &mut all.sums, taken);
        }
        put_sums(lists.sums, "*", &all.sums)?;
        if self.compares {
            let changes = all.changes.end();
            put_changes(lists.changes, "district", "*", &changes)?;
            self.hold(None, "district", changes);
        }
        for line in 0..self.roster.lines.len() {
            self.figure(line);
        }
        Ok((states, all.sums))
    }

    /// Which units of a department count.
    fn state(&self, head: usize) -> DepartmentState {
        let below = self.roster.below(head);
        let units = below.filter(|at| self.roster.lines[*at].level != RosterLevel::Department);
        let (counted, missing): (Vec<usize>, Vec<usize>) =
            units.partition(|line| self.counted(*line).is_some());
        let has_last = |line: &&usize| self.of_last_year.contains_key(*line);
        let filled = missing.iter().filter(|_| self.fill_missing);
        DepartmentState {
            line: head,
            filled: filled.filter(has_last).copied().collect(),
            missing,
            counted,
            eliminated: Decimal::ZERO,
            taken: Vec::new(),
            differences: Vec::new(),
        }
    }

    /// Sums and changes of departments, of nothing yet.
    fn together(&self, states: &[DepartmentState]) -> Together {
        let (mut sums, mut changes) = (BTreeSet::new(), BTreeSet::new());
        let cache = self.reader.cache;
        for state in states {
            for line in &state.counted {
                let Some(at) = self.counted(*line) else {
                    continue;
                };
                let input = &self.filing.files[at].input;
                cache.rows(input, &mut sums);
                if let Some(last) = self.of_last_year.get(line).filter(|_| self.compares) {
                    cache.rows(input, &mut changes);
                    self.last_year[*last].rows(cache, self.model(), &mut changes);
                }
            }
            for last in state
                .filled
                .iter()
                .filter_map(|own| self.of_last_year.get(own))
            {
                self.last_year[*last].rows(cache, self.model(), &mut sums);
            }
        }
        Together {
            sums: Sums::at(sums),
            changes: Comparison::at(changes),
        }
    }

    /// Adds a unit to its department and to all, and compares it with last year.
    fn unit(&mut self, line: usize, of: [&mut Together; 2], out: &mut dyn Write) -> io::Result<()> {
        let model = self.model();
        let Some((at, new)) = self.counted(line).zip(self.year(line)) else {
            return Ok(());
        };
        let old = self.before(line);
        self.figures[line] = Some(figures(model, Some(&new), old.as_ref()));
        let old = old.filter(|_| self.compares);
        for own in of {
            own.sums.put(model, &new.cells);
            if let Some(old) = &old {
                own.changes.put(model, old, &new);
            }
        }
        let Some(old) = old else { return Ok(()) };
        let changes = changes(model, &[(&old, &new)]);
        put_changes(out, "unit", self.roster.lines[line].id(), &changes)?;
        let path = &self.filing.files[at].input.lying.path;
        let large = large(&changes, line, path, &new.cells, self.change);
        self.told.extend(large);
        self.hold(Some(line), "unit", changes);
        Ok(())
    }

    /// Holds a department against its own paper, and writes its sums and changes.
    fn department(
        &mut self,
        state: &mut DepartmentState,
        mut own: Together,
        changes: &mut dyn Write,
        sums: &mut dyn Write,
    ) -> io::Result<()> {
        let (model, head) = (self.model(), state.line);
        let within = |line: usize| self.roster.lines[line].department == Some(head);
        for (receiver, payer, taken) in self.eliminations {
            if within(*receiver) && within(*payer) {
                state.eliminated += taken.yuan;
                take(model, &mut own.sums, taken);
                state.taken.push((*receiver, taken.clone()));
            }
        }
        let paper = self.year(head).filter(|_| !state.counted.is_empty());
        state.differences = paper.map_or_else(Vec::new, |paper| {
            differences(model, &paper.cells, &own.sums)
        });
        self.told.extend(own_paper(self.roster, self.filing, state));
        if !state.missing.is_empty() {
            state.differences.clear();
        }
        let id = self.roster.lines[head].id();
        put_sums(sums, id, &own.sums)?;
        if self.compares {
            let all = own.changes.end();
            put_changes(changes, "department", id, &all)?;
            self.hold(Some(head), "department", all);
        }
        Ok(())
    }

    /// Remembers what is shown of changes.
    fn hold(&mut self, line: Option<usize>, level: &'static str, changes: Vec<Change>) {
        let is_shown = |own: &&Change| match level {
            "unit" => is_large_item(own, &changes, self.change),
            _ => is_whole(&own.row, &changes),
        };
        let shown: Vec<Change> = changes.iter().filter(is_shown).cloned().collect();
        if level == "unit" && shown.is_empty() {
            return;
        }
        self.compared.push(Compared {
            line,
            level,
            changes: shown,
        });
    }

    /// The few amounts of a line that were not told with its department: of its own paper, and of whom nothing counts.
    fn figure(&mut self, line: usize) {
        if self.figures[line].is_none() {
            let (new, old) = (self.year(line), self.before(line));
            self.figures[line] = Some(figures(self.model(), new.as_ref(), old.as_ref()));
        }
    }
}

/// What units state together.
struct Together {
    sums: Sums,
    changes: Comparison,
}

fn figures(
    model: &Model,
    new: Option<&Arc<ComparedBudget>>,
    old: Option<&Arc<ComparedBudget>>,
) -> (Figures, Figures) {
    let of = |own: Option<&Arc<ComparedBudget>>| {
        own.map_or_else(Figures::default, |own| Figures::of(model, &own.cells))
    };
    (of(new), of(old))
}

fn take(model: &Model, sums: &mut Sums, taken: &Taken) {
    for row in &taken.rows {
        sums.subtract(model, row, taken.yuan);
    }
}
