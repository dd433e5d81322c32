//! A batch against its roster: `review`, `merge` and `compare` on a district, and on variants that it does not have.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;
use yusuan::batch::{Options, read_file};
use yusuan::desk::{Cells, ChangeState, Sums, changes, differences, revised, year};
use yusuan::layout::Templates;
use yusuan::model::Budget;
use yusuan::write::workbook_bytes;

use crate::cli::{code, errors, prints, yusuan};
use crate::corpus::root;

pub(crate) fn district() -> PathBuf {
    root().join("tests/desk")
}

pub(crate) fn copied(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target).unwrap();
        } else {
            fs::copy(entry.path(), &target).unwrap();
        }
    }
}

pub(crate) fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

pub(crate) fn lines(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// All files below a folder with their bytes.
pub(crate) fn all(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let below = entry.path().strip_prefix(folder).unwrap();
            (below.display().to_string(), fs::read(entry.path()).unwrap())
        })
        .collect()
}

pub(crate) fn of<'v>(list: &'v Value, code: &str) -> &'v Value {
    let found = list
        .as_array()
        .unwrap()
        .iter()
        .find(|own| own["code"] == code);
    found.unwrap_or_else(|| panic!("no {code}"))
}

pub(crate) fn role<'v>(review: &'v Value, path: &str) -> &'v Value {
    let files = review["files"].as_array().unwrap();
    let found = files.iter().find(|own| own["path"] == path);
    &found.unwrap_or_else(|| panic!("no {path} in {files:#?}"))["role"]
}

