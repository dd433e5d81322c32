//! What last year's tables tell of the lines of an entry form.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Request;
use super::desk::{Desk, look};
use super::dimensions::{Dimensions, HEADER};
use super::feeding::measure;
use crate::bind::key_name;
use crate::layout::{KeyPart, Templates};
use crate::model::{Code, Dim, Id, Key, Lines};
use crate::workbook::{Look, Value};

/// A line that was entered last year.
#[derive(Debug)]
pub(super) struct Entered {
    pub(super) code: Code,
    pub(super) name: String,
    /// The name of its source.
    pub(super) source: String,
    /// What it comes from, this year or an earlier one, where the tables tell.
    pub(super) carry: Option<Id>,
    /// The unit as it is typed, where the tables tell.
    pub(super) unit: Option<String>,
    /// Its amounts by the names of kinds, in the unit of the sheet.
    pub(super) amounts: Vec<(String, Decimal)>,
}

/// What the whole of a line is called, where no kinds of it are known.
const WHOLE: &str = "合计";

/// Last year's amounts, by the kinds that the tables tell.
pub(super) fn last_year(desk: &mut Desk, known: &[Entered], first: u32) {
    let mut kinds: Vec<&String> = Vec::new();
    for (kind, _) in known.iter().flat_map(|own| &own.amounts) {
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    for kind in kinds {
        let col = desk.beside(HEADER, &format!("上年：{kind}"), 16.0);
        for (row, own) in (first..).zip(known) {
            if let Some((_, yuan)) = own.amounts.iter().find(|(own, _)| own == kind) {
                desk.put(row, col, Value::Number(*yuan), look(Look::AsideAmount));
            }
        }
    }
}

/// What was entered last year, as far as its tables tell: each 项 and source with its amounts.
pub(super) fn entered(templates: &Templates, request: &Request<'_>) -> Vec<Entered> {
    let model = &templates.model;
    let dims = Dimensions::new(model, request.layout);
    let unit = measure(request.layout).yuan();
    let unit_code = key_name(Dim::AGENCY, KeyPart::Code);
    let word = |id: &Id| model.name(id.as_str()).unwrap_or_default().to_owned();
    let mut all: BTreeMap<(Option<String>, Code, usize, usize), Entered> = BTreeMap::new();
    let tables = request
        .previous
        .into_iter()
        .flat_map(|budget| &budget.tables);
    for table in tables {
        let mut whose: Option<String> = None;
        for line in &table.lines {
            if line.key == Key::Group && dims.units {
                let code = line
                    .texts
                    .get(unit_code.as_str())
                    .map_or("", String::as_str);
                whose = Some(format!("{code} {}", line.name).trim().to_owned());
            }
            let block = table.block(line.block.as_str());
            let (Some(block), Key::Code(code)) = (block, &line.key) else {
                continue;
            };
            // Lines of units say less of the whole than their sums do.
            if block.lines != Lines::FUNCTION
                || code.level() != 3
                || block.groups.is_some() != dims.units
                || !line.at.is_all() && !dims.units
            {
                continue;
            }
            let whose = whose.clone().filter(|_| block.groups.is_some());
            for column in &block.columns {
                let at = block.at.narrowed(&column.at);
                let source = at
                    .source()
                    .and_then(|id| dims.sources.iter().position(|own| own == id));
                let (Some(source), Some(amount)) = (source, line.amounts.get(&column.id)) else {
                    continue;
                };
                let fund = block.at.source().is_some();
                // A fund's own table tells the kinds; of other sources only the whole is known.
                let bare = fund && at.kind().is_none();
                let of_codes = dims.codes.iter().any(|dim| at.code(*dim).is_some());
                if amount.yuan.is_zero() || bare || of_codes || at.get(Dim::BASIS).is_some() {
                    continue;
                }
                let carry = dims.asked(model, &at).carry;
                let carry = carry.and_then(|id| dims.carries.iter().position(|own| *own == id));
                let carry = carry.unwrap_or(0);
                let listed = templates.codes.get(Lines::FUNCTION, *code);
                let name = listed.map_or(&line.name, |entry| &entry.name);
                let own = all
                    .entry((whose.clone(), *code, source, carry))
                    .or_insert_with(|| Entered {
                        code: *code,
                        name: name.clone(),
                        source: word(&dims.sources[source]),
                        carry: dims.carries.get(carry).cloned(),
                        unit: whose.clone(),
                        amounts: Vec::new(),
                    });
                let kind = at.kind().map_or_else(|| WHOLE.to_owned(), word);
                let money = (amount.yuan / unit).normalize();
                own.amounts.push((kind, money));
            }
        }
    }
    for own in all.values_mut() {
        if own.amounts.iter().any(|(kind, _)| kind != WHOLE) {
            own.amounts.retain(|(kind, _)| kind != WHOLE);
        }
    }
    all.into_values().collect()
}

/// The number of lines of the sheet of entries.
pub(super) fn entry_lines(templates: &Templates, request: &Request<'_>) -> usize {
    entered(templates, request).len() + request.rows.max(1)
}
