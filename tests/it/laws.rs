//! What must hold for every layout in `templates/`: a new layout is a new test with no code.

use proptest::prelude::*;
use rust_decimal::Decimal;
use yusuan::bind::read;
use yusuan::layout::{Layout, Templates};
use yusuan::model::Budget;
use yusuan::workbook::open::{Limits, open};
use yusuan::workbook::{Value, Workbook, save::save};
use yusuan::write::standard_workbook;

use crate::any_budget::any_budget;
use crate::oracle;

fn written(templates: &Templates, layout: &Layout, budget: &Budget) -> Workbook {
    standard_workbook(templates, budget, Some(&layout.id)).unwrap()
}

/// Saved, opened again and read.
fn reread(templates: &Templates, workbook: &Workbook) -> Budget {
    let opened = open(save(workbook).unwrap(), "xlsx", &Limits::default()).unwrap();
    let extracted = read(&opened, "任意.xlsx", templates, None);
    let roles = opened.sheets.iter().zip(&extracted.ledger.roles);
    let unread: Vec<String> = roles
        .flat_map(|(sheet, roles)| sheet.cells.iter().zip(roles).map(move |own| (sheet, own)))
        .filter(|(_, (_, role))| **role == Some(yusuan::bind::Role::NotRead))
        .map(|(sheet, (cell, _))| {
            format!("{}!{}/{} {:?}", sheet.name, cell.row, cell.col, cell.value)
        })
        .collect();
    assert_eq!(
        unread,
        Vec::<String>::new(),
        "every number that was written is read"
    );
    assert!(
        extracted.ledger.roles.iter().flatten().all(Option::is_some),
        "every cell has a role"
    );
    extracted.budget
}

fn assert_same(read: &Budget, written: &Budget) {
    let (read, written) = (read.statement(), written.statement());
    assert_eq!((read.year, &read.unit), (written.year, &written.unit));
    for (read, written) in read.tables.iter().zip(&written.tables) {
        assert_eq!(read.table, written.table);
        for (read, written) in read.lines.iter().zip(&written.lines) {
            assert_eq!(read, written);
        }
        assert_eq!(read.lines.len(), written.lines.len(), "{}", read.table);
    }
    assert_eq!(read.tables.len(), written.tables.len());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    #[ignore = "slow"]
    fn what_is_written_reads_back(seed in any::<u64>()) {
        let templates = Templates::embedded();
        for layout in &templates.layouts {
            let budget = any_budget(layout, seed);
            let read = reread(&templates, &written(&templates, layout, &budget));
            prop_assert_eq!(&read.layout, &layout.id);
            assert_same(&read, &budget);
        }
    }

    #[test]
    #[ignore = "slow"]
    fn moved_tables_are_still_found(seed in any::<u64>(), down in 0_u32..9, right in 0_u32..6) {
        let templates = Templates::embedded();
        for layout in &templates.layouts {
            let budget = any_budget(layout, seed);
            let mut workbook = written(&templates, layout, &budget);
            for sheet in &mut workbook.sheets {
                for cell in &mut sheet.cells {
                    (cell.row, cell.col) = (cell.row + down, cell.col + right);
                    // Moved formulas would point elsewhere; their values are what is read.
                    cell.formula = None;
                }
                sheet.merges.clear();
                sheet.page = yusuan::workbook::Page::default();
                sheet.heights.clear();
                sheet.widths.clear();
            }
            assert_same(&reread(&templates, &workbook), &budget);
        }
    }
}

#[test]
fn an_empty_budget_reads_back_empty() {
    let templates = Templates::embedded();
    for layout in &templates.layouts {
        let mut budget = any_budget(layout, 7);
        for table in &mut budget.tables {
            table.lines.iter_mut().for_each(|line| line.amounts.clear());
            table.note = None;
        }
        let read = reread(&templates, &written(&templates, layout, &budget));
        assert_eq!(read.amounts(), 0, "{}", layout.id);
        assert_eq!(read.tables.len(), layout.tables.len(), "{}", layout.id);
    }
}

