//! The amounts of many budgets, kept in a file instead of memory: a batch has thousands of them, and what is done with them is done by
//! department.

use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rust_decimal::Decimal;

use super::cells::{AmountRow, Cells, Leaf, Printed};
use super::changes::ComparedBudget;
use super::head::Head;
use super::shapes::Shapes;
use crate::check::Proof;
use crate::model::{Id, Place};
use crate::workbook::Address;

/// The file is of this process alone, which has it open.
const THERE: &str = "what was put into the store is there";

/// Where the amounts of a budget are.
#[derive(Debug, Clone)]
pub(super) enum Amounts {
    /// In memory.
    Held(Arc<ComparedBudget>),
    /// In the file of the store.
    Kept {
        at: u64,
        length: usize,
        shapes: Arc<Shapes>,
    },
}

impl Default for Amounts {
    fn default() -> Self {
        Self::Held(Arc::default())
    }
}

/// A file of amounts; without one they are held in memory.
#[derive(Debug, Default)]
pub(super) struct Store(Mutex<StoreContents>);

#[derive(Debug, Default)]
struct StoreContents {
    file: Option<File>,
    end: u64,
    rows: Numbering<AmountRow>,
    ids: Numbering<Id>,
    sheets: Numbering<Arc<str>>,
    /// What the layouts that were met print.
    shapes: Vec<Arc<Shapes>>,
}

/// Things that are numbered as they are met.
#[derive(Debug)]
struct Numbering<T> {
    numbers: HashMap<Arc<T>, usize>,
    all: Vec<Arc<T>>,
}

