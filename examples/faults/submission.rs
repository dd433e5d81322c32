//! A made-up submission: the workbook as a unit would hand it in, what was read from it, and what each amount is held
//! against.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use yusuan::bind::{arrange, fill, read};
use yusuan::check::check;
use yusuan::finding::Finding;
use yusuan::layout::{Field, Templates};
use yusuan::model::{Budget, Coordinates, Dim, Id, Place, Structure, facts};
use yusuan::text::Measure;
use yusuan::workbook::{Address, Value, Workbook};

use super::made_up::{Style, styled};

/// A submission without fault.
pub(crate) struct Submission {
    pub(crate) style: Style,
    pub(crate) workbook: Workbook,
    pub(crate) budget: Budget,
}

/// An amount of a submission.
#[derive(Debug, Clone)]
pub(crate) struct Spot {
    /// Its table, line and column in the budget.
    pub(crate) table: usize,
    pub(crate) line: usize,
    pub(crate) column: Id,
    pub(crate) place: Place,
    /// The tightest of the equalities that it takes part in: how far it may be off in yuan; `None` where there is none.
    pub(crate) tolerance: Option<Decimal>,
    /// Whether other lines add up to it.
    pub(crate) subtotal: bool,
}

/// The workbook of the made-up budget of `seed`, with plain values, and the budget that is read from it.
pub(crate) fn submission(templates: &Templates, style: Style, seed: u64) -> Submission {
    let made = styled(templates, &style, seed);
    let mut layout = templates
        .layout(style.layout)
        .expect("styles name embedded layouts")
        .clone();
    for table in &mut layout.tables {
        if table.measure == Measure::Yuan {
            table.measure = style.measure;
        }
    }
    let placement = arrange(&layout, &made);
    let mut workbook = fill(&templates.model, &layout, &placement, &made)
        .expect("a layout has a place for what was made up for it");
    for cell in workbook
        .sheets
        .iter_mut()
        .flat_map(|sheet| &mut sheet.cells)
    {
        cell.formula = None;
    }
    workbook.format = Some(yusuan::workbook::Format::Xlsx);
    let budget = read(&workbook, "made-up.xlsx", templates, None).budget;
    Submission {
        style,
        workbook,
        budget,
    }
}

/// The made-up budget of `seed` without a workbook: each amount stands in the cell of its line and column.
pub(crate) fn without_workbook(templates: &Templates, style: Style, seed: u64) -> Submission {
    let mut budget = styled(templates, &style, seed);
    for table in &mut budget.tables {
        let blocks = table.blocks.clone();
        let place = |row: u32, col: usize| {
            let col = u32::try_from(col).expect("tables are narrow");
            let cell = Address::new(row, col);
            Some(Place {
                sheet: table.table.as_str().into(),
                cell,
            })
        };
        for (line, row) in table.lines.iter_mut().zip(1..) {
            let block = blocks.iter().find(|block| block.id == line.block);
            line.place = place(row, 0);
            for (id, amount) in &mut line.amounts {
                let column = block.and_then(|block| block.column(id.as_str()));
                amount.place = place(row, column.expect("the model has the column") + 1);
            }
        }
    }
    Submission {
        style,
        workbook: Workbook::default(),
        budget,
    }
}

impl Submission {
    /// The workbook with other contents in some cells, and everything that is said of it.
    pub(crate) fn changed(
        &self,
        templates: &Templates,
        changes: &[(Place, Option<Decimal>)],
    ) -> Vec<Finding> {
        let mut workbook = self.workbook.clone();
        for (place, value) in changes {
            let sheet = workbook
                .sheets
                .iter_mut()
                .find(|sheet| *sheet.name == *place.sheet)
                .expect("the amount was read from this workbook");
            match sheet
                .cells
                .binary_search_by_key(&place.cell, yusuan::workbook::Cell::address)
            {
                Ok(at) => sheet.cells[at].value = value.map_or(Value::Blank, Value::Number),
                Err(at) => sheet.cells.insert(
                    at,
                    yusuan::workbook::Cell {
                        row: place.cell.row,
                        col: place.cell.col,
                        value: value.map_or(Value::Blank, Value::Number),
                        ..yusuan::workbook::Cell::default()
                    },
                ),
            }
        }
        let extracted = read(&workbook, "made-up.xlsx", templates, None);
        let mut findings = extracted.findings;
        findings.extend(check(templates, &extracted.budget));
        findings
    }

    /// What `place` holds, as a number in the unit of measure of its table.
    pub(crate) fn number(&self, place: &Place) -> Option<Decimal> {
        self.budget.tables.iter().find_map(|table| {
            let mut amounts = table.lines.iter().flat_map(|line| line.amounts.values());
            let amount = amounts.find(|amount| amount.place.as_ref() == Some(place))?;
            Some((amount.yuan / table.measure.yuan()).normalize())
        })
    }

