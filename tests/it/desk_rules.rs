//! The rules of a review where two of them meet: names and layouts, several years, rows that stand twice, one 科目 in place of another.

use std::fs;

use serde_json::Value;
use yusuan::batch::{Options, read_file};
use yusuan::layout::Templates;
use yusuan::model::{Body, Budget, Code, Key};
use yusuan::write::workbook_bytes;

use crate::cli::{code, errors, yusuan};
use crate::desk::{
    ROSTER, copied, district, doubled, json, lines, of, paper, reviewed, role, shared, task,
};

/// A department's paper in a layout of departments alone.
fn department(unit: (&str, &str), change: impl Fn(&mut Budget)) -> Vec<u8> {
    let templates = Templates::embedded();
    let path = district().join("last-year/021-云溪区文化和旅游局部门预算.xlsx");
    let mut budget = read_file(&path, &templates, &Options::default())
        .budget
        .unwrap();
    assert_eq!(budget.unit.body, Body::Department);
    budget.year = Some(2026);
    budget.document.cover.clear();
    budget.document.sections.clear();
    (budget.unit.code, budget.unit.name) = (unit.0.to_owned(), unit.1.to_owned());
    change(&mut budget);
    workbook_bytes(&templates, &budget, None).unwrap()
}

fn findings(guard: &tempfile::TempDir, wanted: &str) -> Vec<Value> {
    let all = lines(&guard.path().join("审核/findings.jsonl"));
    all.into_iter()
        .filter(|own| own["code"] == wanted)
        .collect()
}

#[test]
fn the_name_of_a_file_does_not_make_a_departments_paper_that_of_its_office() {
    let office = paper(("101001", "甲区甲局"), 2026, |_| ());
    let named = "101001-甲局部门预算汇总.xlsx";
    let guard = task(
        ROSTER,
        &[
            (named, department(("", "甲区甲局"), |_| ())),
            ("甲局本级.xlsx", office.clone()),
            ("中心.xlsx", paper(("101002", "甲区甲中心"), 2026, |_| ())),
        ],
    );
    let review = reviewed(&guard);
    assert_eq!(of(&review["units"], "101")["counted"], named);
    assert_eq!(of(&review["units"], "101001")["counted"], "甲局本级.xlsx");
    assert_eq!(role(&review, named), "counted");
}

