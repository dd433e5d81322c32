//! Nobody speaks to the terminal but yusuan: what names and texts of files hold is shown there, not done. What is data stays as
//! it is.

use std::fs;
use std::path::Path;
use std::process::Output;

use yusuan::workbook::save::save;
use yusuan::workbook::{Cell, Sheet, Value, Workbook};

use crate::cli::{yusuan, yusuan_in};
use crate::corpus::root;

/// What a terminal would obey, and a line that looks like one of ours.
const NAME: &str =
    "a\x1b[2J\u{9b}1A\nforged.xlsx: error[total-differs]: b\u{202e}\u{2066}\u{200f}\u{2028}\r\x07";
/// The same as it is shown.
const SHOWN: &str = r"a\u{1b}[2J\u{9b}1A\nforged.xlsx: error[total-differs]: b\u{202e}\u{2066}\u{200f}\u{2028}\r\u{7}";

/// Fails where a stream holds what a terminal obeys, or a line that a name began.
fn assert_shown(what: &str, output: &Output) -> String {
    let mut all = String::new();
    for stream in [&output.stdout, &output.stderr] {
        let text = String::from_utf8(stream.clone()).unwrap();
        let obeyed = |c: char| {
            c != '\n' && c.is_control()
                || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        };
        assert!(!text.contains(obeyed), "{what}: {text:?}");
        assert!(
            !text.lines().any(|line| line.starts_with("forged")),
            "{what}: {text}"
        );
        all.push_str(&text);
    }
    all
}

/// A workbook of these rows; what looks like a number is one.
fn workbook(rows: &[Vec<String>]) -> Vec<u8> {
    let mut cells = Vec::new();
    for (row, texts) in (0..).zip(rows) {
        for (col, text) in (0..).zip(texts).filter(|(_, text)| !text.is_empty()) {
            let value = text.parse();
            cells.push(Cell {
                row,
                col,
                value: value.map_or_else(|_| Value::Text(text.clone()), Value::Number),
                ..Cell::default()
            });
        }
    }
    let sheet = Sheet {
        name: "表".into(),
        cells,
        ..Sheet::default()
    };
    let workbook = Workbook {
        sheets: vec![sheet],
        ..Workbook::default()
    };
    save(&workbook).unwrap()
}

/// A file whose texts hold `NAME`; what it is is told by its bytes.
fn table(folder: &Path, name: &str) {
    let rows = [
        "2024年预算单位支出预算总表".to_owned(),
        format!("编制单位：{NAME}||||||单位：元"),
        "项目||||支出预算".into(),
        "功能分类科目编码|||功能分类科目名称|合计|基本支出|项目支出".into(),
        "类|款|项".into(),
        format!("205|||教育支出{NAME}|6|5{NAME}|5"),
        format!("{NAME}|||{NAME}|7|8"),
        "合计||||6|7".into(),
    ];
    let rows = rows.map(|row| row.split('|').map(str::to_owned).collect());
    fs::write(folder.join(name), workbook(&rows)).unwrap();
}

#[test]
fn names_and_texts_of_files_are_shown_and_not_done() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let name = format!("{NAME}.csv");
    table(folder, &name);
    fs::write(folder.join(format!("{NAME}.xlsx")), "<html>").unwrap();
    let unreadable = format!("{NAME}.xlsx");
    fs::write(folder.join(format!("{NAME}.{NAME}")), "left aside").unwrap();
    let not_there = format!("{NAME}-not-there.xlsx");
    let output = format!("not-there-{NAME}/x.json");
    let cases: &[&[&str]] = &[
        &["check", &name],
        &["check", &name, &unreadable],
        &["check", "."],
        &["check", &not_there],
        &["check", NAME, "--layout", NAME],
        &["check", &name, "--lang", NAME],
        &["check", &name, "--allow", NAME],
        &["check", &name, "--templates", NAME],
        &["check", &name, "--codes", &name],
        &["check", &name, "--codes", &unreadable],
        &["check", &name, "--previous", &not_there],
        &["check", &name, NAME, &format!("--{NAME}")],
        &["check", &name, "--max-rows", NAME],
        &["check", &name, "--annotate", &name],
        &["check", &name, "--annotate", "marked"],
        &["check", &name, "-o", &format!("x.{NAME}")],
        &["convert", &name, "-o", &output],
        &["convert", &name, "-o", &output],
        &["convert", &name, "-o", &format!("{NAME}.docx")],
        &["convert", &name, &unreadable, "-o", &name],
        &["convert", &name, "--strict", "-o", "strict.xlsx"],
        &["convert", &name, "--draft", "-o", "draft.xlsx"],
        &["convert", &name, "--layout-out", NAME],
        &["publish", &name, "-o", "x.docx"],
        &["publish", &name, "-o", NAME],
        &["publish", &unreadable, "-o", "x.html"],
        &["explain", &name],
        &["explain", &unreadable],
        &["explain", NAME],
        &["explain", &name, "--sheet", NAME],
        &["template", "--unit", NAME, "--year", "2024", "-o", NAME],
        &["template", "--unit", NAME, "--layout", NAME, "-o", "y.xlsx"],
        &[
            "template", "--roster", &name, "--year", "2024", "-o", "forms",
        ],
        &["template", "--roster", &unreadable, "--year", "2024"],
        &[
            "template",
            "--unit",
            "x",
            "--from",
            &unreadable,
            "-o",
            "z.xlsx",
        ],
        &[NAME],
        &["help", NAME],
    ];
    for args in cases {
        for locale in ["zh_CN.UTF-8", "en_US.UTF-8"] {
            let output = yusuan_in(locale, folder, args);
            let text = assert_shown(&format!("{args:?}"), &output);
            assert!(
                output.status.code().is_some_and(|code| code <= 2),
                "{args:?}: {text}"
            );
        }
    }
    let said = assert_shown("check", &yusuan(folder, &["check", &name]));
    assert!(said.starts_with(&format!("{SHOWN}.csv: ")), "{said}");
}

