//! What one run keeps for the next: the same results from it as without it, whatever became of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::cli::{code, errors, yusuan};
use crate::desk::{ROSTER, all, copied, district, doubled, paper, task};

/// All results of a run with what was kept; the record says what is new, so that only those of a second run stay the same.
fn results(folder: &Path, more: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let args = [&["review", ".", "--date", "2026-01-15"], more].concat();
    let output = yusuan(folder, &args);
    assert!(code(&output) < 2, "{}", errors(&output));
    let mut all = all(&folder.join("审核"));
    all.retain(|path, _| !path.starts_with('.'));
    all
}

/// The entries: records and what was made of files, and budgets.
fn entries(folder: &Path) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let entries = fs::read_dir(folder.join("审核/.cache")).unwrap().flatten();
    let entries = entries.map(|own| own.path());
    let mut entries: Vec<PathBuf> = entries.collect();
    entries.sort();
    let is_budget = |own: &PathBuf| own.extension().is_none();
    entries.into_iter().partition(is_budget)
}

fn bytes(paths: &[PathBuf]) -> Vec<Vec<u8>> {
    paths.iter().map(|own| fs::read(own).unwrap()).collect()
}

/// Two units, one with two versions, and what they had last year.
fn two_units() -> tempfile::TempDir {
    let (office, center) = (("101001", "甲区甲局"), ("101002", "甲区甲中心"));
    let files = [
        ("a.xlsx", paper(office, 2026, |_| ())),
        ("b.xlsx", paper(center, 2026, |_| ())),
        ("b（改）.xlsx", paper(center, 2026, doubled)),
    ];
    let guard = task(ROSTER, &files);
    let last = guard.path().join("上年");
    fs::create_dir(&last).unwrap();
    fs::write(last.join("a.xlsx"), paper(office, 2025, doubled)).unwrap();
    fs::write(last.join("b.xlsx"), paper(center, 2025, |_| ())).unwrap();
    guard
}

/// What becomes of an entry.
type Damage = fn(&[u8]) -> Vec<u8>;

fn half(own: &[u8]) -> Vec<u8> {
    own[..own.len() / 2].to_vec()
}

fn flipped(own: &[u8]) -> Vec<u8> {
    let mut own = own.to_vec();
    let at = own.len() / 2;
    own[at] ^= 1;
    own
}

fn none(_: &[u8]) -> Vec<u8> {
    Vec::new()
}

fn is_read_anew_where_it_is_not_whole(folder: &Path) {
    results(folder, &[]);
    let second = results(folder, &[]);
    let (records, budgets) = entries(folder);
    assert!(!records.is_empty() && !budgets.is_empty());
    let paths = [records, budgets].concat();
    let kept = bytes(&paths);
    let ways: [Damage; 3] = [half, flipped, none];
    for (number, damage) in ways.into_iter().enumerate() {
        for (path, bytes) in paths.iter().zip(&kept) {
            fs::write(path, damage(bytes)).unwrap();
        }
        let third = results(folder, &["--data", "package"]);
        assert!(third.keys().any(|path| path.starts_with("data/")));
        for (path, bytes) in &second {
            let lists_all = path == "review.json";
            assert!(lists_all || third[path] == *bytes, "{number}: {path}");
        }
        // What was read anew is kept as it was.
        for (path, bytes) in paths.iter().zip(&kept) {
            let is_whole = fs::read(path).is_ok_and(|own| own == *bytes);
            let is_budget = path.extension().is_some();
            assert!(is_whole || is_budget, "{number}: {}", path.display());
        }
    }
    // An entry under another's name is none.
    let (records, _) = entries(folder);
    let kept = bytes(&records);
    for (path, bytes) in records.iter().zip(kept.iter().cycle().skip(1)) {
        fs::write(path, bytes).unwrap();
    }
    assert!(results(folder, &[]) == second);
    assert!(bytes(&records) == kept);
}

fn budgets_are_left_alone_where_nobody_wants_them(folder: &Path) {
    results(folder, &[]);
    let second = results(folder, &[]);
    let (_, budgets) = entries(folder);
    for path in &budgets {
        fs::write(path, "no budget").unwrap();
    }
    assert!(results(folder, &[]) == second);
    // One that was opened would be kept anew.
    assert!(bytes(&budgets).iter().all(|own| own == b"no budget"));
    results(folder, &["--data", "package"]);
    assert!(bytes(&budgets).iter().any(|own| own != b"no budget"));
}

#[test]
#[ignore = "slow"]
fn a_second_run_opens_no_budget() {
    budgets_are_left_alone_where_nobody_wants_them(two_units().path());
    let guard = tempfile::tempdir().unwrap();
    copied(&district(), guard.path());
    budgets_are_left_alone_where_nobody_wants_them(guard.path());
}

#[test]
#[ignore = "slow"]
fn what_is_not_whole_is_read_anew() {
    is_read_anew_where_it_is_not_whole(two_units().path());
}

#[test]
#[ignore = "slow"]
fn what_is_not_whole_of_a_district_is_read_anew() {
    let guard = tempfile::tempdir().unwrap();
    copied(&district(), guard.path());
    is_read_anew_where_it_is_not_whole(guard.path());
}
