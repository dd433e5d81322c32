//! The tables that the sheet 录入 feeds, as its lines give them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::entries::{Entries, EntryLine};
use crate::bind::key_name;
use crate::form::described;
use crate::form::dimensions::{Asked, Dimensions};
use crate::form::entry_sums::{self, Pool};
use crate::form::feeding::is_fed;
use crate::layout::{BlockLayout, Field, KeyPart, RowKind, TableLayout, Templates};
use crate::model::{
    Amount, BlockModel, Code, Computed, Coordinates, Dim, Id, Key, Line, Lines, Member, Model,
    Place, RowModel, fen,
};
use crate::text::squash;

/// The lines that the entries give a table: those of its fed blocks, in their order, closing lines last in each.
#[derive(Debug)]
pub(super) struct FedBlock {
    /// The block.
    pub(super) block: Id,
    /// How many rows stand above its lines: that of a total that comes first.
    pub(super) above: u32,
    pub(super) lines: Vec<Line>,
}

/// Where amounts came from that are sums: the cells of the amounts that they add up, by block, line and column.
pub(super) type FedParts = BTreeMap<(Id, Key, Coordinates, Id), Vec<Amount>>;

/// The fed blocks of a table with what the entries give, and where it came from. `name_of` gives the name of a code.
pub(super) fn fed(
    templates: &Templates,
    printed: &TableLayout,
    entries: &Entries,
    name_of: &impl Fn(Code) -> Option<String>,
) -> (Vec<FedBlock>, FedParts) {
    let model = &templates.model;
    let mut parts = FedParts::new();
    let mut blocks = Vec::new();
    for own in &printed.blocks {
        let block = &*own.meaning;
        if !is_fed(block, own) {
            continue;
        }
        let structure = described::structure(model, own, &[]);
        let computed = (0..block.columns.len()).map(|column| structure.computed(model, column));
        let fill = Fill {
            model,
            block,
            printed: own,
            computed: computed.collect(),
            unit: printed.measure.yuan(),
            entries,
        };
        blocks.push(FedBlock {
            block: block.id.clone(),
            above: u32::from(own.closing_first),
            lines: fill.lines(name_of, &mut parts),
        });
    }
    (blocks, parts)
}

struct Fill<'f> {
    model: &'f Model,
    block: &'f BlockModel,
    printed: &'f BlockLayout,
    /// The two columns that each computed one is made of.
    computed: Vec<Option<Computed>>,
    /// The unit of its table in yuan.
    unit: Decimal,
    entries: &'f Entries,
}

