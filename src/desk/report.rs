//! What a review says, as data: `review.json` and the lists beside it.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::filing::{FileRole, Filed};
use super::outcome::{DepartmentState, Review, Revision, of_line, on};
pub use super::report_lists::{change_json, place, put_findings, rows, yuan};
use super::report_since::since;
pub use super::run::{LastRun, Run, SCHEMA};
use super::told::Told;
use super::verdict::{Status, Verdict};
use crate::export::tool;
use crate::finding::Severity;
use crate::layout::Templates;

/// What a review was made of, for the record.
#[derive(Debug, Clone, Default)]
pub struct MadeOf {
    /// The lists of the task: name, path and SHA-256.
    pub lists: Vec<(&'static str, String, String)>,
    /// The date that letters bear.
    pub date: String,
    /// The options in words.
    pub options: String,
}

/// `review.json`: what is the same for all, and the long lists, each made when it is written.
#[derive(Debug)]
pub struct ReviewRecord<'r> {
    review: &'r Review,
    templates: &'r Templates,
    /// All but the lists.
    pub head: Map<String, Value>,
    /// The outputs with their hashes.
    outputs: Option<&'r BTreeMap<String, String>>,
}

impl<'r> ReviewRecord<'r> {
    /// Of this review, held against the last run.
    #[must_use]
    pub fn new(
        review: &'r Review,
        templates: &'r Templates,
        made_of: &MadeOf,
        last: Option<LastRun<'_>>,
    ) -> Self {
        let lists = made_of.lists.iter().map(|(name, path, hash)| {
            ((*name).to_owned(), json!({ "path": path, "sha256": hash }))
        });
        let lists: Map<String, Value> = lists.collect();
        let mut head = Map::new();
        let mut put = |name: &str, value: Value| drop(head.insert(name.to_owned(), value));
        put("schema", json!(SCHEMA));
        put("tool", tool());
        put("year", json!(review.year));
        put("date", json!(made_of.date));
        put("made_of", Value::Object(lists));
        put("codes", json!(templates.codes.editions()));
        put("options", json!(made_of.options));
        put(
            "limits",
            json!({ "percent": number(review.change.0), "yuan": yuan(review.change.1) }),
        );
        put("counts", counts(review));
        put(
            "last_year_only",
            json!(
                review
                    .last_year_only
                    .iter()
                    .map(|at| gone(review, *at))
                    .collect::<Vec<_>>()
            ),
        );
        put(
            "new_units",
            json!(
                review
                    .new_units
                    .iter()
                    .map(|line| review.id(Some(*line)))
                    .collect::<Vec<_>>()
            ),
        );
        let since = since(review, &head, last);
        head.insert("since".to_owned(), since);
        Self {
            review,
            templates,
            head,
            outputs: None,
        }
    }

    /// With the outputs and their hashes.
    #[must_use]
    pub fn with<'o>(self, outputs: &'o BTreeMap<String, String>) -> ReviewRecord<'o>
    where
        'r: 'o,
    {
        ReviewRecord {
            outputs: Some(outputs),
            ..self
        }
    }
}

impl Serialize for ReviewRecord<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (review, lines) = (self.review, 0..self.review.units.len());
        let mut listed: Vec<&Filed> = review.filing.files.iter().collect();
        listed.sort_by_key(|own| &own.input.lying.path);
        let files = || {
            listed
                .iter()
                .map(|own| file_json(review, self.templates, own))
        };
        let departments = || review.departments.iter().map(|own| department(review, own));
        let revisions = || review.revisions.iter().map(|own| revision(review, own));
        let mut map = serializer.serialize_map(None)?;
        let lists = ["departments", "explanations", "files", "revisions", "units"];
        let own = self.head.keys().map(String::as_str).chain(lists);
        let own = own.chain(self.outputs.map(|_| "outputs"));
        // As objects are everywhere else: in the order of their names.
        for name in own.collect::<BTreeSet<_>>() {
            match name {
                "departments" => map.serialize_entry(name, &LazyList::of(departments))?,
                "explanations" => map.serialize_entry(name, &explanations(review))?,
                "files" => map.serialize_entry(name, &LazyList::of(files))?,
                "revisions" => map.serialize_entry(name, &LazyList::of(revisions))?,
                "units" => {
                    let units = || lines.clone().map(|line| unit_json(review, line));
                    map.serialize_entry(name, &LazyList::of(units))?;
                }
                "outputs" => map.serialize_entry(name, &self.outputs)?,
                _ => map.serialize_entry(name, &self.head[name])?,
            }
        }
        map.end()
    }
}

