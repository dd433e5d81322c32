//! From faults to findings: one each, but for faults that are the same to the reader.

use std::collections::{BTreeMap, BTreeSet};

use super::report::Reporter;
use super::solve::{EqualityFault, Mend};
use crate::check::table_name;
use crate::finding::{Finding, FindingCode};
use crate::model::Code;

impl Reporter<'_, '_> {
    /// One finding a fault. The lines that a table lacks below one 类 are one fault, and so are the lines that a table leaves
    /// blank though they have others below.
    pub(super) fn findings(&self, faults: &[EqualityFault]) -> Vec<Finding> {
        let lacking = self.lacking();
        let mut findings: Vec<Finding> = Vec::new();
        let mut absent: BTreeMap<(usize, Code), usize> = BTreeMap::new();
        let mut blank: BTreeMap<usize, (usize, BTreeSet<usize>)> = BTreeMap::new();
        // The finding that each fault went into.
        let mut told: Vec<Option<usize>> = Vec::new();
        for fault in faults {
            let first = fault.mends.first();
            let Some(primary) = self.primary(fault) else {
                // What only an earlier mend broke belongs to that one: as stated, it holds.
                let at = self.breaker(&faults[..told.len()], fault);
                let at = at.and_then(|at| told[at]);
                if let (Some(at), Some(&broken)) = (at, fault.broken.first()) {
                    findings[at].cells.extend(self.cells(fault, broken));
                }
                told.push(at);
                continue;
            };
            let finding = self.finding(fault, primary);
            let before = findings.len();
            if let Some(key) = first.and_then(|mend| self.absent(mend, &lacking)) {
                let at = *absent.entry(key).or_insert(before);
                match findings.get_mut(at) {
                    Some(own) => own.cells.extend(finding.cells.into_iter().skip(1)),
                    None => findings.push(finding),
                }
                told.push(Some(at));
            } else if let Some((block, line)) = first.and_then(|mend| self.blank_line(mend)) {
                let (at, lines) = blank.entry(block).or_insert((before, BTreeSet::new()));
                lines.insert(line);
                match findings.get_mut(*at) {
                    Some(own) => own.cells.extend(finding.cells.into_iter().take(1)),
                    None => findings.push(finding),
                }
                told.push(Some(*at));
            } else {
                findings.push(finding);
                told.push(Some(before));
            }
        }
        for (block, (at, lines)) in blank {
            let own = &self.paper.blocks[block];
            let finding = &mut findings[at];
            finding.code = FindingCode::ChildrenDiffer;
            finding.variant = Some("blank");
            finding.args.clear();
            let count = lines.len();
            *finding = finding
                .clone()
                .arg("table", table_name(self.templates, self.budget, own.table))
                .arg("count", count);
        }
        findings
    }

    /// The last of the `earlier` faults whose mend changes an equality that `fault` breaks; where there is none, the last.
    fn breaker(&self, earlier: &[EqualityFault], fault: &EqualityFault) -> Option<usize> {
        let broken = fault
            .broken
            .iter()
            .flat_map(|&at| self.equalities[at].cells());
        let cells: BTreeSet<usize> = broken.collect();
        let touches = |fault: &EqualityFault| {
            let mend = fault.mends.first();
            mend.is_some_and(|mend| mend.changes().any(|(cell, _)| cells.contains(&cell)))
        };
        let at = earlier.iter().rposition(touches);
        at.or_else(|| earlier.len().checked_sub(1))
    }

    /// The block and position of the line of a mend, where the table has the line, but leaves it blank as a whole.
    fn blank_line(&self, mend: &Mend) -> Option<(usize, usize)> {
        let cell = self.paper.cells[mend.cell];
        let line = self.paper.line(mend.cell);
        let below = &self.paper.block(mend.cell).structure.line_parts[cell.line];
        (line.amounts.is_empty() && line.key.code().is_some() && !below.is_empty())
            .then_some((cell.block, cell.line))
    }

    /// The absent lines, each with its block.
    fn lacking(&self) -> BTreeSet<(usize, Code)> {
        let blocks = self.paper.blocks.iter().enumerate();
        let lines = blocks.flat_map(|(at, block)| {
            let absent = &block.structure.lines[block.own_lines..];
            absent.iter().map(move |line| Some((at, line.key.code()?)))
        });
        lines.flatten().collect()
    }

    /// The block and topmost code of the absent line that a mend is in.
    fn absent(&self, mend: &Mend, lacking: &BTreeSet<(usize, Code)>) -> Option<(usize, Code)> {
        let block = self.paper.cells[mend.cell].block;
        let code = self.paper.line(mend.cell).key.code()?;
        self.paper.is_absent(mend.cell).then(|| {
            let top = std::iter::successors(Some(code), |code| code.parent())
                .take_while(|above| lacking.contains(&(block, *above)))
                .last();
            (block, top.unwrap_or(code))
        })
    }
}
