//! What a submission does not show, and what belongs to no part of the document: kept out of what is made public, and said.

use super::cells::same_value;
use super::ledger::Role;
use super::reader::SubmissionReader;
use crate::finding::{Finding, FindingCode, Stated};
use crate::messages::Arg;
use crate::model::{Reason, Withheld};
use crate::workbook::{Address, HiddenBy, SheetIx};

/// Cells of one sheet that are withheld for one reason.
#[derive(Debug, Default)]
struct HiddenGroup {
    by: Vec<HiddenBy>,
    cells: Vec<usize>,
}

impl SubmissionReader<'_, '_> {
    /// Gives the cells that are not shown, and have no part in a table, their role; says them sheet by sheet. What was
    /// withheld is returned.
    pub(super) fn hidden_content(&mut self, unplaced: &[(SheetIx, Vec<usize>)]) -> Vec<Withheld> {
        let mut withheld = Vec::new();
        let source = self.source;
        for (sheet, _) in source.numbered() {
            let (hidden, behind) = self.hidden_on(sheet);
            let own = unplaced.iter().filter(|(at, _)| *at == sheet);
            let mut own: Vec<usize> = own.flat_map(|(_, cells)| cells.iter().copied()).collect();
            own.sort_unstable();
            own.dedup();
            let unplaced = HiddenGroup {
                by: Vec::new(),
                cells: own,
            };
            let groups = [
                (Reason::Hidden, hidden),
                (Reason::Hidden, behind),
                (Reason::Unplaced, unplaced),
            ];
            for (reason, group) in groups {
                if !group.cells.is_empty() {
                    withheld.extend(self.withhold(sheet, reason, group));
                }
            }
        }
        withheld
    }

    /// What is hidden on a sheet, and what stands behind its merged cells and is not what they show.
    fn hidden_on(&mut self, sheet: SheetIx) -> (HiddenGroup, HiddenGroup) {
        let own = &self.source.sheets[sheet];
        let shown_instead = own.sheet.behind();
        let (mut hidden, mut behind) = (HiddenGroup::default(), HiddenGroup::default());
        for (at, by) in own.hidden.iter().enumerate() {
            let Some(by) = *by else { continue };
            let group = if by == HiddenBy::Merge {
                self.ledger.set(sheet, at, Role::Behind);
                let shown = shown_instead.get(&own.sheet.cells[at].address());
                let shown = shown.and_then(|&top| own.at(top));
                if !own.holds(at) || shown.is_some_and(|top| same_value(own, top, at)) {
                    continue;
                }
                &mut behind
            } else {
                let role = self.ledger.get(sheet, at);
                if role.is_some() || !own.holds(at) {
                    // Of what was asked for the texts have their roles; it is said all the same.
                    if !(self.wanted.hidden && role.is_some_and(Role::is_of_document)) {
                        continue;
                    }
                } else if !self.wanted.hidden {
                    self.ledger.set(sheet, at, Role::Hidden);
                }
                &mut hidden
            };
            if !group.by.contains(&by) {
                group.by.push(by);
            }
            group.cells.push(at);
        }
        (hidden, behind)
    }

    fn withhold(&mut self, sheet: SheetIx, reason: Reason, group: HiddenGroup) -> Option<Withheld> {
        let own = &self.source.sheets[sheet];
        let HiddenGroup { mut by, cells } = group;
        let behind = by == [HiddenBy::Merge];
        let kept = match reason {
            Reason::Hidden => self.wanted.hidden && !behind,
            Reason::Unplaced => self.wanted.unplaced,
        };
        by.sort_unstable();
        let numbers = cells.iter().filter(|&&at| own.holds_number(at)).count();
        let addresses = || cells.iter().map(|&at| own.sheet.cells[at].address());
        let rows = addresses().map(|at| at.row);
        let cols = addresses().map(|at| at.col);
        let from = Address::new(rows.clone().min()?, cols.clone().min()?);
        let to = Address::new(rows.max()?, cols.max()?);
        let range = match from == to {
            true => from.to_string(),
            false => format!("{from}:{to}"),
        };
        let words = by.iter().map(|by| Arg::Word(by.word_name())).collect();
        let mut finding = Finding::new(FindingCode::HiddenContent)
            .arg("sheet", own.name.trim())
            .arg("range", &range)
            .arg("count", cells.len())
            .arg("numbers", numbers)
            .word(
                "done",
                if kept {
                    "content-kept"
                } else {
                    "content-left-out"
                },
            )
            .on(&own.name);
        finding.args.push(("where", Arg::List(words)));
        match reason {
            Reason::Hidden if behind => finding = finding.variant("behind"),
            Reason::Hidden => {}
            Reason::Unplaced => finding = finding.variant("unplaced"),
        }
        // Its cells are named, not quoted: a report is seen by more people than a hidden sheet.
        let named = cells.iter().map(|&at| match reason {
            Reason::Hidden if !behind => Stated::text(Some(own.place(at)), "…"),
            _ => Stated::text(Some(own.place(at)), &own.raw(at)),
        });
        finding.cells = named.collect();
        self.findings.push(finding);
        (!kept).then(|| Withheld {
            reason,
            sheet: own.name.to_string(),
            range,
            cells: cells.len(),
            numbers,
        })
    }
}
