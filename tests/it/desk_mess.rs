//! Every kind of mess: what lies in an inbox, rosters as they are kept, explanations and eliminations that fit nothing.

use std::fs;

use serde_json::Value;

use crate::cli::{code, errors, yusuan};
use crate::desk::{ROSTER, center, findings, of, paper, reviewed, role, task};

#[test]
fn what_systems_leave_is_listed_and_no_more() {
    let names = [
        "~$甲中心.xlsx",
        ".~lock.甲中心.ods#",
        "Thumbs.db",
        "desktop.ini",
        ".DS_Store",
        "__MACOSX/._甲中心.xlsx",
    ];
    let files: Vec<(&str, Vec<u8>)> = names.iter().map(|name| (*name, b"x".to_vec())).collect();
    let guard = task(ROSTER, &files);
    let review = reviewed(&guard);
    for name in names {
        assert_eq!(role(&review, name), "ignored", "{name}");
    }
    assert_eq!(of(&review["units"], "101002")["status"], "missing");
}

#[test]
fn attachments_alone_are_no_submission_and_the_letter_says_so() {
    let names = ["pdf", "docx", "doc", "wps", "jpg", "png", "txt", "eml"];
    for ending in names {
        let path = format!("101002-甲区甲中心.{ending}");
        let guard = task(ROSTER, &[(path.as_str(), b"content".to_vec())]);
        let review = reviewed(&guard);
        assert_eq!(role(&review, &path), "attachment");
        assert_eq!(
            of(&review["units"], "101002")["status"],
            "unreadable",
            "{ending}"
        );
        let letter = guard.path().join("审核/催报/101002-甲区甲中心.html");
        let letter = fs::read_to_string(letter).unwrap();
        assert!(letter.contains("不要只报 PDF"), "{letter}");
    }
    // The folder tells whose it is where the name does not.
    let guard = task(ROSTER, &[("甲区甲中心/盖章.pdf", b"%PDF".to_vec())]);
    assert_eq!(
        of(&reviewed(&guard)["units"], "101002")["status"],
        "unreadable"
    );
}

#[test]
fn each_way_of_not_being_readable_has_its_own_sentence() {
    let empty = {
        let mut book = yusuan::workbook::Workbook::default();
        book.sheets.push(yusuan::workbook::Sheet {
            name: "Sheet1".to_owned(),
            ..Default::default()
        });
        yusuan::workbook::save::save(&book).unwrap()
    };
    let mut cut = center();
    cut.truncate(cut.len() / 2);
    let guard = task(
        ROSTER,
        &[
            (
                "101001-甲区甲局.xls",
                b"<html><body><p>404</p></body></html>".to_vec(),
            ),
            ("101002-甲区甲中心.xlsx", cut),
            ("101-甲区甲局部门预算.xlsx", Vec::new()),
            ("空.xlsx", empty),
        ],
    );
    let review = reviewed(&guard);
    assert_eq!(role(&review, "空.xlsx"), "no-table");
    for unit in ["101", "101001", "101002"] {
        assert_eq!(of(&review["units"], unit)["status"], "unreadable", "{unit}");
    }
    let mut said: Vec<String> = findings(&guard)
        .into_iter()
        .filter(|own| own["file"] != "" && own["severity"] == "error")
        .map(|own| own["message"].as_str().unwrap().to_owned())
        .collect();
    let all = said.len();
    said.sort();
    said.dedup();
    // Two have no table, and say so alike.
    assert!(said.len() >= 3 && all == 4, "{said:?}");
}

#[test]
#[ignore = "slow"]
fn of_twenty_thousand_files_three_are_submissions() {
    let guard = task(
        ROSTER,
        &[
            ("深/处/甲中心.xlsx", center()),
            ("甲局.xlsx", paper(("101001", "甲区甲局"), 2026, |_| ())),
            (
                "甲局-初稿.xlsx",
                paper(("101001", "甲区甲局"), 2026, crate::desk::doubled),
            ),
        ],
    );
    let inbox = guard.path().join("收件");
    for folder in 0..20 {
        let folder = inbox.join(format!("邮件{folder}"));
        fs::create_dir(&folder).unwrap();
        for at in 0..1000 {
            let ending = ["pdf", "jpg", "docx", "txt"][at % 4];
            fs::write(folder.join(format!("附件{at}.{ending}")), at.to_string()).unwrap();
        }
    }
    let review = reviewed(&guard);
    assert_eq!(review["files"].as_array().unwrap().len(), 20_003);
    assert_eq!(review["counts"]["received"], 2);
    let roles = |wanted: &str| {
        let files = review["files"].as_array().unwrap().iter();
        files.filter(|own| own["role"] == wanted).count()
    };
    assert_eq!(
        (roles("counted"), roles("superseded"), roles("attachment")),
        (2, 1, 20_000)
    );
}

