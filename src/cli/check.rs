//! `yusuan check`: findings only, and the submitters' workbooks back with their wrong cells marked.

use std::io;
use std::path::{Path, PathBuf};

use anyhow::bail;

use super::args::{CheckArgs, ReportFormat};
use super::inputs::Input;
use super::tally::{Tallied, tally};
use super::{inputs, output};
use crate::annotate::annotate;
use crate::batch::{Outcome, Source};
use crate::export::{
    FileSummary, HtmlPart, report_html, report_html_part, report_json_of, report_json_part, report_sarif,
    report_sarif_part,
};
use crate::finding::render;
use crate::messages::{Messages, Phrase};

/// The most drawings of cells that a page of HTML gets, shared out among the files.
const DRAWINGS: usize = 3_000;
/// The least and the most drawings of one file.
const DRAWINGS_OF_FILE: (usize, usize) = (5, 200);

/// What the report says of one file.
enum Part {
    Text(String),
    Html(HtmlPart),
}

/// Checks the inputs; whether none has an error.
pub(super) fn run(args: &CheckArgs, messages: &Messages) -> anyhow::Result<bool> {
    let format = format(args)?;
    let templates = inputs::templates(&args.input.read, messages)?;
    let mut options = inputs::options(&args.input.read)?;
    options.keep = args.annotate.is_some();
    options.previous = super::previous::given(args.previous.as_deref(), &templates, &options, messages)?;
    let files = inputs::files(&args.input, args.annotate.as_deref())?;
    let marked = match &args.annotate {
        Some(folder) => marked_paths(folder, &files, args.force)?,
        None => Vec::new(),
    };
    let target = report_path(args, &files, &marked)?;
    let (least, most) = DRAWINGS_OF_FILE;
    let drawings = (DRAWINGS / files.len().max(1)).clamp(least, most);
    let stage = messages.text("progress-check");
    let results = inputs::read(
        &files,
        &templates,
        &options,
        stage,
        |at, outcome, source| {
            let written = marked.get(at).map_or(Ok(()), |path| {
                mark(path, &outcome, &source, messages, args.force)
            });
            let part = part(format, &outcome, &source, drawings, messages);
            ((Tallied::new(&outcome), part), written)
        },
    );
    let (files, written): (Vec<(Tallied, Part)>, Vec<anyhow::Result<()>>) =
        results.into_iter().unzip();
    let (files, parts): (Vec<Tallied>, Vec<Part>) = files.into_iter().unzip();
    let text = whole(format, parts, messages);
    let reported = match target {
        Some(path) => output::write(path, text.as_bytes(), args.force),
        None => output::print(text.as_bytes()),
    };
    output::say(&tally(&files, messages));
    let failed = written.into_iter().chain([reported]);
    output::first(failed.filter_map(Result::err), messages)?;
    Ok(files.iter().all(Tallied::is_clean))
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
    files: &[Input],
    marked: &[PathBuf],
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
    if marked.iter().any(|marked| marked == path) {
        bail!(Phrase::new("cli-same-output").arg("path", path.display()));
    }
    output::require_free(&[path.to_owned()], files, args.force)?;
    output::require_folder(output::folder(path))?;
    Ok(Some(path))
}

fn part(
    format: ReportFormat,
    outcome: &Outcome,
    source: &Source,
    drawings: usize,
    messages: &Messages,
) -> Part {
    let report = outcome.report();
    Part::Text(match format {
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
            text + &messages.with("verdict-line", &args) + "\n"
        }
        ReportFormat::Json => report_json_part(&report, messages),
        ReportFormat::Sarif => report_sarif_part(&report, messages),
        ReportFormat::Html => {
            let cells = source.workbook.as_ref().zip(Some(&source.ledger));
            return Part::Html(report_html_part(&report, cells, drawings, messages));
        }
    })
}

fn whole(format: ReportFormat, parts: Vec<Part>, messages: &Messages) -> String {
    let (mut texts, mut pages) = (Vec::new(), Vec::new());
    for part in parts {
        match part {
            Part::Text(text) => texts.push(text),
            Part::Html(page) => pages.push(page),
        }
    }
    match format {
        ReportFormat::Text => texts.concat(),
        ReportFormat::Json => report_json_of(&texts),
        ReportFormat::Sarif => report_sarif(&texts, messages),
        ReportFormat::Html => report_html(&pages, messages),
    }
}

/// Where the marked workbook of each file goes, where every one of them can be written.
fn marked_paths(folder: &Path, files: &[Input], force: bool) -> anyhow::Result<Vec<PathBuf>> {
    let ending = |path: &Path| match path.extension() {
        Some(ending) if ending.eq_ignore_ascii_case("xlsm") => "xlsm",
        _ => "xlsx",
    };
    let paths = files
        .iter()
        .map(|file| folder.join(file.below.with_extension(ending(&file.below))))
        .collect();
    let paths = output::distinct(paths, files);
    output::require_free(&paths, files, force)?;
    output::require_folder(folder)?;
    Ok(paths)
}

/// Writes the marked workbook of one file. A file that could not be read, or is no spreadsheet, has none.
fn mark(
    path: &Path,
    outcome: &Outcome,
    source: &Source,
    messages: &Messages,
    force: bool,
) -> anyhow::Result<()> {
    let Some(workbook) = &source.workbook else {
        return Ok(());
    };
    match annotate(&source.bytes, workbook, &outcome.findings, messages) {
        Ok(bytes) => output::write(path, &bytes, force),
        Err(error) => bail!(
            Phrase::new("cli-not-marked")
                .arg("path", &outcome.path)
                .arg("error", error)
        ),
    }
}