    /// Everything that is said of the budget with other amounts in some cells, without its workbook.
    pub(crate) fn checked(
        &self,
        templates: &Templates,
        changes: &[(Place, Option<Decimal>)],
    ) -> Vec<Finding> {
        let mut budget = self.budget.clone();
        for table in &mut budget.tables {
            let unit = table.measure.yuan();
            for line in &mut table.lines {
                line.amounts.retain(|_, amount| {
                    let changed = changes
                        .iter()
                        .find(|(place, _)| amount.place.as_ref() == Some(place));
                    match changed {
                        Some((_, Some(number))) => amount.yuan = number * unit,
                        Some((_, None)) => return false,
                        None => {}
                    }
                    true
                });
            }
        }
        check(templates, &budget)
    }

    /// The yuan that one of a spot's table is.
    pub(crate) fn unit(&self, spot: &Spot) -> Decimal {
        self.budget.tables[spot.table].measure.yuan()
    }

    /// Every amount that is not 0.
    pub(crate) fn spots(&self, templates: &Templates) -> Vec<Spot> {
        let (same, sums) = (self.same(templates), self.sums(templates));
        let mut spots = Vec::new();
        for (at, table) in self.budget.tables.iter().enumerate() {
            for (row, line) in table.lines.iter().enumerate() {
                for (column, amount) in &line.amounts {
                    let Some(place) = amount.place.clone().filter(|_| !amount.yuan.is_zero())
                    else {
                        continue;
                    };
                    let tolerance = [same.get(&place), sums.get(&place).map(|(slack, _)| slack)];
                    spots.push(Spot {
                        table: at,
                        line: row,
                        column: column.clone(),
                        tolerance: tolerance.into_iter().flatten().min().copied(),
                        subtotal: sums.get(&place).is_some_and(|(_, subtotal)| *subtotal),
                        place,
                    });
                }
            }
        }
        spots
    }

    /// How far an amount may be off that another table states as well.
    fn same(&self, templates: &Templates) -> BTreeMap<Place, Decimal> {
        let half = Decimal::new(5, 1);
        let mut stated: BTreeMap<Coordinates, Vec<(&Id, &Place, Decimal)>> = BTreeMap::new();
        let all = facts(&templates.model, &self.budget);
        for fact in &all {
            let mut at = fact.at.clone();
            // Revenue is spent, in total and by fund.
            let fiscal = at.source().is_none_or(|source| {
                templates
                    .model
                    .contains(Some(&Id::from("fiscal")), Some(source))
            });
            if at.flow().is_some_and(|flow| *flow == *"revenue") && fiscal {
                at = at.with_word(Dim::FLOW, Some("expenditure"));
            }
            let table = self.budget.table(fact.table.as_str());
            if let (Some(table), Some(place)) = (table, &fact.amount.place) {
                stated
                    .entry(at)
                    .or_default()
                    .push((fact.table, place, table.quantum * half));
            }
        }
        let mut slack = BTreeMap::new();
        for all in stated.values() {
            for (table, place, own) in all {
                let others = all.iter().filter(|(other, cell, _)| {
                    other != table || (*table == &Id::from("fiscal") && cell != place)
                });
                if let Some(other) = others.map(|(_, _, other)| *other).min() {
                    slack.insert((*place).clone(), *own + other);
                }
            }
        }
        slack
    }

    /// How far an amount may be off that is a part or the total of a sum in its table, and whether lines add up to it.
    fn sums(&self, templates: &Templates) -> BTreeMap<Place, (Decimal, bool)> {
        let mut slack: BTreeMap<Place, (Decimal, bool)> = BTreeMap::new();
        let layout = templates.layout(&self.budget.layout);
        for table in &self.budget.tables {
            let printed = layout.and_then(|layout| layout.table(table.table.as_str()));
            for block in &table.blocks {
                let prints = |id: &Id| {
                    let blocks = printed.iter().flat_map(|table| &table.blocks);
                    let mut columns = blocks
                        .filter(|printed| printed.block == block.id)
                        .flat_map(|printed| &printed.columns);
                    columns.any(|column| column.field == Field::Amount(id.clone()))
                };
                let structure = Structure::printed(&templates.model, block, &table.lines, prints);
                let place = |&(line, column): &(usize, usize)| {
                    let amount = structure.lines[line].amounts.get(&block.columns[column].id);
                    amount.and_then(|amount| amount.place.clone())
                };
                for total in structure.totals() {
                    let own = structure.slack(&total, table.quantum);
                    for cell in total.parts.iter().chain([&total.total]) {
                        if let Some(place) = place(cell) {
                            let entry = slack.entry(place).or_insert((own, false));
                            entry.0 = entry.0.min(own);
                            entry.1 |=
                                *cell == total.total && total.way == yusuan::model::Way::Lines;
                        }
                    }
                }
            }
        }
        slack
    }
}
