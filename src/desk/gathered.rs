//! What a review gathers from the files: last year's budgets, the findings, eliminations, corrections and explanations.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::changes::{ComparedBudget, revised};
use super::eliminate::{EliminatedRow, Misfit, taken};
use super::filing::{FileRole, Filing};
use super::last_year::LastYear;
use super::lists::{Elimination, FindingExplanation};
use super::outcome::Revision;
use super::parts::InboxReader;
use super::raised::misfit;
use super::roster::Roster;
use super::run::Run;
use super::told::{Answer, Told};
use crate::batch::{Options, Previous};
use crate::finding::Severity;
use crate::layout::Templates;

/// Reads papers with texts again beside last year's budget, which their texts are compared with.
pub(super) fn check_texts(
    filing: &mut Filing,
    reader: InboxReader<'_>,
    of_last_year: &BTreeMap<usize, usize>,
    last_year: &[LastYear],
) {
    let counted: Vec<(usize, usize)> = filing
        .versions
        .iter()
        .map(|(line, own)| (*line, own[0]))
        .collect();
    for (line, at) in counted {
        let Some(last) = of_last_year.get(&line).map(|at| &last_year[*at]) else {
            continue;
        };
        let own = &filing.files[at].input;
        let head = own.head.as_ref();
        let Some(head) = head.filter(|head| own.has_texts && !head.has_previous) else {
            continue;
        };
        let unit = &head.unit;
        let read = |_| {
            let mut previous = last.budget(reader.cache, reader.templates)?;
            previous.unit.clone_from(unit);
            let options = Options {
                previous: Some(Arc::new(Previous::named(last.path.clone(), previous))),
                ..reader.options.clone()
            };
            let reader = InboxReader {
                options: &options,
                ..reader
            };
            reader.again(filing, at)
        };
        let (lying, sha256) = (own.lying.clone(), &last.sha256);
        let again = reader.cache.told(reader.templates, lying, sha256, read);
        if let Some(again) = again {
            filing.files[at].input.told = again;
        }
    }
}

/// Takes the findings of the files that count, and of those of which nothing can be read; those of others are no more needed.
pub(super) fn of_files(filing: &mut Filing) -> Vec<Told> {
    let mut all = Vec::new();
    for filed in &mut filing.files {
        let told = std::mem::take(&mut filed.input.told);
        let is_wanted = matches!(
            filed.role,
            FileRole::Counted | FileRole::Unreadable | FileRole::NoTable | FileRole::ArchiveNotRead
        );
        if !is_wanted {
            continue;
        }
        if filed.role == FileRole::Unreadable {
            // Why it does not count.
            filed.input.told = told.first().cloned().into_iter().collect();
        }
        all.extend(told.into_iter().map(|told| Told {
            line: filed.line,
            file: filed.input.lying.path.clone(),
            ..told
        }));
    }
    all
}

pub(super) type Eliminated = Vec<EliminatedRow>;

/// What is eliminated: receiver, payer and amount; and what fits nothing.
pub(super) fn eliminated(
    eliminations: &[Elimination],
    roster: &Roster,
    templates: &Templates,
    year: &impl Fn(usize) -> Option<Arc<ComparedBudget>>,
) -> (Eliminated, Vec<Told>) {
    let (mut all, mut misfits): (Eliminated, Vec<Told>) = (Vec::new(), Vec::new());
    for own in eliminations {
        let (receiver, payer) = (roster.of_code(&own.receiver), roster.of_code(&own.payer));
        let (got, paid) = (receiver.and_then(year), payer.and_then(year));
        let known = receiver.is_some() && payer.is_some();
        let (Some(got), Some(paid)) = (got, paid) else {
            // Of a unit of which nothing counts nothing is counted twice.
            if !known {
                let why = match receiver {
                    None => Misfit::UnknownReceiver,
                    Some(_) => Misfit::UnknownPayer,
                };
                misfits.push(misfit(own, why));
            }
            continue;
        };
        let (Some(receiver), Some(payer)) = (receiver, payer) else {
            continue;
        };
        let cells = ((receiver, &got.cells), (payer, &paid.cells));
        match taken(&templates.model, own, cells.0, cells.1, &all) {
            Ok(taken) => all.push((receiver, payer, taken)),
            Err(why) => misfits.push(misfit(own, why)),
        }
    }
    (all, misfits)
}

/// What became of each paper that was handed in before: as it lies in the inbox, else as it counted in the last run.
pub(super) fn revisions(
    reader: InboxReader<'_>,
    roster: &Roster,
    filing: &Filing,
    last_year: impl Fn(usize) -> Option<String>,
    last_run: Option<&Run>,
) -> Vec<Revision> {
    let model = &reader.templates.model;
    let year = |at: usize| reader.cache.year(&filing.files[at].input);
    let revision = |(line, own): (&usize, &Vec<usize>)| {
        let (to, id) = (own[0], roster.lines[*line].id());
        let is = keys(&filing.files[to].input.told, id);
        let now = &filing.files[to].input.lying.sha256;
        let (from, from_sha256, before, was) = match own.get(1) {
            Some(&from) => {
                let input = &filing.files[from].input;
                let lying = &input.lying;
                let was = keys(&input.told, id);
                (lying.path.clone(), lying.sha256.clone(), year(from), was)
            }
            None => {
                let (path, sha256) = last_run?.earlier(id, now)?;
                let previous = last_year(*line);
                let (before, told) =
                    reader
                        .cache
                        .earlier(reader.templates, (path, sha256), previous.as_deref())?;
                let was = keys(&told, id);
                (path.to_owned(), sha256.to_owned(), Arc::new(before), was)
            }
        };
        Some(Revision {
            line: *line,
            from,
            from_sha256,
            to,
            changed: revised(model, &before.cells, &year(to).cells),
            gone: was.difference(&is).cloned().collect(),
            new: is.difference(&was).cloned().collect(),
        })
    };
    filing.versions.iter().filter_map(revision).collect()
}

/// The keys of the errors and warnings.
fn keys(told: &[Told], unit: &str) -> BTreeSet<String> {
    let told = told.iter();
    let told = told.filter(|told| told.finding.severity != Severity::Note);
    told.map(|told| told.key(unit)).collect()
}

/// The explanations that lie in the inbox and nobody has decided yet.
pub(super) fn handed_in(
    filing: &Filing,
    known: &[(FindingExplanation, Option<usize>, Answer)],
) -> Vec<(usize, FindingExplanation)> {
    let mut found: Vec<(usize, FindingExplanation)> = Vec::new();
    for (at, filed) in filing.files.iter().enumerate() {
        let own = filed.input.explanations.iter().flatten();
        for own in own.filter(|own| !own.text.is_empty()) {
            let same = |other: &FindingExplanation| {
                (
                    &other.unit_code,
                    &other.code,
                    other.function,
                    other.amount,
                    &other.text,
                ) == (
                    &own.unit_code,
                    &own.code,
                    own.function,
                    own.amount,
                    &own.text,
                )
            };
            if !known.iter().any(|(own, ..)| same(own)) && !found.iter().any(|(_, own)| same(own)) {
                found.push((at, own.clone()));
            }
        }
    }
    found
}