#[test]
fn another_year_than_the_last_is_not_compared() {
    let center = ("101002", "甲区甲中心");
    let guard = task(ROSTER, &[("中心.xlsx", paper(center, 2026, |_| ()))]);
    let last = |name: &str, bytes: Vec<u8>| {
        let path = guard.path().join("上年").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    last("a/中心.xlsx", paper(center, 2024, doubled));
    let review = reviewed(&guard);
    assert!(findings(&guard, "change-large").is_empty());
    let told = findings(&guard, "previous-missing");
    assert!(told.iter().any(|own| {
        own["unit"] == "101002" && own["message"].as_str().unwrap().contains("a/中心.xlsx")
    }));
    assert_eq!(review["new_units"].as_array().unwrap().len(), 2);
    // Of two of last year the finished one is.
    last("b/中心初稿.xlsx", paper(center, 2025, doubled));
    last("b/中心定稿.xlsx", paper(center, 2025, |_| ()));
    reviewed(&guard);
    assert!(findings(&guard, "change-large").is_empty());
    let told = findings(&guard, "previous-missing");
    let told = told.iter().find(|own| own["unit"] == "101002").unwrap();
    assert!(
        told["message"]
            .as_str()
            .unwrap()
            .contains("b/中心初稿.xlsx")
    );
    fs::remove_file(guard.path().join("上年/b/中心定稿.xlsx")).unwrap();
    reviewed(&guard);
    assert!(!findings(&guard, "change-large").is_empty());
}

#[test]
#[ignore = "slow"]
fn nothing_is_eliminated_twice_or_by_halves() {
    let guard = tempfile::tempdir().unwrap();
    copied(&district(), guard.path());
    fs::remove_file(guard.path().join("eliminations.xlsx")).unwrap();
    let header = "收款单位编码,收入来源,科目编码,支出类别,金额(元),付款单位编码,付款科目编码\n";
    let eliminated = |rows: &[&str]| {
        let list = rows
            .iter()
            .map(|function| format!("021003,其他收入,{function},项目支出,500000,021001,2070109\n"));
        let list = header.to_owned() + &list.collect::<String>();
        fs::write(guard.path().join("抵销.csv"), list).unwrap();
        let review = reviewed(&guard);
        let head = of(&review["departments"], "021");
        (
            head["eliminated"].as_str().unwrap().to_owned(),
            findings(&guard, "elimination-not-found").len(),
        )
    };
    assert_eq!(eliminated(&["2070111"]), ("500000.00".to_owned(), 0));
    assert_eq!(
        eliminated(&["2070111", "2070111"]),
        ("500000.00".to_owned(), 1)
    );
    assert_eq!(eliminated(&["20701"]), ("0.00".to_owned(), 1));
}

#[test]
fn money_under_another_code_is_a_difference() {
    let department = |change: &dyn Fn(&mut Budget)| {
        let guard = task(
            ROSTER,
            &[
                ("部门.xlsx", shared(("101", "甲区甲局"), change)),
                ("本级.xlsx", shared(("101001", "甲区甲局（本级）"), |_| ())),
                (
                    "中心.xlsx",
                    shared(("101002", "甲区甲中心"), |budget| {
                        for table in &mut budget.tables {
                            for line in &mut table.lines {
                                line.amounts.clear();
                            }
                        }
                    }),
                ),
            ],
        );
        let review = reviewed(&guard);
        let head = of(&review["departments"], "101").clone();
        assert_eq!(head["complete"], true);
        head["differences"].as_array().unwrap().clone()
    };
    assert!(department(&|_| ()).is_empty());
    // Every table has one 项 under another code of its 款.
    let moved = |budget: &mut Budget| {
        let items = budget.tables.iter().flat_map(|table| &table.lines);
        let mut items = items.filter_map(|line| line.key.code());
        let was = items.find(|code| code.level() == 3).unwrap();
        let is = Code::parse(&format!("{}98", was.parent().unwrap())).unwrap();
        for table in &mut budget.tables {
            for line in &mut table.lines {
                if line.key == Key::Code(was) {
                    line.key = Key::Code(is);
                }
            }
        }
    };
    let found = department(&moved);
    let (listed, other): (Vec<&Value>, Vec<&Value>) =
        found.iter().partition(|own| own["units"] == "0.00");
    assert!(
        !listed.is_empty() && listed.len() == other.len(),
        "{found:?}"
    );
    assert!(other.iter().all(|own| own["own"] == "0.00"), "{found:?}");
}

#[test]
fn what_is_explained_anew_is_no_more_void() {
    let center = ("101002", "甲区甲中心");
    let guard = task(ROSTER, &[("中心.xlsx", paper(center, 2026, doubled))]);
    fs::create_dir(guard.path().join("上年")).unwrap();
    let last = paper(center, 2025, |_| ());
    fs::write(guard.path().join("上年/中心.xlsx"), last).unwrap();
    reviewed(&guard);
    let large = findings(&guard, "change-large");
    assert!(!large.is_empty());
    let answered = |rows: &dyn Fn(&str, f64) -> String| {
        let mut list =
            "单位编码,单位名称,问题代码,科目编码,金额(元),说明,审核意见,审核人\n".to_owned();
        for own in &large {
            let function = own["function"].as_str().unwrap();
            let amount = own["stated"].as_str().unwrap().parse::<f64>().unwrap();
            list += &rows(function, amount);
        }
        fs::write(guard.path().join("审核说明.csv"), list).unwrap();
        reviewed(&guard);
        let state = &findings(&guard, "change-large")[0]["state"];
        let void = findings(&guard, "explanation-void").len();
        (state.as_str().map(str::to_owned), void)
    };
    let state = |own: &str| Some(own.to_owned());
    let row = |function: &str, amount: f64, decided: &str| {
        format!("101002,,change-large,{function},{amount:.2},增人增支,{decided},王\n")
    };
    let accepted = |own: &str, yuan: f64| row(own, yuan, "同意");
    assert_eq!(answered(&accepted), (state("accepted"), 0));
    let void = |own: &str, yuan: f64| row(own, yuan + 1.0, "同意");
    assert_eq!(answered(&void), (None, large.len()));
    let anew = |own: &str, yuan: f64| void(own, yuan) + &row(own, yuan, "同意");
    assert_eq!(answered(&anew), (state("accepted"), 0));
    let refused = |own: &str, yuan: f64| row(own, yuan, "同意") + &row(own, yuan, "不同意");
    assert_eq!(answered(&refused), (state("refused"), 0));
}

#[test]
#[ignore = "slow"]
fn a_review_of_some_departments_is_held_against_these() {
    let guard = tempfile::tempdir().unwrap();
    copied(&district(), guard.path());
    let run = |more: &[&str]| {
        let args = [&["review", ".", "--date", "2026-01-15"], more].concat();
        let output = yusuan(guard.path(), &args);
        assert!(code(&output) < 2, "{}", errors(&output));
        json(&guard.path().join("审核/review.json"))["since"].clone()
    };
    run(&[]);
    assert!(guard.path().join("审核/汇总/全区.xlsx").exists());
    for more in [&["--only", "022"][..], &[]] {
        let since = run(more);
        for what in ["gone", "new"] {
            let own = since["findings"][what].as_array().unwrap();
            assert!(own.is_empty(), "{more:?} {what} {own:?}");
        }
        assert_eq!(since["sums"].as_array().unwrap().len(), 0, "{more:?}");
        let some = guard.path().join("审核/汇总/所选部门.xlsx").exists();
        assert_eq!(some, !more.is_empty());
        let all = guard.path().join("审核/汇总/全区.xlsx").exists();
        assert_eq!(all, more.is_empty());
    }
}
