//! The lists of a task as people keep them: headers over several rows, dates, totals and groups, codes as they are typed.

use std::fs;

use serde_json::Value;
use yusuan::workbook::save::save;
use yusuan::workbook::{self, Address, Cell, Sheet, Workbook};

use crate::cli::{code, errors, yusuan};
use crate::desk::{CENTER, ROSTER, center, doubled, findings, of, paper, reviewed, role, task};

/// A sheet with these rows; an empty text is no cell.
fn sheet(name: &str, rows: &[&[&str]]) -> Sheet {
    let cells = rows.iter().zip(0..).flat_map(|(texts, row)| {
        let texts = texts.iter().zip(0..).filter(|(text, _)| !text.is_empty());
        texts.map(move |(text, col)| Cell {
            row,
            col,
            value: workbook::Value::Text((*text).to_owned()),
            ..Cell::default()
        })
    });
    Sheet {
        name: name.to_owned(),
        cells: cells.collect(),
        ..Sheet::default()
    }
}

/// Puts a list of these sheets into the task.
fn put(guard: &tempfile::TempDir, name: &str, sheets: Vec<Sheet>) {
    let book = Workbook {
        sheets,
        ..Workbook::default()
    };
    let _ = fs::remove_file(guard.path().join(format!("{name}.csv")));
    let path = guard.path().join(format!("{name}.xlsx"));
    fs::write(path, save(&book).unwrap()).unwrap();
}

fn codes(review: &Value) -> Vec<&str> {
    let units = review["units"].as_array().unwrap().iter();
    units.map(|own| own["code"].as_str().unwrap()).collect()
}

#[test]
fn headers_over_two_rows_are_read() {
    let data: [&[&str]; 3] = [
        &["101", "甲区甲局", "", "部门", "", ""],
        &[
            "101002",
            "甲区甲中心",
            "101",
            "单位",
            "2026-01-05",
            "v1.xlsx",
        ],
        &["101003", "甲区乙中心", "101", "单位", "2026-01-05", ""],
    ];
    let (above, below) = (
        [
            &["2026年名册"][..],
            &["单位信息", "", "", "", "截止日期", "采用文件"],
            &["单位编码", "单位名称", "主管部门", "层级"],
        ],
        [
            &["2026年名册"][..],
            &["单位编码", "单位名称", "主管部门", "层级", "报送要求"],
            &["", "", "", "", "截止日期", "采用文件"],
        ],
    );
    let at = Address::new;
    let merged_above = vec![
        (at(1, 0), at(1, 3)),
        (at(1, 4), at(2, 4)),
        (at(1, 5), at(2, 5)),
    ];
    let merged_below = vec![
        (at(1, 0), at(2, 0)),
        (at(1, 1), at(2, 1)),
        (at(1, 4), at(1, 5)),
    ];
    for (head, merges) in [
        (above, merged_above),
        (below, merged_below),
        (above, Vec::new()),
        (below, Vec::new()),
    ] {
        let guard = task(
            ROSTER,
            &[
                ("v1.xlsx", center()),
                ("v2.xlsx", paper(CENTER, 2026, doubled)),
            ],
        );
        let rows = [&head[..], &data[..]].concat();
        let roster = Sheet {
            merges,
            ..sheet("名册", &rows)
        };
        put(&guard, "名册", vec![roster]);
        let review = reviewed(&guard);
        assert_eq!(codes(&review), ["101", "101002", "101003"]);
        assert_eq!(role(&review, "v1.xlsx"), "counted");
        assert_eq!(review["year"], 2026);
    }
}

#[test]
fn a_header_is_no_row_of_its_list() {
    let guard = task(ROSTER, &[("a.xlsx", center())]);
    let groups: &[&str] = &["单位", "", "问题", "", "", "说明", "填写", "", "审核"];
    let heads: &[&str] = &[
        "单位编码",
        "单位名称",
        "问题代码",
        "科目编码",
        "金额(元)",
        "",
        "填写人",
        "填写日期",
        "审核意见",
        "审核人",
    ];
    let row: &[&str] = &[
        "１０１００２",
        "",
        "change-large",
        "２０７０１０４",
        "1.00",
        "已改",
        "王",
        "",
        "同意",
        "李",
    ];
    // Each page of a long list has its header.
    put(
        &guard,
        "审核说明",
        vec![sheet("说明", &[groups, heads, row, heads, row])],
    );
    let review = reviewed(&guard);
    let read = review["explanations"].as_array().unwrap();
    let units: Vec<&Value> = read.iter().map(|own| &own["unit"]).collect();
    assert_eq!(units, ["101002", "101002"]);
    assert_eq!(read[0]["function"], "2070104");
}

