//! The amounts of a budget as few bytes: rows and sheets stand there by number.

use std::borrow::Borrow;
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::sync::Arc;

use super::cells::{AmountRow, Cells, Leaf, Printed};
use super::changes::ComparedBudget;
use super::few_bytes::{
    amount, index, number, put_amount, put_number, put_texts, small_number, texts,
};
use super::shapes::Shapes;
use crate::model::{Code, Coordinates, Dim, Id, Member, Place};
use crate::workbook::Address;

/// Things that are numbered as they are met.
#[derive(Debug)]
pub(super) struct Numbering<T> {
    numbers: HashMap<T, usize>,
    all: Vec<T>,
}

impl<T> Default for Numbering<T> {
    fn default() -> Self {
        Self {
            numbers: HashMap::new(),
            all: Vec::new(),
        }
    }
}

impl<T: Clone + Eq + Hash> Numbering<T> {
    fn number<Q>(&mut self, own: &Q, new: impl FnOnce() -> T) -> usize
    where
        T: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        if let Some(number) = self.numbers.get(own) {
            return *number;
        }
        let new = new();
        self.all.push(new.clone());
        self.numbers.insert(new, self.all.len() - 1);
        self.all.len() - 1
    }

    /// What was met first of all that are equal.
    pub(super) fn one(&mut self, own: &T) -> T {
        let number = self.number(own, || own.clone());
        self.all[number].clone()
    }
}

/// The numbers of rows and sheets.
#[derive(Debug, Default)]
pub(super) struct RowNumbers {
    rows: Numbering<Arc<AmountRow>>,
    sheets: Numbering<Arc<str>>,
}

impl RowNumbers {
    /// The amounts with these numbers; `None` where the bytes are no packed amounts.
    pub(super) fn renumbered(&mut self, own: &Unpacked<'_>) -> Option<Vec<u8>> {
        let rows = own.rows.iter();
        let rows = rows.map(|row| self.rows.number(&**row, || row.clone()));
        let rows: Vec<usize> = rows.collect();
        let sheets = own.sheets.iter();
        let sheets = sheets.map(|sheet| self.sheets.number(&**sheet, || sheet.clone()));
        let sheets: Vec<usize> = sheets.collect();
        let (mut from, mut to) = (own.amounts, Vec::with_capacity(own.amounts.len() * 2));
        let count = index(&mut from)?;
        put_number(&mut to, count as u128);
        for _ in 0..count {
            put_number(&mut to, *rows.get(index(&mut from)?)? as u128);
            put_amount(&mut to, amount(&mut from)?);
            put_amount(&mut to, amount(&mut from)?);
            match index(&mut from)? {
                0 => put_number(&mut to, 0),
                sheet => {
                    put_number(&mut to, *sheets.get(sheet - 1)? as u128 + 1);
                    put_number(&mut to, u128::from(small_number(&mut from)?));
                    put_number(&mut to, u128::from(small_number(&mut from)?));
                }
            }
        }
        while !from.is_empty() {
            put_number(&mut to, *rows.get(index(&mut from)?)? as u128);
            put_amount(&mut to, amount(&mut from)?);
            put_amount(&mut to, amount(&mut from)?);
        }
        Some(to)
    }

    /// The amounts that stand there with these numbers.
    pub(super) fn cells(&self, bytes: &[u8]) -> Option<Cells> {
        cells(&self.rows.all, &self.sheets.all, bytes)
    }

    /// The rows that are printed there.
    pub(super) fn printed(&self, mut bytes: &[u8]) -> Option<Vec<&AmountRow>> {
        let printed = printed(&self.rows.all, &self.sheets.all, &mut bytes)?;
        Some(printed.into_iter().map(|(row, _)| &**row).collect())
    }

    fn bytes_of(&mut self, cells: &Cells) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut row = |bytes: &mut Vec<u8>, row: &AmountRow| {
            let number = self.rows.number(row, || Arc::new(row.clone()));
            put_number(bytes, number as u128);
        };
        put_number(&mut bytes, cells.printed.len() as u128);
        for (own, printed) in &cells.printed {
            row(&mut bytes, own);
            put_amount(&mut bytes, printed.yuan);
            put_amount(&mut bytes, printed.slack);
            match &printed.place {
                None => put_number(&mut bytes, 0),
                Some(place) => {
                    let sheet = self.sheets.number(&*place.sheet, || place.sheet.clone());
                    put_number(&mut bytes, sheet as u128 + 1);
                    put_number(&mut bytes, u128::from(place.cell.row));
                    put_number(&mut bytes, u128::from(place.cell.col));
                }
            }
        }
        for leaf in &cells.leaves {
            row(&mut bytes, &leaf.row);
            put_amount(&mut bytes, leaf.yuan);
            put_amount(&mut bytes, leaf.slack);
        }
        bytes
    }
}