/// A list whose items are made one after the other.
struct LazyList<F>(F);

impl<F: Fn() -> I, I: Iterator<Item = Value>> LazyList<F> {
    fn of(items: F) -> Self {
        Self(items)
    }
}

impl<F: Fn() -> I, I: Iterator<Item = Value>> Serialize for LazyList<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// How many lines are in which state, and what stands against them.
#[must_use]
pub fn counts(review: &Review) -> Value {
    let mut all = Map::new();
    all.insert("lines".to_owned(), json!(review.units.len()));
    for status in Status::ALL {
        all.insert(status.tag().to_owned(), json!(review.with_status(status)));
    }
    for verdict in Verdict::ALL {
        all.insert(
            verdict.tag().to_owned(),
            json!(review.with_verdict(verdict)),
        );
    }
    all.insert("files".to_owned(), json!(review.filing.files.len()));
    all.insert(
        "handed_in_explanations".to_owned(),
        json!(review.handed_in.len()),
    );
    Value::Object(all)
}

/// What a unit of last year is known by: its code, that of its file's name, else its name.
fn gone(review: &Review, at: usize) -> String {
    let own = &review.last_year[at];
    if !own.head.unit.code.is_empty() {
        return own.head.unit.code.clone();
    }
    let digits = super::names::front_digits(own.path.rsplit('/').next().unwrap_or_default());
    let coded =
        |line: &super::roster::RosterLine| !digits.is_empty() && line.code.len() == digits.len();
    match review.roster.lines.iter().any(coded) {
        true => digits.to_owned(),
        false => own.head.unit.name.clone(),
    }
}

fn unit_json(review: &Review, line: usize) -> Value {
    let (own, unit) = (&review.roster.lines[line], &review.units[line]);
    let counted = unit.counted.map(|at| &review.filing.files[at].input);
    let (errors, warnings, notes, explained) = tally(review, line);
    let checks = counted.map(|input| json!(input.proof.total()));
    json!({
        "code": own.id(),
        "name": own.name,
        "department": review.id(own.department),
        "level": own.level.tag(),
        "status": unit.status.tag(),
        "counted": counted.map(|input| input.lying.path.as_str()),
        "verdict": unit.verdict.map(Verdict::tag),
        "errors": errors,
        "warnings": warnings,
        "notes": notes,
        "explained": explained,
        "versions": unit.versions,
        "checks": checks,
    })
}

/// How many facts of a line are wrong, doubtful, worth knowing, and explained: each is counted once, in however many cells it stands.
#[must_use]
pub fn tally(review: &Review, line: usize) -> (usize, usize, usize, usize) {
    let mut keys: Vec<(String, Severity, bool)> = findings_on(review, line)
        .map(|told| {
            (
                told.key(review.id(Some(line))),
                told.finding.severity,
                told.stands(),
            )
        })
        .collect();
    keys.sort();
    keys.dedup();
    let of = |severity, stands| {
        keys.iter()
            .filter(|(_, own, standing)| *own == severity && *standing == stands)
            .count()
    };
    (
        of(Severity::Error, true),
        of(Severity::Warning, true),
        of(Severity::Note, true) + of(Severity::Note, false),
        of(Severity::Error, false) + of(Severity::Warning, false),
    )
}

