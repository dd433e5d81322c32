//! `yusuan review`: a batch of submissions against a roster.

use std::path::PathBuf;

use anyhow::{anyhow, bail};
use serde_json::Value;

use super::args::ReviewArgs;
use super::codes::{self, workbook};
use super::review_letters::{enclose, sums_of_departments};
use super::review_out::Out;
use super::task::{folder, given, list, needed, of_last_year, own_layouts, record, roster};
use super::{inputs, output};
use crate::batch::{Stage, shielded};
use crate::desk::report::{MadeOf, changes_jsonl, counts, findings_jsonl, review_json, sums_jsonl};
use crate::desk::{
    Review, Task, codes_map, date_time, eliminations, explanations, letters, letters_csv, overview,
    page, review, to_decide, words,
};
use crate::messages::{Arg, Messages, Phrase, visible};
use crate::workbook::Workbook;

/// Reviews a batch; whether everyone is in and passes.
pub(super) fn run(args: &ReviewArgs, messages: &Messages) -> anyhow::Result<bool> {
    if !args.task.is_dir() {
        bail!(Phrase::new("desk-no-task").arg("path", args.task.display()));
    }
    let mut templates = inputs::templates(&args.read, messages)?;
    let options = inputs::options(&args.read)?;
    let mut made_of = MadeOf {
        date: args.date.clone().unwrap_or_else(today),
        options: options_said(args),
        ..MadeOf::default()
    };
    own_layouts(args, &mut templates)?;
    if args.read.codes.is_none()
        && let Some(path) = list(&args.task, "codes")
    {
        codes::replace(&path, &mut templates, &options.limits, messages)?;
        made_of.lists.push(record("codes", &path));
    }
    let roster_path = given(&args.roster, &args.task, "roster")
        .ok_or_else(|| anyhow!(Phrase::new("desk-no-roster").arg("path", args.task.display())))?;
    let mut roster = roster(&roster_path, &options, messages)?;
    made_of.lists.push(record("roster", &roster_path));
    if let Some(due) = &args.due {
        roster
            .lines
            .iter_mut()
            .for_each(|line| line.due.clone_from(due));
    }
    let inbox = match &args.inbox {
        Some(inbox) => Some(inbox.clone()),
        None => folder(&args.task, "inbox"),
    };
    let inbox = inbox
        .filter(|inbox| inbox.is_dir())
        .ok_or_else(|| anyhow!(Phrase::new("desk-no-inbox").arg("path", args.task.display())))?;
    let mut read = |what: &'static str,
                    own: &Option<PathBuf>|
     -> anyhow::Result<Option<(PathBuf, Workbook)>> {
        let Some(path) = given(own, &args.task, what) else {
            return Ok(None);
        };
        made_of.lists.push(record(what, &path));
        let book = workbook(&path, &options.limits, messages)?;
        Ok(Some((path, book)))
    };
    let explanations = needed(
        read("explanations", &args.explain)?,
        explanations,
        "问题代码、说明",
    )?;
    let eliminations = needed(
        read("eliminations", &args.eliminate)?,
        eliminations,
        "收款单位编码、金额(元)、付款单位编码",
    )?;
    let codes_map = needed(
        read("codes_map", &args.map)?,
        codes_map,
        "上年科目编码、本年科目编码",
    )?;
    let out = args.output.clone().unwrap_or_else(|| {
        let name = words().task.get("results").and_then(|own| own.first());
        args.task.join(name.map_or("review", String::as_str))
    });
    output::require_apart(&out, &[inbox.clone(), args.task.clone()])?;
    let mut out = Out::open(&out)?;
    let last = match &args.last_year {
        Some(path) => Some(path.clone()),
        None => folder(&args.task, "last_year"),
    };
    let last = last.map(|path| of_last_year(&path, &templates, &options));
    let reviewed = shielded(Stage::Checking, || {
        review(Task {
            templates: &templates,
            options: &options,
            inbox: &inbox,
            results: Some(out.folder()),
            roster,
            last_year: last,
            explanations,
            eliminations,
            codes_map,
            year: args.year,
            change: args.change,
        })
    });
    let reviewed = reviewed.map_err(|_| anyhow!(Phrase::new("cli-failed")))?;
    let json = review_json(&reviewed, &templates, &made_of, out.last());
    out.put(
        "findings.jsonl",
        findings_jsonl(&reviewed, messages).as_bytes(),
    )?;
    out.put("sums.jsonl", sums_jsonl(&reviewed).as_bytes())?;
    out.put("changes.jsonl", changes_jsonl(&reviewed).as_bytes())?;
    out.put("总览.xlsx", &overview(&reviewed, &templates, messages)?)?;
    let name = messages.text("letter-to-decide") + ".xlsx";
    if let Some(bytes) = to_decide(&reviewed, messages)? {
        out.put(&name, &bytes)?;
    }
    let letters = match args.no_letters {
        true => Vec::new(),
        false => letters(&reviewed, &made_of.date, messages),
    };
    for letter in &letters {
        out.put(&format!("{}.docx", letter.path), &letter.docx())?;
        out.put(&format!("{}.html", letter.path), letter.html().as_bytes())?;
        if letter.with_workbook {
            enclose(
                &mut out,
                letter,
                &reviewed,
                (&templates, &options, &inbox),
                messages,
            )?;
        }
    }
    if !letters.is_empty() {
        out.put(
            "letters.csv",
            letters_csv(&reviewed, &letters, messages).as_bytes(),
        )?;
    }
    sums_of_departments(&mut out, &reviewed, &templates, messages)?;
    out.put(
        "index.html",
        page(&reviewed, &letters, &made_of.date, messages).as_bytes(),
    )?;
    if let Some(format) = args.data {
        super::review_data::write(&mut out, format, &reviewed, &templates, messages)?;
    }
    let edited = out.end(&json)?;
    for path in edited {
        let said = messages.with("desk-edited", &[("path", path.display().into())]);
        output::say(&(visible(&said).into_owned() + "\n"));
    }
    output::say(&said(&reviewed, &json, messages));
    Ok(reviewed.is_done())
}

