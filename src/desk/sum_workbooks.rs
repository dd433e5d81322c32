//! The tables of each department as its units add up to, and those of all.

use super::eliminate::Taken;
use super::merged::{Merging, PrintedLines};
use super::outcome::{DepartmentState, Review};
use super::parts::InboxReader;
use super::result_folder::ResultFolder;
use crate::batch::{Stage, shielded};
use crate::form::file_names;
use crate::layout::Layout;
use crate::messages::{Arg, Messages};
use crate::model::Unit;
use crate::write::workbook_bytes;

/// Writes the tables of each department as its units add up to, in the layout of its own paper, else in that of most units; and those
/// of all. Gives the names of those that could not be written.
pub(super) fn sums_of_all<F: ResultFolder>(
    out: &mut F,
    review: &Review,
    reader: InboxReader<'_>,
    messages: &Messages,
) -> Result<Vec<String>, F::Error> {
    let mut unwritten = Vec::new();
    let folder = messages.text("sheet-sums");
    let mut all = layout(review, &review.departments, reader).map(PrintedLines::new);
    for state in &review.departments {
        let line = &review.roster.lines[state.line];
        let unit = Unit {
            name: line.name.clone(),
            code: line.code.clone(),
            ..Unit::default()
        };
        let name = file_names([&unit]).remove(0);
        let taken: Vec<&Taken> = state.taken.iter().map(|(_, own)| own).collect();
        let states = std::slice::from_ref(state);
        let Some(layout) = layout(review, states, reader) else {
            continue;
        };
        let merging = shielded(Stage::Writing, || {
            let own = review.printed_lines(reader, state, layout)?;
            if let Some(all) = &mut all {
                match all.layout().id == layout.id {
                    true => all.join(&own),
                    false => all.join(&review.printed_lines(reader, state, all.layout())?),
                }
            }
            Some(own.summed(&reader.templates.model))
        });
        let path = format!("{folder}/{name}");
        let of = (states, taken.as_slice());
        let name = unit.name.clone();
        let merging = merging.ok().flatten();
        match sum(review, of, unit, merging, reader, messages) {
            Some(bytes) => out.put(&path, &bytes)?,
            None => unwritten.push(name),
        }
    }
    let Some(all) = all else {
        return Ok(unwritten);
    };
    let whole = messages.text(match review.some_departments {
        true => "sums-of-some",
        false => "sums-of-all",
    });
    let unit = Unit {
        name: whole.clone(),
        ..Unit::default()
    };
    let taken: Vec<&Taken> = review.taken.iter().collect();
    let of = (review.departments.as_slice(), taken.as_slice());
    let merging = shielded(Stage::Writing, || all.summed(&reader.templates.model)).ok();
    let path = format!("{folder}/{whole}.xlsx");
    match sum(review, of, unit, merging, reader, messages) {
        Some(bytes) => out.put(&path, &bytes)?,
        None => unwritten.push(whole),
    }
    Ok(unwritten)
}

/// The layout of most own papers of these departments, else that of most of their units; `None` where no unit is added.
fn layout<'r>(
    review: &Review,
    states: &[DepartmentState],
    reader: InboxReader<'r>,
) -> Option<&'r Layout> {
    let most = |mut ids: Vec<&str>| -> Option<String> {
        ids.sort_unstable();
        let most = ids
            .chunk_by(|one, other| one == other)
            .max_by_key(|own| own.len());
        most.map(|own| own[0].to_owned())
    };
    let own = states.iter().filter_map(|state| {
        let at = review.units[state.line].counted?;
        let head = review.filing.files[at].input.head.as_ref()?;
        Some(head.layout.as_str())
    });
    let units = states.iter().flat_map(|state| review.added(state));
    let units: Vec<&str> = units.map(|(_, own)| review.layout(own)).collect();
    if units.is_empty() {
        return None;
    }
    let id = most(own.collect()).or_else(|| most(units))?;
    reader.templates.layout(&id)
}

/// The tables of the units of some departments as they add up, as a workbook; `None` where it cannot be made.
fn sum(
    review: &Review,
    (states, taken): (&[DepartmentState], &[&Taken]),
    unit: Unit,
    merging: Option<Merging<'_>>,
    reader: InboxReader<'_>,
    messages: &Messages,
) -> Option<Vec<u8>> {
    let missing = states.iter().flat_map(|state| &state.missing);
    let missing: Vec<&str> = missing
        .map(|line| review.roster.lines[*line].name.as_str())
        .collect();
    let filled = states.iter().map(|state| state.filled.len()).sum::<usize>();
    let args = [
        ("count", missing.len().into()),
        ("units", Arg::list(&missing)),
        ("filled", filled.into()),
    ];
    let note = (!missing.is_empty()).then(|| {
        messages.with(
            match filled {
                0 => "desk-missing-units",
                _ => "desk-filled-units",
            },
            &args,
        )
    });
    let made = shielded(Stage::Writing, || {
        let mut merging = merging?;
        for (_, added) in states.iter().flat_map(|state| review.added(state)) {
            merging.put(&review.as_stated(reader, added).cells).ok()?;
        }
        let sum = merging.end(taken, unit, note.as_deref());
        workbook_bytes(reader.templates, &sum, None).ok()
    });
    made.ok().flatten()
}
