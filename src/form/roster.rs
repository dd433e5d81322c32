//! Rosters of units, code lists of bureaus, and the names of the files that forms are written to.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization as _;

use super::Complete;
use crate::layout::Templates;
use crate::model::{Code, Lines, Unit};
use crate::text::{safe_name, squash};
use crate::workbook::{Cell, Value, Workbook};

/// How the columns of a roster are headed: code, name, department in charge, type.
const ROSTER: [&[&str]; 4] = [
    &[
        "单位编码",
        "单位代码",
        "编码",
        "代码",
        "预算单位编码",
        "预算单位代码",
        "code",
    ],
    &[
        "单位名称",
        "名称",
        "预算单位名称",
        "预算单位",
        "单位",
        "单位全称",
        "name",
    ],
    &[
        "主管部门",
        "主管部门名称",
        "预算主管部门",
        "部门名称",
        "部门",
        "department",
    ],
    &["单位类型", "单位性质", "类型", "性质", "单位类别", "type"],
];
/// How the columns of a code list are headed: code and name.
const CODES: [&[&str]; 2] = [
    &[
        "科目编码",
        "编码",
        "科目代码",
        "代码",
        "功能分类科目编码",
        "经济分类科目编码",
        "支出功能分类科目编码",
        "部门预算经济分类科目编码",
        "code",
    ],
    &[
        "科目名称",
        "名称",
        "功能分类科目名称",
        "经济分类科目名称",
        "支出功能分类科目名称",
        "部门预算经济分类科目名称",
        "name",
    ],
];
/// The rows in which a header is looked for.
const HEADER_WITHIN: u32 = 30;

/// A unit of a roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterUnit {
    /// The unit.
    pub unit: Unit,
    /// Its row, counted from 1.
    pub row: u32,
}

/// The units of a roster, in its order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FormRoster {
    /// The units.
    pub units: Vec<RosterUnit>,
}

/// Why a roster or a code list cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RosterError {
    /// No row with the headers of a code and a name.
    #[error("no header")]
    NoHeader,
    /// No line below the header.
    #[error("no unit")]
    Empty,
    /// A unit stands twice.
    #[error("`{unit}` stands twice, in row {row}")]
    Repeated {
        /// Code and name.
        unit: String,
        /// The second row, counted from 1.
        row: u32,
    },
    /// A code without name.
    #[error("row {row} has the code {code} and no name")]
    NoName {
        /// The row, counted from 1.
        row: u32,
        /// The code.
        code: String,
    },
}

/// A table of texts found by its headers: rows counted from 0 with a text for each column.
fn table<const N: usize>(
    workbook: &Workbook,
    headers: [&[&str]; N],
    needed: [bool; N],
) -> Option<Vec<(u32, [String; N])>> {
    for sheet in &workbook.sheets {
        for (row, cells) in sheet.rows().take_while(|(row, _)| *row < HEADER_WITHIN) {
            let col = |names: &[&str]| {
                names.iter().find_map(|name| {
                    let mut cells = cells.iter();
                    let found = cells.find(|cell| squash(&text(cell)).eq_ignore_ascii_case(name));
                    found.map(|cell| cell.col)
                })
            };
            let cols = headers.map(col);
            if (0..N).any(|at| needed[at] && cols[at].is_none()) {
                continue;
            }
            let rows = sheet.rows().filter(|(own, _)| *own > row);
            let values = rows.map(|(own, cells)| {
                let value = |col: Option<u32>| {
                    let cell = cells.iter().find(|cell| Some(cell.col) == col);
                    cell.map(|cell| text(cell).trim().to_owned())
                        .unwrap_or_default()
                };
                (own, cols.map(value))
            });
            return Some(values.collect());
        }
    }
    None
}

fn text(cell: &Cell) -> String {
    match &cell.value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.normalize().to_string(),
        _ => String::new(),
    }
}

impl FormRoster {
    /// Reads a roster: columns are found by their headers on the first sheet that has them; only the name is needed.
    ///
    /// # Errors
    /// Where it has no header or no unit, or a unit twice or without name.
    pub fn read(workbook: &Workbook) -> Result<Self, RosterError> {
        let rows =
            table(workbook, ROSTER, [false, true, false, false]).ok_or(RosterError::NoHeader)?;
        let mut units = Vec::new();
        let mut seen = BTreeSet::new();
        for (row, [code, name, department, nature]) in rows {
            let row = row + 1;
            if name.is_empty() && code.is_empty()
                || matches!(name.as_str(), "合计" | "小计" | "总计")
            {
                continue;
            }
            if name.is_empty() {
                return Err(RosterError::NoName { row, code });
            }
            let id = if code.is_empty() {
                squash(&name).into_owned()
            } else {
                code.clone()
            };
            if !seen.insert(id) {
                let unit = format!("{code} {name}").trim().to_owned();
                return Err(RosterError::Repeated { unit, row });
            }
            let unit = Unit {
                name,
                code,
                department,
                nature,
                ..Unit::default()
            };
            units.push(RosterUnit { unit, row });
        }
        if units.is_empty() {
            return Err(RosterError::Empty);
        }
        Ok(Self { units })
    }
}

