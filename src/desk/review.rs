//! A batch held against its roster: which file of each line counts, what is wrong, what it sums up to, what changed, and the
//! verdict. One direction: files, versions, last year, sums, changes, explanations, verdicts.

use std::io;
use std::sync::Arc;

use super::answers::answer;
use super::departments::{Batch, ListWriters};
use super::figures::Figures;
use super::gathered::{check_texts, eliminated, handed_in, of_files, revisions};
use super::ledger;
use super::matched::{matched, said_of_last_year};
use super::narrow::Narrow;
use super::outcome::{Review, Task, UnitState, on};
use super::parts::InboxReader;
use super::raised::{at_levels, not_submitted, passed_over, threshold};
use super::roles::{file, usual_year};
use super::roster::RosterLevel;
use super::told::Told;
use super::verdict::{statuses, verdict};

/// Reads the files of an inbox for the cache alone, where a review finds what came of them: they may be read in several places, so that
/// what one place does not survive costs the others nothing.
pub fn read_ahead(reader: InboxReader<'_>) {
    let (templates, options) = (reader.templates, reader.options);
    ledger::walk(reader.inbox, None, &options.limits, |lying, bytes| {
        drop(reader.cache.inputs((templates, options), lying, &bytes, ""));
    });
}

/// Reviews a batch. The sums and the changes are written while it goes on.
///
/// # Errors
/// Where the lists cannot be written.
pub fn review(task: Task<'_>, lists: ListWriters<'_>) -> io::Result<Review> {
    let reader = task.reader;
    let (templates, options, cache) = (reader.templates, reader.options, reader.cache);
    let of_inbox = |lying, bytes: Vec<u8>| cache.inputs((templates, options), lying, &bytes, "");
    let read = ledger::walk(reader.inbox, task.results, &options.limits, of_inbox);
    let inputs = read.into_iter().flatten().collect::<Vec<_>>();
    let mut roster = task.roster;
    let (mut explanations, mut eliminations) = (task.explanations, task.eliminations);
    let year = task.year.or(roster.year).or_else(|| usual_year(&inputs));
    let compares = task.last_year.is_some();
    let mut last_year = task.last_year.unwrap_or_default();
    let mut filing = file(&roster, year, &last_year, inputs, reader);
    let moved: Arc<[_]> = task.codes_map.into();
    for own in &mut last_year {
        own.recoded(&moved);
    }
    let mut matched = matched(&roster, year, &last_year);
    let some_departments = !task.only.is_empty();
    if some_departments {
        let narrow = Narrow::to(&roster, &task.only);
        narrow.explanations(&roster, &mut explanations);
        narrow.eliminations(&roster, &mut eliminations);
        narrow.filing(&mut filing);
        matched.of = narrow.by_line(matched.of);
        matched.others = narrow.by_line(matched.others);
        // Whose a unit was that is no more the roster does not tell.
        matched.none.clear();
        roster = narrow.roster(roster);
    }
    let of_last_year = &matched.of;
    check_texts(&mut filing, reader, of_last_year, &last_year);
    let sha256 = |line: usize| {
        let at = of_last_year.get(&line)?;
        Some(last_year[*at].sha256.clone())
    };
    let revisions = revisions(reader, &roster, &filing, sha256, task.last_run);

    let mut told = std::mem::take(&mut filing.told);
    told.extend(of_files(&mut filing));
    told.extend(passed_over(&roster));
    let counted = |line: usize| filing.versions.get(&line).map(|own| own[0]);
    let amounts = |line: usize| Some(cache.year(&filing.files[counted(line)?].input));
    let (eliminations, misfits) = eliminated(&eliminations, &roster, templates, &amounts);
    told.extend(misfits);

    let change = task.change.unwrap_or_else(|| threshold(templates, &filing));
    let mut batch = Batch {
        reader,
        roster: &roster,
        filing: &filing,
        last_year: &last_year,
        of_last_year,
        eliminations: &eliminations,
        fill_missing: task.fill_missing,
        compares,
        change,
        told: Vec::new(),
        figures: vec![None; roster.lines.len()],
        compared: Vec::new(),
    };
    let (departments, district) = batch.departments(lists)?;
    let Batch {
        told: more,
        figures,
        compared,
        ..
    } = batch;
    told.extend(more);

    let is_unit = |line: &usize| roster.lines[*line].level != RosterLevel::Department;
    let no_budget = |line: &usize| compares && !of_last_year.contains_key(line);
    let new_units: Vec<usize> = (0..roster.lines.len())
        .filter(is_unit)
        .filter(no_budget)
        .collect();
    told.extend(said_of_last_year(&roster, &last_year, &matched, &new_units));

    // Reasons that were given, and the verdicts.
    let statuses = statuses(&filing, roster.lines.len());
    let said = (0..roster.lines.len()).filter(|line| counted(*line).is_none());
    told.extend(said.map(|line| not_submitted(&roster, line, statuses[line])));
    let mut told = at_levels(told, templates, options, year, &filing);
    let answers = answer(&roster, &explanations, &mut told);
    let mut told = at_levels(told, templates, options, year, &filing);
    let explanations = explanations.into_iter().zip(answers);
    let explanations: Vec<_> = explanations
        .map(|(own, (line, answer))| (own, line, answer))
        .collect();
    let handed_in = handed_in(&filing, &explanations);
    let order = |told: &Told| (told.line.unwrap_or(usize::MAX), told.finding.severity);
    told.sort_by_key(order);
    let state = |(line, figures): (usize, Option<(Figures, Figures)>)| {
        let counted = counted(line);
        let (figures, figures_before) = figures.unwrap_or_default();
        UnitState {
            status: statuses[line],
            counted,
            verdict: counted.map(|at| verdict(on(&told, line, &filing.files[at].input.lying.path))),
            versions: filing.versions.get(&line).map_or(0, Vec::len),
            last_year: of_last_year.get(&line).copied(),
            figures,
            figures_before,
        }
    };
    let units = figures.into_iter().enumerate().map(state).collect();
    let mut files_of = vec![Vec::new(); roster.lines.len()];
    for (at, filed) in filing.files.iter().enumerate() {
        if let Some(line) = filed.line {
            files_of[line].push(at);
        }
    }
    Ok(Review {
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
        last_year_only: matched.none,
        some_departments,
        new_units,
        change,
        roster,
        files_of,
        filing,
    })
}
