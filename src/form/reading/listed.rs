//! The names of codes that a form carries with it, on its hidden sheet of codes.

use std::collections::BTreeMap;

use crate::form::listed::FIRST;
use crate::form::lists::{ECONOMIC, FUNCTION, FURTHER, GOVERNMENT, TITLE};
use crate::form::stamp::first_text;
use crate::layout::Templates;
use crate::model::{Code, Dim, Lines};
use crate::workbook::{Cell, Value, Workbook};

/// The names of codes, by the classification: the place of the shipped ones is known, a bureau's own says its word.
#[derive(Debug, Clone, Default)]
pub(super) struct ListedNames(BTreeMap<String, BTreeMap<Code, String>>);

impl ListedNames {
    pub(super) fn of(workbook: &Workbook) -> Self {
        let mut sheets = workbook.sheets.iter();
        let Some(sheet) = sheets.find(|sheet| first_text(sheet) == TITLE) else {
            return Self::default();
        };
        let text = |cell: &Cell| match &cell.value {
            Value::Text(text) => text.clone(),
            _ => String::new(),
        };
        let shipped = [
            (FUNCTION, Dim::FUNCTION),
            (ECONOMIC, Dim::ECONOMIC),
            (GOVERNMENT, Dim::GOVERNMENT_ECONOMIC),
        ];
        let mut lists: BTreeMap<u32, String> = shipped
            .into_iter()
            .map(|(col, dim)| (col, dim.name().to_string()))
            .collect();
        let words = sheet.rows().take_while(|(row, _)| *row == 0);
        let words = words.flat_map(|(_, cells)| cells);
        let words = words.filter(|cell| cell.col >= FURTHER);
        lists.extend(words.map(|cell| (cell.col, text(cell))));
        let mut names = Self::default();
        for (_, cells) in sheet.rows().filter(|(row, _)| *row >= FIRST) {
            let at = |col: u32| cells.iter().find(|cell| cell.col == col).map(text);
            for (col, word) in &lists {
                let code = at(*col).and_then(|key| Code::parse(key.trim_start_matches('c')));
                if let (Some(code), Some(name)) = (code, at(col + 1)) {
                    names.0.entry(word.clone()).or_default().insert(code, name);
                }
            }
        }
        names
    }

    /// The name of a code: that of the known list, else that of the form's own.
    pub(super) fn name(&self, templates: &Templates, lines: Lines, code: Code) -> Option<String> {
        let known = templates.codes.get(lines, code);
        let dim = lines.codes().unwrap_or(Dim::FUNCTION);
        let own = || self.0.get(&*dim.name())?.get(&code).cloned();
        known.map(|entry| entry.name.clone()).or_else(own)
    }
}