#[test]
fn names_in_a_layout_and_a_roster_are_shown() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    table(folder, "a.xlsx");
    let escaped = r#""a\u001b[2J\u009b1A\nforged.xlsx: error[total-differs]: b\u202e\u2066\u200f\u2028\r\u0007""#;
    let own = fs::read_to_string(root().join("templates/layouts/putuo-2024-unit.toml")).unwrap();
    let (_, rest) = own.split_once("id = ").unwrap();
    let (_, rest) = rest.split_once('\n').unwrap();
    fs::create_dir(folder.join("own")).unwrap();
    fs::write(
        folder.join("own/own.toml"),
        format!("format = 2\nid = {escaped}\n{rest}"),
    )
    .unwrap();
    for args in [
        &["check", "a.xlsx", "--templates", "own"][..],
        &["check", "a.xlsx", "--templates", "own", "--layout", "none"],
        &["explain", "a.xlsx", "--templates", "own"],
    ] {
        let text = assert_shown(&format!("{args:?}"), &yusuan(folder, args));
        let named = args[0] == "explain" || args.contains(&"none");
        assert!(!named || text.contains(r"\u{1b}[2J"), "{args:?}: {text}");
    }
    for wrong in [
        format!("{escaped} = 1\n{own}"),
        format!("{own}\n[[tables]]\ntable = {escaped}\n"),
        format!("{NAME}{own}"),
    ] {
        fs::write(folder.join("own/own.toml"), wrong).unwrap();
        assert_shown(
            "wrong layout",
            &yusuan(folder, &["check", "a.xlsx", "--templates", "own"]),
        );
    }
    let row = |code: &str, name: &str| vec![code.to_owned(), name.to_owned()];
    let roster = [
        row("单位代码", "单位名称"),
        row("a5", NAME),
        row("a6", NAME),
    ];
    fs::write(folder.join("roster.xlsx"), workbook(&roster)).unwrap();
    for layout in ["putuo-2024-unit", "none"] {
        let args = [
            "template",
            "--roster",
            "roster.xlsx",
            "--layout",
            layout,
            "--year",
            "2024",
            "-o",
            "forms",
        ];
        assert_shown("roster", &yusuan(folder, &args));
    }
}

#[test]
fn data_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    table(folder, "a.xlsx");
    // The model keeps no control characters in names; marks of direction it does.
    let name = "b\u{202e}\u{2066}";
    let args = ["convert", "a.xlsx", "--to", "csv", "-o", "-"];
    let text = String::from_utf8(yusuan(folder, &args).stdout).unwrap();
    assert!(text.contains(name), "{text:?}");
    let args = ["convert", "a.xlsx", "--to", "json", "-o", "-"];
    let json: serde_json::Value = serde_json::from_slice(&yusuan(folder, &args).stdout).unwrap();
    assert!(
        json["tables"][0]["lines"][0]["name"]
            .as_str()
            .unwrap()
            .contains('\u{202e}')
    );
    for format in ["json", "sarif"] {
        let output = yusuan(folder, &["check", "a.xlsx", "--format", format]);
        let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let text = json.to_string();
        assert!(
            text.contains('\u{202e}') && !text.contains("u{202e}"),
            "{text}"
        );
    }
    let html = yusuan(folder, &["check", "a.xlsx", "--format", "html"]).stdout;
    assert!(!String::from_utf8(html).unwrap().contains("u{202e}"));
}

#[test]
fn a_cell_cannot_begin_a_line_or_clear_the_screen() {
    let file = root().join("tests/hostile/terminal-escapes.xlsx");
    let file = file.to_str().unwrap();
    for args in [
        &["check", file][..],
        &["explain", file],
        &["convert", file, "-o", "-", "--to", "json"],
    ] {
        let output = yusuan(root(), args);
        let text = assert_shown(
            &format!("{args:?}"),
            &Output {
                stdout: if args[0] == "convert" {
                    Vec::new()
                } else {
                    output.stdout
                },
                ..output
            },
        );
        assert!(text.contains(r"\u{1b}"), "{args:?}: {text}");
    }
}
