//! Filling: from a budget and its placement to a workbook whose totals are formulas.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::arrange::{ABOVE, number};
use super::placement::{Part, PlacedBlock, Placement};
use crate::layout::{BlockLayout, Field, Layout, TableLayout};
use crate::model::{BlockModel, Budget, Key, Lines, Model, Structure, Table, Total, Way};
use crate::text::Measure;
use crate::workbook::{Address, AmountFormat, Cell, Look, Page, Sheet, Style, Value, Workbook, column_letters, line_count, text_width};

/// A budget states something that the layout has no place for; filling would lose it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("layout `{layout}` has no place for {what} of table `{table}`")]
pub struct NoPlace {
    /// The layout.
    pub layout: String,
    /// The table.
    pub table: String,
    /// The row or column.
    pub what: String,
}

/// Height of a row of one line in points.
const ROW_HEIGHT: f64 = 21.0;
/// Height of the title's row in points.
const TITLE_HEIGHT: f64 = 36.0;

/// The workbook of `budget` along `placement`, which [`arrange`](super::arrange) made for it. Leaf amounts are values;
/// every stated total that its parts add up to is a formula with its value. One that they contradict stays as stated, in
/// red, with a comment.
///
/// # Errors
/// Where the layout has no row or column for an amount.
pub fn fill(model: &Model, layout: &Layout, placement: &Placement, budget: &Budget) -> Result<Workbook, NoPlace> {
    let sheets = placement.parts.iter().map(|part| {
        let printed = &layout.tables[part.table];
        let table = budget.table(printed.table.as_str()).expect("a part is arranged for each table");
        Filler { model, layout, printed, part, table, budget, sheet: Sheet { name: printed.sheet.clone(), ..Sheet::default() } }.fill()
    });
    Ok(Workbook { format: None, sheets: sheets.collect::<Result<_, _>>()? })
}

struct Filler<'f> {
    model: &'f Model,
    layout: &'f Layout,
    printed: &'f TableLayout,
    part: &'f Part,
    table: &'f Table,
    budget: &'f Budget,
    sheet: Sheet,
}

impl<'f> Filler<'f> {
    fn fill(mut self) -> Result<Sheet, NoPlace> {
        let (_, last_col) = self.part.columns;
        self.above(last_col);
        self.header();
        let mut last_row = self.part.body.1;
        self.grid(last_row, last_col);
        for placed in &self.part.blocks {
            self.block(placed)?;
        }
        if let Some(note) = &self.table.note {
            last_row += 2;
            self.wide(last_row, 0, last_col, note.clone(), Look::Note);
        }
        self.sheet.cells.sort_by_key(Cell::address);
        // The grid's empty cells come before what is written over them; the last of an address counts.
        self.sheet.cells.reverse();
        self.sheet.cells.dedup_by_key(|cell| cell.address());
        self.sheet.cells.reverse();
        self.widths();
        self.heights();
        let header_end = self.part.body.0 - 1;
        self.sheet.page = Page { repeat_rows: Some((0, header_end)), freeze_rows: header_end + 1, print_to: Some((last_row, last_col)) };
        Ok(self.sheet)
    }

    fn put(&mut self, row: u32, col: u32, value: Value, style: Style) {
        self.sheet.cells.push(Cell { row, col, value, style, ..Cell::default() });
    }

    /// A text across columns.
    fn wide(&mut self, row: u32, from: u32, to: u32, text: String, look: Look) {
        self.put(row, from, Value::Text(text), Style { look, ..Style::default() });
        if from < to {
            self.sheet.merges.push((Address::new(row, from), Address::new(row, to)));
        }
    }

    /// Title, unit and unit of measure.
    fn above(&mut self, last_col: u32) {
        let unit = &self.budget.unit;
        let title = self.part.title.map_or(0, |title| title.row);
        self.wide(title, 0, last_col, self.printed.title_for(self.budget.year), Look::Title);
        let code = if unit.code.is_empty() { String::new() } else { format!("[{}]", unit.code) };
        let department = if unit.department.is_empty() { String::new() } else { format!("主管部门：{}　", unit.department) };
        let preparer = format!("{department}{}：{code}{}", self.layout.preparer, unit.name);
        self.wide(ABOVE, 0, last_col.saturating_sub(1), preparer, Look::LineLeft);
        self.put(ABOVE, last_col, Value::Text(format!("单位：{}", self.printed.measure.word())), Style { look: Look::LineRight, ..Style::default() });
    }

