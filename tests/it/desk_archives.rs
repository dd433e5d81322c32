//! Archives in an inbox: too large, locked, cut off, and with files of one name.

use serde_json::Value;

use crate::cli::{code, errors, yusuan};
use crate::desk::{
    CENTER, ROSTER, center, doubled, findings, json, of, paper, reviewed, role, task, zipped,
};

#[test]
fn archives_that_are_too_much_are_told_and_the_rest_goes_on() {
    // A bomb: much that packs to nothing.
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
    zip.start_file("大.xlsx", options).unwrap();
    for _ in 0..40 {
        std::io::Write::write_all(&mut zip, &vec![0; 1 << 20]).unwrap();
    }
    let bomb = zip.finish().unwrap().into_inner();
    // Very many entries.
    let many: Vec<(String, Vec<u8>)> = (0..30_000)
        .map(|at| (format!("{at}.txt"), Vec::new()))
        .collect();
    let many: Vec<(&str, Vec<u8>)> = many
        .iter()
        .map(|(name, own)| (name.as_str(), own.clone()))
        .collect();
    let guard = task(
        ROSTER,
        &[
            ("bomb.zip", bomb),
            ("many.zip", zipped(&many)),
            ("甲中心.xlsx", center()),
        ],
    );
    let output = yusuan(
        guard.path(),
        &[
            "review",
            ".",
            "--date",
            "2026-01-15",
            "--max-file-bytes",
            "4000000",
            "--max-parts",
            "10000",
        ],
    );
    assert_eq!(code(&output), 1, "{}", errors(&output));
    let review = json(&guard.path().join("审核/review.json"));
    assert_eq!(of(&review["units"], "101002")["status"], "received");
    let limits: Vec<Value> = findings(&guard)
        .into_iter()
        .filter(|own| own["code"] == "limit-exceeded")
        .collect();
    for path in ["bomb.zip", "many.zip"] {
        let own = limits
            .iter()
            .filter(|own| own["file"].as_str().unwrap().starts_with(path));
        assert_eq!(own.count(), 1, "{path}: {limits:#?}");
    }
}

#[test]
fn a_locked_archive_is_told() {
    let mut zip = zipped(&[("甲中心.xlsx", center())]);
    // The flag of encryption, in the local header and in the directory.
    zip[6] |= 1;
    let at = zip
        .windows(4)
        .rposition(|own| own == b"PK\x01\x02")
        .unwrap();
    zip[at + 8] |= 1;
    let guard = task(ROSTER, &[("101002-甲区甲中心.zip", zip)]);
    let review = reviewed(&guard);
    assert_eq!(
        of(&review["units"], "101002")["status"],
        "unreadable",
        "{review:#?}"
    );
    let findings = findings(&guard);
    let told = findings
        .iter()
        .filter(|own| own["code"] == "archive-not-read");
    let told: Vec<&str> = told.map(|own| own["message"].as_str().unwrap()).collect();
    assert!(
        matches!(told[..], [one] if one.contains("有密码")),
        "{told:?}"
    );
}

#[test]
fn an_archive_that_was_cut_off_is_no_workbook() {
    // Files that are packed already are only stored: the first of them seems to be the whole, where the rest is missing.
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for name in ["甲中心.xlsx", "甲局.xlsx"] {
        zip.start_file(name, stored).unwrap();
        std::io::Write::write_all(&mut zip, &center()).unwrap();
    }
    let mut bytes = zip.finish().unwrap().into_inner();
    bytes.truncate(bytes.len() * 9 / 10);
    let guard = task(ROSTER, &[("101002-甲区甲中心.zip", bytes)]);
    let review = reviewed(&guard);
    assert_eq!(role(&review, "101002-甲区甲中心.zip"), "unreadable");
    assert_eq!(of(&review["units"], "101002")["status"], "unreadable");
    let said = findings(&guard);
    assert!(
        said.iter().any(|own| own["code"] == "unreadable-file"),
        "{said:#?}"
    );
}

#[test]
fn two_files_of_one_name_in_an_archive_are_both_listed() {
    let mut zip = zipped(&[
        ("中心1.xlsx", center()),
        ("中心2.xlsx", paper(CENTER, 2026, doubled)),
    ]);
    let name = "中心2.xlsx".as_bytes();
    while let Some(at) = zip.windows(name.len()).position(|own| own == name) {
        zip[at + "中心".len()] = b'1';
    }
    let guard = task(ROSTER, &[("a.zip", zip)]);
    let review = reviewed(&guard);
    let roles = ["a.zip!/中心1.xlsx", "a.zip!/中心1 [2].xlsx"].map(|path| role(&review, path));
    assert!(roles.iter().any(|own| *own == "counted"), "{roles:?}");
    assert!(roles.iter().any(|own| *own == "superseded"), "{roles:?}");
    // Nothing tells which is the newer one.
    assert_eq!(of(&review["units"], "101002")["verdict"], "explain");
}
