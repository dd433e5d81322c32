//! Whether the checks find what is wrong and nothing else: makes up submissions over all layouts and styles, puts single
//! faults in, and counts which ones are found, with the wrong cell named.
//!
//! `cargo run --release --example faults -- N [SEED]` prints a table; for N submissions, one fault of each kind in each.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for the command line"
)]

#[allow(dead_code, reason = "the tests use the rest")]
mod inject;
#[path = "../made_up/budget/mod.rs"]
mod made_up;
#[allow(dead_code, reason = "the tests use the rest")]
mod submission;
mod tally;

use std::process::ExitCode;

use inject::{Injected, Kind, inject};
use made_up::{Random, Style};
use rayon::prelude::*;
use submission::{Submission, submission};
use tally::Found;
use yusuan::finding::{Finding, Severity, render};
use yusuan::layout::Templates;
use yusuan::messages::{Language, Messages};

/// At most so many misses are printed.
const MOST_SHOWN: usize = 12;

/// What came of one submission.
struct Outcome {
    results: Vec<Found>,
    /// The errors and warnings of the submission without fault.
    clean: (usize, usize),
    said: String,
    amounts: usize,
    /// The amounts that take part in no equality.
    alone: usize,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let numbers: Option<Vec<u64>> = args.iter().map(|arg| arg.parse().ok()).collect();
    let (count, seed) = match numbers.as_deref() {
        Some([count]) => (*count, 1),
        Some([count, seed]) => (*count, *seed),
        _ => {
            eprintln!("usage: faults N [SEED]");
            return ExitCode::from(2);
        }
    };
    let templates = Templates::embedded();
    let styles = Style::all();
    let outcomes: Vec<Outcome> = (seed..seed + count)
        .into_par_iter()
        .map(|seed| {
            let style = usize::try_from(seed).map_or(0, |seed| seed % styles.len());
            outcome(&templates, styles[style], seed)
        })
        .collect();
    print(&outcomes);
    ExitCode::SUCCESS
}

fn outcome(templates: &Templates, style: Style, seed: u64) -> Outcome {
    let messages = Messages::new(Language::Chinese);
    let submission = submission(templates, style, seed);
    let spots = submission.spots(templates);
    let findings = submission.changed(templates, &[]);
    let mut random = Random::new(seed);
    let results = Kind::ALL
        .into_iter()
        .filter_map(|kind| {
            let injected = inject(templates, &submission, &spots, kind, &mut random)?;
            Some(result(
                templates,
                &submission,
                seed,
                kind,
                &injected,
                &messages,
            ))
        })
        .collect();
    let count = |severity| {
        findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    };
    let grave = findings
        .iter()
        .filter(|finding| finding.severity != Severity::Note);
    Outcome {
        results,
        clean: (count(Severity::Error), count(Severity::Warning)),
        said: grave
            .map(|finding| render(&format!("seed {seed} {style:?}"), finding, &messages))
            .collect(),
        amounts: spots.len(),
        alone: spots.iter().filter(|spot| spot.tolerance.is_none()).count(),
    }
}

fn result(
    templates: &Templates,
    submission: &Submission,
    seed: u64,
    kind: Kind,
    injected: &Injected,
    messages: &Messages,
) -> Found {
    let findings = submission.changed(templates, &injected.changes);
    let grave: Vec<&Finding> = findings
        .iter()
        .filter(|finding| finding.severity != Severity::Note)
        .collect();
    let changed = |cell: &yusuan::finding::Stated| {
        cell.place
            .as_ref()
            .is_some_and(|place| injected.changes.iter().any(|(own, _)| own == place))
    };
    let named = grave
        .iter()
        .any(|finding| finding.cells.iter().any(changed));
    let first = grave
        .iter()
        .any(|finding| finding.cells.first().is_some_and(changed));
    let mut said = format!("seed {seed} {} {:?}\n", kind.name(), submission.style);
    for (place, value) in &injected.changes {
        let (before, after) = (
            submission.number(place),
            value.map(|value| value.to_string()),
        );
        let show = |text: Option<String>| text.unwrap_or_else(|| "blank".to_owned());
        said.push_str(&format!(
            "  {}!{}: {} -> {}\n",
            place.sheet,
            place.cell,
            show(before.map(|before| before.to_string())),
            show(after)
        ));
    }
    said.extend(grave.iter().map(|finding| render("", finding, messages)));
    Found {
        kind: kind.name(),
        table: submission.budget.tables[injected.spot.table]
            .table
            .to_string(),
        named,
        first,
        findings: grave.len(),
        said,
    }
}

fn print(outcomes: &[Outcome]) {
    let with = |which: &dyn Fn(&Outcome) -> bool| outcomes.iter().filter(|one| which(one)).count();
    let amounts: usize = outcomes.iter().map(|outcome| outcome.amounts).sum();
    let alone: usize = outcomes.iter().map(|outcome| outcome.alone).sum();
    println!(
        "{} submissions without fault: {} with an error, {} with a warning",
        outcomes.len(),
        with(&|outcome| outcome.clean.0 > 0),
        with(&|outcome| outcome.clean.1 > 0)
    );
    println!("{amounts} amounts, {alone} of them in no equality, and left alone\n");
    for outcome in outcomes
        .iter()
        .filter(|outcome| !outcome.said.is_empty())
        .take(3)
    {
        println!("{}", outcome.said);
    }
    let all: Vec<&Found> = outcomes
        .iter()
        .flat_map(|outcome| &outcome.results)
        .collect();
    print!("{}", tally::table(&all));
    for (title, missed) in [
        (
            "not named",
            (&|result: &Found| !result.named) as &dyn Fn(&Found) -> bool,
        ),
        ("named, but not first", &|result| {
            result.named && !result.first
        }),
        ("several findings", &|result| {
            result.findings > 1 && result.first
        }),
    ] {
        println!("--- {title}");
        for result in all.iter().filter(|result| missed(result)).take(MOST_SHOWN) {
            println!("{}", result.said);
        }
    }
}
