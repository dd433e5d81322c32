//! From faults to findings.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::computed::expected_change;
use super::gather::{Equality, EqualityIx, WhyEqual};
use super::paper::{CheckPaper, line_name, yuan};
use super::places::CellPlaces;
use super::solve::{EqualityFault, Mend};
use crate::check::table_name;
use crate::finding::{Finding, FindingCode, Severity, Stated};
use crate::layout::Templates;
use crate::model::{Budget, Key};

/// Puts faults into findings.
pub(super) struct Reporter<'p, 'b> {
    pub(super) templates: &'b Templates,
    pub(super) budget: &'b Budget,
    pub(super) paper: &'p CheckPaper<'b>,
    pub(super) equalities: &'p [Equality],
    pub(super) places: CellPlaces<'p, 'b>,
}

impl Reporter<'_, '_> {
    /// The finding of a fault that breaks the equality `primary`.
    pub(super) fn finding(&self, fault: &EqualityFault, primary: EqualityIx) -> Finding {
        let first = fault.mends.first();
        let equality = &self.equalities[primary];
        let mut finding = match equality.why {
            WhyEqual::Lines | WhyEqual::Columns => self.of_sum(equality, first),
            WhyEqual::Tables | WhyEqual::Balance => self.of_tables(equality, first),
            WhyEqual::Computed => self.of_change(equality),
            WhyEqual::Part => self.of_part(equality),
        };
        let has_undecided = !matches!(equality.why, WhyEqual::Computed | WhyEqual::Part);
        if fault.mends.len() != 1 && finding.variant != Some("at-least") && has_undecided {
            finding = finding.variant("undecided");
        }
        if first.is_some_and(|mend| self.is_blank_row(mend.cell)) {
            finding.severity = Severity::Warning;
        }
        finding.cells = self.cells(fault, primary);
        if finding.cells.iter().all(|cell| cell.place.is_none()) {
            let cell = first.map_or_else(|| equality.left[0], |mend| mend.cell);
            finding.sheet = Some(self.table(cell).to_owned());
        }
        finding
    }

    /// Whether the cell is in a row that the form prints and the submission left blank as a whole: many leave out the row
    /// above others, or those below it.
    fn is_blank_row(&self, cell: usize) -> bool {
        let line = self.paper.line(cell);
        matches!(line.key, Key::Row(_)) && line.amounts.is_empty()
    }

    /// The equality that tells the fault best: the wrong cell's own sum, then those that it is a part of, then others. `None`
    /// where all hold as stated: only the mend of another fault breaks them.
    pub(super) fn primary(&self, fault: &EqualityFault) -> Option<EqualityIx> {
        let wrong = fault.mends.first().map(|mend| mend.cell);
        let rank = |&at: &EqualityIx| {
            let equality = &self.equalities[at];
            let is_total = wrong.is_none_or(|cell| equality.left == [cell]);
            let holds_it = wrong.is_none_or(|cell| equality.cells().any(|own| own == cell));
            let absent = wrong.is_some_and(|cell| self.paper.is_absent(cell));
            let order = match (equality.why, is_total) {
                _ if !holds_it => 6,
                // That another table has the line says more than a sum.
                (WhyEqual::Tables, _) if absent => 0,
                (WhyEqual::Lines, true) => 0,
                (WhyEqual::Columns, true) => 1,
                (WhyEqual::Columns, false) => 2,
                (WhyEqual::Lines, false) => 3,
                (WhyEqual::Balance | WhyEqual::Computed | WhyEqual::Part, _) => 4,
                (WhyEqual::Tables, _) => 5,
            };
            (
                order,
                Reverse(self.deepest(fault, equality)),
                equality.at_least,
                equality.left.len() + equality.right.len(),
                at,
            )
        };
        let broken = fault.broken.iter().copied();
        broken
            .filter(|&at| !self.equalities[at].holds(0))
            .min_by_key(rank)
    }

    /// The level of the lowest line in which `equality` holds a total that was made of the wrong cell.
    fn deepest(&self, fault: &EqualityFault, equality: &Equality) -> u8 {
        let carried = fault.mends.first().map(|mend| mend.carried.as_slice());
        let own = equality
            .cells()
            .filter(|cell| carried.is_some_and(|carried| carried.contains(cell)));
        let level = |cell: usize| {
            self.paper
                .line(cell)
                .key
                .code()
                .map_or(0, |code| code.level())
        };
        own.map(level).max().unwrap_or_default()
    }

