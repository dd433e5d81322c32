//! What came of reading each file, kept from one run to the next: by the SHA-256 of its bytes, and by all that reading depends on.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::cells::AmountRow;
use super::changes::ComparedBudget;
use super::inputs::{Input, Whole, read, remembered, year};
use super::kept_entries::{KeptEntries, in_folder};
use super::ledger::{Lying, ending, file_and_unit, sha256};
use super::lists::FindingExplanation;
use super::several_units::lying_of;
use super::store::Store;
use super::told::{Told, told_of_file};
use crate::batch::Options;
use crate::check::Proof;
use crate::finding::{Finding, KeptFinding};
use crate::layout::Templates;
use crate::messages::Messages;
use crate::model::Budget;

/// What came of reading files, kept in a folder or in memory.
#[derive(Debug, Default)]
pub struct Cache {
    entries: KeptEntries,
    /// The folder of the last run, where it is another.
    before: Option<PathBuf>,
    /// All that reading depends on but the bytes.
    how: String,
    /// The names of messages and of what is put into them.
    names: HashSet<&'static str>,
    used: Mutex<BTreeSet<String>>,
    /// The amounts of what was read.
    store: Store,
}

/// The form of the entries: part of their names, so that none of another form is taken for one.
const FORM: &str = "form 2";

/// The file of the amounts.
const AMOUNTS: &str = "amounts";

/// What is kept of a file.
#[derive(Serialize, Deserialize)]
struct KeptFile {
    budget: Option<Budget>,
    has_texts: bool,
    proof: Vec<serde_json::Value>,
    findings: Vec<KeptFinding>,
    explanations: Option<Vec<FindingExplanation>>,
    units: Vec<String>,
}

impl Cache {
    /// What is kept in `folder`; `how` names all that reading depends on but the bytes of the files. What counted in the last run
    /// is looked for in `before`, too.
    #[must_use]
    pub fn open(folder: &Path, before: Option<&Path>, how: &str) -> Self {
        let entries = KeptEntries::of_folder(folder);
        let file = fs::OpenOptions::new()
            .create(true)
            .truncate(true)
            .read(true)
            .write(true)
            .open(folder.join(AMOUNTS));
        Self {
            before: before.map(Path::to_owned),
            store: file.map(Store::of).unwrap_or_default(),
            ..Self::of(entries, how)
        }
    }

    /// What is kept in memory, where there is no disk; `how` as above.
    #[must_use]
    pub fn in_memory(how: &str) -> Self {
        Self::of(KeptEntries::in_memory(), how)
    }

    fn of(entries: KeptEntries, how: &str) -> Self {
        Self {
            entries,
            before: None,
            how: format!("{FORM}\n{how}"),
            names: Messages::names(),
            used: Mutex::default(),
            store: Store::default(),
        }
    }

    /// Keeps an entry that another cache with the same `how` gave away. What is not as it was there is read anew.
    pub fn put_entry(&self, name: &str, bytes: Vec<u8>) {
        // Where it cannot be kept the file is read again.
        let _ = self.entries.put_as_is(name, bytes);
    }

    /// Takes out all that is kept in memory, by name, for another cache with the same `how`.
    pub fn take_entries(&self) -> Vec<(String, Vec<u8>)> {
        self.entries.take()
    }

    /// What a file holds; where several units hand in with it, what each of them does comes behind. `previous` as below.
    pub(super) fn inputs(
        &self,
        (templates, options): (&Templates, &Options),
        lying: Lying,
        bytes: &[u8],
        previous: &str,
    ) -> Vec<Input> {
        let make = |lying| Some(read(templates, options, lying, bytes.to_vec()));
        let input = |lying| self.input(templates, lying, previous, make);
        let Some(whole) = input(lying) else {
            return Vec::new();
        };
        let of_units = whole.units.iter().map(|unit| lying_of(&whole.lying, unit));
        let of_units: Vec<Input> = of_units.filter_map(input).collect();
        std::iter::once(whole).chain(of_units).collect()
    }

    /// What came of reading the file `lying`, beside the budget whose hash is `previous`: as it is kept, else as `make` reads it.
    pub(super) fn input(
        &self,
        templates: &Templates,
        lying: Lying,
        previous: &str,
        make: impl FnOnce(Lying) -> Option<Whole>,
    ) -> Option<Input> {
        let Some(name) = self.kept_as(&lying, previous) else {
            return Some(remembered(templates, &self.store, make(lying)?, false));
        };
        self.uses(&name);
        if let Some(known) = self.read(&name, templates, &lying) {
            return Some(remembered(templates, &self.store, known, true));
        }
        let mut whole = make(lying)?;
        // Where it cannot be kept it is read again the next time.
        let is_kept = self.write(&name, templates, &mut whole).is_ok();
        Some(remembered(templates, &self.store, whole, is_kept))
    }

    /// The name under which what came of reading is kept; `None` where nothing is kept.
    fn kept_as(&self, lying: &Lying, previous: &str) -> Option<String> {
        // Why a file could not be read may be another thing the next time.
        let is_known = !lying.sha256.is_empty() && lying.fault.is_none();
        (is_known && self.entries.are_kept())
            .then(|| self.name(&lying.sha256, &lying.path, previous))
    }

    /// What is kept under that name was needed.
    fn uses(&self, name: &str) {
        let used = self.used.lock();
        let mut used = used.unwrap_or_else(PoisonError::into_inner);
        used.insert(name.to_owned());
    }

