//! The sheet 录入 of an entry form that came back: what was typed there, line by line.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::entry_sheet::{EntryColumns, code_of, columns, digits, shown, text};
use super::faults::{EntryFault, EntryFaults};
use super::typed::{Typed, typed};
use crate::bind::Role;
use crate::finding::{Finding, FindingCode, Stated};
use crate::form::dimensions::{Asked, Dimensions, SHEET, called};
use crate::form::entry_sums::asked;
use crate::form::feeding::measure;
use crate::form::stamp::{OURS, first_text};
use crate::layout::{Layout, Templates};
use crate::model::{Amount, Code, Dim, Id, Place, Unit, fen};
use crate::text::squash;
use crate::workbook::{Address, Cell, Sheet, SheetIx, Value, Workbook};

/// What was typed on the sheet.
#[derive(Debug, Clone)]
pub(super) struct Entries {
    /// The sheet.
    pub(super) at: SheetIx,
    /// What a line can say.
    pub(super) dims: Dimensions,
    /// The lines that say what they are, in their order.
    pub(super) lines: Vec<EntryLine>,
    /// The names that were typed for 类 and 款, in lines without amounts.
    pub(super) names: BTreeMap<Code, String>,
    /// What is wrong with what was typed.
    pub(super) findings: Vec<Finding>,
    /// Whether money stands on the sheet that is in no line.
    pub(super) incomplete: bool,
    /// Whether the form's own formulas add up the amounts as they were read here.
    pub(super) exact: bool,
    /// What its cells were taken for.
    pub(super) roles: BTreeMap<Address, Role>,
}

/// A line: a 项 and a source, with the amounts of each kind of money.
#[derive(Debug, Clone)]
pub(super) struct EntryLine {
    pub(super) code: Code,
    /// The name that was typed for it, or that the form gave it; may be empty.
    pub(super) name: String,
    pub(super) source: Id,
    /// What it comes from, this year or an earlier one, where the sheet tells.
    pub(super) carry: Option<Id>,
    /// The unit as it is typed, where the sheet tells.
    pub(super) unit: Option<Arc<str>>,
    /// Its codes of further classifications.
    pub(super) codes: Vec<(Dim, Code)>,
    /// The columns, each with its amount in yuan and its cell.
    pub(super) amounts: Vec<(Id, Amount)>,
    /// The cell of its code.
    pub(super) place: Place,
}

/// The position of the sheet of a workbook, by what its first cell says: it may have another name.
pub(super) fn position(workbook: &Workbook) -> Option<SheetIx> {
    let title = format!("{SHEET}{OURS}");
    workbook.position(|sheet| first_text(sheet) == title)
}

/// What was typed on the sheet; `None` where the workbook has no such sheet, or its headers are gone. `name_of` gives the
/// name of a code.
pub(super) fn entries(
    templates: &Templates,
    layout: &Layout,
    workbook: &Workbook,
    own: &Unit,
    name_of: impl Fn(Code) -> Option<String>,
) -> Option<Entries> {
    let at = position(workbook)?;
    let sheet = &workbook.sheets[at];
    let dimensions = Dimensions::new(&templates.model, layout);
    let unit = measure(layout).yuan();
    let columns = columns(templates, &dimensions, sheet)?;
    let mut reader = EntryReader {
        templates,
        layout,
        dimensions: &dimensions,
        unit,
        sheet,
        name: sheet.name.as_str().into(),
        columns: &columns,
        whose: called(own).into(),
        faults: EntryFaults::default(),
        entries: Entries {
            at,
            dims: dimensions.clone(),
            lines: Vec::new(),
            names: BTreeMap::new(),
            findings: Vec::new(),
            incomplete: false,
            exact: true,
            roles: BTreeMap::new(),
        },
    };
    for (row, cells) in sheet.rows().filter(|(row, _)| *row > columns.header) {
        reader.row(row, cells, &name_of);
    }
    reader.untaken();
    let EntryReader {
        mut entries,
        faults,
        ..
    } = reader;
    entries.incomplete |= faults.keep_money_out();
    entries.exact &= !faults.change_sums();
    entries.findings.extend(faults.said());
    Some(entries)
}

pub(super) struct EntryReader<'r> {
    pub(super) templates: &'r Templates,
    pub(super) layout: &'r Layout,
    pub(super) dimensions: &'r Dimensions,
    /// A number of the sheet in yuan.
    unit: Decimal,
    sheet: &'r Sheet,
    name: Arc<str>,
    pub(super) columns: &'r EntryColumns,
    /// The unit of lines that name none.
    whose: Arc<str>,
    pub(super) faults: EntryFaults,
    pub(super) entries: Entries,
}

