//! What is another since the last run.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::BufRead;

use serde_json::{Map, Value, json};

use super::filing::Filed;
use super::outcome::Review;
use super::roster::RosterLine;
use super::run::{LastRun, Run, RunFile};
use super::told::Told;
use super::verdict::Verdict;
use crate::finding::Severity;

/// The most amounts that are listed.
const MOST: usize = 20_000;

/// What is another since the last run. Where that was made of the same, it says so as that one did.
pub(super) fn since(review: &Review, now: &Map<String, Value>, last: Option<LastRun<'_>>) -> Value {
    let Some(last) = last else {
        return json!({ "files": [], "units": [], "findings": { "gone": [], "new": [] }, "sums": [] });
    };
    let record = last.record;
    let same = record.tool == now["tool"]
        && record.options == now["options"]
        && record.made_of == now["made_of"];
    let was = record
        .files
        .iter()
        .map(|RunFile { path, sha256, .. }| (path.as_str(), sha256.as_str()));
    let was: BTreeSet<(&str, &str)> = was.collect();
    let hashes = |own: &'_ Filed| (own.input.lying.path.clone(), own.input.lying.sha256.clone());
    let is: BTreeSet<(String, String)> = review.filing.files.iter().map(hashes).collect();
    let is: BTreeSet<(&str, &str)> = is
        .iter()
        .map(|(path, hash)| (path.as_str(), hash.as_str()))
        .collect();
    if same && was == is {
        return record.since.clone();
    }
    let new = is.difference(&was).map(|(path, _)| *path);
    let of_both = in_both(review, record);
    let is_of_both = |unit: &str| of_both.as_ref().is_none_or(|own| own.contains(unit));
    json!({
        "files": new.collect::<Vec<_>>(),
        "units": units(review, &last),
        "findings": findings(review, last.findings, &is_of_both),
        "sums": sums(last.sums, last.sums_now, &is_of_both),
    })
}

/// The lines that both runs are of, where one of them is of some departments only: of the others nothing is known to have changed.
fn in_both(review: &Review, record: &Run) -> Option<BTreeSet<String>> {
    let options = record.options.as_str().unwrap_or_default();
    let was_some = options.split(' ').any(|own| own == "--only");
    (was_some || review.some_departments).then(|| {
        let is: BTreeSet<&str> = review.roster.lines.iter().map(RosterLine::id).collect();
        let was = record.units.iter().map(|own| own.code.as_str());
        was.filter(|own| is.contains(own))
            .map(str::to_owned)
            .collect()
    })
}

fn units(review: &Review, last: &LastRun<'_>) -> Vec<Value> {
    let old = last.record.units.iter();
    let old: BTreeMap<&str, _> = old.map(|own| (own.code.as_str(), own)).collect();
    let changed = review.units.iter().enumerate().filter_map(|(line, own)| {
        let code = review.id(Some(line));
        let before = old.get(code)?;
        let counted = own
            .counted
            .map(|at| &review.filing.files[at].input.lying.path);
        let status = json!(own.status.tag());
        let verdict = json!(own.verdict.map(Verdict::tag));
        let counted = json!(counted);
        let same =
            (&before.status, &before.verdict, &before.counted) == (&status, &verdict, &counted);
        (!same).then(|| {
            json!({
                "code": code,
                "status": [before.status, status],
                "verdict": [before.verdict, verdict],
                "counted": [before.counted, counted],
            })
        })
    });
    changed.collect()
}

fn lines(text: Box<dyn BufRead>) -> impl Iterator<Item = Map<String, Value>> {
    let lines = text.lines().map_while(Result::ok);
    lines.filter_map(|line| serde_json::from_str(&line).ok())
}

/// The findings that are gone and that are new, notes left out, by their keys.
fn findings(review: &Review, last: Box<dyn BufRead>, is_of_both: &impl Fn(&str) -> bool) -> Value {
    let text = |own: &Map<String, Value>, what: &str| {
        own.get(what)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let old: BTreeSet<String> = lines(last)
        .filter(|own| text(own, "severity") != "note" && text(own, "state") != "accepted")
        .filter(|own| is_of_both(&text(own, "unit")))
        .map(|own| text(&own, "key"))
        .filter(|key| !key.is_empty())
        .collect();
    let grave = review
        .told
        .iter()
        .filter(|own| own.finding.severity != Severity::Note && is_of_both(review.id(own.line)));
    let keys = |own: &Told| own.key(review.id(own.line));
    // What is explained is not mended.
    let all: BTreeSet<String> = grave.clone().map(keys).collect();
    let new: BTreeSet<String> = grave.filter(|own| own.stands()).map(keys).collect();
    json!({
        "gone": old.difference(&all).collect::<Vec<_>>(),
        "new": new.difference(&old).collect::<Vec<_>>(),
    })
}

/// A line of sums without its amount, as text and as data, and the amount.
fn parted(mut line: Map<String, Value>) -> (String, Map<String, Value>, String) {
    let amount = line.remove("amount");
    line.remove("units");
    let amount = amount.and_then(|own| own.as_str().map(str::to_owned));
    let line = Value::Object(line);
    let key = line.to_string();
    let Value::Object(line) = line else {
        return (key, Map::new(), String::new());
    };
    (key, line, amount.unwrap_or_default())
}

/// The sums that are others, each with what it was. A district has hundreds of thousands: of each no more is held than a number by
/// which it is known.
fn sums(
    last: &dyn Fn() -> Box<dyn BufRead>,
    now: Box<dyn BufRead>,
    is_of_both: &impl Fn(&str) -> bool,
) -> Vec<Value> {
    let department = |line: &Map<String, Value>| {
        let own = line.get("department").and_then(Value::as_str);
        is_of_both(own.unwrap_or_default())
    };
    let lines = |text| lines(text).filter(department);
    let mut old: HashMap<u128, Box<str>> = HashMap::new();
    for (key, _, amount) in lines(last()).map(parted) {
        old.insert(known(&key), amount.into());
    }
    let mut changed = Vec::new();
    for (key, line, is) in lines(now).map(parted) {
        let was = old.remove(&known(&key));
        if was.as_deref() != Some(&*is) && changed.len() < MOST {
            changed.push(other(line, was.as_deref().unwrap_or("0.00"), &is));
        }
    }
    // What is there no more, in the order of the texts.
    let mut gone: BTreeMap<String, (Map<String, Value>, String)> = BTreeMap::new();
    if !old.is_empty() && changed.len() < MOST {
        for (key, line, was) in lines(last()).map(parted) {
            if old.contains_key(&known(&key)) {
                gone.insert(key, (line, was));
            }
            if gone.len() > MOST {
                gone.pop_last();
            }
        }
    }
    changed.extend(
        gone.into_values()
            .map(|(line, was)| other(line, &was, "0.00")),
    );
    changed.truncate(MOST);
    changed
}

fn other(mut line: Map<String, Value>, was: &str, is: &str) -> Value {
    line.insert("previous".to_owned(), json!(was));
    line.insert("current".to_owned(), json!(is));
    Value::Object(line)
}

/// The number by which a text is known.
fn known(text: &str) -> u128 {
    use sha2::{Digest as _, Sha256};
    let hash = Sha256::digest(text.as_bytes());
    hash.iter()
        .take(16)
        .fold(0, |sum, byte| sum << 8 | u128::from(*byte))
}
