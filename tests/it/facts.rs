//! Every submission in `tests/fixtures/` that has `expected/NAME.csv` or `expected/all.csv` beside it states just the leaf facts
//! written there.

use std::collections::BTreeMap;
use std::path::Path;

use rust_decimal::Decimal;
use yusuan::batch::{Options, read_file};
use yusuan::layout::Templates;
use yusuan::model::{Budget, Key, Model, facts};

use crate::corpus;

/// table, flow, source, function, economic, kind → the non-zero amounts in yuan, which should be one.
type Facts = BTreeMap<[String; 6], Vec<Decimal>>;

fn expected(path: &Path) -> Facts {
    let mut facts = Facts::new();
    for record in csv::Reader::from_path(path).unwrap().into_records() {
        let record = record.unwrap();
        let key = std::array::from_fn(|at| record[at].to_owned());
        facts
            .entry(key)
            .or_default()
            .push(record[6].parse::<Decimal>().unwrap().normalize());
    }
    facts
}

fn stated(model: &Model, budget: &Budget) -> Facts {
    let mut all = Facts::new();
    for fact in facts(model, budget)
        .into_iter()
        .filter(|fact| fact.leaf && !fact.amount.yuan.is_zero())
    {
        let function = if matches!(fact.line.key, Key::Unknown(_)) {
            "?".to_owned()
        } else {
            text(fact.at.function().as_ref())
        };
        let key = [
            fact.table.to_string(),
            text(fact.at.flow()),
            text(fact.at.source()),
            function,
            text(fact.at.economic().as_ref()),
            text(fact.at.kind()),
        ];
        all.entry(key)
            .or_default()
            .push(fact.amount.yuan.normalize());
    }
    all
}

fn text(value: Option<&impl ToString>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

#[test]
#[ignore = "slow"]
fn submissions_state_the_expected_facts() {
    let templates = Templates::embedded();
    let mut compared = 0;
    for path in corpus::spreadsheets("tests/fixtures") {
        let folder = path.parent().unwrap().join("expected");
        let own = folder.join(path.file_stem().unwrap()).with_extension("csv");
        let tables = [own, folder.join("all.csv")];
        let Some(table) = tables.iter().find(|table| table.exists()) else {
            continue;
        };
        let budget = read_file(&path, &templates, &Options::default())
            .budget
            .unwrap();
        let (want, got) = (expected(table), stated(&templates.model, &budget));
        let lines = |facts: &Facts| {
            facts
                .iter()
                .map(|(key, yuan)| format!("{} = {yuan:?}", key.join(",")))
                .collect::<Vec<_>>()
        };
        assert_eq!(lines(&got), lines(&want), "{}", path.display());
        compared += want.len();
    }
    assert!(compared > 0, "no fixture has expected facts");
}
