//! The list of findings in written workbooks, and `--strict`.

use std::fs;

use yusuan::batch::{Options, read_file};
use yusuan::layout::Templates;
use yusuan::workbook::Value;
use yusuan::workbook::open::{Limits, open};

use crate::cli::{code, errors, folder, yusuan, yusuan_in};
use crate::{corpus, oracle};

const WRONG: &str = "examples/qingpu-2023-wrong-total.xlsx";

#[test]
fn a_written_workbook_ends_with_the_list_of_what_was_found() {
    let (_guard, folder) = folder();
    let wrong = corpus::root().join(WRONG);
    let args = ["convert", wrong.to_str().unwrap(), "-o"];
    for name in ["one.xlsx", "two.xlsx"] {
        let output = yusuan(&folder, &[&args[..], &[name]].concat());
        assert_eq!(code(&output), 1, "{}", errors(&output));
    }
    let bytes = fs::read(folder.join("one.xlsx")).unwrap();
    assert_eq!(bytes, fs::read(folder.join("two.xlsx")).unwrap());
    let workbook = open(bytes, "xlsx", &Limits::default()).unwrap();
    let at = workbook.sheets.iter().position(|sheet| sheet.is_results());
    assert_eq!(at, Some(workbook.sheets.len() - 1), "it is the last sheet");
    assert_eq!(workbook.sheets[workbook.sheets.len() - 1].name, "校验结果");

    let templates = Templates::embedded();
    let read = |path| read_file(path, &templates, &Options::default());
    let (before, after) = (read(&wrong), read(&folder.join("one.xlsx")));
    assert_eq!(
        before.budget.unwrap().statement(),
        after.budget.unwrap().statement(),
        "the list is not read"
    );
    assert_eq!(before.findings.len(), after.findings.len());
    if let Some(faults) = oracle::audit(&folder.join("one.xlsx")) {
        assert_eq!(faults, [""; 0]);
    }
}

#[test]
fn a_click_on_the_list_leads_to_the_counterpart_of_the_cell() {
    let (_guard, folder) = folder();
    let wrong = corpus::root().join(WRONG);
    let templates = Templates::embedded();
    let outcome = read_file(&wrong, &templates, &Options::default());
    let messages = yusuan::messages::Messages::new(yusuan::messages::Language::English);
    // In another layout sheets and rows differ.
    for layout in [None, Some("putuo-2023-department")] {
        let budget = outcome.budget.as_ref().unwrap();
        let findings = &outcome.findings;
        let Ok(bytes) =
            yusuan::write::workbook_with_findings(&templates, budget, layout, findings, &messages)
        else {
            assert!(layout.is_some(), "its own layout has a place for all");
            continue;
        };
        let path = folder.join("w.xlsx");
        fs::write(&path, &bytes).unwrap();
        let workbook = open(bytes, "xlsx", &Limits::default()).unwrap();
        let Some(links) = links(&path) else { return };
        let link = &links[0];
        let (sheet, cell) = link.rsplit_once('!').unwrap();
        let sheet = sheet.trim_matches('\'');
        let sheet = workbook
            .sheets
            .iter()
            .find(|own| own.name == sheet)
            .unwrap();
        let cell = yusuan::workbook::Address::parse(cell).unwrap();
        let held = &sheet.get(cell).unwrap().value;
        assert_eq!(*held, Value::Number(82_122_784.into()), "{link}");
    }
}

/// Where the links of the last sheet lead to, in the order of the cells.
fn links(path: &std::path::Path) -> Option<Vec<String>> {
    const LINKS: &str = "
import sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
assert book.active.title == book.sheetnames[0], book.active
for row in book[book.sheetnames[-1]].iter_rows():
    for cell in row:
        if cell.hyperlink:
            print(cell.hyperlink.location)
";
    oracle::python(LINKS, path).map(|text| text.lines().map(str::to_owned).collect())
}

#[test]
fn notes_alone_make_no_list() {
    let (_guard, folder) = folder();
    let notes = corpus::root().join("tests/fixtures/submissions/07-another-unit.xlsx");
    for (input, name) in [(notes.to_str().unwrap(), "n.xlsx"), ("a.xlsx", "c.xlsx")] {
        // A warning of the texts, and right.
        let allow = ["--allow", "assets-differ"];
        let output = yusuan(
            &folder,
            &[&["convert", input, "-o", name], &allow[..]].concat(),
        );
        assert_eq!(code(&output), 0, "{}", errors(&output));
        let bytes = fs::read(folder.join(name)).unwrap();
        let workbook = open(bytes, "xlsx", &Limits::default()).unwrap();
        assert!(
            workbook.sheets.iter().all(|sheet| !sheet.is_results()),
            "{input}"
        );
    }
}

#[test]
fn strict_says_for_each_file_with_errors_that_it_is_not_written() {
    let (_guard, folder) = folder();
    fs::create_dir(folder.join("in")).unwrap();
    fs::rename(folder.join("a.xlsx"), folder.join("in/a.xlsx")).unwrap();
    for name in ["b.xlsx", "c.xlsx"] {
        fs::copy(corpus::root().join(WRONG), folder.join("in").join(name)).unwrap();
    }
    fs::write(folder.join("in/d.xls"), "").unwrap();
    let args = ["convert", "in", "-o", "out", "--strict"];
    let output = yusuan_in("en_US.UTF-8", &folder, &args);
    assert_eq!(code(&output), 1);
    let said = errors(&output);
    for name in ["b", "c"] {
        let line = format!("in/{name}.xlsx has 1 error and was not written (--strict)\n");
        assert!(said.contains(&line), "{said}");
    }
    assert_eq!(said.matches("--strict").count(), 2, "{said}");
    let written: Vec<_> = fs::read_dir(folder.join("out"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(written, ["a.xlsx"]);
}
