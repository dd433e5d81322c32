//! What lies beside the letters of a review: the units' own workbooks marked, and the sums of departments.

use std::path::Path;

use super::output;
use super::review_out::Out;
use super::stamp::{Made, stamped};
use crate::annotate::annotate;
use crate::batch::{Options, Stage, shielded, submission};
use crate::desk::{Letter, Part, Review, Taken, ledger, merged, to_explain, to_mark};
use crate::form::file_names;
use crate::layout::Templates;
use crate::messages::{Arg, Messages, visible};
use crate::model::Unit;
use crate::write::workbook_bytes;

/// Puts the unit's own workbook with its wrong cells marked beside its letter, and the list of explanations to fill in.
pub(super) fn enclose(
    out: &mut Out,
    letter: &Letter,
    review: &Review,
    (templates, options, inbox): (&Templates, &Options, &Path),
    messages: &Messages,
) -> anyhow::Result<()> {
    if let Some(bytes) = to_explain(review, letter.line, messages)? {
        let name = messages.text("letter-explanations");
        out.put(&format!("{}/{name}.xlsx", letter.folder()), &bytes)?;
    }
    let Some(at) = review.units[letter.line].counted else {
        return Ok(());
    };
    let lying = &review.filing.files[at].input.lying;
    let findings = to_mark(review, letter.line);
    let Ok(bytes) = ledger::again(inbox, &lying.path, &options.limits) else {
        return Ok(());
    };
    let options = Options {
        keep: true,
        ..options.clone()
    };
    let mark = || {
        let (_, source) = submission(lying.name().to_owned(), bytes, templates, &options);
        let book = source.workbook.as_ref()?;
        annotate(&source.bytes, book, &findings, messages).ok()
    };
    let marked = shielded(Stage::Marking, mark).ok().flatten();
    if let Some(bytes) = marked {
        let name = lying.name();
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let ending = match lying.ending() == "xlsm" {
            true => "xlsm",
            false => "xlsx",
        };
        out.put(
            &format!("{}/{stem}.{ending}", letter.folder()),
            &stamped(bytes, Made::Marked),
        )?;
    }
    Ok(())
}

/// Writes the tables of each department as its units add up to, in the layout of its own paper, else in that of most units.
pub(super) fn sums_of_departments(
    out: &mut Out,
    review: &Review,
    templates: &Templates,
    messages: &Messages,
) -> anyhow::Result<()> {
    let folder = messages.text("sheet-sums");
    for state in &review.departments {
        let budget = |line: usize| {
            review.filing.files[review.units[line].counted?]
                .input
                .budget
                .as_ref()
        };
        let units: Vec<Part<'_>> = state
            .counted
            .iter()
            .filter_map(|line| {
                Some(Part {
                    budget: budget(*line)?,
                })
            })
            .collect();
        let line = &review.roster.lines[state.line];
        let usual = || {
            let ids = units.iter().map(|own| own.budget.layout.as_str());
            let mut ids: Vec<&str> = ids.collect();
            ids.sort_unstable();
            let most = ids
                .chunk_by(|one, other| one == other)
                .max_by_key(|own| own.len());
            most.map(|own| own[0])
        };
        let layout = budget(state.line)
            .map(|own| own.layout.as_str())
            .or_else(usual);
        let Some(layout) = layout
            .and_then(|id| templates.layout(id))
            .filter(|_| !units.is_empty())
        else {
            continue;
        };
        let missing = state
            .missing
            .iter()
            .map(|line| review.roster.lines[*line].name.as_str());
        let args = [
            ("count", state.missing.len().into()),
            ("units", Arg::list(missing)),
        ];
        let note = (!state.missing.is_empty()).then(|| messages.with("desk-missing-units", &args));
        let unit = Unit {
            name: line.name.clone(),
            code: line.code.clone(),
            ..Unit::default()
        };
        let taken: Vec<&Taken> = state.taken.iter().map(|(_, own)| own).collect();
        let name = file_names([&unit]).remove(0);
        let made = shielded(Stage::Writing, || {
            let sum = merged(templates, layout, &units, &taken, unit, note.as_deref()).ok()?;
            workbook_bytes(templates, &sum, None).ok()
        });
        match made.ok().flatten() {
            Some(bytes) => out.put(&format!("{folder}/{name}"), &bytes)?,
            None => output::say(
                &(visible(&messages.with("desk-no-sums", &[("unit", line.name.as_str().into())]))
                    .into_owned()
                    + "\n"),
            ),
        }
    }
    Ok(())
}
