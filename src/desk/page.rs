//! index.html: one page that loads nothing. Filters are kept in its address.

use std::collections::BTreeSet;
use std::io;

use super::called::{role_word, severity_word, status_word, verdict_word};
use super::letters::Letter;
use super::outcome::{self, Review};
use super::page_top::{departments, filters, put, tiles};
use super::report::{findings_on, tally};
use super::roster::RosterLevel;
use super::verdict::Verdict;
use crate::finding::Severity;
use crate::messages::Messages;
use crate::publish::escaped;
use crate::text::grouped_yuan;

const STYLE: &str = include_str!("../../templates/desk/page.css");
const SCRIPT: &str = include_str!("../../templates/desk/page.js");
/// The most findings that are shown of a line.
const MOST: usize = 200;

/// Writes the page of a review; links lead to the letters beside it.
///
/// # Errors
/// Where it cannot be written.
pub(super) fn page(
    to: &mut dyn io::Write,
    review: &Review,
    letters: &[Letter],
    date: &str,
    messages: &Messages,
) -> io::Result<()> {
    let year = review.year.map_or_else(String::new, |own| own.to_string());
    let title = messages.with(
        "page-title",
        &[("year", year.into()), ("date", date.into())],
    );
    let lang = match messages.language() {
        crate::messages::Language::Chinese => "zh-CN",
        crate::messages::Language::English => "en",
    };
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, \
         initial-scale=1\">\n<title>{0}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{0}</h1>\n",
        escaped(&title)
    );
    tiles(&mut out, review, messages);
    departments(&mut out, review, messages);
    filters(&mut out, review, messages);
    // There are letters to all lines, in their order, or none.
    for line in 0..review.units.len() {
        of_line(&mut out, review, line, letters.get(line), messages);
        to.write_all(out.as_bytes())?;
        out.clear();
    }
    nobody(&mut out, review, messages);
    put(
        &mut out,
        format_args!(
            "<p class=\"q\"><a href=\"总览.xlsx\">总览.xlsx</a> <a href=\"问题.html\">问题.html</a></p>\n</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n"
        ),
    );
    to.write_all(out.as_bytes())
}

fn of_line(
    out: &mut String,
    review: &Review,
    at: usize,
    letter: Option<&Letter>,
    messages: &Messages,
) {
    let (line, unit) = (&review.roster.lines[at], &review.units[at]);
    let (errors, warnings, _, explained) = tally(review, at);
    let verdict = unit.verdict.map_or("remind", Verdict::tag);
    let class = match line.level {
        RosterLevel::Department => " class=\"head\"",
        RosterLevel::Own | RosterLevel::Unit => "",
    };
    put(
        out,
        format_args!(
            "<details{class} data-unit=\"{0}\" data-department=\"{1}\" data-reviewer=\"{2}\" data-status=\"{3}\" data-verdict=\"{4}\">\n<summary><span>{0}</span><span>{5}</span><span>{6}</span><span class=\"{verdict}\">{7}</span><span class=\"q\">{errors} / {warnings} / {explained}</span></summary>\n<div>\n",
            escaped(line.id()),
            escaped(review.id(line.department)),
            escaped(&line.reviewer),
            unit.status.tag(),
            unit.verdict.map_or("", Verdict::tag),
            escaped(&line.name),
            escaped(&messages.text(status_word(unit.status))),
            escaped(&messages.text(verdict_word(unit.verdict)))
        ),
    );
    if let Some(letter) = letter {
        let path = link(&letter.path);
        put(
            out,
            format_args!(
                "<p>{0} <a href=\"{path}.docx\">.docx</a> <a href=\"{path}.html\">.html</a></p>\n",
                escaped(&messages.text("page-letter"))
            ),
        );
    }
    if unit.counted.is_some() && findings_on(review, at).next().is_some() {
        put(
            out,
            format_args!(
                "<p><a href=\"{}#q={}\">{}</a></p>\n",
                link("问题.html"),
                link(line.id()),
                escaped(&messages.text("page-findings"))
            ),
        );
    }
    out.push_str("<table>\n");
    let files = review.files_of[at].iter();
    for own in files.map(|at| &review.filing.files[*at]) {
        let of = own
            .of
            .map(|at| review.filing.files[at].input.lying.path.as_str());
        put(
            out,
            format_args!(
                "<tr><td>{}</td><td>{}</td><td class=\"q\">{}</td></tr>\n",
                escaped(&own.input.lying.path),
                escaped(&messages.text(role_word(own.role))),
                escaped(of.or(own.why.as_deref()).unwrap_or_default())
            ),
        );
    }
    out.push_str("</table>\n");
    let mut seen = BTreeSet::new();
    let told = findings_on(review, at).filter(|own| seen.insert(own.key(review.id(Some(at)))));
    let told: Vec<_> = told.take(MOST).collect();
    if !told.is_empty() {
        out.push_str("<table>\n");
        for own in told {
            row(out, own, messages);
        }
        out.push_str("</table>\n");
    }
    let revised = review.revisions.iter().filter(|own| own.line == at);
    for own in revised {
        let now = review.filing.files[own.to].input.lying.path.as_str();
        let args = [
            ("from", own.from.as_str().into()),
            ("to", now.into()),
            ("count", own.changed.len().into()),
        ];
        put(
            out,
            format_args!(
                "<p class=\"q\">{}</p>\n",
                escaped(&messages.with("page-revised", &args))
            ),
        );
    }
    out.push_str("</div>\n</details>\n");
}

