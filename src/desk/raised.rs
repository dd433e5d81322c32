//! The findings that a review adds to those of the files.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::cells::{AmountRow, Cells};
use super::changes::{Change, ChangeState};
use super::eliminate::Misfit;
use super::filing::{FileRole, Filing};
use super::lists::Elimination;
use super::outcome::DepartmentState;
use super::roster::Roster;
use super::told::Told;
use super::verdict::Status;
use crate::batch::Options;
use crate::finding::{Finding, FindingCode, Severity};
use crate::layout::Templates;
use crate::model::{Dim, Id};

/// The table and the columns by which a change is large.
pub(super) const CHANGE_TABLE: &str = "expenditure";

/// A change of more than this percentage and amount is large where no layout says otherwise.
pub(super) const CHANGE: (Decimal, Decimal) = (
    Decimal::from_parts(20, 0, 0, false, 0),
    Decimal::from_parts(100_000, 0, 0, false, 0),
);

/// The list of eliminations is the bureau's: no unit is sent back for it.
pub(super) fn misfit(own: &Elimination, why: Misfit) -> Told {
    let mut told = Told::new(None, "", misfit_of(own, why));
    told.function = own.function;
    told
}

/// Why a row of the eliminations does not fit.
#[must_use]
pub fn misfit_of(own: &Elimination, why: Misfit) -> Finding {
    let finding = Finding::new(FindingCode::EliminationNotFound)
        .arg("row", own.row)
        .arg("receiver", &own.receiver)
        .arg("payer", &own.payer)
        .maybe("function", own.function)
        .amount("amount", own.amount.unwrap_or_default());
    match why {
        Misfit::Receiver => finding,
        Misfit::Amount => finding.variant("amount"),
        Misfit::Source => finding.variant("source").arg("source", &own.source),
        Misfit::Kind if own.kind.is_empty() => finding.variant("no-kind"),
        Misfit::Kind => finding.variant("kind").arg("kind", &own.kind),
        Misfit::UnknownReceiver => finding.variant("unknown-receiver"),
        Misfit::UnknownPayer if own.payer.is_empty() => finding.variant("no-payer"),
        Misfit::UnknownPayer => finding.variant("unknown-payer"),
        Misfit::Payer => finding
            .variant("payer")
            .maybe("payer-function", own.payer_function),
    }
}

/// What is to be said of the own paper of a department.
pub(super) fn own_paper(roster: &Roster, filing: &Filing, state: &DepartmentState) -> Vec<Told> {
    let Some(own) = filing.versions.get(&state.line).map(|own| own[0]) else {
        return Vec::new();
    };
    let path = &filing.files[own].input.lying.path;
    if !state.missing.is_empty() {
        let names = state.missing.iter().map(|line| &roster.lines[*line].name);
        let most = state
            .differences
            .iter()
            .map(|own| (own.own - own.units).abs())
            .max();
        let finding = Finding::new(FindingCode::DepartmentIncomplete)
            .arg("count", state.missing.len())
            .list("missing", names)
            .amount("difference", most.unwrap_or_default());
        return vec![Told::new(Some(state.line), path, finding)];
    }
    let differ = state.differences.iter().map(|own| {
        let difference = own.own - own.units;
        let code = match own.rounding {
            true => FindingCode::Rounding,
            false => FindingCode::DepartmentDiffers,
        };
        let finding = Finding::new(code)
            .amount("own", own.own)
            .amount("units", own.units)
            .amount("difference", difference);
        let code = own.row.at.function().or(own.row.at.economic());
        let finding = match (own.rounding, &own.place) {
            (true, _) => finding.variant("department"),
            (false, None) => finding.variant("unlisted").maybe("function", code),
            (false, Some(_)) => finding,
        };
        let finding = finding.cell(crate::finding::Stated {
            place: own.place.clone(),
            text: own.own.normalize().to_string(),
            yuan: Some(own.own),
        });
        let mut told = Told::new(Some(state.line), path, finding);
        told.table = Some(own.row.table.clone());
        told.function = own.row.at.function();
        told.economic = own.row.at.economic();
        told.amount = Some(difference.abs());
        told
    });
    differ.collect()
}

/// From which percentage and amount on a change is large: as the layouts of most files have it.
pub(super) fn threshold(templates: &Templates, filing: &Filing) -> (Decimal, Decimal) {
    let mut votes: BTreeMap<(Decimal, Decimal), usize> = BTreeMap::new();
    let counted = filing
        .files
        .iter()
        .filter(|own| own.role == FileRole::Counted);
    for head in counted.filter_map(|own| own.input.head.as_ref()) {
        let layout = templates
            .layout(head.layout.as_str())
            .and_then(|own| own.document.as_ref());
        if let Some(own) = layout.and_then(|own| own.reason_threshold) {
            *votes.entry((own.percent, own.amount)).or_default() += 1;
        }
    }
    let most = votes.into_iter().max_by_key(|(_, count)| *count);
    most.map_or(CHANGE, |(own, _)| own)
}

