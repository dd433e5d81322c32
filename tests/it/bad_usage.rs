//! What people get wrong: each is said before anything is read, and nothing is left half written.

use std::fs;
use std::path::Path;

use crate::cli::{code, errors, folder, prints, yusuan};
use crate::corpus;

/// The files and folders below `folder`.
fn below(folder: &Path) -> Vec<String> {
    let mut all: Vec<String> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| {
            entry
                .unwrap()
                .path()
                .strip_prefix(folder)
                .unwrap()
                .display()
                .to_string()
        })
        .filter(|name| !name.is_empty())
        .collect();
    all.sort();
    all
}

#[test]
fn wrong_usage_exits_with_2_and_leaves_nothing() {
    let (_guard, folder) = folder();
    fs::write(folder.join("taken.html"), "mine").unwrap();
    fs::create_dir(folder.join("there.html")).unwrap();
    let before = below(&folder);
    for (args, said) in [
        (
            &["check", "a.xlsx", "--allow", "total-difers"][..],
            "是否要用 total-differs",
        ),
        (
            &["check", "a.xlsx", "--allow", "no-table"],
            "no-table 不能忽略",
        ),
        (
            &["check", "a.xlsx", "--format", "pdf"],
            "可用的值：text、json、html、sarif",
        ),
        (
            &["check", "a.xlsx", "-o", "r.pdf"],
            "不能写成 .pdf；可以写成 txt、json、html、sarif",
        ),
        (
            &["check", "a.xlsx", "-o", "taken.html"],
            "taken.html 已存在；要覆盖请加 --force",
        ),
        (
            &["check", "a.xlsx", "-o", "there.html"],
            "there.html：这是文件夹",
        ),
        (
            &["check", "a.xlsx", "-o", "there.html", "--force"],
            "there.html：这是文件夹",
        ),
        (
            &[
                "check", "a.xlsx", "-o", "a.xlsx", "--format", "html", "--force",
            ],
            "就是输入文件",
        ),
        (
            &["check", "a.xlsx", "-o", "a.xlsx/r.html"],
            "a.xlsx：路径中有一段不是文件夹",
        ),
        (&["check", "a.xlsx", "--annotate", "a.xlsx"], "a.xlsx"),
        (&["check", "a.xlsx", "--annotate", "."], "a.xlsx 已存在"),
        (
            &["check", "a.xlsx", "--annotate", ".", "--force"],
            "就是输入文件",
        ),
        (
            &[
                "check",
                "a.xlsx",
                "--annotate",
                "m",
                "-o",
                "m/a.xlsx",
                "--format",
                "html",
            ],
            "m/a.xlsx 既是报告又是标注后的工作簿",
        ),
        (&["check", ".", "--annotate", "."], ". 就是要读取的文件夹 ."),
        (&["convert", ".", "-o", "./"], "./ 就是要读取的文件夹 ."),
        (&["convert", "a.xlsx", "-o", "a.xlsx/b.xlsx"], "a.xlsx"),
        (
            &[
                "convert",
                "a.xlsx",
                "--previous",
                "none.json",
                "-o",
                "b.json",
            ],
            "上年的预算不能读取",
        ),
    ] {
        let output = yusuan(&folder, args);
        assert_eq!(code(&output), 2, "{args:?}: {}", errors(&output));
        assert!(
            errors(&output).contains(said),
            "{args:?}: {}",
            errors(&output)
        );
        assert_eq!(prints(&output), "", "{args:?}");
        let _ = fs::remove_dir(folder.join("m"));
        assert_eq!(below(&folder), before, "{args:?}");
    }
    assert_eq!(fs::read(folder.join("taken.html")).unwrap(), b"mine");
}

#[test]
fn a_file_given_twice_is_read_once() {
    let (_guard, folder) = folder();
    for args in [
        &["check", "a.xlsx", "./a.xlsx", "--format", "json"][..],
        &["check", ".", "a.xlsx", "--format", "json"],
    ] {
        let report: serde_json::Value =
            serde_json::from_slice(&yusuan(&folder, args).stdout).unwrap();
        assert_eq!(report["files"].as_array().unwrap().len(), 1, "{args:?}");
    }
}

#[test]
fn a_folder_that_is_not_there_is_made() {
    let (_guard, folder) = folder();
    for args in [
        &["check", "a.xlsx", "-o", "one/two/r.html"][..],
        &["check", "a.xlsx", "--annotate", "three/four"],
        &["convert", "a.xlsx", "-o", "five/b.xlsx"],
    ] {
        let output = yusuan(&folder, args);
        assert_eq!(code(&output), 0, "{args:?}: {}", errors(&output));
    }
    for file in ["one/two/r.html", "three/four/a.xlsx", "five/b.xlsx"] {
        assert!(folder.join(file).is_file(), "{file}");
    }
}

/// Files of the system have no length before they are read: what is read of them counts.
#[cfg(target_os = "linux")]
#[test]
fn a_file_without_length_is_judged_by_what_is_read_of_it() {
    let (_guard, folder) = folder();
    let output = yusuan(&folder, &["check", "/proc/self/status", "a.xlsx"]);
    assert_eq!(code(&output), 1);
    let line = "/proc/self/status: error[no-table]: ";
    let said = prints(&output);
    assert!(said.contains(line), "{said}");
    assert!(errors(&output).contains("a.xlsx"), "the other one is read");
}

#[test]
fn several_files_are_tallied_in_a_table() {
    let (_guard, folder) = folder();
    fs::copy(
        corpus::root().join("examples/qingpu-2023-wrong-total.xlsx"),
        folder.join("错.xlsx"),
    )
    .unwrap();
    let output = yusuan(&folder, &["check", "a.xlsx", "错.xlsx"]);
    assert_eq!(
        errors(&output),
        "错误  警告  提示  读入金额  文件     单位、年度、表样
   0     1     1       190  a.xlsx   上海市青浦区行政服务中心 · 2023 · qingpu-2023-unit
   1     1     1       190  错.xlsx  上海市青浦区行政服务中心 · 2023 · qingpu-2023-unit
共 2 个文件，不能读取 0 个：错误 1，警告 2，提示 2
"
    );
}

#[test]
fn results_within_a_folder_that_is_read_are_no_submissions() {
    let (_guard, folder) = folder();
    fs::create_dir_all(folder.join("new/m")).unwrap();
    for args in [
        ["check", ".", "--annotate", "new/m"],
        ["convert", ".", "-o", "new/m"],
    ] {
        fs::copy(folder.join("a.xlsx"), folder.join("new/m/b.xlsx")).unwrap();
        let said = |args: &[&str]| errors(&yusuan(&folder, args));
        assert!(said(&["check", "."]).contains("b.xlsx"));
        let own = said(&[&args[..], &["--force"]].concat());
        assert!(own.contains("a.xlsx") && !own.contains("b.xlsx"), "{own}");
        fs::remove_dir_all(folder.join("new/m")).unwrap();
        fs::create_dir_all(folder.join("new/m")).unwrap();
    }
}
