//! What the sheet 校验 of a filled form shows, and what `check` finds in it, are the same.

use std::fs;
use std::path::Path;

use rust_decimal::Decimal;
use yusuan::finding::{FindingCode, Severity};
use yusuan::form::blank;
use yusuan::layout::Templates;
use yusuan::model::Budget;
use yusuan::workbook::{Value, Workbook, column_letters, save::save};

use crate::made_up::budget::{Style, styled};
use crate::office::{Session, shown};
use crate::template::read;
use crate::template_open::{budget, of};
use crate::template_open_fill::table;

/// What follows from sums and from facts that stand twice.
const EQUALITIES: [FindingCode; 9] = [
    FindingCode::PartsDiffer,
    FindingCode::ChildrenDiffer,
    FindingCode::TotalDiffers,
    FindingCode::ChangeDiffers,
    FindingCode::PartExceeds,
    FindingCode::TablesDiffer,
    FindingCode::NotBalanced,
    FindingCode::ThreePublicBelow,
    FindingCode::RelatedDiffer,
];

/// A made-up budget of each layout.
fn budgets(templates: &Templates) -> Vec<Budget> {
    let layouts = templates.layouts.iter();
    layouts
        .map(|layout| {
            if layout.document.is_none() {
                return budget(&layout.id);
            }
            let style = Style::all().into_iter().find(|style| {
                style.layout == layout.id && style.funds && (style.exact, style.printed) == (1, 1)
            });
            styled(templates, &style.unwrap(), 1)
        })
        .collect()
}

/// The equalities that do not hold, as `check` has them.
pub(crate) fn found(form: &Workbook, path: &Path) -> Vec<FindingCode> {
    fs::write(path, save(form).unwrap()).unwrap();
    let findings = read(path).findings;
    let grave = findings.iter().filter(|own| own.severity != Severity::Note);
    let codes = grave.map(|own| own.code);
    codes.filter(|own| EQUALITIES.contains(own)).collect()
}

/// Amounts of a budget are made wrong, one at a time.
#[test]
#[ignore = "slow"]
fn the_sheet_shows_what_the_checks_find() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("form.xlsx");
    let results = folder.path().join("results.txt");
    let templates = Templates::embedded();
    let every = std::env::var("YUSUAN_EVERY").is_ok();
    let mut all = Session::default();
    // What was changed, and whether an equality fails by `check`.
    let mut changes = Vec::new();
    for budget in budgets(&templates) {
        let layout = templates.layout(&budget.layout).unwrap();
        let request = of(layout, &budget);
        let mut form = blank(&templates, &request).unwrap();
        let blank = folder.path().join(format!("{}.xlsx", layout.id));
        fs::write(&blank, save(&form).unwrap()).unwrap();
        let type_all = |session| {
            layout.tables.iter().fold(session, |session, printed| {
                table(&templates, session, &form, printed, request.rows, &budget)
            })
        };
        all = type_all(all.open(&blank)).get("校验", "A2", &results);
        let typed = type_all(Session::default());
        typed.type_into(&mut form);
        changes.push((layout.id.clone(), found(&form, &path)));
        let sheets = form.sheets.iter().enumerate();
        let cells = sheets.flat_map(|(at, sheet)| {
            let cells = sheet.cells.iter().enumerate();
            let typed = cells.filter(|(_, cell)| {
                let number = matches!(cell.value, Value::Number(_));
                cell.style.input && cell.formula.is_none() && number
            });
            typed.map(move |(own, _)| (at, own))
        });
        let cells: Vec<(usize, usize)> = cells.collect();
        let step = if every { 1 } else { cells.len() / 12 + 1 };
        for &(sheet, cell) in cells.iter().step_by(step) {
            let mut wrong = form.clone();
            let name = wrong.sheets[sheet].name.clone();
            let own = &mut wrong.sheets[sheet].cells[cell];
            let Value::Number(right) = own.value else {
                continue;
            };
            let other = right + Decimal::from(12_345);
            own.value = Value::Number(other);
            let row = own.row + 1;
            let address = format!("{}{row}", column_letters(own.col));
            all = all.number(&name, &address, &other.to_string());
            all = all.get("校验", "A2", &results);
            all = all.number(&name, &address, &right.to_string());
            let what = format!("{} {name}!{address}", layout.id);
            changes.push((what, found(&wrong, &path)));
        }
        all = all.close();
    }
    if !all.run(folder.path()) {
        return;
    }
    let failed = folder.path().join("session.txt.failed");
    assert!(!failed.exists(), "{}", fs::read_to_string(failed).unwrap());
    let shown = shown(&results);
    assert_eq!(shown.len(), changes.len());
    let differ = changes.iter().zip(&shown).filter(|((_, found), shown)| {
        let right = *shown == "全部相符";
        assert!(right || shown.ends_with("项不符"), "{shown}");
        right != found.is_empty()
    });
    let differ: Vec<_> = differ.collect();
    let wrong = changes.iter().filter(|(_, found)| !found.is_empty());
    assert!(wrong.count() > changes.len() / 2);
    assert!(
        differ.is_empty(),
        "{} of {}: {differ:#?}",
        differ.len(),
        shown.len()
    );
}
