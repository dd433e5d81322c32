//! From what was read to what every cell was taken for. Only who asks pays for it.

use std::collections::{BTreeMap, HashMap};

use super::explanation::{
    AmountTaken, CellTaken, ColumnTaken, Explanation, LineTaken, Matched, Meaning, MeasureTaken,
    SaidInDocument, SheetTaken, TableTaken,
};
use super::extract::Extracted;
use super::fit::Won;
use super::header_paths::{Path, paths};
use super::placement::{PlacedBlock, PlacedPart};
use super::quotes::{header, quote};
use super::source::SourceBook;
use super::titles::table_name;
use super::{Role, explain_document, unexplained};
use crate::finding::{Finding, FindingCode};
use crate::layout::{Field, KeyPart, Layout, TableLayout, Templates};
use crate::model::{Budget, Id, Key, Line, Place};
use crate::workbook::{Address, SheetIx, Value, Workbook};

/// A cell: sheet and address.
type SheetCell = (SheetIx, Address);

/// What every cell of `workbook` was taken for, with the layouts tried, the tables, columns and lines found, and what was not
/// understood. `extracted` is what [`read`](super::read) gave for `workbook`; `findings` are those to be named at their cells.
///
/// # Panics
/// Where `templates` lacks the layout that the workbook was read by.
#[must_use]
pub fn explain(
    workbook: &Workbook,
    templates: &Templates,
    extracted: &Extracted,
    findings: &[Finding],
) -> Explanation {
    let source = SourceBook::new(&templates.model.reading, workbook);
    let layout = templates
        .layout(&extracted.budget.layout)
        .expect("a workbook is read by one of the layouts");
    let parts = &extracted.placement.parts;
    let mut explainer = Explainer {
        source: &source,
        layout,
        budget: &extracted.budget,
        meanings: HashMap::new(),
        said: explain_document::said(&extracted.budget),
    };
    let tables: Vec<TableTaken> = (0..parts.len())
        .map(|at| explainer.table(parts, at))
        .collect();
    let found = |table: &TableLayout| tables.iter().any(|found| found.table == table.table);
    let missing = layout.tables.iter().filter(|table| !found(table));
    let mut explanation = Explanation {
        layout: layout.id.clone(),
        layout_name: layout.name.clone(),
        won: Won::of(&extracted.fits, &layout.id),
        fits: extracted.fits.clone(),
        missing_tables: missing.map(|table| table_name(table).to_owned()).collect(),
        numbers: super::numbers::numbers(templates, &extracted.budget, &extracted.words),
        strange: unexplained::strange(&source, layout, &extracted.placement),
        sheets: Vec::new(),
        document: explain_document::parts(&extracted.budget),
        tables,
    };
    explanation.sheets = explainer.sheets(extracted, findings);
    explanation
}

struct Explainer<'e, 's> {
    source: &'e SourceBook<'s>,
    layout: &'e Layout,
    budget: &'e Budget,
    meanings: HashMap<SheetCell, Meaning>,
    said: BTreeMap<Place, SaidInDocument>,
}

impl Explainer<'_, '_> {
    fn table(&mut self, parts: &[PlacedPart], at: usize) -> TableTaken {
        let part = &parts[at];
        let layout = &self.layout.tables[part.table];
        let pages = || parts.iter().filter(|other| other.table == part.table);
        let above = match part.header {
            Some(header) => paths(
                Some(self.layout),
                &self.source.sheets[part.sheet],
                header,
                part.columns,
                self.source.year,
            ),
            None => Vec::new(),
        };
        let columns = self.columns(part, layout, &above);
        let lines = self.lines(part, layout, &columns);
        for column in &columns {
            // The last header cell of a column, where it is its own and does not stand above others too.
            let Some(leaf) = column.header.last().map(|leaf| leaf.place.cell) else {
                continue;
            };
            if leaf.col == column.col {
                let words = vec![
                    table_name(layout).to_owned(),
                    column.layout_header.join("-"),
                ];
                let meaning = meaning(layout, &column.block, None, words);
                let field = Some(column.field.clone());
                self.meanings
                    .insert((part.sheet, leaf), Meaning { field, ..meaning });
            }
        }
        TableTaken {
            table: layout.table.clone(),
            name: table_name(layout).to_owned(),
            page: parts[..=at]
                .iter()
                .filter(|other| other.table == part.table)
                .count(),
            pages: pages().count(),
            sheet: self.source.sheets[part.sheet].name.to_string(),
            title: part.title.map(|cell| quote(self.source, part.sheet, cell)),
            header: part.header.map(|(from, to)| (from + 1, to + 1)),
            rows: (part.body.0 + 1, part.body.1.max(part.body.0) + 1),
            measure: MeasureTaken {
                measure: part.measure.unwrap_or(layout.measure),
                stated: part
                    .measure_cell
                    .map(|(sheet, cell)| quote(self.source, sheet, cell)),
            },
            preparer: part.preparer.clone(),
            year: part.year,
            left: unexplained::left(self.source, part, layout, &above),
            missing: part.missing.clone(),
            columns,
            lines,
        }
    }

