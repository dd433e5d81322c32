//! The six lines at the end of a review.

use std::path::Path;

use serde_json::Value;

use crate::desk::Review;
use crate::desk::report::counts;
use crate::messages::{Arg, Messages, visible};

/// The lines at the end of a review.
pub(super) fn said(review: &Review, since: &Value, folder: &Path, messages: &Messages) -> String {
    let counts = counts(review);
    let count = |name: &str| Arg::from(counts[name].as_u64().unwrap_or(0));
    let names = [
        ("lines", "lines"),
        ("received", "received"),
        ("missing", "missing"),
        ("unreadable", "unreadable"),
        ("other-year", "other-year"),
        ("other-unit", "other-unit"),
        ("pass", "pass"),
        ("pass-explained", "pass-explained"),
        ("explain", "explain"),
        ("return", "return"),
        ("files", "files"),
        ("handed-in", "handed_in_explanations"),
    ];
    let args: Vec<(&'static str, Arg)> = names
        .iter()
        .map(|(name, own)| (*name, count(own)))
        .collect();
    let mut states = [0_usize; 4];
    for own in &review.departments {
        let differ = own.differences.iter().any(|own| !own.rounding);
        let at = match (
            review.units[own.line].counted.is_some(),
            own.missing.is_empty(),
            differ,
        ) {
            (false, ..) => 3,
            (true, false, _) => 2,
            (true, true, true) => 1,
            (true, true, false) => 0,
        };
        states[at] += 1;
    }
    let departments = ["agree", "differ", "incomplete", "none"]
        .into_iter()
        .zip(states);
    let departments: Vec<(&'static str, Arg)> = departments
        .map(|(name, count)| (name, count.into()))
        .collect();
    let length = |own: &Value| Arg::from(own.as_array().map_or(0, Vec::len));
    let since = [
        ("files", length(&since["files"])),
        ("gone", length(&since["findings"]["gone"])),
        ("new", length(&since["findings"]["new"])),
        ("units", length(&since["units"])),
    ];
    let page = folder.join("index.html").display().to_string();
    let lines = [
        messages.with("desk-said-lines", &args),
        messages.with("desk-said-verdicts", &args),
        messages.with("desk-said-departments", &departments),
        messages.with("desk-said-files", &args),
        messages.with("desk-said-since", &since),
        messages.with("desk-said-look", &[("path", page.into())]),
    ];
    let lines = lines.iter().map(|line| visible(line).into_owned() + "\n");
    lines.collect()
}