#[test]
fn the_date_of_a_roster_is_not_its_year() {
    for (title, year) in [
        ("甲区部门预算编报单位名册\n制表日期：2025年12月1日", 2026),
        ("部门预算名册（2025年12月修订）", 2026),
        ("关于2024年编制2025年部门预算的单位名册", 2025),
    ] {
        let guard = task(&format!("{title}\n{ROSTER}"), &[("a.xlsx", center())]);
        assert_eq!(reviewed(&guard)["year"], year, "{title}");
    }
}

#[test]
fn units_on_a_second_sheet_are_read_and_each_counts_once() {
    let head: &[&str] = &["单位编码", "单位名称", "主管部门", "层级", "联系人"];
    let department: &[&str] = &["101", "甲区甲局", "", "部门", ""];
    let unit: &[&str] = &["101002", "甲区甲中心", "甲区甲局", "单位", ""];
    let again: &[&str] = &["101", "甲区甲局", "", "部门", "张"];
    let guard = task(ROSTER, &[("a.xlsx", center())]);
    let mut old = sheet("旧", &[head, &["109", "撤销的局", "", "部门", ""]]);
    old.visibility = workbook::Visibility::Hidden;
    let sheets = vec![
        old,
        sheet(
            "部门",
            &[
                &["2026年预算名册"],
                head,
                &["1", "2", "3", "4", "5"],
                department,
            ],
        ),
        sheet("单位", &[head, again, unit]),
        sheet("单位 (2)", &[head, again, unit]),
        sheet(
            "2026年变动",
            &[head, &["101003", "甲区甲站", "甲区甲局", "单位", ""]],
        ),
        sheet(
            "2025年",
            &[head, &["101009", "甲区旧站", "甲区甲局", "单位", ""]],
        ),
    ];
    put(&guard, "名册", sheets);
    assert_eq!(codes(&reviewed(&guard)), ["101", "101002", "101003"]);
}

#[test]
fn groups_totals_and_remarks_are_no_units() {
    let roster = "2026年名册\n序号,单位编码,单位名称,主管部门,层级\n一,,文教口,,\n1,101,甲区甲局,,部门\n2,101002,甲区甲中心,甲局,单位\n,小计,1家,,\n合计,合计,2,,\n,合计,,,\n,,说明：本表一式两份,,\n制表人：张三,,,,\n";
    let guard = task(roster, &[("a.xlsx", center())]);
    let review = reviewed(&guard);
    assert_eq!(codes(&review), ["101", "101002"]);
    assert_eq!(of(&review["units"], "101002")["department"], "101");
    let findings = findings(&guard);
    let said = findings.iter().filter(|own| own["code"] == "not-in-roster");
    let said: Vec<&str> = said.map(|own| own["message"].as_str().unwrap()).collect();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("第 3 行“文教口”"), "{said:?}");
    // Where units have no codes, a name alone is a unit.
    let guard = task(
        "单位名称,主管部门\n甲区甲局,\n甲区甲中心,甲区甲局\n注：以上单位均应报送,\n",
        &[],
    );
    fs::create_dir(guard.path().join("收件")).unwrap();
    assert_eq!(reviewed(&guard)["units"].as_array().unwrap().len(), 2);
    // Of two departments that may be meant none is guessed.
    let guard = task(
        "单位编码,单位名称,主管部门\n101,甲区教育局,\n102,乙市教育局,\n101002,甲中心,教育局\n",
        &[],
    );
    fs::create_dir(guard.path().join("收件")).unwrap();
    let output = yusuan(guard.path(), &["review", "."]);
    assert_eq!(code(&output), 2, "{}", errors(&output));
}

#[test]
fn what_is_wrong_with_a_row_of_the_eliminations_is_said() {
    let guard = task(
        ROSTER,
        &[
            ("a.xlsx", center()),
            ("b.xlsx", paper(("101001", "甲区甲局"), 2026, |_| ())),
        ],
    );
    let rows = [
        (
            "101002,别的收入,2070104,项目支出,1,101001,2070104",
            "别的收入",
        ),
        (
            "101002,其他收入,2070104,没有的类别,1,101001,2070104",
            "没有的类别",
        ),
        (
            "101002,其他收入,2070104,项目支出,1,,2070104",
            "没有写付款单位编码",
        ),
        (
            "101002,其他收入,2070104,项目支出,1,101999,2070104",
            "没有编码为 101999 的付款单位",
        ),
        (
            "101999,其他收入,2070104,项目支出,1,101001,2070104",
            "没有编码为 101999 的收款单位",
        ),
        (
            "101002,其他收入,2070104,项目支出,一元,101001,2070104",
            "金额不是大于零的数",
        ),
    ];
    let head = "收款单位编码,收入来源,科目编码,支出类别,金额(元),付款单位编码,付款科目编码\n";
    let list = rows
        .iter()
        .map(|(row, _)| format!("{row}\n"))
        .collect::<String>();
    fs::write(guard.path().join("抵销.csv"), format!("{head}{list}")).unwrap();
    reviewed(&guard);
    let findings = findings(&guard);
    let told = findings
        .iter()
        .filter(|own| own["code"] == "elimination-not-found");
    let told: Vec<&str> = told.map(|own| own["message"].as_str().unwrap()).collect();
    assert_eq!(told.len(), rows.len(), "{told:#?}");
    for (at, (_, said)) in rows.iter().enumerate() {
        let row = format!("第 {} 行", at + 2);
        let found = told.iter().find(|own| own.contains(&row));
        assert!(
            found.is_some_and(|own| own.contains(said)),
            "{said}: {told:#?}"
        );
    }
}

