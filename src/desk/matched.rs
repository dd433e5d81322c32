//! Which of last year's budgets each line is compared with.

use std::collections::BTreeMap;

use super::identity::Matcher;
use super::last_year::LastYear;
use super::roster::Roster;
use super::told::Told;
use super::versions::{Version, newest};
use crate::finding::{Finding, FindingCode};

/// Last year's budgets as the lines have them.
#[derive(Debug, Default)]
pub(super) struct LastYearMatches {
    /// The one that each line is compared with.
    pub(super) of: BTreeMap<usize, usize>,
    /// Those that are of no line.
    pub(super) none: Vec<usize>,
    /// Those that are not compared: of another year, or of a line that has a newer one.
    pub(super) others: BTreeMap<usize, Vec<usize>>,
}

/// Whose each of last year's budgets is. Of several of one line the newest counts, and none that states another year.
pub(super) fn matched(
    roster: &Roster,
    year: Option<u16>,
    last_year: &[LastYear],
) -> LastYearMatches {
    let matcher = Matcher::of_batch(roster, last_year.iter().map(|own| &own.head));
    let mut found = LastYearMatches::default();
    let mut of_line: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, own) in last_year.iter().enumerate() {
        let line = matcher.last_year(&own.head, &own.path);
        let other = own
            .head
            .year
            .zip(year)
            .is_some_and(|(own, year)| own + 1 != year);
        match line {
            Some(line) if other => found.others.entry(line).or_default().push(at),
            Some(line) => of_line.entry(line).or_default().push(at),
            None => found.none.push(at),
        }
    }
    for (line, all) in of_line {
        let versions: Vec<Version<'_>> = all.iter().map(|at| last_year[*at].version()).collect();
        let (order, _) = newest(&versions);
        found.of.insert(line, all[order[0]]);
        let first = &last_year[all[order[0]]].sha256;
        let more = order[1..].iter().map(|at| all[*at]);
        let more: Vec<usize> = more.filter(|at| last_year[*at].sha256 != *first).collect();
        if !more.is_empty() {
            found.others.entry(line).or_default().extend(more);
        }
    }
    found
}

/// Which of last year's budgets are not compared, and which units have none.
pub(super) fn said_of_last_year(
    roster: &Roster,
    last_year: &[LastYear],
    matched: &LastYearMatches,
    new_units: &[usize],
) -> Vec<Told> {
    let missing = |line: usize| {
        Finding::new(FindingCode::PreviousMissing).arg("unit", &roster.lines[line].name)
    };
    let mut told = Vec::new();
    for (&line, others) in &matched.others {
        let others = others.iter().map(|at| &last_year[*at]);
        let finding = missing(line).list("others", others.map(|own| &own.path));
        let finding = match matched.of.get(&line) {
            Some(at) => finding.variant("several").arg("path", &last_year[*at].path),
            None => finding.variant("other-year"),
        };
        told.push(Told::new(Some(line), "", finding));
    }
    let new_units = new_units
        .iter()
        .filter(|line| !matched.others.contains_key(line));
    told.extend(new_units.map(|&line| Told::new(Some(line), "", missing(line))));
    for &at in &matched.none {
        let own = &last_year[at];
        let finding = Finding::new(FindingCode::PreviousMissing)
            .variant("gone")
            .arg("unit", &own.head.unit.name)
            .arg("path", &own.path);
        told.push(Told::new(None, "", finding));
    }
    told
}
