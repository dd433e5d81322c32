//! Workbooks that go back with their wrong cells marked.

use std::fs;
use std::path::{Path, PathBuf};

use yusuan::annotate::annotate;
use yusuan::batch::{Options, read_bytes};
use yusuan::finding::{Finding, FindingCode, Severity, Stated};
use yusuan::layout::Templates;
use yusuan::messages::{Language, Messages};
use yusuan::model::Place;
use yusuan::workbook::open::{Limits, open};
use yusuan::workbook::{Address, RESULTS, Workbook};

use crate::{corpus, oracle};

fn chinese() -> Messages {
    Messages::new(Language::Chinese)
}

fn workbook(bytes: &[u8], extension: &str) -> Workbook {
    open(bytes.to_vec(), extension, &Limits::default()).unwrap()
}

/// The findings of a file, and the file with its cells marked.
fn annotated(path: &Path, templates: &Templates) -> (Vec<Finding>, Vec<u8>) {
    let bytes = fs::read(path).unwrap();
    let extension = path.extension().unwrap().to_str().unwrap();
    let name = path.display().to_string();
    let outcome = read_bytes(name, bytes.clone(), templates, &Options::default());
    let workbook = workbook(&bytes, extension);
    let marked = annotate(&bytes, &workbook, &outcome.findings, &chinese()).unwrap();
    (outcome.findings, marked)
}

fn output(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("annotate");
    fs::create_dir_all(&folder).unwrap();
    folder.join(name)
}

fn stated(sheet: &str, cell: &str, text: &str) -> Stated {
    let place = Place {
        sheet: sheet.into(),
        cell: Address::parse(cell).unwrap(),
    };
    Stated::text(Some(place), text)
}

/// Findings of every severity that are not true.
fn made_up(sheet: &str) -> Vec<Finding> {
    let many = (0..40).map(|row| stated(sheet, &format!("B{}", row + 60), "1"));
    let unread = Finding::new(FindingCode::NumberNotRead).arg("count", 40);
    vec![
        Finding::new(FindingCode::NegativeAmount)
            .severity(Severity::Error)
            .arg("yuan", "-1.00")
            .cell(stated(sheet, "B6", "-1"))
            .cell(stated(sheet, "C6", "2"))
            .cell(stated(sheet, "XFD3", "3")),
        Finding::new(FindingCode::NotANumber)
            .arg("text", "约 <5> & “六”")
            .cell(stated(sheet, "B6", "约 <5> & “六”")),
        many.fold(unread, Finding::cell),
        Finding::new(FindingCode::YearMissing),
        Finding::new(FindingCode::TextNumber)
            .arg("table", "表")
            .arg("count", 1)
            .on(sheet),
    ]
}

#[test]
fn checking_a_marked_workbook_gives_the_same_findings() {
    let templates = Templates::embedded();
    for path in corpus::all() {
        let (findings, marked) = annotated(&path, &templates);
        let name = path.file_stem().unwrap().to_str().unwrap();
        let file = output(&format!("{name}.xlsx"));
        fs::write(&file, &marked).unwrap();
        let again = read_bytes(
            path.with_extension("xlsx").display().to_string(),
            marked.clone(),
            &templates,
            &Options::default(),
        );
        let ours = path.extension().unwrap() == "xlsx";
        if ours {
            assert!(again.findings == findings, "{}", path.display());
        }
        let book = workbook(&marked, "xlsx");
        assert_eq!(
            book.sheets
                .iter()
                .filter(|sheet| sheet.is_results())
                .count(),
            1
        );
        let twice = annotate(&marked, &book, &again.findings, &chinese()).unwrap();
        if ours {
            fs::write(output(&format!("{name}-twice.xlsx")), &twice).unwrap();
            assert_eq!(differing(&twice, &marked), [""; 0], "{}", path.display());
        }
    }
}

/// The names of the parts that are in only one of two packages, or are not the same in both.
fn differing(one: &[u8], other: &[u8]) -> Vec<String> {
    let (one, other) = (parts(one), parts(other));
    let names: std::collections::BTreeSet<_> = one.keys().chain(other.keys()).collect();
    let names = names
        .into_iter()
        .filter(|name| one.get(*name) != other.get(*name));
    names.cloned().collect()
}

/// The parts of a package by name.
fn parts(bytes: &[u8]) -> std::collections::BTreeMap<String, String> {
    use std::io::Read as _;
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|index| {
            let mut file = zip.by_index(index).unwrap();
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            let name = String::from_utf8_lossy(file.name_raw()).into_owned();
            (name, String::from_utf8_lossy(&bytes).into_owned())
        })
        .collect()
}

/// What openxml-audit says of a file, but for texts that are not shared: they are allowed.
fn complaints(path: &Path) -> Vec<String> {
    let mut complaints = oracle::audit(path).unwrap_or_default();
    complaints.retain(|line| !line.contains("inline-string"));
    complaints
}

#[test]
fn a_workbook_with_made_up_findings() {
    let path = corpus::root().join("tests/fixtures/submissions/01-standard.xlsx");
    let bytes = fs::read(&path).unwrap();
    let book = workbook(&bytes, "xlsx");
    let sheet = &book.sheets[2].name;
    let marked = annotate(&bytes, &book, &made_up(sheet), &chinese()).unwrap();
    let file = output("made-up.xlsx");
    fs::write(&file, &marked).unwrap();
    let clean = annotate(&marked, &workbook(&marked, "xlsx"), &[], &chinese()).unwrap();
    fs::write(output("clean.xlsx"), &clean).unwrap();
    for name in ["made-up.xlsx", "clean.xlsx"] {
        assert_eq!(complaints(&output(name)), complaints(&path));
    }
    assert_eq!(parts(&clean).len(), parts(&bytes).len() + 1);
    let _ = RESULTS;
}
