//! What a review says, as data: `review.json` and the lists beside it.

use rust_decimal::Decimal;
use serde_json::{Map, Value, json};

use super::outcome::{DepartmentState, Review, Revision};
pub use super::report_lists::{
    change_json, changes_jsonl, findings_jsonl, place, rows, sums_jsonl, yuan,
};
use super::report_since::since;
use super::review::on;
use super::roles::{Filed, Role};
use super::told::Told;
use super::verdict::{Status, Verdict};
use crate::export::tool;
use crate::finding::Severity;
use crate::layout::Templates;

/// The version of the form of `review.json`.
pub const SCHEMA: &str = "yusuan-review/1";
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

/// What the last run said.
#[derive(Debug, Default)]
pub struct LastRun {
    /// Its `review.json`.
    pub record: Value,
    /// Its `findings.jsonl`.
    pub findings: String,
    /// Its `sums.jsonl`.
    pub sums: String,
}

/// `review.json`, held against the last run.
#[must_use]
pub fn review_json(
    review: &Review,
    templates: &Templates,
    made_of: &MadeOf,
    last: Option<&LastRun>,
) -> Value {
    let mut listed: Vec<&Filed> = review.filing.files.iter().collect();
    listed.sort_by_key(|own| &own.input.lying.path);
    let files = listed
        .into_iter()
        .map(|own| file_json(review, templates, own));
    let files: Vec<Value> = files.collect();
    let units: Vec<Value> = (0..review.units.len())
        .map(|line| unit_json(review, line))
        .collect();
    let lists = made_of
        .lists
        .iter()
        .map(|(name, path, hash)| ((*name).to_owned(), json!({ "path": path, "sha256": hash })));
    let lists: Map<String, Value> = lists.collect();
    let now = json!({ "tool": tool(), "options": made_of.options, "made_of": lists, "units": units, "files": files });
    let since = since(review, &now, last);
    json!({
        "schema": SCHEMA,
        "tool": tool(),
        "year": review.year,
        "date": made_of.date,
        "made_of": lists,
        "codes": templates.codes.editions(),
        "options": made_of.options,
        "limits": { "percent": number(review.change.0), "yuan": yuan(review.change.1) },
        "counts": counts(review),
        "units": units,
        "files": files,
        "departments": departments(review),
        "revisions": revisions(review),
        "explanations": explanations(review),
        "last_year_only": review.last_year_only.iter().map(|at| {
            gone(review, *at)
        }).collect::<Vec<_>>(),
        "new_units": review.new_units.iter().map(|line| review.id(Some(*line))).collect::<Vec<_>>(),
        "since": since,
    })
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
    if !own.budget.unit.code.is_empty() {
        return own.budget.unit.code.clone();
    }
    let digits = super::names::front_digits(own.path.rsplit('/').next().unwrap_or_default());
    let coded = |line: &super::roster::Line| !digits.is_empty() && line.code.len() == digits.len();
    match review.roster.lines.iter().any(coded) {
        true => digits.to_owned(),
        false => own.budget.unit.name.clone(),
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
        None => Box::new(review.told.iter().filter(move |own| own.line == Some(line))),
    }
}

fn file_json(review: &Review, templates: &Templates, own: &Filed) -> Value {
    let lying = &own.input.lying;
    let budget = own.input.budget.as_ref();
    let layout = budget.map(|budget| {
        let version = templates.layout(&budget.layout).map(|own| own.version);
        json!({ "id": budget.layout, "version": version })
    });
    let of = own
        .of
        .map(|at| review.filing.files[at].input.lying.path.as_str());
    let why = own.why.clone().or_else(|| {
        let finding = own.input.findings.first()?;
        (own.role == Role::Unreadable)
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
        "body": budget.map(|budget| budget.unit.body),
        "year": budget.and_then(|budget| budget.year),
        "role": own.role.tag(),
        "of": of,
        "why": why,
        "checks": budget.map(|_| own.input.proof.json()),
    })
}

fn departments(review: &Review) -> Vec<Value> {
    let one = |own: &DepartmentState| {
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
    };
    review.departments.iter().map(one).collect()
}

fn revisions(review: &Review) -> Vec<Value> {
    let path = |at: usize| review.filing.files[at].input.lying.path.as_str();
    let one = |own: &Revision| {
        let changed = own.changed.iter().map(|own| {
            let mut row = place(&own.row);
            row.insert("previous".to_owned(), json!(own.previous.map(yuan)));
            row.insert("current".to_owned(), json!(own.current.map(yuan)));
            Value::Object(row)
        });
        json!({
            "unit": review.id(Some(own.line)),
            "from": path(own.files.0),
            "to": path(own.files.1),
            "changed": changed.collect::<Vec<_>>(),
            "findings": { "gone": own.gone, "new": own.new },
        })
    };
    review.revisions.iter().map(one).collect()
}

fn explanations(review: &Review) -> Vec<Value> {
    let one = |(own, line, answer): &(
        super::lists::Explanation,
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
