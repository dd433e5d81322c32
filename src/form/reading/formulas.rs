//! Which cells of a form hold formulas, and which of those are the form's own.

use std::collections::BTreeSet;

use crate::form::stamp::is_ours;
use crate::model::Place;
use crate::workbook::{Address, Cell, Format, Sheet, SheetIx, Value, Workbook};

/// The formulas of a workbook, sheet by sheet in its order.
#[derive(Debug, Clone)]
pub(super) struct Formulas {
    sheets: Vec<SheetFormulas>,
    /// Whether the format tells which cells hold formulas.
    known: bool,
}

#[derive(Debug, Clone)]
struct SheetFormulas {
    name: String,
    all: BTreeSet<Address>,
    /// Those that read like formulas of a form; all, where the format does not give their text.
    own: BTreeSet<Address>,
    /// Whether the format gives the text of formulas.
    worded: bool,
}

impl Formulas {
    pub(super) fn of(workbook: &Workbook) -> Self {
        Self {
            known: workbook.format != Some(Format::Xlsb),
            sheets: workbook.sheets.iter().map(SheetFormulas::of).collect(),
        }
    }

    /// Whether the format tells which cells hold formulas.
    pub(super) const fn known(&self) -> bool {
        self.known
    }

    /// The name of a sheet.
    pub(super) fn name(&self, sheet: SheetIx) -> &str {
        self.sheets.get(sheet.index()).map_or("", |own| &own.name)
    }

    fn sheet(&self, name: &str) -> Option<&SheetFormulas> {
        self.sheets.iter().find(|own| own.name == name)
    }

    /// Whether a cell holds a formula; where the format does not tell, it is taken to.
    pub(super) fn holds(&self, place: &Place) -> bool {
        let sheet = self.sheet(&place.sheet);
        !self.known || sheet.is_some_and(|own| own.all.contains(&place.cell))
    }

    /// Whether a cell holds a formula that is the form's own, as far as the format tells.
    pub(super) fn is_own(&self, sheet: &str, cell: Address) -> bool {
        let sheet = self.sheet(sheet);
        sheet.is_some_and(|own| own.own.contains(&cell))
    }

    /// Whether the text of a sheet's formulas is known.
    pub(super) fn worded(&self, sheet: &str) -> bool {
        self.sheet(sheet).is_some_and(|own| own.worded)
    }
}

impl SheetFormulas {
    fn of(sheet: &Sheet) -> Self {
        let cells = || sheet.cells.iter().filter(|cell| cell.formula.is_some());
        let mut all: BTreeSet<Address> = cells().map(Cell::address).collect();
        let own = cells().filter(|cell| is_own(cell)).map(Cell::address);
        let mut own: BTreeSet<Address> = own.collect();
        all.extend(&sheet.computed);
        own.extend(&sheet.computed);
        Self {
            name: sheet.name.clone(),
            all,
            own,
            worded: sheet.computed.is_empty(),
        }
    }
}

/// Whether a cell holds a formula that a form has for an amount or a name in a table that is typed into.
fn is_own(cell: &Cell) -> bool {
    let Some(formula) = &cell.formula else {
        return false;
    };
    let formula: String = formula.chars().filter(|c| !c.is_whitespace()).collect();
    let sum = formula.starts_with("IF(COUNT(") && formula.contains(")=0,\"\",ROUND(SUM(");
    let closing = formula.starts_with("IF(AND(COUNT(") && formula.contains(",ROUND(SUM(");
    let percent = formula.starts_with("IF(SUM(") && formula.contains(")=0,\"\",ROUND((SUM(");
    let subtotal = formula.starts_with("IF(") && formula.contains("=\"\",\"\",ROUND(SUMIF(");
    sum || closing || percent || subtotal || is_name(&formula)
}

/// Whether a formula gives the name of a code.
fn is_name(formula: &str) -> bool {
    formula.starts_with("IFERROR(INDEX(") && formula.contains("_keys,0)")
}

/// Whether a formula gives the note of a table while it is empty.
fn is_note(formula: &str) -> bool {
    formula.starts_with("IF(SUM(") && formula.ends_with(",\"\")")
}

/// Whether a sheet has formulas over the lines of the sheet 录入, which have names.
fn is_fed(sheet: &Sheet) -> bool {
    let mut formulas = sheet.cells.iter().filter_map(|cell| cell.formula.as_ref());
    formulas.any(|formula| formula.contains("(L_") || formula.contains(",L_"))
}

/// The cells of a sheet of a form whose formulas are not those that it was made with.
pub(super) fn typed_formulas(sheet: &Sheet) -> Vec<Address> {
    if is_fed(sheet) {
        return Vec::new();
    }
    // On the sheet 录入 sums and names are conditions.
    let entry = is_ours(sheet);
    let typed = |cell: &&Cell| {
        let formula = cell.formula.as_deref();
        formula
            .is_some_and(|own| !(is_own(cell) || is_note(own) || entry && own.starts_with("IF(")))
    };
    let cells = sheet.cells.iter().filter(typed);
    cells.map(Cell::address).collect()
}

/// A formula of the form that no program has computed gives nothing, as it does where there is nothing to compute.
pub(super) fn empty_uncomputed(workbook: &mut Workbook) {
    let ods = workbook.format == Some(Format::Ods);
    for sheet in &mut workbook.sheets {
        // LibreOffice writes no value to .ods where a formula gives an empty text.
        let all = ods || is_fed(sheet);
        for cell in &mut sheet.cells {
            let Some(formula) = cell.formula.as_ref().filter(|_| cell.value == Value::Blank) else {
                continue;
            };
            if all || is_note(formula) || is_own(cell) {
                cell.value = Value::Text(String::new());
            }
        }
    }
}
