//! What a review writes: lists, overview, page, letters with what lies beside them, and sums.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use super::inputs::Input;
use super::ledger;
use super::letter_head::LetterHead;
use super::letters::{Letter, letters, letters_csv, to_decide, to_explain, to_mark};
use super::outcome::Review;
use super::overview::overview;
use super::page::page;
use super::parts::InboxReader;
use super::report::{MadeOf, ReviewRecord, findings_on, put_findings};
use super::result_folder::ResultFolder;
use super::sum_workbooks::sums_of_all;
use crate::annotate::annotate;
use crate::batch::names::allowed;
use crate::batch::stamp::{MadeFile, stamped};
use crate::batch::{Options, Stage, shielded, submission};
use crate::bind::Ledger;
use crate::export::{
    FileReport, FileSummary, report_html_end, report_html_part, report_html_section,
    report_html_top,
};
use crate::finding::Finding;
use crate::messages::Messages;
use crate::prose::Numbers;
use crate::publish::{docx, html};
use crate::workbook::{Workbook, outer_name};

/// The most drawings of cells on the page of findings, shared out among the files, and the least and most of one.
const DRAWINGS: (usize, usize, usize) = (3_000, 5, 200);

/// Writes all results but the record and the lists of sums and changes; letters only where their head is given. Gives the names of the
/// departments whose sums could not be written as a workbook.
///
/// # Errors
/// Where a result cannot be made or written.
pub fn write_results<F: ResultFolder>(
    out: &mut F,
    review: &Review,
    record: &ReviewRecord<'_>,
    made_of: &MadeOf,
    again: InboxReader<'_>,
    head: Option<&LetterHead>,
    messages: &Messages,
) -> Result<Vec<String>, F::Error> {
    out.put_long("findings.jsonl", |to| {
        Ok(put_findings(to, review, messages)?)
    })?;
    let letters = head.map(|_| letters(review, messages));
    let letters = letters.unwrap_or_default();
    let mut marked = vec![None; review.units.len()];
    for letter in &letters {
        if let Some(head) = head {
            let written = letter.written(review, (head, &made_of.date), messages);
            out.put(&format!("{}.docx", letter.path), &docx(&written))?;
            out.put(&format!("{}.html", letter.path), html(&written).as_bytes())?;
        }
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
    let work = out.work().to_owned();
    let of = (&record.head, marked.as_slice());
    out.put_long("总览.xlsx", |to| {
        Ok(overview(review, again, of, messages, (&work, to))?)
    })?;
    let unwritten = sums_of_all(out, review, again, messages)?;
    out.put_long("问题.html", |to| {
        Ok(page_of_findings(to, review, again, messages)?)
    })?;
    out.put_long("index.html", |to| {
        Ok(page(to, review, &letters, &made_of.date, messages)?)
    })?;
    Ok(unwritten)
}

/// Puts the unit's own workbook with its wrong cells marked beside its letter, and the list of explanations to fill in. Gives the path of
/// the workbook, where it is one.
fn enclose<F: ResultFolder>(
    out: &mut F,
    letter: &Letter,
    review: &Review,
    again: InboxReader<'_>,
    messages: &Messages,
) -> Result<Option<String>, F::Error> {
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
        let stem = allowed(Path::new(lying.stem()));
        let stem = stem.to_string_lossy();
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
    again: InboxReader<'_>,
    lying: &ledger::Lying,
    findings: &[Finding],
    messages: &Messages,
) -> Option<Vec<u8>> {
    let bytes = again.inbox.again(&lying.path, &again.options.limits).ok()?;
    let options = Options {
        keep: true,
        ..again.options.clone()
    };
    let mark = || {
        let (_, source) = submission(
            lying.file_name().to_owned(),
            bytes,
            again.templates,
            &options,
        );
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
    Some(stamped(bytes, MadeFile::Marked))
}

/// 问题.html: the findings of each line with the cells around them.
fn page_of_findings(
    to: &mut dyn Write,
    review: &Review,
    again: InboxReader<'_>,
    messages: &Messages,
) -> std::io::Result<()> {
    let lines = review.units.len().max(1);
    let (all, least, most) = DRAWINGS;
    let drawings = (all / lines).clamp(least, most);
    let counted =
        (0..review.units.len()).filter_map(|line| Some((line, review.units[line].counted?)));
    let counted: Vec<(usize, &Input)> = counted
        .map(|(line, at)| (line, &review.filing.files[at].input))
        .collect();
    let findings = |line: usize| -> Vec<Finding> {
        findings_on(review, line)
            .map(|told| told.finding.clone())
            .collect()
    };
    let summaries = counted.iter().map(|&(line, input)| {
        let own = &review.roster.lines[line];
        let title = [own.id(), &own.name, &input.lying.path].join(" ");
        let findings = findings(line);
        let mut summary = FileSummary::new(&report(title.trim(), &findings, input));
        // The budget itself is kept elsewhere.
        if let Some(head) = &input.head {
            summary.read = true;
            summary.layout = Some(head.layout.to_string());
            summary.unit.clone_from(&head.unit.name);
            summary.year = head.year;
            summary.amounts = head.amounts;
        }
        summary
    });
    let summaries: Vec<FileSummary> = summaries.collect();
    let files: Vec<&FileSummary> = summaries.iter().collect();
    to.write_all(report_html_top(&files, messages).as_bytes())?;
    for (at, &(line, input)) in counted.iter().enumerate() {
        let findings = findings(line);
        let drawn = drawn(again, input, &findings, drawings, messages);
        let section = report_html_section(at, files[at], &drawn, messages);
        to.write_all(section.as_bytes())?;
    }
    to.write_all(report_html_end(&files, messages).as_bytes())?;
    Ok(())
}

fn report<'r>(path: &'r str, findings: &'r [Finding], input: &'r Input) -> FileReport<'r> {
    FileReport {
        path,
        budget: None,
        ledger: BTreeMap::new(),
        numbers: Numbers::default(),
        findings,
        allowed: 0,
        proof: &input.proof,
        sha256: &input.lying.sha256,
    }
}

/// The findings of a file as HTML, with the cells around them.
fn drawn(
    again: InboxReader<'_>,
    input: &Input,
    findings: &[Finding],
    drawings: usize,
    messages: &Messages,
) -> String {
    let lying = &input.lying;
    let report = report(&lying.path, findings, input);
    let drawn = |source: Option<(&Workbook, &Ledger)>| {
        report_html_part(&report, source, drawings, messages).findings
    };
    if !findings.iter().any(|own| own.place().is_some()) {
        return drawn(None);
    }
    let told = [
        "drawn",
        &lying.sha256,
        &drawings.to_string(),
        &format!("{findings:?}"),
    ];
    let make = || {
        let bytes = again.inbox.again(&lying.path, &again.options.limits);
        let source = bytes.ok().map(|bytes| {
            let name = lying.file_name().to_owned();
            let read = || submission(name, bytes, again.templates, again.options).1;
            shielded(Stage::Reading, read)
        });
        let source = source.and_then(Result::ok);
        let cells = source
            .as_ref()
            .and_then(|own| Some((own.workbook.as_ref()?, &own.ledger)));
        Some(drawn(cells).into_bytes())
    };
    let html = again.cache.bytes(&told, make).unwrap_or_default();
    String::from_utf8_lossy(&html).into_owned()
}
