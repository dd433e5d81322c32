//! Budgets of other regions: every stated fact with its coordinates and cell, nothing said of what is right, every fault named; and
//! a layout that only these tests have.
//!
//! `tests/regions/` has a workbook a layout, `expected/` its facts, `faults/` copies with one cell changed, told in `faults.csv`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rust_decimal::Decimal;
use yusuan::batch::{Options, Outcome, read_file};
use yusuan::check::check;
use yusuan::finding::{Finding, Severity};
use yusuan::layout::Templates;
use yusuan::model::{Dim, facts};
use yusuan::recast::recast;

use crate::corpus::root;

const DIMS: [(&str, Dim); 12] = [
    ("flow", Dim::FLOW),
    ("source", Dim::SOURCE),
    ("function", Dim::FUNCTION),
    ("economic", Dim::ECONOMIC),
    ("kind", Dim::KIND),
    ("carry", Dim::CARRY),
    ("basis", Dim::BASIS),
    ("government_economic", Dim::GOVERNMENT_ECONOMIC),
    ("agency", Dim::AGENCY),
    ("project", Dim::PROJECT),
    ("item", Dim::ITEM),
    ("quantity", Dim::QUANTITY),
];

/// The facts in each cell: the table, the members in the order of [`DIMS`], and the value.
type Facts = BTreeMap<(String, String), BTreeSet<(Vec<String>, Decimal)>>;

fn read(templates: &Templates, path: &Path) -> Outcome {
    read_file(path, templates, &Options::default())
}

/// What is wrong with what was read, errors and warnings.
fn said(templates: &Templates, outcome: &Outcome) -> Vec<Finding> {
    let checked = outcome
        .budget
        .iter()
        .flat_map(|budget| check(templates, budget));
    let all = outcome.findings.iter().cloned().chain(checked);
    all.filter(|finding| finding.severity != Severity::Note)
        .collect()
}

fn stated(templates: &Templates, outcome: &Outcome) -> Facts {
    let mut all = Facts::new();
    let budget = outcome.budget.as_ref().unwrap();
    for fact in facts(&templates.model, budget) {
        let place = fact.amount.place.as_ref().unwrap();
        let mut words = vec![fact.table.to_string()];
        words.extend(DIMS.iter().map(|(_, dim)| {
            let member = fact.at.get(*dim);
            member.map(ToString::to_string).unwrap_or_default()
        }));
        let value = fact.amount.yuan.round_dp(2).normalize();
        let place = (place.sheet.to_string(), place.cell.to_string());
        all.entry(place).or_default().insert((words, value));
    }
    all
}

fn expected(path: &Path) -> Facts {
    let mut all = Facts::new();
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header = reader.headers().unwrap().clone();
    for record in reader.records() {
        let record = record.unwrap();
        let field = |name: &str| {
            let at = header.iter().position(|own| own == name).unwrap();
            record[at].to_owned()
        };
        let mut words = vec![field("table")];
        words.extend(DIMS.iter().map(|(name, _)| field(name)));
        let value: Decimal = field("value").parse().unwrap();
        let value = value.round_dp(2).normalize();
        all.entry((field("sheet"), field("cell")))
            .or_default()
            .insert((words, value));
    }
    all
}

#[test]
fn every_fact_of_every_region_is_read_and_nothing_is_said() {
    let templates = Templates::embedded();
    let folder = root().join("tests/regions");
    let mut count = 0;
    for entry in std::fs::read_dir(folder.join("expected")).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let outcome = read(&templates, &folder.join(format!("{stem}.xlsx")));
        let (expected, stated) = (expected(&path), stated(&templates, &outcome));
        for (place, facts) in &expected {
            assert_eq!(stated.get(place), Some(facts), "{stem} {place:?}");
        }
        assert_eq!(stated.len(), expected.len(), "{stem}");
        let said = said(&templates, &outcome);
        assert!(said.is_empty(), "{stem}: {said:#?}");
        count += expected.len();
    }
    assert!(count >= 1853, "{count}");
}