/// Replaces the shipped codes by those of a bureau's list, each classification by the digit that its codes begin with: 功能分类
/// by 2, 经济分类 by 3, one of the bureau's own as its model says. Tells which of them it has; `None` where it lists no codes.
pub fn replace_codes(templates: &mut Templates, list: &Workbook) -> Option<Complete> {
    let codes = code_list(list);
    if codes.is_empty() {
        return None;
    }
    let mut complete = Complete::default();
    for dimension in &templates.model.dimensions {
        let Some(digit) = dimension.codes else {
            continue;
        };
        let own = codes.iter().filter(|(code, _)| {
            let text = code.to_string();
            text.starts_with(digit) && dimension.digits.contains(&text.len())
        });
        let own: Vec<_> = own.cloned().collect();
        if !own.is_empty() {
            templates.codes.replace(Lines::List(dimension.dim), own);
            complete.0.insert(dimension.dim);
        }
    }
    Some(complete)
}

/// Reads a bureau's code list: codes of 3, 5 or 7 digits with their names, in the order of the codes. Other lines are left out.
#[must_use]
pub fn code_list(workbook: &Workbook) -> Vec<(Code, String)> {
    let rows = table(workbook, CODES, [true, true]).unwrap_or_default();
    let codes = rows.into_iter().filter_map(|(_, [code, name])| {
        let digits: String = code
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .collect();
        Some((Code::parse(&digits)?, name)).filter(|(_, name)| !name.is_empty())
    });
    codes.collect::<BTreeMap<_, _>>().into_iter().collect()
}

/// A name for the file of each unit, as finance systems write them: `002003-单位名称.xlsx`. Safe on every system, and no two
/// alike where letters of either case count as one.
#[must_use]
pub fn file_names<'u>(units: impl IntoIterator<Item = &'u Unit>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut name = |unit: &Unit| {
        let stem = stem(unit);
        let mut number = 1_u32;
        loop {
            let own = if number == 1 {
                stem.clone()
            } else {
                format!("{stem}-{number}")
            };
            // Some systems take names for one that differ in case, or in how accents are composed.
            let alike: String = own.to_uppercase().to_lowercase().nfc().collect();
            if taken.insert(alike) {
                return format!("{own}.xlsx");
            }
            number += 1;
        }
    };
    units.into_iter().map(&mut name).collect()
}

fn stem(unit: &Unit) -> String {
    let whole = if unit.code.is_empty() {
        unit.name.clone()
    } else {
        format!("{}-{}", unit.code, unit.name)
    };
    safe_name(&whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbook::{Address, Sheet};

    fn workbook(rows: &[&[&str]]) -> Workbook {
        let cells = (0..).zip(rows).flat_map(|(row, texts)| {
            (0..)
                .zip(*texts)
                .filter(|(_, text)| !text.is_empty())
                .map(move |(col, text)| Cell {
                    row,
                    col,
                    value: Value::Text((*text).to_owned()),
                    ..Cell::default()
                })
        });
        let sheet = Sheet {
            name: "名册".into(),
            cells: cells.collect(),
            ..Sheet::default()
        };
        assert!(sheet.get(Address::new(0, 0)).is_some());
        Workbook {
            sheets: vec![sheet],
            ..Workbook::default()
        }
    }

    #[test]
    fn a_roster_is_found_by_its_headers() {
        let found = FormRoster::read(&workbook(&[
            &["2026年预算单位名册"],
            &["序号", "单位性质", "预算单位名称", "单位代码", "主管部门"],
            &["1", "行政", "某区某局", "002001", "某区某局"],
            &[],
            &["2", "全额拨款事业单位", "某区某中心", "002003", "某区某局"],
            &["", "", "合计", "2"],
        ]));
        let units = found.unwrap().units;
        assert_eq!(units.len(), 2);
        assert_eq!(
            (
                units[1].unit.code.as_str(),
                units[1].unit.nature.as_str(),
                units[1].row
            ),
            ("002003", "全额拨款事业单位", 5)
        );
    }

    #[test]
    fn a_faulty_roster_says_where() {
        let read = |rows: &[&[&str]]| FormRoster::read(&workbook(rows)).unwrap_err();
        assert_eq!(read(&[&["甲", "乙"]]), RosterError::NoHeader);
        assert_eq!(read(&[&["编码", "名称"]]), RosterError::Empty);
        assert_eq!(
            read(&[&["编码", "名称"], &["001"]]),
            RosterError::NoName {
                row: 2,
                code: "001".into()
            }
        );
        let twice: &[&[&str]] = &[&["编码", "名称"], &["001", "甲"], &["001", "乙"]];
        assert_eq!(
            read(twice),
            RosterError::Repeated {
                unit: "001 乙".into(),
                row: 3
            }
        );
    }

    #[test]
    fn file_names_are_safe_and_differ() {
        let unit = |code: &str, name: &str| Unit {
            code: code.into(),
            name: name.into(),
            ..Unit::default()
        };
        let long = "某".repeat(200);
        let units = [
            unit("002003", "某区某中心"),
            unit("002003", "某区某中心"),
            unit("", "CON"),
            unit("", "com1.部"),
            unit("", "甲/乙:丙*?"),
            unit("", "甲. . "),
            unit("", "~$甲"),
            unit("", "abc"),
            unit("", "ABC"),
            unit("", " "),
            unit("1", &long),
            unit("", "e\u{301}"),
            unit("", "\u{c9}"),
        ];
        let names = file_names(&units);
        assert_eq!(
            names[..10],
            [
                "002003-某区某中心.xlsx",
                "002003-某区某中心-2.xlsx",
                "_CON.xlsx",
                "_com1.部.xlsx",
                "甲／乙：丙＊？.xlsx",
                "甲.xlsx",
                "$甲.xlsx",
                "abc.xlsx",
                "ABC-2.xlsx",
                "_.xlsx"
            ]
        );
        assert!(names[10].len() <= 210, "{}", names[10].len());
        assert_eq!(names[11..], ["e\u{301}.xlsx", "\u{c9}-2.xlsx"]);
    }
}