impl<T> Default for Numbering<T> {
    fn default() -> Self {
        Self {
            numbers: HashMap::new(),
            all: Vec::new(),
        }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Numbering<T> {
    fn number(&mut self, own: &T) -> usize {
        if let Some(number) = self.numbers.get(own) {
            return *number;
        }
        let own = Arc::new(own.clone());
        self.all.push(own.clone());
        self.numbers.insert(own, self.all.len() - 1);
        self.all.len() - 1
    }

    fn one(&mut self, own: &T) -> T {
        let number = self.number(own);
        T::clone(&self.all[number])
    }
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

    /// Keeps the amounts of a budget.
    pub(super) fn put(&self, year: ComparedBudget) -> Amounts {
        let mut inner = self.inner();
        let shapes = inner.shared(&year.shapes);
        let year = ComparedBudget { shapes, ..year };
        if inner.file.is_none() {
            return Amounts::Held(Arc::new(year));
        }
        let bytes = inner.bytes_of(&year.cells);
        match inner.append(&bytes) {
            Ok(at) => Amounts::Kept {
                at,
                length: bytes.len(),
                shapes: year.shapes,
            },
            // Where the disk is full it is held.
            Err(_) => Amounts::Held(Arc::new(year)),
        }
    }

    /// Adds the rows that a budget prints.
    pub(super) fn rows(&self, own: &Amounts, rows: &mut BTreeSet<AmountRow>) {
        let (at, length) = match own {
            Amounts::Held(year) => return rows.extend(year.cells.printed.keys().cloned()),
            Amounts::Kept { at, length, .. } => (*at, *length),
        };
        let mut inner = self.inner();
        let bytes = inner.read(at, length).unwrap_or_default();
        let printed = inner.printed(&mut &bytes[..]).expect(THERE);
        for (row, _) in printed {
            if !rows.contains(&**row) {
                rows.insert(AmountRow::clone(row));
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
        let (at, length, shapes) = match own {
            Amounts::Held(year) => return year.clone(),
            Amounts::Kept { at, length, shapes } => (*at, *length, shapes.clone()),
        };
        let mut inner = self.inner();
        let cells = inner
            .read(at, length)
            .ok()
            .and_then(|bytes| inner.cells_of(&bytes));
        let cells = cells.expect(THERE);
        Arc::new(ComparedBudget { cells, shapes })
    }
}

impl StoreContents {
    /// Layouts print the same for everyone: it is kept once.
    fn shared(&mut self, own: &Arc<Shapes>) -> Arc<Shapes> {
        if let Some(known) = self.shapes.iter().find(|known| *known == own) {
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

    fn read(&mut self, at: u64, length: usize) -> io::Result<Vec<u8>> {
        let file = self.file.as_mut().ok_or(io::ErrorKind::NotFound)?;
        file.seek(SeekFrom::Start(at))?;
        let mut bytes = vec![0; length];
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn bytes_of(&mut self, cells: &Cells) -> Vec<u8> {
        let mut bytes = Vec::new();
        put_number(&mut bytes, cells.printed.len() as u128);
        for (row, own) in &cells.printed {
            put_number(&mut bytes, self.rows.number(row) as u128);
            put_amount(&mut bytes, own.yuan);
            put_amount(&mut bytes, own.slack);
            match &own.place {
                None => put_number(&mut bytes, 0),
                Some(place) => {
                    put_number(&mut bytes, self.sheets.number(&place.sheet) as u128 + 1);
                    put_number(&mut bytes, u128::from(place.cell.row));
                    put_number(&mut bytes, u128::from(place.cell.col));
                }
            }
        }
        for own in &cells.leaves {
            put_number(&mut bytes, self.rows.number(&own.row) as u128);
            put_amount(&mut bytes, own.yuan);
            put_amount(&mut bytes, own.slack);
        }
        bytes
    }

    fn cells_of(&self, mut bytes: &[u8]) -> Option<Cells> {
        let printed = self.printed(&mut bytes)?;
        let printed = printed
            .into_iter()
            .map(|(row, own)| (AmountRow::clone(row), own));
        let printed = printed.collect();
        let mut leaves = Vec::new();
        while !bytes.is_empty() {
            leaves.push(Leaf {
                row: AmountRow::clone(self.rows.all.get(index(&mut bytes)?)?),
                yuan: amount(&mut bytes)?,
                slack: amount(&mut bytes)?,
            });
        }
        Some(Cells { printed, leaves })
    }

    fn printed(&self, from: &mut &[u8]) -> Option<Vec<(&Arc<AmountRow>, Printed)>> {
        let count = index(from)?;
        let mut all = Vec::with_capacity(count);
        for _ in 0..count {
            let row = self.rows.all.get(index(from)?)?;
            let (yuan, slack) = (amount(from)?, amount(from)?);
            let place = match index(from)? {
                0 => None,
                sheet => Some(Place {
                    sheet: Arc::clone(self.sheets.all.get(sheet - 1)?),
                    cell: Address::new(
                        u32::try_from(number(from)?).ok()?,
                        u32::try_from(number(from)?).ok()?,
                    ),
                }),
            };
            all.push((row, Printed { yuan, slack, place }));
        }
        Some(all)
    }
}

/// Seven bits a byte, the last ones first; the highest bit says that more follow.
fn put_number(bytes: &mut Vec<u8>, mut number: u128) {
    loop {
        let low = u8::try_from(number & 0x7F).unwrap_or_default();
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return;
        }
        bytes.push(low | 0x80);
    }
}

fn number(from: &mut &[u8]) -> Option<u128> {
    let mut number = 0_u128;
    let mut shift = 0;
    loop {
        let (byte, rest) = from.split_first()?;
        *from = rest;
        number |= u128::from(byte & 0x7F).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some(number);
        }
        shift += 7;
    }
}

fn index(from: &mut &[u8]) -> Option<usize> {
    usize::try_from(number(from)?).ok()
}

/// The digits, then the decimals and the sign.
fn put_amount(bytes: &mut Vec<u8>, amount: Decimal) {
    put_number(bytes, amount.mantissa().unsigned_abs());
    let sign = u128::from(amount.is_sign_negative());
    put_number(bytes, u128::from(amount.scale()) << 1 | sign);
}

fn amount(from: &mut &[u8]) -> Option<Decimal> {
    let digits = i128::try_from(number(from)?).ok()?;
    let scale = number(from)?;
    let mut amount =
        Decimal::try_from_i128_with_scale(digits, u32::try_from(scale >> 1).ok()?).ok()?;
    amount.set_sign_negative(scale & 1 == 1);
    Some(amount)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_come_back_as_they_were_put() {
        for text in [
            "0",
            "-0.00",
            "0.005",
            "-123456789012345678.90",
            "79228162514264337593543950335",
        ] {
            let own: Decimal = text.parse().unwrap();
            let mut bytes = Vec::new();
            put_amount(&mut bytes, own);
            let back = amount(&mut &bytes[..]).unwrap();
            assert_eq!(back.serialize(), own.serialize(), "{text}");
        }
    }
}
