//! `convert --pdf`: the program that prints is there, missing, or prints nothing.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::cli::{code, errors, folder, yusuan};

/// Runs `yusuan` with LibreOffice named by its variable.
fn with_printer(folder: &Path, printer: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_yusuan"))
        .current_dir(folder)
        .env("LC_ALL", "zh_CN.UTF-8")
        .env("SOFFICE", printer)
        .args(args)
        .output()
        .unwrap()
}

#[test]
fn without_libreoffice_nothing_is_written() {
    let (_keep, folder) = folder();
    let args = ["convert", "a.xlsx", "--pdf", "-o", "b.xlsx"];
    let output = with_printer(&folder, &folder.join("none"), &args);
    assert_eq!(code(&output), 2);
    assert!(errors(&output).contains("SOFFICE"), "{}", errors(&output));
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    for args in [
        ["convert", "a.xlsx", "--pdf", "-o", "-"],
        ["convert", "a.xlsx", "--pdf", "-o", "b.json"],
        ["convert", "a.xlsx", "--pdf", "-o", "b.pdf"],
    ] {
        assert_eq!(code(&yusuan(&folder, &args)), 2, "{args:?}");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
    }
}

#[cfg(unix)]
#[test]
fn a_printer_that_prints_nothing_is_reported() {
    use std::os::unix::fs::PermissionsExt as _;
    let (_keep, folder) = folder();
    let printer = folder.join("printer");
    fs::write(&printer, "#!/bin/sh\nexit 0\n").unwrap();
    fs::set_permissions(&printer, fs::Permissions::from_mode(0o755)).unwrap();
    let args = ["convert", "a.xlsx", "--pdf", "-o", "b.xlsx"];
    let output = with_printer(&folder, &printer, &args);
    assert_eq!(code(&output), 2);
    assert!(
        errors(&output).contains("没有打印出 PDF"),
        "{}",
        errors(&output)
    );
    assert!(folder.join("b.xlsx").is_file());
    assert!(!folder.join("b.pdf").exists());
}

#[test]
#[ignore = "slow"]
fn a_pdf_goes_beside_each_workbook() {
    let (_keep, folder) = folder();
    if Command::new("soffice").arg("--version").output().is_err() {
        return;
    }
    fs::create_dir(folder.join("in")).unwrap();
    for name in ["一.xlsx", "b c.xlsx"] {
        fs::copy(folder.join("a.xlsx"), folder.join("in").join(name)).unwrap();
    }
    let args = ["convert", "in", "--pdf", "-o", "out"];
    let output = yusuan(&folder, &args);
    assert_eq!(code(&output), 0, "{}", errors(&output));
    for name in ["一.pdf", "b c.pdf"] {
        let bytes = fs::read(folder.join("out").join(name)).unwrap();
        assert!(bytes.starts_with(b"%PDF-"));
    }
    // One that is there already is not overwritten, nor is anything else written then.
    fs::remove_file(folder.join("out/b c.xlsx")).unwrap();
    fs::remove_file(folder.join("out/一.xlsx")).unwrap();
    assert_eq!(code(&yusuan(&folder, &args)), 2);
    assert_eq!(fs::read_dir(folder.join("out")).unwrap().count(), 2);
}
