//! Nothing is written of a table whose sums would be false, and what the cells are that keep it back is said.

use std::fs;
use std::path::Path;

use yusuan::workbook::Workbook;
use yusuan::workbook::save::save;

use crate::cli::{code, errors, folder, yusuan, yusuan_in};
use crate::drawing::sheet;

const HEAD: &str = "\
2024年预算单位支出预算总表
编制单位：某中心||||||单位：元
项目||||支出预算
功能分类科目编码|||功能分类科目名称|合计|基本支出|项目支出
类|款|项";

fn draw(folder: &Path, name: &str, lines: &str) {
    draw_all(folder, name, &format!("{HEAD}\n{lines}"));
}

fn draw_all(folder: &Path, name: &str, drawing: &str) {
    let workbook = Workbook {
        sheets: vec![sheet("支出", drawing)],
        ..Workbook::default()
    };
    fs::write(folder.join(name), save(&workbook).unwrap()).unwrap();
}

/// What keeps an input from being written as a workbook: the cells that are said, in the order said.
fn kept_back(folder: &Path, input: &str, more: &[&str]) -> Vec<String> {
    let args = [&["convert", input, "-o", "out.xlsx", "--force"], more].concat();
    let output = yusuan_in("en_US.UTF-8", folder, &args);
    let said = errors(&output);
    let there = folder.join("out.xlsx").exists();
    let _ = fs::remove_file(folder.join("out.xlsx"));
    let Some((_, cells)) = said.split_once(" was not written: ") else {
        assert!(there, "{said}");
        return Vec::new();
    };
    assert!(!there && code(&output) == 1, "{said}");
    let cells = cells
        .lines()
        .skip(1)
        .take_while(|line| line.starts_with("    "));
    cells
        .map(|line| line.trim().split(" = ").next().unwrap().to_owned())
        .collect()
}

const LAYOUT: [&str; 2] = ["--layout", "putuo-2024-unit"];