/// The amounts of a budget with all that their numbers mean, and what its tables can print, where that is not what its layout prints
/// (`of_layout`).
pub(super) fn packed(year: &ComparedBudget, of_layout: &Shapes) -> Vec<u8> {
    let mut numbers = RowNumbers::default();
    let amounts = numbers.bytes_of(&year.cells);
    let mut words = RowWordNumbers::default();
    let mut rows = Vec::new();
    put_number(&mut rows, numbers.rows.all.len() as u128);
    for row in &numbers.rows.all {
        words.put_word(&mut rows, &row.table);
        put_number(&mut rows, u128::from(row.again));
        words.put_coordinates(&mut rows, &row.at);
    }
    let own = Some(&*year.shapes).filter(|own| *own != of_layout);
    put_number(&mut rows, u128::from(own.is_some()));
    if let Some(Shapes(tables)) = own {
        put_number(&mut rows, tables.len() as u128);
        for (table, shapes) in tables {
            words.put_word(&mut rows, table);
            put_number(&mut rows, shapes.len() as u128);
            for (at, level) in shapes {
                words.put_coordinates(&mut rows, at);
                put_number(&mut rows, u128::from(*level));
            }
        }
    }
    let mut bytes = Vec::new();
    let dims = words.dims.all.iter().map(|own| own.name());
    put_texts(
        &mut bytes,
        dims.collect::<Vec<_>>().iter().map(|own| &**own),
    );
    put_texts(&mut bytes, words.ids.all.iter().map(Id::as_str));
    put_texts(&mut bytes, numbers.sheets.all.iter().map(|own| &**own));
    bytes.extend(rows);
    bytes.extend(amounts);
    bytes
}

/// What was packed, before its amounts are read.
pub(super) struct Unpacked<'b> {
    rows: Vec<Arc<AmountRow>>,
    sheets: Vec<Arc<str>>,
    /// What the tables can print, where that is not what the layout prints.
    pub(super) shapes: Option<Shapes>,
    amounts: &'b [u8],
}

impl<'b> Unpacked<'b> {
    /// What `packed` made; `None` where it is something else.
    pub(super) fn of(mut from: &'b [u8]) -> Option<Self> {
        let from = &mut from;
        let dims = texts(from)?.into_iter().map(Dim::named);
        let dims = dims.collect::<Option<Vec<_>>>()?;
        let ids = texts(from)?.into_iter().map(Id::from).collect();
        let words = RowWords { dims, ids };
        let sheets = texts(from)?.into_iter().map(Arc::from).collect();
        let mut rows = Vec::new();
        for _ in 0..index(from)? {
            rows.push(Arc::new(AmountRow {
                table: words.word(from)?,
                again: u8::try_from(number(from)?).ok()?,
                at: words.coordinates(from)?,
            }));
        }
        let mut tables = (index(from)? == 1).then(BTreeMap::new);
        if let Some(tables) = &mut tables {
            for _ in 0..index(from)? {
                let own: &mut BTreeMap<_, _> = tables.entry(words.word(from)?).or_default();
                for _ in 0..index(from)? {
                    let at = words.coordinates(from)?;
                    own.insert(at, u8::try_from(number(from)?).ok()?);
                }
            }
        }
        Some(Self {
            rows,
            sheets,
            shapes: tables.map(Shapes),
            amounts: from,
        })
    }

    /// The amounts.
    pub(super) fn cells(&self) -> Option<Cells> {
        cells(&self.rows, &self.sheets, self.amounts)
    }
}

/// The numbers of the words of rows: dimensions, and the names of tables and members.
#[derive(Default)]
struct RowWordNumbers {
    dims: Numbering<Dim>,
    ids: Numbering<Id>,
}

impl RowWordNumbers {
    fn put_word(&mut self, bytes: &mut Vec<u8>, word: &Id) {
        put_number(bytes, self.ids.number(word, || word.clone()) as u128);
    }

    /// A code is told from a word that looks like one.
    fn put_coordinates(&mut self, bytes: &mut Vec<u8>, at: &Coordinates) {
        put_number(bytes, at.iter().count() as u128);
        for (dim, member) in at.iter() {
            put_number(bytes, self.dims.number(&dim, || dim) as u128);
            match member {
                Member::Word(word) => {
                    let number = self.ids.number(word, || word.clone());
                    put_number(bytes, (number as u128) << 1);
                }
                Member::Code(code) => put_number(bytes, u128::from(code.rank()) << 1 | 1),
            }
        }
    }
}

/// The words of rows by their numbers.
struct RowWords {
    dims: Vec<Dim>,
    ids: Vec<Id>,
}

impl RowWords {
    fn word(&self, from: &mut &[u8]) -> Option<Id> {
        self.ids.get(index(from)?).cloned()
    }

