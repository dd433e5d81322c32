//! The requests, one after another.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use yusuan::batch::archive::Archive;
use yusuan::batch::folder::{FolderEntry, ending, is_wanted, look_at_file, look_at_folder};
use yusuan::batch::names::result_names;
use yusuan::finding::{Finding, render};
use yusuan::messages::visible;

use crate::answer::Answer;
use crate::held::{Held, with};
use crate::request::Request;

/// The answer to a request: its head, and the bytes of a file.
pub(crate) fn answer(mut request: Vec<u8>) -> (Vec<u8>, Vec<u8>) {
    let length = request
        .get(..4)
        .and_then(|own| own.try_into().ok())
        .map_or(0, u32::from_le_bytes);
    let end = usize::try_from(length)
        .unwrap_or(0)
        .saturating_add(4)
        .min(request.len());
    let head = serde_json::from_slice(request.get(4..end).unwrap_or_default());
    request.drain(..end);
    let (head, bytes) = match head {
        Ok(head) => with(|held| held.answer(head, request)),
        Err(error) => refused(&error.to_string()),
    };
    (head.to_string().into_bytes(), bytes)
}

/// Why something is not made.
pub(crate) fn refused(why: &str) -> Answer {
    (json!({ "refused": why }), Vec::new())
}

impl Held {
    fn answer(&mut self, request: Request, bytes: Vec<u8>) -> Answer {
        match request {
            Request::Begin(begin) => self.begin(begin),
            Request::Look { paths } => (self.look(&paths), Vec::new()),
            Request::Check {
                path,
                in_folder,
                own,
                files,
            } => self.check(path, bytes, in_folder && !own, files),
            Request::Failed { path, why, size } => self.failed(&path, why, size),
            Request::Report { parts } => self.report(parts),
            Request::Marked { path } => self.marked(path, bytes),
            Request::Standard { path } => self.standard(path, bytes),
            Request::Document { path, html } => self.document(path, bytes, html),
            Request::Facts { path } => self.facts(path, bytes),
            Request::Names { below } => (names(&below), Vec::new()),
            Request::Open { path } => self.open(&path, bytes),
            Request::Take { name, path } => self.take(&name, &path),
            Request::Pack { name } => self.pack(&name, &bytes),
            Request::Packed => self.packed(),
            Request::Previous { path } => self.previous(&path, bytes),
            Request::Roster { path } => self.roster(&path, &bytes),
            Request::Whose { path } => self.whose(&path, bytes),
            Request::TaskOf { paths } => self.task_of(&paths),
            Request::Ahead { path, last_year } => self.ahead(path, last_year, bytes),
            Request::Known { entries } => self.known(entries, &bytes),
            Request::Lay {
                path,
                size,
                why,
                inbox,
            } => self.lay(path, (size, why), inbox, bytes),
            Request::Review { folder, date } => self.review(&folder, date),
            Request::Result { name } => self.result(&name),
            Request::Results => self.results(),
            Request::Form(form) => self.form(form, bytes),
        }
    }

    /// The words of a finding of a file that could not be read.
    pub(crate) fn unread(&self, path: &str, finding: &Finding) -> Answer {
        let text = render(path, finding, &self.shown);
        let lines: Vec<_> = text.trim().lines().map(visible).collect();
        refused(&lines.join("\n"))
    }

    /// What becomes of each file of a folder: whether it is read, and what is said of those that are not.
    fn look(&self, paths: &[String]) -> Value {
        let mut said: BTreeSet<(String, String)> = BTreeSet::new();
        let mut read = Vec::new();
        for own in paths {
            let path = Path::new(own);
            let mut folder = PathBuf::new();
            let mut looks = path.parent().into_iter().flat_map(Path::iter).map(|name| {
                folder.push(name);
                (
                    folder.display().to_string(),
                    look_at_folder(&name.to_string_lossy()),
                )
            });
            let stop = looks.find(|(_, look)| *look != FolderEntry::Enter);
            let look = stop.unwrap_or_else(|| {
                let name = path.file_name().unwrap_or_default();
                (own.clone(), look_at_file(&name.to_string_lossy()))
            });
            let (at, look) = look;
            let args = [
                ("path", at.as_str().into()),
                ("ending", ending(path).into()),
            ];
            let why = match look {
                FolderEntry::Other if ending(path).is_empty() => Some("aside-no-ending"),
                FolderEntry::Other => Some("aside-other"),
                FolderEntry::Hidden => Some("aside-hidden-folder"),
                FolderEntry::Read | FolderEntry::Enter | FolderEntry::Silent => None,
            };
            if let Some(why) = why {
                let line = self
                    .messages
                    .with(why, &args[..if why == "aside-other" { 2 } else { 1 }]);
                said.insert((at.clone(), visible(&line).into_owned()));
            }
            read.push(look == FolderEntry::Read);
        }
        let said: Vec<String> = said.into_iter().map(|(_, line)| line).collect();
        json!({ "read": read, "said": said })
    }

    /// Opens an archive; its files that are read, and none where it is no archive that holds any.
    fn open(&mut self, path: &str, bytes: Vec<u8>) -> Answer {
        self.archive = None;
        match Archive::in_memory(bytes, &self.options.limits) {
            Ok(Some(archive)) => {
                let names: Vec<String> = archive
                    .names()
                    .filter(|name| is_wanted(name))
                    .map(str::to_owned)
                    .collect();
                self.archive = Some(archive);
                (json!({ "names": names }), Vec::new())
            }
            Ok(None) => (json!({ "names": [] }), Vec::new()),
            Err(finding) => self.unread(path, &finding),
        }
    }

    /// A file of the archive that is open.
    fn take(&mut self, name: &str, path: &str) -> Answer {
        let limits = self.options.limits.clone();
        let Some(archive) = &mut self.archive else {
            return refused(name);
        };
        match archive.read(name, &limits) {
            Ok(bytes) => (json!({}), bytes),
            Err(finding) => (
                json!({ "checked": self.unread_file(path, *finding) }),
                Vec::new(),
            ),
        }
    }
}

/// The names of the results of files: marked workbooks, and others by their ending.
fn names(below: &[String]) -> Value {
    let below: Vec<&Path> = below.iter().map(Path::new).collect();
    let marked = result_names(&below, |path| match ending(path).as_str() {
        "xlsm" => "xlsm",
        _ => "xlsx",
    });
    let marked: Vec<String> = marked.iter().map(|own| own.display().to_string()).collect();
    json!({ "marked": marked })
}
