//! What is made of a file.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};
use std::path::Path;

use serde_json::json;
use yusuan::annotate::annotate;
use yusuan::batch::folder::ending;
use yusuan::batch::stamp::{MadeFile, made, stamped};
use yusuan::batch::{Outcome, OutcomeSource, submission, too_large};
use yusuan::desk::told_of_file;
use yusuan::export::{
    FileReport, FileSummary, HtmlPart, codes_html, drawings_of_each, facts_csv, incomplete_text,
    report_html, report_html_part,
};
use yusuan::finding::{Finding, FindingCode, Severity};
use yusuan::messages::{Arg, Phrase, visible};
use yusuan::model::Budget;
use yusuan::prose::Numbers;
use yusuan::publish::{docx, html, publication};
use yusuan::workbook::Sheet;
use yusuan::write::workbook_with_findings;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::answer::{Answer, Checked, Fact};
use crate::calls::refused;
use crate::held::Held;
use crate::request::{Failure, Part};

/// The word for what this program made.
const fn word(made: MadeFile) -> &'static str {
    match made {
        MadeFile::Standard => "aside-standard",
        MadeFile::Marked => "aside-marked",
        MadeFile::Facts => "aside-facts",
    }
}

impl Held {
    fn read(&self, path: String, bytes: Vec<u8>) -> (Outcome, OutcomeSource) {
        submission(path, bytes, &self.templates, &self.options)
    }

    /// Checks a file; one of several gets fewer drawings. `aside` leaves it unread where this program made it.
    pub(crate) fn check(&self, path: String, bytes: Vec<u8>, aside: bool, files: usize) -> Answer {
        let messages = &self.messages;
        let own = made(&bytes);
        let line = |name: &str, made: Option<MadeFile>| {
            let mut args = vec![("path", Arg::from(path.as_str()))];
            args.extend(made.map(|made| ("made", Arg::Word(word(made)))));
            visible(&messages.with(name, &args)).into_owned()
        };
        if let (Some(_), true) = (own, aside) {
            return (json!({ "aside": line("aside-own", own) }), Vec::new());
        }
        let own_read = own.map(|_| line("aside-own-read", own));
        let mended = line("aside-mended", None);
        let (outcome, source) = self.read(path, bytes);
        let is_mended = source
            .workbook
            .iter()
            .flat_map(|own| &own.sheets)
            .any(Sheet::is_results)
            && own.is_none();
        let report = outcome.report();
        let cells = source.workbook.as_ref().zip(Some(&source.ledger));
        let mut checked = self.said(&report, cells, drawings_of_each(files));
        checked.said = own_read.or(is_mended.then_some(mended));
        let told = told_of_file(
            &self.templates.model,
            (None, ""),
            outcome.budget.as_ref(),
            &outcome.findings,
        );
        checked.facts = told
            .iter()
            .map(|own| Fact::new(&own.key(""), &own.finding, messages))
            .collect();
        (json!(checked), Vec::new())
    }

    fn said(
        &self,
        report: &FileReport<'_>,
        cells: Option<(&yusuan::workbook::Workbook, &yusuan::bind::Ledger)>,
        drawings: usize,
    ) -> Checked {
        let part = |messages| report_html_part(report, cells, drawings, messages);
        let HtmlPart { summary, findings } = part(&self.messages);
        let codes = summary.counts.keys().map(|(code, _)| *code).collect();
        let of_the_command = findings.contains("--") || findings.contains("yusuan ");
        let shown = of_the_command.then(|| part(&self.shown).findings);
        Checked::new(
            &summary,
            (findings, shown),
            codes_html(&codes, &self.shown),
            &self.messages,
        )
    }

    /// What is said of a file that could not be given to the library, or that it failed over.
    pub(crate) fn failed(&self, path: &str, why: Failure, size: u64) -> Answer {
        let finding = self.failure(why, size);
        (json!(self.unread_file(path, finding)), Vec::new())
    }

    /// Why a file of `size` bytes is not read.
    pub(crate) fn failure(&self, why: Failure, size: u64) -> Finding {
        match why {
            Failure::Program => Finding::new(FindingCode::InternalError).variant("reading"),
            Failure::Gone => Finding::new(FindingCode::UnreadableFile)
                .variant("io")
                .phrase("reason", Phrase::io(&std::io::ErrorKind::NotFound.into())),
            Failure::Size => *too_large(size, &self.options.limits),
        }
    }

    /// What is said of a file that could not be read.
    pub(crate) fn unread_file(&self, path: &str, finding: Finding) -> Checked {
        let findings = [finding];
        let report = FileReport {
            path,
            budget: None,
            ledger: BTreeMap::new(),
            numbers: Numbers::default(),
            findings: &findings,
            allowed: 0,
            proof: &yusuan::check::Proof::default(),
            sha256: "",
        };
        self.said(&report, None, 0)
    }