    /// The name of what is kept of a file with the hash, by the ending of its path and the unit whose sheets they are, beside the budget
    /// whose hash is `previous`.
    fn name(&self, hash: &str, path: &str, previous: &str) -> String {
        let (file, unit) = match file_and_unit(path) {
            Some((file, unit)) => (file, Some(unit)),
            None => (path, None),
        };
        let ending = ending(file);
        let mut told = vec![&*self.how, hash, &ending, previous];
        told.extend(unit);
        sha256(told.join("\n").as_bytes())
    }

    /// The amounts and findings of a file that an earlier run read, by its path and SHA-256, read beside the budget whose hash is
    /// `previous` or alone; `None` where they are kept no more. They stay for the next run.
    pub(super) fn earlier(
        &self,
        templates: &Templates,
        (path, hash): (&str, &str),
        previous: Option<&str>,
    ) -> Option<(ComparedBudget, Vec<Told>)> {
        let mut names = previous.into_iter().chain([""]);
        names.find_map(|previous| {
            let name = self.name(hash, path, previous);
            let own = entry(self.entries.get(&name), templates);
            let before = || in_folder(self.before.as_ref()?, &name);
            let entry = own.or_else(|| entry(before(), templates))?;
            self.uses(&name);
            let findings = entry.findings.into_iter();
            let findings = findings.map(|own| own.finding(&self.names));
            let findings = findings.collect::<Option<Vec<Finding>>>()?;
            let budget = entry.budget.as_ref();
            let told = told_of_file(&templates.model, (None, ""), budget, &findings);
            Some((year(templates, budget), told))
        })
    }

    /// The amounts of a budget and what its layout prints.
    pub(super) fn year(&self, input: &Input) -> Arc<ComparedBudget> {
        self.store.get(&input.amounts)
    }

    /// Adds the rows that a budget prints.
    pub(super) fn rows(&self, input: &Input, rows: &mut BTreeSet<AmountRow>) {
        self.store.rows(&input.amounts, rows);
    }

    /// The budget of a file that was read with the same `previous`; `None` where it has none, or somebody took away what is kept.
    pub(super) fn budget(
        &self,
        templates: &Templates,
        input: &Input,
        previous: &str,
    ) -> Option<Budget> {
        input.head.as_ref()?;
        if let Some(budget) = &input.budget {
            return Some(Budget::clone(budget));
        }
        let name = self.kept_as(&input.lying, previous)?;
        entry(self.entries.get(&name), templates)?.budget
    }

    fn read(&self, name: &str, templates: &Templates, lying: &Lying) -> Option<Whole> {
        let entry = entry(self.entries.get(name), templates)?;
        let findings = entry
            .findings
            .into_iter()
            .map(|own| own.finding(&self.names));
        let findings: Option<Vec<Finding>> = findings.collect();
        Some(Whole {
            lying: lying.clone(),
            budget: entry.budget,
            proof: Proof::of_json(&entry.proof)?,
            findings: findings?,
            has_texts: entry.has_texts,
            explanations: entry.explanations,
            units: entry.units,
        })
    }

    /// The bytes that `make` makes of what `told` names, as they are kept, else as they are made.
    pub fn bytes(&self, told: &[&str], make: impl FnOnce() -> Option<Vec<u8>>) -> Option<Vec<u8>> {
        if !self.entries.are_kept() {
            return make();
        }
        let key = sha256([&[self.how.as_str()], told].concat().join("\n").as_bytes());
        self.uses(&key);
        if let Some(bytes) = self.entries.get(&key) {
            return Some(bytes);
        }
        let bytes = make()?;
        // Where they cannot be kept they are made again the next time.
        let _ = self.entries.put(&key, &bytes);
        Some(bytes)
    }

    /// Takes away what no file of this run needed.
    pub fn prune(&self) {
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        self.entries.retain(|name| used.contains(name));
    }

    fn write(&self, name: &str, templates: &Templates, input: &mut Whole) -> std::io::Result<()> {
        let bytes = bytes_of(templates, input)?;
        self.entries.put(name, &bytes)
    }
}

/// What was kept as `bytes`.
fn entry(bytes: Option<Vec<u8>>, templates: &Templates) -> Option<KeptFile> {
    let mut entry: KeptFile = serde_json::from_slice(&bytes?).ok()?;
    if let Some(budget) = &mut entry.budget {
        let layout = templates.layout(&budget.layout);
        for table in &mut budget.tables {
            let printed = layout.and_then(|own| own.table(table.table.as_str()));
            if let Some(printed) = printed.filter(|_| table.blocks.is_empty()) {
                table.blocks = printed.meaning();
            }
        }
    }
    Some(entry)
}

/// What is kept of a file, as bytes.
fn bytes_of(templates: &Templates, input: &mut Whole) -> serde_json::Result<Vec<u8>> {
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
    let entry = KeptFile {
        budget,
        has_texts: input.has_texts,
        proof: input.proof.json(),
        findings: input.findings.iter().map(KeptFinding::of).collect(),
        explanations: input.explanations.clone(),
        units: input.units.clone(),
    };
    let bytes = serde_json::to_vec(&entry);
    input.budget = entry.budget;
    if let Some(budget) = &mut input.budget {
        for (at, blocks) in taken {
            budget.tables[at].blocks = blocks;
        }
    }
    bytes
}

#[cfg(test)]
mod tests;
