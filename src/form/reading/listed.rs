//! The names of codes that a form carries with it, on its hidden sheet of codes.

use std::collections::BTreeMap;

use crate::form::lists::{ECONOMIC, FIRST, FUNCTION, GOVERNMENT, TITLE};
use crate::form::stamp::first_text;
use crate::layout::Templates;
use crate::model::{Code, Dim, Lines};
use crate::workbook::{Cell, Value, Workbook};

/// The names of codes, of each classification.
#[derive(Debug, Clone, Default)]
pub(super) struct ListedNames {
    function: BTreeMap<Code, String>,
    economic: BTreeMap<Code, String>,
    government: BTreeMap<Code, String>,
}

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
        let mut names = Self::default();
        for (_, cells) in sheet.rows().filter(|(row, _)| *row >= FIRST) {
            let at = |col: u32| cells.iter().find(|cell| cell.col == col).map(text);
            let add = |col: u32, list: &mut BTreeMap<Code, String>| {
                let code = at(col).and_then(|key| Code::parse(key.trim_start_matches('c')));
                if let (Some(code), Some(name)) = (code, at(col + 1)) {
                    list.insert(code, name);
                }
            };
            add(FUNCTION, &mut names.function);
            add(ECONOMIC, &mut names.economic);
            add(GOVERNMENT, &mut names.government);
        }
        names
    }

    /// The name of a code: that of the known list, else that of the form's own.
    pub(super) fn name(&self, templates: &Templates, lines: Lines, code: Code) -> Option<String> {
        let known = templates.codes.get(lines, code);
        let list = match lines.codes() {
            Some(Dim::ECONOMIC) => &self.economic,
            Some(Dim::GOVERNMENT_ECONOMIC) => &self.government,
            _ => &self.function,
        };
        let own = || list.get(&code).cloned();
        known.map(|entry| entry.name.clone()).or_else(own)
    }
}
