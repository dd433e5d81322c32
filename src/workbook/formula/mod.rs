//! What formulas come to, computed anew from the cells that they refer to.
//!
//! Only formulas are computed of which every function and every reference is understood; what is not understood is never
//! guessed. A cell is computed when its value is wanted, once, and a workbook costs no more than a number of steps.

mod aggregates;
mod catalog;
mod criteria;
mod criterion;
mod eval;
mod functions;
mod lookup;
mod operators;
mod parse;
mod recalculate;
mod scalars;
#[cfg(test)]
mod tests;
mod texts;
mod value;

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

pub use self::recalculate::recalculate;

use self::parse::{Expr, parse};
use self::value::{Computable, NoValue, Scalar, ZERO};
use super::{Address, Cell, Format, Workbook};

/// How many cells and functions may be looked at for one workbook.
const STEPS: u64 = 25_000_000;

/// A cell: its sheet, and its position among the cells of the sheet.
type CellAt = (usize, usize);

/// What was found of one formula: its value, or that it has none that is known.
type FoundValue<'a> = Option<Scalar<'a>>;

/// Computes the formulas of a workbook.
struct Engine<'a> {
    workbook: &'a Workbook,
    known: HashMap<CellAt, FoundValue<'a>>,
    names: BookNames,
    /// For each sheet that a region was read of, the positions of its cells by column.
    columns: Vec<Option<Vec<Vec<usize>>>>,
    /// Cells whose value is a result that no formula of the cell alone gives.
    opaque: HashSet<CellAt>,
    steps: u64,
    /// Whether the stored results of formulas that are not understood are taken.
    lenient: bool,
}

/// Defined names with what they stand for, by sheet and by name in small letters.
type BookNames = HashMap<(Option<usize>, String), Option<Rc<Expr>>>;

/// A formula that is being computed.
struct OpenFormula {
    cell: CellAt,
    expr: Option<Rc<Expr>>,
}

impl<'a> Engine<'a> {
    fn new(workbook: &'a Workbook, steps: u64) -> Computable<Self> {
        let mut engine = Self {
            workbook,
            known: HashMap::new(),
            names: names(workbook),
            columns: vec![None; workbook.sheets.len()],
            opaque: HashSet::new(),
            steps,
            lenient: false,
        };
        for (sheet, own) in workbook.sheets.iter().enumerate() {
            for &(from, to) in &own.arrays {
                let area = value::Area {
                    sheet,
                    rows: (from.row, to.row),
                    cols: (from.col, to.col),
                };
                let cells = engine.positions(area);
                engine.step(cells.len() + 1)?;
                engine
                    .opaque
                    .extend(cells.into_iter().map(|at| (sheet, at)));
            }
            let computed = own.computed.iter().filter_map(|address| {
                let cells = &own.cells;
                cells.binary_search_by_key(address, Cell::address).ok()
            });
            let untold = computed.filter(|at| own.cells[*at].formula.is_none());
            engine.opaque.extend(untold.map(|at| (sheet, at)));
        }
        Ok(engine)
    }

    /// Goes on with the stored results of formulas that are not understood.
    fn lenient(mut self) -> Self {
        let workbook = self.workbook;
        self.lenient = true;
        self.known.retain(|(sheet, at), found| {
            found.is_some() || workbook.sheets[*sheet].cells[*at].value != super::Value::Blank
        });
        self
    }

