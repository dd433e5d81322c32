//! The command from outside: exit codes, streams, files.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::corpus;

/// Runs `yusuan` in `folder` on a system in Chinese.
pub(crate) fn yusuan(folder: &Path, args: &[&str]) -> Output {
    yusuan_in("zh_CN.UTF-8", folder, args)
}

/// Runs `yusuan` in `folder` on a system with this locale.
pub(crate) fn yusuan_in(locale: &str, folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_yusuan"))
        .current_dir(folder)
        .env_remove("LANGUAGE")
        .env_remove("LC_MESSAGES")
        .env_remove("LANG")
        .env("LC_ALL", locale)
        .args(args)
        .output()
        .unwrap()
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

pub(crate) fn errors(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

pub(crate) fn prints(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// A folder with the example as `a.xlsx`.
pub(crate) fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_owned();
    fs::copy(
        corpus::root().join("examples/qingpu-2023.xlsx"),
        path.join("a.xlsx"),
    )
    .unwrap();
    (folder, path)
}

/// The example as JSON, with one amount made wrong.
pub(crate) fn wrong_json(folder: &Path) {
    let output = yusuan(folder, &["convert", "a.xlsx", "--to", "json", "-o", "-"]);
    let mut budget: Value = serde_json::from_slice(&output.stdout).unwrap();
    let table = budget["tables"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .find(|table| table["table"] == "expenditure")
        .unwrap();
    table["lines"][0]["amounts"]["all"]["yuan"] = "1".into();
    fs::write(folder.join("wrong.json"), budget.to_string()).unwrap();
}

#[test]
fn exit_codes_are_0_for_no_error_1_for_bad_input_2_for_wrong_usage() {
    let (_guard, folder) = folder();
    wrong_json(&folder);
    fs::write(folder.join("empty.xlsx"), "").unwrap();
    assert_eq!(code(&yusuan(&folder, &["check", "a.xlsx"])), 0);
    assert_eq!(code(&yusuan(&folder, &["check", "wrong.json"])), 1);
    assert_eq!(code(&yusuan(&folder, &["check", "empty.xlsx"])), 1);
    assert_eq!(code(&yusuan(&folder, &["check", "not-there.xlsx"])), 1);
    assert_eq!(
        code(&yusuan(
            &folder,
            &["convert", "wrong.json", "-o", "wrong.csv"]
        )),
        1
    );
    assert!(
        folder.join("wrong.csv").exists(),
        "an input with errors is written all the same"
    );
    assert_eq!(
        code(&yusuan(
            &folder,
            &["convert", "wrong.json", "--strict", "-o", "strict.csv"]
        )),
        1
    );
    assert!(
        !folder.join("strict.csv").exists(),
        "--strict writes no input with errors"
    );
    for usage in [
        &["check"][..],
        &["check", "a.xlsx", "--no-such-option"],
        &["check", "a.xlsx", "--layout", "no-such-layout"],
        &[
            "convert",
            "a.xlsx",
            "--layout-out",
            "no-such-layout",
            "-o",
            "-",
        ],
        &["convert", "a.xlsx", "wrong.json"],
        &["convert", "a.xlsx", "--to", "pdf", "-o", "-"],
        &["convert", "a.xlsx", "wrong.json", "-o", "-"],
        &["convert", "a.xlsx", "-o", "a.xlsx/below.xlsx"],
        &["no-such-command"],
    ] {
        let output = yusuan(&folder, usage);
        assert_eq!(code(&output), 2, "{usage:?}: {}", errors(&output));
        assert_eq!(output.stdout, b"", "{usage:?}");
        assert!(!output.stderr.is_empty(), "{usage:?}");
    }
}

#[test]
fn standard_output_is_the_result_and_standard_error_the_rest() {
    let (_guard, folder) = folder();
    let json = yusuan(&folder, &["convert", "a.xlsx", "--to", "json", "-o", "-"]);
    let budget: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(budget["schema"], "yusuan-budget/2");
    assert!(
        errors(&json).contains("a.xlsx: qingpu-2023-unit 上海市青浦区行政服务中心 2023："),
        "{}",
        errors(&json)
    );
    let report = yusuan(&folder, &["check", "a.xlsx", "--format", "json"]);
    let report: Value = serde_json::from_slice(&report.stdout).unwrap();
    assert_eq!(report["files"][0]["path"], "a.xlsx");
    let workbook = yusuan(&folder, &["convert", "a.xlsx", "-o", "-"]);
    assert!(
        workbook.stdout.starts_with(b"PK"),
        "a workbook is a zip package"
    );
}

#[test]
fn a_csv_file_begins_with_a_byte_order_mark_and_standard_output_does_not() {
    let (_guard, folder) = folder();
    let printed = yusuan(&folder, &["convert", "a.xlsx", "--to", "csv", "-o", "-"]).stdout;
    assert!(printed.starts_with(b"file,unit_code,unit,year,table,"));
    assert_eq!(
        code(&yusuan(&folder, &["convert", "a.xlsx", "-o", "a.csv"])),
        0
    );
    let written = fs::read(folder.join("a.csv")).unwrap();
    assert_eq!(written.strip_prefix(b"\xef\xbb\xbf").unwrap(), printed);
}

#[test]
fn nothing_is_overwritten_without_force() {
    let (_guard, folder) = folder();
    let before = fs::read(folder.join("a.xlsx")).unwrap();
    fs::write(folder.join("b.json"), "mine").unwrap();
    let output = yusuan(&folder, &["convert", "a.xlsx", "-o", "b.json"]);
    assert_eq!(code(&output), 2);
    assert!(
        errors(&output).contains("b.json 已存在；要覆盖请加 --force"),
        "{}",
        errors(&output)
    );
    assert_eq!(fs::read(folder.join("b.json")).unwrap(), b"mine");
    assert_eq!(
        code(&yusuan(
            &folder,
            &["convert", "a.xlsx", "-o", "b.json", "--force"]
        )),
        0
    );
    assert!(fs::read(folder.join("b.json")).unwrap().starts_with(b"{"));
    let output = yusuan(&folder, &["convert", "a.xlsx", "-o", "a.xlsx", "--force"]);
    assert_eq!(
        code(&output),
        2,
        "a submission is not overwritten by its own result"
    );
    assert_eq!(fs::read(folder.join("a.xlsx")).unwrap(), before);
    let mut left: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    left.sort();
    assert_eq!(left, ["a.xlsx", "b.json"], "no temporary file is left");
}

#[test]
fn json_is_read_like_a_submission() {
    let (_guard, folder) = folder();
    assert_eq!(
        code(&yusuan(&folder, &["convert", "a.xlsx", "-o", "a.json"])),
        0
    );
    let from_json = yusuan(&folder, &["convert", "a.json", "--to", "json", "-o", "-"]);
    assert_eq!(fs::read(folder.join("a.json")).unwrap(), from_json.stdout);
    assert_eq!(
        code(&yusuan(&folder, &["convert", "a.json", "-o", "b.xlsx"])),
        0
    );
    let facts = |file: &str| {
        let printed = prints(&yusuan(
            &folder,
            &["convert", file, "--to", "csv", "-o", "-"],
        ));
        let mut reader = csv::Reader::from_reader(printed.as_bytes());
        let mut rows: Vec<Vec<String>> = reader
            .records()
            .map(|record| {
                record
                    .unwrap()
                    .iter()
                    .skip(1)
                    .take(12)
                    .map(str::to_owned)
                    .collect()
            })
            .collect();
        rows.sort();
        rows
    };
    assert_eq!(facts("a.json"), facts("a.xlsx"));
    assert_eq!(
        facts("b.xlsx")
            .iter()
            .filter(|row| row[11] == "true")
            .collect::<Vec<_>>(),
        facts("a.xlsx")
            .iter()
            .filter(|row| row[11] == "true")
            .collect::<Vec<_>>()
    );
}

/// Files named .xls that are none, each with what is said of it.
fn bad_files(folder: &Path) -> Vec<(&'static str, &'static str)> {
    let write = |name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).unwrap();
    write(
        "corrupt.xls",
        &[b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[7; 4096]].concat(),
    );
    write("empty.xls", b"");
    write(
        "html.xls",
        "<!DOCTYPE html><html><head><title>预算</title></head><body></body></html>".as_bytes(),
    );
    write(
        "picture.xls",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0",
    );
    write("text.xls", "这不是表格。\n只是一段文字。\n".as_bytes());
    let mut container = cfb::create(folder.join("encrypted.xls")).unwrap();
    for stream in ["EncryptionInfo", "EncryptedPackage"] {
        container
            .create_stream(stream)
            .unwrap()
            .write_all(&[0; 256])
            .unwrap();
    }
    container.flush().unwrap();
    vec![
        ("corrupt.xls", "文件已损坏："),
        ("empty.xls", "文件是空的"),
        ("encrypted.xls", "文件有密码保护（已加密）"),
        ("html.xls", "文件其实是网页（HTML），其中没有表格"),
        ("picture.xls", "文件其实是图片，不是电子表格"),
        ("text.xls", "文件其实是纯文本"),
    ]
}

#[test]
fn bad_files_never_stop_a_batch_and_each_has_its_own_message() {
    let (_guard, folder) = folder();
    fs::create_dir(folder.join("in")).unwrap();
    fs::rename(folder.join("a.xlsx"), folder.join("in/a.xlsx")).unwrap();
    let bad = bad_files(&folder.join("in"));
    let output = yusuan(&folder, &["convert", "in", "--to", "json", "-o", "out"]);
    assert_eq!(code(&output), 1);
    let errors = errors(&output);
    for (file, message) in &bad {
        let line = format!("in/{file}: error[unreadable-file]: 【文件不能读取】{message}");
        assert!(errors.contains(&line), "`{line}` is not in\n{errors}");
    }
    let written: Vec<_> = fs::read_dir(folder.join("out"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(written, ["a.json"]);
    assert!(errors.contains("共 7 个文件，不能读取 6 个"), "{errors}");
    let report: Value =
        serde_json::from_slice(&yusuan(&folder, &["check", "in", "--format", "json"]).stdout)
            .unwrap();
    let unreadable = report["files"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|file| file["layout"].is_null())
        .count();
    assert_eq!(unreadable, bad.len());
}

#[test]
fn a_folder_is_read_recursively_and_the_results_keep_its_shape() {
    let (_guard, folder) = folder();
    fs::create_dir_all(folder.join("in/one/two")).unwrap();
    fs::copy(folder.join("a.xlsx"), folder.join("in/one/two/b.xlsx")).unwrap();
    fs::copy(folder.join("a.xlsx"), folder.join("in/c.xlsx")).unwrap();
    fs::write(folder.join("in/~$c.xlsx"), "lock").unwrap();
    fs::write(folder.join("in/readme.txt"), "text").unwrap();
    let output = yusuan(&folder, &["convert", "in", "--to", "json", "-o", "out"]);
    assert_eq!(code(&output), 0, "{}", errors(&output));
    assert!(folder.join("out/one/two/b.json").exists() && folder.join("out/c.json").exists());
}

#[test]
fn codes_are_checked_against_the_list_that_is_named() {
    let (_guard, folder) = folder();
    let list = "科目编码,科目名称\n201,一般公共服务支出\n208,社会保障支出\n";
    fs::write(folder.join("codes.csv"), list).unwrap();
    let said = |args: &[&str]| prints(&yusuan(&folder, &[&["check", "a.xlsx"], args].concat()));
    assert!(!said(&[]).contains("unknown-code"));
    let own = said(&["--codes", "codes.csv"]);
    assert!(own.contains("unknown-code"), "{own}");
    assert!(own.contains("name-differs"), "{own}");
    fs::write(folder.join("codes.csv"), "名称\n某").unwrap();
    let output = yusuan(&folder, &["check", "a.xlsx", "--codes", "codes.csv"]);
    assert_eq!(code(&output), 2);
    assert!(errors(&output).contains("codes.csv"), "{}", errors(&output));
}
