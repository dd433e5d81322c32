//! The findings of many files as one page of HTML that needs nothing else and can be mailed.

use std::collections::BTreeSet;

use super::super::CodeText;
use super::super::html::{escape, page};
use super::HtmlPart;
use super::html_part::{class, line, word};
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
    let title = messages.text("report-title");
    let mut body = format!("<h1>{}</h1>\n", escape(&title));
    body.push_str(&format!("<p>{}</p>\n", escape(&sum(parts, messages))));
    let codes: BTreeSet<FindingCode> = parts
        .iter()
        .flat_map(|part| part.summary.counts.keys())
        .map(|(code, _)| *code)
        .collect();
    body.push_str(&filter(parts, &codes, messages));
    body.push_str(&list(parts, messages));
    for (at, part) in parts.iter().enumerate() {
        if part.findings.is_empty() {
            continue;
        }
        let path = line(&part.summary.path);
        body.push_str(&format!(
            "<section id=file-{at}>\n<h2><bdi>{path}</bdi> <small>{}</small></h2>\n{}</section>\n",
            line(&part.summary.whose(messages)),
            part.findings
        ));
    }
    body.push_str(&codes_html(&codes, messages));
    let script = format!(
        "<script>\n{}</script>\n",
        include_str!("../../../templates/report/report.js")
    );
    let style = include_str!("../../../templates/report/report.css");
    page(&title, style, "", &(body + &script), messages)
}

/// All files in a sentence.
fn sum(parts: &[HtmlPart], messages: &Messages) -> String {
    let total = |severity| -> usize { parts.iter().map(|part| part.summary.count(severity)).sum() };
    let unread = parts.iter().filter(|part| !part.summary.read).count();
    let mut text = messages.with(
        "tally-all",
        &[
            ("files", parts.len().into()),
            ("unread", unread.into()),
            ("errors", total(Severity::Error).into()),
            ("warnings", total(Severity::Warning).into()),
            ("notes", total(Severity::Note).into()),
        ],
    );
    let allowed: usize = parts.iter().map(|part| part.summary.allowed).sum();
    if allowed > 0 {
        text.push(' ');
        text.push_str(&messages.with("tally-allowed", &[("count", allowed.into())]));
    }
    text
}

/// Where the findings to be shown are chosen. It is hidden where no script runs.
fn filter(parts: &[HtmlPart], codes: &BTreeSet<FindingCode>, messages: &Messages) -> String {
    let text = |name| escape(&messages.text(name));
    let mut html = format!(
        "<form id=filter hidden>\n<input type=search name=q placeholder=\"{0}\" aria-label=\"{0}\">\n",
        text("report-search")
    );
    for severity in SEVERITIES {
        let count: usize = parts.iter().map(|part| part.summary.count(severity)).sum();
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
        let of_code = |part: &HtmlPart| -> usize {
            let counts = part.summary.counts.iter();
            let own = counts.filter(|((own, _), _)| own == code);
            own.map(|(_, count)| count).sum()
        };
        let count: usize = parts.iter().map(of_code).sum();
        html.push_str(&format!("<option value={code}>{code} ({count})</option>\n"));
    }
    html.push_str(&format!(
        "</select>\n<select name=file aria-label=\"{0}\"><option value=\"\">{0}</option>\n",
        text("report-all-files")
    ));
    for (at, part) in parts.iter().enumerate() {
        if !part.findings.is_empty() {
            let path = line(&part.summary.path);
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
fn list(parts: &[HtmlPart], messages: &Messages) -> String {
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
    for (at, part) in parts.iter().enumerate() {
        let summary = &part.summary;
        html.push_str(&format!("<tr data-file={at}>"));
        for severity in SEVERITIES {
            match summary.count(severity) {
                0 => html.push_str("<td>0"),
                count => html.push_str(&format!("<td class={}>{count}", class(severity))),
            }
        }
        let path = line(&summary.path);
        let link = if part.findings.is_empty() {
            path
        } else {
            format!("<a href=#file-{at}>{path}</a>")
        };
        html.push_str(&format!(
            "<td>{}<td><bdi>{link}</bdi> <small>{}</small>\n",
            summary.amounts,
            line(&summary.whose(messages))
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