#[test]
#[ignore = "slow"]
fn a_district_is_reviewed() {
    let guard = tempfile::tempdir().unwrap();
    let folder = guard.path();
    copied(&district(), folder);
    let before = all(&folder.join("inbox"));
    let run = || yusuan(folder, &["review", ".", "--date", "2026-01-15"]);
    let output = run();
    assert_eq!(code(&output), 1, "{}", errors(&output));
    assert!(errors(&output).contains("应报 17 已报 11 未报 2 读不出 2 报错年度 1 报错单位 1"));
    let out = folder.join("审核");
    let review = json(&out.join("review.json"));
    for (unit, status, verdict) in [
        ("021", "received", Some("return")),
        ("021001", "received", Some("pass")),
        ("021002", "received", Some("pass-explained")),
        ("021004", "received", Some("pass-explained")),
        ("022", "unreadable", None),
        ("022001", "received", Some("explain")),
        ("022002", "received", Some("return")),
        ("022003", "missing", None),
        ("022004", "other-unit", None),
        ("023", "received", Some("pass")),
        ("023002", "other-year", None),
        ("023003", "unreadable", None),
    ] {
        let own = of(&review["units"], unit);
        assert_eq!(own["status"], status, "{unit}");
        assert_eq!(own["verdict"].as_str(), verdict, "{unit}");
    }
    for (path, expected) in [
        ("Thumbs.db", "ignored"),
        ("建管/022部门预算（盖章）.pdf", "attachment"),
        ("报送1月13日.zip", "archive"),
        (
            "报送1月13日.zip!/民政/023001-云溪区民政局本级.xls",
            "counted",
        ),
        ("文旅/021005-云溪区文化市场管理所-修改.xlsx", "superseded"),
        ("文旅/补报/021003-云溪区文化馆(1).et", "duplicate"),
        ("民政/029001-云溪区体育中心.xlsx", "not-in-roster"),
        ("民政/新建 XLSX 工作表.xlsx", "no-table"),
    ] {
        assert_eq!(role(&review, path), expected, "{path}");
    }
    let head = of(&review["departments"], "021");
    assert_eq!(head["eliminated"], "500000.00");
    assert_eq!(head["differences"].as_array().unwrap().len(), 7);
    assert_eq!(
        of(&review["departments"], "023")["missing"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
    assert_eq!(review["last_year_only"][0], "023009");
    assert_eq!(review["new_units"][0], "021005");
    let sums = lines(&out.join("sums.jsonl"));
    let spent = |department: &str| {
        let all = ["source", "function", "economic", "kind"];
        let found = sums.iter().find(|own| {
            own["department"] == department
                && own["table"] == "expenditure"
                && all.iter().all(|dim| own[*dim] == "")
        });
        found.unwrap()["amount"].clone()
    };
    assert_eq!(spent("021"), "66173785.94");
    assert_eq!(spent("*"), "141646307.10");
    // What a unit gets: its letter, its own workbook marked, and a list to fill in.
    let letter = out.join("待说明/022001-云溪区建设和管理委员会");
    for name in [
        "审核意见.docx",
        "审核意见.html",
        "审核说明.xlsx",
        "022001-云溪区建设和管理委员会.xlsx",
    ] {
        assert!(letter.join(name).is_file(), "{name}");
    }
    for name in [
        "总览.xlsx",
        "index.html",
        "letters.csv",
        "汇总/021-云溪区文化和旅游局.xlsx",
    ] {
        assert!(out.join(name).is_file(), "{name}");
    }
    let page = fs::read_to_string(out.join("index.html")).unwrap();
    assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("src="));
    // The same again: the same bytes, and nothing that came is changed.
    let first = all(&out);
    assert_eq!(code(&run()), 1);
    assert!(first == all(&out), "the second run writes other bytes");
    assert!(before == all(&folder.join("inbox")));
}

#[test]
#[ignore = "slow"]
fn the_sums_of_the_overview_are_live_and_right() {
    let guard = tempfile::tempdir().unwrap();
    let out = guard.path().join("out");
    let task = district().display().to_string();
    let target = out.display().to_string();
    yusuan(
        guard.path(),
        &[
            "review",
            &task,
            "-o",
            &target,
            "--no-letters",
            "--date",
            "2026-01-15",
        ],
    );
    let bytes = fs::read(out.join("总览.xlsx")).unwrap();
    let kept = yusuan::workbook::open::open(&bytes, "xlsx", &Default::default()).unwrap();
    let mut again = kept.clone();
    yusuan::workbook::recalculate(&mut again, |_, _| true);
    let mut formulas = 0;
    for (sheet, own) in kept.sheets.iter().zip(&again.sheets) {
        for (cell, own) in sheet.cells.iter().zip(&own.cells) {
            if let Some(formula) = &cell.formula {
                formulas += 1;
                assert!(!formula.contains("SUMIF") && !formula.contains("SUBTOTAL"));
                assert_eq!(cell.value, own.value, "{} {formula}", sheet.name);
            }
        }
    }
    assert!(formulas > 1000, "{formulas}");
    assert!(!out.join("letters.csv").exists());
}

/// A paper of the district as the budget of another unit.
pub(crate) fn paper(unit: (&str, &str), year: u16, change: impl Fn(&mut Budget)) -> Vec<u8> {
    let templates = Templates::embedded();
    let path = district().join("last-year/021002-云溪区图书馆.xlsx");
    let outcome = read_file(&path, &templates, &Options::default());
    let mut budget = outcome.budget.unwrap();
    budget.year = Some(year);
    budget.document.cover.clear();
    budget.document.sections.clear();
    (budget.unit.code, budget.unit.name) = (unit.0.to_owned(), unit.1.to_owned());
    change(&mut budget);
    workbook_bytes(&templates, &budget, None).unwrap()
}

/// The budget with all its amounts doubled.
pub(crate) fn doubled(budget: &mut Budget) {
    for table in &mut budget.tables {
        for line in &mut table.lines {
            for amount in line.amounts.values_mut() {
                amount.yuan += amount.yuan;
            }
        }
    }
}

/// A task with this roster and these files in its inbox.
pub(crate) fn task(roster: &str, files: &[(&str, Vec<u8>)]) -> tempfile::TempDir {
    let guard = tempfile::tempdir().unwrap();
    fs::write(guard.path().join("名册.csv"), roster).unwrap();
    for (path, bytes) in files {
        let path = guard.path().join("收件").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    guard
}

pub(crate) fn reviewed(guard: &tempfile::TempDir) -> Value {
    let output = yusuan(guard.path(), &["review", ".", "--date", "2026-01-15"]);
    assert!(code(&output) < 2, "{}", errors(&output));
    json(&guard.path().join("审核/review.json"))
}

/// The findings of the review.
pub(crate) fn findings(guard: &tempfile::TempDir) -> Vec<Value> {
    lines(&guard.path().join("审核/findings.jsonl"))
}

/// A unit of the roster.
pub(crate) const CENTER: (&str, &str) = ("101002", "甲区甲中心");

/// Its paper.
pub(crate) fn center() -> Vec<u8> {
    paper(CENTER, 2026, |_| ())
}

pub(crate) fn zipped(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub(crate) const ROSTER: &str = "单位编码,单位名称,主管部门,层级,采用文件\n101,甲区甲局,,部门,\n101001,甲区甲局,甲区甲局,本级,\n101002,甲区甲中心,甲区甲局,单位,\n";

#[test]
fn a_later_but_unfinished_file_does_not_count() {
    let center = ("101002", "甲区甲中心");
    let guard = task(
        ROSTER,
        &[
            ("101002-甲区甲中心.xlsx", paper(center, 2026, |_| ())),
            ("101002-甲区甲中心-草稿.xlsx", paper(center, 2026, doubled)),
            (
                "z/甲区甲中心 第二稿.xlsx",
                paper(center, 2026, |budget| {
                    doubled(budget);
                    doubled(budget);
                }),
            ),
        ],
    );
    let review = reviewed(&guard);
    assert_eq!(
        of(&review["units"], "101002")["counted"],
        "z/甲区甲中心 第二稿.xlsx"
    );
    assert_eq!(role(&review, "101002-甲区甲中心-草稿.xlsx"), "superseded");
    // The reviewer decides otherwise.
    let decided = ROSTER.replace("甲区甲局,单位,", "甲区甲局,单位,101002-甲区甲中心.xlsx");
    fs::write(guard.path().join("名册.csv"), decided).unwrap();
    let review = reviewed(&guard);
    assert_eq!(
        of(&review["units"], "101002")["counted"],
        "101002-甲区甲中心.xlsx"
    );
}

#[test]
fn archives_in_folders_and_in_archives_are_read() {
    let inner = zipped(&[("甲中心.xlsx", paper(("101002", "甲区甲中心"), 2026, |_| ()))]);
    let outer = zipped(&[("里面/内.zip", inner), ("__MACOSX/._内.zip", vec![0])]);
    let guard = task(
        ROSTER,
        &[("邮件/报送.zip", outer), ("坏.rar", b"Rar!".to_vec())],
    );
    let review = reviewed(&guard);
    let counted = "邮件/报送.zip!/里面/内.zip!/甲中心.xlsx";
    assert_eq!(of(&review["units"], "101002")["counted"], counted);
    assert_eq!(role(&review, "邮件/报送.zip!/__MACOSX/._内.zip"), "ignored");
    let findings = lines(&guard.path().join("审核/findings.jsonl"));
    assert!(
        findings
            .iter()
            .any(|own| own["code"] == "archive-not-read" && own["file"] == "坏.rar")
    );
}

#[test]
fn units_of_one_name_are_not_guessed() {
    let roster = "单位编码,单位名称,主管部门\n101,甲区甲局,\n101003,机关服务中心,甲区甲局\n102,甲区乙局,\n102003,机关服务中心,甲区乙局\n";
    let service = || paper(("", "机关服务中心"), 2026, |_| ());
    let guard = task(roster, &[("机关服务中心.xlsx", service())]);
    let review = reviewed(&guard);
    assert_eq!(role(&review, "机关服务中心.xlsx"), "unclear");
    assert_eq!(of(&review["units"], "101003")["status"], "missing");
    // The folder tells what the content leaves open.
    let guard = task(roster, &[("乙局/机关服务中心.xlsx", service())]);
    let review = reviewed(&guard);
    assert_eq!(of(&review["units"], "102003")["status"], "received");
    // Code and name of two units.
    let two = paper(("101003", "甲区乙局"), 2026, |_| ());
    let guard = task(roster, &[("a.xlsx", two)]);
    assert_eq!(role(&reviewed(&guard), "a.xlsx"), "unclear");
}

#[test]
fn what_cannot_be_read_is_the_lines_all_the_same() {
    let guard = task(
        ROSTER,
        &[
            ("101002-甲区甲中心.xlsx", b"PK\x03\x04 broken".to_vec()),
            ("101001-甲区甲局本级.pdf", b"%PDF-1.7".to_vec()),
        ],
    );
    let review = reviewed(&guard);
    assert_eq!(of(&review["units"], "101002")["status"], "unreadable");
    assert_eq!(of(&review["units"], "101001")["status"], "unreadable");
    assert_eq!(of(&review["units"], "101")["status"], "missing");
    // A broken file beside a good one is no fault of the good one.
    let good = paper(("101002", "甲区甲中心"), 2026, |_| ());
    fs::write(guard.path().join("收件/甲中心.xlsx"), good).unwrap();
    let review = reviewed(&guard);
    let own = of(&review["units"], "101002");
    assert_eq!(
        (&own["status"], &own["errors"]),
        (&"received".into(), &0.into())
    );
    assert_ne!(own["verdict"], "return");
}

#[test]
fn a_department_without_own_paper_is_summed_and_duplicates_change_nothing() {
    let (own, center) = (("101001", "甲区甲局"), ("101002", "甲区甲中心"));
    let first = paper(center, 2026, |_| ());
    let guard = task(
        ROSTER,
        &[
            ("a.xlsx", paper(own, 2026, |_| ())),
            ("b.xlsx", first.clone()),
        ],
    );
    let review = reviewed(&guard);
    assert_eq!(of(&review["departments"], "101")["own"], Value::Null);
    let sums = fs::read(guard.path().join("审核/sums.jsonl")).unwrap();
    assert!(!sums.is_empty());
    fs::write(guard.path().join("收件/b(1).xlsx"), first).unwrap();
    reviewed(&guard);
    assert_eq!(
        sums,
        fs::read(guard.path().join("审核/sums.jsonl")).unwrap()
    );
}

#[test]
fn a_roster_that_cannot_be_used_exits_with_2() {
    for (roster, said) in [
        ("编码,单位\n101,甲\n101,乙\n", "第 3 行"),
        ("编码,单位,主管部门\n101,甲,\n101001,乙,丙局\n", "丙局"),
        ("甲,乙\n", "没有找到表头"),
    ] {
        let guard = task(roster, &[("a.txt", Vec::new())]);
        let output = yusuan(guard.path(), &["review", "."]);
        assert_eq!(code(&output), 2, "{roster}");
        assert!(errors(&output).contains(said), "{}", errors(&output));
        assert!(!guard.path().join("审核").exists());
    }
}

#[test]
fn results_that_somebody_changed_are_kept() {
    let guard = task(
        ROSTER,
        &[("a.xlsx", paper(("101002", "甲区甲中心"), 2026, |_| ()))],
    );
    reviewed(&guard);
    let page = guard.path().join("审核/index.html");
    fs::write(&page, "mine").unwrap();
    fs::write(guard.path().join("收件/b.txt"), "x").unwrap();
    let output = yusuan(guard.path(), &["review", "."]);
    assert!(errors(&output).contains("有人改过"), "{}", errors(&output));
    assert_eq!(fs::read_to_string(&page).unwrap(), "mine");
    // A folder of others is no place for results.
    let other = guard.path().join("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("mine.txt"), "x").unwrap();
    let output = yusuan(guard.path(), &["review", ".", "-o", "other"]);
    assert_eq!(code(&output), 2);
}

#[test]
#[ignore = "slow"]
fn explanations_come_back_through_the_inbox() {
    let guard = tempfile::tempdir().unwrap();
    let folder = guard.path();
    copied(&district(), folder);
    yusuan(folder, &["review", ".", "--date", "2026-01-15"]);
    let list = folder.join("审核/待说明/022001-云溪区建设和管理委员会/审核说明.xlsx");
    let bytes = fs::read(list).unwrap();
    let mut book = yusuan::workbook::open::open(&bytes, "xlsx", &Default::default()).unwrap();
    book.format = None;
    book.names.clear();
    let sheet = &mut book.sheets[0];
    let rows: Vec<u32> = sheet
        .rows()
        .map(|(row, _)| row)
        .filter(|row| *row > 1)
        .collect();
    for row in rows {
        sheet.cells.retain(|own| (own.row, own.col) != (row, 5));
        sheet.cells.push(yusuan::workbook::Cell {
            row,
            col: 5,
            value: yusuan::workbook::Value::Text("理由".to_owned()),
            ..Default::default()
        });
    }
    sheet.cells.sort_by_key(|own| (own.row, own.col));
    let bytes = yusuan::workbook::save::save(&book).unwrap();
    fs::write(folder.join("inbox/022001 说明.xlsx"), bytes).unwrap();
    yusuan(folder, &["review", ".", "--date", "2026-01-15"]);
    let review = json(&folder.join("审核/review.json"));
    assert_eq!(role(&review, "022001 说明.xlsx"), "explanations");
    assert!(folder.join("审核/审核说明-待审.xlsx").is_file());
    assert_eq!(of(&review["units"], "022001")["verdict"], "explain");
}

fn cells(name: &str) -> (Templates, Cells, Budget) {
    let templates = Templates::embedded();
    let outcome = read_file(&district().join(name), &templates, &Options::default());
    let budget = outcome.budget.unwrap();
    let cells = Cells::of(&templates.model, &budget);
    (templates, cells, budget)
}

#[test]
fn sums_keep_their_laws() {
    let (templates, one, budget) = cells("last-year/021001-云溪区文化和旅游局.xlsx");
    let (_, two, _) = cells("last-year/022001-云溪区建设和管理委员会.xlsx");
    let model = &templates.model;
    // The sum of one is itself.
    let alone = Sums::of(model, [&one]);
    assert!(differences(model, &one, &alone).is_empty());
    for (row, printed) in &one.printed {
        assert_eq!(alone.0[row].yuan, printed.yuan);
    }
    // The order does not matter, nor whether they are added at once.
    let both = Sums::of(model, [&one, &two]);
    assert_eq!(both, Sums::of(model, [&two, &one]));
    for (row, sum) in &both.0 {
        let apart = one.at(model, row).unwrap_or_default() + two.at(model, row).unwrap_or_default();
        assert_eq!(sum.yuan, apart, "{row:?}");
    }
    // Nothing changes against itself.
    let own = year(&templates, Some(&budget));
    assert!(
        changes(model, &[(&own, &own)])
            .iter()
            .all(|own| own.state == ChangeState::Same)
    );
    assert!(revised(model, &one, &one).is_empty());
}

#[test]
fn budgets_are_merged_without_a_roster() {
    let guard = tempfile::tempdir().unwrap();
    let folder = guard.path();
    copied(&district().join("last-year"), &folder.join("units"));
    for entry in fs::read_dir(folder.join("units")).unwrap() {
        let path = entry.unwrap().path();
        if !path
            .file_name()
            .unwrap()
            .to_string_lossy()
            .starts_with("021")
        {
            fs::remove_file(path).unwrap();
        }
    }
    let output = yusuan(folder, &["merge", "units", "-o", "sum.xlsx"]);
    let said = errors(&output);
    assert!(
        said.contains("部门自报") && said.contains("汇总 4 个单位"),
        "{said}"
    );
    let templates = Templates::embedded();
    let read = |path: PathBuf| {
        let outcome = read_file(&path, &templates, &Options::default());
        Cells::of(&templates.model, &outcome.budget.unwrap())
    };
    let units = [
        "021001-云溪区文化和旅游局.xlsx",
        "021002-云溪区图书馆.xlsx",
        "021003-云溪区文化馆.xls",
        "021004-云溪区革命历史纪念馆.xlsx",
    ];
    let units: Vec<Cells> = units
        .iter()
        .map(|name| read(folder.join("units").join(name)))
        .collect();
    let sums = Sums::of(&templates.model, &units);
    let merged = read(folder.join("sum.xlsx"));
    assert!(differences(&templates.model, &merged, &sums).is_empty());
    assert_eq!(
        code(&yusuan(folder, &["merge", "units", "-o", "sum.xlsx"])),
        2
    );
    assert_eq!(
        code(&yusuan(folder, &["merge", "units", "-o", "sum.pdf"])),
        2
    );
}

#[test]
#[ignore = "slow"]
fn budgets_are_compared_without_a_roster() {
    let guard = tempfile::tempdir().unwrap();
    let folder = guard.path();
    copied(&district(), folder);
    let same = yusuan(
        folder,
        &[
            "compare",
            "last-year/021002-云溪区图书馆.xlsx",
            "last-year/021002-云溪区图书馆.xlsx",
        ],
    );
    assert_eq!((code(&same), prints(&same)), (0, String::new()));
    let output = yusuan(
        folder,
        &[
            "compare",
            "last-year",
            "inbox/文旅",
            "--map",
            "codes-map.xlsx",
            "-o",
            "c.json",
        ],
    );
    assert_eq!(code(&output), 1, "some are in one folder only");
    let compared = json(&folder.join("c.json"));
    let unit = of(&compared["units"], "021001");
    let moved = unit["changes"].as_array().unwrap().iter().find(|own| {
        own["table"] == "expenditure" && own["function"] == "2070114" && own["kind"] == ""
    });
    let moved = moved.unwrap();
    assert_eq!(
        (&moved["previous"], &moved["percent"]),
        (&"364728.00".into(), &"6.93".into())
    );
    for name in ["c.xlsx", "c.html", "c.txt"] {
        let output = yusuan(
            folder,
            &[
                "compare",
                "last-year/021002-云溪区图书馆.xlsx",
                "inbox/文旅/图书馆预算v2.xlsx",
                "-o",
                name,
            ],
        );
        assert_eq!(code(&output), 0, "{}", errors(&output));
        assert!(folder.join(name).is_file());
    }
}

/// A paper of the district as that of a layout which departments and units share.
pub(crate) fn shared(unit: (&str, &str), change: impl Fn(&mut Budget)) -> Vec<u8> {
    let templates = Templates::embedded();
    let path = root().join("tests/regions/m1-full.xlsx");
    let mut budget = read_file(&path, &templates, &Options::default())
        .budget
        .unwrap();
    budget.year = Some(2026);
    (budget.unit.code, budget.unit.name) = (unit.0.to_owned(), unit.1.to_owned());
    change(&mut budget);
    workbook_bytes(&templates, &budget, None).unwrap()
}

#[test]
fn one_layout_may_serve_departments_and_their_offices() {
    let guard = task(
        ROSTER,
        &[
            ("甲局部门预算.xlsx", shared(("101", "甲区甲局"), doubled)),
            ("甲局.xlsx", shared(("101001", "甲区甲局（本级）"), |_| ())),
            ("甲中心.xlsx", shared(("101002", "甲区甲中心"), |_| ())),
        ],
    );
    let review = reviewed(&guard);
    for (unit, path) in [
        ("101", "甲局部门预算.xlsx"),
        ("101001", "甲局.xlsx"),
        ("101002", "甲中心.xlsx"),
    ] {
        assert_eq!(of(&review["units"], unit)["counted"], path);
    }
    let head = of(&review["departments"], "101");
    assert_eq!(
        (&head["complete"], &head["differences"]),
        (&true.into(), &Value::Array(Vec::new()))
    );
    // The same without a roster: the own paper is compared and not added.
    let output = yusuan(guard.path(), &["merge", "收件", "-o", "sum.json"]);
    let said = errors(&output);
    assert!(
        said.contains("汇总 2 个单位") && said.contains("一致"),
        "{said}"
    );
}

#[test]
fn an_office_is_told_by_its_code_alone() {
    let own = |name| shared(("101001", name), |_| ());
    let guard = task(ROSTER, &[("a.xlsx", own("甲区甲局"))]);
    assert_eq!(
        of(&reviewed(&guard)["units"], "101001")["counted"],
        "a.xlsx"
    );
    // The office fills in its department's paper.
    let guard = task(ROSTER, &[("2026年部门预算.xlsx", own("甲区甲局"))]);
    let review = reviewed(&guard);
    assert_eq!(
        of(&review["units"], "101")["counted"],
        "2026年部门预算.xlsx"
    );
}

#[test]
fn names_of_files_may_name_others_too() {
    let roster = format!("{ROSTER}102,甲区财政管理局,,部门,\n");
    let center = || paper(("101002", "甲区甲中心"), 2026, |_| ());
    for name in ["101甲局所属甲中心.xlsx", "报财政管理局：甲中心预算.xlsx"] {
        let guard = task(&roster, &[(name, center())]);
        assert_eq!(role(&reviewed(&guard), name), "counted");
    }
    for name in ["101001甲中心.xlsx", "财政管理局.xlsx"] {
        let guard = task(&roster, &[(name, center())]);
        assert_eq!(role(&reviewed(&guard), name), "other-unit");
    }
}

#[test]
#[ignore = "slow"]
fn a_folder_may_be_called_like_an_archive() {
    let guard = tempfile::tempdir().unwrap();
    copied(&district(), guard.path());
    let inbox = guard.path().join("inbox");
    fs::rename(inbox.join("建管"), inbox.join("建管!")).unwrap();
    yusuan(guard.path(), &["review", ".", "--date", "2026-01-15"]);
    let letter = guard
        .path()
        .join("审核/退回/022002-云溪区市政设施养护管理所");
    assert!(
        letter
            .join("022002-云溪区市政设施养护管理所.xlsx")
            .is_file()
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() {
    let guard = task(
        ROSTER,
        &[("a.xlsx", paper(("101002", "甲区甲中心"), 2026, |_| ()))],
    );
    let pipe = guard.path().join("收件/b.xlsx");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    assert_eq!(role(&reviewed(&guard), "b.xlsx"), "attachment");
}

#[test]
fn large_changes_are_seen_where_a_layout_keeps_years_apart() {
    let unit = ("101002", "甲区甲中心");
    let guard = task(ROSTER, &[("a.xlsx", shared(unit, doubled))]);
    let last = guard.path().join("上年");
    fs::create_dir(&last).unwrap();
    let old = shared(unit, |budget| budget.year = Some(2025));
    fs::write(last.join("a.xlsx"), old).unwrap();
    reviewed(&guard);
    let findings = lines(&guard.path().join("审核/findings.jsonl"));
    let large = findings.iter().filter(|own| own["code"] == "change-large");
    let large: Vec<&Value> = large.map(|own| &own["function"]).collect();
    assert!(large.contains(&&"2010301".into()), "{large:?}");
    let mut once = large.clone();
    once.dedup();
    assert_eq!(once, large, "each once");
}

#[test]
#[ignore = "slow"]
fn an_elimination_without_amount_is_told() {
    let guard = tempfile::tempdir().unwrap();
    copied(&district(), guard.path());
    fs::remove_file(guard.path().join("eliminations.xlsx")).unwrap();
    let list = "收款单位编码,收入来源,科目编码,支出类别,金额(元),付款单位编码,付款科目编码\n021002,其他收入,2070104,项目支出,50万元,021001,2070199\n合计,,,,50万元,,\n";
    fs::write(guard.path().join("抵销.csv"), list).unwrap();
    yusuan(guard.path(), &["review", ".", "--date", "2026-01-15"]);
    let findings = lines(&guard.path().join("审核/findings.jsonl"));
    let mut told = findings
        .iter()
        .filter(|own| own["code"] == "elimination-not-found");
    assert!(
        told.next().unwrap()["message"]
            .as_str()
            .unwrap()
            .contains("第 2 行：金额")
    );
    assert!(told.next().is_none());
}
