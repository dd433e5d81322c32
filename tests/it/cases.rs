//! For each code of a finding, the smallest spreadsheet that shows the fault, and near misses where it must not be found.
//! Each file of `tests/cases/CODE/` is a test:
//!
//! - `fault.txt`, `fault-….txt`: a drawing (see `drawing.rs`); the findings of the code, in Chinese, are `expected.txt`,
//!   `expected-….txt`. `YUSUAN_ACCEPT=1` writes those anew.
//! - `near-miss.txt`, `near-miss-….txt`: a drawing that has no finding of the code, though amounts are read.
//! - `fault.xls`, `near-miss.csv` and so on: a file as it is.
//!
//! A drawing begins with settings, `name = value`: `file` (the file's name), `layout`, `replace` (`A => B` in the text of
//! that layout), `fail` (the stage at which yusuan itself fails, which no file makes it do), and limits such as
//! `max-sheets`. `== NAME` begins a sheet.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use yusuan::batch::{Options, Outcome, Previous, Stage, read_bytes};
use yusuan::check::check;
use yusuan::finding::{FindingCode, render};
use yusuan::layout::Templates;
use yusuan::messages::{Language, Messages};
use yusuan::model::Budget;
use yusuan::workbook::save::save;
use yusuan::workbook::{Value, Workbook};

use crate::corpus::root;
use crate::drawing::sheet;

/// The codes whose near miss is a file without any amount that was read.
const WITHOUT_AMOUNTS: [FindingCode; 2] = [FindingCode::UnreadableFile, FindingCode::NoTable];

#[test]
#[ignore = "slow"]
fn each_code_is_found_where_it_is_and_not_where_it_is_nearly() {
    let folder = root().join("tests/cases");
    let templates = Templates::embedded();
    let mut faults = Vec::new();
    // What is said of a batch is tested on one: see `desk`.
    let alone = FindingCode::ALL
        .iter()
        .filter(|(code, ..)| !code.is_of_batch());
    for (code, name, _) in alone {
        let files = files(&folder.join(name));
        for start in ["fault", "near-miss"] {
            if !files.iter().any(|file| stem(file).starts_with(start)) {
                faults.push(format!("{name} has no {start}"));
            }
        }
        for file in files {
            faults.extend(
                judge(&templates, *code, &file).map(|fault| format!("{}: {fault}", file.display())),
            );
        }
    }
    for entry in fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        if FindingCode::named(&name).is_none() {
            faults.push(format!("{name} is no code of a finding"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The files of a case, in a stable order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn stem(file: &Path) -> String {
    file.file_stem().unwrap().to_string_lossy().into_owned()
}

/// What is wrong with what is said of a file.
fn judge(templates: &Templates, code: FindingCode, file: &Path) -> Option<String> {
    let stem = stem(file);
    if stem.starts_with("expected") {
        let fault = stem.replace("expected", "fault");
        let own = files(file.parent().unwrap());
        return (!own.iter().any(|own| self::stem(own) == fault))
            .then(|| "no fault belongs to it".to_owned());
    }
    let outcome = read(templates, file);
    let messages = Messages::new(Language::Chinese);
    let said: String = outcome
        .findings
        .iter()
        .filter(|finding| finding.code == code)
        .map(|finding| render(&outcome.path, finding, &messages))
        .collect();
    if stem.starts_with("near-miss") {
        let amounts = outcome.budget.as_ref().map_or(0, |budget| budget.amounts());
        if amounts == 0 && !WITHOUT_AMOUNTS.contains(&code) {
            return Some("no amount was read".to_owned());
        }
        return (!said.is_empty()).then_some(said);
    }
    if !stem.starts_with("fault") {
        return Some("is neither a fault nor a near miss".to_owned());
    }
    let expected = file.with_file_name(format!("{}.txt", stem.replace("fault", "expected")));
    if std::env::var_os("YUSUAN_ACCEPT").is_some() && !said.is_empty() {
        fs::write(&expected, &said).unwrap();
    }
    let expected = fs::read_to_string(expected).unwrap_or_default();
    if said.is_empty() {
        return Some("the fault was not found".to_owned());
    }
    (said != expected).then(|| format!("said\n{said}instead of\n{expected}"))
}

fn stage(name: &str) -> Stage {
    let mut all = Stage::ALL.into_iter();
    all.find(|stage| stage.name() == name).unwrap()
}

/// Reads a file as it is, or what is drawn in it.
fn read(templates: &Templates, file: &Path) -> Outcome {
    let mut edited = None;
    let mut options = Options::default();
    let bytes = fs::read(file).unwrap();
    if file.extension().unwrap() != "txt" {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        return read_bytes(name, bytes, templates, &options);
    }
    let text = String::from_utf8(bytes).unwrap();
    let (settings, drawings) = text.split_once("== ").unwrap();
    let mut name = "a.xlsx".to_owned();
    let mut layout = "putuo-2024-unit".to_owned();
    let mut replace = Vec::new();
    for line in settings.lines().filter(|line| !line.trim().is_empty()) {
        let (setting, value) = line.split_once(" = ").unwrap();
        match setting {
            "file" => name = value.to_owned(),
            "layout" => layout = value.to_owned(),
            "previous" => {
                let (unit, year) = value.split_once(' ').unwrap();
                let mut budget = Budget::new(&layout);
                budget.unit.name = unit.to_owned();
                budget.year = Some(year.parse().unwrap());
                let previous = Previous::named("上年.xlsx".to_owned(), budget);
                options.previous = Some(Arc::new(previous));
            }
            "replace" => replace.push(value.split_once(" => ").unwrap()),
            "fail" => options.listener = crate::islands::failing("", stage(value)),
            limit => assert!(
                options.limits.set(limit, value.parse().unwrap()),
                "there is no limit {limit}"
            ),
        }
    }
    if !replace.is_empty() {
        let path = format!("templates/layouts/{layout}.toml");
        let mut text = fs::read_to_string(root().join(path)).unwrap();
        for (old, new) in replace {
            assert!(text.contains(old), "{layout} has no `{old}`");
            text = text.replace(old, &new.replace("\\n", "\n"));
        }
        let mut templates = templates.clone();
        templates.add_layout("edited.toml", &text).unwrap();
        edited = Some(templates);
    }
    let templates = edited.as_ref().unwrap_or(templates);
    let sheets = drawings
        .split("\n== ")
        .map(|drawing| {
            let (name, drawing) = drawing.split_once('\n').unwrap();
            sheet(name, drawing)
        })
        .collect();
    let mut workbook = Workbook {
        sheets,
        ..Workbook::default()
    };
    let cells = workbook.sheets.iter().flat_map(|sheet| &sheet.cells);
    let mut formulas = cells.filter(|cell| cell.formula.is_some());
    // What is written has a value for each formula.
    if formulas.any(|cell| cell.value == Value::Blank) {
        yusuan::workbook::recalculate(&mut workbook, |_, _| true);
        let extracted = yusuan::bind::read(&workbook, &name, templates, Some(&layout));
        let mut findings = extracted.findings;
        findings.extend(check(templates, &extracted.budget));
        return Outcome {
            path: name,
            budget: Some(extracted.budget),
            ledger: extracted.ledger.counts(),
            numbers: Default::default(),
            findings,
            allowed: 0,
            lost: Vec::new(),
            proof: Default::default(),
            sha256: String::new(),
        };
    }
    options.layout = Some(layout);
    read_bytes(name, save(&workbook).unwrap(), templates, &options)
}
