//! The facts of budgets as separated text, one amount a row.

use rust_decimal::Decimal;

use crate::model::{Body, Budget, Dim, Key, Model, facts};

/// The columns, stable.
pub const FACTS_HEADER: [&str; 25] = [
    "file",
    "unit_code",
    "unit",
    "year",
    "table",
    "flow",
    "source",
    "function",
    "economic",
    "kind",
    "name",
    "amount",
    "leaf",
    "sheet",
    "cell",
    "carry",
    "basis",
    "government_economic",
    "agency",
    "project",
    "item",
    "quantity",
    "value",
    "measure",
    "body",
];

/// The facts of each budget with the name of its file. `amount` is this year's money in yuan with two decimals, empty for another
/// year's, a number of things or a percentage; `value` is all of them, in `measure`; `body` tells the paper of a department, whose amounts include
/// those of its units, from that of a unit. An empty dimension means "all"; the function of a 类 whose code is not known is `?`. Texts that a spreadsheet would take for a formula begin with
/// an apostrophe.
///
/// # Panics
/// Never: the text is made in memory.
#[must_use]
pub fn facts_csv<'b>(
    model: &Model,
    budgets: impl IntoIterator<Item = (&'b str, &'b Budget)>,
) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // A bureau's own dimensions come behind.
    let further: Vec<Dim> = model
        .dimensions
        .iter()
        .map(|own| own.dim)
        .filter(|dim| !FACTS_HEADER.contains(&&*dim.name()))
        .collect();
    let header = FACTS_HEADER.map(str::to_owned).into_iter();
    let header = header.chain(further.iter().map(|dim| dim.name().to_string()));
    writer
        .write_record(header)
        .expect("writing to memory does not fail");
    for (file, budget) in budgets {
        let year = budget.year.map(|year| year.to_string()).unwrap_or_default();
        for fact in facts(model, budget) {
            let told = |dim: Dim| {
                let member = fact.at.get(dim).map(ToString::to_string);
                harmless(&member.unwrap_or_default())
            };
            let function = match fact.line.key {
                Key::Unknown(_) => "?".to_owned(),
                _ => told(Dim::FUNCTION),
            };
            let measure = fact.amount.measure.as_deref();
            // What is no money of this year would spoil a sum.
            let amount = match (measure, fact.at.get(Dim::BASIS)) {
                (None, None) => two_decimals(fact.amount.yuan),
                _ => String::new(),
            };
            let value = match measure {
                None => two_decimals(fact.amount.yuan),
                Some(_) => fact.amount.yuan.normalize().to_string(),
            };
            let place = fact.amount.place.as_ref();
            let record = [
                harmless(file),
                harmless(&budget.unit.code),
                harmless(&budget.unit.name),
                year.clone(),
                fact.table.to_string(),
                told(Dim::FLOW),
                told(Dim::SOURCE),
                function,
                told(Dim::ECONOMIC),
                told(Dim::KIND),
                harmless(&fact.line.name),
                amount,
                fact.leaf.to_string(),
                place
                    .map(|place| harmless(&place.sheet))
                    .unwrap_or_default(),
                place
                    .map(|place| place.cell.to_string())
                    .unwrap_or_default(),
                told(Dim::CARRY),
                told(Dim::BASIS),
                told(Dim::GOVERNMENT_ECONOMIC),
                told(Dim::AGENCY),
                told(Dim::PROJECT),
                told(Dim::ITEM),
                told(Dim::QUANTITY),
                value,
                measure.unwrap_or("yuan").to_owned(),
                match budget.unit.body {
                    Body::Unit => "unit",
                    Body::Department => "department",
                }
                .to_owned(),
            ];
            let record = record
                .into_iter()
                .chain(further.iter().map(|dim| told(*dim)));
            writer
                .write_record(record)
                .expect("writing to memory does not fail");
        }
    }
    let bytes = writer
        .into_inner()
        .expect("writing to memory does not fail");
    String::from_utf8(bytes).expect("the records are text")
}

fn two_decimals(yuan: Decimal) -> String {
    format!("{yuan:.2}")
}

/// A text that a spreadsheet does not take for a formula.
pub(super) fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