    /// The header: columns of the same texts from the top share a merged cell, a leaf reaches down to the last row.
    fn header(&mut self) {
        let (first, last) = self.part.header.expect("an arranged part has a header");
        let columns: Vec<&Vec<String>> = self.printed.blocks.iter().flat_map(|block| &block.columns).map(|column| &column.header).collect();
        let style = Style { look: Look::Header, ..Style::default() };
        for row in first..=last {
            for col in 0..columns.len() {
                self.put(row, number(col), Value::Blank, style);
            }
        }
        for level in 0..=usize::try_from(last - first).expect("a header has few rows") {
            let mut col = 0;
            while col < columns.len() {
                let Some(text) = columns[col].get(level) else {
                    col += 1;
                    continue;
                };
                let same = columns[col..].iter().take_while(|other| other.get(..=level) == columns[col].get(..=level)).count();
                let row = first + number(level);
                let bottom = if columns[col].len() == level + 1 { last } else { row };
                self.put(row, number(col), Value::Text(text.clone()), style);
                let (from, to) = (Address::new(row, number(col)), Address::new(bottom, number(col + same - 1)));
                if from != to {
                    self.sheet.merges.push((from, to));
                }
                col += same;
            }
        }
    }

    /// Empty bordered cells below the header.
    fn grid(&mut self, last_row: u32, last_col: u32) {
        for row in self.part.body.0..=last_row {
            for col in 0..=last_col {
                self.put(row, col, Value::Blank, Style { look: Look::Name, ..Style::default() });
            }
        }
    }

    fn no_place(&self, what: String) -> NoPlace {
        NoPlace { layout: self.layout.id.clone(), table: self.table.table.to_string(), what }
    }

    fn block(&mut self, placed: &'f PlacedBlock) -> Result<(), NoPlace> {
        let printed = &self.printed.blocks[placed.block];
        let meaning = self.model.table(self.table.table.as_str()).and_then(|table| table.block(printed.block.as_str()));
        let meaning = meaning.expect("layouts are checked against the model");
        let structure = Structure::new(self.model, meaning, &self.table.lines);
        let rows = self.rows(printed, &structure)?;
        let totals = totals(&structure);
        self.labels(placed, printed, meaning, &structure, &rows);
        for (line, &row) in rows.iter().enumerate() {
            for column in &structure.lines[line].unread {
                let field = Field::Amount(column.clone());
                if let Some((col, _)) = placed.columns.iter().find(|(_, placed)| *placed == field) {
                    let style = Style { look: Look::Amount, wrong: true, ..Style::default() };
                    let comment = Some("所报内容不能读作金额，未写入。".to_owned());
                    self.sheet.cells.push(Cell { row, col: *col, comment, style, ..Cell::default() });
                }
            }
            for (position, column) in meaning.columns.iter().enumerate() {
                let Some(amount) = structure.lines[line].amounts.get(&column.id) else { continue };
                let field = Field::Amount(column.id.clone());
                let col = placed.columns.iter().find(|(_, placed)| *placed == field).map(|(col, _)| *col);
                let col = col.ok_or_else(|| self.no_place(format!("column `{}`", column.id)))?;
                let address = |(line, position): (usize, usize)| {
                    let field = Field::Amount(meaning.columns[position].id.clone());
                    placed.columns.iter().find(|(_, placed)| *placed == field).map(|(col, _)| Address::new(rows[line], *col))
                };
                let own = totals.get(&(line, position)).map(Vec::as_slice).unwrap_or_default();
                let cell = self.amount(&structure, own, amount.yuan, &address, strong(&structure, line));
                self.sheet.cells.push(Cell { row, col, ..cell });
            }
        }
        Ok(())
    }

    /// The row of each line of a block.
    fn rows(&self, printed: &BlockLayout, structure: &Structure<'_>) -> Result<Vec<u32>, NoPlace> {
        let (first, last) = self.part.body;
        let mut next = first;
        let mut rows = Vec::with_capacity(structure.lines.len());
        for line in &structure.lines {
            rows.push(match &line.key {
                Key::Total => last,
                Key::Row(id) => {
                    let at = printed.rows.iter().position(|row| row.row == *id);
                    first + number(at.ok_or_else(|| self.no_place(format!("row `{id}`")))?)
                }
                Key::Code(_) | Key::Unknown(_) => {
                    next += 1;
                    next - 1
                }
            });
        }
        Ok(rows)
    }

