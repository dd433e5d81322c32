//! The codes of one classification on the sheet of codes, and the formulas that look there.

use super::desk::{down, fixed, look};
use crate::model::Code;
use crate::workbook::{Cell, FormulaText, Look, Value, call, text_width};

/// The name of the sheet.
pub(super) const SHEET: &str = "科目";
/// The row of the first code.
pub(super) const FIRST: u32 = 2;

/// Codes of one classification, and the columns where they stand: key, name, item as offered, parts below a key.
#[derive(Debug, Clone)]
pub(super) struct CodeColumns {
    /// All codes in their order, with names.
    pub(super) codes: Vec<(Code, String)>,
    /// The names of the ranges of its keys and names.
    pub(super) ranges: [String; 2],
    /// What the names of the words for what is wrong with a line begin with.
    pub(super) hint: String,
    /// What is wrong with a line, in words, from 1.
    pub(super) hints: [String; 7],
    /// The first of the columns.
    pub(super) col: u32,
    /// How many digits its codes have.
    pub(super) digits: Vec<usize>,
    /// What it is called.
    pub(super) name: String,
    /// Its word, where it is a bureau's own.
    pub(super) word: Option<String>,
    pub(super) classes: Classes,
}

/// The 类 of a classification by name.
#[derive(Debug, Clone)]
pub(super) struct Classes {
    /// Every name of every 类 with its code, the newest first.
    pub(super) all: Vec<(String, Code)>,
    /// The names of the ranges of the names and of their keys.
    pub(super) ranges: [String; 2],
    /// The column of the names; the keys stand beside it.
    pub(super) col: u32,
    /// Whether a table asks for them.
    pub(super) used: bool,
}

impl CodeColumns {
    fn down(&self, col: u32, count: usize) -> FormulaText {
        down(self.col + col, Self::rows(count)).on(SHEET)
    }

    pub(super) fn holds(&self, code: Code) -> bool {
        self.codes
            .binary_search_by_key(&code, |(code, _)| *code)
            .is_ok()
    }

    /// Whether no code of it is known, so that none can be offered or missed.
    pub(super) fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The level of the codes that have none below them.
    pub(super) fn lowest(&self) -> u8 {
        let digits = self.digits.iter().max().copied().unwrap_or(3);
        u8::try_from(digits / 2).unwrap_or(1)
    }

    /// The lengths of its keys, one more than the digits of its codes.
    pub(super) fn lengths(&self) -> FormulaText {
        FormulaText::list(self.digits.iter().map(|digits| digits + 1))
    }

    /// What it is called.
    pub(super) fn called(&self) -> &str {
        &self.name
    }

    /// The name of its first 类.
    pub(super) fn first_class(&self) -> Option<&str> {
        self.level(1).next().map(|(_, name)| name.as_str())
    }

    fn level(&self, level: u8) -> impl Iterator<Item = &(Code, String)> {
        self.codes
            .iter()
            .filter(move |(code, _)| code.level() == level)
    }

    /// The keys of all codes: `c2080505`.
    pub(super) fn keys(&self) -> FormulaText {
        FormulaText::name(&self.ranges[0])
    }

    /// The name of the words for what is wrong with a line, counted from 1.
    pub(super) fn hint(&self, number: usize) -> FormulaText {
        FormulaText::name(&format!("{}{number}", self.hint))
    }

    /// These words.
    pub(super) fn hint_text(&self, number: usize) -> &str {
        &self.hints[number - 1]
    }

    /// What the names stand for.
    pub(super) fn named(&self) -> Vec<(String, String)> {
        let [keys, names] = self.ranges.clone();
        let all = self.codes.len();
        let mut named = vec![
            (keys, self.down(0, all).into()),
            (names, self.down(1, all).into()),
        ];
        named.extend((FIRST..).zip(1..=self.hints.len()).map(|(row, number)| {
            let cell = fixed(row, self.col + 8).on(SHEET);
            (self.hint(number).into(), cell.into())
        }));
        named
    }

    /// The codes of the lowest level as they are offered: `2080505 名称`.
    pub(super) fn items(&self, level: u8) -> FormulaText {
        self.down(2, self.level(level).count())
    }

    /// The width of the longest of them, in characters.
    pub(super) fn widest(&self, level: u8) -> f64 {
        let items = self.level(level);
        let widths = items.map(|(code, name)| text_width(&format!("{code} {name}")));
        widths.fold(0.0, f64::max)
    }

