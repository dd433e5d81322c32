//! `yusuan check`: findings only, and the submitters' workbooks back with their wrong cells marked.

use std::io;
use std::path::{Path, PathBuf};

use anyhow::bail;

use super::args::{CheckArgs, ReportFormat};
use super::input::InputFile;
use super::kept::KeptFiles;
use super::names::alike;
use super::results::{Results, how};
use super::resume::Digest;
use super::stamp::{MadeFile, stamped};
use super::tally::{Tallied, tally};
use super::walk::{self, Aside};
use super::{inputs, names, output, stamp};
use crate::annotate::annotate;
use crate::batch::{Outcome, OutcomeSource, Stage, shielded};
use crate::bind::Ledger;
use crate::export::{
    FileSummary, HtmlPart, drawings_of_each, report_html, report_html_part, report_json_of,
    report_json_part, report_sarif, report_sarif_part,
};
use crate::finding::{Finding, render};
use crate::layout::Templates;
use crate::messages::{Messages, Phrase, visible};
use crate::workbook::{Sheet, Workbook};

/// What the report says of one file.
enum ReportPart {
    Text(String),
    Html(HtmlPart),
}

/// Checks the inputs; whether none has an error.
pub(super) fn run(args: &CheckArgs, messages: &Messages) -> anyhow::Result<bool> {
    let format = format(args)?;
    let templates = inputs::templates(&args.input.read, messages)?;
    let mut options = inputs::options(&args.input.read)?;
    options.keep = args.annotate.is_some();
    let previous = args.previous.as_deref();
    options.previous = super::previous::given(previous, &templates, &options, messages)?;
    let found = inputs::files(&args.input, args.annotate.as_deref(), messages)?;
    let files = &found.files;
    let kept = KeptFiles::of(files)
        .and_read(&args.input.read)
        .and(&args.previous);
    let results = results(args, messages);
    let marked = match &args.annotate {
        Some(folder) => marked_paths(folder, files, &kept, &results)?,
        None => Vec::new(),
    };
    let target = report_path(args, &kept, &marked, &results)?;
    let drawings = drawings_of_each(files.len());
    let stage = messages.text("progress-check");
    // A list of lines is printed as it comes, all else only when it is whole.
    let is_printed = format == ReportFormat::Text && target.is_none();
    let mut printed = Ok(());
    let read = inputs::read(
        files,
        &templates,
        &options,
        stage,
        |at, mut outcome, source| {
            let written = marked.get(at).map_or(Ok(Ok(())), |path| {
                let mark = || mark(path, &outcome, &source, messages, &results);
                shielded(Stage::Marking, mark)
            });
            let written = written.unwrap_or_else(|finding| {
                outcome.findings.push(*finding);
                Ok(())
            });
            let part = part(
                format,
                &mut outcome,
                &source,
                drawings,
                (&templates, messages),
            );
            let mended =
                is_mended(&files[at].path, &source).then(|| Aside::mended(&files[at].path));
            let (part, line) = match part {
                ReportPart::Text(line) if is_printed => (None, Some(line)),
                part => (Some(part), None),
            };
            (
                (Tallied::new(&outcome, files.len()), part, mended, written),
                line,
            )
        },
        |line| {
            if let (Some(line), Ok(())) = (line, &printed) {
                printed = output::print(line.as_bytes());
            }
        },
    );
    let (mut all, mut parts, mut written) = (Vec::new(), Vec::new(), Vec::new());
    let mut aside = found.aside;
    for (tallied, part, mended, own) in read {
        all.push(tallied);
        parts.extend(part);
        aside.extend(mended);
        written.push(own);
    }
    let reported = match target {
        _ if is_printed => printed,
        Some(path) => {
            let text = whole(format, parts, (&templates, messages));
            results.write(path, text.as_bytes(), &Digest::of([text.as_bytes()]))
        }
        None => output::print(whole(format, parts, (&templates, messages)).as_bytes()),
    };
    output::say(&(walk::said(&aside, messages) + &tally(&all, messages)));
    let failed = written.into_iter().chain([reported]);
    let failed: Vec<anyhow::Error> = failed.filter_map(Result::err).collect();
    results.end(!failed.is_empty());
    output::first(failed, messages)?;
    Ok(all.iter().all(Tallied::is_clean))
}

/// Where the marked workbooks go, and a report beside them.
fn results(args: &CheckArgs, messages: &Messages) -> Results {
    let Some(folder) = &args.annotate else {
        return Results::single(args.force);
    };
    let options = format!("{:?}", args.input.read);
    let read = [
        &args.input.read.codes,
        &args.input.read.templates,
        &args.previous,
    ];
    let read: Vec<&Path> = read.into_iter().flatten().map(PathBuf::as_path).collect();
    let how = how(&options, &read, messages);
    Results::several(folder, "check", &how, args.force)
}

/// Whether a file has a list of findings that this program wrote, but is not as it was written.
pub(super) fn is_mended(path: &Path, source: &OutcomeSource) -> bool {
    let mut sheets = source.workbook.iter().flat_map(|own| &own.sheets);
    sheets.any(Sheet::is_results) && stamp::of(path).is_none()
}

