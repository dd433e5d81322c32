//! What came of reading each file, kept from one run to the next: by the SHA-256 of its bytes, and by all that reading depends on.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::cells::AmountRow;
use super::changes::ComparedBudget;
use super::inputs::{Input, Whole, read, remembered, year};
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

/// What came of reading files, kept in a folder.
#[derive(Debug, Default)]
pub struct Cache {
    folder: Option<PathBuf>,
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
        let made = fs::create_dir_all(folder).is_ok();
        let file = fs::OpenOptions::new()
            .create(true)
            .truncate(true)
            .read(true)
            .write(true)
            .open(folder.join(AMOUNTS));
        Self {
            folder: made.then(|| folder.to_owned()),
            before: before.map(Path::to_owned),
            how: how.to_owned(),
            names: Messages::names(),
            used: Mutex::default(),
            store: file.map(Store::of).unwrap_or_default(),
        }
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
        let Some(path) = self.path(&lying, previous) else {
            return Some(remembered(templates, &self.store, make(lying)?, false));
        };
        if let Some(name) = path.file_name() {
            let used = self.used.lock();
            let mut used = used.unwrap_or_else(PoisonError::into_inner);
            used.insert(name.to_string_lossy().into_owned());
        }
        if let Some(known) = self.read(&path, templates, &lying) {
            return Some(remembered(templates, &self.store, known, true));
        }
        let mut whole = make(lying)?;
        // Where it cannot be kept it is read again the next time.
        let is_kept = write(&path, templates, &mut whole).is_ok();
        Some(remembered(templates, &self.store, whole, is_kept))
    }

    /// The file in which what came of reading is kept; `None` where nothing is kept.
    fn path(&self, lying: &Lying, previous: &str) -> Option<PathBuf> {
        // Why a file could not be read may be another thing the next time.
        let is_known = !lying.sha256.is_empty() && lying.fault.is_none();
        let folder = self.folder.as_ref().filter(|_| is_known)?;
        Some(folder.join(self.name(&lying.sha256, &lying.path, previous)))
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
            let folders = [&self.folder, &self.before].into_iter().flatten();
            let entry = folders
                .map(|folder| folder.join(&name))
                .find_map(|path| entry(&path, templates))?;
            let used = self.used.lock();
            used.unwrap_or_else(PoisonError::into_inner).insert(name);
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
        entry(&self.path(&input.lying, previous)?, templates)?.budget
    }

    fn read(&self, path: &Path, templates: &Templates, lying: &Lying) -> Option<Whole> {
        let entry = entry(path, templates)?;
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

/// What is kept at `path`.
fn entry(path: &Path, templates: &Templates) -> Option<KeptFile> {
    let bytes = fs::read(path).ok()?;
    let mut entry: KeptFile = serde_json::from_slice(&bytes).ok()?;
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

fn write(path: &Path, templates: &Templates, input: &mut Whole) -> std::io::Result<()> {
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
    let beside = path.with_extension("new");
    fs::write(&beside, bytes?)?;
    fs::rename(beside, path)
}
