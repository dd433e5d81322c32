//! What a layout that is shipped must not be without: where its form was seen, a workbook that it reads, forms, and no fault in the
//! tests of laws, which run over all layouts by themselves.

use std::collections::BTreeSet;
use std::fs;

use yusuan::batch::{Options, read_file};
use yusuan::finding::Severity;
use yusuan::layout::Templates;

use crate::cli::{code, errors, yusuan};
use crate::corpus::spreadsheets;
use crate::made_up::budget::Style;

#[test]
fn every_layout_says_where_its_form_was_seen() {
    let templates = Templates::embedded();
    let mut faults = Vec::new();
    for layout in &templates.layouts {
        let file: toml::Table = toml::from_str(&layout.text).unwrap();
        let source = file["source"].as_str().unwrap_or_default();
        if source.trim().len() < 10 {
            faults.push(format!("{}: `source` says nothing", layout.file));
        }
        if layout.file != format!("{}.toml", layout.id) {
            faults.push(format!("{} holds the layout {}", layout.file, layout.id));
        }
        if layout.years.is_empty() {
            faults.push(format!("{}: no `years`", layout.file));
        }
        if layout.text.contains("# ask:") || layout.text.contains("\"?\"") {
            faults.push(format!("{}: a question is not answered", layout.file));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A workbook without errors that only this layout fits: of `tests/regions`, of the examples, or made up.
#[test]
fn every_layout_reads_a_workbook_without_errors() {
    let templates = Templates::embedded();
    let mut read: BTreeSet<String> = Style::all()
        .iter()
        .map(|style| style.layout.to_owned())
        .collect();
    for path in [spreadsheets("tests/regions"), spreadsheets("examples")].concat() {
        let outcome = read_file(&path, &templates, &Options::default());
        if outcome.count(Severity::Error) == 0
            && let Some(budget) = outcome.budget
        {
            read.insert(budget.layout);
        }
    }
    let missing: Vec<&str> = templates
        .layouts
        .iter()
        .map(|layout| layout.id.as_str())
        .filter(|id| !read.contains(*id))
        .collect();
    assert!(
        missing.is_empty(),
        "tests/regions has no workbook without errors of: {}",
        missing.join(", ")
    );
}

/// A direct form is made of every layout. An entry form is made, or the message says why there is none.
#[test]
fn every_layout_has_its_forms() {
    let folder = tempfile::tempdir().unwrap();
    for layout in &Templates::embedded().layouts {
        let year = layout.years.last().unwrap().to_string();
        for entry in [&[][..], &["--entry"]] {
            let name = format!("{}{}.xlsx", layout.id, entry.concat());
            let mut args = vec!["template", "--layout", &layout.id, "--year", &year];
            args.extend(["--unit", "某区某中心", "-o", &name]);
            args.extend(entry);
            let output = yusuan(folder.path(), &args);
            let said = errors(&output);
            let made = fs::exists(folder.path().join(&name)).unwrap();
            assert_eq!(code(&output) == 0, made, "{name}: {said}");
            assert!(made || !entry.is_empty(), "{name}: {said}");
            assert!(made || said.contains(&layout.id), "{name}: {said}");
        }
    }
}