    fn of_sum(&self, equality: &Equality, first: Option<&Mend>) -> Finding {
        let total = equality.left[0];
        let line = self.paper.line(total);
        let code = match (equality.why, &line.key) {
            (WhyEqual::Columns, _) => FindingCode::PartsDiffer,
            (_, Key::Total) => FindingCode::TotalDiffers,
            _ => FindingCode::ChildrenDiffer,
        };
        let sum: i128 = equality
            .right
            .iter()
            .map(|&cell| self.paper.cells[cell].value)
            .sum();
        let value = self.paper.cells[total].value;
        let finding = self
            .line_and_column(Finding::new(code), ("line", "column"), total)
            .amount("stated", yuan(value))
            .amount("sum", yuan(sum))
            .amount("difference", yuan((value - sum).abs()));
        match first.filter(|mend| mend.cell != total) {
            Some(mend) => self
                .line_and_column(
                    finding.variant("part"),
                    ("part-line", "part-column"),
                    mend.cell,
                )
                .amount("part", yuan(self.paper.cells[mend.cell].value))
                .amount(
                    "expected",
                    yuan(self.paper.cells[mend.cell].value + mend.change),
                ),
            None => finding,
        }
    }

    fn of_tables(&self, equality: &Equality, first: Option<&Mend>) -> Finding {
        let sum = |cells: &[usize]| {
            cells
                .iter()
                .map(|&cell| self.paper.cells[cell].value)
                .sum::<i128>()
        };
        let wrong_right = first.is_some_and(|mend| {
            equality.right.contains(&mend.cell)
                || mend
                    .carried
                    .iter()
                    .any(|cell| equality.right.contains(cell))
        });
        let (own, other) = if wrong_right {
            (&equality.right, &equality.left)
        } else {
            (&equality.left, &equality.right)
        };
        let code = match equality.why {
            WhyEqual::Balance => FindingCode::NotBalanced,
            _ => FindingCode::TablesDiffer,
        };
        let cell = first.map_or(own[0], |mend| mend.cell);
        let at = if own.contains(&cell) { cell } else { own[0] };
        let finding = self
            .line_and_column(Finding::new(code), ("line", "column"), at)
            .arg("table", self.tables(own))
            .arg("other", self.tables(other))
            .amount("stated", yuan(sum(own)))
            .amount("expected", yuan(sum(other)))
            .amount("difference", yuan((sum(own) - sum(other)).abs()));
        let finding = self.line_and_column(
            finding,
            ("other-line", "other-column"),
            other.first().copied().unwrap_or(at),
        );
        match (self.paper.is_absent(at), equality.at_least) {
            // Within one table, a line that is not there is one of nothing.
            _ if code == FindingCode::NotBalanced => finding,
            (true, _) => finding.variant("absent"),
            (_, true) => finding.variant(if wrong_right { "at-most" } else { "at-least" }),
            _ => finding,
        }
    }

    /// A change that is not this year's amount less the other one.
    fn of_change(&self, equality: &Equality) -> Finding {
        let change = equality.left[0];
        let expected = expected_change(self.paper, equality);
        let stated = yuan(self.paper.cells[change].value);
        let finding = Finding::new(FindingCode::ChangeDiffers);
        self.line_and_column(finding, ("line", "column"), change)
            .amount("stated", stated)
            .amount("expected", expected)
            .amount("own", yuan(self.paper.cells[equality.right[0]].value))
            .amount("base", yuan(self.paper.cells[equality.left[1]].value))
            .amount("difference", (stated - expected).abs())
    }

    /// A part that is more than its whole.
    fn of_part(&self, equality: &Equality) -> Finding {
        let (whole, part) = (equality.left[0], equality.right[0]);
        let value = |cell: usize| self.paper.cells[cell].value;
        let finding = Finding::new(FindingCode::PartExceeds);
        let finding = self.line_and_column(finding, ("line", "column"), part);
        self.line_and_column(finding, ("whole-line", "whole-column"), whole)
            .amount("stated", yuan(value(part)))
            .amount("expected", yuan(value(whole)))
            .amount("difference", yuan(value(part) - value(whole)))
    }

