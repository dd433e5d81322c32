//! What a review writes: lists, overview, page, letters with what lies beside them, and sums.

use std::path::Path;

use serde_json::Value;

use super::output;
use super::review_out::Out;
use super::stamp::{Made, stamped};
use crate::annotate::annotate;
use crate::batch::{Options, Stage, shielded, submission};
use crate::bind::Ledger;
use crate::desk::report::{MadeOf, changes_jsonl, findings_jsonl, findings_on, sums_jsonl};
use crate::desk::{
    Cache, DepartmentState, Letter, LetterHead, Part, Review, Taken, ledger, letters, letters_csv,
    merged, overview, page, to_decide, to_explain, to_mark,
};
use crate::export::{FileReport, HtmlPart, report_html, report_html_part};
use crate::finding::Finding;
use crate::form::file_names;
use crate::layout::Templates;
use crate::messages::{Arg, Messages, visible};
use crate::model::Unit;
use crate::prose::Numbers;
use crate::workbook::outer_name;
use crate::write::workbook_bytes;

/// The most drawings of cells on the page of findings, shared out among the files, and the least and most of one.
const DRAWINGS: (usize, usize, usize) = (3_000, 5, 200);

/// How the files of the inbox are read again.
#[derive(Clone, Copy)]
pub(super) struct Again<'a> {
    pub(super) templates: &'a Templates,
    pub(super) options: &'a Options,
    pub(super) inbox: &'a Path,
    pub(super) cache: &'a Cache,
}

/// Writes all results but the record; letters only where their head is given.
pub(super) fn write_all(
    out: &mut Out,
    review: &Review,
    json: &Value,
    made_of: &MadeOf,
    again: Again<'_>,
    head: Option<&LetterHead>,
    messages: &Messages,
) -> anyhow::Result<()> {
    let templates = again.templates;
    let findings = findings_jsonl(review, messages);
    out.put("findings.jsonl", findings.as_bytes())?;
    out.put("sums.jsonl", sums_jsonl(review).as_bytes())?;
    out.put("changes.jsonl", changes_jsonl(review).as_bytes())?;
    let letters = head.map(|head| letters(review, (head, &made_of.date), messages));
    let letters = letters.unwrap_or_default();
    let mut marked = vec![None; review.units.len()];
    for letter in &letters {
        out.put(&format!("{}.docx", letter.path), &letter.docx())?;
        out.put(&format!("{}.html", letter.path), letter.html().as_bytes())?;
        if letter.with_workbook {
            marked[letter.line] = enclose(out, letter, review, again, messages)?;
        }
    }
    if !letters.is_empty() {
        let list = letters_csv(review, &letters, messages);
        out.put("letters.csv", list.as_bytes())?;
    }
    let name = messages.text("letter-to-decide") + ".xlsx";
    if let Some(bytes) = to_decide(review, messages)? {
        out.put(&name, &bytes)?;
    }
    let book = overview(review, templates, (json, &marked), messages)?;
    out.put("总览.xlsx", &book)?;
    sums_of_all(out, review, templates, messages)?;
    let found = page_of_findings(review, again, messages);
    out.put("问题.html", found.as_bytes())?;
    let page = page(review, &letters, &made_of.date, messages);
    out.put("index.html", page.as_bytes())
}

/// Puts the unit's own workbook with its wrong cells marked beside its letter, and the list of explanations to fill in. Gives the path of
/// the workbook, where it is one.
fn enclose(
    out: &mut Out,
    letter: &Letter,
    review: &Review,
    again: Again<'_>,
    messages: &Messages,
) -> anyhow::Result<Option<String>> {
    if let Some(bytes) = to_explain(review, letter.line, messages)? {
        let name = messages.text("letter-explanations");
        out.put(&format!("{}/{name}.xlsx", letter.folder()), &bytes)?;
    }
    let Some(at) = review.units[letter.line].counted else {
        return Ok(None);
    };
    let findings = to_mark(review, letter.line);
    let files = review.workbooks(at);
    let alone = files.len() == 1;
    let mut path = None;
    for file in files {
        let lying = &file.input.lying;
        let told = [
            "marked",
            &lying.sha256,
            lying.name(),
            &format!("{findings:?}"),
        ];
        let make = || marked(again, lying, &findings, messages);
        let Some(bytes) = again.cache.bytes(&told, make) else {
            continue;
        };
        let name = lying.name();
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let ending = match lying.ending() == "xlsm" {
            true => "xlsm",
            false => "xlsx",
        };
        let own = format!("{}/{stem}.{ending}", letter.folder());
        out.put(&own, &bytes)?;
        path = alone.then_some(own);
    }
    Ok(path)
}

/// A workbook with the cells of those findings marked that are on one of its sheets.
fn marked(
    again: Again<'_>,
    lying: &ledger::Lying,
    findings: &[Finding],
    messages: &Messages,
) -> Option<Vec<u8>> {
    let bytes = ledger::again(again.inbox, &lying.path, &again.options.limits).ok()?;
    let options = Options {
        keep: true,
        ..again.options.clone()
    };
    let mark = || {
        let (_, source) = submission(lying.name().to_owned(), bytes, again.templates, &options);
        let book = source.workbook.as_ref()?;
        let own = |sheet: &str| {
            let is_named = |own: &str| own == sheet || outer_name(lying.name(), own) == sheet;
            let found = book.sheets.iter().find(|own| is_named(&own.name));
            found.map(|own| own.name.clone())
        };
        let findings: Vec<Finding> = findings.iter().filter_map(|all| all.within(own)).collect();
        annotate(&source.bytes, book, &findings, messages).ok()
    };
    let bytes = shielded(Stage::Marking, mark).ok().flatten()?;
    Some(stamped(bytes, Made::Marked))
}

