//! What the words of a line of the sheet 录入 say: where its money comes from, and its further codes.

use rust_decimal::Decimal;

use super::entries::EntryReader;
use super::entry_sheet::{code_of, shown};
use super::faults::EntryFault;
use crate::bind::Role;
use crate::model::{Amount, Code, Dim, Id, Lines};
use crate::text::{squash, strip_ordinal};
use crate::workbook::{Address, Cell};

impl EntryReader<'_> {
    /// What a line comes from, this year or an earlier one: `None` where a text names nothing of it, which is said.
    pub(super) fn carry<'c>(
        &mut self,
        cell: impl Fn(u32) -> Option<&'c Cell>,
        row: u32,
        whole: Decimal,
    ) -> Option<Option<Id>> {
        let Some(col) = self.columns.carry else {
            return Some(None);
        };
        let place = Address::new(row, col);
        self.entries.roles.insert(place, Role::Label);
        let stated = cell(col).map(|cell| shown(&cell.value)).unwrap_or_default();
        let squashed = squash(&stated);
        let words = &self.dimensions.carries;
        if squashed.is_empty() {
            return Some(words.first().cloned());
        }
        let model = &self.templates.model;
        let named = |id: &&Id| {
            let name = model.name(id.as_str());
            name.is_some_and(|name| squash(name) == squashed)
        };
        let own = words.iter().find(named).cloned();
        if own.is_none() {
            let stated = self.stated(row, col);
            self.faults.add(EntryFault::UnknownCarry, stated, whole);
        }
        own.map(Some)
    }

    /// The codes of further classifications: spending has one of each. `None` where one is missing or is none, which is said.
    pub(super) fn codes<'c>(
        &mut self,
        cell: impl Fn(u32) -> Option<&'c Cell>,
        row: u32,
        amounts: &[(Id, Amount)],
    ) -> Option<Vec<(Dim, Code)>> {
        let spends = |(column, amount): &(Id, Amount)| {
            self.dimensions.kinds.contains(column) && !amount.yuan.is_zero()
        };
        let spends = amounts.iter().any(spends);
        let whole: Decimal = amounts.iter().map(|(_, amount)| amount.yuan.abs()).sum();
        let model = &self.templates.model;
        let mut codes = Vec::new();
        for (dim, col) in &self.columns.codes {
            let place = Address::new(row, *col);
            self.entries.roles.insert(place, Role::Code);
            let typed = cell(*col).map(|cell| shown(&cell.value));
            let typed = typed.unwrap_or_default();
            let first = model.dimension(*dim).and_then(|own| own.codes);
            let own = code_of(&typed, 2).map(|(code, _)| code);
            let own = own.filter(|code| code.to_string().chars().next() == first);
            match own {
                Some(code) => codes.push((*dim, code)),
                None if squash(&typed).is_empty() && !spends => {}
                None => {
                    let stated = self.stated(row, *col);
                    let fault = match squash(&typed).is_empty() {
                        true => EntryFault::NoFurtherCode,
                        false => EntryFault::BadFurtherCode,
                    };
                    self.faults.add(fault, stated, whole);
                    return None;
                }
            }
        }
        Some(codes)
    }

    /// The source of money that a text names.
    pub(super) fn source(&self, text: &str) -> Option<Id> {
        let squashed = squash(text);
        let bare = strip_ordinal(&squashed);
        if bare.is_empty() {
            return None;
        }
        let model = &self.templates.model;
        let named = |id: &&Id| {
            let name = model.name(id.as_str());
            name.is_some_and(|name| squash(name) == bare)
        };
        let sources = &self.dimensions.sources;
        if let Some(id) = sources.iter().find(named) {
            return Some(id.clone());
        }
        // As the layout's own tables call it.
        let (key, _) = self.layout.canonical(bare);
        let rows = crate::form::feeding::blocks(self.layout);
        let mut rows = rows
            .filter(|(block, _)| block.lines == Lines::Fixed)
            .flat_map(|(block, printed)| printed.rows.iter().map(move |row| (block, row)));
        let (block, row) = rows.find(|(_, row)| row.key == key)?;
        let source = block.row(row.row.as_str())?.at.source().cloned()?;
        sources.contains(&source).then_some(source)
    }
}
