//! Folders as they are: what is read, what is not and why, and how the results are named.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::cli::{code, errors, folder, prints, yusuan};
use crate::corpus;

/// A folder `in` with the submission `a.xlsx`.
fn inbox() -> (tempfile::TempDir, std::path::PathBuf) {
    let (guard, path) = folder();
    fs::create_dir(path.join("in")).unwrap();
    fs::rename(path.join("a.xlsx"), path.join("in/a.xlsx")).unwrap();
    (guard, path)
}

/// The paths of the files in a report.
fn read(path: &Path, args: &[&str]) -> Vec<String> {
    let output = yusuan(path, &[args, &["--format", "json"]].concat());
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{args:?}: {}", errors(&output)));
    let files = report["files"].as_array().unwrap().iter();
    files
        .map(|file| file["path"].as_str().unwrap().to_owned())
        .collect()
}

/// The names below a folder, sorted.
pub(crate) fn below(folder: &Path) -> Vec<String> {
    let entries = walkdir::WalkDir::new(folder).into_iter().flatten();
    let mut names: Vec<String> = entries
        .filter(|entry| !entry.file_type().is_dir())
        .map(|entry| {
            let below = entry.path().strip_prefix(folder).unwrap();
            below.display().to_string()
        })
        .collect();
    names.sort();
    names
}

#[test]
fn what_is_not_read_is_said_and_counted_and_what_systems_keep_is_not() {
    let (_guard, path) = inbox();
    for name in [
        "扫描件.pdf",
        "说明.docx",
        "B.PDF",
        "无扩展名",
        "打包.rar",
        "~预算.txt",
    ] {
        fs::write(path.join("in").join(name), "x").unwrap();
    }
    let silent = [
        "~$a.xlsx",
        ".~lock.a.xlsx#",
        "Thumbs.db",
        "desktop.ini",
        ".DS_Store",
        "._a.xlsx",
        "~WRL0001.tmp",
    ];
    for name in silent {
        fs::write(path.join("in").join(name), "x").unwrap();
    }
    for folder in ["__MACOSX", ".git"] {
        fs::create_dir(path.join("in").join(folder)).unwrap();
        fs::write(path.join("in").join(folder).join("b.xlsx"), "x").unwrap();
    }
    let output = yusuan(&path, &["check", "in"]);
    assert_eq!(code(&output), 0);
    let said = errors(&output);
    for line in [
        "in/扫描件.pdf：未读取：.pdf ",
        "in/B.PDF：未读取",
        "in/说明.docx：未读取",
        "in/打包.rar：未读取",
        "in/无扩展名：未读取",
        "in/~预算.txt：未读取",
        "in/.git：未读取：是隐藏的文件夹",
        "另有未读取的 7 个（.docx 1、.pdf 2、.rar 1、.txt 1、其他 1、隐藏文件夹 1）",
    ] {
        assert!(said.contains(line), "`{line}` is not in\n{said}");
    }
    for name in silent.iter().chain(&["__MACOSX"]) {
        assert!(!said.contains(&format!("in/{name}")), "{name}: {said}");
    }
    assert_eq!(read(&path, &["check", "in"]), ["in/a.xlsx"]);
    fs::remove_file(path.join("in/a.xlsx")).unwrap();
    let output = yusuan(&path, &["check", "in"]);
    assert_eq!(code(&output), 2);
    assert!(errors(&output).contains("in/扫描件.pdf：未读取"));
}

#[test]
fn spreadsheets_in_a_zip_archive_are_inputs_of_their_own() {
    let (_guard, path) = inbox();
    let budget = fs::read(path.join("in/a.xlsx")).unwrap();
    let mut zip = zip::ZipWriter::new(fs::File::create(path.join("in/包.zip")).unwrap());
    for (name, bytes) in [
        ("单位/预算.xlsx", &budget[..]),
        ("../up.xlsx", &budget),
        ("说明.docx", b"x"),
        (
            "里面.zip",
            b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
        ),
    ] {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        std::io::Write::write_all(&mut zip, bytes).unwrap();
    }
    zip.finish().unwrap();
    let output = yusuan(&path, &["convert", "in", "-o", "out"]);
    assert_eq!(code(&output), 1);
    let said = errors(&output);
    assert!(
        said.contains("in/包.zip/里面.zip: error[unreadable-file]"),
        "{said}"
    );
    let written = below(&path.join("out"));
    for name in ["a.xlsx", "包/单位/预算.xlsx", "包/up.xlsx"] {
        assert!(written.contains(&name.to_owned()), "{written:?}");
    }
    let output = yusuan(&path, &["check", "in/包.zip"]);
    assert!(!errors(&output).contains("a.xlsx"));
}

