//! Blank forms, and last year's budgets.

use std::path::Path;

use serde_json::json;
use yusuan::batch::{Options, open_bytes, read_budget_bytes};
use yusuan::export::budget_to_json;
use yusuan::form::{
    Complete, FormRoster, WantedForms, below, file_names, form_bytes, named, stated,
};
use yusuan::messages::{Phrase, visible};
use yusuan::model::{Budget, Unit};
use yusuan::workbook::recalculate;

use crate::answer::Answer;
use crate::calls::refused;
use crate::held::Held;
use crate::request::Form;

impl Held {
    /// The words of what is not made.
    pub(crate) fn words(&self, phrase: &Phrase) -> Answer {
        refused(&visible(&self.shown.phrase(phrase)))
    }

    /// Last year's budget of a file: it may be in another layout than this year's.
    fn last(&self, path: &str, bytes: Vec<u8>) -> Result<Budget, Answer> {
        let options = Options {
            limits: self.options.limits.clone(),
            ..Options::default()
        };
        let budget = read_budget_bytes(path, bytes, &self.templates, &options).ok();
        let mut budget = budget
            .filter(|own| !own.tables.is_empty())
            .ok_or_else(|| self.words(&Phrase::new("cli-previous-unreadable").arg("path", path)))?;
        budget.previous = None;
        Ok(budget)
    }

    /// Last year's budget as JSON, to be given to each worker.
    pub(crate) fn previous(&self, path: &str, bytes: Vec<u8>) -> Answer {
        match self.last(path, bytes) {
            Ok(budget) => (json!({ "json": budget_to_json(&budget) }), Vec::new()),
            Err(answer) => answer,
        }
    }

    /// The units of a roster, with the names of their forms.
    pub(crate) fn roster(&mut self, path: &str, bytes: &[u8]) -> Answer {
        self.roster = None;
        let mut workbook = match open_bytes(path, bytes, &self.options.limits) {
            Ok(workbook) => workbook,
            Err(finding) => return self.unread(path, &finding),
        };
        recalculate(&mut workbook, |_, _| true);
        match FormRoster::read(&workbook) {
            Ok(roster) => {
                let names = file_names(roster.units.iter().map(|own| &own.unit));
                let units = roster.units.iter().zip(names).map(|(own, file)| {
                    json!({ "name": own.unit.name, "code": own.unit.code, "file": file })
                });
                let units: Vec<_> = units.collect();
                self.roster = Some(roster);
                (json!({ "units": units }), Vec::new())
            }
            Err(error) => self.words(&error.phrase(path)),
        }
    }

    fn units(&self) -> Vec<&Unit> {
        self.roster
            .iter()
            .flat_map(|roster| &roster.units)
            .map(|own| &own.unit)
            .collect()
    }

    /// The position in the roster of the unit that a budget of last year is of: by the name of its file, else by what it says.
    pub(crate) fn whose(&self, path: &str, bytes: Vec<u8>) -> Answer {
        let units = self.units();
        if let Some(at) = named(Path::new(path), &units) {
            return (json!({ "at": at }), Vec::new());
        }
        match self.last(path, bytes) {
            Ok(budget) => (json!({ "at": stated(&budget.unit, &units) }), Vec::new()),
            Err(answer) => answer,
        }
    }

    /// A blank form as `template` writes it; the bytes are those of last year's budget.
    pub(crate) fn form(&self, form: Form, bytes: Vec<u8>) -> Answer {
        let last = match form.last.map(|path| self.last(&path, bytes)).transpose() {
            Ok(last) => last,
            Err(answer) => return answer,
        };
        let units = self.units();
        let (unit, units) = match form.at.and_then(|at| units.get(at)) {
            Some(unit) => ((*unit).clone(), below(&units, unit)),
            None => {
                let last = last.as_ref().map(|budget| &budget.unit);
                let given = |own: &str, other: fn(&Unit) -> &String| match own.trim() {
                    "" => last
                        .map(|unit| other(unit).trim().to_owned())
                        .unwrap_or_default(),
                    own => own.to_owned(),
                };
                let unit = Unit {
                    name: given(&form.name, |unit| &unit.name),
                    code: given(&form.code, |unit| &unit.code),
                    department: given(&form.department, |unit| &unit.department),
                    nature: given(&form.nature, |unit| &unit.nature),
                    ..Unit::default()
                };
                (unit, Vec::new())
            }
        };
        if unit.name.is_empty() {
            return self.words(&Phrase::new("form-no-unit"));
        }
        let name = file_names([&unit]).pop().unwrap_or_default();
        let wanted = WantedForms {
            layout: form.layout,
            year: form.year,
            entry: form.entry,
            rows: None,
            projects: form.projects,
            password: None,
        };
        match form_bytes(
            &wanted,
            (&self.templates, &Complete::default()),
            (unit, units),
            last.as_ref(),
        ) {
            Ok(bytes) => (json!({ "name": name }), bytes),
            Err(reason) => self.words(&reason),
        }
    }
}
