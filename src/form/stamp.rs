//! By what a form is known again: marks on its sheets, and a stamp that says what it was made for.
//!
//! Document properties get lost in some programs and formats, so the stamp is a sheet; the properties repeat it for people.

use super::Request;
use crate::model::Unit;
use crate::workbook::{Cell, Look, Sheet, Style, Value, Visibility, Workbook};

/// What the text of cell A1 ends in on a sheet that is no part of the budget.
pub(super) const OURS: &str = "（yusuan 表单，不报送）";
/// What stands above the columns beside a table: they and all right of them are no part of the budget.
pub(super) const BESIDE: &str = "▷ 以下各列供填报参考，不打印、不报送";
/// What cell A1 of the stamp says.
const TITLE: &str = "表单标记（yusuan 表单，不报送）";
/// The name of the stamp's sheet.
const SHEET: &str = "yusuan";

/// Where the numbers of a form are typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum FormKind {
    /// Into the tables.
    #[default]
    Direct,
    /// Into a sheet that feeds the tables.
    Entry,
}

impl FormKind {
    const fn word(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Entry => "entry",
        }
    }
}

/// What a form was made for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Where its numbers are typed.
    pub kind: FormKind,
    /// The layout of its tables.
    pub layout: String,
    /// The version of that layout.
    pub layout_version: u32,
    /// The budget year.
    pub year: u16,
    /// The unit; whether it is a department follows from the layout.
    pub unit: Unit,
    /// The version of the program that made it.
    pub program: String,
}

impl Stamp {
    pub(super) fn new(request: &Request<'_>) -> Self {
        Self {
            kind: request.kind,
            layout: request.layout.id.clone(),
            layout_version: request.layout.version,
            year: request.year,
            unit: Unit {
                body: request.layout.body,
                ..request.unit.clone()
            },
            program: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }

    fn entries(&self) -> [(&'static str, String); 9] {
        [
            ("kind", self.kind.word().to_owned()),
            ("layout", self.layout.clone()),
            ("layout-version", self.layout_version.to_string()),
            ("year", self.year.to_string()),
            ("unit-code", self.unit.code.clone()),
            ("unit-name", self.unit.name.clone()),
            ("unit-department", self.unit.department.clone()),
            ("unit-type", self.unit.nature.clone()),
            ("program", self.program.clone()),
        ]
    }

    pub(super) fn properties(&self) -> Vec<(String, String)> {
        let own = self.entries().into_iter();
        own.filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (format!("yusuan-{name}"), value))
            .collect()
    }

    /// The sheet that keeps the stamp, out of sight.
    pub(super) fn sheet(&self) -> Sheet {
        let entries = self.entries();
        let title = [(TITLE, "")];
        let rows = title
            .into_iter()
            .chain(entries.iter().map(|(name, value)| (*name, value.as_str())));
        let text = |row: u32, col: u32, text: &str| Cell {
            row,
            col,
            value: Value::Text(text.to_owned()),
            style: Style {
                look: Look::Code,
                ..Style::default()
            },
            ..Cell::default()
        };
        let cells = (0..).zip(rows).flat_map(|(row, (name, value))| {
            let value = (!value.is_empty()).then(|| text(row, 1, value));
            [text(row, 0, name)].into_iter().chain(value)
        });
        Sheet {
            name: SHEET.to_owned(),
            visibility: Visibility::VeryHidden,
            cells: cells.collect(),
            widths: vec![20.0, 40.0],
            ..Sheet::default()
        }
    }

    /// The stamp of a workbook that was made as a form; `None` for any other.
    #[must_use]
    pub fn of(workbook: &Workbook) -> Option<Self> {
        let sheet = workbook
            .sheets
            .iter()
            .find(|sheet| first_text(sheet) == TITLE)?;
        let value = |name: &str| {
            let (_, cells) = sheet
                .rows()
                .find(|(_, cells)| text(&cells[0]).trim() == name)?;
            let cell = cells.iter().find(|cell| cell.col == 1)?;
            Some(match &cell.value {
                Value::Number(number) => number.normalize().to_string(),
                _ => text(cell).to_owned(),
            })
        };
        let words = |name: &str| value(name).unwrap_or_default();
        Some(Self {
            kind: if words("kind") == FormKind::Entry.word() {
                FormKind::Entry
            } else {
                FormKind::Direct
            },
            layout: value("layout")?,
            layout_version: value("layout-version")?.parse().ok()?,
            year: value("year")?.parse().ok()?,
            unit: Unit {
                name: words("unit-name"),
                code: words("unit-code"),
                department: words("unit-department"),
                nature: words("unit-type"),
                ..Unit::default()
            },
            program: words("program"),
        })
    }
}

/// Whether a sheet of a form is no part of the budget.
pub(super) fn is_ours(sheet: &Sheet) -> bool {
    first_text(sheet).ends_with(OURS)
}

/// The first column of a form's table sheet that is no part of the budget.
pub(super) fn beside(sheet: &Sheet) -> Option<u32> {
    let top = sheet.cells.iter().take_while(|cell| cell.row < 40);
    top.filter(|cell| text(cell) == BESIDE)
        .map(|cell| cell.col)
        .min()
}

/// The text of cell A1.
pub(super) fn first_text(sheet: &Sheet) -> &str {
    sheet
        .cells
        .first()
        .filter(|cell| (cell.row, cell.col) == (0, 0))
        .map_or("", text)
}

fn text(cell: &Cell) -> &str {
    match &cell.value {
        Value::Text(text) => text,
        _ => "",
    }
}
