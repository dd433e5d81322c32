//! What marking has changed, kept in hidden columns of the list of findings so that it can be undone exactly. Whatever
//! program saves the workbook in between keeps cells.

use std::collections::BTreeMap;

use crate::workbook::{Address, Cell, Sheet, Value, Workbook};

/// The first of the hidden columns, counted from 0; one beside the list stays empty.
const COLUMN: u32 = 9;
/// The first row of records, counted from 0.
const ROW: u32 = 4;
/// The longest text that is kept; a cell holds no more than 32,767 characters.
const LONGEST: usize = 32_000;

/// What a marked cell was like before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum MarkRecord {
    /// It had the style of this number, with this fill.
    Styled(usize, String),
    /// It was not there.
    New,
    /// The box of its comment stood there.
    Anchor(String),
}

/// The records of a workbook: by sheet name and cell, those of cells and those of boxes.
#[derive(Debug, Default)]
pub(super) struct Records {
    cells: BTreeMap<(String, Address), MarkRecord>,
    boxes: BTreeMap<(String, Address), String>,
}

impl Records {
    /// Those that the lists of findings in `workbook` hold.
    pub(super) fn of(workbook: &Workbook) -> Self {
        let mut records = Self::default();
        let lists = workbook.sheets.iter().filter(|sheet| sheet.is_results());
        for (row, cells) in lists.flat_map(|sheet| sheet.rows().collect::<Vec<_>>()) {
            let text = |col: u32| {
                let cell = cells.iter().find(|cell| cell.col == COLUMN + col);
                match cell.map(|cell| &cell.value) {
                    Some(Value::Text(text)) => text.clone(),
                    Some(Value::Number(number)) => number.to_string(),
                    _ => String::new(),
                }
            };
            let Some(at) = Address::parse(&text(2)).filter(|_| row >= ROW) else {
                continue;
            };
            let record = match text(0).as_str() {
                "style" => MarkRecord::Styled(text(3).parse().unwrap_or(0), text(4)),
                "new" => MarkRecord::New,
                "box" => MarkRecord::Anchor(text(4)),
                _ => continue,
            };
            records.add(&text(1), at, record);
        }
        records
    }

    /// Adds a record.
    pub(super) fn add(&mut self, sheet: &str, at: Address, record: MarkRecord) {
        let key = (sheet.to_owned(), at);
        match record {
            MarkRecord::Anchor(anchor) => drop(self.boxes.insert(key, anchor)),
            record => drop(self.cells.insert(key, record)),
        }
    }

    /// The record of a cell.
    pub(super) fn cell(&self, sheet: &str, at: Address) -> Option<&MarkRecord> {
        self.cells.get(&(sheet.to_owned(), at))
    }

    /// Where the boxes of a sheet's comments stood. What is no list of numbers is left out.
    pub(super) fn boxes(&self, sheet: &str) -> BTreeMap<Address, String> {
        let numbers = |anchor: &str| {
            anchor.split(',').count() == 8
                && anchor
                    .split(',')
                    .all(|own| own.trim().parse::<u32>().is_ok())
        };
        self.boxes
            .iter()
            .filter(|((own, _), anchor)| own == sheet && numbers(anchor))
            .map(|((_, at), anchor)| (*at, anchor.clone()))
            .collect()
    }

    /// Writes the records into the hidden columns of the list of findings.
    pub(super) fn write(&self, sheet: &mut Sheet) {
        let anchors = self
            .boxes
            .iter()
            .map(|(key, anchor)| (key, MarkRecord::Anchor(anchor.clone())));
        let cells = self.cells.iter().map(|(key, record)| (key, record.clone()));
        let mut row = ROW;
        for ((name, at), record) in cells.chain(anchors) {
            let (kind, number, text) = match record {
                MarkRecord::Styled(number, fill) => ("style", number.to_string(), fill),
                MarkRecord::New => ("new", String::new(), String::new()),
                MarkRecord::Anchor(anchor) => ("box", String::new(), anchor),
            };
            if text.len() > LONGEST {
                continue;
            }
            let at = at.to_string();
            for (col, text) in (COLUMN..).zip([kind, name, &at, &number, &text]) {
                if !text.is_empty() {
                    sheet.cells.push(Cell {
                        row,
                        col,
                        value: Value::Text(text.to_owned()),
                        ..Cell::default()
                    });
                }
            }
            row += 1;
        }
        sheet.cells.sort_by_key(Cell::address);
        sheet.hidden.cols.push((COLUMN, COLUMN + 4));
    }
}