#[test]
fn what_an_option_names_must_be_there() {
    let guard = task(ROSTER, &[("a.xlsx", center())]);
    for wrong in [
        ["--last-year", "nosuch"],
        ["--due", "2026-02-30"],
        ["--date", "2025-02-29"],
    ] {
        let output = yusuan(guard.path(), &["review", ".", wrong[0], wrong[1]]);
        assert_eq!(code(&output), 2, "{wrong:?}");
        assert!(errors(&output).contains(wrong[1]), "{}", errors(&output));
    }
    assert!(!guard.path().join("审核").exists());
}

#[test]
fn codes_are_read_as_they_are_seen() {
    let guard = task(
        "单位编码,单位名称,主管部门\n１０１,甲区甲局,\n１０１ ００２,甲区甲中心,１０１\n",
        &[("101002.xlsx", paper(("", ""), 2026, |_| ()))],
    );
    let review = reviewed(&guard);
    assert_eq!(codes(&review), ["101", "101002"]);
    assert_eq!(role(&review, "101002.xlsx"), "counted");
}

#[test]
fn the_file_that_the_roster_decides_for_is_known_as_people_write_it() {
    let roster = |file: &str| {
        format!(
            "单位编码,单位名称,主管部门,采用文件\n101,甲区甲局,,\n101002,甲区甲中心,101,{file}\n"
        )
    };
    let first = paper(CENTER, 2026, doubled);
    let packed = crate::desk::zipped(&[("甲中心（一稿）.xlsx", first.clone())]);
    for (file, path) in [
        ("甲中心（一稿）", "卫/甲中心（一稿）.xlsx"),
        ("甲中心(一稿).xlsx", "卫/甲中心（一稿）.xlsx"),
        ("收件/卫/甲中心（一稿）.xlsx", "卫/甲中心（一稿）.xlsx"),
        ("./卫/甲中心（一稿）.xlsx", "卫/甲中心（一稿）.xlsx"),
        ("卫\\甲中心（一稿）.XLSX", "卫/甲中心（一稿）.xlsx"),
        ("包.zip/甲中心（一稿）.xlsx", "包.zip!/甲中心（一稿）.xlsx"),
        ("包.zip!/甲中心（一稿）", "包.zip!/甲中心（一稿）.xlsx"),
    ] {
        let (name, bytes) = match path.starts_with("包") {
            true => ("包.zip", packed.clone()),
            false => (path, first.clone()),
        };
        let guard = task(
            &roster(file),
            &[("甲中心最终.xlsx", center()), (name, bytes)],
        );
        let review = reviewed(&guard);
        assert_eq!(role(&review, path), "counted", "{file}");
        assert_eq!(role(&review, "甲中心最终.xlsx"), "superseded", "{file}");
        let unclear = findings(&guard);
        let unclear = unclear.iter().any(|own| own["code"] == "version-unclear");
        assert!(!unclear, "{file}");
    }
    let older = paper(CENTER, 2025, |_| ());
    for (file, said) in [
        ("没有.xlsx", "没有这个电子表格"),
        ("甲中心", "有几个这样的文件：y/甲中心.xlsx、z/甲中心.xlsx"),
        ("旧", "这个文件不能采用"),
    ] {
        let files = [
            ("甲中心最终.xlsx", center()),
            ("y/甲中心.xlsx", first.clone()),
            (
                "z/甲中心.xlsx",
                paper(CENTER, 2026, |own| own.tables.truncate(5)),
            ),
            ("旧.xlsx", older.clone()),
        ];
        let guard = task(&roster(file), &files);
        let review = reviewed(&guard);
        assert_eq!(
            of(&review["units"], "101002")["verdict"],
            "explain",
            "{file}"
        );
        let findings = findings(&guard);
        let unclear = findings
            .iter()
            .filter(|own| own["code"] == "version-unclear");
        let unclear: Vec<&str> = unclear
            .map(|own| own["message"].as_str().unwrap())
            .collect();
        assert!(unclear.iter().any(|own| own.contains(said)), "{unclear:?}");
    }
}
