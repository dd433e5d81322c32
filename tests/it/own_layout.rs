//! A bureau's own tables, in words that only it has, with no line of Rust: `tests/fixtures/own-layout/`.

use std::fs;
use std::path::Path;

use yusuan::workbook::Workbook;
use yusuan::workbook::save::save;

use crate::cli::{code, errors, folder, prints, yusuan};
use crate::corpus::root;
use crate::drawing::sheet;

const MONEY: &str = "
2024年债券资金收支表
填报单位：某市城建中心||||||单位：元
收入||支出
来源|2024年|用途|合计|债券|财政拨款
收入合计|900|一、公用经费|300||300
一、地方政府债券|500|其中：维护费|120||120
二、财政拨款|400|二、项目支出|600|500|100
其中：一般公共预算|350
||支出合计|900|500|400
";
const PROJECTS: &str = "
2024年债券项目分片区表
填报单位：某市城建中心|||||单位：元
片区|项目|负责人|金额
|||合计|债券|财政拨款
东片|道路|甲|350|300|50
西片|桥梁|乙|250|200|50
合计|||600|500|100
";

fn written(folder: &Path, money: &str, projects: &str) {
    let workbook = Workbook {
        sheets: vec![sheet("债券收支", money), sheet("分片区", projects)],
        ..Workbook::default()
    };
    fs::write(folder.join("a.xlsx"), save(&workbook).unwrap()).unwrap();
}

