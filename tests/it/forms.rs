//! The two official blank forms, where they are there beside the project: read as empty, their placeholders found.

use std::path::Path;

use yusuan::batch::{Options, read_file};
use yusuan::finding::{FindingCode, Severity};
use yusuan::layout::Templates;

#[test]
fn the_official_blank_forms_read_as_empty() {
    let templates = Templates::embedded();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/forms");
    for (file, layout) in [
        ("unit_budget_template.xlsx", "putuo-2024-unit"),
        ("department_budget_template.xlsx", "putuo-2023-department"),
    ] {
        let path = folder.join(file);
        if !path.exists() {
            eprintln!("not checked: {file} is not there");
            continue;
        }
        let outcome = read_file(&path, &templates, &Options::default());
        let budget = outcome.budget.as_ref().unwrap();
        assert_eq!(
            (budget.layout.as_str(), budget.year, budget.amounts()),
            (layout, Some(2026), 0)
        );
        assert_eq!(budget.tables.len(), 9);
        assert_eq!(budget.unit.name, "");
        let placeholders: usize = outcome
            .findings
            .iter()
            .filter(|finding| finding.code == FindingCode::PlaceholderLeft)
            .map(|finding| finding.cells.len())
            .sum();
        assert!(placeholders > 20, "{placeholders}");
        let others: Vec<_> = outcome
            .findings
            .iter()
            .filter(|finding| finding.code != FindingCode::PlaceholderLeft)
            .filter(|finding| finding.severity != Severity::Note)
            .collect();
        assert!(others.is_empty(), "{others:?}");
    }
}
