//! What came of reading each file, kept from one run to the next: by the SHA-256 of its bytes, and by all that reading depends on.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::cells::AmountRow;
use super::changes::ComparedBudget;
use super::inputs::{Input, Whole, read, remembered, shapes};
use super::kept_entries::{KeptEntries, in_folder};
use super::kept_record::{budget_bytes, budget_of, opened, record_bytes};
use super::ledger::{Lying, ending, file_and_unit, sha256};
use super::packed::{Unpacked, packed};
use super::several_units::lying_of;
use super::shapes::Shapes;
use super::store::{Amounts, Store};
use super::told::Told;
use crate::batch::Options;
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
const FORM: &str = "form 4";

/// The file of the amounts.
const AMOUNTS: &str = "amounts";

/// What the name of a budget ends with, behind that of its record.
const BUDGET: &str = ".budget";

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
        let known = |name: &String| {
            let bytes = self.entries.get(name)?;
            let (record, packed) = opened(&bytes)?;
            let amounts = match &record.head {
                Some(head) => self.put(templates, head.layout.as_str(), packed)?,
                None => Amounts::default(),
            };
            record.input(&lying, amounts, &self.names)
        };
        let name = self.kept_as(&lying, previous);
        let input = match name.as_ref().and_then(known) {
            Some(known) => known,
            None => {
                let (mut input, packed) = self.packed(templates, make(lying)?);
                if let Some(name) = &name
                    && self.keep(templates, name, &mut input, &packed).is_ok()
                {
                    input.budget = None;
                }
                let layout = input.head.as_ref().map(|own| own.layout.as_str());
                let put = |layout| {
                    let put = self.put(templates, layout, &packed);
                    put.expect("what was packed is whole")
                };
                let amounts = layout.map(put).unwrap_or_default();
                Input { amounts, ..input }
            }
        };
        Some(Input {
            head: input.head.map(|own| self.store.head(own)),
            proof: self.store.proof(input.proof),
            ..input
        })
    }

    /// What is wrong with a file, as above.
    pub(super) fn told(
        &self,
        templates: &Templates,
        lying: Lying,
        previous: &str,
        make: impl FnOnce(Lying) -> Option<Whole>,
    ) -> Option<Vec<Told>> {
        let name = self.kept_as(&lying, previous);
        let known = |name: &String| opened(&self.entries.get(name)?)?.0.told(&self.names);
        if let Some(told) = name.as_ref().and_then(known) {
            return Some(told);
        }
        let (input, packed) = self.packed(templates, make(lying)?);
        if let Some(name) = &name {
            // Its budget is that of the file read alone.
            let _ = self.keep_record(name, &input, &packed);
        }
        Some(input.told)
    }

    /// What is remembered of a file, with its packed amounts.
    fn packed(&self, templates: &Templates, whole: Whole) -> (Input, Vec<u8>) {
        let (input, year) = remembered(templates, whole);
        let packed = year.zip(input.head.as_ref()).map(|(year, head)| {
            let of_layout = self.of_layout(templates, head.layout.as_str());
            packed(&year, &of_layout)
        });
        (input, packed.unwrap_or_default())
    }

    /// Keeps the record of an input and its budget. Where that cannot be the file is read again the next time.
    fn keep(
        &self,
        templates: &Templates,
        name: &str,
        input: &mut Input,
        packed: &[u8],
    ) -> io::Result<()> {
        // The budget first: where there is a record it is there.
        if let Some(budget) = &mut input.budget {
            let bytes = budget_bytes(templates, budget)?;
            self.entries.put(&format!("{name}{BUDGET}"), &bytes)?;
        }
        self.keep_record(name, input, packed)
    }

    fn keep_record(&self, name: &str, input: &Input, packed: &[u8]) -> io::Result<()> {
        self.entries.put(name, &record_bytes(input, packed)?)
    }

    fn put(&self, templates: &Templates, layout: &str, packed: &[u8]) -> Option<Amounts> {
        self.store.put(packed, &self.of_layout(templates, layout))
    }

    fn of_layout(&self, templates: &Templates, layout: &str) -> Arc<Shapes> {
        let of_layout = || shapes(templates, layout, []);
        self.store.of_layout(layout, of_layout)
    }

    /// The name under which what came of reading is kept; `None` where nothing is kept.
    fn kept_as(&self, lying: &Lying, previous: &str) -> Option<String> {
        // Why a file could not be read may be another thing the next time.
        let is_known = !lying.sha256.is_empty() && lying.fault.is_none();
        if !is_known || !self.entries.are_kept() {
            return None;
        }
        let name = self.name(&lying.sha256, &lying.path, previous);
        self.uses(&name);
        Some(name)
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
            let known = |bytes: Vec<u8>| {
                let (record, packed) = opened(&bytes)?;
                let mut year = ComparedBudget::default();
                if let Some(head) = &record.head {
                    let mut own = Unpacked::of(packed)?;
                    let shapes = own.shapes.take().map(Arc::new);
                    let of_layout = || self.of_layout(templates, head.layout.as_str());
                    year.shapes = shapes.unwrap_or_else(of_layout);
                    year.cells = own.cells()?;
                }
                Some((year, record.told(&self.names)?))
            };
            let before = || known(in_folder(self.before.as_ref()?, &name)?);
            let known = self.entries.get(&name).and_then(known).or_else(before)?;
            self.uses(&name);
            Some(known)
        })
    }

    /// The amounts of a budget and what its tables can print.
    pub(super) fn year(&self, input: &Input) -> Arc<ComparedBudget> {
        self.store.get(&input.amounts)
    }

    /// Adds the rows that a budget prints.
    pub(super) fn rows(&self, input: &Input, rows: &mut BTreeSet<AmountRow>) {
        self.store.rows(&input.amounts, rows);
    }

    /// The budget of a file that was read with the same `previous`: as it is kept, else as `again` reads it; `None` where it has none.
    pub(super) fn budget(
        &self,
        templates: &Templates,
        input: &Input,
        previous: &str,
        again: impl FnOnce() -> Option<Budget>,
    ) -> Option<Budget> {
        input.head.as_ref()?;
        if let Some(budget) = &input.budget {
            return Some(Budget::clone(budget));
        }
        let name = self.kept_as(&input.lying, previous)? + BUDGET;
        let kept = || budget_of(templates, &self.entries.get(&name)?);
        if let Some(kept) = kept() {
            return Some(kept);
        }
        // Where somebody took it away, or it is not whole.
        let bytes = budget_bytes(templates, &mut again()?).ok()?;
        let _ = self.entries.put(&name, &bytes);
        budget_of(templates, &bytes)
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
        let is_used = |name: &str| used.contains(name.strip_suffix(BUDGET).unwrap_or(name));
        self.entries.retain(is_used);
    }
}

#[cfg(test)]
mod tests;
