//! `template --roster`: a form for each unit, with last year's budget of a folder where one is the unit's.

use std::fs;
use std::path::Path;

use yusuan::batch::{Options, read_file};
use yusuan::layout::Templates;

use crate::cli::{code, errors, folder, yusuan};

const ROSTER: &str = "单位编码,单位名称,主管部门\n\
    001,上海市青浦区行政服务中心,某局\n002,某区第二中心,某局\n003,某区第三中心,某局\n";

/// A folder with a roster of three units and the budget of the first, which tells it inside.
fn prepared() -> (tempfile::TempDir, std::path::PathBuf) {
    let (guard, path) = folder();
    fs::write(path.join("units.csv"), ROSTER).unwrap();
    fs::create_dir(path.join("last")).unwrap();
    fs::rename(path.join("a.xlsx"), path.join("last/a.xlsx")).unwrap();
    (guard, path)
}

fn make(path: &Path, more: &[&str]) -> std::process::Output {
    let all = [
        "template",
        "--roster",
        "units.csv",
        "--from",
        "last",
        "-o",
        "forms",
        "--layout",
        "qingpu-2023-unit",
        "--year",
        "2024",
    ];
    yusuan(path, &[&all, more].concat())
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
#[ignore = "slow"]
fn each_unit_has_a_form_with_its_own_lines_of_last_year() {
    let (_guard, path) = prepared();
    fs::copy(path.join("last/a.xlsx"), path.join("last/002-x.xlsx")).unwrap();
    fs::write(path.join("last/b.xlsx"), "nothing").unwrap();
    let output = make(&path, &[]);
    assert_eq!(code(&output), 0, "{}", errors(&output));
    let said = errors(&output);
    assert!(
        said.contains("生成了 3 个表单，其中 2 个带上年的科目，未用到的上年预算 1 个"),
        "{said}"
    );
    assert!(said.contains("b.xlsx"), "{said}");
    let made = names(&path.join("forms"));
    let expected = [
        "001-上海市青浦区行政服务中心.xlsx",
        "002-某区第二中心.xlsx",
        "003-某区第三中心.xlsx",
    ];
    assert_eq!(made, expected);
    for (name, has_lines) in made.iter().zip([true, true, false]) {
        let file = path.join("forms").join(name);
        let outcome = read_file(&file, &Templates::embedded(), &Options::default());
        let budget = outcome.budget.unwrap();
        assert_eq!(budget.unit.name, name[4..name.len() - 5]);
        assert_eq!(budget.year, Some(2024));
        let lines = &budget.table("expenditure").unwrap().lines;
        let coded = lines.iter().any(|line| line.key.code().is_some());
        assert_eq!(coded, has_lines, "{name}");
    }
    let again = make(&path, &[]);
    assert_eq!(code(&again), 2);
    assert_eq!(code(&make(&path, &["--force"])), 0);
    assert_eq!(names(&path.join("forms")), expected);
}

#[test]
fn two_budgets_of_one_unit_are_an_error_and_nothing_is_written() {
    for other in ["last/001-y.xlsx", "last/z.xlsx"] {
        let (_guard, path) = prepared();
        fs::copy(path.join("last/a.xlsx"), path.join(other)).unwrap();
        let output = make(&path, &[]);
        assert_eq!(code(&output), 2);
        let said = errors(&output);
        let name = other.trim_start_matches("last/");
        assert!(said.contains("a.xlsx") && said.contains(name), "{said}");
        assert!(!path.join("forms").exists());
    }
}

#[test]
fn a_form_is_an_xlsx_workbook() {
    let (_guard, path) = folder();
    for name in ["x.csv", "x"] {
        let args = ["template", "--layout", "qingpu-2023-unit", "--year", "2024"];
        let output = yusuan(
            &path,
            &[&args[..], &["--unit", "某中心", "-o", name]].concat(),
        );
        assert_eq!(code(&output), 2, "{}", errors(&output));
        assert!(!path.join(name).exists());
    }
}