    fn line_and_column(
        &self,
        finding: Finding,
        names: (&'static str, &'static str),
        cell: usize,
    ) -> Finding {
        let line = self.paper.line(cell);
        let finding = match &line.key {
            Key::Total => finding.word(names.0, "finding-total-line"),
            _ => finding.arg(names.0, line_name(line)),
        };
        let at = &self.paper.block(cell).structure.block.columns[self.paper.cells[cell].column];
        match at.name.as_str() {
            "" => finding.word(names.1, "finding-all-column"),
            name => finding.arg(names.1, name),
        }
    }

    fn table(&self, cell: usize) -> &str {
        table_name(self.templates, self.budget, self.paper.block(cell).table)
    }

    /// The names of the tables that the cells stand in.
    fn tables(&self, cells: &[usize]) -> String {
        let mut names: Vec<&str> = Vec::new();
        for &cell in cells {
            let name = self.table(cell);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join("”“")
    }

    /// The cells that may be wrong, the most probable first, then those that tell.
    pub(super) fn cells(&self, fault: &EqualityFault, primary: EqualityIx) -> Vec<Stated> {
        let mut seen = BTreeSet::new();
        let mut cells = Vec::new();
        let mut add = |cell: usize, always: bool| {
            if (always || self.paper.amount(cell).is_some()) && seen.insert(cell) {
                cells.push(self.stated(cell));
            }
        };
        let equality = &self.equalities[primary];
        // Which of the parts is wrong cannot be told: the totals that differ come first.
        if fault.mends.len() > 1 && fault.mends.iter().all(|mend| !mend.carried.is_empty()) {
            let carried = |cell: &usize| fault.mends[0].carried.contains(cell);
            let (own, others): (Vec<usize>, Vec<usize>) = equality.cells().partition(carried);
            let both = own.into_iter().chain(others);
            both.for_each(|cell| add(cell, false));
        }
        for mend in &fault.mends {
            add(mend.cell, true);
            if let Some(other) = mend.exchanged {
                add(other, true);
            }
        }
        equality
            .left
            .iter()
            .for_each(|&cell| add(cell, equality.why.is_sum()));
        equality.right.iter().for_each(|&cell| add(cell, false));
        let wrong = fault.mends.first().map(|mend| mend.cell);
        for &at in &fault.broken {
            let other = &self.equalities[at];
            let sides = [&other.left, &other.right];
            for side in sides
                .into_iter()
                .filter(|side| wrong.is_none_or(|cell| !side.contains(&cell)))
            {
                if side.len() == 1 || other.why == WhyEqual::Tables {
                    side.iter().for_each(|&cell| add(cell, false));
                }
            }
        }
        for mend in &fault.mends {
            mend.carried.iter().for_each(|&cell| add(cell, false));
        }
        cells
    }

    pub(super) fn stated(&self, cell: usize) -> Stated {
        match self.paper.amount(cell) {
            Some(amount) => Stated::amount(amount),
            None => Stated::text(self.places.blank(cell), ""),
        }
    }

    /// One note a table of what rounding explains.
    pub(super) fn rounding(&self) -> Vec<Finding> {
        let mut tables: BTreeMap<usize, Vec<&Equality>> = BTreeMap::new();
        for equality in self
            .equalities
            .iter()
            .filter(|equality| equality.why.is_sum())
        {
            if equality.rest != 0 && equality.holds(0) && !equality.is_mixed() {
                tables
                    .entry(self.paper.block(equality.left[0]).at)
                    .or_default()
                    .push(equality);
            }
        }
        let finding = |(at, equalities): (&usize, &Vec<&Equality>)| {
            let most = equalities
                .iter()
                .map(|equality| equality.rest.abs())
                .max()
                .unwrap_or_default();
            let mut finding = Finding::new(FindingCode::Rounding)
                .severity(Severity::Note)
                .arg(
                    "table",
                    table_name(self.templates, self.budget, &self.budget.tables[*at]),
                )
                .arg("count", equalities.len())
                .amount("difference", yuan(most));
            let totals: BTreeSet<usize> =
                equalities.iter().map(|equality| equality.left[0]).collect();
            finding.cells = totals.into_iter().map(|cell| self.stated(cell)).collect();
            finding
        };
        tables.iter().map(finding).collect()
    }
}