/// Whether the row is the column 合计 in the table of expenditure: of a 科目, or of all. Where a layout keeps what is carried forward
/// apart, that is the column of this year's money.
pub(super) fn is_whole(row: &AmountRow, changes: &[Change]) -> bool {
    if row.table.as_str() != CHANGE_TABLE || row.again > 0 {
        return false;
    }
    let all = row.with(row.at.clone().with(Dim::CARRY, None));
    let dims = |row: &AmountRow| {
        row.at
            .iter()
            .all(|(dim, _)| matches!(dim, Dim::FLOW | Dim::FUNCTION))
    };
    if !dims(&all) {
        return false;
    }
    *row == all
        || row.at.word(Dim::CARRY).map(Id::as_str) == Some("this_year")
            && !changes
                .iter()
                .any(|own| own.row == all && own.state != ChangeState::NotStated)
}

/// Whether a change of a unit is one to be explained.
pub(super) fn is_large_item(
    own: &Change,
    changes: &[Change],
    (percent, yuan): (Decimal, Decimal),
) -> bool {
    let item = own.row.at.function().is_some_and(|own| own.level() == 3);
    item && is_whole(&own.row, changes) && own.is_large(percent, yuan)
}

/// The large changes of a unit: of a 项 in all, in the table of expenditure.
pub(super) fn large(
    changes: &[Change],
    line: usize,
    file: &str,
    cells: &Cells,
    (percent, yuan): (Decimal, Decimal),
) -> Vec<Told> {
    let found = changes
        .iter()
        .filter(|own| is_large_item(own, changes, (percent, yuan)));
    let told = found.map(|own| {
        let (was, is) = (
            own.previous.unwrap_or_default(),
            own.current.unwrap_or_default(),
        );
        let function = own.row.at.function();
        let finding = Finding::new(FindingCode::ChangeLarge)
            .maybe("function", function)
            .amount("previous", was)
            .amount("current", is)
            .amount("change", is - was);
        let finding = match own.percent() {
            Some(percent) => finding.arg("percent", percent),
            None => finding.variant("new"),
        };
        let printed = cells.printed.get(&own.row);
        let finding = match printed.and_then(|own| own.place.clone()) {
            Some(place) => finding.cell(crate::finding::Stated {
                place: Some(place),
                text: is.normalize().to_string(),
                yuan: Some(is),
            }),
            None => finding,
        };
        let mut told = Told::new(Some(line), file, finding);
        told.table = Some(Id::from(CHANGE_TABLE));
        told.function = function;
        told.amount = Some(is);
        told
    });
    told.collect()
}

/// What the review itself says, as gravely as the layout of the file that counts and the options take it. What the files say has
/// been taken so before.
pub(super) fn at_levels(
    told: Vec<Told>,
    templates: &Templates,
    options: &Options,
    year: Option<u16>,
    filing: &Filing,
) -> Vec<Told> {
    let layout = |line: usize| {
        let counted = filing.versions.get(&line)?.first()?;
        let head = filing.files[*counted].input.head.as_ref()?;
        templates.layout(head.layout.as_str())
    };
    let taken = |mut told: Told| {
        if !told.finding.code.is_of_batch() {
            return Some(told);
        }
        let levels = told.line.and_then(layout);
        let levels = levels.map(|own| own.levels.clone()).unwrap_or_default();
        let levels = levels.of_year(year).with(&options.levels);
        let (mut found, _) = levels.apply(vec![told.finding]);
        told.finding = found.pop()?;
        Some(told)
    };
    told.into_iter().filter_map(taken).collect()
}

/// The rows of the roster that are taken for heads of groups, as one may be a unit without its code.
pub(super) fn passed_over(roster: &Roster) -> impl Iterator<Item = Told> {
    roster.passed_over.iter().map(|(row, text)| {
        let finding = Finding::new(FindingCode::NotInRoster)
            .variant("row")
            .severity(Severity::Note)
            .arg("row", row)
            .arg("unit", text);
        Told::new(None, "", finding)
    })
}

pub(super) fn not_submitted(roster: &Roster, line: usize, status: Status) -> Told {
    let own = &roster.lines[line];
    let finding = Finding::new(FindingCode::NotSubmitted)
        .arg("unit", &own.name)
        .maybe("due", Some(&own.due).filter(|due| !due.is_empty()));
    let finding = match status {
        Status::Unreadable => finding.variant("unreadable"),
        Status::OtherYear => finding.variant("other-year"),
        Status::OtherUnit => finding.variant("other-unit"),
        Status::Missing | Status::Received => finding,
    };
    Told::new(Some(line), "", finding)
}
