//! How many faults are found, and how many clean documents are accused.

use std::collections::BTreeMap;

use yusuan::check::check;
use yusuan::finding::{Finding, Severity, render};
use yusuan::layout::Templates;
use yusuan::messages::{Language, Messages};
use yusuan::model::Budget;

use super::documents::document;
use super::faults::{FAULTS, put};

const TABLES: [&str; 2] = [
    include_str!("../../tests/fixtures/prose/unit.json"),
    include_str!("../../tests/fixtures/prose/another.json"),
];
const STYLES: usize = 7;

/// What was measured.
pub(crate) struct Measured {
    /// For each kind of fault how many were found, and put.
    pub(crate) faults: BTreeMap<&'static str, (usize, usize)>,
    /// What was not found.
    pub(crate) missed: Vec<String>,
    /// The number of clean documents.
    pub(crate) clean: usize,
    /// The errors in clean documents.
    pub(crate) clean_errors: Vec<String>,
}

impl Measured {
    /// How many faults were found, and put.
    pub(crate) fn all(&self) -> (usize, usize) {
        let mut all = (0, 0);
        for (found, put) in self.faults.values() {
            all = (all.0 + found, all.1 + put);
        }
        all
    }
}

/// Measures over `rounds` documents of each style.
pub(crate) fn measure(templates: &Templates, rounds: u32) -> Measured {
    let mut measured = Measured {
        faults: BTreeMap::new(),
        missed: Vec::new(),
        clean: 0,
        clean_errors: Vec::new(),
    };
    let messages = Messages::new(Language::English);
    for round in 0..rounds {
        for style in 0..STYLES {
            let tables = TABLES[usize::try_from(round).expect("small") % TABLES.len()];
            // 1009 and 991 spread the digits; the two years differ, and now and then do not.
            let this = 1 + (round * 37 + u32::try_from(style).expect("small") * 11) % 23;
            let last = 1 + (round * 29 + u32::try_from(style).expect("small") * 7) % 23;
            let clean = document(templates, tables, style, this, last);
            let before = texts_only(check(templates, &clean));
            measured.clean += 1;
            let errors: Vec<&Finding> = before
                .iter()
                .filter(|own| own.severity == Severity::Error)
                .collect();
            if let Some(error) = errors.first() {
                measured.clean_errors.push(format!(
                    "style {style}: {}",
                    render("clean", error, &messages)
                ));
            }
            for (at, fault) in FAULTS.into_iter().enumerate() {
                let mut faulty: Budget = clean.clone();
                let pick = usize::try_from(round).expect("small") * 13 + at * 5 + style;
                if !put(&mut faulty, fault, pick) || faulty == clean {
                    continue;
                }
                faulty.document.figures = yusuan::prose::figures(templates, &faulty);
                let after = texts_only(check(templates, &faulty));
                let found = after.iter().any(|own| !before.contains(own));
                let entry = measured.faults.entry(fault).or_insert((0, 0));
                entry.0 += usize::from(found);
                entry.1 += 1;
                if !found {
                    measured.missed.push(format!(
                        "style {style}: {fault}: {}",
                        differing(&clean, &faulty)
                    ));
                }
            }
        }
    }
    measured
}

/// The findings about texts and projects; the tables are scaled and none of their concern.
fn texts_only(findings: Vec<Finding>) -> Vec<Finding> {
    let from = yusuan::finding::FindingCode::TextAmountDiffers;
    let texts = |own: &Finding| {
        own.code >= from || ["wrong-year", "name-varies"].contains(&own.code.name())
    };
    findings.into_iter().filter(texts).collect()
}

/// The first text that differs.
fn differing(clean: &Budget, faulty: &Budget) -> String {
    let texts = |budget: &Budget| -> Vec<String> {
        let sections = budget.document.sections.iter();
        sections
            .flat_map(|own| &own.paragraphs)
            .map(|text| text.text.clone())
            .collect()
    };
    let pairs = texts(clean).into_iter().zip(texts(faulty));
    pairs
        .filter(|(a, b)| a != b)
        .map(|(a, b)| format!("{a}\n      -> {b}"))
        .next()
        .unwrap_or_default()
}
