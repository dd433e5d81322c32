//! The budget that a form is arranged and filled from: every line that it prepares, without amounts.

use rust_decimal::Decimal;

use super::desk::Desk;
use super::entered::entry_lines;
use super::{Kind, Request};
use crate::bind::{NoPlace, arrange, fill};
use crate::layout::{BlockLayout, Field, RowKind, Templates};
use crate::model::{
    Amount, BlockModel, Budget, Code, Coordinates, Id, Key, Line, Lines, Structure, Table,
};
use crate::text::Measure;

/// The lines prepared in a block that prints one line for each 类.
const CLASSES: usize = 16;
/// The lines of those prepared that are shown at first: hidden ones are not printed.
const SHOWN: usize = 18;
/// The empty lines that are shown where last year is known.
const SPARE_SHOWN: usize = 5;

/// Stands for a key in the rows above and below an open list.
pub(super) const END: &str = "-";

/// A block of a table on its sheet.
#[derive(Debug, Clone)]
pub(super) struct Block<'f> {
    /// Its position among the blocks.
    pub(super) number: usize,
    /// The position of the sheet among those of the tables.
    pub(super) desk: usize,
    pub(super) sheet: String,
    pub(super) table: Id,
    pub(super) measure: Measure,
    pub(super) meaning: &'f BlockModel,
    pub(super) printed: &'f BlockLayout,
    /// The first row below the header and the row of the closing line.
    pub(super) body: (u32, u32),
    /// The row of the last header line.
    pub(super) header: u32,
    pub(super) columns: Vec<(u32, Field)>,
    /// The printed columns that are totals of others, with those: positions in the model.
    pub(super) column_parts: Vec<Vec<usize>>,
    /// The prepared lines with their rows.
    pub(super) lines: Vec<(u32, Key, String)>,
    /// The number of lines that are shown at first.
    pub(super) shown: usize,
    /// The column of the keys of an open list or a block of 类.
    pub(super) keys: Option<u32>,
    /// The column that says what is wrong with a line of an open list; empty where nothing is.
    pub(super) hints: Option<u32>,
    /// The columns that make the subtotals of an open list.
    pub(super) subtotals: Option<Subtotals>,
    /// Whether the closing line follows the last line that is in use.
    pub(super) floating: bool,
    /// The columns of a fed list, each with that of its numbers.
    pub(super) values: Vec<(u32, u32)>,
}

/// The columns beside an open list that make its subtotals.
#[derive(Debug, Clone)]
pub(super) struct Subtotals {
    /// By how much a line differs from those below it.
    pub(super) off: u32,
    /// What the keys of the lines below a line match.
    pub(super) below: u32,
    /// The amounts of the lines that have none below them, for each column of amounts that is no total of others.
    pub(super) lowest: Vec<u32>,
}