    fn coordinates(&self, from: &mut &[u8]) -> Option<Coordinates> {
        let mut at = Coordinates::ALL;
        for _ in 0..index(from)? {
            let dim = *self.dims.get(index(from)?)?;
            let member = number(from)?;
            let member = match member & 1 {
                0 => Member::Word(self.ids.get(usize::try_from(member >> 1).ok()?)?.clone()),
                _ => Member::Code(Code::ranked(u32::try_from(member >> 1).ok()?)?),
            };
            at.set(dim, Some(member));
        }
        Some(at)
    }
}

fn cells(rows: &[Arc<AmountRow>], sheets: &[Arc<str>], mut bytes: &[u8]) -> Option<Cells> {
    let printed = printed(rows, sheets, &mut bytes)?.into_iter();
    let printed = printed.map(|(row, own)| (AmountRow::clone(row), own));
    let printed = printed.collect();
    let mut leaves = Vec::new();
    while !bytes.is_empty() {
        leaves.push(Leaf {
            row: AmountRow::clone(rows.get(index(&mut bytes)?)?),
            yuan: amount(&mut bytes)?,
            slack: amount(&mut bytes)?,
        });
    }
    Some(Cells { printed, leaves })
}

fn printed<'r>(
    rows: &'r [Arc<AmountRow>],
    sheets: &[Arc<str>],
    from: &mut &[u8],
) -> Option<Vec<(&'r Arc<AmountRow>, Printed)>> {
    let mut all = Vec::new();
    for _ in 0..index(from)? {
        let row = rows.get(index(from)?)?;
        let (yuan, slack) = (amount(from)?, amount(from)?);
        let place = match index(from)? {
            0 => None,
            sheet => Some(Place {
                sheet: sheets.get(sheet - 1)?.clone(),
                cell: Address::new(small_number(from)?, small_number(from)?),
            }),
        };
        all.push((row, Printed { yuan, slack, place }));
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    fn year() -> ComparedBudget {
        let word = |text: &str| Some(Member::Word(Id::from(text)));
        let code = Code::parse("2010301");
        let row = |at: Coordinates| AmountRow {
            table: Id::from("收支"),
            again: 1,
            at,
        };
        // A project may be called like a code.
        let one = row(Coordinates::ALL.with_code(Dim::FUNCTION, code));
        let other = row(one.at.clone().with(Dim::PROJECT, word("2010301")));
        let yuan = Decimal::new(-12_345_600, 2);
        let place = Some(Place {
            sheet: "表1".into(),
            cell: Address::new(70_000, 3),
        });
        let slack = Decimal::new(5, 3);
        let leaf = Leaf {
            row: other.clone(),
            yuan,
            slack,
        };
        let first = Printed { yuan, slack, place };
        let second = Printed {
            place: None,
            ..first.clone()
        };
        let shapes = BTreeMap::from([(Coordinates::ALL.with(Dim::FLOW, word("revenue")), 3)]);
        ComparedBudget {
            cells: Cells {
                printed: BTreeMap::from([(one, first), (other, second)]),
                leaves: vec![leaf],
            },
            shapes: Arc::new(Shapes(BTreeMap::from([(Id::from("收支"), shapes)]))),
        }
    }

    #[test]
    fn a_budget_comes_back_as_it_was_packed() {
        let year = year();
        let bytes = packed(&year, &Shapes::default());
        let back = Unpacked::of(&bytes).unwrap();
        assert_eq!(back.cells().as_ref(), Some(&year.cells));
        assert_eq!(back.shapes.as_ref(), Some(&*year.shapes));
        let of_layout = packed(&year, &year.shapes);
        assert_eq!(Unpacked::of(&of_layout).unwrap().shapes, None);
        // Under the numbers of a batch that met other rows before.
        let mut numbers = RowNumbers::default();
        let before = AmountRow {
            table: Id::from("支出"),
            again: 0,
            at: Coordinates::ALL,
        };
        numbers.rows.one(&Arc::new(before));
        let renumbered = numbers.renumbered(&back).unwrap();
        assert_eq!(numbers.cells(&renumbered).as_ref(), Some(&year.cells));
        let rows: Vec<&AmountRow> = year.cells.printed.keys().collect();
        assert_eq!(numbers.printed(&renumbered), Some(rows));
    }

    #[test]
    fn other_bytes_are_no_budget_but_never_fail() {
        let bytes = packed(&year(), &Shapes::default());
        let read = |bytes: &[u8]| {
            let own = Unpacked::of(bytes)?;
            RowNumbers::default().renumbered(&own)
        };
        assert!(read(&bytes).is_some());
        assert!(read(&[]).is_none());
        for at in 0..bytes.len() {
            let _ = read(&bytes[..at]);
            for flipped in 0..8 {
                let mut other = bytes.clone();
                other[at] ^= 1 << flipped;
                let _ = read(&other);
            }
        }
    }
}