    fn columns(&self, part: &PlacedPart, layout: &TableLayout, above: &[Path]) -> Vec<ColumnTaken> {
        let column = |placed: &PlacedBlock, col: u32, field: &Field| {
            let block = &layout.blocks[placed.block];
            let printed = block.columns.iter().find(|column| column.field == *field);
            let path = above.iter().find(|path| path.col == col);
            let matched = match (path, printed) {
                (None, _) => Matched::PageBefore,
                (Some(path), Some(printed)) if path.segments == printed.path => {
                    if path.exact {
                        Matched::AsPrinted
                    } else {
                        Matched::OtherSpelling
                    }
                }
                _ if matches!(field, Field::Code | Field::CodePart(_)) => Matched::Code,
                _ => Matched::Partly,
            };
            ColumnTaken {
                col,
                header: header(self.source, part, path),
                block: block.block.clone(),
                field: field_name(field),
                layout_header: printed.map_or_else(Vec::new, |printed| printed.header.clone()),
                matched,
            }
        };
        let mut columns: Vec<ColumnTaken> = part
            .blocks
            .iter()
            .flat_map(|placed| {
                placed
                    .columns
                    .iter()
                    .map(move |(col, field)| column(placed, *col, field))
            })
            .collect();
        columns.sort_by_key(|column| column.col);
        columns
    }

    /// The lines of the budget whose code or label stands in the part.
    fn lines(
        &mut self,
        part: &PlacedPart,
        layout: &TableLayout,
        columns: &[ColumnTaken],
    ) -> Vec<LineTaken> {
        let sheet = &self.source.sheets[part.sheet].name;
        let within = |cell: Address| {
            (part.body.0..=part.body.1).contains(&cell.row)
                && (part.columns.0..=part.columns.1).contains(&cell.col)
        };
        let table = self.budget.table(layout.table.as_str());
        let mut taken = Vec::new();
        for line in table.map(|table| &table.lines).into_iter().flatten() {
            let Some(place) = line
                .place
                .as_ref()
                .filter(|place| place.sheet == *sheet && within(place.cell))
            else {
                continue;
            };
            let words = vec![table_name(layout).to_owned(), line_words(line, layout)];
            let of_line = meaning(layout, &line.block, Some(line.key.clone()), words);
            let mut amounts = Vec::new();
            for (column, amount) in &line.amounts {
                let Some(cell) = amount.place.as_ref().map(|place| place.cell) else {
                    continue;
                };
                let field = format!("amount:{column}");
                let above = columns
                    .iter()
                    .find(|above| above.block == line.block && above.field == field);
                let mut meaning = of_line.clone();
                meaning
                    .words
                    .extend(above.map(|above| above.layout_header.join("-")));
                (meaning.field, meaning.yuan) = (Some(field), Some(amount.yuan));
                self.meanings.insert((part.sheet, cell), meaning);
                amounts.push(AmountTaken {
                    cell,
                    column: column.clone(),
                    yuan: amount.yuan,
                });
            }
            self.meanings
                .entry((part.sheet, place.cell))
                .or_insert(of_line);
            taken.push(LineTaken {
                cell: place.cell,
                block: line.block.clone(),
                key: line.key.clone(),
                name: line.name.clone(),
                amounts,
            });
        }
        taken
    }

    fn sheets(&mut self, extracted: &Extracted, findings: &[Finding]) -> Vec<SheetTaken> {
        let mut named: HashMap<(&str, Address), Vec<FindingCode>> = HashMap::new();
        for finding in findings {
            for place in finding.cells.iter().filter_map(|cell| cell.place.as_ref()) {
                let codes = named.entry((&place.sheet, place.cell)).or_default();
                if !codes.contains(&finding.code) {
                    codes.push(finding.code);
                }
            }
        }
        let source = self.source;
        let roles = &extracted.ledger.roles;
        let sheets = source.numbered().zip(roles);
        let explained = sheets.map(|((at, sheet), roles)| {
            let cells = sheet.sheet.cells.iter().zip(roles).enumerate();
            let held =
                cells.filter(|(_, (cell, _))| cell.value != Value::Blank || cell.formula.is_some());
            let explained = held.map(|(position, (cell, role))| CellTaken {
                cell: cell.address(),
                role: role.unwrap_or(Role::Other),
                value: match cell.value {
                    Value::Blank => String::new(),
                    _ => sheet.raw(position),
                },
                formula: cell.formula.clone(),
                meaning: self.meanings.remove(&(at, cell.address())),
                said: self.said.remove(&sheet.place(position)),
                findings: named
                    .remove(&(&*sheet.name, cell.address()))
                    .unwrap_or_default(),
            });
            SheetTaken {
                name: sheet.sheet.name.clone(),
                visibility: sheet.sheet.visibility,
                cells: explained.collect(),
            }
        });
        explained.collect()
    }
}

fn meaning(layout: &TableLayout, block: &Id, key: Option<Key>, words: Vec<String>) -> Meaning {
    Meaning {
        table: layout.table.clone(),
        block: block.clone(),
        key,
        field: None,
        yuan: None,
        words,
    }
}

/// A line in the words of the submission; the closing line in those of the layout.
fn line_words(line: &Line, layout: &TableLayout) -> String {
    match &line.key {
        Key::Code(code) => format!("{code} {}", line.name),
        Key::Unknown(text) if *text == line.name => text.clone(),
        Key::Unknown(text) => format!("{text} {}", line.name),
        Key::Row(_) | Key::Group | Key::Record(_) => line.name.clone(),
        Key::Total => {
            let block = layout.blocks.iter().find(|block| block.block == line.block);
            block.map_or_else(String::new, |block| block.closing.clone())
        }
    }
}

/// What a column holds: `label`, `code`, `code:1`, `name`, `amount:personnel`.
fn field_name(field: &Field) -> String {
    match field {
        Field::Label => "label".to_owned(),
        Field::Code => "code".to_owned(),
        Field::CodePart(level) => format!("code:{level}"),
        Field::Name => "name".to_owned(),
        Field::Amount(column) => format!("amount:{column}"),
        Field::Key(dim, KeyPart::Code) => format!("key:{}_code", dim.name()),
        Field::Key(dim, KeyPart::Name) => format!("key:{}", dim.name()),
        Field::Text(text) => format!("text:{text}"),
    }
}
