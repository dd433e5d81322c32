//! `yusuan compare`: two budgets, or those of the same units in two folders, line by line.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{anyhow, bail};
use serde_json::{Value, json};

use super::args::{CompareArgs, CompareTarget, InputArgs};
use super::codes::workbook;
use super::kept::KeptFiles;
use super::results::Results;
use super::{inputs, output};
use crate::batch::Options;
use crate::desk::report::change_json;
use crate::desk::{
    Change, ChangeState, ComparedBudget, Pair, changes, codes_map, comparison_page,
    comparison_workbook, said, same_name, state_word, year,
};
use crate::finding::render;
use crate::layout::Templates;
use crate::messages::{Arg, Messages, Phrase, visible};
use crate::model::Unit;

/// A budget that was read.
struct ComparedRead {
    path: String,
    unit: Unit,
    year: ComparedBudget,
}

/// Compares the inputs; whether all were read and each has its counterpart.
pub(super) fn run(args: &CompareArgs, messages: &Messages) -> anyhow::Result<bool> {
    let target = target(args)?;
    let templates = inputs::templates(&args.read, messages)?;
    let options = inputs::options(&args.read)?;
    let file = args.output.as_deref().filter(|own| own.as_os_str() != "-");
    if let Some(path) = file {
        let kept = KeptFiles::default()
            .and([&args.old, &args.new])
            .and_read(&args.read)
            .and(&args.map);
        Results::single(args.force).require_free(std::slice::from_ref(&path.to_owned()), &kept)?;
    }
    let map = match &args.map {
        Some(path) => codes_map(&workbook(path, &options.limits, messages)?).ok_or_else(|| {
            anyhow!(
                Phrase::new("desk-not-a-list")
                    .arg("path", path.display())
                    .arg("columns", "上年科目编码、本年科目编码")
            )
        })?,
        None => Vec::new(),
    };
    let (mut old, old_whole) = read(&args.old, args, &templates, &options, messages)?;
    let (new, new_whole) = read(&args.new, args, &templates, &options, messages)?;
    let mut clean = old_whole && new_whole;
    for own in &mut old {
        let cells = std::mem::take(&mut own.year.cells);
        own.year.cells = cells.recoded(&templates.model, &map);
    }
    let mut log = String::new();
    let mut say = |name: &'static str, args: &[(&'static str, Arg)]| {
        log.push_str(&visible(&messages.with(name, args)));
        log.push('\n');
    };
    let pairs = pairs(&old, &new);
    let left = |at: usize, of: usize| !pairs.iter().any(|own| [own.0, own.1][of] == at);
    let mut unmatched = [Vec::new(), Vec::new()];
    for (of, (all, name)) in [
        (&old, "compare-unmatched-old"),
        (&new, "compare-unmatched-new"),
    ]
    .into_iter()
    .enumerate()
    {
        for own in all
            .iter()
            .enumerate()
            .filter(|(at, _)| left(*at, of))
            .map(|(_, own)| own)
        {
            clean = false;
            say(
                name,
                &[
                    ("unit", title(&own.unit).into()),
                    ("path", own.path.as_str().into()),
                ],
            );
            unmatched[of]
                .push(json!({ "code": own.unit.code, "name": own.unit.name, "path": own.path }));
        }
    }
    let model = &templates.model;
    let mut compared: Vec<(String, Vec<Change>)> = Vec::new();
    let mut units = Vec::new();
    for (was, is) in &pairs {
        let (was, is) = (&old[*was], &new[*is]);
        let own = changes(model, &[(&was.year, &is.year)]);
        units.push(
            json!({ "code": is.unit.code, "name": is.unit.name, "old": was.path, "new": is.path,
            "changes": own.iter().map(change_json).map(Value::Object).collect::<Vec<_>>() }),
        );
        compared.push((title(&is.unit), own));
    }
    let mut total = Value::Null;
    if pairs.len() > 1 {
        let all: Vec<Pair<'_>> = pairs
            .iter()
            .map(|(was, is)| (&old[*was].year, &new[*is].year))
            .collect();
        let own = changes(model, &all);
        total = json!(
            own.iter()
                .map(change_json)
                .map(Value::Object)
                .collect::<Vec<_>>()
        );
        compared.insert(0, (messages.text("compare-all"), own));
    }
    let bytes = match target {
        CompareTarget::Json => {
            let [only_old, only_new] = unmatched;
            let all = json!({ "schema": "yusuan-compare/1", "units": units, "total": total,
                "only_old": only_old, "only_new": only_new });
            (serde_json::to_string_pretty(&all)? + "\n").into_bytes()
        }
        CompareTarget::Text => lines(&templates, &compared, messages).into_bytes(),
        CompareTarget::Xlsx => comparison_workbook(&templates, &compared, messages)?,
        CompareTarget::Html => comparison_page(&templates, &compared, messages).into_bytes(),
    };
    match file {
        Some(path) => output::write(path, &bytes, args.force)?,
        None => output::print(&bytes)?,
    }
    let all = compared
        .first()
        .map(|(_, own)| own.as_slice())
        .unwrap_or_default();
    let count = |state: ChangeState| Arg::from(all.iter().filter(|own| own.state == state).count());
    let args = [
        ("units", pairs.len().into()),
        ("same", count(ChangeState::Same)),
        ("changed", count(ChangeState::Changed)),
        ("new", count(ChangeState::New)),
        ("ended", count(ChangeState::Ended)),
        ("not-stated", count(ChangeState::NotStated)),
    ];
    say("compare-done", &args);
    output::say(&log);
    Ok(clean)
}

