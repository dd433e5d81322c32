//! The sheet of codes that a form's cells are checked against and take their names from.

use super::desk::{down, look, on};
use crate::layout::{Field, Layout, Templates};
use crate::model::{BlockModel, Code, Dim, Dimension, Lines};
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
pub(super) const GOVERNMENT: u32 = CLASSES + 2;
/// The columns of the names of 类 of 功能分类 and of their keys.
const CLASSES: u32 = 2 * WIDTH;
/// The columns of those of 经济分类, two for each.
const ECONOMIC_CLASSES: u32 = GOVERNMENT + WIDTH;
/// The first column of a bureau's own classifications: each has its codes and its 类. Its word stands in the first row.
pub(super) const FURTHER: u32 = ECONOMIC_CLASSES + 4;

/// Codes of one classification, and the columns where they stand: key, name, item as offered, parts below a key.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    /// All codes in their order, with names.
    codes: Vec<(Code, String)>,
    /// The names of the ranges of its keys and names.
    ranges: [String; 2],
    /// What the names of the words for what is wrong with a line begin with.
    hint: String,
    /// What is wrong with a line, in words, from 1.
    hints: [String; 7],
    /// The first of the columns.
    col: u32,
    /// How many digits its codes have.
    digits: Vec<usize>,
    /// What it is called.
    name: String,
    /// Its word, where it is a bureau's own.
    word: Option<String>,
    classes: Classes,
}

/// The 类 of a classification by name.
#[derive(Debug, Clone)]
struct Classes {
    /// Every name of every 类 with its code, the newest first.
    all: Vec<(String, Code)>,
    /// The names of the ranges of the names and of their keys.
    ranges: [String; 2],
    /// The column of the names; the keys stand beside it.
    col: u32,
    /// Whether a table asks for them.
    used: bool,
}

/// The codes of the classifications, and the names of their 类: 功能分类 and 部门预算支出经济分类, and what else the tables have
/// lines or keys of. Of a bureau's own classification no code may be known.
#[derive(Debug, Clone)]
pub(super) struct Lists(Vec<(Dim, Listed)>);

/// The columns that each classification takes.
const WIDTH: u32 = 9;

