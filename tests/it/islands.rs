//! A file is an island: what goes wrong in yusuan itself over one file is a finding of that file, and the others are handled
//! as if it were not there. No file makes yusuan fail, so whoever listens to the stages does.

use std::path::PathBuf;
use std::process::Command;

use yusuan::batch::{
    Listener, Options, Outcome, Stage, explain_file, read_budget, read_file, read_files, shielded,
};
use yusuan::finding::{FindingCode, Severity, render};
use yusuan::layout::Templates;
use yusuan::messages::{Language, Messages};

use crate::corpus::root;

/// One who panics when a file whose name holds `name` comes to `stage`.
pub(crate) fn failing(name: &str, stage: Stage) -> Listener {
    let name = name.to_owned();
    Listener::new(move |file, own| {
        assert!(own != stage || !file.contains(&name), "at src/somewhere.rs");
    })
}

fn options(name: &str, stage: Stage) -> Options {
    Options {
        listener: failing(name, stage),
        ..Options::default()
    }
}

fn codes(outcome: &Outcome) -> Vec<FindingCode> {
    outcome.findings.iter().map(|own| own.code).collect()
}

/// Three copies of the example: `good.xlsx`, `bad.xlsx`, `last.xlsx`.
fn three() -> (tempfile::TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().unwrap();
    let paths = ["good.xlsx", "bad.xlsx", "last.xlsx"].map(|name| folder.path().join(name));
    for path in &paths {
        std::fs::copy(root().join("examples/qingpu-2023.xlsx"), path).unwrap();
    }
    (folder, paths.to_vec())
}

#[test]
#[ignore = "slow"]
fn a_panic_over_one_file_leaves_the_others_as_they_are() {
    let (_folder, paths) = three();
    let templates = Templates::embedded();
    let alone = read_file(&paths[0], &templates, &Options::default());
    for stage in [Stage::Opening, Stage::Reading, Stage::Checking] {
        let options = options("bad", stage);
        let all = read_files(&paths, &templates, &options, |_, outcome, _| outcome);
        let [good, bad, last] = &all[..] else {
            panic!("three files give three outcomes")
        };
        assert_eq!(good.findings, alone.findings, "{stage:?}");
        assert_eq!(last.findings, alone.findings, "{stage:?}");
        assert!(
            codes(bad).contains(&FindingCode::InternalError),
            "{stage:?}"
        );
        assert!(bad.count(Severity::Error) > 0, "{stage:?}");
        // What was read before it failed is kept.
        assert_eq!(bad.budget.is_some(), stage == Stage::Checking, "{stage:?}");
    }
}

#[test]
fn what_reading_found_is_said_where_checking_fails() {
    let folder = tempfile::tempdir().unwrap();
    let csv = "2024年预算单位财务收支预算总表\n单位：元\n本年收入,,本年支出\n项目,预算数,项目\n";
    let path = folder.path().join("a.csv");
    std::fs::write(&path, csv).unwrap();
    let templates = Templates::embedded();
    let without = read_file(&path, &templates, &Options::default());
    let with = read_file(&path, &templates, &options("a.csv", Stage::Checking));
    let mut codes = codes(&with);
    codes.retain(|code| *code != FindingCode::InternalError);
    assert!(!codes.is_empty());
    assert!(
        codes
            .iter()
            .all(|code| self::codes(&without).contains(code))
    );
}

#[test]
fn last_years_budget_and_an_explanation_fail_alone() {
    let (_folder, paths) = three();
    let templates = Templates::embedded();
    let said = read_budget(&paths[1], &templates, &options("bad", Stage::Reading));
    assert_eq!(said.unwrap_err().code, FindingCode::InternalError);
    for stage in [Stage::Reading, Stage::Checking, Stage::Explaining] {
        let said = explain_file(&paths[1], &templates, &options("bad", stage));
        match said {
            // A cell is explained even where its checks fail.
            Ok(_) => assert_eq!(stage, Stage::Checking),
            Err(finding) => assert_eq!(finding.variant, Some(stage.name())),
        }
    }
}

#[test]
fn every_stage_has_its_words_which_tell_nothing_of_the_source() {
    for language in Language::ALL {
        let messages = Messages::new(language);
        let mut all = Vec::new();
        for stage in Stage::ALL {
            let finding = shielded(stage, || panic!("at src/somewhere.rs: {stage:?}")).unwrap_err();
            let text = render("a.xlsx", &finding, &messages);
            assert!(
                text.starts_with("a.xlsx: error[internal-error]: "),
                "{text}"
            );
            assert!(!text.contains("src/") && !text.contains("panic"), "{text}");
            assert!(!all.contains(&text), "{text}");
            all.push(text);
        }
    }
}

/// The name of the variable that makes a test the child of another.
const CHILD: &str = "YUSUAN_TEST_CHILD";

/// The hook is one of the process, so it is tried in a process of its own.
#[test]
fn nothing_is_printed_of_a_panic_but_its_finding() {
    if std::env::var_os(CHILD).is_some() {
        yusuan::cli::silence_panics();
        let path = root().join("examples/qingpu-2023.xlsx");
        let templates = Templates::embedded();
        let outcome = read_file(&path, &templates, &options("", Stage::Reading));
        assert_eq!(codes(&outcome), [FindingCode::InternalError]);
        return;
    }
    let name = "islands::nothing_is_printed_of_a_panic_but_its_finding";
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture"])
        .env(CHILD, "1")
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&child.stderr);
    assert!(child.status.success(), "{printed}");
    assert_eq!(printed, "");
    assert!(String::from_utf8_lossy(&child.stdout).contains("1 passed"));
}