#[test]
#[ignore = "slow"]
fn own_results_among_submissions_are_said_and_not_read_until_they_are_changed() {
    let (_guard, path) = inbox();
    let wrong = corpus::root().join("examples/qingpu-2023-wrong-total.xlsx");
    fs::copy(wrong, path.join("in/w.xlsx")).unwrap();
    yusuan(&path, &["check", "in", "--annotate", "in/marked"]);
    yusuan(&path, &["convert", "in", "-o", "in/standard"]);
    yusuan(&path, &["convert", "in", "-o", "in/facts", "--to", "csv"]);
    let output = yusuan(&path, &["check", "in"]);
    let said = errors(&output);
    for line in [
        "in/marked/w.xlsx：未读取：是本程序写出的标注后的工作簿",
        "in/standard/w.xlsx：未读取：是本程序写出的标准工作簿",
        "in/facts/w.csv：未读取：是本程序写出的金额明细表",
        "另有未读取的 6 个",
    ] {
        assert!(said.contains(line), "`{line}` is not in\n{said}");
    }
    let submissions = ["in/a.xlsx", "in/w.xlsx"];
    assert_eq!(read(&path, &["check", "in"]), submissions);
    // Where it is named, or nothing else is there, it is read, and that is said.
    assert_eq!(
        read(&path, &["check", "in/marked/w.xlsx"]),
        ["in/marked/w.xlsx"]
    );
    let alone = yusuan(&path, &["check", "in/standard"]);
    assert!(errors(&alone).contains("in/standard/w.xlsx：已读取"));
    // A unit mends it with a program that saves it anew: it is a submission again.
    let marked = path.join("in/marked/w.xlsx");
    saved(&marked);
    let output = yusuan(&path, &["check", "in"]);
    let said = errors(&output);
    assert!(
        said.contains("in/marked/w.xlsx：作为报送文件读取"),
        "{said}"
    );
    assert_eq!(read(&path, &["check", "in"]).len(), 3);
}

/// Packs a workbook anew, as a program that saves it does.
fn saved(path: &Path) {
    let mut parts = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    let mut bytes = std::io::Cursor::new(Vec::new());
    let mut package = zip::ZipWriter::new(&mut bytes);
    for at in 0..parts.len() {
        package
            .raw_copy_file(parts.by_index_raw(at).unwrap())
            .unwrap();
    }
    package.finish().unwrap();
    fs::write(path, bytes.into_inner()).unwrap();
}

#[test]
fn results_of_one_name_keep_their_folders() {
    let (_guard, path) = inbox();
    for folder in ["one", "two/deep"] {
        fs::create_dir_all(path.join(folder)).unwrap();
        fs::copy(path.join("in/a.xlsx"), path.join(folder).join("a.xlsx")).unwrap();
    }
    let args = ["convert", "one/a.xlsx", "two/deep/a.xlsx", "--to", "json"];
    let output = yusuan(&path, &[&args[..], &["-o", "out"]].concat());
    assert_eq!(code(&output), 0, "{}", errors(&output));
    assert_eq!(below(&path.join("out")), ["deep/a.json", "one/a.json"]);
    let args = ["check", "one", "two/deep", "--annotate", "out2"];
    assert_eq!(code(&yusuan(&path, &args)), 0);
    assert_eq!(below(&path.join("out2")), ["deep/a.xlsx", "one/a.xlsx"]);
}

/// Names that differ in case only, or in how an accent is composed; and some as long as a name may be.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "slow"]
fn no_result_is_lost_to_another_on_any_system() {
    let (_guard, path) = inbox();
    let long = "预".repeat(83);
    for name in [
        "A.xlsx".to_owned(),
        "a.xls".to_owned(),
        "caf\u{e9}.xlsx".to_owned(),
        "cafe\u{301}.xlsx".to_owned(),
        format!("{long}a.xls"),
        format!("{long}b.xls"),
    ] {
        fs::copy(path.join("in/a.xlsx"), path.join("in").join(name)).unwrap();
    }
    for args in [
        &["convert", "in", "-o", "out"][..],
        &["check", "in", "--annotate", "out2"],
    ] {
        let output = yusuan(&path, args);
        assert_eq!(code(&output), 0, "{args:?}: {}", errors(&output));
        let names = below(&path.join(args.last().unwrap()));
        assert_eq!(names.len(), 7, "{names:?}");
        use unicode_normalization::UnicodeNormalization as _;
        let alike = names.iter().map(|name| name.to_lowercase().nfc().collect());
        let alike: std::collections::BTreeSet<String> = alike.collect();
        assert_eq!(alike.len(), 7, "{names:?}");
    }
    let output = yusuan(&path, &["convert", &format!("in/{long}a.xls")]);
    assert_eq!(code(&output), 0, "{}", errors(&output));
}

#[test]
#[ignore = "slow"]
fn findings_are_out_in_the_order_of_the_files() {
    let (_guard, path) = inbox();
    let wrong = corpus::root().join("examples/qingpu-2023-wrong-total.xlsx");
    for number in 10..40 {
        fs::copy(&wrong, path.join(format!("in/{number}.xlsx"))).unwrap();
    }
    let text = prints(&yusuan(&path, &["check", "in"]));
    let lines = text.lines().filter(|line| line.starts_with("in/"));
    let files: Vec<&str> = lines.filter_map(|line| line.split(": ").next()).collect();
    assert!(files.is_sorted() && files.len() > 30, "{text}");
}
