//! A batch narrowed to some departments. Whose a file is was told by the whole roster before.

use std::collections::BTreeMap;

use super::answers;
use super::filing::{FileRole, Filing};
use super::lists::{Elimination, FindingExplanation};
use super::roster::Roster;

/// Why a file of another department has no role.
pub(super) const OTHERS: &str = "only";

/// The new position of each line; `None` of one that is left out.
pub(super) struct Narrow(Vec<Option<usize>>);

impl Narrow {
    /// To the departments `heads`.
    pub(super) fn to(roster: &Roster, heads: &[usize]) -> Self {
        let mut next = 0;
        let place = |at: usize| {
            let head = roster.lines[at].department;
            let wanted = heads.contains(&at) || head.is_some_and(|head| heads.contains(&head));
            wanted.then(|| {
                next += 1;
                next - 1
            })
        };
        Self((0..roster.lines.len()).map(place).collect())
    }

    /// The lines that are left.
    pub(super) fn roster(&self, roster: Roster) -> Roster {
        let lines = roster.lines.into_iter().zip(&self.0);
        let lines = lines.filter(|(_, to)| to.is_some()).map(|(mut line, _)| {
            line.department = line.department.and_then(|own| self.0[own]);
            line
        });
        Roster {
            year: roster.year,
            lines: lines.collect(),
            passed_over: roster.passed_over,
        }
    }

    /// The files with the lines that are left; those of others are named and no more.
    pub(super) fn filing(&self, filing: &mut Filing) {
        for filed in &mut filing.files {
            let Some(line) = filed.line else { continue };
            filed.line = self.0[line];
            if filed.line.is_none() {
                filed.role = FileRole::Ignored;
                filed.of = None;
                filed.why = Some(OTHERS.to_owned());
            }
        }
        filing.told.retain_mut(|told| {
            let line = told.line;
            told.line = line.and_then(|line| self.0[line]);
            line.is_none() || told.line.is_some()
        });
        let versions = std::mem::take(&mut filing.versions).into_iter();
        filing.versions = versions
            .filter_map(|(line, own)| Some((self.0[line]?, own)))
            .collect();
    }

    pub(super) fn by_line<T>(&self, all: BTreeMap<usize, T>) -> BTreeMap<usize, T> {
        let all = all.into_iter();
        all.filter_map(|(line, own)| Some((self.0[line]?, own)))
            .collect()
    }

    /// The explanations that are none of lines left out.
    pub(super) fn explanations(&self, roster: &Roster, all: &mut Vec<FindingExplanation>) {
        all.retain(|own| answers::line(roster, own).is_none_or(|line| self.0[line].is_some()));
    }

    /// The eliminations without those of lines left out.
    pub(super) fn eliminations(&self, roster: &Roster, all: &mut Vec<Elimination>) {
        let stays = |code: &str| {
            roster
                .of_code(code)
                .is_none_or(|line| self.0[line].is_some())
        };
        all.retain(|own| stays(&own.receiver) && stays(&own.payer));
    }
}