#[test]
fn tables_in_words_of_their_own_need_no_code() {
    let (_kept, folder) = folder();
    let own = root().join("tests/fixtures/own-layout");
    let own = own.to_str().unwrap();
    let run = |args: &[&str]| yusuan(&folder, &[args, &["--templates", own]].concat());
    written(&folder, MONEY, PROJECTS);
    // Read, with nothing to say.
    let checked = run(&["check", "a.xlsx"]);
    assert_eq!(
        code(&checked),
        0,
        "{}{}",
        prints(&checked),
        errors(&checked)
    );
    let facts = prints(&run(&["convert", "a.xlsx", "--to", "csv", "-o", "-"]));
    let has = |parts: &[&str]| {
        facts
            .lines()
            .any(|line| parts.iter().all(|part| line.contains(part)))
    };
    assert!(
        has(&["bond_money", "revenue,bonds", "500.00", "B6"]),
        "{facts}"
    );
    assert!(
        has(&[
            "bond_projects",
            "expenditure,fiscal",
            "project",
            "F5",
            "东片"
        ]),
        "{facts}"
    );
    let json = prints(&run(&["convert", "a.xlsx", "--to", "json", "-o", "-"]));
    assert!(
        json.contains(r#""district":"东片""#) && json.contains(r#""manager":"甲""#),
        "{json}"
    );
    // Checked: sums, parts, the same fact in two tables, and what the bureau declares equal.
    for (from, to, finding, cell) in [
        (
            "二、项目支出|600|",
            "二、项目支出|610|",
            "parts-differ",
            "债券收支!D7",
        ),
        (
            "其中：维护费|120||120",
            "其中：维护费|320||320",
            "part-exceeds",
            "债券收支!F6",
        ),
        (
            "一、地方政府债券|500",
            "一、地方政府债券|510",
            "total-differs",
            "债券收支!B6",
        ),
    ] {
        assert!(MONEY.contains(from), "{from}");
        written(&folder, &MONEY.replace(from, to), PROJECTS);
        let said = prints(&run(&["check", "a.xlsx"]));
        let known = said.contains(cell) && said.contains(finding);
        assert!(known, "{to}: no {finding} at {cell}\n{said}");
    }
    written(
        &folder,
        MONEY,
        &PROJECTS.replace("甲|350|300|50", "甲|340|290|50"),
    );
    let said = prints(&run(&["check", "a.xlsx"]));
    assert!(said.contains("分片区!"), "{said}");
    written(&folder, MONEY, PROJECTS);
    // Written, with formulas, and read back; without the layout, its JSON says what it means.
    let output = run(&["convert", "a.xlsx", "-o", "b.xlsx"]);
    assert_eq!(code(&output), 0, "{}", errors(&output));
    assert_eq!(code(&run(&["check", "b.xlsx"])), 0);
    fs::write(folder.join("a.json"), &json).unwrap();
    let known = prints(&yusuan(
        &folder,
        &["convert", "a.json", "--to", "csv", "-o", "-"],
    ));
    assert_eq!(known.lines().count(), facts.lines().count());
    // Published, and made into a blank form.
    let output = run(&["publish", "a.xlsx", "-o", "a.html"]);
    assert_eq!(code(&output), 0, "{}", errors(&output));
    let page = fs::read_to_string(folder.join("a.html")).unwrap();
    assert!(page.contains("地方政府债券") && page.contains("桥梁"));
    let output = run(&[
        "template",
        "--layout",
        "own",
        "--year",
        "2024",
        "--unit",
        "某市城建中心",
        "-o",
        "form.xlsx",
    ]);
    assert_eq!(code(&output), 0, "{}", errors(&output));
    let blank = prints(&run(&["check", "form.xlsx"]));
    assert!(blank.contains("form-not-filled"), "{blank}");
}

#[test]
fn what_stands_around_tables_needs_no_code_either() {
    let (_kept, folder) = folder();
    let own = folder.join("own");
    fs::create_dir(&own).unwrap();
    let fixture = root().join("tests/fixtures/own-layout");
    fs::copy(fixture.join("own.toml"), own.join("own.toml")).unwrap();
    let words = fs::read_to_string(fixture.join("model.toml")).unwrap();
    let check = |words: &str| {
        fs::write(own.join("model.toml"), words).unwrap();
        let own = own.to_str().unwrap();
        yusuan(&folder, &["check", "a.xlsx", "--templates", own])
    };
    // A word before the name that no one else uses.
    let renamed = |text: &str| text.replace("填报单位", "申报学校");
    written(&folder, &renamed(MONEY), &renamed(PROJECTS));
    let said = prints(&check(&words));
    assert!(said.contains("name-missing"), "{said}");
    let added = words.clone() + "\n[reading]\nunit = [\"申报学校\"]\n";
    let checked = check(&added);
    assert_eq!(code(&checked), 0, "{}", prints(&checked));
    assert!(!prints(&checked).contains("name-missing"));
    assert!(
        errors(&checked).contains("某市城建中心"),
        "{}",
        errors(&checked)
    );
    // What names the unit of measure, and what stands where something is to be filled in.
    let measured = |text: &str| {
        let text = text.replace("单位：元", "计价：千元");
        text.replace("|350\n", "|待核\n")
    };
    written(&folder, &measured(MONEY), &measured(PROJECTS));
    let said = prints(&check(&words));
    assert!(
        said.contains("unit-missing") && said.contains("not-a-number"),
        "{said}"
    );
    let placed = "\n[reading]\nplaceholders = [\"待核\"]\n";
    let labelled = "[reading.measure]\nlabels = [\"计价\"]\n";
    let said = prints(&check(&(words.clone() + placed + labelled)));
    assert!(
        !said.contains("unit-missing") && !said.contains("not-a-number"),
        "{said}"
    );
    assert!(said.contains("placeholder-left"), "{said}");
    // A list that there is none of is said where it stands.
    let said = errors(&check(
        &(words.clone() + "\n[reading]\nunits = [\"申报学校\"]\n"),
    ));
    let known = said.contains("model.toml") && said.contains("`units`");
    assert!(known && said.contains("unit_alone"), "{said}");
    let said = errors(&check(&(words + "\n[reading.measure]\nlabel = []\n")));
    assert!(
        said.contains("`label`") && said.contains("labels"),
        "{said}"
    );
}
