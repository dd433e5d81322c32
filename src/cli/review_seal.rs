//! A period that is closed: the record of its review with the hash of every output, and whether all can be had again as it was.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use serde_json::{Value, json};

use super::output;
use super::review_out::{Out, outputs, record};
use crate::desk::ledger::sha256;
use crate::messages::{Messages, Phrase, visible};

/// The most that is said of what is another.
const MOST: usize = 200;

/// Writes `封账-DATE.json` beside the results: their record with the hash of every output.
pub(super) fn seal(folder: &Path, date: &str, messages: &Messages) -> anyhow::Result<PathBuf> {
    let path = folder.join(format!("{}-{date}.json", messages.text("desk-seal")));
    let sealed = fs::read(folder.join("review.json"));
    let sealed = sealed.map_err(|error| output::io(&path, &error))?;
    match fs::read(&path) {
        Ok(there) if there == sealed => {}
        // A closed period stays closed.
        Ok(_) => bail!(Phrase::new("desk-sealed-before").arg("path", path.display())),
        Err(_) => output::write(&path, &sealed, false)?,
    }
    Ok(path)
}

/// The record that was sealed.
pub(super) fn sealed(path: &Path) -> anyhow::Result<Value> {
    record(path).ok_or_else(|| anyhow!(Phrase::new("desk-no-seal").arg("path", path.display())))
}

/// Says what is no longer as it was sealed: options and lists, files of the inbox, results as they would be made now, and as they
/// lie there. Whether all is as it was.
pub(super) fn verify(sealed: &Value, now: &Value, out: &Out, messages: &Messages) -> bool {
    let mut said = Vec::new();
    let mut say =
        |name: &'static str, path: &str| said.push(messages.with(name, &[("path", path.into())]));
    for what in ["tool", "codes", "options", "year"] {
        if sealed[what] != now[what] {
            let text = |own: &Value| own.as_str().map_or_else(|| own.to_string(), str::to_owned);
            say(
                "verify-made-by",
                &format!("{} → {}", text(&sealed[what]), text(&now[what])),
            );
        }
    }
    let (was, is) = (of_lists(sealed), of_lists(now));
    compared(
        &was,
        &is,
        ["verify-list-changed", "verify-list-gone", "verify-list-new"],
        &mut say,
    );
    let (was, is) = (of_files(sealed), of_files(now));
    compared(
        &was,
        &is,
        ["verify-file-changed", "verify-file-gone", "verify-file-new"],
        &mut say,
    );
    let was = outputs(sealed);
    let names = [
        "verify-output-changed",
        "verify-output-gone",
        "verify-output-new",
    ];
    compared(&was, out.written(), names, &mut say);
    for (name, hash) in &was {
        match fs::read(out.folder().join(name)) {
            Ok(bytes) if sha256(&bytes) == *hash => {}
            Ok(_) => say("verify-there-changed", name),
            Err(_) => say("verify-there-gone", name),
        }
    }
    let count = said.len();
    let mut text: String = said
        .iter()
        .take(MOST)
        .map(|line| visible(line).into_owned() + "\n")
        .collect();
    let args = [("count", count.into()), ("outputs", was.len().into())];
    let end = match count {
        0 => "verify-same",
        _ => "verify-differs",
    };
    text.push_str(&messages.with(end, &args));
    text.push('\n');
    output::say(&text);
    count == 0
}

fn compared(
    was: &BTreeMap<String, String>,
    is: &BTreeMap<String, String>,
    [changed, gone, new]: [&'static str; 3],
    say: &mut impl FnMut(&'static str, &str),
) {
    for (path, hash) in was {
        match is.get(path) {
            Some(own) if own == hash => {}
            Some(_) => say(changed, path),
            None => say(gone, path),
        }
    }
    for path in is.keys().filter(|path| !was.contains_key(*path)) {
        say(new, path);
    }
}

fn of_files(record: &Value) -> BTreeMap<String, String> {
    let files = record["files"].as_array().into_iter().flatten();
    files
        .filter_map(|own| {
            Some((
                own["path"].as_str()?.to_owned(),
                own["sha256"].as_str()?.to_owned(),
            ))
        })
        .collect()
}

fn of_lists(record: &Value) -> BTreeMap<String, String> {
    let none = json!({});
    let lists = record["made_of"].as_object().or(none.as_object());
    lists
        .into_iter()
        .flatten()
        .filter_map(|(_, own)| {
            Some((
                own["path"].as_str()?.to_owned(),
                own["sha256"].as_str()?.to_owned(),
            ))
        })
        .collect()
}