    /// The codes of the 类.
    pub(super) fn classes(&self) -> FormulaText {
        self.down(3, self.level(1).count())
    }

    /// A formula for the digits that may follow the key that `above` computes, at a level: 2 款, 3 项.
    pub(super) fn below(&self, level: u8, above: &FormulaText) -> FormulaText {
        let col = if level == 2 { 4 } else { 6 };
        let keys = self.down(col, self.level(level).count());
        let top = fixed(FIRST, self.col + col + 1).on(SHEET);
        let from = call("MATCH", (above, &keys, 0)).minus(1);
        let count = call("COUNTIF", (&keys, above));
        call("OFFSET", vec![top, from, 0.into(), count, 1.into()])
    }

    /// A formula for the name of the key in the cell `key`, or else `otherwise`.
    pub(super) fn name_of(
        &self,
        key: &FormulaText,
        otherwise: impl Into<FormulaText>,
    ) -> FormulaText {
        let found = call("MATCH", (key, self.keys(), 0));
        let name = call("INDEX", (FormulaText::name(&self.ranges[1]), found));
        call("IFERROR", (name, otherwise))
    }

    fn rows(count: usize) -> (u32, u32) {
        let last = FIRST + u32::try_from(count.max(1)).expect("a list of codes fits a sheet") - 1;
        (FIRST, last)
    }

    /// The newest names of the 类, to choose from.
    pub(super) fn class_names(&self) -> FormulaText {
        let count = self.level(1).count();
        down(self.classes.col, Self::rows(count)).on(SHEET)
    }

    /// A formula for the key of the 类 whose name the expression `name` gives; `?` where none has it.
    pub(super) fn class_key(&self, name: &FormulaText) -> FormulaText {
        let [names, keys] = self.classes.ranges.each_ref();
        let [names, keys] = [names, keys].map(|name| FormulaText::name(name));
        let found = call("MATCH", (name, names, 0));
        call("IFERROR", (call("INDEX", (keys, found)), "?"))
    }

    /// The names of the ranges of the 类, with what they stand for.
    pub(super) fn named_classes(&self) -> Vec<(String, String)> {
        let Classes {
            all,
            ranges,
            col,
            used,
        } = &self.classes;
        let rows = Self::rows(all.len());
        let ranges = ranges.iter().zip(*col..).filter(|_| *used);
        ranges
            .map(|(name, col)| (name.clone(), down(col, rows).on(SHEET).into()))
            .collect()
    }

    pub(super) fn class_cells(&self) -> Vec<Cell> {
        let Classes { all, col, used, .. } = &self.classes;
        let own = all.iter().zip(FIRST..).filter(|_| *used);
        own.flat_map(|((name, code), row)| {
            [
                text_cell(row, *col, name.clone()),
                text_cell(row, col + 1, format!("c{code}")),
            ]
        })
        .collect()
    }

    pub(super) fn cells(&self) -> Vec<Cell> {
        let mut cells = Vec::new();
        let mut put = |col: u32, at: usize, text: String| {
            let row = FIRST + u32::try_from(at).expect("a list of codes fits a sheet");
            cells.push(text_cell(row, self.col + col, text));
        };
        for (at, (code, name)) in self.codes.iter().enumerate() {
            put(0, at, format!("c{code}"));
            put(1, at, name.clone());
        }
        for (at, (code, name)) in self.level(self.lowest()).enumerate() {
            put(2, at, format!("{code} {name}"));
        }
        for (at, (code, _)) in self.level(1).enumerate() {
            put(3, at, code.to_string());
        }
        for (at, hint) in self.hints.iter().enumerate() {
            put(8, at, hint.clone());
        }
        for level in [2_u8, 3] {
            let col = if level == 2 { 4 } else { 6 };
            for (at, (code, _)) in self.level(level).enumerate() {
                let above = code.parent().expect("a 款 or 项 lies below another code");
                put(col, at, format!("c{above}"));
                put(col + 1, at, code.part(level).unwrap_or_default());
            }
        }
        cells
    }
}

pub(super) fn text_cell(row: u32, col: u32, text: String) -> Cell {
    Cell {
        row,
        col,
        value: Value::Text(text),
        style: look(Look::Code),
        ..Cell::default()
    }
}