fn options_said(args: &ReviewArgs) -> String {
    let levels = &args.read.levels;
    let mut said = Vec::new();
    let mut put =
        |name: &str, value: Option<String>| said.extend(value.map(|own| format!("--{name} {own}")));
    put("year", args.year.map(|own| own.to_string()));
    put(
        "change",
        args.change
            .map(|(percent, yuan)| format!("{percent}%,{yuan}")),
    );
    put("due", args.due.clone());
    put("layout", args.read.layout.clone());
    for (name, codes) in [
        ("allow", &levels.allow),
        ("warn", &levels.warn),
        ("deny", &levels.deny),
    ] {
        for code in codes {
            put(name, Some(code.name().to_owned()));
        }
    }
    said.join(" ")
}

/// Today by the clock of the system.
fn today() -> String {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let seconds = since.map_or(0, |own| i64::try_from(own.as_secs()).unwrap_or(0));
    date_time(seconds).chars().take(10).collect()
}

/// The lines at the end of a run.
fn said(review: &Review, json: &Value, messages: &Messages) -> String {
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
    let length = |what: &str| json["since"][what].as_array().map_or(0, Vec::len);
    let since = [
        ("files", length("files").into()),
        ("units", length("units").into()),
    ];
    let lines = [
        messages.with("desk-said-lines", &args),
        messages.with("desk-said-verdicts", &args),
        messages.with("desk-said-departments", &departments),
        messages.with("desk-said-files", &args),
        messages.with("desk-said-since", &since),
    ];
    let mut text = lines.join("\n");
    text.push('\n');
    visible_all(&text)
}

fn visible_all(text: &str) -> String {
    text.lines()
        .map(|line| visible(line).into_owned() + "\n")
        .collect()
}
