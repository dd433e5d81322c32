//! Tables of one unit that are spread over several workbooks: where those of one folder complement one another they are one
//! submission, which is the folder.

use std::collections::{BTreeMap, BTreeSet};

use super::cache::Cache;
use super::filing::{FileRole, Filed, Filing};
use super::inbox::Inbox;
use super::inputs::{Input, Whole, of_outcome, read};
use super::ledger::{FileKind, Lying, sha256};
use super::told::Told;
use super::versions::{Version, mark, newest};
use crate::batch::{Options, submission_of_parts};
use crate::finding::{Finding, FindingCode, Severity};
use crate::layout::Templates;
use crate::model::{Budget, Id};

/// How files are read, and read again.
#[derive(Debug, Clone, Copy)]
pub struct InboxReader<'r> {
    /// Layouts, words and codes.
    pub templates: &'r Templates,
    /// How files are read.
    pub options: &'r Options,
    /// Where what came lies.
    pub inbox: Inbox<'r>,
    /// What earlier runs read.
    pub cache: &'r Cache,
}

impl InboxReader<'_> {
    /// The tables that a budget has, where its layout has others that every submission needs.
    fn incomplete(&self, input: &Input) -> Option<BTreeSet<Id>> {
        let head = input.head.as_ref()?;
        let layout = self.templates.layout(head.layout.as_str())?;
        let own: BTreeSet<Id> = head.tables.iter().cloned().collect();
        let needed = layout.tables.iter().filter(|own| !own.optional);
        let lacks = needed.into_iter().any(|table| !own.contains(&table.table));
        lacks.then_some(own)
    }

    /// A file read once more; `None` where it is not what it was.
    pub(super) fn again(&self, filing: &Filing, at: usize) -> Option<Whole> {
        let lying = filing.files[at].input.lying.clone();
        if lying.kind == FileKind::Folder {
            let parts = parts_of(filing, at);
            let parts: Vec<&Lying> = parts.map(|own| &own.input.lying).collect();
            return self.together(lying, &parts);
        }
        let bytes = self.inbox.again(&lying.path, &self.options.limits).ok()?;
        (sha256(&bytes) == lying.sha256).then(|| read(self.templates, self.options, lying, bytes))
    }

    /// Files read as one, with their paths; `None` where one is not there any more.
    fn together(&self, lying: Lying, parts: &[&Lying]) -> Option<Whole> {
        let mut files = Vec::with_capacity(parts.len());
        for part in parts {
            let bytes = self.inbox.again(&part.path, &self.options.limits).ok()?;
            if sha256(&bytes) != part.sha256 {
                return None;
            }
            files.push((part.name().to_owned(), bytes));
        }
        let name = lying.name().to_owned();
        let outcome = submission_of_parts(name, files, self.templates, self.options);
        let mut whole = of_outcome(lying, outcome);
        twice(&mut whole.findings);
        Some(whole)
    }

    /// The budget of a file of the inbox.
    pub(super) fn budget(&self, filing: &Filing, at: usize) -> Option<Budget> {
        let input = &filing.files[at].input;
        let again = || self.again(filing, at)?.budget;
        self.cache.budget(self.templates, input, "", again)
    }
}

/// The files that make up the submission at `at`.
pub(super) fn parts_of(filing: &Filing, at: usize) -> impl Iterator<Item = &Filed> {
    let is_part = move |own: &&Filed| own.role == FileRole::Part && own.of == Some(at);
    filing.files.iter().filter(is_part)
}

/// Whether two lists of tables are those of one submission that is spread over two files, and not two versions: each brings more of its
/// own than both have.
fn complement(one: &BTreeSet<Id>, other: &BTreeSet<Id>) -> bool {
    let both = one.intersection(other).count();
    both < one.len() - both && both < other.len() - both
}

/// The files of a line that are versions of what it hands in, where some of `files` are parts of one: parts are joined, and what
/// cannot be is said.
pub(super) fn gather(
    filing: &mut Filing,
    reader: InboxReader<'_>,
    line: usize,
    files: Vec<usize>,
) -> Vec<usize> {
    let mut tables = BTreeMap::new();
    for &at in &files {
        match reader.incomplete(&filing.files[at].input) {
            Some(own) => drop(tables.insert(at, own)),
            // Beside a whole one they are versions.
            None => return files,
        }
    }
    if tables.len() < 2 {
        return files;
    }
    let mut folders: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for &at in &files {
        let path = &filing.files[at].input.lying.path;
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        folders.entry(folder.to_owned()).or_default().push(at);
    }
    let mut left = Vec::new();
    let mut joined = false;
    for (folder, own) in folders {
        let slots = slots(filing, own.clone(), &tables);
        let set = match slots.len() > 1 {
            true => join(filing, reader, line, &folder, &slots),
            false => None,
        };
        match set {
            Some(set) => {
                joined = true;
                left.push(set);
            }
            None => left.extend(own),
        }
    }
    if !joined && slots(filing, left.clone(), &tables).len() > 1 {
        apart(filing, line, &left);
        return Vec::new();
    }
    left
}

