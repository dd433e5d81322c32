//! `yusuan review`: a batch of submissions against a roster.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};

use super::args::{FillMissing, ReviewArgs};
use super::codes::{self, list_book, unreadable};
use super::results::how;
use super::review_out::{CACHE, Out};
use super::review_said::said;
use super::review_seal::{seal, sealed, verify};
use super::task::{folder, letter_head, list, of_last_year, only, own_layouts, record};
use super::{inputs, output};
use crate::batch::{Stage, shielded};
use crate::desk::report::{LastRun, MadeOf, ReviewRecord};
use crate::desk::{
    Cache, Inbox, InboxReader, ListFault, ListWriters, ResultFolder as _, Review, Task, TaskLists,
    review, words, write_results,
};
use crate::messages::{Messages, Phrase, visible};

/// The lists of sums and changes.
const SUMS: &str = "sums.jsonl";
const CHANGES: &str = "changes.jsonl";

/// Reviews a batch; whether everyone is in and passes.
pub(super) fn run(args: &ReviewArgs, messages: &Messages) -> anyhow::Result<bool> {
    if !args.task.is_dir() {
        bail!(Phrase::new("desk-no-task").arg("path", args.task.display()));
    }
    let closed = args.verify.as_deref().map(sealed).transpose()?;
    let as_sealed = closed.as_ref().and_then(|own| own.options.as_str());
    let args = &args.with_recorded(as_sealed.unwrap_or_default());
    let mut templates = inputs::templates(&args.read, messages)?;
    let options = inputs::options(&args.read)?;
    let dated = closed.as_ref().and_then(|own| own.date.as_str());
    let date = args.date.clone().or_else(|| dated.map(str::to_owned));
    let mut made_of = MadeOf {
        date: date.unwrap_or_else(today),
        options: options_said(args),
        ..MadeOf::default()
    };
    own_layouts(args, &mut templates)?;
    let mut read_by: Vec<PathBuf> = [&args.read.codes, &args.read.templates]
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    read_by.extend(folder(&args.task, "layouts"));
    if args.read.codes.is_none()
        && let Some(path) = list(&args.task, "codes")
    {
        codes::replace(&path, &mut templates, &options.limits, messages)?;
        made_of.lists.push(record("codes", &path));
        read_by.push(path);
    }
    let no_roster = Phrase::new("desk-no-roster").arg("path", args.task.display());
    let lists = TaskLists::read(no_roster, |what| {
        let named = match what {
            "roster" => &args.roster,
            "explanations" => &args.explain,
            "eliminations" => &args.eliminate,
            _ => &args.map,
        };
        let Some(path) = named.clone().or_else(|| list(&args.task, what)) else {
            return Ok(None);
        };
        made_of.lists.push(record(what, &path));
        let shown = path.display().to_string();
        match list_book(&path, &options.limits) {
            Ok(book) => Ok(Some((shown, book))),
            Err(finding) => Err(ListFault::Unreadable(shown, finding)),
        }
    });
    let lists = lists.map_err(|fault| match fault {
        ListFault::Unreadable(path, finding) => unreadable(&path, &finding, messages),
        ListFault::Other(phrase) => anyhow!(phrase),
    })?;
    let mut roster = lists.roster;
    let only = only(&args.only, &roster)?;
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
    let last = match &args.last_year {
        Some(path) if !path.is_dir() => {
            bail!(Phrase::new("desk-no-last-year").arg("path", path.display()))
        }
        Some(path) => Some(path.clone()),
        None => folder(&args.task, "last_year"),
    };
    let (head, path) = letter_head(args)?;
    made_of
        .lists
        .extend(path.map(|path| record("letter_head", &path)));
    // What was sealed lies beside its record.
    let sealed_in = args.verify.as_deref().and_then(Path::parent);
    let sealed_in = sealed_in.filter(|own| own.join("review.json").is_file());
    let here = |own: &Path| match own.as_os_str().is_empty() {
        true => PathBuf::from("."),
        false => own.to_owned(),
    };
    let out = args.output.clone().or_else(|| sealed_in.map(here));
    let out = out.unwrap_or_else(|| {
        let name = words().task.get("results").and_then(|own| own.first());
        args.task.join(name.map_or("review", String::as_str))
    });
    output::require_apart(&out, &[inbox.clone(), args.task.clone()])?;
    let mut out = match closed {
        Some(_) => Out::only_hashes(&out)?,
        None => Out::open(&out)?,
    };
    // What is read is not held in memory, even where no run after this one is to find it.
    let kept = match args.fresh || closed.is_some() {
        true => out.work().join(CACHE),
        false => out.folder().join(CACHE),
    };
    let read_by: Vec<_> = read_by.iter().map(PathBuf::as_path).collect();
    let how = how(&format!("{:?}", args.read), &read_by, messages);
    let before = out.folder().join(CACHE);
    let cache = Cache::open(&kept, Some(&before), how.text());
    let last = last.map(|path| of_last_year(&path, &templates, &options, &cache));
    let reader = InboxReader {
        templates: &templates,
        options: &options,
        inbox: Inbox::Folder(&inbox),
        cache: &cache,
    };
    let work = out.work().to_owned();
    let results = out.folder().to_owned();
    let task = Task {
        reader,
        results: Some(&results),
        roster,
        last_year: last,
        explanations: lists.explanations,
        eliminations: lists.eliminations,
        codes_map: lists.codes_map,
        year: args.year,
        change: args.change,
        only,
        fill_missing: args.fill_missing == Some(FillMissing::LastYear),
        last_run: closed.as_ref().or(out.last()),
    };
    let reviewed = shielded(Stage::Checking, || -> io::Result<Review> {
        let mut sums = BufWriter::new(File::create(work.join(SUMS))?);
        let mut changes = BufWriter::new(File::create(work.join(CHANGES))?);
        let lists = ListWriters {
            sums: &mut sums,
            changes: &mut changes,
        };
        let reviewed = review(task, lists)?;
        sums.flush()?;
        changes.flush()?;
        Ok(reviewed)
    });
    let reviewed = reviewed.map_err(|_| anyhow!(Phrase::new("cli-failed")))?;
    let reviewed = reviewed.map_err(|error| output::io(&work, &error))?;
    let read = |path: PathBuf| -> anyhow::Result<Box<dyn BufRead>> {
        let file = File::open(&path).map_err(|error| output::io(&path, &error))?;
        Ok(Box::new(BufReader::new(file)))
    };
    let sums_now = read(work.join(SUMS))?;
    let sums_before = || out.of_last_run(SUMS);
    let last = out.last().map(|record| LastRun {
        record,
        findings: out.of_last_run("findings.jsonl"),
        sums: &sums_before,
        sums_now,
    });
    let record = ReviewRecord::new(&reviewed, &templates, &made_of, last);
    let letters = (!args.no_letters).then_some(&head);
    let unwritten = write_results(
        &mut out, &reviewed, &record, &made_of, reader, letters, messages,
    )?;
    for unit in unwritten {
        let said = messages.with("desk-no-sums", &[("unit", unit.into())]);
        output::say(&(visible(&said).into_owned() + "\n"));
    }
    if let Some(format) = args.data {
        let changes = read(work.join(CHANGES))?;
        super::review_data::write(&mut out, format, (&reviewed, changes), reader, messages)?;
    }
    for name in [SUMS, CHANGES] {
        out.put_file(name, &work.join(name))?;
    }
    cache.prune();
    if let Some(closed) = closed {
        return Ok(verify(&closed, (&record.head, &reviewed), &out, messages));
    }
    let folder = out.folder().to_owned();
    let since = record.head["since"].clone();
    let edited = out.end(record)?;
    for path in edited {
        let said = messages.with("desk-edited", &[("path", path.display().into())]);
        output::say(&(visible(&said).into_owned() + "\n"));
    }
    output::say(&said(&reviewed, &since, &folder, messages));
    if args.seal {
        let path = seal(&folder, &made_of.date, messages)?;
        let name = match reviewed.is_done() {
            true => "desk-sealed",
            false => "desk-sealed-open",
        };
        let said = messages.with(name, &[("path", path.display().into())]);
        output::say(&(visible(&said).into_owned() + "\n"));
    }
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
    put("only", (!args.only.is_empty()).then(|| args.only.join(",")));
    put(
        "fill-missing",
        args.fill_missing.map(|_| "last-year".to_owned()),
    );
    put("no-letters", args.no_letters.then(String::new));
    for (name, codes) in [
        ("allow", &levels.allow),
        ("warn", &levels.warn),
        ("deny", &levels.deny),
    ] {
        for code in codes {
            put(name, Some(code.name().to_owned()));
        }
    }
    said.join(" ").trim().to_owned()
}

/// Today where the machine stands: letters written early in the morning bear the date of that day.
fn today() -> String {
    chrono::Local::now().date_naive().to_string()
}
