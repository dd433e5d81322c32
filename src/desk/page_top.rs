//! The top of index.html: tiles, departments and filters.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::called::{status_word, verdict_word};
use super::outcome::Review;
use super::verdict::{Status, Verdict};
use crate::messages::{Arg, Messages};
use crate::publish::escaped;

pub(super) fn tiles(out: &mut String, review: &Review, messages: &Messages) {
    out.push_str("<div class=\"tiles\">\n");
    let mut tile = |set: String, name: String, count: usize| {
        put(
            out,
            format_args!(
                "<button data-set=\"{set}\"><b>{count}</b>{}</button>\n",
                escaped(&name)
            ),
        );
    };
    tile(
        "=".to_owned(),
        messages.text("page-lines"),
        review.units.len(),
    );
    for status in Status::ALL {
        tile(
            format!("status={}", status.tag()),
            messages.text(status_word(status)),
            review.with_status(status),
        );
    }
    for verdict in Verdict::ALL {
        tile(
            format!("verdict={}", verdict.tag()),
            messages.text(verdict_word(Some(verdict))),
            review.with_verdict(verdict),
        );
    }
    out.push_str("</div>\n");
}

pub(super) fn departments(out: &mut String, review: &Review, messages: &Messages) {
    put(
        out,
        format_args!(
            "<h2>{}</h2>\n<table>\n",
            escaped(&messages.text("sheet-departments"))
        ),
    );
    for state in &review.departments {
        let line = &review.roster.lines[state.line];
        let all: Vec<usize> = review.roster.below(state.line).collect();
        let of = |wanted: &[Verdict]| {
            let own = all.iter().filter(|at| {
                review.units[**at]
                    .verdict
                    .is_some_and(|own| wanted.contains(&own))
            });
            own.count() * 100 / all.len().max(1)
        };
        let bar = [
            ("pass", of(&[Verdict::Pass, Verdict::PassExplained])),
            ("explain", of(&[Verdict::Explain])),
            ("return", of(&[Verdict::Return])),
        ];
        let mut from = 0;
        let bar: String = bar
            .iter()
            .map(|(class, share)| {
                let at = from;
                from += share;
                format!("<rect class=\"{class}\" x=\"{at}\" width=\"{share}\" height=\"8\"/>")
            })
            .collect();
        let differ = state.differences.iter().filter(|own| !own.rounding).count();
        let said = match (
            review.units[state.line].counted.is_some(),
            state.missing.len(),
            differ,
        ) {
            (false, ..) => messages.text("paper-none"),
            (true, 0, 0) => messages.text("paper-agrees"),
            (true, 0, count) => messages.with("page-differ", &[("count", count.into())]),
            (true, _, _) => messages.text("paper-incomplete"),
        };
        let missing: Vec<&str> = state
            .missing
            .iter()
            .map(|at| review.roster.lines[*at].name.as_str())
            .collect();
        let missing = match missing.len() {
            0 => String::new(),
            count => messages.with(
                "desk-missing-units",
                &[("count", count.into()), ("units", Arg::list(missing))],
            ),
        };
        put(
            out,
            format_args!(
                "<tr><td><a href=\"#department={0}\">{0} {1}</a></td><td><svg class=\"bar\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">{bar}</svg></td><td>{2}</td><td class=\"q\">{3}</td></tr>\n",
                escaped(line.id()),
                escaped(&line.name),
                escaped(&said),
                escaped(&missing)
            ),
        );
    }
    out.push_str("</table>\n");
}

pub(super) fn filters(out: &mut String, review: &Review, messages: &Messages) {
    put(
        out,
        format_args!(
            "<h2>{}</h2>\n<div class=\"filters\">\n",
            escaped(&messages.text("sheet-units"))
        ),
    );
    let mut select = |name: &str, label: String, options: Vec<(String, String)>| {
        put(
            out,
            format_args!(
                "<select data-filter=\"{name}\" aria-label=\"{0}\"><option value=\"\">{0}</option>",
                escaped(&label)
            ),
        );
        for (value, text) in options {
            put(
                out,
                format_args!(
                    "<option value=\"{}\">{}</option>",
                    escaped(&value),
                    escaped(&text)
                ),
            );
        }
        out.push_str("</select>\n");
    };
    let heads = review
        .departments
        .iter()
        .map(|own| &review.roster.lines[own.line]);
    select(
        "department",
        messages.text("page-department"),
        heads
            .map(|own| (own.id().to_owned(), own.name.clone()))
            .collect(),
    );
    let reviewers: BTreeSet<&str> = review
        .roster
        .lines
        .iter()
        .map(|own| own.reviewer.as_str())
        .filter(|own| !own.is_empty())
        .collect();
    if !reviewers.is_empty() {
        select(
            "reviewer",
            messages.text("page-reviewer"),
            reviewers
                .into_iter()
                .map(|own| (own.to_owned(), own.to_owned()))
                .collect(),
        );
    }
    select(
        "status",
        messages.text("page-status"),
        Status::ALL
            .iter()
            .map(|own| (own.tag().to_owned(), messages.text(status_word(*own))))
            .collect(),
    );
    select(
        "verdict",
        messages.text("page-verdict"),
        Verdict::ALL
            .iter()
            .map(|own| {
                (
                    own.tag().to_owned(),
                    messages.text(verdict_word(Some(*own))),
                )
            })
            .collect(),
    );
    let search = messages.text("page-search");
    put(
        out,
        format_args!(
            "<input data-filter=\"q\" type=\"search\" placeholder=\"{0}\" aria-label=\"{0}\">\n</div>\n",
            escaped(&search)
        ),
    );
}

pub(super) fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
}
