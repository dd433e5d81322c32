//! What is another since the last run.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::outcome::Review;
use super::report::{LastRun, SCHEMA};
use super::report_lists::{place, rows, yuan};
use super::sums::Sums;
use crate::finding::Severity;

/// The most amounts that are listed.
const MOST: usize = 20_000;

/// What is another since the last run. Where that was made of the same, it says so as that one did.
pub(super) fn since(review: &Review, now: &Value, last: Option<&LastRun>) -> Value {
    let none =
        json!({ "files": [], "units": [], "findings": { "gone": [], "new": [] }, "sums": [] });
    let Some(last) = last.filter(|last| last.record["schema"] == SCHEMA) else {
        return none;
    };
    let record = &last.record;
    let same = ["tool", "options", "made_of"];
    let same = same.iter().all(|what| record[*what] == now[*what]);
    if same && hashes(record) == hashes(now) {
        return record["since"].clone();
    }
    let old = hashes(record);
    let new = hashes(now).into_iter().filter(|own| !old.contains(own));
    let new: Vec<&str> = new.map(|(path, _)| path).collect();
    json!({
        "files": new,
        "units": units(now, record),
        "findings": findings(review, &last.findings),
        "sums": sums(review, &last.sums),
    })
}

/// The files with their hashes.
fn hashes(record: &Value) -> BTreeSet<(&str, &str)> {
    let files = record["files"].as_array().into_iter().flatten();
    let told = |own: &Value, what: &str| own[what].as_str().map(str::len).is_some();
    files
        .filter(|own| told(own, "path"))
        .map(|own| {
            let text = |what: &str| own[what].as_str().unwrap_or_default();
            (text("path"), text("sha256"))
        })
        .collect()
}

fn units(now: &Value, last: &Value) -> Vec<Value> {
    let list = |record: &'_ Value| record["units"].as_array().cloned().unwrap_or_default();
    let old = list(last);
    let old: BTreeMap<&str, &Value> = old
        .iter()
        .filter_map(|own| Some((own["code"].as_str()?, own)))
        .collect();
    let changed = list(now).into_iter().filter_map(|own| {
        let before = old.get(own["code"].as_str()?)?;
        let differs = ["status", "verdict", "counted"]
            .iter()
            .any(|what| own[what] != before[what]);
        differs.then(|| {
            json!({
                "code": own["code"],
                "status": [before["status"], own["status"]],
                "verdict": [before["verdict"], own["verdict"]],
                "counted": [before["counted"], own["counted"]],
            })
        })
    });
    changed.collect()
}

fn lines(text: &str) -> impl Iterator<Item = Value> {
    let lines = text.lines();
    lines.filter_map(|line| serde_json::from_str(line).ok())
}

/// The findings that are gone and that are new, notes left out, by their keys.
fn findings(review: &Review, last: &str) -> Value {
    let counted = |own: &Value| own["severity"] != "note" && own["state"] != "accepted";
    let old: BTreeSet<String> = lines(last)
        .filter(counted)
        .filter_map(|own| own["key"].as_str().map(str::to_owned))
        .collect();
    let standing = review.told.iter();
    let standing = standing.filter(|own| own.finding.severity != Severity::Note && own.stands());
    let new: BTreeSet<String> = standing.map(|own| own.key(review.id(own.line))).collect();
    json!({
        "gone": old.difference(&new).collect::<Vec<_>>(),
        "new": new.difference(&old).collect::<Vec<_>>(),
    })
}

/// The sums that are others, each with what it was.
fn sums(review: &Review, last: &str) -> Vec<Value> {
    let mut old: BTreeMap<String, (Map<String, Value>, String)> = BTreeMap::new();
    for line in lines(last) {
        let Value::Object(mut line) = line else {
            continue;
        };
        let amount = line.remove("amount");
        line.remove("units");
        let amount = amount.and_then(|own| own.as_str().map(str::to_owned));
        let key = Value::Object(line.clone()).to_string();
        old.insert(key, (line, amount.unwrap_or_default()));
    }
    let mut changed = Vec::new();
    let mut hold = |department: &str, sums: &Sums| {
        for (row, sum) in rows(sums) {
            let mut line = place(row);
            line.insert("department".to_owned(), json!(department));
            let before = old.remove(&Value::Object(line.clone()).to_string());
            let (was, is) = (before.map(|(_, own)| own), yuan(sum.yuan));
            if was.as_ref() != Some(&is) {
                line.insert(
                    "previous".to_owned(),
                    json!(was.unwrap_or_else(|| "0.00".to_owned())),
                );
                line.insert("current".to_owned(), json!(is));
                changed.push(Value::Object(line));
            }
        }
    };
    for own in &review.departments {
        hold(review.id(Some(own.line)), &own.sums);
    }
    hold("*", &review.district);
    for (mut line, was) in old.into_values() {
        line.insert("previous".to_owned(), json!(was));
        line.insert("current".to_owned(), json!("0.00"));
        changed.push(Value::Object(line));
    }
    changed.truncate(MOST);
    changed
}
