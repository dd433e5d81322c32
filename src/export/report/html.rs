//! The findings of many files as one page of HTML that needs nothing else and can be mailed.

use std::collections::BTreeSet;

use super::super::CodeText;
use super::super::html::{PAGE_END, escape, page_top};
use super::html_part::{class, line, word};
use super::{FileSummary, HtmlPart};
use crate::finding::{FindingCode, Severity};
use crate::messages::Messages;

const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

/// The page of the files that `parts` are of: a list of them, then their findings, then what the codes mean. It can be
/// searched and filtered; its address says how: `#q=合计&s=ew&code=total-differs&file=3`.
///
/// # Panics
/// Where `templates/messages/` lacks a text of a code.
#[must_use]
pub fn report_html(parts: &[HtmlPart], messages: &Messages) -> String {
    let files: Vec<&FileSummary> = parts.iter().map(|part| &part.summary).collect();
    let mut text = report_html_top(&files, messages);
    for (at, part) in parts.iter().enumerate() {
        text.push_str(&report_html_section(
            at,
            &part.summary,
            &part.findings,
            messages,
        ));
    }
    text + &report_html_end(&files, messages)
}

/// The page up to the findings of the files: of thousands the whole need not be in memory.
#[must_use]
pub fn report_html_top(files: &[&FileSummary], messages: &Messages) -> String {
    let title = messages.text("report-title");
    let style = include_str!("../../../templates/report/report.css");
    let mut text = page_top(&title, style, "", messages);
    text.push_str(&format!("<h1>{}</h1>\n", escape(&title)));
    text.push_str(&format!("<p>{}</p>\n", escape(&sum(files, messages))));
    text.push_str(&filter(files, &codes(files), messages));
    text.push_str(&list(files, messages));
    text
}

/// The findings of the file at `at` on the page.
#[must_use]
pub fn report_html_section(
    at: usize,
    file: &FileSummary,
    findings: &str,
    messages: &Messages,
) -> String {
    if findings.is_empty() {
        return String::new();
    }
    format!(
        "<section id=file-{at}>\n<h2><bdi>{}</bdi> <small>{}</small></h2>\n{findings}</section>\n",
        line(&file.path),
        line(&file.whose(messages)),
    )
}

/// The page behind the findings of the files.
///
/// # Panics
/// Where `templates/messages/` lacks a text of a code.
#[must_use]
pub fn report_html_end(files: &[&FileSummary], messages: &Messages) -> String {
    let script = include_str!("../../../templates/report/report.js");
    let codes = codes_html(&codes(files), messages);
    format!("{codes}<script>\n{script}</script>\n{PAGE_END}")
}

/// The codes of all files' findings.
fn codes(files: &[&FileSummary]) -> BTreeSet<FindingCode> {
    let counts = files.iter().flat_map(|file| file.counts.keys());
    counts.map(|(code, _)| *code).collect()
}

/// All files in a sentence.
fn sum(files: &[&FileSummary], messages: &Messages) -> String {
    let total = |severity| -> usize { files.iter().map(|file| file.count(severity)).sum() };
    let unread = files.iter().filter(|file| !file.read).count();
    let mut text = messages.with(
        "tally-all",
        &[
            ("files", files.len().into()),
            ("unread", unread.into()),
            ("errors", total(Severity::Error).into()),
            ("warnings", total(Severity::Warning).into()),
            ("notes", total(Severity::Note).into()),
        ],
    );
    let allowed: usize = files.iter().map(|file| file.allowed).sum();
    if allowed > 0 {
        text.push(' ');
        text.push_str(&messages.with("tally-allowed", &[("count", allowed.into())]));
    }
    text
}

/// Where the findings to be shown are chosen. It is hidden where no script runs.
fn filter(files: &[&FileSummary], codes: &BTreeSet<FindingCode>, messages: &Messages) -> String {
    let text = |name| escape(&messages.text(name));
    let mut html = format!(
        "<form id=filter hidden>\n<input type=search name=q placeholder=\"{0}\" aria-label=\"{0}\">\n",
        text("report-search")
    );
    for severity in SEVERITIES {
        let count: usize = files.iter().map(|file| file.count(severity)).sum();
        html.push_str(&format!(
            "<label class={0}><input type=checkbox name=s value={0} checked> <b>{1}</b> {count}</label>\n",
            class(severity),
            escape(&word(severity, messages)),
        ));
    }
    html.push_str(&format!(
        "<select name=code aria-label=\"{0}\"><option value=\"\">{0}</option>\n",
        text("report-all-codes")
    ));
    for code in codes {
        let of_code = |file: &&FileSummary| -> usize {
            let counts = file.counts.iter();
            let own = counts.filter(|((own, _), _)| own == code);
            own.map(|(_, count)| count).sum()
        };
        let count: usize = files.iter().map(of_code).sum();
        html.push_str(&format!("<option value={code}>{code} ({count})</option>\n"));
    }
    html.push_str(&format!(
        "</select>\n<select name=file aria-label=\"{0}\"><option value=\"\">{0}</option>\n",
        text("report-all-files")
    ));
    for (at, file) in files.iter().enumerate() {
        if !file.counts.is_empty() {
            let path = line(&file.path);
            html.push_str(&format!("<option value={at}>{path}</option>\n"));
        }
    }
    html.push_str(&format!(
        "</select>\n<button type=reset>{}</button>\n<output></output>\n</form>\n",
        text("report-reset")
    ));
    html
}

/// The list of files.
fn list(files: &[&FileSummary], messages: &Messages) -> String {
    let headers = [
        "tally-errors",
        "tally-warnings",
        "tally-notes",
        "tally-amounts",
        "tally-head-file",
    ];
    let mut html = "<div class=\"wide list\"><table class=files>\n<thead><tr>".to_owned();
    for header in headers {
        html.push_str(&format!("<th scope=col>{}", escape(&messages.text(header))));
    }
    html.push_str("</thead>\n<tbody>\n");
    for (at, file) in files.iter().enumerate() {
        html.push_str(&format!("<tr data-file={at}>"));
        for severity in SEVERITIES {
            match file.count(severity) {
                0 => html.push_str("<td>0"),
                count => html.push_str(&format!("<td class={}>{count}", class(severity))),
            }
        }
        let path = line(&file.path);
        let link = if file.counts.is_empty() {
            path
        } else {
            format!("<a href=#file-{at}>{path}</a>")
        };
        html.push_str(&format!(
            "<td>{}<td><bdi>{link}</bdi> <small>{}</small>\n",
            file.amounts,
            line(&file.whose(messages))
        ));
    }
    html.push_str("</tbody>\n</table></div>\n");
    html
}

/// What the codes mean.
///
/// # Panics
/// Where `templates/messages/` lacks a text of a code.
#[must_use]
pub fn codes_html(codes: &BTreeSet<FindingCode>, messages: &Messages) -> String {
    if codes.is_empty() {
        return format!("<p>{}</p>\n", escape(&messages.text("annotate-nothing")));
    }
    let heading = escape(&messages.text("report-codes"));
    let mut html = format!("<h2>{heading}</h2>\n<dl>\n");
    for code in codes {
        let text = CodeText::new(*code, messages);
        html.push_str(&format!(
            "<dt id=code-{code}>{code}<dd>{} {}<br>{}\n",
            escape(&text.what),
            escape(&text.why),
            escape(&text.mend)
        ));
    }
    html + "</dl>\n"
}
