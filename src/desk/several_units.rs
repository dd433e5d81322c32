//! Workbooks in which several units hand in: the sheets of each unit are a submission of its own, listed as if the workbook were an
//! archive, behind the path of the file and `!/` by the unit's name.

use std::collections::BTreeSet;

use super::inbox::INSIDE;
use super::ledger::{FileKind, Lying};
use crate::batch::{Options, Outcome, submission_of_sheets};
use crate::bind::named_units;
use crate::finding::FindingCode;
use crate::layout::Templates;
use crate::model::Id;
use crate::workbook::Workbook;

/// The sheets of one unit, as if they were a file.
pub(super) fn lying_of(whole: &Lying, unit: &str) -> Lying {
    Lying {
        path: format!("{}{INSIDE}{unit}", whole.path),
        kind: FileKind::Spreadsheet,
        ..whole.clone()
    }
}

/// The units whose submissions a workbook holds, in the order of its sheets; none where it is one submission. `outcome` is what came of
/// reading it as one.
pub(super) fn units(
    templates: &Templates,
    options: &Options,
    outcome: &Outcome,
    workbook: &Workbook,
) -> Vec<String> {
    // Tables of another unit than most are.
    let is_other = |code| matches!(code, FindingCode::NameVaries | FindingCode::RepeatedTable);
    if !outcome.findings.iter().any(|own| is_other(own.code)) {
        return Vec::new();
    }
    let names = named_units(&templates.model.reading, workbook);
    let mut units: Vec<String> = Vec::new();
    for name in names.into_iter().flatten() {
        if !units.contains(&name) {
            units.push(name);
        }
    }
    if units.len() < 2 {
        return Vec::new();
    }
    let tables = |unit: &String| -> BTreeSet<Id> {
        let own = of_unit(templates, workbook, unit);
        let outcome = submission_of_sheets(String::new(), own, templates, options);
        let tables = outcome.budget.into_iter().flat_map(|own| own.tables);
        tables.map(|own| own.table).collect()
    };
    let tables: Vec<BTreeSet<Id>> = units.iter().map(tables).collect();
    let own: Vec<&BTreeSet<Id>> = tables.iter().filter(|own| !own.is_empty()).collect();
    let Some((first, others)) = own.split_first() else {
        return Vec::new();
    };
    // A sheet that was copied from another unit's, or bears the name in another form, is a slip and no submission: each has most of the
    // tables that the others have.
    let most = own.iter().map(|own| own.len()).max().unwrap_or_default();
    let is_whole = own.iter().all(|own| own.len() > 1 && own.len() * 2 > most);
    let alike = |other: &&BTreeSet<Id>| {
        first.intersection(other).count() * 2 > first.len().min(other.len())
    };
    let several = !others.is_empty() && is_whole && others.iter().all(alike);
    if several { units } else { Vec::new() }
}

/// The sheets of one unit. One that speaks of no unit goes with that before it, those in front with the first that does.
pub(super) fn of_unit(templates: &Templates, workbook: &Workbook, unit: &str) -> Workbook {
    let names = named_units(&templates.model.reading, workbook);
    let mut of = names.iter().flatten().next().cloned();
    let mut sheets = Vec::new();
    for (sheet, name) in workbook.sheets.iter().zip(names) {
        of = name.or(of);
        if of.as_deref() == Some(unit) {
            sheets.push(sheet.clone());
        }
    }
    Workbook {
        format: workbook.format,
        sheets,
        names: workbook.names.clone(),
        as_displayed: workbook.as_displayed,
        properties: workbook.properties.clone(),
    }
}