impl Block<'_> {
    /// The column of the sheet that prints a column of the model.
    pub(super) fn col(&self, position: usize) -> Option<u32> {
        let id = &self.meaning.columns[position].id;
        let field = Field::Amount(id.clone());
        self.columns
            .iter()
            .find(|(_, own)| *own == field)
            .map(|(col, _)| *col)
    }

    /// The printed columns of amounts: position in the model and column of the sheet.
    pub(super) fn amounts(&self) -> Vec<(usize, u32)> {
        (0..self.meaning.columns.len())
            .filter_map(|position| Some((position, self.col(position)?)))
            .collect()
    }

    /// The printed columns that are no totals of others.
    pub(super) fn leaves(&self) -> Vec<(usize, u32)> {
        let mut all = self.amounts();
        all.retain(|(position, _)| self.parts(*position).is_empty());
        all
    }

    /// The columns of the sheet that a printed column is the sum of; none where it is typed.
    pub(super) fn parts(&self, position: usize) -> Vec<u32> {
        if !self.printed.closed {
            return Vec::new();
        }
        self.column_parts[position]
            .iter()
            .filter_map(|&part| self.col(part))
            .collect()
    }

    /// The first and last row of the lines; empty lists have the row of the closing line.
    pub(super) fn rows(&self) -> (u32, u32) {
        let last = self
            .body
            .1
            .saturating_sub(u32::from(!self.printed.closing.is_empty()));
        (self.body.0, last.max(self.body.0))
    }

    /// What formulas over the lines of an open list look at: the rows above and below them as well, so that rows inserted at
    /// either end belong to it. Those two hold [`END`] for a key.
    pub(super) fn span(&self) -> (u32, u32) {
        let (first, last) = self.rows();
        if self.is_list() && !self.floating {
            (
                first.saturating_sub(1),
                last + u32::from(self.closing().is_some()),
            )
        } else {
            (first, last)
        }
    }

    /// The row of the closing line, where the block has one.
    pub(super) fn closing(&self) -> Option<u32> {
        (!self.printed.closing.is_empty()).then_some(self.body.1)
    }

    /// The column of a field other than amounts.
    pub(super) fn key_cols(&self) -> Vec<u32> {
        let code = |field: &Field| matches!(field, Field::Code | Field::CodePart(_) | Field::Label);
        self.columns
            .iter()
            .filter(|(_, field)| code(field))
            .map(|(col, _)| *col)
            .collect()
    }

    /// The column of the names.
    pub(super) fn name_col(&self) -> Option<u32> {
        self.columns
            .iter()
            .find(|(_, field)| *field == Field::Name)
            .map(|(col, _)| *col)
    }

    /// Whether it belongs to the table.
    pub(super) fn of_table(&self, table: &Id) -> bool {
        self.table == *table
    }

    /// The header of a printed column: its lowest part, and where others have the same, those above it but for what stands
    /// above all columns of amounts.
    pub(super) fn header_of(&self, position: usize) -> String {
        let id = &self.meaning.columns[position].id;
        let amounts = || {
            let columns = self.printed.columns.iter();
            columns.filter(|column| matches!(column.field, Field::Amount(_)))
        };
        let field = Field::Amount(id.clone());
        let own = amounts().find(|column| column.field == field);
        let parts = own.map_or(&[][..], |column| column.header.get(1..).unwrap_or_default());
        let Some(lowest) = parts.last() else {
            return "金额".to_owned();
        };
        let same = amounts().filter(|column| column.header.last() == Some(lowest));
        if same.count() == 1 {
            lowest.clone()
        } else {
            parts.join("·")
        }
    }

    /// Whether its lines are an open list by code.
    pub(super) fn is_list(&self) -> bool {
        matches!(self.meaning.lines, Lines::List(_))
    }
}

/// The table sheets of a form without any formula yet, with their blocks.
pub(super) fn arranged<'f>(
    templates: &'f Templates,
    request: &Request<'f>,
) -> Result<(Vec<Desk>, Vec<Block<'f>>), NoPlace> {
    let layout = request.layout;
    let mut budget = Budget::new(&layout.id);
    budget.year = Some(request.year);
    budget.unit = request.unit.clone();
    budget.unit.body = layout.body;
    let mut shown = Vec::new();
    for printed in &layout.tables {
        let mut lines = Vec::new();
        for block in &printed.blocks {
            let (own, visible) = prepared(templates, request, &printed.table, block);
            shown.push(visible);
            lines.extend(own);
        }
        budget.tables.push(Table {
            table: printed.table.clone(),
            measure: printed.measure,
            quantum: Decimal::new(1, 2),
            blocks: printed.meaning(),
            lines,
            missing_columns: Vec::new(),
            note: printed
                .empty_note
                .as_ref()
                .map(|note| note.replace("{year}", &request.year.to_string())),
            place: None,
        });
    }
    let placement = arrange(layout, &budget);
    let workbook = fill(&templates.model, layout, &placement, &budget)?;
    let mut shown = shown.into_iter();
    let mut blocks = Vec::new();
    for part in &placement.parts {
        let printed = &layout.tables[part.table];
        let table = budget.table(printed.table.as_str());
        for placed in &part.blocks {
            let own = &printed.blocks[placed.block];
            let of = &*own.meaning;
            let first = part.body.0;
            let lines = table.into_iter().flat_map(|table| &table.lines);
            let lines = lines.filter(|line| line.block == own.block && line.key != Key::Total);
            blocks.push(Block {
                number: blocks.len(),
                desk: part.sheet,
                sheet: printed.sheet.clone(),
                table: printed.table.clone(),
                measure: printed.measure,
                meaning: of,
                printed: own,
                body: part.body,
                header: part.header.map_or(0, |(_, last)| last),
                columns: placed.columns.clone(),
                column_parts: column_parts(templates, of, own),
                lines: (first..)
                    .zip(lines)
                    .map(|(row, line)| (row, line.key.clone(), line.name.clone()))
                    .collect(),
                shown: shown.next().unwrap_or(usize::MAX),
                keys: None,
                hints: None,
                subtotals: None,
                floating: false,
                values: Vec::new(),
            });
        }
    }
    let desks = placement.parts.iter().zip(workbook.sheets);
    let desks = desks.map(|(part, sheet)| Desk::new(sheet, part.columns.1));
    Ok((desks.collect(), blocks))
}