    fn labels(&mut self, placed: &PlacedBlock, printed: &BlockLayout, meaning: &BlockModel, structure: &Structure<'_>, rows: &[u32]) {
        let (first, last) = self.part.body;
        let fields = |wanted: fn(&Field) -> bool| placed.columns.iter().filter(move |(_, field)| wanted(field)).map(|(col, _)| *col);
        let label = fields(|field| matches!(field, Field::Label)).next();
        let text = |look: Look, strong: bool, indent: u8| Style { look, strong, indent, ..Style::default() };
        if let Some(col) = label {
            for (row, printed) in (first..).zip(&printed.rows) {
                let inner = printed.label.starts_with(|c: char| c.is_ascii_digit());
                self.put(row, col, Value::Text(printed.label.clone()), text(Look::Name, false, u8::from(inner)));
            }
        }
        if !printed.closing.is_empty() {
            let keys: Vec<u32> = fields(|field| !matches!(field, Field::Amount(_))).collect();
            for &col in &keys {
                self.put(last, col, Value::Blank, text(Look::Closing, true, 0));
            }
            if let (Some(&from), Some(&to)) = (keys.first(), keys.last()) {
                self.wide(last, from, to, printed.closing.clone(), Look::Closing);
            }
        }
        let mut ordinal = 0;
        for (at, (line, &row)) in structure.lines.iter().zip(rows).enumerate() {
            if matches!(line.key, Key::Total | Key::Row(_)) {
                continue;
            }
            let strong = strong(structure, at);
            if meaning.lines == Lines::Class {
                ordinal += 1;
                let name = format!("{}、{}", ordinal_word(ordinal), line.name);
                self.put(row, label.unwrap_or(0), Value::Text(name), text(Look::Name, false, 0));
                continue;
            }
            let level = line.key.code().map_or(1, |code| code.level());
            for (col, field) in &placed.columns {
                let value = match (field, &line.key) {
                    (Field::CodePart(part), Key::Code(code)) if *part <= level => code.part(*part).unwrap_or_default(),
                    (Field::CodePart(1), Key::Unknown(text)) => text.clone(),
                    (Field::Code, Key::Code(code)) => code.to_string(),
                    (Field::Code, Key::Unknown(text)) => text.clone(),
                    (Field::Name, _) => line.name.clone(),
                    _ => continue,
                };
                let style = if *field == Field::Name { text(Look::Name, strong, level - 1) } else { text(Look::Code, strong, 0) };
                self.put(row, *col, if value.is_empty() { Value::Blank } else { Value::Text(value) }, style);
            }
        }
    }

    /// The cell of an amount: a formula where its parts add up to it, else the amount as stated.
    fn amount(&self, structure: &Structure<'_>, totals: &[Total], yuan: Decimal, address: &impl Fn((usize, usize)) -> Option<Address>, strong: bool) -> Cell {
        let shown = |yuan: Decimal| (yuan / self.printed.measure.yuan()).normalize();
        let mut style = Style { look: Look::Amount, strong, ..Style::default() };
        if self.printed.measure != Measure::Yuan {
            style.amount = AmountFormat::TwoToSix;
        }
        let mut cell = Cell { value: Value::Number(shown(yuan)), style, ..Cell::default() };
        for total in totals {
            let sum = structure.sum(&total.parts);
            let cells: Vec<Address> = total.parts.iter().filter_map(|&part| address(part)).collect();
            if cells.is_empty() {
                continue;
            }
            let formula = sum_formula(&cells);
            if sum == Some(yuan) {
                cell.formula.get_or_insert(formula);
                continue;
            }
            let expected = sum.unwrap_or_default();
            if (yuan - expected).abs() > structure.slack(total, self.table.quantum) && cell.comment.is_none() {
                cell.style.wrong = true;
                let way = if total.way == Way::Lines { "下级各行" } else { "同行各列" };
                cell.comment = Some(format!("与{way}之和不符。\n所报：{}\n应为：{}\n公式：={formula}", shown(yuan), shown(expected)));
            }
        }
        if cell.style.wrong {
            // Contradicted in one way, it is left as stated in the other too.
            cell.formula = None;
        }
        cell
    }

