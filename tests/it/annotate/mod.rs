//! Workbooks that go back with their wrong cells marked.

mod judge;

use std::fs;
use std::path::{Path, PathBuf};

use yusuan::annotate::annotate;
use yusuan::batch::{Options, read_bytes};
use yusuan::finding::{Finding, FindingCode, Severity, Stated};
use yusuan::layout::Templates;
use yusuan::messages::{Language, Messages};
use yusuan::model::Place;
use yusuan::workbook::open::{Limits, open};
use yusuan::workbook::{Address, Workbook};

use crate::{corpus, oracle};

fn chinese() -> Messages {
    Messages::new(Language::Chinese)
}

fn workbook(bytes: &[u8], extension: &str) -> Workbook {
    open(bytes, extension, &Limits::default()).unwrap()
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
#[ignore = "slow"]
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
        // A new workbook holds the numbers that are seen, without their formats.
        let kept = path.extension().unwrap() == "xlsx";
        let mut expected = findings.clone();
        expected.retain(|finding| kept || finding.code != FindingCode::NumberFormat);
        let same = again.findings == expected;
        assert!(same, "{}: {:#?}", path.display(), again.findings);
        let book = workbook(&marked, "xlsx");
        assert_eq!(
            book.sheets
                .iter()
                .filter(|sheet| sheet.is_results())
                .count(),
            1
        );
        let twice = annotate(&marked, &book, &again.findings, &chinese()).unwrap();
        if path.extension().unwrap() == "xlsx" {
            assert_eq!(differing(&twice, &marked), [""; 0], "{}", path.display());
        } else {
            // The new workbook is now the one that is changed in place.
            let sheets = |bytes: &[u8]| {
                let mut sheets = workbook(bytes, "xlsx").sheets;
                sheets.retain(|sheet| !sheet.is_results());
                sheets
            };
            assert!(sheets(&twice) == sheets(&marked), "{}", path.display());
            let again = workbook(&twice, "xlsx");
            let thrice = annotate(&twice, &again, &expected, &chinese()).unwrap();
            assert_eq!(differing(&thrice, &twice), [""; 0], "{}", path.display());
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
    fs::write(output("made-up.xlsx"), &marked).unwrap();
    let clean = annotate(&marked, &workbook(&marked, "xlsx"), &[], &chinese()).unwrap();
    fs::write(output("clean.xlsx"), &clean).unwrap();
    for name in ["made-up.xlsx", "clean.xlsx"] {
        assert_eq!(complaints(&output(name)), complaints(&path));
    }
    assert_eq!(parts(&clean).len(), parts(&bytes).len() + 1);
    let sheets = |bytes: &[u8]| workbook(bytes, "xlsx").sheets;
    assert_eq!(sheets(&clean)[1..], sheets(&bytes));
    assert_eq!(sheets(&marked)[1..], sheets(&bytes));
}

#[test]
fn nothing_changes_but_the_marks() {
    let path = output("all.xlsx");
    if !judge::make(&path) {
        return;
    }
    let bytes = fs::read(&path).unwrap();
    let book = workbook(&bytes, "xlsx");
    let findings = vec![
        Finding::new(FindingCode::NegativeAmount)
            .severity(Severity::Error)
            .arg("yuan", "-1.00")
            .cell(stated("表一 ", "B2", "22"))
            .cell(stated("表一 ", "C2", "23"))
            .cell(stated("表 二'&<", "A1", "x")),
        Finding::new(FindingCode::NotANumber)
            .severity(Severity::Note)
            .arg("text", "五")
            .cell(stated("表一 ", "C1", "五"))
            .cell(stated("表一 ", "B12", ""))
            .cell(stated("表一 ", "B2", "22")),
    ];
    let marked = annotate(&bytes, &book, &findings, &chinese()).unwrap();
    let file = output("all-marked.xlsx");
    fs::write(&file, &marked).unwrap();
    let differences = judge::differences(&path, &file).unwrap();
    let (fills, others): (Vec<String>, Vec<String>) = differences
        .into_iter()
        .partition(|line| line.contains(" fill "));
    assert_eq!(
        fills,
        [
            "表一  A1 fill B8D6F5",
            "表一  B2 fill FFB3B9",
            "表一  C2 fill FFE2E5",
            "表一  B12 fill E2EEFB",
            "表 二'&< A1 fill FFE2E5",
        ]
    );
    let starts: Vec<String> = others
        .iter()
        .map(|line| {
            line.split_inclusive("[yusuan]")
                .next()
                .unwrap()
                .replace('"', "'")
        })
        .collect();
    assert_eq!(
        starts,
        [
            "new sheets ['校验结果'] active 校验结果",
            "表一  A1 comment '[yusuan]",
            "表一  B2 comment '请核对 <1>\\n[yusuan]",
            "表一  C2 comment '[yusuan]",
            "表一  B12 comment '[yusuan]",
            "表 二'&< A1 comment '[yusuan]",
        ]
    );
    assert_eq!(complaints(&file), complaints(&path));
    let changed = differing(&marked, &bytes);
    assert!(
        changed.iter().all(|name| !name.contains("media")
            && !name.contains("theme")
            && !name.contains("docProps")
            && !name.contains("sharedStrings")),
        "{changed:?}"
    );

    let again = workbook(&marked, "xlsx");
    let twice = annotate(&marked, &again, &findings, &chinese()).unwrap();
    assert_eq!(differing(&twice, &marked), [""; 0]);
    let clean = annotate(&marked, &again, &[], &chinese()).unwrap();
    let file = output("all-clean.xlsx");
    fs::write(&file, &clean).unwrap();
    let left = judge::differences(&path, &file).unwrap();
    assert_eq!(left, ["new sheets ['校验结果'] active 校验结果"]);
    assert_eq!(
        parts(&clean)["xl/worksheets/sheet1.xml"],
        parts(&bytes)["xl/worksheets/sheet1.xml"]
    );
    assert_eq!(
        parts(&clean)["xl/comments/comment1.xml"]
            .matches("</comment>")
            .count(),
        2
    );
}

#[test]
fn marks_are_replaced_after_another_program_has_saved_the_workbook() {
    let path = output("saved.xlsx");
    if !judge::make(&path) {
        return;
    }
    let bytes = fs::read(&path).unwrap();
    let findings = [Finding::new(FindingCode::NotANumber)
        .arg("text", "五")
        .cell(stated("表一 ", "B2", "五"))
        .cell(stated("表一 ", "B4", "五"))
        .cell(stated("表一 ", "B12", "五"))];
    let marked = annotate(&bytes, &workbook(&bytes, "xlsx"), &findings, &chinese()).unwrap();
    let file = output("saved-marked.xlsx");
    fs::write(&file, &marked).unwrap();
    let folder = output("libreoffice");
    fs::create_dir_all(&folder).unwrap();
    let Some(saved) = oracle::convert(&file, "xlsx", &folder) else {
        return;
    };
    assert!(oracle::to_pdf(&file, &folder).is_some());
    let before = judge::differences(&path, &saved).unwrap();
    assert_eq!(
        before
            .iter()
            .filter(|line| line.contains("[yusuan]"))
            .count(),
        3,
        "{before:#?}"
    );
    let bytes = fs::read(&saved).unwrap();
    let clean = annotate(&bytes, &workbook(&bytes, "xlsx"), &[], &chinese()).unwrap();
    let file = output("saved-clean.xlsx");
    fs::write(&file, &clean).unwrap();
    let left = judge::differences(&path, &file).unwrap();
    // LibreOffice itself makes one colour of a gradient.
    let ours = |line: &&String| {
        (line.contains(" fill ") || line.contains(" comment ")) && !line.contains("C2")
    };
    let left: Vec<&String> = left.iter().filter(ours).collect();
    assert_eq!(left, [""; 0]);
}
