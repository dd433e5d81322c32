//! The cells beside a line of the sheet 录入 that the tables look at: whose money it is, and the sorted keys of its lists.

use super::desk::{Desk, cell, down, look};
use super::dimensions::SOURCE;
use super::entry_sums::{Entry, PER_UNIT};
use crate::model::{Code, Id, Model};
use crate::workbook::{Look, Value};

/// A text within a text of a formula.
fn quoted(text: &str) -> String {
    text.replace('"', "\"\"")
}

impl Entry {
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
