//! Rights, links and signals.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::cli::{code, errors, folder, prints, yusuan};
use crate::files::below;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// Runs `yusuan` with this mask.
fn masked(mask: &str, folder: &Path, args: &[&str]) -> std::process::Output {
    Command::new("sh")
        .current_dir(folder)
        .env("LC_ALL", "zh_CN.UTF-8")
        .args(["-c", &format!("umask {mask}; exec \"$0\" \"$@\"")])
        .arg(env!("CARGO_BIN_EXE_yusuan"))
        .args(args)
        .output()
        .unwrap()
}

#[test]
#[ignore = "slow"]
fn results_are_as_private_as_the_mask_says() {
    for (mask, of_file, of_folder) in [
        ("022", 0o644, 0o755),
        ("077", 0o600, 0o700),
        ("007", 0o660, 0o770),
        ("000", 0o666, 0o777),
    ] {
        let (_guard, path) = folder();
        fs::write(path.join("units.csv"), "单位编码,单位名称\n1,甲\n").unwrap();
        let layout = ["--layout", "qingpu-2023-unit", "--year", "2024"];
        let roster = ["template", "--roster", "units.csv", "-o", "forms"];
        let runs: [(Vec<&str>, &str); 6] = [
            (vec!["convert", "a.xlsx", "-o", "c/b.xlsx"], "c/b.xlsx"),
            (vec!["check", "a.xlsx", "--annotate", "m"], "m/a.xlsx"),
            (vec!["check", "a.xlsx", "-o", "r/r.html"], "r/r.html"),
            ([&roster[..], &layout].concat(), "forms/1-甲.xlsx"),
            (vec!["publish", "a.xlsx", "-o", "p/p.html"], "p/p.html"),
            (vec!["man", "-o", "man"], "man/yusuan.1"),
        ];
        for (args, made) in runs {
            let output = masked(mask, &path, &args);
            assert_eq!(code(&output), 0, "{args:?}: {}", errors(&output));
            let made = path.join(made);
            assert_eq!(mode(&made), of_file, "{mask} {args:?}");
            assert_eq!(mode(made.parent().unwrap()), of_folder, "{mask} {args:?}");
        }
    }
}

#[test]
fn a_file_that_is_written_over_keeps_its_rights() {
    let (_guard, path) = folder();
    for own in [0o600, 0o640, 0o444, 0o664] {
        fs::write(path.join("b.json"), "old").unwrap();
        fs::set_permissions(path.join("b.json"), fs::Permissions::from_mode(own)).unwrap();
        let args = ["convert", "a.xlsx", "-o", "b.json", "--force"];
        assert_eq!(code(&masked("022", &path, &args)), 0);
        assert_eq!(mode(&path.join("b.json")), own);
        assert!(fs::read(path.join("b.json")).unwrap().starts_with(b"{"));
        fs::remove_file(path.join("b.json")).unwrap();
    }
}

#[test]
#[ignore = "slow"]
fn nothing_that_was_read_is_written_over_by_any_path() {
    let (_guard, path) = folder();
    let at = |name: &str| path.join(name);
    yusuan(&path, &["convert", "a.xlsx", "-o", "last.json"]);
    fs::write(at("codes.csv"), "科目编码,科目名称\n201,一般公共服务支出\n").unwrap();
    fs::write(at("units.csv"), "单位编码,单位名称\n1,甲\n").unwrap();
    fs::create_dir(at("layouts")).unwrap();
    let layout = "templates/layouts/qingpu-2023-unit.toml";
    let layout = fs::read_to_string(crate::corpus::root().join(layout)).unwrap();
    let layout = layout.replacen("qingpu-2023-unit", "own", 1);
    fs::write(at("layouts/own.toml"), layout).unwrap();
    let read = [
        "a.xlsx",
        "last.json",
        "codes.csv",
        "units.csv",
        "layouts/own.toml",
    ];
    for (number, name) in read.iter().enumerate() {
        let before = fs::read(at(name)).unwrap();
        let (link, hard) = (format!("link{number}"), format!("hard{number}"));
        symlink(at(name), at(&link)).unwrap();
        fs::hard_link(at(name), at(&hard)).unwrap();
        let base = [
            "convert",
            "a.xlsx",
            "--previous",
            "last.json",
            "--codes",
            "codes.csv",
        ];
        let base = [&base[..], &["--templates", "layouts", "--to", "json"]].concat();
        let check = [
            "check",
            "a.xlsx",
            "--previous",
            "last.json",
            "--codes",
            "codes.csv",
        ];
        let check = [&check[..], &["--templates", "layouts", "--format", "html"]].concat();
        let form = [
            "template",
            "--roster",
            "units.csv",
            "--codes",
            "codes.csv",
            "--layout",
            "own",
        ];
        let form = [
            &form[..],
            &["--from", ".", "--templates", "layouts", "--year", "2024"],
        ]
        .concat();
        fs::create_dir_all(at("forms")).unwrap();
        let _ = fs::remove_file(at("forms/1-甲.xlsx"));
        fs::hard_link(at(name), at("forms/1-甲.xlsx")).unwrap();
        for out in [*name, &link, &hard, &format!("./layouts/../{name}")] {
            for args in [&base, &check] {
                if *name == "units.csv" {
                    continue;
                }
                let output = yusuan(&path, &[&args[..], &["-o", out, "--force"]].concat());
                let said = errors(&output);
                assert_eq!(code(&output), 2, "{args:?} {out}: {said}");
                assert!(said.contains("就是输入文件"), "{args:?} {out}: {said}");
                assert_eq!(fs::read(at(name)).unwrap(), before);
            }
        }
        let output = yusuan(&path, &[&form[..], &["-o", "forms", "--force"]].concat());
        assert_eq!(code(&output), 2, "{name}: {}", errors(&output));
        assert!(errors(&output).contains("就是输入文件"), "{name}");
        assert_eq!(fs::read(at(name)).unwrap(), before);
        assert!(fs::symlink_metadata(at(&link)).unwrap().is_symlink());
    }
}

