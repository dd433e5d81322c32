//! The sheet of codes that a form's cells are checked against and take their names from.

use super::desk::{down, look, on};
use crate::model::{Code, CodeList, Lines};
use crate::workbook::{Cell, Look, Protection, Sheet, Value, Visibility, text_width};

/// The name of the sheet.
const SHEET: &str = "科目";
/// What its first cell says.
pub(super) const TITLE: &str = "科目表（yusuan 表单，不报送）";
/// The row of the first code.
pub(super) const FIRST: u32 = 2;
/// The columns of the keys of each classification; their names stand beside them.
pub(super) const FUNCTION: u32 = 0;
pub(super) const ECONOMIC: u32 = WIDTH;

/// Codes of one classification, and the columns where they stand: key, name, item as offered, parts below a key.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    /// All codes in their order, with names.
    codes: Vec<(Code, String)>,
    /// The names of the ranges of its keys and names.
    ranges: [&'static str; 2],
    /// What the names of the words for what is wrong with a line begin with.
    hint: &'static str,
    /// What is wrong with a line, in words, from 1.
    hints: [&'static str; 7],
    /// The first of the columns.
    col: u32,
}

/// The codes of both classifications, and the names of 类.
#[derive(Debug, Clone)]
pub(super) struct Lists {
    function: Listed,
    economic: Listed,
    /// Every name of every 类 with its code, the newest first.
    classes: Vec<(String, Code)>,
    class_col: u32,
}

/// The names of the ranges of the names of 类 and of their keys.
const CLASS_NAMES: &str = "C_names";
const CLASS_KEYS: &str = "C_keys";

/// The columns that each classification takes.
const WIDTH: u32 = 9;

impl Listed {
    fn down(&self, col: u32, count: usize) -> String {
        let last = FIRST + u32::try_from(count.max(1)).expect("a list of codes fits a sheet") - 1;
        on(SHEET, &down(self.col + col, (FIRST, last)))
    }

    pub(super) fn holds(&self, code: Code) -> bool {
        self.codes
            .binary_search_by_key(&code, |(code, _)| *code)
            .is_ok()
    }

    fn level(&self, level: u8) -> impl Iterator<Item = &(Code, String)> {
        self.codes
            .iter()
            .filter(move |(code, _)| code.level() == level)
    }

    /// The keys of all codes: `c2080505`.
    pub(super) const fn keys(&self) -> &'static str {
        self.ranges[0]
    }

    /// The name of the words for what is wrong with a line, counted from 1.
    pub(super) fn hint(&self, number: usize) -> String {
        format!("{}{number}", self.hint)
    }

    /// These words.
    pub(super) const fn hint_text(&self, number: usize) -> &'static str {
        self.hints[number - 1]
    }

    /// What the names stand for.
    fn named(&self) -> Vec<(String, String)> {
        let [keys, names] = self.ranges.map(str::to_owned);
        let all = self.codes.len();
        let mut named = vec![(keys, self.down(0, all)), (names, self.down(1, all))];
        named.extend((FIRST..).zip(1..=self.hints.len()).map(|(row, number)| {
            let cell = super::desk::fixed(row, self.col + 8);
            (self.hint(number), on(SHEET, &cell))
        }));
        named
    }

    /// The codes of the lowest level as they are offered: `2080505 名称`.
    pub(super) fn items(&self, level: u8) -> String {
        self.down(2, self.level(level).count())
    }

    /// The width of the longest of them, in characters.
    pub(super) fn widest(&self, level: u8) -> f64 {
        let items = self.level(level);
        let widths = items.map(|(code, name)| text_width(&format!("{code} {name}")));
        widths.fold(0.0, f64::max)
    }

    /// The codes of the 类.
    pub(super) fn classes(&self) -> String {
        self.down(3, self.level(1).count())
    }

    /// A formula for the digits that may follow the key that `above` computes, at a level: 2 款, 3 项.
    pub(super) fn below(&self, level: u8, above: &str) -> String {
        let col = if level == 2 { 4 } else { 6 };
        let keys = self.down(col, self.level(level).count());
        let top = on(SHEET, &super::desk::fixed(FIRST, self.col + col + 1));
        format!("OFFSET({top},MATCH({above},{keys},0)-1,0,COUNTIF({keys},{above}),1)")
    }

    /// A formula for the name of the key in the cell `key`, or else `otherwise`.
    pub(super) fn name_of(&self, key: &str, otherwise: &str) -> String {
        format!(
            "IFERROR(INDEX({},MATCH({key},{},0)),{otherwise})",
            self.ranges[1],
            self.keys()
        )
    }

    fn cells(&self, lowest: u8) -> Vec<Cell> {
        let mut cells = Vec::new();
        let mut put = |col: u32, at: usize, text: String| {
            let row = FIRST + u32::try_from(at).expect("a list of codes fits a sheet");
            cells.push(text_cell(row, self.col + col, text));
        };
        for (at, (code, name)) in self.codes.iter().enumerate() {
            put(0, at, format!("c{code}"));
            put(1, at, name.clone());
        }
        for (at, (code, name)) in self.level(lowest).enumerate() {
            put(2, at, format!("{code} {name}"));
        }
        for (at, (code, _)) in self.level(1).enumerate() {
            put(3, at, code.to_string());
        }
        for (at, hint) in self.hints.into_iter().enumerate() {
            put(8, at, hint.to_owned());
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

fn text_cell(row: u32, col: u32, text: String) -> Cell {
    Cell {
        row,
        col,
        value: Value::Text(text),
        style: look(Look::Code),
        ..Cell::default()
    }
}

impl Lists {
    pub(super) fn new(codes: &CodeList) -> Self {
        let listed = |lines: Lines, col: u32, (ranges, hint), digits| Listed {
            codes: codes
                .all(lines)
                .map(|(code, entry)| (code, entry.name.clone()))
                .collect(),
            ranges,
            hint,
            hints: [
                digits,
                "编码重复",
                "缺少上级科目的小计行",
                "小计与下级各行之和不符",
                "有金额，没有编码",
                "金额不是数字",
                "编码不在科目表中，请核对",
            ],
            col,
        };
        let function_names = (["F_keys", "F_names"], "F_");
        let economic_names = (["E_keys", "E_names"], "E_");
        let classes = codes
            .all(Lines::FUNCTION)
            .filter(|(code, _)| code.level() == 1);
        let mut names: Vec<(String, Code)> = classes
            .clone()
            .map(|(code, entry)| (entry.name.clone(), code))
            .collect();
        names.extend(classes.flat_map(|(code, entry)| {
            let others = entry.other_names.iter();
            others.map(move |name| (name.clone(), code))
        }));
        Self {
            function: listed(
                Lines::FUNCTION,
                FUNCTION,
                function_names,
                "编码应为3位、5位或7位数字",
            ),
            economic: listed(
                Lines::ECONOMIC,
                ECONOMIC,
                economic_names,
                "编码应为3位或5位数字",
            ),
            classes: names,
            class_col: 2 * WIDTH,
        }
    }

    /// The codes of the classification of `lines`.
    pub(super) const fn of(&self, lines: Lines) -> &Listed {
        match lines {
            Lines::ECONOMIC => &self.economic,
            _ => &self.function,
        }
    }

    /// The newest names of the 类, to choose from.
    pub(super) fn class_names(&self) -> String {
        let count = self.function.level(1).count();
        on(SHEET, &down(self.class_col, self.rows(count)))
    }

    /// A formula for the key of the 类 whose name the expression `name` gives; `?` where none has it.
    pub(super) fn class_key(&self, name: &str) -> String {
        format!("IFERROR(INDEX({CLASS_KEYS},MATCH({name},{CLASS_NAMES},0)),\"?\")")
    }

    /// The names of its ranges, with what they stand for.
    pub(super) fn named(&self) -> Vec<(String, String)> {
        let rows = self.rows(self.classes.len());
        let class = |name: &str, col: u32| (name.to_owned(), on(SHEET, &down(col, rows)));
        let mut all = vec![
            class(CLASS_NAMES, self.class_col),
            class(CLASS_KEYS, self.class_col + 1),
        ];
        all.extend(self.function.named());
        all.extend(self.economic.named());
        all
    }

    fn rows(&self, count: usize) -> (u32, u32) {
        let last = FIRST + u32::try_from(count.max(1)).expect("a list of codes fits a sheet") - 1;
        (FIRST, last)
    }

    pub(super) fn sheet(&self, password: Option<&str>) -> Sheet {
        let mut cells = vec![text_cell(0, 0, TITLE.to_owned())];
        let headers = [
            "编码", "名称", "选项", "类", "上级", "款", "上级", "项", "提示",
        ];
        for (col, header) in (0..2 * WIDTH).zip(headers.iter().cycle()) {
            cells.push(text_cell(1, col, (*header).to_owned()));
        }
        cells.extend(self.function.cells(3));
        cells.extend(self.economic.cells(2));
        for (at, (name, code)) in self.classes.iter().enumerate() {
            let row = FIRST + u32::try_from(at).expect("a list of codes fits a sheet");
            cells.push(text_cell(row, self.class_col, name.clone()));
            cells.push(text_cell(row, self.class_col + 1, format!("c{code}")));
        }
        cells.sort_by_key(Cell::address);
        Sheet {
            name: SHEET.to_owned(),
            visibility: Visibility::Hidden,
            cells,
            widths: vec![14.0; 20],
            protection: Some(Protection {
                password: password.map(str::to_owned),
            }),
            ..Sheet::default()
        }
    }
}