    /// The report of all files, as `check -o report.html` writes it.
    pub(crate) fn report(&self, parts: Vec<Part>) -> Answer {
        let severity = |word: &str| match word {
            "error" => Severity::Error,
            "warning" => Severity::Warning,
            _ => Severity::Note,
        };
        let parts = parts.into_iter().map(|own| HtmlPart {
            summary: FileSummary {
                path: own.path,
                read: own.read,
                layout: own.layout,
                unit: own.unit,
                year: own.year,
                amounts: own.amounts,
                counts: own
                    .counts
                    .iter()
                    .filter_map(|(code, word, count)| {
                        Some(((FindingCode::named(code)?, severity(word)), *count))
                    })
                    .collect(),
                allowed: 0,
            },
            findings: own.findings,
        });
        let parts: Vec<HtmlPart> = parts.collect();
        (json!({}), report_html(&parts, &self.messages).into_bytes())
    }

    /// The workbook with its wrong cells marked, as `check --annotate` writes it.
    pub(crate) fn marked(&self, path: String, bytes: Vec<u8>) -> Answer {
        let (outcome, source) = self.read(path, bytes);
        let Some(workbook) = &source.workbook else {
            return (json!({ "none": true }), Vec::new());
        };
        match annotate(&source.bytes, workbook, &outcome.findings, &self.messages) {
            Ok(bytes) => (json!({}), stamped(bytes, MadeFile::Marked)),
            Err(error) => {
                let args = [
                    ("path", outcome.path.as_str().into()),
                    ("error", error.into()),
                ];
                refused(&visible(&self.shown.with("cli-not-marked", &args)))
            }
        }
    }

    /// The standardized workbook, as `convert` writes it.
    pub(crate) fn standard(&self, path: String, bytes: Vec<u8>) -> Answer {
        let (outcome, _) = self.read(path, bytes);
        let budget = match self.whole(&outcome) {
            Ok(budget) => budget,
            Err(answer) => return answer,
        };
        match workbook_with_findings(
            &self.templates,
            budget,
            None,
            &outcome.findings,
            &self.messages,
        ) {
            Ok(bytes) => (json!({}), stamped(bytes, MadeFile::Standard)),
            Err(error) => refused(&visible(&self.shown.phrase(&error.phrase(&outcome.path)))),
        }
    }

    /// The public document, as `publish` writes it.
    pub(crate) fn document(&self, path: String, bytes: Vec<u8>, as_html: bool) -> Answer {
        let (outcome, _) = self.read(path, bytes);
        let budget = match self.whole(&outcome) {
            Ok(budget) => budget,
            Err(answer) => return answer,
        };
        match publication(&self.templates, budget, None) {
            Ok(own) if as_html => (json!({}), html(&own).into_bytes()),
            Ok(own) => (json!({}), docx(&own)),
            Err(error) => refused(&visible(&self.shown.phrase(&error.phrase(&outcome.path)))),
        }
    }

    /// The budget of a file, where it has tables and nothing inside their totals was left out.
    fn whole<'o>(&self, outcome: &'o Outcome) -> Result<&'o Budget, Answer> {
        let budget = outcome.budget.as_ref().filter(|own| !own.tables.is_empty());
        let Some(budget) = budget else {
            return Err((json!({ "none": true }), Vec::new()));
        };
        if outcome.lost.is_empty() {
            return Ok(budget);
        }
        Err(refused(&incomplete_text(
            &outcome.path,
            &outcome.lost,
            &self.shown,
        )))
    }

    /// The facts of a file without the header, as `convert --to csv` writes those of many files; the header alone of no file.
    pub(crate) fn facts(&self, path: String, bytes: Vec<u8>) -> Answer {
        let model = &self.templates.model;
        let header = facts_csv(model, []);
        if path.is_empty() {
            return (json!({}), format!("\u{feff}{header}").into_bytes());
        }
        let (outcome, _) = self.read(path, bytes);
        let budget = outcome.budget.as_ref().filter(|own| !own.tables.is_empty());
        let rows = budget.map_or_else(Vec::new, |budget| {
            let whole = facts_csv(model, [(outcome.path.as_str(), budget)]);
            whole.as_bytes()[header.len()..].to_vec()
        });
        (json!({}), rows)
    }

    /// Adds a file to the archive that is being made.
    pub(crate) fn pack(&mut self, name: &str, bytes: &[u8]) -> Answer {
        let zip = self
            .pack
            .get_or_insert_with(|| ZipWriter::new(Cursor::new(Vec::new())));
        let path = Path::new(name).to_string_lossy().replace('\\', "/");
        // Workbooks and documents are packed already.
        let is_packed = ["xlsx", "xlsm", "docx"].contains(&ending(Path::new(name)).as_str());
        let method = match is_packed {
            true => zip::CompressionMethod::Stored,
            false => zip::CompressionMethod::Deflated,
        };
        let options = SimpleFileOptions::default().compression_method(method);
        match zip
            .start_file(path, options)
            .map_err(|error| error.to_string())
            .and_then(|()| zip.write_all(bytes).map_err(|error| error.to_string()))
        {
            Ok(()) => (json!({}), Vec::new()),
            Err(error) => refused(&error),
        }
    }

    /// The archive that was made.
    pub(crate) fn packed(&mut self) -> Answer {
        let zip = self
            .pack
            .take()
            .unwrap_or_else(|| ZipWriter::new(Cursor::new(Vec::new())));
        match zip.finish() {
            Ok(bytes) => (json!({}), bytes.into_inner()),
            Err(error) => refused(&error.to_string()),
        }
    }
}
