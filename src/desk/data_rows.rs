//! Rows of findings and of units in data sets.

use super::told::Told;
use crate::check::Tested;
use crate::export::data::{DataRow, Owner, Tables};
use crate::finding::Severity;
use crate::messages::Messages;

/// The row of a finding; `owner` is the id and level of whose it is.
#[must_use]
pub fn finding_row(
    tables: &Tables,
    told: &Told,
    owner: Option<(&str, &str)>,
    year: Option<u16>,
    messages: &Messages,
) -> DataRow {
    let finding = &told.finding;
    let (message, help) = finding.words(messages);
    let place = finding.place();
    let (id, level) = owner.unwrap_or_default();
    let cell = place.and_then(|(_, cell)| cell);
    let text = |own: Option<String>| own.unwrap_or_default();
    tables
        .row("findings")
        .text("unit_id", id)
        .text("level", level)
        .whole("year", year)
        .text("path", &told.file)
        .text("key", told.key(id))
        .text("code", finding.code.name())
        .text("severity", finding.severity.word())
        .text("sheet", place.map_or("", |(sheet, _)| sheet))
        .text("cell", text(cell.map(|own| own.to_string())))
        .text("table", told.table.as_ref().map_or("", |own| own.as_str()))
        .text("function", text(told.function.map(|own| own.to_string())))
        .text("economic", text(told.economic.map(|own| own.to_string())))
        .text(
            "column",
            told.column.as_ref().map_or("", |own| own.as_str()),
        )
        .yuan("stated", told.stated())
        .yuan("expected", told.expected())
        .yuan("difference", told.difference())
        .text("message", message)
        .text("help", help)
        .text("state", told.answer.map_or("", |own| own.tag()))
        .done()
}

/// What is said of the budgets of one unit, added up.
#[derive(Debug, Clone)]
pub struct UnitTally {
    /// The unit.
    pub owner: Owner,
    /// Whether something counts, and why not.
    pub status: &'static str,
    /// The file that counts; empty where there are several.
    pub counted: String,
    /// Errors, warnings, notes, and what was explained.
    pub findings: [usize; 4],
    /// How many files are of it.
    pub versions: usize,
    /// The equalities that were tested; `None` where nothing counts.
    pub tested: Option<Tested>,
}

impl UnitTally {
    /// That of one file that counts, as the file says whose it is.
    #[must_use]
    pub fn of_file(owner: Owner, path: &str, told: &[Told], tested: Tested) -> Self {
        let count = |severity| {
            told.iter()
                .filter(|own| own.finding.severity == severity)
                .count()
        };
        Self {
            owner,
            status: "received",
            counted: path.to_owned(),
            findings: [
                count(Severity::Error),
                count(Severity::Warning),
                count(Severity::Note),
                0,
            ],
            versions: 1,
            tested: Some(tested),
        }
    }

    /// Adds another file of the same unit.
    pub fn add(&mut self, other: &Self) {
        self.counted.clear();
        self.versions += other.versions;
        for (own, more) in self.findings.iter_mut().zip(other.findings) {
            *own += more;
        }
        if let (Some(own), Some(more)) = (&mut self.tested, other.tested) {
            own.made += more.made;
            own.held += more.held;
            own.rounded += more.rounded;
            own.failed += more.failed;
        }
    }

    /// Its row.
    #[must_use]
    pub fn row(&self, tables: &Tables) -> DataRow {
        let owner = &self.owner;
        let [errors, warnings, notes, explained] = self.findings;
        let tested = self.tested;
        tables
            .row("units")
            .shared("unit_id", &owner.id)
            .shared("level", &owner.level)
            .shared("code", &owner.code)
            .shared("name", &owner.name)
            .shared("department_code", &owner.department_code)
            .shared("department", &owner.department)
            .text("status", self.status)
            .shared("verdict", &owner.verdict)
            .text("counted", &self.counted)
            .whole("errors", Some(errors))
            .whole("warnings", Some(warnings))
            .whole("notes", Some(notes))
            .whole("explained", Some(explained))
            .whole("versions", Some(self.versions))
            .whole("checks_made", tested.map(|own| own.made))
            .whole("checks_held", tested.map(|own| own.held))
            .whole("checks_rounded", tested.map(|own| own.rounded))
            .whole("checks_failed", tested.map(|own| own.failed))
            .done()
    }
}
