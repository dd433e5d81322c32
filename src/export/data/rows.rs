//! The rows of budgets, files and findings.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{DATA_SCHEMA, DataRow, Tables};
use crate::model::{Body, Budget, CodeList, Dim, Key, Lines, Model, facts};

/// Whose a budget is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// Its code, else its name, else its file.
    pub id: Arc<str>,
    /// Its code.
    pub code: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
    /// `department`, `own` or `unit`.
    pub level: Arc<str>,
    /// The code of the department in charge.
    pub department_code: Arc<str>,
    /// The department in charge.
    pub department: Arc<str>,
    /// The verdict of a review.
    pub verdict: Arc<str>,
}

impl Owner {
    /// Whose the budget of a file says that it is.
    #[must_use]
    pub fn stated(budget: &Budget, path: &str) -> Self {
        let unit = &budget.unit;
        let id = [unit.code.as_str(), &unit.name, path];
        let id = id.into_iter().find(|own| !own.is_empty());
        let is_department = unit.body == Body::Department;
        let (department_code, department) = match is_department {
            true => (unit.code.as_str(), unit.name.as_str()),
            false => ("", unit.department.as_str()),
        };
        Self {
            id: id.unwrap_or_default().into(),
            code: unit.code.as_str().into(),
            name: unit.name.as_str().into(),
            level: body_word(unit.body).into(),
            department_code: department_code.into(),
            department: department.into(),
            verdict: "".into(),
        }
    }
}

const fn body_word(body: Body) -> &'static str {
    match body {
        Body::Unit => "unit",
        Body::Department => "department",
    }
}

/// The facts of a budget.
#[must_use]
pub fn fact_rows(
    tables: &Tables,
    model: &Model,
    owner: &Owner,
    budget: &Budget,
    (path, sha256): (&str, &str),
) -> Vec<DataRow> {
    let shared = |text: &str| -> Arc<str> { text.into() };
    let (region, path, sha256) = (
        shared(&budget.document.region),
        shared(path),
        shared(sha256),
    );
    let layout = shared(&budget.layout);
    let quanta: BTreeMap<_, _> = budget
        .tables
        .iter()
        .map(|own| (&own.table, own.quantum))
        .collect();
    let row = |fact: &crate::model::Fact<'_>| {
        let told = |dim: Dim| {
            let member = fact.at.get(dim).map(ToString::to_string);
            member.unwrap_or_default()
        };
        let function = match fact.line.key {
            Key::Unknown(_) => "?".to_owned(),
            _ => told(Dim::FUNCTION),
        };
        let measure = fact.amount.measure.as_deref();
        let is_money = measure.is_none();
        // What is no money of this year would spoil a sum.
        let is_own = is_money && fact.at.get(Dim::BASIS).is_none();
        let place = fact.amount.place.as_ref();
        let mut row = tables
            .row("facts")
            .whole("year", budget.year)
            .shared("region", &region)
            .shared("department_code", &owner.department_code)
            .shared("department", &owner.department)
            .shared("unit_id", &owner.id)
            .shared("unit_code", &owner.code)
            .shared("unit", &owner.name)
            .shared("level", &owner.level)
            .text("body", body_word(budget.unit.body))
            .text("table", fact.table.as_str())
            .text("flow", told(Dim::FLOW))
            .text("source", told(Dim::SOURCE))
            .text("function", function)
            .text("economic", told(Dim::ECONOMIC))
            .text("kind", told(Dim::KIND))
            .text("name", &fact.line.name)
            .yuan("amount", is_own.then_some(fact.amount.yuan))
            .flag("leaf", fact.leaf)
            .text("stated", fact.amount.stated.as_deref().unwrap_or_default())
            .yuan(
                "quantum",
                quanta.get(fact.table).copied().filter(|_| is_money),
            )
            .shared("verdict", &owner.verdict)
            .shared("path", &path)
            .text("sheet", place.map_or("", |own| &own.sheet))
            .text(
                "cell",
                place.map(|own| own.cell.to_string()).unwrap_or_default(),
            )
            .shared("sha256", &sha256)
            .shared("layout", &layout)
            .text("carry", told(Dim::CARRY))
            .text("basis", told(Dim::BASIS))
            .text("government_economic", told(Dim::GOVERNMENT_ECONOMIC))
            .text("agency", told(Dim::AGENCY))
            .text("project", told(Dim::PROJECT))
            .text("item", told(Dim::ITEM))
            .text("quantity", told(Dim::QUANTITY))
            .number("value", Some(fact.amount.yuan))
            .text("measure", measure.unwrap_or("yuan"));
        for (dim, name) in tables.own_columns("facts") {
            row = row.text(name, told(dim));
        }
        row.done()
    };
    facts(model, budget).iter().map(row).collect()
}

/// What is known of a file.
#[derive(Debug, Clone, Default)]
pub struct FileRow<'f> {
    /// Its path.
    pub path: &'f str,
    /// Its size; `None` where it could not be read.
    pub bytes: Option<u64>,
    /// Its SHA-256 in hex.
    pub sha256: &'f str,
    /// When it was last saved, as it says itself.
    pub saved: Option<&'f str>,
    /// What kind of file it is.
    pub kind: &'f str,
    /// The layout, body and year of its budget.
    pub budget: Option<(&'f str, Body, Option<u16>)>,
    /// The version of the budget's layout.
    pub layout_version: Option<u32>,
    /// Whose it is: id and level.
    pub owner: Option<(&'f str, &'f str)>,
    /// What it is to the batch.
    pub role: &'f str,
    /// The file that it yields to or repeats.
    pub of: &'f str,
    /// Why.
    pub why: &'f str,
}

/// The row of a file.
#[must_use]
pub fn file_row(tables: &Tables, file: &FileRow<'_>) -> DataRow {
    let (id, level) = file.owner.unwrap_or_default();
    let budget = file.budget;
    tables
        .row("files")
        .text("path", file.path)
        .whole("bytes", file.bytes)
        .text("sha256", file.sha256)
        .text("saved", file.saved.unwrap_or_default())
        .text("kind", file.kind)
        .text("layout", budget.map_or("", |(layout, ..)| layout))
        .whole("layout_version", file.layout_version)
        .text("unit_id", id)
        .text("level", level)
        .text("body", budget.map_or("", |(_, body, _)| body_word(body)))
        .whole("year", budget.and_then(|(.., year)| year))
        .text("role", file.role)
        .text("of", file.of)
        .text("why", file.why)
        .done()
}

/// The codes of all classifications with their names.
pub fn code_rows<'c>(
    tables: &'c Tables,
    model: &'c Model,
    codes: &'c CodeList,
) -> impl Iterator<Item = DataRow> + 'c {
    let coded = model.dimensions.iter().filter(|own| own.codes.is_some());
    coded.flat_map(move |own| {
        codes.all(Lines::List(own.dim)).map(move |(code, entry)| {
            tables
                .row("codes")
                .text("list", own.dim.name())
                .text("code", code.to_string())
                .text("name", &entry.name)
                .done()
        })
    })
}

/// The row that says what a data set was made by: which shard of how many, and how much is in it.
#[must_use]
pub fn meta_row(tables: &Tables, (shard, shards): (u32, u32), files: u64, facts: u64) -> DataRow {
    tables
        .row("meta")
        .text("schema", DATA_SCHEMA)
        .text("tool", env!("CARGO_PKG_NAME"))
        .text("version", env!("CARGO_PKG_VERSION"))
        .whole("shard", Some(shard))
        .whole("shards", Some(shards))
        .whole("files", Some(files))
        .whole("facts", Some(facts))
        .done()
}
