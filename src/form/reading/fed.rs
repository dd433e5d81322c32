//! The tables that the sheet 录入 feeds, as its lines give them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::entries::{Entries, EntryLine};
use crate::form::dimensions::is_fed;
use crate::layout::{BlockLayout, TableLayout, Templates};
use crate::model::{
    Amount, BlockModel, Code, Coordinates, Dim, Id, Key, Line, Lines, Model, Place, RowModel,
};

/// The lines that the entries give a table: those of its fed blocks, in their order, closing lines last in each.
#[derive(Debug)]
pub(super) struct FedBlock {
    /// The block.
    pub(super) block: Id,
    pub(super) lines: Vec<Line>,
}

/// Where amounts came from that are sums: the cells of the amounts that they add up, by block, key and column.
pub(super) type Parts = BTreeMap<(Id, Key, Id), Vec<Amount>>;

/// The fed blocks of a table with what the entries give, and where it came from. `name_of` gives the name of a code.
pub(super) fn fed(
    templates: &Templates,
    printed: &TableLayout,
    entries: &Entries,
    name_of: &impl Fn(Code) -> Option<String>,
) -> (Vec<FedBlock>, Parts) {
    let model = &templates.model;
    let mut parts = Parts::new();
    let mut blocks = Vec::new();
    for own in &printed.blocks {
        let block = &*own.meaning;
        if !is_fed(block, own) {
            continue;
        }
        let fill = Fill {
            model,
            block,
            printed: own,
            entries,
        };
        blocks.push(FedBlock {
            block: block.id.clone(),
            lines: fill.lines(name_of, &mut parts),
        });
    }
    (blocks, parts)
}

struct Fill<'f> {
    model: &'f Model,
    block: &'f BlockModel,
    printed: &'f BlockLayout,
    entries: &'f Entries,
}

impl Fill<'_> {
    fn lines(&self, name_of: &impl Fn(Code) -> Option<String>, parts: &mut Parts) -> Vec<Line> {
        let mut lines: Vec<Line> = match self.block.lines {
            Lines::Fixed => {
                let rows = self.printed.rows.iter();
                let rows = rows.filter_map(|row| self.block.row(row.row.as_str()));
                rows.map(|row| self.row(row, parts)).collect()
            }
            Lines::Class(_) | Lines::FUNCTION => {
                let codes = self.codes().into_iter();
                codes.map(|code| self.code(code, name_of, parts)).collect()
            }
            Lines::List(_) | Lines::Records | Lines::Single => Vec::new(),
        };
        if !self.printed.closing.is_empty() {
            lines.push(self.line(Key::Total, "", &Coordinates::default(), parts));
        }
        lines
    }

    fn row(&self, row: &RowModel, parts: &mut Parts) -> Line {
        self.line(Key::Row(row.id.clone()), &row.name, &row.at, parts)
    }

    fn code(
        &self,
        code: Code,
        name_of: &impl Fn(Code) -> Option<String>,
        parts: &mut Parts,
    ) -> Line {
        let at = Coordinates::ALL.with_code(Dim::FUNCTION, Some(code));
        let own = |line: &&EntryLine| line.code == code && !line.name.is_empty();
        let typed = self.entries.lines.iter().find(own);
        let name = typed.map(|line| line.name.clone());
        let name = name.or_else(|| self.entries.names.get(&code).cloned());
        let name = name.or_else(|| name_of(code)).unwrap_or_default();
        self.line(Key::Code(code), &name, &at, parts)
    }

    /// The codes of the lines, those above them included.
    fn codes(&self) -> BTreeSet<Code> {
        let source = self.block.at.source();
        let own = self.entries.lines.iter();
        let own = own.filter(|line| self.model.contains(source, Some(&line.source)));
        if matches!(self.block.lines, Lines::Class(_)) {
            return own.map(|line| line.code.class()).collect();
        }
        own.flat_map(|line| std::iter::successors(Some(line.code), |code| code.parent()))
            .collect()
    }

    fn line(&self, key: Key, name: &str, at: &Coordinates, parts: &mut Parts) -> Line {
        let at = self.block.at.narrowed(at);
        let belongs = |line: &EntryLine| {
            let within = at.function().is_none_or(|code| code.contains(line.code));
            within && self.model.contains(at.source(), Some(&line.source))
        };
        let lines = || self.entries.lines.iter().filter(|line| belongs(line));
        let mut amounts = BTreeMap::new();
        for column in &self.block.columns {
            if !self.printed.prints(&column.id) {
                continue;
            }
            let at = at.narrowed(&column.at);
            let own: Vec<Amount> = lines()
                .filter(|line| self.model.contains(at.source(), Some(&line.source)))
                .flat_map(|line| &line.amounts)
                .filter(|(kind, _)| self.model.contains(at.kind(), Some(kind)))
                .map(|(_, amount)| amount.clone())
                .filter(|amount| !amount.yuan.is_zero())
                .collect();
            let yuan: Decimal = own.iter().map(|amount| amount.yuan).sum();
            let yuan = yuan.normalize();
            // The form leaves blank what comes to nothing.
            let Some(first) = own.first().filter(|_| !yuan.is_zero()) else {
                continue;
            };
            let place = first.place.clone();
            let stated = yuan.to_string();
            let sum = Amount {
                measure: None,
                yuan,
                stated: Some(stated.into()),
                place,
            };
            amounts.insert(column.id.clone(), sum);
            parts.insert((self.block.id.clone(), key.clone(), column.id.clone()), own);
        }
        let place = at.function().and(lines().next());
        Line {
            name: name.to_owned(),
            amounts,
            place: place.map(|line| Place {
                sheet: Arc::clone(&line.place.sheet),
                cell: line.place.cell,
            }),
            ..Line::new(&self.block.id, key)
        }
    }
}
