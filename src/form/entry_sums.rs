//! Sums over the sheet 录入, as formulas for the tables that it feeds.

use std::collections::{BTreeMap, BTreeSet};

use super::block::FormBlock;
use super::desk::{Desk, cell, down, fixed, look};
use super::dimensions::{Asked, Dimensions, NAME, SHEET, SOURCE};
use super::feeding::{blocks, is_fed};
use crate::layout::{BlockLayout, Layout};
use crate::model::{BlockModel, Code, Coordinates, Dim, Id, Model, cell as coordinates};
use crate::text::Measure;
use crate::workbook::{FormulaText, Look, Value, call, column_letters};

/// What the keys of the lines of one unit differ from those of the next by.
pub(super) const PER_UNIT: u32 = 100_000_000;

/// Where everything stands on the sheet.
#[derive(Debug)]
pub(super) struct EntrySheet {
    /// What a line can say.
    pub(super) dims: Dimensions,
    /// The unit of its amounts.
    pub(super) measure: Measure,
    /// First and last line.
    pub(super) rows: (u32, u32),
    /// The columns of the keys of 类, 款 and 项.
    pub(super) keys: [u32; 3],
    /// The column of where the money comes from, of this year or an earlier one, as it counts.
    pub(super) carry: Option<u32>,
    /// The columns that say whether a line is of a wider source.
    pub(super) groups: BTreeMap<Id, u32>,
    /// The column of each amount.
    pub(super) columns: BTreeMap<Id, u32>,
    /// The columns of sums of several of them.
    pub(super) sets: BTreeMap<Vec<Id>, u32>,
    /// The columns of what unit a line is of, and of its number, where the sheet tells.
    pub(super) units: Option<[u32; 2]>,
    /// The columns of the keys of further classifications, by level.
    pub(super) codes: BTreeMap<Dim, [u32; 2]>,
    /// The first of the columns with the sorted keys of the lines of a list: of 类, 款 and 项; of a list by unit, of the units
    /// before them.
    pub(super) sorted: BTreeMap<Pool, u32>,
    /// The columns that not all lines fill, each with those that do: what its tables ask.
    pub(super) untaken: Vec<(Id, Vec<Asked>)>,
}

/// Which lines of the sheet a list is made of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pool {
    /// Those with any amount of this.
    pub(super) asked: Asked,
    /// Not those of the 类 that have printed rows beside the list.
    pub(super) except: Vec<Code>,
    /// Whether each unit has lines of its own.
    pub(super) units: bool,
}

impl Pool {
    pub(super) fn of(
        model: &Model,
        dims: &Dimensions,
        block: &BlockModel,
        printed: &BlockLayout,
    ) -> Self {
        let rows = printed.rows.iter();
        let rows = rows.filter_map(|row| block.row(row.row.as_str()));
        let same = |at: &Coordinates| at.word(Dim::CARRY) == block.list_at.word(Dim::CARRY);
        let printed_classes = rows.filter(|row| same(&row.at));
        Self {
            asked: dims.listed(model, block, printed),
            except: printed_classes
                .filter_map(|row| row.at.function())
                .collect(),
            units: block.groups.is_some(),
        }
    }
}

/// What the cells of the blocks that the sheet feeds add up.
pub(super) fn asked(model: &Model, layout: &Layout, dims: &Dimensions) -> BTreeSet<Asked> {
    let fed = blocks(layout).filter(|(block, printed)| is_fed(block, printed));
    fed.flat_map(|(block, printed)| cells(model, block, printed))
        .map(|at| dims.asked(model, &at))
        .collect()
}

/// What the cells of a block say, but for those computed from others.
fn cells(model: &Model, block: &BlockModel, printed: &BlockLayout) -> Vec<Coordinates> {
    let rows = printed.rows.iter();
    let rows = rows.filter_map(|row| Some(&block.row(row.row.as_str())?.at));
    let whole = Coordinates::ALL;
    let lines = rows.chain([&block.list_at, &whole]);
    let lines: BTreeSet<&Coordinates> = lines.collect();
    let columns = block.columns.iter().enumerate();
    let columns: Vec<usize> = columns
        .filter(|(_, own)| printed.prints(&own.id))
        .map(|(position, _)| position)
        .collect();
    let all = lines.into_iter().flat_map(|line| {
        let columns = columns.iter();
        columns.map(move |&position| at(model, block, line, position))
    });
    all.filter(|at| model.computed(at).is_none()).collect()
}

/// The coordinates of the cell of a column in a line.
pub(super) fn at(
    model: &Model,
    block: &BlockModel,
    line: &Coordinates,
    position: usize,
) -> Coordinates {
    coordinates(model, &block.at.narrowed(line), &block.columns[position].at)
}

impl EntrySheet {
    /// The name of the lines in a column of the sheet.
    fn column(&self, col: u32) -> FormulaText {
        FormulaText::name(&format!("L_{}", column_letters(col)))
    }

