//! Lists whose total stands above their lines: every layout, with `closing_first` where it closes a list.

use yusuan::bind::{Role, read};
use yusuan::finding::FindingCode;
use yusuan::form::{FormKind, blank, can_enter};
use yusuan::layout::{Layout, Templates};
use yusuan::workbook::Value;
use yusuan::workbook::open::{Limits, open};
use yusuan::workbook::save::save;
use yusuan::write::standard_workbook;

use crate::any_budget::any_budget;
use crate::template::request;

/// The shipped layouts that have lists with a total, each with the total above.
fn templates() -> (Templates, Vec<String>) {
    let mut templates = Templates::embedded();
    let mut turned = Vec::new();
    for layout in Templates::embedded().layouts {
        let parts = layout.text.split("[[table.block]]");
        let parts = parts.map(|part| {
            let list = part.lines().any(|line| line.starts_with("lines = "));
            let own = part.lines().map(|line| {
                let first = list && line.starts_with("closing = ");
                format!(
                    "{line}\n{}",
                    if first { "closing_first = true\n" } else { "" }
                )
            });
            own.collect::<String>()
        });
        let text = parts.collect::<Vec<_>>().join("[[table.block]]");
        if text.contains("closing_first") {
            templates.add_layout(&layout.file, &text).unwrap();
            turned.push(layout.id);
        }
    }
    (templates, turned)
}

fn total_is_first(layout: &Layout, workbook: &yusuan::workbook::Workbook) -> usize {
    let mut seen = 0;
    for table in &layout.tables {
        let Some(sheet) = workbook.sheets.iter().find(|own| own.name == table.sheet) else {
            continue;
        };
        for block in table.blocks.iter().filter(|own| own.closing_first) {
            let depth = table.blocks.iter().flat_map(|own| &own.columns);
            let depth = depth.map(|own| own.header.len()).max().unwrap();
            let first = 2 + u32::try_from(depth).unwrap();
            let closing = sheet.cells.iter().find(|cell| {
                cell.row >= first
                    && matches!(&cell.value, Value::Text(text) if *text == block.closing)
            });
            if let Some(cell) = closing {
                assert_eq!(cell.row, first, "{} {}", layout.id, table.sheet);
                seen += 1;
            }
        }
    }
    seen
}

#[test]
#[ignore = "slow"]
fn what_is_written_with_the_total_above_reads_back() {
    let (templates, turned) = templates();
    assert!(turned.len() > 5);
    let mut seen = 0;
    for id in &turned {
        let layout = templates.layout(id).unwrap();
        for seed in 0..6 {
            let budget = any_budget(layout, seed);
            let written = standard_workbook(&templates, &budget, Some(id)).unwrap();
            seen += total_is_first(layout, &written);
            let opened = open(save(&written).unwrap(), "xlsx", &Limits::default()).unwrap();
            let back = read(&opened, "a.xlsx", &templates, Some(id));
            let roles = back.ledger.roles.iter().flatten();
            assert!(
                roles.clone().all(|role| *role != Some(Role::NotRead)),
                "{id}"
            );
            let (back, budget) = (back.budget.statement(), budget.statement());
            for (back, own) in back.tables.iter().zip(&budget.tables) {
                assert_eq!(back.lines, own.lines, "{id} {}", own.table);
            }
            assert_eq!(back.tables.len(), budget.tables.len());
        }
    }
    assert!(seen > 50, "{seen}");
}

#[test]
#[ignore = "slow"]
fn blank_forms_with_the_total_above_are_empty() {
    let (templates, turned) = templates();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("form.xlsx");
    for id in &turned {
        let layout = templates.layout(id).unwrap();
        for kind in [FormKind::Direct, FormKind::Entry] {
            if kind == FormKind::Entry && can_enter(layout).is_err() {
                continue;
            }
            let form = blank(&templates, &request(layout, kind, None)).unwrap();
            total_is_first(layout, &form);
            std::fs::write(&path, save(&form).unwrap()).unwrap();
            let options = yusuan::batch::Options::default();
            let outcome = yusuan::batch::read_file(&path, &templates, &options);
            let budget = outcome.budget.unwrap();
            let mut lines = budget.tables.iter().flat_map(|table| &table.lines);
            assert!(lines.all(|line| line.amounts.is_empty()), "{id} {kind:?}");
            let codes: Vec<FindingCode> = outcome.findings.iter().map(|own| own.code).collect();
            assert_eq!(codes, [FindingCode::FormNotFilled], "{id} {kind:?}");
        }
    }
}