impl Fill<'_> {
    fn lines(&self, name_of: &impl Fn(Code) -> Option<String>, parts: &mut FedParts) -> Vec<Line> {
        let listed = |parts: &mut FedParts| -> Vec<Line> {
            if self.block.lines == Lines::Fixed {
                return Vec::new();
            }
            if self.block.groups.is_some() {
                return self.units(name_of, parts);
            }
            let codes = self.codes(None).into_iter();
            codes
                .map(|code| self.code(code, None, name_of, parts))
                .collect()
        };
        let whole = Coordinates::ALL;
        let total = |parts: &mut FedParts| self.line(Key::Total, "", &whole, None, parts);
        let mut lines = Vec::new();
        if self.printed.rows.is_empty() {
            lines = listed(parts);
        }
        for row in &self.printed.rows {
            match row.kind {
                RowKind::Line => {
                    let own = self.block.row(row.row.as_str());
                    lines.extend(own.map(|own| self.row(own, parts)));
                }
                RowKind::List => lines.extend(listed(parts)),
                RowKind::Total => lines.push(total(parts)),
                RowKind::Heading | RowKind::Text => {}
            }
        }
        if !self.printed.closing.is_empty() {
            lines.push(total(parts));
        }
        lines
    }

    fn row(&self, row: &RowModel, parts: &mut FedParts) -> Line {
        self.line(Key::Row(row.id.clone()), &row.name, &row.at, None, parts)
    }

    /// The lines of each unit below that of its name, in the order in which they are first entered.
    fn units(&self, name_of: &impl Fn(Code) -> Option<String>, parts: &mut FedParts) -> Vec<Line> {
        let mut units: Vec<&str> = Vec::new();
        for unit in self
            .entries
            .lines
            .iter()
            .filter_map(|line| line.unit.as_deref())
        {
            if !units.contains(&unit) {
                units.push(unit);
            }
        }
        let mut lines = Vec::new();
        for unit in units {
            let codes = self.codes(Some(unit));
            if codes.is_empty() {
                continue;
            }
            let (code, name) = parted(unit);
            let member = match code {
                "" => Id::from(&*squash(name)),
                code => Id::from(&*squash(code)),
            };
            let at = Coordinates::ALL.with(Dim::AGENCY, Some(Member::Word(member)));
            let mut head = self.line(Key::Group, name, &at, Some(unit), parts);
            let keys = self
                .printed
                .columns
                .iter()
                .filter_map(|column| match column.field {
                    Field::Key(Dim::AGENCY, part) => Some(part),
                    _ => None,
                });
            for part in keys {
                let text = match part {
                    KeyPart::Code => code,
                    KeyPart::Name => name,
                };
                if !text.is_empty() {
                    let key = key_name(Dim::AGENCY, part);
                    head.texts.insert(Id::from(key.as_str()), text.to_owned());
                }
            }
            lines.push(head);
            for code in codes {
                lines.push(self.code(code, Some((unit, &at)), name_of, parts));
            }
        }
        lines
    }

    fn code(
        &self,
        code: Code,
        unit: Option<(&str, &Coordinates)>,
        name_of: &impl Fn(Code) -> Option<String>,
        parts: &mut FedParts,
    ) -> Line {
        let at = match (self.block.lines, unit) {
            (Lines::Class(_), _) => self.block.list_at.clone(),
            (_, Some((_, at))) => at.clone(),
            (_, None) => Coordinates::ALL,
        };
        let at = at.with_code(Dim::FUNCTION, Some(code));
        let own = |line: &&EntryLine| line.code == code && !line.name.is_empty();
        let typed = self.entries.lines.iter().find(own);
        let name = typed.map(|line| line.name.clone());
        let name = name.or_else(|| self.entries.names.get(&code).cloned());
        let name = name.or_else(|| name_of(code)).unwrap_or_default();
        let unit = unit.map(|(unit, _)| unit);
        self.line(Key::Code(code), &name, &at, unit, parts)
    }

    fn belongs(&self, line: &EntryLine, asked: &Asked) -> bool {
        let from = (&line.source, line.carry.as_ref());
        Dimensions::belongs(self.model, asked, from, &line.codes)
    }

    /// The codes of the lines, of a unit where one is asked for, those above them included.
    fn codes(&self, unit: Option<&str>) -> BTreeSet<Code> {
        let pool = Pool::of(self.model, &self.entries.dims, self.block, self.printed);
        let states = |line: &EntryLine| {
            let mut amounts = line.amounts.iter();
            amounts.any(|(column, own)| pool.asked.columns.contains(column) && !own.yuan.is_zero())
        };
        let own = self.entries.lines.iter();
        let own = own.filter(|line| self.belongs(line, &pool.asked) && states(line));
        let own = own.filter(|line| unit.is_none() || line.unit.as_deref() == unit);
        let own = own.filter(|line| !pool.except.contains(&line.code.class()));
        if matches!(self.block.lines, Lines::Class(_)) {
            return own.map(|line| line.code.class()).collect();
        }
        own.flat_map(|line| std::iter::successors(Some(line.code), |code| code.parent()))
            .collect()
    }

    fn line(
        &self,
        key: Key,
        name: &str,
        at: &Coordinates,
        unit: Option<&str>,
        parts: &mut FedParts,
    ) -> Line {
        let code = at.function();
        let whose = Coordinates::ALL.with(Dim::AGENCY, at.get(Dim::AGENCY).cloned());
        let within = |line: &&EntryLine| {
            code.is_none_or(|code| code.contains(line.code))
                && (unit.is_none() || line.unit.as_deref() == unit)
        };
        let lines = || self.entries.lines.iter().filter(within);
        let mut amounts = BTreeMap::new();
        let computed = &self.computed;
        for (position, column) in self.block.columns.iter().enumerate() {
            if !self.printed.prints(&column.id) || computed[position].is_some() {
                continue;
            }
            let at = entry_sums::at(self.model, self.block, at, position);
            let asked = self.entries.dims.asked(self.model, &at);
            let own: Vec<Amount> = lines()
                .filter(|line| self.belongs(line, &asked))
                .flat_map(|line| &line.amounts)
                .filter(|(column, _)| asked.columns.contains(column))
                .map(|(_, amount)| amount.clone())
                .filter(|amount| !amount.yuan.is_zero())
                .collect();
            let yuan: Decimal = own.iter().map(|amount| amount.yuan).sum();
            // The form leaves blank what comes to nothing.
            let Some(first) = own.first().filter(|_| !yuan.is_zero()) else {
                continue;
            };
            let place = first.place.clone();
            amounts.insert(column.id.clone(), self.amount(yuan, None, place));
            let at = whose.clone();
            let line = (self.block.id.clone(), key.clone(), at, column.id.clone());
            parts.insert(line, own);
        }
        for (position, column) in self.block.columns.iter().enumerate() {
            let Some(computed) = computed[position].filter(|_| self.printed.prints(&column.id))
            else {
                continue;
            };
            let at = entry_sums::at(self.model, self.block, at, position);
            let measure = self.model.measure(&at);
            let of = computed
                .of
                .map(|own| amounts.get(&self.block.columns[own].id));
            if let Some(yuan) = difference(of, computed.percent).filter(|own| !own.is_zero()) {
                let place = of.into_iter().flatten().next();
                let place = place.and_then(|own| own.place.clone());
                amounts.insert(column.id.clone(), self.amount(yuan, measure, place));
            }
        }
        let place = code.and(lines().next());
        Line {
            name: name.to_owned(),
            amounts,
            place: place.map(|line| Place {
                sheet: Arc::clone(&line.place.sheet),
                cell: line.place.cell,
            }),
            at: whose,
            ..Line::new(&self.block.id, key)
        }
    }

    fn amount(&self, yuan: Decimal, measure: Option<&str>, place: Option<Place>) -> Amount {
        let unit = match measure {
            None => self.unit,
            Some(_) => Decimal::ONE,
        };
        let stated = (yuan / unit).normalize().to_string();
        Amount {
            measure: measure.map(Into::into),
            yuan: yuan.normalize(),
            stated: Some(stated.into()),
            place,
        }
    }
}

/// The code and the name of a unit as it is typed: a code begins with a digit, and a space follows it.
fn parted(unit: &str) -> (&str, &str) {
    match unit.split_once(' ') {
        Some((code, name)) if code.starts_with(|c: char| c.is_ascii_digit()) => (code, name.trim()),
        _ => ("", unit),
    }
}

/// The change from one amount to this year's, or the same in percent, as the form rounds it.
fn difference([own, base]: [Option<&Amount>; 2], percent: bool) -> Option<Decimal> {
    let yuan = |amount: Option<&Amount>| amount.map(|own| own.yuan).unwrap_or_default();
    let change = yuan(own).checked_sub(yuan(base))?;
    if !percent {
        return Some(change);
    }
    let base = Some(yuan(base)).filter(|base| !base.is_zero())?;
    let ratio = change.checked_div(base)?;
    Some(fen(ratio.checked_mul(Decimal::ONE_HUNDRED)?))
}
