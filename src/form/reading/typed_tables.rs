//! The tables of a form that are typed into: its own formulas are computed anew from what was typed, whatever result the file
//! keeps of them.

use std::collections::BTreeSet;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::formulas::Formulas;
use crate::bind::PlacedPart;
use crate::finding::Stated;
use crate::layout::{BlockLayout, Field, TableLayout, Templates};
use crate::model::{
    Amount, BlockModel, Code, Computed, Id, Line, LineIx, Lines, Model, Place, Structure, Table,
    cell, fen, line_coordinates,
};
use crate::workbook::{Address, SheetIx};

/// What is needed to compute a table anew.
pub(super) struct TypedTable<'t> {
    pub(super) templates: &'t Templates,
    pub(super) printed: &'t TableLayout,
    /// Where it stands.
    pub(super) parts: &'t [&'t PlacedPart],
    pub(super) formulas: &'t Formulas,
}

/// What was computed otherwise than the file keeps it.
#[derive(Debug, Default)]
pub(super) struct Recomputed {
    /// The cells, with what the file keeps.
    pub(super) stale: Vec<Stated>,
    /// The cells of formulas that give an amount again.
    pub(super) mended: BTreeSet<Place>,
}

/// A cell that is computed anew.
struct Anew {
    line: LineIx,
    column: Id,
    cell: Address,
    sheet: Arc<str>,
    yuan: Option<Decimal>,
    measure: Option<Box<str>>,
}

/// The unit of a cell that is no money.
fn measure(model: &Model, block: &BlockModel, line: &Line, column: usize) -> Option<Box<str>> {
    let at = block.at.narrowed(&line_coordinates(block, line));
    let at = cell(model, &at, &block.columns[column].at);
    model.measure(&at).map(Into::into)
}

impl TypedTable<'_> {
    /// Computes the own formulas of a block of the table, and fills in names that the form gives. `name_of` gives the name of
    /// a code.
    pub(super) fn compute(
        &self,
        meaning: &BlockModel,
        printed: &BlockLayout,
        table: &mut Table,
        name_of: impl Fn(Code) -> Option<String>,
    ) -> Recomputed {
        self.names(meaning, printed, table, name_of);
        let mut computed = Recomputed::default();
        for anew in self.anew(meaning, printed, table) {
            let line = &mut table.lines[anew.line.index()];
            let place = Place {
                sheet: anew.sheet,
                cell: anew.cell,
            };
            let kept = line.amounts.get(&anew.column);
            let kept_yuan = kept.map(|amount| amount.yuan);
            let some = |yuan: Option<Decimal>| yuan.filter(|yuan| !yuan.is_zero());
            if line.unread.remove(&anew.column) {
                computed.mended.insert(place.clone());
            }
            if some(kept_yuan) == some(anew.yuan) {
                continue;
            }
            // Where the file keeps no result at all, the table is named instead.
            let stated = match kept {
                Some(amount) => Stated::amount(amount),
                None => Stated::text(table.place.clone(), &self.printed.sheet),
            };
            if !computed.stale.contains(&stated) {
                computed.stale.push(stated);
            }
            match some(anew.yuan) {
                None => line.amounts.remove(&anew.column),
                Some(yuan) => {
                    let unit = match anew.measure {
                        None => table.measure.yuan(),
                        Some(_) => Decimal::ONE,
                    };
                    let stated = (yuan / unit).normalize().to_string();
                    let amount = Amount {
                        measure: anew.measure,
                        yuan: yuan.normalize(),
                        stated: Some(stated.into()),
                        place: Some(place),
                    };
                    line.amounts.insert(anew.column, amount)
                }
            };
        }
        computed
    }

    /// The column of the sheet that prints a field of a block in the row of a line.
    fn col(&self, block: &BlockLayout, line: &Line, field: &Field) -> Option<(SheetIx, Address)> {
        let place = line.place.as_ref()?;
        let row = place.cell.row;
        let within = |part: &&&PlacedPart| {
            self.formulas.name(part.sheet) == &*place.sheet
                && part.body.0 <= row
                && row <= part.body.1
        };
        let part = self.parts.iter().find(within)?;
        let own = |placed: &&crate::bind::PlacedBlock| {
            let printed = self.printed.blocks.get(placed.block);
            printed.is_some_and(|printed| printed.block == block.block)
        };
        let placed = part.blocks.iter().find(own)?;
        let column = placed.columns.iter().find(|(_, own)| own == field)?;
        Some((part.sheet, Address::new(row, column.0)))
    }

    fn names(
        &self,
        meaning: &BlockModel,
        printed: &BlockLayout,
        table: &mut Table,
        name_of: impl Fn(Code) -> Option<String>,
    ) {
        if !matches!(meaning.lines, Lines::List(_)) {
            return;
        }
        let own = |line: &&mut Line| line.block == meaning.id && line.name.is_empty();
        for line in table.lines.iter_mut().filter(own) {
            let Some(code) = line.key.code() else {
                continue;
            };
            let cell = self.col(printed, line, &Field::Name);
            let is_own = |(sheet, cell): (SheetIx, Address)| {
                self.formulas.is_own(self.formulas.name(sheet), cell)
            };
            if cell.is_some_and(is_own) {
                line.name = name_of(code).unwrap_or_default();
            }
        }
    }

    fn anew(&self, meaning: &BlockModel, printed: &BlockLayout, table: &Table) -> Vec<Anew> {
        let model = &self.templates.model;
        let prints = |id: &Id| printed.prints(id);
        let structure = Structure::printed(model, meaning, &table.lines, prints);
        let block = FormSums {
            list: matches!(meaning.lines, Lines::List(_)),
            computed: (0..meaning.columns.len())
                .map(|column| structure.computed(model, column))
                .collect(),
            cells: structure
                .lines
                .iter()
                .map(|line| {
                    let cell = |column: &crate::model::ColumnModel| {
                        let field = Field::Amount(column.id.clone());
                        let (sheet, cell) = self.col(printed, line, &field)?;
                        let name = self.formulas.name(sheet);
                        let own = self.formulas.is_own(name, cell);
                        own.then(|| (cell, self.formulas.worded(name)))
                    };
                    meaning.columns.iter().map(cell).collect()
                })
                .collect(),
            structure: &structure,
        };
        let at: Vec<LineIx> = table.lines_of(&meaning.id).map(|(at, _)| at).collect();
        let mut all = Vec::new();
        for (line, cells) in block.cells.iter().enumerate() {
            let Some(place) = &structure.lines[line].place else {
                continue;
            };
            for (column, cell) in cells.iter().enumerate() {
                let Some((cell, _)) = cell else { continue };
                if block.unread(line, column) {
                    continue;
                }
                all.push(Anew {
                    line: at[line],
                    column: meaning.columns[column].id.clone(),
                    cell: *cell,
                    sheet: Arc::clone(&place.sheet),
                    yuan: block.yuan((line, column)),
                    measure: measure(model, meaning, structure.lines[line], column),
                });
            }
        }
        all
    }
}