    /// The names of its ranges, with what they stand for.
    pub(super) fn named(&self) -> Vec<(String, String)> {
        let mut cols: BTreeSet<u32> = self.columns.values().copied().collect();
        cols.extend(self.sets.values().chain(self.groups.values()));
        cols.extend(self.keys.iter().chain(&self.carry));
        cols.extend(self.units.iter().chain(self.codes.values()).flatten());
        cols.extend([NAME, SOURCE]);
        let column = |&col: &u32| -> (String, String) {
            (
                self.column(col).into(),
                down(col, self.rows).on(SHEET).into(),
            )
        };
        let mut all: Vec<(String, String)> = cols.iter().map(column).collect();
        for pool in self.sorted.keys() {
            for classes_only in [true, false] {
                let (name, last) = self.sorted_name(pool, classes_only);
                let (top, bottom) = self.rows;
                let first = self.sorted[pool];
                let region = fixed(top, first).to(&fixed(bottom, last));
                all.push((name, region.on(SHEET).into()));
            }
        }
        all
    }

    /// The columns that tell whose money a line is and what it buys, each with the text that it must have.
    pub(super) fn criteria(&self, model: &Model, asked: &Asked) -> Vec<(u32, String)> {
        let name = |id: &Id| model.name(id.as_str()).unwrap_or_default().to_owned();
        let source = asked.source.as_ref().map(|source| {
            let col = self.groups.get(source).copied().unwrap_or(SOURCE);
            (col, name(source))
        });
        let carry = asked.carry.as_ref().zip(self.carry);
        let carry = carry.map(|(word, col)| (col, name(word)));
        let codes = asked.codes.iter().filter_map(|(dim, code)| {
            let level = usize::from(code.level()).checked_sub(1)?;
            let col = self.codes.get(dim)?.get(level)?;
            Some((*col, format!("c{code}")))
        });
        source.into_iter().chain(carry).chain(codes).collect()
    }

    /// The sum of what a cell asks for, in the unit of its table. `keys`, columns with what must stand in them, select a code or
    /// a unit.
    pub(super) fn sum(
        &self,
        model: &Model,
        at: &Coordinates,
        keys: &[(u32, &FormulaText)],
        measure: Measure,
    ) -> FormulaText {
        let asked = self.dims.asked(model, at);
        let col = match &asked.columns[..] {
            [] => return 0.into(),
            [one] => self.columns.get(one),
            several => self.sets.get(several),
        };
        let Some(&col) = col else {
            return 0.into();
        };
        let mut criteria = vec![self.column(col)];
        for (col, key) in keys {
            criteria.extend([self.column(*col), (*key).clone()]);
        }
        for (col, name) in self.criteria(model, &asked) {
            criteria.extend([self.column(col), FormulaText::from(&name)]);
        }
        let sum = match criteria.len() {
            1 => call("SUM", criteria),
            _ => call("SUMIFS", criteria),
        };
        // Where not all tables have one unit, the sheet is in yuan.
        let (own, wanted) = (self.measure.yuan(), measure.yuan());
        if own == wanted {
            return call("ROUND", (sum, 2));
        }
        let zeros = wanted.to_string().trim_start_matches('1').len();
        call("ROUND", (sum.over(wanted), zeros + 2))
    }

    /// The lines of the sheet that a list is made of.
    pub(super) fn pool(&self, model: &Model, block: &FormBlock<'_>) -> Pool {
        Pool::of(model, &self.dims, block.meaning, block.printed)
    }

    /// The name of the region of the sorted keys of a list: of all levels, or of 类 only.
    pub(super) fn sorted(&self, pool: &Pool, classes_only: bool) -> FormulaText {
        FormulaText::name(&self.sorted_name(pool, classes_only).0)
    }

    /// The name of that region, and its last column.
    fn sorted_name(&self, pool: &Pool, classes_only: bool) -> (String, u32) {
        let first = self.sorted[pool];
        let last = match (classes_only, pool.units) {
            (true, _) => first,
            (false, false) => first + 2,
            (false, true) => first + 3,
        };
        let name = format!("L_{}_{}", column_letters(first), column_letters(last));
        (name, last)
    }

    /// What unit has a number, as it is typed.
    pub(super) fn unit_of(&self, number: &FormulaText) -> Option<FormulaText> {
        let [texts, _] = self.units?;
        Some(call("INDEX", (self.column(texts), number)))
    }

    /// The names typed on the sheet, for codes that the list does not have.
    pub(super) fn name_of(&self, key: &FormulaText) -> FormulaText {
        let found = call("MATCH", (key, self.column(self.keys[2]), 0));
        call("IFERROR", (call("INDEX", (self.column(NAME), found)), ""))
    }

