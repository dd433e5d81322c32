//! The sheet of codes that a form's cells are checked against and take their names from: as it is written, and as it comes back.

use std::collections::BTreeMap;

use super::listed::{Classes, CodeColumns, FIRST, SHEET, text_cell};
use super::stamp::first_text;
use crate::layout::{Field, Layout, Templates};
use crate::model::{BlockModel, Code, Dim, Dimension, Lines};
use crate::workbook::{Cell, Protection, Sheet, Value, Visibility, Workbook};

/// What its first cell says.
const TITLE: &str = "科目表（yusuan 表单，不报送）";
/// The columns of the keys of each classification; their names stand beside them.
const FUNCTION: u32 = 0;
const ECONOMIC: u32 = WIDTH;
const GOVERNMENT: u32 = CLASSES + 2;
/// The columns of the names of 类 of 功能分类 and of their keys.
const CLASSES: u32 = 2 * WIDTH;
/// The columns of those of 经济分类, two for each.
const ECONOMIC_CLASSES: u32 = GOVERNMENT + WIDTH;
/// The first column of a bureau's own classifications: each has its codes and its 类. Its word stands in the first row.
const FURTHER: u32 = ECONOMIC_CLASSES + 4;

/// The codes of the classifications, and the names of their 类: 功能分类 and 部门预算支出经济分类, and what else the tables have
/// lines or keys of. Of a bureau's own classification no code may be known.
#[derive(Debug, Clone)]
pub(super) struct CodeLists(Vec<(Dim, CodeColumns)>);

/// The columns that each classification takes.
const WIDTH: u32 = 9;

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
fn listed(templates: &Templates, layout: &Layout, own: &Dimension, further: u32) -> CodeColumns {
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
    CodeColumns {
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

impl CodeLists {
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
    pub(super) fn of(&self, lines: Lines) -> &CodeColumns {
        let own = lines.codes().and_then(|dim| self.of_dim(dim));
        own.unwrap_or(&self.0[0].1)
    }

    /// The codes of a classification.
    pub(super) fn of_dim(&self, dim: Dim) -> Option<&CodeColumns> {
        let own = self.0.iter().find(|(own, _)| *own == dim);
        own.map(|(_, listed)| listed)
    }

    fn all(&self) -> impl Iterator<Item = &CodeColumns> {
        self.0.iter().map(|(_, listed)| listed)
    }

    /// The names of its ranges, with what they stand for.
    pub(super) fn named(&self) -> Vec<(String, String)> {
        let classes = self.all().flat_map(CodeColumns::named_classes);
        classes
            .chain(self.all().flat_map(CodeColumns::named))
            .collect()
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
