//! What a draft takes from a form: words by name and place, rows that are always printed, lines of years, notes.

use std::fs;

use yusuan::infer::{draft, toml};
use yusuan::layout::Templates;
use yusuan::messages::{Language, Messages};
use yusuan::workbook::Workbook;

use crate::cli::{code, folder, prints, yusuan};
use crate::drawing::sheet;

fn drafted(sheets: &[(&str, &str)]) -> String {
    let workbook = Workbook {
        sheets: sheets
            .iter()
            .map(|(name, text)| sheet(name, text))
            .collect(),
        ..Workbook::default()
    };
    let draft = draft(&workbook, &Templates::embedded());
    toml(&draft, "form.xlsx", &Messages::new(Language::English))
}

#[track_caller]
fn has(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

#[test]
fn names_of_the_dictionary_are_words_of_rows() {
    let text = drafted(&[(
        "总表",
        "
部门收支总表
编制部门：|||单位：万元
收入||支出
项目|金额|项目|金额
一、一般公共预算拨款收入||一、基本支出
二、单位资金||（一）人员经费
1.事业收入||（二）公用经费
其中：教育收费||二、项目支出
2.其他收入||三、预备某某费
当年收入小计||当年支出小计
上年结转资金||结转下年资金
收入合计||支出合计
",
    )]);
    has(
        &text,
        &[
            "{ row = [\"this_year\", \"own\"], label = \"二、单位资金\" },\n",
            "{ row = [\"this_year\", \"education_fees\"], label = \"其中：教育收费\", of_which = true },\n",
            "{ row = \"this_year\", label = \"当年收入小计\" },\n",
            "{ row = \"carried_over\", label = \"上年结转资金\" },  # ask",
            "{ row = [\"this_year\", \"personnel\"], label = \"（一）人员经费\" },\n",
            "{ row = \"?\", label = \"三、预备某某费\" },  # ask",
            "closing = \"支出合计\"\n",
        ],
    );
}

#[test]
fn rows_below_what_is_carried_over_are_of_that() {
    let text = drafted(&[(
        "总表",
        "
财政拨款收支总表
编制部门：|单位：万元
项目|预算数
一、本年收入
（一）一般公共预算拨款
（二）政府性基金预算拨款
二、上年结转
（一）一般公共预算拨款
（二）政府性基金预算拨款
收入总数
",
    )]);
    has(
        &text,
        &[
            "{ row = [\"this_year\", \"general\"], label = \"（一）一般公共预算拨款\" },",
            "{ row = [\"carried_over\", \"general\"], label = \"（一）一般公共预算拨款\" },",
            "{ row = [\"carried_over\", \"government_fund\"], label = \"（二）政府性基金预算拨款\" },",
            "closing = \"收入总数\"\n",
        ],
    );
}

const CLASSES: [&str; 16] = [
    "一般公共服务支出",
    "外交支出",
    "国防支出",
    "公共安全支出",
    "教育支出",
    "科学技术支出",
    "文化旅游体育与传媒支出",
    "社会保障和就业支出",
    "卫生健康支出",
    "节能环保支出",
    "城乡社区支出",
    "农林水支出",
    "交通运输支出",
    "商业服务业等支出",
    "金融支出",
    "住房保障支出",
];

#[test]
fn classes_that_are_always_printed_are_rows() {
    let form = |count: usize, rest: &str| {
        let rows: Vec<String> = CLASSES[..count]
            .iter()
            .zip(1..)
            .map(|(own, at)| format!("{at}.{own}|"))
            .collect();
        let text = format!(
            "\n部门收支总表\n编制部门：|单位：万元\n支出项目|预算数\n{}\n{rest}本年支出合计|\n结转下年|\n支出总计|\n",
            rows.join("\n")
        );
        drafted(&[("总表", &text)])
    };
    let all = form(16, "");
    has(
        &all,
        &["{ row = [\"this_year\", \"205\"], label = \"5.教育支出\" },\n"],
    );
    assert!(!all.contains("list ="), "{all}");
    // A few, or a place for more, are a list.
    for text in [form(6, ""), form(16, "……|\n")] {
        assert!(text.contains("{ list = \"function\""), "{text}");
        assert!(!text.contains("\"205\""), "{text}");
    }
}

#[test]
fn lines_that_say_whose_they_are_make_records() {
    let text = drafted(&[(
        "支出",
        "
部门支出总表
编制部门：||||||单位：万元
单位代码|单位名称|科目编码|科目名称|合计|基本支出|项目支出
合计
",
    )]);
    has(
        &text,
        &[
            "lines = \"records\"\n",
            "closing = \"合计\"\n",
            "{ key = \"agency_code\", header = [\"单位代码\"]",
            "{ key = \"agency\", header = [\"单位名称\"]",
            "{ key = \"function\", header = [\"科目编码\"]",
            "{ text = \"function_name\", header = [\"科目名称\"]",
        ],
    );
    assert!(!text.contains("groups ="), "{text}");
}

#[test]
fn a_change_is_against_the_year_beside_it() {
    let form = |last: &str| {
        let text = format!(
            "\n2026年一般公共预算支出表\n编制部门：|||||单位：万元\n科目编码|科目名称|2025年{last}|2026年预算数|增减额|增减幅度（%）\n合计\n"
        );
        drafted(&[("支出", &text)])
    };
    let text = form("预算数");
    has(
        &text,
        &["field = \"change\",", "field = \"change_percent\","],
    );
    let text = form("执行数");
    has(
        &text,
        &[
            "field = \"change_executed\",",
            "field = \"change_executed_percent\",",
        ],
    );
}

#[test]
fn years_are_lines_and_notes_are_kept() {
    let (_kept, folder) = folder();
    let text = drafted(&[
        (
            "三公",
            "
“三公”经费预算表
单位名称：|||单位：元
年度|合计|因公出国（境）费|公务接待费
2025年预算数
2026年预算数
",
        ),
        (
            "基金",
            "
政府性基金预算支出表
单位名称：||||单位：元
科目编码|科目名称|合计|基本支出|项目支出
合计
说明：我校2026年没有使用政府性基金预算拨款安排的支出。
",
        ),
        (
            "基本",
            "
一般公共预算基本支出表
单位名称：|||||单位：元
人员经费|||公用经费
科目编码|科目名称|预算数|科目编码|科目名称|预算数
人员经费合计|||公用经费合计
",
        ),
    ]);
    has(
        &text,
        &[
            "{ field = \"label\", header = [\"年度\"]",
            "{ row = \"last_year\", label = \"{last_year}年预算数\" },\n",
            "{ row = \"all\", label = \"{year}年预算数\" },\n",
            "empty_note = \"说明：我校{year}年没有使用政府性基金预算拨款安排的支出。\"\n",
            "closing = \"人员经费合计\"\n",
            "closing = \"公用经费合计\"\n",
            "table = \"government_fund\"\n",
        ],
    );
    // Each question is one line that says what it is about, and the words stand there once.
    fs::write(folder.join("own.toml"), &text).unwrap();
    let output = yusuan(&folder, &["layouts", "check", "own.toml"]);
    assert_eq!(code(&output), 1);
    let said = prints(&output);
    assert!(said.contains("`closed` [“三公”经费预算表]"), "{said}");
    assert_eq!(
        said.matches("、carried_over 上年结转、").count(),
        1,
        "{said}"
    );
    assert!(
        said.lines()
            .rev()
            .skip(2)
            .all(|line| line.chars().count() < 200),
        "{said}"
    );
}