#[test]
fn a_workbook_whose_sums_would_be_false_is_not_written() {
    let (_guard, folder) = folder();
    let cases = [
        (
            "a text for a number",
            "205|||教育支出|五万|5|\n206|||科学技术支出|6|6\n合计||||11|11",
            "支出!E6",
        ),
        (
            "a page's subtotal",
            "205|||教育支出|5|5\n小计||||3|3\n206|||科学技术支出|6|6\n合计||||11|11",
            "",
        ),
        (
            "a line without code above a total",
            "205|||教育支出|5|5\n|||||3\n合计||||5|5",
            "支出!F7",
        ),
        (
            "an error",
            "205|||教育支出|=1/0 => #DIV/0!|5\n合计||||5|5",
            "支出!E6",
        ),
        (
            "a number beside the table",
            "205|||教育支出|5|5|||77\n合计||||5|5",
            "",
        ),
        (
            "a number below the table",
            "205|||教育支出|5|5\n合计||||5|5\n\n||||88",
            "",
        ),
        ("a table without closing line", "205|||教育支出|五万|5", ""),
        ("nothing", "205|||教育支出|5|5\n合计||||5|5", ""),
    ];
    let mut faults = Vec::new();
    for (what, lines, expected) in cases {
        draw(&folder, "b.xlsx", lines);
        let cells = kept_back(&folder, "b.xlsx", &LAYOUT).join(" ");
        if cells != expected {
            faults.push(format!("{what}: {cells:?} instead of {expected:?}"));
        }
        let incomplete = [&LAYOUT[..], &["--incomplete"]].concat();
        assert_eq!(kept_back(&folder, "b.xlsx", &incomplete), [""; 0], "{what}");
    }
    let unknown = "\
2024年预算单位支出预算总表
编制单位：某中心||||||单位：元
项目||||支出预算
功能分类科目编码|||功能分类科目名称|合计|基本支出|项目支出|经营支出
类|款|项
205|||教育支出|5|3|1|1
合计||||5|3|1|1";
    draw_all(&folder, "b.xlsx", unknown);
    let cells = kept_back(&folder, "b.xlsx", &LAYOUT).join(" ");
    if cells != "支出!H6 支出!H7" {
        faults.push(format!("an unknown column: {cells:?}"));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_sheet_cut_off_within_a_table_is_not_written_and_its_data_are() {
    let (_guard, folder) = folder();
    draw(
        &folder,
        "b.xlsx",
        "205|||教育支出|5|5\n206|||科学技术支出|6|6\n合计||||11|11",
    );
    let cut = [&LAYOUT[..], &["--max-row", "7"]].concat();
    assert_eq!(kept_back(&folder, "b.xlsx", &cut).len(), 1);
    let whole = [&LAYOUT[..], &["--max-row", "8"]].concat();
    assert_eq!(kept_back(&folder, "b.xlsx", &whole), [""; 0]);
    for name in ["out.json", "out.csv"] {
        let args = [&["convert", "b.xlsx", "-o", name][..], &cut].concat();
        let output = yusuan(&folder, &args);
        assert!(folder.join(name).exists(), "{}", errors(&output));
        assert_eq!(code(&output), 1, "the sheet was cut off");
    }
}

#[test]
fn nothing_is_published_of_sums_that_would_be_false() {
    let (_guard, folder) = folder();
    draw(&folder, "b.xlsx", "205|||教育支出|五万|5|\n合计||||11|11");
    let args = [&["publish", "b.xlsx", "-o", "b.html"][..], &LAYOUT].concat();
    let output = yusuan(&folder, &args);
    let said = errors(&output);
    assert_eq!(
        (code(&output), folder.join("b.html").exists()),
        (1, false),
        "{said}"
    );
    assert!(
        said.contains("    支出!E6 = 五万\n") && said.contains("--incomplete"),
        "{said}"
    );
    let output = yusuan(&folder, &[&args[..], &["--incomplete"]].concat());
    assert!(folder.join("b.html").exists(), "{}", errors(&output));
}

#[test]
fn the_json_of_a_table_with_an_unread_cell_is_not_written_as_a_workbook() {
    let (_guard, folder) = folder();
    draw(&folder, "b.xlsx", "205|||教育支出|五万|5|\n合计||||11|11");
    let args = [&["convert", "b.xlsx", "-o", "b.json"][..], &LAYOUT].concat();
    yusuan(&folder, &args);
    assert_eq!(kept_back(&folder, "b.json", &[]).len(), 1);
}

#[test]
fn several_inputs_make_one_table_of_facts() {
    let (_guard, folder) = folder();
    fs::copy(folder.join("a.xlsx"), folder.join("b.xlsx")).unwrap();
    let convert =
        |args: &[&str]| yusuan(&folder, &[&["convert", "a.xlsx", "b.xlsx"], args].concat());
    let output = convert(&["-o", "all.csv"]);
    assert_eq!(code(&output), 0, "{}", errors(&output));
    let all = fs::read_to_string(folder.join("all.csv")).unwrap();
    let standard = convert(&["--to", "csv", "-o", "-"]);
    let printed = String::from_utf8(standard.stdout).unwrap();
    assert_eq!(all.strip_prefix('\u{feff}'), Some(printed.as_str()));
    assert!(printed.contains("a.xlsx") && printed.contains("b.xlsx"));
    assert_eq!(code(&convert(&["-o", "all.csv"])), 2, "it is there already");
    let output = convert(&["--to", "csv", "-o", "ALL.CSV", "--force"]);
    assert_eq!(code(&output), 0, "{}", errors(&output));
    assert_eq!(fs::read_to_string(folder.join("ALL.CSV")).unwrap(), all);
    for name in ["all.json", "all.xlsx"] {
        let output = convert(&["-o", name]);
        assert_eq!(
            (code(&output), folder.join(name).exists()),
            (2, false),
            "{}",
            errors(&output)
        );
    }
    fs::create_dir(folder.join("each.csv")).unwrap();
    assert_eq!(code(&convert(&["-o", "each.csv"])), 0);
    assert!(folder.join("each.csv/a.csv").exists(), "a folder stays one");
}