#[test]
fn rosters_as_they_are_kept() {
    // Merged headers over two rows, and many empty columns.
    let mut wide = String::from("2026年部门预算编报名册\n");
    wide.push_str(&",".repeat(40));
    wide.push_str("\n序号,单位编码,单位名称,主管部门");
    wide.push_str(&",".repeat(40));
    wide.push_str("联系人\n1,101,甲区甲局,");
    wide.push_str(&",".repeat(40));
    wide.push_str("张\n2,101002,甲区甲中心,甲区甲局");
    wide.push_str(&",".repeat(40));
    wide.push_str("王\n合计,,,\n");
    // Without codes.
    let bare = "单位名称,主管部门\n甲区甲局,\n甲区甲局（本级）,甲区甲局\n甲区甲中心,甲区甲局\n";
    for (roster, unit) in [(wide.as_str(), "101002"), (bare, "甲区甲中心")] {
        let guard = task(roster, &[("a.xlsx", center())]);
        let review = reviewed(&guard);
        assert_eq!(of(&review["units"], unit)["counted"], "a.xlsx", "{roster}");
        assert_eq!(review["year"], 2026);
        assert!(
            review["departments"][0]["missing"]
                .as_array()
                .unwrap()
                .len()
                <= 1
        );
    }
    for (roster, said) in [
        ("单位编码,单位名称\n101,甲\n102,乙\n101,丙\n", "第 4 行"),
        (
            "单位编码,单位名称,主管部门\n101,甲局,\n101002,甲中心,乙局\n",
            "乙局",
        ),
        ("单位编码,单位名称\n101,\n", "第 2 行"),
        ("单位编码,单位名称\n", "名册"),
    ] {
        let guard = task(roster, &[("a.xlsx", center())]);
        let output = yusuan(guard.path(), &["review", "."]);
        assert_eq!(code(&output), 2, "{roster}");
        assert!(
            errors(&output).contains(said),
            "{roster}: {}",
            errors(&output)
        );
    }
}

#[test]
fn a_merged_header_of_a_workbook_is_read() {
    use yusuan::workbook::{Address, Cell, Sheet, Value, Workbook};
    let text = |row, col, text: &str| Cell {
        row,
        col,
        value: Value::Text(text.to_owned()),
        ..Cell::default()
    };
    // 单位 over 编码 and 名称: only the lower row tells the columns.
    let cells = vec![
        text(0, 0, "2026年名册"),
        text(1, 0, "单位情况"),
        text(2, 0, "单位编码"),
        text(2, 1, "单位名称"),
        text(2, 2, "主管部门"),
        text(3, 0, "101"),
        text(3, 1, "甲区甲局"),
        text(4, 0, "101002"),
        text(4, 1, "甲区甲中心"),
        text(4, 2, "101"),
    ];
    let sheet = Sheet {
        name: "名册".to_owned(),
        cells,
        merges: vec![
            (Address::new(0, 0), Address::new(0, 2)),
            (Address::new(1, 0), Address::new(1, 2)),
        ],
        ..Sheet::default()
    };
    let book = Workbook {
        sheets: vec![sheet],
        ..Workbook::default()
    };
    let guard = task(ROSTER, &[("a.xlsx", center())]);
    fs::remove_file(guard.path().join("名册.csv")).unwrap();
    fs::write(
        guard.path().join("名册.xlsx"),
        yusuan::workbook::save::save(&book).unwrap(),
    )
    .unwrap();
    let review = reviewed(&guard);
    assert_eq!(of(&review["units"], "101002")["department"], "101");
}