/// The budgets of a file or folder, and whether all of it was read.
fn read(
    path: &Path,
    args: &CompareArgs,
    templates: &Templates,
    options: &Options,
    messages: &Messages,
) -> anyhow::Result<(Vec<ComparedRead>, bool)> {
    let input = InputArgs {
        inputs: vec![path.to_owned()],
        read: args.read.clone(),
    };
    let found = inputs::files(&input, None, messages)?;
    let stage = messages.text("progress-check");
    let outcomes = inputs::read(
        &found.files,
        templates,
        options,
        stage,
        |_, own, _| (own, ()),
        |()| {},
    );
    let (mut all, mut whole, mut said) = (Vec::new(), true, String::new());
    for outcome in outcomes {
        match outcome.budget.filter(|own| !own.tables.is_empty()) {
            Some(budget) => all.push(ComparedRead {
                path: outcome.path,
                year: year(templates, Some(&budget)),
                unit: budget.unit,
            }),
            None => {
                whole = false;
                let lines = outcome
                    .findings
                    .iter()
                    .map(|own| render(&outcome.path, own, messages));
                said.extend(lines);
            }
        }
    }
    output::say(&said);
    if all.is_empty() {
        bail!(Phrase::new("compare-nothing").arg("path", path.display()));
    }
    Ok((all, whole))
}

/// Whether two units are one.
type SameUnit<'w> = &'w dyn Fn(&Unit, &Unit) -> bool;

/// Which budgets are of one unit: by code, else by name. Of two files each is the other's counterpart.
fn pairs(old: &[ComparedRead], new: &[ComparedRead]) -> Vec<(usize, usize)> {
    if let ([_], [_]) = (old, new) {
        return vec![(0, 0)];
    }
    let mut free: Vec<usize> = (0..old.len()).collect();
    let mut all = Vec::new();
    let coded = |one: &Unit, other: &Unit| !one.code.is_empty() && one.code == other.code;
    let named = |one: &Unit, other: &Unit| {
        (one.code.is_empty() || other.code.is_empty()) && same_name(&one.name, &other.name)
    };
    let ways: [SameUnit<'_>; 2] = [&coded, &named];
    let mut left: Vec<usize> = (0..new.len()).collect();
    for way in ways {
        left.retain(|at| {
            let own = &new[*at].unit;
            let fits = |was: &usize| own.body == old[*was].unit.body && way(&old[*was].unit, own);
            let Some(found) = free.iter().position(fits) else {
                return true;
            };
            all.push((free.remove(found), *at));
            false
        });
    }
    all.sort_by_key(|(_, new)| *new);
    all
}

fn title(unit: &Unit) -> String {
    format!("{} {}", unit.code, unit.name).trim().to_owned()
}

/// What is another, a line each.
fn lines(templates: &Templates, compared: &[(String, Vec<Change>)], messages: &Messages) -> String {
    let mut text = String::new();
    for (unit, changes) in compared {
        for own in changes.iter().filter(|own| own.state != ChangeState::Same) {
            let amount = |yuan: Option<_>| match yuan {
                Some(yuan) => Arg::Amount(yuan),
                None => Arg::Word("word-none"),
            };
            let args = [
                ("unit", unit.as_str().into()),
                ("place", said(templates, &own.row).line().into()),
                ("state", Arg::Word(state_word(own.state))),
                ("previous", amount(own.previous)),
                ("current", amount(own.current)),
                ("change", amount(own.change())),
            ];
            let _ = writeln!(text, "{}", visible(&messages.with("compare-line", &args)));
        }
    }
    text
}

/// The format: as it is named, else by the ending of the file.
fn target(args: &CompareArgs) -> anyhow::Result<CompareTarget> {
    if let Some(target) = args.to {
        return Ok(target);
    }
    let ending = args.output.as_deref().and_then(Path::extension);
    let ending = ending.map(|own| own.to_string_lossy().to_lowercase());
    Ok(match ending.as_deref() {
        None | Some("txt") => CompareTarget::Text,
        Some("json") => CompareTarget::Json,
        Some("html" | "htm") => CompareTarget::Html,
        Some("xlsx") => CompareTarget::Xlsx,
        Some(ending) => bail!(
            Phrase::new("cli-no-such-format")
                .arg("ending", ending)
                .list("known", ["txt", "json", "html", "xlsx"])
        ),
    })
}