/// Groups of files that are versions of one part each, the newest first; one group where the files are versions of a whole.
fn slots(
    filing: &Filing,
    mut files: Vec<usize>,
    tables: &BTreeMap<usize, BTreeSet<Id>>,
) -> Vec<Vec<usize>> {
    files.sort_by(|one, other| {
        let order = |at: usize| filing.files[at].input.lying.order();
        order(*one).cmp(&order(*other))
    });
    let mut slots: Vec<Vec<usize>> = Vec::new();
    for at in files {
        let fits = |slot: &Vec<usize>| {
            slot.iter()
                .any(|other| !complement(&tables[&at], &tables[other]))
        };
        match slots.iter().position(fits) {
            Some(found) => slots[found].push(at),
            None => slots.push(vec![at]),
        }
    }
    slots
}

/// Puts one file of each slot together, the newest, as a file of the folder's name.
fn join(
    filing: &mut Filing,
    reader: InboxReader<'_>,
    line: usize,
    folder: &str,
    slots: &[Vec<usize>],
) -> Option<usize> {
    let lying = |at: usize| &filing.files[at].input.lying;
    let mut parts = Vec::new();
    let mut unclear = Vec::new();
    for slot in slots {
        let versions: Vec<Version<'_>> = slot
            .iter()
            .map(|at| Version {
                path: &lying(*at).path,
                mark: mark(lying(*at).name()),
                saved: lying(*at).saved.as_deref(),
                decided: false,
            })
            .collect();
        let (order, clear) = newest(&versions);
        let same = |at: usize| {
            filing.files[slot[at]].input.statement == filing.files[slot[order[0]]].input.statement
        };
        if !clear && !same(order[1]) {
            unclear.push((slot[order[0]], slot[order[1]]));
        }
        parts.push(slot[order[0]]);
    }
    let others = filing.files.iter().enumerate().any(|(at, own)| {
        let path = &own.input.lying.path;
        let here = path.rsplit_once('/').map_or("", |(folder, _)| folder) == folder;
        here && own.role == FileRole::Counted && !slots.iter().flatten().any(|own| *own == at)
    });
    let path = match folder.is_empty() || others {
        // The folder holds what is of others, too.
        true => {
            let names: Vec<&str> = parts.iter().map(|at| lying(*at).name()).collect();
            let front = match folder.is_empty() {
                true => String::new(),
                false => format!("{folder}/"),
            };
            front + &names.join(" + ")
        }
        false => folder.to_owned(),
    };
    let listed: String = parts
        .iter()
        .map(|at| format!("{} {}\n", lying(*at).sha256, lying(*at).name()))
        .collect();
    let whole = Lying {
        path: path.clone(),
        kind: FileKind::Folder,
        size: parts.iter().map(|at| lying(*at).size).sum(),
        sha256: sha256(listed.as_bytes()),
        saved: parts.iter().filter_map(|at| lying(*at).saved.clone()).max(),
        fault: None,
    };
    let own: Vec<&Lying> = parts.iter().map(|at| lying(*at)).collect();
    let together = |lying| reader.together(lying, &own);
    let input = reader.cache.input(reader.templates, whole, "", together)?;
    let count = |input: &Input| input.head.as_ref().map_or(0, |own| own.tables.len());
    if parts
        .iter()
        .any(|at| count(&filing.files[*at].input) >= count(&input))
    {
        return None;
    }
    let set = filing.files.len();
    filing.files.push(Filed {
        input,
        role: FileRole::Counted,
        line: Some(line),
        of: None,
        why: None,
    });
    for slot in slots {
        let part = parts.iter().copied().find(|own| slot.contains(own));
        for &at in slot {
            let filed = &mut filing.files[at];
            (filed.role, filed.of) = match Some(at) == part {
                true => (FileRole::Part, Some(set)),
                false => (FileRole::Superseded, part),
            };
        }
    }
    for (counted, other) in unclear {
        let finding = Finding::new(FindingCode::VersionUnclear)
            .arg("counted", &filing.files[counted].input.lying.path)
            .arg("other", &filing.files[other].input.lying.path);
        filing.told.push(Told::new(Some(line), &path, finding));
    }
    Some(set)
}

/// A table that stands in two parts with two contents is the fault of how they were put together.
fn twice(findings: &mut [Finding]) {
    for own in findings {
        if own.code == FindingCode::RepeatedTable && own.severity == Severity::Error {
            own.code = FindingCode::WrongForm;
            own.variant = Some("parts");
        }
    }
}

/// Parts that lie in several folders: whether they belong together nobody can tell.
fn apart(filing: &mut Filing, line: usize, files: &[usize]) {
    let paths: Vec<String> = files
        .iter()
        .map(|at| filing.files[*at].input.lying.path.clone())
        .collect();
    for (&at, path) in files.iter().zip(&paths) {
        filing.files[at].role = FileRole::Unclear;
        let others = paths.iter().filter(|own| *own != path);
        let finding = Finding::new(FindingCode::UnitUnclear)
            .variant("parts")
            .list("lines", others);
        filing.told.push(Told::new(Some(line), path, finding));
    }
}