#[test]
fn a_stream_is_written_to_and_not_replaced() {
    let (_guard, path) = folder();
    let args = ["convert", "a.xlsx", "--to", "json", "-o", "/dev/stdout"];
    let output = yusuan(&path, &args);
    assert_eq!(code(&output), 0, "{}", errors(&output));
    assert!(prints(&output).starts_with('{'));
}

#[test]
fn a_link_and_its_target_count_once_and_links_to_folders_are_said() {
    let (_guard, path) = folder();
    fs::create_dir_all(path.join("in/sub")).unwrap();
    fs::rename(path.join("a.xlsx"), path.join("in/b.xlsx")).unwrap();
    fs::copy(path.join("in/b.xlsx"), path.join("outside.xlsx")).unwrap();
    symlink("b.xlsx", path.join("in/a.xlsx")).unwrap();
    symlink("../../outside.xlsx", path.join("in/sub/x.xlsx")).unwrap();
    symlink("../../outside.xlsx", path.join("in/sub/y.xlsx")).unwrap();
    symlink("..", path.join("in/sub/up")).unwrap();
    symlink("loop.xlsx", path.join("in/loop.xlsx")).unwrap();
    symlink("nowhere.xlsx", path.join("in/broken.xlsx")).unwrap();
    let output = yusuan(&path, &["check", "in"]);
    assert_eq!(code(&output), 1);
    let (said, text) = (errors(&output), prints(&output));
    for line in [
        "in/a.xlsx：只计一次：是指向 ",
        "in/sub/y.xlsx：只计一次：是指向 in/sub/x.xlsx 的链接",
        "in/sub/up：没有跟随：是指向文件夹的链接",
        "共 4 个文件，不能读取 2 个",
        "另有未读取的 3 个（链接 3）",
    ] {
        assert!(said.contains(line), "`{line}` is not in\n{said}");
    }
    for file in ["loop", "broken"] {
        let line = format!("in/{file}.xlsx: error[unreadable-file]");
        assert!(text.contains(&line), "`{line}` is not in\n{text}");
    }
}

#[test]
fn a_folder_that_cannot_be_listed_is_said_and_the_rest_goes_on() {
    let (_guard, path) = folder();
    fs::create_dir_all(path.join("in/locked")).unwrap();
    fs::rename(path.join("a.xlsx"), path.join("in/z.xlsx")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(path.join("in/locked"), fs::Permissions::from_mode(0o000)).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_yusuan"));
    command
        .current_dir(&path)
        .args(["check", "in", "--lang", "zh"]);
    if rustix::process::geteuid().is_root() {
        // Rights do not bind root, so it is somebody else who reads.
        command.uid(65_534).gid(65_534);
    }
    let Ok(output) = command.output() else {
        eprintln!("not checked: nobody but root can run the program here");
        return;
    };
    fs::set_permissions(path.join("in/locked"), fs::Permissions::from_mode(0o700)).unwrap();
    let text = prints(&output);
    assert_eq!(code(&output), 1, "{}", errors(&output));
    assert!(text.contains("in/locked: error[unreadable-file]"), "{text}");
    assert!(errors(&output).contains("in/z.xlsx"));
}

/// Waits until something is so; fails after a while.
fn until(what: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(60), "never: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn signal(child: &Child, signal: Signal) {
    let pid = Pid::from_raw(i32::try_from(child.id()).unwrap()).unwrap();
    kill_process(pid, signal).unwrap();
}

/// A folder with many submissions in `in`.
pub(crate) fn many(count: usize) -> (tempfile::TempDir, PathBuf) {
    let (guard, path) = folder();
    fs::create_dir(path.join("in")).unwrap();
    for number in 0..count {
        let name = path.join(format!("in/{number:03}.xlsx"));
        fs::copy(path.join("a.xlsx"), name).unwrap();
    }
    (guard, path)
}

/// Whether a signal is ignored here, as below `nohup`, and then by programs that are started from here too.
fn is_ignored(signal: Signal) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|own| own.strip_prefix("SigIgn:"));
    let ignored = ignored.map_or(0, |own| u64::from_str_radix(own.trim(), 16).unwrap());
    ignored >> (signal.as_raw() - 1) & 1 == 1
}

