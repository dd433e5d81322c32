//! What an amount is of, in words.

use super::cells::AmountRow;
use crate::layout::Templates;
use crate::model::{Code, Dim, Lines, Member};

/// What an amount is of, in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AmountWords {
    /// The name of the table.
    pub table: String,
    /// The code of the 科目, or empty.
    pub code: String,
    /// The name of the 科目, or empty.
    pub name: String,
    /// Flow, source and kind side by side.
    pub what: String,
}

impl AmountWords {
    /// All of it in one line.
    #[must_use]
    pub fn line(&self) -> String {
        let parts = [&self.table, &self.code, &self.name, &self.what];
        let parts = parts.into_iter().filter(|own| !own.is_empty());
        parts.map(String::as_str).collect::<Vec<_>>().join(" ")
    }
}

/// What the amounts of a row are of.
#[must_use]
pub fn said(templates: &Templates, row: &AmountRow) -> AmountWords {
    let model = &templates.model;
    let mut said = AmountWords {
        table: model
            .table(row.table.as_str())
            .map_or_else(|| row.table.to_string(), |own| own.name.clone()),
        ..AmountWords::default()
    };
    let mut words = Vec::new();
    for (dim, member) in row.at.iter() {
        match member {
            Member::Code(code) => {
                said.code = code.to_string();
                said.name = name(templates, dim, *code);
            }
            Member::Word(word) => {
                let known = model.name(word.as_str());
                words.push(known.map_or_else(|| word.to_string(), str::to_owned));
            }
        }
    }
    said.what = words.join("·");
    said
}

/// The name of a 科目 in the code lists; empty where they have none.
pub(super) fn name(templates: &Templates, dim: Dim, code: Code) -> String {
    let entry = templates.codes.get(Lines::List(dim), code);
    entry.map_or_else(String::new, |own| own.name.clone())
}
