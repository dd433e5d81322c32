//! A task folder: the review of a batch, as `review` writes it.

use std::collections::BTreeMap;
use std::io::{BufRead, Cursor};
use std::path::Path;

use serde_json::{Value, json};
use yusuan::batch::{Options, open_bytes};
use yusuan::desk::report::{LastRun, MadeOf, ReviewRecord, Run};
use yusuan::desk::{
    Cache, HeldFile, Inbox, InboxReader, LetterHead, ListFault, ListWriters, ResultFolder, Task,
    TaskFolder, TaskLists, last_year, ledger::sha256, read_ahead, review, write_results,
};
use yusuan::finding::Finding;
use yusuan::form::replace_codes;
use yusuan::layout::Templates;
use yusuan::messages::{Phrase, visible};
use yusuan::workbook::recalculate;
use yusuan::workbook::save::SaveError;

use crate::answer::Answer;
use crate::calls::refused;
use crate::held::Held;
use crate::request::Failure;

/// What all libraries of the page read by, as far as their caches tell apart.
pub(crate) const HOW: &str = "page";

/// A task folder that was dropped, and what came of it.
#[derive(Default)]
pub(crate) struct HeldTask {
    files: Vec<HeldFile>,
    results: BTreeMap<String, Vec<u8>>,
}

/// The results of a review, by their names.
#[derive(Default)]
struct Results(BTreeMap<String, Vec<u8>>);

impl ResultFolder for Results {
    type Error = SaveError;
    type Long = Cursor<Vec<u8>>;

    fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), SaveError> {
        self.0.insert(name.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn put_long(
        &mut self,
        name: &str,
        make: impl FnOnce(&mut Cursor<Vec<u8>>) -> Result<(), SaveError>,
    ) -> Result<(), SaveError> {
        let mut to = Cursor::new(Vec::new());
        make(&mut to)?;
        self.0.insert(name.to_owned(), to.into_inner());
        Ok(())
    }

    fn work(&self) -> &Path {
        Path::new("")
    }
}

impl HeldTask {
    /// The files below a folder of the task, by their paths below that.
    fn below(&mut self, folder: &str) -> Vec<HeldFile> {
        let front = format!("{folder}/");
        let all = std::mem::take(&mut self.files).into_iter();
        let (own, rest): (Vec<_>, Vec<_>) = all.partition(|own| own.path.starts_with(&front));
        self.files = rest;
        let own = own.into_iter().map(|mut file| {
            file.path.drain(..front.len());
            file
        });
        own.collect()
    }

    /// What a file holds, or why it cannot be read.
    fn content(&self, path: &str) -> Result<&[u8], Box<Finding>> {
        let own = self.files.iter().find(|own| own.path == path);
        let content = own.map(|own| own.content.as_deref().map_err(Clone::clone));
        content.unwrap_or(Ok(&[]))
    }

    fn bytes(&self, path: &str) -> &[u8] {
        let own = self.files.iter().find(|own| own.path == path);
        own.map_or(&[], HeldFile::bytes)
    }
}

fn entries(files: &[HeldFile]) -> TaskFolder {
    TaskFolder::of_paths(files.iter().map(|own| own.path.as_str()))
}

/// The results by their names, and what is said of those that could not be written.
type Written = (BTreeMap<String, Vec<u8>>, Vec<String>);

impl Held {
    /// The inbox among files, by their paths below a folder, where they are those of a task; last year's folder, and whether the task
    /// has words of its own.
    pub(crate) fn task_of(&self, paths: &[String]) -> Answer {
        let task = TaskFolder::of_paths(paths.iter().map(String::as_str));
        let inbox = task.folder("inbox").unwrap_or("inbox");
        let inbox = task.is_task().then_some(inbox);
        // What is read by words of the task's own is read by the library that knows them.
        let own = task.folder("layouts").is_some() || task.list("codes").is_some();
        let last_year = task.folder("last_year");
        let (layouts, results) = (task.folder("layouts"), task.folder("results"));
        let head = json!({
            "inbox": inbox, "lastYear": last_year, "layouts": layouts, "results": results, "own": own,
        });
        (head, Vec::new())
    }

    /// What is kept of a file of a task's inbox, or of last year's, for the library that reviews it: entries one behind the other.
    pub(crate) fn ahead(&self, path: String, of_last_year: bool, bytes: Vec<u8>) -> Answer {
        let files = [HeldFile::new(path, bytes.len() as u64, Ok(bytes))];
        let cache = Cache::in_memory(HOW);
        let options = self.of_tasks();
        let reader = InboxReader {
            templates: &self.templates,
            options: &options,
            inbox: Inbox::Held(&files),
            cache: &cache,
        };
        match of_last_year {
            true => drop(last_year(
                (&self.templates, &options, &cache),
                reader.inbox,
                |_| true,
            )),
            false => read_ahead(reader),
        }
        let entries = cache.take_entries();
        let names: Vec<_> = entries
            .iter()
            .map(|(name, own)| (name, own.len()))
            .collect();
        let names = json!({ "entries": names });
        (
            names,
            entries.into_iter().flat_map(|(_, own)| own).collect(),
        )
    }

    /// Keeps the entries that another library made: names and lengths, and one behind the other.
    pub(crate) fn known(&mut self, entries: Vec<(String, usize)>, bytes: &[u8]) -> Answer {
        let mut rest = bytes;
        for (name, length) in entries {
            let Some((own, more)) = rest.split_at_checked(length) else {
                break;
            };
            self.read.put_entry(&name, own.to_vec());
            rest = more;
        }
        (json!({}), Vec::new())
    }

    /// How the files of a task are read.
    fn of_tasks(&self) -> Options {
        Options {
            layout: self.options.layout.clone(),
            limits: self.options.limits.clone(),
            ..Options::default()
        }
    }

    /// Takes a file of a task.
    pub(crate) fn lay(
        &mut self,
        path: String,
        (size, why): (u64, Option<Failure>),
        inbox: bool,
        bytes: Vec<u8>,
    ) -> Answer {
        self.task.results.clear();
        let content = match why {
            Some(why) => Err(Box::new(self.failure(why, size))),
            None => Ok(bytes),
        };
        let mut file = HeldFile::new(path, size, content);
        // What is no submission is only named, with its hash.
        if inbox {
            file.drop_attachment();
        }
        self.task.files.push(file);
        (json!({}), Vec::new())
    }

    /// Reviews the task whose files were taken: the page of its results, and their names.
    pub(crate) fn review(&mut self, folder: &str, date: String) -> Answer {
        let mut task = std::mem::take(&mut self.task);
        task.files.sort_by(|one, other| one.path.cmp(&other.path));
        match self.reviewed(&mut task, folder, date) {
            Ok((results, said)) => {
                let page = results
                    .get("index.html")
                    .map(|own| String::from_utf8_lossy(own));
                let names: Vec<&String> = results.keys().collect();
                let head = json!({ "page": page, "names": names, "said": said });
                self.task.results = results;
                (head, Vec::new())
            }
            Err(answer) => answer,
        }
    }

    fn reviewed(&self, task: &mut HeldTask, folder: &str, date: String) -> Result<Written, Answer> {
        let found = entries(&task.files);
        let inbox = found.folder("inbox").map(|own| task.below(own));
        let inbox = inbox.unwrap_or_default();
        let last = found.folder("last_year").map(|own| task.below(own));
        let options = self.of_tasks();
        let layout = options.layout.as_ref();
        let mut made_of = MadeOf {
            date,
            options: layout
                .map(|own| format!("--layout {own}"))
                .unwrap_or_default(),
            ..MadeOf::default()
        };
        let mut templates = self.templates.clone();
        self.own_layouts(&mut templates, task, &found)?;
        let open = |path: &str| {
            let unreadable = |fault| ListFault::Unreadable(path.to_owned(), fault);
            let bytes = task.content(path).map_err(unreadable)?;
            let hash = sha256(bytes);
            let book = open_bytes(path, bytes, &options.limits).map(|mut book| {
                recalculate(&mut book, |_, _| true);
                book
            });
            let book = book.map_err(|finding| ListFault::Unreadable(path.to_owned(), finding))?;
            Ok((book, hash))
        };
        let faulty = |fault: ListFault| match fault {
            ListFault::Unreadable(path, finding) => self.unread(&path, &finding),
            ListFault::Other(phrase) => self.words(&phrase),
        };
        if let Some(path) = found.list("codes") {
            let (book, hash) = open(path).map_err(faulty)?;
            let no_codes = || self.words(&Phrase::new("form-no-codes").arg("path", path));
            replace_codes(&mut templates, &book).ok_or_else(no_codes)?;
            made_of.lists.push(("codes", path.to_owned(), hash));
        }
        let no_roster = Phrase::new("desk-no-roster").arg("path", folder);
        let lists = TaskLists::read(no_roster, |what| {
            let Some(path) = found.list(what) else {
                return Ok(None);
            };
            let (book, hash) = open(path)?;
            made_of.lists.push((what, path.to_owned(), hash));
            Ok(Some((path.to_owned(), book)))
        });
        let lists = lists.map_err(faulty)?;
        let head = match found.settings("letter_head") {
            Some(path) => {
                let bytes = task.content(path);
                let bytes = bytes.map_err(|finding| self.unread(path, &finding))?;
                made_of
                    .lists
                    .push(("letter_head", path.to_owned(), sha256(bytes)));
                let text = self.text(path, bytes)?;
                LetterHead::read(text.trim_start_matches('\u{feff}')).map_err(|error| {
                    self.words(
                        &Phrase::new("desk-letter-head")
                            .arg("path", path)
                            .arg("error", error.message()),
                    )
                })?
            }
            None => LetterHead::default(),
        };
        let cache = &self.read;
        let of_last_year = last.map(|files| self.last_year(files, &templates, &options, cache));
        let reader = InboxReader {
            templates: &templates,
            options: &options,
            inbox: Inbox::Held(&inbox),
            cache,
        };
        let before = found
            .folder("results")
            .map(|own| task.below(own))
            .unwrap_or_default();
        let of_before = |name: &str| {
            let own = before.iter().find(|own| own.path == name);
            own.map(|own| own.bytes().to_vec()).unwrap_or_default()
        };
        let run = Run::of(&*of_before("review.json"));
        let of_task = Task {
            reader,
            results: None,
            roster: lists.roster,
            last_year: of_last_year,
            explanations: lists.explanations,
            eliminations: lists.eliminations,
            codes_map: lists.codes_map,
            year: None,
            change: None,
            only: Vec::new(),
            fill_missing: false,
            last_run: run.as_ref(),
        };
        let (mut sums, mut changes) = (Vec::new(), Vec::new());
        let writers = ListWriters {
            sums: &mut sums,
            changes: &mut changes,
        };
        let failed = |error: SaveError| refused(&error.to_string());
        let reviewed = review(of_task, writers).map_err(|error| failed(error.into()))?;
        let sums_before = || -> Box<dyn BufRead> { Box::new(Cursor::new(of_before("sums.jsonl"))) };
        let last = run.as_ref().map(|record| LastRun {
            record,
            findings: Box::new(Cursor::new(of_before("findings.jsonl"))),
            sums: &sums_before,
            sums_now: Box::new(Cursor::new(sums.clone())),
        });
        let record = ReviewRecord::new(&reviewed, &templates, &made_of, last);
        let mut results = Results::default();
        let unwritten = write_results(
            &mut results,
            &reviewed,
            &record,
            &made_of,
            reader,
            Some(&head),
            &self.messages,
        );
        let said = unwritten.map_err(failed)?.into_iter().map(|unit| {
            let args = [("unit", unit.into())];
            visible(&self.shown.with("desk-no-sums", &args)).into_owned()
        });
        let said = said.collect();
        let mut results = results.0;
        results.insert("sums.jsonl".to_owned(), sums);
        results.insert("changes.jsonl".to_owned(), changes);
        let hashes = results
            .iter()
            .map(|(name, bytes)| (name.clone(), sha256(bytes)));
        let hashes: BTreeMap<String, String> = hashes.collect();
        let mut written = serde_json::to_vec_pretty(&record.with(&hashes))
            .map_err(|error| refused(&error.to_string()))?;
        written.push(b'\n');
        results.insert("review.json".to_owned(), written);
        Ok((results, said))
    }

    /// The text of a file, as the command takes it: in UTF-8.
    fn text<'b>(&self, path: &str, bytes: &'b [u8]) -> Result<&'b str, Answer> {
        std::str::from_utf8(bytes).map_err(|_| {
            let error = std::io::ErrorKind::InvalidData.into();
            let phrase = Phrase::new("cli-io").arg("path", path);
            self.words(&phrase.phrase("reason", Phrase::io(&error)))
        })
    }

    /// The layouts of the task's own.
    fn own_layouts(
        &self,
        templates: &mut Templates,
        task: &mut HeldTask,
        found: &TaskFolder,
    ) -> Result<(), Answer> {
        let Some(folder) = found.folder("layouts") else {
            return Ok(());
        };
        let mut own = task.below(folder);
        own.retain(|file| file.path.ends_with(".toml") && !file.path.contains('/'));
        // The words come before the layouts that use them.
        own.sort_by_key(|file| (file.path != "model.toml", file.path.clone()));
        for file in own {
            let text = self.text(&file.path, file.bytes())?;
            let added = match file.path == "model.toml" {
                true => templates.add_model(&file.path, text),
                false => templates.add_layout(&file.path, text),
            };
            added.map_err(|error| refused(&error.lines(&self.shown).join("\n")))?;
        }
        Ok(())
    }

    /// Last year's budgets: those of a folder, or those that counted in last year's task.
    fn last_year(
        &self,
        files: Vec<HeldFile>,
        templates: &Templates,
        options: &Options,
        cache: &Cache,
    ) -> Vec<yusuan::desk::LastYear> {
        let reader = (templates, options, cache);
        let found = entries(&files);
        let Some(folder) = found.folder("inbox") else {
            return last_year(reader, Inbox::Held(&files), |_| true);
        };
        let mut task = HeldTask {
            files,
            ..HeldTask::default()
        };
        let inbox = task.below(folder);
        let results = found
            .folder("results")
            .map(|own| format!("{own}/review.json"));
        let run = results.and_then(|own| Run::of(task.bytes(&own)));
        let counted = run.map(Run::counted);
        last_year(reader, Inbox::Held(&inbox), |path| {
            counted.as_ref().is_none_or(|own| own.contains(path))
        })
    }

    /// A result of the last review.
    pub(crate) fn result(&self, name: &str) -> Answer {
        match self.task.results.get(name) {
            Some(bytes) => (json!({}), bytes.clone()),
            None => (json!({ "none": true }), Vec::new()),
        }
    }

    /// All results of the last review, as an archive.
    pub(crate) fn results(&mut self) -> Answer {
        let results = std::mem::take(&mut self.task.results);
        let mut answer = (Value::Null, Vec::new());
        for (name, bytes) in &results {
            answer = self.pack(name, bytes);
            if answer.0.get("refused").is_some() {
                self.pack = None;
                break;
            }
        }
        self.task.results = results;
        match answer.0.get("refused") {
            Some(_) => answer,
            None => self.packed(),
        }
    }
}
