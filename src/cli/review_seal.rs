//! A period that is closed: the record of its review with the hash of every output, and whether all can be had again as it was.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use serde_json::{Map, Value};

use super::output;
use super::review_out::Out;
use crate::desk::Review;
use crate::desk::ledger::hash_of;
use crate::desk::report::Run;
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
pub(super) fn sealed(path: &Path) -> anyhow::Result<Run> {
    Run::read(path).ok_or_else(|| anyhow!(Phrase::new("desk-no-seal").arg("path", path.display())))
}

/// Says what is no longer as it was sealed: options and lists, files of the inbox, results as they would be made now, and as they
/// lie there. Whether all is as it was.
pub(super) fn verify(
    sealed: &Run,
    (now, review): (&Map<String, Value>, &Review),
    out: &Out,
    messages: &Messages,
) -> bool {
    let mut said = Vec::new();
    let mut say =
        |name: &'static str, path: &str| said.push(messages.with(name, &[("path", path.into())]));
    let made_by = [
        (&sealed.tool, "tool"),
        (&sealed.codes, "codes"),
        (&sealed.options, "options"),
        (&sealed.year, "year"),
    ];
    for (was, what) in made_by {
        if *was != now[what] {
            let text = |own: &Value| own.as_str().map_or_else(|| own.to_string(), str::to_owned);
            say(
                "verify-made-by",
                &format!("{} → {}", text(was), text(&now[what])),
            );
        }
    }
    let (was, is) = (of_lists(&sealed.made_of), of_lists(&now["made_of"]));
    compared(
        &was,
        &is,
        ["verify-list-changed", "verify-list-gone", "verify-list-new"],
        &mut say,
    );
    let was = sealed.files.iter();
    let was: BTreeMap<String, String> = was
        .map(|own| (own.path.clone(), own.sha256.clone()))
        .collect();
    let is = review.filing.files.iter().map(|own| &own.input.lying);
    let is = is
        .map(|own| (own.path.clone(), own.sha256.clone()))
        .collect();
    compared(
        &was,
        &is,
        ["verify-file-changed", "verify-file-gone", "verify-file-new"],
        &mut say,
    );
    let was = &sealed.outputs;
    let names = [
        "verify-output-changed",
        "verify-output-gone",
        "verify-output-new",
    ];
    compared(was, out.written(), names, &mut say);
    for (name, hash) in was {
        match hash_of(&out.folder().join(name)) {
            Ok(own) if own == *hash => {}
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

fn of_lists(made_of: &Value) -> BTreeMap<String, String> {
    let lists = made_of.as_object();
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