/// The sums of a block as the form's formulas have them.
struct FormSums<'s> {
    structure: &'s Structure<'s>,
    /// Whether the lines are an open list.
    list: bool,
    /// For each column, what it is computed from.
    computed: Vec<Option<Computed>>,
    /// For each line and column, the cell of the form's own formula, and whether its text is known.
    cells: Vec<Vec<Option<(Address, bool)>>>,
}

impl FormSums<'_> {
    fn sum(values: impl Iterator<Item = Option<Decimal>>) -> Option<Decimal> {
        values.flatten().reduce(|sum, yuan| sum + yuan)
    }

    /// What a cell comes to: a column over its parts, else a line over those below it, else what was typed.
    fn yuan(&self, (line, column): (usize, usize)) -> Option<Decimal> {
        let stated = || self.structure.yuan((line, column));
        let Some((_, worded)) = self.cells[line][column] else {
            return stated();
        };
        if let Some(computed) = self.computed[column] {
            return self.difference(line, computed);
        }
        // A line of numbers of things is no sum over columns.
        let counted = self.structure.counted(line);
        let columns = self.structure.column_sums[column].first();
        let columns = columns.filter(|_| !counted);
        let lines = self.structure.line_sums[line].first();
        if self.list
            && let (None, Some(_)) = (columns, lines)
        {
            return self.lowest(line, column);
        }
        if let Some(columns) = columns.filter(|_| self.list || lines.is_none()) {
            Self::sum(columns.iter().map(|&part| self.yuan((line, part))))
        } else if let Some(lines) = lines {
            Self::sum(lines.iter().map(|&part| self.yuan((part, column))))
        } else if worded {
            // A formula that waits for lines below it gives nothing; a typed one may be what was typed.
            None
        } else {
            stated()
        }
    }

    /// The change from one column to another, or the same in percent, as the form rounds it.
    fn difference(&self, line: usize, computed: Computed) -> Option<Decimal> {
        let [own, base] = computed.of;
        let (own, base) = (self.yuan((line, own)), self.yuan((line, base)));
        if !computed.percent {
            own.or(base)?;
            return own
                .unwrap_or_default()
                .checked_sub(base.unwrap_or_default());
        }
        let base = base.filter(|base| !base.is_zero())?;
        let change = own.unwrap_or_default().checked_sub(base)?;
        let ratio = change
            .checked_div(base)?
            .checked_mul(Decimal::ONE_HUNDRED)?;
        Some(fen(ratio))
    }

    /// The sum of the lines at the very bottom below a line.
    fn lowest(&self, line: usize, column: usize) -> Option<Decimal> {
        let parts = &self.structure.line_parts[line];
        if parts.is_empty() {
            return self.yuan((line, column));
        }
        Self::sum(parts.iter().map(|&part| self.lowest(part, column)))
    }

    /// Whether anything that a cell adds up could not be read.
    fn unread(&self, line: usize, column: usize) -> bool {
        if self.cells[line][column].is_none() {
            let id = &self.structure.block.columns[column].id;
            return self.structure.lines[line].unread.contains(id);
        }
        if let Some(computed) = self.computed[column] {
            return computed.of.iter().any(|&part| self.unread(line, part));
        }
        let mut lines = self.structure.line_parts[line].iter();
        match self.structure.column_sums[column].first() {
            None => lines.any(|&part| self.unread(part, column)),
            Some(columns) => columns.iter().any(|&part| self.unread(line, part)),
        }
    }
}