/// 问题.html: the findings of each line with the cells around them.
fn page_of_findings(review: &Review, again: Again<'_>, messages: &Messages) -> String {
    let lines = review.units.len().max(1);
    let (all, least, most) = DRAWINGS;
    let drawings = (all / lines).clamp(least, most);
    let counted = (0..review.units.len()).filter(|line| review.units[*line].counted.is_some());
    let parts = counted.map(|line| {
        let own = &review.roster.lines[line];
        let input = review.units[line]
            .counted
            .map(|at| &review.filing.files[at].input);
        let path = input.map_or("", |input| input.lying.path.as_str());
        let title = [own.id(), &own.name, path].join(" ");
        let findings: Vec<Finding> = findings_on(review, line)
            .map(|told| told.finding.clone())
            .collect();
        let none = crate::check::Proof::default();
        let report = FileReport {
            path: title.trim(),
            budget: input.and_then(|own| own.budget.as_ref()),
            ledger: std::collections::BTreeMap::new(),
            numbers: Numbers::default(),
            findings: &findings,
            allowed: 0,
            proof: input.map_or(&none, |own| &own.proof),
            sha256: input.map_or("", |own| own.lying.sha256.as_str()),
        };
        let drawn = |source: Option<(&crate::workbook::Workbook, &Ledger)>| {
            let part = report_html_part(&report, source, drawings, messages);
            part.findings().to_owned()
        };
        let placed = findings.iter().any(|own| own.place().is_some());
        let Some(input) = input.filter(|_| placed) else {
            return HtmlPart::new(&report, drawn(None));
        };
        let told = [
            "drawn",
            &input.lying.sha256,
            &drawings.to_string(),
            &format!("{findings:?}"),
        ];
        let make = || {
            let lying = &input.lying;
            let bytes = ledger::again(again.inbox, &lying.path, &again.options.limits);
            let source = bytes.ok().map(|bytes| {
                let read = || {
                    submission(
                        lying.name().to_owned(),
                        bytes,
                        again.templates,
                        again.options,
                    )
                    .1
                };
                shielded(Stage::Reading, read)
            });
            let source = source.and_then(Result::ok);
            let cells = source
                .as_ref()
                .and_then(|own| Some((own.workbook.as_ref()?, &own.ledger)));
            Some(drawn(cells).into_bytes())
        };
        let html = again.cache.bytes(&told, make).unwrap_or_default();
        HtmlPart::new(&report, String::from_utf8_lossy(&html).into_owned())
    });
    report_html(&parts.collect::<Vec<_>>(), messages)
}

/// Writes the tables of each department as its units add up to, in the layout of its own paper, else in that of most units; and those
/// of all.
fn sums_of_all(
    out: &mut Out,
    review: &Review,
    templates: &Templates,
    messages: &Messages,
) -> anyhow::Result<()> {
    let folder = messages.text("sheet-sums");
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
        sum(
            out,
            &format!("{folder}/{name}"),
            review,
            (states, &taken),
            unit,
            templates,
            messages,
        )?;
    }
    let whole = messages.text("sums-of-all");
    let unit = Unit {
        name: whole.clone(),
        ..Unit::default()
    };
    let taken: Vec<&Taken> = review.taken.iter().collect();
    let of = (review.departments.as_slice(), taken.as_slice());
    sum(
        out,
        &format!("{folder}/{whole}.xlsx"),
        review,
        of,
        unit,
        templates,
        messages,
    )
}

/// Writes the tables of the units of some departments as they add up.
fn sum(
    out: &mut Out,
    path: &str,
    review: &Review,
    (states, taken): (&[DepartmentState], &[&Taken]),
    unit: Unit,
    templates: &Templates,
    messages: &Messages,
) -> anyhow::Result<()> {
    let budget = |line: usize| {
        let at = review.units[line].counted?;
        review.filing.files[at].input.budget.as_ref()
    };
    let units: Vec<Part<'_>> = states
        .iter()
        .flat_map(|state| review.added(state))
        .map(|(_, budget, ..)| Part { budget })
        .collect();
    let most = |mut ids: Vec<&str>| -> Option<String> {
        ids.sort_unstable();
        let most = ids
            .chunk_by(|one, other| one == other)
            .max_by_key(|own| own.len());
        most.map(|own| own[0].to_owned())
    };
    let own = states.iter().filter_map(|state| budget(state.line));
    let layout = most(own.map(|own| own.layout.as_str()).collect())
        .or_else(|| most(units.iter().map(|own| own.budget.layout.as_str()).collect()));
    let layout = layout.and_then(|id| templates.layout(&id));
    let Some(layout) = layout.filter(|_| !units.is_empty()) else {
        return Ok(());
    };
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
    let name = unit.name.clone();
    let made = shielded(Stage::Writing, || {
        let sum = merged(templates, layout, &units, taken, unit, note.as_deref()).ok()?;
        workbook_bytes(templates, &sum, None).ok()
    });
    match made.ok().flatten() {
        Some(bytes) => out.put(path, &bytes)?,
        None => {
            let said = messages.with("desk-no-sums", &[("unit", name.into())]);
            output::say(&(visible(&said).into_owned() + "\n"));
        }
    }
    Ok(())
}