impl EntryReader<'_> {
    fn place(&self, row: u32, col: u32) -> Place {
        Place {
            sheet: Arc::clone(&self.name),
            cell: Address::new(row, col),
        }
    }

    /// The cell at a place as a finding shows it.
    pub(super) fn stated(&self, row: u32, col: u32) -> Stated {
        let cell = self.sheet.get(Address::new(row, col));
        let shown = match cell {
            Some(Cell {
                value: Value::Blank,
                formula: Some(formula),
                ..
            }) => format!("={formula}"),
            cell => cell.map(|cell| shown(&cell.value)).unwrap_or_default(),
        };
        Stated::text(Some(self.place(row, col)), &shown)
    }

    fn is_computed(&self, cell: &Cell) -> bool {
        cell.formula.is_some() || self.sheet.computed.binary_search(&cell.address()).is_ok()
    }

    fn row(&mut self, row: u32, cells: &[Cell], name_of: &impl Fn(Code) -> Option<String>) {
        let columns = self.columns;
        let cell = |col: u32| cells.iter().find(|cell| cell.col == col);
        let amounts = self.amounts(cells);
        self.strangers(cells);
        let money = amounts.iter();
        let money = money.filter(|(column, _)| !self.dimensions.years.contains(column));
        let whole: Decimal = money.map(|(_, amount)| amount.yuan).sum();
        self.total(cell, &amounts, whole);
        let typed_code = cell(columns.code).map(|cell| shown(&cell.value));
        let typed_code = typed_code.unwrap_or_default();
        let stated_source = cell(columns.source).map(|cell| shown(&cell.value));
        let stated_source = stated_source.unwrap_or_default();
        self.entries.roles.extend(
            [(columns.code, Role::Code), (columns.source, Role::Label)]
                .map(|(col, role)| (Address::new(row, col), role)),
        );
        // A line that holds no money gives the name of a 类 or 款, or was prepared and states nothing.
        if amounts.is_empty() {
            let name = columns.name.and_then(cell);
            let name = name.filter(|cell| !self.is_computed(cell)).map(text);
            let code = digits(&typed_code);
            if let (Some(code), Some(name)) = (Code::parse(&code), name) {
                self.entries.names.insert(code, name.trim().to_owned());
            }
            return;
        }
        let (code, after) = match code_of(&typed_code, 3) {
            Some((code, after)) => (Ok(code), after),
            None => (Err(()), ""),
        };
        let source = self.source(&stated_source);
        // Lines of zeros state nothing.
        let nothing = amounts.iter().all(|(_, amount)| amount.yuan.is_zero());
        if nothing && (code.is_err() || source.is_none()) {
            return;
        }
        // What is in no table where the line cannot be read.
        let whole: Decimal = amounts.iter().map(|(_, amount)| amount.yuan.abs()).sum();
        let code = match code {
            Ok(code) => Some(code),
            Err(()) => {
                let (fault, at) = if squash(&typed_code).is_empty() {
                    (EntryFault::NoCode, self.stated(row, columns.code))
                } else {
                    (EntryFault::BadCode, self.stated(row, columns.code))
                };
                self.faults.add(fault, at, whole);
                None
            }
        };
        let Some(source) = source else {
            let fault = if squash(&stated_source).is_empty() {
                EntryFault::NoSource
            } else {
                EntryFault::UnknownSource
            };
            // A line without code is said already.
            if code.is_some() {
                let stated = self.stated(row, columns.source);
                self.faults.add(fault, stated, whole);
            }
            return;
        };
        let Some(code) = code else { return };
        let Some(carry) = self.carry(cell, row, whole) else {
            return;
        };
        let Some(codes) = self.codes(cell, row, &amounts) else {
            return;
        };
        let unit = columns.unit.map(|col| {
            let place = Address::new(row, col);
            self.entries.roles.insert(place, Role::Label);
            let typed = cell(col).map(|cell| shown(&cell.value)).unwrap_or_default();
            match typed.trim() {
                "" => Arc::clone(&self.whose),
                typed => typed.into(),
            }
        });
        let named = columns.name.and_then(cell);
        let typed_name = named.filter(|cell| !self.is_computed(cell));
        let typed_name = typed_name.map(|cell| text(cell).trim().to_owned());
        let known = || name_of(code).or_else(|| (!after.is_empty()).then(|| after.to_owned()));
        let cached = || named.map(|cell| text(cell).trim().to_owned());
        let name = typed_name
            .filter(|name| !name.is_empty())
            .or_else(known)
            .or_else(cached)
            .unwrap_or_default();
        let twin = |line: &&EntryLine| {
            line.code == code
                && line.source == source
                && line.carry == carry
                && line.unit == unit
                && line.codes == codes
        };
        if let Some(first) = self.entries.lines.iter().find(twin) {
            let first = Stated::text(Some(first.place.clone()), &first.code.to_string());
            self.faults.repeated(self.stated(row, columns.code), first);
        }
        self.entries.lines.push(EntryLine {
            code,
            name,
            source,
            carry,
            unit,
            codes,
            amounts,
            place: self.place(row, columns.code),
        });
    }

    /// The amounts of a row; what is none is said.
    fn amounts(&mut self, cells: &[Cell]) -> Vec<(Id, Amount)> {
        let mut amounts = Vec::new();
        for (col, kind) in &self.columns.amounts {
            let Some(cell) = cells.iter().find(|cell| cell.col == *col) else {
                continue;
            };
            let stated = self.stated(cell.row, *col);
            let read = typed(cell, self.unit);
            let (yuan, as_text) = match read {
                Typed::Blank => continue,
                Typed::Amount { yuan, as_text } => (yuan, as_text),
                Typed::Fault(code) => {
                    let (fault, role) = (EntryFault::NoNumber(code), Role::Fault);
                    self.entries.roles.insert(cell.address(), role);
                    self.faults.add(fault, stated, Decimal::ZERO);
                    continue;
                }
            };
            self.entries.roles.insert(cell.address(), Role::Amount);
            let amount = Amount {
                measure: None,
                yuan: fen(yuan),
                stated: Some(stated.text.trim().into()),
                place: stated.place,
            };
            let stated = Stated::amount(&amount);
            if as_text {
                self.faults.text_numbers.push(stated.clone());
            }
            if yuan.normalize().scale() > 2 {
                self.faults.too_many_digits.push(stated.clone());
            }
            // The form rounds its sums to two decimals of its unit.
            self.entries.exact &= (yuan / self.unit).normalize().scale() <= 2;
            if yuan.is_sign_negative() && !yuan.is_zero() {
                let negative = Finding::new(FindingCode::NegativeAmount);
                let negative = negative.arg("yuan", amount.yuan).cell(stated);
                self.entries.findings.push(negative);
            }
            amounts.push((kind.clone(), amount));
        }
        amounts
    }

    /// Amounts that no table takes, as those of another year where only tables of other money print them.
    fn untaken(&mut self) {
        let model = &self.templates.model;
        let asked = asked(model, self.layout, self.dimensions);
        for (column, asked) in self.dimensions.untaken(model, &asked) {
            for line in &self.entries.lines {
                let own = |asked: &Asked| {
                    let from = (&line.source, line.carry.as_ref());
                    Dimensions::belongs(model, asked, from, &line.codes)
                };
                let amounts = line.amounts.iter();
                let amounts =
                    amounts.filter(|(own, amount)| *own == column && !amount.yuan.is_zero());
                if !asked.iter().any(own) {
                    let amounts = amounts.map(|(_, amount)| Stated::amount(amount));
                    self.faults.untaken.extend(amounts);
                }
            }
        }
    }

    /// A sum of a line that somebody typed over its formula.
    fn total<'c>(
        &mut self,
        cell: impl Fn(u32) -> Option<&'c Cell>,
        amounts: &[(Id, Amount)],
        whole: Decimal,
    ) {
        let Some(own) = self.columns.total.and_then(cell) else {
            return;
        };
        self.entries.roles.insert(own.address(), Role::Total);
        if self.is_computed(own) {
            return;
        }
        let Typed::Amount { yuan, .. } = typed(own, self.unit) else {
            return;
        };
        // As the form rounds it.
        let shown = |yuan: Decimal| fen(yuan / self.unit);
        if shown(yuan) == shown(whole) {
            return;
        }
        let stated = self.stated(own.row, own.col);
        let finding = Finding::new(FindingCode::WrongForm)
            .variant("contradicts")
            .arg("count", 1)
            .arg("text", &stated.text)
            .arg("expected", fen(whole))
            .cell(stated);
        let parts = amounts.iter().map(|(_, amount)| Stated::amount(amount));
        self.entries.incomplete |= amounts.is_empty();
        self.entries
            .findings
            .push(parts.fold(finding, Finding::cell));
    }

    /// Numbers in columns that are none of the sheet's.
    fn strangers(&mut self, cells: &[Cell]) {
        let columns = self.columns;
        let known = |col: u32| {
            col == columns.code
                || col == columns.source
                || Some(col) == columns.name
                || Some(col) == columns.carry
                || Some(col) == columns.unit
                || columns.codes.iter().any(|(_, own)| *own == col)
                || Some(col) == columns.total
                || columns.amounts.iter().any(|(own, _)| *own == col)
        };
        for cell in cells.iter().filter(|cell| cell.col < columns.end) {
            if !known(cell.col) && matches!(cell.value, Value::Number(_)) {
                self.entries.roles.insert(cell.address(), Role::NotRead);
                let stated = self.stated(cell.row, cell.col);
                self.faults.not_read.push(stated);
            }
        }
    }
}
