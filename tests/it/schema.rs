//! What is written as JSON keeps to the schemas in `templates/schema/`.

use std::collections::BTreeSet;
use std::fs;

use jsonschema::Validator;
use serde_json::{Value, json};
use yusuan::batch::{Options, read_file};
use yusuan::export::{budget_from_json, budget_to_json, report_json};
use yusuan::finding::FindingCode;
use yusuan::layout::Templates;
use yusuan::messages::{Language, Messages};

use crate::corpus;

fn text(name: &str) -> Value {
    let path = corpus::root().join("templates/schema").join(name);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn schema(name: &str) -> Validator {
    jsonschema::draft202012::new(&text(name)).unwrap()
}

fn faults(schema: &Validator, value: &Value) -> Vec<String> {
    schema
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

#[test]
#[ignore = "slow"]
fn what_is_written_for_every_submission_keeps_to_the_schemas() {
    let (budgets, reports) = (schema("budget.schema.json"), schema("report.schema.json"));
    let templates = Templates::embedded();
    for path in corpus::all() {
        let outcome = read_file(&path, &templates, &Options::default());
        let messages = Messages::new(Language::Chinese);
        let report = report_json(&[outcome.report()], &templates, &messages);
        let report = serde_json::from_str(&report).unwrap();
        assert_eq!(
            faults(&reports, &report),
            Vec::<String>::new(),
            "{}",
            path.display()
        );
        let Some(mut budget) = outcome.budget else {
            continue;
        };
        budget.previous = Some(Box::new(budget.clone()));
        let value = serde_json::from_str(&budget_to_json(&budget)).unwrap();
        assert_eq!(
            faults(&budgets, &value),
            Vec::<String>::new(),
            "{}",
            path.display()
        );
    }
}

#[test]
fn a_file_that_cannot_be_read_keeps_to_the_schema_of_reports() {
    let outcome = yusuan::batch::read_bytes(
        "a.xls".to_owned(),
        Vec::new(),
        &Templates::embedded(),
        &Options::default(),
    );
    let messages = Messages::new(Language::Chinese);
    let report = report_json(&[outcome.report()], &Templates::embedded(), &messages);
    let report = serde_json::from_str(&report).unwrap();
    assert_eq!(
        faults(&schema("report.schema.json"), &report),
        Vec::<String>::new()
    );
}

/// A small budget and a change that makes it wrong: both the schema and the reader refuse it.
#[test]
fn wrong_budgets_are_refused() {
    let right = json!({
        "schema": "yusuan-budget/2", "layout": "qingpu-2023-unit", "year": 2023,
        "unit": { "name": "某中心", "code": "", "department": "", "body": "unit" },
        "tables": [{ "table": "general", "measure": "元", "quantum": "1", "blocks": [{
            "id": "expenditure", "lines": "list function", "at": { "flow": "expenditure", "source": "general" }, "closed": true,
            "columns": [{ "id": "all", "at": {} }]
        }], "lines": [{
            "block": "expenditure", "key": { "code": "208" }, "name": "社会保障和就业支出",
            "amounts": { "all": { "yuan": "12.5", "sheet": "表", "cell": "B7" } }, "sheet": "表", "cell": "A7"
        }] }]
    });
    let schema = schema("budget.schema.json");
    let templates = Templates::embedded();
    assert_eq!(faults(&schema, &right), Vec::<String>::new());
    budget_from_json(&templates, &right.to_string()).unwrap();
    let wrong = [
        ("/schema", json!("yusuan-budget/3")),
        ("/year", json!("2023")),
        ("/unit/body", json!("office")),
        ("/unit/phone", json!("1")),
        ("/owner", json!("?")),
        ("/tables/0/measure", json!("美元")),
        ("/tables/0/quantum", json!("one")),
        ("/tables/0/lines/0/key", json!({ "code": "7" })),
        ("/tables/0/lines/0/key", json!("sum")),
        ("/tables/0/blocks/0/lines", json!("sums")),
        ("/tables/0/blocks/0/closed", json!("yes")),
        ("/tables/0/lines/0/remark", json!("?")),
        ("/tables/0/lines/0/amounts/all/yuan", json!("1,000")),
        ("/tables/0/lines/0/amounts/all/remark", json!("?")),
        ("/tables/0/lines/0/amounts/all/cell", json!("7B")),
    ];
    for (pointer, value) in wrong {
        let mut budget = right.clone();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        budget.pointer_mut(parent).unwrap()[name] = value;
        assert!(
            !schema.is_valid(&budget),
            "the schema takes a wrong {pointer}"
        );
        assert!(
            budget_from_json(&templates, &budget.to_string()).is_err(),
            "the reader takes a wrong {pointer}"
        );
    }
}

#[test]
fn wrong_reports_are_refused() {
    let schema = schema("report.schema.json");
    let finding = json!({ "code": "rounding", "severity": "note", "sheet": null, "cell": null, "key": "a:rounding:", "expected": null, "difference": "0.01", "message": "m", "cells": [], "help": "h" });
    let check = json!({ "table": "revenue", "code": "total-differs", "made": 2, "held": 1, "rounded": 1, "failed": 0 });
    let file = json!({ "path": "a", "sha256": null, "layout": null, "layout_version": null, "checks": [check], "unit": null, "year": null, "ledger": {}, "numbers": { "all": 2, "tied": 1 }, "findings": [finding] });
    let codes = json!({ "list": "function", "codes": 3, "sha256": "0".repeat(64) });
    let right = json!({ "schema": "yusuan-report/2", "tool": { "name": "yusuan", "version": "0.1.0" }, "codes": [codes], "files": [file] });
    assert_eq!(faults(&schema, &right), Vec::<String>::new());
    for (pointer, value) in [
        ("/schema", json!("yusuan-report/1")),
        ("/files/0/sha256", json!("0")),
        ("/files/0/checks/0/made", json!(-1)),
        ("/files/0/findings/0/difference", json!(0.01)),
        ("/files/0/findings/0/code", json!("no-such-code")),
        ("/files/0/findings/0/severity", json!("fatal")),
        ("/files/0/findings/0/cell", json!("7B")),
        ("/files/0/ledger", json!({ "no-such-role": 1 })),
        ("/files/0/remark", json!("?")),
    ] {
        let mut report = right.clone();
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        report.pointer_mut(parent).unwrap()[name] = value;
        assert!(!schema.is_valid(&report), "{pointer}");
    }
}

#[test]
fn the_schemas_list_all_codes_of_findings() {
    let schema = text("report.schema.json");
    let names = schema.pointer("/$defs/code/enum").unwrap();
    let names = names.as_array().unwrap().iter();
    let listed: BTreeSet<&str> = names.map(|name| name.as_str().unwrap()).collect();
    let codes: BTreeSet<&str> = FindingCode::ALL.iter().map(|row| row.1).collect();
    let missing: Vec<&&str> = codes.difference(&listed).collect();
    let gone: Vec<&&str> = listed.difference(&codes).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "report.schema.json lacks {missing:?} and has {gone:?}, which are no codes"
    );
}
