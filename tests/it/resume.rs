//! A run that was killed is gone on with by the same command, and the outcome is that of an undisturbed run.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::cli::{code, errors, folder, prints, yusuan};
use crate::corpus;
use crate::files::below;

const FORMS: &[&str] = &[
    "template",
    "--roster",
    "units.csv",
    "--from",
    "in",
    "--layout",
    "qingpu-2023-unit",
    "--year",
    "2024",
    "-o",
];

/// A folder with submissions in `in`, some of them with errors, and a roster.
fn prepared() -> (tempfile::TempDir, std::path::PathBuf) {
    let (guard, path) = folder();
    fs::create_dir(path.join("in")).unwrap();
    let wrong = corpus::root().join("examples/qingpu-2023-wrong-total.xlsx");
    let mut roster = "单位编码,单位名称\n".to_owned();
    for number in 100..120 {
        let from = if number % 3 == 0 {
            &wrong
        } else {
            &path.join("a.xlsx")
        };
        fs::copy(from, path.join(format!("in/{number}-u.xlsx"))).unwrap();
        roster.push_str(&format!("{number},单位{number}\n"));
    }
    fs::write(path.join("units.csv"), roster).unwrap();
    (guard, path)
}

/// The files below a folder with their bytes.
fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let names = below(folder).into_iter();
    names
        .map(|name| (name.clone(), fs::read(folder.join(name)).unwrap()))
        .collect()
}

fn start(path: &Path, args: &[&str]) -> std::process::Child {
    Command::new(env!("CARGO_BIN_EXE_yusuan"))
        .current_dir(path)
        .env("LC_ALL", "zh_CN.UTF-8")
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
#[ignore = "slow"]
fn a_killed_run_is_gone_on_with() {
    let (_guard, path) = prepared();
    let report = |folder: &str| format!("{folder}.html");
    for (number, args) in [
        &["convert", "in", "-o"][..],
        &["convert", "in", "--to", "json", "-o"],
        &["check", "in", "--annotate"],
        FORMS,
    ]
    .into_iter()
    .enumerate()
    {
        let whole = format!("whole{number}");
        let with = |folder: &str| -> Vec<String> {
            let mut all: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
            all.push(folder.to_owned());
            if args[0] == "check" {
                all.extend(["-o".to_owned(), report(folder)]);
            }
            all
        };
        let run = |folder: &str| {
            let args = with(folder);
            yusuan(&path, &args.iter().map(String::as_str).collect::<Vec<_>>())
        };
        let undisturbed = run(&whole);
        for there in [1, 6, 14] {
            let folder = format!("part{number}-{there}");
            let args = with(&folder);
            let mut child = start(&path, &args.iter().map(String::as_str).collect::<Vec<_>>());
            while below(&path.join(&folder)).len() < there && child.try_wait().unwrap().is_none() {
                sleep(Duration::from_millis(1));
            }
            child.kill().unwrap();
            let done = || contents(&path.join(&folder)) == contents(&path.join(&whole));
            if child.wait().unwrap().code().is_some() || done() {
                // It was done before it could be killed, or but for its end.
                continue;
            }
            let again = run(&folder);
            assert_eq!(code(&again), code(&undisturbed), "{}", errors(&again));
            assert_eq!(prints(&again), prints(&undisturbed));
            assert_eq!(errors(&again), errors(&undisturbed));
            assert!(contents(&path.join(&folder)) == contents(&path.join(&whole)));
            if args[0] == "check" {
                let read = |folder: &str| fs::read(path.join(report(folder))).unwrap();
                assert!(read(&folder) == read(&whole));
            }
        }
    }
}

/// Kills a run of `convert` when some results are there.
fn killed(path: &Path) {
    let mut child = start(path, &["convert", "in", "-o", "out"]);
    let begun = Instant::now();
    while below(&path.join("out")).len() < 5 {
        assert!(begun.elapsed() < Duration::from_secs(60));
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
#[ignore = "slow"]
fn only_own_results_of_the_same_input_are_taken_for_done() {
    let (_guard, path) = prepared();
    killed(&path);
    let first = path.join("out/100-u.xlsx");
    assert!(first.exists());
    let before = fs::metadata(&first).unwrap().modified().unwrap();
    // Another way of working does not go on with it.
    let other = yusuan(&path, &["convert", "in", "-o", "out", "--draft"]);
    assert_eq!(code(&other), 2);
    assert!(errors(&other).contains("已存在"), "{}", errors(&other));
    // A result that somebody changed stays, and is said; one of an older input is made anew.
    let mine = path.join("out/101-u.xlsx");
    if !mine.exists() {
        fs::write(&mine, "").unwrap();
    }
    fs::write(&mine, "mine").unwrap();
    let wrong = corpus::root().join("examples/qingpu-2023-wrong-total.xlsx");
    fs::copy(&wrong, path.join("in/100-u.xlsx")).unwrap();
    let again = yusuan(&path, &["convert", "in", "-o", "out"]);
    assert_eq!(code(&again), 2);
    assert!(
        errors(&again).contains("101-u.xlsx 已存在"),
        "{}",
        errors(&again)
    );
    assert_eq!(fs::read(&mine).unwrap(), b"mine");
    assert_ne!(fs::metadata(&first).unwrap().modified().unwrap(), before);
    fs::remove_file(&mine).unwrap();
    assert_eq!(code(&yusuan(&path, &["convert", "in", "-o", "out"])), 1);
    yusuan(&path, &["convert", "in", "-o", "whole"]);
    assert!(contents(&path.join("out")) == contents(&path.join("whole")));
    // Now it is done, and nothing is written over.
    let after = yusuan(&path, &["convert", "in", "-o", "out"]);
    assert_eq!(code(&after), 2);
}

#[test]
#[ignore = "slow"]
fn nothing_temporary_outlives_the_next_run() {
    let (_guard, path) = prepared();
    killed(&path);
    let left = path.join("out/.yusuan-0123456789.tmp");
    fs::write(&left, "half").unwrap();
    yusuan(&path, &["convert", "in", "-o", "out", "--force"]);
    let names = below(&path.join("out"));
    assert!(names.iter().all(|name| !name.starts_with('.')), "{names:?}");
    assert_eq!(names.len(), 20);
}