fn row(out: &mut String, own: &super::told::Told, messages: &Messages) {
    let class = match own.finding.severity {
        Severity::Error => "return",
        Severity::Warning => "explain",
        Severity::Note => "q",
    };
    let (message, help) = own.finding.words(messages);
    let place = match own.finding.place() {
        Some((sheet, Some(cell))) => format!("{sheet}!{cell}"),
        Some((sheet, None)) => sheet.to_owned(),
        None => String::new(),
    };
    let amount = |yuan: Option<rust_decimal::Decimal>| yuan.map(grouped_yuan).unwrap_or_default();
    let state = own.answer.map_or("", super::told::Answer::tag);
    put(
        out,
        format_args!(
            "<tr><td class=\"{class}\">{}</td><td>{}</td><td title=\"{}\">{}</td><td class=\"n\">{}</td><td class=\"q\">{state}</td></tr>\n",
            escaped(&messages.text(severity_word(own.finding.severity))),
            escaped(&place),
            escaped(&help),
            escaped(&message),
            escaped(&amount(own.difference()))
        ),
    );
}

/// What is of no line: files that nobody expects, and findings of the batch itself.
fn nobody(out: &mut String, review: &Review, messages: &Messages) {
    let told = outcome::of_line(&review.told, usize::MAX);
    let told: Vec<_> = told.iter().take(MOST).collect();
    if !told.is_empty() {
        put(
            out,
            format_args!(
                "<h2>{}</h2>\n<table>\n",
                escaped(&messages.text("page-nobody"))
            ),
        );
        for own in told {
            put(
                out,
                format_args!("<tr><td colspan=\"5\">{}</td></tr>", escaped(&own.file)),
            );
            row(out, own, messages);
        }
        out.push_str("</table>\n");
    }
    put(
        out,
        format_args!(
            "<h2>{}</h2>\n<details><summary><span>{}</span></summary><div><table>\n",
            escaped(&messages.text("sheet-files")),
            review.filing.files.len()
        ),
    );
    for own in &review.filing.files {
        put(
            out,
            format_args!(
                "<tr><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                escaped(&own.input.lying.path),
                escaped(review.id(own.line)),
                escaped(&messages.text(role_word(own.role)))
            ),
        );
    }
    out.push_str("</table></div></details>\n");
}

/// A path in an address.
fn link(path: &str) -> String {
    let safe = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte);
    path.bytes()
        .map(|byte| match safe(byte) {
            true => char::from(byte).to_string(),
            false => format!("%{byte:02X}"),
        })
        .collect()
}