/// The format of the report: as it is named, else by the ending of its file.
fn format(args: &CheckArgs) -> anyhow::Result<ReportFormat> {
    if let Some(format) = args.format {
        return Ok(format);
    }
    let ending = args.output.as_deref().and_then(Path::extension);
    let ending = ending.map(|ending| ending.to_string_lossy().to_lowercase());
    Ok(match ending.as_deref() {
        None | Some("txt") => ReportFormat::Text,
        Some("json") => ReportFormat::Json,
        Some("html" | "htm") => ReportFormat::Html,
        Some("sarif") => ReportFormat::Sarif,
        Some(ending) => bail!(
            Phrase::new("cli-no-such-format")
                .arg("ending", ending)
                .list("known", ["txt", "json", "html", "sarif"])
        ),
    })
}

/// The file of the report, where it can be written; `None` for standard output.
fn report_path<'a>(
    args: &'a CheckArgs,
    kept: &KeptFiles,
    marked: &[PathBuf],
    results: &Results,
) -> anyhow::Result<Option<&'a Path>> {
    let Some(path) = args
        .output
        .as_deref()
        .filter(|path| *path != Path::new("-"))
    else {
        return Ok(None);
    };
    if path.is_dir() {
        return Err(output::io(path, &io::ErrorKind::IsADirectory.into()));
    }
    if marked.iter().any(|marked| alike(marked) == alike(path)) {
        bail!(Phrase::new("cli-same-output").arg("path", path.display()));
    }
    results.require_free(&[path.to_owned()], kept)?;
    output::require_folder(output::folder(path))?;
    Ok(Some(path))
}

/// What a report is worded by.
type ReportWords<'s> = (&'s Templates, &'s Messages);

/// What the report says of one file. Where putting it into words fails, it is shortened as far as it must be.
fn part(
    format: ReportFormat,
    outcome: &mut Outcome,
    source: &OutcomeSource,
    drawings: usize,
    said: ReportWords<'_>,
) -> ReportPart {
    let cells = source.workbook.as_ref().zip(Some(&source.ledger));
    let full = shielded(Stage::Reporting, || {
        words(format, outcome, cells, drawings, said)
    });
    let finding = match full {
        Ok(part) => return part,
        Err(finding) => finding,
    };
    let sayable =
        |own: &Finding| shielded(Stage::Reporting, || render(&outcome.path, own, said.1)).is_ok();
    outcome.findings.retain(sayable);
    outcome.findings.push(*finding.clone());
    let short = shielded(Stage::Reporting, || words(format, outcome, None, 0, said));
    short.unwrap_or_else(|_| {
        outcome.findings = vec![*finding];
        outcome.budget = None;
        words(format, outcome, None, 0, said)
    })
}

fn words(
    format: ReportFormat,
    outcome: &Outcome,
    cells: Option<(&Workbook, &Ledger)>,
    drawings: usize,
    (templates, messages): ReportWords<'_>,
) -> ReportPart {
    let report = outcome.report();
    ReportPart::Text(match format {
        ReportFormat::Text => {
            let findings = outcome.findings.iter();
            let text: String = findings
                .map(|finding| render(&outcome.path, finding, messages))
                .collect();
            let verdict = FileSummary::new(&report).verdict(messages);
            let args = [
                ("file", outcome.path.as_str().into()),
                ("verdict", verdict.into()),
            ];
            text + &visible(&messages.with("verdict-line", &args)) + "\n"
        }
        ReportFormat::Json => report_json_part(&report, templates, messages),
        ReportFormat::Sarif => report_sarif_part(&report, messages),
        ReportFormat::Html => {
            return ReportPart::Html(report_html_part(&report, cells, drawings, messages));
        }
    })
}

fn whole(
    format: ReportFormat,
    parts: Vec<ReportPart>,
    (templates, messages): ReportWords<'_>,
) -> String {
    let (mut texts, mut pages) = (Vec::new(), Vec::new());
    for part in parts {
        match part {
            ReportPart::Text(text) => texts.push(text),
            ReportPart::Html(page) => pages.push(page),
        }
    }
    match format {
        ReportFormat::Text => texts.concat(),
        ReportFormat::Json => report_json_of(&texts, templates),
        ReportFormat::Sarif => report_sarif(&texts, messages),
        ReportFormat::Html => report_html(&pages, messages),
    }
}

/// Where the marked workbook of each file goes, where every one of them can be written.
fn marked_paths(
    folder: &Path,
    files: &[InputFile],
    kept: &KeptFiles,
    results: &Results,
) -> anyhow::Result<Vec<PathBuf>> {
    let paths = names::results(files, |path: &Path| match path.extension() {
        Some(ending) if ending.eq_ignore_ascii_case("xlsm") => "xlsm",
        _ => "xlsx",
    });
    let paths: Vec<PathBuf> = paths.iter().map(|path| folder.join(path)).collect();
    results.require_free(&paths, kept)?;
    output::require_folder(folder)?;
    Ok(paths)
}

/// Writes the marked workbook of one file. A file that could not be read, or is no spreadsheet, has none.
fn mark(
    path: &Path,
    outcome: &Outcome,
    source: &OutcomeSource,
    messages: &Messages,
    results: &Results,
) -> anyhow::Result<()> {
    let Some(workbook) = &source.workbook else {
        return Ok(());
    };
    let made_from = Digest::of([outcome.path.as_bytes(), &source.bytes]);
    if results.is_done(path, &made_from) {
        return Ok(());
    }
    match annotate(&source.bytes, workbook, &outcome.findings, messages) {
        Ok(bytes) => results.write(path, &stamped(bytes, MadeFile::Marked), &made_from),
        Err(error) => bail!(
            Phrase::new("cli-not-marked")
                .arg("path", &outcome.path)
                .arg("error", error)
        ),
    }
}