    fn cell(&self, (sheet, at): CellAt) -> &'a Cell {
        &self.workbook.sheets[sheet].cells[at]
    }

    /// The value of the formula of a cell.
    fn formula(&mut self, wanted: CellAt) -> FoundValue<'a> {
        let mut stack = vec![OpenFormula {
            cell: wanted,
            expr: None,
        }];
        // Every cell of it waits for the one behind it, so a cell that wants one of them comes back to itself.
        let mut waiting: HashSet<CellAt> = HashSet::new();
        while let Some(frame) = stack.last_mut() {
            let cell = frame.cell;
            if self.known.contains_key(&cell) {
                waiting.remove(&cell);
                stack.pop();
                continue;
            }
            if frame.expr.is_none() {
                frame.expr = self.parsed(cell).map(Rc::new);
            }
            let result = match &frame.expr {
                Some(expr) => self.evaluate(&Rc::clone(expr), cell),
                None => Err(NoValue::Unknown),
            };
            match result {
                Err(NoValue::Pending(cells))
                    if !cells
                        .iter()
                        .any(|own| *own == cell || waiting.contains(own)) =>
                {
                    waiting.insert(cell);
                    stack.extend(
                        cells
                            .into_iter()
                            .map(|cell| OpenFormula { cell, expr: None }),
                    );
                }
                result => drop(self.known.insert(cell, result.ok())),
            }
        }
        self.known.get(&wanted).cloned().flatten()
    }

    /// The expression of a cell's formula, where the formula is understood.
    fn parsed(&mut self, at: CellAt) -> Option<Expr> {
        self.step(1).ok()?;
        if self.opaque.contains(&at) {
            return None;
        }
        parse(self.cell(at).formula.as_deref()?)
    }

    fn evaluate(&mut self, expr: &Expr, (sheet, at): CellAt) -> Computable<Scalar<'a>> {
        let here = value::Here {
            sheet,
            cell: self.cell((sheet, at)).address(),
            within_name: 0,
        };
        match self.scalar(expr, here)? {
            Scalar::Blank => Ok(ZERO),
            value => Ok(value),
        }
    }

    /// Takes so many steps, if there are as many left.
    fn step(&mut self, count: usize) -> Computable<()> {
        self.steps = self.steps.saturating_sub(count as u64);
        if self.steps == 0 {
            Err(NoValue::Unknown)
        } else {
            Ok(())
        }
    }

    /// The value of the cell at `address`.
    fn at(&mut self, sheet: usize, address: Address) -> Computable<Scalar<'a>> {
        self.step(1)?;
        let own = &self.workbook.sheets[sheet];
        match own
            .cells
            .binary_search_by_key(&address, super::Cell::address)
        {
            Ok(at) => self.value((sheet, at)),
            Err(_) if own.problems.is_empty() || self.lenient => Ok(Scalar::Blank),
            // The file may hold more than was read.
            Err(_) => Err(NoValue::Unknown),
        }
    }

    fn value(&mut self, at: CellAt) -> Computable<Scalar<'a>> {
        let cell = self.cell(at);
        let found = match &cell.formula {
            _ if self.opaque.contains(&at) => None,
            None => return Scalar::of(&cell.value),
            Some(_) => match self.known.get(&at) {
                Some(found) => found.clone(),
                None => return Err(NoValue::Pending(vec![at])),
            },
        };
        match found {
            Some(value) => Ok(value),
            None if self.lenient && cell.value != super::Value::Blank => Scalar::of(&cell.value),
            None => Err(NoValue::Unknown),
        }
    }

    fn is_ods(&self) -> bool {
        self.workbook.format == Some(Format::Ods)
    }
}

fn names(workbook: &Workbook) -> BookNames {
    let mut names = BookNames::new();
    for (name, formula) in &workbook.names {
        let (sheet, name) = match name.rsplit_once('!') {
            None => (None, name.as_str()),
            Some((sheet, name)) => {
                let sheet = sheet.trim_matches('\'').replace("''", "'");
                match sheet_named(workbook, &sheet) {
                    Some(sheet) => (Some(sheet), name),
                    None => continue,
                }
            }
        };
        let expr = parse(formula).map(Rc::new);
        // Of a name that stands twice it is not known which one counts.
        names
            .entry((sheet, name.to_lowercase()))
            .and_modify(|expr| *expr = None)
            .or_insert(expr);
    }
    names
}

/// The sheet called `name`, in capitals or not. `None` where it is not there, or there twice.
fn sheet_named(workbook: &Workbook, name: &str) -> Option<usize> {
    let exact = |own: &str| own == name;
    let folded = |own: &str| own.to_lowercase() == name.to_lowercase();
    let sheets = || workbook.sheets.iter().enumerate();
    let mut found = sheets().filter(|(_, sheet)| exact(&sheet.name));
    let one = found
        .next()
        .or_else(|| sheets().find(|(_, sheet)| folded(&sheet.name)))?;
    found.next().is_none().then_some(one.0)
}
