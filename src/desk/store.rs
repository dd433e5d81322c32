//! The amounts of many budgets, kept in a file instead of memory: a batch has thousands of them, and what is done with them is done by
//! department.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::cells::AmountRow;
use super::changes::ComparedBudget;
use super::head::Head;
use super::packed::{Numbering, RowNumbers, Unpacked};
use super::shapes::Shapes;
use crate::check::Proof;
use crate::model::Id;

/// The file is of this process alone, which has it open.
const THERE: &str = "what was put into the store is there";

/// Where the amounts of a budget are, and what its tables can print; `None` where there is no budget.
#[derive(Debug, Clone, Default)]
pub(super) struct Amounts(Option<(AmountBytes, Arc<Shapes>)>);

#[derive(Debug, Clone)]
enum AmountBytes {
    Held(Arc<[u8]>),
    /// In the file of the store.
    Filed {
        at: u64,
        length: usize,
    },
}

/// A file of amounts; without one they are held in memory.
#[derive(Debug, Default)]
pub(super) struct Store(Mutex<StoreContents>);

#[derive(Debug, Default)]
struct StoreContents {
    file: Option<File>,
    end: u64,
    numbers: RowNumbers,
    ids: Numbering<Id>,
    /// What the tables of budgets that were met can print.
    shapes: Vec<Arc<Shapes>>,
    /// What layouts print.
    of_layouts: BTreeMap<Id, Arc<Shapes>>,
}

impl Store {
    /// In this file, which is emptied.
    pub(super) fn of(file: File) -> Self {
        Self(Mutex::new(StoreContents {
            file: Some(file),
            ..StoreContents::default()
        }))
    }

    fn inner(&self) -> MutexGuard<'_, StoreContents> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps the amounts of a budget, as they were packed beside those shapes of its layout; `None` where the bytes are others.
    pub(super) fn put(&self, packed: &[u8], of_layout: &Arc<Shapes>) -> Option<Amounts> {
        let mut own = Unpacked::of(packed)?;
        let shapes = own.shapes.take().map(Arc::new);
        let mut inner = self.inner();
        let shapes = inner.shared(shapes.as_ref().unwrap_or(of_layout));
        let bytes = inner.numbers.renumbered(&own)?;
        let bytes = match inner.append(&bytes) {
            Ok(at) => AmountBytes::Filed {
                at,
                length: bytes.len(),
            },
            // Also where the disk is full.
            Err(_) => AmountBytes::Held(bytes.into()),
        };
        Some(Amounts(Some((bytes, shapes))))
    }

    /// What a layout prints, as `make` tells the first time.
    pub(super) fn of_layout(&self, id: &str, make: impl FnOnce() -> Shapes) -> Arc<Shapes> {
        if let Some(known) = self.inner().of_layouts.get(id) {
            return known.clone();
        }
        let made = Arc::new(make());
        let mut inner = self.inner();
        let own = inner.of_layouts.entry(Id::from(id));
        own.or_insert(made).clone()
    }

    /// Adds the rows that a budget prints.
    pub(super) fn rows(&self, own: &Amounts, rows: &mut BTreeSet<AmountRow>) {
        let Some((bytes, _)) = &own.0 else { return };
        let mut inner = self.inner();
        let bytes = inner.bytes(bytes).expect(THERE);
        for row in inner.numbers.printed(&bytes).expect(THERE) {
            if !rows.contains(row) {
                rows.insert(row.clone());
            }
        }
    }

    /// With names that are kept once for all.
    pub(super) fn head(&self, mut head: Head) -> Head {
        let mut inner = self.inner();
        head.layout = inner.ids.one(&head.layout);
        for table in &mut head.tables {
            *table = inner.ids.one(table);
        }
        head
    }

    /// With names that are kept once for all.
    pub(super) fn proof(&self, proof: Proof) -> Proof {
        let mut inner = self.inner();
        let lines = proof.0.into_iter();
        Proof(
            lines
                .map(|((table, code), own)| ((inner.ids.one(&table), code), own))
                .collect(),
        )
    }

    /// The amounts of a budget.
    pub(super) fn get(&self, own: &Amounts) -> Arc<ComparedBudget> {
        let Some((bytes, shapes)) = &own.0 else {
            return Arc::default();
        };
        let mut inner = self.inner();
        let bytes = inner.bytes(bytes).expect(THERE);
        Arc::new(ComparedBudget {
            cells: inner.numbers.cells(&bytes).expect(THERE),
            shapes: shapes.clone(),
        })
    }
}

impl StoreContents {
    /// Tables print the same for almost everyone: it is kept once.
    fn shared(&mut self, own: &Arc<Shapes>) -> Arc<Shapes> {
        let is_known = |known: &&Arc<Shapes>| Arc::ptr_eq(known, own) || *known == own;
        if let Some(known) = self.shapes.iter().find(is_known) {
            return known.clone();
        }
        self.shapes.push(own.clone());
        own.clone()
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<u64> {
        let at = self.end;
        let file = self.file.as_mut().ok_or(io::ErrorKind::NotFound)?;
        file.seek(SeekFrom::Start(at))?;
        file.write_all(bytes)?;
        self.end += bytes.len() as u64;
        Ok(at)
    }

    fn bytes(&mut self, own: &AmountBytes) -> io::Result<Arc<[u8]>> {
        let (at, length) = match own {
            AmountBytes::Held(bytes) => return Ok(bytes.clone()),
            AmountBytes::Filed { at, length } => (*at, *length),
        };
        let file = self.file.as_mut().ok_or(io::ErrorKind::NotFound)?;
        file.seek(SeekFrom::Start(at))?;
        let mut bytes = vec![0; length];
        file.read_exact(&mut bytes)?;
        Ok(bytes.into())
    }
}