/// For each column of a block, the printed columns that it is the sum of.
pub(super) fn column_parts(
    templates: &Templates,
    meaning: &BlockModel,
    printed: &BlockLayout,
) -> Vec<Vec<usize>> {
    let prints = |id: &Id| {
        let mut columns = printed.columns.iter();
        columns.any(|column| matches!(&column.field, Field::Amount(own) if own == id))
    };
    let amounts = meaning.columns.iter().filter(|column| prints(&column.id));
    let amounts = amounts.map(|column| (column.id.clone(), Amount::new(Decimal::ZERO)));
    let line = Line {
        amounts: amounts.collect(),
        ..line(printed, Key::Total, "")
    };
    Structure::new(&templates.model, meaning, [&line]).column_parts
}

pub(super) fn line(printed: &BlockLayout, key: Key, name: &str) -> Line {
    Line {
        block: printed.block.clone(),
        key,
        name: name.to_owned(),
        amounts: std::collections::BTreeMap::new(),
        unread: std::collections::BTreeSet::new(),
        at: Coordinates::ALL,
        texts: std::collections::BTreeMap::new(),
        place: None,
    }
}

/// The lines of a block, and how many of them are shown.
fn prepared(
    templates: &Templates,
    request: &Request<'_>,
    table: &Id,
    printed: &BlockLayout,
) -> (Vec<Line>, usize) {
    let meaning = &*printed.meaning;
    let mut lines: Vec<Line> = match meaning.lines {
        Lines::Fixed => {
            let name = |id: &Id| meaning.row(id.as_str()).map_or("", |row| row.name.as_str());
            let rows = printed.rows.iter();
            rows.filter(|row| row.kind == RowKind::Line)
                .map(|row| line(printed, Key::Row(row.row.clone()), name(&row.row)))
                .collect()
        }
        Lines::Single | Lines::Records => Vec::new(),
        Lines::Class(_) | Lines::List(_) => {
            let fed = request.kind == Kind::Entry && meaning.lines != Lines::ECONOMIC;
            if fed {
                Vec::new()
            } else {
                last_years(templates, request, table, printed)
            }
        }
    };
    let known = lines.len();
    let fed = request.kind == Kind::Entry && meaning.lines == Lines::FUNCTION;
    let spare = match meaning.lines {
        Lines::Fixed | Lines::Single => 0,
        Lines::Records => request.rows.max(1),
        // The lines entered have more 款 and 类 above them than there is room for only where no two lie together.
        Lines::FUNCTION if fed => entry_lines(templates, request) * 3 / 2 + 10,
        Lines::Class(_) => CLASSES.max(known + 4) - known,
        Lines::List(_) => request.rows.max(1),
    };
    let empty = || line(printed, Key::Unknown(String::new()), "");
    lines.extend(std::iter::repeat_with(empty).take(spare));
    let shown = match meaning.lines {
        Lines::List(_) if request.previous.is_some() => known + SPARE_SHOWN,
        Lines::List(_) => SHOWN,
        _ => usize::MAX,
    };
    if !printed.closing.is_empty() || meaning.lines == Lines::Single {
        lines.push(line(printed, Key::Total, ""));
    }
    (lines, shown)
}

/// The lines by code that the table had last year, in the order of the codes, with the names of the list.
fn last_years(
    templates: &Templates,
    request: &Request<'_>,
    table: &Id,
    printed: &BlockLayout,
) -> Vec<Line> {
    let meaning = &*printed.meaning;
    let old = request
        .previous
        .and_then(|budget| budget.table(table.as_str()));
    let old = old.into_iter().flat_map(|table| &table.lines);
    let mut coded: Vec<(Code, &str)> = old
        .filter(|line| line.block == printed.block)
        .filter_map(|line| Some((line.key.code()?, line.name.as_str())))
        .collect();
    coded.sort_by_key(|(code, _)| *code);
    coded.dedup_by_key(|(code, _)| *code);
    coded
        .into_iter()
        .map(|(code, name)| {
            let listed = templates.codes.get(meaning.lines, code);
            let name = listed.map_or(name, |entry| entry.name.as_str());
            line(printed, Key::Code(code), name)
        })
        .collect()
}
