//! A batch held against its roster: which file of each line counts, what is wrong, what it sums up to, what changed, and the
//! verdict. One direction: files, versions, last year, sums, changes, explanations, verdicts.

use rust_decimal::Decimal;

use super::answers::answer;
use super::cells::Cells;
use super::changes::{Pair, changes};
use super::eliminate::Taken;
use super::gathered::{check_texts, eliminated, handed_in, matched, of_files, revisions};
use super::inputs::input;
use super::ledger;
use super::narrow::Narrow;
use super::outcome::{Compared, DepartmentState, Review, Task, UnitState};
use super::parts::Reader;
use super::raised::{at_levels, large, not_submitted, own_paper, threshold};
use super::roles::{file, usual_year};
use super::roster::Level;
use super::sums::{Sums, differences};
use super::told::Told;
use super::verdict::{status, verdict};
use crate::finding::{Finding, FindingCode};

/// Reviews a batch.
#[must_use]
pub fn review(task: Task<'_>) -> Review {
    let (templates, options) = (task.templates, task.options);
    let model = &templates.model;
    let cache = task.cache;
    let read = |lying, bytes| {
        let read = |lying| Some(input(templates, options, lying, bytes));
        cache.input(templates, lying, "", read)
    };
    let inputs = ledger::walk(task.inbox, task.results, &options.limits, read);
    let inputs = inputs.into_iter().flatten().collect::<Vec<_>>();
    let mut roster = task.roster;
    let (mut explanations, mut eliminations) = (task.explanations, task.eliminations);
    let year = task.year.or(roster.year).or_else(|| usual_year(&inputs));
    let compares = task.last_year.is_some();
    let mut last_year = task.last_year.unwrap_or_default();
    let reader = Reader {
        templates,
        options,
        inbox: task.inbox,
        cache,
    };
    let mut filing = file(&roster, year, &last_year, inputs, reader);
    for own in &mut last_year {
        let cells = std::mem::take(&mut own.year.cells);
        own.year.cells = cells.recoded(model, &task.codes_map);
    }
    let (mut of_last_year, mut last_year_only) = matched(&roster, &last_year);
    if !task.only.is_empty() {
        let narrow = Narrow::to(&roster, &task.only);
        narrow.explanations(&roster, &mut explanations);
        narrow.eliminations(&roster, &mut eliminations);
        narrow.filing(&mut filing);
        of_last_year = narrow.by_line(of_last_year);
        // Whose a unit was that is no more the roster does not tell.
        last_year_only.clear();
        roster = narrow.roster(roster);
    }
    check_texts(&mut filing, reader, &of_last_year, &last_year);

    let mut told = std::mem::take(&mut filing.told);
    told.extend(of_files(templates, &filing));
    let counted = |line: usize| filing.versions.get(&line).map(|own| own[0]);
    let cells = |line: usize| counted(line).map(|at| &filing.files[at].input.year.cells);

    // Sums, from the leaves of what counts; own papers are only compared.
    let (eliminations, misfits) = eliminated(&eliminations, &roster, templates, &cells);
    told.extend(misfits);
    let mut departments = Vec::new();
    let mut all_units: Vec<&Cells> = Vec::new();
    for head in roster.departments() {
        let below: Vec<usize> = roster
            .below(head)
            .filter(|at| roster.lines[*at].level != Level::Department)
            .collect();
        let (counted, missing): (Vec<usize>, Vec<usize>) =
            below.into_iter().partition(|line| cells(*line).is_some());
        let last = |line: &usize| of_last_year.get(line).map(|at| &last_year[*at].year.cells);
        let filled: Vec<usize> = match task.fill_missing {
            true => missing
                .iter()
                .copied()
                .filter(|own| last(own).is_some())
                .collect(),
            false => Vec::new(),
        };
        let of_units = counted.iter().filter_map(|line| cells(*line));
        let of_units: Vec<&Cells> = of_units.chain(filled.iter().filter_map(last)).collect();
        let mut sums = Sums::of(model, of_units.iter().copied());
        all_units.extend(of_units);
        let mut eliminated = Decimal::ZERO;
        let mut own_taken = Vec::new();
        for (receiver, payer, taken) in &eliminations {
            let within = |line: usize| roster.lines[line].department == Some(head);
            if within(*receiver) && within(*payer) {
                eliminated += taken.yuan;
                take(model, &mut sums, taken);
                own_taken.push((*receiver, taken.clone()));
            }
        }
        let own = cells(head);
        let differences = match own.filter(|_| !counted.is_empty()) {
            Some(own) => differences(model, own, &sums),
            None => Vec::new(),
        };
        let state = DepartmentState {
            line: head,
            missing,
            filled,
            counted,
            eliminated,
            taken: own_taken,
            sums,
            differences,
        };
        departments.push(state);
    }
    // Not of the departments' sums: what one of them has no row for it would be missing in.
    let mut district = Sums::of(model, all_units);
    for (_, _, taken) in &eliminations {
        take(model, &mut district, taken);
    }
    for state in &mut departments {
        told.extend(own_paper(&roster, &filing, state));
        if !state.missing.is_empty() {
            state.differences.clear();
        }
    }

    // Year on year, before eliminations.
    let change = task.change.unwrap_or_else(|| threshold(templates, &filing));
    let pair = |line: usize| {
        let old = &last_year[*of_last_year.get(&line)?].year;
        Some((old, &filing.files[counted(line)?].input.year))
    };
    let mut compared = Vec::new();
    let mut all_pairs: Vec<Pair<'_>> = Vec::new();
    if compares {
        for state in &departments {
            let pairs: Vec<(usize, Pair<'_>)> = state
                .counted
                .iter()
                .filter_map(|line| Some((*line, pair(*line)?)))
                .collect();
            for (line, pair) in &pairs {
                let own = changes(model, &[*pair]);
                let file = counted(*line).map(|at| filing.files[at].input.lying.path.clone());
                told.extend(large(
                    &own,
                    *line,
                    &file.unwrap_or_default(),
                    &filing,
                    counted(*line),
                    change,
                ));
                compared.push(Compared {
                    line: Some(*line),
                    level: "unit",
                    changes: own,
                });
            }
            let pairs: Vec<Pair<'_>> = pairs.into_iter().map(|(_, pair)| pair).collect();
            compared.push(Compared {
                line: Some(state.line),
                level: "department",
                changes: changes(model, &pairs),
            });
            all_pairs.extend(pairs);
        }
        compared.push(Compared {
            line: None,
            level: "district",
            changes: changes(model, &all_pairs),
        });
    }
    drop(all_pairs);
    let is_unit = |line: &usize| roster.lines[*line].level != Level::Department;
    let no_budget = |line: &usize| compares && !of_last_year.contains_key(line);
    let new_units: Vec<usize> = (0..roster.lines.len())
        .filter(is_unit)
        .filter(no_budget)
        .collect();
    for &line in &new_units {
        let finding =
            Finding::new(FindingCode::PreviousMissing).arg("unit", &roster.lines[line].name);
        told.push(Told::new(Some(line), "", finding));
    }
    for &at in &last_year_only {
        let own = &last_year[at];
        let finding = Finding::new(FindingCode::PreviousMissing)
            .variant("gone")
            .arg("unit", &own.budget.unit.name)
            .arg("path", &own.path);
        told.push(Told::new(None, "", finding));
    }
    let revisions = revisions(templates, &roster, &filing);

    // Reasons that were given, and the verdicts.
    let said = (0..roster.lines.len()).filter(|line| counted(*line).is_none());
    told.extend(said.map(|line| not_submitted(&roster, line, status(&filing, line))));
    let mut told = at_levels(told, templates, options, year, &filing);
    let answers = answer(&roster, &explanations, &mut told);
    let mut told = at_levels(told, templates, options, year, &filing);
    let explanations = explanations.into_iter().zip(answers);
    let explanations: Vec<_> = explanations
        .map(|(own, (line, answer))| (own, line, answer))
        .collect();
    let handed_in = handed_in(&filing, &explanations);
    let mut units = Vec::with_capacity(roster.lines.len());
    for line in 0..roster.lines.len() {
        let status = status(&filing, line);
        let counted = filing.versions.get(&line).map(|own| own[0]);
        units.push(UnitState {
            status,
            counted,
            verdict: counted.map(|at| verdict(on(&told, line, &filing.files[at].input.lying.path))),
            versions: filing.versions.get(&line).map_or(0, Vec::len),
            last_year: of_last_year.get(&line).copied(),
        });
    }
    let order = |told: &Told| (told.line.unwrap_or(usize::MAX), told.finding.severity);
    told.sort_by_key(order);
    Review {
        year,
        units,
        departments,
        taken: eliminations.into_iter().map(|(_, _, own)| own).collect(),
        district,
        told,
        compared,
        revisions,
        explanations,
        handed_in,
        last_year,
        last_year_only,
        new_units,
        change,
        roster,
        filing,
    }
}

/// The findings on the file of a line that counts; what is said of its other files is no fault of that one.
pub(super) fn on<'t>(
    told: &'t [Told],
    line: usize,
    file: &'t str,
) -> impl Iterator<Item = &'t Told> {
    let own =
        move |own: &&Told| own.line == Some(line) && (own.file.is_empty() || own.file == file);
    told.iter().filter(own)
}

fn take(model: &crate::model::Model, sums: &mut Sums, taken: &Taken) {
    for row in &taken.rows {
        sums.subtract(model, row, taken.yuan);
    }
}
