//! Made-up budgets are clean, differ, and come back from the workbooks that are written of them.

#[path = "../../examples/made_up/budget/mod.rs"]
pub(crate) mod budget;

use std::collections::BTreeMap;

use budget::budget;
use rust_decimal::Decimal;
use yusuan::batch::{Options, read_bytes};
use yusuan::check::check;
use yusuan::finding::{FindingCode, Severity, render};
use yusuan::layout::Templates;
use yusuan::messages::{Language, Messages};
use yusuan::model::{Budget, Coordinates, Dim, facts};
use yusuan::workbook::Value;
use yusuan::workbook::open::{Limits, open};
use yusuan::write::workbook_bytes;

#[test]
#[ignore = "slow"]
fn they_are_clean_and_read_back_as_written() {
    let templates = Templates::embedded();
    let messages = Messages::new(Language::Chinese);
    let mut seen = Vec::new();
    for seed in 1..=40 {
        let made = budget(&templates, seed);
        let said: String = check(&templates, &made)
            .iter()
            .filter(|finding| finding.severity != Severity::Note)
            .map(|finding| render("made up", finding, &messages))
            .collect();
        assert_eq!(said, "", "seed {seed}");
        assert_eq!(
            differences(&templates, &made),
            Vec::<String>::new(),
            "seed {seed}"
        );
        let bytes = workbook_bytes(&templates, &made, None).unwrap();
        let cells: usize = open(bytes.clone(), "xlsx", &Limits::default())
            .unwrap()
            .sheets
            .iter()
            .flat_map(|sheet| &sheet.cells)
            .filter(|cell| cell.value != Value::Blank)
            .count();
        assert!(
            (500..=1000).contains(&cells),
            "seed {seed} has {cells} filled cells"
        );
        let outcome = read_bytes(
            "made-up.xlsx".to_owned(),
            bytes,
            &templates,
            &Options::default(),
        );
        let said: String = outcome
            .findings
            .iter()
            // What usually agrees need not agree in amounts that are made up.
            .filter(|finding| finding.code != FindingCode::RelatedDiffer)
            .map(|finding| render("made up", finding, &messages))
            .collect();
        assert_eq!(said, "", "seed {seed}");
        let read = outcome.budget.unwrap().statement();
        for (read, made) in read.tables.iter().zip(&made.statement().tables) {
            assert_eq!(read, made, "seed {seed}");
        }
        assert_eq!(read, made.statement(), "seed {seed}");
        assert!(!seen.contains(&made.tables), "seed {seed} is not new");
        seen.push(made.tables);
    }
}

/// Where two tables state the same fact differently, and where revenue is not expenditure.
fn differences(templates: &Templates, budget: &Budget) -> Vec<String> {
    let facts = facts(&templates.model, budget);
    let mut stated: BTreeMap<Coordinates, Decimal> = BTreeMap::new();
    let mut differences = Vec::new();
    for fact in &facts {
        let yuan = *stated.entry(fact.at.clone()).or_insert(fact.amount.yuan);
        if yuan != fact.amount.yuan {
            differences.push(format!("{}: {:?}", fact.table, fact.at));
        }
    }
    let flow = |at: &Coordinates, flow: &str| at.clone().with_word(Dim::FLOW, Some(flow));
    let balanced = stated.iter().filter(|(at, _)| {
        at.economic().is_none()
            && at.kind().is_none()
            && at.flow().is_some_and(|flow| *flow == *"revenue")
    });
    for (at, yuan) in balanced {
        if stated
            .get(&flow(at, "expenditure"))
            .is_some_and(|spent| spent != yuan)
        {
            differences.push(format!("revenue is not expenditure: {at:?}"));
        }
    }
    differences
}
