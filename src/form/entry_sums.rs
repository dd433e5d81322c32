//! Sums over the sheet 录入, as formulas for the tables that it feeds.

use std::collections::{BTreeMap, BTreeSet};

use super::desk::{Desk, cell, down, fixed, look, on};
use super::dimensions::{Asked, Dimensions, NAME, SHEET, SOURCE};
use super::feeding::{blocks, is_fed};
use crate::layout::{BlockLayout, Layout};
use crate::model::{BlockModel, Code, Coordinates, Dim, Id, Model, cell as coordinates};
use crate::text::Measure;
use crate::workbook::{Look, Value, column_letters};

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
    fn column(&self, col: u32) -> String {
        format!("L_{}", column_letters(col))
    }

    /// The names of its ranges, with what they stand for.
    pub(super) fn named(&self) -> Vec<(String, String)> {
        let mut cols: BTreeSet<u32> = self.columns.values().copied().collect();
        cols.extend(self.sets.values().chain(self.groups.values()));
        cols.extend(self.keys.iter().chain(&self.carry));
        cols.extend(self.units.iter().chain(self.codes.values()).flatten());
        cols.extend([NAME, SOURCE]);
        let column = |&col: &u32| (self.column(col), on(SHEET, &down(col, self.rows)));
        let mut all: Vec<(String, String)> = cols.iter().map(column).collect();
        for pool in self.sorted.keys() {
            for classes_only in [true, false] {
                let (name, last) = self.sorted_name(pool, classes_only);
                let (top, bottom) = self.rows;
                let first = self.sorted[pool];
                let region = format!("{}:{}", fixed(top, first), fixed(bottom, last));
                all.push((name, on(SHEET, &region)));
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
        keys: &[(u32, &str)],
        measure: Measure,
    ) -> String {
        let asked = self.dims.asked(model, at);
        let col = match &asked.columns[..] {
            [] => return "0".to_owned(),
            [one] => self.columns.get(one),
            several => self.sets.get(several),
        };
        let Some(&col) = col else {
            return "0".to_owned();
        };
        let mut criteria = vec![self.column(col)];
        for (col, key) in keys {
            criteria.extend([self.column(*col), (*key).to_owned()]);
        }
        for (col, name) in self.criteria(model, &asked) {
            criteria.extend([self.column(col), format!("\"{name}\"")]);
        }
        let sum = match criteria.len() {
            1 => format!("SUM({})", criteria[0]),
            _ => format!("SUMIFS({})", criteria.join(",")),
        };
        // Where not all tables have one unit, the sheet is in yuan.
        let (own, wanted) = (self.measure.yuan(), measure.yuan());
        if own == wanted {
            return format!("ROUND({sum},2)");
        }
        let zeros = wanted.to_string().trim_start_matches('1').len();
        format!("ROUND({sum}/{wanted},{})", zeros + 2)
    }

    /// The name of the region of the sorted keys of a list: of all levels, or of 类 only.
    pub(super) fn sorted(&self, pool: &Pool, classes_only: bool) -> String {
        self.sorted_name(pool, classes_only).0
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
    pub(super) fn unit_of(&self, number: &str) -> Option<String> {
        let [texts, _] = self.units?;
        Some(format!("INDEX({},{number})", self.column(texts)))
    }

    /// The names typed on the sheet, for codes that the list does not have.
    pub(super) fn name_of(&self, key: &str) -> String {
        format!(
            "IFERROR(INDEX({},MATCH({key},{},0)),\"\")",
            self.column(NAME),
            self.column(self.keys[2])
        )
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
            let cells: Vec<String> = parts.iter().map(|id| cell(row, self.columns[id])).collect();
            let sum = format!("SUM({})", cells.join(","));
            desk.formula(row, col, sum, Value::Number(0.into()), aside);
        }
        let source = cell(row, SOURCE);
        for (group, &col) in &self.groups {
            let within = self.dims.sources.iter();
            let within = within.filter(|own| model.contains(Some(group), Some(own)));
            let any: Vec<String> = within
                .map(|own| format!("{source}=\"{}\"", name(own)))
                .collect();
            let formula = match any.is_empty() {
                true => "\"\"".to_owned(),
                false => format!("IF(OR({}),\"{}\",\"\")", any.join(","), name(group)),
            };
            desk.formula(row, col, formula, Value::Blank, aside);
        }
        if let (Some(col), Some(typed)) = (self.carry, self.dims.carry()) {
            let own = cell(row, typed);
            let default = self.dims.carries.first().map_or("", name);
            let formula = format!("IF({own}=\"\",\"{default}\",{own})");
            desk.formula(row, col, formula, Value::Text(default.to_owned()), aside);
        }
        if let (Some([text, number]), Some(typed)) = (self.units, self.dims.unit()) {
            let (own, text_cell) = (cell(row, typed), cell(row, text));
            let whole = format!(
                "IF({}=1,IF(TRIM({own})=\"\",\"{}\",TRIM({own})),\"\")",
                cell(row, usable),
                quoted(whose)
            );
            desk.formula(row, text, whole, Value::Blank, aside);
            let all = down(text, self.rows);
            let first = format!("IF({text_cell}=\"\",\"\",MATCH({text_cell},{all},0))");
            desk.formula(row, number, first, Value::Blank, aside);
        }
        for (dim, col) in self.dims.code_columns() {
            let own = cell(row, col);
            let [class, key] = self.codes[&dim];
            let bare = format!("TRIM(LEFT({own},IFERROR(FIND(\" \",{own})-1,LEN({own}))))");
            let whole = format!("IF({own}=\"\",\"\",\"c\"&{bare})");
            desk.formula(row, key, whole, Value::Blank, aside);
            let above = format!("LEFT({},4)", cell(row, key));
            desk.formula(row, class, above, Value::Blank, aside);
        }
        for (pool, &first) in &self.sorted {
            let mut belongs = vec![format!("{}=1", cell(row, usable))];
            let told = self.criteria(model, &pool.asked).into_iter();
            belongs.extend(told.map(|(col, name)| format!("{}=\"{name}\"", cell(row, col))));
            let any = pool.asked.columns.iter();
            let any: Vec<String> = any
                .map(|id| format!("N({})<>0", cell(row, self.columns[id])))
                .collect();
            belongs.push(format!("OR({})", any.join(",")));
            let n = cell(row, number);
            if !pool.except.is_empty() {
                let classes: Vec<String> = pool.except.iter().map(Code::to_string).collect();
                let classes = classes.join(",");
                belongs.push(format!("ISNA(MATCH(INT({n}/10000),{{{classes}}},0))"));
            }
            let belongs = format!("AND({})", belongs.join(","));
            // The lines of a unit follow that of its name, which ends in 0.
            let unit = self.units.filter(|_| pool.units);
            let unit = unit.map(|[_, number]| format!("{}*{PER_UNIT}", cell(row, number)));
            let of = |key: &str| match &unit {
                Some(unit) => format!("{unit}+{key}"),
                None => key.to_owned(),
            };
            let levels = [
                format!("INT({n}/10000)*100000+1"),
                format!("INT({n}/100)*1000+2"),
                format!("{n}*10+3"),
            ];
            let keys = unit.iter().cloned();
            let keys: Vec<String> = keys.chain(levels.iter().map(|key| of(key))).collect();
            let top = cell(row, first);
            for (at, (col, key)) in (first..).zip(keys).enumerate() {
                let key = match at {
                    0 => format!("IF({belongs},{key},\"\")"),
                    _ => format!("IF({top}=\"\",\"\",{key})"),
                };
                desk.formula(row, col, key, Value::Blank, aside);
            }
        }
    }
}

/// A text within a text of a formula.
fn quoted(text: &str) -> String {
    text.replace('"', "\"\"")
}