#[test]
fn one_changed_cell_is_named() {
    let templates = Templates::embedded();
    let folder = root().join("tests/regions");
    let mut reader = csv::Reader::from_path(folder.join("faults.csv")).unwrap();
    for record in reader.records() {
        let record = record.unwrap();
        let (file, sheet, cell) = (&record[0], &record[3], &record[4]);
        let outcome = read(&templates, &folder.join("faults").join(file));
        let said = said(&templates, &outcome);
        let mut cells = said.iter().flat_map(|finding| &finding.cells);
        let named = cells.any(|own| {
            let place = own.place.as_ref();
            place.is_some_and(|own| *own.sheet == *sheet && own.cell.to_string() == cell)
        });
        assert!(named, "{file} {sheet}!{cell}: {said:#?}");
    }
}

/// A flat export of a finance system, a project a row, in the tables that a department publishes.
#[test]
fn records_are_summed_into_the_tables_of_another_layout() {
    let templates = Templates::embedded();
    let outcome = read(&templates, &root().join("tests/regions/p1-titled.xlsx"));
    let export = outcome.budget.unwrap();
    let layout = templates.layout("ministry-2024-department").unwrap();
    let recast = recast(&templates, &export, layout);
    assert_eq!(recast.no_place, []);
    let amounts = |lines: &mut dyn Iterator<Item = &yusuan::model::Line>, column: &str| {
        let own = lines.filter_map(|line| line.amounts.get(column));
        own.map(|amount| amount.yuan).sum::<Decimal>()
    };
    let whole = amounts(&mut export.tables[0].lines.iter(), "all");
    assert!(whole > Decimal::ZERO);
    let table = |id: &str| recast.budget.table(id).unwrap();
    let projects = table("expenditure").lines.iter();
    let total = |line: &&yusuan::model::Line| line.key == yusuan::model::Key::Total;
    assert_eq!(amounts(&mut projects.filter(total), "project"), whole);
    let records = table("projects").lines.iter();
    assert_eq!(
        amounts(&mut records.filter(|line| !total(line)), "all"),
        whole
    );
    // What the export cannot say stays blank, and is listed.
    assert!(
        table("revenue")
            .lines
            .iter()
            .all(|line| line.amounts.is_empty())
    );
    let blank = recast
        .blank
        .iter()
        .find(|own| own.table == "部门收入总表")
        .unwrap();
    assert_eq!(blank.columns, [] as [String; 0]);
}

/// An export as it is saved: no title, only the columns that hold something.
const EXPORT: &str = "\
预算单位,项目编码,项目名称,支出功能分类,政府预算经济分类,部门预算经济分类,预算金额,公共预算拨款
青原市教育局,P01,校舍维修,2050202,50601,31006,1200000.5,1200000.5
青原市第一小学,P03,设备购置,2050202,50601,31002,45000.25,45000.25
青原市第一小学,,,2050202,50601,31002,3000,3000
";

#[test]
fn what_goes_into_a_total_and_no_line_of_its_list_has_no_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.csv");
    let templates = Templates::embedded();
    let layout = templates.layout("ministry-2024-department").unwrap();
    let without = EXPORT.replace("青原市第一小学,,,2050202,50601,31002,3000,3000\n", "");
    for (text, whole) in [(without.as_str(), true), (EXPORT, false)] {
        std::fs::write(&path, text).unwrap();
        let export = read(&templates, &path).budget.unwrap();
        assert_eq!(export.layout, "platform-2024-projects");
        let recast = recast(&templates, &export, layout);
        let lost: Vec<_> = recast.no_place.iter().map(|own| own.yuan).collect();
        // A project that is not named may be any of its unit's.
        let expected = match whole {
            true => vec![],
            false => vec![Decimal::new(4_500_025, 2), Decimal::from(3000)],
        };
        assert_eq!(lost, expected);
    }
}

#[test]
fn a_paper_that_no_layout_fits_is_one_error() {
    let templates = Templates::embedded();
    let path = root().join("tests/regions/x1-estimate-and-final-account.xlsx");
    let said = said(&templates, &read(&templates, &path));
    let codes: Vec<&str> = said.iter().map(|finding| finding.code.name()).collect();
    assert_eq!(codes, ["no-layout-fits"]);
}
