//! What lies in the folder of a task, found by its names.

use std::collections::BTreeSet;

use super::words::words;

/// The endings of the lists of a task.
const LISTS: [&str; 5] = ["xlsx", "xls", "et", "ods", "csv"];

/// An entry of the folder of a task.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TaskEntry {
    /// Its name.
    pub name: String,
    /// Whether it is a folder.
    pub is_folder: bool,
}

impl TaskEntry {
    fn ending(&self) -> Option<&str> {
        let (_, ending) = self.name.rsplit_once('.')?;
        (!self.is_folder).then_some(ending)
    }

    fn is_called(&self, name: &str) -> bool {
        let own = match self.ending() {
            Some(ending) => &self.name[..self.name.len() - ending.len() - 1],
            None => &self.name,
        };
        own.to_lowercase() == name
    }
}

/// The entries of the folder of a task, by what they are called: roster, inbox, last year, lists.
#[derive(Debug, Clone, Default)]
pub struct TaskFolder(Vec<TaskEntry>);

impl TaskFolder {
    /// With these entries, in any order.
    #[must_use]
    pub fn of(entries: impl IntoIterator<Item = TaskEntry>) -> Self {
        let entries: BTreeSet<TaskEntry> = entries.into_iter().collect();
        Self(entries.into_iter().collect())
    }

    /// Of files by their paths below it, with `/`.
    #[must_use]
    pub fn of_paths<'p>(paths: impl IntoIterator<Item = &'p str>) -> Self {
        Self::of(paths.into_iter().map(|path| TaskEntry {
            name: path.split('/').next().unwrap_or_default().to_owned(),
            is_folder: path.contains('/'),
        }))
    }

    fn named(&self, what: &str, fits: impl Fn(&TaskEntry) -> bool) -> Option<&str> {
        let names = words().task.get(what)?;
        names.iter().find_map(|name| {
            let found = self.0.iter().find(|own| own.is_called(name) && fits(own))?;
            Some(found.name.as_str())
        })
    }

    /// Whether it is the folder of a task: it has a roster, and an inbox or, where nothing came yet, nothing but what a task has.
    #[must_use]
    pub fn is_task(&self) -> bool {
        let names = || words().task.values().flatten();
        let is_known = |own: &TaskEntry| names().any(|name| own.is_called(name));
        let has_inbox = self.folder("inbox").is_some();
        self.list("roster").is_some() && (has_inbox || self.0.iter().all(is_known))
    }

    /// The name of the list that is called so, in any of the formats.
    #[must_use]
    pub fn list(&self, what: &str) -> Option<&str> {
        let is_list = |ending: &str| LISTS.contains(&ending.to_lowercase().as_str());
        self.named(what, |own| own.ending().is_some_and(is_list))
    }

    /// The name of the folder that is called so.
    #[must_use]
    pub fn folder(&self, what: &str) -> Option<&str> {
        self.named(what, |own| own.is_folder)
    }

    /// The name of the file of settings that is called so.
    #[must_use]
    pub fn settings(&self, what: &str) -> Option<&str> {
        self.named(what, |own| own.ending() == Some("toml"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_found_by_their_names() {
        let task = TaskFolder::of_paths([
            "INBOX/a/b.xlsx",
            "名册.XLS",
            "roster.xlsx",
            "审核说明",
            "信头.toml",
            "抵销.docx",
            "上年.xlsx",
        ]);
        assert_eq!(task.list("roster"), Some("名册.XLS"));
        assert_eq!(task.folder("inbox"), Some("INBOX"));
        assert_eq!(task.settings("letter_head"), Some("信头.toml"));
        assert_eq!(task.list("explanations"), None);
        assert_eq!(task.list("eliminations"), None);
        assert_eq!(task.folder("last_year"), None);
        let is_task = |paths: &[&str]| TaskFolder::of_paths(paths.iter().copied()).is_task();
        assert!(is_task(&["收件/a.xlsx", "名册.xlsx", "别的.xlsx"]));
        assert!(is_task(&["roster.csv", "last-year/a.xlsx"]));
        assert!(!is_task(&["roster.csv", "021001.xlsx"]));
        assert!(!is_task(&["inbox/a.xlsx", "last-year/a.xlsx"]));
    }
}
