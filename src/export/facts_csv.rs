//! The facts of budgets as separated text, one amount a row.

use rust_decimal::Decimal;

use crate::model::{Budget, Key, Model, facts};

/// The columns, stable.
pub const FACTS_HEADER: [&str; 15] = [
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
];

/// The facts of each budget with the name of its file. Amounts are in yuan with two decimals; an empty dimension means
/// "all"; the function of a 类 whose code is not known is `?`. Texts that a spreadsheet would take for a formula begin with
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
    writer
        .write_record(FACTS_HEADER)
        .expect("writing to memory does not fail");
    for (file, budget) in budgets {
        let year = budget.year.map(|year| year.to_string()).unwrap_or_default();
        for fact in facts(model, budget) {
            let text = |id: &Option<crate::model::Id>| {
                id.as_ref().map(ToString::to_string).unwrap_or_default()
            };
            let code = |code: Option<crate::model::Code>| {
                code.map(|code| code.to_string()).unwrap_or_default()
            };
            let function = if matches!(fact.line.key, Key::Unknown(_)) {
                "?".to_owned()
            } else {
                code(fact.at.function)
            };
            let place = fact.amount.place.as_ref();
            let record = [
                harmless(file),
                harmless(&budget.unit.code),
                harmless(&budget.unit.name),
                year.clone(),
                fact.table.to_string(),
                text(&fact.at.flow),
                text(&fact.at.source),
                function,
                code(fact.at.economic),
                text(&fact.at.kind),
                harmless(&fact.line.name),
                two_decimals(fact.amount.yuan),
                fact.leaf.to_string(),
                place
                    .map(|place| harmless(&place.sheet))
                    .unwrap_or_default(),
                place
                    .map(|place| place.cell.to_string())
                    .unwrap_or_default(),
            ];
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
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
