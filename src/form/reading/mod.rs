//! A filled form comes back: what is no budget is taken out, and what it was made for is compared with what it says.

mod conclude;
mod entries;
mod entry_sheet;
mod entry_words;
mod faults;
mod fed;
mod formulas;
mod settle;
mod typed;
mod typed_tables;
mod unlocked;

use std::collections::{BTreeMap, BTreeSet};

use entries::{Entries, entries, position};
use formulas::{Formulas, empty_uncomputed};
use unlocked::without_contradicting;

use super::lists::ListedNames;
use super::stamp::{beside, is_ours};
use super::{Stamp, paper};
use crate::bind::{Extracted, Role};
use crate::finding::{Finding, FindingCode, Stated};
use crate::layout::Templates;
use crate::model::{Budget, Lines, Place, Unit};
use crate::prose::OutlineWords;
use crate::text::squash;
use crate::workbook::{Address, Cell, Sheet, SheetIx, Value, Workbook};

/// What is known of a form that was read.
#[derive(Debug, Clone)]
pub struct FormReading {
    /// What it was made for.
    pub stamp: Stamp,
    /// The cells that hold formulas.
    formulas: Formulas,
    /// The names of codes that it carries with it.
    names: ListedNames,
    /// What was typed on the sheet 录入; `None` where it has none.
    entries: Option<Entries>,
    /// The name of that sheet, where it has one.
    entry_sheet: Option<String>,
    /// Its cells, which are no table and are kept apart while the tables are read.
    entry_cells: Vec<Cell>,
    /// The sheets that it feeds.
    fed_sheets: BTreeSet<String>,
    /// Whether money was typed there that is in no table.
    incomplete: bool,
    /// The first paragraphs of sheets of texts whose formulas no program has computed.
    uncomputed: Vec<Place>,
    /// The cells of sums that the form computes from few amounts, with those.
    sums: BTreeMap<Place, Vec<Stated>>,
}

/// For each sheet of `workbook` the first column that a form adds to the tables and that is no part of any budget; `None` where
/// there is none.
#[must_use]
pub fn added(workbook: &Workbook) -> Vec<Option<u32>> {
    let first = |sheet: &Sheet| {
        if is_ours(sheet) {
            Some(0)
        } else {
            beside(sheet)
        }
    };
    workbook.sheets.iter().map(first).collect()
}

/// The formulas of a form that are not its own but were typed by those who filled it in: sheet and cell.
/// `None` where `workbook` was not made as a form.
#[must_use]
pub fn typed_formulas(workbook: &Workbook) -> Option<BTreeSet<(SheetIx, Address)>> {
    Stamp::of(workbook)?;
    let entry = position(workbook);
    let sheets = workbook.numbered();
    let typed = sheets.filter(|(at, sheet)| !is_ours(sheet) || Some(*at) == entry);
    let cells = typed.flat_map(|(at, sheet)| {
        let end = beside(sheet).unwrap_or(u32::MAX);
        let own = formulas::typed_formulas(sheet).into_iter();
        own.filter(move |cell| cell.col < end)
            .map(move |cell| (at, cell))
    });
    Some(cells.collect())
}

/// Takes out of `workbook` what a form adds to the tables, which is no part of any budget. Sheets stay, empty, so that their
/// positions do. `None` where the workbook was not made as a form.
pub fn detach(workbook: &mut Workbook, templates: &Templates) -> Option<FormReading> {
    let stamp = Stamp::of(workbook);
    let reading = stamp.map(|stamp| FormReading::new(stamp, workbook, templates));
    let papers = paper::papers(workbook);
    for sheet in &mut workbook.sheets {
        if is_ours(sheet) {
            sheet.cells.clear();
            sheet.merges.clear();
        } else if let Some(col) = beside(sheet) {
            sheet.cells.retain(|cell| cell.col < col);
            sheet.merges.retain(|(from, _)| from.col < col);
        }
    }
    paper::clear(workbook, &papers);
    let mut reading = reading?;
    let named = |(at, cell): (SheetIx, Address)| Place {
        sheet: workbook.sheets[at].name.as_str().into(),
        cell,
    };
    reading.uncomputed = paper::uncomputed(&papers).into_iter().map(named).collect();
    blank_zeros(workbook);
    empty_uncomputed(workbook);
    Some(reading)
}