/// The findings on what counts of a line; of a line of which nothing counts, all of it.
pub fn findings_on(review: &Review, line: usize) -> Box<dyn Iterator<Item = &Told> + '_> {
    match review.units[line].counted {
        Some(at) => Box::new(on(
            &review.told,
            line,
            &review.filing.files[at].input.lying.path,
        )),
        None => Box::new(of_line(&review.told, line).iter()),
    }
}

fn file_json(review: &Review, templates: &Templates, own: &Filed) -> Value {
    let lying = &own.input.lying;
    let head = own.input.head.as_ref();
    let layout = head.map(|head| {
        let id = head.layout.as_str();
        let version = templates.layout(id).map(|own| own.version);
        json!({ "id": id, "version": version })
    });
    let of = own
        .of
        .map(|at| review.filing.files[at].input.lying.path.as_str());
    let why = own.why.clone().or_else(|| {
        let finding = &own.input.told.first()?.finding;
        (own.role == FileRole::Unreadable)
            .then(|| finding.variant.unwrap_or(finding.code.name()).to_owned())
    });
    json!({
        "path": lying.path,
        "bytes": lying.size,
        "sha256": lying.sha256,
        "saved": lying.saved,
        "kind": lying.kind.tag(),
        "layout": layout,
        "unit": own.line.map(|line| review.id(Some(line))),
        "body": head.map(|head| head.unit.body),
        "year": head.and_then(|head| head.year),
        "role": own.role.tag(),
        "of": of,
        "why": why,
        "checks": head.map(|_| own.input.proof.json()),
    })
}

fn department(review: &Review, own: &DepartmentState) -> Value {
    let counted = review.units[own.line].counted;
    let path = counted.map(|at| review.filing.files[at].input.lying.path.as_str());
    let differences = own
        .differences
        .iter()
        .filter(|own| !own.rounding)
        .map(|own| {
            let mut row = place(&own.row);
            row.insert("own".to_owned(), json!(yuan(own.own)));
            row.insert("units".to_owned(), json!(yuan(own.units)));
            row.insert("difference".to_owned(), json!(yuan(own.own - own.units)));
            let cell = own
                .place
                .iter()
                .map(|own| format!("{}!{}", own.sheet, own.cell));
            row.insert("cells".to_owned(), json!(cell.collect::<Vec<_>>()));
            Value::Object(row)
        });
    json!({
        "code": review.id(Some(own.line)),
        "complete": own.missing.is_empty(),
        "filled": own.filled.iter().map(|line| review.id(Some(*line))).collect::<Vec<_>>(),
        "missing": own.missing.iter().map(|line| review.id(Some(*line))).collect::<Vec<_>>(),
        "own": path,
        "eliminated": yuan(own.eliminated),
        "differences": differences.collect::<Vec<_>>(),
    })
}

fn revision(review: &Review, own: &Revision) -> Value {
    let changed = own.changed.iter().map(|own| {
        let mut row = place(&own.row);
        row.insert("previous".to_owned(), json!(own.previous.map(yuan)));
        row.insert("current".to_owned(), json!(own.current.map(yuan)));
        Value::Object(row)
    });
    json!({
        "unit": review.id(Some(own.line)),
        "from": own.from,
        "from_sha256": own.from_sha256,
        "to": review.filing.files[own.to].input.lying.path,
        "changed": changed.collect::<Vec<_>>(),
        "findings": { "gone": own.gone, "new": own.new },
    })
}

fn explanations(review: &Review) -> Vec<Value> {
    let one = |(own, line, answer): &(
        super::lists::FindingExplanation,
        Option<usize>,
        super::told::Answer,
    )| {
        json!({
            "unit": match line { Some(line) => review.id(Some(*line)).to_owned(), None => own.unit_code.clone() },
            "code": own.code,
            "function": own.function.map(|own| own.to_string()),
            "amount": own.amount.map(yuan),
            "text": own.text,
            "state": answer.tag(),
            "by": own.by,
            "accepted_by": own.reviewer,
            "date": own.decided,
        })
    };
    review.explanations.iter().map(one).collect()
}

fn number(amount: Decimal) -> String {
    amount.normalize().to_string()
}