#[test]
fn the_same_budget_gives_the_same_bytes() {
    let templates = Templates::embedded();
    for layout in &templates.layouts {
        let budget = any_budget(layout, 11);
        assert_eq!(
            save(&written(&templates, layout, &budget)).unwrap(),
            save(&written(&templates, layout, &budget)).unwrap(),
            "{}",
            layout.id
        );
    }
}

#[test]
fn totals_that_add_up_are_formulas_and_those_that_do_not_stay_as_stated() {
    let templates = Templates::embedded();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/qingpu-2023.xlsx");
    let outcome = yusuan::batch::read_file(
        std::path::Path::new(path),
        &templates,
        &yusuan::batch::Options::default(),
    );
    let mut budget = outcome.budget.unwrap();
    let layout = templates.layout(&budget.layout).unwrap();
    let formulas = |workbook: &Workbook| {
        workbook
            .sheets
            .iter()
            .flat_map(|sheet| &sheet.cells)
            .filter(|cell| cell.formula.is_some())
            .count()
    };
    let clean = written(&templates, layout, &budget);
    assert!(formulas(&clean) > 60, "{}", formulas(&clean));
    assert!(
        clean
            .sheets
            .iter()
            .flat_map(|sheet| &sheet.cells)
            .all(|cell| !cell.style.wrong)
    );
    // One wrong 项: its own line and the line above are at odds with it, and nothing is corrected.
    let table = budget
        .tables
        .iter_mut()
        .find(|table| table.table == *"expenditure")
        .unwrap();
    let line = table
        .lines
        .iter_mut()
        .find(|line| {
            line.key
                .code()
                .is_some_and(|code| code.to_string() == "2080505")
        })
        .unwrap();
    line.amounts.get_mut("basic").unwrap().yuan += Decimal::from(1000);
    let wrong = written(&templates, layout, &budget);
    let red: Vec<&yusuan::workbook::Cell> = wrong
        .sheets
        .iter()
        .flat_map(|sheet| &sheet.cells)
        .filter(|cell| cell.style.wrong)
        .collect();
    assert_eq!(red.len(), 2);
    assert!(red.iter().all(|cell| cell.formula.is_none()
        && cell.comment.is_some()
        && matches!(cell.value, Value::Number(_))));
    assert_same(&reread(&templates, &wrong), &budget);
}

#[test]
#[ignore = "slow"]
fn other_programs_agree_with_what_is_written() {
    let templates = Templates::embedded();
    let folder = tempfile::tempdir().unwrap();
    let mut paths = Vec::new();
    for layout in &templates.layouts {
        let path = folder.path().join(format!("{}.xlsx", layout.id));
        std::fs::write(
            &path,
            save(&written(&templates, layout, &any_budget(layout, 42))).unwrap(),
        )
        .unwrap();
        paths.push(path);
    }
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/qingpu-2023.xlsx");
    let outcome = yusuan::batch::read_file(
        std::path::Path::new(example),
        &templates,
        &yusuan::batch::Options::default(),
    );
    let path = folder.path().join("example.xlsx");
    std::fs::write(
        &path,
        yusuan::write::workbook_bytes(&templates, &outcome.budget.unwrap(), None).unwrap(),
    )
    .unwrap();
    paths.push(path);
    for path in &paths {
        if let Some(faults) = oracle::audit(path) {
            assert_eq!(faults, Vec::<String>::new(), "{}", path.display());
        }
    }
    let borrowed: Vec<&std::path::Path> = paths.iter().map(std::path::PathBuf::as_path).collect();
    let out = tempfile::tempdir().unwrap();
    let Some(recalculated) = oracle::recalculate(&borrowed, out.path()) else {
        return;
    };
    for (before, after) in paths.iter().zip(&recalculated) {
        let (Some(before), Some(after)) =
            (oracle::openpyxl_dump(before), oracle::openpyxl_dump(after))
        else {
            return;
        };
        assert!(before.len() > 50);
        assert_eq!(oracle::changes(&before, &after), Vec::<String>::new());
    }
}