    /// The cells of a line beside the table that the tables look at.
    pub(super) fn helpers(
        &self,
        model: &Model,
        desk: &mut Desk,
        whose: &str,
        row: u32,
        (number, usable): (u32, u32),
    ) {
        let aside = look(Look::Aside);
        let name = |id: &Id| model.name(id.as_str()).unwrap_or_default();
        for (parts, &col) in &self.sets {
            let cells = parts.iter().map(|id| cell(row, self.columns[id]));
            let sum = call("SUM", cells.collect::<Vec<_>>());
            desk.formula(row, col, sum, Value::Number(0.into()), aside);
        }
        let source = cell(row, SOURCE);
        for (group, &col) in &self.groups {
            let within = self.dims.sources.iter();
            let within = within.filter(|own| model.contains(Some(group), Some(own)));
            let any: Vec<FormulaText> = within.map(|own| source.is(name(own))).collect();
            let formula = match any.is_empty() {
                true => FormulaText::from(""),
                false => call("IF", (call("OR", any), name(group), "")),
            };
            desk.formula(row, col, formula, Value::Blank, aside);
        }
        if let (Some(col), Some(typed)) = (self.carry, self.dims.carry()) {
            let own = cell(row, typed);
            let default = self.dims.carries.first().map_or("", name);
            let formula = call("IF", (own.is(""), default, &own));
            desk.formula(row, col, formula, Value::Text(default.to_owned()), aside);
        }
        if let (Some([text, number]), Some(typed)) = (self.units, self.dims.unit()) {
            let (own, text_cell) = (cell(row, typed), cell(row, text));
            let own = call("TRIM", own);
            let whole = call("IF", (own.is(""), whose, &own));
            let whole = call("IF", (cell(row, usable).is(1), whole, ""));
            desk.formula(row, text, whole, Value::Blank, aside);
            let all = down(text, self.rows);
            let first = call("MATCH", (&text_cell, all, 0));
            let first = call("IF", (text_cell.is(""), "", first));
            desk.formula(row, number, first, Value::Blank, aside);
        }
        for (dim, col) in self.dims.code_columns() {
            let own = cell(row, col);
            let [class, key] = self.codes[&dim];
            let whole = FormulaText::from("c").then(bare_code(&own));
            let whole = call("IF", (own.is(""), "", whole));
            desk.formula(row, key, whole, Value::Blank, aside);
            let above = call("LEFT", (cell(row, key), 4));
            desk.formula(row, class, above, Value::Blank, aside);
        }
        for (pool, &first) in &self.sorted {
            let mut belongs = vec![cell(row, usable).is(1)];
            let told = self.criteria(model, &pool.asked).into_iter();
            belongs.extend(told.map(|(col, name)| cell(row, col).is(&name)));
            let any = pool.asked.columns.iter();
            let any = any.map(|id| call("N", cell(row, self.columns[id])).is_not(0));
            belongs.push(call("OR", any.collect::<Vec<_>>()));
            let n = cell(row, number);
            if !pool.except.is_empty() {
                let class = call("INT", n.over(10000));
                let found = call("MATCH", (class, FormulaText::list(&pool.except), 0));
                belongs.push(call("ISNA", found));
            }
            let belongs = call("AND", belongs);
            // The lines of a unit follow that of its name, which ends in 0.
            let unit = self.units.filter(|_| pool.units);
            let unit = unit.map(|[_, number]| cell(row, number).times(PER_UNIT));
            let of = |key: FormulaText| match &unit {
                Some(unit) => unit.plus(key),
                None => key,
            };
            let levels = [
                call("INT", n.over(10000)).times(100_000).plus(1),
                call("INT", n.over(100)).times(1000).plus(2),
                n.times(10).plus(3),
            ];
            let keys: Vec<FormulaText> = unit.iter().cloned().chain(levels.map(of)).collect();
            let top = cell(row, first);
            for (at, (col, key)) in (first..).zip(keys).enumerate() {
                let key = match at {
                    0 => call("IF", (&belongs, key, "")),
                    _ => call("IF", (top.is(""), "", key)),
                };
                desk.formula(row, col, key, Value::Blank, aside);
            }
        }
    }
}

/// The formula for the next of the sorted keys after that in the row above.
pub(super) fn next(row: u32, first: u32, col: u32, keys: &FormulaText) -> FormulaText {
    if row == first {
        return call("IF", (call("COUNT", keys).is(0), "", call("MIN", keys)));
    }
    let above = cell(row - 1, col);
    let count = |sign: &str| call("COUNTIF", (keys, FormulaText::from(sign).then(&above)));
    let next = call("SMALL", (keys, count("<=").plus(1)));
    let next = call("IF", (count(">").is(0), "", next));
    call("IF", (above.is(""), "", next))
}

/// The code that a cell begins with, before a space and its name.
pub(super) fn bare_code(cell: &FormulaText) -> FormulaText {
    let end = call("FIND", (" ", cell)).minus(1);
    let end = call("IFERROR", (end, call("LEN", cell)));
    call("TRIM", call("LEFT", (cell, end)))
}