/// A formula of a form gives 0 for a subtotal of nothing, or for parts that make zero, which state all that it does. In .xls
/// it also stands where a formula gives an empty text.
fn blank_zeros(workbook: &mut Workbook) {
    for sheet in &mut workbook.sheets {
        let computed: BTreeSet<Address> = sheet.computed.iter().copied().collect();
        sheet.cells.retain(|cell| {
            let is_zero = matches!(&cell.value, Value::Number(number) if number.is_zero());
            !(is_zero && (cell.formula.is_some() || computed.contains(&cell.address())))
        });
    }
}

impl FormReading {
    /// The layout to read the form by: the one it was made with, where it is there.
    #[must_use]
    pub fn layout<'t>(&self, templates: &'t Templates) -> Option<&'t str> {
        templates
            .layout(&self.stamp.layout)
            .map(|layout| layout.id.as_str())
    }

    fn new(stamp: Stamp, workbook: &Workbook, templates: &Templates) -> Self {
        let names = ListedNames::of(workbook);
        let layout = templates.layout(&stamp.layout);
        let name_of = |code| names.name(templates, Lines::FUNCTION, code);
        let entries =
            layout.and_then(|layout| entries(templates, layout, workbook, &stamp.unit, name_of));
        let sheet = position(workbook).map(|at| &workbook.sheets[at]);
        Self {
            formulas: Formulas::of(workbook),
            entry_sheet: sheet.map(|sheet| sheet.name.clone()),
            entry_cells: sheet.map_or_else(Vec::new, |sheet| {
                let end = beside(sheet).unwrap_or(u32::MAX);
                let own = sheet.cells.iter().filter(|cell| cell.col < end);
                own.cloned().collect()
            }),
            stamp,
            names,
            entries,
            fed_sheets: BTreeSet::new(),
            incomplete: false,
            uncomputed: Vec::new(),
            sums: BTreeMap::new(),
        }
    }

    /// Completes what was read from the form: its computed tables follow from what was typed, what the budget does not say
    /// the stamp tells, and where they differ is said. `file` is the file's name, `wanted` the layout that was asked for.
    pub fn complete(
        &mut self,
        templates: &Templates,
        workbook: &mut Workbook,
        extracted: &mut Extracted,
        file: &str,
        wanted: Option<&str>,
    ) {
        let mut findings = self.wrong_form(templates, &extracted.budget, file, wanted);
        let unlocked = self.unlocked(templates, &extracted.budget);
        self.settle(templates, extracted);
        findings.extend(unlocked.and_then(|own| without_contradicting(own, &extracted.findings)));
        self.put_back(workbook, extracted);
        // Whose form it is is known.
        if !self.stamp.unit.name.is_empty() {
            let known = |finding: &Finding| finding.code == FindingCode::NameMissing;
            extracted.findings.retain(|own| !known(own));
        }
        extracted.findings.extend(findings);
        self.identify(&mut extracted.budget);
        extracted.words = OutlineWords::default();
    }

    /// Puts the sheet 录入 back, with what its cells were taken for.
    fn put_back(&mut self, workbook: &mut Workbook, extracted: &mut Extracted) {
        let Some(entries) = &self.entries else { return };
        let (Some(sheet), Some(roles)) = (
            workbook.sheets.get_mut(entries.at.index()),
            extracted.ledger.roles.get_mut(entries.at.index()),
        ) else {
            return;
        };
        sheet.cells = std::mem::take(&mut self.entry_cells);
        let role = |cell: &Cell| {
            let role = entries.roles.get(&cell.address()).copied();
            let empty = match &cell.value {
                Value::Blank => true,
                Value::Text(text) => text.trim().is_empty(),
                _ => false,
            };
            Some(role.filter(|_| !empty).unwrap_or(Role::Text))
        };
        *roles = sheet.cells.iter().map(role).collect();
    }

    fn identify(&self, budget: &mut Budget) {
        let (own, unit) = (&mut budget.unit, &self.stamp.unit);
        if own.code.is_empty() && is_unit(unit, own) {
            // A code that does not look like one was read as part of the name.
            own.name.clone_from(&unit.name);
        }
        let texts = [
            (&mut own.name, &unit.name),
            (&mut own.code, &unit.code),
            (&mut own.department, &unit.department),
            (&mut own.nature, &unit.nature),
        ];
        for (text, stamped) in texts {
            if text.is_empty() {
                text.clone_from(stamped);
            }
        }
        budget.year = budget.year.or(Some(self.stamp.year));
    }

    fn wrong_form(
        &self,
        templates: &Templates,
        budget: &Budget,
        file: &str,
        wanted: Option<&str>,
    ) -> Vec<Finding> {
        let stamp = &self.stamp;
        let wrong = |variant: Option<&'static str>| {
            let finding = Finding::new(FindingCode::WrongForm);
            match variant {
                Some(variant) => finding.variant(variant),
                None => finding,
            }
        };
        let mut findings = Vec::new();
        let known = templates.layout(&stamp.layout);
        let other = wanted.filter(|wanted| *wanted != stamp.layout);
        let variant = match (known, other) {
            (_, Some(other)) => Some(("layout", other)),
            (None, None) => Some(("unknown-layout", budget.layout.as_str())),
            (Some(_), None) => None,
        };
        findings.extend(variant.map(|(variant, other)| {
            wrong(Some(variant))
                .arg("layout", &stamp.layout)
                .arg("other", other)
        }));
        if let Some(layout) = known.filter(|layout| layout.version != stamp.layout_version) {
            findings.push(
                wrong(Some("version"))
                    .arg("layout", &stamp.layout)
                    .arg("version", stamp.layout_version)
                    .arg("other", layout.version),
            );
        }
        if let Some(year) = budget.year.filter(|year| *year != stamp.year) {
            findings.push(wrong(None).arg("year", stamp.year).arg("other", year));
        }
        if !is_unit(&stamp.unit, &budget.unit) {
            let called = |code: &str, name: &str| format!("{code} {name}").trim().to_owned();
            findings.push(
                wrong(Some("unit"))
                    .arg("unit", called(&stamp.unit.code, &stamp.unit.name))
                    .arg("other", called(&budget.unit.code, &budget.unit.name)),
            );
        } else if let Some(code) = leading_code(file).filter(|code| {
            // `202601-…` in a form for 2026 is more likely a date than a code.
            let is_month = code.len() == 6 && code.starts_with(&stamp.year.to_string());
            code.len() == stamp.unit.code.len() && *code != stamp.unit.code && !is_month
        }) {
            findings.push(
                wrong(Some("unit"))
                    .arg("unit", format!("{} {}", stamp.unit.code, stamp.unit.name))
                    .arg("other", code),
            );
        }
        findings
    }
}

/// Whether what a form says of its unit may be the unit it was made for. Code and name stand together on a form, and where one
/// ends is told from their looks alone.
fn is_unit(made_for: &Unit, own: &Unit) -> bool {
    let bare = |code: &str, name: &str| -> String {
        let whole = squash(code).into_owned() + &squash(name);
        whole.chars().filter(|c| c.is_alphanumeric()).collect()
    };
    let whole = bare(&own.code, &own.name);
    let same_name = bare("", &own.name) == bare("", &made_for.name);
    let no_code = own.code.is_empty() || made_for.code.is_empty();
    whole.is_empty()
        || whole == bare(&made_for.code, &made_for.name)
        || (same_name && no_code)
        || (own.name.is_empty() && own.code == made_for.code)
}

/// The code in front of a file's name: `002003-单位.xlsx`.
fn leading_code(file: &str) -> Option<&str> {
    let digits = file.len() - file.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (code, rest) = file.split_at(digits);
    (digits >= 3 && rest.starts_with(['-', '_', '—', ' '])).then_some(code)
}