#[test]
fn a_signal_ends_the_run_and_leaves_nothing_temporary() {
    for (sent, exit) in [(Signal::INT, 130), (Signal::TERM, 143), (Signal::HUP, 129)] {
        if is_ignored(sent) {
            continue;
        }
        let (_guard, path) = many(150);
        let mut child = Command::new(env!("CARGO_BIN_EXE_yusuan"))
            .current_dir(&path)
            .args(["convert", "in", "-o", "out"])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        until("a first result", || path.join("out/000.xlsx").exists());
        signal(&child, sent);
        assert_eq!(child.wait().unwrap().code(), Some(exit));
        let left = below(&path.join("out"));
        assert!(left.iter().all(|name| !name.ends_with(".tmp")), "{left:?}");
        assert!(left.len() < 150);
    }
}

#[test]
fn a_signal_ends_the_printer_and_removes_its_folder() {
    let (_guard, path) = folder();
    let printer = path.join("printer");
    // It starts another program, as LibreOffice does, and writes its profile.
    let script = "#!/bin/sh\nsleep 300 &\necho $! > other.new; mv other.new other\n\
        p=${1#-env:UserInstallation=file://}; mkdir -p $p; while :; do echo x > $p/$RANDOM; sleep 0.01; done\n";
    fs::write(&printer, script).unwrap();
    fs::set_permissions(&printer, fs::Permissions::from_mode(0o755)).unwrap();
    fs::create_dir(path.join("tmp")).unwrap();
    let left = path.join("tmp/yusuan-0123456789.tmp");
    fs::create_dir(&left).unwrap();
    fs::write(left.join("lock"), "").unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_yusuan"))
        .current_dir(&path)
        .env("SOFFICE", &printer)
        .env("TMPDIR", path.join("tmp"))
        .args(["convert", "a.xlsx", "-o", "b.xlsx", "--pdf"])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    until("the printer", || path.join("other").exists());
    assert!(!left.exists(), "what a run that was killed left is removed");
    let own = fs::read_dir(path.join("tmp")).unwrap().next().unwrap();
    assert_eq!(mode(&own.unwrap().path()), 0o700);
    signal(&child, Signal::TERM);
    assert_eq!(child.wait().unwrap().code(), Some(143));
    assert_eq!(fs::read_dir(path.join("tmp")).unwrap().count(), 0);
    let other = fs::read_to_string(path.join("other")).unwrap();
    let other = Pid::from_raw(other.trim().parse().unwrap()).unwrap();
    until("the end of what the printer started", || {
        let stat = fs::read_to_string(format!("/proc/{}/stat", other.as_raw_nonzero()));
        stat.map_or(true, |stat| stat.contains(") Z "))
            || rustix::process::test_kill_process(other).is_err()
    });
}

#[test]
#[ignore = "slow"]
fn a_run_that_ignores_the_end_of_its_terminal_goes_on() {
    let (_guard, path) = many(60);
    let mut child = Command::new("sh")
        .current_dir(&path)
        .args(["-c", "trap '' HUP; exec \"$0\" convert in -o out"])
        .arg(env!("CARGO_BIN_EXE_yusuan"))
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    until("a first result", || path.join("out/000.xlsx").exists());
    signal(&child, Signal::HUP);
    if cfg!(target_os = "linux") {
        assert_eq!(child.wait().unwrap().code(), Some(0));
    } else {
        let _ = child.wait();
        eprintln!("not checked: only Linux tells which signals are ignored");
    }
}

#[test]
#[ignore = "slow"]
fn two_runs_at_once_leave_each_other_alone() {
    let (_guard, path) = many(60);
    let other = path.join("in2");
    fs::create_dir(&other).unwrap();
    for number in 0..60 {
        let name = other.join(format!("b{number}.xlsx"));
        fs::copy(path.join("a.xlsx"), name).unwrap();
    }
    let run = |from: &str| {
        Command::new(env!("CARGO_BIN_EXE_yusuan"))
            .current_dir(&path)
            .args(["convert", from, "-o", "out"])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    };
    for child in [run("in"), run("in2")] {
        let output = child.wait_with_output().unwrap();
        assert_eq!(code(&output), 0, "{}", errors(&output));
    }
    let names = below(&path.join("out"));
    assert_eq!(names.len(), 120, "{names:?}");
}
