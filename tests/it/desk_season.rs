//! A season of reviews: options, a second run, runs at once, runs that are killed, and the closed period.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use yusuan::workbook::Value as CellValue;

use crate::cli::{code, errors, yusuan};
use crate::desk::{ROSTER, all, copied, district, doubled, json, lines, of, paper, reviewed, task};

fn results(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = all(&folder.join("审核"));
    all.retain(|path, _| !path.starts_with('.'));
    all
}

fn sum(folder: &Path, department: &str, table: &str) -> Option<String> {
    let all = ["source", "function", "economic", "kind"];
    let sums = lines(&folder.join("审核/sums.jsonl"));
    let found = sums.iter().find(|own| {
        own["department"] == department
            && own["table"] == table
            && all.iter().all(|dim| own[*dim] == "")
    });
    found.map(|own| own["amount"].as_str().unwrap().to_owned())
}

fn run(folder: &Path, more: &[&str]) -> std::process::Output {
    let args = [&["review", ".", "--date", "2026-01-15"], more].concat();
    yusuan(folder, &args)
}

#[test]
#[ignore = "slow"]
fn some_departments_are_reviewed_alone() {
    let guard = tempfile::tempdir().unwrap();
    copied(&district(), guard.path());
    run(guard.path(), &[]);
    let whole = json(&guard.path().join("审核/review.json"));
    let sum_before = sum(guard.path(), "022", "expenditure");
    let output = run(guard.path(), &["--only", "022", "-o", "mine"]);
    assert_eq!(code(&output), 1, "{}", errors(&output));
    let review = json(&guard.path().join("mine/review.json"));
    let units: Vec<&str> = review["units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|own| own["code"].as_str().unwrap())
        .collect();
    assert!(units.iter().all(|own| own.starts_with("022")), "{units:?}");
    for unit in units {
        for what in ["status", "verdict", "counted", "errors", "warnings"] {
            let own = of(&review["units"], unit);
            assert_eq!(own[what], of(&whole["units"], unit)[what], "{unit} {what}");
        }
    }
    let sums = lines(&guard.path().join("mine/sums.jsonl"));
    let spent = sums.iter().find(|own| {
        own["department"] == "022"
            && own["table"] == "expenditure"
            && own["function"] == ""
            && own["kind"] == ""
            && own["source"] == ""
    });
    assert_eq!(
        spent.unwrap()["amount"].as_str().map(str::to_owned),
        sum_before
    );
    let output = run(guard.path(), &["--only", "077", "-o", "other"]);
    assert_eq!(code(&output), 2);
    assert!(errors(&output).contains("077"), "{}", errors(&output));
}

#[test]
fn today_is_the_day_where_the_machine_stands() {
    let guard = task(ROSTER, &[("附件.txt", Vec::new())]);
    let dated = |zone: &str| {
        let run = Command::new(env!("CARGO_BIN_EXE_yusuan"))
            .args(["review", "."])
            .current_dir(guard.path())
            .env("TZ", zone)
            .output();
        run.unwrap();
        json(&guard.path().join("审核/review.json"))["date"].clone()
    };
    // Between the two lie 26 hours.
    assert_ne!(dated("EAST-14"), dated("WEST12"));
}

#[test]
fn last_year_stands_for_who_is_missing() {
    let guard = task(
        ROSTER,
        &[("a.xlsx", paper(("101001", "甲区甲局"), 2026, |_| ()))],
    );
    let last = guard.path().join("上年");
    fs::create_dir(&last).unwrap();
    fs::write(
        last.join("b.xlsx"),
        paper(("101002", "甲区甲中心"), 2025, |_| ()),
    )
    .unwrap();
    run(guard.path(), &[]);
    let alone = sum(guard.path(), "101", "expenditure").unwrap();
    run(guard.path(), &["--fill-missing", "last-year"]);
    let both = sum(guard.path(), "101", "expenditure").unwrap();
    let number = |text: &str| text.parse::<rust_decimal::Decimal>().unwrap();
    assert_eq!(number(&both), number(&alone) + number(&alone));
    let review = json(&guard.path().join("审核/review.json"));
    let head = of(&review["departments"], "101");
    assert_eq!(head["filled"][0], "101002");
    assert_eq!(head["missing"][0], "101002");
    assert_eq!(head["complete"], false);
    // It is said where it stands.
    let bytes = fs::read(guard.path().join("审核/总览.xlsx")).unwrap();
    let book = yusuan::workbook::open::open(&bytes, "xlsx", &Default::default()).unwrap();
    let cells = book.sheets.iter().flat_map(|sheet| &sheet.cells);
    let said = |cell: &yusuan::workbook::Cell| matches!(&cell.value, CellValue::Text(text) if text.contains("（上年数）"));
    assert!(cells.clone().any(said));
}

#[test]
fn letters_have_the_head_of_their_office() {
    let guard = task(
        ROSTER,
        &[("a.xlsx", paper(("101002", "甲区甲中心"), 2026, |_| ()))],
    );
    let head = "office = \"甲区财政局\"\nnumber = \"甲财预〔{year}〕{code}号\"\ncontact = \"李某\"\nphone = \"12345\"\n";
    fs::write(guard.path().join("信头.toml"), head).unwrap();
    for (due, told) in [
        ("2026-01-15", "请于 2026-01-15 前报送"),
        ("2026-01-14", "报送截止日期（2026-01-14）已过"),
    ] {
        run(guard.path(), &["--due", due]);
        let letters: Vec<String> = results(guard.path())
            .into_iter()
            .filter(|(path, _)| path.starts_with("催报/101001") && path.ends_with("html"))
            .map(|(_, bytes)| String::from_utf8(bytes).unwrap())
            .collect();
        for wanted in ["甲区财政局", "甲财预〔2026〕101001号", "李某 12345", told] {
            assert!(letters[0].contains(wanted), "{wanted}: {}", letters[0]);
        }
        assert_eq!(letters[0].contains("已过"), due < "2026-01-15");
    }
    fs::write(guard.path().join("信头.toml"), "offfice = \"甲\"\n").unwrap();
    let output = run(guard.path(), &[]);
    assert_eq!(code(&output), 2);
    assert!(errors(&output).contains("信头.toml"), "{}", errors(&output));
}

#[test]
#[ignore = "slow"]
fn what_the_review_says_is_taken_as_gravely_as_is_asked_for() {
    let unit = ("101002", "甲区甲中心");
    let guard = task(ROSTER, &[("a.xlsx", paper(unit, 2026, doubled))]);
    let last = guard.path().join("上年");
    fs::create_dir(&last).unwrap();
    fs::write(last.join("a.xlsx"), paper(unit, 2025, |_| ())).unwrap();
    let severity = |more: &[&str]| {
        run(guard.path(), more);
        let all = lines(&guard.path().join("审核/findings.jsonl"));
        let found = all.into_iter().find(|own| own["code"] == "change-large");
        found.map(|own| own["severity"].as_str().unwrap().to_owned())
    };
    assert_eq!(severity(&[]).as_deref(), Some("warning"));
    assert_eq!(
        severity(&["--deny", "change-large"]).as_deref(),
        Some("error")
    );
    assert_eq!(severity(&["--allow", "change-large"]), None);
    // Warn first, block later: as a layout of the task says.
    let own = yusuan::layout::Templates::embedded();
    let layout = own.layouts.iter().find(|own| {
        own.shipped && {
            let review = json(&guard.path().join("审核/review.json"));
            review["files"][0]["layout"]["id"] == own.id.as_str()
        }
    });
    let layout = layout.unwrap();
    for (year, expected) in [(2026, "error"), (2027, "warning")] {
        let folder = guard.path().join("表样");
        fs::create_dir_all(&folder).unwrap();
        let text = layout.text.replacen(
            "\n[[table]]",
            &format!("\n[checks]\ndeny_from = {{ change-large = {year} }}\n\n[[table]]"),
            1,
        );
        assert!(!layout.text.contains("[checks]"));
        fs::write(folder.join(&layout.file), text).unwrap();
        assert_eq!(severity(&[]).as_deref(), Some(expected), "{year}");
    }
}

#[test]
#[ignore = "slow"]
fn a_closed_period_can_be_had_again() {
    let guard = tempfile::tempdir().unwrap();
    copied(&district(), guard.path());
    let output = run(guard.path(), &["--seal"]);
    assert_eq!(code(&output), 1);
    let sealed = guard.path().join("审核/封账-2026-01-15.json");
    let record = json(&sealed);
    assert!(record["outputs"]["总览.xlsx"].as_str().unwrap().len() == 64);
    let path = sealed.display().to_string();
    let before = all(guard.path());
    let verify = || yusuan(guard.path(), &["review", ".", "--verify", &path]);
    let output = verify();
    assert_eq!(code(&output), 0, "{}", errors(&output));
    assert!(before == all(guard.path()), "nothing is written");
    // A result, a file that came, and the roster.
    fs::write(guard.path().join("审核/index.html"), "x").unwrap();
    let inbox = guard.path().join("inbox/文旅/图书馆预算v2.xlsx");
    fs::write(
        &inbox,
        fs::read(guard.path().join("inbox/文旅/图书馆预算v1.xlsx")).unwrap(),
    )
    .unwrap();
    let output = verify();
    assert_eq!(code(&output), 1);
    let said = errors(&output);
    for wanted in ["index.html", "文旅/图书馆预算v2.xlsx", "sums.jsonl"] {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    // A closed period is not closed again with something else.
    assert_eq!(code(&run(guard.path(), &["--seal"])), 2);
    assert_eq!(
        fs::read(&sealed).unwrap(),
        before["审核/封账-2026-01-15.json"]
    );
}

#[test]
fn a_closed_period_is_verified_with_its_options_where_it_lies() {
    let center = ("101002", "甲区甲中心");
    let guard = task(ROSTER, &[("a.xlsx", paper(center, 2026, |_| ()))]);
    let options = ["--only", "101", "--due", "2026-01-10", "-o", "别处"];
    run(guard.path(), &[&options[..], &["--seal"]].concat());
    let args = ["review", ".", "--verify", "别处/封账-2026-01-15.json"];
    let output = yusuan(guard.path(), &args);
    assert_eq!(code(&output), 0, "{}", errors(&output));
    fs::write(guard.path().join("别处/index.html"), "x").unwrap();
    assert_eq!(code(&yusuan(guard.path(), &args)), 1);
}

#[test]
fn what_changed_since_the_last_run_is_said() {
    let center = ("101002", "甲区甲中心");
    let wrong = |budget: &mut yusuan::model::Budget| {
        let lines = &mut budget.tables[0].lines;
        let last = lines
            .iter_mut()
            .flat_map(|line| line.amounts.values_mut())
            .last();
        last.unwrap().yuan += rust_decimal::Decimal::TEN;
    };
    let guard = task(ROSTER, &[("a.xlsx", paper(center, 2026, wrong))]);
    reviewed(&guard);
    fs::write(
        guard.path().join("收件/a修改.xlsx"),
        paper(center, 2026, doubled),
    )
    .unwrap();
    let output = run(guard.path(), &[]);
    assert!(
        errors(&output).contains("新收 1；问题已改"),
        "{}",
        errors(&output)
    );
    let since = &json(&guard.path().join("审核/review.json"))["since"];
    assert_eq!(since["files"][0], "a修改.xlsx");
    assert_eq!(since["units"][0]["verdict"][0], "return");
    assert!(!since["findings"]["gone"].as_array().unwrap().is_empty());
    assert!(!since["sums"].as_array().unwrap().is_empty());
    let bytes = fs::read(guard.path().join("审核/总览.xlsx")).unwrap();
    let book = yusuan::workbook::open::open(&bytes, "xlsx", &Default::default()).unwrap();
    let sheet = book
        .sheets
        .iter()
        .find(|own| own.name == "本次变化")
        .unwrap();
    let text = |wanted: &str| {
        let is = |own: &yusuan::workbook::Cell| matches!(&own.value, CellValue::Text(text) if text == wanted);
        sheet.cells.iter().any(is)
    };
    for wanted in [
        "结论",
        "新收文件",
        "修改稿",
        "修改稿改动的金额",
        "汇总数变化",
        "问题已改",
    ] {
        assert!(text(wanted), "{wanted}");
    }
}

#[test]
#[ignore = "slow"]
fn a_file_that_was_replaced_is_compared_with_what_counted() {
    let center = ("101002", "甲区甲中心");
    let guard = task(ROSTER, &[("a.xlsx", paper(center, 2026, |_| ()))]);
    let first = reviewed(&guard);
    assert!(first["revisions"].as_array().unwrap().is_empty());
    let path = guard.path().join("收件/a.xlsx");
    fs::write(path, paper(center, 2026, doubled)).unwrap();
    let second = reviewed(&guard);
    let own = &second["revisions"][0];
    assert_eq!(
        (&own["unit"], &own["from"]),
        (&"101002".into(), &"a.xlsx".into())
    );
    assert!(!own["changed"].as_array().unwrap().is_empty(), "{own:#}");
    let sha256 = |run: &Value| run["files"][0]["sha256"].clone();
    assert_eq!(own["from_sha256"], sha256(&first));
    assert_ne!(sha256(&first), sha256(&second));
    // What nobody touched stays as it was, read anew or not, and a closed period can be had again.
    let before = results(guard.path());
    for more in [&[][..], &["--fresh"], &[]] {
        run(guard.path(), more);
        assert!(before == results(guard.path()), "{more:?}");
    }
    run(guard.path(), &["--seal"]);
    let sealed = guard.path().join("审核/封账-2026-01-15.json");
    let sealed = sealed.display().to_string();
    let output = yusuan(guard.path(), &["review", ".", "--verify", &sealed]);
    assert_eq!(code(&output), 0, "{}", errors(&output));
}

#[test]
fn of_two_runs_at_once_the_second_says_so() {
    let guard = task(
        ROSTER,
        &[("a.xlsx", paper(("101002", "甲区甲中心"), 2026, |_| ()))],
    );
    reviewed(&guard);
    let before = results(guard.path());
    let lock = fs::File::options()
        .write(true)
        .open(guard.path().join("审核/.lock"))
        .unwrap();
    lock.lock().unwrap();
    fs::write(guard.path().join("收件/b.txt"), "x").unwrap();
    let output = run(guard.path(), &[]);
    assert_eq!(code(&output), 2);
    assert!(
        errors(&output).contains("正在由另一次审核写入"),
        "{}",
        errors(&output)
    );
    assert!(before == results(guard.path()));
    drop(lock);
    assert!(code(&run(guard.path(), &[])) < 2);
}

#[cfg(unix)]
#[test]
#[ignore = "slow"]
fn a_run_that_is_killed_leaves_the_results_whole_or_as_they_were() {
    let center = ("101002", "甲区甲中心");
    let guard = task(
        ROSTER,
        &[("a.xlsx", paper(("101001", "甲区甲局"), 2026, |_| ()))],
    );
    let folder = guard.path();
    run(folder, &[]);
    let first = results(folder);
    // What the next run makes: with one file more.
    let more = folder.join("收件/b.xlsx");
    let new = paper(center, 2026, |_| ());
    fs::write(&more, &new).unwrap();
    let began = std::time::Instant::now();
    run(folder, &["--fresh"]);
    let whole = began.elapsed();
    let second = results(folder);
    fs::remove_file(&more).unwrap();
    run(folder, &["--fresh"]);
    let third = results(folder);
    assert!(first != second);
    let mut random = 7_u64;
    let mut ended = [0, 0];
    for turn in 0..50 {
        // Between two states, at moments all over the run.
        let with = turn % 2 == 0;
        match with {
            true => fs::write(&more, &new).unwrap(),
            false => fs::remove_file(&more).unwrap(),
        }
        let before = results(folder);
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let micros = u64::try_from(whole.as_micros()).unwrap() * 12 / 10;
        let wait = Duration::from_micros((random >> 20) % micros.max(1));
        let mut child = Command::new(env!("CARGO_BIN_EXE_yusuan"))
            .args(["review", ".", "--date", "2026-01-15", "--lang", "zh"])
            .args(match turn % 3 {
                0 => &["--fresh"][..],
                _ => &[],
            })
            .current_dir(folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(wait);
        let _ = child.kill();
        child.wait().unwrap();
        let after = results(folder);
        let is_as_it_was = after == before;
        ended[usize::from(!is_as_it_was)] += 1;
        if !is_as_it_was {
            // It is whole: every file is that of its record.
            let record: Value = serde_json::from_slice(&after["review.json"]).unwrap();
            let outputs = record["outputs"].as_object().unwrap();
            assert_eq!(outputs.len() + 1, after.len(), "turn {turn}");
            for (path, hash) in outputs {
                assert_eq!(
                    *hash,
                    yusuan::desk::ledger::sha256(&after[path]),
                    "turn {turn}: {path}"
                );
            }
        }
        // The next run ends right.
        if turn % 10 == 9 {
            assert!(code(&run(folder, &[])) < 2);
        }
    }
    if more.exists() {
        fs::remove_file(&more).unwrap();
    }
    run(folder, &[]);
    let last = results(folder);
    for (path, bytes) in &third {
        // Since when it changed is another matter.
        if !["review.json", "index.html", "总览.xlsx"].contains(&path.as_str()) {
            assert!(last.get(path) == Some(bytes), "{path}");
        }
    }
    assert!(ended[0] > 0, "{ended:?}");
    let left: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .flatten()
        .map(|own| own.file_name())
        .collect();
    assert!(
        !left
            .iter()
            .any(|own| own.to_string_lossy().ends_with(".new")),
        "{left:?}"
    );
}