#[test]
fn explanations_of_what_is_gone_and_eliminations_that_fit_nothing_are_told() {
    let guard = task(ROSTER, &[("a.xlsx", center())]);
    fs::write(
        guard.path().join("审核说明.csv"),
        "单位编码,单位名称,问题代码,科目编码,金额(元),说明,填写人,填写日期,审核意见,审核人,审核日期\n101002,甲区甲中心,change-large,2070104,1.00,已改,王,2026-01-10,同意,李,2026-01-11\n909009,查无此单位,negative-amount,,,无,王,,同意,李,\n",
    )
    .unwrap();
    fs::write(
        guard.path().join("抵销.csv"),
        "收款单位编码,收入来源,科目编码,支出类别,金额(元),付款单位编码,付款科目编码,说明\n101002,其他收入,2070104,项目支出,999999999.00,101001,2070199,\n909009,其他收入,2070104,项目支出,1.00,101002,2070199,\n101002,没有的来源,2070104,项目支出,1.00,101002,2070199,\n",
    )
    .unwrap();
    let before = {
        let other = task(ROSTER, &[("a.xlsx", center())]);
        reviewed(&other);
        fs::read(other.path().join("审核/sums.jsonl")).unwrap()
    };
    let review = reviewed(&guard);
    let states: Vec<&Value> = review["explanations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|own| &own["state"])
        .collect();
    assert_eq!(states, ["unused", "unused"]);
    let findings = findings(&guard);
    let of_code = |code: &str| findings.iter().filter(|own| own["code"] == code).count();
    assert_eq!(of_code("explanation-unused"), 1);
    assert!(of_code("elimination-not-found") >= 2);
    // Nothing was taken away.
    assert_eq!(
        before,
        fs::read(guard.path().join("审核/sums.jsonl")).unwrap()
    );
}

#[test]
fn several_units_in_one_workbook_are_told() {
    let guard = task(
        ROSTER,
        &[("a.xlsx", {
            let (one, two) = (center(), paper(("101001", "甲区甲局"), 2026, |_| ()));
            let open = |bytes: &[u8]| {
                yusuan::workbook::open::open(bytes, "xlsx", &Default::default()).unwrap()
            };
            let (mut first, second) = (open(&one), open(&two));
            let half = first.sheets.len() / 2;
            first.sheets.truncate(half);
            first.sheets.extend(second.sheets.into_iter().skip(half));
            first.format = None;
            first.names.clear();
            yusuan::workbook::save::save(&first).unwrap()
        })],
    );
    let review = reviewed(&guard);
    let codes: Vec<Value> = findings(&guard)
        .into_iter()
        .map(|own| own["code"].clone())
        .collect();
    let is_said = codes
        .iter()
        .any(|own| own == "name-varies" || own == "unit-unclear");
    assert!(is_said, "{codes:?} {:#?}", review["files"]);
}

#[test]
fn a_file_of_a_unit_that_was_renamed_recoded_or_is_new() {
    let roster = "单位编码,单位名称,主管部门,上年编码,上年名称\n101,甲区甲局,,,\n101002,甲区甲中心,甲区甲局,101008,\n101003,甲区乙中心,甲区甲局,,甲区老中心\n101004,甲区新中心,甲区甲局,,\n";
    let guard = task(
        roster,
        &[
            ("a.xlsx", center()),
            ("b.xlsx", paper(("101003", "甲区乙中心"), 2026, |_| ())),
            ("c.xlsx", paper(("101004", "甲区新中心"), 2026, |_| ())),
        ],
    );
    let last = guard.path().join("上年");
    fs::create_dir(&last).unwrap();
    for (name, unit) in [
        ("a.xlsx", ("101008", "甲区甲中心")),
        ("b.xlsx", ("", "甲区老中心")),
        ("d.xlsx", ("101009", "甲区撤销中心")),
    ] {
        fs::write(last.join(name), paper(unit, 2025, |_| ())).unwrap();
    }
    let review = reviewed(&guard);
    assert_eq!(review["new_units"], serde_json::json!(["101004"]));
    assert_eq!(review["last_year_only"], serde_json::json!(["101009"]));
}
