//! What came of reading each file, kept from one run to the next: by the SHA-256 of its bytes, and by all that reading depends on.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::inputs::{Input, of_budget};
use super::ledger::{Lying, sha256};
use super::lists::Explanation;
use crate::check::Proof;
use crate::finding::{Finding, Kept};
use crate::layout::Templates;
use crate::messages::Messages;
use crate::model::Budget;

/// What came of reading files, kept in a folder.
#[derive(Debug, Default)]
pub struct Cache {
    folder: Option<PathBuf>,
    /// All that reading depends on but the bytes.
    how: String,
    /// The names of messages and of what is put into them.
    names: HashSet<&'static str>,
    used: Mutex<BTreeSet<String>>,
}

/// What is kept of a file.
#[derive(Serialize, Deserialize)]
struct Entry {
    budget: Option<Budget>,
    has_texts: bool,
    proof: Vec<serde_json::Value>,
    findings: Vec<Kept>,
    explanations: Option<Vec<Explanation>>,
}

impl Cache {
    /// What is kept in `folder`; `how` names all that reading depends on but the bytes of the files.
    #[must_use]
    pub fn open(folder: &Path, how: &str) -> Self {
        Self {
            folder: fs::create_dir_all(folder)
                .is_ok()
                .then(|| folder.to_owned()),
            how: how.to_owned(),
            names: Messages::names(),
            used: Mutex::default(),
        }
    }

    /// What came of reading the file `lying`, beside the budget whose hash is `previous`: as it is kept, else as `make` reads it.
    pub(super) fn input(
        &self,
        templates: &Templates,
        lying: Lying,
        previous: &str,
        make: impl FnOnce(Lying) -> Option<Input>,
    ) -> Option<Input> {
        let Some(folder) = self.folder.as_ref().filter(|_| !lying.sha256.is_empty()) else {
            return make(lying);
        };
        let told = [&self.how, &lying.sha256, &lying.ending(), previous].join("\n");
        let key = sha256(told.as_bytes());
        let path = folder.join(&key);
        let used = self.used.lock();
        used.unwrap_or_else(PoisonError::into_inner).insert(key);
        if let Some(known) = self.read(&path, templates, &lying) {
            return Some(known);
        }
        let mut input = make(lying)?;
        // Where it cannot be kept it is read again the next time.
        let _ = write(&path, templates, &mut input);
        Some(input)
    }

    fn read(&self, path: &Path, templates: &Templates, lying: &Lying) -> Option<Input> {
        let bytes = fs::read(path).ok()?;
        let entry: Entry = serde_json::from_slice(&bytes).ok()?;
        let findings = entry
            .findings
            .into_iter()
            .map(|own| own.finding(&self.names));
        let findings: Option<Vec<Finding>> = findings.collect();
        let budget = entry.budget.map(|mut budget| {
            let layout = templates.layout(&budget.layout);
            for table in &mut budget.tables {
                let printed = layout.and_then(|own| own.table(table.table.as_str()));
                if let Some(printed) = printed.filter(|_| table.blocks.is_empty()) {
                    table.blocks = printed.meaning();
                }
            }
            budget
        });
        let mut input = of_budget(templates, lying.clone(), budget, findings?);
        input.has_texts = entry.has_texts;
        input.proof = Proof::of_json(&entry.proof)?;
        input.explanations = entry.explanations;
        Some(input)
    }

    /// The bytes that `make` makes of what `told` names, as they are kept, else as they are made.
    pub fn bytes(&self, told: &[&str], make: impl FnOnce() -> Option<Vec<u8>>) -> Option<Vec<u8>> {
        let Some(folder) = &self.folder else {
            return make();
        };
        let key = sha256([&[self.how.as_str()], told].concat().join("\n").as_bytes());
        let path = folder.join(&key);
        let used = self.used.lock();
        used.unwrap_or_else(PoisonError::into_inner).insert(key);
        if let Ok(bytes) = fs::read(&path) {
            return Some(bytes);
        }
        let bytes = make()?;
        let beside = path.with_extension("new");
        let written = fs::write(&beside, &bytes).and_then(|()| fs::rename(&beside, &path));
        drop(written);
        Some(bytes)
    }

    /// Takes away what no file of this run needed.
    pub fn prune(&self) {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let entries = self.folder.iter().filter_map(|own| fs::read_dir(own).ok());
        for entry in entries.flatten().flatten() {
            if !used.contains(&*entry.file_name().to_string_lossy()) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

fn write(path: &Path, templates: &Templates, input: &mut Input) -> std::io::Result<()> {
    let mut taken = Vec::new();
    let mut budget = input.budget.take();
    // What the layout says anyway is not kept with each budget.
    if let Some(budget) = &mut budget {
        let layout = templates.layout(&budget.layout);
        for (at, table) in budget.tables.iter_mut().enumerate() {
            let printed = layout.and_then(|own| own.table(table.table.as_str()));
            if printed.is_some_and(|own| own.meaning() == table.blocks) {
                taken.push((at, std::mem::take(&mut table.blocks)));
            }
        }
    }
    let entry = Entry {
        budget,
        has_texts: input.has_texts,
        proof: input.proof.json(),
        findings: input.findings.iter().map(Kept::of).collect(),
        explanations: input.explanations.clone(),
    };
    let bytes = serde_json::to_vec(&entry);
    input.budget = entry.budget;
    if let Some(budget) = &mut input.budget {
        for (at, blocks) in taken {
            budget.tables[at].blocks = blocks;
        }
    }
    let beside = path.with_extension("new");
    fs::write(&beside, bytes?)?;
    fs::rename(beside, path)
}
