//! Any texts beside the tables of a submission.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use yusuan::export::{budget_from_json, budget_to_json};
use yusuan::model::{Budget, Text};
use yusuan_fuzz::{TEMPLATES, check};

static BUDGET: LazyLock<Budget> = LazyLock::new(|| {
    let text = include_str!("../../tests/fixtures/prose/unit.json");
    budget_from_json(&TEMPLATES, text).expect("a budget of ours")
});

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let mut budget = BUDGET.clone();
    // Each line is a paragraph, and all of them stand in each section: what is looked for depends on the section.
    for section in &mut budget.document.sections {
        section.paragraphs = text.lines().map(Text::new).collect();
    }
    check("fuzzed.json", budget_to_json(&budget).into_bytes());
});