    /// Widths: those of the layout, or wider where an amount needs it.
    fn widths(&mut self) {
        let mut widths: Vec<f64> = self.printed.blocks.iter().flat_map(|block| &block.columns).map(|column| column.width).collect();
        for cell in self.sheet.cells.iter().filter(|cell| cell.style.look == Look::Amount) {
            let Value::Number(number) = &cell.value else { continue };
            let digits = number.trunc().to_string().len();
            let decimals = usize::try_from(number.scale()).unwrap_or(2).max(2);
            let shown = text_width(&"0".repeat(digits + digits / 3 + 1 + decimals)) + 2.5;
            let width = &mut widths[usize::try_from(cell.col).expect("a column number fits")];
            *width = width.max(if cell.style.strong { shown * 1.08 } else { shown });
        }
        self.sheet.widths = widths;
    }

    fn heights(&mut self) {
        let title = self.part.title.map_or(0, |title| title.row);
        let mut heights: BTreeMap<u32, f64> = BTreeMap::from([(title, TITLE_HEIGHT)]);
        for cell in self.sheet.cells.iter().filter(|cell| cell.row != title) {
            let merged: f64 = match self.sheet.merges.iter().find(|(from, _)| *from == cell.address()) {
                Some((from, to)) => (from.col..=to.col).filter_map(|col| self.sheet.widths.get(usize::try_from(col).ok()?)).sum(),
                None => self.sheet.widths.get(usize::try_from(cell.col).unwrap_or(usize::MAX)).copied().unwrap_or(10.0),
            };
            let lines = match &cell.value {
                Value::Text(text) => line_count(text, merged - 1.0 - 2.0 * f64::from(cell.style.indent)).max(1),
                _ => 1,
            };
            let height = ROW_HEIGHT + 15.0 * f64::from(number(lines - 1));
            let row = heights.entry(cell.row).or_insert(ROW_HEIGHT);
            *row = row.max(height);
        }
        self.sheet.heights = heights.into_iter().collect();
    }
}

/// Whether a line is set apart: a closing line, or one over other lines.
fn strong(structure: &Structure<'_>, line: usize) -> bool {
    structure.lines[line].key == Key::Total && structure.block.lines != Lines::Single || !structure.line_parts[line].is_empty()
}

/// The totals of a block by their cell, those over lines first.
fn totals(structure: &Structure<'_>) -> BTreeMap<(usize, usize), Vec<Total>> {
    let mut all: BTreeMap<(usize, usize), Vec<Total>> = BTreeMap::new();
    for total in structure.totals() {
        all.entry(total.total).or_default().push(total);
    }
    all
}

/// A sum of cells, runs of neighbours as ranges. SUM takes at most 255 arguments.
fn sum_formula(cells: &[Address]) -> String {
    const MOST: usize = 250;
    let mut cells = cells.to_vec();
    cells.sort();
    let mut runs: Vec<(Address, Address)> = Vec::new();
    for cell in cells {
        match runs.last_mut() {
            Some((_, to)) if to.col == cell.col && to.row + 1 == cell.row || to.row == cell.row && to.col + 1 == cell.col => *to = cell,
            _ => runs.push((cell, cell)),
        }
    }
    let name = |(from, to): &(Address, Address)| {
        let cell = |address: &Address| format!("{}{}", column_letters(address.col), address.row + 1);
        if from == to { cell(from) } else { format!("{}:{}", cell(from), cell(to)) }
    };
    let sum = |runs: &[(Address, Address)]| format!("SUM({})", runs.iter().map(name).collect::<Vec<_>>().join(","));
    if runs.len() <= MOST { sum(&runs) } else { format!("SUM({})", runs.chunks(MOST).map(sum).collect::<Vec<_>>().join(",")) }
}

/// 1 is 一, 12 is 十二.
fn ordinal_word(n: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let tens = match n / 10 {
        0 => String::new(),
        1 => "十".to_owned(),
        tens => format!("{}十", DIGITS[tens % 10]),
    };
    tens + DIGITS[n % 10]
}