impl Listed {
    fn down(&self, col: u32, count: usize) -> String {
        on(SHEET, &down(self.col + col, Self::rows(count)))
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
    pub(super) fn lengths(&self) -> String {
        let lengths = self.digits.iter().map(|digits| (digits + 1).to_string());
        lengths.collect::<Vec<_>>().join(",")
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
    pub(super) fn keys(&self) -> &str {
        &self.ranges[0]
    }

    /// The name of the words for what is wrong with a line, counted from 1.
    pub(super) fn hint(&self, number: usize) -> String {
        format!("{}{number}", self.hint)
    }

    /// These words.
    pub(super) fn hint_text(&self, number: usize) -> &str {
        &self.hints[number - 1]
    }

    /// What the names stand for.
    fn named(&self) -> Vec<(String, String)> {
        let [keys, names] = self.ranges.clone();
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

    fn rows(count: usize) -> (u32, u32) {
        let last = FIRST + u32::try_from(count.max(1)).expect("a list of codes fits a sheet") - 1;
        (FIRST, last)
    }

    /// The newest names of the 类, to choose from.
    pub(super) fn class_names(&self) -> String {
        let count = self.level(1).count();
        on(SHEET, &down(self.classes.col, Self::rows(count)))
    }

    /// A formula for the key of the 类 whose name the expression `name` gives; `?` where none has it.
    pub(super) fn class_key(&self, name: &str) -> String {
        let [names, keys] = &self.classes.ranges;
        format!("IFERROR(INDEX({keys},MATCH({name},{names},0)),\"?\")")
    }

    /// The names of the ranges of the 类, with what they stand for.
    fn named_classes(&self) -> Vec<(String, String)> {
        let Classes {
            all,
            ranges,
            col,
            used,
        } = &self.classes;
        let rows = Self::rows(all.len());
        let ranges = ranges.iter().zip(*col..).filter(|_| *used);
        ranges
            .map(|(name, col)| (name.clone(), on(SHEET, &down(col, rows))))
            .collect()
    }

    fn class_cells(&self) -> Vec<Cell> {
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

    fn cells(&self) -> Vec<Cell> {
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

fn text_cell(row: u32, col: u32, text: String) -> Cell {
    Cell {
        row,
        col,
        value: Value::Text(text),
        style: look(Look::Code),
        ..Cell::default()
    }
}

/// Whether a layout has lines or keys of a classification, and whether it prints its 类 by name.
fn uses(layout: &Layout, dim: Dim) -> (bool, bool) {
    let blocks = || layout.tables.iter().flat_map(|table| &table.blocks);
    let keyed = |field: &Field| matches!(field, Field::Key(own, _) if *own == dim);
    let of_columns =
        |block: &BlockModel| block.columns.iter().any(|own| own.at.code(dim).is_some());
    let any = blocks().any(|block| {
        block.meaning.lines.codes() == Some(dim)
            || block.columns.iter().any(|column| keyed(&column.field))
            || of_columns(&block.meaning)
    });
    let classes = blocks().any(|block| block.meaning.lines == Lines::Class(dim));
    (any, classes)
}

/// Where the codes of a classification stand, where those of its 类 do, and what the names of their ranges begin with.
fn place(dim: Dim, further: u32) -> ([u32; 2], [String; 2]) {
    let (cols, names) = match dim {
        Dim::FUNCTION => ([FUNCTION, CLASSES], ["F", "C"]),
        Dim::ECONOMIC => ([ECONOMIC, ECONOMIC_CLASSES], ["E", "D"]),
        Dim::GOVERNMENT_ECONOMIC => ([GOVERNMENT, ECONOMIC_CLASSES + 2], ["G", "H"]),
        _ => {
            let col = FURTHER + further * (WIDTH + 2);
            let names = ["X", "Y"].map(|name| format!("{name}{}", further + 1));
            return ([col, col + WIDTH], names);
        }
    };
    (cols, names.map(str::to_owned))
}

/// 3位、5位或7位.
fn digits(allowed: &[usize]) -> String {
    let all: Vec<String> = allowed.iter().map(|own| format!("{own}位")).collect();
    match all.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{}或{last}", others.join("、")),
        _ => all.concat(),
    }
}

/// The codes of a classification; `further` counts a bureau's own.
fn listed(templates: &Templates, layout: &Layout, own: &Dimension, further: u32) -> Listed {
    let dim = own.dim;
    let ([col, class_col], [prefix, class_prefix]) = place(dim, further);
    let all = templates.codes.all(Lines::List(dim));
    let level = all.clone().filter(|(code, _)| code.level() == 1);
    let newest = level.clone().map(|(code, own)| (own.name.clone(), code));
    let others = level.flat_map(|(code, own)| {
        let others = own.other_names.iter();
        others.map(move |name| (name.clone(), code))
    });
    let hints = [
        format!("编码应为{}数字", digits(&own.digits)).as_str(),
        "编码重复",
        "缺少上级科目的小计行",
        "小计与下级各行之和不符",
        "有金额，没有编码",
        "金额不是数字",
        "编码不在科目表中，请核对",
    ]
    .map(str::to_owned);
    Listed {
        codes: all.map(|(code, own)| (code, own.name.clone())).collect(),
        ranges: [format!("{prefix}_keys"), format!("{prefix}_names")],
        hint: format!("{prefix}_"),
        hints,
        col,
        digits: own.digits.clone(),
        name: own.name.clone(),
        word: (col >= FURTHER).then(|| dim.name().to_string()),
        classes: Classes {
            all: newest.chain(others).collect(),
            ranges: [
                format!("{class_prefix}_names"),
                format!("{class_prefix}_keys"),
            ],
            col: class_col,
            used: dim == Dim::FUNCTION || uses(layout, dim).1,
        },
    }
}

impl Lists {
    pub(super) fn new(templates: &Templates, layout: &Layout) -> Self {
        let always = [Dim::FUNCTION, Dim::ECONOMIC];
        let dimensions = templates.model.dimensions.iter();
        let dimensions = dimensions.filter(|own| {
            own.codes.is_some() && (always.contains(&own.dim) || uses(layout, own.dim).0)
        });
        let mut further = 0;
        let lists = dimensions.map(|own| {
            let list = listed(templates, layout, own, further);
            further += u32::from(list.word.is_some());
            (own.dim, list)
        });
        Self(lists.collect())
    }

    /// The codes of the classification of `lines`; those of 功能分类 for lines that have no codes.
    pub(super) fn of(&self, lines: Lines) -> &Listed {
        let own = lines.codes().and_then(|dim| self.of_dim(dim));
        own.unwrap_or(&self.0[0].1)
    }

    /// The codes of a classification.
    pub(super) fn of_dim(&self, dim: Dim) -> Option<&Listed> {
        let own = self.0.iter().find(|(own, _)| *own == dim);
        own.map(|(_, listed)| listed)
    }

    fn all(&self) -> impl Iterator<Item = &Listed> {
        self.0.iter().map(|(_, listed)| listed)
    }

    /// The names of its ranges, with what they stand for.
    pub(super) fn named(&self) -> Vec<(String, String)> {
        let classes = self.all().flat_map(Listed::named_classes);
        classes.chain(self.all().flat_map(Listed::named)).collect()
    }

    pub(super) fn sheet(&self, password: Option<&str>) -> Sheet {
        let mut cells = vec![text_cell(0, 0, TITLE.to_owned())];
        let headers = [
            "编码", "名称", "选项", "类", "上级", "款", "上级", "项", "提示",
        ];
        for listed in self.all() {
            let word = listed.word.clone();
            cells.extend(word.map(|word| text_cell(0, listed.col, word)));
            for (col, header) in (listed.col..).zip(headers) {
                cells.push(text_cell(1, col, header.to_owned()));
            }
            cells.extend(listed.cells());
            cells.extend(listed.class_cells());
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
