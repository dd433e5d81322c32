//! On how many cells of a budget each sum holds that follows from a layout. Who writes a layout sees by it at once where a word
//! or `closed` is wrong: such a sum holds nowhere, or on few cells.

use rust_decimal::Decimal;

use crate::layout::{BlockLayout, RowKind, TableLayout, Templates, with_year};
use crate::model::{Budget, Id, Key, Place, Structure, Table, Total, Way};

/// A member of a sum, in the words of the layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SumMember {
    /// A column or fixed row.
    Named {
        /// Its header or label as printed.
        name: String,
        /// Its name in budgets, which is its words unless the layout says another.
        id: Id,
    },
    /// The closing line.
    Closing(String),
    /// The lines with codes of a level: 1 类, 2 款, 3 项.
    Level(u8),
    /// The lines of units or the like.
    Groups,
    /// The records.
    Records,
    /// Lines whose code or name is not known.
    Unknown,
}

/// A sum and where it holds.
#[derive(Debug, Clone)]
pub struct CheckedSum {
    /// In which way it adds up.
    pub way: Way,
    /// The total.
    pub total: SumMember,
    /// Its parts.
    pub parts: Vec<SumMember>,
    /// On how many cells it holds.
    pub holds: usize,
    /// On how many cells it could.
    pub cells: usize,
    /// The first cell on which it does not hold.
    pub first: Option<Differs>,
}

/// A total that is not the sum of its parts.
#[derive(Debug, Clone)]
pub struct Differs {
    /// The cell of the total, or that of a part where the total is blank.
    pub place: Option<Place>,
    /// The total in yuan; a blank is 0.
    pub total: Decimal,
    /// The sum of the parts in yuan.
    pub sum: Decimal,
}

/// The sums of a block.
#[derive(Debug, Clone)]
pub struct BlockSums {
    /// The table.
    pub table: Id,
    /// The table's title as the layout prints it.
    pub title: String,
    /// The block.
    pub block: Id,
    /// Whether the layout says that the printed parts make up the whole.
    pub closed: bool,
    /// How many lines were read.
    pub lines: usize,
    /// How many amounts were read.
    pub amounts: usize,
    /// Its sums: those over columns, then those over lines.
    pub sums: Vec<CheckedSum>,
}

/// The sums of all blocks that `budget` has, in the order of its layout.
#[must_use]
pub fn sums(templates: &Templates, budget: &Budget) -> Vec<BlockSums> {
    let Some(layout) = templates.layout(&budget.layout) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for printed in &layout.tables {
        let Some(table) = budget.table(printed.table.as_str()) else {
            continue;
        };
        for block in &printed.blocks {
            all.push(of_block(templates, budget, (table, printed), block));
        }
    }
    all
}

fn of_block(
    templates: &Templates,
    budget: &Budget,
    (table, printed): (&Table, &TableLayout),
    block: &BlockLayout,
) -> BlockSums {
    let prints = |id: &Id| table.missing_columns.is_empty() && block.always_prints(id);
    let structure = Structure::printed(&templates.model, &block.meaning, &table.lines, prints);
    let words = SumNames {
        structure: &structure,
        block,
        year: budget.year,
    };
    let mut sums: Vec<CheckedSum> = Vec::new();
    for total in structure.totals() {
        let (whole, parts) = words.members(&total);
        let known = sums
            .iter()
            .position(|own| own.way == total.way && own.total == whole && own.parts == parts);
        let known = known.unwrap_or_else(|| {
            sums.push(CheckedSum {
                way: total.way,
                total: whole,
                parts,
                holds: 0,
                cells: 0,
                first: None,
            });
            sums.len() - 1
        });
        let own = &mut sums[known];
        own.cells += 1;
        match differs(&structure, &total, table.quantum) {
            None => own.holds += 1,
            found if own.first.is_none() => own.first = found,
            Some(_) => {}
        }
    }
    sums.sort_by_key(|sum| sum.way == Way::Lines);
    BlockSums {
        table: table.table.clone(),
        title: with_year(&printed.title, budget.year),
        block: block.block.clone(),
        closed: block.closed,
        lines: structure.lines.len(),
        amounts: structure.lines.iter().map(|line| line.amounts.len()).sum(),
        sums,
    }
}

/// What is wrong with a total; `None` where it is the sum of its parts but for rounding.
fn differs(structure: &Structure<'_>, total: &Total, quantum: Decimal) -> Option<Differs> {
    let stated = structure.yuan(total.total).unwrap_or_default();
    let sum = structure.sum(&total.parts).unwrap_or_default();
    if (stated.saturating_sub(sum)).abs() <= structure.slack(total, quantum) {
        return None;
    }
    let cells = std::iter::once(&total.total).chain(&total.parts);
    let place = |&(line, column): &(usize, usize)| {
        let id = &structure.block.columns[column].id;
        structure.lines[line].amounts.get(id)?.place.clone()
    };
    Some(Differs {
        place: cells.filter_map(place).next(),
        total: stated,
        sum,
    })
}

/// Puts words to the members of sums.
struct SumNames<'s> {
    structure: &'s Structure<'s>,
    block: &'s BlockLayout,
    year: Option<u16>,
}

impl SumNames<'_> {
    fn members(&self, total: &Total) -> (SumMember, Vec<SumMember>) {
        let of = |&(line, column): &(usize, usize)| match total.way {
            Way::Columns => self.column(column),
            Way::Lines => self.line(line),
        };
        let mut parts: Vec<SumMember> = Vec::new();
        for part in total.parts.iter().map(of) {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        (of(&total.total), parts)
    }

    fn column(&self, at: usize) -> SumMember {
        let id = &self.structure.block.columns[at].id;
        let columns = &self.block.columns;
        let header = self.block.column_of(id);
        let header = header.map_or(&[][..], |column| column.header.as_slice());
        // The last text alone, where it says which column it is.
        let last = header.last();
        let alike = columns.iter().filter(|own| own.header.last() == last);
        let name = match alike.count() {
            1 => last.cloned().unwrap_or_default(),
            _ => header.join("-"),
        };
        SumMember::Named {
            name: with_year(&name, self.year),
            id: id.clone(),
        }
    }

    fn line(&self, at: usize) -> SumMember {
        match &self.structure.lines[at].key {
            Key::Code(code) => SumMember::Level(code.level()),
            Key::Row(id) => {
                let row = self.block.rows.iter().find(|row| row.row == *id);
                SumMember::Named {
                    name: row
                        .map_or_else(|| id.to_string(), |row| with_year(&row.label, self.year)),
                    id: id.clone(),
                }
            }
            Key::Unknown(_) => SumMember::Unknown,
            Key::Total => SumMember::Closing(self.closing()),
            Key::Group => SumMember::Groups,
            Key::Record(_) => SumMember::Records,
        }
    }

    fn closing(&self) -> String {
        let mut first = self.block.rows.iter();
        let first = first.find(|row| row.kind == RowKind::Total);
        match first {
            _ if !self.block.closing.is_empty() => with_year(&self.block.closing, self.year),
            Some(row) => with_year(&row.label, self.year),
            None => String::new(),
        }
    }
}
