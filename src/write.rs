//! From a budget to the bytes of its standardized workbook.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::annotate::results_sheet;
use crate::bind::{NoPlace, arrange, fill_document, fill_tables};
use crate::finding::{Finding, Severity};
use crate::layout::{Layout, Templates};
use crate::messages::{Messages, Phrase};
use crate::model::{Budget, Place};
use crate::recast::{NoPlaceFor, fits, recast};
use crate::text::grouped_yuan;
use crate::workbook::Workbook;
use crate::workbook::save::{SaveError, save};

/// Why a budget could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The budget's layout is not there.
    #[error("there is no layout `{0}`")]
    NoLayout(String),
    /// The workbook could not be made.
    #[error(transparent)]
    Save(#[from] SaveError),
    /// The layout has no place for something that the budget states.
    #[error(transparent)]
    NoPlace(#[from] NoPlace),
    /// The tables of the layout have no place for facts of the budget.
    #[error("layout `{layout}` has no place for {} facts", .facts.len())]
    NoPlaceForFacts {
        /// The layout.
        layout: String,
        /// The facts.
        facts: Vec<NoPlaceFor>,
    },
}

impl WriteError {
    /// That the file at `path` is not written, and why.
    #[must_use]
    pub fn phrase(&self, path: &str) -> Phrase {
        let reason = match self {
            Self::NoLayout(layout) => Phrase::new("json-layout").arg("layout", layout),
            Self::NoPlace(none) => Phrase::new("cli-no-place")
                .arg("layout", &none.layout)
                .arg("table", &none.table)
                .phrase("what", none.what.clone()),
            Self::NoPlaceForFacts { layout, facts } => no_places("cli-no-places", layout, facts),
            Self::Save(error) => Phrase::new("damage-quoted").arg("error", error),
        };
        Phrase::new("cli-not-written")
            .arg("path", path)
            .phrase("reason", reason)
    }
}

/// What a layout has no place for, how much and the first of it, in the words of the message `name`.
pub(crate) fn no_places(name: &'static str, layout: &str, facts: &[NoPlaceFor]) -> Phrase {
    const SHOWN: usize = 5;
    let shown = facts.iter().take(SHOWN).map(|fact| {
        let words = fact.at.iter().map(|(_, member)| member.to_string());
        let words: Vec<String> = words.collect();
        let place = fact.place.as_ref();
        let place = place.map(|place| format!("{}!{} ", place.sheet, place.cell));
        format!(
            "{}{} {} = {}",
            place.unwrap_or_default(),
            fact.table,
            words.join("/"),
            grouped_yuan(fact.yuan)
        )
    });
    Phrase::new(name)
        .arg("layout", layout)
        .arg("count", facts.len())
        .list("facts", shown)
}

/// The budget in the tables of `layout`: as it is where they are its own, else [recast](crate::recast).
///
/// # Errors
/// Where they have no place for something that the budget states.
pub(crate) fn in_layout<'b>(
    templates: &Templates,
    budget: &'b Budget,
    layout: &Layout,
) -> Result<Cow<'b, Budget>, WriteError> {
    if fits(budget, layout) {
        return Ok(Cow::Borrowed(budget));
    }
    let recast = recast(templates, budget, layout);
    if recast.no_place.is_empty() {
        Ok(Cow::Owned(recast.budget))
    } else {
        Err(WriteError::NoPlaceForFacts {
            layout: layout.id.clone(),
            facts: recast.no_place,
        })
    }
}

/// The bytes of the standardized .xlsx workbook of `budget`, in its own layout or in the one named `layout`.
///
/// # Errors
/// Where there is no such layout, or the workbook cannot be made.
pub fn workbook_bytes(
    templates: &Templates,
    budget: &Budget,
    layout: Option<&str>,
) -> Result<Vec<u8>, WriteError> {
    Ok(save(&standard_workbook(templates, budget, layout)?)?)
}

/// The standardized workbook of `budget`: title page, contents, and all else in the order of the layout. What is added
/// belongs behind it, as the contents give the pages.
///
/// # Errors
/// Where there is no such layout, or it has no place for something that the budget states.
pub fn standard_workbook(
    templates: &Templates,
    budget: &Budget,
    layout: Option<&str>,
) -> Result<Workbook, WriteError> {
    traced(templates, budget, layout).map(|(workbook, _)| workbook)
}

/// The workbook, and the counterpart in it of each place in the submission that the tables of the budget know.
fn traced(
    templates: &Templates,
    budget: &Budget,
    layout: Option<&str>,
) -> Result<(Workbook, BTreeMap<Place, Place>), WriteError> {
    let id = layout.unwrap_or(&budget.layout);
    let layout = templates
        .layout(id)
        .ok_or_else(|| WriteError::NoLayout(id.to_owned()))?;
    let budget = &*in_layout(templates, budget, layout)?;
    let placement = arrange(layout, budget);
    let mut tables = fill_tables(&templates.model, layout, &placement, budget)?;
    let counterparts = std::mem::take(&mut tables.counterparts);
    let workbook = fill_document(templates, layout, budget, tables)?;
    Ok((workbook, counterparts))
}

/// The same workbook with the list of `findings` as its last sheet where one of them is an error or a warning. A click on
/// a place in the list leads to its counterpart in the workbook, where it has one.
///
/// Notes alone make no such sheet: nearly every submission has some, and none asks for a change. Beside errors and warnings
/// they are listed, so that the list is that of the check.
///
/// Spreadsheet programs print the sheet that is shown, which is the first table; who prints all sheets gets the list after the
/// tables, on paper of the same format. Reading knows the sheet by its first cell and leaves it out.
///
/// # Errors
/// Where there is no such layout, or the workbook cannot be made.
///
/// # Panics
/// Where `templates/messages/` lacks a finding's code or wording.
pub fn workbook_with_findings(
    templates: &Templates,
    budget: &Budget,
    layout: Option<&str>,
    findings: &[Finding],
    messages: &Messages,
) -> Result<Vec<u8>, WriteError> {
    if findings.iter().all(|own| own.severity == Severity::Note) {
        return workbook_bytes(templates, budget, layout);
    }
    let (mut workbook, counterparts) = traced(templates, budget, layout)?;
    let taken: Vec<&str> = workbook
        .sheets
        .iter()
        .map(|sheet| sheet.name.as_str())
        .collect();
    let target = |place: &Place| counterparts.get(place).cloned();
    let legend = messages.text("convert-legend");
    let results = results_sheet(findings, messages, &taken, &legend, &target);
    workbook.sheets.push(results);
    Ok(save(&workbook)?)
}
